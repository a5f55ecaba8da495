//! How many backups each lock of a site shall have.

use std::collections::{BTreeMap, BTreeSet};

use super::arrivals::{Arrivals, pool_target_at};
use crate::Id;
use crate::model::Listing;
use crate::rules::{automated, stays_of};
use crate::site::standing_orders::standing;
use crate::site::state::State;
use crate::time::Instant;

/// The number of backups for each lock that has a pool: a lock that keeps backups, behind a listing
/// whose codes are automated (B1).
pub(crate) fn pools(state: &State, now: Instant) -> Vec<(&Id, u32)> {
    let mut arrivals = BTreeMap::<&Id, Vec<Arrivals>>::new();
    for listing in state.listings.values() {
        if !automated(listing, state.policy_of_listing(&listing.id)) {
            continue;
        }
        let listing_arrivals = arrivals_at(state, listing);
        let mut seen = BTreeSet::new();
        for lock_id in listing.locks.iter().filter(|id| seen.insert(*id)) {
            arrivals
                .entry(lock_id)
                .or_default()
                .extend(&listing_arrivals);
        }
    }
    arrivals
        .into_iter()
        .filter(|(lock_id, _)| keeps_backups(state, lock_id))
        .map(|(lock_id, arrivals)| {
            let policy = state.policy_of_lock(lock_id);
            (lock_id, pool_target_at(policy, &arrivals, now))
        })
        .collect()
}

/// The arrivals of a listing's stays.
fn arrivals_at(state: &State, listing: &Listing) -> Vec<Arrivals> {
    let policy = state.policy_of_listing(&listing.id);
    stays_of(listing, standing(state, &listing.id), policy)
        .stays
        .iter()
        .map(|stay| Arrivals::of_stay(listing.time_zone, stay.booked.starts_at()))
        .collect()
}

fn keeps_backups(state: &State, lock_id: &Id) -> bool {
    let able = state.abilities_of(lock_id);
    able.is_some_and(|able| able.keeps_backups)
}
