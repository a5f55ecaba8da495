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

    /// How long a decision that only the last moment brings waits for the guest's own code, and
    /// why: the lock is asked for the code, or the code still has its chance (A2, C3).
    pub(crate) fn held_until(&self, decision: &Decision) -> Option<(Reason, Instant)> {
        let is_last_resort = match decision.route {
            Route::BackupCode | Route::EmergencyCode | Route::ContactHost => true,
            Route::OfflineCode => decision.code_id.is_none(),
            Route::Program => decision.because.contains(&Reason::NothingLeft),
            _ => false,
        };
        let is_last_moment = decision.because.first() == Some(&Reason::DeadlineReached);
        if !is_last_resort {
            return None;
        }
        if let Some(until) = self.awaits_host_until() {
            return Some((Reason::HostAsked, until));
        }
        if !is_last_moment {
            return None;
        }
        let from = self.uncovered().starts_at()?;
        let verified = self.is_being_verified(from).then(|| self.verified_by(from));
        let verified = verified.map(|until| (Reason::LockAnswers, until));
        let chance = self.chance_until().filter(|&until| until > self.now);
        let chance = chance.map(|until| (Reason::CodeUnderWay, until));
        verified
            .into_iter()
            .chain(chance)
            .max_by_key(|(_, until)| *until)
    }

    /// A decision that waits for the guest's own code, if it has to. Where the code had its chance,
    /// and nothing else is left when it is needed, the host is called: to try on is no way in (A7,
    /// F56).
    pub(super) fn checked(&self, decision: Decision) -> Decision {
        if let Some((why, until)) = self.held_until(&decision) {
            let waiting = Decision {
                until: Some(until),
                ..Decision::of(Route::Wait, vec![why, Reason::TimeLeft])
            };
            return waiting.after(decision.passed_over);
        }
        let is_in_vain = decision.route == Route::Program
            && decision.because.contains(&Reason::NothingLeft)
            && self.uncovered().contains(self.now);
        if is_in_vain {
            return self.with_offer(Decision {
                route: Route::ContactHost,
                ..decision
            });
        }
        decision
    }
}

impl Decision {
    /// Whether the guest's own code, or one of the lock's algorithm, is waited for before anything
    /// else is told.
    pub(crate) fn is_held(&self) -> bool {
        let why = self.because.first();
        let is_awaited = matches!(why, Some(Reason::CodeUnderWay | Reason::HostAsked));
        let waits = self.route == Route::Wait && is_awaited;
        waits || self.route == Route::OfflineCode
    }
}
