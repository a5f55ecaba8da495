//! The orders of a host, as facts bring them.

use std::fmt;

use latchstring_derive::Tagged;
use serde::{Deserialize, Serialize};

use crate::Id;

/// What a host orders. An order is about one subject. It is carried out at once, and counts until
/// another order about the same subject comes, or as long as each order says.
#[derive(Clone, Debug, PartialEq, Eq, Tagged)]
#[serde(
    tag = "kind",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub enum HostOrder {
    /// The codes of a stay or a visit, or a single code, end now (T5, V2), even during the stay.
    /// The booking or the visit has no code from then on, until its revision rises, or until
    /// `reissue` (for a visit `rotate`). Its PIN never comes back to it. A backup or emergency code
    /// makes room for another one. Give one of the three ids.
    Revoke {
        /// A booking: every code that its stay holds or was told ends (W8).
        reservation_id: Option<Id>,
        /// A visit.
        visit_id: Option<Id>,
        /// A single code. The code of a stay or a visit ends at its door only.
        code_id: Option<Id>,
        /// The revision of the booking or the visit that the host saw. The order does not count for
        /// a later revision. Absent: the revision that is known when the order comes.
        revision: Option<u32>,
    },
    /// A stay gets a new PIN now (F10), also after it was revoked. Before the stay the old code
    /// goes at once. During the stay the old code goes when the new one works, and the guest is
    /// told then (T4, F23).
    Reissue {
        /// A booking of the stay.
        reservation_id: Id,
        /// The door; absent: every door of the stay, with one PIN for all of them (P1).
        lock_id: Option<Id>,
    },
    /// A backup that nobody was told, the emergency code, or a visit's code is replaced by a new
    /// one now (B6, E2, V3). Give one of the two ids.
    Rotate {
        /// A single code. A backup that a stay was told belongs to the stay: `reissue` or `revoke`
        /// it.
        code_id: Option<Id>,
        /// A visit: its code on every door.
        visit_id: Option<Id>,
    },
    /// A code that somebody else put on a lock is taken off it (F16, I10).
    RemoveUnknown {
        /// The code.
        code_id: Id,
    },
    /// A code that somebody else put on a lock belongs to a stay or a visit from now on, with its
    /// window (F16, I10). Give one of the two holders. The holder must have no code on that lock
    /// yet.
    AdoptUnknown {
        /// The code.
        code_id: Id,
        /// A booking of the stay that shall hold it.
        reservation_id: Option<Id>,
        /// The visit that shall hold it.
        visit_id: Option<Id>,
    },
    /// A lock was replaced by another device (L). Listings and visits that name the old lock mean
    /// the new one from now on. Codes come to the new lock with the same PINs, if it takes them.
    /// Everything pending on the old lock ends, and the host is told to reset the old device.
    ReplaceLock {
        /// The old lock.
        lock_id: Id,
        /// The new lock; send it as a `lock` fact first.
        by: Id,
    },
    /// Automation rests: no code is made for a stay or a visit that has none, no pool is filled, no
    /// code is replaced because of its age. Codes that exist follow their stays, are put on their
    /// locks and taken off them, and people are told. From the health check (C1) before its start
    /// on, each stay is served as usual, so that no guest is locked out. Orders that come after the
    /// pause are carried out.
    Pause {
        /// The listing; absent: the whole site.
        listing_id: Option<Id>,
    },
    /// Automation goes on after a `pause` of the same listing, or of the whole site.
    Resume {
        /// The listing; absent: the whole site.
        listing_id: Option<Id>,
    },
    /// A guest is told the emergency code of a lock, though another stay was told it and it is
    /// still to be replaced (E2). The host reads of this way out where no other is left. The audit
    /// says that both stays were told the code.
    TellEmergency {
        /// A booking of the stay.
        reservation_id: Id,
        /// The door.
        lock_id: Id,
    },
    /// A guest is told the next backup or emergency code of a lock, though their complaints led to
    /// enough of them, or another complaint is waited for (A4), or they were told many new codes
    /// (A6). The audit says that the host ordered it.
    TellNext {
        /// A booking of the stay.
        reservation_id: Id,
        /// The door.
        lock_id: Id,
    },
    /// A code that the host took off, changed or disabled by hand in a running stay is put back: it
    /// was no end of the guest's access (T8). `revoke` with `codeId` ends that access.
    Restore {
        /// The code.
        code_id: Id,
    },
    /// A guest is forgotten once their stay is over: name, phone digits and chosen PIN leave the
    /// site (D7). What was told and when stays. Later revisions of the booking are kept without
    /// them, too. While the stay runs or is ahead, the order is refused as `stay_not_over`.
    ForgetGuest {
        /// A booking of the stay.
        reservation_id: Id,
    },
    /// The host's clock was wrong before and is right now (D6). The site takes `now`, though `now`
    /// is more than five minutes before its clock. The order counts only if its `at` is within five
    /// minutes of `now`.
    AcceptClock,
    /// A lock that is left alone after failed tries is tried again. So are commands that its
    /// platform refused (C6). Give one of the two ids.
    Retry {
        /// The lock, with all of its codes.
        lock_id: Option<Id>,
        /// A single code that was refused.
        code_id: Option<Id>,
    },
}

/// The kinds of host orders.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum HostOrderKind {
    /// Codes end now.
    Revoke,
    /// A stay gets a new PIN.
    Reissue,
    /// A code is replaced by a new one.
    Rotate,
    /// A code that somebody else made is taken off.
    RemoveUnknown,
    /// A code that somebody else made gets a holder.
    AdoptUnknown,
    /// A lock was replaced by another device.
    ReplaceLock,
    /// Automation rests.
    Pause,
    /// Automation goes on.
    Resume,
    /// The emergency code is told to one more stay.
    TellEmergency,
    /// The next backup or emergency code is told.
    TellNext,
    /// A code that was taken off by hand is put back.
    Restore,
    /// A guest is forgotten.
    ForgetGuest,
    /// The clock is right now.
    AcceptClock,
    /// A lock, or a code, is tried again.
    Retry,
}

/// Its word in JSON.
impl fmt::Display for HostOrderKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.serialize(f)
    }
}

impl HostOrder {
    /// Which order it is.
    #[must_use]
    pub fn kind(&self) -> HostOrderKind {
        match self {
            Self::Revoke { .. } => HostOrderKind::Revoke,
            Self::Reissue { .. } => HostOrderKind::Reissue,
            Self::Rotate { .. } => HostOrderKind::Rotate,
            Self::RemoveUnknown { .. } => HostOrderKind::RemoveUnknown,
            Self::AdoptUnknown { .. } => HostOrderKind::AdoptUnknown,
            Self::ReplaceLock { .. } => HostOrderKind::ReplaceLock,
            Self::Pause { .. } => HostOrderKind::Pause,
            Self::Resume { .. } => HostOrderKind::Resume,
            Self::TellEmergency { .. } => HostOrderKind::TellEmergency,
            Self::TellNext { .. } => HostOrderKind::TellNext,
            Self::Restore { .. } => HostOrderKind::Restore,
            Self::ForgetGuest { .. } => HostOrderKind::ForgetGuest,
            Self::AcceptClock => HostOrderKind::AcceptClock,
            Self::Retry { .. } => HostOrderKind::Retry,
        }
    }
}

/// What became of a notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum NoticeOutcome {
    /// It reached its recipient.
    Delivered,
    /// It did not reach its recipient, and will not.
    Failed,
}
