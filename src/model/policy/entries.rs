//! What a host may decide about entries that a keypad refuses.

use latchstring_derive::Partial;
use serde::{Deserialize, Serialize};

use super::within;
use crate::Error;

/// Entries that a keypad refuses, and uses of codes that were not to be expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Partial)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct EntriesPolicy {
    /// How long after a notice about refused entries at a lock, or about an odd use of a code, the
    /// next one waits \[15 min\], 1 to 1440.
    pub notice_minutes: u32,
    /// How many refused entries in a row pause a keypad \[5 entries\], 2 to 16.
    pub pause_after: u32,
}

impl Default for EntriesPolicy {
    fn default() -> Self {
        Self {
            notice_minutes: 15,
            pause_after: 5,
        }
    }
}

impl EntriesPolicy {
    pub(super) fn check(&self) -> Result<(), Error> {
        within("EntriesPolicy", "noticeMinutes", self.notice_minutes)?;
        within("EntriesPolicy", "pauseAfter", self.pause_after)
    }
}
