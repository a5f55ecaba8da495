//! The stays at each door.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Id;
use crate::rules::{Stay, automated};
use crate::site::{State, is_revoked_at_door, stays_by_holder};

/// A stay, as a door sees it.
#[derive(Debug)]
pub(super) struct StayHere {
    pub(super) holder: Id,
    pub(super) listing_id: Id,
    pub(super) stay: Stay,
    /// Whether its guest counts on the engine: codes are made, and the booking is not on hold (L,
    /// N4).
    pub(super) is_owed: bool,
}

impl StayHere {
    pub(super) fn has(&self, reservation_id: &Id) -> bool {
        self.stay.reservation_ids.contains(reservation_id)
    }
}

/// The stays at each lock, by their start.
pub(super) type StaysHere = BTreeMap<Id, Vec<Arc<StayHere>>>;

/// The stays of a site at each lock that they open.
pub(super) fn stays_here(state: &State) -> StaysHere {
    let mut all = StaysHere::new();
    for (holder, stay) in stays_by_holder(state) {
        let booking = state.reservations.get(&holder);
        let Some(listing) = booking.and_then(|booking| state.listings.get(&booking.listing_id))
        else {
            continue;
        };
        let is_owed =
            automated(listing, state.policy_of_listing(&listing.id)) && !stay.is_on_hold();
        let here = Arc::new(StayHere {
            holder,
            listing_id: listing.id.clone(),
            stay,
            is_owed,
        });
        for lock_id in &listing.locks {
            if is_revoked_at_door(state, &here.stay.reservation_ids, lock_id) {
                continue;
            }
            let stays = all.entry(lock_id.clone()).or_default();
            // A listing may name a lock twice.
            if !stays.last().is_some_and(|last| Arc::ptr_eq(last, &here)) {
                stays.push(Arc::clone(&here));
            }
        }
    }
    for stays in all.values_mut() {
        stays.sort_by_key(|here| here.stay.window.starts_at());
    }
    all
}
