//! When a lock is read, so that a code is known to be there (C7), or to be gone (P7).

use super::lock_view::{LockView, is_shown_in_vain, is_unread, reading_failed_since};
use crate::model::{AccessCode, CodeWindow, CommandKind, Desired, Doubt, HolderKind, OnLockState};
use crate::rules::{Evidence, evidence, is_sure, stale_at};
use crate::site::facts::GHOST_AFTER;
use crate::site::state::is_backup_or_emergency;
use crate::time::{Duration, Instant};

/// The code that came off its lock last, and from when the lock is asked whether it is gone: a
/// former guest may know its PIN, and nobody else looks (P7). One list shows it of all codes. A
/// lock that does not answer is asked again as after any reading in vain (C6).
pub(super) fn removal_seen_from<'a>(view: &LockView<'a>) -> Option<(&'a AccessCode, Instant)> {
    let row = view.row;
    let due = row.unseen_removal_at? + GHOST_AFTER;
    let is_asked = row.read_given_at >= Some(due) && row.readings.is_none();
    // Where readings bring no list so often, the lock's word counts (C3).
    let most = view.policy().commands.tries;
    let is_vain = row
        .readings
        .is_some_and(|readings| readings.failed_at >= due && readings.count >= most);
    if is_asked || is_vain || !view.abilities.can_read_back || row.read_refused.is_some() {
        return None;
    }
    let paused = row.readings.map_or(Instant::MIN, |tries| tries.not_before);
    let codes = view.state.codes_on(&row.lock.id).into_iter();
    let last = codes
        .filter(|code| code.on_lock.state == OnLockState::Absent)
        .max_by_key(|code| code.on_lock.at)?;
    Some((last, due.max(paused).max(view.at)))
}

/// From when the lock has to be asked whether it has a code; nothing where that is known, or where
/// the lock can't be asked.
pub(super) fn read_from(view: &LockView<'_>, code: &AccessCode) -> Option<Instant> {
    let can_be_read = view.abilities.can_read_back && view.row.read_refused.is_none();
    let for_guest = read_for_guest_from(view, code).filter(|_| can_be_read);
    let reasons = [
        rotation_read_from(view, code),
        code_read_from(view, code),
        for_guest,
    ];
    reasons.into_iter().flatten().min()
}

/// The same, but for an emergency code that grew too old.
fn code_read_from(view: &LockView<'_>, code: &AccessCode) -> Option<Instant> {
    let (row, policy, now) = (view.row, view.policy(), view.at);
    let of_code = view.policy_of(code);
    let said_at = code.on_lock.at.unwrap_or(Instant::MIN);
    // What a cloud took once more, since its clock changed (C8).
    let sent_again_at = code.sent_at.filter(|&sent| sent > said_at);
    let known_at = sent_again_at.unwrap_or(said_at);
    let patience_ends = known_at + Duration::seconds(policy.commands.deadline_seconds);
    let state = code.on_lock.state;
    let is_unread = row.read_at.is_none_or(|read_at| {
        read_at <= known_at || (state == OnLockState::Accepted && read_at < patience_ends)
    }) || view.is_unread;
    let is_doubted = code.doubt.is_some_and(|doubt| doubt.is_open());
    if !view.abilities.can_read_back || !(is_unread || is_doubted) || row.read_refused.is_some() {
        return None;
    }
    let held = match code.wanted? {
        Desired::Removed(_) => return removal_read_from(view, code, patience_ends),
        // The lock is asked before anything is tried again (F25). Where that failed since, another
        // try may show more (C6).
        Desired::Window(_) if state == OnLockState::Unknown => {
            // A list that shows nothing of a ghost is no news: its removal is sent again (T9). Nor
            // is one asked for once more that shows a disabled code (T8).
            let is_read = is_shown_in_vain(row, code);
            return (!is_read && !reading_failed_since(view, code)).then_some(now);
        }
        Desired::Window(held) => held,
    };
    // One list that shows something else proves nothing: the lock is asked (T8, T9).
    let doubt = code.doubt.filter(Doubt::is_open);
    if doubt.is_some_and(|doubt| doubt.times <= policy.commands.tries) {
        return Some(now);
    }
    if !of_code.validation.enabled {
        return None;
    }
    if state == OnLockState::Confirmed && sent_again_at.is_some() {
        return Some(patience_ends.max(now));
    }
    if state == OnLockState::Confirmed {
        return confirmed_read_from(view, code);
    }
    if state != OnLockState::Accepted {
        return None;
    }
    let lead = Duration::minutes(of_code.validation.verification_minutes);
    let verified_from = held.starts_at.map(|start| start - lead);
    // What a guest waits for is read back at once, and if its cloud does not list it yet once more
    // (A2).
    let is_read_since = row.read_at.is_some_and(|read_at| read_at >= known_at);
    let soon = now + Duration::minutes(of_code.backups.deadline_minutes);
    let opens_soon = code
        .on_lock
        .guaranteed_window
        .is_some_and(|sure| sure.contains(soon));
    let first = if code.awaited.is_some() && !opens_soon && !is_read_since {
        known_at
    } else {
        patience_ends
    };
    let due = verified_from.unwrap_or(Instant::MIN).max(first);
    // The window that it had may open for its guest in somebody else's time (I2).
    let due = if is_change_unread(view, code) {
        due.min(patience_ends)
    } else {
        due
    };
    Some(due.max(now))
}

/// Until when the question whether a lock has a code waits after tries in vain. What failed before
/// its guest said that they can't get in is no reason to leave their word unheard (A4, C6).
pub(super) fn readings_end(view: &LockView<'_>, code: &AccessCode) -> Instant {
    let kind = CommandKind::ReadLock;
    match view
        .row
        .read_asked_at
        .filter(|_| read_for_guest_from(view, code) == Some(view.at))
    {
        Some(asked_at) => view.tries_end_since(code, kind, asked_at),
        None => view.tries_end(code, kind),
    }
}

/// Whether a cloud took the change of a code's window, or the code anew after a removal that had no
/// answer, and no list has shown the code since.
fn is_change_unread(view: &LockView<'_>, code: &AccessCode) -> bool {
    let mut sent = view.row.unconfirmed();
    let leaves_old_window =
        |kind: CommandKind| matches!(kind, CommandKind::ChangeWindow | CommandKind::RemoveCode);
    code.unread == Some(true)
        && sent.any(|command| {
            leaves_old_window(command.kind) && command.code_id.as_ref() == Some(&code.id)
        })
}

/// From when the lock is asked whether it has what it confirmed for a guest: at the verification
/// before the stay, whatever an earlier reading showed; in a stay right after the code (C3, F52).
/// Where readings fail, the lock's word counts.
fn confirmed_read_from(view: &LockView<'_>, code: &AccessCode) -> Option<Instant> {
    let of_backup = || view.told_to(code).map(|(_, door)| door);
    let starts_at = view.door_of(code).or_else(of_backup)?.starts_at;
    if reading_failed_since(view, code) {
        return None;
    }
    let lead = Duration::minutes(view.policy_of(code).validation.verification_minutes);
    let due = if may_open_at_other_times(view, code) {
        view.at
    } else {
        starts_at - lead
    };
    let from = due
        .max(view.at)
        .max(view.tries_end(code, CommandKind::ReadLock));
    let is_over = code.on_lock.ends_at.is_some_and(|end| end <= from);
    // One list denied it, and nobody asked the lock since (T9).
    let is_doubted = code.doubt.is_some_and(|doubt| doubt.is_open());
    let is_unread_since = view.row.read_at.is_none_or(|read_at| read_at < due);
    let is_asked = is_unread(code) || (from < starts_at && (is_unread_since || is_doubted));
    (is_asked && !is_over).then_some(from)
}

/// Whether somebody was told a code whose confirmed change nobody has read yet, and its window of
/// before opens at other times than the new one (I2). A lock that was tried in vain so far is read
/// at the checks.
fn may_open_at_other_times(view: &LockView<'_>, code: &AccessCode) -> bool {
    // A backup opens at any time before it is told.
    let always = is_backup_or_emergency(code).then(CodeWindow::default);
    let before = code.window_before.map(|before| before.window).or(always);
    let tries = code.tries_of(CommandKind::ChangeWindow);
    let is_in_vain = tries.is_some_and(|tries| tries.count > 1);
    let before = before.filter(|_| code.is_told() && !is_in_vain);
    let (Some(before), Some(Desired::Window(wanted))) = (before, code.wanted) else {
        return false;
    };
    let left = CodeWindow {
        starts_at: before.starts_at.max(Some(view.at)),
        ..before
    };
    let is_over = left.ends_at.is_some_and(|end| end <= view.at);
    let has_begun = wanted.starts_at.is_some_and(|start| start <= view.at);
    let is_changed = code.on_lock.ends_at == wanted.ends_at
        && (has_begun || code.on_lock.starts_at == wanted.starts_at);
    is_unread(code) && is_changed && !is_over && !wanted.covers(left)
}

/// From when the lock is asked whether it answers, so that an emergency code that grew too old can
/// be replaced there. Before that nothing is replaced (E2, F17).
fn rotation_read_from(view: &LockView<'_>, code: &AccessCode) -> Option<Instant> {
    let is_spare = code.holder.kind == HolderKind::Emergency && !code.is_told();
    let is_kept = matches!(code.wanted, Some(Desired::Window(_))) && is_sure(code);
    let can_be_read = view.abilities.can_read_back && view.row.read_refused.is_none();
    let old_at = code.made_at? + Duration::days(view.policy().emergency.rotate_days);
    let offline = &view.policy().offline;
    let from = old_at.max(view.at);
    let has_answered = view.row.answered_at(offline, from) >= Some(old_at);
    if !is_spare || !is_kept || !can_be_read || has_answered {
        return None;
    }
    // A lock that is silent is asked again once nobody knows that any more (A3).
    let known = view.row.last_status.as_ref();
    let may_answer = |at: &Instant| evidence(known, offline, false, *at) != Evidence::Offline;
    let stale = known.map(|known| stale_at(known, offline, view.at));
    let later = stale.into_iter().flatten().filter(|&at| at > from);
    [from].into_iter().chain(later).filter(may_answer).min()
}

/// From when the lock is read because the guest of a code said that they can't get in. A code had
/// just opened it, or nothing is left to tell them, or its keypad refused a right code (A4).
fn read_for_guest_from(view: &LockView<'_>, code: &AccessCode) -> Option<Instant> {
    let asked_at = view.row.read_asked_at?;
    let until = asked_at + Duration::minutes(view.policy_of(code).complaints.recent_use_minutes);
    let is_held = matches!(code.wanted, Some(Desired::Window(_)));
    // What the first list denies counts once another one says so, too, however often this lock was
    // doubted before (T9).
    let is_doubted = code
        .doubt
        .is_some_and(|doubt| doubt.is_open() && doubt.heard_at >= asked_at);
    let is_unread = is_doubted || view.row.read_at.is_none_or(|read_at| read_at < asked_at);
    // What would be known only later helps nobody who stands outside. A lock that was silent is
    // read when it shows a sign of life: nobody could look into what they said.
    let tries_end = view.tries_end_since(code, CommandKind::ReadLock, asked_at);
    let from = tries_end.max(view.at);
    let offline = &view.policy().offline;
    let tried_at = view.row.readings.map(|readings| readings.failed_at);
    let is_back = |at: Instant| {
        let answered_at = view.row.answered_at(offline, at);
        answered_at > tried_at.max(Some(asked_at))
    };
    // A visitor's code is told by another way.
    let is_known = code.is_told() || code.holder.visit_id().is_some();
    // What a list has shown to open nothing is taken off, whatever that list is dated.
    let is_shown = code.on_lock.state == OnLockState::Unknown && is_shown_in_vain(view.row, code);
    if !is_held || !is_unread || !is_known || is_shown {
        return None;
    }
    if from < until || is_back(view.at) {
        return Some(view.at);
    }
    // What failed before its word that it is back grows old (A3, D3).
    let known = view.row.last_status.as_ref();
    let stale = known.map(|known| stale_at(known, offline, view.at));
    let later = stale.into_iter().flatten().filter(|&at| at > view.at);
    later.filter(|&at| is_back(at)).min()
}

/// From when the lock is asked whether a code is gone. A removal does no harm twice: where one
/// failed it is tried again. Only where a cloud took the removal, the lock is asked (F20).
fn removal_read_from(
    view: &LockView<'_>,
    code: &AccessCode,
    patience_ends: Instant,
) -> Option<Instant> {
    let is_unknown = code.on_lock.state == OnLockState::Unknown;
    let is_taken = view.row.unconfirmed().any(|command| {
        command.kind == CommandKind::RemoveCode && command.code_id.as_ref() == Some(&code.id)
    });
    // A code that is listed after its removal is asked for again (P7).
    let is_ghost = code
        .tries_of(CommandKind::RemoveCode)
        .is_some_and(|tries| tries.failure.is_none());
    let failed_at = view.row.retry.map(|retry| retry.failed_at);
    let is_asked = is_unknown
        && (is_taken || is_ghost)
        && failed_at.is_none_or(|failed_at| failed_at < code.on_lock.at)
        && !reading_failed_since(view, code);
    is_asked.then_some(patience_ends.max(view.at))
}
