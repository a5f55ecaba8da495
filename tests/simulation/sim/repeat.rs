//! I7: however facts are lost, repeated and reordered, and wherever the host crashes, locks end up
//! alike.

use latchstring::model::{Desired, HolderKind};
use serde_json::{Value, json};

use crate::broken::Broken;
use crate::faults::{Fault, Faults};
use crate::plan::{DAY, EPOCH, HOUR, MINUTE, below, instant};
use crate::seeded::Seeded;
use crate::world::{Event, Season, World};

/// How facts reach the engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// As the faults have it.
    Usual,
    /// In order and once; no guest comes, so that nothing depends on what was told.
    Plain,
    /// Each comes late and twice, in any order, and the host crashes after every command; no guest
    /// comes.
    LateAndTwice,
}

impl World {
    /// A fact comes within twenty minutes, and again within three hours.
    pub fn tell_late_and_twice(&mut self, fact: Value) {
        for within in [20 * MINUTE, 3 * HOUR] {
            let at = self.now + below(&mut self.dice, within);
            self.at(at, Event::Told(fact.clone()));
        }
    }

    /// The host starts again; it says of every command that was under way that nobody knows what
    /// became of it.
    pub fn crash(&mut self) {
        self.host.crash();
        let ids: Vec<String> = self.host.rows.commands.keys().cloned().collect();
        for id in ids {
            let fact = json!({ "type": "command_result", "id": self.fact_id(), "at": instant(self.now),
                               "commandId": id, "outcome": "unknown" });
            self.at(self.now + 1, Event::Told(fact));
        }
        if self.delivery == Delivery::Usual && self.dice.below(2) == 0 {
            // What was on its way to the host is lost.
            self.forget_heard();
            for door in &mut self.doors {
                door.faulted_at = self.now;
            }
        }
    }

    /// What is on each lock, by holder and window; of spares, how many are ready.
    fn holders(&self) -> Vec<String> {
        let mut all = Vec::new();
        for door in &self.doors {
            for held in &door.lock.codes {
                let code = self.host.code_of(held);
                let whose = match code {
                    Some(code) if code.holder.kind == HolderKind::Reservation => {
                        format!("{:?} until {:?}", code.holder.id, held.window.ends_at)
                    }
                    // After it was told it is replaced at the end of the stay (E2).
                    Some(code) if code.holder.kind == HolderKind::Emergency => {
                        "Emergency".to_owned()
                    }
                    Some(code) if !code.is_told() && code.wanted != Some(Desired::REMOVED) => {
                        format!("{:?}", code.holder.kind)
                    }
                    Some(_) => continue,
                    None => "nobody".to_owned(),
                };
                all.push(format!("{}: {whose}", door.id));
            }
        }
        all.sort();
        all
    }
}

/// What is on the locks of a season at noon of a day in its middle, a day after the last
/// disturbance.
fn in_the_middle(
    seed: Seeded,
    delivery: Delivery,
    broken: Option<Broken>,
) -> (Vec<String>, Vec<String>) {
    let season = Season {
        delivery,
        broken,
        ..Season::of(Faults::NONE.with(Fault::Changes))
    };
    let mut world = World::new(seed, season);
    let noon = EPOCH + 12 * DAY + 12 * HOUR;
    world.at(noon - DAY, Event::Calm);
    world.run_until(noon);
    (world.holders(), world.checks.found)
}

#[test]
fn i7_facts_in_any_order_and_crashes_after_every_command_end_with_the_same_holders_and_windows() {
    let seed = Seeded::new();
    let mut held = 0;
    for number in 0..8 {
        let dice = seed.branch(number);
        let (plain, found) = in_the_middle(dice, Delivery::Plain, None);
        assert_eq!(found, Vec::<String>::new(), "season {number}");
        let (disturbed, _) = in_the_middle(dice, Delivery::LateAndTwice, None);
        assert_eq!(plain, disturbed, "season {number}");
        held += plain.len();
    }
    assert!(held > 50, "{held}");
}

#[test]
fn i7_catches_an_engine_that_forgets_its_work_at_a_crash() {
    let seed = Seeded::new();
    let differ = (0..30).any(|number| {
        let dice = seed.branch(number);
        let broken = Some(Broken::ForgetsWork);
        in_the_middle(dice, Delivery::Plain, None).0
            != in_the_middle(dice, Delivery::LateAndTwice, broken).0
    });
    assert!(differ);
}
