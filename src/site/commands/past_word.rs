//! What is to be made anew for a guest who said that they can't get in, and was not in time (A4).

use super::lock_view::LockView;
use super::reads::readings_end;
use crate::Id;
use crate::model::{AccessCode, CommandKind, Desired, OnLockState};
use crate::time::{Duration, Instant};

/// What is done for a code, and from when. A code that is to be made anew for its guest's word is
/// taken off within some minutes of it. After that the guest may be in by it: the lock is read
/// first, or sent the code once more where it can't be read (A4, I9).
pub(super) fn in_time(
    view: &LockView<'_>,
    code: &AccessCode,
    (kind, from): (CommandKind, Instant),
) -> (CommandKind, Instant) {
    let is_removed = kind == CommandKind::RemoveCode;
    let end = is_removed.then(|| word_ends(view, code)).flatten();
    match end.filter(|&end| from >= end) {
        Some(end) if view.can_be_read() => {
            let read_from = end.max(view.at).max(readings_end(view, code));
            (CommandKind::ReadLock, read_from)
        }
        Some(end) => {
            let tries_end = view.tries_end(code, CommandKind::ProgramCode);
            let sent_from = end.max(view.at).max(tries_end);
            (CommandKind::ProgramCode, sent_from)
        }
        None => (kind, from),
    }
}

/// Until when the last word of the guest in a running stay, or a list that came after it, says that
/// a code opens nothing.
fn word_ends(view: &LockView<'_>, code: &AccessCode) -> Option<Instant> {
    let is_to_be_made_anew =
        code.disabled == Some(true) && code.on_lock.state == OnLockState::Unknown;
    let runs = matches!(code.wanted, Some(Desired::Window(wanted)) if wanted.contains(view.at));
    if !is_to_be_made_anew || !runs {
        return None;
    }
    let told = code
        .told_to
        .iter()
        .flatten()
        .map(|told| &told.reservation_id);
    let people = code.holder.reservation_id().into_iter().chain(told);
    let said = |stay: &Id| {
        let trip = view.state.trips.get(stay)?;
        trip.locked_out_at(&view.row.lock.id).last().copied()
    };
    let said = people.filter_map(said).max()?;
    let minutes = view.policy_of(code).complaints.recent_use_minutes;
    Some(said.max(view.row.read_at.unwrap_or(said)) + Duration::minutes(minutes))
}
