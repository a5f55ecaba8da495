//! One PIN for a listing's own doors: those that serve no other listing (P1).
//!
//! A guest of two doors hears one backup, or one emergency code. Codes of one set have one number
//! (P3). Whoever knows one of them knows all of them, so that they are told, replaced and ended
//! together.

use crate::Id;
use crate::code::{CodeRules, common_length};
use crate::model::{AccessCode, Listing};
use crate::rules::platform_makes;
use crate::site::state::{RowKey, State, rules_of};

/// The doors that have one PIN for their backups, or for their emergency codes, in the order of
/// their ids: those of the one listing behind a lock that serve it alone, where the locks allow
/// that; else the lock alone (P1).
pub(super) fn own_doors(state: &State, lock_id: &Id, length: u8) -> Vec<Id> {
    let alone = || vec![lock_id.clone()];
    let Some(listing) = only_listing(state, lock_id) else {
        return alone();
    };
    let mut doors: Vec<Id> = listing.locks.clone();
    doors.retain(|id| keeps_backups(state, id));
    doors.retain(|id| only_listing(state, id).is_some_and(|only| only.id == listing.id));
    doors.sort();
    doors.dedup();
    let rules: Vec<CodeRules> = doors.iter().map(|id| rules_of(state, id)).collect();
    if doors.contains(lock_id) && common_length(&rules, length).is_some() {
        doors
    } else {
        alone()
    }
}

/// The listing that a lock serves, if it serves one alone.
fn only_listing<'a>(state: &'a State, lock_id: &Id) -> Option<&'a Listing> {
    let mut listings = state.listings.about(&RowKey::Lock(lock_id.clone()));
    listings.next().filter(|_| listings.next().is_none())
}

fn keeps_backups(state: &State, lock_id: &Id) -> bool {
    let able = state.abilities_of(lock_id);
    able.is_some_and(|able| able.remote && able.keeps_backups && !platform_makes(&able.rules))
}

/// The codes at other doors that have the PIN of `code`: whoever was told it knows them, too (B2).
pub(crate) fn others_of_set(state: &State, code: &AccessCode) -> Vec<AccessCode> {
    of_set(state, code).cloned().collect()
}

/// The same, as the site knows them.
pub(super) fn of_set<'a>(
    state: &'a State,
    code: &AccessCode,
) -> impl Iterator<Item = &'a AccessCode> {
    // Listings and locks may have been linked otherwise since: every door counts.
    let number = code.pin_number.map(RowKey::PinNumber);
    let codes = number.map(|number| state.access_codes.about(&number));
    codes
        .into_iter()
        .flatten()
        .filter(|other| other.id != code.id && other.holder.kind == code.holder.kind)
        .filter(|other| other.pin == code.pin)
}
