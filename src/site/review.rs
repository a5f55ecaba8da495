//! The review of a site's codes (V4).

use std::collections::{BTreeMap, BTreeSet};

use super::alarm::Alarm;
use super::pool::{Arrivals, target};
use super::standing::is_revoked;
use super::state::State;
use crate::Id;
use crate::model::{AccessCode, Reservation, abilities};
use crate::rules::{self, Finding, Notice, automated, stays_of};
use crate::time::Instant;

/// What the host should look at.
pub(super) fn review(state: &State, now: Instant) -> Vec<Finding> {
    let codes: Vec<&AccessCode> = state.access_codes.values().collect();
    rules::review(&codes, &pools(state, now), &state.header.policy, now)
}

/// The host is asked to review every so many days who has access, for as long as somebody has (V4).
pub(super) fn review_due(state: &mut State, now: Instant, alarm: &mut Alarm) -> Option<Notice> {
    if state.access_codes.values().all(AccessCode::is_gone) {
        state.header.reviewed_at = None;
        return None;
    }
    let days = i64::from(state.header.policy.review.every_days);
    let next = |since: Instant| since.plus_minutes(days.saturating_mul(24 * 60));
    let since = *state.header.reviewed_at.get_or_insert(now);
    if next(since) > now {
        alarm.set(next(since));
        return None;
    }
    state.header.reviewed_at = Some(now);
    alarm.set(next(now));
    Notice::review_due(now)
}

/// How many backups each lock shall have, of those that have a pool: an automated listing, and a keypad for it (B1).
fn pools(state: &State, now: Instant) -> Vec<(&Id, u32)> {
    let policy = &state.header.policy;
    let mut booked = BTreeMap::<&Id, Vec<&Reservation>>::new();
    for reservation in state
        .reservations
        .values()
        .filter(|booked| !is_revoked(state, booked))
    {
        booked
            .entry(&reservation.listing_id)
            .or_default()
            .push(reservation);
    }
    let mut arrivals = BTreeMap::<&Id, Vec<Arrivals>>::new();
    for listing in state.listings.values() {
        if !automated(listing, policy) {
            continue;
        }
        let booked = booked.remove(&listing.id).unwrap_or_default();
        let coming: Vec<Arrivals> = stays_of(listing, booked, policy)
            .stays
            .iter()
            .map(|stay| Arrivals::one(listing.time_zone, stay.stay.starts_at()))
            .collect();
        let mut seen = BTreeSet::new();
        for lock_id in listing.locks.iter().filter(|id| seen.insert(*id)) {
            arrivals.entry(lock_id).or_default().extend(&coming);
        }
    }
    let keeps = |lock_id: &Id| {
        let row = state.locks.get(lock_id);
        row.is_some_and(|row| abilities(&row.lock).is_ok_and(|able| able.keeps_backups))
    };
    let kept = arrivals.into_iter().filter(|(lock_id, _)| keeps(lock_id));
    kept.map(|(lock_id, arrivals)| (lock_id, target(policy, &arrivals, now)))
        .collect()
}
