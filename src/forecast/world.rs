//! The world of a forecast: virtual locks, their troubles, and the commands under way.

use std::collections::{BTreeMap, BTreeSet};

use super::assume::{Assumed, Trouble, TroubleKind};
use super::lane::MarkKind;
use super::seed::{lock_of, locks_of};
use crate::model::Reachability;
use crate::site::{Command, Fact, State};
use crate::time::{Duration, Instant};
use crate::virtual_lock::{Occasion, Quirk, VirtualLock, read_status, run};
use crate::{Error, Id, Json};

/// How long after a command left its lock does it and answers.
pub(super) const ANSWER: Duration = Duration::seconds(1);

/// A virtual lock, and how it is without its troubles.
#[derive(Clone)]
struct Played {
    lock: VirtualLock,
    reachable: bool,
    battery_percent: u8,
    usable: bool,
}

impl Played {
    fn new(lock: VirtualLock) -> Self {
        Self {
            reachable: lock.reachable,
            battery_percent: lock.battery_percent,
            usable: lock.usable,
            lock,
        }
    }

    /// The troubles of an instant.
    fn suffer(&mut self, troubles: &[Trouble], at: Instant) {
        let has = |kind| {
            let mut own = troubles.iter();
            own.any(|one| one.lock_id == self.lock.id && one.kind == kind && one.is_on(at))
        };
        let dies = has(TroubleKind::BatteryDies);
        let (is_silent, is_broken) = (has(TroubleKind::Silent), has(TroubleKind::KeypadBroken));
        let loses = has(TroubleKind::LosesAnswers);
        self.lock.reachable = self.reachable && !is_silent;
        self.lock.battery_percent = if dies { 0 } else { self.battery_percent };
        self.lock.usable = self.usable && !is_broken;
        self.lock.quirks = loses.then_some(Quirk::LosesAnswers).into_iter().collect();
    }
}

/// A code that came on a lock or went off it.
pub(super) struct Moved {
    pub(super) lock_id: Id,
    pub(super) kind: MarkKind,
    pub(super) code_id: Option<Id>,
}

/// What happened at an instant.
#[derive(Default)]
pub(super) struct Happened {
    pub(super) facts: Vec<Json>,
    pub(super) moved: Vec<Moved>,
    /// The locks at which something may be otherwise.
    pub(super) locks: BTreeSet<Id>,
}

/// Virtual locks, and the commands under way to them.
#[derive(Clone)]
pub(super) struct World {
    locks: BTreeMap<Id, Played>,
    troubles: Vec<Trouble>,
    under_way: Vec<(Instant, Command)>,
}

impl World {
    /// The locks as the site knows them at `now`. What was sent to them before is done now.
    ///
    /// # Errors
    /// Those of a lock's profile.
    pub(super) fn new(state: &State, troubles: Vec<Trouble>, now: Instant) -> Result<Self, Error> {
        let locks = locks_of(state, now)?.into_iter();
        let mut world = Self {
            locks: locks.map(|(id, lock)| (id, Played::new(lock))).collect(),
            troubles,
            under_way: Vec::new(),
        };
        world.give(state.commands.values().cloned(), now);
        Ok(world)
    }

    pub(super) fn lock(&self, id: &Id) -> Option<&VirtualLock> {
        self.locks.get(id).map(|played| &played.lock)
    }

    /// A trouble befalls a lock.
    pub(super) fn befall(&mut self, trouble: Trouble) {
        self.troubles.push(trouble);
    }

    /// Takes commands that leave at `at`.
    pub(super) fn give(&mut self, commands: impl Iterator<Item = Command>, at: Instant) {
        self.under_way
            .extend(commands.map(|command| (at + ANSWER, command)));
    }

    /// When something happens next, after `at`.
    pub(super) fn next(&self, at: Instant) -> Option<Instant> {
        let edges = self.troubles.iter().flat_map(Trouble::edges);
        let due = self.under_way.iter().map(|(due, _)| *due);
        edges.chain(due).filter(|&next| next > at).min()
    }

    /// What an assumed fact says is so.
    pub(super) fn believe(&mut self, assumed: &Assumed, happened: &mut Happened) {
        match &assumed.fact {
            Fact::LockReset(reset) => {
                if let Some(played) = self.locks.get_mut(&reset.lock_id) {
                    played.lock.codes.clear();
                    happened.locks.insert(reset.lock_id.clone());
                }
            }
            Fact::LockReport(report) => {
                let played = self.locks.get_mut(&report.lock_id);
                if let (Some(played), Some(said)) = (played, &report.state) {
                    match said.reachability {
                        Reachability::Online => played.reachable = true,
                        Reachability::Offline => played.reachable = false,
                        Reachability::Unknown => {}
                    }
                    let percent = said.battery_percent;
                    played.battery_percent = percent.unwrap_or(played.battery_percent);
                    played.usable = said.usable.unwrap_or(played.usable);
                    happened.locks.insert(report.lock_id.clone());
                }
            }
            _ => {}
        }
        happened.facts.push(assumed.raw.clone());
    }

    /// Locks that came with a fact.
    ///
    /// # Errors
    /// Those of a lock's profile.
    pub(super) fn meet(&mut self, state: &State, now: Instant) -> Result<(), Error> {
        for row in state.locks.values() {
            if !self.locks.contains_key(&row.lock.id) {
                let lock = lock_of(state, row, now)?;
                self.locks.insert(row.lock.id.clone(), Played::new(lock));
            }
        }
        Ok(())
    }

    /// The locks do what is due, and answer.
    ///
    /// # Errors
    /// Where an answer can't be written.
    pub(super) fn pass(&mut self, at: Instant, happened: &mut Happened) -> Result<(), Error> {
        let edge = |trouble: &&Trouble| trouble.edges().any(|edge| edge == at);
        let turned = self.troubles.iter().filter(edge);
        let turned: BTreeSet<&Id> = turned.map(|trouble| &trouble.lock_id).collect();
        for (id, played) in &mut self.locks {
            played.suffer(&self.troubles, at);
            if turned.contains(id) {
                happened.locks.insert(id.clone());
                if played.lock.answers() && played.lock.quirks.is_empty() {
                    let said = read_status(&mut played.lock, Occasion::at(at));
                    happened.facts.push(Json::of(&said)?);
                }
            }
        }
        let under_way = std::mem::take(&mut self.under_way);
        for (due, command) in under_way {
            if due > at {
                self.under_way.push((due, command));
                continue;
            }
            let Some(played) = self.locks.get_mut(&command.lock_id) else {
                continue;
            };
            let count = |lock: &VirtualLock| {
                let offline = lock.offline_codes.as_ref();
                lock.codes.len().saturating_add(offline.map_or(0, Vec::len))
            };
            let before = count(&played.lock);
            for said in run(&mut played.lock, &command, Occasion::at(at)) {
                happened.facts.push(Json::of(&said)?);
            }
            let kind = match count(&played.lock).cmp(&before) {
                std::cmp::Ordering::Less => Some(MarkKind::Removed),
                std::cmp::Ordering::Equal => None,
                std::cmp::Ordering::Greater => Some(MarkKind::Programmed),
            };
            happened.locks.insert(command.lock_id.clone());
            happened.moved.extend(kind.map(|kind| Moved {
                lock_id: command.lock_id,
                kind,
                code_id: command.code_id,
            }));
        }
        Ok(())
    }
}
