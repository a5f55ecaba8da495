//! A deserializer over a tree of JSON.
//!
//! What serde derives asks for a struct's fields in their order, so that the first error is that of
//! the first field, whatever order the keys came in. Unknown and duplicate keys come before all of
//! them.

use std::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, U32Deserializer};
use serde::de::{DeserializeSeed, Deserializer, Expected, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::Node;
use super::refusal::{Refusal, shown_key};

/// Reads one node, or the lack of one: an absent key.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'de> {
    pub(super) node: Option<&'de Node<'de>>,
}

impl<'de> Reader<'de> {
    pub(super) fn new(node: &'de Node<'de>) -> Self {
        Self { node: Some(node) }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn refused(self, expected: &dyn Expected) -> Refusal {
        self.node
            .map_or_else(Refusal::absent, |node| Refusal::wrong_type(node, expected))
    }

    #[inline(never)]
    fn whole(self, most: u64) -> Result<u64, Refusal> {
        match self.node {
            Some(Node::Unsigned(value)) if *value <= most => Ok(*value),
            Some(Node::Unsigned(_) | Node::Signed(_)) => Err(Refusal::out_of_range(most)),
            Some(_) => Err(self.refused(&format!("an integer from 0 to {most}").as_str())),
            None => Err(Refusal::absent()),
        }
    }

    /// The values of an object, in the order of the keys of its type; `tag` is one more key.
    #[inline(never)]
    pub(super) fn fields(
        self,
        keys: &'static [&'static str],
        tag: Option<&'static str>,
    ) -> Result<Fields<'de>, Refusal> {
        let Some(Node::Object(entries)) = self.node else {
            return Err(self.refused(&"an object"));
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
                None => return Err(Refusal::unknown_key(key, tag, keys)),
            };
            if is_duplicate {
                return Err(Refusal::duplicate_key(key));
            }
            next = at.map_or(next, |at| at.saturating_add(1));
        }
        Ok(Fields {
            keys,
            values,
            at: 0,
        })
    }

    /// The place of a word among those that an enum knows.
    #[inline(never)]
    pub(super) fn place_in(self, words: &[&str]) -> Result<U32Deserializer<Refusal>, Refusal> {
        let Some(Node::Text(word)) = self.node else {
            return Err(self.refused(&"a string"));
        };
        let found = words.iter().position(|known| known == word);
        let found = found.and_then(|at| u32::try_from(at).ok());
        found
            .map(U32Deserializer::new)
            .ok_or_else(|| Refusal::unknown_word(words))
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.node {
            None => Err(Refusal::absent()),
            Some(Node::Null) => visitor.visit_unit(),
            Some(Node::Bool(value)) => visitor.visit_bool(*value),
            Some(Node::Unsigned(value)) => visitor.visit_u64(*value),
            Some(Node::Signed(value)) => visitor.visit_i64(*value),
            Some(Node::Float(value)) => visitor.visit_f64(*value),
            Some(Node::Text(text)) => visitor.visit_borrowed_str(text),
            Some(Node::List(items)) => visitor.visit_seq(Items { items, at: 0 }),
            Some(Node::Object(entries)) => visitor.visit_map(Entries {
                entries,
                value: None,
            }),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.node {
            Some(Node::Bool(value)) => visitor.visit_bool(*value),
            _ => Err(self.refused(&visitor)),
        }
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_u64(self.whole(u64::from(u8::MAX))?)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_u64(self.whole(u64::from(u16::MAX))?)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_u64(self.whole(u64::from(u32::MAX))?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.node {
            Some(Node::Text(text)) => visitor.visit_borrowed_str(text),
            _ => Err(self.refused(&visitor)),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_str(visitor)
    }

    /// A key that is there has a value: null is refused, since NaN would turn into it.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        if self.node.is_none() {
            return visitor.visit_none();
        }
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.node {
            Some(Node::List(items)) => visitor.visit_seq(Items { items, at: 0 }),
            _ => Err(self.refused(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.fields(keys, None)?.read_by(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_enum(self.place_in(words)?)
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u64 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct map identifier
        ignored_any
    }
}

/// The fields of a struct, in their order.
pub(super) struct Fields<'de> {
    keys: &'static [&'static str],
    values: Vec<Option<&'de Node<'de>>>,
    /// Where the next one is.
    at: usize,
}

impl<'de> Fields<'de> {
    /// Reads them as a struct.
    pub(super) fn read_by<V: Visitor<'de>>(mut self, visitor: V) -> Result<V::Value, Refusal> {
        let read = visitor.visit_seq(&mut self);
        read.map_err(|refusal| self.named(refusal))
    }

    #[inline(never)]
    fn next(&mut self) -> Reader<'de> {
        let node = self.values.get(self.at).copied().flatten();
        self.at = self.at.saturating_add(1);
        Reader { node }
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
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        match seed.deserialize(self.next()) {
            Ok(value) => Ok(Some(value)),
            Err(refusal) => self.of_last(refusal).map_or(Ok(None), Err),
        }
    }
}

struct Items<'de> {
    items: &'de [Node<'de>],
    at: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        let Some(item) = self.items.get(self.at) else {
            return Ok(None);
        };
        let read = seed.deserialize(Reader::new(item)).map(Some);
        let read = read.map_err(|refusal| refusal.at(&format!("[{}]", self.at)));
        self.at = self.at.saturating_add(1);
        read
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len().saturating_sub(self.at))
    }
}

/// The entries of an object, in the order in which they came.
struct Entries<'de> {
    entries: &'de [(Cow<'de, str>, Node<'de>)],
    value: Option<(&'de str, &'de Node<'de>)>,
}

impl<'de> MapAccess<'de> for Entries<'de> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Refusal> {
        let Some(((key, value), rest)) = self.entries.split_first() else {
            return Ok(None);
        };
        self.entries = rest;
        self.value = Some((key, value));
        seed.deserialize(BorrowedStrDeserializer::new(key))
            .map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        let (key, value) = self.value.take().unwrap_or(("", &Node::Null));
        seed.deserialize(Reader::new(value))
            .map_err(|refusal| refusal.at(&shown_key(key)))
    }
}
