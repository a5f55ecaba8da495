//! Maps, sets and sorting that stay small in the module.
//!
//! The standard ones are compiled anew, at several kilobytes, for each type that they are used with. These keep
//! their entries in sorted chunks: a look-up is two searches, and an insertion moves no more than one chunk.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::{slice, vec};

/// A map in the order of its keys. No chunk is empty.
#[derive(Clone, Debug)]
pub(crate) struct Map<K, V>(Vec<Vec<(K, V)>>);

/// Entries in one chunk, at most.
const CHUNK: usize = if cfg!(test) { 4 } else { 256 };

/// Where an entry is, or would be: its chunk, and its place there.
struct Spot {
    chunk: usize,
    at: Result<usize, usize>,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Map<K, V> {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    fn spot<Q: Ord + ?Sized>(&self, key: &Q) -> Spot
    where
        K: Borrow<Q>,
    {
        let compare =
            |entry: Option<&(K, V)>| entry.map_or(Ordering::Greater, |(found, _)| found.borrow().cmp(key));
        let last = self.0.len().saturating_sub(1);
        // What comes after all that there is, goes to the end of the last chunk.
        let chunk = search(last, &|at| {
            compare(self.0.get(at).and_then(|entries| entries.last()))
        });
        let chunk = chunk.unwrap_or_else(|at| at);
        let entries = self.0.get(chunk).map_or(&[][..], Vec::as_slice);
        Spot {
            chunk,
            at: search(entries.len(), &|at| compare(entries.get(at))),
        }
    }

    fn entry<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&(K, V)>
    where
        K: Borrow<Q>,
    {
        let spot = self.spot(key);
        self.0.get(spot.chunk)?.get(spot.at.ok()?)
    }

    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.entry(key).map(|(_, value)| value)
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        let spot = self.spot(key);
        self.value_at(spot.chunk, spot.at.ok()?)
    }

    fn value_at(&mut self, chunk: usize, at: usize) -> Option<&mut V> {
        self.0.get_mut(chunk)?.get_mut(at).map(|(_, value)| value)
    }

    pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.entry(key).is_some()
    }

    /// Puts a value; gives the one that was there.
    pub(crate) fn insert(&mut self, key: K, value: V) -> Option<V> {
        let spot = self.spot(&key);
        match spot.at {
            Ok(at) => self
                .value_at(spot.chunk, at)
                .map(|found| std::mem::replace(found, value)),
            Err(at) => {
                self.insert_at(spot.chunk, at, (key, value));
                None
            }
        }
    }

    /// Puts an entry where it belongs; gives its spot.
    fn insert_at(&mut self, chunk: usize, at: usize, entry: (K, V)) -> (usize, usize) {
        let Some(entries) = self.0.get_mut(chunk) else {
            self.0.push(vec![entry]);
            return (self.0.len().saturating_sub(1), 0);
        };
        if entries.len() < CHUNK {
            entries.insert(at, entry);
            return (chunk, at);
        }
        let next = chunk.saturating_add(1);
        // A full chunk that grows at its end stays full; any other is halved.
        let half = if at == CHUNK { CHUNK } else { CHUNK / 2 };
        let mut rest = entries.split_off(half);
        let (chunk, at) = if at < half {
            entries.insert(at, entry);
            (chunk, at)
        } else {
            let at = at.saturating_sub(half);
            rest.insert(at, entry);
            (next, at)
        };
        self.0.insert(next, rest);
        (chunk, at)
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let spot = self.spot(key);
        let at = spot.at.ok()?;
        let entries = self.0.get_mut(spot.chunk)?;
        let (_, value) = entries.remove(at);
        if entries.is_empty() {
            self.0.remove(spot.chunk);
        }
        Some(value)
    }

    /// Changes the value of a key, the default one where there is none yet.
    pub(crate) fn change(&mut self, key: K, change: impl FnOnce(&mut V))
    where
        V: Default,
    {
        let spot = self.spot(&key);
        let (chunk, at) = match spot.at {
            Ok(at) => (spot.chunk, at),
            Err(at) => self.insert_at(spot.chunk, at, (key, V::default())),
        };
        if let Some(value) = self.value_at(chunk, at) {
            change(value);
        }
    }

    /// The first entry whose key is greater than `key`.
    pub(crate) fn after(&self, key: &K) -> Option<(&K, &V)> {
        let spot = self.spot(key);
        let at = match spot.at {
            Ok(at) => at.saturating_add(1),
            Err(at) => at,
        };
        let here = self.0.get(spot.chunk)?.get(at);
        let next = || self.0.get(spot.chunk.saturating_add(1))?.first();
        here.or_else(next).map(|(key, value)| (key, value))
    }

    pub(crate) fn iter(&self) -> Entries<'_, K, V> {
        Entries {
            chunks: self.0.iter(),
            here: [].iter(),
        }
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.iter().map(|(_, value)| value)
    }

    pub(crate) fn len(&self) -> usize {
        self.0.iter().map(Vec::len).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = V> {
        self.into_iter().map(|(_, value)| value)
    }
}

/// The entries of a map in order: what `flatten` gives, in a third of its bytes.
pub(crate) struct Entries<'a, K, V> {
    chunks: slice::Iter<'a, Vec<(K, V)>>,
    here: slice::Iter<'a, (K, V)>,
}

impl<'a, K, V> Iterator for Entries<'a, K, V> {
    type Item = (&'a K, &'a V);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some((key, value)) = self.here.next() {
                return Some((key, value));
            }
            self.here = self.chunks.next()?.iter();
        }
    }
}

/// Of entries with the same key the last one stays.
impl<K: Ord, V> FromIterator<(K, V)> for Map<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(entries: I) -> Self {
        let mut map = Self::new();
        for (key, value) in entries {
            map.insert(key, value);
        }
        map
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = OwnEntries<K, V>;

    fn into_iter(self) -> Self::IntoIter {
        OwnEntries {
            chunks: self.0.into_iter(),
            here: Vec::new().into_iter(),
        }
    }
}

/// The entries of a map that is given up.
pub(crate) struct OwnEntries<K, V> {
    chunks: vec::IntoIter<Vec<(K, V)>>,
    here: vec::IntoIter<(K, V)>,
}

impl<K, V> Iterator for OwnEntries<K, V> {
    type Item = (K, V);

    fn next(&mut self) -> Option<(K, V)> {
        loop {
            if let Some(entry) = self.here.next() {
                return Some(entry);
            }
            self.here = self.chunks.next()?.into_iter();
        }
    }
}

/// A set in order.
#[derive(Clone, Debug)]
pub(crate) struct Set<T>(Map<T, ()>);

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self(Map::default())
    }
}

impl<T: Ord> Set<T> {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.contains_key(item)
    }

    /// Puts an item; says whether it is new.
    pub(crate) fn insert(&mut self, item: T) -> bool {
        self.0.insert(item, ()).is_none()
    }

    pub(crate) fn extend(&mut self, items: impl IntoIterator<Item = T>) {
        for item in items {
            self.insert(item);
        }
    }

    pub(crate) fn remove<Q: Ord + ?Sized>(&mut self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.0.remove(item).is_some()
    }

    /// The first item that is greater than `item`.
    pub(crate) fn after(&self, item: &T) -> Option<&T> {
        self.0.after(item).map(|(key, ())| key)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.0.keys()
    }
}

impl<T: Ord> FromIterator<T> for Set<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().map(|item| (item, ())).collect())
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::iter::Map<<Map<T, ()> as IntoIterator>::IntoIter, fn((T, ())) -> T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter().map(|(item, ())| item)
    }
}

/// Lists what an iterator gives.
pub(crate) trait Gather: Iterator + Sized {
    /// What `collect` gives, in half of its bytes: that one asks each kind of iterator how much is to come, and
    /// takes its first item by other code than the rest.
    fn gather(self) -> Vec<Self::Item> {
        let mut items = Vec::new();
        for item in self {
            items.push(item);
        }
        items
    }
}

impl<I: Iterator> Gather for I {}

/// Sorts, and keeps the order of what is equal.
pub(crate) fn sort_by<T>(items: &mut [T], compare: impl Fn(&T, &T) -> Ordering) {
    let order = sorted_places(items.len(), &|a, b| match (items.get(a), items.get(b)) {
        (Some(a), Some(b)) => compare(a, b),
        _ => Ordering::Equal,
    });
    arrange(order, &mut |a, b| items.swap(a, b));
}

// What follows is compiled once, whatever is searched or sorted.

/// The place of what `compare` calls equal, or where it belongs.
#[inline(never)]
fn search(length: usize, compare: &dyn Fn(usize) -> Ordering) -> Result<usize, usize> {
    let (mut from, mut to) = (0, length);
    // What is built in order, as most maps are, is appended: the last one is looked at first.
    let mut middle = length.saturating_sub(1);
    while from < to {
        match compare(middle) {
            Ordering::Equal => return Ok(middle),
            Ordering::Less => from = middle.saturating_add(1),
            Ordering::Greater => to = middle,
        }
        middle = from.midpoint(to);
    }
    Err(from)
}

/// The places in the order of what stands there, by a merge sort: a tenth of the standard one's bytes.
#[inline(never)]
fn sorted_places(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..length).collect();
    if order
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if compare(*a, *b) != Ordering::Greater))
    {
        return Vec::new();
    }
    let mut width = 1;
    while width < length {
        let mut merged = Vec::with_capacity(length);
        for pair in order.chunks(width.saturating_mul(2)) {
            let (mut left, mut right) = pair.split_at_checked(width).unwrap_or((pair, &[]));
            while let ([a, after_a @ ..], [b, after_b @ ..]) = (left, right) {
                if compare(*b, *a) == Ordering::Less {
                    merged.push(*b);
                    right = after_b;
                } else {
                    merged.push(*a);
                    left = after_a;
                }
            }
            merged.extend_from_slice(left);
            merged.extend_from_slice(right);
        }
        order = merged;
        width = width.saturating_mul(2);
    }
    order
}

/// Swaps items until each place holds what stood at the place that `order` names for it.
#[inline(never)]
fn arrange(mut order: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for start in 0..order.len() {
        let mut at = start;
        while let Some(from) = order.get_mut(at).map(|place| std::mem::replace(place, at)) {
            if from == start {
                break;
            }
            swap(at, from);
            at = from;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::{Map, Set, sort_by};

    proptest! {
        /// The standard map, set and sort are the oracle.
        #[test]
        fn answer_as_the_standard_ones_do(
            start in prop::collection::vec((0_u8..40, 0_u8..9), 0..60),
            steps in prop::collection::vec((0_u8..3, 0_u8..40, 0_u8..9), 0..60),
        ) {
            let mut map: Map<u8, u8> = start.iter().copied().collect();
            let mut oracle: BTreeMap<u8, u8> = start.iter().copied().collect();
            for (step, key, value) in steps {
                match step {
                    0 => prop_assert_eq!(map.insert(key, value), oracle.insert(key, value)),
                    1 => prop_assert_eq!(map.remove(&key), oracle.remove(&key)),
                    _ => {
                        map.change(key, |old| *old ^= value);
                        *oracle.entry(key).or_default() ^= value;
                    }
                }
                prop_assert_eq!(map.get(&key), oracle.get(&key));
                prop_assert!(map.iter().eq(oracle.iter()));
            }
            for key in 0_u8..41 {
                prop_assert_eq!(map.after(&key), oracle.range(key + 1..).next());
            }
            prop_assert!(map.into_iter().eq(oracle));

            let set: Set<u8> = start.iter().map(|&(key, _)| key).collect();
            let keys: BTreeSet<u8> = start.iter().map(|&(key, _)| key).collect();
            prop_assert!(set.iter().eq(keys.iter()));

            let (mut sorted, mut standard) = (start.clone(), start);
            sort_by(&mut sorted, |a, b| a.0.cmp(&b.0));
            standard.sort_by_key(|&(key, _)| key);
            prop_assert_eq!(sorted, standard);
        }
    }
}
