//! A new PIN for a stay that has one: because its host ordered it (F10), or because the window of the old code can't be
//! changed on its lock (T7). What becomes of the old one: during a stay it goes only when the new one works (T4, F23).

use super::rank::{Rank, order, rank};
use crate::Id;
use crate::model::{AccessCode, Held, OnLockState};
use crate::site::evaluation::{Timer, Timers};
use crate::site::orders::{generation, is_outdated_by};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{AuditReason, HostOrderKind, Place, State};
use crate::time::Instant;

/// The codes that a stay's bookings hold at a door.
fn own_at<'a, 'b>(
    state: &'a State,
    plan: &'b StayPlan,
    door: &'b Door,
) -> impl Iterator<Item = &'a AccessCode> + use<'a, 'b> {
    let ids = plan.stay.reservation_ids.iter();
    ids.flat_map(|id| {
        let codes = state.access_codes.about(&Place::Stay(id.clone()));
        codes.filter(|code| code.lock_id == door.lock_id && code.holder.reservation_id() == Some(id))
    })
}

/// Whether a code is of a generation that the host's orders have left behind (P3).
pub(crate) fn is_ordered_away(state: &State, plan: &StayPlan, code: &AccessCode) -> bool {
    is_outdated_by(
        code,
        generation(state, &plan.stay.reservation_ids, Some(&code.lock_id)),
    )
}

/// Whether a code lets its guest in at `now`, or may do so, and can't follow their stay, which lasts longer than it does
/// (T7).
fn is_stuck(plan: &StayPlan, door: &Door, code: &AccessCode, now: Instant) -> bool {
    let Some(Held {
        ends_at: Some(ends_at),
        ..
    }) = door.wanted
    else {
        return false;
    };
    let is_there = !matches!(code.on_lock.state, OnLockState::Absent | OnLockState::Pending);
    door.is_fixed
        && plan.issues()
        && rank(code) == Rank::Held
        && is_there
        && door.starts_at <= now
        && code.on_lock.span().contains(now)
        && code.on_lock.kept().ends_at.is_some_and(|end| end < ends_at)
}

/// Whether another code was put on the lock in the place of one that was stuck.
fn is_replaced(state: &State, plan: &StayPlan, door: &Door, code: &AccessCode) -> bool {
    door.is_fixed
        && own_at(state, plan, door).any(|other| {
            rank(other) == Rank::Held
                && other.on_lock.state != OnLockState::Absent
                && is_outdated_by(code, other.holder.generation.unwrap_or(0))
        })
}

/// Whether another code shall be in the place of this one.
pub(crate) fn is_outdated(
    state: &State,
    plan: &StayPlan,
    door: &Door,
    code: &AccessCode,
    now: Instant,
) -> bool {
    is_ordered_away(state, plan, code)
        || is_stuck(plan, door, code, now)
        || is_replaced(state, plan, door, code)
}

/// The generation that a stay's code at a door shall have (P3).
pub(crate) fn asked(state: &State, plan: &StayPlan, door: &Door, now: Instant) -> u32 {
    let ordered = generation(state, &plan.stay.reservation_ids, Some(&door.lock_id));
    if !door.is_fixed {
        return ordered;
    }
    let stuck = own_at(state, plan, door).filter(|code| is_stuck(plan, door, code, now));
    stuck
        .map(|code| code.holder.generation.unwrap_or(0).saturating_add(1))
        .fold(ordered, u32::max)
}

/// The code that is there, in the place of a new one that was never sent: it has its window after all, or it has ended on
/// the lock and can be made again there with the same PIN (T2, T7).
pub(crate) fn not_needed_any_more<'a>(
    state: &'a State,
    plan: &StayPlan,
    door: &Door,
    new: &AccessCode,
    now: Instant,
) -> Option<&'a AccessCode> {
    if !door.is_fixed || rank(new) != Rank::Held || new.on_lock.state != OnLockState::Absent {
        return None;
    }
    let generation = new.holder.generation.unwrap_or(0);
    own_at(state, plan, door)
        .filter(|code| rank(code) == Rank::Held && code.on_lock.state != OnLockState::Absent)
        .filter(|code| is_outdated_by(code, generation) && !is_outdated(state, plan, door, code, now))
        .min_by_key(|code| order(code))
}

/// Sets the alarm for when passing time alone changes which code of a stay is in the place of another one (T7).
pub(crate) fn await_edges(state: &State, plan: &StayPlan, door: &Door, now: Instant, timers: &mut Timers) {
    if !door.is_fixed {
        return;
    }
    for code in own_at(state, plan, door) {
        let is_stuck_now = is_stuck(plan, door, code, now);
        // Whatever time does with these, another code is in their place.
        if is_replaced(state, plan, door, code) || is_ordered_away(state, plan, code) {
            continue;
        }
        let edges = [Some(door.starts_at), code.on_lock.starts_at, code.on_lock.ends_at];
        for at in edges.into_iter().flatten().filter(|&at| at > now) {
            if is_stuck(plan, door, code, at) != is_stuck_now {
                timers.set(Timer::ReplacementEdge, at);
            }
        }
    }
}

/// Why a stay gets a code at a door where others are `outdated`.
pub(crate) fn why_anew(state: &State, plan: &StayPlan, outdated: &[Id], is_missing: bool) -> AuditReason {
    let mut codes = outdated.iter().filter_map(|id| state.access_codes.get(id));
    if !is_missing || outdated.is_empty() {
        AuditReason::StayConfirmed
    } else if codes.any(|code| is_ordered_away(state, plan, code)) {
        AuditReason::HostOrdered {
            order: HostOrderKind::Reissue,
        }
    } else {
        AuditReason::WindowChanged
    }
}

/// The codes of a stay at a door in whose place another one shall be.
pub(crate) fn outdated_at(state: &State, plan: &StayPlan, door: &Door, now: Instant) -> Vec<Id> {
    if state.orders.len() == 0 && !door.is_fixed {
        return Vec::new();
    }
    own_at(state, plan, door)
        .filter(|code| is_outdated(state, plan, door, code, now))
        .map(|code| code.id.clone())
        .collect()
}
