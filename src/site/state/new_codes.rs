//! How often a guest was told a new code for one door (A6).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Id;
use crate::json::at_most;
use crate::time::Instant;

/// The most messages that are remembered for one door; the policy asks for no more.
pub(super) const MAX_MESSAGES: usize = 64;

/// The messages with a new code that a guest got for one door (A6).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct NewCodes {
    /// The door's lock.
    pub lock_id: Id,
    /// When they went out, as far back as it counts; at most 64.
    #[serde(deserialize_with = "at_most::<MAX_MESSAGES, _, _, _>")]
    pub told_at: Vec<Instant>,
    /// Since when nothing is taken from the guest here, until their booking changes.
    pub stopped_at: Option<Instant>,
    /// When the stay ended, with grace, as it was then.
    pub stay_ends_at: Option<Instant>,
}
