//! One lock and its codes, as they are when its next command is chosen.

use std::collections::BTreeMap;

use crate::Id;
use crate::model::{
    Abilities, AccessCode, CodeWindow, CommandKind, Desired, OnLockState, Policy, Tries,
};
use crate::rules::{checks_before, is_sure, needed_at};
use crate::site::plan::{Door, Plans};
use crate::site::state::{LockRow, RowKey, State, is_backup_or_emergency};
use crate::time::{Duration, Instant};

/// One lock and its codes, as they are when its next command is chosen.
pub(super) struct LockView<'a> {
    pub(super) state: &'a State,
    pub(super) plans: &'a Plans,
    pub(super) row: &'a LockRow,
    pub(super) abilities: &'a Abilities,
    pub(super) codes: Vec<&'a AccessCode>,
    /// The backup or emergency code that each stay was told last (B4).
    pub(super) told_backups: BTreeMap<&'a Id, &'a AccessCode>,
    /// Whether a code on the lock was written or changed since the lock was last read (C3).
    pub(super) is_unread: bool,
    /// The instant for which everything is decided: now, or the end of the lock's pause (C6).
    pub(super) at: Instant,
}

impl<'a> LockView<'a> {
    pub(super) fn new(
        state: &'a State,
        plans: &'a Plans,
        row: &'a LockRow,
        now: Instant,
    ) -> Option<Self> {
        let here = RowKey::Lock(row.lock.id.clone());
        let codes: Vec<&AccessCode> = state.access_codes.about(&here).collect();
        let view = Self {
            state,
            plans,
            row,
            abilities: state.abilities_of(&row.lock.id)?,
            told_backups: told_backups(&codes),
            is_unread: codes.iter().any(|code| is_unread(code)),
            codes,
            at: now,
        };
        Some(Self {
            at: view.pause_end(now),
            ..view
        })
    }

    /// The policy of the lock.
    pub(super) fn policy(&self) -> &'a Policy {
        self.state.policy_of_lock(&self.row.lock.id)
    }

    /// The policy of whoever goes by a code here.
    pub(super) fn policy_of(&self, code: &AccessCode) -> &'a Policy {
        self.state.policy_of_code(code)
    }

    /// The door that a code opens for the stay that holds it.
    pub(super) fn door_of(&self, code: &AccessCode) -> Option<&'a Door> {
        let plan = self
            .plans
            .stay_of(self.state, code.holder.reservation_id()?)?;
        plan.door(&self.row.lock.id)
    }

    /// Whether a PIN that shall go stays while its stay runs and the next PIN does not work yet: a
    /// list may have denied what the platform had called done (T4, T7, T9).
    pub(super) fn stays_for_successor(&self, code: &AccessCode, at: Instant) -> bool {
        let is_successor = |other: &&&AccessCode| {
            other.id != code.id
                && other.holder.reservation_id() == code.holder.reservation_id()
                && matches!(other.wanted, Some(Desired::Window(_)))
        };
        let is_given_up = code.wanted == Some(Desired::REMOVED);
        let runs = self.door_of(code).is_some_and(|door| door.starts_at <= at);
        let successors = self.codes.iter().filter(is_successor);
        is_given_up && runs && successors.into_iter().any(|other| !is_sure(other))
    }

    /// Until when the lock is left alone at `now`. The next check before a stay ends its pause
    /// (C6).
    fn pause_end(&self, now: Instant) -> Instant {
        let Some(retry) = self.row.retry.filter(|retry| retry.not_before > now) else {
            return now;
        };
        let Some(failed_at) = retry.failed_at else {
            return retry.not_before;
        };
        let checks = self
            .codes
            .iter()
            .filter_map(|code| self.next_check(code, failed_at));
        checks.fold(retry.not_before, Instant::min).max(now)
    }

    /// The first check before a code is needed that comes after a failure (C6).
    pub(super) fn next_check(&self, code: &AccessCode, failed_at: Instant) -> Option<Instant> {
        let door = self.door_of(code)?;
        // The stay may have another code there, which ends too early.
        let of_stay = self.codes.iter().filter(|other| {
            let other = self.door_of(other);
            other.is_some_and(|other| std::ptr::eq(other, door))
        });
        let is_native = self.abilities.native_schedule;
        let needed = of_stay.flat_map(|other| needed_at(other, door.starts_at, is_native));
        let checks = needed.flat_map(|needed| checks_before(needed, self.policy_of(code)));
        checks.filter(|&check| check > failed_at).min()
    }

    /// Until when a command for a code waits after tries in vain. The next check ends the pause
    /// (C6).
    pub(super) fn tries_end(&self, code: &AccessCode, kind: CommandKind) -> Instant {
        self.tries_end_since(code, kind, Instant::MIN)
    }

    /// The same, of tries that failed at an instant or later.
    pub(super) fn tries_end_since(
        &self,
        code: &AccessCode,
        kind: CommandKind,
        since: Instant,
    ) -> Instant {
        // What is tried because a reading failed waits with the readings. A removal does no harm
        // twice: it goes out once more after each of them.
        let is_removed_anew = kind == CommandKind::RemoveCode
            && code.wanted == Some(Desired::REMOVED)
            && reading_failed_since(self, code);
        let is_known = is_removed_anew || is_shown_in_vain(self.row, code);
        let is_reading = kind == CommandKind::ReadLock
            || (code.on_lock.state == OnLockState::Unknown && !is_known);
        let readings = self.row.readings.filter(|_| is_reading);
        let tries = [code.tries_before(kind), readings].into_iter().flatten();
        let tries = tries.filter(|tries| tries.failed_at >= since);
        let pause_end = |tries: Tries| {
            let check = self.next_check(code, tries.failed_at);
            check.map_or(tries.not_before, |check| check.min(tries.not_before))
        };
        tries.map(pause_end).max().unwrap_or(Instant::MIN)
    }

    /// From when a code that opens at `start` is on a lock with few places (C3).
    pub(super) fn activation(&self, start: Instant) -> Instant {
        start - Duration::hours(self.policy().codes.activate_ahead_hours)
    }

    /// How long before a code is put on the lock its place is cleared. A lock that stores no
    /// windows clears the place with the first of the checks.
    pub(super) fn clearing_time(&self) -> Duration {
        let checks = &self.policy().validation;
        if self.abilities.native_schedule {
            Duration::ZERO
        } else {
            Duration::minutes(checks.health_minutes) - Duration::minutes(checks.activation_minutes)
        }
    }
}

/// The backup or emergency code that each stay was told last, and that shall open (B4).
fn told_backups<'a>(codes: &[&'a AccessCode]) -> BTreeMap<&'a Id, &'a AccessCode> {
    let mut last = BTreeMap::<&Id, (Instant, &AccessCode)>::new();
    let is_kept = |code: &&AccessCode| matches!(code.wanted, Some(Desired::Window(_)));
    for code in codes.iter().copied().filter(is_kept) {
        for told in code
            .told_to
            .iter()
            .flatten()
            .filter(|_| is_backup_or_emergency(code))
        {
            let place = last.entry(&told.reservation_id).or_insert((told.at, code));
            if place.0 <= told.at {
                *place = (told.at, code);
            }
        }
    }
    last.into_iter().map(|(id, (_, code))| (id, code)).collect()
}

/// When a code shall begin to open; nothing where it opens at once.
pub(super) fn opens_from(code: &AccessCode) -> Option<Instant> {
    match code.wanted {
        Some(Desired::Window(CodeWindow { starts_at, .. })) => starts_at,
        _ => None,
    }
}

/// Whether a code that was confirmed was written or changed since its lock was last read (C3).
pub(super) fn is_unread(code: &AccessCode) -> bool {
    code.unread == Some(true)
        && code.on_lock.state == OnLockState::Confirmed
        && matches!(code.wanted, Some(Desired::Window(_)))
}

/// Whether the lock is known to have a code that opens nothing, and its last list says no more: it
/// is taken off before it is put there again (T8, T9).
pub(super) fn is_shown_in_vain(row: &LockRow, code: &AccessCode) -> bool {
    (code.is_ghost() || code.is_disabled()) && row.read_at >= code.on_lock.at
}

/// Whether a reading brought no list since a code was last tried. Where the lock is silent it is
/// asked again, but for readings that are suspended.
pub(super) fn reading_failed_since(view: &LockView<'_>, code: &AccessCode) -> bool {
    let tried = code.tries.iter().flatten().map(|tries| tries.failed_at);
    let tried_at = tried.chain(code.on_lock.at).max();
    let most = view.policy().commands.tries;
    let readings = view.row.readings;
    let readings = readings.filter(|all| !all.are_of_silence() || all.count >= most);
    let failed_at = readings.map(|readings| readings.failed_at);
    failed_at.is_some() && failed_at >= tried_at
}
