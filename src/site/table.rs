//! Rows by id, in the order of their ids' UTF-8 bytes, that remember which of them a step changed.

use super::step::{Change, Row, TableName};
use crate::sorted::{Map, Set};

/// Rows of one kind.
#[derive(Clone, Debug)]
pub(super) struct Table<T> {
    rows: Map<String, T>,
    changed: Set<String>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: Map::new(),
            changed: Set::new(),
        }
    }
}

impl<T: PartialEq> Table<T> {
    /// A table of unchanged rows.
    pub(super) fn of(rows: impl IntoIterator<Item = (String, T)>) -> Self {
        Self {
            rows: rows.into_iter().collect(),
            changed: Set::new(),
        }
    }

    pub(super) fn get(&self, id: &str) -> Option<&T> {
        self.rows.get(id)
    }

    pub(super) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &T)> {
        self.rows.iter().map(|(id, row)| (id.as_str(), row))
    }

    pub(super) fn values(&self) -> impl Iterator<Item = &T> {
        self.rows.values()
    }

    /// Stores a row; one that is there already, the same to the letter, is no change.
    pub(super) fn put(&mut self, id: &str, row: T) {
        if self.rows.get(id) != Some(&row) {
            self.rows.insert(id.to_owned(), row);
            self.changed.insert(id.to_owned());
        }
    }

    pub(super) fn delete(&mut self, id: &str) {
        if self.rows.remove(id).is_some() {
            self.changed.insert(id.to_owned());
        }
    }

    /// Moves what changed since the last call to `changes`, in the order of the ids.
    pub(super) fn drain(
        &mut self,
        changes: &mut Vec<Change>,
        table: TableName,
        row: impl Fn(String, T) -> Row,
    ) where
        T: Clone,
    {
        for id in std::mem::take(&mut self.changed) {
            changes.push(match self.rows.get(&id) {
                Some(found) => Change::Put(Box::new(row(id, found.clone()))),
                None => Change::Delete { table, id },
            });
        }
    }
}
