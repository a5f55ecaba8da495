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
use super::fields::Fields;
use super::limits::Place;
use super::refusal::{Refusal, shown_key};
use crate::{Error, ErrorCode};

/// Reads one node, or the lack of one: an absent key.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'de> {
    pub(super) node: Option<&'de Node<'de>>,
    pub(super) place: Place,
}

impl<'de> Reader<'de> {
    pub(super) fn new(node: &'de Node<'de>) -> Self {
        Self {
            node: Some(node),
            place: Place::default(),
        }
    }

    #[cold]
    #[inline(never)]
    pub(super) fn refused(self, expected: &dyn Expected) -> Refusal {
        self.node.map_or_else(Refusal::absent, |node| {
            Refusal::wrong_type(node, expected, self.place)
        })
    }

    #[inline(never)]
    fn whole(self, most: u64) -> Result<u64, Refusal> {
        match self.node {
            Some(Node::Unsigned(value)) if *value <= most => Ok(*value),
            Some(Node::Unsigned(value)) => {
                Err(Refusal::out_of_range(Some(*value), most, self.place))
            }
            Some(Node::Signed(_)) => Err(Refusal::out_of_range(None, most, self.place)),
            Some(_) => Err(self.no_integer(most)),
            None => Err(Refusal::absent()),
        }
    }

    #[inline(never)]
    fn signed(self) -> Result<i64, Refusal> {
        let value = match self.node {
            Some(Node::Unsigned(value)) => i64::try_from(*value).ok(),
            Some(Node::Signed(value)) => Some(*value),
            Some(_) => return Err(self.refused(&"an integer")),
            None => return Err(Refusal::absent()),
        };
        let is_in = |value: &i64| i32::try_from(*value).is_ok();
        value.filter(is_in).ok_or_else(|| {
            let message = format!("the number is outside {} to {}", i32::MIN, i32::MAX);
            Error::new(ErrorCode::OutOfRange, message, "write a smaller number").into()
        })
    }

    #[cold]
    #[inline(never)]
    fn no_integer(self, most: u64) -> Refusal {
        let (min, max) = self.place.limits().unwrap_or(0..=most).into_inner();
        self.refused(&format!("an integer from {min} to {max}").as_str())
    }

    pub(super) fn is_null(self) -> bool {
        matches!(self.node, Some(Node::Null))
    }

    /// The values of an object, in the order of the keys of its type; `tag` is one more key.
    #[inline(never)]
    pub(super) fn fields(
        self,
        owner: &'static str,
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
        Ok(Fields::new(owner, keys, values))
    }

    /// The place of a word among those that an enum knows.
    #[inline(never)]
    pub(super) fn place_in(self, words: &[&str]) -> Result<U32Deserializer<Refusal>, Refusal> {
        let Some(Node::Text(word)) = self.node else {
            return Err(self.refused(&"a string").of_words(words));
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
            Some(Node::List(items)) => visitor.visit_seq(Items::new(items, self.place)),
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

    fn deserialize_i32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_i64(self.signed()?)
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
        let read = visitor.visit_some(self);
        match read {
            Err(refusal) if self.is_null() => Err(refusal.of_optional()),
            read => read,
        }
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
            Some(Node::List(items)) => visitor.visit_seq(Items::new(items, self.place)),
            _ => Err(self.refused(&visitor)),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        owner: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.fields(owner, keys, None)?.read_by(visitor)
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
        i8 i16 i64 u64 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct map identifier
        ignored_any
    }
}

struct Items<'de> {
    items: &'de [Node<'de>],
    at: usize,
    /// That of the list.
    place: Place,
}

impl<'de> Items<'de> {
    fn new(items: &'de [Node<'de>], place: Place) -> Self {
        Self {
            items,
            at: 0,
            place,
        }
    }
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
        let reader = Reader {
            node: Some(item),
            place: self.place,
        };
        let read = seed.deserialize(reader).map(Some);
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
