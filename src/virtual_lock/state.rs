//! The lock as data.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_with::skip_serializing_none;

use super::character::{Habit, Quirk};
use crate::code::{CodeRules, Pin};
use crate::json::{at_most, from_text};
use crate::model::{CodeWindow, Slots};
use crate::site::Command;
use crate::time::{Instant, Zone};
use crate::{Error, ErrorCode, Id};

/// The most codes that a virtual lock holds.
pub(super) const MAX_CODES: usize = 2_000;
/// The most that its cloud puts off.
pub(super) const MAX_JOBS: usize = 1_000;

/// A lock in its door and its cloud, as plain data. Change a field, and the world is another one:
/// `reachable: false` is a silent radio, and `batteryPercent: 0` a dead lock.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct VirtualLock {
    /// The lock of the site that it plays.
    pub id: Id,
    /// Which PINs it takes; it refuses others as `rejected` (P5).
    pub rules: CodeRules,
    /// How many codes it holds; absent: as many as are sent.
    pub capacity: Option<u32>,
    /// Its places, where it addresses codes by place (S1).
    pub slots: Option<Slots>,
    /// Whether it stores windows itself; where not, a code opens until it is removed (C3).
    pub native_schedule: bool,
    /// Whether the window of a code on it can be changed in place (T7).
    pub can_update: bool,
    /// Whether its codes can be read back; where not, a reading says only that it answers (F18).
    pub can_read_back: bool,
    /// Its own clock.
    pub clock: OwnClock,
    /// Charge in percent; at 0 neither its keypad nor its radio works.
    pub battery_percent: u8,
    /// Whether its radio is heard.
    pub reachable: bool,
    /// Whether its keypad takes digits.
    pub usable: bool,
    /// What is odd about the lock, each once.
    #[serde(deserialize_with = "at_most::<16, _, _, _>")]
    pub quirks: Vec<Quirk>,
    /// What is odd about its cloud, each once.
    #[serde(deserialize_with = "at_most::<32, _, _, _>")]
    pub habits: Vec<Habit>,
    /// How often a quirk or a habit shows, in percent, by the number that each call draws by.
    pub chance_percent: u8,
    /// The codes on it, at most 2,000, the oldest first.
    #[serde(deserialize_with = "at_most::<MAX_CODES, _, _, _>")]
    pub codes: Vec<HeldCode>,
    /// The codes that its platform made by the lock's own algorithm, at most 2,000: they open it
    /// without a connection, and are in no list. Absent where the platform makes none (A3b).
    #[serde(default, deserialize_with = "at_most::<MAX_CODES, _, _, _>")]
    pub offline_codes: Option<Vec<HeldCode>>,
    /// What its cloud has put off, at most 1,000.
    #[serde(deserialize_with = "at_most::<MAX_JOBS, _, _, _>")]
    pub jobs: Vec<Job>,
    /// What its keypad remembers.
    pub keypad: Keypad,
    /// What it has counted.
    pub counts: Counts,
}

/// A lock's own clock.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct OwnClock {
    /// Its zone.
    pub time_zone: Zone,
    /// By how many seconds it is ahead when it was set last; negative where it is behind.
    pub ahead_seconds: i32,
    /// How many seconds it gains in a day; negative where it loses them.
    pub gains_seconds_a_day: i32,
    /// Since when it gains or loses.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub set_at: Option<Instant>,
}

/// A code that a lock holds.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct HeldCode {
    /// The platform's id of it.
    pub external_id: Id,
    /// Its PIN.
    pub pin: Pin,
    /// The window that the lock obeys.
    pub window: CodeWindow,
    /// Its place, where it has one.
    pub slot: Option<u32>,
    /// Its label, which may be odd.
    pub name: Option<Label>,
    /// Whether somebody disabled it; absent is `false`. A disabled code opens nothing.
    pub disabled: Option<bool>,
    /// Whether a removal was confirmed that left it there; absent is `false`.
    pub ghost: Option<bool>,
    /// When its window was stored; by the offset of that instant a lock that mistakes clock changes
    /// goes on.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub stored_at: Instant,
    /// By how many seconds the lock is ahead with this code, beside its clock; absent is 0.
    pub ahead_seconds: Option<i32>,
    /// The code of the site that it is; absent where somebody typed it in. No cloud knows this.
    pub code_id: Option<Id>,
}

/// Something that a cloud does later.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Job {
    /// When.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub due: Instant,
    /// What.
    pub kind: JobKind,
    /// The command that it is about.
    pub command: Option<Command>,
    /// The code that it is about.
    pub external_id: Option<Id>,
}

/// What a cloud does later.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum JobKind {
    /// It does a command, and says so.
    Do,
    /// It says that a command has failed.
    Fail,
    /// The lock forgets a code.
    Forget,
}

/// What a keypad remembers.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Keypad {
    /// Wrong tries since a PIN opened the lock, or since the last pause.
    pub wrong_tries: u32,
    /// Until when it takes no PIN.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub paused_until: Option<Instant>,
}

/// What a virtual lock has counted, so that no id comes twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Counts {
    /// Codes that were put on it.
    pub programmed: u32,
    /// Facts that its cloud said.
    pub said: u32,
    /// Numbers that were drawn.
    pub drawn: u32,
    /// Lists that left a code out.
    pub left_out: u32,
}

/// A label as a lock shows it: any text of at most 2,000 bytes, also one that no host would write
/// (F62).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Label(String);

impl FromStr for Label {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() > 2_000 {
            return Err(Error::new(
                ErrorCode::TooLong,
                "a label of more than 2000 bytes",
                "shorten it",
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Label {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a string")
    }
}

impl VirtualLock {
    /// Whether its cloud reaches it now.
    #[must_use]
    pub fn answers(&self) -> bool {
        self.reachable && self.battery_percent > 0
    }

    /// Whether its keypad takes digits now.
    #[must_use]
    pub fn works(&self) -> bool {
        self.usable && self.battery_percent > 0
    }

    /// Whether no code more has room on it: of its places and its capacity the smaller counts.
    #[must_use]
    pub fn is_full(&self) -> bool {
        let places = self.slots.map(Slots::count);
        let room = self.capacity.into_iter().chain(places).min();
        let room = room.and_then(|room| usize::try_from(room).ok());
        self.codes.len() >= room.unwrap_or(MAX_CODES).min(MAX_CODES)
    }

    /// Whether a code is in a place.
    #[must_use]
    pub fn is_taken(&self, slot: u32) -> bool {
        self.codes.iter().any(|held| held.slot == Some(slot))
    }

    /// The code with the platform's id, or, where none is given, with the PIN.
    #[must_use]
    pub fn find(&self, external_id: Option<&Id>, pin: Option<Pin>) -> Option<&HeldCode> {
        self.codes.iter().find(|held| match external_id {
            Some(id) => held.external_id == *id,
            None => pin == Some(held.pin),
        })
    }

    /// The code that a command is about: on a lock that addresses codes by place what is in the
    /// place that the command names, whatever that is (S1).
    #[must_use]
    pub fn meant_by(&self, command: &Command) -> Option<&HeldCode> {
        match command.slot.filter(|_| self.slots.is_some()) {
            Some(slot) => self.codes.iter().find(|held| held.slot == Some(slot)),
            None => self.find(command.external_id.as_ref(), command.pin),
        }
    }

    /// The code with the platform's id.
    pub fn held_mut(&mut self, external_id: &Id) -> Option<&mut HeldCode> {
        let mut codes = self.codes.iter_mut();
        codes.find(|held| held.external_id == *external_id)
    }

    /// Takes a code off. Whether it was there.
    pub fn forget(&mut self, external_id: &Id) -> bool {
        let before = self.codes.len();
        self.codes.retain(|held| held.external_id != *external_id);
        self.codes.len() < before
    }
}
