//! A new PIN for a stay that has one: because its host ordered it (F10), or because the window of the old code can't be
//! changed on its lock (T7). What becomes of the old one: during a stay it goes only when the new one works (T4, F23).

use super::alarm::Alarm;
use super::assign::{Rank, order, rank};
use super::doors::{Door, StayDoors};
use super::order::HostOrderKind;
use super::place::Place;
use super::standing::{generation, is_outdated_by, reissued_at};
use super::state::State;
use super::step::AuditReason;
use crate::Id;
use crate::model::{AccessCode, Held, OnLockState, abilities};
use crate::time::Instant;

/// The codes that a stay's bookings hold at a door.
fn own_at<'a, 'b>(
    state: &'a State,
    each: &'b StayDoors,
    door: &'b Door,
) -> impl Iterator<Item = &'a AccessCode> + use<'a, 'b> {
    let ids = each.stay.reservation_ids.iter();
    ids.flat_map(|id| {
        let codes = state.access_codes.about(&Place::Stay(id.clone()));
        codes.filter(|code| code.lock_id == door.lock_id && code.holder.reservation_id() == Some(id))
    })
}

/// Whether a code is of a generation that the host's orders have left behind (P3).
fn is_ordered_away(state: &State, each: &StayDoors, code: &AccessCode) -> bool {
    is_outdated_by(
        code,
        generation(state, &each.stay.reservation_ids, Some(&code.lock_id)),
    )
}

/// Whether a code lets its guest in at `now`, or may do so, and can't follow their stay, which lasts longer than it does
/// (T7).
fn is_stuck(each: &StayDoors, door: &Door, code: &AccessCode, now: Instant) -> bool {
    let Some(Held {
        ends_at: Some(ends_at),
        ..
    }) = door.wanted
    else {
        return false;
    };
    let is_there = !matches!(code.on_lock.state, OnLockState::Absent | OnLockState::Pending);
    door.is_fixed
        && each.issues()
        && rank(code) == Rank::Held
        && is_there
        && door.starts_at <= now
        && code.on_lock.span().contains(now)
        && code.on_lock.kept().ends_at.is_some_and(|end| end < ends_at)
}

/// Whether another code was put on the lock in the place of one that was stuck.
fn is_replaced(state: &State, each: &StayDoors, door: &Door, code: &AccessCode) -> bool {
    door.is_fixed
        && own_at(state, each, door).any(|other| {
            rank(other) == Rank::Held
                && other.on_lock.state != OnLockState::Absent
                && is_outdated_by(code, other.holder.generation.unwrap_or(0))
        })
}

/// Whether another code shall be in the place of this one.
pub(super) fn is_outdated(
    state: &State,
    each: &StayDoors,
    door: &Door,
    code: &AccessCode,
    now: Instant,
) -> bool {
    is_ordered_away(state, each, code)
        || is_stuck(each, door, code, now)
        || is_replaced(state, each, door, code)
}

/// The generation that a stay's code at a door shall have (P3).
pub(super) fn asked(state: &State, each: &StayDoors, door: &Door, now: Instant) -> u32 {
    let ordered = generation(state, &each.stay.reservation_ids, Some(&door.lock_id));
    if !door.is_fixed {
        return ordered;
    }
    let stuck = own_at(state, each, door).filter(|code| is_stuck(each, door, code, now));
    stuck
        .map(|code| code.holder.generation.unwrap_or(0).saturating_add(1))
        .fold(ordered, u32::max)
}

/// The code that is there, in the place of a new one that was never sent: it has its window after all, or it has ended on
/// the lock and can be made again there with the same PIN (T2, T7).
pub(super) fn not_needed_any_more<'a>(
    state: &'a State,
    each: &StayDoors,
    door: &Door,
    new: &AccessCode,
    now: Instant,
) -> Option<&'a AccessCode> {
    if !door.is_fixed || rank(new) != Rank::Held || new.on_lock.state != OnLockState::Absent {
        return None;
    }
    let generation = new.holder.generation.unwrap_or(0);
    own_at(state, each, door)
        .filter(|code| rank(code) == Rank::Held && code.on_lock.state != OnLockState::Absent)
        .filter(|code| is_outdated_by(code, generation) && !is_outdated(state, each, door, code, now))
        .min_by_key(|code| order(code))
}

/// Sets the alarm for when passing time alone changes which code of a stay is in the place of another one (T7).
pub(super) fn await_edges(state: &State, each: &StayDoors, door: &Door, now: Instant, alarm: &mut Alarm) {
    if !door.is_fixed {
        return;
    }
    for code in own_at(state, each, door) {
        let is_stuck_now = is_stuck(each, door, code, now);
        // Whatever time does with these, another code is in their place.
        if is_replaced(state, each, door, code) || is_ordered_away(state, each, code) {
            continue;
        }
        let edges = [Some(door.starts_at), code.on_lock.starts_at, code.on_lock.ends_at];
        for at in edges.into_iter().flatten().filter(|&at| at > now) {
            if is_stuck(each, door, code, at) != is_stuck_now {
                alarm.set(at);
            }
        }
    }
}

/// Why a stay gets a code at a door where others are `outdated`.
pub(super) fn why_anew(state: &State, each: &StayDoors, outdated: &[Id], is_missing: bool) -> AuditReason {
    let mut codes = outdated.iter().filter_map(|id| state.access_codes.get(id));
    if !is_missing || outdated.is_empty() {
        AuditReason::StayConfirmed
    } else if codes.any(|code| is_ordered_away(state, each, code)) {
        AuditReason::HostOrdered {
            order: HostOrderKind::Reissue,
        }
    } else {
        AuditReason::WindowChanged
    }
}

/// The codes of a stay at a door in whose place another one shall be.
pub(super) fn outdated_at(state: &State, each: &StayDoors, door: &Door, now: Instant) -> Vec<Id> {
    if state.orders.len() == 0 && !door.is_fixed {
        return Vec::new();
    }
    own_at(state, each, door)
        .filter(|code| is_outdated(state, each, door, code, now))
        .map(|code| code.id.clone())
        .collect()
}

/// The outdated codes of a running stay that still have to open. `new` are the codes of the doors.
pub(super) fn still_needed(state: &State, each: &StayDoors, new: &[Option<Id>], now: Instant) -> Vec<Id> {
    if each.stay.window.starts_at() > now {
        return Vec::new();
    }
    let may_open = |id: &Id| {
        let code = state.access_codes.get(id);
        code.is_some_and(|code| rank(code) == Rank::Held && code.on_lock.state != OnLockState::Absent)
    };
    let mut doors = Vec::new();
    for (door, new) in each.doors.iter().zip(new) {
        let mut old = outdated_at(state, each, door, now);
        old.retain(may_open);
        let new = new.as_ref().and_then(|id| state.access_codes.get(id));
        doors.push(Replacing::at_a_door(state, old, new));
    }
    Replacing::still_needed(doors)
}

/// The codes of one door in whose place a new one comes.
pub(super) struct Replacing {
    old: Vec<Id>,
    /// Whether the new one opens.
    works: bool,
    /// Whether it may soon.
    soon: bool,
}

impl Replacing {
    pub(super) fn at_a_door(state: &State, old: Vec<Id>, new: Option<&AccessCode>) -> Self {
        let works = new.is_some_and(|new| works(state, new));
        let soon = !works && !old.is_empty() && new.is_none_or(|new| is_under_way(state, new));
        Self { old, works, soon }
    }

    /// The old codes that have to open still: on each door as long as the new one does not, and on all of them as long as
    /// one more answer may come soon, so that people are told once.
    pub(super) fn still_needed(doors: Vec<Self>) -> Vec<Id> {
        let waits = doors.iter().any(|door| door.soon);
        let mut needed = Vec::new();
        for door in doors {
            if waits || !door.works {
                needed.extend(door.old);
            }
        }
        needed
    }
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
                    && !is_ordered_away(state, each, code)
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
