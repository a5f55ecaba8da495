//! A code beside an entry: whose it is, and whether it was its time.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::Id;
use crate::code::Pin;
use crate::model::{CodeWindow, HolderKind};
use crate::time::Instant;

/// A code and whose it is. Its PIN is not in it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct CodeHolder {
    /// What kind of code it is.
    pub kind: HolderKind,
    /// The stay that has it, or was told it.
    pub reservation_id: Option<Id>,
    /// The visit that has it.
    pub visit_id: Option<Id>,
    /// The door that it opens.
    pub lock_id: Id,
    /// The code.
    pub code_id: Id,
}

impl CodeHolder {
    /// Whether somebody knows it, as far as the site does.
    pub(super) fn is_somebody(&self) -> bool {
        self.reservation_id.is_some() || self.visit_id.is_some()
    }
}

/// Whether it is the time of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryTime {
    /// It is.
    Open,
    /// It comes at an instant.
    Ahead(Instant),
    /// It ended at an instant.
    Over(Instant),
    /// It has none.
    Never,
}

impl EntryTime {
    /// The time of a code with a window.
    #[must_use]
    pub fn of(window: CodeWindow, at: Instant) -> Self {
        match (window.starts_at, window.ends_at) {
            (Some(start), _) if at < start => Self::Ahead(start),
            (_, Some(end)) if at >= end => Self::Over(end),
            _ => Self::Open,
        }
    }
}

/// A code that an entry is compared with.
#[derive(Clone, Debug)]
pub struct KnownCode {
    /// Whose it is.
    pub holder: CodeHolder,
    /// Its PIN.
    pub pin: Pin,
    /// Whether it was taken off, or shall be.
    pub is_off: bool,
    /// Whether it was its time.
    pub time: EntryTime,
}
