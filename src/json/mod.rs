//! JSON as a tree: text is parsed once into [`Node`]s, which are then read into whatever type belongs there;
//! results are written into [`Tree`]s, which then leave as text or as JavaScript values.
//!
//! serde parses the text and hands the results out. What lies between, one reader and one writer for each of the
//! types at the boundary, is written by the macros of [`record`]: out of serde's own derived ones these parts took
//! two thirds of the module.

#[macro_use]
pub(crate) mod names;
mod parse;
mod read;
#[macro_use]
mod record;
mod write;

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, DeserializeSeed as _, Deserializer};

use crate::Error;
pub(crate) use read::{MAX_KEYS, at_most, one_or_at_most};
pub use read::{Read, Reader};
pub use write::{Tree, Write, Writer};

/// The longest JSON text that a call takes, in bytes.
pub const MAX_INPUT_BYTES: usize = 32 * 1024 * 1024;

/// Reads a value of type `T` from JSON text.
///
/// # Errors
/// An [`Error`] with the path of a bad value: keys that are none come first, then values in the order of `T`'s keys.
pub fn decode<T: Read>(text: &str) -> Result<T, Error> {
    let mut reader = Reader::default();
    let node = reader.parse(text);
    let read = T::read(&mut reader, &node);
    reader.end(read)
}

/// A value that nobody has looked at yet.
///
/// ```
/// use latchstring::{Json, time::Day};
/// let json: Json = latchstring::decode(r#""2026-05-01""#)?;
/// assert_eq!(json.read::<Day>()?.to_string(), "2026-05-01");
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "unknown"))]
pub struct Json(Node<'static>);

impl Json {
    /// Reads it as a `T`.
    ///
    /// # Errors
    /// As [`decode`].
    pub fn read<T: Read>(&self) -> Result<T, Error> {
        self.0.read()
    }
}

impl Read for Json {
    fn read(_: &mut Reader, node: &Node<'_>) -> Self {
        Self(node.to_owned())
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let count = parse::Parse::default();
        let node = parse::NodeSeed(&count).deserialize(deserializer)?;
        if count.is_full() {
            return Err(serde::de::Error::custom("too many values"));
        }
        Ok(Self(node.to_owned()))
    }
}

/// A value of JSON; objects keep the order of their keys, and keys that stand twice.
#[derive(Clone)]
pub enum Node<'a> {
    /// `null`, which is never an absent key: a NaN from JavaScript would turn into a default.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number from 0 on.
    Unsigned(u64),
    /// A whole number below 0.
    Signed(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Node<'a>>),
    /// An object.
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

/// It may hold PINs.
impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

impl Node<'_> {
    fn read<T: Read>(&self) -> Result<T, Error> {
        let mut reader = Reader::default();
        let read = T::read(&mut reader, self);
        reader.end(read)
    }

    /// What it is, in words.
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Unsigned(_) | Self::Signed(_) => "a whole number",
            Self::Float(_) => "a fraction",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    fn to_owned(&self) -> Node<'static> {
        match self {
            Self::Null => Node::Null,
            Self::Bool(value) => Node::Bool(*value),
            Self::Unsigned(value) => Node::Unsigned(*value),
            Self::Signed(value) => Node::Signed(*value),
            Self::Float(value) => Node::Float(*value),
            Self::Text(text) => Node::Text(Cow::Owned(text.to_string())),
            Self::List(items) => Node::List(items.iter().map(Node::to_owned).collect()),
            Self::Object(entries) => Node::Object(
                entries
                    .iter()
                    .map(|(key, value)| (Cow::Owned(key.to_string()), value.to_owned()))
                    .collect(),
            ),
        }
    }
}
