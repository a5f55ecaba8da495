//! Which code waits for a place on its lock, and which one gives up its own (S, F13, F15).

use super::capacity::Capacity;
use super::lock_view::{LockView, opens_from};
use super::pending_work::{PendingWork, Urgency};
use crate::model::{AccessCode, CommandKind, Desired, HolderKind, Method, OnLockState};
use crate::site::state::is_refused;
use crate::time::{Duration, Instant};

/// The work that waits for a place, in its order, where none is about to be free. A backup waits
/// only where it is the first.
pub(super) fn without_place<'a, 'b>(
    pending: &'b [PendingWork<'a>],
    places: &Capacity,
    is_backup_awaited: bool,
    at: Instant,
) -> Vec<&'b PendingWork<'a>> {
    let frees_one =
        |work: &PendingWork<'_>| work.kind == CommandKind::RemoveCode && work.from <= at;
    if pending.iter().any(frees_one) {
        return Vec::new();
    }
    let waits = |work: &&PendingWork<'_>| {
        let is_backup = work.code.holder.kind == HolderKind::Backup;
        work.kind == CommandKind::ProgramCode
            && !work.is_beside()
            && (work.is_for_somebody() || (is_backup_awaited && is_backup))
            && (!places.has_room_for(work) || work.found_no_place())
    };
    let mut waiting = pending.iter().filter(waits);
    let first = waiting.next();
    let others = waiting.filter(|work| work.is_for_somebody());
    first.into_iter().chain(others).collect()
}

/// The codes of a lock that may give up their places.
pub(super) fn may_go<'a>(view: &LockView<'a>) -> Vec<&'a AccessCode> {
    let may_go = |code: &&AccessCode| {
        let is_on_lock = matches!(
            code.on_lock.state,
            OnLockState::Confirmed | OnLockState::Accepted | OnLockState::Unverifiable
        );
        let is_kept = matches!(code.wanted, Some(Desired::Window(_)));
        // A platform that refused to take it off would refuse again (C6).
        is_on_lock && is_kept && !is_refused(code) && code.method != Some(Method::Offline)
    };
    view.codes.iter().copied().filter(may_go).collect()
}

/// The removal of the code that gives its place to `waiting`, out of those that may go.
///
/// A stay or a visit gets the place of an untold backup, else of a visit, else of the latest stay
/// that begins later. An awaited backup gets the place of a code that would not be put on the lock
/// yet. An active code never moves, and the place is free once the removal is confirmed (S, F13,
/// F15).
pub(super) fn evicted<'a>(
    view: &LockView<'a>,
    waiting: &PendingWork<'a>,
    may_go: &mut Vec<&'a AccessCode>,
) -> Option<PendingWork<'a>> {
    let start = start_of(view, waiting);
    // Of equals the one goes whose id comes first as text: any will do, and it is always the same
    // one (D1).
    let (index, _) = may_go
        .iter()
        .enumerate()
        .filter(|(_, code)| yields(view, code, waiting.code.holder.kind, start))
        .max_by(|(_, a), (_, b)| order(a).cmp(&order(b)).then_with(|| b.id.cmp(&a.id)))?;
    let victim = may_go.remove(index);
    // What was tried already waits for the place alone, until its tries are suspended.
    let needed = if waiting.found_no_place() && !is_suspended(view, waiting) {
        view.at
    } else {
        waiting.from
    };
    let from = needed.max(view.activation(start));
    Some(PendingWork {
        code: victim,
        kind: CommandKind::RemoveCode,
        from: (from - view.clearing_time())
            .max(view.at)
            .max(view.tries_end(victim, CommandKind::RemoveCode)),
        urgency: waiting.urgency.min(Urgency::Removal),
    })
}

/// How urgent the code is for which a free place is kept: the lock said that it is full. What can
/// wait longer would take the place at once, and would have to make room again (S).
pub(super) fn kept_for(pending: &[PendingWork<'_>], view: &LockView<'_>) -> Option<Urgency> {
    let waits = |work: &&PendingWork<'_>| {
        work.found_no_place() && work.is_for_somebody() && !is_suspended(view, work)
    };
    pending.iter().filter(waits).map(|work| work.urgency).min()
}

/// Whether a code was tried so often in vain that its next try is far (C6).
fn is_suspended(view: &LockView<'_>, work: &PendingWork<'_>) -> bool {
    let tries = work.code.tries_of(work.kind);
    tries.is_some_and(|tries| tries.count >= view.policy().commands.tries)
}

/// When the code that waits begins to open. A backup takes no place of a stay that is near.
fn start_of(view: &LockView<'_>, waiting: &PendingWork<'_>) -> Instant {
    let hours = match waiting.code.holder.kind {
        HolderKind::Backup => view.policy().codes.activate_ahead_hours,
        _ => 0,
    };
    let soon = view.at + Duration::hours(hours);
    opens_from(waiting.code).unwrap_or(soon)
}

/// Whether a code gives its place to one of `holder` that begins to open at `start`.
fn yields(view: &LockView<'_>, code: &AccessCode, holder: HolderKind, start: Instant) -> bool {
    let wanted_from = opens_from(code);
    let begins_later = view.abilities.native_schedule
        && code
            .on_lock
            .starts_at
            .is_some_and(|begins| begins > view.at)
        && wanted_from.is_some_and(|begins| begins > view.at);
    let begins_after_it = begins_later && wanted_from.is_some_and(|begins| begins > start);
    match code.holder.kind {
        HolderKind::Backup => !code.is_told(),
        HolderKind::Visit if holder == HolderKind::Reservation => begins_later,
        HolderKind::Visit => begins_after_it,
        HolderKind::Reservation => holder != HolderKind::Visit && begins_after_it,
        HolderKind::Emergency | HolderKind::Unknown => false,
    }
}

/// The order in which codes give up their places; the last one goes first.
fn order(code: &AccessCode) -> (u8, Option<Instant>) {
    let rank = match code.holder.kind {
        HolderKind::Backup => 2,
        HolderKind::Visit => 1,
        _ => 0,
    };
    (rank, opens_from(code))
}
