//! The emergency code of a lock: one, in its place, and none too old (E1, E2).

use super::backups::{LockBackups, NewBackup};
use super::own_doors::own_doors;
use crate::Id;
use crate::model::{AccessCode, Desired, HolderKind, Policy};
use crate::rules::{
    EmergencyCase, EmergencyPlan, ToldStay, emergency_length, is_full, plan_emergency, takes_place,
};
use crate::site::evaluation::Timer;
use crate::site::state::{RowKey, State};
use crate::site::stays::booked_stay;
use crate::time::Instant;

impl LockBackups<'_, '_> {
    /// Makes, replaces or ends the emergency code.
    pub(super) fn keep_emergency(&mut self) {
        let codes = self.codes();
        let codes: Vec<&AccessCode> = codes.iter().map(AsRef::as_ref).collect();
        let mut policy = self.policy().clone();
        policy.emergency.enabled &= self.is_automated;
        if let Some(reserved) = self.abilities.slots.and_then(|slots| slots.reserved) {
            policy.emergency.slot = reserved;
        }
        let told_stay = self.told_stay(&codes);
        let used_by_stranger = self.is_used_by_stranger(&codes);
        let plan_at = |now| {
            plan_emergency(&EmergencyCase {
                codes: &codes,
                told_stay,
                used_by_stranger,
                answered_at: self.answered_at(now),
                policy: &policy,
                now,
            })
        };
        let (old, is_wanted) = match plan_at(self.context.now) {
            EmergencyPlan::Keep { replace_at } => {
                // A lock of which nobody will have heard by then keeps its code (F17, D3).
                let is_replaced =
                    |at: &Instant| matches!(plan_at(*at), EmergencyPlan::Replace { .. });
                if let Some(at) = replace_at.filter(is_replaced) {
                    let timers = &mut self.context.evaluation.timers;
                    timers.set(Timer::EmergencyCodeTooOld, at);
                }
                (None, false)
            }
            EmergencyPlan::Make => (None, true),
            EmergencyPlan::Replace { code_id } => (Some(code_id), true),
            EmergencyPlan::Off { remove, .. } => (remove, false),
        };
        if let Some(code) = old.and_then(|id| codes.iter().find(|code| code.id == id)) {
            self.end(code, is_wanted);
        }
        if is_wanted && self.has_place(&codes) {
            self.make_emergency(&policy);
        }
    }

    fn answered_at(&self, now: Instant) -> Option<Instant> {
        let row = self.context.state.locks.get(self.lock_id)?;
        row.answered_at(&self.policy().offline, now)
    }

    /// Whether the lock has a place for the emergency code. The place of the old one counts as
    /// free.
    fn has_place(&self, codes: &[&AccessCode]) -> bool {
        let is_other =
            |code: &&&AccessCode| code.holder.kind != HolderKind::Emergency && takes_place(code);
        !is_full(
            self.abilities.capacity,
            codes.iter().filter(is_other).count(),
        )
    }

    fn make_emergency(&mut self, policy: &Policy) {
        // On a lock with fewer places than the slot's number, any place will do (E1).
        let slot = policy.emergency.slot;
        let has_slot = match self.abilities.slots {
            Some(slots) => slots.contains(slot),
            None => self
                .abilities
                .capacity
                .is_none_or(|capacity| slot <= capacity),
        };
        self.make(&NewBackup {
            kind: HolderKind::Emergency,
            length: emergency_length(self.abilities),
            slot: has_slot.then_some(slot),
        });
    }

    /// Whether somebody who was not told the emergency code used it, here or at another own door,
    /// which has the same PIN (E2).
    fn is_used_by_stranger(&mut self, codes: &[&AccessCode]) -> bool {
        let is_used = |code: &AccessCode| code.last_used_at.is_some() && !code.is_told();
        let current = || codes.iter().copied().filter(|code| is_current(code));
        if current().any(is_used) {
            return true;
        }
        let doors = own_doors(
            self.context.state,
            self.lock_id,
            emergency_length(self.abilities),
        );
        self.watch_own_doors(&doors);
        let codes = &self.context.state.access_codes;
        current()
            .filter(|code| code.pin_number.is_some())
            .any(|code| {
                let elsewhere = doors.iter().filter(|door| *door != self.lock_id);
                let places = elsewhere
                    .flat_map(|door| [RowKey::Lock(door.clone()), RowKey::Gone(door.clone())]);
                let mut others = places.flat_map(|place| codes.about(&place));
                others.any(|other| other.pin_number == code.pin_number && is_used(other))
            })
    }

    /// The stay that was told the current emergency code; of several the one that lasts longest.
    fn told_stay(&self, codes: &[&AccessCode]) -> Option<ToldStay> {
        let state = &self.context.state;
        codes
            .iter()
            .filter(|code| is_current(code))
            .flat_map(|code| code.told_to.iter().flatten())
            .filter_map(|told| told_stay(state, &told.reservation_id))
            .max_by_key(|stay| stay.grace_ends_at)
    }
}

/// The whole stay around a booking, over or not (W8).
fn told_stay(state: &State, reservation_id: &Id) -> Option<ToldStay> {
    let stay = booked_stay(state, reservation_id)?;
    Some(ToldStay {
        ends_at: stay.booked.ends_at(),
        grace_ends_at: stay.window.ends_at(),
        next_starts_at: stay.neighbours.next_starts_at,
    })
}

fn is_current(code: &AccessCode) -> bool {
    code.holder.kind == HolderKind::Emergency && code.wanted != Some(Desired::REMOVED)
}
