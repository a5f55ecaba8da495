//! What lock platforms are asked to do.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a lock platform can be asked to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum CommandKind {
    /// Put a new code on the lock.
    ProgramCode,
    /// Give a code on the lock another window.
    ChangeWindow,
    /// Take a code off the lock.
    RemoveCode,
    /// Ask the lock which codes are on it, or, where it can't say, whether it answers (C2, C3, C7).
    ReadLock,
    /// Ask the platform for a code of the lock's own algorithm, with this window. Nothing is sent
    /// to the lock. The result brings the PIN (A3b).
    IssueOfflineCode,
}

/// Its word in JSON.
impl fmt::Display for CommandKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}
