//! What a lock shall do next: one command at a time, in the order of need.

mod capacity;
mod checks;
mod clock_changes;
mod give;
mod pending_work;
mod reads;
mod work;

pub(crate) use work::work;
