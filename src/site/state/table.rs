//! One table: rows by id, in the order of their ids' UTF-8 bytes. It knows which rows a step
//! changed, and finds rows by their keys.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use super::change::{Change, Row, TableName};
use super::key::{KeyMap, Keys, RowKey};
use super::topic::{Topic, Touching};
use crate::error::shown;
use crate::{Error, ErrorCode};

/// Rows of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    rows: Rows<T>,
    /// The rows that changed, as they were before; `None` where there was no row.
    changed: BTreeMap<Arc<str>, Option<Arc<T>>>,
    by_key: KeyMap<Rows<T>>,
    /// What has to be looked at again since the last call of `take_touched`.
    touched: BTreeSet<Topic>,
    /// How often a row was changed. Who sees the same number twice knows that nothing was.
    revision: u64,
}

type Rows<T> = BTreeMap<Arc<str>, Arc<T>>;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            changed: BTreeMap::new(),
            by_key: KeyMap::default(),
            touched: BTreeSet::new(),
            revision: 0,
        }
    }
}

impl<T: Touching> Table<T> {
    /// A table of stored rows, none of them changed.
    ///
    /// # Errors
    /// An id that two rows have; `path` names their table.
    pub(crate) fn load(rows: impl IntoIterator<Item = T>, path: &str) -> Result<Self, Error> {
        let mut table = Self::default();
        for (at, row) in rows.into_iter().enumerate() {
            let id: Arc<str> = row.id().into();
            if table.rows.contains_key(&id) {
                return Err(duplicate_id(&id).at(&format!("{path}[{at}]")));
            }
            let keys = Keys::of(None, Some(&row));
            table.store(&id, row, keys);
        }
        Ok(table)
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

    /// The rows whose ids begin with a text.
    pub(crate) fn beginning_with<'a>(&'a self, text: &'a str) -> impl Iterator<Item = &'a T> {
        let from = (Bound::Included(text), Bound::Unbounded);
        let rows = self.rows.range::<str, _>(from);
        let rows = rows.take_while(move |(id, _)| id.starts_with(text));
        rows.map(|(_, row)| &**row)
    }

    /// The rows of a key, in the order of their ids.
    pub(crate) fn about<'a>(&'a self, key: &RowKey) -> impl Iterator<Item = &'a T> + use<'a, T> {
        let mut rows = self.by_key.get(key).map(BTreeMap::values);
        std::iter::from_fn(move || rows.as_mut()?.next().map(AsRef::as_ref))
    }

    /// The same, to keep while the table changes.
    pub(crate) fn shared(&self, key: &RowKey) -> Vec<Arc<T>> {
        let rows = self.by_key.get(key);
        rows.map(|rows| rows.values().map(Arc::clone).collect())
            .unwrap_or_default()
    }

    /// Stores a row. A row that is equal to the stored one is no change.
    pub(crate) fn put(&mut self, id: &str, row: T) {
        let (id, before) = match self.rows.get_key_value(id) {
            Some((_, before)) if **before == row => return,
            Some((id, before)) => (Arc::clone(id), Some(Arc::clone(before))),
            None => (id.into(), None),
        };
        let keys = Keys::of(before.as_deref(), Some(&row));
        row.touch(before.as_deref(), &keys, &mut self.touched);
        self.keep(&id, before);
        self.store(&id, row, keys);
    }

    /// How often a row was changed so far.
    pub(crate) fn revision(&self) -> u64 {
        self.revision
    }

    /// Remembers a row as it was before its first change.
    fn keep(&mut self, id: &Arc<str>, before: Option<Arc<T>>) {
        self.revision = self.revision.wrapping_add(1);
        if !self.changed.contains_key(id) {
            self.changed.insert(Arc::clone(id), before);
        }
    }

    /// Stores a row and its keys, but remembers no change.
    fn store(&mut self, id: &Arc<str>, row: T, keys: Keys) {
        let row = Arc::new(row);
        match self.rows.get_mut(id) {
            Some(stored) => *stored = Arc::clone(&row),
            None => drop(self.rows.insert(Arc::clone(id), Arc::clone(&row))),
        }
        self.remove_keys(id, &keys);
        for key in keys.now {
            if let Some(rows) = self.by_key.get_mut(&key) {
                rows.insert(Arc::clone(id), Arc::clone(&row));
            } else {
                let rows = Rows::from([(Arc::clone(id), Arc::clone(&row))]);
                self.by_key.insert(key, rows);
            }
        }
    }

    /// Changes a row, if it is there.
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
        let Some((id, row)) = self.rows.remove_entry(id) else {
            return;
        };
        let keys = Keys::of(Some(&*row), None);
        row.touch(None, &keys, &mut self.touched);
        self.remove_keys(&id, &keys);
        self.keep(&id, Some(row));
    }

    /// Takes a row out of the keys that it has no more.
    fn remove_keys(&mut self, id: &str, keys: &Keys) {
        for key in keys.before.iter().filter(|key| !keys.now.contains(key)) {
            if let Some(rows) = self.by_key.get_mut(key) {
                rows.remove(id);
                if rows.is_empty() {
                    self.by_key.remove(key);
                }
            }
        }
    }

    /// Whether anything has to be looked at again.
    pub(super) fn is_touched(&self) -> bool {
        !self.touched.is_empty()
    }

    /// What has to be looked at again because of the changes since the last call.
    pub(crate) fn take_touched(&mut self) -> BTreeSet<Topic> {
        std::mem::take(&mut self.touched)
    }

    /// The changes since the last call, in the order of the ids. A row that is again as it was, or
    /// that came and went, is no change.
    pub(crate) fn take_changes(
        &mut self,
        table: TableName,
        row: impl Fn(String, T) -> Row,
    ) -> Vec<Change>
    where
        T: Clone,
    {
        let mut changes = Vec::new();
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
        changes
    }
}

fn duplicate_id(id: &str) -> Error {
    Error::new(
        ErrorCode::InvalidValue,
        format!("duplicate id `{}`", shown(id)),
        "give each its own id",
    )
}
