//! An old code stays until the new one in its place works (T4, F23).

use super::rank::{Rank, is_own, rank};
use super::reissue::{is_ordered_away, outdated_at};
use crate::Id;
use crate::model::{AccessCode, OnLockState, abilities};
use crate::site::orders::reissued_at;
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{RowKey, State};
use crate::time::Instant;

/// The outdated codes of a running stay that still have to open. `new` are the codes of the doors.
pub(crate) fn still_needed(state: &State, plan: &StayPlan, new: &[Option<Id>], now: Instant) -> Vec<Id> {
    if plan.stay.window.starts_at() > now {
        return Vec::new();
    }
    let may_open = |id: &Id| {
        let code = state.access_codes.get(id);
        code.is_some_and(|code| rank(code) == Rank::Held && code.on_lock.state != OnLockState::Absent)
    };
    let mut doors = Vec::new();
    for (door, new) in plan.doors.iter().zip(new) {
        let mut old = outdated_at(state, plan, door, now);
        old.retain(may_open);
        let new = new.as_ref().and_then(|id| state.access_codes.get(id));
        doors.push(Replacing::at_a_door(state, old, new));
    }
    Replacing::still_needed(doors)
}

/// The codes of one door in whose place a new one comes.
pub(crate) struct Replacing {
    old: Vec<Id>,
    /// Whether the new one opens.
    works: bool,
    /// Whether it may soon.
    soon: bool,
}

impl Replacing {
    pub(crate) fn at_a_door(state: &State, old: Vec<Id>, new: Option<&AccessCode>) -> Self {
        let works = new.is_some_and(|new| works(state, new));
        let soon = !works && !old.is_empty() && new.is_none_or(|new| is_under_way(state, new));
        Self { old, works, soon }
    }

    /// The old codes that have to open still: on each door as long as the new one does not, and on all of them as long as
    /// one more answer may come soon, so that people are told once.
    pub(crate) fn still_needed(doors: Vec<Self>) -> Vec<Id> {
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
pub(crate) fn gives_way(state: &State, plan: &StayPlan, door: &Door, spare: &AccessCode) -> bool {
    let ids = &plan.stay.reservation_ids;
    let Some(ordered_at) = reissued_at(state, ids, &door.lock_id) else {
        return false;
    };
    let told = spare.told_to.iter().flatten().map(|told| told.at).max();
    told.is_some_and(|told| told <= ordered_at)
        && state
            .access_codes
            .about(&RowKey::Lock(door.lock_id.clone()))
            .any(|code| {
                is_own(plan, code)
                    && rank(code) == Rank::Held
                    && !is_ordered_away(state, plan, code)
                    && works(state, code)
            })
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
