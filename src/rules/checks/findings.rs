//! What the checks before a stay find at its lock (C1 to C5).

use super::times::{LATE, health_at, needed_at};
use crate::model::{AccessCode, CommandKind, Failure, HolderKind, OnLockState};
use crate::rules::access::AccessCase;
use crate::rules::lock::{Evidence, is_nearly_empty, told_at};
use crate::rules::reasons::{CodeFailure, LockFinding, ValidationCheck};
use crate::time::{Duration, Instant};

/// The last failure of a lock that failed so often that it is left alone (C6).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Suspended {
    pub(crate) command: CommandKind,
    pub(crate) failure: Failure,
    pub(crate) failed_at: Instant,
}

impl AccessCase<'_> {
    /// When what is known of the lock now begins to matter to the checks. At the checks, anything
    /// older is stale.
    pub(crate) fn watched_from(&self) -> Instant {
        let first = health_at(self.window.starts_at(), self.policy);
        first - Duration::minutes(self.policy.offline.stale_minutes) - Duration::minutes(1)
    }

    /// What the host has to hear of a check at `now`, and of which check. A finding that the host
    /// knows lasts until the lock is well again.
    pub(crate) fn failed_check(
        &self,
        suspended: Option<Suspended>,
        host_knows: bool,
    ) -> Option<(ValidationCheck, CodeFailure)> {
        self.failed_check_of(&self.needed(), suspended, host_knows)
    }

    /// The same; `needed` does not change with time.
    pub(super) fn failed_check_of(
        &self,
        needed: &[Instant],
        suspended: Option<Suspended>,
        host_knows: bool,
    ) -> Option<(ValidationCheck, CodeFailure)> {
        // A lock that can't be reached from afar can't be checked.
        if !self.policy.validation.enabled
            || !self.abilities.remote
            || self.now >= self.window.ends_at()
        {
            return None;
        }
        let mut needed = needed.iter().filter(|at| self.now < **at + LATE);
        let finding = needed.find_map(|&at| self.finding(at, suspended));
        finding.or_else(|| self.still_failing().filter(|_| host_knows))
    }

    /// Where the stay begins, and where its own code ends too early.
    pub(super) fn needed(&self) -> Vec<Instant> {
        let starts_at = self.window.starts_at();
        let mut needed = vec![starts_at];
        for code in self.own_codes() {
            needed.extend(needed_at(code, starts_at, self.abilities.native_schedule));
        }
        needed.sort();
        needed.dedup();
        needed
    }

    /// What the checks find before an instant at which the code is needed.
    fn finding(
        &self,
        at: Instant,
        suspended: Option<Suspended>,
    ) -> Option<(ValidationCheck, CodeFailure)> {
        let checks = &self.policy.validation;
        if self.now < (at - Duration::minutes(checks.health_minutes)) {
            return None;
        }
        if let Some(finding) = self.lock_finding() {
            return Some((ValidationCheck::Health, CodeFailure::Lock { finding }));
        }
        if self.is_ready_at(at) {
            return None;
        }
        // Earlier failures are not the check's.
        let active_at = at - Duration::minutes(checks.activation_minutes);
        if let Some(Suspended {
            command, failure, ..
        }) = suspended.filter(|last| last.failed_at >= active_at)
        {
            let because = CodeFailure::Command { command, failure };
            return Some((ValidationCheck::Activation, because));
        }
        let due = (at - Duration::minutes(checks.verification_minutes)).max(self.possible_from());
        let is_tried = !self.is_first_try() && !self.is_told_instead(at);
        (self.now >= due && !self.is_being_verified(at) && is_tried)
            .then(|| (ValidationCheck::Verification, self.why_not_confirmed()))
    }

    /// Whether the guest goes by a backup that they may have been told for the sake of another
    /// door, and their own code was never tried here: nothing failed (B2, C4).
    fn is_told_instead(&self, at: Instant) -> bool {
        let is_untried = |code: &AccessCode| {
            code.failure.is_none()
                && code.on_lock.state == OnLockState::Absent
                && code.on_lock.at.is_none()
        };
        let is_told_spare = |code: &&AccessCode| {
            told_at(code, self.reservation_id).is_some() && code.holder.kind == HolderKind::Backup
        };
        let mut spares = self.own_codes().filter(is_told_spare);
        spares.any(|code| self.opens(code).contains(at.max(self.now)))
            && self.held_codes().all(is_untried)
    }

    /// Whether the guest's code was asked for only now, and nothing says that the try failed. Where
    /// a try failed, or the lock shows that the code is gone, the host hears before it is known
    /// whether a backup is needed (C4).
    fn is_first_try(&self) -> bool {
        let is_under_way = |code: &AccessCode| {
            let is_gone = code.on_lock.state == OnLockState::Absent && code.on_lock.at.is_some();
            code.failure.is_none() && !is_gone
        };
        self.has_chance() && self.held_codes().all(is_under_way)
    }

    fn why_not_confirmed(&self) -> CodeFailure {
        let failed = |code: &AccessCode| {
            let command = if code.on_lock.state == OnLockState::Absent {
                CommandKind::ProgramCode
            } else {
                CommandKind::ChangeWindow
            };
            let failure = code.failure?;
            Some(CodeFailure::Command { command, failure })
        };
        self.held_codes().find_map(failed).unwrap_or(NOT_CONFIRMED)
    }

    /// When the code can be on the lock at the earliest: one deadline after the stay before has
    /// ended (C3).
    pub(super) fn possible_from(&self) -> Instant {
        let previous = self.neighbours.previous_ends_at;
        previous.map_or(Instant::MIN, |end| {
            end.min(self.window.starts_at())
                + Duration::seconds(self.policy.commands.deadline_seconds)
        })
    }

    /// What is wrong with the lock (C2). A low battery alone has a notice of its own (C5).
    fn lock_finding(&self) -> Option<LockFinding> {
        let known = self.known?;
        if known.usable == Some(false) {
            return Some(LockFinding::NotUsable);
        }
        if self.evidence() == Evidence::Offline {
            return Some(if is_nearly_empty(known, false, self.policy) {
                LockFinding::BatteryDied
            } else {
                LockFinding::DoesNotAnswer
            });
        }
        (known.flaky == Some(true)).then_some(LockFinding::NotStable)
    }

    /// What still fails: the lock has not answered since, or has not shown the guest's code.
    fn still_failing(&self) -> Option<(ValidationCheck, CodeFailure)> {
        if self.now < health_at(self.window.starts_at(), self.policy) {
            return None;
        }
        if let Some(finding) = self.lock_finding() {
            return Some((ValidationCheck::Health, CodeFailure::Lock { finding }));
        }
        let is_silent = self.evidence() != Evidence::Online;
        let is_missing = !self.is_ready_at(self.now.max(self.window.starts_at()));
        (is_silent || is_missing).then_some((ValidationCheck::Verification, NOT_CONFIRMED))
    }

    /// Whether the guest's own code surely opens at an instant. A backup counts only if they were
    /// told it before the checks: it is the stay's code then (B4).
    fn is_ready_at(&self, at: Instant) -> bool {
        let checked_from = health_at(self.window.starts_at(), self.policy);
        let counts = |code: &&AccessCode| {
            let told = told_at(code, self.reservation_id);
            code.holder.reservation_id() == Some(self.reservation_id)
                || told.is_some_and(|told| told < checked_from)
        };
        let mut codes = self.own_codes().filter(counts);
        codes.any(|code| self.opens(code).contains(at))
    }
}

const NOT_CONFIRMED: CodeFailure = CodeFailure::Lock {
    finding: LockFinding::CodeNotConfirmed,
};
