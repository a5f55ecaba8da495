//! The engine and the virtual locks, stepped by hand, as the documentation of `forecast` says.

use std::collections::BTreeMap;

use latchstring::code::Key;
use latchstring::forecast::virtual_locks;
use latchstring::site::{Command, OpenSite, Site};
use latchstring::time::{Duration, Instant};
use latchstring::virtual_lock::{Occasion, Quirk, VirtualLock, read_status, run, type_pin};
use latchstring::{Json, decode};
use serde_json::{Value, json};

use crate::houses::read;

pub struct ByHand {
    pub open: OpenSite,
    pub locks: BTreeMap<String, VirtualLock>,
    /// Without its troubles.
    sound: BTreeMap<String, VirtualLock>,
    under_way: Vec<(Instant, Command)>,
    assume: Vec<Value>,
    pub notices: Vec<Value>,
    pub commands: Vec<Value>,
    pub steps: usize,
    /// How long the engine took.
    pub spent: std::time::Duration,
}

fn instant(value: &Value) -> Instant {
    value.as_str().unwrap().parse().unwrap()
}

impl ByHand {
    pub fn new(site: Site, key: Key, now: Instant, assume: &[Value]) -> Self {
        let locks = virtual_locks(site.clone(), now).unwrap();
        let locks: BTreeMap<String, VirtualLock> = locks
            .into_iter()
            .map(|lock| (lock.id.to_string(), lock))
            .collect();
        let under_way = site.commands.iter().cloned();
        Self {
            under_way: under_way
                .map(|command| (now + Duration::seconds(1), command))
                .collect(),
            open: OpenSite::open(site, key).unwrap(),
            sound: locks.clone(),
            locks,
            assume: assume.to_vec(),
            notices: Vec::new(),
            commands: Vec::new(),
            steps: 0,
            spent: std::time::Duration::ZERO,
        }
    }

    fn troubles(&self) -> Vec<Value> {
        let all = self.assume.iter().filter(|one| one.get("type").is_none());
        all.cloned().collect()
    }

    /// When each fact comes.
    fn facts(&self, now: Instant) -> Vec<(Instant, Value)> {
        let all = self.assume.iter().filter(|one| one.get("type").is_some());
        let mut all: Vec<(Instant, Value)> = all
            .map(|fact| (fact.get("at").map_or(now, instant).max(now), fact.clone()))
            .collect();
        all.sort_by_key(|(at, _)| *at);
        all
    }

    /// Steps from `now` until `until`; `look` sees the world after each step, and until when it
    /// stays so.
    pub fn run(
        &mut self,
        now: Instant,
        until: Instant,
        look: &mut dyn FnMut(&Self, Instant, Instant),
    ) {
        let (troubles, facts) = (self.troubles(), self.facts(now));
        let mut at = now;
        let mut before = None;
        while at < until {
            let mut said: Vec<Value> = facts
                .iter()
                .filter(|(when, _)| *when <= at && Some(*when) > before)
                .map(|(_, fact)| fact.clone())
                .collect();
            for fact in &said {
                if fact["type"] == "lock_reset" {
                    self.locks
                        .get_mut(fact["lockId"].as_str().unwrap())
                        .unwrap()
                        .codes
                        .clear();
                }
            }
            self.suffer(&troubles, at, &mut said);
            self.answer(at, &mut said);
            let raw: Vec<Json> = said.iter().map(read).collect();
            let begun = cpu_time();
            let step = self.open.advance(&raw, at).unwrap();
            self.spent += cpu_time() - begun;
            self.steps += 1;
            for notice in &step.notices {
                self.notices
                    .push(json!({ "at": at.to_string(), "notice": notice }));
            }
            for command in &step.commands {
                self.commands
                    .push(json!({ "at": at.to_string(), "command": command }));
                self.under_way
                    .push((at + Duration::seconds(1), command.clone()));
            }
            let edges = troubles
                .iter()
                .flat_map(|one| [one.get("from"), one.get("to")]);
            let edges = edges.flatten().map(instant);
            let due = self.under_way.iter().map(|(due, _)| *due);
            let comes = facts.iter().map(|(when, _)| *when);
            let next = edges.chain(due).chain(comes).chain(step.wake_at);
            let next = next
                .filter(|&next| next > at)
                .min()
                .unwrap_or(until)
                .min(until);
            look(self, at, next);
            (before, at) = (Some(at), next);
        }
    }

    fn suffer(&mut self, troubles: &[Value], at: Instant, said: &mut Vec<Value>) {
        for (id, lock) in &mut self.locks {
            let own = || troubles.iter().filter(|one| one["lockId"] == id.as_str());
            let is_on = |kind: &str| {
                own().any(|one| {
                    let to = one.get("to").map(instant);
                    one["kind"] == kind
                        && instant(&one["from"]) <= at
                        && to.is_none_or(|to| at < to)
                })
            };
            let sound = &self.sound[id];
            lock.reachable = sound.reachable && !is_on("silent");
            lock.battery_percent = if is_on("battery_dies") {
                0
            } else {
                sound.battery_percent
            };
            lock.usable = sound.usable && !is_on("keypad_broken");
            lock.quirks = Vec::new();
            if is_on("loses_answers") {
                lock.quirks.push(Quirk::LosesAnswers);
            }
            let turns = own().any(|one| {
                [one.get("from"), one.get("to")]
                    .into_iter()
                    .flatten()
                    .any(|edge| instant(edge) == at)
            });
            if turns && lock.answers() && lock.quirks.is_empty() {
                let status = read_status(lock, Occasion::at(at));
                said.push(serde_json::to_value(status).unwrap());
            }
        }
    }

    fn answer(&mut self, at: Instant, said: &mut Vec<Value>) {
        let (due, later) = std::mem::take(&mut self.under_way)
            .into_iter()
            .partition(|(due, _)| *due <= at);
        self.under_way = later;
        let due: Vec<(Instant, Command)> = due;
        for (_, command) in due {
            let lock = self.locks.get_mut(&command.lock_id.to_string()).unwrap();
            for answer in run(lock, &command, Occasion::at(at)) {
                said.push(serde_json::to_value(answer).unwrap());
            }
        }
    }

    /// Whether a PIN opens a door.
    pub fn opens(&self, lock: &str, pin: &str, at: Instant) -> bool {
        let mut lock = self.locks[lock].clone();
        type_pin(&mut lock, pin.parse().unwrap(), Occasion::at(at)).opens
    }

    pub fn site(&self) -> Value {
        serde_json::to_value(self.open.to_site()).unwrap()
    }
}

/// How long this thread was on a processor: on a loaded machine a clock says little.
pub fn cpu_time() -> std::time::Duration {
    let read = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let spent = read.split(' ').next().and_then(|spent| spent.parse().ok());
    std::time::Duration::from_nanos(spent.unwrap_or_default())
}

/// A site some time later, on locks that do what they shall.
pub fn lived(site: Site, key: &Key, facts: &[Value], now: &str, until: &str) -> Site {
    let mut by_hand = ByHand::new(site, key.clone(), now.parse().unwrap(), facts);
    by_hand.run(
        now.parse().unwrap(),
        until.parse().unwrap(),
        &mut |_, _, _| (),
    );
    decode(&by_hand.site().to_string()).unwrap()
}
