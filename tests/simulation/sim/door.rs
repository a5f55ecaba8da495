//! A lock as it hangs in its door: what it holds, and whether it opens.

use std::collections::BTreeMap;

use latchstring::model::profile;
use serde_json::{Value, json};

use crate::seeded::Seeded;

pub struct Door {
    /// The lock's; another device has another one.
    pub id: String,
    /// As messages call it.
    pub name: String,
    devices: u32,
    /// The brand that says what its lock can do, where it is one whose own algorithm could make
    /// codes (F41).
    pub brand: Option<&'static str>,
    pub native_schedule: bool,
    pub can_update: bool,
    pub can_read_back: bool,
    pub capacity: Option<u64>,
    /// Whether its radio would reach, were there a battery.
    pub radio: bool,
    pub online: bool,
    /// Since when it can be reached without a break.
    pub online_since: i64,
    /// Since when the engine could know that: something that it said in between has arrived.
    pub heard_at: Option<i64>,
    /// When its platform last failed it, or lost something.
    pub faulted_at: i64,
    pub usable: bool,
    /// When its keypad was last mended.
    pub mended_at: i64,
    /// By how much its own clock is ahead.
    pub clock_seconds: i64,
    /// By how much it will be ahead with what it holds when the clocks change; the engine knows
    /// that it may (C8).
    pub mistakes_change_by: Option<i64>,
    /// Until when what it does may follow from a wrong clock.
    pub clock_wrong_until: i64,
    pub battery_percent: u64,
    /// By the platform's id.
    pub held: BTreeMap<String, Held>,
    programmed: u64,
}

/// A code that a lock holds.
#[derive(Clone, Debug)]
pub struct Held {
    pub pin: String,
    pub starts_at: Option<i64>,
    pub ends_at: Option<i64>,
    /// Its place, where it was given one.
    pub slot: Option<u32>,
    /// By how much the lock is ahead with its window, since the clocks changed (C8).
    pub off_seconds: i64,
    /// The engine's id of it; none where somebody typed it in by hand.
    pub code_id: Option<String>,
}

impl Door {
    pub fn new(number: usize, dice: &mut Seeded, now: i64, few_places: bool) -> Self {
        let native_schedule = dice.below(2) == 0;
        Self {
            id: format!("door-{number}"),
            name: format!("door-{number}"),
            devices: 1,
            brand: None,
            native_schedule,
            can_update: dice.below(4) > 0,
            can_read_back: dice.below(5) > 0,
            capacity: (dice.below(3) == 0)
                .then(|| 10 + dice.below(6))
                .filter(|_| few_places),
            radio: true,
            online: true,
            online_since: now,
            heard_at: None,
            faulted_at: i64::MIN / 2,
            usable: true,
            mended_at: i64::MIN / 2,
            clock_seconds: 0,
            mistakes_change_by: None,
            clock_wrong_until: i64::MIN,
            battery_percent: 100,
            held: BTreeMap::new(),
            programmed: 0,
        }
    }

    /// A lock of a brand hangs here, and can do what the profile of the brand says.
    pub fn be_of(&mut self, brand: &'static str) {
        let known = profile(brand).expect("a brand that is known");
        assert!(!known.offline_frames.is_empty(), "{brand} has an algorithm");
        self.brand = Some(brand);
        self.native_schedule = known.native_schedule;
        self.can_update = known.can_update;
        self.capacity = self.capacity.or(known.capacity.map(u64::from));
    }

    pub fn json(&self) -> Value {
        let mut lock =
            json!({ "id": self.id, "name": self.name, "canReadBack": self.can_read_back });
        if let Some(brand) = self.brand {
            lock["profile"] = json!(brand);
        } else {
            lock["nativeSchedule"] = json!(self.native_schedule);
            lock["canUpdate"] = json!(self.can_update);
        }
        if let Some(capacity) = self.capacity {
            lock["capacity"] = json!(capacity);
        }
        if self.mistakes_change_by.is_some() {
            lock["clockSuspect"] = json!(true);
            lock["timeZone"] = json!("Europe/Paris");
        }
        lock
    }

    /// Another device hangs in the door, as it came from its maker.
    pub fn replace(&mut self, now: i64) {
        self.devices += 1;
        self.id = format!("{}-{}", self.name, self.devices);
        self.held.clear();
        self.programmed = 0;
        self.usable = true;
        self.mended_at = now;
        self.faulted_at = now;
        self.online_since = now;
        self.heard_at = None;
    }

    /// Whether a PIN opens it at `now`.
    pub fn opens(&self, pin: &str, now: i64) -> bool {
        let mut held = self.held.values();
        self.works()
            && held.any(|held| held.pin == pin && held.is_open(now + self.is_ahead_with(held)))
    }

    /// By how much its clock is ahead where it looks for the window of a code.
    pub fn is_ahead_with(&self, held: &Held) -> i64 {
        self.clock_seconds + held.off_seconds
    }

    /// What it was sent before, it takes to be by the clock that there was.
    pub fn change_clock(&mut self) {
        for held in self.held.values_mut() {
            held.off_seconds = self.mistakes_change_by.unwrap_or(0);
        }
    }

    /// Whether its keypad takes codes.
    pub fn works(&self) -> bool {
        self.usable && self.battery_percent > 0
    }

    pub fn is_full(&self) -> bool {
        self.capacity
            .is_some_and(|capacity| u64::try_from(self.held.len()).unwrap() >= capacity)
    }

    /// Whether something is in a place already.
    pub fn is_taken(&self, slot: Option<u32>) -> bool {
        slot.is_some() && self.held.values().any(|held| held.slot == slot)
    }

    pub fn insert(&mut self, held: Held) -> String {
        self.programmed += 1;
        let id = format!("x{}", self.programmed);
        self.held.insert(id.clone(), held);
        id
    }

    /// The platform's id of a code, by that id or its PIN.
    pub fn find(&self, external_id: Option<&str>, pin: Option<&str>) -> Option<String> {
        match external_id {
            Some(id) => self.held.contains_key(id).then(|| id.to_owned()),
            None => self
                .held
                .iter()
                .find(|(_, held)| pin == Some(&*held.pin))
                .map(|(id, _)| id.clone()),
        }
    }
}

impl Held {
    pub fn is_open(&self, now: i64) -> bool {
        self.starts_at.is_none_or(|at| at <= now) && self.ends_at.is_none_or(|at| now < at)
    }
}
