//! Who is told what: guests, visitors and the host.

mod checks;
mod guest_notices;
mod host;
mod joined_stays;
mod manual_removal;
mod review_due;
mod rotated;
mod undelivered;
mod visitors;

pub(crate) use guest_notices::{end_trips, tell_guest};
pub(crate) use host::{backups_told, of_lock, refusals};
pub(crate) use manual_removal::manual_removals;
pub(crate) use review_due::review_due;
pub(crate) use rotated::rotations_done;
pub(crate) use visitors::tell_visitor;
