//! Stays that were over long ago leave the site (D7).
//!
//! They leave when a booking of their listing comes: so a site grows with the bookings of a year
//! and not with its age, and nothing happens that no fact brought about (D3).

use crate::Id;
use crate::model::Reservation;
use crate::rules::stay_of;
use crate::site::state::{FactNote, FactNoteKind, RowKey, State};
use crate::time::{Duration, Instant};

const DAY: Duration = Duration::hours(24);

/// Whether a booking's own stay ended longer ago than stays are kept.
pub(super) fn is_long_over(state: &State, booked: &Reservation, now: Instant) -> bool {
    // Most stays lie ahead: of those, no zone has to be asked. A day begins within 24 hours of the
    // same day in UTC.
    let today = now.unix_seconds().div_euclid(DAY.in_seconds());
    if booked.departure.days_since_epoch() > today.saturating_add(1) {
        return false;
    }
    let kept = Duration::days(state.header.policy.retention.stay_days);
    let listing = state.listings.get(&booked.listing_id);
    let stay = listing.and_then(|listing| stay_of(booked, listing).ok());
    stay.is_some_and(|stay| stay.ends_at() + kept <= now)
}

/// Says that a booking came too late to be kept.
pub(super) fn note_ignored(state: &mut State) {
    let days = state.header.policy.retention.stay_days;
    state.from_facts.notes.push(FactNote {
        index: 0,
        path: "reservation".to_owned(),
        kind: FactNoteKind::Ignored,
        message: format!("its stay ended more than {days} days ago"),
    });
}

/// Forgets a listing's stays that were over long ago, and all that only they need. A stay is kept
/// while a code of it may still be on a lock, and while its PIN shall serve nobody else (P7).
pub(super) fn forget_old_stays(state: &mut State, listing_id: &Id, now: Instant) {
    let of_listing = RowKey::Listing(listing_id.clone());
    let bookings = state.reservations.about(&of_listing);
    let is_old = |booked: &&Reservation| {
        let mut codes = state.access_codes.about(&RowKey::Stay(booked.id.clone()));
        is_long_over(state, booked, now) && codes.next().is_none()
    };
    let old: Vec<Id> = bookings
        .filter(is_old)
        .map(|booked| booked.id.clone())
        .collect();
    for id in old {
        let orders = state.orders.about(&RowKey::Stay(id.clone()));
        let keys: Vec<_> = orders.map(|order| order.key.clone()).collect();
        for key in keys {
            state.orders.delete(&key);
        }
        state.trips.delete(&id);
        state.reservations.delete(&id);
    }
}
