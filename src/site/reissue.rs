//! A new PIN for a stay, because its host ordered one (F10): what becomes of the old one. During a stay it goes only when
//! the new one works (T4, F23).

use super::assign::{Rank, rank};
use super::doors::{Door, StayDoors};
use super::place::Place;
use super::standing::{generation, is_outdated_by, reissued_at};
use super::state::State;
use crate::Id;
use crate::model::{AccessCode, OnLockState, abilities};
use crate::time::Instant;

/// Whether a code is of a generation that the host's orders have left behind (P3).
pub(super) fn is_outdated(state: &State, each: &StayDoors, code: &AccessCode) -> bool {
    is_outdated_by(
        code,
        generation(state, &each.stay.reservation_ids, Some(&code.lock_id)),
    )
}

/// The codes of a stay at a door that the host's orders have left behind.
pub(super) fn outdated_at(state: &State, each: &StayDoors, door: &Door) -> Vec<Id> {
    if state.orders.len() == 0 {
        return Vec::new();
    }
    let codes = state.access_codes.about(&Place::Lock(door.lock_id.clone()));
    codes
        .filter(|code| is_own(each, code) && is_outdated(state, each, code))
        .map(|code| code.id.clone())
        .collect()
}

/// The outdated codes of a running stay that still have to open: on each door as long as the new one does not, and on all
/// of them as long as one more answer may come soon, so that the guest is told once. `new` are the codes of the doors.
pub(super) fn still_needed(state: &State, each: &StayDoors, new: &[Option<Id>], now: Instant) -> Vec<Id> {
    if state.orders.len() == 0 || each.stay.window.starts_at() > now {
        return Vec::new();
    }
    let mut old = Vec::new();
    let may_open = |id: &Id| {
        let code = state.access_codes.get(id);
        code.is_some_and(|code| rank(code) == Rank::Held && code.on_lock.state != OnLockState::Absent)
    };
    for (door, new) in each.doors.iter().zip(new) {
        let mut outdated = outdated_at(state, each, door);
        outdated.retain(may_open);
        let new = new.as_ref().and_then(|id| state.access_codes.get(id));
        let works = new.is_some_and(|new| works(state, new));
        let soon = !works && !outdated.is_empty() && new.is_none_or(|new| is_under_way(state, new));
        old.push((outdated, works, soon));
    }
    let waits = old.iter().any(|(_, _, soon)| *soon);
    old.into_iter()
        .filter(|(_, works, _)| waits || !works)
        .flat_map(|(outdated, _, _)| outdated)
        .collect()
}

/// Whether a spare that a stay was told is none of its codes any more: a new PIN was ordered since, and works (A5).
pub(super) fn gives_way(state: &State, each: &StayDoors, door: &Door, spare: &AccessCode) -> bool {
    let ids = &each.stay.reservation_ids;
    let Some(ordered_at) = reissued_at(state, ids, &door.lock_id) else {
        return false;
    };
    let told = spare.told_to.iter().flatten().map(|told| told.at).max();
    told.is_some_and(|told| told <= ordered_at)
        && state
            .access_codes
            .about(&Place::Lock(door.lock_id.clone()))
            .any(|code| {
                is_own(each, code)
                    && rank(code) == Rank::Held
                    && !is_outdated(state, each, code)
                    && works(state, code)
            })
}

fn is_own(each: &StayDoors, code: &AccessCode) -> bool {
    let holder = code.holder.reservation_id();
    holder.is_some_and(|id| each.stay.reservation_ids.contains(id))
}

/// Whether all is known that will ever be known of a code that opens: where the lock can be asked, what its cloud took is
/// not yet on it (F20).
fn works(state: &State, code: &AccessCode) -> bool {
    match code.on_lock.state {
        OnLockState::Confirmed | OnLockState::Unverifiable => true,
        OnLockState::Accepted => !is_verified(state, code),
        _ => false,
    }
}

fn is_verified(state: &State, code: &AccessCode) -> bool {
    let row = state.locks.get(&code.lock_id);
    state.header.policy.validation.enabled
        && row.is_some_and(|row| abilities(&row.lock).is_ok_and(|able| able.can_read_back))
}

/// Whether an answer about a code may come soon.
fn is_under_way(state: &State, code: &AccessCode) -> bool {
    match code.on_lock.state {
        OnLockState::Pending => true,
        OnLockState::Accepted => is_verified(state, code),
        _ => false,
    }
}
