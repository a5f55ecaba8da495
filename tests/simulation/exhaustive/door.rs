//! The lock as it hangs in its door, and what its platform says of what it did.

use std::fmt::Write;

use latchstring::code::Pin;
use latchstring::model::CommandKind;
use latchstring::site::Command;
use latchstring::time::Instant;
use serde_json::{Value, json};

use crate::plan::{HOUR, LOCK, instant};

#[derive(Clone)]
pub struct Door {
    pub online: bool,
    pub held: Vec<Held>,
    /// Codes of its algorithm, which open it and stand in no list (A3b).
    pub made: Vec<Held>,
    programmed: u32,
    /// Its last place, where it has places (S1).
    slots: Option<u32>,
}

/// A code that the lock holds.
#[derive(Clone)]
pub struct Held {
    /// The platform's id of it.
    pub id: String,
    pub pin: Pin,
    pub starts_at: Option<i64>,
    pub ends_at: Option<i64>,
    pub slot: Option<u32>,
    /// The engine's id of it; none where somebody typed it in by hand.
    pub code_id: Option<String>,
}

/// What the lock did about a command.
#[derive(Clone)]
pub struct Deed {
    pub command_id: String,
    refused: Option<&'static str>,
    external_id: Option<String>,
    /// The PIN that its algorithm made.
    made: Option<Pin>,
    /// What it read, and when.
    codes: Option<(Value, i64)>,
}

impl Held {
    pub fn opens(&self, pin: Pin, at: i64) -> bool {
        self.pin == pin && self.is_open(at)
    }

    pub fn is_open(&self, at: i64) -> bool {
        self.starts_at.is_none_or(|start| start <= at) && self.ends_at.is_none_or(|end| at < end)
    }
}

impl Door {
    pub fn new(slots: Option<u32>) -> Self {
        Self {
            online: true,
            held: Vec::new(),
            made: Vec::new(),
            programmed: 0,
            slots,
        }
    }

    /// Whether a PIN opens it.
    pub fn opens(&self, pin: Pin, at: i64) -> bool {
        let mut all = self.held.iter().chain(&self.made);
        all.any(|held| held.opens(pin, at))
    }

    /// Somebody types a code in at the door.
    pub fn type_in(&mut self, pin: Pin) {
        let id = self.new_id();
        self.held.push(Held {
            id,
            pin,
            starts_at: None,
            ends_at: None,
            slot: None,
            code_id: None,
        });
    }

    fn new_id(&mut self) -> String {
        self.programmed += 1;
        format!("x{}", self.programmed)
    }

    fn find(&self, command: &Command) -> Option<usize> {
        self.held
            .iter()
            .position(|held| match (&command.external_id, self.slots) {
                // Whatever is in the place (S1).
                (_, Some(_)) if command.slot.is_some() => held.slot == command.slot,
                (Some(id), _) => *held.id == **id,
                (None, _) => command.pin == Some(held.pin),
            })
    }

    /// The algorithm's code for a window: always the same (A3b). The lock need not hear of it.
    pub fn make(&mut self, command: &Command) -> Deed {
        let mut deed = Deed::of(command);
        let (starts_at, ends_at) = edges(command);
        let hours = [starts_at, ends_at].map(|at| at.unwrap_or_default() / HOUR % 10_000);
        let pin: Pin = format!("{:08}", hours[0] * 10_000 + hours[1])
            .parse()
            .expect("a PIN");
        deed.made = Some(pin);
        self.made.push(Held {
            id: String::new(),
            pin,
            starts_at,
            ends_at,
            slot: None,
            code_id: command.code_id.as_ref().map(ToString::to_string),
        });
        deed
    }

    /// Does a command, or says what the command must never have asked for.
    pub fn carry_out(&mut self, command: &Command, now: i64) -> Result<Deed, String> {
        let found = self.find(command);
        let own = found.and_then(|at| self.held[at].code_id.clone());
        let mut deed = Deed::of(command);
        let (starts_at, ends_at) = edges(command);
        self.check_place(command)?;
        match (command.kind, found) {
            (CommandKind::RemoveCode | CommandKind::ChangeWindow, Some(at))
                if self.held[at].code_id.is_none() =>
            {
                return Err(format!(
                    "I10: {command:?} is about a code that somebody typed in"
                ));
            }
            (CommandKind::ProgramCode, Some(_)) => {
                if own.is_some() && own.as_deref() != command.code_id.as_deref() {
                    return Err(format!("I4: {command:?} is programmed over {own:?}"));
                }
                deed.refused = Some("duplicate_code");
            }
            (CommandKind::ProgramCode, None) => {
                let taken = |held: &&Held| command.slot.is_some() && held.slot == command.slot;
                if let Some(held) = self.held.iter().find(taken) {
                    return Err(format!("I9: {command:?} is put on {:?}", held.code_id));
                }
                let id = self.new_id();
                deed.external_id = Some(id.clone());
                let pin = command.pin.ok_or("a PIN to program")?;
                let code_id = command.code_id.as_ref().map(ToString::to_string);
                self.held.push(Held {
                    id,
                    pin,
                    starts_at,
                    ends_at,
                    slot: command.slot,
                    code_id,
                });
            }
            (CommandKind::ChangeWindow, Some(at)) => {
                let held = &mut self.held[at];
                if held.slot != command.slot {
                    return Err(format!(
                        "I9: {command:?} moves a code out of {:?}",
                        held.slot
                    ));
                }
                (held.starts_at, held.ends_at) = (starts_at, ends_at);
            }
            (CommandKind::ChangeWindow, None) => deed.refused = Some("rejected"),
            (CommandKind::RemoveCode, Some(at)) => drop(self.held.remove(at)),
            (CommandKind::RemoveCode, None) => {}
            (CommandKind::ReadLock, _) => deed.codes = Some((self.listed(), now)),
            (CommandKind::IssueOfflineCode, _) => {
                return Err(format!(
                    "A3b: {command:?} is for a lock that says no such thing"
                ));
            }
        }
        Ok(deed)
    }

    /// S1: a command about a code names a place that the lock has, and a lock without places gets
    /// none but the emergency code's.
    fn check_place(&self, command: &Command) -> Result<(), String> {
        let writes = matches!(
            command.kind,
            CommandKind::ProgramCode | CommandKind::ChangeWindow | CommandKind::RemoveCode
        );
        let Some(last) = self.slots.filter(|_| writes) else {
            return Ok(());
        };
        match command.slot {
            Some(slot) if (1..=last).contains(&slot) => Ok(()),
            _ => Err(format!("S1: {command:?} names no place of 1 to {last}")),
        }
    }

    fn listed(&self) -> Value {
        let one = |held: &Held| {
            let mut code = json!({ "externalId": held.id, "pin": held.pin.reveal() });
            if let (Some(slot), Some(_)) = (held.slot, self.slots) {
                code["slot"] = json!(slot);
            }
            for (edge, at) in [("startsAt", held.starts_at), ("endsAt", held.ends_at)] {
                if let Some(at) = at {
                    code[edge] = json!(instant(at));
                }
            }
            code
        };
        self.held.iter().map(one).collect()
    }
}

/// When the window of a command begins and ends.
fn edges(command: &Command) -> (Option<i64>, Option<i64>) {
    let edge = |at: Option<Instant>| at.map(Instant::unix_seconds);
    command.window.as_ref().map_or((None, None), |held| {
        (edge(held.starts_at), edge(held.ends_at))
    })
}

impl Deed {
    fn of(command: &Command) -> Self {
        Self {
            command_id: command.id.to_string(),
            refused: None,
            external_id: None,
            made: None,
            codes: None,
        }
    }

    /// What the platform says of it at `now`: a result is stamped when it is given, what was read
    /// when it was read.
    pub fn facts(&self, now: i64) -> Vec<Value> {
        let at = self.codes.as_ref().map_or(now, |(_, read_at)| *read_at);
        let outcome = if self.refused.is_some() {
            "failed"
        } else {
            "confirmed"
        };
        let mut result = result(&self.command_id, outcome, self.refused, at);
        if let Some(id) = &self.external_id {
            result["externalId"] = json!(id);
        }
        if let Some(pin) = self.made {
            result["pin"] = json!(pin.reveal());
        }
        let report = self.codes.as_ref().map(|(codes, _)| {
            json!({ "type": "lock_report", "id": format!("read-{}", self.command_id), "at": instant(at), "lockId": LOCK,
                    "codes": codes })
        });
        report.into_iter().chain([result]).collect()
    }

    /// As a state names it.
    pub fn write(&self, text: &mut String) {
        let Self {
            command_id,
            refused,
            external_id,
            made: _,
            codes,
        } = self;
        let codes = codes
            .as_ref()
            .map(|(codes, at)| (codes.to_string(), instant(*at)));
        write!(text, "{command_id:?}{refused:?}{external_id:?}").unwrap();
        if let Some((codes, at)) = codes {
            write!(text, "{codes}\"{at}\"").unwrap();
        }
    }
}

pub fn result(command_id: &str, outcome: &str, failure: Option<&str>, now: i64) -> Value {
    let mut fact = json!({ "type": "command_result", "id": format!("said-{command_id}"), "at": instant(now),
                           "commandId": command_id, "outcome": outcome });
    if let Some(failure) = failure {
        fact["failure"] = json!(failure);
    }
    fact
}

/// What the platform says of the lock by itself.
pub fn word(online: bool, now: i64) -> Value {
    let word = if online { "online" } else { "offline" };
    json!({ "type": "lock_report", "id": format!("word-{now}"), "at": instant(now), "lockId": LOCK,
            "state": { "reachability": word } })
}
