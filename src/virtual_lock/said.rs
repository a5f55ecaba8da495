//! What the cloud of a lock says: facts for a host's inbox.
//!
//! They are defined apart from the facts of the engine. A cloud writes what it likes: a
//! tab in a label (F62), or a word that not every reader knows. The engine's own types hold only
//! what was taken.

use serde::Serialize;
use serde_with::skip_serializing_none;

use super::character::Habit;
use super::state::{Label, VirtualLock};
use crate::Id;
use crate::code::Pin;
use crate::model::LockState;
use crate::site::{Command, Outcome};
use crate::time::Instant;

/// A fact, as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Said {
    /// The result of a command.
    CommandResult(SaidResult),
    /// The status of the lock, or its codes.
    LockReport(SaidReport),
    /// A code opened the lock.
    CodeUsed(SaidUse),
    /// The keypad refused an entry.
    AccessDenied(SaidDenial),
}

/// The result of a command.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SaidResult {
    /// Unique among what this lock's cloud says.
    pub id: String,
    /// When it answered.
    pub at: Instant,
    /// The command.
    pub command_id: Id,
    /// Its outcome.
    pub outcome: Outcome,
    /// Why it failed.
    pub failure: Option<Refusal>,
    /// The platform's id of the code.
    pub external_id: Option<Id>,
    /// The PIN, where the platform made it.
    pub pin: Option<Pin>,
}

/// The status of a lock, or its codes.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SaidReport {
    /// Unique among what this lock's cloud says.
    pub id: String,
    /// When the lock said so, as far as the cloud tells.
    pub at: Instant,
    /// The lock.
    pub lock_id: Id,
    /// Its status.
    pub state: Option<LockState>,
    /// Its codes.
    pub codes: Option<Vec<Listed>>,
}

/// A code as a cloud lists it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Listed {
    /// The platform's id of it.
    pub external_id: Option<Id>,
    /// Its PIN, or the text that hides it.
    pub pin: String,
    /// Its place.
    pub slot: Option<u32>,
    /// Its label.
    pub name: Option<Label>,
    /// When it begins.
    pub starts_at: Option<Instant>,
    /// When it ends.
    pub ends_at: Option<Instant>,
    /// Whether it opens the lock in its window; said of a disabled code only.
    pub enabled: Option<bool>,
}

/// A code opened the lock.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SaidUse {
    /// Unique among what this lock's cloud says.
    pub id: String,
    /// When.
    pub at: Instant,
    /// The lock.
    pub lock_id: Id,
    /// The platform's id of the code.
    pub external_id: Option<Id>,
    /// The PIN, where the cloud shows it.
    pub pin: Option<Pin>,
}

/// The keypad refused an entry.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SaidDenial {
    /// Unique among what this lock's cloud says.
    pub id: String,
    /// When.
    pub at: Instant,
    /// The lock.
    pub lock_id: Id,
    /// What was typed, where the cloud shows it.
    pub pin: Option<Pin>,
    /// How many digits were typed, where the cloud says only that.
    pub digits: Option<u32>,
}

/// Why a cloud says that a command failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// It does something else.
    Busy,
    /// The lock does not answer.
    Offline,
    /// No answer in time.
    Timeout,
    /// Another code on the lock has this PIN.
    DuplicateCode,
    /// The lock is full, or the place is taken.
    NoSpace,
    /// The account may not do this.
    Unauthorized,
    /// It refuses for another reason.
    Rejected,
    /// The code is not there.
    NotFound,
    /// Another code is in this place.
    SlotTaken,
    /// It is the last code, which stays.
    KeepsLastCode,
}

impl VirtualLock {
    /// An id that this lock's cloud has not said yet.
    fn new_fact_id(&mut self) -> String {
        self.counts.said = self.counts.said.saturating_add(1);
        // A lock's id has at most 128 bytes, and so has that of a fact.
        let cut = self.id.char_indices().map(|(at, _)| at);
        let cut = cut.take_while(|&at| at <= 100).last().unwrap_or_default();
        let end = if self.id.len() <= 100 {
            self.id.len()
        } else {
            cut
        };
        let name = self.id.get(..end).unwrap_or_default();
        format!("{name}-says-{}", self.counts.said)
    }

    pub(super) fn result(
        &mut self,
        command: &Command,
        outcome: Outcome,
        failure: Option<Refusal>,
        at: Instant,
    ) -> SaidResult {
        SaidResult {
            id: self.new_fact_id(),
            at,
            command_id: command.id.clone(),
            outcome,
            failure,
            external_id: None,
            pin: None,
        }
    }

    pub(super) fn report(&mut self, at: Instant) -> SaidReport {
        SaidReport {
            id: self.new_fact_id(),
            at,
            lock_id: self.id.clone(),
            state: None,
            codes: None,
        }
    }

    /// What the cloud tells of an entry that the keypad refused, if it does.
    pub(super) fn denied(&mut self, typed: Pin, at: Instant) -> Option<Said> {
        let tells_pin = self.habits.contains(&Habit::TellsRefusedPins);
        if !tells_pin && !self.habits.contains(&Habit::CountsRefusedDigits) {
            return None;
        }
        let digits = u32::try_from(typed.digits().len()).ok();
        Some(Said::AccessDenied(SaidDenial {
            id: self.new_fact_id(),
            at,
            lock_id: self.id.clone(),
            pin: tells_pin.then_some(typed),
            digits: digits.filter(|_| !tells_pin),
        }))
    }

    pub(super) fn used(&mut self, external_id: &Id, pin: Option<Pin>, at: Instant) -> SaidUse {
        SaidUse {
            id: self.new_fact_id(),
            at,
            lock_id: self.id.clone(),
            external_id: Some(external_id.clone()),
            pin,
        }
    }
}
