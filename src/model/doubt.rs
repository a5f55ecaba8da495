//! What one list shows otherwise than the lock had confirmed (T8, T9).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::desired::Desired;
use crate::time::Instant;

/// What a list shows otherwise than the lock had confirmed. One list proves nothing: a second one
/// has to show the same (T8, T9).
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Doubt {
    /// The window that was listed, or that the code was not listed.
    pub shown: Desired,
    /// When the lock was read so.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub read_at: Instant,
    /// When that became known: a reading that is asked for since is another one.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub heard_at: Instant,
    /// How often lists began to show something else. Too often, and no reading is asked for any
    /// more (C6).
    pub times: u32,
    /// Whether another list has said since what is true.
    pub settled: Option<bool>,
}

impl Doubt {
    /// Whether it waits for another list.
    pub(crate) fn is_open(&self) -> bool {
        self.settled != Some(true)
    }

    /// The same, once another list has said what is true.
    #[must_use]
    pub(crate) fn settled(self) -> Self {
        Self {
            settled: Some(true),
            ..self
        }
    }
}
