//! What one code needs, from when, and how urgently (D4).

use super::checks::check_from;
use super::clock_changes::resend_from;
use super::reads::read_from;
use crate::Id;
use crate::model::{
    Abilities, AccessCode, CodeWindow, CommandKind, Desired, Failure, HolderKind, Observed, OnLockState,
    Policy,
};
use crate::rules::{Opening, next_command};
use crate::site::plan::Door;
use crate::site::state::{LockRow, is_backup_or_emergency, is_refused, is_untold_backup};
use crate::time::{Instant, Zone};

/// What one code needs, and from when.
pub(crate) struct PendingWork<'a> {
    pub(crate) code: &'a AccessCode,
    pub(crate) kind: CommandKind,
    pub(crate) from: Instant,
    pub(crate) rank: Rank,
}

/// The order of work on one lock (D4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    Running,
    /// A backup, while the battery of its lock is low (C5).
    First,
    Coming(Instant),
    Removal,
    /// Somebody who is no guest; the soonest first (S).
    Visit(Instant),
    /// Nobody waits for it.
    Spare,
}

impl PendingWork<'_> {
    /// The same, before all that can wait, where it is about this code (C5).
    pub(super) fn first_if_it_is(self, code_id: Option<&Id>) -> Self {
        let rank = if code_id == Some(&self.code.id) {
            self.rank.min(Rank::First)
        } else {
            self.rank
        };
        Self { rank, ..self }
    }

    /// Its place in the order of work. What the lock had no room for comes last: all else may make some (F34). Of two
    /// with the same rank, a new code comes before an old one goes (T4).
    pub(super) fn order(&self) -> (bool, Rank, bool, &Id) {
        (
            self.found_none(),
            self.rank,
            self.kind == CommandKind::RemoveCode,
            &self.code.id,
        )
    }
}

/// What `code` needs at `at` so that it is on its lock as it should be; nothing where it is.
pub(crate) fn pending_work<'a>(
    code: &'a AccessCode,
    row: &LockRow,
    abilities: &Abilities,
    door: Option<&Door>,
    policy: &Policy,
    at: Instant,
) -> Option<PendingWork<'a>> {
    if !abilities.remote {
        return None;
    }
    // A spare opens at any time, also one that was told: it is never taken off for being early (B4).
    let opening = if is_backup_or_emergency(code) {
        Some(Opening::ANY)
    } else {
        door.map(|door| door.opening)
    };
    // A platform that refused would refuse again, as long as the lock does not show something else (C6).
    let change = || next_command(code, abilities, opening, at).filter(|_| !is_refused(code));
    let read = || {
        Some((
            CommandKind::ReadLock,
            read_from(code, row, abilities, policy, at)?,
        ))
    };
    // Where nobody knows, the lock is asked before anything is tried again (C7, F25).
    let (kind, from) = if code.on_lock.state == OnLockState::Unknown {
        read().or_else(change)?
    } else {
        // Also what will be changed later has to be there until then (F20).
        match (change(), read()) {
            (Some((_, from)), Some(read)) if read.1 < from => read,
            (change, read) => change.or(read)?,
        }
    };
    // A spare that found no place waits for itself, and nobody with it (F34).
    let from = match code.on_lock {
        Observed {
            state: OnLockState::Absent,
            at: Some(failed_at),
            ..
        } if is_untold_backup(code) && code.failure == Some(Failure::NoSpace) => {
            from.max(failed_at.plus_minutes(i64::from(policy.commands.per_minutes)))
        }
        _ => from,
    };
    let rank = match code.wanted {
        // What comes back with another window is work for its stay; all else that goes can wait.
        Some(Desired::Removed(_)) | None => Rank::Removal,
        _ if is_untold_backup(code) => Rank::Spare,
        Some(Desired::Window(held)) if code.holder.kind == HolderKind::Visit => {
            Rank::Visit(held.starts_at.map_or(at, |start| start.max(at)))
        }
        _ if kind == CommandKind::RemoveCode && !abilities.native_schedule => Rank::Removal,
        Some(Desired::Window(CodeWindow {
            starts_at: Some(start),
            ..
        })) if start > at => Rank::Coming(start),
        _ => Rank::Running,
    };
    Some(PendingWork {
        code,
        kind,
        from,
        rank,
    })
}

/// The question how the lock is, before a code on it is needed (C2).
pub(crate) fn check_work<'a>(
    code: &'a AccessCode,
    row: &LockRow,
    abilities: &Abilities,
    door: &Door,
    policy: &Policy,
    at: Instant,
) -> Option<PendingWork<'a>> {
    Some(PendingWork {
        code,
        kind: CommandKind::ReadLock,
        from: check_from(code, row, abilities, door, policy, at)?,
        rank: Rank::Coming(door.starts_at),
    })
}

/// The same window once more, where a lock's clock is suspect (C8).
pub(crate) fn resend_work<'a>(
    code: &'a AccessCode,
    abilities: &Abilities,
    zone: Option<Zone>,
    at: Instant,
) -> Option<PendingWork<'a>> {
    let from = resend_from(code, abilities, zone, at)?;
    let starts_at = code.on_lock.starts_at.filter(|&start| start > at);
    Some(PendingWork {
        code,
        kind: CommandKind::ChangeWindow,
        from,
        rank: starts_at.map_or(Rank::Running, Rank::Coming),
    })
}
