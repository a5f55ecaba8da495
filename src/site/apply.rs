//! Facts into what is known.

use super::delivery::take_notice_result;
use super::fact::{CodeUsed, Fact, GuestLockedOut, LockReport};
use super::obey::{forgive_codes_on, obey};
use super::place::{Place, Placed};
use super::read_back::take_codes;
use super::replace_lock::{listing_meant, visit_meant};
use super::result::take_result;
use super::rows::{HeardEvent, LockedOutAt, MAX_LISTINGS, MAX_LOCKS, MAX_RESERVATIONS, TripRow, VisitRow};
use super::seen::{take_answer, take_word};
use super::state::State;
use super::step::RejectedBecause;
use super::table::Table;
use crate::model::{
    AccessCode, CommandKind, Held, Listing, Lock, OnLockState, Policy, Reachability, Reservation, Visit,
};
use crate::rules::{is_another_guest, stay_of, was_told};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id};

/// Takes one fact; a repeated or older one changes nothing (T6).
pub(super) fn apply(state: &mut State, fact: Fact, now: Instant) -> Result<(), RejectedBecause> {
    match fact {
        Fact::Listing(fact) => take_listing(state, fact.listing),
        Fact::Lock(fact) => take_lock(state, fact.lock, now),
        Fact::Policy(fact) => take_policy(state, fact.policy, fact.revision),
        Fact::Reservation(fact) => take_reservation(state, fact.reservation, now),
        Fact::Visit(fact) => take_visit(state, fact.visit),
        Fact::CommandResult(result) => {
            take_result(state, &result, now);
            Ok(())
        }
        Fact::LockReport(report) => take_report(state, &report, now),
        Fact::GuestLockedOut(said) => take_locked_out(state, &said, now),
        Fact::CodeUsed(used) => {
            take_use(state, &used, now);
            Ok(())
        }
        Fact::NoticeResult(result) => take_notice_result(state, &result, now),
        Fact::HostOrder(order) => obey(state, &order, now),
    }
}

fn take_listing(state: &mut State, listing: Listing) -> Result<(), RejectedBecause> {
    let listing = listing_meant(state, listing);
    let known = state.listings.get(&listing.id);
    if is_newer(known, &listing, |row| row.revision)? {
        room_for(&state.listings, &listing.id, MAX_LISTINGS).map_err(|error| error.at("listing"))?;
        state.listings.put(&listing.id.clone(), listing);
    }
    Ok(())
}

fn take_lock(state: &mut State, lock: Lock, now: Instant) -> Result<(), RejectedBecause> {
    lock.check().map_err(|error| error.at("lock"))?;
    let known = state.locks.get(&lock.id);
    if !is_newer(known.map(|row| &row.lock), &lock, |lock| lock.revision)? {
        return Ok(());
    }
    let id = lock.id.clone();
    let said = lock.state.clone();
    if known.is_some() {
        state.locks.change(&id, |row| {
            row.lock = lock;
            // It may do now what it refused before (C6).
            row.retry = None;
            row.read_refused = None;
        });
    } else {
        room_for(&state.locks, &id, MAX_LOCKS).map_err(|error| error.at("lock"))?;
        let row = state.header.new_lock(lock);
        state.locks.put(&id, row);
    }
    forgive_codes_on(state, &id);
    if let Some(said) = said {
        take_word(state, &id, &said, now);
    }
    Ok(())
}

fn take_locked_out(state: &mut State, said: &GuestLockedOut, now: Instant) -> Result<(), RejectedBecause> {
    if state.reservations.get(&said.reservation_id).is_none() {
        return Err(Error::new(
            ErrorCode::InvalidValue,
            "no such booking",
            "tell the booking before what its guest says",
        )
        .at("reservationId")
        .into());
    }
    change_trip(state, &said.reservation_id, |trip| {
        trip.locked_out_again(LockedOutAt {
            lock_id: said.lock_id.clone(),
            at: said.at.min(now),
            ahead: Some(said.at).filter(|&at| at > now),
        });
    });
    Ok(())
}

/// Changes the row of a booking, which may have none yet.
fn change_trip(state: &mut State, reservation_id: &Id, change: impl FnOnce(&mut TripRow)) {
    let trip = state.trips.get(reservation_id).cloned();
    let mut trip = trip.unwrap_or_else(|| TripRow::new(reservation_id.clone()));
    change(&mut trip);
    state.trips.put(reservation_id, trip);
}

/// Whether a lock's event was heard of before; from now on it was (D4).
fn is_heard(state: &mut State, lock_id: &Id, id: &Id, at: Instant) -> bool {
    let Some(row) = state.locks.get(lock_id).cloned() else {
        return false;
    };
    if row.heard.iter().flatten().any(|known| known.id == *id) {
        return true;
    }
    let event = HeardEvent { id: id.clone(), at };
    state.locks.put(lock_id, row.with_heard(event));
    false
}

fn take_use(state: &mut State, used: &CodeUsed, now: Instant) {
    let at = used.at.min(now);
    if is_heard(state, &used.lock_id, &used.id, used.at) {
        return;
    }
    let is_it = |code: &&AccessCode| {
        !code.is_gone()
            && (used.code_id.as_ref() == Some(&code.id)
                || (used.external_id.is_some() && used.external_id == code.external_id)
                || (used.pin.is_some() && used.pin == code.pin))
    };
    let here = Place::Lock(used.lock_id.clone());
    let found = state.access_codes.about(&here).find(is_it);
    if let Some(code) = found
        && code.last_used_at.is_none_or(|last| last < at)
    {
        if let Some(visit_id) = code.holder.visit_id() {
            state
                .visits
                .change(visit_id, |row| row.used_at = row.used_at.or(Some(at)));
        }
        let sent = sent_window(state, code, at);
        state.access_codes.change(&code.id.clone(), |code| {
            code.last_used_at = Some(at);
            let on_lock = &mut code.on_lock;
            // It may have opened by the window that it had before a change which nobody has confirmed (T1).
            let by_either = on_lock.surely.is_some_and(|surely| surely.contains(at));
            let is_news = on_lock.state != OnLockState::Absent && on_lock.at.is_none_or(|known| known <= at);
            if is_news && !by_either {
                if let Some(sent) = sent.filter(|_| on_lock.span() == Held::default()) {
                    (on_lock.starts_at, on_lock.ends_at) = (sent.starts_at, sent.ends_at);
                }
                on_lock.state = OnLockState::Confirmed;
                on_lock.at = Some(at);
                on_lock.surely = None;
            }
        });
    }
    take_answer(state, &used.lock_id, at);
}

/// What a code that opened at `at` has of the windows with which it may have been put on its lock, of which nobody knows.
// Inlined, it takes 450 bytes more of the module.
#[inline(never)]
fn sent_window(state: &State, code: &AccessCode, at: Instant) -> Option<Held> {
    let row = state.locks.get(&code.lock_id)?;
    let mut shown = None;
    for sent in row.unanswered() {
        let window = sent.window.filter(|window| window.contains(at));
        if let (CommandKind::ProgramCode, Some(window)) = (sent.kind, window)
            && sent.code_id.as_ref() == Some(&code.id)
        {
            shown = Held::meet(shown.unwrap_or_default(), window);
        }
    }
    shown
}

fn take_report(state: &mut State, report: &LockReport, now: Instant) -> Result<(), RejectedBecause> {
    if state.locks.get(&report.lock_id).is_none() {
        return Err(Error::new(
            ErrorCode::InvalidValue,
            "no such lock",
            "tell the lock before its reports",
        )
        .at("lockId")
        .into());
    }
    let at = report.at.min(now);
    if let Some(said) = &report.state {
        said.check().map_err(|error| error.at("state"))?;
    }
    if is_heard(state, &report.lock_id, &report.id, report.at) {
        return Ok(());
    }
    if let Some(said) = &report.state {
        take_word(state, &report.lock_id, said, at);
    }
    if let Some(codes) = &report.codes {
        let row = state.locks.get(&report.lock_id);
        let is_news = row.is_none_or(|row| row.read_at < Some(at));
        // A lock that lists its codes answers; what a platform lists of one that it calls offline is no answer.
        let said_offline = report.state.as_ref().map(|said| said.reachability) == Some(Reachability::Offline);
        if is_news && !said_offline {
            take_answer(state, &report.lock_id, at);
        }
        take_codes(state, &report.lock_id, codes, at);
    }
    Ok(())
}

fn take_policy(state: &mut State, policy: Policy, revision: Option<u32>) -> Result<(), RejectedBecause> {
    policy.check().map_err(|error| error.at("policy"))?;
    let known = (state.header.policy.clone(), state.header.policy_revision);
    let told = (policy, revision);
    if is_newer(Some(&known), &told, |(_, revision)| *revision)? {
        (state.header.policy, state.header.policy_revision) = told;
    }
    Ok(())
}

fn take_reservation(
    state: &mut State,
    reservation: Reservation,
    now: Instant,
) -> Result<(), RejectedBecause> {
    reservation.check().map_err(|error| error.at("reservation"))?;
    let known = state.reservations.get(&reservation.id);
    if is_newer(known, &reservation, |row| Some(row.revision))? {
        room_for(&state.reservations, &reservation.id, MAX_RESERVATIONS)
            .map_err(|error| error.at("reservation"))?;
        let known = known.cloned();
        note_change(state, known.as_ref(), &reservation, now);
        if known.is_some_and(|known| is_another_guest(&known.guest, &reservation.guest)) {
            part_from_guest(state, &reservation.id, now);
        }
        state.reservations.put(&reservation.id.clone(), reservation);
    }
    Ok(())
}

fn take_visit(state: &mut State, visit: Visit) -> Result<(), RejectedBecause> {
    visit.check().map_err(|error| error.at("visit"))?;
    let visit = visit_meant(state, visit);
    let known = state.visits.get(&visit.id).map(|row| &row.visit);
    if is_newer(known, &visit, |visit| Some(visit.revision))? {
        room_for(&state.visits, &visit.id, MAX_RESERVATIONS).map_err(|error| error.at("visit"))?;
        let id = visit.id.clone();
        if known.is_some() {
            state.visits.change(&id, |row| row.visit = visit);
        } else {
            let row = VisitRow {
                visit,
                used_at: None,
                told: None,
                told_revision: None,
                notices: 0,
                deliveries: None,
            };
            state.visits.put(&id, row);
        }
    }
    Ok(())
}

/// Another guest comes on the same booking: what the one before knows is nobody's from now on, so that it goes, and the
/// new one gets a PIN of their own (T2).
fn part_from_guest(state: &mut State, reservation_id: &Id, now: Instant) {
    let about_it = Place::Stay(reservation_id.clone());
    let codes: Vec<AccessCode> = state.access_codes.about(&about_it).cloned().collect();
    for code in codes {
        if code.holder.reservation_id() == Some(reservation_id) {
            state.access_codes.change(&code.id, |code| code.holder.id = None);
        } else if was_told(&code, reservation_id) {
            state.access_codes.put(&code.id.clone(), code.ended(now));
        }
    }
    state.trips.change(reservation_id, |trip| {
        trip.told = None;
        trip.locked_out = None;
        trip.entry_told_at = None;
    });
}

/// Remembers when a trip came or changed, where that makes its code urgent (A1).
fn note_change(state: &mut State, known: Option<&Reservation>, new: &Reservation, now: Instant) {
    match known {
        None => {
            let check_in = state
                .listings
                .get(&new.listing_id)
                .and_then(|listing| stay_of(new, listing).ok());
            let hours = i64::from(state.header.policy.backups.change_within_hours);
            let late =
                check_in.is_none_or(|stay| stay.starts_at() < now.plus_minutes(hours.saturating_mul(60)));
            if new.booked_at.is_some() || !late {
                return;
            }
            change_trip(state, &new.id, |trip| trip.booked_at = Some(now));
        }
        Some(known) => {
            let times = |of: &Reservation| (of.arrival, of.departure, of.check_in, of.check_out, of.status);
            if times(known) == times(new) && known.listing_id == new.listing_id {
                return;
            }
            change_trip(state, &new.id, |trip| trip.changed_at = Some(now));
        }
    }
}

/// Whether `told` shall replace `known`: only a higher revision does (T6). While none was ever told, the latest
/// word counts; after that, a word without one is as old as 0.
fn is_newer<T: PartialEq>(
    known: Option<&T>,
    told: &T,
    revision: impl Fn(&T) -> Option<u32>,
) -> Result<bool, RejectedBecause> {
    let Some(known) = known else { return Ok(true) };
    let Some(old) = revision(known) else {
        return Ok(known != told);
    };
    let new = revision(told).unwrap_or(0);
    if old == new && known != told {
        return Err(RejectedBecause::SameRevisionOtherContent);
    }
    Ok(old < new)
}

/// A stored site that is over its limits could not be read again.
fn room_for<T: Placed>(table: &Table<T>, id: &Id, max: usize) -> Result<(), Error> {
    if table.get(id).is_some() || table.len() < max {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::TooLong,
        format!("the site has {max} of them already"),
        "split the site",
    ))
}
