//! What is bounded, whatever happens: messages to a guest (I13), work on a lock, and calls that
//! nothing asked for (D3).

use std::collections::{BTreeMap, BTreeSet};

use latchstring::model::AccessCode;
use latchstring::site::Command;
use latchstring::time::Instant;
use serde_json::Value;

use crate::characters::is_judged;
use crate::plan::{DAY, HOUR, MINUTE, instant};
use crate::world::World;

/// The most messages with a new code that a guest hears for one lock in an hour (A6).
const MOST_MESSAGES: usize = 3;
/// The most commands for one lock on one day. The busiest lock of 2,640 trips had 83 of them; a
/// code that is sent again and again has more than two thousand (F46, F61).
const MOST_COMMANDS: u32 = 300;

#[derive(Default)]
pub struct Limits {
    /// When a guest was told a new code for a door.
    messages: BTreeMap<(usize, usize), Vec<i64>>,
    /// Guests who were told as many new codes for a door in an hour as they may be (A6).
    told_many: BTreeSet<(usize, usize)>,
    /// When a booking was changed.
    changes: BTreeMap<usize, Vec<i64>>,
    /// When guests said at which door that they can't get in, of what the engine has heard.
    said: BTreeMap<(usize, usize), BTreeSet<i64>>,
    /// By lock and day.
    commands: BTreeMap<(String, i64), u32>,
    /// When each second of an hour is looked at; none once that was done.
    pub each_second_from: Option<i64>,
}

impl World {
    /// I13: no guest hears more than A6 allows.
    pub fn count_message(&mut self, stay: usize, door: usize) {
        let heard = self.limits.messages.entry((stay, door)).or_default();
        heard.retain(|&at| at > self.now - HOUR);
        heard.push(self.now);
        if heard.len() >= MOST_MESSAGES {
            self.limits.told_many.insert((stay, door));
        }
        // What the host orders comes on top, and one message for each change of the booking.
        let changes = self.limits.changes.entry(stay).or_default();
        changes.retain(|&at| at > self.now - HOUR);
        let most = MOST_MESSAGES + changes.len();
        let is_storm = heard.len() > most && !self.stays[stay].has_orders;
        if is_storm && is_judged("I13") {
            let what = format!(
                "{} hears {} new codes for {} in an hour, at {}",
                self.stays[stay].id,
                heard.len(),
                self.doors[door].id,
                instant(self.now)
            );
            self.checks.fail("I13", &what);
        }
    }

    /// Whether a guest is told no new code for a door any more: they were told many in an hour, and
    /// their booking has not changed since, as the engine knows it (A6).
    pub fn is_stopped(&self, stay: usize, door: usize) -> bool {
        let lock_id = &self.doors[door].id;
        // What was stopped before this booking joined the stay ended with that (W8).
        let joined_at = self.stays[stay].told_at;
        let is_stopped = |one: usize| {
            let trip = self.host.rows.trips.get(&self.stays[one].id);
            let is_told = self.limits.told_many.contains(&(one, door));
            trip.filter(|trip| is_told && trip.over_at.is_none())
                .is_some_and(|trip| {
                    let mut here = trip.new_codes.iter().flatten();
                    let here = here.find(|one| *one.lock_id == **lock_id);
                    let stopped_at = here.and_then(|one| one.stopped_at);
                    let changed_at = trip.changed_at;
                    stopped_at.is_some_and(|at| {
                        changed_at.is_none_or(|changed| changed <= at)
                            && (one == stay || joined_at <= Some(at.unix_seconds()))
                    })
                })
        };
        // Of joined bookings one has what was told (W8).
        let mut theirs = (0..self.stays.len()).filter(|&one| self.is_same_guest(one, stay));
        theirs.any(is_stopped)
    }

    /// A booking is changed.
    pub fn note_change(&mut self, stay: usize) {
        let changes = self.limits.changes.entry(stay).or_default();
        changes.push(self.now);
    }

    /// A guest's word that they can't get in reaches the engine.
    pub fn note_said(&mut self, stay: usize, door: usize, fact: &Value) {
        let at: Instant = fact["at"].as_str().unwrap().parse().unwrap();
        let said = self.limits.said.entry((stay, door)).or_default();
        said.insert(at.unix_seconds());
    }

    /// Whether a guest said in the last ten minutes that they can't get in, and not for the first
    /// time (A4).
    pub fn has_just_said_again(&self, stay: usize, door: usize) -> bool {
        let said = self.limits.said.get(&(stay, door));
        let is_recent = |said: &BTreeSet<i64>| said.last() >= Some(&(self.now - 10 * MINUTE));
        said.is_some_and(|said| said.len() > 1 && is_recent(said))
    }

    /// When a guest said last that they can't get in.
    pub fn last_said(&self, stay: usize, door: usize) -> Option<i64> {
        self.limits.said.get(&(stay, door))?.last().copied()
    }

    /// Whether a guest's complaints about a door gave them as many codes as they may (A4), and they
    /// complained as often.
    pub fn had_all_for_complaints(&self, stay: usize, door: usize) -> bool {
        let said = self.limits.said.get(&(stay, door)).map_or(0, BTreeSet::len);
        let (stay, door) = (&self.stays[stay], &self.doors[door]);
        let is_for_complaint = |code: &&AccessCode| {
            let mut told = code.told_to.iter().flatten();
            told.any(|told| *told.reservation_id == *stay.id && told.by_complaint == Some(true))
        };
        let codes = self.host.codes(&door.id).filter(is_for_complaint).count();
        let most = self.policy_at(stay, door).complaints.max_codes;
        u32::try_from(codes).unwrap() >= most && said >= codes
    }

    /// The work on a lock in a day is bounded.
    pub fn count_command(&mut self, command: &Command) {
        let key = (command.lock_id.to_string(), self.now.div_euclid(DAY));
        let count = self.limits.commands.entry(key).or_default();
        *count += 1;
        let count = *count;
        self.measures.most_commands = self.measures.most_commands.max(count.into());
        if count == MOST_COMMANDS {
            let what = format!("{count} commands for {} on one day", command.lock_id);
            self.checks.fail("C6", &what);
        }
    }

    /// D3: a call at every second of an hour does something at `wakeAt` at the earliest.
    pub fn check_each_second(&mut self) {
        let is_due = |from: &mut i64| *from <= self.now;
        if self.limits.each_second_from.take_if(is_due).is_none() {
            return;
        }
        let until = self.host.wake_at.unwrap_or(i64::MAX).min(self.now + HOUR);
        if let Some(at) = self.host.first_that_acts(self.now + 1, until) {
            let what = format!(
                "a call at {} acts, and wakeAt is {:?}",
                instant(at),
                self.host.wake_at.map(instant)
            );
            self.checks.fail("D3", &what);
        }
    }
}
