//! A lock is replaced by another device (L). Rows that name the old lock mean the new one, PINs
//! come along, and everything pending on the old lock ends.

use std::cmp::Reverse;

use std::collections::BTreeSet;

use super::about_codes::note_end;
use super::given::{Given, OrderOutcome, is_stale, no_such, stand};
use crate::code::check;
use crate::model::{AccessCode, Desired, HolderKind, Listing, Observed, OnLockState, Visit};
use crate::rules::{Notice, in_one_line};
use crate::site::standing_orders::meant_by;
use crate::site::standing_orders::{is_overtaken, last, put};
use crate::site::state::{
    AuditKind, RowKey, StandingOrder, State, Subject, ToldDoor, audit_row, rules_of,
};
use crate::{Error, ErrorCode, Id};

/// Locks without repeats, each replaced lock by its successor.
fn meant(state: &State, lock_ids: Vec<Id>) -> Vec<Id> {
    if state.orders.len() == 0 {
        return lock_ids;
    }
    let mut seen = BTreeSet::new();
    let successors = lock_ids.iter().map(|id| meant_by(state, id).clone());
    successors.filter(|id| seen.insert(id.clone())).collect()
}

/// A listing with the successors of the locks that were replaced.
pub(crate) fn listing_meant(state: &State, mut listing: Listing) -> Listing {
    listing.locks = meant(state, listing.locks);
    listing
}

/// A visit with the successors of the locks that were replaced.
pub(crate) fn visit_meant(state: &State, mut visit: Visit) -> Visit {
    visit.lock_ids = visit.lock_ids.map(|ids| meant(state, ids));
    visit
}

pub(crate) fn replace_lock(
    state: &mut State,
    lock_id: &Id,
    by: &Id,
    given: Given<'_>,
) -> OrderOutcome {
    if state.locks.get(lock_id).is_none() {
        return Err(no_such("lock", "lockId"));
    }
    if state.locks.get(by).is_none() {
        return Err(no_such("lock", "by"));
    }
    if lock_id == by {
        return Err(Error::new(
            ErrorCode::InvalidValue,
            "a lock can't replace itself",
            "name the new device",
        )
        .at("by"));
    }
    let subject = Subject::Lock(lock_id.clone());
    if is_stale(state, &subject, given) {
        return Ok(None);
    }
    // The new lock may have been replaced since.
    let since = last(state, given.kind, &Subject::Lock(by.clone()))
        .filter(|order| order.when() > given.when());
    let by = &since
        .and_then(|order| order.by.clone())
        .unwrap_or_else(|| by.clone());
    if by == lock_id {
        return Ok(None);
    }
    remember(state, lock_id, by, given);
    carry_over(state, lock_id, by);
    relink(state);
    let left = part_from(state, lock_id, by, given);
    if left {
        // The listings have the new lock by now.
        let listings = state.listings.about(&RowKey::Lock(by.clone()));
        let names: Vec<_> = listings.map(|listing| &listing.name).collect();
        let names = in_one_line(names.into_iter());
        let notice = Notice::lock_replaced(lock_id, by, names, given.at);
        state.from_facts.notices.push(notice);
    }
    Ok(Some(subject))
}

/// Stores the replacement. Locks that the old lock had replaced are replaced by the new one, which
/// is in service.
fn remember(state: &mut State, lock_id: &Id, by: &Id, given: Given<'_>) {
    let replaced: Vec<StandingOrder> = state
        .orders
        .values()
        .filter(|order| order.by.as_ref() == Some(lock_id))
        .cloned()
        .collect();
    for mut order in replaced {
        order.by = Some(by.clone());
        put(state, order);
    }
    let new = Subject::Lock(by.clone());
    if !is_stale(state, &new, given) {
        stand(state, &new, given, |_| ());
    }
    stand(state, &Subject::Lock(lock_id.clone()), given, |order| {
        order.by = Some(by.clone());
    });
}

/// Orders about a stay or a visit at the old lock count at the new one.
fn carry_over(state: &mut State, lock_id: &Id, by: &Id) {
    let orders: Vec<StandingOrder> = state.orders.values().cloned().collect();
    for order in orders {
        let subject = match &order.subject {
            Subject::Stay { id, lock_id: door } if door.as_ref() == Some(lock_id) => {
                Subject::stay(id, Some(by))
            }
            Subject::Visit { id, lock_id: door } if door.as_ref() == Some(lock_id) => {
                Subject::visit(id, Some(by))
            }
            _ => continue,
        };
        if let Some(new) = subject.order(order.kind, order.at)
            && !is_overtaken(state, order.kind, &subject, order.when())
        {
            let carried = StandingOrder {
                key: new.key,
                subject: new.subject,
                by: None,
                ..order
            };
            put(state, carried);
        }
    }
}

/// Puts successors in the place of replaced locks in every listing and visit.
fn relink(state: &mut State) {
    let listings: Vec<Listing> = state.listings.values().cloned().collect();
    for listing in listings {
        let listing = listing_meant(state, listing);
        state.put_listing(listing);
    }
    let visits: Vec<Visit> = state.visits.values().map(|row| row.visit.clone()).collect();
    for visit in visits {
        let visit = visit_meant(state, visit);
        state
            .visits
            .change(&visit.id.clone(), |row| row.visit = visit);
    }
}

/// Ends everything pending on the old lock, and moves its codes to the new one, if it takes their
/// PINs. Says whether a code may be left on the old device.
fn part_from(state: &mut State, lock_id: &Id, by: &Id, given: Given<'_>) -> bool {
    let commands: Vec<Id> = state
        .commands
        .about(&RowKey::Lock(lock_id.clone()))
        .map(|command| command.id.clone())
        .collect();
    for id in commands {
        state.commands.delete(&id);
    }
    state.locks.change(lock_id, |row| {
        row.retry = None;
        row.readings = None;
        row.unconfirmed_commands = None;
        // What it holds by then, nobody knows (S1).
        row.slots_seen = None;
        row.pins_hidden = None;
        row.occupied_slots = None;
        row.codes_gone = None;
        row.refused_entries = None;
        // Nobody reads a device that is gone (P7).
        row.unseen_removal_at = None;
        // A list from before the replacement does not count, whenever it comes.
        row.read_at = row.read_at.max(Some(given.at));
    });
    let mut codes: Vec<AccessCode> = state
        .access_codes
        .about(&RowKey::Lock(lock_id.clone()))
        .filter(|code| !code.is_gone())
        .cloned()
        .collect();
    // Of several codes of one holder only the latest moves.
    codes.sort_by_key(|code| Reverse(code.holder.generation));
    let mut left = false;
    for code in codes {
        left |= code.on_lock.state != OnLockState::Absent;
        if let Some(new) = beside_others(state, &code, by, given) {
            tell_by(state, &code, &new);
        }
        if code.holder.kind == HolderKind::Unknown {
            state.access_codes.delete(&code.id);
            continue;
        }
        if code.wanted != Some(Desired::REMOVED) {
            note_end(state, &code, given);
        }
        let mut code = code.ended(given.now);
        code.on_lock = Observed::gone(given.now);
        code.external_id = None;
        code.tries = None;
        code.doubt = None;
        state.access_codes.put(&code.id.clone(), code);
    }
    left
}

/// The same code for the new lock, if its holder has none there and its PIN may be used. Otherwise
/// a new code is made later.
fn beside_others(
    state: &mut State,
    code: &AccessCode,
    by: &Id,
    given: Given<'_>,
) -> Option<AccessCode> {
    let has_holder = matches!(
        code.holder.kind,
        HolderKind::Reservation | HolderKind::Visit
    );
    // What one device's algorithm made is nothing to another (A3b).
    if !has_holder || code.is_offline() || !matches!(code.wanted, Some(Desired::Window(_))) {
        return None;
    }
    let same_holder = |other: &&AccessCode| {
        (other.holder.kind, &other.holder.id) == (code.holder.kind, &code.holder.id)
            && other.lock_id == *by
            && other.wanted != Some(Desired::REMOVED)
    };
    if state.access_codes.values().any(|other| same_holder(&other)) {
        return None;
    }
    let (in_use, retired) = State::pins_of(&state.codes_on(by));
    let pin = code.pin?;
    let broken = check(&pin.typed(), &[rules_of(state, by)], &in_use, &retired).ok()?;
    if !broken.is_empty() {
        return None;
    }
    let id = state.new_code_id(by)?;
    let new = AccessCode {
        pin: Some(pin),
        pin_number: code.pin_number,
        wanted: code.wanted,
        told_to: code.told_to.clone(),
        made_at: code.made_at,
        ..AccessCode::new(id, by.clone(), code.holder.clone())
    };
    let row = audit_row(
        state,
        AuditKind::CodeIssued,
        &new,
        given.reason(),
        given.now,
    );
    state.from_facts.audit.push(row);
    state.access_codes.put(&new.id.clone(), new.clone());
    Some(new)
}

/// Whoever was told the old code knows the new one, if name and keypad of the door are the same.
fn tell_by(state: &mut State, old: &AccessCode, new: &AccessCode) {
    let read = |id: &Id| {
        let lock = &state.locks.get(id)?.lock;
        Some((
            lock.name.clone(),
            state.abilities_of(id)?.keypad_hint.clone(),
        ))
    };
    if read(&old.lock_id) != read(&new.lock_id) {
        return;
    }
    let moved = |doors: &[ToldDoor]| {
        let mut doors: Vec<ToldDoor> = doors
            .iter()
            .map(|door| {
                if door.code_id != old.id {
                    return door.clone();
                }
                ToldDoor {
                    lock_id: new.lock_id.clone(),
                    code_id: new.id.clone(),
                    ..door.clone()
                }
            })
            .collect();
        doors.sort_by(|a, b| a.lock_id.cmp(&b.lock_id));
        doors
    };
    if let Some(visit_id) = old.holder.visit_id() {
        state.visits.change(visit_id, |row| {
            row.told_doors = row.told_doors.as_deref().map(moved);
        });
    }
    let trips: Vec<Id> = state
        .trips
        .values()
        .filter(|trip| {
            let doors = trip.told_access.iter().flat_map(|told| &told.doors);
            doors.into_iter().any(|door| door.code_id == old.id)
        })
        .map(|trip| trip.id.clone())
        .collect();
    for id in trips {
        state.trips.change(&id, |trip| {
            if let Some(told) = &mut trip.told_access {
                told.doors = moved(&told.doors);
            }
        });
    }
}
