//! Tries that had no effect: how many, how long their work waits, and when they are forgotten (C6).

use super::back_off::back_off;
use crate::model::{AccessCode, CommandKind, CommandsPolicy, Desired, Failure, OnLockState, Tries};
use crate::time::{Duration, Instant};

/// The longest pause of suspended work.
const LONGEST_PAUSE: Duration = Duration::hours(6);

/// The pause after so many tries in vain. From the last try that the policy allows on the work is
/// suspended, and the pause is long. It doubles where the lock answers and shows that nothing
/// helps; a lock that is silent may be back at any time.
fn pause_after(count: u32, is_silent: bool, policy: &CommandsPolicy) -> Duration {
    let Some(over) = count.checked_sub(policy.tries) else {
        return back_off(count);
    };
    let first = Duration::minutes(policy.per_minutes);
    let longest = LONGEST_PAUSE.max(first);
    let mut pause = first;
    for _ in 0..over.min(16) {
        if !is_silent {
            pause = (pause + pause).min(longest);
        }
    }
    pause
}

impl Tries {
    /// Whether the last of them failed because the lock did not answer.
    pub(crate) fn are_of_silence(&self) -> bool {
        is_silence(self.failure)
    }

    /// Whether they count when one more fails at `now`: so many tries are in vain in so many
    /// minutes. Those after whose pause nothing was tried for as long are over (C6).
    pub(crate) fn count_still(&self, policy: &CommandsPolicy, now: Instant) -> bool {
        let since = self.not_before.max(self.failed_at);
        now < since + Duration::minutes(policy.per_minutes)
    }

    /// Whether silence has suspended their work, or that of the whole lock: the last of them was
    /// long before `now`. Once the lock answers, none of them counts among its tries in vain (C6).
    pub(crate) fn are_of_long_silence(&self, policy: &CommandsPolicy, now: Instant) -> bool {
        let pause = Duration::minutes(policy.per_minutes);
        let is_suspended = self.count >= policy.tries || self.failed_at + pause <= now;
        self.are_of_silence() && is_suspended
    }
}

fn is_silence(failure: Option<Failure>) -> bool {
    failure.is_some_and(Failure::is_passing)
}

/// Tries with one more that was in vain, as is known at `now`. The pause counts from `since`.
pub(crate) fn one_more(
    before: Option<Tries>,
    kind: CommandKind,
    failure: Option<Failure>,
    (since, now): (Instant, Instant),
    policy: &CommandsPolicy,
) -> Tries {
    let count = before.map_or(0, |tries| tries.count).saturating_add(1);
    // A lock that answered, and shows the old window still, is not silent for one try without an
    // answer: its tries are not forgotten with the next one that is taken.
    let was_shown =
        kind == CommandKind::ChangeWindow && before.is_some_and(|tries| tries.failure.is_none());
    let failure = failure.filter(|_| !(was_shown && is_silence(failure)));
    Tries {
        kind,
        count,
        failed_at: now,
        not_before: since + pause_after(count, is_silence(failure), policy),
        failure,
    }
}

impl AccessCode {
    /// The tries of one kind.
    pub(crate) fn tries_of(&self, kind: CommandKind) -> Option<Tries> {
        let mut all = self.tries.iter().flatten();
        all.find(|tries| tries.kind == kind).copied()
    }

    /// The tries that a command waits for. A reading waits with the commands that it judges, but
    /// for one that the lock has answered: it says that the PIN is there. A code that is taken off
    /// to get another window waits with the changes of its window (T7).
    pub(crate) fn tries_before(&self, kind: CommandKind) -> Option<Tries> {
        let removes = self.wanted == Some(Desired::REMOVED);
        let is_judged = |tries: &&Tries| match kind {
            CommandKind::ReadLock => {
                tries.failure != Some(Failure::DuplicateCode)
                    && (!removes || tries.kind == CommandKind::RemoveCode)
            }
            CommandKind::RemoveCode if !removes && self.on_lock.state != OnLockState::Unknown => {
                matches!(
                    tries.kind,
                    CommandKind::RemoveCode | CommandKind::ChangeWindow
                )
            }
            _ => tries.kind == kind,
        };
        let judged = self.tries.iter().flatten().filter(is_judged);
        judged.max_by_key(|tries| tries.not_before).copied()
    }

    /// Whether its lock refused its PIN as taken when it was last put there.
    pub(crate) fn is_refused_as_there(&self) -> bool {
        let tries = self.tries_of(CommandKind::ProgramCode);
        tries.is_some_and(|tries| tries.failure == Some(Failure::DuplicateCode))
    }

    /// The same, since an instant, and it was not used after that.
    pub(crate) fn is_refused_as_there_since(&self, since: Instant) -> bool {
        let tries = self.tries_of(CommandKind::ProgramCode);
        let refused_at = tries.map(|tries| tries.failed_at);
        self.is_refused_as_there() && refused_at >= Some(since) && self.last_used_at <= refused_at
    }

    /// Whether its lock refused its PIN as taken after its removal was sent (T9).
    pub(crate) fn is_ghost(&self) -> bool {
        self.removed_at.is_some() && self.is_refused_as_there()
    }

    /// Puts these tries in place of those of their kind.
    pub(crate) fn set_tries(&mut self, tries: Tries) {
        self.forget_tries(|known| known.kind == tries.kind);
        self.tries.get_or_insert_default().push(tries);
    }

    /// Takes that a command of one kind was carried out, or taken by a cloud. What comes next does
    /// not wait for what failed before, unless it is suspended (C6).
    pub(crate) fn end_silence(&mut self, kind: CommandKind, policy: &CommandsPolicy, now: Instant) {
        self.forget_tries(|tries| tries.kind == kind && tries.are_of_long_silence(policy, now));
        for tries in self.tries.iter_mut().flatten() {
            if tries.kind == kind {
                tries.failure = None;
            }
            if tries.count < policy.tries {
                tries.not_before = tries.not_before.min(now);
            }
        }
    }

    /// Takes that what made its tries fail is over: the next one waits no more. Their count stays.
    pub(crate) fn end_pause_of(&mut self, failure: Failure) {
        for tries in self.tries.iter_mut().flatten() {
            if tries.failure == Some(failure) {
                tries.not_before = tries.failed_at;
            }
        }
    }

    /// The same code with another window, or to be gone, from `at` on. The platform may take what
    /// it did not take before: one try waits no more, but for a lock that is silent (C6).
    pub(crate) fn wanting_anew(self, wanted: Option<Desired>, at: Instant) -> Self {
        if self.wanted == wanted {
            return self;
        }
        let mut code = self.wanting(wanted, at);
        code.failure = None;
        for tries in code.tries.iter_mut().flatten() {
            if tries.kind == CommandKind::ChangeWindow && !tries.are_of_silence() {
                tries.not_before = tries.failed_at;
            }
        }
        code
    }

    /// Forgets the tries that `is_over` names.
    pub(crate) fn forget_tries(&mut self, is_over: impl Fn(&Tries) -> bool) {
        if let Some(mut all) = self.tries.take() {
            all.retain(|tries| !is_over(tries));
            self.tries = Some(all).filter(|all| !all.is_empty());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::pause_after;
    use crate::model::CommandsPolicy;

    #[test]
    fn c6_pauses_grow_and_the_long_ones_double_up_to_six_hours() {
        let policy = CommandsPolicy::default();
        let pauses: Vec<i64> = (1..=10)
            .map(|count| pause_after(count, false, &policy).in_seconds())
            .collect();
        assert_eq!(
            pauses,
            [
                30, 60, 120, 240, 1_800, 3_600, 7_200, 14_400, 21_600, 21_600
            ]
        );
        let slow = CommandsPolicy {
            per_minutes: 1_440,
            ..policy.clone()
        };
        assert_eq!(pause_after(1_000, false, &slow).in_seconds(), 86_400);
        assert_eq!(pause_after(1_000, true, &policy).in_seconds(), 1_800);
    }
}
