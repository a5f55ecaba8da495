//! What a host may decide about notices and reviews.

use latchstring_derive::Partial;
use serde::{Deserialize, Serialize};

use super::within;
use crate::Error;
use crate::json::at_most;

/// Reviews of the access list (V4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ReviewPolicy {
    /// How long without use is worth a finding \[30 days\].
    pub unused_days: u32,
    /// How often a review falls due \[30 days\].
    pub every_days: u32,
}

impl Default for ReviewPolicy {
    fn default() -> Self {
        Self {
            unused_days: 30,
            every_days: 30,
        }
    }
}

impl ReviewPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("ReviewPolicy", "unusedDays", self.unused_days)?;
        within("ReviewPolicy", "everyDays", self.every_days)
    }
}

/// What is kept of stays that are over (D7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RetentionPolicy {
    /// How long a stay is kept after its end \[400 days\], 60 to 3650.
    pub stay_days: u32,
}

impl Default for RetentionPolicy {
    fn default() -> Self {
        Self { stay_days: 400 }
    }
}

impl RetentionPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("RetentionPolicy", "stayDays", self.stay_days)
    }
}

/// How people are told (N1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Channel {
    /// By email.
    Email,
    /// In the booking platform's messages.
    Message,
    /// In the platform's page about the trip.
    TripGuide,
}

/// When and how people are told (N).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct NoticesPolicy {
    /// How long before check-in a guest sees the code \[72 h\], 0 to 8760 (N3).
    pub reveal_hours: u32,
    /// After how many messages with a new code for one lock nothing is taken from the guest there
    /// any more \[3 messages\], 1 to 64 (A6).
    pub stop_after_messages: u32,
    /// How near these messages follow one another \[60 min\], 1 to 1440 (A6).
    pub stop_within_minutes: u32,
    /// Whether the host hears when a stay's code first opens a door of it \[no\].
    pub guest_arrived: bool,
    /// Ways to the guest \[all\] (N1).
    #[serde(deserialize_with = "at_most::<8, _, _, _>")]
    pub channels: Vec<Channel>,
}

impl Default for NoticesPolicy {
    fn default() -> Self {
        Self {
            reveal_hours: 72,
            stop_after_messages: 3,
            stop_within_minutes: 60,
            guest_arrived: false,
            channels: vec![Channel::Email, Channel::Message, Channel::TripGuide],
        }
    }
}

impl NoticesPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("NoticesPolicy", "revealHours", self.reveal_hours)?;
        within(
            "NoticesPolicy",
            "stopAfterMessages",
            self.stop_after_messages,
        )?;
        within(
            "NoticesPolicy",
            "stopWithinMinutes",
            self.stop_within_minutes,
        )
    }
}
