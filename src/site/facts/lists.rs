//! What a lock says of its codes (F16, F18, F20), and when it has to be asked (C3, C7).

use std::collections::BTreeSet;

use crate::Id;
use crate::model::{Abilities, AccessCode, Holder, HolderKind, Observed, OnLockState, Policy, abilities};
use crate::site::fact::CodeOnLock;
use crate::site::state::{RowKey, State, label};
use crate::time::{Duration, Instant};

/// A cloud that took something needs its time: that a lock does not list it before is of no use.
pub(crate) fn patience(code: &AccessCode, policy: &Policy) -> Instant {
    let known_at = code.on_lock.at.unwrap_or(Instant::MIN);
    known_at + Duration::seconds(policy.commands.deadline_seconds)
}

/// Takes the codes that a lock lists at `at`. What a command under way is about is left to its answer.
pub(crate) fn take_codes(state: &mut State, lock_id: &Id, listed: &[CodeOnLock], at: Instant) {
    let Some(row) = state.locks.get(lock_id).cloned() else {
        return;
    };
    if row.read_at.is_some_and(|last| last > at) {
        return;
    }
    let Ok(abilities) = abilities(&row.lock) else {
        return;
    };
    let here = RowKey::Lock(lock_id.clone());
    let asked = state.commands.about(&here);
    let busy: BTreeSet<Id> = asked.filter_map(|command| command.code_id.clone()).collect();
    let codes: Vec<AccessCode> = state
        .access_codes
        .about(&here)
        .filter(|code| !code.is_gone() && !busy.contains(&code.id))
        // What was never sent is nowhere: an entry with its PIN is somebody else's (I10).
        .filter(|code| code.on_lock != Observed::ABSENT)
        .cloned()
        .collect();
    let brand = state.header.policy.backups.brand.clone();
    // A lock that stores windows, on a platform that lists none: what was sent is all that is known.
    let lists_windows = !abilities.native_schedule
        || listed
            .iter()
            .any(|one| one.starts_at.is_some() || one.ends_at.is_some());
    let mut rest: Vec<&CodeOnLock> = listed.iter().collect();
    let mut unlisted = Vec::new();
    for code in codes {
        match rest.iter().position(|one| is_it(&code, one, &abilities, &brand)) {
            Some(place) => {
                let one = rest.remove(place);
                // A list that comes late says nothing of what happened since.
                if code.on_lock.at.is_some_and(|known_at| known_at > at) {
                    continue;
                }
                state.access_codes.change(&code.id, |code| {
                    // That it is there does not say by which clock (C8).
                    if abilities.clock_suspect {
                        code.sent_at = code.sent_at.or(code.on_lock.at);
                    }
                    // The same report again is no reason to try again.
                    code.failure = code.failure.filter(|_| row.read_at == Some(at));
                    see(code, one, lists_windows, at);
                });
            }
            None => unlisted.push(code),
        }
    }
    // A lock that keeps PINs to itself may mean one of ours by an entry without a PIN (F18).
    let masked = rest.iter().any(|one| pin_of(one).is_none());
    let doubtful = |code: &&AccessCode| {
        matches!(
            code.on_lock.state,
            OnLockState::Accepted | OnLockState::Unknown | OnLockState::Unverifiable | OnLockState::Confirmed
        )
    };
    let mut ours = unlisted.iter().filter(doubtful).count();
    for code in unlisted {
        not_listed(state, &code, masked, at);
    }
    // As many of these may be ours as there are codes of ours that the lock does not name.
    rest.retain(|one| {
        let hidden = pin_of(one).is_none() && one.external_id.is_none() && ours > 0;
        if hidden {
            ours = ours.saturating_sub(1);
        }
        !hidden
    });
    rest.retain(|one| !is_gone_since(state, lock_id, one, at));
    for one in rest {
        if !codes_busy_with(state, &busy, one) {
            unknown(state, lock_id, one, at);
        }
    }
    state.locks.change(lock_id, |row| row.read_at = Some(at));
}

fn pin_of(one: &CodeOnLock) -> Option<crate::code::Pin> {
    one.pin.and_then(|reading| reading.0)
}

/// Whether an entry is a code of ours: by the platform's id or the PIN, which no other code on the lock has (I4); by
/// place or label where the lock tells neither.
fn is_it(code: &AccessCode, one: &CodeOnLock, abilities: &Abilities, brand: &str) -> bool {
    let ids = code.external_id.as_ref().zip(one.external_id.as_ref());
    let pins = code.pin.zip(pin_of(one));
    if ids.is_some() || pins.is_some() {
        return ids.is_some_and(|(own, listed)| own == listed)
            || pins.is_some_and(|(own, listed)| own == listed);
    }
    (one.slot.is_some() && one.slot == code.slot)
        || (one.name.is_some() && one.name == label(code, abilities, brand))
}

/// Takes a code for what its lock shows.
fn see(code: &mut AccessCode, one: &CodeOnLock, lists_windows: bool, at: Instant) {
    let listed = pin_of(one);
    if listed.is_some() && code.pin.is_some() && listed != code.pin {
        // Somebody gave it another PIN by hand: ours is not there (F34).
        code.on_lock = Observed::gone(at);
        code.external_id = None;
        return;
    }
    let unreadable = listed.is_none() && code.on_lock.state != OnLockState::Confirmed;
    if lists_windows || code.holder.kind == HolderKind::Unknown {
        code.on_lock.starts_at = one.starts_at;
        code.on_lock.ends_at = one.ends_at;
    }
    code.on_lock.state = if unreadable {
        OnLockState::Unverifiable
    } else {
        OnLockState::Confirmed
    };
    code.on_lock.at = Some(at);
    code.on_lock.surely = None;
    if one.external_id.is_some() {
        code.external_id.clone_from(&one.external_id);
    }
    code.pin = code.pin.or(listed);
}

/// A code that the lock does not list.
fn not_listed(state: &mut State, code: &AccessCode, masked: bool, at: Instant) {
    if code.on_lock.at.is_some_and(|known_at| known_at > at) {
        return;
    }
    match code.on_lock.state {
        OnLockState::Absent | OnLockState::Pending => {}
        OnLockState::Accepted if at < patience(code, &state.header.policy) => {}
        _ if code.holder.kind == HolderKind::Unknown => state.access_codes.delete(&code.id),
        OnLockState::Accepted | OnLockState::Unknown if masked => {
            state.access_codes.change(&code.id, |code| {
                code.on_lock.state = OnLockState::Unverifiable;
                code.on_lock.at = Some(at);
                code.on_lock.surely = None;
            });
        }
        _ if masked => {}
        _ => state.access_codes.change(&code.id, |code| {
            code.on_lock = Observed::gone(at);
            code.external_id = None;
            // What was refused was to change what is not there (C6).
            code.failure = None;
        }),
    }
}

/// Whether an entry is a code that was taken off the lock after it was listed.
fn is_gone_since(state: &State, lock_id: &Id, one: &CodeOnLock, at: Instant) -> bool {
    let pin = pin_of(one);
    let mut codes = state.codes_on(lock_id).into_iter();
    pin.is_some()
        && codes
            .any(|code| code.is_gone() && code.pin == pin && code.on_lock.at.is_some_and(|gone| gone > at))
}

/// Whether an entry may be a code that a command is under way for.
fn codes_busy_with(state: &State, busy: &BTreeSet<Id>, one: &CodeOnLock) -> bool {
    busy.iter()
        .filter_map(|id| state.access_codes.get(id))
        .any(|code| {
            let same_id = code.external_id.is_some() && code.external_id == one.external_id;
            same_id || (code.pin.is_some() && code.pin == pin_of(one))
        })
}

/// A code that nobody here put on the lock: it is occupied, reported, and never touched unasked (F16, I10).
fn unknown(state: &mut State, lock_id: &Id, one: &CodeOnLock, at: Instant) {
    let Some(id) = state.new_code_id(lock_id) else {
        return;
    };
    let holder = Holder {
        kind: HolderKind::Unknown,
        id: None,
        generation: None,
    };
    let code = AccessCode {
        pin: pin_of(one),
        external_id: one.external_id.clone(),
        slot: one.slot,
        on_lock: Observed {
            state: OnLockState::Confirmed,
            starts_at: one.starts_at,
            ends_at: one.ends_at,
            at: Some(at),
            surely: None,
        },
        ..AccessCode::new(id.clone(), lock_id.clone(), holder)
    };
    let taken = code.pin;
    state.access_codes.put(&id, code);
    // Whatever was to get the same PIN gets another one (F9, P7).
    let rivals: Vec<AccessCode> = state
        .access_codes
        .about(&RowKey::Lock(lock_id.clone()))
        .filter(|rival| rival.id != id && !rival.is_gone())
        .filter(|rival| taken.is_some() && rival.pin == taken && rival.on_lock == Observed::ABSENT)
        .cloned()
        .collect();
    for rival in rivals {
        state
            .access_codes
            .put(&rival.id.clone(), rival.with_pin_refused());
    }
}
