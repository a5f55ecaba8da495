//! A door: the virtual lock in it, and what anybody could know of the lock.

use std::collections::BTreeSet;

use latchstring::Id;
use latchstring::code::Pin;
use latchstring::model::profile;
use latchstring::time::Instant;
use latchstring::virtual_lock::{Habit, HeldCode, Quirk, VirtualLock, create};
use serde_json::{Value, json};

use crate::characters::{Character, Characters};
use crate::seeded::Seeded;

pub struct Door {
    /// The lock's; another device has another one.
    pub id: String,
    /// As messages call it.
    pub name: String,
    devices: u32,
    /// The brand that says what its lock can do; some have an algorithm that could make codes
    /// (F41).
    pub brand: Option<&'static str>,
    /// The lock and its cloud.
    pub lock: VirtualLock,
    /// What the host decided for it (D8).
    pub policy: Option<Value>,
    /// Codes that got another PIN by hand: the engine may take them for its own until it reads the
    /// lock, and for a stranger's after that (F34).
    pub edited: BTreeSet<Id>,
    /// Whether a pool of backups can be kept on it (B1).
    pub keeps_backups: bool,
    pub online: bool,
    /// Since when it can be reached without a break.
    pub online_since: i64,
    /// Since when the engine could know that: something that it said in between has arrived.
    pub heard_at: Option<i64>,
    /// When its platform last failed it, or lost something.
    pub faulted_at: i64,
    /// When its keypad was last mended.
    pub mended_at: i64,
    /// By how much it will be ahead with what it holds when the clocks change; the engine knows
    /// that it may (C8).
    pub mistakes_change_by: Option<i64>,
    /// Until when a wrong clock may explain what the lock does.
    pub clock_wrong_until: i64,
}

/// What is printed of a code that a lock holds, with its PIN.
pub fn shown(held: &HeldCode) -> String {
    format!("{} {held:?}", held.pin.reveal())
}

/// A lock that can do what `fields` say of it.
fn new_lock(id: &str, fields: &Value) -> VirtualLock {
    let mut lock = json!({ "id": id, "name": id });
    for (key, value) in fields.as_object().unwrap() {
        lock[key] = value.clone();
    }
    let new = json!({ "lock": lock, "timeZone": "UTC" });
    create(&latchstring::decode(&new.to_string()).unwrap()).unwrap()
}

impl Door {
    pub fn new(number: usize, dice: &mut Seeded, now: i64, few_places: bool) -> Self {
        let native_schedule = dice.below(2) == 0;
        let can_update = dice.below(4) > 0;
        let can_read_back = dice.below(5) > 0;
        let capacity = (dice.below(3) == 0)
            .then(|| 10 + dice.below(6))
            .filter(|_| few_places);
        let id = format!("door-{number}");
        let mut lock = new_lock(
            &id,
            &json!({ "nativeSchedule": native_schedule, "canUpdate": can_update,
                                              "canReadBack": can_read_back }),
        );
        lock.capacity = capacity.map(|capacity| u32::try_from(capacity).unwrap());
        Self {
            name: id.clone(),
            id,
            devices: 1,
            brand: None,
            lock,
            policy: None,
            edited: BTreeSet::new(),
            keeps_backups: true,
            online: true,
            online_since: now,
            heard_at: None,
            faulted_at: i64::MIN / 2,
            mended_at: i64::MIN / 2,
            mistakes_change_by: None,
            clock_wrong_until: i64::MIN,
        }
    }

    /// A lock of a brand hangs here, and can do what the profile of the brand says.
    pub fn be_of(&mut self, brand: &'static str) {
        let known = profile(brand).expect("a brand that is known");
        self.brand = Some(brand);
        self.lock.native_schedule = known.native_schedule;
        self.lock.can_update = known.can_update;
        self.lock.rules = known.rules;
        self.keeps_backups = known.keeps_backups;
        self.lock.capacity = self.lock.capacity.or(known.capacity);
        self.lock.slots = known.slots;
    }

    /// What is odd about it and its cloud, each of what the season has with odds of one to two.
    pub fn get_odd(&mut self, characters: Characters, dice: &mut Seeded) {
        for character in Character::ALL {
            if !characters.has(character) || dice.below(3) > 0 {
                continue;
            }
            match character {
                // Where nothing can be seen, a cloud's word is all there is.
                Character::Odd(Quirk::AcceptsAndForgets) if !self.is_seen() => {}
                Character::Cloud(Habit::ConfirmsNothing) if !self.is_seen() => {}
                Character::Odd(quirk) => self.lock.quirks.push(quirk),
                Character::Cloud(habit) => self.lock.habits.push(habit),
                Character::Strangers => {
                    let new =
                        json!({ "lock": { "id": self.id, "name": self.id }, "strangers": true });
                    let new = latchstring::decode(&new.to_string()).unwrap();
                    self.lock.codes = create(&new).unwrap().codes;
                }
                _ => {}
            }
        }
        self.lock.chance_percent = 5 + u8::try_from(dice.below(30)).unwrap();
    }

    /// Whether a list tells which codes are on it.
    fn is_seen(&self) -> bool {
        self.lock.can_read_back && !self.lock.quirks.contains(&Quirk::MaskedPins)
    }

    pub fn json(&self) -> Value {
        let mut lock =
            json!({ "id": self.id, "name": self.name, "canReadBack": self.lock.can_read_back });
        if let Some(brand) = self.brand {
            lock["profile"] = json!(brand);
        } else {
            lock["nativeSchedule"] = json!(self.lock.native_schedule);
            lock["canUpdate"] = json!(self.lock.can_update);
        }
        if let Some(capacity) = self.lock.capacity {
            lock["capacity"] = json!(capacity);
        }
        if self.lock.offline_codes.is_some() {
            lock["offlineCodes"] = json!(true);
        }
        if let Some(policy) = &self.policy {
            lock["policy"] = policy.clone();
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
        self.lock.id = id(&self.id);
        self.lock.codes.clear();
        self.lock.jobs.clear();
        self.lock.offline_codes.iter_mut().for_each(Vec::clear);
        self.edited.clear();
        self.lock.usable = true;
        self.mended_at = now;
        self.faulted_at = now;
        self.online_since = now;
        self.heard_at = None;
    }

    /// Whether a PIN opens it at `now`.
    pub fn opens(&self, pin: &str, now: i64) -> bool {
        let pin: Pin = pin.parse().unwrap();
        let made = self.lock.offline_codes.iter().flatten();
        let mut held = self.lock.codes.iter().chain(made);
        let now = Instant::from_unix_seconds(now);
        held.any(|held| held.pin == pin && self.lock.opens_for(held, now))
    }

    /// Whether it called a code removed that is still there, and nobody can ask it (P7).
    pub fn hides(&self, held: &HeldCode) -> bool {
        held.ghost == Some(true) && !self.lock.can_read_back
    }

    /// Whether the window of a code is open by the lock's own clock.
    pub fn is_open(&self, held: &HeldCode, now: i64) -> bool {
        let now = now + self.is_ahead_with(held, now);
        let (starts_at, ends_at) = edges(held);
        starts_at.is_none_or(|at| at <= now) && ends_at.is_none_or(|at| now < at)
    }

    /// By how much its clock is ahead where it looks for the window of a code.
    pub fn is_ahead_with(&self, held: &HeldCode, now: i64) -> i64 {
        let now = Instant::from_unix_seconds(now);
        self.lock.is_ahead_with(held, now).in_seconds()
    }

    /// What it was sent before, it takes to be by the clock that there was.
    pub fn change_clock(&mut self) {
        for held in &mut self.lock.codes {
            held.ahead_seconds = self.mistakes_change_by.map(|by| i32::try_from(by).unwrap());
        }
    }

    /// Whether something is odd about it or its cloud.
    pub fn is_odd(&self) -> bool {
        !self.lock.quirks.is_empty() || !self.lock.habits.is_empty()
    }

    /// Whether it or its cloud rounds the edges of windows.
    pub fn rounds(&self) -> bool {
        self.lock.quirks.contains(&Quirk::HourSteps) || self.lock.habits.contains(&Habit::Rounds)
    }

    /// Whether its keypad takes codes.
    pub fn works(&self) -> bool {
        self.lock.works()
    }

    /// The code that a command is about.
    pub fn find(&self, external_id: Option<&Id>, pin: Option<Pin>) -> Option<&HeldCode> {
        self.lock.find(external_id, pin)
    }
}

fn id(text: &str) -> Id {
    text.parse().unwrap()
}

/// When the lock begins and ends to open for a code, by its own clock.
pub fn edges(held: &HeldCode) -> (Option<i64>, Option<i64>) {
    let edge = |at: Option<Instant>| at.map(Instant::unix_seconds);
    (edge(held.window.starts_at), edge(held.window.ends_at))
}

/// By how much the lock is ahead with a code since the clocks changed (C8).
pub fn off_seconds(held: &HeldCode) -> i64 {
    held.ahead_seconds.unwrap_or(0).into()
}
