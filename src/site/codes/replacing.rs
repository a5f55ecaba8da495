//! An old code stays until its successor works (T4, F23).

use super::ownership::is_own;
use super::rank::{Rank, rank};
use super::reissue::{StayDoor, is_barred, is_ordered_away};
use crate::Id;
use crate::model::{AccessCode, OnLockState};
use crate::site::plan::{Door, StayPlan};
use crate::site::standing_orders::reissued_at;
use crate::site::state::{RowKey, State};
use crate::time::Instant;

/// The outdated codes of a running stay that still have to open. `new` are the codes of its doors.
pub(super) fn still_needed(
    state: &State,
    plan: &StayPlan,
    new: &[Option<Id>],
    now: Instant,
) -> Vec<Id> {
    if plan.stay.window.starts_at() > now {
        return Vec::new();
    }
    let mut doors = Vec::new();
    let mut known = Vec::new();
    for (door, new) in plan.doors.iter().zip(new) {
        let stay_door = StayDoor {
            state,
            plan,
            door,
            now,
        };
        let old: Vec<&AccessCode> = stay_door
            .outdated()
            .filter(|code| rank(code) == Rank::Held && code.on_lock.state != OnLockState::Absent)
            .filter(|code| !is_barred(state, plan, code))
            .collect();
        let new = new.as_ref().and_then(|id| state.access_codes.get(id));
        // During a hold nobody is told the new PIN (N4).
        if plan.stay.is_on_hold() && !new.is_some_and(AccessCode::is_told) {
            let told = old.iter().filter(|code| code.is_told());
            known.extend(told.map(|code| code.id.clone()));
        }
        let old = old.into_iter().map(|code| code.id.clone()).collect();
        doors.push(Replacing::at_door(state, old, new));
    }
    known.extend(Replacing::still_needed(doors));
    known
}

/// The old codes of one door, and how far their successor is.
pub(super) struct Replacing {
    old: Vec<Id>,
    /// Whether the successor opens.
    works: bool,
    /// Whether an answer about the successor may come soon.
    is_under_way: bool,
}

impl Replacing {
    pub(super) fn at_door(state: &State, old: Vec<Id>, new: Option<&AccessCode>) -> Self {
        let works = new.is_some_and(|new| works(state, new));
        let is_under_way =
            !works && !old.is_empty() && new.is_none_or(|new| is_under_way(state, new));
        Self {
            old,
            works,
            is_under_way,
        }
    }

    /// The old codes that still have to open. Each stays until its successor works. All stay while
    /// an answer may come soon, so that people are told once.
    pub(super) fn still_needed(doors: Vec<Self>) -> Vec<Id> {
        let waits = doors.iter().any(|door| door.is_under_way);
        let mut needed = Vec::new();
        for door in doors {
            if waits || !door.works {
                needed.extend(door.old);
            }
        }
        needed
    }
}

/// Whether a stay no longer has the backup or emergency code that it was told: a new PIN was
/// ordered since, and works (A5).
pub(super) fn gives_way(state: &State, plan: &StayPlan, door: &Door, backup: &AccessCode) -> bool {
    let ids = &plan.stay.reservation_ids;
    let Some(ordered_at) = reissued_at(state, ids, &door.lock_id) else {
        return false;
    };
    let told_at = backup.told_to.iter().flatten().map(|told| told.at).max();
    let is_successor = |code: &AccessCode| {
        is_own(plan, code)
            && rank(code) == Rank::Held
            && !is_ordered_away(state, plan, code)
            && works(state, code)
    };
    told_at.is_some_and(|told_at| told_at <= ordered_at)
        && state
            .access_codes
            .about(&RowKey::Lock(door.lock_id.clone()))
            .any(is_successor)
}

/// Whether a code opens, and its state is final. A lock that can be read has to confirm what its
/// cloud accepted (F20).
pub(super) fn works(state: &State, code: &AccessCode) -> bool {
    match code.on_lock.state {
        OnLockState::Confirmed | OnLockState::Unverifiable => true,
        OnLockState::Accepted => !is_verified(state, code),
        _ => false,
    }
}

/// Whether an answer about a code may come soon.
fn is_under_way(state: &State, code: &AccessCode) -> bool {
    match code.on_lock.state {
        OnLockState::Pending => true,
        OnLockState::Accepted => is_verified(state, code),
        _ => false,
    }
}

/// Whether the lock is read to verify its codes.
fn is_verified(state: &State, code: &AccessCode) -> bool {
    let able = state.abilities_of(&code.lock_id);
    state.policy_of_code(code).validation.enabled && able.is_some_and(|able| able.can_read_back)
}
