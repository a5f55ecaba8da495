//! The review of a site's codes and bookings (V4).

use super::stays::stays_by_holder;
use crate::model::AccessCode;
use crate::rules;
use crate::rules::{Finding, FindingKind, health_at, in_order};
use crate::site::plan::{pools, unknown_names};
use crate::site::state::State;
use crate::time::Instant;

/// Finds what the host should look at.
pub(crate) fn review(state: &State, now: Instant) -> Vec<Finding> {
    let codes: Vec<&AccessCode> = state.access_codes.values().collect();
    let mut found = rules::review(&codes, &pools(state, now), &state.header.policy, now);
    found.extend(on_hold(state, now));
    found.extend(unknown_names(state, now));
    in_order(found)
}

/// Bookings on hold whose stay begins soon or runs (N4).
fn on_hold(state: &State, now: Instant) -> Vec<Finding> {
    let stays = stays_by_holder(state).into_values();
    let near = stays.filter(|stay| {
        let first_at = health_at(stay.window.starts_at(), &state.header.policy);
        first_at <= now && now < stay.window.ends_at()
    });
    let ids = near.flat_map(|stay| stay.on_hold);
    ids.map(|id| Finding::about_booking(FindingKind::BookingOnHold, &id))
        .collect()
}
