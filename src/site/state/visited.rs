//! The listings and the doors of a visit (V2).

use std::collections::BTreeSet;

use super::tables::State;
use crate::Id;
use crate::model::{Listing, Visit};

/// The locks that a visit opens: those it names, or those of its listings.
pub(crate) fn locks_of(state: &State, visit: &Visit) -> Vec<Id> {
    let of_listings = || listings_of(state, visit).flat_map(|listing| &listing.locks);
    let lock_ids: Vec<&Id> = match &visit.lock_ids {
        Some(named) => named.iter().collect(),
        None => of_listings().collect(),
    };
    let mut seen = BTreeSet::new();
    lock_ids
        .into_iter()
        .filter(|id| state.locks.get(id).is_some() && seen.insert(*id))
        .cloned()
        .collect()
}

/// The listings of a visit that count at a door: those that have the door; where none has, all of
/// them.
pub(crate) fn listings_at<'a>(state: &'a State, visit: &Visit, lock_id: &Id) -> Vec<&'a Listing> {
    let all: Vec<&Listing> = listings_of(state, visit).collect();
    let has_door = |listing: &&Listing| listing.locks.contains(lock_id);
    let here: Vec<&Listing> = all.iter().copied().filter(has_door).collect();
    if here.is_empty() { all } else { here }
}

/// The listings of a visit that the site knows, each once.
pub(crate) fn listings_of<'a, 'v>(
    state: &'a State,
    visit: &'v Visit,
) -> impl Iterator<Item = &'a Listing> + use<'a, 'v> {
    let mut seen = BTreeSet::new();
    visit
        .listings()
        .filter(move |id| seen.insert(*id))
        .filter_map(|id| state.listings.get(id))
}
