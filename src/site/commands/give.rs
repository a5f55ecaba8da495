//! A need becomes a command.

use super::pending_work::Rank;
use crate::model::{AccessCode, CommandKind, Desired, Observed, OnLockState, abilities};
use crate::rules::{platform_makes, sendable};
use crate::site::state::{Command, LockRow, State, label, made_id};
use crate::time::Instant;

pub(crate) fn give(
    state: &mut State,
    code: &AccessCode,
    kind: CommandKind,
    rank: Rank,
    now: Instant,
) -> Option<Command> {
    let row = state.locks.get(&code.lock_id)?.clone();
    let abilities = abilities(&row.lock).ok()?;
    let window = match (kind, code.wanted) {
        (CommandKind::ProgramCode | CommandKind::ChangeWindow, Some(Desired::Window(wanted)))
            if abilities.native_schedule =>
        {
            Some(sendable(wanted, &abilities, now))
        }
        _ => None,
    };
    let pin = match kind {
        CommandKind::ProgramCode => code.pin.filter(|_| !platform_makes(&abilities.rules)),
        CommandKind::ChangeWindow => code.pin,
        CommandKind::RemoveCode => code.pin.filter(|_| code.external_id.is_none()),
        CommandKind::ReadLock => None,
    };
    // Reading is about all of its codes.
    let about = (kind != CommandKind::ReadLock).then_some(code);
    // An answer is overdue sooner while a guest stands at the door (C7).
    let commands = &state.header.policy.commands;
    let patience = i64::from(commands.deadline_seconds);
    let patience = match rank {
        Rank::Running => patience.min(i64::from(commands.stay_deadline_seconds)),
        _ => patience,
    };
    let count = row.command_count.saturating_add(1);
    let command = Command {
        id: made_id('c', row.number, count)?,
        lock_id: code.lock_id.clone(),
        kind,
        code_id: about.map(|code| code.id.clone()),
        pin,
        external_id: about
            .filter(|_| kind != CommandKind::ProgramCode)
            .and_then(|code| code.external_id.clone()),
        slot: about.and_then(|code| code.slot),
        name: (kind == CommandKind::ProgramCode)
            .then(|| label(code, &abilities, &state.header.policy.backups.brand))
            .flatten(),
        window,
        deadline: now.plus_seconds(patience),
    };
    let counted = LockRow {
        command_count: count,
        ..row
    };
    state.locks.put(&code.lock_id, counted);
    if kind == CommandKind::ProgramCode {
        let pending = Observed {
            state: OnLockState::Pending,
            at: Some(now),
            ..Observed::ABSENT
        };
        // What an earlier try may have left on the lock, nobody knows still (F25).
        let (on_lock, sent_at) = if code.on_lock.state == OnLockState::Unknown {
            (code.on_lock, code.sent_at)
        } else {
            (pending, Some(now).filter(|_| abilities.clock_suspect))
        };
        let code = AccessCode {
            on_lock,
            sent_at,
            external_id: None,
            ..code.clone()
        };
        state.access_codes.put(&code.id.clone(), code);
    }
    state.commands.put(&command.id.clone(), command.clone());
    Some(command)
}
