//! The checks before a stay.

mod findings;

pub(crate) use findings::{HostKnows, Suspended, ask_from, checks_before, is_battery_low, needed_at};
