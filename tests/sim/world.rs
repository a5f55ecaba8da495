//! The world of one season: its doors, stays and host, and the clock that drives them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::mem;

use latchstring::site::{Change, Command, Row, Step};
use serde_json::{Value, json};

use crate::broken::{Broken, altered};
use crate::checks::Checks;
use crate::door::{Door, Held};
use crate::faults::{Fault, Faults};
use crate::guests::Try;
use crate::host::Host;
use crate::measures::Measures;
use crate::plan::{CHECK_IN, CHECK_OUT, DAY, EPOCH, HOUR, Stay, below, instant, season};
use crate::platform::Deed;
use crate::repeat::Delivery;
use crate::seeded::Seeded;
use crate::strategies::{Sent, Spares, Strategy};
use crate::visitors::{Call, Visitors};

/// What happens at an instant.
#[derive(Clone, Debug)]
pub enum Event {
    /// Something is told to the engine.
    Fact(Value),
    /// The same, come at last (I7).
    Told(Value),
    /// Something that a door said, while it could be reached, arrives.
    Heard {
        door: usize,
        fact: Value,
    },
    /// The platform does a command.
    Do {
        command: Command,
        deed: Deed,
    },
    Radio {
        door: usize,
        online: bool,
    },
    Usable {
        door: usize,
        usable: bool,
    },
    /// A stay is booked or changed.
    Trip {
        stay: usize,
    },
    /// A guest stands at a door.
    Try(Try),
    /// Somebody types a code in at the door.
    ByHand {
        door: usize,
    },
    Battery {
        door: usize,
        percent: u64,
    },
    Clock {
        door: usize,
        seconds: i64,
    },
    /// A visit is told or changed.
    Visit {
        visitor: usize,
    },
    VisitOver {
        visitor: usize,
    },
    /// A visitor stands at a door.
    Call(Call),
    Crash,
    ClocksChange,
    /// From now on facts come in order and once.
    Calm,
    /// From now on everything works.
    Quiet,
}

/// How a season is played.
#[derive(Clone, Copy, Debug)]
pub struct Season {
    pub faults: Faults,
    pub strategy: Strategy,
    /// Whether the policy is the one that a host has who says nothing, and not drawn.
    pub usual_policy: bool,
    /// Whether others than guests come, too.
    pub visitors: bool,
    pub broken: Option<Broken>,
    pub delivery: Delivery,
}

impl Season {
    /// Everything that may go wrong, and the engine as it is.
    pub fn all() -> Self {
        Self::of(Faults::all())
    }

    pub fn of(faults: Faults) -> Self {
        Self {
            faults,
            strategy: Strategy::Whole,
            usual_policy: false,
            visitors: false,
            broken: None,
            delivery: Delivery::Usual,
        }
    }
}

pub struct World {
    /// For what happens by the way.
    pub dice: Seeded,
    /// For trips, which are the same whatever the engine does.
    pub trip_dice: Seeded,
    pub now: i64,
    queue: BTreeMap<(i64, u64), Event>,
    queued: u64,
    inbox: Vec<Value>,
    pub host: Host,
    pub doors: Vec<Door>,
    pub stays: Vec<Stay>,
    /// What each stay was last told, by door.
    pub told: BTreeMap<usize, BTreeMap<usize, String>>,
    /// Every PIN that was ever told to a stay.
    pub ever_told: BTreeSet<(usize, String, usize)>,
    /// When a guest last said at which door that they cannot get in, as the engine heard it.
    pub complained: BTreeMap<(usize, usize), i64>,
    /// Guests at doors that do not open.
    pub chains: BTreeSet<(usize, usize)>,
    pub visitors: Visitors,
    pub checks: Checks,
    pub measures: Measures,
    pub faults: Faults,
    pub strategy: Strategy,
    pub delivery: Delivery,
    sent: Sent,
    /// When the last commands went out, for the platform that limits them.
    pub sent_at: VecDeque<i64>,
    pub facts: u64,
    broken: Option<Broken>,
}

impl World {
    pub fn new(dice: Seeded, how: Season) -> Self {
        let Season {
            faults,
            strategy,
            usual_policy,
            visitors,
            broken,
            delivery,
        } = how;
        // What is planned is drawn from one stream, what happens to commands from another: the trips are the same
        // whatever the engine does.
        let mut plans = dice.branch(1);
        // The street door serves both listings.
        let mut doors: Vec<Door> = (0..3)
            .map(|number| Door::new(number, &mut plans, EPOCH, faults.has(Fault::Capacity)))
            .collect();
        if faults.has(Fault::ClockChange) {
            let mut dice = dice.branch(4);
            for door in &mut doors {
                let by = if dice.below(2) == 0 { HOUR } else { -HOUR };
                door.mistakes_change_by = Some(by).filter(|_| door.native_schedule && dice.below(3) > 0);
            }
        }
        let behind = [vec![0, 1], vec![0, 2]];
        let listing = |number: usize| {
            let locks: Vec<&str> = behind[number].iter().map(|&door| &*doors[door].id).collect();
            json!({ "id": format!("listing-{number}"), "name": "House", "timeZone": "UTC", "checkIn": CHECK_IN,
                    "checkOut": CHECK_OUT, "locks": locks })
        };
        let drawn = Spares {
            pool_size: 1 + plans.below(2),
            emergency: plans.below(2) == 0,
        };
        let spares = if usual_policy { Spares::USUAL } else { drawn };
        let mut policy = strategy.policy(spares);
        if visitors {
            policy["visits"] = json!({ "rotateDays": 6 });
        }
        let site = json!({
            "id": "season", "listings": [listing(0), listing(1)],
            "locks": doors.iter().map(|door| altered(door.json(), broken)).collect::<Vec<_>>(),
            "policy": policy,
        });
        let mut stays = Vec::new();
        for (number, doors) in behind.iter().enumerate() {
            stays.extend(season(number, doors, 6, &mut plans));
        }
        let mut world = Self {
            dice: plans,
            trip_dice: plans.branch(2),
            now: EPOCH,
            queue: BTreeMap::new(),
            queued: 0,
            inbox: Vec::new(),
            host: Host::new(&site),
            doors,
            stays,
            told: BTreeMap::new(),
            ever_told: BTreeSet::new(),
            complained: BTreeMap::new(),
            chains: BTreeSet::new(),
            visitors: Visitors::default(),
            checks: Checks::default(),
            measures: Measures::default(),
            faults,
            strategy,
            delivery,
            sent: Sent::default(),
            sent_at: VecDeque::new(),
            facts: 0,
            broken,
        };
        world.plan();
        if visitors {
            world.dice = dice.branch(5);
            world.plan_visitors();
        }
        world.dice = dice;
        world
    }

    pub fn at(&mut self, at: i64, event: Event) {
        self.queued += 1;
        self.queue.insert((at.max(self.now + 1), self.queued), event);
    }

    pub fn fact_id(&mut self) -> String {
        self.facts += 1;
        format!("fact-{}", self.facts)
    }

    /// Runs the season to its end.
    pub fn run(mut self) -> (Measures, Vec<String>) {
        let end = self.over_at() + 5 * DAY;
        self.run_until(end);
        if self.strategy.is_whole() && self.checks.found.len() <= TOO_MANY {
            self.check_end();
        }
        (self.measures, self.checks.found)
    }

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
                self.doors[door].usable = usable;
                self.doors[door].mended_at = self.now;
                self.say(door, 30);
            }
            Event::Trip { stay } => self.trip(stay),
            Event::ByHand { door } => {
                let pin = format!("{:07}", 5_000_000 + self.dice.below(1_000_000));
                self.doors[door].insert(Held {
                    pin,
                    starts_at: None,
                    ends_at: None,
                    off_seconds: 0,
                    slot: None,
                    code_id: None,
                });
            }
            Event::Battery { door, percent } => self.battery(door, percent),
            Event::Clock { door, seconds } => self.set_clock(door, seconds),
            Event::ClocksChange => self.doors.iter_mut().for_each(Door::change_clock),
            Event::Crash => self.crash(),
            Event::Calm => self.delivery = Delivery::Plain,
            Event::Quiet => self.quiet(),
            Event::Visit { visitor } => self.visit(visitor),
            Event::VisitOver { visitor } => self.end_visit(visitor),
            Event::Try(_) | Event::Call(_) => {}
        }
    }

    pub fn tell(&mut self, fact: Value) {
        if fact["type"] == "guest_locked_out" {
            let stay = self
                .stays
                .iter()
                .position(|stay| fact["reservationId"] == json!(stay.id));
            let door = self
                .doors
                .iter()
                .position(|door| fact["lockId"] == json!(door.id));
            self.complained.insert((stay.unwrap(), door.unwrap()), self.now);
        }
        if self.delivery == Delivery::LateAndTwice {
            return self.tell_late_and_twice(fact);
        }
        self.inbox.push(fact);
    }

    fn trip(&mut self, number: usize) {
        let stay = &mut self.stays[number];
        if stay.told_at.is_none() {
            self.measures.trips += 1;
        } else {
            if stay.ends_at() <= self.now {
                return;
            }
            stay.change(&mut self.trip_dice);
        }
        stay.told_at = Some(self.now);
        let fact = stay.fact();
        // Some facts come again, late.
        if self.trip_dice.below(10) == 0 && self.faults.has(Fault::LateAnswers) {
            let at = self.now + below(&mut self.trip_dice, 3 * DAY);
            self.at(at, Event::Fact(fact.clone()));
        }
        self.tell(fact);
        self.arrive(number);
    }

    /// One step of the engine, and what follows from it.
    fn step(&mut self, facts: &[Value]) -> Step {
        let known = self.host.rows.header.clock.is_some();
        let mut step = self.host.advance(facts, self.now);
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
            self.checks.fail("fact", &format!("{rejected:?} of {facts:?}"));
        }
        self.trace(facts, &step);
        self.check_step(facts, &step);
        for notice in &step.notices {
            self.read_notice(notice);
        }
        for command in &step.commands {
            self.measures.commands += 1;
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
        for command in step.commands.iter().filter(|one| *one.lock_id == *door) {
            let pin = command.pin.map(|pin| pin.reveal());
            println!(
                "  > {} {:?} {:?} {pin:?} {:?} {:?}",
                command.id, command.kind, command.code_id, command.external_id, command.window
            );
        }
        for change in &step.changes {
            if let Change::Put(row) = change
                && let Row::AccessCodes { row, .. } = &**row
                && *row.lock_id == *door
            {
                let pin = row.pin.map(|pin| pin.reveal());
                println!(
                    "  = {} {pin:?} {:?} {:?} {:?} {:?}",
                    row.id, row.on_lock, row.wanted, row.external_id, row.failure
                );
            }
        }
    }

    /// What doors said is lost on its way.
    pub fn forget_heard(&mut self) {
        self.queue
            .retain(|_, event| !matches!(event, Event::Heard { .. }));
    }

    fn quiet(&mut self) {
        self.faults = Faults::NONE;
        for door in 0..self.doors.len() {
            self.doors[door].usable = true;
            self.doors[door].mended_at = self.now;
            self.set_clock(door, 0);
            self.battery(door, 100);
            self.radio(door, true);
            self.say(door, 1);
        }
    }
}

/// A season that fails so often is not played to its end.
const TOO_MANY: usize = 20;

pub fn is_empty(step: &Step) -> bool {
    step.commands.is_empty()
        && step.notices.is_empty()
        && step.audit.is_empty()
        && step.changes.is_empty()
        && step.rejected.is_empty()
}

/// A step in a few words.
fn brief(step: &Step) -> String {
    let commands: Vec<_> = step.commands.iter().map(|one| (&one.id, one.kind)).collect();
    let notices: Vec<_> = step.notices.iter().map(|one| &one.key).collect();
    let changes: Vec<String> = step
        .changes
        .iter()
        .filter(|change| !matches!(change, Change::Put(row) if matches!(**row, Row::Header { .. })))
        .map(|change| format!("{change:?}"))
        .collect();
    format!("{commands:?} {notices:?} {:?} {changes:?}", step.audit)
}
