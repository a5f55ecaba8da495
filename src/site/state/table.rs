//! One table: rows by id, in the order of their ids' UTF-8 bytes. It knows which rows a step
//! changed, and finds rows by their keys.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;

use super::change::{Change, Row, TableName};
use super::key::RowKey;
use super::topic::{Topic, Touching};
use crate::error::shown;
use crate::{Error, ErrorCode};

/// Rows of one kind.
#[derive(Clone, Debug)]
pub(crate) struct Table<T> {
    rows: Rows<T>,
    /// The rows that changed, as they were before; `None` where there was no row.
    changed: BTreeMap<Arc<str>, Option<Arc<T>>>,
    by_key: BTreeMap<RowKey, Rows<T>>,
    /// What has to be looked at again since the last call of `take_touched`.
    touched: BTreeSet<Topic>,
}

type Rows<T> = BTreeMap<Arc<str>, Arc<T>>;

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self {
            rows: BTreeMap::new(),
            changed: BTreeMap::new(),
            by_key: BTreeMap::new(),
            touched: BTreeSet::new(),
        }
    }
}

impl<T: Touching> Table<T> {
    /// A table of stored rows, none of them changed.
    ///
    /// # Errors
    /// An id that two rows have; `path` is where the rows stand.
    pub(crate) fn load(rows: impl IntoIterator<Item = T>, path: &str) -> Result<Self, Error> {
        let mut table = Self::default();
        for (at, row) in rows.into_iter().enumerate() {
            let id: Arc<str> = row.id().into();
            if table.rows.contains_key(&id) {
                return Err(duplicate_id(&id).at(&format!("{path}[{at}]")));
            }
            table.insert(&id, row);
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

    /// Stores a row and its keys, but remembers no change.
    fn insert(&mut self, id: &Arc<str>, row: T) {
        let row = Arc::new(row);
        let before = self.rows.insert(Arc::clone(id), Arc::clone(&row));
        let keys = row.keys();
        self.remove_keys(id, before.as_deref(), &keys);
        for key in keys {
            let rows = self.by_key.entry(key).or_default();
            rows.insert(Arc::clone(id), Arc::clone(&row));
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
        self.keep(id);
        if let Some(row) = self.rows.remove(id) {
            row.touch(None, &mut self.touched);
            self.remove_keys(id, Some(&row), &[]);
        }
    }

    /// Takes a row out of its keys, but for those that it keeps.
    fn remove_keys(&mut self, id: &str, row: Option<&T>, kept: &[RowKey]) {
        for key in row.map(T::keys).unwrap_or_default() {
            if kept.contains(&key) {
                continue;
            }
            if let Some(rows) = self.by_key.get_mut(&key) {
                rows.remove(id);
                if rows.is_empty() {
                    self.by_key.remove(&key);
                }
            }
        }
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
