//! An order of the host that still counts, and what it is about.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::audit::AuditRow;
use super::host_order::HostOrderKind;
use super::recent_event::RecentEvent;
use crate::json::at_most;
use crate::rules::push_part;
use crate::time::Instant;
use crate::{Id, Text};

/// The most facts of one order that are remembered because they were stamped ahead.
const MAX_AHEAD: usize = 8;

/// When an order was given. Those of one second count as equal, but where one of them was stamped
/// ahead of now: these count as they came (C7).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct When {
    pub(crate) at: Instant,
    pub(crate) turn: u32,
}

/// An order of the host that still counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "StoredOrder", into = "StoredOrder")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(as = "StoredOrder"))]
pub struct StandingOrder {
    /// One per kind of order and subject.
    pub key: Text,
    /// What was ordered; the later one of `pause` and `resume`.
    pub kind: HostOrderKind,
    /// When; an order that was stamped ahead of now was given when it came (C7).
    pub at: Instant,
    /// Its turn among the orders of that second, where one of them was stamped ahead of now.
    pub turn: Option<u32>,
    /// Its facts that were stamped ahead of now, at most 8, to know them again (D4).
    pub ahead: Option<Vec<RecentEvent>>,
    /// What it is about.
    pub subject: Subject,
    /// The lock that took the place of a replaced one; absent where the old one is in service
    /// again.
    pub by: Option<Id>,
    /// The last revision of the booking or visit for which it counts.
    pub revision: Option<u32>,
    /// Codes of an earlier generation are the stay's no longer (P3).
    pub generation: Option<u32>,
}

impl StandingOrder {
    /// When it was given.
    pub(crate) fn when(&self) -> When {
        When {
            at: self.at,
            turn: self.turn.unwrap_or(0),
        }
    }

    /// Remembers a fact beside those of the order whose place this one takes.
    pub(crate) fn brought_by(mut self, fact: RecentEvent, before: Option<&Self>) -> Self {
        let known = before.and_then(|before| before.ahead.as_ref());
        let mut ahead: Vec<RecentEvent> = known.into_iter().flatten().cloned().collect();
        ahead.push(fact);
        // What is no later than the order itself is old without that.
        ahead.retain(|one| one.at > self.at || (one.at == self.at && self.turn.is_some()));
        let over = ahead.len().saturating_sub(MAX_AHEAD);
        ahead.drain(..over);
        self.ahead = Some(ahead).filter(|ahead| !ahead.is_empty());
        self
    }

    /// Whether a fact was taken already, and is known by itself.
    pub(crate) fn was_brought_by(&self, fact: &RecentEvent) -> bool {
        self.ahead.iter().flatten().any(|one| one == fact)
    }
}

/// What an order is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// A stay, by one of its bookings.
    Stay {
        /// The booking.
        id: Id,
        /// The one door; absent: all doors.
        lock_id: Option<Id>,
    },
    /// A visit.
    Visit {
        /// The visit.
        id: Id,
        /// The one door; absent: all doors.
        lock_id: Option<Id>,
    },
    /// A single code.
    Code {
        /// The code.
        id: Id,
        /// Its lock.
        lock_id: Id,
    },
    /// A listing.
    Listing(Id),
    /// A lock.
    Lock(Id),
    /// The whole site.
    Site,
}

/// The ids that JSON knows a subject by.
#[derive(Default)]
struct Ids<'a> {
    reservation: Option<&'a Id>,
    visit: Option<&'a Id>,
    listing: Option<&'a Id>,
    lock: Option<&'a Id>,
    code: Option<&'a Id>,
}

impl Subject {
    /// A stay, by one of its bookings; at one door, or as a whole.
    pub(crate) fn stay(id: &Id, lock_id: Option<&Id>) -> Self {
        Self::Stay {
            id: id.clone(),
            lock_id: lock_id.cloned(),
        }
    }

    /// A visit, at one door or as a whole.
    pub(crate) fn visit(id: &Id, lock_id: Option<&Id>) -> Self {
        Self::Visit {
            id: id.clone(),
            lock_id: lock_id.cloned(),
        }
    }

    /// A single code of a lock.
    pub(crate) fn code(id: &Id, lock_id: &Id) -> Self {
        Self::Code {
            id: id.clone(),
            lock_id: lock_id.clone(),
        }
    }

    /// A listing, or the whole site.
    pub(crate) fn listing(id: Option<&Id>) -> Self {
        id.map_or(Self::Site, |id| Self::Listing(id.clone()))
    }

    /// The order of this kind about it, if its key is short enough.
    pub(crate) fn order(&self, kind: HostOrderKind, at: Instant) -> Option<StandingOrder> {
        Some(StandingOrder {
            key: self.key(kind).parse().ok()?,
            kind,
            at,
            turn: None,
            ahead: None,
            subject: self.clone(),
            by: None,
            revision: None,
            generation: None,
        })
    }

    /// The key of the order of this kind about it. An order that lifts another shares its key.
    fn key(&self, kind: HostOrderKind) -> String {
        let (what, id, lock_id) = match self {
            Self::Stay { id, lock_id } => ("reservation", Some(id), lock_id.as_ref()),
            Self::Visit { id, lock_id } => ("visit", Some(id), lock_id.as_ref()),
            Self::Code { id, .. } => ("code", Some(id), None),
            Self::Listing(id) => ("listing", Some(id), None),
            Self::Lock(id) => ("lock", Some(id), None),
            Self::Site => ("listing", None, None),
        };
        let mut key = format!("{}:{what}", kind.row_kind());
        for id in [id, lock_id].into_iter().flatten() {
            push_part(&mut key, id);
        }
        key
    }

    fn ids(&self) -> Ids<'_> {
        let mut ids = Ids::default();
        match self {
            Self::Stay { id, lock_id } => {
                (ids.reservation, ids.lock) = (Some(id), lock_id.as_ref());
            }
            Self::Visit { id, lock_id } => (ids.visit, ids.lock) = (Some(id), lock_id.as_ref()),
            Self::Code { id, lock_id } => (ids.code, ids.lock) = (Some(id), Some(lock_id)),
            Self::Listing(id) => ids.listing = Some(id),
            Self::Lock(id) => ids.lock = Some(id),
            Self::Site => {}
        }
        ids
    }

    /// Names it in an audit row. A code's row names no lock.
    pub(crate) fn name_in(&self, row: &mut AuditRow) {
        let ids = self.ids();
        row.reservation_id = ids.reservation.cloned();
        row.visit_id = ids.visit.cloned();
        row.listing_id = ids.listing.cloned();
        row.lock_id = ids.lock.filter(|_| ids.code.is_none()).cloned();
        row.code_id = ids.code.cloned();
    }
}

impl HostOrderKind {
    /// The kind whose row it shares: of `pause` and `resume` only the later one counts.
    pub(crate) fn row_kind(self) -> Self {
        match self {
            Self::Resume => Self::Pause,
            kind => kind,
        }
    }
}

/// An order of the host that still counts.
#[skip_serializing_none]
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(
    feature = "types",
    derive(ts_rs::TS),
    ts(rename = "StandingOrder", optional_fields)
)]
struct StoredOrder {
    /// One per kind of order and subject.
    key: Text,
    /// What was ordered; the later one of `pause` and `resume`.
    kind: HostOrderKind,
    /// When; an order that was stamped ahead of now was given when it came (C7).
    at: Instant,
    /// Its turn among the orders of that second, where one of them was stamped ahead of now.
    turn: Option<u32>,
    /// Its facts that were stamped ahead of now, at most 8, to know them again (D4).
    #[serde(default, deserialize_with = "at_most::<MAX_AHEAD, _, _, _>")]
    ahead: Option<Vec<RecentEvent>>,
    /// The booking that it is about.
    reservation_id: Option<Id>,
    /// The visit that it is about.
    visit_id: Option<Id>,
    /// The listing that it is about.
    listing_id: Option<Id>,
    /// The lock that it is about; beside a booking or a visit, the one door.
    lock_id: Option<Id>,
    /// The code that it is about.
    code_id: Option<Id>,
    /// The lock that took the place of a replaced one; absent where the old one is in service
    /// again.
    by: Option<Id>,
    /// The last revision of the booking or visit for which it counts.
    revision: Option<u32>,
    /// Codes of an earlier generation are the stay's no longer (P3).
    generation: Option<u32>,
}

impl From<StoredOrder> for StandingOrder {
    fn from(stored: StoredOrder) -> Self {
        let (lock_id, code_id) = (stored.lock_id, stored.code_id);
        let subject = match (stored.reservation_id, stored.visit_id, stored.listing_id) {
            (Some(id), _, _) => Subject::Stay { id, lock_id },
            (_, Some(id), _) => Subject::Visit { id, lock_id },
            (_, _, Some(id)) => Subject::Listing(id),
            _ => match (code_id, lock_id) {
                (Some(id), Some(lock_id)) => Subject::Code { id, lock_id },
                (_, Some(id)) => Subject::Lock(id),
                _ => Subject::Site,
            },
        };
        Self {
            key: stored.key,
            kind: stored.kind,
            at: stored.at,
            turn: stored.turn,
            ahead: stored.ahead,
            subject,
            by: stored.by,
            revision: stored.revision,
            generation: stored.generation,
        }
    }
}

impl From<StandingOrder> for StoredOrder {
    fn from(order: StandingOrder) -> Self {
        let ids = order.subject.ids();
        Self {
            reservation_id: ids.reservation.cloned(),
            visit_id: ids.visit.cloned(),
            listing_id: ids.listing.cloned(),
            lock_id: ids.lock.cloned(),
            code_id: ids.code.cloned(),
            key: order.key,
            kind: order.kind,
            at: order.at,
            turn: order.turn,
            ahead: order.ahead,
            by: order.by,
            revision: order.revision,
            generation: order.generation,
        }
    }
}
