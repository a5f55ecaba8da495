//! A guest is told a code because the host orders it: the emergency code that another stay knows
//! (E2), or the next code (A4).

use super::given::{Given, OrderOutcome, is_stale, no_such, stand};
use crate::model::{AccessCode, Desired, HolderKind, OnLockState, Reservation};
use crate::rules::{Stay, stays_of};
use crate::site::standing_orders::{is_revoked, is_revoked_at_door, standing};
use crate::site::state::{RowKey, State, Subject, TripRow, is_backup_or_emergency};
use crate::{Error, ErrorCode, Id};

/// The most codes that wait to be told to one guest.
const MAX_ORDERED: usize = 64;

/// Notes that the guests of a stay shall be told the emergency code of a lock.
pub(super) fn tell_emergency(
    state: &mut State,
    reservation_id: &Id,
    lock_id: &Id,
    given: Given<'_>,
) -> OrderOutcome {
    let Some((holder, subject)) = stay_meant(state, reservation_id, lock_id, given)? else {
        return Ok(None);
    };
    let code_id = emergency_code(state, lock_id)?.id.clone();
    change_trip(state, &holder, |trip| {
        let ordered = trip.ordered_codes.get_or_insert_default();
        if !ordered.contains(&code_id) && ordered.len() < MAX_ORDERED {
            ordered.push(code_id);
        }
    });
    stand(state, &subject, given, |_| ());
    Ok(Some(subject))
}

/// Notes that the guests of a stay shall be told the next backup or emergency code of a lock.
pub(super) fn tell_next(
    state: &mut State,
    reservation_id: &Id,
    lock_id: &Id,
    given: Given<'_>,
) -> OrderOutcome {
    let Some((holder, subject)) = stay_meant(state, reservation_id, lock_id, given)? else {
        return Ok(None);
    };
    let here = RowKey::Lock(lock_id.clone());
    let is_next = |code: &AccessCode| {
        is_backup_or_emergency(code)
            && !code.is_told()
            && is_there(code)
            && code.wanted != Some(Desired::REMOVED)
    };
    if !state.access_codes.about(&here).any(is_next) {
        let message = "no backup or emergency code is ready on this lock";
        let hint = "wait until the next one is there, or tell the guest another way in";
        return Err(Error::new(ErrorCode::InvalidValue, message, hint).at("lockId"));
    }
    change_trip(state, &holder, |trip| trip.order_next(lock_id));
    stand(state, &subject, given, |_| ());
    Ok(Some(subject))
}

/// The booking that holds the codes of the stay that an order is about, and what the order is
/// about; nothing where the order is old or the stay over.
fn stay_meant(
    state: &State,
    reservation_id: &Id,
    lock_id: &Id,
    given: Given<'_>,
) -> Result<Option<(Id, Subject)>, Error> {
    let Some(booked) = state.reservations.get(reservation_id) else {
        return Err(no_such("booking", "reservationId"));
    };
    let subject = Subject::stay(reservation_id, Some(lock_id));
    if is_stale(state, &subject, given) {
        return Ok(None);
    }
    let (holder, is_over) = stay_around(state, booked, lock_id, given)?;
    Ok((!is_over).then_some((holder, subject)))
}

fn change_trip(state: &mut State, holder: &Id, change: impl FnOnce(&mut TripRow)) {
    let trip = state.trips.get(holder).cloned();
    let mut trip = trip.unwrap_or_else(|| TripRow::new(holder.clone()));
    change(&mut trip);
    state.trips.put(holder, trip);
}

/// The booking that holds the codes of the stay around a booking (W8), and whether that stay is
/// over.
fn stay_around(
    state: &State,
    booked: &Reservation,
    lock_id: &Id,
    given: Given<'_>,
) -> Result<(Id, bool), Error> {
    let refused = |message: &str, hint: &str, key: &str| {
        Err(Error::new(ErrorCode::InvalidValue, message, hint).at(key))
    };
    let Some(listing) = state.listings.get(&booked.listing_id) else {
        return Err(no_such("listing", "reservationId"));
    };
    if !listing.locks.contains(lock_id) {
        let hint = "name a lock of its listing";
        return refused("no door of this stay", hint, "lockId");
    }
    let ids = std::slice::from_ref(&booked.id);
    if is_revoked(state, booked) || is_revoked_at_door(state, ids, lock_id) {
        return refused(
            "the stay was revoked",
            "order reissue first",
            "reservationId",
        );
    }
    let made = stays_of(
        listing,
        standing(state, &listing.id),
        state.policy_of_listing(&listing.id),
    );
    let mut stays = made.stays.into_iter();
    let stay = stays.find(|stay| stay.reservation_ids.contains(&booked.id));
    if stay.as_ref().is_some_and(Stay::is_on_hold) {
        return Err(on_hold());
    }
    match stay
        .as_ref()
        .and_then(|stay| Some((stay.holder()?, stay.window)))
    {
        Some((holder, window)) => Ok((holder.clone(), window.ends_at() <= given.now)),
        None => refused(
            "the booking makes no stay",
            "confirm it first",
            "reservationId",
        ),
    }
}

/// Nothing is told while the booking is on hold (N4).
pub(super) fn on_hold() -> Error {
    let hint = "release it first: send the booking without `hold`";
    Error::new(ErrorCode::InvalidValue, "the booking is on hold", hint).at("reservationId")
}

/// Whether a code with a known PIN is on its lock.
fn is_there(code: &AccessCode) -> bool {
    let is_there = matches!(
        code.on_lock.state,
        OnLockState::Confirmed | OnLockState::Unverifiable
    );
    is_there && code.pin.is_some()
}

/// The emergency code that is on a lock.
fn emergency_code<'a>(state: &'a State, lock_id: &Id) -> Result<&'a AccessCode, Error> {
    let is_it = |code: &&AccessCode| code.holder.kind == HolderKind::Emergency && is_there(code);
    let here = RowKey::Lock(lock_id.clone());
    let codes = state.access_codes.about(&here);
    codes
        .filter(is_it)
        // A code that shall be taken off a silent lock still opens it.
        .max_by_key(|code| (code.wanted != Some(Desired::REMOVED), code.made_at))
        .ok_or_else(|| {
            let hint = "wait until the new one is there, or tell the guest another way in";
            let message = "no emergency code is on this lock";
            Error::new(ErrorCode::InvalidValue, message, hint).at("lockId")
        })
}
