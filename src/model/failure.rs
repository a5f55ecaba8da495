//! Why a command failed.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Why a command failed (C6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Failure {
    /// The gateway does something else (F21).
    Busy,
    /// The lock does not answer.
    Offline,
    /// No answer in time.
    Timeout,
    /// Another code on the lock has this PIN (F9).
    DuplicateCode,
    /// The lock is full (F14).
    NoSpace,
    /// The code is not on the lock. A removal is then done.
    NotFound,
    /// Something else is in the place that was asked for. The next free place is tried, where the
    /// lock addresses codes by place (S1).
    SlotTaken,
    /// The lock does not give up its last code. The removal is tried again once another code is
    /// there.
    KeepsLastCode,
    /// The account may not do this.
    Unauthorized,
    /// The platform refuses for another reason.
    Rejected,
}

impl Failure {
    /// Whether nothing was heard of the lock.
    pub(crate) fn is_silence(self) -> bool {
        matches!(self, Self::Offline | Self::Timeout)
    }

    /// Whether the same may succeed after a pause, with nothing changed (C6).
    pub(crate) fn is_passing(self) -> bool {
        self == Self::Busy || self.is_silence()
    }
}

/// Its word in JSON.
impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
