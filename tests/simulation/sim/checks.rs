//! The invariants, looked at after each step and at each door.

use std::collections::{BTreeMap, BTreeSet};

use latchstring::Id;
use latchstring::model::{AccessCode, CommandKind, Desired, HolderKind, OnLockState};
use latchstring::rules::{Audience, NoticeKind};
use latchstring::site::{AuditKind, Change, Command, Row, Step, TableName};
use latchstring::time::{Duration, Instant};
use latchstring::virtual_lock::{Habit, HeldCode};
use serde_json::Value;

use crate::characters::Character;
use crate::door::{off_seconds, shown};
use crate::plan::{MINUTE, instant};
use crate::world::World;

#[derive(Default)]
pub struct Checks {
    /// What does not hold, each with the invariant's number first.
    pub found: Vec<String>,
    pub exposed: BTreeSet<String>,
    /// Which stays were told a spare.
    spare_told: BTreeMap<String, BTreeSet<String>>,
    /// Of each telling of a spare: to the guest, to the host, in the audit (I8).
    tellings: BTreeMap<(String, String), [u32; 3]>,
    commands: BTreeSet<String>,
    /// By lock: the command that is under way, and its deadline (D4).
    under_way: BTreeMap<String, (String, i64)>,
}

impl Checks {
    pub fn fail(&mut self, invariant: &str, what: &str) {
        self.found.push(format!("{invariant}: {what}"));
    }
}

pub fn is_spare(code: &AccessCode) -> bool {
    matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency)
}

pub fn is_sure(code: &AccessCode) -> bool {
    matches!(
        code.on_lock.state,
        OnLockState::Confirmed | OnLockState::Unverifiable
    ) && matches!(code.wanted, Some(Desired::Window(_)))
}

fn is_about_a_code(change: &Change) -> bool {
    match change {
        Change::Put(row) => matches!(**row, Row::AccessCodes { .. }),
        Change::Delete { table, .. } => *table == TableName::AccessCodes,
    }
}

pub fn pin_of(code: &AccessCode) -> String {
    code.pin.map(|pin| pin.reveal()).unwrap_or_default()
}

impl World {
    pub fn check_step(&mut self, facts: &[Value], step: &Step) {
        if !self.strategy.is_whole() {
            return;
        }
        self.check_work(facts, step);
        self.check_spares(step);
        if step.changes.iter().any(is_about_a_code) {
            self.check_pins();
        }
    }

    /// I4: no PIN is twice on a lock.
    fn check_pins(&mut self) {
        let mut seen = BTreeMap::new();
        for code in self
            .host
            .rows
            .access_codes
            .values()
            .filter(|code| !code.is_gone())
        {
            if let Some(pin) = code.pin
                && let Some(other) = seen.insert((&code.lock_id, pin), &code.id)
            {
                let what = format!("{other} and {} are one PIN on {}", code.id, code.lock_id);
                self.checks.found.push(format!("I4: {what}"));
            }
        }
    }

    /// D4: ids never come again, and one command is under way on each lock.
    fn check_work(&mut self, facts: &[Value], step: &Step) {
        let now = self.now;
        let checks = &mut self.checks;
        for answered in facts.iter().filter_map(|fact| fact["commandId"].as_str()) {
            checks.under_way.retain(|_, (id, _)| id != answered);
        }
        checks.under_way.retain(|_, (_, deadline)| *deadline > now);
        for command in &step.commands {
            let id = command.id.to_string();
            if !checks.commands.insert(id.clone()) {
                checks.fail("D4", &format!("command {id} came twice"));
            }
            let deadline = command.deadline.unix_seconds();
            let before = checks
                .under_way
                .insert(command.lock_id.to_string(), (id.clone(), deadline));
            if let Some((before, _)) = before {
                checks.fail(
                    "D4",
                    &format!("{id} while {before} is under way on {}", command.lock_id),
                );
            }
        }
    }

    /// I3 and I8.
    fn check_spares(&mut self, step: &Step) {
        let mut touched = BTreeSet::new();
        for notice in &step.notices {
            let Some(stay) = notice.reservation_id.as_ref().map(ToString::to_string) else {
                continue;
            };
            let to_host = matches!(
                notice.kind,
                NoticeKind::BackupTold | NoticeKind::EmergencyTold
            );
            if let (true, Some(code)) = (to_host, &notice.code_id) {
                let key = (code.to_string(), stay.clone());
                self.checks.tellings.entry(key.clone()).or_default()[1] += 1;
                touched.insert(key);
            }
            if notice.to != Audience::Guest {
                continue;
            }
            for access in notice.values.doors.iter().flatten() {
                let pin = access.code.map(|pin| pin.reveal()).unwrap_or_default();
                for id in self.spares_told_by(&access.name, &pin, &stay) {
                    let stays = self.checks.spare_told.entry(id.clone()).or_default();
                    if !stays.insert(stay.clone()) {
                        continue;
                    }
                    self.measures.spares_told += 1;
                    let of = |id: &String| self.stays.iter().find(|one| one.id == *id);
                    let first = stays.first().and_then(of);
                    let is_anothers = |one: &crate::plan::Stay| {
                        first.is_some_and(|first| first.id != one.id && !first.is_with(one))
                    };
                    if stays.iter().filter_map(of).any(is_anothers) {
                        let what = format!("I3: {id} was told to {stays:?}");
                        self.checks.found.push(what);
                    }
                    let key = (id, stay.clone());
                    self.checks.tellings.entry(key.clone()).or_default()[0] += 1;
                    touched.insert(key);
                }
            }
        }
        for row in &step.audit {
            if !matches!(row.kind, AuditKind::BackupTold | AuditKind::EmergencyTold) {
                continue;
            }
            let id = |id: &Option<latchstring::Id>| {
                id.as_ref().map(ToString::to_string).unwrap_or_default()
            };
            let key = (id(&row.code_id), id(&row.reservation_id));
            self.checks.tellings.entry(key.clone()).or_default()[2] += 1;
            touched.insert(key);
        }
        for key in touched {
            let counts = self.checks.tellings[&key];
            if counts != [1, 1, 1] {
                let what = format!(
                    "{key:?} at {}: guest, host, audit {counts:?}",
                    instant(self.now)
                );
                self.checks.fail("I8", &what);
            }
        }
    }

    /// The spares that a guest knows who is told a PIN for a door: that of the door, and all of its
    /// set (B2, P1).
    fn spares_told_by(&self, door_name: &str, pin: &str, stay: &str) -> Vec<String> {
        let door = self.doors.iter().find(|door| *door.name == *door_name);
        let mut codes = door.into_iter().flat_map(|door| self.host.codes(&door.id));
        let spare = codes.find(|code| {
            is_spare(code) && pin_of(code) == pin && (!code.is_gone() || code.is_told())
        });
        let Some(spare) = spare else {
            return Vec::new();
        };
        // What was to be taken off before is told to nobody.
        let is_told_with_it = |code: &&AccessCode| {
            let mut told = code.told_to.iter().flatten();
            matches!(code.wanted, Some(Desired::Window(_)))
                || told.any(|told| *told.reservation_id == *stay)
        };
        let of_set = self.host.rows.access_codes.values().filter(|code| {
            code.pin_number.is_some()
                && code.pin_number == spare.pin_number
                && code.holder.kind == spare.holder.kind
                && code.pin == spare.pin
                && code.id != spare.id
        });
        [spare]
            .into_iter()
            .chain(of_set.filter(is_told_with_it))
            .map(|code| code.id.to_string())
            .collect()
    }

    /// I9: nothing but the emergency code is put in the reserved slot, and that in no other.
    fn check_slot(&mut self, command: &Command) {
        let code = command
            .code_id
            .as_ref()
            .and_then(|id| self.host.rows.access_codes.get(&**id));
        let Some(code) = code.filter(|_| command.kind == CommandKind::ProgramCode) else {
            return;
        };
        let is_emergency = code.holder.kind == HolderKind::Emergency;
        let reserved = self.reserved_slot(&command.lock_id);
        let is_astray = match (command.slot, reserved) {
            (Some(at), Some(reserved)) if is_emergency => at != reserved,
            (at, reserved) => {
                at.is_some() && at == reserved && !is_emergency && !self.is_at_deadline(code)
            }
        };
        if is_astray {
            let what = format!("{:?} is put in {:?}", code.holder, command.slot);
            self.checks.fail("I9", &what);
        }
    }

    /// The slot that is kept for the emergency code; none where the lock has places and not this
    /// one (E1).
    fn reserved_slot(&self, lock_id: &str) -> Option<u32> {
        let by_policy = self.host.rows.header.policy.emergency.slot;
        let lock = &self.doors.iter().find(|door| *door.id == *lock_id)?.lock;
        let Some(slots) = lock.slots else {
            return Some(by_policy);
        };
        let count = lock.capacity.unwrap_or(u32::MAX).min(slots.count());
        let reserved = slots.reserved.unwrap_or(by_policy);
        Some(reserved).filter(|slot| (slots.from..slots.from + count).contains(slot))
    }

    /// Before the first list of its lock a stay at its deadline has the reserved place (A2, S1).
    fn is_at_deadline(&self, code: &AccessCode) -> bool {
        let row = self.host.rows.locks.get(&*code.lock_id);
        let is_unread =
            row.is_some_and(|row| row.lock.profile.is_some() && row.slots_seen.is_none());
        let minutes = self.host.rows.header.policy.backups.deadline_minutes;
        let starts_at = match code.wanted {
            Some(Desired::Window(wanted)) => wanted.starts_at.map(Instant::unix_seconds),
            _ => None,
        };
        let is_due = starts_at.is_some_and(|start| self.now >= start - i64::from(minutes) * MINUTE);
        is_unread && is_due && code.holder.kind == HolderKind::Reservation
    }

    /// I9: a code that lets a guest in who is in stays where it is.
    fn check_stays(&mut self, number: usize, command: &Command, held_id: &Id) {
        let door = &self.doors[number];
        let Some(held) = door.find(Some(held_id), None) else {
            return;
        };
        let code = self.host.code_of(held);
        let Some(code) = code.filter(|code| code.holder.kind == HolderKind::Reservation) else {
            return;
        };
        let lets_in = |(at, stay): (usize, &crate::plan::Stay)| {
            let wanted = matches!(code.wanted, Some(Desired::Window(held)) if
                held.starts_at.is_none_or(|at| at.unix_seconds() <= self.now));
            // What went out before the booking came back can't be called back.
            let known_since = stay.told_at.unwrap_or(i64::MIN);
            let is_known = known_since < command.deadline.unix_seconds() - MINUTE;
            code.holder.id.as_deref() == Some(&*stay.id)
                && stay.runs(self.now)
                && wanted
                && is_known
                // At the second word of a guest who stands outside it is made anew (A4).
                && !self.has_just_said_again(at, number)
        };
        // By a wrong clock a code that is over may open still (C8).
        // And so does one of a lock that rounds its end up.
        let is_over = door.rounds()
            && code
                .on_lock
                .ends_at
                .is_some_and(|end| end.unix_seconds() <= self.now);
        // A PIN that was changed at the lock lets nobody in (A4, T8).
        let is_known = code.pin == Some(held.pin);
        let sure = self.now > door.clock_wrong_until && off_seconds(held) == 0 && !is_over;
        let opens = is_known && door.opens(&held.pin.reveal(), self.now);
        if sure && opens && self.stays.iter().enumerate().any(lets_in) {
            let what = format!("{command:?} takes away what lets {:?} in", code.holder);
            self.checks.fail("I9", &what);
        }
    }

    fn is_ordered_away(&self, command: &Command) -> bool {
        let ordered = &self.orders.ordered_away;
        command
            .code_id
            .as_ref()
            .is_some_and(|id| ordered.contains(&**id))
    }

    /// I10, I9 and I4, as the door sees them.
    pub fn check_target(&mut self, door: usize, command: &Command, found: Option<&Id>) {
        if !self.strategy.is_whole() {
            return;
        }
        self.check_slot(command);
        if let (CommandKind::RemoveCode, Some(id)) = (command.kind, found) {
            self.check_stays(door, command, id);
        }
        let Some(held) = found.and_then(|id| self.doors[door].find(Some(id), None)) else {
            return;
        };
        let own = held.code_id.as_deref();
        match command.kind {
            CommandKind::ChangeWindow | CommandKind::RemoveCode
                if own.is_none() && !self.is_ordered_away(command) =>
            {
                let what = format!("{command:?} is about a code that somebody typed in");
                self.checks.fail("I10", &what);
            }
            CommandKind::ProgramCode if own.is_some() && own != command.code_id.as_deref() => {
                let what = format!("{} is programmed over {own:?}", command.id);
                self.checks.fail("I4", &what);
            }
            _ => {}
        }
    }

    /// I5, I6 and I8, when all is quiet and online.
    pub fn check_end(&mut self) {
        let mut found = Vec::new();
        for (number, door) in self.doors.iter().enumerate() {
            let codes: Vec<&AccessCode> = self.host.codes(&door.id).collect();
            for held in &door.lock.codes {
                let Some(id) = &held.code_id else { continue };
                if door.edited.contains(&held.external_id) || door.hides(held) {
                    continue;
                }
                let is_told = self.ever_told.whom(number, held.pin).next().is_some();
                let code = codes.iter().find(|code| code.id == *id);
                let ready =
                    code.is_some_and(|code| is_spare(code) && !code.is_told() && is_sure(code));
                let is_with_host = code.is_some_and(|code| {
                    let whose: Vec<&str> = code.holder.id.as_deref().into_iter().collect();
                    self.is_with_host(door, code, &whose)
                });
                if (is_told || !ready) && !is_with_host {
                    let held = shown(held);
                    found.push(format!("I5: {held} is left on {} as {code:?}", door.id));
                }
            }
            // An entry that hides its PIN may be any code of which nobody is sure (P7).
            let hides = self.host.rows.locks[&*door.id].pins_hidden == Some(true);
            let is_strangers = |held: &HeldCode| held.code_id.is_none() && held.name.is_none();
            let has_strangers = door.lock.codes.iter().any(is_strangers);
            let may_be_strangers = |code: &AccessCode| {
                hides && has_strangers && code.on_lock.state == OnLockState::Unverifiable
            };
            // A lock that loses a code five minutes after it was confirmed says so in a list alone.
            let forgets = self
                .characters
                .has(Character::Cloud(Habit::ForgetsAfterSuccess));
            let read_at = self.host.rows.locks[&*door.id].read_at;
            let is_lost_unseen = |code: &AccessCode| {
                let sent_at = code.sent_at.or(code.on_lock.at);
                let lost_at = sent_at.map(|sent| sent + Duration::minutes(10));
                forgets && read_at < lost_at
            };
            let is_there = |code: &AccessCode| door.find(None, code.pin).is_some();
            let ready = |kind: HolderKind| {
                codes
                    .iter()
                    .filter(|code| code.holder.kind == kind && !code.is_told() && is_sure(code))
                    .filter(|code| is_there(code) || may_be_strangers(code) || is_lost_unseen(code))
                    .count()
            };
            let policy = self.policy_of_lock(door);
            let pool = usize::try_from(policy.backups.pool_size).unwrap();
            // A lock that is full of what nobody may touch has no place for more.
            let pool = if door.keeps_backups { pool } else { 0 };
            if ready(HolderKind::Backup) != pool && !door.lock.is_full() {
                let codes: Vec<_> = codes
                    .iter()
                    .filter(|code| !code.is_gone() && is_spare(code))
                    .collect();
                found.push(format!(
                    "I6: {} of {pool} backups on {}: {codes:?}, {:?}",
                    ready(HolderKind::Backup),
                    door.id,
                    self.host.rows.locks[&*door.id]
                ));
            }
            // What the lock called removed, what it will not give up, or what the host wrote may be
            // in its place (E1).
            let reserved = self.reserved_slot(&door.id);
            let is_lost = |held: &HeldCode| {
                let code = self.host.code_of(held);
                let is_with_host = code.is_some_and(|code| self.is_with_host(door, code, &[]));
                door.hides(held) || is_with_host || door.edited.contains(&held.external_id)
            };
            let in_place = |held: &&HeldCode| held.slot.is_some() && held.slot == reserved;
            let has_place = !door.lock.codes.iter().filter(in_place).any(is_lost);
            let has_emergency = policy.emergency.enabled && door.keeps_backups && has_place;
            let emergency = usize::from(has_emergency);
            if ready(HolderKind::Emergency) != emergency && !door.lock.is_full() {
                let codes: Vec<_> = codes
                    .iter()
                    .filter(|code| !code.is_gone() && is_spare(code))
                    .collect();
                found.push(format!("I6: no emergency code on {}: {codes:?}", door.id));
            }
        }
        let commands = &self.host.rows.commands;
        if !commands.is_empty() {
            found.push(format!("I5: never quiet: {commands:?}"));
        }
        self.checks.found.append(&mut found);
    }
}
