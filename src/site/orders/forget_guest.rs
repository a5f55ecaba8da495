//! A guest is forgotten after the stay, because the host orders it (D7).

use super::forget::{KEPT, stay_around};
use super::given::{Given, OrderOutcome, is_stale, no_such, stand};
use crate::model::{AccessCode, Guest, Reservation, ReservationStatus};
use crate::site::standing_orders::last;
use crate::site::state::{HostOrderKind, RowKey, State, Subject};
use crate::{Error, ErrorCode, Id, Text};

/// Takes a guest's name, phone digits and chosen PIN out of the bookings of a stay that is over.
pub(super) fn forget_guest(state: &mut State, id: &Id, given: Given<'_>) -> OrderOutcome {
    let Some(booked) = state.reservations.get(id).cloned() else {
        return Err(no_such("booking", "reservationId"));
    };
    let subject = Subject::stay(id, None);
    if is_stale(state, &subject, given) {
        return Ok(None);
    }
    let (ids, kept_until) = stay_around(state, &booked);
    let ends_at = kept_until.map(|until| until - KEPT);
    let is_over = booked.status == ReservationStatus::Cancelled
        || ends_at.is_some_and(|ends_at| ends_at <= given.now);
    if !is_over {
        let message = "the stay is not over yet";
        let hint = "order it after the stay, or cancel the booking first";
        return Err(Error::new(ErrorCode::StayNotOver, message, hint).at("reservationId"));
    }
    for other in &ids {
        stand(state, &Subject::stay(other, None), given, |_| ());
        state.reservations.change(other, |booked| {
            *booked = without_name(booked.clone());
        });
        forget_labels(state, &RowKey::Stay(other.clone()));
    }
    Ok(Some(subject))
}

/// Takes the labels that somebody else wrote off the codes of forgotten guests: they may be their
/// names. A label of our own has the code's id.
pub(crate) fn forget_labels(state: &mut State, about: &RowKey) {
    let is_own = |label: &Text, code: &AccessCode| label.contains(&*code.id);
    let is_forgotten = |code: &&AccessCode| {
        let label = code.label.as_ref();
        let is_anothers = label.is_some_and(|label| !is_own(label, code));
        let stay = code.holder.reservation_id().filter(|_| is_anothers);
        stay.is_some_and(|stay| is_forgotten(state, stay))
    };
    let codes = state.access_codes.about(about).filter(is_forgotten);
    let others: Vec<Id> = codes.map(|code| code.id.clone()).collect();
    for id in others {
        state.access_codes.change(&id, |code| code.label = None);
    }
}

/// Whether the guest of a booking was forgotten.
pub(crate) fn is_forgotten(state: &State, reservation_id: &Id) -> bool {
    let subject = Subject::stay(reservation_id, None);
    last(state, HostOrderKind::ForgetGuest, &subject).is_some()
}

/// A booking as it is kept of a guest who was forgotten.
pub(crate) fn without_name(booked: Reservation) -> Reservation {
    Reservation {
        guest: Guest {
            id: booked.guest.id,
            name: Text::made(""),
            phone_last_digits: None,
        },
        preferred_code: None,
        ..booked
    }
}
