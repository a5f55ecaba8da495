//! What a result says of the places of a lock that addresses codes by place (S1).

use super::effect::Effect;
use super::learn::Learned;
use crate::Id;
use crate::model::{AccessCode, CommandKind, Failure, HolderKind, Observed, OnLockState};
use crate::rules::takes_place;
use crate::site::state::{Command, OccupiedSlot, RowKey, State};
use crate::time::Instant;

impl Learned<'_> {
    /// Whether the lock refuses the place of a new code. Where an earlier try of the same code had
    /// no answer, that code may be in it (F25).
    pub(super) fn refuses_place(&self, code: &AccessCode) -> bool {
        self.by_place
            && self.command.kind == CommandKind::ProgramCode
            && self.result.failure == Some(Failure::SlotTaken)
            && code.on_lock.state != OnLockState::Unknown
    }

    /// Notes which place is taken now, or counts as taken until a list says otherwise.
    pub(super) fn note_place(&self, state: &mut State, before: &AccessCode, code: &AccessCode) {
        let is_refused = self.effect == Effect::NotDone && self.refuses_place(before);
        // What was removed may be there still, until a list shows its place empty.
        let is_cleared = self.command.kind != CommandKind::ProgramCode
            && self.can_be_read
            && takes_place(before)
            && !takes_place(code);
        let occupied = if is_cleared {
            before.slot
        } else {
            self.command.slot.filter(|_| is_refused)
        };
        if let Some(slot) = occupied {
            let occupied = OccupiedSlot {
                slot,
                since: self.at,
                removed: is_cleared.then_some(true),
            };
            let lock_id = &self.command.lock_id;
            state.locks.change(lock_id, |row| row.occupy(occupied));
        }
        if matches!(self.effect, Effect::Done(_)) && code.slot.is_some() {
            displace(state, code, self.at);
        }
        if self.effect == Effect::Done(OnLockState::Confirmed) && takes_place(code) {
            end_overwritten(state, code, self.at);
        }
    }
}

/// Takes that a removal was confirmed: its place is free, where no list could show that (S1).
pub(super) fn free_place(state: &mut State, command: &Command) {
    let can_be_read = state
        .abilities_of(&command.lock_id)
        .is_none_or(|able| able.can_read_back);
    if let Some(slot) = command.slot.filter(|_| !can_be_read) {
        state.locks.change(&command.lock_id, |row| {
            row.see_slots(Instant::MAX, |seen| seen == slot);
        });
    }
}

/// Takes that a code is in the place of one whose removal a cloud had taken: that one is gone (S1).
fn end_overwritten(state: &mut State, code: &AccessCode, at: Instant) {
    let here = RowKey::Lock(code.lock_id.clone());
    let codes = state.access_codes.about(&here);
    let over: Vec<Id> = codes
        .filter(|other| other.is_cleared_for(code))
        .map(|other| other.id.clone())
        .collect();
    for id in over {
        state.access_codes.change(&id, |other| {
            other.on_lock = Observed::gone(at);
            other.removal_taken = None;
            other.tries = None;
        });
    }
}

/// Takes that a code of ours is where another one was thought to be: nobody knows where that one is
/// now.
pub(super) fn displace(state: &mut State, code: &AccessCode, at: Instant) {
    if !takes_place(code) {
        return;
    }
    let here = RowKey::Lock(code.lock_id.clone());
    let is_other = |other: &&AccessCode| {
        other.id != code.id
            && other.slot == code.slot
            && takes_place(other)
            && other.holder.kind != HolderKind::Unknown
    };
    let codes = state.access_codes.about(&here).filter(is_other);
    let others: Vec<Id> = codes.map(|other| other.id.clone()).collect();
    for id in others {
        state.access_codes.change(&id, |other| {
            other.slot = None;
            other.external_id = None;
            other.on_lock = Observed {
                state: OnLockState::Unknown,
                ..Observed::gone(at)
            };
        });
    }
}
