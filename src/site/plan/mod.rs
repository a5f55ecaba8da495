//! Which door shall open when: the stays, their doors and windows, and the arrivals behind each lock.

mod arrivals;
mod doors;
mod plans;
mod pools;
mod visit_doors;

pub(crate) use arrivals::{pool_changes, pool_target_at};
pub(crate) use doors::{Door, StayPlan, plan};
pub(crate) use plans::Plans;
pub(crate) use pools::pools;
pub(crate) use visit_doors::{locks_of, stays_for, zone_at};
