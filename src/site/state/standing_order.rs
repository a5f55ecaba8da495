//! An order of the host that still counts.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::host_order::HostOrderKind;
use crate::time::Instant;
use crate::{Id, Text};

/// An order of the host that still counts.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct StandingOrder {
    /// One per kind of order and thing.
    pub key: Text,
    /// What was ordered; the later one of `pause` and `resume`.
    pub kind: HostOrderKind,
    /// When.
    pub at: Instant,
    /// The booking that it is about.
    pub reservation_id: Option<Id>,
    /// The visit that it is about.
    pub visit_id: Option<Id>,
    /// The listing that it is about.
    pub listing_id: Option<Id>,
    /// The lock that it is about; beside a booking or visit the one door.
    pub lock_id: Option<Id>,
    /// The code that it is about.
    pub code_id: Option<Id>,
    /// The lock that stands in for a replaced one; absent where it is in service again.
    pub by: Option<Id>,
    /// Up to which revision of the booking or visit it stands.
    pub revision: Option<u32>,
    /// Codes of an earlier generation are the stay's no longer (P3).
    pub generation: Option<u32>,
}
