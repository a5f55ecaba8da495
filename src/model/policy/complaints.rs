//! What a host may decide about guests who say that they can't get in.

use latchstring_derive::Partial;
use serde::{Deserialize, Serialize};

use super::within;
use crate::Error;
use crate::time::Duration;

/// Guests who say that they can't get in (A4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ComplaintsPolicy {
    /// How recently a code of the guest opened the door if a complaint alone is to change nothing
    /// \[10 min\], 0 to 1440.
    pub recent_use_minutes: u32,
    /// How long after such a complaint another one counts \[2 min\], 0 to 60.
    pub second_after_minutes: u32,
    /// Backups and emergency codes that complaints give to one stay on one lock \[2\], 0 to 64.
    pub max_codes: u32,
    /// How long the answer to a complaint before or after the stay stands until it is given again
    /// \[60 min\], 0 to 1440.
    pub answer_again_minutes: u32,
}

impl Default for ComplaintsPolicy {
    fn default() -> Self {
        Self {
            recent_use_minutes: 10,
            second_after_minutes: 2,
            max_codes: 2,
            answer_again_minutes: 60,
        }
    }
}

impl ComplaintsPolicy {
    /// Within which time all complaints but the first and the last say nothing more.
    pub(crate) fn burst(&self) -> Duration {
        Duration::seconds(self.second_after_minutes.saturating_mul(15))
    }

    pub(super) fn check(&self) -> Result<(), Error> {
        within(
            "ComplaintsPolicy",
            "recentUseMinutes",
            self.recent_use_minutes,
        )?;
        within(
            "ComplaintsPolicy",
            "secondAfterMinutes",
            self.second_after_minutes,
        )?;
        within("ComplaintsPolicy", "maxCodes", self.max_codes)?;
        within(
            "ComplaintsPolicy",
            "answerAgainMinutes",
            self.answer_again_minutes,
        )
    }
}
