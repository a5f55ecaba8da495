//! How many backups each lock shall have.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::arrivals::{Arrivals, pool_target_at};
use crate::Id;
use crate::model::{Reservation, abilities};
use crate::rules::{automated, stays_of};
use crate::site::orders::is_revoked;
use crate::site::state::State;
use crate::time::Instant;

/// How many backups each lock shall have, of those that have a pool: an automated listing, and a keypad for it (B1).
pub(crate) fn pools(state: &State, now: Instant) -> Vec<(&Id, u32)> {
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
            .map(|stay| Arrivals::one(listing.time_zone, stay.booked.starts_at()))
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
    kept.map(|(lock_id, arrivals)| (lock_id, pool_target_at(policy, &arrivals, now)))
        .collect()
}
