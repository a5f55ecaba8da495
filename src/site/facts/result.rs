//! The result of a command, and its deadline (C7).

use super::effect::{after_cause, is_no_answer};
use super::late_result::take_late;
use super::learn::learn;
use crate::Id;
use crate::model::CommandKind;
use crate::rules::guaranteed_window;
use crate::site::evaluation::{Timer, Timers};
use crate::site::fact::{CommandResult, Outcome};
use crate::site::state::{Command, CommandWindow, RowKey, State};
use crate::time::Instant;

/// Takes the result of a command. The command is open once, so its result counts once (D4).
pub(crate) fn take_result(state: &mut State, result: &CommandResult, now: Instant) {
    let Some(command) = state.commands.get(&result.command_id).cloned() else {
        return take_late(state, result, now);
    };
    // A platform that has the wish says the PIN later, or not in time (A3b).
    if command.kind == CommandKind::IssueOfflineCode && result.outcome == Outcome::Accepted {
        return;
    }
    state.commands.delete(&command.id);
    let given_at = state
        .locks
        .get(&command.lock_id)
        .and_then(|row| row.command_given_at);
    let result = &after_cause(result, given_at, now);
    // A cloud's acceptance is not final, and neither is a missing answer. What the lock did is
    // known later, or never (F20, F25).
    if result.outcome == Outcome::Accepted || is_no_answer(result) {
        remember(state, &command);
    }
    learn(state, &command, result, now);
    // The command undoes what an earlier, unconfirmed try may have done (F25).
    if result.outcome == Outcome::Confirmed {
        state
            .locks
            .change(&command.lock_id, |row| row.answer_unconfirmed(&command));
    }
}

/// Remembers a command without a final result. A removal keeps the window that its code may still
/// have (T1).
fn remember(state: &mut State, command: &Command) {
    // A PIN that comes too late was told to nobody, and opens for nobody (A3b).
    if command.kind == CommandKind::IssueOfflineCode {
        return;
    }
    let mut command = command.clone();
    if command.kind == CommandKind::RemoveCode {
        let code = command
            .code_id
            .as_ref()
            .and_then(|id| state.access_codes.get(id));
        command.window = code
            .and_then(guaranteed_window)
            .map(|span| CommandWindow::in_zone(span, None));
    }
    state
        .locks
        .change(&command.lock_id, |row| row.remember_unconfirmed(&command));
}

/// Ends the wait for overdue commands of a lock: from now on they are unconfirmed (C7).
pub(crate) fn expire(state: &mut State, lock_id: &Id, now: Instant, timers: &mut Timers) {
    let commands: Vec<Command> = state
        .commands
        .about(&RowKey::Lock(lock_id.clone()))
        .cloned()
        .collect();
    for command in commands {
        if command.deadline > now {
            timers.set(Timer::CommandDeadline, command.deadline);
            continue;
        }
        state.commands.delete(&command.id);
        let silence = CommandResult::silence(&command);
        remember(state, &command);
        learn(state, &command, &silence, now);
    }
}
