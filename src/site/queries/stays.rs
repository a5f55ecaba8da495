//! The stays of a site as queries see them.

use std::collections::BTreeMap;

use crate::Id;
use crate::rules::{Stay, stays_of};
use crate::site::standing_orders::is_revoked;
use crate::site::state::State;

/// The stays, by the booking that holds their codes (W8).
pub(crate) fn stays_by_holder(state: &State) -> BTreeMap<Id, Stay> {
    let mut by_listing = BTreeMap::<&Id, Vec<_>>::new();
    let bookings = state.reservations.values();
    for booking in bookings.filter(|booking| !is_revoked(state, booking)) {
        let listing = by_listing.entry(&booking.listing_id);
        listing.or_default().push(booking);
    }
    let mut by_holder = BTreeMap::new();
    for (listing_id, bookings) in by_listing {
        let Some(listing) = state.listings.get(listing_id) else {
            continue;
        };
        for stay in stays_of(listing, bookings, state.policy_of_listing(&listing.id)).stays {
            if let Some(holder) = stay.holder().cloned() {
                by_holder.insert(holder, stay);
            }
        }
    }
    by_holder
}
