//! Codes that nobody knows any more, until a list is newer than their removal (P7).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::lock_row::LockRow;
use crate::Id;
use crate::site::code_list::CodeOnLock;
use crate::time::Instant;

/// The most removals that a lock remembers so.
pub(super) const MAX_GONE: usize = 64;

/// A code that somebody else had put on a lock, and that is gone: an older list, which comes later,
/// does not bring it back (P7).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct GoneCode {
    /// The platform's id of it.
    pub external_id: Option<Id>,
    /// Its place on the lock.
    pub slot: Option<u32>,
    /// When it was gone.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
}

impl GoneCode {
    fn is(&self, external_id: Option<&Id>, slot: Option<u32>) -> bool {
        match (&self.external_id, external_id) {
            (Some(own), Some(other)) => own == other,
            _ => self.slot.is_some() && self.slot == slot,
        }
    }
}

impl LockRow {
    /// Notes that a code of somebody else is gone.
    pub(crate) fn note_gone(&mut self, gone: GoneCode) {
        if gone.external_id.is_none() && gone.slot.is_none() {
            return;
        }
        let all = self.codes_gone.get_or_insert_default();
        all.retain(|other| !other.is(gone.external_id.as_ref(), gone.slot));
        all.push(gone);
        let over = all.len().saturating_sub(MAX_GONE);
        all.drain(..over);
    }

    /// Whether an entry of a list of `at` is a code that was gone by then or later.
    pub(crate) fn is_gone(&self, one: &CodeOnLock, at: Instant) -> bool {
        let mut all = self.codes_gone.iter().flatten();
        all.any(|gone| gone.at > at && gone.is(one.external_id.as_ref(), one.slot))
    }

    /// Forgets what a list of all codes, of `at`, is newer than.
    pub(crate) fn forget_gone(&mut self, at: Instant) {
        if let Some(mut all) = self.codes_gone.take() {
            all.retain(|gone| gone.at > at);
            self.codes_gone = Some(all).filter(|all| !all.is_empty());
        }
    }
}
