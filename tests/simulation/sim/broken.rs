//! Engines that are broken on purpose: their steps are altered, so that each check shows that it
//! can fail.

use latchstring::model::{CommandKind, HolderKind};
use latchstring::rules::{Audience, NoticeKind};
use latchstring::site::Step;
use serde_json::Value;

use crate::door::Door;
use crate::world::World;

#[derive(Clone, Copy, Debug)]
pub enum Broken {
    KeepsBackupsToItself,
    StopsAtOfflineCodes,
    TakesNothingOff,
    TellsBackupsTwice,
    ProgramsTakenPins,
    AddsNoBackup,
    HidesBackupsFromHost,
    RemovesTheUnknown,
    RepeatsCommands,
    ForgetsWork,
    MovesActiveCodes,
    UsesTheReservedSlot,
    TrustsEveryClock,
    ForgetsVisitors,
    KeepsVisitors,
    TellsNobodyOfTheEnd,
}

/// A lock as the engine is told of it.
pub fn altered(mut lock: Value, broken: Option<Broken>) -> Value {
    if matches!(broken, Some(Broken::TrustsEveryClock)) {
        lock.as_object_mut().unwrap().remove("clockSuspect");
    }
    lock
}

impl Broken {
    /// Alters a step before anybody sees it.
    pub fn alter(&mut self, step: &mut Step, world: &World) {
        match self {
            Self::KeepsBackupsToItself => {
                keep_spares(step, world, &|_, kind| kind == HolderKind::Backup)
            }
            Self::StopsAtOfflineCodes => keep_spares(step, world, &|door, kind| {
                let is_spare = matches!(kind, HolderKind::Backup | HolderKind::Emergency);
                door.brand.is_some() && is_spare
            }),
            Self::TakesNothingOff => step
                .commands
                .retain(|command| command.kind != CommandKind::RemoveCode),
            Self::TellsBackupsTwice => tell_again(step, world),
            Self::ProgramsTakenPins => program_taken(step, world),
            Self::AddsNoBackup => step.commands.retain(|command| {
                let code = command.code_id.as_ref();
                let code = code.and_then(|id| world.host.rows.access_codes.get(&**id));
                code.is_none_or(|code| code.holder.kind != HolderKind::Backup)
            }),
            Self::HidesBackupsFromHost => step
                .notices
                .retain(|notice| notice.kind != NoticeKind::BackupTold),
            Self::RemovesTheUnknown => remove_unknown(step, world),
            Self::ForgetsWork if world.measures.commands > 0 => step.commands.clear(),
            Self::ForgetsWork | Self::TrustsEveryClock => {}
            Self::MovesActiveCodes => move_active(step, world),
            Self::UsesTheReservedSlot => {
                let slot = world.host.rows.header.policy.emergency.slot;
                for command in &mut step.commands {
                    command.slot = Some(slot);
                }
            }
            Self::ForgetsVisitors => step.notices.retain(|notice| notice.to != Audience::Visitor),
            Self::KeepsVisitors => step.commands.retain(|command| {
                let code = command.code_id.as_ref();
                let code = code.and_then(|id| world.host.rows.access_codes.get(&**id));
                command.kind != CommandKind::RemoveCode
                    || code.is_none_or(|code| code.holder.kind != HolderKind::Visit)
            }),
            Self::TellsNobodyOfTheEnd => step
                .notices
                .retain(|notice| notice.kind != NoticeKind::AccessEnded),
            Self::RepeatsCommands => {
                let again = step.commands.clone();
                step.commands.extend(again);
            }
        }
    }
}

/// No notice carries such a code.
fn keep_spares(step: &mut Step, world: &World, is_kept: &dyn Fn(&Door, HolderKind) -> bool) {
    for notice in &mut step.notices {
        for access in notice.values.doors.iter_mut().flatten() {
            let Some(door) = world.doors.iter().find(|door| *door.name == *access.name) else {
                continue;
            };
            let mut codes = world.host.codes(&door.id);
            if codes.any(|code| is_kept(door, code.holder.kind) && code.pin == access.code) {
                access.code = None;
            }
        }
    }
}

/// Whoever is told something hears the backup of the stay before, too.
fn tell_again(step: &mut Step, world: &World) {
    let guests = step
        .notices
        .iter_mut()
        .filter(|notice| notice.to == Audience::Guest);
    for notice in guests {
        for access in notice.values.doors.iter_mut().flatten() {
            let told = world
                .host
                .codes(&access.name)
                .find(|code| code.holder.kind == HolderKind::Backup && code.is_told());
            if let Some(code) = told {
                access.code = code.pin;
            }
        }
    }
}

fn program_taken(step: &mut Step, world: &World) {
    for command in &mut step.commands {
        if command.kind == CommandKind::ProgramCode {
            let other = world
                .host
                .codes(&command.lock_id)
                .find(|code| Some(&code.id) != command.code_id.as_ref() && code.pin.is_some());
            command.pin = other.map_or(command.pin, |code| code.pin);
        }
    }
}

/// Whatever a lock shall do, the code of the guest who is in is taken off instead.
fn move_active(step: &mut Step, world: &World) {
    for command in &mut step.commands {
        let inside = world.host.codes(&command.lock_id).find(|code| {
            let of = |stay: &&crate::plan::Stay| {
                code.holder
                    .reservation_id()
                    .is_some_and(|id| **id == *stay.id)
            };
            world
                .stays
                .iter()
                .find(of)
                .is_some_and(|stay| stay.runs(world.now))
        });
        if let Some(code) = inside {
            command.kind = CommandKind::RemoveCode;
            command.code_id = Some(code.id.clone());
            command.pin = code.pin;
            command.external_id.clone_from(&code.external_id);
        }
    }
}

fn remove_unknown(step: &mut Step, world: &World) {
    for command in &mut step.commands {
        let unknown = world
            .host
            .codes(&command.lock_id)
            .find(|code| code.holder.kind == HolderKind::Unknown);
        if let (CommandKind::RemoveCode, Some(code)) = (command.kind, unknown) {
            command.external_id.clone_from(&code.external_id);
        }
    }
}
