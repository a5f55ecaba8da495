//! What is left to do on the locks: each code as it should be against each code as it is.

use super::causes::is_refused;
use super::clock::{resend_from, zone_of};
use super::doors::Door;
use super::health::{check_from, pause_end, wants_spare};
use super::memo::{Look, Memo};
use super::place::Place;
use super::read_back::read_from;
use super::rows::LockRow;
use super::slots::{Places, capacity, crowded, displaced, is_backup_awaited, is_crowded};
use super::spares::{is_for_nobody, is_spare};
use super::state::{State, made_id};
use super::step::Command;
use crate::Id;
use crate::model::{
    Abilities, AccessCode, CommandKind, Failure, Held, HolderKind, OnLock, OnLockState, Policy, Wanted,
    abilities,
};
use crate::rules::{Opening, backup_name, next_command, platform_makes, sendable};
use crate::time::{Instant, Zone};

/// What one code needs, and from when.
pub(super) struct Need<'a> {
    pub(super) code: &'a AccessCode,
    pub(super) kind: CommandKind,
    pub(super) from: Instant,
    pub(super) rank: Rank,
}

/// The order of work on one lock (D4).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Running,
    /// A backup, while the battery of its lock is low (C5).
    First,
    Coming(Instant),
    Removal,
    /// Somebody who is no guest; the soonest first (S).
    Visit(Instant),
    /// Nobody waits for it.
    Spare,
}

/// Gives a lock its next command, one at a time (D4).
pub(super) fn work(
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

impl Need<'_> {
    /// The same, before all that can wait, where it is about this code (C5).
    fn first_if_it_is(self, code_id: Option<&Id>) -> Self {
        let rank = if code_id == Some(&self.code.id) {
            self.rank.min(Rank::First)
        } else {
            self.rank
        };
        Self { rank, ..self }
    }

    /// Its place in the order of work. What the lock had no room for comes last: all else may make some (F34). Of two
    /// with the same rank, a new code comes before an old one goes (T4).
    fn order(&self) -> (bool, Rank, bool, &Id) {
        (
            self.found_none(),
            self.rank,
            self.kind == CommandKind::RemoveCode,
            &self.code.id,
        )
    }
}

/// Whether nothing may still be in the place that a code shall have (E2, F15).
fn slot_is_free(code: &AccessCode, codes: &[&AccessCode]) -> bool {
    code.slot.is_none()
        || !codes.iter().any(|other| {
            other.id != code.id && other.slot == code.slot && other.on_lock.state != OnLockState::Absent
        })
}

/// What `code` needs at `at` so that it is on its lock as it should be; nothing where it is.
fn need<'a>(
    code: &'a AccessCode,
    row: &LockRow,
    abilities: &Abilities,
    door: Option<&Door>,
    policy: &Policy,
    at: Instant,
) -> Option<Need<'a>> {
    if !abilities.remote {
        return None;
    }
    // A spare opens at any time, also one that was told: it is never taken off for being early (B4).
    let opening = if is_spare(code) {
        Some(Opening::ANY)
    } else {
        door.map(|door| door.opening)
    };
    // A platform that refused would refuse again, as long as the lock does not show something else (C6).
    let change = || next_command(code, abilities, opening, at).filter(|_| !is_refused(code));
    let read = || {
        Some((
            CommandKind::ReadLock,
            read_from(code, row, abilities, policy, at)?,
        ))
    };
    // Where nobody knows, the lock is asked before anything is tried again (C7, F25).
    let (kind, from) = if code.on_lock.state == OnLockState::Unknown {
        read().or_else(change)?
    } else {
        // Also what will be changed later has to be there until then (F20).
        match (change(), read()) {
            (Some((_, from)), Some(read)) if read.1 < from => read,
            (change, read) => change.or(read)?,
        }
    };
    // A spare that found no place waits for itself, and nobody with it (F34).
    let from = match code.on_lock {
        OnLock {
            state: OnLockState::Absent,
            at: Some(failed_at),
            ..
        } if is_for_nobody(code) && code.failure == Some(Failure::NoSpace) => {
            from.max(failed_at.plus_minutes(i64::from(policy.commands.per_minutes)))
        }
        _ => from,
    };
    let rank = match code.wanted {
        // What comes back with another window is work for its stay; all else that goes can wait.
        Some(Wanted::Removed(_)) | None => Rank::Removal,
        _ if is_for_nobody(code) => Rank::Spare,
        Some(Wanted::Held(held)) if code.holder.kind == HolderKind::Visit => {
            Rank::Visit(held.starts_at.map_or(at, |start| start.max(at)))
        }
        _ if kind == CommandKind::RemoveCode && !abilities.native_schedule => Rank::Removal,
        Some(Wanted::Held(Held {
            starts_at: Some(start),
            ..
        })) if start > at => Rank::Coming(start),
        _ => Rank::Running,
    };
    Some(Need {
        code,
        kind,
        from,
        rank,
    })
}

/// The question how the lock is, before a code on it is needed (C2).
fn check_need<'a>(
    code: &'a AccessCode,
    row: &LockRow,
    abilities: &Abilities,
    door: &Door,
    policy: &Policy,
    at: Instant,
) -> Option<Need<'a>> {
    Some(Need {
        code,
        kind: CommandKind::ReadLock,
        from: check_from(code, row, abilities, door, policy, at)?,
        rank: Rank::Coming(door.starts_at),
    })
}

/// The same window once more, where a lock's clock is suspect (C8).
fn resend_need<'a>(
    code: &'a AccessCode,
    abilities: &Abilities,
    zone: Option<Zone>,
    at: Instant,
) -> Option<Need<'a>> {
    let from = resend_from(code, abilities, zone, at)?;
    let starts_at = code.on_lock.starts_at.filter(|&start| start > at);
    Some(Need {
        code,
        kind: CommandKind::ChangeWindow,
        from,
        rank: starts_at.map_or(Rank::Running, Rank::Coming),
    })
}

fn give(
    state: &mut State,
    code: &AccessCode,
    kind: CommandKind,
    rank: Rank,
    now: Instant,
) -> Option<Command> {
    let row = state.locks.get(&code.lock_id)?.clone();
    let abilities = abilities(&row.lock).ok()?;
    let window = match (kind, code.wanted) {
        (CommandKind::ProgramCode | CommandKind::ChangeWindow, Some(Wanted::Held(wanted)))
            if abilities.native_schedule =>
        {
            Some(sendable(wanted, &abilities, now))
        }
        _ => None,
    };
    let pin = match kind {
        CommandKind::ProgramCode => code.pin.filter(|_| !platform_makes(&abilities.rules)),
        CommandKind::ChangeWindow => code.pin,
        CommandKind::RemoveCode => code.pin.filter(|_| code.external_id.is_none()),
        CommandKind::ReadLock => None,
    };
    // Reading is about all of its codes.
    let about = (kind != CommandKind::ReadLock).then_some(code);
    // An answer is overdue sooner while a guest stands at the door (C7).
    let commands = &state.header.policy.commands;
    let patience = i64::from(commands.deadline_seconds);
    let patience = match rank {
        Rank::Running => patience.min(i64::from(commands.stay_deadline_seconds)),
        _ => patience,
    };
    let count = row.command_count.saturating_add(1);
    let command = Command {
        id: made_id('c', row.number, count)?,
        lock_id: code.lock_id.clone(),
        kind,
        code_id: about.map(|code| code.id.clone()),
        pin,
        external_id: about
            .filter(|_| kind != CommandKind::ProgramCode)
            .and_then(|code| code.external_id.clone()),
        slot: about.and_then(|code| code.slot),
        name: (kind == CommandKind::ProgramCode)
            .then(|| label(code, &abilities, &state.header.policy.backups.brand))
            .flatten(),
        window,
        deadline: now.plus_seconds(patience),
    };
    let counted = LockRow {
        command_count: count,
        ..row
    };
    state.locks.put(&code.lock_id, counted);
    if kind == CommandKind::ProgramCode {
        let pending = OnLock {
            state: OnLockState::Pending,
            at: Some(now),
            ..OnLock::ABSENT
        };
        // What an earlier try may have left on the lock, nobody knows still (F25).
        let (on_lock, sent_at) = if code.on_lock.state == OnLockState::Unknown {
            (code.on_lock, code.sent_at)
        } else {
            (pending, Some(now).filter(|_| abilities.clock_suspect))
        };
        let code = AccessCode {
            on_lock,
            sent_at,
            external_id: None,
            ..code.clone()
        };
        state.access_codes.put(&code.id.clone(), code);
    }
    state.commands.put(&command.id.clone(), command.clone());
    Some(command)
}

/// A label that tells the codes of a lock apart, without a name in it, within the lock's limits.
pub(super) fn label(code: &AccessCode, abilities: &Abilities, brand: &str) -> Option<crate::Text> {
    let kind = match code.holder.kind {
        HolderKind::Reservation => "Guest",
        HolderKind::Visit => "Visit",
        HolderKind::Backup => "Backup",
        HolderKind::Emergency => "Emergency",
        HolderKind::Unknown => "Code",
    };
    let longest = abilities.rules.name_length.map(|limits| limits.max);
    if let (HolderKind::Backup, Some(identifier)) = (code.holder.kind, &code.holder.id) {
        return backup_name(brand, identifier, longest).parse().ok();
    }
    let full = format!("{kind} {}", code.id);
    let max = longest.map_or(usize::MAX, usize::from);
    // The end of the id is what tells codes apart, so it is the front that goes.
    let over = full.chars().count().saturating_sub(max);
    full.chars()
        .skip(over)
        .collect::<String>()
        .trim_start()
        .parse()
        .ok()
}
