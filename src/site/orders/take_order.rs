//! One order of the host. It is carried out at once, or stored while it counts. An order that is no
//! later than the last of its kind about the same subject changes nothing, and neither does one
//! that is done already (D4).

use super::about_codes::{adopt_unknown, code_of, end_code, remove_unknown, rotate};
use super::forget::stay_around;
use super::forget_guest::forget_guest;
use super::given::{Given, OrderOutcome, is_stale, no_such, one_of, stand};
use super::replace_lock::replace_lock;
use super::restore::{forget_taken_off, restore};
use super::tell_code::{on_hold, tell_emergency, tell_next};
use crate::model::{AccessCode, Desired, HolderKind, Reservation, ReservationStatus};
use crate::rules::automated;
use crate::site::fact::HostOrderFact;
use crate::site::standing_orders::{generation, is_outdated_by, is_revoked, meant_by};
use crate::site::standing_orders::{is_overtaken, last, named_in};
use crate::site::state::{
    AuditKind, AuditRow, HostOrder, HostOrderKind, MAX_BACK, MAX_ORDERS, RejectedBecause, RowKey,
    State, Subject,
};
use crate::site::stays::{booked_stay, told_before_hold};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id};

/// The most rows that one order stores.
const MAX_ROWS: usize = 1_000;

/// Takes an order of the host.
pub(crate) fn take_host_order(
    state: &mut State,
    fact: &HostOrderFact,
    now: Instant,
) -> Result<(), RejectedBecause> {
    if fact.at > now + MAX_BACK {
        let error = Error::new(
            ErrorCode::InvalidValue,
            "the order lies in the future",
            "check the clock of whoever gave it",
        );
        return Err(error.at("at").into());
    }
    if state.orders.len() > MAX_ORDERS.saturating_sub(MAX_ROWS) {
        let error = Error::new(
            ErrorCode::TooLong,
            "the site knows too many orders already",
            "split the site",
        );
        return Err(error.into());
    }
    let given = Given::of(fact, state, now);
    let about = carry_out(state, &fact.order, given).map_err(|error| error.at("order"))?;
    let Some(about) = about else { return Ok(()) };
    let row = AuditRow::new(state, AuditKind::HostOrdered, Some(given.reason()), now);
    let row = named_in(&about, row, state);
    state.from_facts.audit.push(row);
    Ok(())
}

fn carry_out(state: &mut State, order: &HostOrder, given: Given<'_>) -> OrderOutcome {
    // The door of a stay may have another lock since (L).
    let door = |state: &State, lock_id: &Id| meant_by(state, lock_id).clone();
    match order {
        HostOrder::Revoke {
            reservation_id,
            visit_id,
            code_id,
            revision,
        } => match (reservation_id, visit_id, code_id) {
            (Some(id), None, None) => revoke_stay(state, id, None, *revision, given),
            (None, Some(id), None) => revoke_visit(state, id, None, *revision, given),
            (None, None, Some(id)) => revoke_code(state, id, *revision, given),
            _ => Err(one_of("reservationId, visitId and codeId")),
        },
        HostOrder::Reissue {
            reservation_id,
            lock_id,
        } => {
            let lock_id = lock_id.as_ref().map(|lock_id| door(state, lock_id));
            reissue(state, reservation_id, lock_id.as_ref(), given)
        }
        HostOrder::Rotate { code_id, visit_id } => {
            rotate(state, code_id.as_ref(), visit_id.as_ref(), given)
        }
        HostOrder::RemoveUnknown { code_id } => remove_unknown(state, code_id, given),
        HostOrder::AdoptUnknown {
            code_id,
            reservation_id,
            visit_id,
        } => adopt_unknown(
            state,
            code_id,
            reservation_id.as_ref(),
            visit_id.as_ref(),
            given,
        ),
        HostOrder::ReplaceLock { lock_id, by } => replace_lock(state, lock_id, by, given),
        HostOrder::Pause { listing_id } | HostOrder::Resume { listing_id } => {
            rest(state, listing_id.as_ref(), given)
        }
        HostOrder::TellEmergency {
            reservation_id,
            lock_id,
        } => tell_emergency(state, reservation_id, &door(state, lock_id), given),
        HostOrder::Restore { code_id } => restore(state, code_id, given),
        HostOrder::ForgetGuest { reservation_id } => forget_guest(state, reservation_id, given),
        HostOrder::TellNext {
            reservation_id,
            lock_id,
        } => tell_next(state, reservation_id, &door(state, lock_id), given),
        // The order was taken before all other facts, if it was needed (D6).
        HostOrder::AcceptClock => Ok(None),
        HostOrder::Retry { lock_id, code_id } => match (lock_id, code_id) {
            (Some(id), None) => retry_lock(state, id, given),
            (None, Some(id)) => retry_code(state, id, given),
            _ => Err(one_of("lockId and codeId")),
        },
    }
}

/// A generation above that of every code of these bookings and every order about them (P3).
fn next_generation(state: &State, ids: &[Id]) -> u32 {
    let mut latest = 0;
    for id in ids {
        let stay = RowKey::Stay(id.clone());
        let of_orders = state
            .orders
            .about(&stay)
            .filter_map(|order| order.generation);
        let codes = state.access_codes.about(&stay);
        let of_codes = codes
            .filter(|code| code.holder.reservation_id() == Some(id))
            .filter_map(|code| code.holder.generation);
        latest = of_orders.chain(of_codes).fold(latest, u32::max);
    }
    latest.saturating_add(1)
}

fn revoke_stay(
    state: &mut State,
    id: &Id,
    lock_id: Option<&Id>,
    revision: Option<u32>,
    given: Given<'_>,
) -> OrderOutcome {
    let Some(booked) = state.reservations.get(id).cloned() else {
        return Err(no_such("booking", "reservationId"));
    };
    let subject = Subject::stay(id, lock_id);
    let stay = Subject::stay(id, None);
    let is_reissued_since = |subject| {
        last(state, HostOrderKind::Reissue, subject)
            .is_some_and(|order| order.when() > given.when())
    };
    let is_old = is_stale(state, &subject, given)
        // A later order counts.
        || [&stay, &subject].into_iter().any(is_reissued_since)
        || revision.is_some_and(|seen| seen < booked.revision);
    if is_old {
        return Ok(None);
    }
    let (ids, until) = stay_around(state, &booked);
    if until.is_some_and(|until| until <= given.now) {
        return Ok(None);
    }
    let generation = next_generation(state, &ids);
    for other in &ids {
        let known = state.reservations.get(other).map(|booked| booked.revision);
        let seen = revision.filter(|_| other == id);
        stand(state, &Subject::stay(other, lock_id), given, |order| {
            order.revision = seen.or(known);
            order.generation = Some(generation);
        });
    }
    Ok(Some(subject))
}

fn revoke_visit(
    state: &mut State,
    id: &Id,
    lock_id: Option<&Id>,
    revision: Option<u32>,
    given: Given<'_>,
) -> OrderOutcome {
    let Some(known) = state.visits.get(id).map(|row| row.visit.revision) else {
        return Err(no_such("visit", "visitId"));
    };
    let subject = Subject::visit(id, lock_id);
    if is_stale(state, &subject, given) || revision.is_some_and(|seen| seen < known) {
        return Ok(None);
    }
    stand(state, &subject, given, |order| {
        order.revision = revision.or(Some(known));
    });
    Ok(Some(subject))
}

fn revoke_code(
    state: &mut State,
    id: &Id,
    revision: Option<u32>,
    given: Given<'_>,
) -> OrderOutcome {
    let Some(code) = code_of(state, id)? else {
        return Ok(None);
    };
    let holder = code.holder.id.clone();
    let subject = Subject::code(id, &code.lock_id);
    let done = match (code.holder.kind, &holder) {
        (HolderKind::Unknown, _) => {
            return Err(Error::new(
                ErrorCode::InvalidValue,
                "somebody else made this code",
                "order remove_unknown or adopt_unknown",
            )
            .at("codeId"));
        }
        _ if code.wanted == Some(Desired::REMOVED) => false,
        (HolderKind::Reservation, Some(holder)) if !is_outdated_by_orders(state, &code) => {
            revoke_stay(state, holder, Some(&code.lock_id), revision, given)?.is_some()
        }
        (HolderKind::Visit, Some(holder)) => {
            revoke_visit(state, holder, Some(&code.lock_id), revision, given)?.is_some()
        }
        _ => {
            end_code(state, code, given);
            true
        }
    };
    Ok(done.then_some(subject))
}

/// Whether a code only stays until a new one works (T4).
fn is_outdated_by_orders(state: &State, code: &AccessCode) -> bool {
    let holder = code.holder.reservation_id().map(std::slice::from_ref);
    holder.is_some_and(|ids| is_outdated_by(code, generation(state, ids, Some(&code.lock_id))))
}

/// Whether a stay may get a new PIN, at one door or at all of them.
fn check_reissuable(
    state: &State,
    booked: &Reservation,
    lock_id: Option<&Id>,
) -> Result<(), Error> {
    let refused = |message: &str, hint: &str, key: &str| {
        Err(Error::new(ErrorCode::InvalidValue, message, hint).at(key))
    };
    if booked.status == ReservationStatus::Cancelled {
        return refused(
            "the booking is cancelled",
            "confirm it first",
            "reservationId",
        );
    }
    if let Some(listing) = state.listings.get(&booked.listing_id) {
        if !automated(listing, state.policy_of_listing(&listing.id)) {
            let message = "no codes are made for its listing";
            return refused(message, "turn automation on first", "reservationId");
        }
        if lock_id.is_some_and(|lock_id| !listing.locks.contains(lock_id)) {
            return refused(
                "no door of this stay",
                "name a lock of its listing",
                "lockId",
            );
        }
    }
    if lock_id.is_some() && is_revoked(state, booked) {
        return refused("the whole stay was revoked", "leave the lock out", "lockId");
    }
    Ok(())
}

fn reissue(state: &mut State, id: &Id, lock_id: Option<&Id>, given: Given<'_>) -> OrderOutcome {
    let Some(booked) = state.reservations.get(id).cloned() else {
        return Err(no_such("booking", "reservationId"));
    };
    let subject = Subject::stay(id, lock_id);
    let stay = Subject::stay(id, None);
    let is_old = is_stale(state, &subject, given)
        // A revocation that is no earlier counts.
        || [&stay, &subject]
            .into_iter()
            .any(|subject| is_overtaken(state, HostOrderKind::Revoke, subject, given.when()));
    if is_old {
        return Ok(None);
    }
    check_reissuable(state, &booked, lock_id)?;
    check_not_held(state, &booked.id, given.now)?;
    let (ids, until) = stay_around(state, &booked);
    if until.is_some_and(|until| until <= given.now) {
        return Ok(None);
    }
    let generation = next_generation(state, &ids);
    for other in &ids {
        stand(state, &Subject::stay(other, lock_id), given, |order| {
            order.generation = Some(generation);
        });
    }
    forget_taken_off(state, &ids, lock_id);
    Ok(Some(subject))
}

/// Refuses a new PIN where the guest knows one that counts and would not hear of the new one: they
/// would stand outside in their stay, and nobody would know (T4, N4).
fn check_not_held(state: &State, id: &Id, now: Instant) -> Result<(), Error> {
    let stay = booked_stay(state, id);
    match stay.and_then(|stay| told_before_hold(state, &stay, now)) {
        Some(_) => Err(on_hold()),
        None => Ok(()),
    }
}

/// Pauses or resumes automation. Of two orders of one instant `resume` counts, in whatever order
/// they come.
fn rest(state: &mut State, listing_id: Option<&Id>, given: Given<'_>) -> OrderOutcome {
    if listing_id.is_some_and(|id| state.listings.get(id).is_none()) {
        return Err(no_such("listing", "listingId"));
    }
    let subject = Subject::listing(listing_id);
    let counts = last(state, given.kind, &subject).is_none_or(|last| {
        let goes_on = last.kind == HostOrderKind::Pause && given.kind == HostOrderKind::Resume;
        let is_news = last.when() < given.when() && !last.was_brought_by(&given.event());
        is_news || (last.at == given.at && goes_on)
    });
    if !counts {
        return Ok(None);
    }
    stand(state, &subject, given, |_| ());
    // Every lock behind the listing is concerned.
    state.from_facts.all = true;
    Ok(Some(subject))
}

fn retry_lock(state: &mut State, id: &Id, given: Given<'_>) -> OrderOutcome {
    if state.locks.get(id).is_none() {
        return Err(no_such("lock", "lockId"));
    }
    let subject = Subject::Lock(id.clone());
    if is_stale(state, &subject, given) {
        return Ok(None);
    }
    state.locks.change(id, |row| {
        row.retry = None;
        row.readings = None;
    });
    forgive_codes_on(state, id);
    stand(state, &subject, given, |_| ());
    Ok(Some(subject))
}

fn retry_code(state: &mut State, id: &Id, given: Given<'_>) -> OrderOutcome {
    let Some(code) = code_of(state, id)? else {
        return Ok(None);
    };
    let subject = Subject::code(id, &code.lock_id);
    if is_stale(state, &subject, given) {
        return Ok(None);
    }
    forgive(state, id);
    stand(state, &subject, given, |_| ());
    Ok(Some(subject))
}

/// Commands that the platform of a lock refused are tried again (C6).
pub(crate) fn forgive_codes_on(state: &mut State, lock_id: &Id) {
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    let failed = codes.filter(|code| code.failure.is_some() || code.tries.is_some());
    let failed: Vec<Id> = failed.map(|code| code.id.clone()).collect();
    for id in failed {
        forgive(state, &id);
    }
}

fn forgive(state: &mut State, code_id: &Id) {
    state.access_codes.change(code_id, |code| {
        code.failure = None;
        code.tries = None;
    });
}
