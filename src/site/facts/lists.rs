//! What a lock lists of its codes (F16, F18, F20).

use std::collections::BTreeSet;

use crate::Id;
use crate::model::{
    Abilities, AccessCode, Holder, HolderKind, Observed, OnLockState, Policy, abilities,
};
use crate::site::fact::CodeOnLock;
use crate::site::state::{RowKey, State};
use crate::time::{Duration, Instant};

/// Until when a lock need not list a code: a cloud that took a command needs its time.
pub(crate) fn patience(code: &AccessCode, policy: &Policy) -> Instant {
    let known_at = code.on_lock.at.unwrap_or(Instant::MIN);
    known_at + Duration::seconds(policy.commands.deadline_seconds)
}

/// Takes the codes that a lock lists at `at`. A code with a command under way is left to the result
/// of the command.
pub(crate) fn take_codes(state: &mut State, lock_id: &Id, listed: &[CodeOnLock], at: Instant) {
    let Some(row) = state.locks.get(lock_id) else {
        return;
    };
    let Ok(abilities) = abilities(&row.lock) else {
        return;
    };
    let read_before = row.read_at;
    if read_before > Some(at) {
        return;
    }
    let busy = busy_codes(state, lock_id);
    let list = List {
        // If the lock stores windows and its platform lists none, the windows that were sent are
        // all that is known.
        has_windows: !abilities.native_schedule
            || listed
                .iter()
                .any(|one| one.starts_at.is_some() || one.ends_at.is_some()),
        abilities,
        is_repeated: read_before == Some(at),
        at,
    };
    let mut rest: Vec<&CodeOnLock> = listed.iter().collect();
    let mut unlisted = Vec::new();
    for code in sent_codes(state, lock_id, &busy) {
        match rest.iter().position(|one| list.is_entry_of(&code, one)) {
            Some(place) => list.take_entry(state, &code, rest.remove(place)),
            None => unlisted.push(code),
        }
    }
    take_unlisted(state, &unlisted, &mut rest, at);
    rest.retain(|one| !is_gone_since(state, lock_id, one, at));
    for one in rest {
        if !codes_busy_with(state, &busy, one) {
            unknown(state, lock_id, one, at);
        }
    }
    state.locks.change(lock_id, |row| row.read_at = Some(at));
}

/// The codes of a lock with a command under way.
fn busy_codes(state: &State, lock_id: &Id) -> BTreeSet<Id> {
    let commands = state.commands.about(&RowKey::Lock(lock_id.clone()));
    commands
        .filter_map(|command| command.code_id.clone())
        .collect()
}

/// The codes that may be on a lock, without the busy ones. A code that was never sent is not there:
/// an entry with its PIN is somebody else's (I10).
fn sent_codes(state: &State, lock_id: &Id, busy: &BTreeSet<Id>) -> Vec<AccessCode> {
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    codes
        .filter(|code| !code.is_gone() && !busy.contains(&code.id))
        .filter(|code| code.on_lock != Observed::ABSENT)
        .cloned()
        .collect()
}

/// A list of codes, and how to read it.
struct List {
    abilities: Abilities,
    has_windows: bool,
    /// Whether the same list came before.
    is_repeated: bool,
    at: Instant,
}

impl List {
    /// Whether an entry is a code of ours. The platform's id or the PIN decides, as no other code
    /// on the lock has them (I4). If the lock tells neither, its place or its label decides.
    fn is_entry_of(&self, code: &AccessCode, one: &CodeOnLock) -> bool {
        let ids = code.external_id.as_ref().zip(one.external_id.as_ref());
        let pins = code.pin.zip(pin_of(one));
        if ids.is_some() || pins.is_some() {
            return ids.is_some_and(|(own, listed)| own == listed)
                || pins.is_some_and(|(own, listed)| own == listed);
        }
        (one.slot.is_some() && one.slot == code.slot)
            || (one.name.is_some() && one.name == code.label)
    }

    /// Takes the entry of a code. A late list says nothing about what happened since.
    fn take_entry(&self, state: &mut State, code: &AccessCode, one: &CodeOnLock) {
        if code.on_lock.at > Some(self.at) {
            return;
        }
        state.access_codes.change(&code.id, |code| {
            // The list does not say by which clock the code opens (C8).
            if self.abilities.clock_suspect {
                code.sent_at = code.sent_at.or(code.on_lock.at);
            }
            // A repeated report is no reason to try again.
            code.failure = code.failure.filter(|_| self.is_repeated);
            see(code, one, self.has_windows, self.at);
        });
    }
}

/// Takes that a lock does not list codes of ours. An entry without PIN and id may be one of them:
/// as many such entries are taken out of the rest as there are codes of ours (F18).
fn take_unlisted(
    state: &mut State,
    unlisted: &[AccessCode],
    rest: &mut Vec<&CodeOnLock>,
    at: Instant,
) {
    let masked = rest.iter().any(|one| pin_of(one).is_none());
    let may_be_there = |code: &&AccessCode| {
        matches!(
            code.on_lock.state,
            OnLockState::Accepted
                | OnLockState::Unknown
                | OnLockState::Unverifiable
                | OnLockState::Confirmed
        )
    };
    let mut ours = unlisted.iter().filter(may_be_there).count();
    for code in unlisted {
        not_listed(state, code, masked, at);
    }
    rest.retain(|one| {
        let is_ours = pin_of(one).is_none() && one.external_id.is_none() && ours > 0;
        if is_ours {
            ours = ours.saturating_sub(1);
        }
        !is_ours
    });
}

fn pin_of(one: &CodeOnLock) -> Option<crate::code::Pin> {
    one.pin.and_then(|reading| reading.0)
}

/// Notes in a code what its lock lists.
fn see(code: &mut AccessCode, one: &CodeOnLock, lists_windows: bool, at: Instant) {
    let listed = pin_of(one);
    if listed.is_some() && code.pin.is_some() && listed != code.pin {
        // Somebody changed the PIN by hand: ours is not there (F34).
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
    code.on_lock.guaranteed_window = None;
    if one.external_id.is_some() {
        code.external_id.clone_from(&one.external_id);
    }
    code.pin = code.pin.or(listed);
    if one.name.is_some() {
        code.label.clone_from(&one.name);
    }
}

/// Takes that the lock does not list a code.
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
                code.on_lock.guaranteed_window = None;
            });
        }
        _ if masked => {}
        _ => state.access_codes.change(&code.id, |code| {
            code.on_lock = Observed::gone(at);
            code.external_id = None;
            // The refusal was about a code that is not there (C6).
            code.failure = None;
        }),
    }
}

/// Whether an entry is a code that was taken off the lock after it was listed.
fn is_gone_since(state: &State, lock_id: &Id, one: &CodeOnLock, at: Instant) -> bool {
    let pin = pin_of(one);
    let mut codes = state.codes_on(lock_id).into_iter();
    pin.is_some()
        && codes.any(|code| {
            code.is_gone() && code.pin == pin && code.on_lock.at.is_some_and(|gone| gone > at)
        })
}

/// Whether an entry may be a code with a command under way.
fn codes_busy_with(state: &State, busy: &BTreeSet<Id>, one: &CodeOnLock) -> bool {
    busy.iter()
        .filter_map(|id| state.access_codes.get(id))
        .any(|code| {
            let same_id = code.external_id.is_some() && code.external_id == one.external_id;
            same_id || (code.pin.is_some() && code.pin == pin_of(one))
        })
}

/// Takes a code that somebody else put on the lock. Its place and PIN are taken, the host hears of
/// it, and nothing touches it unasked (F16, I10).
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
        label: one.name.clone(),
        on_lock: Observed {
            state: OnLockState::Confirmed,
            starts_at: one.starts_at,
            ends_at: one.ends_at,
            at: Some(at),
            guaranteed_window: None,
        },
        ..AccessCode::new(id.clone(), lock_id.clone(), holder)
    };
    let taken = code.pin;
    state.access_codes.put(&id, code);
    // A code that was to get the same PIN gets another one (F9, P7).
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
