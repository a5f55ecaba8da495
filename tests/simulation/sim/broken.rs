//! Engines that are broken on purpose: their steps are altered, so that each check shows that it
//! can fail.

use latchstring::code::Pin;
use latchstring::model::{CommandKind, HolderKind};
use latchstring::rules::{Audience, Notice, NoticeKind};
use latchstring::site::Step;
use latchstring::time::Duration;
use latchstring::virtual_lock::Quirk;
use serde_json::{Value, json};

use crate::characters::{Character, Characters};
use crate::door::Door;
use crate::world::{Season, World};

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
    /// Nobody hears of tomorrow's turnovers (V2).
    ForgetsTurnovers,
    /// Everybody hears of them twice (V2).
    RepeatsTurnovers,
    TellsNobodyOfTheEnd,
    /// A spare is told to those only who say that they can't get in (A2).
    WaitsForComplaints,
    /// The host hears nothing of a guest for whom nothing is left (A7).
    CallsNoHost,
    /// A told emergency code stays as it is (E2).
    KeepsEmergencyCodes,
    /// Each message is followed by three with other PINs (A6, I13).
    StormsGuests,
    /// A guest is told what another one was told before (P3, I14).
    BringsPinsBack,
    /// What fails is tried again and again (C6).
    NeverTires,
    /// It asks to be called a minute too late (D3).
    Oversleeps,
    /// An extension of a stay is not taken (T1, F1).
    MissesExtensions,
    /// What is listed after its removal is not seen (P7, F36).
    OverlooksGhosts,
    /// Places are counted from another number (S1).
    MistakesPlaces,
    /// It knows of no booking that it is on hold (N4).
    OverlooksHolds,
}

/// A policy as the engine is told of it.
pub fn altered_policy(policy: &mut Value, broken: Option<Broken>) {
    if matches!(broken, Some(Broken::NeverTires)) {
        policy["commands"] = json!({ "tries": 20, "perMinutes": 1 });
    }
}

/// A lock as the engine is told of it.
pub fn altered(mut lock: Value, broken: Option<Broken>) -> Value {
    if matches!(broken, Some(Broken::TrustsEveryClock)) {
        lock.as_object_mut().unwrap().remove("clockSuspect");
    }
    lock
}

impl Broken {
    /// The seasons in which it shows.
    pub fn season(self) -> Season {
        let of = |character| Characters::NONE.with(character);
        Season {
            broken: Some(self),
            visitors: matches!(
                self,
                Self::ForgetsVisitors
                    | Self::KeepsVisitors
                    | Self::ForgetsTurnovers
                    | Self::RepeatsTurnovers
            ),
            orders: matches!(self, Self::TellsNobodyOfTheEnd),
            algorithms: matches!(self, Self::StopsAtOfflineCodes),
            characters: match self {
                Self::OverlooksGhosts => of(Character::Odd(Quirk::GhostCodes)),
                Self::MistakesPlaces => of(Character::Profiles),
                Self::OverlooksHolds => of(Character::Holds),
                _ => Characters::NONE,
            },
            ..Season::all()
        }
    }

    /// Alters what the engine hears.
    pub fn deafen(self, facts: &mut Vec<Value>, world: &World) {
        match self {
            Self::MissesExtensions => facts.retain(|fact| !is_extension(fact, world)),
            Self::OverlooksHolds => {
                let booked = facts
                    .iter_mut()
                    .filter_map(|fact| fact.get_mut("reservation"));
                for booked in booked.filter_map(Value::as_object_mut) {
                    booked.remove("hold");
                }
            }
            Self::OverlooksGhosts => {
                for fact in facts.iter_mut() {
                    let lock_id = fact["lockId"].as_str().unwrap_or_default().to_owned();
                    if let Some(codes) = fact.get_mut("codes").and_then(Value::as_array_mut) {
                        codes.retain(|listed| !is_gone(listed, &lock_id, world));
                    }
                }
            }
            _ => {}
        }
    }

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
            Self::WaitsForComplaints => wait_for_complaints(step, world),
            Self::CallsNoHost => step
                .notices
                .retain(|notice| notice.to != Audience::Host || notice.reservation_id.is_none()),
            Self::KeepsEmergencyCodes => step.commands.retain(|command| {
                let code = command.code_id.as_ref();
                let code = code.and_then(|id| world.host.rows.access_codes.get(&**id));
                code.is_none_or(|code| code.holder.kind != HolderKind::Emergency || !code.is_told())
            }),
            Self::StormsGuests => storm(step),
            Self::BringsPinsBack => bring_back(step, world),
            Self::Oversleeps => step.wake_at = step.wake_at.map(|at| at + Duration::minutes(1)),
            Self::MistakesPlaces => {
                for command in &mut step.commands {
                    command.slot = command.slot.map(|slot| slot + 1);
                }
            }
            Self::ForgetsWork
            | Self::TrustsEveryClock
            | Self::NeverTires
            | Self::MissesExtensions
            | Self::OverlooksGhosts
            | Self::OverlooksHolds => {}
            Self::MovesActiveCodes => move_active(step, world),
            Self::UsesTheReservedSlot => {
                let slot = world.host.rows.header.policy.emergency.slot;
                for command in &mut step.commands {
                    command.slot = Some(slot);
                }
            }
            Self::ForgetsVisitors => step.notices.retain(|notice| notice.to != Audience::Visitor),
            Self::ForgetsTurnovers => step
                .notices
                .retain(|notice| notice.kind != NoticeKind::TurnoversAhead),
            Self::RepeatsTurnovers => {
                let ahead = |notice: &&Notice| notice.kind == NoticeKind::TurnoversAhead;
                let again: Vec<Notice> = step.notices.iter().filter(ahead).cloned().collect();
                step.notices.extend(again);
            }
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

/// Whether a fact says that a known stay ends later.
fn is_extension(fact: &Value, world: &World) -> bool {
    let booking = &fact["reservation"];
    let known = booking["id"].as_str();
    let known = known.and_then(|id| world.host.rows.reservations.get(id));
    let ends = booking["departure"].as_str().unwrap_or_default();
    known.is_some_and(|known| known.departure.to_string().as_str() < ends)
}

/// Whether the engine took a listed code off.
fn is_gone(listed: &Value, lock_id: &str, world: &World) -> bool {
    let pin = listed["pin"].as_str().unwrap_or_default();
    let of_pin = |code: &&latchstring::model::AccessCode| {
        code.pin.is_some_and(|known| known.reveal() == pin)
    };
    let mut codes = world.host.codes(lock_id).filter(of_pin).peekable();
    codes.peek().is_some() && codes.all(|code| code.is_gone())
}

/// Spares are kept from all who have not said that they stand outside.
fn wait_for_complaints(step: &mut Step, world: &World) {
    for notice in step
        .notices
        .iter_mut()
        .filter(|one| one.to == Audience::Guest)
    {
        let id = notice.reservation_id.as_deref();
        let stay = world.stays.iter().position(|stay| Some(&*stay.id) == id);
        for access in notice.values.doors.iter_mut().flatten() {
            let door = world
                .doors
                .iter()
                .position(|door| *door.name == *access.name);
            let (Some(stay), Some(door)) = (stay, door) else {
                continue;
            };
            let mut codes = world.host.codes(&world.doors[door].id);
            let is_spare = codes.any(|code| {
                let is_spare =
                    matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency);
                is_spare && code.pin == access.code
            });
            if is_spare && !world.complained.contains_key(&(stay, door)) {
                access.code = None;
            }
        }
    }
}

fn storm(step: &mut Step) {
    let guests = step.notices.iter().filter(|one| one.to == Audience::Guest);
    let more: Vec<_> = guests
        .flat_map(|notice| {
            (1..4).map(|number| {
                let mut again = notice.clone();
                for access in again.values.doors.iter_mut().flatten() {
                    access.code = access.code.map(|pin| other_pin(pin, number));
                }
                again
            })
        })
        .collect();
    step.notices.extend(more);
}

/// Another PIN of the same length.
fn other_pin(pin: Pin, number: u64) -> Pin {
    let digits = pin.reveal();
    let other = (digits.parse::<u64>().unwrap() + number * 1_111) % 10_u64.pow(digits.len() as u32);
    format!("{other:0width$}", width = digits.len())
        .parse()
        .unwrap()
}

fn bring_back(step: &mut Step, world: &World) {
    for notice in step
        .notices
        .iter_mut()
        .filter(|one| one.to == Audience::Guest)
    {
        let id = notice.reservation_id.as_deref();
        let stay = world.stays.iter().position(|stay| Some(&*stay.id) == id);
        for access in notice.values.doors.iter_mut().flatten() {
            let door = world
                .doors
                .iter()
                .position(|door| *door.name == *access.name);
            let (Some(stay), Some(door)) = (stay, door) else {
                continue;
            };
            let mut others = (0..world.stays.len()).filter(|&other| other != stay);
            let old = others.find_map(|other| world.ever_told.pins(door, other).next());
            if let Some(old) = old {
                access.code = Some(old);
            }
        }
    }
}
