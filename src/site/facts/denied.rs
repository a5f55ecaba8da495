//! Entries that a keypad refused. Each is compared with the codes of its time, and its PIN is
//! forgotten (P9).

use super::bookings::change_trip;
use super::reports::check_lock;
use crate::Id;
use crate::model::HolderKind;
use crate::rules::{CodeHolder, EntryDiagnosis};
use crate::site::entries::{Entry, diagnosis};
use crate::site::fact::AccessDenied;
use crate::site::orders::meant_by;
use crate::site::state::{LockedOutAt, RecentEvent, RejectedBecause, State};
use crate::time::{Duration, Instant};

/// So long a keypad pauses at most after entries in a row. What it refuses then says nothing of a
/// code.
const PAUSE: Duration = Duration::minutes(5);

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
    let begun = refused.pause_began_at;
    let is_paused = begun.is_some_and(|begun| begun <= at && at < begun + PAUSE);
    match &found {
        // The host knows of the pause, and nothing is wrong with the code.
        EntryDiagnosis::RightCode { .. } if is_paused => {}
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
    state
        .locks
        .change(&lock_id, |row| row.refused_entries = Some(refused));
    Ok(())
}

/// The lock is read. A guest whose right code was refused can't get in, as if they had said so (A4).
fn take_right_code(
    state: &mut State,
    denied: &AccessDenied,
    code: &CodeHolder,
    (at, now): (Instant, Instant),
) {
    if code.kind != HolderKind::Unknown {
        state.locks.change(&code.lock_id, |row| {
            row.read_asked_at = row.read_asked_at.max(Some(at));
        });
    }
    if let Some(stay) = &code.reservation_id {
        complain(state, denied, stay, code.lock_id.clone(), (at, now));
    }
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
