//! Guests: they read what they are told, come, type it in, and say so when the door stays shut.

use std::collections::BTreeMap;

use latchstring::rules::{Audience, Notice, NoticeKind};
use latchstring::virtual_lock::{Habit, type_pin};
use serde_json::json;

use crate::characters::Character;
use crate::faults::Fault;
use crate::plan::{HOUR, MINUTE, below, instant};
use crate::platform::fact;
use crate::repeat::Delivery;
use crate::world::{Event, World};

/// A guest at a door.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    pub stay: usize,
    pub door: usize,
    /// Since when they stand there.
    pub since: Option<i64>,
    failed: u32,
}

impl World {
    /// The guest will come, at check-in or within the stay.
    pub fn arrive(&mut self, number: usize) {
        if self.delivery != Delivery::Usual {
            return;
        }
        let stay = self.stays[number].clone();
        if !stay.is_confirmed() || stay.ends_at() <= self.now {
            return;
        }
        for door in stay
            .doors
            .iter()
            .copied()
            .filter(|&door| stay.is_let_in_at(door))
        {
            let late = match self.trip_dice.below(3) {
                0 => 0,
                1 => below(&mut self.trip_dice, HOUR),
                _ => below(&mut self.trip_dice, 12 * HOUR),
            };
            if self.chains.insert((number, door)) {
                let at = self.stays[number].starts_at().max(self.now) + late;
                let one = Try {
                    stay: number,
                    door,
                    since: None,
                    failed: 0,
                };
                self.at(at, Event::Try(one));
            }
        }
    }

    /// A notice reaches its guest.
    pub fn read_notice(&mut self, notice: &Notice) {
        let about = notice.reservation_id.as_deref();
        let about = self.stays.iter().position(|stay| Some(&*stay.id) == about);
        if let Some(stay) = about {
            self.check_held(stay, notice);
            self.heard_of.insert(stay, self.now);
        }
        match notice.to {
            Audience::Guest => self.check_own_policies(notice),
            Audience::Visitor => return self.read_visit_notice(notice),
            Audience::Host => return,
        }
        let id = notice
            .reservation_id
            .as_ref()
            .expect("a guest has a booking");
        let stay = self.stays.iter().position(|stay| *stay.id == **id).unwrap();
        match notice.kind {
            NoticeKind::AccessReady | NoticeKind::AccessChanged => {
                let known = self.told.remove(&stay).unwrap_or_default();
                let mut told = BTreeMap::new();
                for access in notice.values.doors.iter().flatten() {
                    let door = self
                        .doors
                        .iter()
                        .position(|door| *door.name == *access.name);
                    if let (Some(door), Some(code)) = (door, access.code) {
                        let pin = code.reveal();
                        let others: Vec<usize> = self.ever_told.whom(door, code).collect();
                        if let Some(&other) = others
                            .iter()
                            .find(|&&other| !self.is_same_guest(other, stay))
                        {
                            let other = &self.stays[other].id;
                            let what = format!("{id} is told {pin}, which {other} was told");
                            self.checks.fail("I14", &what);
                        }
                        if self.stays[stay].forgone.contains(&(door, pin.clone())) {
                            let what = format!("{id} is told {pin} again, which ended by an order");
                            self.checks.fail("T5", &what);
                        }
                        self.ever_told.add(door, code, stay, self.now);
                        // What the guest said was of another code.
                        if known.get(&door) != Some(&pin) {
                            self.count_message(stay, door);
                            self.complained.remove(&(stay, door));
                        }
                        told.insert(door, pin);
                    }
                }
                self.told.insert(stay, told);
            }
            NoticeKind::AccessEnded => drop(self.told.remove(&stay)),
            _ => {}
        }
    }

    /// The guest types the newest code that they know.
    pub fn try_door(&mut self, one: Try) {
        let stay = &self.stays[one.stay];
        if !stay.runs(self.now) || !stay.is_let_in_at(one.door) {
            self.chains.remove(&(one.stay, one.door));
            // A trip that was moved begins again.
            let comes_later = stay.is_confirmed() && self.now < stay.starts_at();
            if comes_later {
                self.arrive(one.stay);
            }
            return;
        }
        self.measures.tries += 1;
        let pin = self.known_pin(one.stay, one.door).cloned();
        let pin = pin.as_ref();
        if self.faults.has(Fault::Mistyping) && self.dice.below(12) == 0 {
            return self.mistype(one);
        }
        let opens = pin.is_some_and(|pin| self.doors[one.door].opens(pin, self.now));
        if self.characters.has(Character::KeypadPauses)
            && let Some(pin) = pin.cloned()
            && self.is_paused_by(one.door, &pin, opens)
        {
            // Nothing is wrong with the code.
            return self.at(self.now + MINUTE, Event::Try(one));
        }
        if opens {
            self.enter(one);
        } else {
            let is_typed = self.characters.has(Character::KeypadPauses);
            if let Some(pin) = pin
                .cloned()
                .filter(|_| !is_typed && self.tells_refused(one.door))
            {
                self.type_in_vain(one.door, &pin);
            }
            self.stand_outside(one);
        }
    }

    /// What a guest was told last for a door. Whoever has several bookings may have heard it of
    /// another one, and tries all (W8).
    pub fn known_pin(&self, stay: usize, door: usize) -> Option<&String> {
        let of = |stay: &usize| self.told.get(stay).and_then(|told| told.get(&door));
        let others = (0..self.stays.len()).rev();
        let others = others.filter(|&other| self.is_same_guest(other, stay));
        let opens = |pin: &&String| self.doors[door].opens(pin, self.now);
        let mut all = std::iter::once(stay)
            .chain(others)
            .filter_map(|one| of(&one));
        all.find(opens).or_else(|| of(&stay))
    }

    /// Whether two bookings are one, or of one guest.
    pub fn is_same_guest(&self, one: usize, other: usize) -> bool {
        one == other || self.stays[one].is_with(&self.stays[other])
    }

    /// Types a PIN; whether the keypad pauses and takes none.
    fn is_paused_by(&mut self, door: usize, pin: &str, opens: bool) -> bool {
        let now = self.occasion().now;
        let paused_until = self.doors[door].lock.keypad.paused_until;
        let is_paused = paused_until.is_some_and(|until| now < until);
        if !opens || is_paused {
            self.type_in_vain(door, pin);
        }
        is_paused
    }

    /// Types a PIN that does not open; some clouds tell of it (A8).
    fn type_in_vain(&mut self, door: usize, pin: &str) {
        let occasion = self.occasion();
        let lock = &mut self.doors[door].lock;
        for said in type_pin(lock, pin.parse().unwrap(), occasion).facts {
            let fact = fact(&said);
            self.at(self.now + 1, Event::Heard { door, fact });
        }
    }

    fn tells_refused(&self, door: usize) -> bool {
        let told = [Habit::TellsRefusedPins, Habit::CountsRefusedDigits];
        let habits = &self.doors[door].lock.habits;
        told.iter().any(|habit| habits.contains(habit))
    }

    /// That is nobody's fault but the guest's, who may blame the door.
    fn mistype(&mut self, one: Try) {
        self.measures.mistyped += 1;
        let pin = self.known_pin(one.stay, one.door).cloned();
        if let Some(pin) = pin.filter(|_| self.tells_refused(one.door)) {
            let slip = self.slip(&pin);
            self.type_in_vain(one.door, &slip);
        }
        if self.dice.below(3) == 0 {
            self.complain(one);
        }
        self.at(self.now + MINUTE, Event::Try(one));
    }

    /// One key wrong, missed, or pressed twice.
    fn slip(&mut self, pin: &str) -> String {
        let mut keys: Vec<char> = pin.chars().collect();
        let at = usize::try_from(self.dice.below(keys.len() as u64)).unwrap();
        match self.dice.below(3) {
            0 => keys[at] = if keys[at] == '5' { '8' } else { '5' },
            1 => drop(keys.remove(at)),
            _ => keys.insert(at, keys[at]),
        }
        keys.into_iter().collect()
    }

    fn complain(&mut self, one: Try) {
        let fact = json!({ "type": "guest_locked_out", "id": self.fact_id(), "at": instant(self.now),
                           "reservationId": self.stays[one.stay].id, "lockId": self.doors[one.door].id });
        let at = self.now + 1 + below(&mut self.dice, 3 * MINUTE);
        self.at(at, Event::Fact(fact));
    }

    fn enter(&mut self, one: Try) {
        let pin = self.known_pin(one.stay, one.door);
        let pin = pin.expect("a PIN that opens").clone();
        self.open(one.door, &pin);
        let at = self.now + HOUR + below(&mut self.dice, 16 * HOUR);
        let next = Try {
            since: None,
            failed: 0,
            ..one
        };
        self.at(at, Event::Try(next));
    }

    /// A PIN that opens is typed; what the lock's cloud says of it may get lost.
    pub fn open(&mut self, door: usize, pin: &str) {
        let occasion = self.occasion();
        let lock = &mut self.doors[door].lock;
        for said in type_pin(lock, pin.parse().unwrap(), occasion).facts {
            if self.dice.below(2) == 0 {
                let at = self.now + 1 + below(&mut self.dice, MINUTE);
                let fact = fact(&said);
                self.at(at, Event::Heard { door, fact });
            }
        }
    }

    fn stand_outside(&mut self, one: Try) {
        let pause = if one.failed < 15 { MINUTE } else { 10 * MINUTE };
        if self.doors[one.door].works() {
            self.measures.failed_tries += 1;
            // Whose booking is on hold shall not come in (N4).
            if !self.is_held_back(one.stay) {
                self.measures.locked_out_seconds += pause;
            }
            let door = &self.doors[one.door];
            // By a wrong clock a code opens at other times than anybody can know (C8).
            let is_judged = self.strategy.is_whole() && self.now > door.clock_wrong_until;
            if is_judged && self.is_held_back(one.stay) {
                self.check_heard(one);
                self.check_hold_heard(one);
            } else if is_judged {
                self.check_outside(one);
            }
        }
        // They say so soon, and again while it goes on. Who was told no PIN yet waits for it first.
        let first = if self.known_pin(one.stay, one.door).is_some() {
            0
        } else {
            2
        };
        if one.failed == first || one.failed % 30 == 20 {
            self.complain(one);
        }
        let next = Try {
            since: one.since.or(Some(self.now)),
            failed: one.failed + 1,
            ..one
        };
        self.at(self.now + pause, Event::Try(next));
    }
}
