//! A deserializer over a tree of JSON.
//!
//! What serde derives asks for a struct's fields in their order, so that the first error is that of
//! the first field, whatever order the keys came in. Unknown and duplicate keys come before all of
//! them.

use std::borrow::Cow;

use serde::de::value::{BorrowedStrDeserializer, U64Deserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Expected, IntoDeserializer as _, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use super::Node;
use super::refusal::{Refusal, shown_key};

/// Reads one node.
#[derive(Clone, Copy)]
pub(crate) struct Reader<'de> {
    node: &'de Node<'de>,
    /// The key that tells the variants of an enum apart.
    tag: Option<&'static str>,
}

impl<'de> Reader<'de> {
    pub(super) fn new(node: &'de Node<'de>) -> Self {
        Self { node, tag: None }
    }

    /// The same, of an enum whose variants are told apart by the key `tag`.
    pub(super) fn with_tag(self, tag: &'static str) -> Self {
        Self {
            tag: Some(tag),
            ..self
        }
    }

    #[cold]
    fn refused<T>(self, expected: &dyn Expected) -> Result<T, Refusal> {
        Err(Refusal::wrong_type(self.node, expected))
    }

    fn whole(self, most: u64) -> Result<u64, Refusal> {
        match self.node {
            Node::Unsigned(value) if *value <= most => Ok(*value),
            Node::Unsigned(_) | Node::Signed(_) => Err(Refusal::out_of_range(most)),
            _ => self.refused(&format!("an integer from 0 to {most}").as_str()),
        }
    }

    /// The values of an object, in the order of the keys of its type.
    fn fields(self, keys: &'static [&'static str]) -> Result<Fields<'de>, Refusal> {
        let Node::Object(entries) = self.node else {
            return self.refused(&"an object");
        };
        let mut values = vec![None; keys.len()];
        let mut tags = 0;
        // Keys come in the order of the type more often than not.
        let mut next = 0;
        for (key, value) in entries {
            let at = if keys.get(next).is_some_and(|known| known == key) {
                Some(next)
            } else {
                keys.iter().position(|known| known == key)
            };
            let known = at.and_then(|at| Some((at, values.get_mut(at)?)));
            if let Some((at, place)) = known {
                if place.replace(value).is_some() {
                    return Err(Refusal::duplicate_key(key));
                }
                next = at.saturating_add(1);
            } else if self.tag.is_some_and(|tag| tag == key) {
                tags = u32::saturating_add(tags, 1);
                if tags > 1 {
                    return Err(Refusal::duplicate_key(key));
                }
            } else {
                return Err(Refusal::unknown_key(key, self.tag, keys));
            }
        }
        Ok(Fields { keys, values, at: 0 })
    }

    /// The word that names a variant, and the path to it.
    fn variant(self) -> Result<(&'de Node<'de>, &'static str), Refusal> {
        match (self.tag, self.node) {
            (None, word) => Ok((word, "")),
            (Some(tag), Node::Object(entries)) => match entries.iter().find(|(key, _)| key == tag) {
                Some((_, word)) => Ok((word, tag)),
                None => Err(Refusal::missing_key(tag)),
            },
            (Some(_), _) => self.refused(&"an object"),
        }
    }
}

impl<'de> Deserializer<'de> for Reader<'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.node {
            Node::Null => visitor.visit_unit(),
            Node::Bool(value) => visitor.visit_bool(*value),
            Node::Unsigned(value) => visitor.visit_u64(*value),
            Node::Signed(value) => visitor.visit_i64(*value),
            Node::Float(value) => visitor.visit_f64(*value),
            Node::Text(_) => self.deserialize_str(visitor),
            Node::List(_) => self.deserialize_seq(visitor),
            Node::Object(_) => self.deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.node {
            Node::Bool(value) => visitor.visit_bool(*value),
            _ => self.refused(&visitor),
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
            Node::Text(Cow::Borrowed(text)) => visitor.visit_borrowed_str(text),
            Node::Text(Cow::Owned(text)) => visitor.visit_borrowed_str(text),
            _ => self.refused(&visitor),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_str(visitor)
    }

    /// A key that is there has a value: null is refused, since NaN would turn into it.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
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
            Node::List(items) => visitor.visit_seq(Items { items, at: 0 }),
            _ => self.refused(&visitor),
        }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.node {
            Node::Object(entries) => visitor.visit_map(Entries { entries, value: None }),
            _ => self.refused(&visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor
            .visit_seq(self.fields(keys)?)
            .map_err(|refusal| refusal.with_missing_key(keys))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let (word, key) = self.variant()?;
        let found = match word {
            Node::Text(word) => words.iter().position(|known| known == word),
            other => return Err(Refusal::wrong_type(other, &"a string").at(key)),
        };
        match found.and_then(|at| u64::try_from(at).ok()) {
            Some(at) => visitor.visit_enum(Variant { at, reader: self }),
            None => Err(Refusal::unknown_word(words).at(key)),
        }
    }

    forward_to_deserialize_any! {
        i8 i16 i32 i64 u64 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }
}

/// The fields of a struct, in their order.
struct Fields<'de> {
    keys: &'static [&'static str],
    values: Vec<Option<&'de Node<'de>>>,
    at: usize,
}

impl<'de> SeqAccess<'de> for Fields<'de> {
    type Error = Refusal;

    /// The next field. Nothing where its key is absent, though others may follow: serde then takes
    /// the field's default, or says that it is missing.
    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        let at = self.at;
        self.at = at.saturating_add(1);
        match self.values.get(at).copied().flatten() {
            Some(node) => seed
                .deserialize(Reader::new(node))
                .map(Some)
                .map_err(|refusal| refusal.at(self.keys.get(at).copied().unwrap_or_default())),
            None => Ok(seed.deserialize(Absent).ok()),
        }
    }
}

/// The value of an absent key: none of an `Option`, and no value of any other type.
struct Absent;

impl<'de> Deserializer<'de> for Absent {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Refusal> {
        Err(Refusal::Absent(0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_none()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

struct Items<'de> {
    items: &'de [Node<'de>],
    at: usize,
}

impl<'de> SeqAccess<'de> for Items<'de> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
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

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        let Some(((key, value), rest)) = self.entries.split_first() else {
            return Ok(None);
        };
        self.entries = rest;
        self.value = Some((key, value));
        seed.deserialize(BorrowedStrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        let (key, value) = self.value.take().unwrap_or(("", &Node::Null));
        seed.deserialize(Reader::new(value))
            .map_err(|refusal| refusal.at(&shown_key(key)))
    }
}

/// A variant of an enum, by its place.
struct Variant<'de> {
    at: u64,
    reader: Reader<'de>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Refusal;
    type Variant = Reader<'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<(S::Value, Reader<'de>), Refusal> {
        let at: U64Deserializer<Refusal> = self.at.into_deserializer();
        Ok((seed.deserialize(at)?, self.reader))
    }
}

/// What stands beside the tag.
impl<'de> VariantAccess<'de> for Reader<'de> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        if self.tag.is_some() {
            self.fields(&[])?;
        }
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(self, seed: S) -> Result<S::Value, Refusal> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_any(visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.deserialize_struct("", keys, visitor)
    }
}
