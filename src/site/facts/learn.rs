//! What the answer to a command says of its code and its lock.

use super::reachability::{take_answer, take_failure};
use crate::Id;
use crate::model::{
    AccessCode, CodeWindow, CommandKind, Desired, Failure, Observed, OnLockState, Policy, abilities,
};
use crate::rules::{back_off, surely_after};
use crate::site::fact::{CommandResult, Outcome};
use crate::site::state::{Command, Retry, RowKey, State, is_untold_backup};
use crate::time::{Duration, Instant};

/// Whether a result says no more than silence does (F25).
pub(crate) fn is_no_answer(result: &CommandResult) -> bool {
    result.outcome == Outcome::Unknown || result.failure == Some(Failure::Timeout)
}

pub(crate) fn learn(state: &mut State, command: &Command, result: &CommandResult, now: Instant) {
    let found = command.code_id.as_ref().and_then(|id| state.access_codes.get(id));
    let row = state.locks.get(&command.lock_id);
    // Also where a late answer has said so while this try was under way.
    let may_be_there = found
        .is_some_and(|code| !matches!(code.on_lock.state, OnLockState::Absent | OnLockState::Pending))
        || row.is_some_and(|row| row.unconfirmed().any(|late| is_earlier_try(late, command)));
    let abilities = row.and_then(|row| abilities(&row.lock).ok());
    let for_nobody =
        found.is_some_and(|code| is_untold_backup(code) && code.on_lock.state == OnLockState::Pending);
    let learned = Learned {
        for_nobody,
        can_be_read: abilities.as_ref().is_some_and(|able| able.can_read_back)
            && row.is_some_and(|row| row.read_refused.is_none()),
        clock_suspect: abilities.as_ref().is_some_and(|able| able.clock_suspect),
        was_there: row.and_then(|row| row.may_have_left(command)),
        effect: effect(result, command, may_be_there),
        at: result.at.min(now),
        command,
        result,
    };
    if let Some(code) = found.cloned() {
        state.access_codes.put(&code.id.clone(), learned.of_code(code));
    }
    let is_gone =
        command.kind == CommandKind::RemoveCode && learned.effect == Effect::Done(OnLockState::Confirmed);
    if is_gone {
        forget_no_space(state, &command.lock_id);
    }
    state.locks.change(&command.lock_id, |row| {
        // Now the lock is asked. If it does not list the code, and says so once more, it speaks of another's (F9).
        if learned.effect == Effect::WasThere && learned.can_be_read {
            row.forget_unconfirmed(&|late| is_earlier_try(late, command));
        }
        row.retry = learned.of_lock(row.retry, &state.header.policy, now);
        if command.kind == CommandKind::ReadLock {
            row.read_refused = result.failure.filter(|failure| is_final(*failure));
            if matches!(learned.effect, Effect::Done(_)) {
                row.read_at = row.read_at.max(Some(learned.at));
            }
        }
    });
    // What a cloud took says nothing of the lock (F20), and busy is no evidence of being offline (C6).
    if result.outcome == Outcome::Confirmed {
        take_answer(state, &command.lock_id, learned.at);
    } else if matches!(result.failure, Some(Failure::Offline | Failure::Timeout)) {
        take_failure(state, &command.lock_id, learned.at);
    }
}

/// A place is free: what found none before has it before what gave it up (S).
fn forget_no_space(state: &mut State, lock_id: &Id) {
    let here = RowKey::Lock(lock_id.clone());
    let codes = state.access_codes.about(&here);
    let found_none = codes.filter(|code| code.failure == Some(Failure::NoSpace));
    let found_none: Vec<Id> = found_none.map(|code| code.id.clone()).collect();
    for id in found_none {
        state.access_codes.change(&id, |code| code.failure = None);
    }
}

/// What is known by an answer.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Effect {
    Done(OnLockState),
    /// A second try for which the PIN was taken: the first one, of which nobody knew, had put it there (F25).
    WasThere,
    /// Another code has this PIN: final for it (F9).
    Taken,
    NotDone,
    NobodyKnows,
}

/// Whether nobody knows what became of an earlier try to put the same PIN on the lock.
fn is_earlier_try(late: &Command, command: &Command) -> bool {
    late.kind == CommandKind::ProgramCode && late.code_id == command.code_id && late.pin == command.pin
}

fn effect(result: &CommandResult, command: &Command, may_be_there: bool) -> Effect {
    let taken = result.failure == Some(Failure::DuplicateCode)
        && command.kind == CommandKind::ProgramCode
        && command.pin.is_some();
    match (result.outcome, result.failure) {
        // A cloud that will ask the lock has not read it.
        (Outcome::Accepted, _) if command.kind == CommandKind::ReadLock => Effect::NobodyKnows,
        (Outcome::Accepted, _) => Effect::Done(OnLockState::Accepted),
        (Outcome::Confirmed, _) => Effect::Done(OnLockState::Confirmed),
        (Outcome::Failed, _) if taken && may_be_there => Effect::WasThere,
        (Outcome::Failed, _) if taken => Effect::Taken,
        // No answer in time is no word that it did not happen (F25).
        (Outcome::Unknown, _) | (Outcome::Failed, Some(Failure::Timeout)) => Effect::NobodyKnows,
        (Outcome::Failed, _) => Effect::NotDone,
    }
}

struct Learned<'a> {
    effect: Effect,
    at: Instant,
    command: &'a Command,
    result: &'a CommandResult,
    /// Whether the lock can be asked which codes it has.
    can_be_read: bool,
    clock_suspect: bool,
    /// Whether it is about a spare that is not on its lock yet.
    for_nobody: bool,
    /// What the code opens in any case if it was there before.
    was_there: Option<CodeWindow>,
}

impl Learned<'_> {
    fn of_code(&self, mut code: AccessCode) -> AccessCode {
        let shown_since = code.on_lock.state == OnLockState::Confirmed && code.on_lock.at > Some(self.at);
        if self.effect == Effect::NobodyKnows && shown_since {
            // What the lock has shown since is more than that nobody answered.
            return code;
        }
        let window = self.command.window.unwrap_or_default();
        let on_lock = |state| Observed {
            state,
            starts_at: window.starts_at,
            ends_at: window.ends_at,
            at: Some(self.at),
            surely: None,
        };
        code.failure = self
            .result
            .failure
            .filter(|_| self.result.outcome == Outcome::Failed);
        match (self.effect, self.command.kind) {
            // A cloud took it: the lock is asked whether the code is gone (F20).
            (Effect::Done(OnLockState::Accepted), CommandKind::RemoveCode) if self.can_be_read => {
                code.failure = None;
                code.on_lock = Observed {
                    state: OnLockState::Unknown,
                    ..Observed::gone(self.at)
                };
            }
            (Effect::Done(_), CommandKind::RemoveCode) => {
                code.failure = None;
                code.on_lock = Observed::gone(self.at);
                code.external_id = None;
            }
            (Effect::Done(state), CommandKind::ProgramCode | CommandKind::ChangeWindow) => {
                code.failure = None;
                // What a cloud took once more was confirmed before (C8).
                let before = code.on_lock;
                let is_kept = (before.starts_at, before.ends_at) == (window.starts_at, window.ends_at)
                    && before.state == OnLockState::Confirmed
                    && self.clock_suspect;
                if state != OnLockState::Accepted || !is_kept {
                    let guaranteed = self.guaranteed(&code).filter(|_| state == OnLockState::Accepted);
                    code.on_lock = Observed {
                        surely: guaranteed,
                        ..on_lock(state)
                    };
                }
                code.sent_at = Some(self.at).filter(|_| self.clock_suspect);
                code.external_id = self.result.external_id.clone().or(code.external_id);
                code.pin = self.result.pin.or(code.pin);
            }
            // A late answer to the first try has said so since.
            (Effect::WasThere, _) if code.on_lock.state == OnLockState::Confirmed => code.failure = None,
            (Effect::WasThere, _) => {
                code.failure = None;
                // With which window, nobody knows, and whether it is ours only the lock can tell (C7): where it can't be
                // asked, its word is all there is (F18).
                let (state, guaranteed) = if self.can_be_read {
                    (OnLockState::Unknown, None)
                } else {
                    (OnLockState::Unverifiable, self.was_there)
                };
                code.on_lock = Observed {
                    state,
                    surely: guaranteed,
                    ..Observed::gone(self.at)
                };
            }
            (Effect::Taken, _) => {
                code.on_lock = Observed::gone(self.at);
                if code.wanted != Some(Desired::REMOVED) {
                    code = code.with_pin_refused();
                }
            }
            (Effect::NotDone, CommandKind::ProgramCode)
                if matches!(code.on_lock.state, OnLockState::Pending | OnLockState::Accepted) =>
            {
                code.on_lock = Observed::gone(self.at);
            }
            (Effect::NotDone, _) | (_, CommandKind::ReadLock) => {}
            // It is on the lock with its old window or its new one.
            (Effect::NobodyKnows, CommandKind::ChangeWindow) => {
                code.on_lock.surely = self.guaranteed(&code);
                code.on_lock.state = OnLockState::Unknown;
                code.on_lock.at = Some(self.at);
            }
            // Nobody has known since then.
            (Effect::NobodyKnows, CommandKind::ProgramCode) if code.on_lock.state == OnLockState::Unknown => {
            }
            (Effect::NobodyKnows, CommandKind::ProgramCode | CommandKind::RemoveCode) => {
                code.on_lock = Observed {
                    state: OnLockState::Unknown,
                    ..Observed::gone(self.at)
                };
            }
        }
        code
    }

    /// What the lock opens for a code in any case, whether the change of its window was made or not (T1).
    fn guaranteed(&self, code: &AccessCode) -> Option<CodeWindow> {
        let sent = self
            .command
            .window
            .filter(|_| self.command.kind == CommandKind::ChangeWindow);
        surely_after(code, sent?)
    }

    fn of_lock(&self, retry: Option<Retry>, policy: &Policy, now: Instant) -> Option<Retry> {
        match (self.effect, self.result.failure) {
            (Effect::Done(_) | Effect::WasThere, _) => None,
            (Effect::Taken, _) => Some(self.next_try(retry, policy, now, |_| Duration::ZERO)),
            // That is about this code: no other has to wait (F34).
            (Effect::NotDone, Some(failure)) if is_final(failure) => retry,
            (Effect::NotDone, Some(Failure::NoSpace)) if self.for_nobody => retry,
            (Effect::NotDone | Effect::NobodyKnows, _) => Some(self.next_try(retry, policy, now, back_off)),
        }
    }

    /// One more failure; after the last of the tries that the policy allows, a pause as long as it says (C6).
    fn next_try(
        &self,
        retry: Option<Retry>,
        policy: &Policy,
        now: Instant,
        pause: impl Fn(u32) -> Duration,
    ) -> Retry {
        let failures = retry.map_or(0, |retry| retry.failures).saturating_add(1);
        let pause = if failures >= policy.commands.tries {
            Duration::minutes(policy.commands.per_minutes)
        } else {
            pause(failures)
        };
        Retry {
            failures,
            not_before: now + pause,
            failed_at: Some(now),
            command: Some(self.command.kind),
            failure: self.result.failure,
        }
    }
}

/// Whether asking again would change nothing (C6).
pub(crate) fn is_final(failure: Failure) -> bool {
    matches!(failure, Failure::Rejected | Failure::Unauthorized)
}
