//! Entries that a keypad refused. Each is compared with the codes of its time, and its PIN is
//! forgotten (P9).

use super::bookings::change_trip;
use super::reports::check_lock;
use crate::Id;
use crate::model::{AccessCode, Desired, HolderKind};
use crate::rules::{CodeHolder, EntryDiagnosis, told_at};
use crate::site::entries::{Entry, diagnosis, runs_at};
use crate::site::fact::AccessDenied;
use crate::site::standing_orders::meant_by;
use crate::site::state::{LockedOutAt, RecentEvent, RejectedBecause, State};
use crate::time::Instant;

pub(crate) fn take_denied(
    state: &mut State,
    denied: &AccessDenied,
    now: Instant,
) -> Result<(), RejectedBecause> {
    check_lock(state, &denied.lock_id)?;
    denied.check()?;
    let lock_id = meant_by(state, &denied.lock_id).clone();
    let at = denied.at.min(now);
    let row = state.locks.get(&lock_id);
    let mut refused = row
        .and_then(|row| row.refused_entries.clone())
        .unwrap_or_default();
    if refused.is_old(&denied.id, at) {
        return Ok(());
    }
    let entry = Entry {
        lock_id: &lock_id,
        pin: denied.pin,
        digits: denied.digits,
        at,
    };
    let found = diagnosis(state, entry);
    let is_right = matches!(found, EntryDiagnosis::RightCode { .. });
    match &found {
        // The host knows of the pause, and nothing is wrong with the code.
        EntryDiagnosis::RightCode { .. } if refused.is_paused(at) => {}
        EntryDiagnosis::RightCode { code } => {
            take_right_code(state, denied, code, (at, now));
            refused.keep_untold(found, at);
        }
        _ => refused.keep_untold(found, at),
    }
    let event = RecentEvent {
        id: denied.id.clone(),
        at,
    };
    let pause_after = usize::try_from(state.policy_of_lock(&lock_id).entries.pause_after);
    refused.add(event, pause_after.unwrap_or(usize::MAX));
    if !is_right {
        refused.prolong_pause(at);
    }
    state
        .locks
        .change(&lock_id, |row| row.refused_entries = Some(refused));
    Ok(())
}

/// The lock is read, once within a command's deadline. A guest whose right code was refused can't
/// get in, as if they had said so (A4).
fn take_right_code(
    state: &mut State,
    denied: &AccessDenied,
    code: &CodeHolder,
    (at, now): (Instant, Instant),
) {
    if code.kind != HolderKind::Unknown {
        let pause = state.policy_of_lock(&code.lock_id).commands.reading_pause();
        state.locks.change(&code.lock_id, |row| {
            if row.may_ask_reading(at, pause) {
                row.read_asked_at = Some(at);
            }
        });
    }
    if let Some(stay) = &code.reservation_id
        && runs_at(state, stay, &code.lock_id, at)
        && !is_overtaken(state, stay, code)
    {
        complain(state, denied, stay, code.lock_id.clone(), (at, now));
    }
}

/// Whether the guest was told another code after the one that was typed, and nobody has said since
/// that they can't get in: they may not have read it yet, and nothing is known against it (A8).
fn is_overtaken(state: &State, stay: &Id, typed: &CodeHolder) -> bool {
    let told = |code: &AccessCode| told_at(code, stay);
    let typed_told = state.access_codes.get(&typed.code_id).and_then(told);
    let codes = state.codes_on(&typed.lock_id).into_iter();
    let codes = codes.filter(|code| matches!(code.wanted, Some(Desired::Window(_))));
    let newest = codes.filter_map(told).max();
    let trip = state.trips.get(stay);
    let said = trip.and_then(|trip| trip.locked_out_at(&typed.lock_id).pop());
    newest > typed_told && said <= newest
}

fn complain(
    state: &mut State,
    denied: &AccessDenied,
    stay: &Id,
    lock_id: Id,
    (at, now): (Instant, Instant),
) {
    let burst = state.policy_of_stay_at(stay, &lock_id).complaints.burst();
    change_trip(state, stay, |trip| {
        let said = LockedOutAt {
            lock_id: Some(lock_id),
            at,
            ahead: Some(denied.at).filter(|&at| at > now),
            id: Some(denied.id.clone()),
            by_keypad: Some(true),
        };
        trip.locked_out_again(said, burst);
    });
}
