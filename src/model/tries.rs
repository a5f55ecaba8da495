//! Tries: commands whose effect was not seen yet (C6).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::command::CommandKind;
use super::failure::Failure;
use crate::time::Instant;

/// Tries of one kind that had no effect that anybody has seen. They end when their effect is seen,
/// or, where the lock can't be read, when the device reports it as confirmed (C6).
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Tries {
    /// What was tried.
    pub kind: CommandKind,
    /// How often in vain.
    pub count: u32,
    /// When the last of them was found to be in vain.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub failed_at: Instant,
    /// Not tried again before this instant, except at the next check before a stay.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub not_before: Instant,
    /// Why the last of them failed. Absent: the platform called it done, and the lock shows
    /// otherwise.
    pub failure: Option<Failure>,
}
