//! Visitors: they read what they are told, come in their times and type it in; and what must hold
//! of it (V).

use std::collections::{BTreeMap, BTreeSet};

use latchstring::code::Pin;
use latchstring::model::{AccessCode, HolderKind, OnLockState};
use latchstring::rules::{Notice, NoticeKind};
use latchstring::time::Instant;
use latchstring::virtual_lock::HeldCode;

use crate::door::{Door, off_seconds, shown};
use crate::plan::{CLOCK_CHANGE, DAY, HOUR, MINUTE, below, instant};
use crate::told::Told;
use crate::visits::Visitor;
use crate::world::{Event, World};

/// So long a visitor may stand outside a lock that answers: what the lock has to do for guests
/// comes first.
const PATIENCE: i64 = 45 * MINUTE;

#[derive(Default)]
pub struct Visitors {
    pub all: Vec<Visitor>,
    /// Every PIN that was ever told to a visitor, by door.
    ever_told: Told,
    /// Who will come to which door.
    pub coming: BTreeSet<(usize, usize)>,
    /// Who was found outside at which door already.
    outside: BTreeSet<(usize, usize)>,
    /// Since when a told PIN opens a door while it should not.
    wrong_since: BTreeMap<(usize, Pin), i64>,
}

/// A visitor at a door.
#[derive(Clone, Copy, Debug)]
pub struct Call {
    pub visitor: usize,
    pub door: usize,
    /// Since when they stand there.
    pub since: Option<i64>,
}

impl World {
    /// A notice reaches its visitor.
    pub fn read_visit_notice(&mut self, notice: &Notice) {
        let id = notice.visit_id.as_ref().expect("a visitor has a visit");
        let visitors = &mut self.visitors;
        let number = visitors
            .all
            .iter()
            .position(|one| one.visit["id"] == **id)
            .unwrap();
        let knows = &mut visitors.all[number].knows;
        knows.clear();
        if notice.kind == NoticeKind::AccessEnded {
            visitors.all[number].turnovers.clear();
            return;
        }
        self.read_turnovers(number, notice);
        let visitors = &mut self.visitors;
        let knows = &mut visitors.all[number].knows;
        for access in notice.values.doors.iter().flatten() {
            let door = self
                .doors
                .iter()
                .position(|door| *door.name == *access.name);
            if let (Some(door), Some(pin)) = (door, access.code) {
                visitors.ever_told.add(door, pin, number, self.now);
                knows.insert(door, pin.reveal());
            }
        }
    }

    /// The visitor comes in the next of their times.
    pub fn come(&mut self, call: Call) {
        let spans = self.spans(call.visitor, call.door, self.now, self.now + 10 * DAY);
        let Some(next) = spans
            .windows()
            .first()
            .filter(|_| !self.visitors.all[call.visitor].is_done)
        else {
            self.visitors.coming.remove(&(call.visitor, call.door));
            return;
        };
        let starts_at = next.starts_at().unix_seconds().max(self.now);
        let lasts = (next.ends_at().unix_seconds() - starts_at).max(1);
        let late = below(&mut self.dice, lasts.min(12 * HOUR));
        self.at(
            starts_at + late,
            Event::Call(Call {
                since: None,
                ..call
            }),
        );
    }

    /// The visitor types the code that they were told last.
    pub fn call(&mut self, call: Call) {
        let spans = self.spans(call.visitor, call.door, self.now - DAY, self.now + DAY);
        let now = Instant::from_unix_seconds(self.now);
        let span = spans.windows().iter().find(|span| span.contains(now));
        let Some(span) = span else {
            return self.come(call);
        };
        self.check_told_turnovers(call);
        let visitor = &self.visitors.all[call.visitor];
        let pin = visitor.knows.get(&call.door).cloned();
        let opens = pin
            .as_ref()
            .is_some_and(|pin| self.doors[call.door].opens(pin, self.now));
        let Some(pin) = pin.filter(|_| opens) else {
            self.check_caller(call, span.starts_at().unix_seconds());
            let again = Call {
                since: call.since.or(Some(self.now)),
                ..call
            };
            return self.at(self.now + 10 * MINUTE, Event::Call(again));
        };
        self.open(call.door, &pin);
        let visitor = &mut self.visitors.all[call.visitor];
        if visitor.visit["kind"] == "one_time" {
            visitor.is_done = true;
            self.visitors.coming.remove(&(call.visitor, call.door));
            return;
        }
        let at = self.now + HOUR + below(&mut self.dice, 16 * HOUR);
        self.at(
            at,
            Event::Call(Call {
                since: None,
                ..call
            }),
        );
    }

    /// V1, V2: a visitor stands outside; that must not have been avoidable.
    fn check_caller(&mut self, call: Call, starts_at: i64) {
        let visitor = &self.visitors.all[call.visitor];
        let door = &self.doors[call.door];
        let mistaken = door.mistakes_change_by.is_some() && self.now >= CLOCK_CHANGE;
        // What places there are is for guests first (S).
        if !door.works()
            || self.now <= door.clock_wrong_until
            || mistaken
            || door.lock.capacity.is_some()
        {
            return;
        }
        let pin = visitor.knows.get(&call.door);
        let before = || self.visitors.ever_told.pins(call.door, call.visitor);
        let keeps_it = visitor.visit["kind"] == "permanent" && !visitor.has_lost_one;
        if keeps_it && before().any(|pin| door.opens(&pin.reveal(), self.now)) {
            let what = format!(
                "{} was told {pin:?} at {}, where another opens",
                visitor.visit["id"], door.id
            );
            return self.blame(call, "V3", &what);
        }
        let own = |code: &&AccessCode| {
            code.holder.kind == HolderKind::Visit
                && code.holder.id.as_deref() == visitor.visit["id"].as_str()
        };
        let codes: Vec<&AccessCode> = self.host.codes(&door.id).filter(own).collect();
        // The engine is sure of a code that is not there, and nobody told it better.
        let is_sure = |state| matches!(state, OnLockState::Confirmed | OnLockState::Unverifiable);
        let believes = codes.iter().any(|code| {
            code.pin.map(|pin| pin.reveal()).as_ref() == pin && is_sure(code.on_lock.state)
        });
        let Some(heard_at) = door.heard_at.filter(|_| door.online && !believes) else {
            return;
        };
        let booked = |listing| {
            self.stays
                .iter()
                .filter(move |stay| stay.listing == listing)
        };
        let stays_changed = visitor
            .listings
            .iter()
            .flat_map(|&listing| booked(listing))
            .filter_map(|stay| stay.told_at)
            .max();
        let since = heard_at
            .max(door.online_since)
            .max(door.faulted_at)
            .max(starts_at)
            .max(call.since.unwrap_or(self.now))
            .max(visitor.told_at.unwrap_or(self.now))
            .max(stays_changed.unwrap_or(starts_at));
        let row = &self.host.rows.locks[&*door.id];
        let last_failure = row
            .last_status
            .as_ref()
            .and_then(|known| known.failures.as_ref()?.last());
        let broke_off = last_failure.is_some_and(|at| at.unix_seconds() >= door.online_since);
        if self.now - since > PATIENCE && !broke_off {
            let known: Vec<_> = codes
                .iter()
                .map(|code| (&code.id, code.on_lock, code.wanted, code.failure))
                .collect();
            let what = format!(
                "{} stands at {} at {} with {pin:?}, which answers since {}: {known:?}, retry {:?}",
                visitor.visit["id"],
                door.id,
                instant(self.now),
                instant(since),
                row.retry,
            );
            self.blame(call, "V1", &what);
        }
    }

    /// Once for each visitor at each door.
    fn blame(&mut self, call: Call, invariant: &str, what: &str) {
        if self.visitors.outside.insert((call.visitor, call.door)) {
            self.checks.fail(invariant, what);
        }
    }

    /// I2: codes of visitors that open outside of their times on locks that have answered since.
    pub fn check_visitors(&mut self) {
        if self.visitors.ever_told.is_empty() {
            return;
        }
        let mut found = Vec::new();
        for (number, door) in self.doors.iter().enumerate() {
            for held in door.lock.codes.iter().filter(|_| door.works()) {
                let key = (number, held.pin);
                let is_wrong = self.opens_wrongly(number, door, held);
                if !is_wrong {
                    self.visitors.wrong_since.remove(&key);
                    continue;
                }
                let since = *self.visitors.wrong_since.entry(key).or_insert(self.now);
                let clean = since.max(door.online_since).max(door.faulted_at);
                let is_avoidable = off_seconds(held) == 0 || door.lock.can_update;
                if door.online
                    && self.now > door.clock_wrong_until
                    && is_avoidable
                    && self.now - clean > 2 * HOUR
                {
                    let code = self.host.code_of(held);
                    let held = shown(held);
                    let row = &self.host.rows.locks[&*door.id];
                    let (at, since) = (instant(self.now), instant(clean));
                    found.push(format!(
                        "a visitor's code opens {} at {at} since {since}: {held} is {code:?}, {:?}",
                        door.id, row.retry
                    ));
                }
            }
        }
        for what in found {
            self.checks.fail("I2", &what);
        }
    }

    fn opens_wrongly(&self, number: usize, door: &Door, held: &HeldCode) -> bool {
        let mut whose = self.visitors.ever_told.whom(number, held.pin).peekable();
        let is_a_stays = self.ever_told.whom(number, held.pin).next().is_some();
        if whose.peek().is_none() || is_a_stays || !door.is_open(held, self.now) {
            return false;
        }
        let pin = held.pin.reveal();
        let (from, until) = (self.now - 15 * MINUTE, self.now + 15 * MINUTE);
        !whose.any(|visitor| {
            self.visitors.all[visitor].knows.get(&number) == Some(&pin)
                && !self.spans(visitor, number, from, until).is_empty()
        })
    }
}
