//! A need becomes a stored command.

use super::pending_work::Urgency;
use std::sync::Arc;

use crate::code::Pin;
use crate::model::{
    Abilities, AccessCode, CodeWindow, CommandKind, CommandsPolicy, Desired, Observed, OnLockState,
};
use crate::rules::{platform_makes, sendable};
use crate::site::state::{Command, CommandWindow, State, label, made_id};
use crate::time::{Duration, Instant};

/// What a lock shall do next.
pub(super) struct Next {
    /// The code that needs it.
    pub(super) code: AccessCode,
    pub(super) kind: CommandKind,
    pub(super) urgency: Urgency,
    /// The place that the code has or gets (S1).
    pub(super) slot: Option<u32>,
}

/// Stores the next command of a lock.
pub(super) fn give(state: &mut State, next: &Next, now: Instant) -> Option<Command> {
    let Next {
        ref code,
        kind,
        urgency,
        slot,
    } = *next;
    let row = state.locks.get(&code.lock_id)?;
    let abilities = Arc::clone(state.abilities_of(&code.lock_id)?);
    let count = row.command_count.saturating_add(1);
    // Reading is about all codes of the lock.
    let about = (kind != CommandKind::ReadLock).then_some(code);
    let programs = matches!(
        kind,
        CommandKind::ProgramCode | CommandKind::IssueOfflineCode
    );
    let name = programs.then(|| label(state, code, &abilities)).flatten();
    let known = about.filter(|_| !programs);
    let command = Command {
        id: made_id('c', row.number, count)?,
        lock_id: code.lock_id.clone(),
        kind,
        code_id: about.map(|code| code.id.clone()),
        pin: pin(code, kind, &abilities),
        external_id: known.and_then(|code| code.external_id.clone()),
        slot: about.and(slot),
        name: name.clone(),
        window: window(code, kind, &abilities, now)
            .map(|span| CommandWindow::in_zone(span, state.zone_of(&row.lock))),
        deadline: now + patience(&state.policy_of_lock(&code.lock_id).commands, urgency),
    };
    state.locks.change(&code.lock_id, |row| {
        row.command_count = count;
        row.command_given_at = Some(now);
        if kind == CommandKind::ReadLock {
            row.read_given_at = Some(now);
        }
    });
    if programs {
        let code = AccessCode {
            label: name,
            slot,
            ..being_programmed(code, &abilities, now)
        };
        state.access_codes.put(&code.id.clone(), code);
    }
    if matches!(kind, CommandKind::ProgramCode | CommandKind::ChangeWindow)
        && code.awaited.is_some()
    {
        // The guest's own code has its chance from here on, and one only (A2).
        state.access_codes.change(&code.id, |code| {
            if let Some(awaited) = &mut code.awaited {
                awaited.sent_at.get_or_insert(now);
            }
        });
    }
    state.commands.put(&command.id.clone(), command.clone());
    Some(command)
}

/// The PIN that the platform needs for a command.
fn pin(code: &AccessCode, kind: CommandKind, abilities: &Abilities) -> Option<Pin> {
    match kind {
        CommandKind::ProgramCode => code.pin.filter(|_| !platform_makes(&abilities.rules)),
        CommandKind::ChangeWindow => code.pin,
        CommandKind::RemoveCode => code.pin.filter(|_| code.external_id.is_none()),
        CommandKind::ReadLock | CommandKind::IssueOfflineCode => None,
    }
}

/// The window that the lock shall store.
fn window(
    code: &AccessCode,
    kind: CommandKind,
    abilities: &Abilities,
    now: Instant,
) -> Option<CodeWindow> {
    let stores = matches!(kind, CommandKind::ProgramCode | CommandKind::ChangeWindow);
    match code.wanted {
        Some(Desired::Window(wanted)) if kind == CommandKind::IssueOfflineCode => Some(wanted),
        Some(Desired::Window(wanted)) if stores && abilities.native_schedule => {
            Some(sendable(wanted, abilities, now))
        }
        _ => None,
    }
}

/// After how long an answer is overdue: sooner while a stay runs (C7).
fn patience(commands: &CommandsPolicy, urgency: Urgency) -> Duration {
    Duration::seconds(match urgency {
        Urgency::Running => commands
            .deadline_seconds
            .min(commands.stay_deadline_seconds),
        _ => commands.deadline_seconds,
    })
}

/// A code that is about to be put on its lock.
fn being_programmed(code: &AccessCode, abilities: &Abilities, now: Instant) -> AccessCode {
    let pending = Observed {
        state: OnLockState::Pending,
        at: Some(now),
        // It may be there, though lists show it no more (T9).
        guaranteed_window: code
            .on_lock
            .guaranteed_window
            .filter(|_| code.on_lock.state == OnLockState::Absent),
        ..Observed::ABSENT
    };
    // What an earlier try may have left on the lock, nobody knows still (F25).
    let (on_lock, sent_at) = if code.on_lock.state == OnLockState::Unknown {
        (code.on_lock, code.sent_at)
    } else {
        (pending, Some(now).filter(|_| abilities.clock_suspect))
    };
    AccessCode {
        on_lock,
        sent_at,
        external_id: None,
        ..code.clone()
    }
}
