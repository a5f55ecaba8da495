//! Bookings on hold: nobody is told anything of them, and the host hears that they still hold (N4).

use latchstring::rules::{Audience, Notice, NoticeKind};

use crate::guests::Try;
use crate::plan::{HOUR, MINUTE, below, instant};
use crate::repeat::Delivery;
use crate::world::{Event, World};

impl World {
    /// A third of the bookings come on hold, a third are put on hold later; most are released.
    pub fn plan_holds(&mut self) {
        for stay in 0..self.stays.len() {
            let (starts_at, ends_at) = (self.stays[stay].starts_at(), self.stays[stay].ends_at());
            let some_time = |world: &mut Self, from: i64| {
                from + 1 + below(&mut world.dice, (ends_at - from).max(1))
            };
            let near = starts_at - below(&mut self.dice, 96 * HOUR);
            let from = match self.dice.below(3) {
                0 => continue,
                1 => {
                    self.stays[stay].on_hold = true;
                    near
                }
                _ => {
                    let at = some_time(self, near);
                    self.at(
                        at,
                        Event::Hold {
                            stay,
                            on_hold: true,
                        },
                    );
                    at
                }
            };
            if self.dice.below(4) > 0 {
                let at = some_time(self, from);
                self.at(
                    at,
                    Event::Hold {
                        stay,
                        on_hold: false,
                    },
                );
            }
        }
    }

    pub fn hold(&mut self, number: usize, on_hold: bool) {
        let stay = &mut self.stays[number];
        let is_known = stay.told_at.is_some();
        if stay.on_hold == on_hold || (is_known && stay.ends_at() <= self.now) {
            return;
        }
        if !is_known {
            // Its first revision says so.
            stay.on_hold = on_hold;
            return;
        }
        stay.hold(on_hold);
        stay.told_at = Some(self.now);
        let fact = stay.fact();
        self.tell(fact);
        self.arrive(number);
    }

    /// Whether the codes of a guest may be held back: one of their bookings is on hold.
    pub fn is_held_back(&self, stay: usize) -> bool {
        let mut all = 0..self.stays.len();
        all.any(|other| self.stays[other].on_hold && self.is_same_guest(other, stay))
    }

    /// N4: nobody on hold is told anything, but that their access ended.
    pub fn check_held(&mut self, stay: usize, notice: &Notice) {
        let is_told = notice.to == Audience::Guest && notice.kind != NoticeKind::AccessEnded;
        if is_told && self.stays[stay].on_hold && self.delivery == Delivery::Usual {
            let what = format!(
                "{} goes to {}, at {}",
                notice.key,
                self.stays[stay].id,
                instant(self.now)
            );
            self.checks.fail("N4", &what);
        }
    }

    /// N4: who stands outside since their booking is on hold has a host who heard of it.
    pub fn check_hold_heard(&mut self, one: Try) {
        let of_guest = |other: &usize| self.is_same_guest(*other, one.stay);
        let is_heard = self.heard_of.keys().any(of_guest);
        let known_since = self.stays[one.stay].told_at.unwrap_or(self.now);
        if !is_heard && !self.rests() && self.now - known_since > MINUTE {
            let what = format!(
                "nobody hears that {} is on hold, at {}",
                self.stays[one.stay].id,
                instant(self.now)
            );
            self.checks.fail("N4", &what);
        }
    }
}
