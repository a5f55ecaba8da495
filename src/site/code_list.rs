//! The codes that a lock lists. What the lock says of one code may be odd, such as a label with a
//! tab in it that somebody typed at the door. Each code is therefore read by itself (F62).
//!
//! The shape of a list comes from the host's software: an unknown key or a value of another type
//! is refused as in any fact.

use serde::de::{DeserializeOwned, Error as _};
use serde::{Deserialize, Deserializer};

use crate::code::Reading;
use crate::json::at_most;
use crate::site::state::{FactNote, FactNoteKind};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id, Json, Text};

/// The most codes of one list.
const MAX_CODES: usize = 2_000;

/// A code as a lock lists it. A label, a place, an id or an edge that can't be read costs nothing
/// else of the list: the step says so in its `notes` (F62).
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(
    feature = "types",
    derive(ts_rs::TS),
    ts(optional_fields, rename_all = "camelCase")
)]
pub struct CodeOnLock {
    /// The platform's id of it.
    pub external_id: Option<Id>,
    /// Its PIN. Other text, such as `****`, says that the lock hides it (F18). An empty text, or
    /// the PIN that the lock's profile names for cleared places, is an empty place (S1).
    pub pin: Option<Reading>,
    /// Its place on the lock.
    pub slot: Option<u32>,
    /// Its label.
    pub name: Option<Text>,
    /// When it begins there; absent: at once, or the lock keeps no schedule.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub starts_at: Option<Instant>,
    /// When it ends there; absent: never, or the lock keeps no schedule.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub ends_at: Option<Instant>,
    /// `startsAt` on a wall clock, as the window of a command carries it. A list may give back what
    /// was sent; the instants count.
    pub starts_at_local: Option<Text>,
    /// `endsAt` on that clock.
    pub ends_at_local: Option<Text>,
    /// The zone of that clock.
    pub time_zone: Option<Text>,
    /// Whether it is on the lock already; absent is `confirmed`. A cloud also lists what it has
    /// accepted and not sent to the lock yet.
    pub state: Option<ListedState>,
    /// Whether the code opens; absent is `true`. A disabled code opens nothing.
    pub enabled: Option<bool>,
    /// Whether its place is empty.
    #[cfg_attr(feature = "types", ts(skip))]
    pub(crate) is_empty: bool,
    /// Whether an edge was given that can't be read, so that the list does not tell the window.
    #[cfg_attr(feature = "types", ts(skip))]
    pub(crate) hides_window: bool,
}

/// How far a listed code has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ListedState {
    /// The cloud has accepted it.
    Accepted,
    /// The lock has it.
    Confirmed,
}

/// The codes of one list, and what was odd about them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeList {
    /// The codes.
    pub codes: Vec<CodeOnLock>,
    /// What was read otherwise than it was written; paths begin at the report.
    pub(crate) notes: Vec<FactNote>,
}

impl<'de> Deserialize<'de> for CodeList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let entries: Vec<Entry> = at_most::<MAX_CODES, _, _, _>(deserializer)?;
        let mut list = Self::default();
        for (place, entry) in entries.into_iter().enumerate() {
            let mut notes = Notes {
                place,
                all: &mut list.notes,
            };
            let code = entry.code(&mut notes);
            list.codes.push(code);
        }
        Ok(list)
    }
}

/// A code as it is written in a report.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Entry {
    external_id: Option<Lenient<Id>>,
    pin: Option<Shown>,
    slot: Option<Lenient<u32>>,
    name: Option<Label>,
    starts_at: Option<Lenient<Instant>>,
    ends_at: Option<Lenient<Instant>>,
    starts_at_local: Option<Text>,
    ends_at_local: Option<Text>,
    time_zone: Option<Text>,
    state: Option<ListedState>,
    enabled: Option<bool>,
}

impl Entry {
    fn code(self, notes: &mut Notes<'_>) -> CodeOnLock {
        let odd_edge = |edge: &Option<Lenient<Instant>>| matches!(edge, Some(Lenient::Odd(_)));
        CodeOnLock {
            hides_window: odd_edge(&self.starts_at) || odd_edge(&self.ends_at),
            external_id: notes.read("externalId", self.external_id),
            is_empty: self.pin.as_ref().is_some_and(|shown| shown.is_empty),
            state: self.state,
            enabled: self.enabled,
            pin: self.pin.map(|shown| shown.reading),
            slot: notes.read("slot", self.slot),
            name: self.name.and_then(|label| notes.label(label)),
            starts_at: notes.read("startsAt", self.starts_at),
            ends_at: notes.read("endsAt", self.ends_at),
            starts_at_local: self.starts_at_local,
            ends_at_local: self.ends_at_local,
            time_zone: self.time_zone,
        }
    }
}

/// The text in place of a PIN.
struct Shown {
    reading: Reading,
    is_empty: bool,
}

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: String = Json::deserialize(deserializer)?
            .read()
            .map_err(D::Error::custom)?;
        Ok(Self {
            reading: text.parse().map_err(D::Error::custom)?,
            is_empty: text.trim().is_empty(),
        })
    }
}

/// A value that a lock tells: of the right type, though it may mean nothing here.
enum Lenient<T> {
    Plain(T),
    Odd(Error),
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Json::deserialize(deserializer)?.read() {
            Ok(value) => Ok(Self::Plain(value)),
            Err(error) if error.code == ErrorCode::WrongType => Err(D::Error::custom(error)),
            Err(error) => Ok(Self::Odd(error)),
        }
    }
}

/// A label, and what is odd about it.
struct Label {
    text: Text,
    odd: Option<Error>,
}

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = Json::deserialize(deserializer)?;
        match written.read::<Text>() {
            Ok(text) => Ok(Self { text, odd: None }),
            Err(odd) => {
                let text: String = written.read().map_err(D::Error::custom)?;
                Ok(Self {
                    text: Text::made(&text),
                    odd: Some(odd),
                })
            }
        }
    }
}

/// The notes about the code at one place of a list.
struct Notes<'a> {
    place: usize,
    all: &'a mut Vec<FactNote>,
}

impl Notes<'_> {
    fn add(&mut self, key: &str, kind: FactNoteKind, odd: Error) {
        self.all.push(FactNote {
            index: 0,
            path: format!("codes[{}].{key}", self.place),
            kind,
            message: odd.message,
        });
    }

    /// A value that can be read; an odd one is unknown.
    fn read<T>(&mut self, key: &str, value: Option<Lenient<T>>) -> Option<T> {
        match value? {
            Lenient::Plain(value) => Some(value),
            Lenient::Odd(odd) => {
                self.add(key, FactNoteKind::Unknown, odd);
                None
            }
        }
    }

    /// A label without what no label may hold; nothing where nothing is left.
    fn label(&mut self, label: Label) -> Option<Text> {
        if let Some(odd) = label.odd {
            self.add("name", FactNoteKind::Cleaned, odd);
        }
        Some(label.text).filter(|text| !text.is_empty())
    }
}
