//! One state: the engine with what its host has stored, the lock, what guests know, and the clock.

use std::collections::BTreeSet;

use latchstring::code::Pin;
use latchstring::model::CommandKind;
use latchstring::rules::{Audience, NoticeKind};
use latchstring::site::{Command, OpenSite, Site, Step, create_site};
use latchstring::time::Instant;
use latchstring::{Json, decode};
use serde_json::Value;

use crate::checks::check_step;
use crate::door::{Deed, Door, result, word};
use crate::plan::{Booking, MINUTE, Plan, STAYS};
use crate::quiet::is_empty;
use crate::stored::store;

const KEY: &str = "0123456789abcdef0123456789abcdef";

#[derive(Clone)]
pub struct World {
    pub site: OpenSite,
    /// What the host has stored, from the rows of each step alone.
    pub stored: Site,
    pub now: i64,
    pub wake_at: Option<i64>,
    /// Given, and not yet carried out.
    pub queue: Vec<Command>,
    /// Carried out, and not yet answered: these answers come late.
    pub late: Vec<Deed>,
    /// Accepted, and not done yet.
    pub accepted: Option<Command>,
    pub door: Door,
    /// The code that each guest was told last.
    pub told: [Option<Pin>; 2],
    /// Every PIN that a guest was ever told.
    pub ever_told: BTreeSet<(String, usize)>,
    /// Which bookings were told, and when each stay was last heard of.
    pub heard: u8,
    pub heard_at: [Option<i64>; 2],
    pub losses_left: u8,
    pub crashes_left: u8,
    /// Since when the lock can be reached, or can't, and until when the last loss weighs.
    pub online_since: i64,
    pub faulted_until: i64,
}

/// What may happen next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A booking is told, whatever else is under way.
    Tell(usize),
    /// The lock does the command that is under way, and its platform says so; a silent one does
    /// not, and it says that.
    Answer,
    /// The platform makes no code of the lock's algorithm (A3b).
    Refuse,
    /// The cloud takes the command, to do it later.
    Accept,
    /// It does what it accepted, and says so.
    Finish,
    /// It says that what it accepted has failed.
    Fail,
    /// Neither done nor answered.
    LoseCommand,
    /// Done, but not answered.
    LoseAnswer,
    /// Done, and answered after time has passed.
    DelayAnswer,
    /// An answer that is late comes.
    LateAnswer(usize),
    /// The host starts again from its rows, with a command under way that was done or not.
    Crash { done: bool },
    /// The lock can't be reached any more; its platform says so or does not know.
    FallSilent { said: bool },
    /// It can be reached again, and says so.
    ComeBack,
    /// Time passes, to the instant for which the engine asked or the next of the plan.
    Wait,
}

impl World {
    pub fn new(plan: &Plan) -> Result<Self, String> {
        let stored = create_site(decode(&plan.site().to_string()).unwrap()).unwrap();
        let mut door = Door::new(plan.slots);
        if let Some(pin) = plan.typed_in {
            door.type_in(pin);
        }
        let mut world = Self {
            site: open(stored.clone()),
            stored,
            now: plan.starts(),
            wake_at: None,
            queue: Vec::new(),
            late: Vec::new(),
            accepted: None,
            door,
            told: [None; 2],
            ever_told: BTreeSet::new(),
            heard: 0,
            heard_at: [None; 2],
            losses_left: plan.losses,
            crashes_left: plan.crashes,
            online_since: plan.starts(),
            faulted_until: 0,
        };
        world.step(plan, &[])?;
        Ok(world)
    }

    /// The last revision of a stay that was told.
    pub fn known<'a>(&self, plan: &'a Plan, stay: usize) -> Option<&'a Booking> {
        let told = plan
            .bookings
            .iter()
            .enumerate()
            .filter(|(number, _)| self.heard >> number & 1 == 1);
        let of_stay = told
            .map(|(_, booking)| booking)
            .filter(|booking| booking.stay == stay);
        of_stay.max_by_key(|booking| booking.revision)
    }

    pub fn is_all_told(&self, plan: &Plan) -> bool {
        usize::try_from(self.heard.count_ones()).unwrap() == plan.bookings.len()
    }

    /// Whether nothing is under way or uncertain.
    pub fn is_quiet(&self) -> bool {
        use latchstring::model::OnLockState::{Pending, Unknown};
        let sure = |code: &latchstring::model::AccessCode| {
            !matches!(code.on_lock.state, Pending | Unknown)
        };
        let is_over = |not_before: Instant| not_before.unix_seconds() <= self.now;
        self.queue.is_empty()
            && self.late.is_empty()
            && self.accepted.is_none()
            && self.door.online
            && self.stored.commands.is_empty()
            && self.stored.locks.iter().all(|row| {
                row.retry.is_none_or(|retry| is_over(retry.not_before))
                    && row.readings.is_none_or(|tries| is_over(tries.not_before))
            })
            && self.stored.access_codes.iter().all(|code| {
                let mut tries = code.tries.iter().flatten();
                sure(code) && tries.all(|tries| is_over(tries.not_before))
            })
    }

    pub fn is_over(&self, plan: &Plan) -> bool {
        self.now >= plan.ends() && self.is_all_told(plan) && self.is_quiet()
    }

    /// The next instant at which somebody looks.
    pub fn next_at(&self, plan: &Plan) -> Option<i64> {
        let planned = plan.moments.iter().copied().find(|&at| at > self.now);
        planned.into_iter().chain(self.wake_at).min()
    }

    /// The instant after which this world has to be quiet.
    fn is_late(&self, plan: &Plan) -> bool {
        self.now >= plan.ends()
    }

    pub fn actions(&self, plan: &Plan) -> Vec<Action> {
        let mut actions = Vec::new();
        if self.is_over(plan) {
            return actions;
        }
        let moment = plan
            .moments
            .iter()
            .rev()
            .find(|&&at| at <= self.now)
            .copied();
        let is_moment = moment.is_some_and(|at| self.now - at < 2 * MINUTE);
        if is_moment {
            actions.extend(
                (0..plan.bookings.len())
                    .filter(|number| self.heard >> number & 1 == 0)
                    .map(Action::Tell),
            );
        }
        actions.extend((0..self.late.len()).map(Action::LateAnswer));
        let may_lose = self.losses_left > 0;
        if self.accepted.is_some() && self.door.online {
            actions.push(Action::Finish);
            if may_lose {
                actions.push(Action::Fail);
            }
        }
        if self.queue.is_empty() {
            // An answer is late, but not for ever; what never comes is lost.
            let next_moment = plan.moments.iter().copied().find(|&at| at > self.now);
            let next_at = self.next_at(plan);
            let is_awaited = !self.late.is_empty() || self.accepted.is_some();
            let forced = is_awaited && next_at >= next_moment
                || self.is_late(plan)
                    && !(self.is_all_told(plan) && !is_awaited && self.door.online);
            if !forced {
                actions.push(Action::Wait);
            }
        } else {
            self.answers(plan, &mut actions);
            if self.crashes_left > 0 {
                actions.push(Action::Crash { done: false });
                if self.door.online {
                    actions.push(Action::Crash { done: true });
                }
            }
        }
        if !self.door.online {
            if is_moment || self.now - self.online_since < 45 * MINUTE {
                actions.push(Action::ComeBack);
            }
        } else if is_moment && plan.silence && may_lose && !self.is_late(plan) {
            actions.extend([true, false].map(|said| Action::FallSilent { said }));
        }
        actions
    }

    pub fn next(&self, plan: &Plan, action: Action) -> Result<Self, String> {
        let mut world = self.clone();
        world.act(plan, action)?;
        Ok(world)
    }

    fn act(&mut self, plan: &Plan, action: Action) -> Result<(), String> {
        match action {
            Action::Tell(number) => {
                self.heard |= 1 << number;
                self.heard_at[plan.bookings[number].stay] = Some(self.now);
                self.step(plan, &[plan.fact(number)])
            }
            Action::Answer => {
                let command = self.queue.remove(0);
                let facts = if command.kind == CommandKind::IssueOfflineCode {
                    self.door.make(&command).facts(self.now)
                } else if self.door.online {
                    self.door.carry_out(&command, self.now)?.facts(self.now)
                } else {
                    vec![result(&command.id, "failed", Some("offline"), self.now)]
                };
                self.step(plan, &facts)
            }
            Action::Refuse | Action::Accept | Action::Finish | Action::Fail => {
                let facts = self.act_as_cloud(action)?;
                self.step(plan, &facts)
            }
            Action::LoseCommand => {
                let command = self.queue.remove(0);
                if command.kind != CommandKind::IssueOfflineCode {
                    self.lose(&command);
                }
                Ok(())
            }
            Action::LoseAnswer => {
                let command = self.queue.remove(0);
                self.lose(&command);
                self.door.carry_out(&command, self.now).map(drop)
            }
            Action::DelayAnswer => {
                let command = self.queue.remove(0);
                self.lose(&command);
                self.late.push(self.door.carry_out(&command, self.now)?);
                Ok(())
            }
            Action::LateAnswer(number) => {
                let facts = self.late.remove(number).facts(self.now);
                self.step(plan, &facts)
            }
            Action::Crash { done } => {
                self.crashes_left -= 1;
                self.faulted_until = self.now;
                let commands: Vec<Command> = self.queue.drain(..).collect();
                if done {
                    commands
                        .iter()
                        .try_for_each(|command| self.door.carry_out(command, self.now).map(drop))?;
                }
                self.site = open(self.stored.clone());
                let unanswered = self.stored.commands.iter();
                let facts: Vec<Value> = unanswered
                    .map(|command| result(&command.id, "unknown", None, self.now))
                    .collect();
                self.step(plan, &facts)
            }
            Action::FallSilent { said } => {
                self.losses_left -= 1;
                self.door.online = false;
                self.online_since = self.now;
                if said {
                    self.step(plan, &[word(false, self.now)])
                } else {
                    Ok(())
                }
            }
            Action::ComeBack => {
                // A second after the last try that failed: the word of that very second is no newer
                // evidence (C6).
                self.now += 1;
                self.door.online = true;
                self.online_since = self.now;
                self.step(plan, &[word(true, self.now)])
            }
            Action::Wait => self.wait(plan),
        }
    }

    fn lose(&mut self, command: &Command) {
        self.losses_left -= 1;
        self.faulted_until = command.deadline.unix_seconds();
    }

    fn wait(&mut self, plan: &Plan) -> Result<(), String> {
        let Some(next) = self.next_at(plan) else {
            return Err("I5: nothing is asked for, and nothing is quiet".to_owned());
        };
        self.check_wait(plan, next)?;
        self.now = next;
        if self.wake_at.is_some_and(|at| at <= next) {
            let step = self.step(plan, &[]);
            return step;
        }
        Ok(())
    }

    /// One step of the engine, and what follows from it.
    fn step(&mut self, plan: &Plan, facts: &[Value]) -> Result<(), String> {
        let before = self.stored.clone();
        let facts: Vec<Json> = facts
            .iter()
            .map(|fact| decode(&fact.to_string()).unwrap())
            .collect();
        let now = Instant::from_unix_seconds(self.now);
        let mut step = self
            .site
            .advance(&facts, now)
            .map_err(|error| error.to_string())?;
        store(&mut self.stored, &step.changes);
        if self.stored != self.site.to_site() {
            return Err("D6: what is stored from the rows is not the site".to_owned());
        }
        self.call_again(&facts, &step)?;
        if let Some(broken) = plan.broken {
            broken.alter(&mut step, &before);
        }
        check_step(plan, self, &before, &step)?;
        self.wake_at = step.wake_at.map(Instant::unix_seconds);
        self.queue.extend(step.commands);
        for notice in step
            .notices
            .iter()
            .filter(|notice| notice.to == Audience::Guest)
        {
            let stay = STAYS
                .iter()
                .position(|id| notice.reservation_id.as_deref() == Some(*id))
                .unwrap();
            match notice.kind {
                NoticeKind::AccessReady | NoticeKind::AccessChanged => {
                    let pin = notice
                        .values
                        .doors
                        .iter()
                        .flatten()
                        .find_map(|door| door.code);
                    self.told[stay] = pin;
                    self.ever_told.extend(pin.map(|pin| (pin.reveal(), stay)));
                }
                NoticeKind::AccessEnded => self.told[stay] = None,
                _ => {}
            }
        }
        Ok(())
    }

    /// D3, D2, D4: the same facts again are no news, neither here nor after a start from the stored
    /// rows.
    fn call_again(&self, facts: &[Json], step: &Step) -> Result<(), String> {
        let mut other = if self.now % 2 == 0 {
            open(self.stored.clone())
        } else {
            self.site.clone()
        };
        let again = other
            .advance(facts, Instant::from_unix_seconds(self.now))
            .map_err(|error| error.to_string())?;
        if is_empty(&again) && again.wake_at == step.wake_at {
            return Ok(());
        }
        Err(format!(
            "D3: called again: {again:?} (wakeAt was {:?})",
            step.wake_at
        ))
    }
}

pub fn open(stored: Site) -> OpenSite {
    OpenSite::open(stored, KEY.parse().unwrap()).unwrap()
}
