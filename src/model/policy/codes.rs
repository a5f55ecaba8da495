//! What a host may decide about codes and their windows.

use latchstring_derive::Partial;
use serde::{Deserialize, Serialize};

use super::within;
use crate::Error;
use crate::time::TimeOfDay;

/// Making PINs (P).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct CodesPolicy {
    /// Digits of a PIN \[6\], 4 to 10, where the locks leave the choice (P1).
    pub length: u8,
    /// How long a PIN stays away from other holders after it was told \[180 days\], 0 to 3650 (P7).
    pub retire_days: u32,
    /// How long before its start a code is put on a lock that stores windows but has few places
    /// \[72 h\], 1 to 8760 (C3).
    pub activate_ahead_hours: u32,
    /// Whether the phone's last digits are tried as a PIN \[no\] (P4).
    pub prefer_phone_digits: bool,
    /// Whether a new PIN is at least two slips away from every other on its lock \[yes\]: one key
    /// pressed wrong, two neighbours swapped, one key missed or doubled (P10). As soon as that
    /// would leave less than half of the PINs, it gives way.
    pub typo_aware: bool,
}

impl Default for CodesPolicy {
    fn default() -> Self {
        Self {
            length: 6,
            retire_days: 180,
            activate_ahead_hours: 72,
            prefer_phone_digits: false,
            typo_aware: true,
        }
    }
}

impl CodesPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("CodesPolicy", "length", self.length)?;
        within("CodesPolicy", "retireDays", self.retire_days)?;
        within(
            "CodesPolicy",
            "activateAheadHours",
            self.activate_ahead_hours,
        )
    }
}

/// The edges of a stay's window (W).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct WindowPolicy {
    /// Grace before check-in \[0 min\], 0 to 1440 (W4).
    pub before_check_in_minutes: u32,
    /// Grace after check-out \[30 min\], 0 to 1440 (W4).
    pub after_check_out_minutes: u32,
}

impl Default for WindowPolicy {
    fn default() -> Self {
        Self {
            before_check_in_minutes: 0,
            after_check_out_minutes: 30,
        }
    }
}

impl WindowPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within(
            "WindowPolicy",
            "beforeCheckInMinutes",
            self.before_check_in_minutes,
        )?;
        within(
            "WindowPolicy",
            "afterCheckOutMinutes",
            self.after_check_out_minutes,
        )
    }
}

/// Codes of visitors (V).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct VisitsPolicy {
    /// Age at which recurring, turnover and permanent codes are replaced \[90 days\] (V3).
    pub rotate_days: u32,
    /// When visitors of kind turnover are told the turnovers of the next day \[18:00\], on the
    /// clock of the listing (V2).
    pub turnover_message_at: TimeOfDay,
}

impl Default for VisitsPolicy {
    fn default() -> Self {
        Self {
            rotate_days: 90,
            turnover_message_at: TimeOfDay::EVENING,
        }
    }
}

impl VisitsPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("VisitsPolicy", "rotateDays", self.rotate_days)
    }
}
