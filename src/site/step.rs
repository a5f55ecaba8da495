//! The result of a step: commands for locks, notices for people, audit rows, changed rows.

use serde::Serialize;
use serde_with::skip_serializing_none;

use crate::rules::Notice;
use crate::site::state::{AuditRow, Change, Command, FactNote, RejectedBecause};
use crate::time::Instant;

/// What one step decided. Store `changes` and queue `commands` and `notices` in one transaction.
///
/// Commands are in the order of their locks, notices of their keys, changes of table and id (D1).
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Step {
    /// What lock platforms shall do.
    pub commands: Vec<Command>,
    /// What people shall be told.
    pub notices: Vec<Notice>,
    /// What was decided, for the record.
    pub audit: Vec<AuditRow>,
    /// Rows that are new, changed or gone.
    pub changes: Vec<Change>,
    /// Facts that were not taken, each with its reason (D2).
    pub rejected: Vec<Rejected>,
    /// What was read otherwise than it was written, in facts that were taken (F62). Absent:
    /// nothing.
    pub notes: Option<Vec<FactNote>>,
    /// The earliest instant after `now` at which a call would do something (D3). Absent: never.
    pub wake_at: Option<Instant>,
}

/// A fact that was not taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Rejected {
    /// Its place among the facts, from 0.
    pub index: u32,
    /// Why.
    pub because: RejectedBecause,
}
