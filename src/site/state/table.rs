//! Rows by id, in the order of their ids' UTF-8 bytes, that remember which of them a step changed, and find each other
//! by what they are about.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::change::{Change, Row, TableName};
use super::key::{Place, Placed};

/// Rows of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    rows: Rows<T>,
    /// The rows that changed, as they were before; none where there was none.
    changed: BTreeMap<Arc<str>, Option<Arc<T>>>,
    /// The rows about each place.
    about: BTreeMap<Place, Rows<T>>,
    touched: BTreeSet<Place>,
}

type Rows<T> = BTreeMap<Arc<str>, Arc<T>>;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            changed: BTreeMap::new(),
            about: BTreeMap::new(),
            touched: BTreeSet::new(),
        }
    }
}

impl<T: Placed> Table<T> {
    /// A table of unchanged rows.
    pub(crate) fn of(rows: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut table = Self::default();
        for (id, row) in rows {
            table.insert(&id.into(), row);
        }
        table
    }

    pub(crate) fn get(&self, id: &str) -> Option<&T> {
        self.rows.get(id).map(AsRef::as_ref)
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.rows.iter().map(|(id, row)| (&**id, &**row))
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &T> {
        self.rows.values().map(AsRef::as_ref)
    }

    /// The rows about a place, in the order of their ids.
    pub(crate) fn about<'a>(&'a self, place: &Place) -> impl Iterator<Item = &'a T> + use<'a, T> {
        let mut rows = self.about.get(place).map(BTreeMap::values);
        std::iter::from_fn(move || rows.as_mut()?.next().map(AsRef::as_ref))
    }

    /// The same, to keep while the table changes.
    pub(crate) fn shared(&self, place: &Place) -> Vec<Arc<T>> {
        let rows = self.about.get(place);
        rows.map(|rows| rows.values().map(Arc::clone).collect())
            .unwrap_or_default()
    }

    /// Stores a row; one that is there already, the same to the letter, is no change.
    pub(crate) fn put(&mut self, id: &str, row: T) {
        let before = self.rows.get(id).map(AsRef::as_ref);
        if before == Some(&row) {
            return;
        }
        row.touch(before, &mut self.touched);
        self.keep(id);
        self.insert(&id.into(), row);
    }

    /// Remembers a row as it was before its first change.
    fn keep(&mut self, id: &str) {
        if !self.changed.contains_key(id) {
            self.changed.insert(id.into(), self.rows.get(id).cloned());
        }
    }

    /// Stores a row without a word of it to anybody.
    fn insert(&mut self, id: &Arc<str>, row: T) {
        let row = Arc::new(row);
        let before = self.rows.insert(Arc::clone(id), Arc::clone(&row));
        let entered = row.places();
        self.leave(id, before.as_deref(), &entered);
        for place in entered {
            let rows = self.about.entry(place).or_default();
            rows.insert(Arc::clone(id), Arc::clone(&row));
        }
    }

    /// Changes a row, where it is there.
    pub(crate) fn change(&mut self, id: &str, change: impl FnOnce(&mut T))
    where
        T: Clone,
    {
        if let Some(mut row) = self.get(id).cloned() {
            change(&mut row);
            self.put(id, row);
        }
    }

    pub(crate) fn delete(&mut self, id: &str) {
        self.keep(id);
        if let Some(row) = self.rows.remove(id) {
            row.touch(None, &mut self.touched);
            self.leave(id, Some(&row), &[]);
        }
    }

    /// A row is no longer about what it was about before, but for where it stays.
    fn leave(&mut self, id: &str, row: Option<&T>, stays: &[Place]) {
        for place in row.map(T::places).unwrap_or_default() {
            if stays.contains(&place) {
                continue;
            }
            if let Some(rows) = self.about.get_mut(&place) {
                rows.remove(id);
                if rows.is_empty() {
                    self.about.remove(&place);
                }
            }
        }
    }

    /// What the changes since the last call were about.
    pub(crate) fn take_touched(&mut self) -> BTreeSet<Place> {
        std::mem::take(&mut self.touched)
    }

    /// Moves what changed since the last call to `changes`, in the order of the ids. What came and went, or is again as it
    /// was, is no change.
    pub(crate) fn drain(
        &mut self,
        changes: &mut Vec<Change>,
        table: TableName,
        row: impl Fn(String, T) -> Row,
    ) where
        T: Clone,
    {
        for (id, before) in std::mem::take(&mut self.changed) {
            let now = self.get(&id);
            if now == before.as_deref() {
                continue;
            }
            let id = id.to_string();
            changes.push(match now {
                Some(now) => Change::Put(Box::new(row(id, now.clone()))),
                None => Change::Delete { table, id },
            });
        }
    }
}
