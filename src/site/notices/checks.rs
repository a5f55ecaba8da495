//! What the checks before a stay find at its doors, and what the host hears of it (C1 to C5).

use super::door_view::DoorView;
use super::host::refusals;
use crate::model::CommandKind;
use crate::rules::{
    AccessCase, CodeFailure, Decision, HostKnows, Notice, NoticeCause, NoticeKind, NoticeValues,
    key_at_lock,
};
use crate::site::evaluation::{Evaluation, HostCondition, Timer, suspended_codes};
use crate::site::state::AuditReason;

impl DoorView<'_> {
    /// Finds what the checks say of the door, whose way in is `access` (C1 to C5).
    pub(super) fn check(&self, access: &Decision, evaluation: &mut Evaluation) {
        if !self.is_checked() {
            return;
        }
        let known = HostKnows {
            failed: self.stay.host_heard(NoticeKind::CodeFailed, self.door),
            // Nobody is called to let a guest in whose booking is on hold (N4).
            called: self.known_call.is_some() && !self.case.on_hold,
        };
        self.watch_lock(known, evaluation);
        let battery_died = self.case.battery_died(known.called);
        let is_called = battery_died || self.access_calls_host(&self.case, access, known.called);
        self.await_finding(known, is_called, evaluation);
        if battery_died {
            let call = Self::call(&self.case, access, self.known_call);
            let mut notice = self
                .stay
                .call_notice(self.door, access, call, self.spoken(call));
            notice.values.cause = Some(NoticeCause::BatteryDied);
            self.add_condition(notice, evaluation);
        }
        // A host who was called to a lock knows what the checks would say.
        if !known.enough(is_called) {
            self.add_failed_check(known, access, evaluation);
        }
    }

    /// Watches the lock. What the host knows holds until the lock is well again, and anything that
    /// the lock does may show that.
    fn watch_lock(&self, known: HostKnows, evaluation: &mut Evaluation) {
        let from = self.case.watched_from();
        if known.failed || known.called {
            evaluation.watch_closely(&self.door.lock_id);
        } else if self.case.now >= from {
            evaluation.watch(&self.door.lock_id);
        } else {
            evaluation.refresh.set(Timer::CheckChanges, from);
        }
    }

    /// Whether a way in calls the host to the lock, at the instant of `case`.
    fn access_calls_host(
        &self,
        case: &AccessCase<'_>,
        access: &Decision,
        was_called: bool,
    ) -> bool {
        !case.on_hold
            && case.now >= case.reveal_at()
            && self.stay.calls_host(access.route, was_called)
    }

    /// Sets the timer for the instant at which passing time alone changes what the checks tell the
    /// host.
    fn await_finding(&self, known: HostKnows, is_called: bool, evaluation: &mut Evaluation) {
        let calls = |later: &AccessCase<'_>| {
            self.access_calls_host(later, &later.decide_checked(), is_called)
        };
        let horizon = evaluation.timers.horizon();
        let is_told_on = known.failed && self.is_told_of_code();
        let next = self
            .case
            .next_finding(horizon, self.suspended, known, is_told_on, calls);
        if let Some(at) = next.changes.filter(|_| is_told_on) {
            evaluation.refresh.set(Timer::CheckChanges, at);
        }
        if let Some(at) = next.told {
            evaluation.timers.set(Timer::CheckChanges, at);
        }
    }

    /// Whether the host hears by the same notice that a code of the stay is refused or suspended
    /// (C6). Then the condition goes on when the check fails no more.
    fn is_told_of_code(&self) -> bool {
        let (state, lock_id) = (self.stay.state, &self.door.lock_id);
        let key = key_at_lock(NoticeKind::CodeFailed, self.stay.holder, lock_id);
        let conditions = refusals(state, lock_id)
            .into_iter()
            .chain(suspended_codes(state, lock_id));
        conditions.map(|one| one.notice.key).any(|told| told == key)
    }

    /// Adds the host's notice of a check that fails.
    fn add_failed_check(&self, known: HostKnows, access: &Decision, evaluation: &mut Evaluation) {
        let Some((check, because)) = self.case.failed_check(self.suspended, known.failed) else {
            return;
        };
        let values = NoticeValues {
            check: Some(check),
            access: Some(access.clone()),
            ..NoticeValues::failed(because)
        };
        let (stay, lock) = (Some(self.stay.holder), Some(&self.door.lock_id));
        let notice = Notice::to_host(NoticeKind::CodeFailed, stay, lock, None, values);
        self.add_condition(notice, evaluation);
    }

    /// The check that fails now, for the record (E3).
    pub(super) fn failed_check(&self) -> Option<AuditReason> {
        let is_known = self.stay.host_heard(NoticeKind::CodeFailed, self.door);
        let (check, because) = self.case.failed_check(self.suspended, is_known)?;
        let (finding, command, failure) = match because {
            CodeFailure::Lock { finding } => (Some(finding), None, None),
            CodeFailure::Command { command, failure } => (None, Some(command), Some(failure)),
            CodeFailure::NotSeen { command } => (None, Some(command), None),
            CodeFailure::NoList => (None, Some(CommandKind::ReadLock), None),
            CodeFailure::Pin { .. }
            | CodeFailure::Window { .. }
            | CodeFailure::ListDiffers
            | CodeFailure::ClockOrZone => (None, None, None),
        };
        Some(AuditReason::CheckFailed {
            check,
            finding,
            command,
            failure,
        })
    }

    fn add_condition(&self, notice: Notice, evaluation: &mut Evaluation) {
        let condition = HostCondition::of(notice, Some(self.door.ends_at));
        evaluation.conditions.push(condition);
    }
}
