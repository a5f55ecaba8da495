//! What is left to do on the locks: each code as it should be against each code as it is.

use super::capacity::{Places, capacity, crowded, displaced, is_crowded};
use super::checks::{pause_end, wants_spare};
use super::clock_changes::zone_of;
use super::give::give;
use super::need::{Need, Rank, check_need, need, resend_need};
use crate::Id;
use crate::model::{AccessCode, CommandKind, HolderKind, OnLockState, abilities};
use crate::site::cache::Memo;
use crate::site::codes::is_backup_awaited;
use crate::site::evaluation::Look;
use crate::site::state::{Command, Place, State};
use crate::time::Instant;

/// Gives a lock its next command, one at a time (D4).
pub(crate) fn work(
    state: &mut State,
    memo: &Memo,
    lock_id: &Id,
    now: Instant,
    look: &mut Look,
) -> Option<Command> {
    let (code, kind, rank) = next(state, memo, lock_id, now, look)?;
    let command = give(state, &code, kind, rank, now)?;
    look.alarm.set(command.deadline);
    Some(command)
}

fn next(
    state: &State,
    memo: &Memo,
    lock_id: &Id,
    now: Instant,
    look: &mut Look,
) -> Option<(AccessCode, CommandKind, Rank)> {
    let here = Place::Lock(lock_id.clone());
    let row = state.locks.get(lock_id)?;
    if state.commands.about(&here).next().is_some() {
        // What was so stays so while a command is under way.
        look.causes
            .extend(capacity(row).filter(|_| is_crowded(state, row)));
        return None;
    }
    let abilities = abilities(&row.lock).ok()?;
    let policy = &state.header.policy;
    let codes: Vec<&AccessCode> = state.access_codes.about(&here).collect();
    // While the lock has to be left alone, nothing is decided but for the instant at which it ends.
    let door_of = |code: &AccessCode| {
        memo.plans
            .stay_of(state, code.holder.reservation_id()?)?
            .door(lock_id)
    };
    let at = pause_end(row, &codes, &door_of, policy, now);
    let zone = abilities.clock_suspect.then(|| zone_of(state, row)).flatten();
    let spare_first = wants_spare(row, &codes, policy);
    let places = Places::of(&abilities, &codes);
    let mut needs: Vec<Need<'_>> = Vec::new();
    for code in &codes {
        let door = door_of(code);
        let need = need(code, row, &abilities, door, policy, at)
            .map(|need| need.held_back(&places, &abilities, policy, at));
        // Once more where it is as it should be, so that nothing else is in the way.
        let again = need
            .as_ref()
            .is_none_or(|need| need.from > at && need.kind == CommandKind::ReadLock)
            .then(|| resend_need(code, &abilities, zone, at));
        let asked = door.and_then(|door| check_need(code, row, &abilities, door, policy, at));
        for need in [need, again.flatten(), asked] {
            needs.extend(need.map(|need| need.first_if_it_is(spare_first)));
        }
    }
    needs.sort_by(|a, b| a.order().cmp(&b.order()));
    let is_awaited = is_backup_awaited(state, memo, row);
    let crowded = crowded(&needs, &places, is_awaited, at);
    let displaced = crowded.and_then(|need| displaced(need, &codes, &abilities, policy, at));
    // Where the lock alone says that it is full, that may pass (C6).
    if let (Some(need), None) = (crowded, &displaced)
        && !places.has_room_for(need.code)
    {
        if need.from <= at || is_crowded(state, row) {
            look.causes.extend(capacity(row));
        } else {
            look.alarm.set(need.from);
        }
    }
    let is_spoken_for = places.are_spoken_for(&needs, &abilities, policy, at);
    needs.retain(|need| {
        need.kind != CommandKind::ProgramCode
            || (places.has_room_for(need.code)
                && !(is_spoken_for && need.code.holder.kind == HolderKind::Backup)
                && slot_is_free(need.code, &codes))
    });
    needs.extend(displaced);
    needs.sort_by(|a, b| a.order().cmp(&b.order()));
    let due = needs.iter().find(|need| need.from <= now && at <= now);
    if due.is_none() {
        for need in &needs {
            look.alarm.set(need.from.max(at));
        }
    }
    due.map(|need| (need.code.clone(), need.kind, need.rank))
}

/// Whether nothing may still be in the place that a code shall have (E2, F15).
fn slot_is_free(code: &AccessCode, codes: &[&AccessCode]) -> bool {
    code.slot.is_none()
        || !codes.iter().any(|other| {
            other.id != code.id && other.slot == code.slot && other.on_lock.state != OnLockState::Absent
        })
}
