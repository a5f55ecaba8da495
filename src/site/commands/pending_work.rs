//! What one code needs, from when, and how urgently (D4).

use super::checks::check_from;
use super::clock_changes::resend;
use super::lock_view::{LockView, opens_from};
use super::past_word::in_time;
use super::reads::{read_from, readings_end};
use super::told_backups::Original;
use crate::Id;
use crate::model::{AccessCode, CommandKind, Desired, Failure, HolderKind, OnLockState};
use crate::rules::{Opening, is_left, next_command, takes_place};
use crate::site::plan::Door;
use crate::site::state::{is_backup_or_emergency, is_refused, is_untold_backup};
use crate::time::{Duration, Instant, Zone};

/// How long a spare that its platform refused waits until it is sent again (B1).
const SPARE_REFUSED: Duration = Duration::days(1);

/// What one code needs, and from when.
pub(super) struct PendingWork<'a> {
    pub(super) code: &'a AccessCode,
    pub(super) kind: CommandKind,
    pub(super) from: Instant,
    pub(super) urgency: Urgency,
}

/// The order of work on one lock (D4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Urgency {
    /// A stay that runs.
    Running,
    /// A backup, while the battery of its lock is low (C5).
    LowBattery,
    /// A visit that runs (S).
    Visiting,
    /// A stay that begins at this instant.
    Coming(Instant),
    /// A code that shall be gone.
    Removal,
    /// A visit that begins at this instant (S).
    Visit(Instant),
    /// A backup or emergency code that nobody was told.
    Untold,
    /// The original code of a guest who goes by a backup (B4).
    Beside,
}

impl<'a> PendingWork<'a> {
    /// The same, before all that can wait, where it is about this code (C5).
    pub(super) fn first_if_it_is(self, code_id: Option<&Id>) -> Self {
        let urgency = if code_id == Some(&self.code.id) {
            self.urgency.min(Urgency::LowBattery)
        } else {
            self.urgency
        };
        Self { urgency, ..self }
    }

    /// Its place in the order of work. What the lock had no room for comes last, since all else may
    /// make some (F34). Of two equally urgent ones, a new code comes before an old one goes (T4),
    /// and before a code that the lock confirmed is read back (C3); and the code that a guest goes
    /// by comes before those that they were told earlier (T2, A5). A code that the platform makes
    /// comes first: a guest's message waits for it (A3b).
    pub(super) fn order(&self, view: &LockView<'_>) -> (bool, Urgency, u8, bool, &'a Id) {
        let is_sure = self.code.on_lock.state == OnLockState::Confirmed;
        let rank = match self.kind {
            CommandKind::IssueOfflineCode => 0,
            CommandKind::RemoveCode => 2,
            CommandKind::ReadLock if is_sure => 2,
            _ => 1,
        };
        (
            self.found_no_place(),
            self.urgency,
            rank,
            view.is_superseded(self.code),
            &self.code.id,
        )
    }

    /// Whether it would put a code on a lock that had no place for it. Somebody else may have taken
    /// a place (F16, F34).
    pub(super) fn found_no_place(&self) -> bool {
        self.kind == CommandKind::ProgramCode && self.code.failure == Some(Failure::NoSpace)
    }

    /// Whether a stay or a visit waits for it.
    pub(super) fn is_for_somebody(&self) -> bool {
        match self.code.holder.kind {
            HolderKind::Reservation | HolderKind::Visit => !self.is_beside(),
            HolderKind::Backup | HolderKind::Emergency => self.code.is_told(),
            HolderKind::Unknown => false,
        }
    }

    /// Whether it is an original code beside a backup that its guest goes by (B4).
    pub(super) fn is_beside(&self) -> bool {
        self.urgency == Urgency::Beside
    }

    /// Whether it puts a code on the lock that is not there.
    pub(super) fn is_new(&self) -> bool {
        self.kind == CommandKind::ProgramCode && self.code.on_lock.state == OnLockState::Absent
    }
}

/// What `code` needs so that it is on its lock as it should be; nothing where it is.
pub(super) fn pending_work<'a>(
    view: &LockView<'_>,
    code: &'a AccessCode,
    door: Option<&Door>,
) -> Option<PendingWork<'a>> {
    // The platform makes a code of the lock's algorithm, whatever the way to the lock is (A3b).
    if code.is_offline() && code.on_lock.state == OnLockState::Absent {
        let (kind, from) = next_command(code, view.abilities, None, view.at)?;
        let urgency = urgency(view, code, kind);
        return Some(PendingWork {
            code,
            kind,
            from,
            urgency,
        });
    }
    if !view.abilities.remote {
        return None;
    }
    let opening = opening(view, code, door);
    let (kind, from) = change_or_read(view, code, opening)?;
    if kind == CommandKind::RemoveCode && (is_last(view, code) || is_overwritten(view, code)) {
        return None;
    }
    let urgency = urgency(view, code, kind);
    let held = if kind == CommandKind::ReadLock {
        Instant::MIN
    } else {
        view.host_awaited_until(code)?
            .max(view.asked_again_at(code))
    };
    let tries_end = if kind == CommandKind::ReadLock {
        readings_end(view, code)
    } else {
        view.tries_end(code, kind)
    };
    let from = from.max(held).max(tries_end);
    let from = by_then(view, code, (kind, opening), from);
    let (kind, from) = in_time(view, code, (kind, from));
    // By then its people may be there.
    let is_kept = || is_left(code, opening, from) || view.stays_for_successor(code, from);
    if kind == CommandKind::RemoveCode && is_kept() {
        return None;
    }
    // What may be there with another window is no matter of a free place (I2).
    let may_be_there = code.on_lock.state == OnLockState::Unknown;
    let (from, urgency) = match view.original(code) {
        Original::Waits(until) if kind == CommandKind::ProgramCode => (from.max(until), urgency),
        Original::Beside if kind == CommandKind::ProgramCode && !may_be_there => {
            (view.answers_from(from.max(view.at))?, Urgency::Beside)
        }
        Original::Dropped if kind == CommandKind::ProgramCode => return None,
        _ => (from, urgency),
    };
    Some(PendingWork {
        code,
        kind,
        from,
        urgency,
    })
}

/// When a code is taken off that shall get another window, if it may be at `from`. Its stay may
/// have begun by then, or be about to, and it stays (T4, D3).
fn by_then(
    view: &LockView<'_>,
    code: &AccessCode,
    (kind, opening): (CommandKind, Option<Opening>),
    from: Instant,
) -> Instant {
    // A told backup goes for a while, and comes back before its stay (B4).
    let is_taken_off = kind == CommandKind::RemoveCode
        && from > view.at
        && view.abilities.native_schedule
        && matches!(code.wanted, Some(Desired::Window(_)))
        && view.rests_from(code).is_none();
    let then = is_taken_off.then(|| next_command(code, view.abilities, opening, from));
    then.flatten().map_or(from, |(_, at)| at.max(from))
}

/// Whether a lock refused to give up a code because it is the last one, and still is.
fn is_last(view: &LockView<'_>, code: &AccessCode) -> bool {
    let is_there =
        |other: &&&AccessCode| other.id != code.id && other.on_lock.state == OnLockState::Confirmed;
    code.failure == Some(Failure::KeepsLastCode) && view.codes.iter().find(is_there).is_none()
}

/// Whether another code is, or is about to be, where a code was whose removal a cloud took: a
/// removal once more would hit that one (S1).
fn is_overwritten(view: &LockView<'_>, code: &AccessCode) -> bool {
    let mut others = view.codes.iter().filter(|other| takes_place(other));
    others.any(|other| code.is_cleared_for(other))
}

/// When a code may be on its lock; nothing where that follows from the window of the code alone.
fn opening(view: &LockView<'_>, code: &AccessCode, door: Option<&Door>) -> Option<Opening> {
    // A backup opens at any time, also one that was told. Only where it would open during somebody
    // else's time it is taken off, and comes back with its stay (B4).
    if !is_backup_or_emergency(code) {
        door.map(|door| door.opening)
    } else if code.on_lock.state == OnLockState::Absent
        && let Some((_, door)) = view.told_to(code)
    {
        Some(door.opening)
    } else {
        Some(Opening::ANY)
    }
}

/// The change that a code needs, or the question how the code is, whichever comes first.
fn change_or_read(
    view: &LockView<'_>,
    code: &AccessCode,
    opening: Option<Opening>,
) -> Option<(CommandKind, Instant)> {
    // A platform that refused would refuse again, until the lock shows something else (C6).
    if let Some(from) = view.rests_from(code).filter(|_| !is_refused(code)) {
        return Some((CommandKind::RemoveCode, from));
    }
    let change = || {
        let (kind, from) = next_command(code, view.abilities, opening, view.at)?;
        Some((kind, from.max(refusal_ends(code, kind)?)))
    };
    let read = || Some((CommandKind::ReadLock, read_from(view, code)?));
    if code.is_offline() {
        return change();
    }
    // Where nobody knows, the lock is asked before anything is tried again (C7, F25).
    if code.on_lock.state == OnLockState::Unknown {
        return read().or_else(change);
    }
    // Also what will be changed later has to be there until then (F20). What a cloud took is looked
    // at before it is taken off: what was there before may let its guest in (I9).
    let is_only_taken = code.on_lock.state == OnLockState::Accepted;
    match (change(), read()) {
        (Some((CommandKind::RemoveCode, change_from)), Some((kind, read_from)))
            if is_only_taken
                && matches!(code.wanted, Some(Desired::Window(_)))
                && read_from.max(readings_end(view, code)) <= change_from =>
        {
            Some((kind, read_from))
        }
        (Some((_, change_from)), Some((kind, read_from))) if read_from < change_from => {
            Some((kind, read_from))
        }
        (change, read) => change.or(read),
    }
}

/// Until when a platform's refusal stops a command; nothing: until somebody orders otherwise (C6).
/// A spare that nobody was told is sent again a day later, since the pool shall be full (I6).
fn refusal_ends(code: &AccessCode, kind: CommandKind) -> Option<Instant> {
    if !is_refused(code) {
        return Some(Instant::MIN);
    }
    let may_be_sent = kind == CommandKind::ProgramCode && is_untold_backup(code);
    // It is unknown since an earlier try.
    let tries = code.tries_of(kind).map(|tries| tries.failed_at);
    let refused_at = code.on_lock.at.max(tries).filter(|_| may_be_sent)?;
    Some(refused_at + SPARE_REFUSED)
}

fn urgency(view: &LockView<'_>, code: &AccessCode, kind: CommandKind) -> Urgency {
    // What comes back with another window is work for its stay; all else that goes can wait.
    if !matches!(code.wanted, Some(Desired::Window(_))) {
        return Urgency::Removal;
    }
    if is_untold_backup(code) {
        return Urgency::Untold;
    }
    let start = opens_from(code);
    if code.holder.kind == HolderKind::Visit {
        let ahead = start.filter(|&start| start > view.at);
        return ahead.map_or(Urgency::Visiting, Urgency::Visit);
    }
    if kind == CommandKind::RemoveCode && !view.abilities.native_schedule {
        return Urgency::Removal;
    }
    since(start, view.at)
}

/// The urgency of a stay whose code begins to open at `start`, or opens at once.
fn since(start: Option<Instant>, at: Instant) -> Urgency {
    let coming = start.filter(|&start| start > at);
    coming.map_or(Urgency::Running, Urgency::Coming)
}

/// The question how the lock is, before a code on it is needed (C2).
pub(super) fn check_work<'a>(
    view: &LockView<'_>,
    code: &'a AccessCode,
    door: &Door,
) -> Option<PendingWork<'a>> {
    Some(PendingWork {
        code,
        kind: CommandKind::ReadLock,
        from: check_from(view, code, door)?,
        urgency: Urgency::Coming(door.starts_at),
    })
}

/// The same window once more, where a lock's clock is suspect (C8).
pub(super) fn resend_work<'a>(
    view: &LockView<'_>,
    code: &'a AccessCode,
    zone: Option<Zone>,
) -> Option<PendingWork<'a>> {
    if code.is_offline() {
        return None;
    }
    let (kind, from) = resend(view, code, zone)?;
    if kind == CommandKind::RemoveCode && is_last(view, code) {
        return None;
    }
    Some(PendingWork {
        code,
        kind,
        from,
        urgency: since(code.on_lock.starts_at, view.at),
    })
}
