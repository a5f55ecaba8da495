//! The world of one season: its doors, stays and host, and the clock that drives them.

use std::collections::{BTreeMap, BTreeSet};
use std::mem;

use latchstring::model::HolderKind;
use latchstring::site::{Change, Command, Row, Step};
use serde_json::{Value, json};

use crate::broken::Broken;
use crate::checks::Checks;
use crate::door::{Door, Held};
use crate::guests::Try;
use crate::host::Host;
use crate::measures::Measures;
use crate::plan::{CHECK_IN, CHECK_OUT, DAY, EPOCH, HOUR, MINUTE, Stay, below, instant, lead, season};
use crate::platform::Deed;
use crate::seeded::Seeded;

/// What happens at an instant.
#[derive(Clone, Debug)]
pub enum Event {
    /// Something is told to the engine.
    Fact(Value),
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
    Crash,
    /// From now on everything works.
    Quiet,
}

pub struct World {
    pub dice: Seeded,
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
    pub checks: Checks,
    pub measures: Measures,
    pub faults: bool,
    pub facts: u64,
    broken: Option<Broken>,
}

impl World {
    pub fn new(mut dice: Seeded, broken: Option<Broken>) -> Self {
        // The street door serves both listings.
        let doors: Vec<Door> = (0..3).map(|number| Door::new(number, &mut dice, EPOCH)).collect();
        let behind = [vec![0, 1], vec![0, 2]];
        let listing = |number: usize| {
            let locks: Vec<&str> = behind[number].iter().map(|&door| &*doors[door].id).collect();
            json!({ "id": format!("listing-{number}"), "name": "House", "timeZone": "UTC", "checkIn": CHECK_IN,
                    "checkOut": CHECK_OUT, "locks": locks })
        };
        let site = json!({
            "id": "season", "listings": [listing(0), listing(1)],
            "locks": doors.iter().map(Door::json).collect::<Vec<_>>(),
            "policy": { "backups": { "poolSize": 1 + dice.below(2) }, "emergency": { "enabled": dice.below(2) == 0 } },
        });
        let mut stays = Vec::new();
        for (number, doors) in behind.iter().enumerate() {
            stays.extend(season(number, doors, 6, &mut dice));
        }
        let mut world = Self {
            dice,
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
            checks: Checks::default(),
            measures: Measures::default(),
            faults: true,
            facts: 0,
            broken,
        };
        world.plan();
        world
    }

    /// Everything that does not depend on what the engine does.
    fn plan(&mut self) {
        let over = self.over_at();
        for stay in 0..self.stays.len() {
            let lead = lead(&mut self.dice);
            let at = (self.stays[stay].starts_at() - lead).max(EPOCH + MINUTE);
            let end = self.stays[stay].ends_at();
            self.at(at, Event::Trip { stay });
            for _ in 0..self.dice.below(4) {
                // Often when it is urgent.
                let from = if self.dice.below(2) == 0 {
                    at
                } else {
                    at.max(self.stays[stay].starts_at() - 6 * HOUR)
                };
                let at = from + 1 + below(&mut self.dice, (end - from).max(1));
                self.at(at, Event::Trip { stay });
            }
        }
        for door in 0..self.doors.len() {
            let mut at = EPOCH + DAY;
            loop {
                at += below(&mut self.dice, 5 * DAY);
                let silent = match self.dice.below(4) {
                    0 => below(&mut self.dice, 10 * MINUTE),
                    1 => below(&mut self.dice, 2 * HOUR),
                    2 => below(&mut self.dice, DAY),
                    _ => below(&mut self.dice, 4 * DAY),
                };
                if at + silent >= over {
                    break;
                }
                self.at(at, Event::Radio { door, online: false });
                at += silent + 1;
                self.at(at, Event::Radio { door, online: true });
            }
            if self.dice.below(8) == 0 {
                let from = EPOCH + below(&mut self.dice, over - EPOCH);
                self.at(from, Event::Usable { door, usable: false });
                let until = from + HOUR + below(&mut self.dice, DAY);
                self.at(until, Event::Usable { door, usable: true });
            }
            for _ in 0..self.dice.below(2) {
                let at = EPOCH + below(&mut self.dice, over - EPOCH);
                self.at(at, Event::ByHand { door });
            }
        }
        for _ in 0..self.dice.below(6) {
            let at = EPOCH + below(&mut self.dice, over - EPOCH);
            self.at(at, Event::Crash);
        }
        self.at(over, Event::Quiet);
    }

    /// When the last stay is over for sure.
    fn over_at(&self) -> i64 {
        self.stays.iter().map(Stay::ends_at).max().unwrap_or(EPOCH) + 3 * DAY
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
            if self.checks.found.len() > 20 {
                return (self.measures, self.checks.found);
            }
        }
        self.now = end;
        self.check_end();
        (self.measures, self.checks.found)
    }

    /// D3: before `wakeAt`, and with nothing new, a call does nothing.
    fn call_before(&mut self, next: i64) {
        if next <= self.now + 1 || self.dice.below(8) > 0 {
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
        let mut tries = Vec::new();
        while let Some(entry) = self.queue.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            match entry.remove() {
                Event::Try(one) => tries.push(one),
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
    }

    fn happen(&mut self, event: Event) {
        match event {
            Event::Fact(fact) => self.tell(fact),
            Event::Heard { door, fact } => {
                self.doors[door].heard_at = Some(self.now).filter(|_| self.doors[door].online);
                self.tell(fact);
            }
            Event::Do { command, deed } => self.carry_out(&command, deed),
            Event::Radio { door, online } => self.radio(door, online),
            Event::Usable { door, usable } => {
                self.doors[door].usable = usable;
                self.say(door, 30);
            }
            Event::Trip { stay } => self.trip(stay),
            Event::ByHand { door } => {
                let pin = format!("{:07}", 5_000_000 + self.dice.below(1_000_000));
                self.doors[door].insert(Held {
                    pin,
                    starts_at: None,
                    ends_at: None,
                    code_id: None,
                });
            }
            Event::Crash => self.crash(),
            Event::Quiet => self.quiet(),
            Event::Try(_) => {}
        }
    }

    fn tell(&mut self, fact: Value) {
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
            stay.change(&mut self.dice);
        }
        stay.told_at = Some(self.now);
        let fact = stay.fact();
        // Some facts come again, late.
        if self.dice.below(10) == 0 {
            let at = self.now + below(&mut self.dice, 3 * DAY);
            self.at(at, Event::Fact(fact.clone()));
        }
        self.inbox.push(fact);
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
        if self.dice.below(4) == 0 {
            let again = self.host.advance(&[], self.now);
            let wake_at = again.wake_at;
            if !is_empty(&again) || wake_at != step.wake_at {
                let place = instant(self.now);
                self.checks.fail(
                    "D3",
                    &format!(
                        "called again at {place}: {} after {}",
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

    /// The host starts again; it says of every command that was under way that nobody knows what became of it.
    fn crash(&mut self) {
        self.host.crash();
        let ids: Vec<String> = self.host.rows.commands.keys().cloned().collect();
        for id in ids {
            let fact = json!({ "type": "command_result", "id": self.fact_id(), "at": instant(self.now),
                               "commandId": id, "outcome": "unknown" });
            self.inbox.push(fact);
        }
        if self.dice.below(2) == 0 {
            // What was on its way to the host is lost.
            self.queue
                .retain(|_, event| !matches!(event, Event::Heard { .. }));
            for door in &mut self.doors {
                door.faulted_at = self.now;
            }
        }
    }

    fn quiet(&mut self) {
        self.faults = false;
        for door in 0..self.doors.len() {
            self.doors[door].usable = true;
            self.radio(door, true);
            self.say(door, 1);
        }
    }

    /// Codes that are told to somebody and open while they should not, until `next`.
    fn measure_exposure(&mut self, next: i64) {
        for (number, door) in self.doors.iter().enumerate().filter(|(_, door)| door.usable) {
            for held in door.held.values() {
                let told = (number, held.pin.clone(), 0)..=(number, held.pin.clone(), usize::MAX);
                let mut allowed: Vec<(i64, i64)> = Vec::new();
                let mut whose = Vec::new();
                let mut changed_at = i64::MIN;
                let code = held
                    .code_id
                    .as_ref()
                    .and_then(|id| self.host.rows.access_codes.get(id));
                let is_spare = code.is_some_and(|code| code.holder.kind != HolderKind::Reservation);
                for (_, _, stay) in self.ever_told.range(told) {
                    let stay = &self.stays[*stay];
                    whose.push(&*stay.id);
                    changed_at = changed_at.max(stay.told_at.unwrap_or(i64::MIN));
                    if stay.is_confirmed() {
                        // A spare on a lock that can't be given its window opens from its telling on (B4).
                        let lead = if is_spare && !(door.native_schedule && door.can_update) {
                            365 * DAY
                        } else {
                            10 * MINUTE
                        };
                        allowed.push((stay.starts_at() - lead, stay.ends_at() + 30 * MINUTE));
                    }
                }
                if whose.is_empty() {
                    continue;
                }
                let from = self.now.max(held.starts_at.unwrap_or(self.now));
                let until = next.min(held.ends_at.unwrap_or(next));
                let covered: i64 = allowed
                    .iter()
                    .map(|(a, b)| (until.min(*b) - from.max(*a)).max(0))
                    .sum();
                let exposed = (until - from).max(0) - covered;
                if exposed <= 0 {
                    continue;
                }
                if !door.online {
                    self.measures.exposed_offline_seconds += exposed;
                    continue;
                }
                self.measures.exposed_online_seconds += exposed;
                let first_wrong = allowed
                    .iter()
                    .map(|(_, b)| *b)
                    .filter(|&b| b <= until)
                    .max()
                    .unwrap_or(from);
                let clean = door
                    .online_since
                    .max(door.faulted_at)
                    .max(first_wrong)
                    .max(changed_at);
                if next - clean > 2 * HOUR && !self.checks.exposed.contains(&held.pin) {
                    self.checks.exposed.insert(held.pin.clone());
                    let known =
                        code.map(|code| (&code.id, &code.holder, code.on_lock, code.wanted, code.failure));
                    let retry = self.host.rows.locks[&*door.id].retry;
                    let what = format!(
                        "{whose:?} still open {} at {} since {}: {held:?} is {known:?}, {retry:?}, allowed {:?}",
                        door.id,
                        instant(next),
                        instant(clean),
                        allowed
                            .iter()
                            .map(|(a, b)| (instant(*a), instant(*b)))
                            .collect::<Vec<_>>(),
                    );
                    self.checks.found.push(format!("I2: {what}"));
                }
            }
        }
    }
}

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
