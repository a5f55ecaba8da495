//! What one look at one place yields.

use std::collections::BTreeMap;

use super::condition::HostCondition;
use super::timers::{Timer, Timers};
use crate::Id;
use crate::rules::AccessCase;
use crate::time::Instant;

/// What one look at one place found, beside what it changed.
pub(crate) struct Evaluation {
    /// When something will have to be done here.
    pub(crate) timers: Timers,
    /// When this looks different, though nothing may have to be done.
    pub(crate) refresh: Timers,
    /// What the host should know.
    pub(crate) conditions: Vec<HostCondition>,
    /// The locks whose word counts here, and whether everything about them does.
    pub(crate) watch: BTreeMap<Id, bool>,
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

    /// Whatever happens at the lock counts here, since its codes will be doubtful, and once they are (C8).
    pub(crate) fn await_doubt(&mut self, case: &AccessCase<'_>, lock_id: &Id) {
        if let Some(at) = case.doubtful_from() {
            self.refresh.set(Timer::ClockDoubt, at);
            self.watch_closely(lock_id);
        }
    }

    /// How the lock is seen counts here.
    pub(crate) fn watch(&mut self, lock_id: &Id) {
        self.watch.entry(lock_id.clone()).or_default();
    }

    /// Whatever happens at the lock counts here: somebody waits for a way in, a place or a PIN.
    pub(crate) fn watch_closely(&mut self, lock_id: &Id) {
        self.watch.insert(lock_id.clone(), true);
    }
}
