//! What the evaluation of one place finds.

use std::collections::BTreeMap;

use super::condition::HostCondition;
use super::timers::{Timer, Timers};
use super::watch::Watch;
use crate::Id;
use crate::rules::AccessCase;
use crate::time::Instant;

/// What the evaluation of one place finds, beside what it changes.
pub(crate) struct Evaluation {
    /// When something will have to be done here.
    pub(crate) timers: Timers,
    /// When the place has to be evaluated again, though nothing may have to be done.
    pub(crate) refresh: Timers,
    /// What the host should know.
    pub(crate) conditions: Vec<HostCondition>,
    /// The locks on which the evaluation depends.
    pub(crate) watch: BTreeMap<Id, Watch>,
}

impl Evaluation {
    pub(crate) fn new(now: Instant) -> Self {
        Self {
            timers: Timers::new(now),
            refresh: Timers::new(now),
            conditions: Vec::new(),
            watch: BTreeMap::new(),
        }
    }

    /// Watches a lock whose codes are doubtful, or will be (C8).
    pub(crate) fn await_doubt(&mut self, case: &AccessCase<'_>, lock_id: &Id) {
        if let Some(at) = case.doubtful_from() {
            self.refresh.set(Timer::ClockDoubt, at);
            self.watch_closely(lock_id);
        }
    }

    /// The status of the lock counts here.
    pub(crate) fn watch(&mut self, lock_id: &Id) {
        self.watch
            .entry(lock_id.clone())
            .or_insert(Watch::Reachability);
    }

    /// All that happens at the lock counts here: somebody waits for a way in, a place or a PIN.
    pub(crate) fn watch_closely(&mut self, lock_id: &Id) {
        self.watch.insert(lock_id.clone(), Watch::Everything);
    }
}
