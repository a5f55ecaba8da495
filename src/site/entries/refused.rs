//! What a refused entry was.

use super::known::{known, known_briefly};
use crate::Id;
use crate::code::{Pin, are_same_keys};
use crate::model::AccessCode;
use crate::rules::{EntryDiagnosis, KnownCode, TypedEntry, diagnose};
use crate::site::standing_orders::meant_by;
use crate::site::state::{RowKey, State, rules_of};
use crate::time::Instant;

/// An entry that a keypad refused.
#[derive(Clone, Copy)]
pub(crate) struct Entry<'a> {
    /// The door; of a replaced lock the one in its place.
    pub(crate) lock_id: &'a Id,
    /// What was typed, where the lock says so.
    pub(crate) pin: Option<Pin>,
    /// How many digits were typed, where the lock says only that.
    pub(crate) digits: Option<u32>,
    /// When.
    pub(crate) at: Instant,
}

/// What a refused entry was, by the codes of its time.
pub(crate) fn diagnosis(state: &State, entry: Entry<'_>) -> EntryDiagnosis {
    let Entry {
        lock_id, at, pin, ..
    } = entry;
    let Some(pin) = pin else {
        return EntryDiagnosis::NotShown {
            digits: entry.digits,
        };
    };
    let rules = rules_of(state, lock_id);
    let is_here = |code: &&AccessCode| meant_by(state, &code.lock_id) == lock_id;
    let beside = |code: &AccessCode| -> Option<KnownCode> {
        let own = code.pin?;
        if are_same_keys(&rules, own, pin) {
            return known(state, code, at);
        }
        known_briefly(state, code, own, at)
    };
    let on_lock = state.codes_on(lock_id).into_iter();
    let same: Vec<&AccessCode> = state.access_codes.about(&RowKey::Pin(pin)).collect();
    // What came off the devices that the lock replaced stays known at its door (L).
    let before = same.iter().copied().filter(|code| code.lock_id != *lock_id);
    let before = before.filter(is_here);
    let here: Vec<KnownCode> = on_lock.chain(before).filter_map(beside).collect();
    let elsewhere = same.iter().copied().filter(|code| !is_here(code));
    let elsewhere: Vec<KnownCode> = elsewhere
        .filter_map(|code| known(state, code, at))
        .collect();
    diagnose(&TypedEntry {
        pin,
        at,
        rules: &rules,
        here: &here,
        elsewhere: &elsewhere,
    })
}
