//! Answers that come after their deadline, or after a cloud's: they tell what became of a code, where nobody has found
//! out since, and whether the lock did answer (C7, F20, F25).

use super::effect::is_no_answer;
use super::learn::learn;
use super::reachability::{forget_failure, take_answer};
use crate::model::{AccessCode, CommandKind, Desired, Failure, OnLockState};
use crate::site::fact::{CommandResult, Outcome};
use crate::site::state::{Command, LockRow, Retry, RowKey, State};
use crate::time::Instant;

/// Takes an answer to a command that nobody waits for any more.
pub(crate) fn take_late(state: &mut State, result: &CommandResult, now: Instant) {
    let place = RowKey::UnconfirmedCommand(result.command_id.clone());
    let Some(row) = state.locks.about(&place).next().cloned() else {
        return;
    };
    let Some(command) = row.unconfirmed().find(|late| late.id == result.command_id) else {
        return;
    };
    let is_about = |other: &&Command| other.is_about(command) && other.code_id.is_some();
    let asked_again = state
        .commands
        .about(&RowKey::Lock(command.lock_id.clone()))
        .any(|other| is_about(&other));
    let code = command.code_id.as_ref().and_then(|id| state.access_codes.get(id));
    let late = Late {
        command,
        result,
        tries: row.remembered().filter(is_about).collect(),
    };
    let told = code.filter(|code| late.tells(code)).cloned();
    let is_confirmed = result.outcome == Outcome::Confirmed;
    let did_answer = !is_no_answer(result)
        && (result.at <= command.deadline || result.outcome == Outcome::Failed)
        && forget_silence(state, command, now);
    // Whatever it is about, the lock has answered; in time, that ends the row of its failures (C6).
    if is_confirmed {
        take_answer(state, &command.lock_id, result.at.min(now));
        if result.at <= command.deadline {
            state.locks.change(&command.lock_id, |row| row.retry = None);
        }
    }
    // While the same is asked again, a PIN that is taken may be ours.
    if asked_again && !is_confirmed {
        return;
    }
    let is_last_word = result.outcome != Outcome::Accepted && !is_no_answer(result);
    if is_last_word && !asked_again {
        state.locks.change(&command.lock_id, |row| {
            if is_confirmed {
                row.answer_unconfirmed(command);
            } else {
                row.forget_unconfirmed(&|late| late.id == command.id);
            }
        });
    }
    let is_failed_read = command.code_id.is_none() && result.outcome == Outcome::Failed;
    if let Some(code) = &told {
        state.access_codes.put(&code.id, late.as_tried(code, asked_again));
        learn(state, command, result, now);
    } else if did_answer && is_failed_read {
        learn(state, command, result, now);
    }
}

/// An answer, with the command that it is about, and all the tries with that command's code of which nobody knows, the
/// latest last.
struct Late<'a> {
    command: &'a Command,
    result: &'a CommandResult,
    tries: Vec<&'a Command>,
}

impl Late<'_> {
    /// Whether it tells what became of the code, of which nobody has found out more since.
    fn tells(&self, code: &AccessCode) -> bool {
        let is_confirmed = self.result.outcome == Outcome::Confirmed;
        let known_since = code.on_lock.at.is_some_and(|known_at| known_at > self.result.at);
        match code.on_lock.state {
            // No answer says nothing more.
            OnLockState::Unknown => !is_no_answer(self.result) && (!known_since || self.is_of_last_try()),
            _ if known_since => false,
            OnLockState::Accepted => self.result.outcome != Outcome::Accepted,
            // It came on the lock when it should have been off already: it has to be taken off again.
            OnLockState::Absent => {
                is_confirmed
                    && self.command.kind == CommandKind::ProgramCode
                    && code.wanted == Some(Desired::REMOVED)
            }
            _ => false,
        }
    }

    /// Whether nothing else was tried since: then that nobody knew is all that was found out since.
    fn is_of_last_try(&self) -> bool {
        let mut since = self.tries.iter().skip_while(|tried| tried.id != self.command.id);
        !since.any(|tried| tried.undoes(self.command))
    }

    /// The code as the command had left it, where nothing else may have put it on the lock: what became of it is unknown
    /// since nobody answered this one.
    fn as_tried(&self, code: &AccessCode, asked_again: bool) -> AccessCode {
        let is_only_try =
            self.tries.len() == 1 && !asked_again && code.on_lock.at == Some(self.command.deadline);
        let mut code = code.clone();
        if is_only_try
            && self.command.kind == CommandKind::ProgramCode
            && code.on_lock.state == OnLockState::Unknown
        {
            code.on_lock.state = OnLockState::Pending;
        }
        code
    }
}

/// Takes back that a command was not answered in time, where that was the last thing that failed. Gives whether it was
/// counted at all.
fn forget_silence(state: &mut State, command: &Command, now: Instant) -> bool {
    if !forget_failure(state, &command.lock_id, command.deadline) {
        return false;
    }
    let Some(row) = state.locks.get(&command.lock_id).cloned() else {
        return true;
    };
    let failures = row.last_status.as_ref().and_then(|known| known.failures.as_ref());
    let failed_since = failures
        .and_then(|all| all.last())
        .is_some_and(|&at| at > command.deadline);
    let is_it = |retry: &Retry| {
        !failed_since
            && retry.failed_at >= Some(command.deadline)
            && (retry.command, retry.failure) == (Some(command.kind), Some(Failure::Timeout))
    };
    let Some(last) = row.retry.filter(is_it) else {
        return true;
    };
    let before = Retry {
        failures: last.failures.saturating_sub(1),
        not_before: now,
        ..last
    };
    let retry = Some(before).filter(|retry| retry.failures > 0);
    state.locks.put(&command.lock_id, LockRow { retry, ..row });
    true
}
