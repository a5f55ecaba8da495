//! One lock and its codes, as they are when its next command is chosen.

use crate::model::{Abilities, AccessCode, CodeWindow, Desired, Policy, abilities};
use crate::rules::{checks_before, needed_at};
use crate::site::plan::{Door, Plans};
use crate::site::state::{LockRow, RowKey, State};
use crate::time::{Duration, Instant};

/// One lock and its codes, as they are when its next command is chosen.
pub(super) struct LockView<'a> {
    pub(super) state: &'a State,
    plans: &'a Plans,
    pub(super) row: &'a LockRow,
    pub(super) abilities: Abilities,
    pub(super) codes: Vec<&'a AccessCode>,
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
        let view = Self {
            state,
            plans,
            row,
            abilities: abilities(&row.lock).ok()?,
            codes: state.access_codes.about(&here).collect(),
            at: now,
        };
        Some(Self {
            at: view.pause_end(now),
            ..view
        })
    }

    pub(super) fn policy(&self) -> &'a Policy {
        &self.state.header.policy
    }

    /// The door that a code opens for the stay that holds it.
    pub(super) fn door_of(&self, code: &AccessCode) -> Option<&'a Door> {
        let plan = self
            .plans
            .stay_of(self.state, code.holder.reservation_id()?)?;
        plan.door(&self.row.lock.id)
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
        let mut until = retry.not_before;
        for code in &self.codes {
            let Some(door) = self.door_of(code) else {
                continue;
            };
            for needed in needed_at(code, door.starts_at, self.abilities.native_schedule) {
                let checks = checks_before(needed, self.policy());
                until = checks
                    .filter(|&check| check > failed_at)
                    .fold(until, Instant::min);
            }
        }
        until.max(now)
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

/// When a code shall begin to open; nothing where it opens at once.
pub(super) fn opens_from(code: &AccessCode) -> Option<Instant> {
    match code.wanted {
        Some(Desired::Window(CodeWindow { starts_at, .. })) => starts_at,
        _ => None,
    }
}
