//! The last order of the host about a subject.

use crate::model::Holder;
use crate::site::state::{AuditRow, HostOrderKind, RowKey, StandingOrder, State, Subject, When};

/// The last order of this kind about a subject.
pub(crate) fn last<'a>(
    state: &'a State,
    kind: HostOrderKind,
    subject: &Subject,
) -> Option<&'a StandingOrder> {
    let kind = kind.row_kind();
    let mut orders = state.orders.about(&RowKey::OrderedAbout(subject.clone()));
    orders.find(|order| order.kind.row_kind() == kind)
}

/// Whether the last order of a kind about a subject is no earlier than `when`.
pub(crate) fn is_overtaken(
    state: &State,
    kind: HostOrderKind,
    subject: &Subject,
    when: When,
) -> bool {
    last(state, kind, subject).is_some_and(|last| when <= last.when())
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
