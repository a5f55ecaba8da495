//! The doors, stays and zone of a visit.

use std::collections::BTreeSet;

use crate::Id;
use crate::model::VisitKind;
use crate::rules::{Stay, stays_of};
use crate::site::orders::standing;
use crate::site::state::{RowKey, State, VisitRow};
use crate::time::Zone;

pub(crate) fn locks_of(state: &State, row: &VisitRow) -> Vec<Id> {
    let listing = row
        .visit
        .listing_id
        .as_ref()
        .and_then(|id| state.listings.get(id));
    let all = row
        .visit
        .lock_ids
        .as_ref()
        .or(listing.map(|listing| &listing.locks));
    let mut seen = BTreeSet::new();
    all.into_iter()
        .flatten()
        .filter(|id| state.locks.get(id).is_some() && seen.insert((*id).clone()))
        .cloned()
        .collect()
}

/// The stays that turnovers follow.
pub(crate) fn stays_for(state: &State, row: &VisitRow) -> Vec<Stay> {
    if row.visit.kind != VisitKind::Turnover {
        return Vec::new();
    }
    let listing = row
        .visit
        .listing_id
        .as_ref()
        .and_then(|id| state.listings.get(id));
    listing.map_or_else(Vec::new, |listing| {
        stays_of(listing, standing(state, &listing.id), &state.header.policy).stays
    })
}

pub(crate) fn zone_at(state: &State, row: &VisitRow, lock_id: &Id) -> Zone {
    let listing = row
        .visit
        .listing_id
        .as_ref()
        .and_then(|id| state.listings.get(id));
    let behind = || state.listings.about(&RowKey::Lock(lock_id.clone())).next();
    let lock = state.locks.get(lock_id).and_then(|row| row.lock.time_zone);
    listing
        .or_else(behind)
        .map(|listing| listing.time_zone)
        .or(lock)
        .unwrap_or_default()
}
