//! Places of a lock that count as occupied until a list says otherwise (S1).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::time::Instant;

/// The most places that a lock remembers so: as many as a lock has (S1).
pub(super) const MAX_OCCUPIED: usize = 2_000;

/// A place that counts as occupied until a list says otherwise, though no code is known in it (S1).
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct OccupiedSlot {
    /// Its number.
    pub slot: u32,
    /// Since when. An older list says nothing of it.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub since: Instant,
    /// Whether a code was removed from it, which no list has shown yet; absent: the lock refused
    /// the place as taken.
    pub removed: Option<bool>,
}

impl OccupiedSlot {
    /// Whether it counts. Where the lock can't be read, a removal that was confirmed is all that
    /// anybody will know.
    pub(crate) fn counts(&self, can_be_read: bool) -> bool {
        can_be_read || self.removed != Some(true)
    }
}
