//! What a changed trip means for every door of its listings (T).
//!
//! Each door is compared by itself: what should be with what is. A guest's PIN changes for one of
//! five causes only (T2), and no instant of a running stay loses its working code (T4).

mod another_guest;
mod another_visitor;
mod change;
mod compare;
mod doors;
mod entitlement;
mod letters;
mod notices;
mod one_person;
mod own_codes;
mod recalculate_trip;
mod small;
mod told_doors;

pub(crate) use another_guest::{is_another_guest, keeps_name};
pub(crate) use another_visitor::{is_another_visitor, is_on_other_days};
pub use change::{DoorPlan, RecalculateTripInput, Trip, TripChange};
pub use compare::DoorAction;
pub use recalculate_trip::recalculate_trip;
