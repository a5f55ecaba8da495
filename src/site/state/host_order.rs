//! What a host orders, as it is told to a site.

use std::fmt;

use latchstring_derive::Tagged;
use serde::{Deserialize, Serialize};

use crate::Id;

/// What a host orders. An order is about one thing; it is carried out at once, and stands until another one about the
/// same thing comes, or as long as is said here.
#[derive(Clone, Debug, PartialEq, Eq, Tagged)]
#[serde(tag = "kind", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub enum HostOrder {
    /// The codes of a stay or a visit, or a single code, end now (T5, V2), also while the guest is in. The booking or
    /// the visit has no code from then on, until its revision rises, or until `reissue` (for a visit `rotate`); its
    /// PIN never comes back to it. A backup or emergency code makes room for another one. Give one of the three ids.
    Revoke {
        /// A booking: all that its stay was told ends (W8).
        reservation_id: Option<Id>,
        /// A visit.
        visit_id: Option<Id>,
        /// A single code; that of a stay or a visit ends at its door only.
        code_id: Option<Id>,
        /// The revision of the booking or the visit that the host saw: the order does not count for a later one.
        /// Absent: the one that is known when it comes.
        revision: Option<u32>,
    },
    /// A stay gets a new PIN now (F10), also where it was revoked. Before the stay the old code goes at once; while
    /// the guest is in it goes when the new one works, and the guest is told then (T4, F23).
    Reissue {
        /// A booking of the stay.
        reservation_id: Id,
        /// The door; absent: every one of the stay, which get one PIN together (P1).
        lock_id: Option<Id>,
    },
    /// A backup that nobody was told, the emergency code, or a visit's code is replaced by a new one now (B6, E2, V3).
    /// Give one of the two ids.
    Rotate {
        /// A single code. Backups that a stay was told are its own: `reissue` or `revoke` them.
        code_id: Option<Id>,
        /// A visit: its code on every door.
        visit_id: Option<Id>,
    },
    /// A code that somebody else put on a lock is taken off it (F16, I10).
    RemoveUnknown {
        /// The code.
        code_id: Id,
    },
    /// A code that somebody else put on a lock is that of a stay or a visit from now on, with its window (F16, I10).
    /// Give one of the two holders; it must have no code on that lock yet.
    AdoptUnknown {
        /// The code.
        code_id: Id,
        /// A booking of the stay that shall hold it.
        reservation_id: Option<Id>,
        /// The visit that shall hold it.
        visit_id: Option<Id>,
    },
    /// A lock was replaced by another device (L): listings and visits that name the old one mean the new one from now
    /// on, codes come to it with the same PINs where it takes them, and whatever was pending on the old one ends. The
    /// host is told to reset the old device.
    ReplaceLock {
        /// The old lock.
        lock_id: Id,
        /// The new one; tell it as a `lock` first.
        by: Id,
    },
    /// Automation rests: no code is made for a stay or a visit that has none, no pool is filled, no code is replaced
    /// because of its age. What there is goes on: codes follow their stays, are put on their locks and taken off them,
    /// people are told; a running stay is served as ever, and from the health check (C1) before its start on each
    /// stay is, so that nobody stands outside. What the host orders after it is done.
    Pause {
        /// The listing; absent: the whole site.
        listing_id: Option<Id>,
    },
    /// Automation goes on where the same `pause` made it rest.
    Resume {
        /// The listing; absent: the whole site.
        listing_id: Option<Id>,
    },
    /// The host's clock was wrong before and is right now (D6): `now` is taken though it lies more than five minutes
    /// before the site's clock. Only an order whose `at` lies within five minutes of `now` says so.
    AcceptClock,
    /// A lock that is left alone after failed tries is tried again, and so is what its platform refused (C6). Give one
    /// of the two ids.
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
    /// It reached whom it was for.
    Delivered,
    /// It did not, and will not.
    Failed,
}
