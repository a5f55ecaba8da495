//! Who is told what: guests, visitors and the host.

mod checks;
mod guests;
mod host;
mod joined_stays;
mod manual_removal;
mod review_due;
mod rotated;
mod undelivered;
mod visitors;

pub(crate) use guests::{end_trips, tell_guest};
pub(crate) use host::{of_lock, refusals, spares_told};
pub(crate) use manual_removal::removals_by_hand;
pub(crate) use review_due::review_due;
pub(crate) use rotated::rotations_done;
pub(crate) use visitors::tell_visitor;
