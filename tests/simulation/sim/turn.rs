//! A season runs: what happens at an instant, the step of the engine that follows, and what is done
//! of it.

use std::mem;

use latchstring::decode;
use latchstring::site::{Change, Row, Step};
use latchstring::virtual_lock::by_hand;
use serde_json::{Value, json};

use crate::door::Door;
use crate::plan::{below, instant};
use crate::quiet::is_empty;
use crate::repeat::Delivery;
use crate::strategies::Strategy;
use crate::world::{Event, World};

/// A season that fails so often is not played to its end.
pub const TOO_MANY: usize = 20;

impl World {
    /// Runs it up to an instant.
    pub fn run_until(&mut self, end: i64) {
        self.step(&[]);
        loop {
            let queued = self.queue.first_key_value().map(|((at, _), _)| *at);
            let Some(next) = queued.into_iter().chain(self.host.wake_at).min() else {
                break;
            };
            if next > end {
                break;
            }
            self.call_before(next);
            self.check_each_second();
            self.measure_exposure(next);
            self.now = next;
            self.turn();
            if self.checks.found.len() > TOO_MANY {
                return;
            }
        }
        self.now = end;
    }

    /// D3: before `wakeAt`, and with nothing new, a call does nothing.
    fn call_before(&mut self, next: i64) {
        if next <= self.now + 1 || self.dice.below(16) > 0 {
            return;
        }
        let at = self.now + below(&mut self.dice, next - self.now);
        let wake_at = self.host.wake_at;
        let step = self.host.advance(&[], at);
        if !is_empty(&step) || self.host.wake_at != wake_at {
            let place = format!(
                "{} (wakeAt {:?}, then {:?})",
                instant(at),
                wake_at.map(instant),
                self.host.wake_at.map(instant)
            );
            self.checks.fail(
                "D3",
                &format!(
                    "early call at {place} after {}: {}",
                    instant(self.now),
                    brief(&step)
                ),
            );
        }
    }

    /// All that happens at one instant: the world first, then the engine, then the guests.
    fn turn(&mut self) {
        let (mut tries, mut calls) = (Vec::new(), Vec::new());
        while let Some(entry) = self.queue.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            match entry.remove() {
                Event::Try(one) => tries.push(one),
                Event::Call(one) => calls.push(one),
                event => self.happen(event),
            }
        }
        let facts = mem::take(&mut self.inbox);
        let woken = self.host.wake_at.is_some_and(|at| at <= self.now);
        if woken || !facts.is_empty() {
            let step = self.step(&facts);
            if facts.is_empty() && is_empty(&step) {
                let what = format!("called at {} for nothing", instant(self.now));
                self.checks.fail("D3", &what);
            }
        }
        for one in tries {
            self.try_door(one);
        }
        for one in calls {
            self.call(one);
        }
        self.check_visitors();
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Fact(fact) => self.tell(fact),
            Event::Told(fact) => self.inbox.push(fact),
            Event::Heard { door, fact } => {
                self.doors[door].heard_at = Some(self.now).filter(|_| self.doors[door].online);
                self.tell(fact);
            }
            Event::Do { command, deed } => self.carry_out(&command, deed),
            Event::Radio { door, online } => self.radio(door, online),
            Event::Usable { door, usable } => {
                self.doors[door].lock.usable = usable;
                self.doors[door].mended_at = self.now;
                self.say(door, 30);
            }
            Event::Trip { stay } => self.trip(stay),
            Event::Hold { stay, on_hold } => self.hold(stay, on_hold),
            Event::ByHand { door } => {
                let pin = format!("{:07}", 5_000_000 + self.dice.below(1_000_000));
                self.type_in(door, &pin);
            }
            Event::Hand { door, kind } => self.hand(door, kind),
            Event::Pass { door } => self.pass(door),
            Event::Battery { door, percent } => self.battery(door, percent),
            Event::Clock { door, seconds } => self.set_clock(door, seconds),
            Event::ClocksChange => self.doors.iter_mut().for_each(Door::change_clock),
            Event::Crash => self.crash(),
            Event::Calm => self.delivery = Delivery::Plain,
            Event::Quiet => self.quiet(),
            Event::Order => self.order(),
            Event::OrderAbout { stay } => self.order_about(stay),
            Event::Revoked { stay } => self.check_revoked(stay),
            Event::GoOn => self.go_on(),
            Event::Visit { visitor } => self.visit(visitor),
            Event::VisitOver { visitor } => self.end_visit(visitor),
            Event::Try(_) | Event::Call(_) => {}
        }
    }

    /// Somebody adds a code at the door, if the lock has room for it.
    fn type_in(&mut self, door: usize, pin: &str) {
        let hand = decode(&json!({ "kind": "add", "pin": pin }).to_string()).unwrap();
        let occasion = self.occasion();
        // A full lock beeps.
        let _ = by_hand(&mut self.doors[door].lock, &hand, occasion);
    }

    /// One step of the engine, and what follows from it.
    pub fn step(&mut self, facts: &[Value]) -> Step {
        let known = self.host.rows.header.clock.is_some();
        let mut heard = facts.to_vec();
        if let Some(broken) = self.broken {
            broken.deafen(&mut heard, self);
        }
        let mut step = self.host.advance(&heard, self.now);
        self.measures.steps += 1;
        let mut broken = self.broken.take();
        if let Some(broken) = broken.as_mut().filter(|_| known) {
            broken.alter(&mut step, self);
        }
        self.broken = broken;
        if self.strategy == Strategy::Hope {
            self.sent.hope(&mut step, &self.host);
        }
        for rejected in &step.rejected {
            self.checks
                .fail("fact", &format!("{rejected:?} of {facts:?}"));
        }
        self.trace(facts, &step);
        self.check_step(facts, &step);
        for notice in &step.notices {
            if let Some(wrong) = crate::texts::wrong(notice) {
                self.checks.fail("N1", &wrong);
            }
            self.read_notice(notice);
        }
        for command in &step.commands {
            self.measures.commands += 1;
            self.count_command(command);
            self.send(command);
        }
        if self.delivery == Delivery::LateAndTwice && !step.commands.is_empty() {
            self.crash();
        }
        if self.dice.below(8) == 0 {
            let again = self.host.advance(&[], self.now);
            let wake_at = again.wake_at;
            if !is_empty(&again) || wake_at != step.wake_at {
                let place = instant(self.now);
                let wakes = [step.wake_at, wake_at];
                self.checks.fail(
                    "D3",
                    &format!(
                        "called again at {place} (wakeAt {wakes:?}): {} after {}",
                        brief(&again),
                        brief(&step)
                    ),
                );
            }
        }
        step
    }

    /// Shows a step; `SIM_TRACE=door-0` shows what it says of that door.
    fn trace(&self, facts: &[Value], step: &Step) {
        let Ok(door) = std::env::var("SIM_TRACE") else {
            return;
        };
        println!("{}", instant(self.now));
        for fact in facts {
            println!("  < {fact}");
        }
        for notice in &step.notices {
            let doors = notice.values.doors.iter().flatten();
            let doors: Vec<_> = doors
                .map(|door| (&door.name, door.code.map(|pin| pin.reveal())))
                .collect();
            println!("  ! {} {doors:?}", notice.key);
        }
        for command in step.commands.iter().filter(|one| *one.lock_id == *door) {
            let pin = command.pin.map(|pin| pin.reveal());
            println!(
                "  > {} {:?} {:?} {pin:?} {:?} {:?}",
                command.id, command.kind, command.code_id, command.external_id, command.window
            );
        }
        for change in &step.changes {
            if let Change::Put(row) = change
                && let Row::Locks { row, .. } = &**row
                && *row.lock.id == *door
            {
                println!(
                    "  # retry {:?}, readings {:?}, read {:?} {:?} {:?} {:?}, removed {:?}",
                    row.retry,
                    row.readings,
                    row.read_at,
                    row.read_given_at,
                    row.read_asked_at,
                    row.read_refused,
                    row.unseen_removal_at
                );
            }
            if let Change::Put(row) = change
                && let Row::AccessCodes { row, .. } = &**row
                && *row.lock_id == *door
            {
                let pin = row.pin.map(|pin| pin.reveal());
                println!(
                    "  = {} {pin:?} {:?} {:?} {:?} {:?} {:?} {:?}",
                    row.id,
                    row.on_lock,
                    row.wanted,
                    row.external_id,
                    row.failure,
                    row.tries,
                    row.doubt
                );
            }
        }
    }
}

/// A step in a few words.
fn brief(step: &Step) -> String {
    let commands: Vec<_> = step
        .commands
        .iter()
        .map(|one| (&one.id, one.kind))
        .collect();
    let notices: Vec<_> = step.notices.iter().map(|one| &one.key).collect();
    let changes: Vec<String> = step
        .changes
        .iter()
        .filter(|change| !matches!(change, Change::Put(row) if matches!(**row, Row::Header { .. })))
        .map(|change| format!("{change:?}"))
        .collect();
    format!("{commands:?} {notices:?} {:?} {changes:?}", step.audit)
}
