//! Everything that happens to doors, hosts and trips whatever the engine does.

use crate::faults::Fault;
use crate::plan::{CLOCK_CHANGE, DAY, EPOCH, HOUR, MINUTE, Stay, below, lead};
use crate::world::{Event, World};

impl World {
    /// Draws the season. A fault that is switched off leaves the rest as it is: each has dice of
    /// its own.
    pub fn plan(&mut self) {
        for stay in 0..self.stays.len() {
            self.plan_trip(stay);
        }
        for (number, fault) in (1..).zip(Fault::ALL) {
            if self.faults.has(fault) {
                let own = self.trip_dice.branch(number);
                let usual = std::mem::replace(&mut self.dice, own);
                self.plan_fault(fault);
                self.dice = usual;
            }
        }
        self.at(self.over_at(), Event::Quiet);
    }

    fn plan_trip(&mut self, stay: usize) {
        let at = (self.stays[stay].starts_at() - lead(&mut self.dice)).max(EPOCH + MINUTE);
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
            if self.faults.has(Fault::Changes) {
                self.at(at, Event::Trip { stay });
            }
        }
    }

    fn plan_fault(&mut self, fault: Fault) {
        let over = self.over_at();
        let some_day = |world: &mut Self| EPOCH + below(&mut world.dice, over - EPOCH);
        if fault == Fault::ClockChange {
            self.at(CLOCK_CHANGE, Event::ClocksChange);
        }
        if fault == Fault::Crash {
            for _ in 0..self.dice.below(6) {
                let at = some_day(self);
                self.at(at, Event::Crash);
            }
        }
        for door in 0..self.doors.len() {
            match fault {
                Fault::Radio => self.plan_silence(door, over),
                Fault::Keypad if self.dice.below(8) == 0 => {
                    let from = some_day(self);
                    self.at(
                        from,
                        Event::Usable {
                            door,
                            usable: false,
                        },
                    );
                    let until = from + HOUR + below(&mut self.dice, DAY);
                    self.at(until, Event::Usable { door, usable: true });
                }
                Fault::ByHand => {
                    for _ in 0..self.dice.below(2) {
                        let at = some_day(self);
                        self.at(at, Event::ByHand { door });
                    }
                }
                Fault::Battery if self.dice.below(4) == 0 => {
                    let at = some_day(self);
                    for (percent, hours) in [(24, 0), (9, 20), (3, 30)] {
                        self.at(at + hours * HOUR, Event::Battery { door, percent });
                    }
                    let dead = at + 36 * HOUR;
                    self.at(dead, Event::Battery { door, percent: 0 });
                    let mended = dead + HOUR + below(&mut self.dice, DAY);
                    self.at(mended, Event::Battery { door, percent: 100 });
                }
                Fault::Clock if self.dice.below(3) == 0 => {
                    let at = some_day(self);
                    let seconds = match self.dice.below(4) {
                        0 => -HOUR,
                        1 => HOUR,
                        _ => below(&mut self.dice, 6 * MINUTE) - 3 * MINUTE,
                    };
                    self.at(at, Event::Clock { door, seconds });
                    let set_right = at + below(&mut self.dice, 4 * DAY);
                    self.at(set_right, Event::Clock { door, seconds: 0 });
                }
                _ => {}
            }
        }
    }

    fn plan_silence(&mut self, door: usize, over: i64) {
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
            self.at(
                at,
                Event::Radio {
                    door,
                    online: false,
                },
            );
            at += silent + 1;
            self.at(at, Event::Radio { door, online: true });
        }
    }

    /// When the last stay is over for sure.
    pub fn over_at(&self) -> i64 {
        self.stays.iter().map(Stay::last_end).max().unwrap_or(EPOCH) + 3 * DAY
    }

    /// The battery as it is now; an empty one takes the radio and the keypad with it.
    pub fn battery(&mut self, door: usize, percent: u8) {
        let was_dead = self.doors[door].lock.battery_percent == 0;
        self.doors[door].lock.battery_percent = percent;
        self.doors[door].mended_at = self.now;
        if percent == 0 {
            self.doors[door].online = false;
            self.doors[door].heard_at = None;
        } else if was_dead {
            let online = self.doors[door].lock.reachable;
            self.radio(door, online);
            // Whoever brings a battery says so.
            self.say(door, 30);
        } else if self.doors[door].online {
            self.say(door, 30);
        }
    }

    /// Another time on the lock's own clock.
    pub fn set_clock(&mut self, door: usize, seconds: i64) {
        let door = &mut self.doors[door];
        door.lock.clock.ahead_seconds = i32::try_from(seconds).unwrap();
        door.faulted_at = self.now;
        // What was done by the wrong time is nobody's fault for a while.
        door.clock_wrong_until = if seconds == 0 {
            self.now + HOUR
        } else {
            i64::MAX
        };
    }
}
