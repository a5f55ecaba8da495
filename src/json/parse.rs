//! Text to a tree, by the parser of `serde_json`.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};

use super::refusal::shown_key;
use super::{MAX_INPUT_BYTES, Node};
use crate::{Error, ErrorCode};

/// The most values that one input holds.
const MAX_VALUES: usize = 2_000_000;

impl<'a> Node<'a> {
    /// Parses text.
    pub(super) fn parse(text: &'a str) -> Result<Self, Error> {
        if text.len() > MAX_INPUT_BYTES {
            return Err(Error::new(
                ErrorCode::TooLong,
                "the input is longer than 32 MiB as JSON",
                "split it into several calls",
            ));
        }
        let parse = Parse::default();
        let mut reader = serde_json::Deserializer::from_str(text);
        let read = NodeSeed(&parse)
            .deserialize(&mut reader)
            .and_then(|node| reader.end().map(|()| node));
        match read {
            Ok(node) if !parse.is_full() => Ok(node),
            Ok(_) => Err(parse.at_its_path(too_many_values())),
            Err(_) if parse.is_full() => Err(parse.at_its_path(too_many_values())),
            Err(error) => Err(parse.at_its_path(not_json(&error, text))),
        }
    }
}

/// What parsing keeps count of: the values so far, and the way back up from an error.
#[derive(Default)]
pub(super) struct Parse {
    values: Cell<usize>,
    path: RefCell<Vec<String>>,
}

impl Parse {
    /// Whether no other value is taken.
    pub(super) fn is_full(&self) -> bool {
        self.values.get() > MAX_VALUES
    }

    /// Counts one more value; whether it is taken.
    ///
    /// A list or object that is left before its end is a mistake to the parser, which then ends
    /// all: an error of ours, as the parser has them, is a text that it reads once more.
    fn takes_another(&self) -> bool {
        self.values.set(self.values.get().saturating_add(1));
        !self.is_full()
    }

    fn at_its_path(&self, error: Error) -> Error {
        self.path
            .borrow()
            .iter()
            .fold(error, |error, key| error.at(key))
    }

    fn left<T>(&self, key: impl Into<String>) -> impl FnOnce(T) -> T {
        let key = key.into();
        move |error| {
            self.path.borrow_mut().push(key);
            error
        }
    }
}

pub(super) fn too_many_values() -> Error {
    Error::new(
        ErrorCode::TooLong,
        format!("the input holds more than {MAX_VALUES} values"),
        "split it into several calls",
    )
}

fn not_json(error: &serde_json::Error, text: &str) -> Error {
    let hint = if error.to_string().starts_with("recursion limit") {
        "it is nested deeper than 128 levels"
    } else if escapes(text).any(|escape| escape.starts_with("ud") || escape.starts_with("uD")) {
        "a string holds half of a surrogate pair"
    } else {
        "check the text with a JSON parser"
    };
    Error::new(
        ErrorCode::InvalidJson,
        format!(
            "not JSON, at line {}, column {}",
            error.line(),
            error.column()
        ),
        hint,
    )
}

/// The letters behind a backslash, with their meanings.
fn escapes(text: &str) -> impl Iterator<Item = &str> {
    text.split('\\').skip(1)
}

/// Parses any value.
pub(super) struct NodeSeed<'p>(pub(super) &'p Parse);

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node<'de>, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Node<'de>, E> {
        Ok(Node::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node<'de>, E> {
        Ok(Node::Bool(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node<'de>, E> {
        Ok(Node::Unsigned(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node<'de>, E> {
        Ok(Node::Signed(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node<'de>, E> {
        Ok(Node::Float(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Owned(text.to_owned())))
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Node<'de>, E> {
        Ok(Node::Text(Cow::Borrowed(text)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node<'de>, A::Error> {
        let mut taken = Vec::new();
        while self.0.takes_another() {
            match items.next_element_seed(NodeSeed(self.0)) {
                Ok(Some(item)) => taken.push(item),
                Ok(None) => break,
                Err(error) => return Err(self.0.left(format!("[{}]", taken.len()))(error)),
            }
        }
        Ok(Node::List(taken))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node<'de>, A::Error> {
        let mut taken = Vec::new();
        while let Some(key) = entries.next_key_seed(NodeSeed(self.0))? {
            if !self.0.takes_another() {
                break;
            }
            // Keys of JSON are texts, whatever the source calls them.
            let Node::Text(key) = key else { continue };
            let value = entries
                .next_value_seed(NodeSeed(self.0))
                .map_err(|error| self.0.left(shown_key(&key))(error))?;
            taken.push((key, value));
        }
        Ok(Node::Object(taken))
    }
}
