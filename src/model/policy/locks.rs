//! What a host may decide about locks: checks, silence, commands.

use latchstring_derive::Partial;
use serde::{Deserialize, Serialize};

use super::within;
use crate::time::Duration;
use crate::{Error, ErrorCode};

/// Checks before a window begins (C).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ValidationPolicy {
    /// Lock health \[15 min before\], 0 to 1440 (C1).
    pub health_minutes: u32,
    /// Programming a lock that stores no windows \[10 min before\], 0 to 1440 (C1).
    pub activation_minutes: u32,
    /// Reading the code back \[5 min before\], 0 to 1440 (C1).
    pub verification_minutes: u32,
    /// Charge below which the battery is low \[25 %\] (C2).
    pub battery_percent: u8,
    /// Charge below which a lock that fell silent is taken for dead \[10 %\] (C5).
    pub empty_battery_percent: u8,
    /// What a low battery alone leads to \[`warn`\] (C5).
    pub low_battery: LowBattery,
    /// Whether the checks run \[yes\].
    pub enabled: bool,
}

/// What a low battery alone leads to, while the guest's code works (C5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum LowBattery {
    /// The host is told, and a backup is made ready.
    #[default]
    Warn,
    /// So, too, and at the health check the guest is told a backup beside their code.
    TellBackup,
}

impl Default for ValidationPolicy {
    fn default() -> Self {
        Self {
            health_minutes: 15,
            activation_minutes: 10,
            verification_minutes: 5,
            battery_percent: 25,
            empty_battery_percent: 10,
            low_battery: LowBattery::Warn,
            enabled: true,
        }
    }
}

impl ValidationPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("ValidationPolicy", "healthMinutes", self.health_minutes)?;
        within(
            "ValidationPolicy",
            "activationMinutes",
            self.activation_minutes,
        )?;
        within(
            "ValidationPolicy",
            "verificationMinutes",
            self.verification_minutes,
        )?;
        within("ValidationPolicy", "batteryPercent", self.battery_percent)?;
        within(
            "ValidationPolicy",
            "emptyBatteryPercent",
            self.empty_battery_percent,
        )
    }

    /// The checks come one after the other: health, activation, verification (C1).
    pub(super) fn check_order(&self) -> Result<(), Error> {
        if self.activation_minutes > self.health_minutes {
            return Err(out_of_order("activationMinutes", "healthMinutes"));
        }
        if self.verification_minutes > self.activation_minutes {
            return Err(out_of_order("verificationMinutes", "activationMinutes"));
        }
        Ok(())
    }
}

impl ValidationPolicy {
    /// The same, where each check is as early as the next one or earlier.
    pub(super) fn in_order(mut self) -> Self {
        self.activation_minutes = self.activation_minutes.max(self.verification_minutes);
        self.health_minutes = self.health_minutes.max(self.activation_minutes);
        self
    }
}

impl PartialValidationPolicy {
    /// The checks that are said come one after the other.
    pub(super) fn check_order(&self) -> Result<(), Error> {
        let said = [
            ("healthMinutes", self.health_minutes),
            ("activationMinutes", self.activation_minutes),
            ("verificationMinutes", self.verification_minutes),
        ];
        let mut before: Option<(&str, u32)> = None;
        for (key, minutes) in said {
            let Some(minutes) = minutes else { continue };
            if let Some((earlier, _)) = before.filter(|&(_, most)| minutes > most) {
                return Err(out_of_order(key, earlier));
            }
            before = Some((key, minutes));
        }
        Ok(())
    }
}

fn out_of_order(key: &str, before: &str) -> Error {
    Error::new(
        ErrorCode::OutOfRange,
        format!("a check that comes before {before}"),
        "health comes first, then activation, then verification: each as early as the next or earlier",
    )
    .at(key)
}

/// When a lock counts as offline (A3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct OfflinePolicy {
    /// Failed attempts that confirm it \[3\].
    pub failed_attempts: u32,
    /// How long they must span \[5 min\].
    pub over_minutes: u32,
    /// Failed attempts that confirm it during a stay \[2\], since a guest may stand outside.
    pub stay_failed_attempts: u32,
    /// How long these must span \[30 s\].
    pub stay_over_seconds: u32,
    /// Age at which a report says nothing any more \[30 min\].
    pub stale_minutes: u32,
}

impl Default for OfflinePolicy {
    fn default() -> Self {
        Self {
            failed_attempts: 3,
            over_minutes: 5,
            stay_failed_attempts: 2,
            stay_over_seconds: 30,
            stale_minutes: 30,
        }
    }
}

impl OfflinePolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("OfflinePolicy", "failedAttempts", self.failed_attempts)?;
        within("OfflinePolicy", "overMinutes", self.over_minutes)?;
        within(
            "OfflinePolicy",
            "stayFailedAttempts",
            self.stay_failed_attempts,
        )?;
        within("OfflinePolicy", "stayOverSeconds", self.stay_over_seconds)?;
        within("OfflinePolicy", "staleMinutes", self.stale_minutes)
    }
}

/// Answers to commands (C6, C7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct CommandsPolicy {
    /// How long a lock may take \[60 s\].
    pub deadline_seconds: u32,
    /// How long it may take while a guest stands at the door \[20 s\].
    pub stay_deadline_seconds: u32,
    /// Tries in a row \[5\].
    pub tries: u32,
    /// The span that these tries may take \[30 min\].
    pub per_minutes: u32,
    /// After how long a full lock is asked again at the latest \[6 h\], 1 to 168.
    pub full_hours: u32,
}

impl Default for CommandsPolicy {
    fn default() -> Self {
        Self {
            deadline_seconds: 60,
            stay_deadline_seconds: 20,
            tries: 5,
            per_minutes: 30,
            full_hours: 6,
        }
    }
}

impl CommandsPolicy {
    /// For how long one reading of a lock is enough for whoever was refused there (A8).
    pub(crate) fn reading_pause(&self) -> Duration {
        Duration::seconds(self.deadline_seconds)
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        within("CommandsPolicy", "deadlineSeconds", self.deadline_seconds)?;
        within(
            "CommandsPolicy",
            "stayDeadlineSeconds",
            self.stay_deadline_seconds,
        )?;
        within("CommandsPolicy", "tries", self.tries)?;
        within("CommandsPolicy", "perMinutes", self.per_minutes)?;
        within("CommandsPolicy", "fullHours", self.full_hours)
    }
}
