//! An event that the site has taken.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::time::Instant;

/// An event that the site has taken, by which its repeat is known (D4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RecentEvent {
    /// Its id.
    pub id: Id,
    /// The timestamp of the event, even if it is ahead of the site's clock.
    pub at: Instant,
}
