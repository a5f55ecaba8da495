//! What the host should know of notices that did not reach a guest or visitor (E3, N1).

use crate::Id;
use crate::rules::{Notice, NoticeValues};
use crate::site::evaluation::HostCondition;
use crate::site::state::{Delivery, NoticeOutcome, State, TripRow, VisitRow};
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
pub(super) fn of_guest(
    state: &State,
    trip: &TripRow,
    until: Option<Instant>,
) -> Vec<HostCondition> {
    let booking = state.reservations.get(&trip.id);
    let listing = booking.and_then(|booking| state.listings.get(&booking.listing_id));
    let condition = |one: Delivery| {
        let values = NoticeValues {
            guest_name: booking.map(|booking| booking.guest.name.clone()),
            listing_name: listing.map(|listing| listing.name.clone()),
            ..NoticeValues::default()
        };
        let about = [&trip.id, &*one.number.to_string()];
        let notice = Notice {
            reservation_id: Some(trip.id.clone()),
            ..Notice::undelivered(one.kind, &about, values)
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
        let values = NoticeValues {
            visitor_name: Some(row.visit.visitor.clone()),
            ..NoticeValues::default()
        };
        let about = ["visit", id, &*one.number.to_string()];
        let notice = Notice {
            visit_id: Some(id.clone()),
            ..Notice::undelivered(one.kind, &about, values)
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
