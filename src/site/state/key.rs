//! What a row is found by: the rows of one lock, one stay, and so on, without a walk through the
//! others (D5).

use std::collections::BTreeMap;

use super::command::Command;
use super::lock_row::LockRow;
use super::notice_row::NoticeRow;
use super::standing_order::{StandingOrder, Subject};
use super::told::{TripRow, VisitRow};
use crate::Id;
use crate::code::Pin;
use crate::model::{AccessCode, HolderKind, Listing, Reservation};

/// What a row is found by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowKey {
    /// A lock: its codes, its commands, the listings and visits behind it.
    Lock(Id),
    /// The codes that are off a lock for good. Only their PINs count still (P7).
    Gone(Id),
    /// A rental unit: its bookings and its visits.
    Listing(Id),
    /// A booking, the codes that it holds or was told, and the orders about it.
    Stay(Id),
    /// A visit, its codes, and the orders about it.
    Visit(Id),
    /// Codes that have this PIN, at whichever door.
    Pin(Pin),
    /// Backups, or emergency codes, that have the PIN of this number, at one door or several.
    PinNumber(u32),
    /// A command without a final result; its lock keeps it.
    UnconfirmedCommand(Id),
    /// The orders about exactly this.
    OrderedAbout(Subject),
    /// The conditions that are over.
    EndedCondition,
}

impl RowKey {
    /// How many kinds of keys there are.
    const KINDS: usize = 10;

    fn kind(&self) -> usize {
        match self {
            Self::Lock(_) => 0,
            Self::Gone(_) => 1,
            Self::Listing(_) => 2,
            Self::Stay(_) => 3,
            Self::Visit(_) => 4,
            Self::Pin(_) => 5,
            Self::PinNumber(_) => 6,
            Self::UnconfirmedCommand(_) => 7,
            Self::OrderedAbout(_) => 8,
            Self::EndedCondition => 9,
        }
    }
}

/// Values by key. Each kind of key has a map of its own: a site has few locks and many PINs, and
/// who asks for a lock compares no PINs.
#[derive(Clone, Debug)]
pub(super) struct KeyMap<V>([BTreeMap<RowKey, V>; RowKey::KINDS]);

impl<V> Default for KeyMap<V> {
    fn default() -> Self {
        Self(std::array::from_fn(|_| BTreeMap::new()))
    }
}

impl<V> KeyMap<V> {
    pub(super) fn get(&self, key: &RowKey) -> Option<&V> {
        self.0.get(key.kind())?.get(key)
    }

    pub(super) fn get_mut(&mut self, key: &RowKey) -> Option<&mut V> {
        self.0.get_mut(key.kind())?.get_mut(key)
    }

    pub(super) fn insert(&mut self, key: RowKey, value: V) {
        if let Some(map) = self.0.get_mut(key.kind()) {
            map.insert(key, value);
        }
    }

    pub(super) fn remove(&mut self, key: &RowKey) {
        if let Some(map) = self.0.get_mut(key.kind()) {
            map.remove(key);
        }
    }
}

/// A row that has an id and is found by keys.
pub(crate) trait Keyed: PartialEq {
    /// Its id in its table.
    fn id(&self) -> &str;

    /// What it is found by, beside its id.
    fn keys(&self) -> Vec<RowKey>;
}

/// The keys that a row had and those that it has now, each once.
pub(crate) struct Keys {
    pub(super) before: Vec<RowKey>,
    pub(super) now: Vec<RowKey>,
}

impl Keys {
    pub(super) fn of<T: Keyed>(before: Option<&T>, now: Option<&T>) -> Self {
        let keys = |row: Option<&T>| row.map(T::keys).unwrap_or_default();
        Self {
            before: keys(before),
            now: keys(now),
        }
    }

    /// All of them; those that stay come once.
    pub(super) fn all(&self) -> impl Iterator<Item = &RowKey> {
        let gone = self.before.iter().filter(|key| !self.now.contains(key));
        self.now.iter().chain(gone)
    }
}

impl Keyed for AccessCode {
    fn id(&self) -> &str {
        &self.id
    }

    fn keys(&self) -> Vec<RowKey> {
        // The host has to hear first of a code that was replaced.
        let is_over = self.is_gone() && self.replaced.is_none();
        let at_lock = if is_over { RowKey::Gone } else { RowKey::Lock };
        let mut keys = vec![at_lock(self.lock_id.clone())];
        match (&self.holder.id, self.holder.kind) {
            (Some(id), HolderKind::Reservation) => keys.push(RowKey::Stay(id.clone())),
            (Some(id), HolderKind::Visit) => keys.push(RowKey::Visit(id.clone())),
            _ => {}
        }
        if matches!(self.holder.kind, HolderKind::Backup | HolderKind::Emergency) {
            keys.extend(self.pin_number.map(RowKey::PinNumber));
        }
        keys.extend(self.pin.map(RowKey::Pin));
        let told = self.told_to.iter().flatten();
        keys.extend(told.map(|told| RowKey::Stay(told.reservation_id.clone())));
        keys
    }
}

impl Keyed for Command {
    fn id(&self) -> &str {
        &self.id
    }

    fn keys(&self) -> Vec<RowKey> {
        vec![RowKey::Lock(self.lock_id.clone())]
    }
}

impl Keyed for Listing {
    fn id(&self) -> &str {
        &self.id
    }

    fn keys(&self) -> Vec<RowKey> {
        let mut keys = vec![RowKey::Listing(self.id.clone())];
        keys.extend(self.locks.iter().cloned().map(RowKey::Lock));
        keys
    }
}

impl Keyed for LockRow {
    fn id(&self) -> &str {
        &self.lock.id
    }

    fn keys(&self) -> Vec<RowKey> {
        let mut keys = vec![RowKey::Lock(self.lock.id.clone())];
        let unconfirmed = self.unconfirmed_commands.iter().flatten();
        keys.extend(unconfirmed.map(|sent| RowKey::UnconfirmedCommand(sent.command.id.clone())));
        keys
    }
}

impl Keyed for NoticeRow {
    fn id(&self) -> &str {
        &self.key
    }

    fn keys(&self) -> Vec<RowKey> {
        Vec::from_iter(self.ended_at.map(|_| RowKey::EndedCondition))
    }
}

impl Keyed for Reservation {
    fn id(&self) -> &str {
        &self.id
    }

    fn keys(&self) -> Vec<RowKey> {
        vec![
            RowKey::Listing(self.listing_id.clone()),
            RowKey::Stay(self.id.clone()),
        ]
    }
}

impl Keyed for StandingOrder {
    fn id(&self) -> &str {
        &self.key
    }

    fn keys(&self) -> Vec<RowKey> {
        let mut keys = vec![RowKey::OrderedAbout(self.subject.clone())];
        keys.extend(match &self.subject {
            Subject::Stay { id, .. } => Some(RowKey::Stay(id.clone())),
            Subject::Visit { id, .. } => Some(RowKey::Visit(id.clone())),
            Subject::Listing(id) => Some(RowKey::Listing(id.clone())),
            Subject::Lock(id) | Subject::Code { lock_id: id, .. } => Some(RowKey::Lock(id.clone())),
            Subject::Site => None,
        });
        keys
    }
}

impl Keyed for TripRow {
    fn id(&self) -> &str {
        &self.id
    }

    fn keys(&self) -> Vec<RowKey> {
        vec![RowKey::Stay(self.id.clone())]
    }
}

impl Keyed for VisitRow {
    fn id(&self) -> &str {
        &self.visit.id
    }

    fn keys(&self) -> Vec<RowKey> {
        let mut keys = vec![RowKey::Visit(self.visit.id.clone())];
        keys.extend(self.visit.listings().cloned().map(RowKey::Listing));
        let lock_ids = self.visit.lock_ids.iter().flatten();
        keys.extend(lock_ids.cloned().map(RowKey::Lock));
        keys
    }
}
