//! Whether a lock is being asked for a code right now, and how long the answer is awaited (C3).

use super::access_case::AccessCase;
use super::decision::{Decision, Route};
use crate::model::OnLockState;
use crate::rules::lock::Evidence;
use crate::rules::reasons::Reason;
use crate::time::{Duration, Instant};

impl AccessCase<'_> {
    /// When the lock is asked for a code that is needed at an instant.
    fn verification_at(&self, needed_at: Instant) -> Instant {
        needed_at - Duration::minutes(self.policy.validation.verification_minutes)
    }

    /// Whether the lock is being asked for a code that its cloud took. The answer is awaited for
    /// one deadline and no longer (C3, C7, F20).
    pub(crate) fn is_being_verified(&self, needed_at: Instant) -> bool {
        let checks = &self.policy.validation;
        let due = self.verification_at(needed_at);
        checks.enabled
            && self.abilities.can_read_back
            && (due..self.verified_by(needed_at)).contains(&self.now)
            && self.evidence() == Evidence::Online
            && self.own_codes().any(|code| {
                code.on_lock.state == OnLockState::Accepted
                    // A code that the cloud took only now is asked for later.
                    && code.on_lock.at.is_none_or(|at| {
                        at + Duration::seconds(self.policy.commands.deadline_seconds) <= due
                    })
            })
    }

    /// When the answer is awaited no longer.
    pub(crate) fn verified_by(&self, needed_at: Instant) -> Instant {
        let due = self.verification_at(needed_at);
        (due + Duration::seconds(self.policy.commands.deadline_seconds)).min(needed_at)
    }

    /// How long a decision waits for the answer of the lock.
    pub(crate) fn held_until(&self, decision: &Decision) -> Option<Instant> {
        let is_spare = matches!(decision.route, Route::BackupCode | Route::EmergencyCode);
        let for_deadline = decision.because.first() == Some(&Reason::DeadlineReached);
        if !(is_spare && for_deadline) {
            return None;
        }
        let from = self.uncovered().starts_at()?;
        self.is_being_verified(from).then(|| self.verified_by(from))
    }
}

impl Decision {
    /// Whether it waits for the answer of a lock before a backup is told.
    pub(crate) fn is_held(&self) -> bool {
        self.route == Route::Wait && self.because.first() == Some(&Reason::LockAnswers)
    }
}
