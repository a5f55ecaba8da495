//! What is known of a code on its lock, and how surely.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::desired::CodeWindow;
use crate::time::Instant;

/// What is known of a code on its lock, with the window it has there.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Observed {
    /// How sure it is.
    pub state: OnLockState,
    /// When it begins on the lock; absent: at once, or the lock keeps no schedule.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub starts_at: Option<Instant>,
    /// When it ends on the lock; absent: never.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub ends_at: Option<Instant>,
    /// When this became known.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub at: Option<Instant>,
    /// While a change of its window is accepted or unanswered: when the lock opens for it in any
    /// case, with the window that it had or with any of those that it was sent since (T1). So also
    /// where a lock says that the PIN is there already. While `state` is `absent` or `pending`: the
    /// window of a code that lists show no more, and that may be there all the same (T9). Absent:
    /// nothing is sure, or `state` says all.
    pub guaranteed_window: Option<CodeWindow>,
}

impl Observed {
    /// It was never there.
    pub const ABSENT: Self = Self {
        state: OnLockState::Absent,
        starts_at: None,
        ends_at: None,
        at: None,
        guaranteed_window: None,
    };

    /// The window that it has.
    pub(crate) fn span(self) -> CodeWindow {
        CodeWindow {
            starts_at: self.starts_at,
            ends_at: self.ends_at,
        }
    }

    /// The same; where nobody knows which one of several, what all of them cover.
    pub(crate) fn kept(self) -> CodeWindow {
        let unverified = self
            .guaranteed_window
            .filter(|_| self.state == OnLockState::Unverifiable);
        unverified.unwrap_or(self.span())
    }

    /// It is off since `at`.
    #[must_use]
    pub fn gone(at: Instant) -> Self {
        Self {
            at: Some(at),
            ..Self::ABSENT
        }
    }
}

/// How sure it is that a code is on its lock (F18, F20).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum OnLockState {
    /// It is not there.
    Absent,
    /// A command is under way.
    Pending,
    /// The platform took it; the lock has not said so.
    Accepted,
    /// The lock itself said so.
    Confirmed,
    /// The lock can't be asked; the device reported success.
    Unverifiable,
    /// Nobody knows.
    Unknown,
}
