//! Whose code a code is.

use crate::Id;
use crate::model::{AccessCode, HolderKind};
use crate::site::plan::StayPlan;
use crate::site::state::{RowKey, State};

/// Whether a booking of the stay holds the code (W8).
pub(super) fn is_own(plan: &StayPlan, code: &AccessCode) -> bool {
    let holder = code.holder.reservation_id();
    holder.is_some_and(|id| plan.stay.reservation_ids.contains(id))
}

/// The codes that a stay's bookings hold at a lock.
pub(super) fn own_codes_at<'a, 'b>(
    state: &'a State,
    plan: &'b StayPlan,
    lock_id: &'b Id,
) -> impl Iterator<Item = &'a AccessCode> + use<'a, 'b> {
    let bookings = plan.stay.reservation_ids.iter();
    bookings
        .flat_map(|id| codes_of_booking(state, id))
        .filter(move |code| code.lock_id == *lock_id)
}

/// The codes that the bookings of a listing hold.
pub(super) fn codes_of_listing<'a>(
    state: &'a State,
    listing_id: &Id,
) -> impl Iterator<Item = &'a AccessCode> + use<'a> {
    let bookings = state
        .reservations
        .about(&RowKey::Listing(listing_id.clone()));
    bookings.flat_map(|booked| codes_of_booking(state, &booked.id))
}

fn codes_of_booking<'a, 'b>(
    state: &'a State,
    reservation_id: &'b Id,
) -> impl Iterator<Item = &'a AccessCode> + use<'a, 'b> {
    let codes = state
        .access_codes
        .about(&RowKey::Stay(reservation_id.clone()));
    // A stay may have a code of the lock's algorithm beside its own (A3b).
    codes.filter(move |code| {
        code.holder.reservation_id() == Some(reservation_id) && !code.is_offline()
    })
}

/// Whether a code belongs to a stay, though the site does not know its booking.
pub(super) fn is_orphan(state: &State, code: &AccessCode) -> bool {
    let booked = code
        .holder
        .id
        .as_ref()
        .and_then(|id| state.reservations.get(id));
    code.holder.kind == HolderKind::Reservation && booked.is_none() && !code.is_offline()
}
