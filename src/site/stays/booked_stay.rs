//! The stay of which a booking is part.

use crate::Id;
use crate::rules::{Stay, stays_of};
use crate::site::standing_orders::standing;
use crate::site::state::State;

/// The stay of which a booking is part, over or not (W8); nothing where it makes none.
pub(crate) fn booked_stay(state: &State, reservation_id: &Id) -> Option<Stay> {
    let booking = state.reservations.get(reservation_id)?;
    let listing = state.listings.get(&booking.listing_id)?;
    let policy = state.policy_of_listing(&listing.id);
    let made = stays_of(listing, standing(state, &listing.id), policy);
    let has_it = |stay: &Stay| stay.reservation_ids.contains(reservation_id);
    made.stays.into_iter().find(has_it)
}
