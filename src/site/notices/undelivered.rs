//! What the host should know of notices that did not reach a guest or visitor (E3, N1).

use crate::Id;
use crate::rules::Notice;
use crate::site::evaluation::HostCondition;
use crate::site::state::{Delivery, NoticeOutcome, TripRow, VisitRow};
use crate::time::Instant;

/// The notices that failed, where no later one arrived: each notice says all that there is to know.
fn undelivered(deliveries: Option<&[Delivery]>) -> impl Iterator<Item = Delivery> {
    let deliveries = deliveries.unwrap_or_default();
    let with = |outcome| deliveries.iter().filter(move |one| one.outcome == outcome);
    let last_arrived = with(NoticeOutcome::Delivered).map(|one| one.number).max();
    with(NoticeOutcome::Failed)
        .filter(move |one| last_arrived.is_none_or(|arrived| arrived < one.number))
        .copied()
}

/// What the host should know of notices that a guest did not get.
pub(super) fn of_guest(trip: &TripRow, until: Option<Instant>) -> Vec<HostCondition> {
    let condition = |one: Delivery| {
        let about = [&trip.id, &*one.number.to_string()];
        let notice = Notice {
            reservation_id: Some(trip.id.clone()),
            ..Notice::undelivered(one.kind, &about)
        };
        HostCondition { notice, until }
    };
    undelivered(trip.deliveries.as_deref())
        .map(condition)
        .collect()
}

/// What the host should know of notices that a visitor did not get, as long as the visitor has a
/// code.
pub(super) fn of_visitor(row: &VisitRow) -> Vec<HostCondition> {
    if row.told_doors.is_none() {
        return Vec::new();
    }
    let id: &Id = &row.visit.id;
    let condition = |one: Delivery| {
        let about = ["visit", id, &*one.number.to_string()];
        let notice = Notice {
            visit_id: Some(id.clone()),
            ..Notice::undelivered(one.kind, &about)
        };
        HostCondition {
            notice,
            until: None,
        }
    };
    undelivered(row.deliveries.as_deref())
        .map(condition)
        .collect()
}
