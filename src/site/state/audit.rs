//! What was decided, for the record (P9).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::host_order::HostOrderKind;
use super::tables::State;
use crate::model::{AccessCode, Channel};
use crate::time::Instant;
use crate::{Id, Text};

pub(crate) fn audit_row(
    state: &mut State,
    kind: AuditKind,
    code: &AccessCode,
    reason: AuditReason,
    now: Instant,
) -> AuditRow {
    AuditRow {
        code_id: Some(code.id.clone()),
        reservation_id: code.holder.reservation_id().cloned(),
        ..AuditRow::new(state, kind, Some(reason), now)
    }
}

/// What was decided, for the record. No PIN stands in it (P9).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct AuditRow {
    /// Counts up by one.
    pub seq: u32,
    /// When.
    pub at: Instant,
    /// What.
    pub kind: AuditKind,
    /// The code that it is about.
    pub code_id: Option<Id>,
    /// The stay that it is about.
    pub reservation_id: Option<Id>,
    /// The visit that it is about.
    pub visit_id: Option<Id>,
    /// The listing that it is about.
    pub listing_id: Option<Id>,
    /// The lock that it is about.
    pub lock_id: Option<Id>,
    /// The notice that it is about (E3).
    pub notice_key: Option<Text>,
    /// The way that the notice took (E3).
    pub channel: Option<Channel>,
    /// Why.
    pub because: Vec<AuditReason>,
}

impl AuditRow {
    /// The next row of a site, about nothing yet.
    pub(crate) fn new(state: &mut State, kind: AuditKind, reason: Option<AuditReason>, now: Instant) -> Self {
        state.header.audit_count = state.header.audit_count.saturating_add(1);
        Self {
            seq: state.header.audit_count,
            at: now,
            kind,
            code_id: None,
            reservation_id: None,
            visit_id: None,
            listing_id: None,
            lock_id: None,
            notice_key: None,
            channel: None,
            because: reason.into_iter().collect(),
        }
    }
}

/// What an audit row records.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum AuditKind {
    /// A code was made for a stay.
    CodeIssued,
    /// A code got another window, or another reservation of the same guest holds it.
    WindowMoved,
    /// A code should be gone.
    CodeEnded,
    /// A backup was told to a stay (B3).
    BackupTold,
    /// The emergency code was told to a stay (E3).
    EmergencyTold,
    /// The host ordered something.
    HostOrdered,
    /// A code that somebody else made has a holder from now on (F16).
    CodeAdopted,
    /// A notice reached whom it was for; its telling has a row of its own (E3).
    NoticeDelivered,
    /// A notice did not reach whom it was for; its telling has a row of its own (E3).
    NoticeFailed,
}

/// Why something was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum AuditReason {
    /// The stay is confirmed and its listing has this lock (L).
    StayConfirmed,
    /// The stay, its neighbours or the policy changed (W5).
    WindowChanged,
    /// Back-to-back stays of one guest are one (W8).
    SameGuest,
    /// The window is over.
    WindowOver,
    /// The stay was cancelled, moved, or its listing lost this lock (T5, L).
    NoLongerEntitled,
    /// The lock holds another code with this PIN (F9).
    DuplicateOnLock,
    /// The visit stands, and its code shall open (V1).
    VisitStands,
    /// The code has served as long as one may (V3).
    CodeTooOld,
    /// Nothing else would open the door when it should (A1, A2).
    NothingElseOpens,
    /// The lock shall have another backup, or an emergency code (B1, E1).
    BackupNeeded,
    /// A backup or emergency code is too old, one too many, or not wanted any more (B6, E2).
    BackupReplaced,
    /// The host ordered it.
    HostOrdered {
        /// What was ordered.
        order: HostOrderKind,
    },
}
