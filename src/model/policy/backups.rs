//! What a host may decide about backup codes and the emergency code.

use latchstring_derive::Partial;
use serde::{Deserialize, Serialize};

use super::within;
use crate::{Error, ErrorCode, Text};

/// The pool of backup codes (B).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct BackupsPolicy {
    /// Unspent backups per lock \[2\]; 0 turns the pool off (B1, B7).
    pub pool_size: u32,
    /// Age at which an unspent backup is replaced \[90 days\] (B6).
    pub rotate_days: u32,
    /// How long a code may outlive its end on a silent lock before the host is asked to remove it
    /// \[60 min\] (B5).
    pub manual_removal_minutes: u32,
    /// How near a changed or late booking is urgent \[48 h\] (A1).
    pub change_within_hours: u32,
    /// How soon an uncovered part has to begin so that a lock that is offline is waited for no
    /// longer \[15 min\] (A1).
    pub soon_minutes: u32,
    /// How long before an uncovered part begins a backup is told whatever the reason \[5 min\]
    /// (A2).
    pub deadline_minutes: u32,
    /// The brand in the labels of backups and emergency codes, as in `Casa Backup 481516`, on one
    /// line \[none\] (B1, E4, F63).
    pub brand: Text,
    /// Whether guests are told that their code is a backup \[no\] (B3).
    pub disclose_to_guest: bool,
}

impl Default for BackupsPolicy {
    fn default() -> Self {
        Self {
            pool_size: 2,
            rotate_days: 90,
            manual_removal_minutes: 60,
            change_within_hours: 48,
            soon_minutes: 15,
            deadline_minutes: 5,
            brand: Text::default(),
            disclose_to_guest: false,
        }
    }
}

impl BackupsPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("BackupsPolicy", "poolSize", self.pool_size)?;
        within("BackupsPolicy", "rotateDays", self.rotate_days)?;
        within(
            "BackupsPolicy",
            "manualRemovalMinutes",
            self.manual_removal_minutes,
        )?;
        within(
            "BackupsPolicy",
            "changeWithinHours",
            self.change_within_hours,
        )?;
        within("BackupsPolicy", "soonMinutes", self.soon_minutes)?;
        within("BackupsPolicy", "deadlineMinutes", self.deadline_minutes)?;
        check_brand(&self.brand)
    }
}

/// Refuses a brand with a line break: no label on a lock has two lines (F63).
fn check_brand(brand: &Text) -> Result<(), Error> {
    let breaks_line = |letter| matches!(letter, '\n' | '\u{2028}' | '\u{2029}');
    if !brand.chars().any(breaks_line) {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::InvalidValue,
        "the brand holds a line break",
        "write it on one line",
    )
    .at("brand"))
}

/// The emergency code (E).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct EmergencyPolicy {
    /// Its reserved slot \[15\] (E1).
    pub slot: u32,
    /// When it is replaced after the checkout of a stay that was told it \[60 min\] (E2).
    pub rotate_after_checkout_minutes: u32,
    /// Age at which it is replaced \[90 days\] (E2).
    pub rotate_days: u32,
    /// Whether locks get one \[yes\] (E1).
    pub enabled: bool,
}

impl Default for EmergencyPolicy {
    fn default() -> Self {
        Self {
            slot: 15,
            rotate_after_checkout_minutes: 60,
            rotate_days: 90,
            enabled: true,
        }
    }
}

impl EmergencyPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("EmergencyPolicy", "slot", self.slot)?;
        within(
            "EmergencyPolicy",
            "rotateAfterCheckoutMinutes",
            self.rotate_after_checkout_minutes,
        )?;
        within("EmergencyPolicy", "rotateDays", self.rotate_days)
    }
}
