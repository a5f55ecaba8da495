//! Which door shall open when.
//!
//! A plan says what should be, and ignores what is on the lock. It has, for every stay that is not
//! over, a window at each of its doors, and for every lock the number of its backups. This room
//! changes nothing. The other rooms compare its plans with what is.
//!
//! - `doors`: the stays of a listing with their doors and windows.
//! - `plans`: the plans of all listings, kept from step to step.
//! - `arrivals`: how many backups a lock shall have, by the arrivals of the week ahead.
//! - `pools`: the same for all locks of a site, for its review.
//! - `reviewed`: what a review finds of the codes.
//! - `unknown_names`: ids of listings and locks that are not there.
//! - `visit_doors`: the doors, stays and zone of a visit.

mod arrivals;
mod doors;
mod plans;
mod pools;
mod reviewed;
mod unknown_names;
mod visit_doors;

pub(crate) use arrivals::{pool_changes, pool_target_at};
pub(crate) use doors::{Door, StayPlan, plan};
pub(crate) use plans::Plans;
pub(crate) use reviewed::review_codes;
pub(crate) use unknown_names::{UnknownName, of_visit as unknown_names_of_visit, unknown_names};
pub(crate) use visit_doors::{stays_at, stays_for, used_at, zone_at};
