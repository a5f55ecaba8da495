//! What was decided, for the record (P9).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::host_order::HostOrderKind;
use crate::code::Advice;
use crate::model::{Channel, CommandKind, Failure};
use crate::rules::{LockFinding, Reason, ValidationCheck};
use crate::time::Instant;
use crate::{Id, Text};

/// What was decided, for the record. It holds no PIN (P9).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct AuditRow {
    /// Sequence number.
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
    /// The channel that the notice took (E3).
    pub channel: Option<Channel>,
    /// The slips that are between the PIN of an issued code and others on the lock (P10). Absent:
    /// none.
    pub advice: Option<Vec<Advice>>,
    /// Why.
    pub because: Vec<AuditReason>,
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
    /// A notice reached its recipient. Its sending has a row of its own (E3).
    NoticeDelivered,
    /// A notice did not reach its recipient. Its sending has a row of its own (E3).
    NoticeFailed,
}

/// Why something was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
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
    /// The codes on the lock have another length than the PIN had (P11).
    LengthOnLock,
    /// The visit counts, and its code shall open (V1).
    VisitStands,
    /// The code has reached its greatest age (V3).
    CodeTooOld,
    /// Why a way in was taken (A, E3).
    Access {
        /// One of the decision's reasons.
        reason: Reason,
    },
    /// The check before the stay that failed, and what it found (C4, E3).
    CheckFailed {
        /// Which check.
        check: ValidationCheck,
        /// What it found at the lock.
        #[serde(skip_serializing_if = "Option::is_none")]
        finding: Option<LockFinding>,
        /// The command that failed.
        #[serde(skip_serializing_if = "Option::is_none")]
        command: Option<CommandKind>,
        /// Why it failed.
        #[serde(skip_serializing_if = "Option::is_none")]
        failure: Option<Failure>,
    },
    /// The lock shall have another backup, or an emergency code (B1, E1).
    BackupNeeded,
    /// A backup or emergency code is too old, surplus, or no longer wanted (B6, E2).
    BackupReplaced,
    /// The host ordered it.
    HostOrdered {
        /// What was ordered.
        order: HostOrderKind,
    },
}
