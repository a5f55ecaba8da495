//! Whether what people were told reached them (E3, N1).

use crate::Id;
use crate::rules::{Notice, NoticeValues};
use crate::site::evaluation::HostCondition;
use crate::site::state::{Delivery, NoticeOutcome, State, TripRow, VisitRow};
use crate::time::Instant;

/// The notices that did not arrive, where no later one did: each of them says all that there is to know.
fn undelivered(deliveries: Option<&[Delivery]>) -> impl Iterator<Item = Delivery> {
    let all = deliveries.unwrap_or_default();
    let arrived = all
        .iter()
        .filter(|one| one.outcome == NoticeOutcome::Delivered)
        .map(|one| one.number)
        .max();
    all.iter()
        .filter(|one| one.outcome == NoticeOutcome::Failed)
        .filter(move |one| arrived.is_none_or(|arrived| arrived < one.number))
        .copied()
}

/// What the host should know of notices that a guest did not get.
pub(crate) fn of_guest(state: &State, trip: &TripRow, until: Option<Instant>) -> Vec<HostCondition> {
    let booked = state.reservations.get(&trip.id);
    let listing = booked.and_then(|booked| state.listings.get(&booked.listing_id));
    undelivered(trip.deliveries.as_deref())
        .filter_map(|one| {
            let values = NoticeValues {
                guest_name: booked.map(|booked| booked.guest.name.clone()),
                listing_name: listing.map(|listing| listing.name.clone()),
                ..NoticeValues::default()
            };
            let about = [&trip.id, &*one.number.to_string()];
            let notice = Notice::undelivered(one.kind, &about, values)?;
            Some(HostCondition {
                notice: Notice {
                    reservation_id: Some(trip.id.clone()),
                    ..notice
                },
                until,
            })
        })
        .collect()
}

/// What the host should know of notices that a visitor did not get, as long as there is something to tell.
pub(crate) fn of_visitor(row: &VisitRow) -> Vec<HostCondition> {
    let id: &Id = &row.visit.id;
    undelivered(row.deliveries.as_deref())
        .filter(|_| row.told.is_some())
        .filter_map(|one| {
            let values = NoticeValues {
                visitor_name: Some(row.visit.visitor.clone()),
                ..NoticeValues::default()
            };
            let about = ["visit", id, &*one.number.to_string()];
            let notice = Notice::undelivered(one.kind, &about, values)?;
            Some(HostCondition {
                notice: Notice {
                    visit_id: Some(id.clone()),
                    ..notice
                },
                until: None,
            })
        })
        .collect()
}
