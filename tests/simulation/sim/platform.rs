//! The platform between the engine and the doors: it answers late, twice, wrongly or never.

use latchstring::model::CommandKind;
use latchstring::site::{Command, Outcome};
use latchstring::time::Instant;
use latchstring::virtual_lock::{Occasion, Said, pass_time, read_status, run, wakes_at};
use serde_json::{Value, json};

use crate::characters::Characters;
use crate::faults::Fault;
use crate::plan::{MINUTE, below, instant};
use crate::world::{Event, World};

/// What becomes of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// It is done, and the answer comes after so many seconds.
    Answered { after: i64 },
    /// The answer comes twice.
    Twice { after: i64 },
    /// It is done, and nobody says so.
    Silent,
    /// It is done, and called a timeout.
    CalledTimeout,
    /// It was accepted before; now it is done, and said again or not.
    Accepted { again: bool },
}

impl World {
    /// A command goes out.
    pub fn send(&mut self, command: &Command) {
        let deadline = command.deadline.unix_seconds();
        let at = self.now + 1 + below(&mut self.dice, 6);
        let door = self
            .door_of(command)
            .expect("commands are for locks that there are");
        if self.is_over_the_limit() {
            self.doors[door].faulted_at = deadline.max(self.now) + 6 * MINUTE;
            return self.answer(command, "failed", Some("busy"), at);
        }
        let is_unseen =
            command.kind == CommandKind::ChangeWindow || !self.doors[door].lock.can_read_back;
        let after = below(&mut self.dice, 10);
        let well = Deed::Answered { after };
        let luck = self.dice.below(100);
        let fault = match luck {
            0..=7 => Some(Fault::LostAnswers),
            8..=10 => Some(Fault::Busy),
            11..=14 => Some(Fault::WrongWords),
            // Where nothing can be asked, a cloud's word is all there is; and a listing without a
            // window may be that of a platform that lists none.
            15..=20 if !is_unseen => Some(Fault::AcceptedNotDone),
            21..=32 => Some(Fault::LateAnswers),
            _ => None,
        };
        let fault = fault.filter(|fault| self.faults.has(*fault));
        if fault.is_some() && luck < 27 {
            // A deadline passes before anybody knows, or a retry is due.
            self.doors[door].faulted_at = deadline.max(self.now) + 6 * MINUTE;
        }
        let deed = match (fault, luck) {
            (None, _) => well,
            (_, 0..=3) => return,
            (_, 4..=7) => Deed::Silent,
            (_, 8..=10) => return self.answer(command, "failed", Some("busy"), at),
            (_, 11 | 12) => return self.answer(command, "failed", Some("timeout"), at),
            (_, 13 | 14) => Deed::CalledTimeout,
            (_, 15..=18) => {
                self.answer(command, "accepted", None, self.now + 1);
                Deed::Accepted { again: luck < 17 }
            }
            (_, 19 | 20) => return self.answer(command, "accepted", None, at),
            (_, 21..=26) => Deed::Answered {
                after: deadline - self.now + below(&mut self.dice, 5 * MINUTE),
            },
            _ => Deed::Twice { after },
        };
        let command = command.clone();
        self.at(at, Event::Do { command, deed });
    }

    /// Whether the platform has taken four commands within the last minute already.
    fn is_over_the_limit(&mut self) -> bool {
        if !self.faults.has(Fault::RateLimit) {
            return false;
        }
        while self
            .sent_at
            .front()
            .is_some_and(|&at| at <= self.now - MINUTE)
        {
            self.sent_at.pop_front();
        }
        let over = self.sent_at.len() >= 4;
        if !over {
            self.sent_at.push_back(self.now);
        }
        over
    }

    /// The door of a command's lock; none where another device hangs there by now.
    pub fn door_of(&self, command: &Command) -> Option<usize> {
        self.doors
            .iter()
            .position(|door| *door.id == *command.lock_id)
    }

    fn answer(&mut self, command: &Command, outcome: &str, failure: Option<&str>, at: i64) {
        let fact = self.result(command, outcome, failure, at);
        self.at(at, Event::Fact(fact));
    }

    fn result(
        &mut self,
        command: &Command,
        outcome: &str,
        failure: Option<&str>,
        at: i64,
    ) -> Value {
        let mut fact = json!({ "type": "command_result", "id": self.fact_id(), "at": instant(at),
                               "commandId": &*command.id, "outcome": outcome });
        if let Some(failure) = failure {
            fact["failure"] = json!(failure);
        }
        fact
    }

    /// The platform turns to the door.
    pub fn carry_out(&mut self, command: &Command, deed: Deed) {
        let Some(door) = self.door_of(command) else {
            return;
        };
        // The platform makes a code without its lock (A3b).
        if !self.doors[door].online && command.kind != CommandKind::IssueOfflineCode {
            let word = if self.dice.below(4) == 0 {
                "timeout"
            } else {
                "offline"
            };
            if self.dice.below(3) > 0 && !matches!(deed, Deed::Accepted { .. } | Deed::Silent) {
                let at = self.now + 1 + below(&mut self.dice, 30);
                self.answer(command, "failed", Some(word), at);
            }
            return;
        }
        let facts = self.done(door, command);
        let after = match deed {
            Deed::Silent | Deed::Accepted { again: false } => return,
            Deed::CalledTimeout => {
                return self.answer(command, "failed", Some("timeout"), self.now + 1);
            }
            Deed::Accepted { again: true } => 0,
            Deed::Answered { after } | Deed::Twice { after } => after,
        };
        let at = self.now + after;
        for fact in facts {
            if matches!(deed, Deed::Twice { .. }) {
                let later = at + below(&mut self.dice, 20 * MINUTE);
                let fact = fact.clone();
                self.at(later, Event::Heard { door, fact });
            }
            self.at(at, Event::Heard { door, fact });
        }
    }

    /// What the lock does, and what its cloud says of it: what it lists, and the result.
    fn done(&mut self, number: usize, command: &Command) -> Vec<Value> {
        let found = self.doors[number].lock.meant_by(command);
        let found = found.map(|held| held.external_id.clone());
        self.check_target(number, command, found.as_ref());
        let occasion = self.occasion();
        let door = &mut self.doors[number];
        let said = run(&mut door.lock, command, occasion);
        let is_done = |said: &Said| matches!(said, Said::CommandResult(result) if result.outcome == Outcome::Confirmed);
        if door.is_odd() && !said.iter().any(is_done) {
            // As after a fault: a deadline passes before anybody knows, or a retry is due.
            let deadline = command.deadline.unix_seconds();
            door.faulted_at = deadline.max(self.now) + 6 * MINUTE;
        }
        self.plan_pass(number);
        said.iter().map(fact).collect()
    }

    /// This instant, and a number for what a lock does by chance.
    pub fn occasion(&mut self) -> Occasion {
        let is_usual = self.characters == Characters::NONE;
        let drawn = if is_usual {
            0
        } else {
            self.dice.below(1 << 32)
        };
        Occasion {
            now: Instant::from_unix_seconds(self.now),
            entropy: u32::try_from(drawn).unwrap(),
        }
    }

    /// The cloud will do what it has put off.
    fn plan_pass(&mut self, door: usize) {
        if let Some(at) = wakes_at(&self.doors[door].lock) {
            self.at(at.unix_seconds(), Event::Pass { door });
        }
    }

    /// The cloud does what it has put off, and says so.
    pub fn pass(&mut self, door: usize) {
        let occasion = self.occasion();
        for said in pass_time(&mut self.doors[door].lock, occasion) {
            let fact = fact(&said);
            self.at(self.now + 1, Event::Heard { door, fact });
        }
    }

    /// A door comes or goes; its platform may notice.
    pub fn radio(&mut self, number: usize, online: bool) {
        let door = &mut self.doors[number];
        door.lock.reachable = online;
        let online = door.lock.answers();
        if online && !door.online {
            door.online_since = self.now;
        }
        door.online = online;
        door.heard_at = None;
        if online {
            self.plan_pass(number);
        }
        if self.dice.below(10) < if online { 9 } else { 7 } {
            let delay = below(&mut self.dice, 10 * MINUTE);
            self.say(number, delay);
        }
    }

    /// What the platform says about a door, after a while; now and then it is wrong.
    pub fn say(&mut self, number: usize, delay: i64) {
        let wrong = self.dice.below(30) == 0 && self.faults.has(Fault::WrongWords);
        let occasion = self.occasion();
        let mut fact = fact(&read_status(&mut self.doors[number].lock, occasion));
        let word = if self.doors[number].online == wrong {
            "offline"
        } else {
            "online"
        };
        fact["state"]["reachability"] = json!(word);
        let at = self.now + delay;
        let event = if word == "online" {
            Event::Heard { door: number, fact }
        } else {
            Event::Fact(fact)
        };
        self.at(at, event);
    }
}

/// What a cloud says, as the host puts it into the inbox.
pub fn fact(said: &Said) -> Value {
    serde_json::to_value(said).unwrap()
}
