//! What is left to do on the locks: each code as it should be against each code as it is.

use super::capacity::{Capacity, capacity, evicted, is_over_capacity, over_capacity};
use super::checks::{pause_end, wants_backup};
use super::clock_changes::zone_of;
use super::give::give;
use super::pending_work::{PendingWork, Rank, check_work, pending_work, resend_work};
use crate::Id;
use crate::model::{AccessCode, CommandKind, HolderKind, OnLockState, abilities};
use crate::site::cache::Cache;
use crate::site::codes::is_backup_awaited;
use crate::site::evaluation::{Evaluation, Timer};
use crate::site::state::{Command, Place, State};
use crate::time::Instant;

/// Gives a lock its next command, one at a time (D4).
pub(crate) fn work(
    state: &mut State,
    cache: &Cache,
    lock_id: &Id,
    now: Instant,
    evaluation: &mut Evaluation,
) -> Option<Command> {
    let (code, kind, rank) = next(state, cache, lock_id, now, evaluation)?;
    let command = give(state, &code, kind, rank, now)?;
    evaluation.timers.set(Timer::CommandDeadline, command.deadline);
    Some(command)
}

fn next(
    state: &State,
    cache: &Cache,
    lock_id: &Id,
    now: Instant,
    evaluation: &mut Evaluation,
) -> Option<(AccessCode, CommandKind, Rank)> {
    let here = Place::Lock(lock_id.clone());
    let row = state.locks.get(lock_id)?;
    if state.commands.about(&here).next().is_some() {
        // What was so stays so while a command is under way.
        evaluation
            .conditions
            .extend(capacity(row).filter(|_| is_over_capacity(state, row)));
        return None;
    }
    let abilities = abilities(&row.lock).ok()?;
    let policy = &state.header.policy;
    let codes: Vec<&AccessCode> = state.access_codes.about(&here).collect();
    // While the lock has to be left alone, nothing is decided but for the instant at which it ends.
    let door_of = |code: &AccessCode| {
        cache
            .plans
            .stay_of(state, code.holder.reservation_id()?)?
            .door(lock_id)
    };
    let at = pause_end(row, &codes, &door_of, policy, now);
    let zone = abilities.clock_suspect.then(|| zone_of(state, row)).flatten();
    let backup_first = wants_backup(row, &codes, policy);
    let places = Capacity::of(&abilities, &codes);
    let mut pending: Vec<PendingWork<'_>> = Vec::new();
    for code in &codes {
        let door = door_of(code);
        let pending_work = pending_work(code, row, &abilities, door, policy, at)
            .map(|pending_work| pending_work.held_back(&places, &abilities, policy, at));
        // Once more where it is as it should be, so that nothing else is in the way.
        let again = pending_work
            .as_ref()
            .is_none_or(|pending_work| pending_work.from > at && pending_work.kind == CommandKind::ReadLock)
            .then(|| resend_work(code, &abilities, zone, at));
        let asked = door.and_then(|door| check_work(code, row, &abilities, door, policy, at));
        for pending_work in [pending_work, again.flatten(), asked] {
            pending.extend(pending_work.map(|pending_work| pending_work.first_if_it_is(backup_first)));
        }
    }
    pending.sort_by(|a, b| a.order().cmp(&b.order()));
    let is_awaited = is_backup_awaited(state, cache, row);
    let over_capacity = over_capacity(&pending, &places, is_awaited, at);
    let evicted =
        over_capacity.and_then(|pending_work| evicted(pending_work, &codes, &abilities, policy, at));
    // Where the lock alone says that it is full, that may pass (C6).
    if let (Some(pending_work), None) = (over_capacity, &evicted)
        && !places.has_room_for(pending_work.code)
    {
        if pending_work.from <= at || is_over_capacity(state, row) {
            evaluation.conditions.extend(capacity(row));
        } else {
            evaluation.timers.set(Timer::CommandDue, pending_work.from);
        }
    }
    let is_spoken_for = places.are_spoken_for(&pending, &abilities, policy, at);
    pending.retain(|pending_work| {
        pending_work.kind != CommandKind::ProgramCode
            || (places.has_room_for(pending_work.code)
                && !(is_spoken_for && pending_work.code.holder.kind == HolderKind::Backup)
                && slot_is_free(pending_work.code, &codes))
    });
    pending.extend(evicted);
    pending.sort_by(|a, b| a.order().cmp(&b.order()));
    let due = pending
        .iter()
        .find(|pending_work| pending_work.from <= now && at <= now);
    if due.is_none() {
        for pending_work in &pending {
            evaluation
                .timers
                .set(Timer::CommandDue, pending_work.from.max(at));
        }
    }
    due.map(|pending_work| (pending_work.code.clone(), pending_work.kind, pending_work.rank))
}

/// Whether nothing may still be in the place that a code shall have (E2, F15).
fn slot_is_free(code: &AccessCode, codes: &[&AccessCode]) -> bool {
    code.slot.is_none()
        || !codes.iter().any(|other| {
            other.id != code.id && other.slot == code.slot && other.on_lock.state != OnLockState::Absent
        })
}
