//! The status of a lock, from its reports and its answers (A3, F32).

use crate::Id;
use crate::model::{LockState, Reachability, Tries};
use crate::site::state::{RowKey, State};
use crate::time::Instant;

/// The most failed attempts that are remembered.
const MAX_FAILURES: usize = 64;

const UNKNOWN: LockState = LockState {
    reachability: Reachability::Unknown,
    reported_at: None,
    battery_percent: None,
    usable: None,
    flaky: None,
    failures: None,
};

/// Takes a status that a lock or its platform reports at `at`. An older one than the last changes
/// nothing.
pub(crate) fn take_status(state: &mut State, lock_id: &Id, said: &LockState, at: Instant) {
    if said.reachability == Reachability::Online {
        end_pause(
            state,
            lock_id,
            said.reported_at.map_or(at, |said_at| said_at.min(at)),
            true,
        );
    }
    let word_at = said.reported_at.map_or(at, |said_at| said_at.min(at));
    state.locks.change(lock_id, |row| {
        if row.status_at.is_none_or(|last| last <= word_at) {
            row.status_at = Some(word_at);
            note_status(row.last_status.get_or_insert(UNKNOWN), said, word_at);
        }
    });
}

fn note_status(known: &mut LockState, said: &LockState, word_at: Instant) {
    // What the report leaves out stays as it was.
    known.battery_percent = said.battery_percent.or(known.battery_percent);
    known.usable = said.usable.or(known.usable);
    known.flaky = said.flaky.or(known.flaky);
    // A newer answer of the lock counts more, but says nothing about battery and keypad.
    if known.reported_at.is_some_and(|last| last > word_at) {
        return;
    }
    known.reachability = said.reachability;
    // A platform's report is no answer of the lock: failed attempts still count (F32).
    let failures = known.failures.take();
    known.failures = if known.reported_at == Some(word_at) {
        // A repeated report takes back nothing that came after it.
        joined(failures, said.failures.as_deref())
    } else {
        said.failures.clone().or(failures)
    };
    known.reported_at = Some(word_at);
}

/// The failed attempts of both lists; the latest ones if there are too many.
fn joined(known: Option<Vec<Instant>>, said: Option<&[Instant]>) -> Option<Vec<Instant>> {
    let Some(said) = said else { return known };
    let mut all = known.unwrap_or_default();
    all.extend(said);
    all.sort();
    all.dedup();
    forget_the_oldest(&mut all);
    Some(all)
}

/// Ends the pause after failed tries when there is newer evidence that the lock answers (C6). A
/// report that repeats the status ends only the long pause, so that reports alone cause no tries.
/// An answer is no reason to try a code again, but where the lock was away: a reading that shows no
/// change resets nothing.
fn end_pause(state: &mut State, lock_id: &Id, at: Instant, is_word: bool) {
    let tries = state.policy_of_lock(lock_id).commands.tries;
    let Some(row) = state.locks.get(lock_id) else {
        return;
    };
    let known = row.last_status.as_ref();
    let last_failure = known.and_then(|known| known.failures.as_ref()?.last().copied());
    let was_online = known.is_some_and(|known| known.reachability == Reachability::Online);
    let was_offline = known.is_some_and(|known| known.reachability == Reachability::Offline);
    // Of two reports of one second the later one counts. A repeated report comes after itself.
    let is_news = last_failure.is_none_or(|failed| failed <= at)
        && known
            .and_then(|known| known.reported_at)
            .is_none_or(|last| last < at || (last == at && !was_online));
    // The answer may have ended the pause of the lock already, and that of its readings not.
    let are_vain = |readings: Tries| readings.are_of_silence() && readings.count >= tries;
    let is_suspended = row.retry.is_some_and(|retry| retry.failures >= tries)
        || row.readings.is_some_and(are_vain);
    if is_news && (!was_online || is_suspended) {
        if row.retry.is_some() || row.readings.is_some() {
            state.locks.change(lock_id, |row| {
                row.retry = None;
                row.readings = row.readings.filter(|tries| !tries.are_of_silence());
            });
        }
        if is_word || was_offline || is_suspended {
            forget_silent_tries(state, lock_id);
        }
    }
}

/// Forgets the tries at a lock that was silent and answers again (C6).
fn forget_silent_tries(state: &mut State, lock_id: &Id) {
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    let tried = codes.filter(|code| code.tries.iter().flatten().any(Tries::are_of_silence));
    let tried: Vec<Id> = tried.map(|code| code.id.clone()).collect();
    for id in tried {
        state
            .access_codes
            .change(&id, |code| code.forget_tries(Tries::are_of_silence));
    }
}

/// Takes that the lock itself answered at `at`.
pub(crate) fn take_answer(state: &mut State, lock_id: &Id, at: Instant) {
    end_pause(state, lock_id, at, false);
    change(state, lock_id, |known| {
        if known.reported_at.is_none_or(|last| last <= at) {
            known.reachability = Reachability::Online;
        }
        known.reported_at = known.reported_at.max(Some(at));
        let mut failures = known.failures.take().unwrap_or_default();
        failures.retain(|failed| *failed > at);
        known.failures = (!failures.is_empty()).then_some(failures);
    });
}

/// Takes that an attempt to reach the lock failed at `at`.
pub(crate) fn take_failure(state: &mut State, lock_id: &Id, at: Instant) {
    change(state, lock_id, |known| {
        let failures = known.failures.get_or_insert_default();
        failures.push(at);
        failures.sort();
        forget_the_oldest(failures);
    });
}

/// Takes back a failure at `at`. Says whether it was known.
pub(crate) fn forget_failure(state: &mut State, lock_id: &Id, at: Instant) -> bool {
    let known = state
        .locks
        .get(lock_id)
        .and_then(|row| row.last_status.as_ref());
    let failures = known.and_then(|known| known.failures.as_ref());
    if !failures.is_some_and(|all| all.contains(&at)) {
        return false;
    }
    change(state, lock_id, |known| {
        let mut failures = known.failures.take().unwrap_or_default();
        let mut is_gone = false;
        failures.retain(|&failed| failed != at || std::mem::replace(&mut is_gone, true));
        known.failures = Some(failures).filter(|all| !all.is_empty());
    });
    true
}

fn forget_the_oldest(failures: &mut Vec<Instant>) {
    let over = failures.len().saturating_sub(MAX_FAILURES);
    failures.drain(..over);
}

fn change(state: &mut State, lock_id: &Id, change: impl FnOnce(&mut LockState)) {
    state.locks.change(lock_id, |row| {
        change(row.last_status.get_or_insert(UNKNOWN));
    });
}
