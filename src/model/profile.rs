//! What a lock can do: its own fields, then its brand's profile, then the defaults.

mod lock_profile;
mod table;

use super::lock::{ChangesBy, Lock, LockState, TimeFrames};
use super::policy::{Policy, PolicyOf};
use super::slots::Slots;
use crate::code::{CodeRules, NameLength, Pin};
use crate::error::shown;
use crate::time::TimeFrame;
use crate::{Error, ErrorCode, Text};
pub use lock_profile::{LockProfile, LockProfileInput, OfflineLimits, ProfileFields, lock_profile};
use table::{Frame, ROWS, Row};

/// What a lock can do, with nothing left open.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
pub struct Abilities {
    /// Which PINs it accepts (P5).
    pub rules: CodeRules,
    /// How many codes it holds; `None` where nobody knows.
    pub capacity: Option<u32>,
    /// Its places, where it addresses codes by place; no more than it holds codes (S1).
    pub slots: Option<Slots>,
    /// Slots that are no places for codes, such as a master code's (I9).
    pub reserved_slots: Vec<u32>,
    /// The PIN that the lock lists in places that were cleared (S1).
    pub cleared_pin: Option<Pin>,
    /// Whether it can be reached from afar.
    pub remote: bool,
    /// Whether it stores windows itself (C3).
    pub native_schedule: bool,
    /// Whether the window of a code on it can be changed in place (T7).
    pub can_update: bool,
    /// How its platform does that (T1).
    pub changes_by: ChangesBy,
    /// Whether its codes can be read back (F18).
    pub can_read_back: bool,
    /// Whether its schedules are off by an hour at clock changes (C8).
    pub clock_suspect: bool,
    /// Whether the platform says `online` of locks that are not (F32).
    pub status_unreliable: bool,
    /// Whether a pool of backups can be kept on it (B1).
    pub keeps_backups: bool,
    /// Whether its platform can be asked for codes of the lock's algorithm (A3b).
    pub offline_codes: bool,
    /// How to type a code on it, for people.
    pub keypad_hint: Option<Text>,
    /// Windows for codes that are sent to the lock; none is no limit (W7).
    pub online_frames: Vec<TimeFrame>,
    /// Windows for codes that the lock's algorithm makes; none where it makes none (O1).
    pub offline_frames: Vec<OfflineFrame>,
    /// How many codes of its algorithm a lock bears in all (O1).
    pub offline_capacity: Option<u32>,
    /// Whether a code of its algorithm can be removed from afar (T7).
    pub can_remove_offline: bool,
}

impl Abilities {
    /// Whether the lock keeps windows, and a code stays on it while its window changes (T1, B4).
    pub(crate) fn narrows_in_place(&self) -> bool {
        self.native_schedule && self.can_update && self.changes_by == ChangesBy::InPlace
    }
}

/// A window for codes that a lock's algorithm makes, with the limits that go with it (O1).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OfflineFrame {
    /// The window.
    pub frame: TimeFrame,
    /// How soon after its start the code has to be used first, in hours.
    pub first_use_hours: Option<u32>,
    /// How many codes there are for one window.
    pub per_slot: Option<u32>,
}

/// The names that `Lock.profile` knows, in order.
///
/// ```
/// assert!(latchstring::model::profile_names().any(|name| name == "nuki"));
/// ```
pub fn profile_names() -> impl Iterator<Item = &'static str> {
    ROWS.iter().map(|row| row.name)
}

/// What is known of a brand or platform, for a lock without fields of its own; `None` for an
/// unknown name.
///
/// ```
/// use latchstring::model::profile;
/// assert_eq!(profile("nuki").map(|known| known.capacity), Some(Some(200)));
/// assert_eq!(profile("acme"), None);
/// ```
#[must_use]
pub fn profile(name: &str) -> Option<Abilities> {
    ROWS.iter().find(|row| row.name == name).map(known)
}

/// What a lock can do: each of its own fields (and each key of its `rules` and `timeFrames`) comes
/// first, then its profile, then the default.
///
/// # Errors
/// `unknown_profile` at `profile`, with the known names as its hint.
///
/// ```
/// use latchstring::model::{Lock, abilities};
/// let lock: Lock = latchstring::decode(r#"{"id":"front","name":"Front door","profile":"nuki","capacity":50}"#)?;
/// let able = abilities(&lock)?;
/// assert_eq!(able.capacity, Some(50));
/// assert_eq!(able.rules.lengths, Some(vec![6]));
/// assert!(able.native_schedule && able.can_update);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn abilities(lock: &Lock) -> Result<Abilities, Error> {
    let known = match &lock.profile {
        None => defaults(),
        Some(name) => profile(name).ok_or_else(|| unknown_profile(name).at("profile"))?,
    };
    let (online, offline) = match lock.time_frames.clone() {
        None => (None, None),
        Some(TimeFrames { online, offline }) => (online, offline),
    };
    let capacity = lock.capacity.or(known.capacity);
    let slots = lock.slots.or(known.slots);
    let slots = slots.map(|slots| slots.within(capacity));
    Ok(Abilities {
        rules: match lock.rules.clone() {
            None => known.rules,
            Some(own) => own.or(known.rules),
        },
        // Of places and capacity the smaller counts (S1).
        capacity: capacity.into_iter().chain(slots.map(Slots::count)).min(),
        slots,
        remote: lock.remote.unwrap_or(known.remote),
        native_schedule: lock.native_schedule.unwrap_or(known.native_schedule),
        can_update: lock.can_update.unwrap_or(known.can_update),
        changes_by: lock.changes_by.unwrap_or(known.changes_by),
        can_read_back: lock.can_read_back.unwrap_or(known.can_read_back),
        clock_suspect: lock.clock_suspect.unwrap_or(known.clock_suspect),
        offline_codes: lock.offline_codes.unwrap_or(known.offline_codes),
        keypad_hint: lock.keypad_hint.clone().or(known.keypad_hint),
        online_frames: online.unwrap_or(known.online_frames),
        offline_frames: offline.map_or(known.offline_frames, |frames| {
            frames
                .into_iter()
                .map(|frame| OfflineFrame {
                    frame,
                    ..OfflineFrame::default()
                })
                .collect()
        }),
        ..known
    })
}

fn unknown_profile(name: &str) -> Error {
    let plain = |name: &str| -> String {
        let letters = name.chars().filter(char::is_ascii_alphanumeric);
        letters.map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let meant = profile_names().find(|known| plain(known) == plain(name));
    let hint = match meant {
        Some(known) => format!("write it as {known}"),
        None => format!(
            "leave it out and state the lock's own fields, or choose one of: {}",
            profile_names().collect::<Vec<_>>().join(", ")
        ),
    };
    let message = format!("no brand is known by the name {}", shown(name));
    Error::new(ErrorCode::UnknownProfile, message, hint)
}

impl Lock {
    /// Refuses an unknown profile, and figures out of their limits.
    ///
    /// # Errors
    /// `unknown_profile` at `profile`, `out_of_range` in `slots` and at `state.batteryPercent`;
    /// `out_of_range` or `invalid_value` below `policy`.
    pub fn check(&self) -> Result<(), Error> {
        abilities(self)?;
        self.slots
            .map_or(Ok(()), Slots::check)
            .map_err(|error| error.at("slots"))?;
        self.policy
            .as_ref()
            .map_or(Ok(()), |own| own.check(PolicyOf::Lock))
            .map_err(|error| error.at("policy"))?;
        self.state
            .as_ref()
            .map_or(Ok(()), LockState::check)
            .map_err(|error| error.at("state"))
    }
}

impl Lock {
    /// Its own policy over another one (D8).
    pub(crate) fn policy_over(&self, base: &Policy) -> Policy {
        let own = self.policy.as_ref();
        own.map_or_else(|| base.clone(), |own| own.over(base))
    }
}

fn defaults() -> Abilities {
    Abilities {
        rules: CodeRules::default(),
        capacity: None,
        slots: None,
        reserved_slots: Vec::new(),
        cleared_pin: None,
        remote: true,
        native_schedule: false,
        can_update: true,
        changes_by: ChangesBy::InPlace,
        can_read_back: true,
        clock_suspect: false,
        status_unreliable: false,
        keeps_backups: true,
        offline_codes: false,
        keypad_hint: None,
        online_frames: Vec::new(),
        offline_frames: Vec::new(),
        offline_capacity: None,
        can_remove_offline: true,
    }
}

fn known(row: &Row) -> Abilities {
    let default = defaults();
    Abilities {
        rules: rules(row),
        capacity: row.capacity,
        slots: row.slots.map(|(from, to)| Slots {
            from,
            to,
            reserved: None,
        }),
        reserved_slots: row.reserved_slots.to_vec(),
        cleared_pin: row.cleared_pin.parse().ok(),
        remote: row.remote.unwrap_or(default.remote),
        native_schedule: row.native_schedule.unwrap_or(default.native_schedule),
        can_update: row.can_update.unwrap_or(default.can_update),
        changes_by: row.changes_by.unwrap_or(default.changes_by),
        clock_suspect: row.clock_suspect,
        status_unreliable: row.status_unreliable,
        keeps_backups: !row.no_backups,
        keypad_hint: text(row.keypad_hint),
        online_frames: row.online.iter().map(frame).collect(),
        offline_frames: row
            .offline
            .iter()
            .map(|row| OfflineFrame {
                frame: frame(row),
                first_use_hours: row.first_use_hours,
                per_slot: row.per_slot,
            })
            .collect(),
        offline_capacity: row.offline_capacity,
        can_remove_offline: !row.offline_stays,
        ..default
    }
}

fn rules(row: &Row) -> CodeRules {
    let list = |texts: &[&str]| {
        (!texts.is_empty()).then(|| texts.iter().map(ToString::to_string).collect())
    };
    CodeRules {
        lengths: row
            .lengths
            .map(|(shortest, longest)| (shortest..=longest).collect()),
        one_length: row.one_length.then_some(true),
        constraints: (!row.constraints.is_empty()).then(|| row.constraints.to_vec()),
        paired_keys: list(row.paired_keys),
        reserved: (!row.reserved.is_empty()).then(|| {
            row.reserved
                .iter()
                .filter_map(|pin| pin.parse().ok())
                .collect()
        }),
        name_length: row.name_length.map(|(min, max)| NameLength { min, max }),
        ..CodeRules::default()
    }
}

fn frame(row: &Frame) -> TimeFrame {
    TimeFrame {
        name: text(row.name),
        min_minutes: row.min_minutes,
        max_minutes: row.max_minutes,
        step_minutes: row.step_minutes,
        same_time_of_day: row.same_time_of_day.then_some(true),
        lead_minutes: row.lead_minutes,
        pairs: None,
    }
}

fn text(text: &str) -> Option<Text> {
    if text.is_empty() {
        None
    } else {
        text.parse().ok()
    }
}
