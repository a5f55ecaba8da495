//! What earlier evaluations found, with their timers and what they watch.

use std::collections::{BTreeMap, BTreeSet};

use super::conditions::ConditionKeys;
use super::phase::Spot;
use crate::Id;
use crate::site::evaluation::Watch;
use crate::time::Instant;

/// What is remembered of one evaluation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Finding {
    /// When something will have to be done here.
    pub(super) wake_at: Option<Instant>,
    /// When the evaluation gives something else, though nothing may have to be done.
    pub(super) refresh_at: Option<Instant>,
    /// The conditions that the host should know.
    pub(super) conditions: ConditionKeys,
    /// The locks on which the evaluation depends.
    pub(super) watched: BTreeMap<Id, Watch>,
}

/// The findings of all spots; a spot without one found nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Kept {
    findings: BTreeMap<Spot, Finding>,
    /// When something has to be done, and where.
    wakes: BTreeSet<(Instant, Spot)>,
    /// When a spot has to be evaluated again, though nothing may have to be done.
    refreshes: BTreeSet<(Instant, Spot)>,
    /// By lock: the spots that depend on it.
    watchers: BTreeMap<Id, BTreeMap<Spot, Watch>>,
}

impl Kept {
    /// Whether an evaluation found what the last one of the same spot did.
    pub(super) fn is_known(&self, spot: &Spot, finding: &Finding) -> bool {
        match self.findings.get(spot) {
            Some(before) => before == finding,
            None => *finding == Finding::default(),
        }
    }

    /// Keeps a new finding of a spot; gives the one before.
    pub(super) fn replace(&mut self, spot: &Spot, finding: Finding) -> Finding {
        let before = self.forget(spot);
        if finding == Finding::default() {
            return before;
        }
        if let Some(at) = finding.wake_at {
            self.wakes.insert((at, spot.clone()));
        }
        if let Some(at) = finding.refresh_at {
            self.refreshes.insert((at, spot.clone()));
        }
        for (lock_id, watch) in &finding.watched {
            let watchers = self.watchers.entry(lock_id.clone()).or_default();
            watchers.insert(spot.clone(), *watch);
        }
        self.findings.insert(spot.clone(), finding);
        before
    }

    /// Takes out the finding of a spot with its timers and what it watched.
    fn forget(&mut self, spot: &Spot) -> Finding {
        let finding = self.findings.remove(spot).unwrap_or_default();
        if let Some(at) = finding.wake_at {
            self.wakes.remove(&(at, spot.clone()));
        }
        if let Some(at) = finding.refresh_at {
            self.refreshes.remove(&(at, spot.clone()));
        }
        for lock_id in finding.watched.keys() {
            if let Some(watchers) = self.watchers.get_mut(lock_id) {
                watchers.remove(spot);
            }
        }
        finding
    }

    /// Takes out the timers that have gone off by `now`; gives their spots.
    pub(super) fn take_due(&mut self, now: Instant) -> Vec<Spot> {
        let mut due = Vec::new();
        for timers in [&mut self.wakes, &mut self.refreshes] {
            while timers.first().is_some_and(|(at, _)| *at <= now) {
                due.extend(timers.pop_first().map(|(_, spot)| spot));
            }
        }
        due
    }

    /// The earliest instant at which something has to be done.
    pub(super) fn wake_at(&self) -> Option<Instant> {
        self.wakes.first().map(|(at, _)| *at)
    }

    /// The spots that depend on `change` at a lock.
    pub(super) fn watchers(&self, lock_id: &Id, change: Watch) -> impl Iterator<Item = &Spot> {
        let watchers = self.watchers.get(lock_id).into_iter().flatten();
        watchers
            .filter(move |(_, watch)| **watch >= change)
            .map(|(spot, _)| spot)
    }
}
