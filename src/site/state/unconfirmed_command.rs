//! A command without a final result (C7, D4).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::command::Command;
use crate::time::Instant;

/// Commands without a final result that a lock remembers, at most.
pub(super) const MAX_UNCONFIRMED: usize = 16;

/// A command without a final result, or an answered later one that says how to judge it.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct UnconfirmedCommand {
    /// The command. A removal has the window that its code had (T1).
    pub command: Command,
    /// When it was given out. No result comes before that (C7).
    pub given_at: Option<Instant>,
    /// Whether it was carried out. It is kept while an earlier command about the same code has no
    /// result, and its own result counts no more (D4).
    pub answered: Option<bool>,
}

impl UnconfirmedCommand {
    pub(super) fn is_answered(&self) -> bool {
        self.answered == Some(true)
    }
}
