//! Results that come after their deadline, or after a cloud's. They still tell what happened to a
//! code, unless something newer is known, and whether the lock answered (C7, F20, F25).

use super::effect::{after_cause, is_no_answer};
use super::learn::{forget_no_space, learn};
use super::learn_place::free_place;
use super::reachability::{forget_failure, take_answer};
use crate::model::{AccessCode, CommandKind, Desired, Failure, OnLockState, Tries};
use crate::site::fact::{CommandResult, Outcome};
use crate::site::state::{Command, LockRow, Retry, RowKey, State};
use crate::time::Instant;

/// Takes a result for a command that is not open any more.
pub(crate) fn take_late(state: &mut State, result: &CommandResult, now: Instant) {
    let place = RowKey::UnconfirmedCommand(result.command_id.clone());
    let Some(row) = state.locks.about(&place).next().cloned() else {
        return;
    };
    let Some(sent) = row.late(&result.command_id) else {
        return;
    };
    let command = &sent.command;
    let result = &after_cause(result, sent.given_at, now);
    let is_about = |other: &&Command| other.is_about(command) && other.code_id.is_some();
    let asked_again = state
        .commands
        .about(&RowKey::Lock(command.lock_id.clone()))
        .any(|other| is_about(&other));
    let code = command
        .code_id
        .as_ref()
        .and_then(|id| state.access_codes.get(id));
    let late = Late {
        command,
        result,
        is_seen_gone: code.is_some_and(|code| row.read_at >= code.on_lock.at),
        tries: row.remembered().filter(is_about).collect(),
    };
    let told = code.filter(|code| late.tells(code)).cloned();
    let is_confirmed = result.outcome == Outcome::Confirmed;
    let did_answer = !is_no_answer(result)
        && (result.at <= command.deadline || result.outcome == Outcome::Failed)
        && forget_silence(state, command, now);
    // The lock has answered. An answer in time ends the series of its failures (C6).
    if is_confirmed {
        take_answer(state, &command.lock_id, result.at.min(now));
        if result.at <= command.deadline {
            state.locks.change(&command.lock_id, |row| row.retry = None);
        }
    }
    // Its place is free now, whatever the removal told of the code (S, C6).
    if is_confirmed && command.kind == CommandKind::RemoveCode {
        forget_no_space(state, &command.lock_id);
        free_place(state, command);
    }
    // While the command is tried again, a PIN that is taken may be ours.
    if asked_again && !is_confirmed {
        return;
    }
    // A removal that is said once more to be done changes nothing (D4).
    if !asked_again || (is_confirmed && command.kind == CommandKind::RemoveCode) {
        settle(state, command, result);
    }
    let is_failed_read = command.code_id.is_none() && result.outcome == Outcome::Failed;
    if let Some(code) = &told {
        state
            .access_codes
            .put(&code.id, late.as_tried(code, asked_again));
        if !is_no_answer(result) {
            take_back_try(state, command);
        }
        learn(state, command, result, now);
    } else if did_answer && is_failed_read {
        learn(state, command, result, now);
    }
}

/// A final result ends the wait for it.
fn settle(state: &mut State, command: &Command, result: &CommandResult) {
    if result.outcome == Outcome::Accepted || is_no_answer(result) {
        return;
    }
    state.locks.change(&command.lock_id, |row| {
        if result.outcome == Outcome::Confirmed {
            row.answer_unconfirmed(command);
        } else {
            row.forget_unconfirmed(&|sent| sent.id == command.id);
        }
    });
}

/// A late result, with its command, and all remembered commands about the same code, oldest first.
struct Late<'a> {
    command: &'a Command,
    result: &'a CommandResult,
    tries: Vec<&'a Command>,
    /// Whether a list has shown that the code is not there.
    is_seen_gone: bool,
}

impl Late<'_> {
    /// Whether the result says more about the code than what is known since.
    fn tells(&self, code: &AccessCode) -> bool {
        let is_confirmed = self.result.outcome == Outcome::Confirmed;
        let known_since = code
            .on_lock
            .at
            .is_some_and(|known_at| known_at > self.result.at);
        match code.on_lock.state {
            // A missing answer adds nothing, and neither does a cloud's word once more (D2).
            OnLockState::Unknown => {
                let is_accepted = self.result.outcome == Outcome::Accepted;
                let is_news = !is_accepted || code.on_lock.at == Some(self.command.deadline);
                // That a cloud took a removal counts as a try once (C6).
                let is_known = is_accepted
                    && code.removal_taken == Some(true)
                    && code.on_lock.at >= Some(self.result.at);
                !is_no_answer(self.result)
                    && !is_known
                    && (!known_since || (self.is_of_last_try() && is_news))
            }
            _ if known_since => false,
            // What an earlier command did, says nothing of what was sent since.
            OnLockState::Accepted => {
                self.result.outcome != Outcome::Accepted && self.is_of_last_try()
            }
            // A removal that a cloud took failed later (F20). Of several ones the last one counts.
            OnLockState::Absent if self.command.kind == CommandKind::RemoveCode => {
                self.result.outcome == Outcome::Failed
                    && self.result.failure != Some(Failure::NotFound)
                    && !self.is_seen_gone
                    && self
                        .tries
                        .last()
                        .is_some_and(|last| last.id == self.command.id)
            }
            // The code came on the lock after it should have gone: it has to be taken off again. Or
            // an older reading did not show it yet (F47).
            OnLockState::Absent => {
                is_confirmed
                    && self.command.kind == CommandKind::ProgramCode
                    && (code.wanted == Some(Desired::REMOVED) || self.is_of_last_try())
            }
            // A list showed it as it was before: the lock has done since what a cloud had taken
            // (C7, F20).
            OnLockState::Confirmed => {
                let undoes = matches!(
                    self.command.kind,
                    CommandKind::RemoveCode | CommandKind::ChangeWindow
                );
                is_confirmed && undoes && self.is_of_last_try()
            }
            _ => false,
        }
    }

    /// Whether nothing else was tried since, so that nothing else can have been found out.
    fn is_of_last_try(&self) -> bool {
        let mut since = self
            .tries
            .iter()
            .skip_while(|tried| tried.id != self.command.id);
        !since.any(|tried| tried.undoes(self.command))
    }

    /// The code as the command found it, if nothing else may have put it on the lock. It is unknown
    /// only because this command had no answer.
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
        if self.command.kind == CommandKind::RemoveCode && code.on_lock.state == OnLockState::Absent
        {
            code.on_lock.state = OnLockState::Unknown;
        }
        code
    }
}

/// Takes back that a command was tried in vain: its result says what became of it (C6, C7).
fn take_back_try(state: &mut State, command: &Command) {
    let Some(id) = &command.code_id else { return };
    state.access_codes.change(id, |code| {
        let silent = code
            .tries_of(command.kind)
            .filter(|tries| tries.failure == Some(Failure::Timeout));
        let Some(tries) = silent else { return };
        code.set_tries(Tries {
            count: tries.count.saturating_sub(1),
            ..tries
        });
        code.forget_tries(|tries| tries.count == 0);
    });
}

/// Takes back the failure of a command that was not answered in time, if nothing failed since. Says
/// whether that failure was counted.
fn forget_silence(state: &mut State, command: &Command, now: Instant) -> bool {
    if !forget_failure(state, &command.lock_id, command.deadline) {
        return false;
    }
    let Some(row) = state.locks.get(&command.lock_id).cloned() else {
        return true;
    };
    let failures = row
        .last_status
        .as_ref()
        .and_then(|known| known.failures.as_ref());
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
