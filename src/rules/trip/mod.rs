//! What a changed trip means for every door (T).

mod compare;
mod doors;
mod notices;
mod recalculate_trip;
mod same_name;

pub use compare::DoorAction;
pub(crate) use doors::is_another_guest;
pub use recalculate_trip::{DoorPlan, RecalculateTripInput, Trip, TripChange, recalculate_trip};
