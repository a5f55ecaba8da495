//! What a host may decide about codes that they take off by hand.

use latchstring_derive::Partial;
use serde::{Deserialize, Serialize};

use super::within;
use crate::Error;

/// Codes that the host takes off, changes or disables by hand in a running stay (T8).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct HandPolicy {
    /// For how long a code was seen on its lock in the stay, if its end there is the host's own
    /// hand \[10 min\], 0 to 1440.
    pub seen_minutes: u32,
    /// How long the host's word is awaited before the guest is told a backup \[30 min\], 0 to 1440.
    pub answer_minutes: u32,
}

impl Default for HandPolicy {
    fn default() -> Self {
        Self {
            seen_minutes: 10,
            answer_minutes: 30,
        }
    }
}

impl HandPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("HandPolicy", "seenMinutes", self.seen_minutes)?;
        within("HandPolicy", "answerMinutes", self.answer_minutes)
    }
}
