//! Whose a code is.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Id;

/// Whose a code is.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Holder {
    /// What kind of holder.
    pub kind: HolderKind,
    /// The reservation's or visit's id; the identifier in the label of a backup or emergency code
    /// (B1, E4).
    pub id: Option<Id>,
    /// How often the PIN was made anew (P3); absent is 0.
    pub generation: Option<u32>,
}

impl Holder {
    /// The booking that holds the code; nothing where somebody or something else does.
    #[must_use]
    pub fn reservation_id(&self) -> Option<&Id> {
        self.id_of(HolderKind::Reservation)
    }

    /// The visit that holds the code; nothing where somebody or something else does.
    #[must_use]
    pub fn visit_id(&self) -> Option<&Id> {
        self.id_of(HolderKind::Visit)
    }

    fn id_of(&self, kind: HolderKind) -> Option<&Id> {
        self.id.as_ref().filter(|_| self.kind == kind)
    }
}

/// The kinds of holders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum HolderKind {
    /// A guest's stay.
    Reservation,
    /// Someone who is no guest.
    Visit,
    /// Nobody yet: a backup code.
    Backup,
    /// Nobody yet: the emergency code.
    Emergency,
    /// A code that somebody else put on the lock.
    Unknown,
}
