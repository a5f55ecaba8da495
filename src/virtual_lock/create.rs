//! A lock of a brand, new in its door.

use serde::Deserialize;

use super::character::{Habit, Quirk};
use super::state::{Counts, HeldCode, Keypad, Label, OwnClock, VirtualLock};
use crate::code::Pin;
use crate::json::at_most;
use crate::model::{CodeWindow, Lock, Slots, abilities};
use crate::time::{Instant, Zone};
use crate::{Error, ErrorCode, Id};

/// A lock of the site, and what is odd about the one that plays it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct NewVirtualLock {
    /// The lock of the site; the virtual one can do what its profile and its own fields say.
    pub lock: Lock,
    /// The zone of its clock; absent: that of the lock, or else UTC.
    pub time_zone: Option<Zone>,
    /// Its places, where it addresses codes by place; absent: those of the lock (S1).
    pub slots: Option<Slots>,
    /// What is odd about the lock.
    #[serde(default, deserialize_with = "at_most::<16, _, _, _>")]
    pub quirks: Option<Vec<Quirk>>,
    /// What is odd about its cloud.
    #[serde(default, deserialize_with = "at_most::<32, _, _, _>")]
    pub habits: Option<Vec<Habit>>,
    /// How often a quirk or a habit shows, in percent \[100\].
    pub chance_percent: Option<u8>,
    /// Whether strangers' codes are on it already, with odd labels, places and ends; absent is
    /// `false` (F16, F62).
    pub strangers: Option<bool>,
}

/// A new virtual lock, which answers and holds no code of the site.
///
/// # Errors
/// `unknown_profile`, and `out_of_range` for a chance of more than 100 percent or for places that
/// are none.
///
/// ```
/// use latchstring::virtual_lock::{NewVirtualLock, create};
/// let new: NewVirtualLock = latchstring::decode(r#"{ "lock": { "id": "front", "name": "Front door",
///     "profile": "nuki" }, "quirks": ["masked_pins"] }"#)?;
/// let lock = create(&new)?;
/// assert_eq!((lock.capacity, lock.native_schedule), (Some(200), true));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn create(new: &NewVirtualLock) -> Result<VirtualLock, Error> {
    let able = abilities(&new.lock).map_err(|error| error.at("lock"))?;
    let chance_percent = new.chance_percent.unwrap_or(100);
    if chance_percent > 100 {
        return Err(refused("a chance of more than 100 percent").at("chancePercent"));
    }
    new.slots
        .map_or(Ok(()), Slots::check)
        .map_err(|error| error.at("slots"))?;
    let mut lock = VirtualLock {
        id: new.lock.id.clone(),
        rules: able.rules,
        capacity: able.capacity,
        slots: new.slots.or(able.slots),
        native_schedule: able.native_schedule,
        can_update: able.can_update,
        can_read_back: able.can_read_back,
        clock: OwnClock {
            time_zone: new.time_zone.or(new.lock.time_zone).unwrap_or_default(),
            ..OwnClock::default()
        },
        battery_percent: 100,
        reachable: true,
        usable: true,
        quirks: new.quirks.clone().unwrap_or_default(),
        habits: new.habits.clone().unwrap_or_default(),
        chance_percent,
        codes: Vec::new(),
        offline_codes: able.offline_codes.then(Vec::new),
        jobs: Vec::new(),
        keypad: Keypad::default(),
        counts: Counts::default(),
    };
    if new.strangers == Some(true) {
        lock.codes.extend(strangers());
    }
    Ok(lock)
}

fn refused(message: &str) -> Error {
    Error::new(ErrorCode::OutOfRange, message, "check the figures")
}

/// Codes that somebody put there: a label with a tab, one of 300 letters in a place that is none,
/// an end that stands for "never", and an end before its start.
fn strangers() -> impl Iterator<Item = HeldCode> {
    let at = |seconds| Some(Instant::from_unix_seconds(seconds));
    // 2000-01-01, 2001-01-01 and 2099-12-31T23:59:59Z.
    let (year_2000, year_2001, never) = (946_684_800, 978_307_200, 4_102_444_799);
    let long = "cleaning ".repeat(34);
    [
        ("7306142", "Oma\tund Opa", None, None, None),
        ("8120457", &*long, Some(9_999), None, None),
        (
            "9046318",
            "\u{202e}rotisiv",
            Some(0),
            at(year_2000),
            at(never),
        ),
        ("6871350", "", None, at(year_2001), at(year_2000)),
    ]
    .into_iter()
    .enumerate()
    .filter_map(|(number, (pin, name, slot, starts_at, ends_at))| {
        Some(HeldCode {
            external_id: format!("stranger-{number}").parse::<Id>().ok()?,
            pin: pin.parse::<Pin>().ok()?,
            window: CodeWindow { starts_at, ends_at },
            slot,
            name: name.parse::<Label>().ok(),
            disabled: None,
            ghost: None,
            stored_at: Instant::MIN,
            ahead_seconds: None,
            code_id: None,
        })
    })
    .collect::<Vec<_>>()
    .into_iter()
}
