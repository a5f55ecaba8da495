//! What a profile fills in, as a host may look at it.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::{Abilities, ChangesBy, OfflineFrame, Slots, TimeFrames, profile, unknown_profile};
use crate::code::{CodeRules, Pin};
use crate::{Error, Text};

/// The arguments of `lockProfile`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LockProfileInput {
    /// The profile's name, such as `nuki`.
    pub name: Text,
}

/// What a profile fills in for a lock: `lock` holds what the lock's own fields would say, so that
/// each of them can be looked at and changed; the rest has no field of its own.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct LockProfile {
    /// The profile's name.
    pub name: Text,
    /// The fields of a lock that leaves them out.
    pub lock: ProfileFields,
    /// Whether the platform says `online` of locks that are not, so that its word counts for
    /// nothing (F32).
    pub status_unreliable: bool,
    /// Whether backups and an emergency code can be kept on such a lock (B1).
    pub keeps_backups: bool,
    /// Places that no code gets, such as that of a master code (I9).
    pub reserved_slots: Vec<u32>,
    /// The PIN that the lock lists in places that were cleared; absent: it lists none (S1).
    pub cleared_pin: Option<Pin>,
    /// The limits of codes that the lock's algorithm makes, in the order of
    /// `lock.timeFrames.offline` (O1).
    pub offline_limits: Vec<OfflineLimits>,
    /// How many codes of its algorithm such a lock bears in all; absent: nobody knows (O1).
    pub offline_capacity: Option<u32>,
    /// Whether a code of its algorithm can be removed from afar (T7).
    pub can_remove_offline: bool,
}

/// The fields of a lock that a profile fills in. Each that the lock states itself comes first.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
#[allow(clippy::struct_excessive_bools)] // each is a field of a lock
pub struct ProfileFields {
    /// Which PINs it accepts; each key that a lock's own rules leave out (P5).
    pub rules: CodeRules,
    /// How many codes it holds; absent: nobody knows.
    pub capacity: Option<u32>,
    /// Its places; absent: it does not address codes by place (S1).
    pub slots: Option<Slots>,
    /// Whether it can be reached from afar.
    pub remote: bool,
    /// Whether it stores windows itself (C3).
    pub native_schedule: bool,
    /// Whether the window of a code on it can be changed in place (T7).
    pub can_update: bool,
    /// How its platform does that: a code under change opens what all states that it may be in have
    /// in common, and "gone" is one of them with `replace` (T1).
    pub changes_by: ChangesBy,
    /// Whether its codes can be read back (F18).
    pub can_read_back: bool,
    /// Whether its schedules are off by an hour at clock changes (C8).
    pub clock_suspect: bool,
    /// How to type a code on it, for people.
    pub keypad_hint: Option<Text>,
    /// Which windows its platform accepts (W7).
    pub time_frames: TimeFrames,
}

/// The limits of one kind of code that a lock's algorithm makes (O1).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct OfflineLimits {
    /// How soon after its start the code has to be used first, in hours; absent: at any time.
    pub first_use_hours: Option<u32>,
    /// How many codes there are for one window; absent: any number.
    pub per_slot: Option<u32>,
}

impl From<&OfflineFrame> for OfflineLimits {
    fn from(frame: &OfflineFrame) -> Self {
        Self {
            first_use_hours: frame.first_use_hours,
            per_slot: frame.per_slot,
        }
    }
}

/// What a profile fills in for a lock that leaves it out.
///
/// # Errors
/// `unknown_profile` at `name`, with the known names as its hint.
///
/// ```
/// use latchstring::model::lock_profile;
/// let nuki = lock_profile(&latchstring::decode(r#"{ "name": "nuki" }"#)?)?;
/// assert_eq!(nuki.lock.capacity, Some(200));
/// assert!(nuki.lock.native_schedule && nuki.keeps_backups);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn lock_profile(input: &LockProfileInput) -> Result<LockProfile, Error> {
    let known = profile(&input.name).ok_or_else(|| unknown_profile(&input.name).at("name"))?;
    Ok(shown(input.name.clone(), known))
}

fn shown(name: Text, known: Abilities) -> LockProfile {
    let frames = |frames: Vec<_>| (!frames.is_empty()).then_some(frames);
    LockProfile {
        name,
        status_unreliable: known.status_unreliable,
        keeps_backups: known.keeps_backups,
        reserved_slots: known.reserved_slots,
        cleared_pin: known.cleared_pin,
        offline_limits: known.offline_frames.iter().map(Into::into).collect(),
        offline_capacity: known.offline_capacity,
        can_remove_offline: known.can_remove_offline,
        lock: ProfileFields {
            rules: known.rules,
            capacity: known.capacity,
            slots: known.slots,
            remote: known.remote,
            native_schedule: known.native_schedule,
            can_update: known.can_update,
            changes_by: known.changes_by,
            can_read_back: known.can_read_back,
            clock_suspect: known.clock_suspect,
            keypad_hint: known.keypad_hint,
            time_frames: TimeFrames {
                online: frames(known.online_frames),
                offline: frames(
                    known
                        .offline_frames
                        .into_iter()
                        .map(|offline| offline.frame)
                        .collect(),
                ),
            },
        },
    }
}
