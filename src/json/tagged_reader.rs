//! Enums whose variants are told apart by one key of an object, the tag.

use serde::de::value::U32Deserializer;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, VariantAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::Node;
use super::fields::Fields;
use super::reader::Reader;
use super::refusal::Refusal;

/// Reads an enum whose variants are told apart by one key of an object, the tag.
#[derive(Clone, Copy)]
pub(crate) struct TaggedReader<'de> {
    object: Reader<'de>,
    tag: &'static str,
}

impl<'de> TaggedReader<'de> {
    pub(super) fn new(object: Reader<'de>, tag: &'static str) -> Self {
        Self { object, tag }
    }

    fn variant(self, words: &[&str]) -> Result<U32Deserializer<Refusal>, Refusal> {
        let Some(Node::Object(entries)) = self.object.node else {
            return Err(self.object.refused(&"an object"));
        };
        let (_, word) = entries
            .iter()
            .find(|(key, _)| key == self.tag)
            .ok_or_else(|| Refusal::missing_tag(self.tag, words))?;
        Reader::new(word)
            .place_in(words)
            .map_err(|refusal| refusal.at(self.tag))
    }

    #[inline(never)]
    fn fields(
        self,
        owner: &'static str,
        keys: &'static [&'static str],
    ) -> Result<Fields<'de>, Refusal> {
        Fields::of(self.object, owner, keys, Some(self.tag))
    }
}

impl<'de> Deserializer<'de> for TaggedReader<'de> {
    type Error = Refusal;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        Err(self.object.refused(&visitor))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        words: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_enum(Variant {
            place: self.variant(words)?,
            beside: self,
        })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        owner: &'static str,
        keys: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.fields(owner, keys)?.read_by(visitor)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 u8 u16 u32 u64 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map identifier ignored_any
    }
}

struct Variant<'de> {
    place: U32Deserializer<Refusal>,
    beside: TaggedReader<'de>,
}

impl<'de> EnumAccess<'de> for Variant<'de> {
    type Error = Refusal;
    type Variant = TaggedReader<'de>;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, TaggedReader<'de>), Refusal> {
        Ok((seed.deserialize(self.place)?, self.beside))
    }
}

/// The keys beside the tag.
impl<'de> VariantAccess<'de> for TaggedReader<'de> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        self.fields("", &[]).map(|_| ())
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
