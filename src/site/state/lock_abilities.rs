//! What each lock can do: worked out when the lock is given, and not when it is asked for (D5).

use std::sync::Arc;

use super::tables::State;
use crate::Id;
use crate::model::{Abilities, abilities};

impl State {
    /// What a lock can do; nothing where it is not there.
    pub(crate) fn abilities_of(&self, lock_id: &Id) -> Option<&Arc<Abilities>> {
        self.abilities.get(lock_id)
    }

    /// A lock is another one, or new.
    pub(crate) fn note_abilities(&mut self, lock_id: &Id) {
        let row = self.locks.get(lock_id);
        match row.and_then(|row| abilities(&row.lock).ok()) {
            Some(able) => drop(self.abilities.insert(lock_id.clone(), Arc::new(able))),
            None => drop(self.abilities.remove(lock_id)),
        }
    }

    /// Works out what every lock can do.
    pub(super) fn note_all_abilities(&mut self) {
        let ids: Vec<Id> = self.locks.values().map(|row| row.lock.id.clone()).collect();
        for id in ids {
            self.note_abilities(&id);
        }
    }
}
