//! The fields of a struct as serde asks for them: one after the other, absent or not.

use serde::de::{DeserializeSeed, SeqAccess, Visitor};

use super::Node;
use super::limits::Place;
use super::reader::Reader;
use super::refusal::Refusal;

/// The fields of a struct, in their order.
pub(super) struct Fields<'de> {
    owner: &'static str,
    keys: &'static [&'static str],
    values: Vec<Option<&'de Node<'de>>>,
    /// Where the next one is.
    at: usize,
    /// The refusal of a null, until it is known whether its key may be left out.
    null: Option<Refusal>,
}

impl<'de> Fields<'de> {
    /// The values of an object, in the order of the keys of its type; `tag` is one more key.
    #[inline(never)]
    pub(super) fn of(
        object: Reader<'de>,
        owner: &'static str,
        keys: &'static [&'static str],
        tag: Option<&'static str>,
    ) -> Result<Self, Refusal> {
        let Some(Node::Object(entries)) = object.node else {
            return Err(object.refused(&"an object"));
        };
        let mut values = vec![None; keys.len()];
        let mut is_tagged = false;
        // Keys come in the order of the type more often than not.
        let mut next = 0;
        for (key, value) in entries {
            let at = if keys.get(next).is_some_and(|known| known == key) {
                Some(next)
            } else {
                keys.iter().position(|known| known == key)
            };
            let is_duplicate = match at.and_then(|at| values.get_mut(at)) {
                Some(place) => place.replace(value).is_some(),
                None if tag.is_some_and(|tag| tag == key) => {
                    std::mem::replace(&mut is_tagged, true)
                }
                None => {
                    let known = tag.into_iter().chain(keys.iter().copied());
                    let is_absent = |known: &&str| entries.iter().all(|(key, _)| key != *known);
                    return Err(Refusal::unknown_key(key, known.filter(is_absent)));
                }
            };
            if is_duplicate {
                return Err(Refusal::duplicate_key(key));
            }
            next = at.map_or(next, |at| at.saturating_add(1));
        }
        Ok(Self {
            owner,
            keys,
            values,
            at: 0,
            null: None,
        })
    }

    /// Reads them as a struct.
    pub(super) fn read_by<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refusal> {
        let read = visitor.visit_seq(&mut self);
        match (read, self.null.take()) {
            (Ok(_), Some(null)) => Err(null.of_optional()),
            // serde asks for the value.
            (Err(refusal), Some(null)) if refusal.is_absent() => Err(null),
            (read, _) => read.map_err(|refusal| self.named(refusal)),
        }
    }

    #[inline(never)]
    fn next(&mut self) -> Reader<'de> {
        let node = self.values.get(self.at).copied().flatten();
        self.at = self.at.saturating_add(1);
        Reader {
            node,
            place: Place {
                owner: self.owner,
                key: self.key(),
            },
        }
    }

    /// The key of the field that was read last.
    fn key(&self) -> &'static str {
        let at = self.at.saturating_sub(1);
        self.keys.get(at).copied().unwrap_or_default()
    }

    /// The same refusal, where it is that of the field that was read last; nothing where that one
    /// is absent.
    #[cold]
    #[inline(never)]
    fn of_last(&self, refusal: Refusal) -> Option<Refusal> {
        (!refusal.is_absent()).then(|| refusal.at(self.key()))
    }

    /// The same refusal; that of an absent field says which key is missing.
    #[cold]
    #[inline(never)]
    fn named(&self, refusal: Refusal) -> Refusal {
        if refusal.is_absent() {
            return Refusal::missing_key(self.key());
        }
        refusal
    }
}

impl<'de> SeqAccess<'de> for &mut Fields<'de> {
    type Error = Refusal;

    /// The next field. Nothing where its key is absent, though others may follow: serde then takes
    /// the field's default, or says that it is missing.
    ///
    /// A null is held back as if its key were absent: what serde does then shows whether the key
    /// may be left out.
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        if let Some(null) = self.null.take() {
            return Err(null.of_optional());
        }
        let reader = self.next();
        match seed.deserialize(reader) {
            Ok(value) => Ok(Some(value)),
            Err(refusal) if reader.is_null() => {
                self.null = self.of_last(refusal);
                Ok(None)
            }
            Err(refusal) => self.of_last(refusal).map_or(Ok(None), Err),
        }
    }
}
