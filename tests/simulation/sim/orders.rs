//! The host orders: stays lose their codes or get new PINs, spares are replaced, strangers' codes
//! go, automation rests.

use std::collections::BTreeSet;

use latchstring::model::{AccessCode, Desired, HolderKind, OnLockState};
use serde_json::{Value, json};

use crate::broken::altered;
use crate::plan::{DAY, EPOCH, HOUR, Stay, below, instant};
use crate::world::{Event, World};

#[derive(Default)]
pub struct Orders {
    /// Where automation rests: for a listing, or for the whole site.
    resting: BTreeSet<Option<usize>>,
    /// Codes of strangers that shall go (I10).
    pub ordered_away: BTreeSet<String>,
}

impl World {
    /// Draws when the host orders something; near the end automation goes on everywhere.
    pub fn plan_orders(&mut self) {
        let over = self.over_at() - DAY;
        for _ in 0..6 + self.dice.below(10) {
            let at = EPOCH + HOUR + below(&mut self.dice, over - EPOCH - HOUR);
            self.at(at, Event::Order);
        }
        for stay in 0..self.stays.len() {
            // Often when it is urgent.
            let from = self.stays[stay].starts_at() - 6 * HOUR;
            let at = from + below(&mut self.dice, self.stays[stay].ends_at() - from);
            if self.dice.below(3) == 0 {
                self.at(at, Event::OrderAbout { stay });
            }
        }
        self.at(over, Event::GoOn);
    }

    /// The host orders something.
    pub fn order(&mut self) {
        let door = usize::try_from(self.dice.below(3)).unwrap();
        let lock_id = self.doors[door].id.clone();
        match self.dice.below(8) {
            0 | 1 => {
                let known: Vec<usize> = (0..self.stays.len())
                    .filter(|&stay| self.stays[stay].told_at.is_some())
                    .collect();
                if !known.is_empty() {
                    let at = usize::try_from(self.dice.below(known.len() as u64)).unwrap();
                    self.order_about(known[at]);
                }
            }
            2 => {
                let is_ready = |code: &&AccessCode| {
                    matches!(code.wanted, Some(Desired::Window(_))) && !code.is_told()
                };
                let spares = |code: &&AccessCode| {
                    matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency)
                        && is_ready(code)
                };
                let found = self.host.codes(&lock_id).find(spares).map(|code| &code.id);
                if let Some(order) = found.map(|id| json!({ "kind": "rotate", "codeId": id })) {
                    self.give(&order);
                }
            }
            3 => {
                let strange = |code: &&AccessCode| {
                    code.holder.kind == HolderKind::Unknown && code.wanted.is_none()
                };
                let found = self.host.codes(&lock_id).find(strange);
                if let Some(id) = found.map(|code| code.id.to_string()) {
                    self.give(&json!({ "kind": "remove_unknown", "codeId": id }));
                    self.orders.ordered_away.insert(id);
                }
            }
            4 => self.give(&json!({ "kind": "retry", "lockId": lock_id })),
            5 => self.replace(door),
            6 => self.adopt(door),
            // A visitor's code is made then when automation goes on.
            _ if self.visitors.all.is_empty() => {
                let whom = [None, Some(0), Some(1)][door];
                self.rest(whom, !self.orders.resting.contains(&whom));
            }
            _ => {}
        }
    }

    /// What somebody typed in is a stay's from now on, where it has no code on the lock (F16).
    fn adopt(&mut self, number: usize) {
        let lock_id = self.doors[number].id.clone();
        let is_strange =
            |code: &&AccessCode| code.holder.kind == HolderKind::Unknown && code.wanted.is_none();
        let Some(code) = self.host.codes(&lock_id).find(is_strange) else {
            return;
        };
        let (id, held_id) = (code.id.to_string(), code.external_id.clone());
        let is_busy = self
            .host
            .rows
            .commands
            .values()
            .any(|command| *command.lock_id == *lock_id);
        let lacks_one = |stay: &&Stay| {
            let is_own = |code: &AccessCode| {
                code.holder
                    .reservation_id()
                    .is_some_and(|own| **own == *stay.id)
            };
            let mut there = self.host.codes(&lock_id).filter(|code| !code.is_gone());
            stay.doors.contains(&number)
                && stay.is_let_in_at(number)
                && stay.ends_at() > self.now + HOUR
                && !there.any(|code| is_own(code) && code.on_lock.state != OnLockState::Absent)
        };
        let Some(stay) = self.stays.iter().find(lacks_one).filter(|_| !is_busy) else {
            return;
        };
        let order = json!({ "kind": "adopt_unknown", "codeId": id, "reservationId": stay.id });
        let held = held_id.and_then(|held_id| self.doors[number].lock.held_mut(&held_id));
        if let Some(held) = held {
            held.code_id = Some(id.parse().unwrap());
            self.give(&order);
        }
    }

    /// Another device hangs in a door, and the host says so (L).
    fn replace(&mut self, number: usize) {
        let old = self.doors[number].id.clone();
        self.doors[number].replace(self.now);
        // What the old one said, and what was said of it, says nothing of the new one.
        for event in self.queue.values_mut() {
            if let Event::Heard { door, fact } = event
                && *door == number
            {
                *event = Event::Fact(fact.clone());
            }
        }
        self.complained.retain(|(_, door), _| *door != number);
        self.set_clock(number, 0);
        let door = &self.doors[number];
        let (id, lock) = (door.id.clone(), altered(door.json(), self.broken));
        self.tell(json!({ "type": "lock", "lock": lock }));
        self.give(&json!({ "kind": "replace_lock", "lockId": old, "by": id }));
        self.battery(number, 100);
    }

    fn rest(&mut self, listing: Option<usize>, rests: bool) {
        let mut order = json!({ "kind": if rests { "pause" } else { "resume" } });
        if let Some(number) = listing {
            order["listingId"] = json!(format!("listing-{number}"));
        }
        if rests {
            self.orders.resting.insert(listing);
        } else {
            self.orders.resting.remove(&listing);
        }
        self.give(&order);
    }

    /// Automation goes on everywhere.
    pub fn go_on(&mut self) {
        for listing in self.orders.resting.clone() {
            self.rest(listing, false);
        }
    }

    /// The host orders something about a stay: its codes end, all or at one door, or it gets a new
    /// PIN.
    pub fn order_about(&mut self, number: usize) {
        let stay = &self.stays[number];
        // Of two orders of one instant only the first counts (D4).
        let is_booked = stay.told_at.is_some_and(|at| at < self.now) && !stay.cancelled;
        if !is_booked || stay.ends_at() <= self.now {
            return;
        }
        let id = stay.id.clone();
        let drawn = self.dice.below(5);
        let door = stay.doors[usize::try_from(self.dice.below(2)).unwrap()];
        match drawn {
            0 | 1 if !stay.revoked => {
                let stay = &mut self.stays[number];
                stay.revoked = true;
                stay.has_orders = true;
                self.forgo(number, None);
                self.give(&json!({ "kind": "revoke", "reservationId": id }));
                self.at(self.now + 1, Event::Revoked { stay: number });
            }
            2 if !stay.revoked && !stay.has_orders => {
                let of_stay = |code: &&AccessCode| {
                    code.holder
                        .reservation_id()
                        .is_some_and(|holder| **holder == *id)
                        && matches!(code.wanted, Some(Desired::Window(_)))
                };
                let found = self.host.codes(&self.doors[door].id).find(of_stay);
                let Some(code_id) = found.map(|code| code.id.clone()) else {
                    return;
                };
                let stay = &mut self.stays[number];
                stay.revoked_doors.insert(door);
                stay.has_orders = true;
                self.forgo(number, Some(door));
                self.give(&json!({ "kind": "revoke", "codeId": code_id }));
            }
            _ => {
                let stay = &mut self.stays[number];
                let mut order = json!({ "kind": "reissue", "reservationId": id });
                if drawn == 3 && !stay.revoked {
                    order["lockId"] = json!(self.doors[door].id);
                    stay.revoked_doors.remove(&door);
                } else {
                    stay.revoked = false;
                    stay.revoked_doors.clear();
                }
                stay.has_orders = true;
                self.give(&order);
            }
        }
        self.stays[number].told_at = Some(self.now);
        self.arrive(number);
    }

    /// What a stay was told never comes back to it (T5).
    fn forgo(&mut self, number: usize, door: Option<usize>) {
        let stay = &mut self.stays[number];
        for at in stay
            .doors
            .iter()
            .copied()
            .filter(|&at| door.is_none_or(|door| door == at))
        {
            let pins = self.ever_told.pins(at, number);
            stay.forgone.extend(pins.map(|pin| (at, pin.reveal())));
        }
    }

    /// T5: who was told a code that is over by order hears so.
    pub fn check_revoked(&mut self, number: usize) {
        if self.stays[number].revoked && self.told.contains_key(&number) {
            let what = format!(
                "{} was revoked before {}, and not told so",
                self.stays[number].id,
                instant(self.now)
            );
            self.checks.fail("T5", &what);
        }
    }

    /// Whether automation rests somewhere: then no backup takes the place of one that was told.
    pub fn rests(&self) -> bool {
        !self.orders.resting.is_empty()
    }

    /// Whether the host ended a booking by an order.
    pub fn is_revoked(&self, id: &str) -> bool {
        self.stays.iter().any(|stay| stay.revoked && stay.id == id)
    }

    fn give(&mut self, order: &Value) {
        let fact = json!({ "type": "host_order", "id": self.fact_id(), "at": instant(self.now), "order": order });
        self.tell(fact);
    }
}
