//! The world of one season: its doors, stays and host, and the clock that drives them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use latchstring::site::Command;
use serde_json::{Value, json};

use crate::broken::{Broken, altered, altered_policy};
use crate::characters::{Character, Characters};
use crate::checks::Checks;
use crate::door::Door;
use crate::faults::{Fault, Faults};
use crate::guests::Try;
use crate::host::Host;
use crate::house::{House, draw_policy};
use crate::limits::Limits;
use crate::measures::Measures;
use crate::orders::Orders;
use crate::own_policies;
use crate::plan::{CHECK_IN, CHECK_OUT, DAY, EPOCH, HOUR, Stay, below, join, season};
use crate::platform::Deed;
use crate::repeat::Delivery;
use crate::seeded::Seeded;
use crate::strategies::{Sent, Spares, Strategy};
use crate::told::Told;
use crate::turn::TOO_MANY;
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
    /// A booking is put on hold, or released.
    Hold {
        stay: usize,
        on_hold: bool,
    },
    /// Somebody types a code in at the door.
    ByHand {
        door: usize,
    },
    /// Somebody changes a stay's code in the lock's app.
    Hand {
        door: usize,
        kind: &'static str,
    },
    /// A cloud does what it put off.
    Pass {
        door: usize,
    },
    Battery {
        door: usize,
        percent: u8,
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
    /// The host orders something.
    Order,
    OrderAbout {
        stay: usize,
    },
    /// A stay was ended by order.
    Revoked {
        stay: usize,
    },
    /// Automation rests no more.
    GoOn,
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
    /// Whether the host orders something.
    pub orders: bool,
    /// Whether some locks are of brands whose own algorithm could make codes (F41).
    pub algorithms: bool,
    /// In what its house and its locks differ from the usual ones.
    pub characters: Characters,
    /// Whether a call at each second of an hour is compared with `wakeAt`.
    pub each_second: bool,
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
            orders: false,
            algorithms: false,
            characters: Characters::NONE,
            each_second: false,
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
    pub queue: BTreeMap<(i64, u64), Event>,
    queued: u64,
    pub inbox: Vec<Value>,
    pub host: Host,
    pub doors: Vec<Door>,
    pub stays: Vec<Stay>,
    /// What each stay was last told, by door.
    pub told: BTreeMap<usize, BTreeMap<usize, String>>,
    /// Every PIN that was ever told to a stay.
    pub ever_told: Told,
    /// When a guest last said at which door that they cannot get in, as the engine heard it.
    pub complained: BTreeMap<(usize, usize), i64>,
    /// When anybody last heard something about a stay.
    pub heard_of: BTreeMap<usize, i64>,
    /// Guests at doors that do not open.
    pub chains: BTreeSet<(usize, usize)>,
    pub visitors: Visitors,
    pub orders: Orders,
    pub checks: Checks,
    pub limits: Limits,
    pub characters: Characters,
    pub measures: Measures,
    pub faults: Faults,
    pub strategy: Strategy,
    pub delivery: Delivery,
    pub sent: Sent,
    /// When the last commands went out, for the platform that limits them.
    pub sent_at: VecDeque<i64>,
    pub facts: u64,
    pub broken: Option<Broken>,
}

impl World {
    pub fn new(dice: Seeded, how: Season) -> Self {
        let Season {
            faults,
            strategy,
            usual_policy,
            visitors,
            orders,
            algorithms,
            characters,
            each_second,
            broken,
            delivery,
        } = how;
        // What is planned is drawn from one stream, what happens to commands from another: the
        // trips are the same whatever the engine does.
        let mut plans = dice.branch(1);
        let mut own = dice.branch(8);
        let house = if characters.has(Character::House) {
            House::drawn(&mut own)
        } else {
            House::usual()
        };
        let mut doors: Vec<Door> = (0..house.doors)
            .map(|number| Door::new(number, &mut plans, EPOCH, faults.has(Fault::Capacity)))
            .collect();
        house.furnish(&mut doors, characters, &mut own);
        if characters.has(Character::OfflineCodes) {
            House::make_codes(&mut doors, &mut dice.branch(11));
        }
        if algorithms {
            let mut dice = dice.branch(7);
            let one = dice.below(3);
            for (number, door) in (0..).zip(&mut doors) {
                if number == one || dice.below(3) == 0 {
                    door.be_of(if dice.below(2) == 0 {
                        "ttlock"
                    } else {
                        "igloohome"
                    });
                }
            }
        }
        if faults.has(Fault::ClockChange) {
            let mut dice = dice.branch(4);
            for door in &mut doors {
                let by = if dice.below(2) == 0 { HOUR } else { -HOUR };
                door.mistakes_change_by =
                    Some(by).filter(|_| door.lock.native_schedule && dice.below(3) > 0);
            }
        }
        let behind = &house.behind;
        let own_policies = characters
            .has(Character::OwnPolicies)
            .then(|| own_policies::draw(behind, &mut doors, &mut dice.branch(15)));
        let listing = |number: usize| {
            let locks: Vec<&str> = behind[number]
                .iter()
                .map(|&door| &*doors[door].id)
                .collect();
            let mut listing = json!({ "id": format!("listing-{number}"),
                "name": format!("House {number}"), "timeZone": "UTC",
                                      "checkIn": CHECK_IN, "checkOut": CHECK_OUT, "locks": locks });
            if let Some(own) = &own_policies {
                listing["policy"] = own[number].clone();
            }
            listing
        };
        let drawn = Spares {
            pool_size: 1 + plans.below(2),
            emergency: plans.below(2) == 0,
        };
        let spares = if usual_policy { Spares::USUAL } else { drawn };
        let mut policy = strategy.policy(spares);
        draw_policy(&mut policy, characters, &mut own);
        altered_policy(&mut policy, broken);
        if visitors {
            policy["visits"] = json!({ "rotateDays": 6 });
        }
        let site = json!({
            "id": "season", "listings": (0..behind.len()).map(listing).collect::<Vec<_>>(),
            "locks": doors.iter().map(|door| altered(door.json(), broken)).collect::<Vec<_>>(),
            "policy": policy,
        });
        let mut stays = Vec::new();
        for (number, doors) in behind.iter().enumerate() {
            stays.extend(season(number, doors, 6, &mut plans));
        }
        if characters.has(Character::Joined) {
            join(&mut stays, &mut dice.branch(13));
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
            ever_told: Told::default(),
            complained: BTreeMap::new(),
            heard_of: BTreeMap::new(),
            chains: BTreeSet::new(),
            visitors: Visitors::default(),
            orders: Orders::default(),
            checks: Checks::default(),
            limits: Limits::default(),
            characters,
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
        if characters.has(Character::Holds) {
            world.dice = dice.branch(14);
            world.plan_holds();
        }
        world.dice = dice.branch(9);
        world.plan_hands();
        if each_second {
            let over = world.over_at();
            world.limits.each_second_from = Some(EPOCH + below(&mut world.dice, over - EPOCH));
        }
        if visitors {
            world.dice = dice.branch(5);
            world.plan_visitors();
        }
        if orders {
            world.dice = dice.branch(6);
            world.plan_orders();
        }
        world.dice = dice;
        world
    }

    pub fn at(&mut self, at: i64, event: Event) {
        self.queued += 1;
        self.queue
            .insert((at.max(self.now + 1), self.queued), event);
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
            // Of a device that hangs there no more, nobody has to know.
            if let Some(door) = door {
                self.complained.insert((stay.unwrap(), door), self.now);
                self.note_said(stay.unwrap(), door, &fact);
            }
        }
        if self.delivery == Delivery::LateAndTwice {
            return self.tell_late_and_twice(fact);
        }
        self.inbox.push(fact);
    }

    pub fn trip(&mut self, number: usize) {
        let stay = &mut self.stays[number];
        if stay.told_at.is_none() {
            self.measures.trips += 1;
        } else {
            if stay.ends_at() <= self.now {
                return;
            }
            stay.change(&mut self.trip_dice);
            self.note_change(number);
        }
        let stay = &mut self.stays[number];
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

    /// What doors said is lost on its way.
    pub fn forget_heard(&mut self) {
        self.queue
            .retain(|_, event| !matches!(event, Event::Heard { .. }));
    }

    pub fn quiet(&mut self) {
        self.faults = Faults::NONE;
        for door in 0..self.doors.len() {
            let lock = &mut self.doors[door].lock;
            lock.usable = true;
            lock.quirks.clear();
            lock.habits.clear();
            self.doors[door].mended_at = self.now;
            self.set_clock(door, 0);
            self.battery(door, 100);
            self.radio(door, true);
            self.say(door, 1);
        }
    }
}
