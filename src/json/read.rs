//! How fields are read of which serde's derives know nothing: texts with a meaning, lists with a
//! limit, one value or many.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error as _, SeqAccess, Visitor};

use super::Node;
use super::limits::outside;
use super::refusal::Refusal;
use super::tagged_reader::TaggedReader;
use crate::{Error, ErrorCode};

/// Reads a text that `T` parses; `expected` says what text.
pub(crate) fn from_text<'de, D, T>(deserializer: D, expected: &'static str) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: FromStr<Err = Error>,
{
    deserializer.deserialize_str(FromText {
        expected,
        parsed: PhantomData,
    })
}

struct FromText<T> {
    expected: &'static str,
    parsed: PhantomData<T>,
}

impl<T: FromStr<Err = Error>> Visitor<'_> for FromText<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.expected)
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// Reads percent, from 0 to 100, for a field that is an `Option` of them.
pub(crate) fn percent<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    let Some(percent) = Option::<u32>::deserialize(deserializer)? else {
        return Ok(None);
    };
    let found = u8::try_from(percent).ok().filter(|percent| *percent <= 100);
    let found = found.map(Some);
    found.ok_or_else(|| D::Error::custom(outside(Some(percent.into()), &(0..=100))))
}

/// Reads a list of at most `MAX` items, for a field that is a list or an `Option` of one.
pub(crate) fn at_most<'de, const MAX: usize, D, T, L>(deserializer: D) -> Result<L, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
    L: From<Vec<T>>,
{
    let list = deserializer.deserialize_seq(AtMost {
        most: MAX,
        items: PhantomData,
    })?;
    Ok(L::from(list))
}

struct AtMost<T> {
    most: usize,
    items: PhantomData<T>,
}

impl<'de, T: Deserialize<'de>> Visitor<'de> for AtMost<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an array of at most {} items", self.most)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let announced = items.size_hint().unwrap_or_default();
        let mut taken = Vec::with_capacity(announced.min(self.most));
        if announced <= self.most {
            while let Some(item) = items.next_element()? {
                taken.push(item);
                if taken.len() > self.most {
                    break;
                }
            }
            if taken.len() <= self.most {
                return Ok(taken);
            }
        }
        Err(A::Error::custom(Error::new(
            ErrorCode::TooLong,
            format!("the array has more than {} items", self.most),
            "split it, or leave out what is over",
        )))
    }
}

/// Reads one value, a string or an object, or an array of at most `MAX` of them.
pub(crate) fn one_or_at_most<'de, const MAX: usize, D, T>(
    deserializer: D,
) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: for<'any> Deserialize<'any>,
{
    let node = Node::deserialize(deserializer)?;
    node.read_by(|reader| match node {
        Node::List(_) => at_most::<MAX, _, _, _>(reader),
        _ => T::deserialize(reader).map(|one| vec![one]),
    })
}

/// Reads an enum whose variants are told apart by the key `tag` of one object.
///
/// What serde derives for such an enum reads the object into a form of its own first, which knows
/// no paths. Here it is read into a [`Node`], and `variants` is what serde derives for an enum
/// without a tag.
pub(crate) fn tagged<'de, D, T>(
    deserializer: D,
    tag: &'static str,
    variants: impl FnOnce(TaggedReader<'_>) -> Result<T, Refusal>,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
{
    let node = Node::deserialize(deserializer)?;
    node.read_by(|reader| variants(TaggedReader::new(reader, tag)))
}
