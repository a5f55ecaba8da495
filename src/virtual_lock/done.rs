//! What a command changes on a lock that does it.

use super::chance::{follows, shows};
use super::character::{Habit, Occasion, Quirk};
use super::clock::stored;
use super::list::list;
use super::offline::issue;
use super::said::{Refusal, Said};
use super::state::{HeldCode, Job, JobKind, MAX_JOBS, VirtualLock};
use crate::Id;
use crate::code::{CodeRules, Pin, WeakPins, check};
use crate::model::CommandKind;
use crate::site::{Command, Outcome};
use crate::time::Duration;

/// After how long a code is gone that the lock forgets.
const FORGOTTEN_AFTER: Duration = Duration::minutes(5);

/// The lock does a command: what it lists, and the result.
pub(super) fn done(lock: &mut VirtualLock, command: &Command, at: Occasion) -> Vec<Said> {
    let mut facts = Vec::new();
    let outcome = match command.kind {
        CommandKind::ProgramCode => program(lock, command, at).map(Some),
        CommandKind::ChangeWindow => change(lock, command, at).map(|()| None),
        CommandKind::RemoveCode => remove(lock, command, at).map(|()| None),
        CommandKind::IssueOfflineCode => {
            return vec![Said::CommandResult(issue(lock, command, at))];
        }
        CommandKind::ReadLock => {
            if lock.can_read_back && !follows(lock, Habit::ReadsWithoutList, at) {
                facts.push(Said::LockReport(list(lock, at)));
            }
            Ok(None)
        }
    };
    let result = match outcome {
        Ok(external_id) => {
            let mut result = lock.result(command, Outcome::Confirmed, None, at.now);
            result.external_id = external_id;
            result
        }
        Err(refusal) => lock.result(command, Outcome::Failed, Some(refusal), at.now),
    };
    facts.push(Said::CommandResult(result));
    facts
}

fn program(lock: &mut VirtualLock, command: &Command, at: Occasion) -> Result<Id, Refusal> {
    let pin = command.pin.ok_or(Refusal::Rejected)?;
    if lock.find(None, Some(pin)).is_some() {
        return Err(Refusal::DuplicateCode);
    }
    if !takes(lock, pin) {
        return Err(Refusal::Rejected);
    }
    let slot = place(lock, command)?;
    if lock.is_full() {
        return Err(Refusal::NoSpace);
    }
    lock.counts.programmed = lock.counts.programmed.saturating_add(1);
    let id: Id = format!("x{}", lock.counts.programmed)
        .parse()
        .map_err(|_| Refusal::Rejected)?;
    lock.codes.push(HeldCode {
        external_id: id.clone(),
        pin,
        window: stored(lock, command.span()),
        slot,
        name: command.name.as_ref().and_then(|name| name.parse().ok()),
        disabled: None,
        ghost: None,
        stored_at: at.now,
        ahead_seconds: None,
        code_id: command.code_id.clone(),
    });
    if follows(lock, Habit::ForgetsAfterSuccess, at) && lock.jobs.len() < MAX_JOBS {
        lock.jobs.push(Job {
            due: at.now + FORGOTTEN_AFTER,
            kind: JobKind::Forget,
            command: None,
            external_id: Some(id.clone()),
        });
    }
    Ok(id)
}

/// Whether the lock takes a PIN. One that is merely easy to guess is none of its business (P6).
fn takes(lock: &VirtualLock, pin: Pin) -> bool {
    let rules = CodeRules {
        weak_pins: Some(WeakPins::Allow),
        ..lock.rules.clone()
    };
    let others: Vec<Pin> = lock.codes.iter().map(|held| held.pin).collect();
    let violations = check(&pin.typed(), &[rules], &others, &[]);
    violations.is_ok_and(|violations| violations.is_empty())
}

/// The place of a new code: the one that the command names, or the first that is free.
fn place(lock: &VirtualLock, command: &Command) -> Result<Option<u32>, Refusal> {
    let precisely = lock.habits.contains(&Habit::SpeaksPrecisely);
    if let Some(slot) = command.slot {
        if lock.is_taken(slot) {
            let taken = if precisely {
                Refusal::SlotTaken
            } else {
                Refusal::NoSpace
            };
            return Err(taken);
        }
        return if lock.slots.is_none_or(|slots| slots.contains(slot)) {
            Ok(Some(slot))
        } else {
            Err(Refusal::Rejected)
        };
    }
    let Some(slots) = lock.slots else {
        return Ok(None);
    };
    // At most as many are taken as there are codes.
    let first = slots.numbers().find(|&slot| !lock.is_taken(slot));
    first.map(Some).ok_or(Refusal::NoSpace)
}

fn change(lock: &mut VirtualLock, command: &Command, at: Occasion) -> Result<(), Refusal> {
    let found = lock.meant_by(command);
    let found = found.map(|held| held.external_id.clone());
    let Some(id) = found else {
        return Err(absent(lock));
    };
    if !lock.can_update {
        return Err(Refusal::Rejected);
    }
    let window = stored(lock, command.span());
    if let Some(held) = lock.held_mut(&id) {
        held.window = window;
        held.stored_at = at.now;
        held.ahead_seconds = None;
    }
    Ok(())
}

/// What is said of a change of a code that is not there.
fn absent(lock: &VirtualLock) -> Refusal {
    if lock.habits.contains(&Habit::SpeaksPrecisely) {
        Refusal::NotFound
    } else {
        Refusal::Rejected
    }
}

fn remove(lock: &mut VirtualLock, command: &Command, at: Occasion) -> Result<(), Refusal> {
    let precisely = lock.habits.contains(&Habit::SpeaksPrecisely);
    let found = lock.meant_by(command);
    let Some((id, is_ghost)) = found.map(|held| (held.external_id.clone(), held.ghost)) else {
        return if precisely {
            Err(Refusal::NotFound)
        } else {
            Ok(())
        };
    };
    if lock.codes.len() == 1 && lock.quirks.contains(&Quirk::KeepsLastCode) {
        return Err(if precisely {
            Refusal::KeepsLastCode
        } else {
            Refusal::Rejected
        });
    }
    if is_ghost != Some(true) && shows(lock, Quirk::GhostCodes, at) {
        if let Some(held) = lock.held_mut(&id) {
            held.ghost = Some(true);
        }
        return Ok(());
    }
    lock.forget(&id);
    Ok(())
}
