//! When time alone changes what the checks tell the host.

use super::findings::Suspended;
use super::times::{checks_before, health_at};
use crate::rules::access::{AccessCase, Route, in_turn};
use crate::rules::lock::{Evidence, is_nearly_empty};
use crate::time::Instant;

/// What a host was told of a stay at one door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HostKnows {
    /// That a check failed.
    pub(crate) failed: bool,
    /// That they have to come to the lock.
    pub(crate) called: bool,
}

impl HostKnows {
    /// Whether the call to the lock says all that a check could: one notice per cause (N1).
    pub(crate) fn enough(self, calls: bool) -> bool {
        calls && !self.failed
    }
}

/// When time alone changes what the checks find.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct NextFinding {
    /// The first instant at which they find something else.
    pub(crate) changes: Option<Instant>,
    /// The first instant at which the host hears something else.
    pub(crate) told: Option<Instant>,
}

impl AccessCase<'_> {
    /// Whether the lock fell silent with a nearly empty battery. Then the host is called, whatever
    /// code the guest has (C5), and stays called until the battery is changed.
    pub(crate) fn battery_died(&self, host_knows: bool) -> bool {
        let Some(known) = self.known else {
            return false;
        };
        // A host who was called has to come, though the lock answers for a while: it is one cause
        // until the battery is changed (N1).
        let is_silent = host_knows || self.evidence() == Evidence::Offline;
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
            // Nobody has to be let in.
            && !self.on_hold
            && self.now < self.window.ends_at()
            && is_silent
            && is_nearly_empty(known, host_knows, self.policy)
            && is_near()
    }

    /// The first instants between `now` and `before` at which time alone changes what the checks
    /// find, and what they tell the host. The host knows what the checks find at `now`. `calls`
    /// says whether the way in calls the host to the lock. `is_told_on`: the host is told the same
    /// for another reason, so that nothing is told anew where a check fails from then on, or no
    /// more (D3).
    pub(crate) fn next_finding(
        &self,
        before: Instant,
        suspended: Option<Suspended>,
        known: HostKnows,
        is_told_on: bool,
        calls: impl Fn(&Self) -> bool,
    ) -> NextFinding {
        // During the stay less evidence shows that a lock is silent (A3).
        let mut looks = vec![self.possible_from(), self.window.starts_at()];
        looks.extend(self.chance_until());
        if self.abilities.clock_suspect {
            self.look_at_edges(&mut looks);
        }
        let needed = self.needed();
        for &at in &needed {
            looks.extend(checks_before(at, self.policy));
            looks.push(self.verified_by(at));
        }
        looks.extend(self.stale_at());
        let looks = in_turn(looks, self.now, self.window.ends_at().min(before));
        let found = |now: Instant, known: HostKnows, is_called: bool| {
            let later = Self { now, ..*self };
            // A call that only the way in will make is the way in's own change.
            let called = later.battery_died(known.called) || (is_called && calls(&later));
            HostKnows {
                failed: !known.enough(called)
                    && later
                        .failed_check_of(&needed, suspended, known.failed)
                        .is_some(),
                called,
            }
        };
        let now = found(self.now, known, true);
        // What the host is told for another reason they still know then.
        let known_then = HostKnows {
            failed: now.failed || is_told_on,
            ..now
        };
        let later = looks
            .into_iter()
            .map(|at| (at, found(at, known_then, now.called)))
            .filter(|&(_, then)| then != now);
        let mut later = later.peekable();
        NextFinding {
            changes: later.peek().map(|&(at, _)| at),
            told: later
                .find(|&(_, then)| !is_told_on || then.called != now.called)
                .map(|(at, _)| at),
        }
    }
}
