//! Bookings and visits that are new, changed or cancelled.

use super::old_stays::{forget_old_stays, is_long_over, note_ignored};
use super::revision::{is_newer, room_for};
use crate::Id;
use crate::model::{AccessCode, Desired, Reservation, Visit};
use crate::rules::{
    is_another_guest, is_another_visitor, is_on_other_days, keeps_name, stay_of, was_told,
};
use crate::site::orders::{is_forgotten, visit_meant, without_name};
use crate::site::standing_orders::visit_rests;
use crate::site::state::{
    AuditKind, AuditReason, MAX_RESERVATIONS, RejectedBecause, RowKey, State, TripRow, VisitRow,
    audit_row, is_backup_or_emergency, locks_of,
};
use crate::time::{Duration, Instant};

/// Changes the row of a trip, which may be new.
pub(crate) fn change_trip(
    state: &mut State,
    reservation_id: &Id,
    change: impl FnOnce(&mut TripRow),
) {
    let trip = state.trips.get(reservation_id).cloned();
    let mut trip = trip.unwrap_or_else(|| TripRow::new(reservation_id.clone()));
    change(&mut trip);
    state.trips.put(reservation_id, trip);
}

pub(crate) fn take_reservation(
    state: &mut State,
    reservation: Reservation,
    now: Instant,
) -> Result<(), RejectedBecause> {
    reservation
        .check()
        .map_err(|error| error.at("reservation"))?;
    let is_forgotten = is_forgotten(state, &reservation.id);
    let reservation = if is_forgotten {
        without_name(reservation)
    } else {
        reservation
    };
    // An absent hold says the same as `false` (T6).
    let mut reservation = Reservation {
        hold: reservation.hold.filter(|&hold| hold),
        ..reservation
    };
    let known = state.reservations.get(&reservation.id);
    // A name that is hidden or shortened takes nothing back that was known (T2).
    if let Some(known) = known.filter(|known| keeps_name(&known.guest, &reservation.guest))
        && !is_forgotten
    {
        reservation.guest.name = known.guest.name.clone();
    }
    if known.is_none() && is_long_over(state, &reservation, now) {
        note_ignored(state);
        return Ok(());
    }
    if is_newer(known, &reservation, |row| Some(row.revision))
        .map_err(|refused| refused.at("reservation"))?
    {
        room_for(&state.reservations, &reservation.id, MAX_RESERVATIONS)
            .map_err(|error| error.at("reservation"))?;
        let known = known.cloned();
        note_change(state, known.as_ref(), &reservation, now);
        // Who was forgotten can't be told from another guest: a known PIN is nobody's then (D7,
        // T2).
        let is_another =
            |known: Reservation| is_forgotten || is_another_guest(&known.guest, &reservation.guest);
        if let Some(known) = &known {
            take_codes_along(state, known, &reservation, now);
        }
        if known.is_some_and(is_another) {
            part_from_guest(state, &reservation.id, now);
        }
        let listing_id = reservation.listing_id.clone();
        state.reservations.put(&reservation.id.clone(), reservation);
        forget_old_stays(state, &listing_id, now);
    }
    Ok(())
}

pub(crate) fn take_visit(
    state: &mut State,
    visit: Visit,
    now: Instant,
) -> Result<(), RejectedBecause> {
    visit.check().map_err(|error| error.at("visit"))?;
    let visit = visit_meant(state, visit);
    let known = state.visits.get(&visit.id).map(|row| &row.visit);
    if is_newer(known, &visit, |visit| Some(visit.revision))
        .map_err(|refused| refused.at("visit"))?
    {
        room_for(&state.visits, &visit.id, MAX_RESERVATIONS).map_err(|error| error.at("visit"))?;
        let id = visit.id.clone();
        if let Some(known) = known.cloned() {
            part_from_visit(state, &known, &visit, now);
            state.visits.change(&id, |row| row.visit = visit);
        } else {
            state.visits.put(&id, VisitRow::new(visit));
        }
    }
    Ok(())
}

/// A visit that is another person's from now on, or that has moved away from its days or doors,
/// gets a new PIN: whoever was told the old one may know it still (V2, P3). Another person was told
/// nothing yet.
fn part_from_visit(state: &mut State, known: &Visit, visit: &Visit, now: Instant) {
    let is_another = is_another_visitor(known, visit);
    let row = state.visits.get(&visit.id);
    let was_told = row.is_some_and(|row| row.told_doors.is_some());
    let is_moved = || is_on_other_days(known, visit) || is_at_other_doors(state, known, visit);
    if !(is_another || was_told && is_moved()) {
        return;
    }
    let about_it = RowKey::Visit(visit.id.clone());
    let codes: Vec<AccessCode> = state.access_codes.about(&about_it).cloned().collect();
    let latest = codes
        .iter()
        .map(|code| code.holder.generation.unwrap_or(0))
        .max();
    for code in codes {
        // While automation rests, no new code would take the place of this one.
        let stays = !is_another && visit_rests(state, known, &code.lock_id);
        if !stays && matches!(code.wanted, Some(Desired::Window(_))) {
            let reason = AuditReason::NoLongerEntitled;
            let row = audit_row(state, AuditKind::CodeEnded, &code, reason, now);
            state.from_facts.audit.push(row);
            state.access_codes.put(&code.id.clone(), code.ended(now));
        }
    }
    state.visits.change(&visit.id, |row| {
        if is_another {
            row.part();
        }
        row.parted_generation = latest;
    });
}

/// Whether a visit has doors, as it had, and none of those before.
fn is_at_other_doors(state: &State, known: &Visit, visit: &Visit) -> bool {
    let (before, after) = (locks_of(state, known), locks_of(state, visit));
    !before.is_empty() && !after.is_empty() && !after.iter().any(|id| before.contains(id))
}

/// Another guest has the booking. Codes that the first guest knows belong to nobody from now on, so
/// they end, and the new guest gets a PIN of their own (T2).
fn part_from_guest(state: &mut State, reservation_id: &Id, now: Instant) {
    let about_it = RowKey::Stay(reservation_id.clone());
    let codes: Vec<AccessCode> = state.access_codes.about(&about_it).cloned().collect();
    for code in codes {
        if code.holder.reservation_id() == Some(reservation_id) {
            state
                .access_codes
                .change(&code.id, |code| code.holder.id = None);
        } else if was_told(&code, reservation_id) {
            state.access_codes.put(&code.id.clone(), code.ended(now));
        }
    }
    state.trips.change(reservation_id, |trip| {
        trip.told_access = None;
        trip.locked_out = None;
        trip.answered_at = None;
        trip.new_codes = None;
        trip.ordered_next = None;
        trip.entry_told_at = None;
    });
}

/// A booking moves to another listing with a door that its guest goes by. Their code there may be
/// held by a booking before it that is over by now (W8): it goes along, and the guest keeps the PIN
/// (T2, T4). So does a backup that the guest was told under that booking: it is their code (A5,
/// B2).
fn take_codes_along(state: &mut State, known: &Reservation, new: &Reservation, now: Instant) {
    let doors = state.listings.get(&new.listing_id).map(|to| &to.locks);
    let Some(doors) = doors.filter(|_| known.listing_id != new.listing_id) else {
        return;
    };
    let is_before = |booked: &Reservation| {
        let listing = state.listings.get(&booked.listing_id);
        let stay = listing.and_then(|listing| stay_of(booked, listing).ok());
        booked.id != new.id
            && booked.listing_id == known.listing_id
            && booked.guest.id.is_some()
            && booked.guest.id == new.guest.id
            && stay.is_some_and(|stay| stay.ends_at() <= now)
    };
    let is_of_before = |id: &Id| state.reservations.get(id).is_some_and(is_before);
    let opens = |code: &&AccessCode| matches!(code.wanted, Some(Desired::Window(window)) if window.contains(now));
    let here = doors.iter().map(|lock_id| RowKey::Lock(lock_id.clone()));
    let codes = here.flat_map(|here| state.access_codes.about(&here));
    let along: Vec<AccessCode> = codes
        .filter(opens)
        .filter_map(|code| {
            let mut code = code.clone();
            if code.holder.reservation_id().is_some_and(is_of_before) {
                code.holder.id = Some(new.id.clone());
                return Some(code);
            }
            let told = code.told_to.iter_mut().flatten();
            let mut told = told.filter(|told| is_of_before(&told.reservation_id));
            told.next()?.reservation_id = new.id.clone();
            is_backup_or_emergency(&code).then_some(code)
        })
        .collect();
    for code in along {
        state.access_codes.put(&code.id.clone(), code);
    }
}

/// How near a late booking of a listing is urgent, at whichever of its doors (A1).
fn change_within_hours(state: &State, listing_id: &Id) -> u32 {
    let listing = state.listings.get(listing_id);
    let doors = listing.into_iter().flat_map(|listing| &listing.locks);
    let at_doors = doors.map(|lock_id| state.policy_at(listing_id, lock_id));
    let all = at_doors.chain([state.policy_of_listing(listing_id)]);
    let hours = all.map(|policy| policy.backups.change_within_hours);
    hours.max().unwrap_or(0)
}

/// Remembers since when a booking is on hold (N4).
fn note_hold(state: &mut State, known: Option<&Reservation>, new: &Reservation, now: Instant) {
    if known.is_some_and(Reservation::is_on_hold) != new.is_on_hold() {
        let since = new.is_on_hold().then_some(now);
        change_trip(state, &new.id, |trip| trip.on_hold_since = since);
    }
}

/// Remembers when a trip came or changed, if that makes its code urgent (A1).
fn note_change(state: &mut State, known: Option<&Reservation>, new: &Reservation, now: Instant) {
    note_hold(state, known, new, now);
    match known {
        None => {
            let check_in = state
                .listings
                .get(&new.listing_id)
                .and_then(|listing| stay_of(new, listing).ok());
            let soon = now + Duration::hours(change_within_hours(state, &new.listing_id));
            let late = check_in.is_none_or(|stay| stay.starts_at() < soon);
            if new.booked_at.is_some() || !late {
                return;
            }
            change_trip(state, &new.id, |trip| trip.booked_at = Some(now));
        }
        Some(known) => {
            let times = |of: &Reservation| {
                (
                    of.arrival,
                    of.departure,
                    of.check_in,
                    of.check_out,
                    of.status,
                )
            };
            if times(known) == times(new) && known.listing_id == new.listing_id {
                return;
            }
            change_trip(state, &new.id, |trip| trip.changed_at = Some(now));
        }
    }
}
