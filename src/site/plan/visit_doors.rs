//! The doors of a visit, the stays that it follows, and the zone of each door (V1).

use std::collections::BTreeSet;

use crate::Id;
use crate::model::{Listing, VisitKind};
use crate::rules::{Stay, stays_of};
use crate::site::orders::standing;
use crate::site::state::{RowKey, State, VisitRow};
use crate::time::Zone;

/// The locks that a visit opens: those it names, or those of its listing.
pub(crate) fn locks_of(state: &State, row: &VisitRow) -> Vec<Id> {
    let listing_locks = listing_of(state, row).map(|listing| &listing.locks);
    let lock_ids = row.visit.lock_ids.as_ref().or(listing_locks);
    let mut seen = BTreeSet::new();
    lock_ids
        .into_iter()
        .flatten()
        .filter(|id| state.locks.get(id).is_some() && seen.insert((*id).clone()))
        .cloned()
        .collect()
}

/// The stays that a turnover follows. Other visits follow none.
pub(crate) fn stays_for(state: &State, row: &VisitRow) -> Vec<Stay> {
    match listing_of(state, row) {
        Some(listing) if row.visit.kind == VisitKind::Turnover => {
            let policy = state.policy_of_listing(&listing.id);
            stays_of(listing, standing(state, &listing.id), policy).stays
        }
        _ => Vec::new(),
    }
}

/// The zone of a visit at a lock: that of its listing, of another listing there, or of the lock.
pub(crate) fn zone_at(state: &State, row: &VisitRow, lock_id: &Id) -> Zone {
    let other_listing = || state.listings.about(&RowKey::Lock(lock_id.clone())).next();
    let lock_zone = || state.locks.get(lock_id).and_then(|row| row.lock.time_zone);
    listing_of(state, row)
        .or_else(other_listing)
        .map(|listing| listing.time_zone)
        .or_else(lock_zone)
        .unwrap_or_default()
}

fn listing_of<'a>(state: &'a State, row: &VisitRow) -> Option<&'a Listing> {
    state.listings.get(row.visit.listing_id.as_ref()?)
}
