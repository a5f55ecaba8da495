//! The checks before a stay, and before each part of it that nothing covers: the lock's health, the activation of its
//! code, its verification (C1 to C5).

use crate::model::{AccessCode, CommandKind, Desired, Failure, LockState, OnLockState, Policy};
use crate::rules::access::AccessCase;
use crate::rules::access::in_turn;
use crate::rules::access::{Decision, Route};
use crate::rules::lock::{Evidence, evidence, stale_at};
use crate::rules::messages::{CodeFailure, LockFinding, ValidationCheck};
use crate::rules::reasons::Reason;
use crate::time::Instant;

/// A step that comes a little late still makes a check; one at the very start of a stay would be missed else.
const LATE_SECONDS: i64 = 120;

/// When the health of a lock is looked at before an instant at which a code is needed (C1).
pub(crate) fn health_at(needed_at: Instant, policy: &Policy) -> Instant {
    before(needed_at, policy.validation.health_minutes)
}

fn before(needed_at: Instant, minutes: u32) -> Instant {
    needed_at.plus_minutes(i64::from(minutes).saturating_neg())
}

/// The instants of the three checks before an instant at which a code is needed; none where policy turned them off.
pub(crate) fn checks_before(needed_at: Instant, policy: &Policy) -> impl Iterator<Item = Instant> + use<> {
    let checks = &policy.validation;
    let minutes = [
        checks.health_minutes,
        checks.activation_minutes,
        checks.verification_minutes,
    ];
    let enabled = checks.enabled;
    minutes
        .into_iter()
        .filter(move |_| enabled)
        .map(move |minutes| before(needed_at, minutes))
}

/// When a code is needed on its lock: where its stay begins, and where what the lock keeps of it ends too early.
pub(crate) fn needed_at(code: &AccessCode, starts_at: Instant, native_schedule: bool) -> Vec<Instant> {
    let mut needed = vec![starts_at];
    if let (true, Some(Desired::Window(wanted)), Some(ends_at)) =
        (native_schedule, code.wanted, code.on_lock.ends_at)
        && wanted.ends_at.is_none_or(|end| ends_at < end)
        && ends_at > starts_at
    {
        needed.push(ends_at);
    }
    needed
}

/// From when on, at `at` or later, the lock has to be asked how it is before a code on it is needed: its health takes
/// evidence, and what is known has grown too old to be any (C2).
pub(crate) fn ask_from(
    known: Option<&LockState>,
    needed_at: Instant,
    policy: &Policy,
    at: Instant,
) -> Option<Instant> {
    if !policy.validation.enabled {
        return None;
    }
    let from = health_at(needed_at, policy).max(at);
    let unknown = |at: &Instant| evidence(known, &policy.offline, false, *at) == Evidence::Unknown;
    let mut looks = vec![from];
    if let Some(known) = known {
        looks.extend(stale_at(known, &policy.offline, from));
    }
    looks.sort();
    let until = needed_at.plus_seconds(LATE_SECONDS);
    looks
        .into_iter()
        .find(|look| *look >= from && *look < until && unknown(look))
}

/// Whether the lock says that its charge is low (C2, C5).
pub(crate) fn is_battery_low(known: Option<&LockState>, policy: &Policy) -> bool {
    let percent = known.and_then(|known| known.battery_percent);
    percent.is_some_and(|percent| percent < policy.validation.battery_percent)
}

/// A lock's last tries, where they failed so often that it is left alone (C6).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Suspended {
    pub(crate) command: CommandKind,
    pub(crate) failure: Failure,
    pub(crate) failed_at: Instant,
}

/// What a host was told of a stay at one door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HostKnows {
    /// That a check failed.
    pub(crate) failed: bool,
    /// That they are called to the lock.
    pub(crate) called: bool,
}

impl HostKnows {
    /// Whether the call to the lock says all that a check could: one notice per cause (N1).
    pub(crate) fn enough(self, calls: bool) -> bool {
        calls && !self.failed
    }
}

impl AccessCase<'_> {
    /// From when on the checks may be about what is known of the lock now: before, that will be too old by then.
    pub(crate) fn watched_from(&self) -> Instant {
        let first = health_at(self.window.starts_at(), self.policy);
        before(first, self.policy.offline.stale_minutes.saturating_add(1))
    }

    /// What the checks find, and which of them, where the host has to hear of it at `now`. What the host knows already
    /// stands until the lock is well again.
    pub(crate) fn failed_check(
        &self,
        suspended: Option<Suspended>,
        host_knows: bool,
    ) -> Option<(ValidationCheck, CodeFailure)> {
        self.failed_check_of(&self.needed(), suspended, host_knows)
    }

    /// The same; `needed` does not change with time.
    fn failed_check_of(
        &self,
        needed: &[Instant],
        suspended: Option<Suspended>,
        host_knows: bool,
    ) -> Option<(ValidationCheck, CodeFailure)> {
        // A lock without a way to be reached is nobody's to check.
        if !self.policy.validation.enabled || !self.abilities.remote || self.now >= self.window.ends_at() {
            return None;
        }
        let mut needed = needed
            .iter()
            .filter(|at| self.now < at.plus_seconds(LATE_SECONDS));
        let finding = needed.find_map(|&at| self.finding(at, suspended));
        finding.or_else(|| self.still_failing().filter(|_| host_knows))
    }

    /// Where the stay begins, and where its own code ends too early.
    fn needed(&self) -> Vec<Instant> {
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
    fn finding(&self, at: Instant, suspended: Option<Suspended>) -> Option<(ValidationCheck, CodeFailure)> {
        let checks = &self.policy.validation;
        if self.now < before(at, checks.health_minutes) {
            return None;
        }
        if let Some(finding) = self.lock_finding() {
            return Some((ValidationCheck::Health, CodeFailure::Lock { finding }));
        }
        if self.is_ready_at(at) {
            return None;
        }
        // Tries that failed before are not the check's.
        let active_at = before(at, checks.activation_minutes);
        if let Some(Suspended { command, failure, .. }) = suspended.filter(|last| last.failed_at >= active_at)
        {
            let because = CodeFailure::Command { command, failure };
            return Some((ValidationCheck::Activation, because));
        }
        let due = before(at, checks.verification_minutes).max(self.possible_from());
        (self.now >= due && !self.is_being_verified(at))
            .then(|| (ValidationCheck::Verification, self.why_not_confirmed()))
    }

    fn why_not_confirmed(&self) -> CodeFailure {
        let own = |code: &&AccessCode| code.holder.reservation_id() == Some(self.reservation_id);
        let failed = |code: &AccessCode| {
            let command = if code.on_lock.state == OnLockState::Absent {
                CommandKind::ProgramCode
            } else {
                CommandKind::ChangeWindow
            };
            let failure = code.failure?;
            Some(CodeFailure::Command { command, failure })
        };
        self.own_codes()
            .filter(own)
            .find_map(failed)
            .unwrap_or(NOT_CONFIRMED)
    }

    /// From when the code may have been put on the lock: not while the stay before runs, and then it takes its time (C3).
    fn possible_from(&self) -> Instant {
        let previous = self.neighbours.previous_ends_at;
        previous.map_or(Instant::MIN, |end| {
            end.min(self.window.starts_at())
                .plus_seconds(i64::from(self.policy.commands.deadline_seconds))
        })
    }

    /// How the lock is not as it should be (C2). A low battery alone is another notice (C5).
    fn lock_finding(&self) -> Option<LockFinding> {
        let known = self.known?;
        if known.usable == Some(false) {
            return Some(LockFinding::NotUsable);
        }
        if self.evidence() == Evidence::Offline {
            return Some(if is_nearly_empty(known, self.policy) {
                LockFinding::BatteryDied
            } else {
                LockFinding::DoesNotAnswer
            });
        }
        (known.flaky == Some(true)).then_some(LockFinding::NotStable)
    }

    /// Whether what was found once still is: the lock has not answered since, or it has not shown the guest's code.
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

    /// Whether the guest's own code, and no spare, surely opens at an instant.
    fn is_ready_at(&self, at: Instant) -> bool {
        self.own_codes()
            .filter(|code| code.holder.reservation_id() == Some(self.reservation_id))
            .any(|code| self.opens(code).contains(at))
    }

    /// Whether a code that a cloud took is asked for right now: what the lock says is waited for, but no longer than one
    /// deadline (C3, C7, F20).
    fn is_being_verified(&self, needed_at: Instant) -> bool {
        let checks = &self.policy.validation;
        let due = before(needed_at, checks.verification_minutes);
        checks.enabled
            && self.abilities.can_read_back
            && (due..self.verified_by(needed_at)).contains(&self.now)
            && self.evidence() == Evidence::Online
            && self.own_codes().any(|code| {
                code.on_lock.state == OnLockState::Accepted
                    // What it took only now is asked for later.
                    && code.on_lock.at.is_none_or(|at| {
                        at.plus_seconds(i64::from(self.policy.commands.deadline_seconds)) <= due
                    })
            })
    }

    /// When what is being verified is waited for no longer.
    pub(crate) fn verified_by(&self, needed_at: Instant) -> Instant {
        let due = before(needed_at, self.policy.validation.verification_minutes);
        due.plus_seconds(i64::from(self.policy.commands.deadline_seconds))
            .min(needed_at)
    }

    /// The way in, where what the lock is asked right now is waited for before a backup is told for the deadline's sake
    /// alone (A2, C3).
    pub(crate) fn decide_checked(&self) -> Decision {
        let decision = self.decide();
        let Some(until) = self.held_until(&decision) else {
            return decision;
        };
        Decision {
            until: Some(until),
            ..Decision::of(Route::Wait, vec![Reason::LockAnswers, Reason::TimeLeft])
        }
        .after(decision.passed_over)
    }

    /// Until when a decision waits for what the lock is asked right now.
    pub(crate) fn held_until(&self, decision: &Decision) -> Option<Instant> {
        let is_spare = matches!(decision.route, Route::BackupCode | Route::EmergencyCode);
        let for_deadline = decision.because.first() == Some(&Reason::DeadlineReached);
        if !(is_spare && for_deadline) {
            return None;
        }
        let from = self.uncovered().starts_at()?;
        self.is_being_verified(from).then(|| self.verified_by(from))
    }

    /// Whether the lock fell silent when its battery was nearly empty: the host is called, whatever the guest has (C5).
    pub(crate) fn battery_died(&self, host_knows: bool) -> bool {
        let Some(known) = self.known else {
            return false;
        };
        let is_silent = match self.evidence() {
            Evidence::Offline => true,
            Evidence::Unknown => host_knows,
            Evidence::Online => false,
        };
        let is_near = || {
            // The host is called when a backup is told, at the latest before the stay.
            self.now >= health_at(self.window.starts_at(), self.policy)
                || host_knows
                || matches!(
                    self.decide_checked().route,
                    Route::BackupCode | Route::EmergencyCode
                )
        };
        self.policy.validation.enabled
            && self.now < self.window.ends_at()
            && is_silent
            && is_nearly_empty(known, self.policy)
            && is_near()
    }

    /// The first instant after `now` and before `before` at which passing time alone changes what the checks tell the
    /// host, who hears of what there is at `now`. `calls` says whether the way in calls the host to the lock, beside a
    /// dead battery.
    pub(crate) fn next_finding(
        &self,
        before: Instant,
        suspended: Option<Suspended>,
        known: HostKnows,
        calls: impl Fn(&Self) -> bool,
    ) -> Option<Instant> {
        // During the stay less evidence shows that a lock is silent (A3).
        let mut looks = vec![self.possible_from(), self.window.starts_at()];
        if self.abilities.clock_suspect {
            self.look_at_edges(&mut looks);
        }
        let needed = self.needed();
        for &at in &needed {
            looks.extend(checks_before(at, self.policy));
            looks.push(self.verified_by(at));
        }
        if let Some(known) = self.known {
            looks.extend(stale_at(known, &self.policy.offline, self.now));
        }
        let looks = in_turn(looks, self.now, self.window.ends_at().min(before));
        let told = |now: Instant, known: HostKnows, is_called: bool| {
            let later = Self { now, ..*self };
            // Whom the way in calls first is called by what leads to it.
            let called = later.battery_died(known.called) || (is_called && calls(&later));
            HostKnows {
                failed: !known.enough(called)
                    && later.failed_check_of(&needed, suspended, known.failed).is_some(),
                called,
            }
        };
        let now = told(self.now, known, true);
        looks.into_iter().find(|&at| told(at, now, now.called) != now)
    }
}

impl Decision {
    /// Whether it waits for what the lock is asked right now: the lock answers, and a spare was not passed over.
    pub(crate) fn is_held(&self) -> bool {
        self.route == Route::Wait && self.because.first() == Some(&Reason::LockAnswers)
    }
}

const NOT_CONFIRMED: CodeFailure = CodeFailure::Lock {
    finding: LockFinding::CodeNotConfirmed,
};

/// Whether a lock that fell silent may never answer again (C5).
fn is_nearly_empty(known: &LockState, policy: &Policy) -> bool {
    known
        .battery_percent
        .is_some_and(|percent| percent < policy.validation.empty_battery_percent)
}
