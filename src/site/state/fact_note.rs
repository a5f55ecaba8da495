//! What was read otherwise than it was written, in a fact that counts (F62).

use serde::{Deserialize, Serialize};

/// What was read otherwise than it was written, in a fact that was taken: an odd value in a lock's
/// list costs neither the list nor the other codes (F62).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct FactNote {
    /// The fact's place among the facts, from 0.
    pub index: u32,
    /// The value, such as `facts[2].codes[7].name`.
    pub path: String,
    /// What became of it.
    pub kind: FactNoteKind,
    /// What is odd about it, in one sentence.
    pub message: String,
}

/// What became of an odd value (F62).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum FactNoteKind {
    /// A label lost its control characters, and what was too long of it.
    Cleaned,
    /// It counts as not known, as if it were absent.
    Unknown,
    /// It is about a stay that was over long ago, and changed nothing (D7).
    Ignored,
}
