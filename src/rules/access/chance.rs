//! The chance that the guest's own code has before a backup is told because of the deadline (A2).

use super::access_case::AccessCase;
use crate::model::{AccessCode, Awaited, Desired, Failure, OnLockState};
use crate::rules::lock::{Evidence, Opening, sendable};
use crate::time::{Duration, Instant};

/// How long a code may take once its command has left.
const AFTER_COMMAND: Duration = Duration::seconds(20);

/// How long a code may take in all, since it is known that it is needed; also the longest time for
/// which a guest may stand before the door.
const AFTER_NEED: Duration = Duration::seconds(60);

/// The same for a code that a cloud took and that can't be read in time.
const AFTER_NEED_IF_TAKEN: Duration = Duration::seconds(90);

impl AccessCase<'_> {
    /// Whether the guest's own code still has its chance.
    pub(crate) fn has_chance(&self) -> bool {
        self.chance_until().is_some_and(|until| until > self.now)
    }

    /// Until when the guest's own code has its chance; `None` where it has none: nobody is there to
    /// try it, or it would be no use (A2).
    ///
    /// A code whose need is known ahead of time has used its chance up at the last moment.
    pub(crate) fn chance_until(&self) -> Option<Instant> {
        let is_worth_a_try = self.usable()
            && self.is_programmable()
            && self.suspended_since.is_none()
            && !self.is_full()
            && self.evidence() != Evidence::Offline;
        if !is_worth_a_try || self.own_codes().any(|code| self.is_discredited(code)) {
            return None;
        }
        let (code, awaited) = self
            .held_codes()
            .filter(|code| !is_refused_for_good(code))
            .filter_map(|code| Some((code, code.awaited?)))
            .max_by_key(|(_, awaited)| awaited.since)?;
        if self
            .discredited_at()
            .is_some_and(|said| said >= awaited.since)
        {
            return None;
        }
        let since = awaited.since.max(self.possible_at(code));
        Some(self.chance_of(code, since, awaited))
    }

    /// Until when the host's word is awaited on a code that they took off by hand, as it seems:
    /// until then nothing else is told, unless the guest says that they can't get in (T8).
    pub(crate) fn awaits_host_until(&self) -> Option<Instant> {
        let said = self.discredited_at();
        let is_kept = |code: &&AccessCode| matches!(code.wanted, Some(Desired::Window(_)));
        let taken = self.own_codes().filter(is_kept);
        let taken = taken.filter_map(|code| code.taken_off);
        taken
            .filter_map(|taken| taken.awaits_host_until(said, &self.policy.hand))
            .filter(|_| self.usable())
            .filter(|until| *until > self.now)
            .max()
    }

    fn chance_of(&self, code: &AccessCode, since: Instant, awaited: Awaited) -> Instant {
        // Nobody stands before the door for longer than this.
        let at_most = self.uncovered_since(since).max(since) + AFTER_NEED;
        if code.on_lock.state == OnLockState::Accepted {
            return (since + AFTER_NEED_IF_TAKEN).min(at_most);
        }
        let until = since + AFTER_NEED;
        let answered_by = awaited.sent_at.map(|sent| sent + AFTER_COMMAND);
        answered_by.map_or(until, |at| at.min(until))
    }

    /// When the part of the stay began, or begins, that was uncovered at an instant.
    fn uncovered_since(&self, at: Instant) -> Instant {
        let then = Self { now: at, ..*self };
        then.uncovered().starts_at().unwrap_or(at)
    }

    /// From when the code can be put on the lock: a lock without windows of its own gets it at the
    /// activation, and none during the stay before (C1, C3, F55).
    fn possible_at(&self, code: &AccessCode) -> Instant {
        let opening = Opening::of(self.window, self.neighbours, self.policy);
        if !self.abilities.native_schedule {
            return opening.program_from;
        }
        match code.wanted {
            Some(Desired::Window(wanted))
                if sendable(wanted, self.abilities, self.now)
                    .starts_at
                    .is_none() =>
            {
                opening.open_from
            }
            _ => Instant::MIN,
        }
    }
}

/// Whether the lock or its platform said of a code that it will not take it.
fn is_refused_for_good(code: &AccessCode) -> bool {
    matches!(
        code.failure,
        Some(Failure::Rejected | Failure::Unauthorized | Failure::NoSpace)
    )
}
