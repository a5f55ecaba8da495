//! The last order of the host about a subject.

use crate::model::Holder;
use crate::site::state::{AuditRow, HostOrderKind, RowKey, StandingOrder, State, Subject};
use crate::time::Instant;

/// What an order is about.
#[derive(Clone, Copy)]
pub(crate) enum Subject<'a> {
    Reservation(&'a Id, Option<&'a Id>),
    Visit(&'a Id, Option<&'a Id>),
    Listing(Option<&'a Id>),
    Lock(&'a Id),
    Code(&'a Id),
}

impl Subject<'_> {
    /// The key of the order of this kind about it; one that is lifted by another shares its key.
    fn key(self, kind: HostOrderKind) -> String {
        let kind = match kind {
            HostOrderKind::Resume => HostOrderKind::Pause,
            kind => kind,
        };
        let (what, id, lock_id) = match self {
            Self::Reservation(id, lock_id) => ("reservation", Some(id), lock_id),
            Self::Visit(id, lock_id) => ("visit", Some(id), lock_id),
            Self::Listing(id) => ("listing", id, None),
            Self::Lock(id) => ("lock", Some(id), None),
            Self::Code(id) => ("code", Some(id), None),
        };
        let mut key = format!("{kind}:{what}");
        for id in [id, lock_id].into_iter().flatten() {
            push_part(&mut key, id);
        }
        key
    }

    /// The order of this kind about it, that nobody has given yet.
    pub(crate) fn order(self, kind: HostOrderKind, at: Instant) -> Option<StandingOrder> {
        let mut order = StandingOrder {
            key: self.key(kind).parse().ok()?,
            kind,
            at,
            reservation_id: None,
            visit_id: None,
            listing_id: None,
            lock_id: None,
            code_id: None,
            by: None,
            revision: None,
            generation: None,
        };
        match self {
            Self::Reservation(id, lock_id) => {
                order.reservation_id = Some(id.clone());
                order.lock_id = lock_id.cloned();
            }
            Self::Visit(id, lock_id) => {
                order.visit_id = Some(id.clone());
                order.lock_id = lock_id.cloned();
            }
            Self::Listing(id) => order.listing_id = id.cloned(),
            Self::Lock(id) => order.lock_id = Some(id.clone()),
            Self::Code(id) => order.code_id = Some(id.clone()),
        }
        Some(order)
    }

    /// An audit row that says what it is about.
    pub(crate) fn noted_in(self, mut row: AuditRow, state: &State) -> AuditRow {
        match self {
            Self::Reservation(id, lock_id) => {
                row.reservation_id = Some(id.clone());
                row.lock_id = lock_id.cloned();
            }
            Self::Visit(id, lock_id) => {
                row.visit_id = Some(id.clone());
                row.lock_id = lock_id.cloned();
            }
            Self::Listing(id) => row.listing_id = id.cloned(),
            Self::Lock(id) => row.lock_id = Some(id.clone()),
            Self::Code(id) => {
                let holder = state.access_codes.get(id).map(|code| &code.holder);
                row.code_id = Some(id.clone());
                row.reservation_id = holder.and_then(Holder::reservation_id).cloned();
                row.visit_id = holder.and_then(Holder::visit_id).cloned();
            }
        }
        row
    }
}

/// The last order of this kind about a thing.
pub(crate) fn last<'a>(
    state: &'a State,
    kind: HostOrderKind,
    subject: &Subject,
) -> Option<&'a StandingOrder> {
    let kind = kind.row_kind();
    let mut orders = state.orders.about(&RowKey::OrderedAbout(subject.clone()));
    orders.find(|order| order.kind.row_kind() == kind)
}

/// Whether an order of `at` is no later than the last one of its kind about the same subject.
pub(crate) fn is_stale(state: &State, kind: HostOrderKind, subject: &Subject, at: Instant) -> bool {
    last(state, kind, subject).is_some_and(|last| at <= last.at)
}

pub(crate) fn put(state: &mut State, order: StandingOrder) {
    state.orders.put(&order.key.clone(), order);
}

/// An audit row that says what an order is about, and for a code also who holds it.
pub(crate) fn named_in(subject: &Subject, mut row: AuditRow, state: &State) -> AuditRow {
    subject.name_in(&mut row);
    if let Subject::Code { id, .. } = subject {
        let holder = state.access_codes.get(id).map(|code| &code.holder);
        row.reservation_id = holder.and_then(Holder::reservation_id).cloned();
        row.visit_id = holder.and_then(Holder::visit_id).cloned();
    }
    row
}
