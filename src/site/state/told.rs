//! What guests, visitors and hosts were told, row by row.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::host_order::NoticeOutcome;
use crate::code::Pin;
use crate::json::at_most;
use crate::model::Visit;
use crate::rules::NoticeKind;
use crate::time::Instant;
use crate::{Id, Text};

/// Doors at which one guest cannot get in, at most.
const MAX_LOCKED_OUT: usize = 64;

/// A visit, and what its visitor knows.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct VisitRow {
    /// The visit as it was given.
    pub visit: Visit,
    /// When its code was first used (V1).
    pub used_at: Option<Instant>,
    /// The doors and codes that the visitor knows, at most 64.
    #[serde(default, deserialize_with = "at_most::<64, _, _, _>")]
    pub told_doors: Option<Vec<ToldDoor>>,
    /// The revision of the visit that the visitor knows.
    pub told_revision: Option<u32>,
    /// Notices to the visitor so far.
    pub notices: u32,
    /// What became of the last of them, at most 16 (E3).
    #[serde(default, deserialize_with = "at_most::<MAX_DELIVERIES, _, _, _>")]
    pub deliveries: Option<Vec<Delivery>>,
}

/// What is known of a trip beside its booking: what its guest was told, and said.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct TripRow {
    /// The booking that holds the stay's codes.
    pub id: Id,
    /// When the booking came, where it does not say so itself and it came late (A1).
    pub booked_at: Option<Instant>,
    /// When its times or its listing last changed (A1).
    pub changed_at: Option<Instant>,
    /// When the guest said at which door that they cannot get in, at most 64 (A4).
    #[serde(default, deserialize_with = "at_most::<MAX_LOCKED_OUT, _, _, _>")]
    pub locked_out: Option<Vec<LockedOutAt>>,
    /// What the guest knows.
    pub told_access: Option<ToldAccess>,
    /// When the guest was told the way in that needs no lock (A5).
    pub entry_told_at: Option<Instant>,
    /// Notices to the guest so far.
    pub notices: u32,
    /// What became of the last of them, at most 16 (E3).
    #[serde(default, deserialize_with = "at_most::<MAX_DELIVERIES, _, _, _>")]
    pub deliveries: Option<Vec<Delivery>>,
    /// Until when it would have lasted, where it is no more: so long it matters whether its notices arrive. Their count
    /// is kept after that, so that no key of a notice comes a second time (N1).
    pub over_at: Option<Instant>,
}

impl TripRow {
    /// Of a trip of which nothing is known yet.
    pub(crate) fn new(id: Id) -> Self {
        Self {
            id,
            booked_at: None,
            changed_at: None,
            locked_out: None,
            told_access: None,
            entry_told_at: None,
            notices: 0,
            deliveries: None,
            over_at: None,
        }
    }

    /// What is kept of a trip that was over at an instant.
    pub(crate) fn counted(&self, over_at: Instant) -> Self {
        Self {
            notices: self.notices,
            locked_out: self.locked_out.clone(),
            over_at: Some(over_at),
            ..Self::new(self.id.clone())
        }
    }

    /// The guest cannot get in; the same door's earlier word is forgotten.
    pub(crate) fn locked_out_again(&mut self, said: LockedOutAt) {
        let all = self.locked_out.get_or_insert_default();
        if all.iter().any(|one| {
            one.lock_id == said.lock_id && one.ahead.unwrap_or(one.at) >= said.ahead.unwrap_or(said.at)
        }) {
            return;
        }
        all.retain(|one| one.lock_id != said.lock_id);
        all.push(said);
        let over = all.len().saturating_sub(MAX_LOCKED_OUT);
        all.drain(..over);
    }

    /// When the guest last said that they cannot get in at a door.
    pub(crate) fn locked_out_at(&self, lock_id: &Id) -> Option<Instant> {
        let said = self.locked_out.iter().flatten();
        said.filter(|one| one.lock_id.as_ref().is_none_or(|id| id == lock_id))
            .map(|one| one.at)
            .max()
    }
}

/// Notices to one guest or visitor of which it is remembered what became of them.
pub(crate) const MAX_DELIVERIES: usize = 16;

/// What became of a notice (E3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Delivery {
    /// The so manieth to the same guest or visitor.
    pub number: u32,
    /// What it was about.
    pub kind: NoticeKind,
    /// What became of it.
    pub outcome: NoticeOutcome,
}

/// A guest who cannot get in.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct LockedOutAt {
    /// At which door; absent: at any of them.
    pub lock_id: Option<Id>,
    /// When they said so.
    pub at: Instant,
    /// When that was by whoever told it, where their clock is ahead: the same once more is no news (D4).
    pub ahead: Option<Instant>,
}

/// What a guest knows of their access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ToldAccess {
    /// Check-in, without grace.
    pub starts_at: Instant,
    /// Check-out, without grace.
    pub ends_at: Instant,
    /// The doors and their codes, by lock, at most 64.
    #[serde(deserialize_with = "at_most::<64, _, _, _>")]
    pub doors: Vec<ToldDoor>,
}

/// A door that a guest can open, and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ToldDoor {
    /// The lock.
    pub lock_id: Id,
    /// The code.
    pub code_id: Id,
    /// The PIN in clear.
    pub pin: Pin,
}

/// A cause about which somebody has been told.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct NoticeRow {
    /// The notice's stable key (N1).
    pub key: Text,
    /// When it went out.
    pub at: Instant,
    /// What became of it, as far as is known (E3).
    pub outcome: Option<NoticeOutcome>,
}
