//! Whether a stay needs a new PIN at a door: its host ordered one (F10), or the lock can't change
//! the window of the old code (T7).

use super::ownership::own_codes_at;
use super::rank::{Rank, order, rank};
use crate::Id;
use crate::model::{AccessCode, OnLockState};
use crate::site::evaluation::{Timer, Timers};
use crate::site::plan::{Door, StayPlan};
use crate::site::standing_orders::{generation, is_outdated_by};
use crate::site::state::{AuditReason, HostOrderKind, State, is_kept_for_guest};
use crate::site::stays::is_known_pin;
use crate::time::Instant;

/// One door of a stay, with the codes that the stay has there.
#[derive(Clone, Copy)]
pub(crate) struct StayDoor<'a> {
    pub(super) state: &'a State,
    pub(super) plan: &'a StayPlan,
    pub(super) door: &'a Door,
    pub(super) now: Instant,
}

/// Which codes of a stay at a door a new one has to replace, and what the new one is.
pub(super) struct Reissue {
    /// The codes to be replaced.
    pub(super) outdated: Vec<Id>,
    /// The generation of the stay's code at the door (P3).
    pub(super) generation: u32,
    /// Why the stay gets a code at the door.
    pub(super) because: AuditReason,
}

impl<'a> StayDoor<'a> {
    pub(super) fn reissue(self) -> Reissue {
        Reissue {
            outdated: self.outdated().map(|code| code.id.clone()).collect(),
            generation: self.asked_generation(),
            because: self.why_anew(),
        }
    }

    fn own_codes(self) -> impl Iterator<Item = &'a AccessCode> + use<'a> {
        own_codes_at(self.state, self.plan, &self.door.lock_id)
    }

    /// The codes that a new one has to replace.
    pub(super) fn outdated(self) -> impl Iterator<Item = &'a AccessCode> + use<'a> {
        // Without orders and holds, only a lock that can't change windows has outdated codes.
        let is_possible = self.state.orders.len() > 0 || self.door.is_fixed || self.plan.bars_known;
        let codes = is_possible.then(|| self.own_codes());
        codes
            .into_iter()
            .flatten()
            .filter(move |code| self.is_outdated(code))
    }

    /// Whether a new code has to replace this one.
    pub(super) fn is_outdated(self, code: &AccessCode) -> bool {
        is_ordered_away(self.state, self.plan, code)
            || self.is_stuck(code)
            || self.is_replaced(code)
            || is_barred(self.state, self.plan, code)
    }

    /// Whether a code lets its guest in now, or may do so, but can't follow the stay, which lasts
    /// longer than the code (T7).
    fn is_stuck(self, code: &AccessCode) -> bool {
        let Some(ends_at) = self.door.wanted.and_then(|window| window.ends_at) else {
            return false;
        };
        let is_there = !matches!(
            code.on_lock.state,
            OnLockState::Absent | OnLockState::Pending
        );
        self.door.is_fixed
            && self.plan.issues()
            && rank(code) == Rank::Held
            && !is_kept_for_guest(self.state, code)
            && is_there
            && self.door.starts_at <= self.now
            && code.on_lock.span().contains(self.now)
            && code.on_lock.kept().ends_at.is_some_and(|end| end < ends_at)
    }

    /// Whether a later code of the stay is on the lock in place of a stuck one.
    fn is_replaced(self, code: &AccessCode) -> bool {
        self.door.is_fixed
            && self.own_codes().any(|other| {
                rank(other) == Rank::Held
                    && other.on_lock.state != OnLockState::Absent
                    && is_outdated_by(code, other.holder.generation.unwrap_or(0))
            })
    }

    /// The generation of the stay's code at the door: as ordered, and later than every stuck code.
    fn asked_generation(self) -> u32 {
        let bookings = &self.plan.stay.reservation_ids;
        let ordered = generation(self.state, bookings, Some(&self.door.lock_id));
        if !self.door.is_fixed {
            return ordered;
        }
        self.own_codes()
            .filter(|code| self.is_stuck(code))
            .map(|code| code.holder.generation.unwrap_or(0).saturating_add(1))
            .fold(ordered, u32::max)
    }

    fn why_anew(self) -> AuditReason {
        // A stay on hold that begins anew is confirmed anew (T5).
        let mut outdated = self
            .outdated()
            .filter(|code| !is_barred(self.state, self.plan, code))
            .peekable();
        if outdated.peek().is_none() {
            AuditReason::StayConfirmed
        } else if outdated.any(|code| is_ordered_away(self.state, self.plan, code)) {
            AuditReason::HostOrdered {
                order: HostOrderKind::Reissue,
            }
        } else {
            AuditReason::WindowChanged
        }
    }

    /// The old code that serves after all, if its successor `new` was never sent: the old code has
    /// its window again, or it has ended on the lock and can be made there with the same PIN (T2,
    /// T7).
    pub(super) fn still_serving(self, new: &AccessCode) -> Option<&'a AccessCode> {
        if !self.door.is_fixed
            || rank(new) != Rank::Held
            || new.on_lock.state != OnLockState::Absent
        {
            return None;
        }
        let generation = new.holder.generation.unwrap_or(0);
        self.own_codes()
            .filter(|code| rank(code) == Rank::Held && code.on_lock.state != OnLockState::Absent)
            .filter(|code| is_outdated_by(code, generation) && !self.is_outdated(code))
            .min_by_key(|code| order(code))
    }

    /// Sets a timer for each instant at which time alone makes a code stuck, or ends that (T7).
    fn set_edges(self, timers: &mut Timers) {
        if !self.door.is_fixed {
            return;
        }
        for code in self.own_codes() {
            // Time changes nothing for a code that another one has replaced.
            if self.is_replaced(code) || is_ordered_away(self.state, self.plan, code) {
                continue;
            }
            let edges = [
                Some(self.door.starts_at),
                code.on_lock.starts_at,
                code.on_lock.ends_at,
            ];
            for at in edges.into_iter().flatten().filter(|&at| at > self.now) {
                let later = Self { now: at, ..self };
                if later.is_stuck(code) != self.is_stuck(code) {
                    timers.set(Timer::ReplacementEdge, at);
                }
            }
        }
    }
}

/// Whether the host's orders have left the generation of a code behind (P3).
pub(crate) fn is_ordered_away(state: &State, plan: &StayPlan, code: &AccessCode) -> bool {
    let ordered = generation(state, &plan.stay.reservation_ids, Some(&code.lock_id));
    is_outdated_by(code, ordered)
}

/// Whether a code stays shut since the stay is on hold, and somebody was told its PIN before (N4).
pub(super) fn is_barred(state: &State, plan: &StayPlan, code: &AccessCode) -> bool {
    plan.bars_known && is_known_pin(state, &plan.stay.reservation_ids, code)
}

/// Sets the timers at which time alone changes which code of a stay counts at a door (T7).
pub(crate) fn await_edges(state: &State, plan: &StayPlan, now: Instant, timers: &mut Timers) {
    for door in &plan.doors {
        let stay_door = StayDoor {
            state,
            plan,
            door,
            now,
        };
        stay_door.set_edges(timers);
    }
}
