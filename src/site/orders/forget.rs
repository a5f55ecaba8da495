//! Forgets orders that count no more.

use crate::model::Reservation;
use crate::rules::{stay_of, stays_of};
use crate::site::evaluation::{Timer, Timers};
use crate::site::standing_orders::is_revoked;
use crate::site::state::{HostOrderKind, RowKey, StandingOrder, State, Subject};
use crate::time::{Duration, Instant, Window};
use crate::{Id, Text};

/// How long orders about a stay count after its end: longer than any platform's rounding (W6).
pub(super) const KEPT: Duration = Duration::days(7);

/// The bookings of the stay around a booking, itself first, even if the host ended the stay (W8);
/// and until when orders about it count, if that is known.
pub(crate) fn stay_around(state: &State, booked: &Reservation) -> (Vec<Id>, Option<Instant>) {
    let mut ids = vec![booked.id.clone()];
    let Some(listing) = state.listings.get(&booked.listing_id) else {
        return (ids, None);
    };
    let own = stay_of(booked, listing).ok().map(Window::ends_at);
    let bookings = state
        .reservations
        .about(&RowKey::Listing(listing.id.clone()));
    let made = stays_of(listing, bookings, state.policy_of_listing(&listing.id));
    let mut stays = made.stays.into_iter();
    let found = stays.find(|stay| stay.reservation_ids.contains(&booked.id));
    let together = found.as_ref().map(|stay| stay.window.ends_at());
    let others = found.map(|stay| stay.reservation_ids).unwrap_or_default();
    ids.extend(others.into_iter().filter(|id| *id != booked.id));
    (ids, own.max(together).map(|end| end + KEPT))
}

/// Forgets orders about a listing's stays that have been over for a week. Revocations of whole
/// stays are kept: without them the stay would have been, and a turnover would begin at its end.
/// So are orders to forget a guest.
pub(crate) fn forget_orders(state: &mut State, listing_id: &Id, now: Instant, timers: &mut Timers) {
    if state.orders.len() == 0 {
        return;
    }
    let mut over = Vec::new();
    for booked in state
        .reservations
        .about(&RowKey::Listing(listing_id.clone()))
    {
        let never_was = is_revoked(state, booked);
        let from = over.len();
        for order in state.orders.about(&RowKey::Stay(booked.id.clone())) {
            let is_whole = matches!(&order.subject, Subject::Stay { lock_id: None, .. });
            let is_kept = match order.kind {
                HostOrderKind::Revoke => never_was && is_whole,
                // Later revisions of the booking stay nameless as long as it is there (D7).
                HostOrderKind::ForgetGuest => true,
                _ => false,
            };
            if !is_kept {
                over.push(order.key.clone());
            }
        }
        if over.len() == from {
            continue;
        }
        // The time of the stay may not be known yet.
        let until = stay_around(state, booked).1;
        if until.is_none_or(|until| until > now) {
            over.truncate(from);
        }
        if let Some(until) = until {
            timers.set(Timer::OrderEnds, until);
        }
    }
    for key in over {
        state.orders.delete(&key);
    }
}

/// Forgets orders about forgotten codes of a lock.
pub(crate) fn forget_code_orders(state: &mut State, lock_id: &Id) {
    let is_over = |order: &&StandingOrder| match &order.subject {
        Subject::Code { id, .. } => state.access_codes.get(id).is_none(),
        _ => false,
    };
    let orders = state.orders.about(&RowKey::Lock(lock_id.clone()));
    let over: Vec<Text> = orders
        .filter(is_over)
        .map(|order| order.key.clone())
        .collect();
    for key in over {
        state.orders.delete(&key);
    }
}
