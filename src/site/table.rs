//! Rows by id, in the order of their ids' UTF-8 bytes, that remember which of them a step changed, and find each other
//! by what they are about.

use super::place::{Place, Placed};
use super::step::{Change, Row, TableName};
use crate::sorted::{Map, Set};

/// Rows of one kind.
#[derive(Clone, Debug)]
pub(super) struct Table<T> {
    rows: Map<String, T>,
    changed: Set<String>,
    /// The ids of the rows about each place.
    about: Map<Place, Set<String>>,
    touched: Set<Place>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: Map::new(),
            changed: Set::new(),
            about: Map::new(),
            touched: Set::new(),
        }
    }
}

impl<T: Placed> Table<T> {
    /// A table of unchanged rows.
    pub(super) fn of(rows: impl IntoIterator<Item = (String, T)>) -> Self {
        let rows: Map<String, T> = rows.into_iter().collect();
        let mut about = Map::<Place, Set<String>>::new();
        for (id, row) in rows.iter() {
            for place in row.places() {
                about.change(place, |ids| {
                    ids.insert(id.clone());
                });
            }
        }
        Self {
            rows,
            about,
            ..Self::default()
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

    /// The rows about a place, in the order of their ids.
    pub(super) fn about<'a>(&'a self, place: &Place) -> impl Iterator<Item = &'a T> + use<'a, T> {
        let ids = self.about.get(place);
        ids.into_iter()
            .flat_map(Set::iter)
            .filter_map(|id| self.rows.get(id.as_str()))
    }

    /// Stores a row; one that is there already, the same to the letter, is no change.
    pub(super) fn put(&mut self, id: &str, row: T) {
        let before = self.rows.get(id);
        if before == Some(&row) {
            return;
        }
        row.touch(before, &mut self.touched);
        let left = before.map(T::places).unwrap_or_default();
        self.move_row(id, left, row.places());
        self.rows.insert(id.to_owned(), row);
        self.changed.insert(id.to_owned());
    }

    pub(super) fn delete(&mut self, id: &str) {
        if let Some(row) = self.rows.remove(id) {
            row.touch(None, &mut self.touched);
            self.move_row(id, row.places(), Vec::new());
            self.changed.insert(id.to_owned());
        }
    }

    fn move_row(&mut self, id: &str, left: Vec<Place>, entered: Vec<Place>) {
        if left == entered {
            return;
        }
        for place in left {
            if let Some(ids) = self.about.get_mut(&place) {
                ids.remove(id);
                if ids.is_empty() {
                    self.about.remove(&place);
                }
            }
        }
        for place in entered {
            self.about.change(place, |ids| {
                ids.insert(id.to_owned());
            });
        }
    }

    /// What the changes since the last call were about.
    pub(super) fn take_touched(&mut self) -> Set<Place> {
        std::mem::take(&mut self.touched)
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
