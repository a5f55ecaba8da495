//! Reports of locks, and complaints of guests.

use super::bookings::change_trip;
use super::learn::forget_no_space;
use super::lists::take_codes;
use super::reachability::{take_answer, take_status};
use crate::error::shown;
use crate::model::{AccessCode, HolderKind, Observed, OnLockState, Reachability};
use crate::site::fact::{GuestLockedOut, LockReport, LockReset};
use crate::site::standing_orders::meant_by;
use crate::site::state::{
    FactNote, FactNoteKind, LockedOutAt, RecentEvent, RejectedBecause, RowKey, State,
};
use crate::time::Instant;
use crate::{Error, ErrorCode, Id};

pub(crate) fn take_locked_out(
    state: &mut State,
    said: &GuestLockedOut,
    now: Instant,
) -> Result<(), RejectedBecause> {
    let Some(booked) = state.reservations.get(&said.reservation_id) else {
        return Err(Error::new(
            ErrorCode::InvalidValue,
            "no such booking",
            "tell the booking before what its guest says",
        )
        .at("reservationId")
        .into());
    };
    let listing_id = booked.listing_id.clone();
    let lock_id = match &said.lock_id {
        Some(lock_id) => door_meant(state, &listing_id, lock_id)?,
        None => None,
    };
    let policy = match &lock_id {
        Some(lock_id) => state.policy_at(&listing_id, lock_id),
        None => state.policy_of_listing(&listing_id),
    };
    let burst = policy.complaints.burst();
    change_trip(state, &said.reservation_id, |trip| {
        let said = LockedOutAt {
            lock_id,
            at: said.at.min(now),
            ahead: Some(said.at).filter(|&at| at > now),
            id: Some(said.id.clone()),
            by_keypad: None,
        };
        trip.locked_out_again(said, burst);
    });
    Ok(())
}

/// The door of a stay that its guest means. The successor of a replaced lock is meant (L). Where a
/// lock is no door of theirs, they stand outside all the same: the complaint is about all doors.
fn door_meant(
    state: &mut State,
    listing_id: &Id,
    lock_id: &Id,
) -> Result<Option<Id>, RejectedBecause> {
    check_lock(state, lock_id)?;
    let meant = meant_by(state, lock_id).clone();
    let listing = state.listings.get(listing_id);
    if listing.is_some_and(|listing| listing.locks.contains(&meant)) {
        return Ok(Some(meant));
    }
    state.from_facts.notes.push(FactNote {
        index: 0,
        path: "lockId".to_owned(),
        kind: FactNoteKind::Unknown,
        message: "this lock is no door of the stay; it counts for all of its doors".to_owned(),
    });
    Ok(None)
}

/// Whether a lock's event is a repeat; remembers it if not (D4).
pub(super) fn is_heard(state: &mut State, lock_id: &Id, id: &Id, at: Instant) -> bool {
    let Some(row) = state.locks.get(lock_id).cloned() else {
        return false;
    };
    if row
        .recent_events
        .iter()
        .flatten()
        .any(|known| known.id == *id)
    {
        return true;
    }
    let event = RecentEvent { id: id.clone(), at };
    state.locks.put(lock_id, row.with_heard(event));
    false
}

/// Takes that all codes are gone from a lock. What became known since is kept.
pub(crate) fn take_reset(
    state: &mut State,
    reset: &LockReset,
    now: Instant,
) -> Result<(), RejectedBecause> {
    check_lock(state, &reset.lock_id)?;
    if is_heard(state, &reset.lock_id, &reset.id, reset.at) {
        return Ok(());
    }
    let at = reset.at.min(now);
    let able = state.abilities_of(&reset.lock_id);
    let by_place = able.is_some_and(|able| able.slots.is_some());
    state.locks.change(&reset.lock_id, |row| {
        row.retry = None;
        row.readings = None;
        // All places are free (S1).
        row.see_slots(at, |_| true);
        row.slots_seen = Some(true).filter(|_| by_place);
    });
    forget_no_space(state, &reset.lock_id);
    let codes = state
        .access_codes
        .about(&RowKey::Lock(reset.lock_id.clone()));
    let is_lost = |code: &&AccessCode| {
        code.on_lock.at.is_none_or(|known| known <= at)
            && !matches!(
                code.on_lock.state,
                OnLockState::Absent | OnLockState::Pending
            )
    };
    let lost: Vec<AccessCode> = codes.filter(is_lost).cloned().collect();
    for code in lost {
        if code.holder.kind == HolderKind::Unknown {
            state.access_codes.delete(&code.id);
            if let Some(id) = code.external_id {
                let gone = RecentEvent { id, at };
                state
                    .locks
                    .change(&reset.lock_id, |row| row.note_gone(gone));
            }
            continue;
        }
        state.access_codes.change(&code.id, |code| {
            code.on_lock = Observed::gone(at);
            code.external_id = None;
            code.failure = None;
            code.tries = None;
            code.doubt = None;
            code.seen_since = None;
            code.taken_off = None;
            code.forget_removal();
            code.disabled = None;
        });
    }
    Ok(())
}

/// Refuses a fact about a lock that is not known.
pub(super) fn check_lock(state: &State, lock_id: &Id) -> Result<(), RejectedBecause> {
    if state.locks.get(lock_id).is_some() {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::InvalidValue,
        format!("no lock {} in this site", shown(lock_id)),
        "send { type: \"lock\", lock } first, or check the id",
    )
    .at("lockId")
    .into())
}

pub(crate) fn take_report(
    state: &mut State,
    report: &LockReport,
    now: Instant,
) -> Result<(), RejectedBecause> {
    check_lock(state, &report.lock_id)?;
    let at = report.at.min(now);
    if let Some(said) = &report.state {
        said.check().map_err(|error| error.at("state"))?;
    }
    if is_heard(state, &report.lock_id, &report.id, report.at) {
        return Ok(());
    }
    if let Some(said) = &report.state {
        take_status(state, &report.lock_id, said, at);
    }
    if let Some(list) = &report.codes {
        state.from_facts.notes.extend(list.notes.iter().cloned());
        let row = state.locks.get(&report.lock_id);
        let is_news = row.is_none_or(|row| row.read_at < Some(at));
        // A lock that lists its codes has answered. A list of a lock that its platform calls
        // offline is no answer.
        let said_offline =
            report.state.as_ref().map(|said| said.reachability) == Some(Reachability::Offline);
        if is_news && !said_offline {
            take_answer(state, &report.lock_id, at);
        }
        take_codes(state, report, &list.codes, (at, now));
    }
    Ok(())
}
