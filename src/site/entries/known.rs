//! The codes of a site, as they were at the time of an entry.

use super::visit_time::visit_time;
use crate::Id;
use crate::code::Pin;
use crate::model::{AccessCode, CodeWindow, Desired, HolderKind, OnLockState};
use crate::rules::{CodeHolder, EntryTime, KnownCode};
use crate::site::standing_orders::is_revoked_at_door;
use crate::site::state::State;
use crate::site::stays::booked_stay;
use crate::time::Instant;

/// A code as it was at an instant, with its time looked up; nothing where nobody knows its PIN.
/// What was changed since counts as it was (A9).
pub(super) fn known(state: &State, code: &AccessCode, at: Instant) -> Option<KnownCode> {
    let then = code.window_then(at);
    let time = then.map_or_else(
        || time_of(state, code, at),
        |window| EntryTime::of(window, at),
    );
    // A code may be off by now because its time has ended since, or may have come off later.
    let has_ended = || {
        let clock = state.header.clock;
        let is_over = |clock| matches!(time_of(state, code, clock), EntryTime::Over(_));
        time == EntryTime::Open && clock.is_some_and(is_over)
    };
    let was_on = || has_ended() || (code.is_gone() && code.on_lock.at > Some(at));
    Some(KnownCode {
        holder: holder_of(state, code, at),
        pin: code.pin?,
        is_off: code.wanted == Some(Desired::REMOVED) && then.is_none() && !was_on(),
        time,
    })
}

/// The same, with a look at the row alone: whether a code should open now.
pub(super) fn known_briefly(
    state: &State,
    code: &AccessCode,
    pin: Pin,
    at: Instant,
) -> Option<KnownCode> {
    let window = window_at(code, at)?;
    Some(KnownCode {
        holder: holder_of(state, code, at),
        pin,
        is_off: false,
        time: EntryTime::of(window, at),
    })
}

/// The window that a code should have had at an instant, as far as its row says.
pub(super) fn window_at(code: &AccessCode, at: Instant) -> Option<CodeWindow> {
    code.window_then(at).or(match code.wanted {
        Some(Desired::Window(window)) => Some(window),
        _ => None,
    })
}

/// Whether a stay runs at a door at an instant, as the site knows now.
pub(crate) fn runs_at(state: &State, stay: &Id, lock_id: &Id, at: Instant) -> bool {
    stay_time(state, stay, lock_id, at) == Some(EntryTime::Open)
}

/// Whose a code was. A backup or emergency code is the stay's that was told it; of several stays
/// the one that ran, else the last one.
fn holder_of(state: &State, code: &AccessCode, at: Instant) -> CodeHolder {
    CodeHolder {
        kind: code.holder.kind,
        reservation_id: stay_of_code(state, code, at).cloned(),
        visit_id: code.holder.visit_id().cloned(),
        lock_id: code.lock_id.clone(),
        code_id: code.id.clone(),
    }
}

fn stay_of_code<'a>(state: &State, code: &'a AccessCode, at: Instant) -> Option<&'a Id> {
    let told = || {
        code.told_to
            .iter()
            .flatten()
            .map(|told| &told.reservation_id)
    };
    let is_running = |id: &&Id| stay_time(state, id, &code.lock_id, at) == Some(EntryTime::Open);
    let of_spare = || match told().count() {
        0 | 1 => told().next(),
        _ => told().find(is_running).or_else(|| told().next_back()),
    };
    code.holder.reservation_id().or_else(of_spare)
}

fn time_of(state: &State, code: &AccessCode, at: Instant) -> EntryTime {
    let by_row = || match code.wanted {
        Some(Desired::Window(window)) => EntryTime::of(window, at),
        None if code.on_lock.state != OnLockState::Absent => EntryTime::of(code.on_lock.span(), at),
        _ => EntryTime::Never,
    };
    match (stay_of_code(state, code, at), code.holder.visit_id()) {
        (Some(id), _) => stay_time(state, id, &code.lock_id, at).unwrap_or_else(by_row),
        (_, Some(id)) => visit_time(state, id, &code.lock_id, at),
        _ => by_row(),
    }
}

/// Whether it was the time of a stay at a door.
fn stay_time(state: &State, id: &Id, lock_id: &Id, at: Instant) -> Option<EntryTime> {
    let stay = booked_stay(state, id)?;
    if is_revoked_at_door(state, &stay.reservation_ids, lock_id) {
        return Some(EntryTime::Never);
    }
    Some(EntryTime::of(stay.window.into(), at))
}

/// Whether a code is a backup or an emergency code that nobody was told.
pub(super) fn is_spare(code: &AccessCode) -> bool {
    let kind = code.holder.kind;
    matches!(kind, HolderKind::Backup | HolderKind::Emergency) && !code.is_told()
}
