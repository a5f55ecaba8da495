//! A lock as it hangs in its door: what it holds, and whether it opens.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::seeded::Seeded;

pub struct Door {
    pub id: String,
    pub native_schedule: bool,
    pub can_update: bool,
    pub can_read_back: bool,
    pub capacity: Option<u64>,
    pub online: bool,
    /// Since when it can be reached without a break.
    pub online_since: i64,
    /// Since when the engine could know that: something that it said in between has arrived.
    pub heard_at: Option<i64>,
    /// When its platform last failed it, or lost something.
    pub faulted_at: i64,
    pub usable: bool,
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
    /// The engine's id of it; none where somebody typed it in by hand.
    pub code_id: Option<String>,
}

impl Door {
    pub fn new(number: usize, dice: &mut Seeded, now: i64) -> Self {
        let native_schedule = dice.below(2) == 0;
        Self {
            id: format!("door-{number}"),
            native_schedule,
            can_update: dice.below(4) > 0,
            can_read_back: dice.below(5) > 0,
            capacity: (dice.below(3) == 0).then(|| 10 + dice.below(6)),
            online: true,
            online_since: now,
            heard_at: None,
            faulted_at: i64::MIN / 2,
            usable: true,
            battery_percent: 100,
            held: BTreeMap::new(),
            programmed: 0,
        }
    }

    pub fn json(&self) -> Value {
        let mut lock = json!({
            "id": self.id, "name": self.id, "nativeSchedule": self.native_schedule, "canUpdate": self.can_update,
            "canReadBack": self.can_read_back,
        });
        if let Some(capacity) = self.capacity {
            lock["capacity"] = json!(capacity);
        }
        lock
    }

    /// Whether a PIN opens it at `now`.
    pub fn opens(&self, pin: &str, now: i64) -> bool {
        self.usable
            && self
                .held
                .values()
                .any(|held| held.pin == pin && held.is_open(now))
    }

    pub fn is_full(&self) -> bool {
        self.capacity
            .is_some_and(|capacity| u64::try_from(self.held.len()).unwrap() >= capacity)
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
