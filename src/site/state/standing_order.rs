//! An order of the host that still counts, and what it is about.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::host_order::HostOrderKind;
use crate::json::{Node, Read, Reader, Write, Writer};
use crate::rules::push_part;
use crate::time::Instant;
use crate::{Id, Text};

/// An order of the host that still counts.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct StandingOrder {
    /// One per kind of order and thing.
    pub key: Text,
    /// What was ordered; the later one of `pause` and `resume`.
    pub kind: HostOrderKind,
    /// When.
    pub at: Instant,
    /// The booking that it is about.
    pub reservation_id: Option<Id>,
    /// The visit that it is about.
    pub visit_id: Option<Id>,
    /// The listing that it is about.
    pub listing_id: Option<Id>,
    /// The lock that it is about; beside a booking or visit the one door.
    pub lock_id: Option<Id>,
    /// The code that it is about.
    pub code_id: Option<Id>,
    /// The lock that stands in for a replaced one; absent where it is in service again.
    pub by: Option<Id>,
    /// Up to which revision of the booking or visit it stands.
    pub revision: Option<u32>,
    /// Codes of an earlier generation are the stay's no longer (P3).
    pub generation: Option<u32>,
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

record! {
    /// An order of the host that still counts.
    #[cfg_attr(feature = "types", ts(rename = "StandingOrder"))]
    struct StoredOrder {
        /// One per kind of order and subject.
        key: Text,
        /// What was ordered; the later one of `pause` and `resume`.
        kind: HostOrderKind,
        /// When.
        at: Instant,
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
        /// The lock that took the place of a replaced one; absent where the old one is in service again.
        by: Option<Id>,
        /// The last revision of the booking or visit for which it counts.
        revision: Option<u32>,
        /// Codes of an earlier generation are the stay's no longer (P3).
        generation: Option<u32>,
    }
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
            subject,
            by: stored.by,
            revision: stored.revision,
            generation: stored.generation,
        }
    }
}

impl Read for StandingOrder {
    fn read(reader: &mut Reader, node: &Node<'_>) -> Self {
        Self::from(StoredOrder::read(reader, node))
    }
}

impl Write for StandingOrder {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        let ids = self.subject.ids();
        out.object(StoredOrder::KEYS);
        self.key.write(out);
        self.kind.write(out);
        self.at.write(out);
        for id in [ids.reservation, ids.visit, ids.listing, ids.lock, ids.code] {
            match id {
                Some(id) => id.write(out),
                None => out.absent(),
            }
        }
        self.by.write(out);
        self.revision.write(out);
        self.generation.write(out);
        out.end();
    }
}

deserialize! { StandingOrder }
serialize! { StandingOrder }
