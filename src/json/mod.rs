//! JSON as a tree: text is parsed once into [`Node`]s, and what serde derives reads them into
//! types.
//!
//! - [`parse`]: text to a tree, by the parser of `serde_json`
//! - [`reader`]: one node, with numbers and words within limits
//! - [`fields`]: the fields of a struct, one after the other
//! - [`deserializer`]: a tree to types
//! - [`tagged_reader`]: the same for enums: one key of the object names the variant
//! - [`refusal`]: the errors of both, with code, path, message and hint
//! - [`hints`]: what to write in place of a value of another type
//! - [`limits`]: the limits of numbers
//! - [`read`]: how fields are read that need more than a derive
//!
//! Results leave through serde, without a tree.

mod deserializer;
mod fields;
mod hints;
mod limits;
mod near;
mod parse;
mod read;
mod reader;
mod refusal;
mod tagged_reader;

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;
use serde::de::{Deserialize, DeserializeOwned, DeserializeSeed as _, Deserializer};

use crate::{Error, ErrorCode};
pub(crate) use limits::{limits_of, outside};
pub(crate) use near::near;
pub(crate) use read::{at_most, from_text, one_or_at_most, percent, tagged};
pub(crate) use reader::Reader;
pub(crate) use refusal::Refusal;

/// The longest JSON text that a call takes, in bytes.
pub const MAX_INPUT_BYTES: usize = 32 * 1024 * 1024;

/// Reads a value of type `T` from JSON text.
///
/// # Errors
/// An [`Error`] with the path of a bad value. Unknown keys come first, then bad values in the
/// order of `T`'s keys.
pub fn decode<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    Node::parse(text)?.read()
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
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        self.0.read()
    }

    /// A value as it is written.
    ///
    /// # Errors
    /// Where it can't be expressed in JSON.
    pub(crate) fn of<T: Serialize>(value: &T) -> Result<Self, Error> {
        let text = serde_json::to_string(value).map_err(|_| {
            let message = "the value is no JSON";
            Error::new(ErrorCode::InvalidValue, message, "report this as a bug")
        })?;
        decode(&text)
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Node::deserialize(deserializer).map(|node| Self(node.to_owned()))
    }
}

/// A value of JSON; objects keep the order of their keys, and duplicate keys.
#[derive(Clone)]
pub enum Node<'a> {
    /// `null`, which is not an absent key. Otherwise a NaN from JavaScript would become a default.
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

impl<'de> Deserialize<'de> for Node<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let count = parse::Parse::default();
        let node = parse::NodeSeed(&count).deserialize(deserializer)?;
        if count.is_full() {
            return Err(serde::de::Error::custom(parse::too_many_values()));
        }
        Ok(node)
    }
}

/// It may hold PINs.
impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind())
    }
}

impl Node<'_> {
    fn read<T: DeserializeOwned>(&self) -> Result<T, Error> {
        T::deserialize(Reader::new(self)).map_err(Error::from)
    }

    /// Reads it for a type that looks at it first.
    pub(crate) fn read_by<T, E: serde::de::Error>(
        &self,
        read: impl FnOnce(Reader<'_>) -> Result<T, Refusal>,
    ) -> Result<T, E> {
        read(Reader::new(self)).map_err(|refusal| E::custom(Error::from(refusal)))
    }

    /// Its type, as errors name it.
    fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Unsigned(_) | Self::Signed(_) => "an integer",
            Self::Float(_) => "a fractional number",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
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
