//! Questions to a site that change nothing.
//!
//! - `access_codes`: the codes of a site as people read them.
//! - `diagnose_entry`: what an entry was that a keypad refused.
//! - `guest_card`: what a guest may know now.
//! - `review`: what the host should look at.
//! - `stays`: the stays of a site as queries see them.

mod access_codes;
mod diagnose_entry;
mod guest_card;
mod review;
mod stays;

pub(crate) use access_codes::access_codes;
pub use access_codes::{AccessCodeFilter, AccessCodeView, WindowOnLock};
pub(crate) use diagnose_entry::diagnose_entry;
pub(crate) use guest_card::guest_card;
pub use guest_card::{GuestCard, GuestCardDoor, GuestCardInput, GuestCardState};
pub(crate) use review::review;
pub(crate) use stays::stays_by_holder;
