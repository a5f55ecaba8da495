//! The review of a site's codes and bookings (V4).

use super::stays::stays_by_holder;
use crate::rules::{Finding, FindingKind, health_at, in_order};
use crate::site::plan::{review_codes, unknown_names};
use crate::site::state::State;
use crate::time::Instant;

/// Finds what the host should look at.
pub(crate) fn review(state: &State, now: Instant) -> Vec<Finding> {
    let mut found = review_codes(state, now);
    found.extend(on_hold(state, now));
    found.extend(unknown_names(state, now));
    in_order(found)
}

/// Bookings on hold whose stay begins soon or runs (N4).
fn on_hold(state: &State, now: Instant) -> Vec<Finding> {
    let stays = stays_by_holder(state).into_values();
    let near = stays.filter(|stay| {
        let booked = stay.holder().and_then(|id| state.reservations.get(id));
        let Some(booked) = booked else { return false };
        let policy = state.policy_of_listing(&booked.listing_id);
        let first_at = health_at(stay.window.starts_at(), policy);
        first_at <= now && now < stay.window.ends_at()
    });
    let ids = near.flat_map(|stay| stay.on_hold);
    ids.map(|id| Finding::about_booking(FindingKind::BookingOnHold, &id))
        .collect()
}
