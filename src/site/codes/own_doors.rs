//! One PIN for a listing's own doors: those that serve no other listing (P1).
//!
//! A guest of two doors hears one backup, or one emergency code. Codes of one set have one number
//! (P3). Whoever knows one of them knows all of them, so that they are told, replaced and ended
//! together.

use super::backups::LockBackups;
use crate::Id;
use crate::code::{CodeRules, Pin, check, common_length};
use crate::model::{AccessCode, Desired, Holder, HolderKind, Listing, abilities};
use crate::rules::{backup_identifier, platform_makes};
use crate::site::state::{RowKey, State, rules_of};
use crate::time::{Duration, Instant};

/// A PIN that other doors of the listing have already.
pub(super) struct SharedPin {
    pub(super) pin: Pin,
    pub(super) number: u32,
    pub(super) identifier: Option<Id>,
    /// Its age counts from where it was made first, so that it grows too old at all doors at once.
    pub(super) made_at: Option<Instant>,
}

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
    let abilities = state
        .locks
        .get(lock_id)
        .and_then(|row| abilities(&row.lock).ok());
    abilities.is_some_and(|able| able.remote && able.keeps_backups && !platform_makes(&able.rules))
}

impl LockBackups<'_, '_> {
    /// Every change at the listing's other own doors may change the codes here.
    pub(super) fn watch_own_doors(&mut self, doors: &[Id]) {
        for door in doors.iter().filter(|door| *door != self.lock_id) {
            self.context.evaluation.watch_closely(door);
        }
    }

    /// A PIN that another own door has, nobody was told, and this lock never had: the first that
    /// was made (B1), or the newest emergency code (E1).
    pub(super) fn shared_pin(&self, kind: HolderKind, doors: &[Id]) -> Option<SharedPin> {
        let state = &*self.context.state;
        let here = state.codes_at_door(self.lock_id);
        let (in_use, retired) = State::pins_of(&here);
        let rules = [rules_of(state, self.lock_id)];
        let may_come = |code: &&AccessCode| {
            let is_new = !here.iter().any(|own| own.pin_number == code.pin_number);
            let candidate = code.pin.and_then(|pin| pin.reveal().parse().ok());
            let is_allowed = candidate.is_some_and(|candidate| {
                check(&candidate, &rules, &in_use, &retired).is_ok_and(|broken| broken.is_empty())
            });
            is_new && is_allowed
        };
        let elsewhere = doors.iter().filter(|door| *door != self.lock_id);
        let codes = elsewhere
            .flat_map(|door| state.access_codes.about(&RowKey::Lock(door.clone())))
            .filter(|code| code.holder.kind == kind && code.pin_number.is_some())
            .filter(|code| matches!(code.wanted, Some(Desired::Window(_))))
            .filter(|code| !code.is_told() && code.last_used_at.is_none())
            .filter(|code| self.is_young(code))
            .filter(may_come);
        let code = if kind == HolderKind::Emergency {
            codes.max_by_key(|code| code.pin_number)
        } else {
            codes.min_by_key(|code| code.pin_number)
        }?;
        Some(SharedPin {
            pin: code.pin?,
            number: code.pin_number?,
            identifier: code.holder.id.clone(),
            made_at: code.made_at,
        })
    }

    /// Whether a code has the PIN of another door that serves other listings, since doors were
    /// linked otherwise. Then the code of the door with more listings is replaced: nobody shall be
    /// told the PIN of a door that is not theirs (I2).
    pub(super) fn is_astray(&self, code: &AccessCode) -> bool {
        if code.is_told() {
            return false;
        }
        let state = &*self.context.state;
        let behind = |lock_id: &Id| -> Vec<&Id> {
            let listings = state.listings.about(&RowKey::Lock(lock_id.clone()));
            listings.map(|listing| &listing.id).collect()
        };
        let here = behind(self.lock_id);
        let others = others_of_set(state, code);
        others.iter().filter(|other| !other.is_gone()).any(|other| {
            let there = behind(&other.lock_id);
            here != there && (here.len(), self.lock_id) > (there.len(), &other.lock_id)
        })
    }

    /// Whether a code is not yet to be replaced for its age (B6, E2).
    fn is_young(&self, code: &AccessCode) -> bool {
        let policy = &self.context.state.header.policy;
        let days = match code.holder.kind {
            HolderKind::Emergency => policy.emergency.rotate_days,
            _ => policy.backups.rotate_days,
        };
        code.made_at
            .is_some_and(|made_at| made_at + Duration::days(days) > self.context.now)
    }

    /// The holder of a new code of a set. All codes of the set have one identifier, where each door
    /// allows that (B1, E4).
    pub(super) fn holder_of(
        &self,
        kind: HolderKind,
        doors: &[Id],
        shared: Option<&SharedPin>,
    ) -> Option<Holder> {
        let state = &*self.context.state;
        let here = state.codes_at_door(self.lock_id);
        let is_free = |identifier: &&Id| {
            !here.iter().any(|code| {
                code.holder.id.as_ref() == Some(identifier)
                    || code.pin.is_some_and(|pin| pin.reveal() == ***identifier)
            })
        };
        let shared = shared.and_then(|shared| shared.identifier.as_ref().filter(is_free));
        let id = shared.cloned().or_else(|| {
            let codes = doors.iter().flat_map(|door| state.codes_at_door(door));
            backup_identifier(&codes.collect::<Vec<_>>())
        })?;
        Some(Holder {
            kind,
            id: Some(id),
            generation: None,
        })
    }
}

/// The codes at other doors that have the PIN of `code`: whoever was told it knows them, too (B2).
pub(crate) fn others_of_set(state: &State, code: &AccessCode) -> Vec<AccessCode> {
    let Some(number) = code.pin_number else {
        return Vec::new();
    };
    // Listings and locks may have been linked otherwise since: every door counts.
    let codes = state.access_codes.about(&RowKey::PinNumber(number));
    codes
        .filter(|other| other.id != code.id && other.holder.kind == code.holder.kind)
        .filter(|other| other.pin == code.pin)
        .cloned()
        .collect()
}
