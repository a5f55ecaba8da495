//! Guests whose stay is no more: who was told a code that would still open hears that it does not
//! (T5).

use std::collections::BTreeSet;

use super::guest_messages::local_text;
use super::joined_stays::keep_count;
use super::undelivered::of_guest;
use crate::Id;
use crate::model::{Desired, ReservationStatus};
use crate::rules::{
    Notice, NoticeCause, NoticeKind, NoticeValues, OutsideStay, answer, stay_of, stays_of,
};
use crate::site::evaluation::{Context, Output, Timer};
use crate::site::plan::StayPlan;
use crate::site::standing_orders::{is_revoked, standing};
use crate::site::state::{RowKey, State, ToldAccess, TripRow};
use crate::time::{Duration, Instant, Window};

/// Ends the trips of a listing's bookings that make no stay any more.
pub(crate) fn end_trips(context: &mut Context<'_>, listing_id: &Id, stays: &[StayPlan]) {
    let now = context.now;
    for trip in without_stay(context.state, listing_id, stays) {
        let state = &mut *context.state;
        let ended = if trip.over_at.is_some_and(|over_at| over_at > now) {
            answer_ended(state, trip, &mut context.output)
        } else if let Some(told) = trip.told_access.as_ref().filter(|told| told.ends_at > now) {
            let ended = ended(&trip, told);
            context
                .output
                .notices
                .push(access_ended(state, &ended, told));
            state.trips.put(&ended.id, ended.clone());
            ended
        } else {
            // What was said while the stay ran is no word of now.
            let is_new = match trip.over_at {
                Some(over_at) => trip.last_locked_out_at() >= Some(over_at),
                None => trip.told_access.is_none(),
            };
            let trip = if is_new {
                answer_ended(state, trip, &mut context.output)
            } else {
                trip
            };
            keep_count(state, &trip, now);
            let answered = state
                .trips
                .get(&trip.id)
                .and_then(|trip| answered(state, trip));
            if let Some((trip, notice)) = answered {
                state.trips.put(&trip.id.clone(), trip);
                context.output.notices.push(notice);
            }
            continue;
        };
        if let Some(over_at) = ended.over_at {
            if ended != ended.counted(over_at) {
                context.evaluation.timers.set(Timer::TripOver, over_at);
            }
            context
                .evaluation
                .conditions
                .extend(of_guest(&ended, Some(over_at)));
        }
    }
}

/// Answers a guest who says after their access was ended that they can't get in (A4). Gives the
/// trip after that.
fn answer_ended(state: &mut State, trip: TripRow, output: &mut Output) -> TripRow {
    let Some(said) = trip.last_locked_out_at().filter(|_| is_off(state, &trip)) else {
        return trip;
    };
    let booking = state.reservations.get(&trip.id);
    let listing = booking.and_then(|one| state.listings.get(&one.listing_id));
    let Some((booking, listing)) = booking.zip(listing) else {
        return trip;
    };
    let booked = stay_of(booking, listing).ok();
    let policy = &state.policy_of_listing(&listing.id).complaints;
    let pause = Duration::minutes(policy.answer_again_minutes);
    let is_answered = |at: Instant| said <= at || said < at + pause;
    // The code goes on in a booking that was joined to this one (W8).
    if trip.answered_at.is_some_and(is_answered) || goes_on(state, &trip.id) {
        return trip;
    }
    let trip = TripRow {
        notices: trip.notices.saturating_add(1),
        answered_at: Some(said),
        ..trip
    };
    let times = ToldAccess {
        starts_at: booked.map_or(said, Window::starts_at),
        ends_at: booked.map_or(said, Window::ends_at),
        doors: Vec::new(),
    };
    output.notices.push(access_ended(state, &trip, &times));
    state.trips.put(&trip.id.clone(), trip.clone());
    trip
}

/// Whether the booking of a trip was cancelled, or its access taken back.
fn is_off(state: &State, trip: &TripRow) -> bool {
    let booking = state.reservations.get(&trip.id);
    booking.is_some_and(|one| one.status == ReservationStatus::Cancelled || is_revoked(state, one))
}

/// Whether another booking holds a code that the guest of this one was told.
fn goes_on(state: &State, reservation_id: &Id) -> bool {
    let about_it = RowKey::Stay(reservation_id.clone());
    let mut codes = state.access_codes.about(&about_it);
    codes.any(|code| {
        let holder = code.holder.reservation_id();
        matches!(code.wanted, Some(Desired::Window(_)))
            && holder.is_some_and(|id| id != reservation_id)
    })
}

/// The answer to a guest who says after their stay that they can't get in (A4).
fn answered(state: &State, trip: &TripRow) -> Option<(TripRow, Notice)> {
    let said = trip.last_locked_out_at()?;
    // Most complaints are as old as their trips.
    if trip.answered_at >= Some(said) || trip.over_at.is_none_or(|over_at| said < over_at) {
        return None;
    }
    let booking = state.reservations.get(&trip.id)?;
    let listing = state.listings.get(&booking.listing_id)?;
    let policy = state.policy_of_listing(&listing.id);
    let made = stays_of(listing, standing(state, &listing.id), policy);
    let mut stays = made.stays.into_iter();
    let stay = stays.find(|stay| stay.reservation_ids.contains(&trip.id))?;
    // Of joined bookings a later one may be on hold (N4).
    if stay.is_on_hold() || booking.is_on_hold() {
        return None;
    }
    let found = answer(said, stay.window, trip.answered_at, &policy.complaints)?;
    if found != OutsideStay::Over {
        return None;
    }
    let told = ToldAccess {
        starts_at: stay.booked.starts_at(),
        ends_at: stay.booked.ends_at(),
        doors: Vec::new(),
    };
    let trip = TripRow {
        notices: trip.notices.saturating_add(1),
        answered_at: Some(said),
        ..trip.clone()
    };
    let notice = to_guest_after(state, &trip, &told, found.notice_kind());
    Some((trip, notice))
}

/// What is known of the trips of a listing's bookings that hold no stay.
fn without_stay(state: &State, listing_id: &Id, stays: &[StayPlan]) -> Vec<TripRow> {
    let holders: BTreeSet<&Id> = stays.iter().filter_map(|plan| plan.stay.holder()).collect();
    let bookings = state
        .reservations
        .about(&RowKey::Listing(listing_id.clone()));
    bookings
        .filter(|booking| !holders.contains(&booking.id))
        .filter_map(|booking| state.trips.get(&booking.id).cloned())
        .collect()
}

/// What is kept of a trip that ends before its time, after one more notice.
fn ended(trip: &TripRow, told: &ToldAccess) -> TripRow {
    TripRow {
        notices: trip.notices.saturating_add(1),
        deliveries: trip.deliveries.clone(),
        // What was said before is over with the access.
        answered_at: trip.last_locked_out_at().max(trip.answered_at),
        ..trip.counted(told.ends_at)
    }
}

/// The notice that the codes of a trip open no more.
fn access_ended(state: &State, trip: &TripRow, told: &ToldAccess) -> Notice {
    to_guest_after(state, trip, told, NoticeKind::AccessEnded)
}

/// A notice to the guest of a trip that is over.
fn to_guest_after(state: &State, trip: &TripRow, told: &ToldAccess, kind: NoticeKind) -> Notice {
    let booking = state.reservations.get(&trip.id);
    let listing = booking.and_then(|booking| state.listings.get(&booking.listing_id));
    let cause = NoticeCause::of_ended(booking.map(|booking| booking.status));
    let values = NoticeValues {
        guest_name: booking.map(|booking| booking.guest.name.clone()),
        listing_name: listing.map(|listing| listing.name.clone()),
        check_in: listing.and_then(|listing| local_text(listing, told.starts_at)),
        check_out: listing.and_then(|listing| local_text(listing, told.ends_at)),
        host_contact: listing.and_then(|listing| listing.host_contact.clone()),
        cause: (kind == NoticeKind::AccessEnded).then_some(cause),
        ..NoticeValues::default()
    };
    Notice::to_guest(kind, &trip.id, trip.notices, values)
}
