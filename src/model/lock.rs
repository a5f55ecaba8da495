//! Locks: what the device can do and how it was last seen.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::policy::PartialPolicy;
use super::slots::Slots;
use crate::code::CodeRules;
use crate::json::{at_most, outside, percent};
use crate::time::{Instant, TimeFrame, Zone};
use crate::{Error, Id, Text};

/// One device on one platform (H). What is left out comes from its `profile`, and then from the
/// defaults.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Lock {
    /// Unique among the locks of its site.
    pub id: Id,
    /// Raised by the sender at each change (T6); absent is 0.
    pub revision: Option<u32>,
    /// The door's name, as guests read it.
    pub name: Text,
    /// The platform that reaches it, such as `seam`; for people.
    pub platform: Option<Text>,
    /// A brand whose known facts fill what is left out here, such as `nuki`.
    pub profile: Option<Text>,
    /// Its own zone, where it differs from the listing's.
    pub time_zone: Option<Zone>,
    /// Which PINs it accepts (P5).
    pub rules: Option<CodeRules>,
    /// How many codes it holds.
    pub capacity: Option<u32>,
    /// Its places, where it addresses codes by place: each command then names one. Of `slots` and
    /// `capacity` the smaller counts (S1).
    pub slots: Option<Slots>,
    /// Whether it can be reached from afar; absent is `true`.
    pub remote: Option<bool>,
    /// Whether it stores windows itself and so obeys them while offline; absent is `false` (C3).
    pub native_schedule: Option<bool>,
    /// Whether the window of a code on it can be changed in place; absent is `true` (T7). Where
    /// not, a code is taken off and made again with its PIN; during a stay, one that ends too early
    /// goes when another one with a new PIN works, or, where there is no place for two, at its end.
    pub can_update: Option<bool>,
    /// How its platform changes the window of a code; absent is `in_place`. Where it takes the code
    /// off and makes it again, the code may be gone until the change is confirmed (T1).
    pub changes_by: Option<ChangesBy>,
    /// Whether its codes can be read back; absent is `true` (F18).
    pub can_read_back: Option<bool>,
    /// Whether its schedules are off by an hour at clock changes; absent is `false` (C8).
    pub clock_suspect: Option<bool>,
    /// Whether its platform can be asked for codes of the lock's own algorithm, which open it
    /// without a connection; absent is `false`. No profile says so by itself (A3b, F41).
    pub offline_codes: Option<bool>,
    /// How to type a code on it, for people.
    pub keypad_hint: Option<Text>,
    /// Which windows its platform accepts (W7).
    pub time_frames: Option<TimeFrames>,
    /// What the host decided for this lock; what it leaves out, the listing of a stay decides, then
    /// the site (D8). A lock has none of what only the site decides, and no `window`,
    /// `codes.length`, `codes.preferPhoneDigits`, `complaints.answerAgainMinutes`,
    /// `notices.revealHours` or `notices.channels`: these are about a stay with all of its doors.
    #[cfg_attr(feature = "types", ts(optional, type = "PartialPolicy"))]
    pub policy: Option<Box<PartialPolicy>>,
    /// How it was last seen.
    pub state: Option<LockState>,
}

/// How a platform changes the window of a code (T1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ChangesBy {
    /// The code stays on the lock, with its old window or its new one.
    InPlace,
    /// The code is taken off and made again.
    Replace,
}

/// Which windows a platform accepts, for codes sent to the lock and for codes made by an algorithm
/// (W7).
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct TimeFrames {
    /// For codes that are sent to the lock, at most 32; any one of them has to fit.
    #[serde(default, deserialize_with = "at_most::<32, _, _, _>")]
    pub online: Option<Vec<TimeFrame>>,
    /// For codes made by the platform's algorithm, at most 32. They count where the lock says
    /// `offlineCodes` (A3b, F41).
    #[serde(default, deserialize_with = "at_most::<32, _, _, _>")]
    pub offline: Option<Vec<TimeFrame>>,
}

/// How a lock was last seen (A3, C2).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct LockState {
    /// What the platform says.
    pub reachability: Reachability,
    /// When it said so.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub reported_at: Option<Instant>,
    /// Charge in percent, 0 to 100.
    #[serde(default, deserialize_with = "percent")]
    pub battery_percent: Option<u8>,
    /// `false` where its battery is dead or its keypad broken; absent is `true` (A).
    pub usable: Option<bool>,
    /// Whether its connection comes and goes; absent is `false`.
    pub flaky: Option<bool>,
    /// Failed attempts to reach it since it last answered, at most 64 (A3).
    #[cfg_attr(feature = "types", ts(optional, type = "Array<Timestamp>"))]
    #[serde(default, deserialize_with = "at_most::<64, _, _, _>")]
    pub failures: Option<Vec<Instant>>,
}

impl Lock {
    /// The lock; without a name that shows something, it is called by its id.
    pub(crate) fn named(self) -> Self {
        let name = self.name.or_id(&self.id);
        Self { name, ..self }
    }
}

impl LockState {
    /// Refuses figures out of their limits.
    ///
    /// # Errors
    /// `out_of_range` at `batteryPercent`.
    pub fn check(&self) -> Result<(), Error> {
        let limits = 0..=100;
        let percent = self.battery_percent.map(u64::from);
        if percent.is_none_or(|percent| limits.contains(&percent)) {
            return Ok(());
        }
        Err(outside(percent, &limits).at("batteryPercent"))
    }
}

/// What the platform says about the way to a lock. Unknown is not offline (A3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Reachability {
    /// It answers.
    Online,
    /// It does not answer, says the platform.
    Offline,
    /// Nobody knows.
    Unknown,
}
