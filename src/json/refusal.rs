//! What serde reports while it reads, as an [`Error`] of ours. No message shows a value: it may be
//! a PIN (P9).

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{Deserialize as _, Expected, Unexpected};

use super::Node;
use crate::{Error, ErrorCode};

/// Why something can't be read; nothing where nothing is there.
#[derive(Debug)]
pub(crate) struct Refusal(Option<Box<Error>>);

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Self(Some(Box::new(error)))
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        refusal
            .0
            .map_or_else(|| invalid("a value is missing"), |error| *error)
    }
}

impl Refusal {
    /// Of an absent key.
    pub(super) fn absent() -> Self {
        Self(None)
    }

    pub(super) fn is_absent(&self) -> bool {
        self.0.is_none()
    }

    /// The same, found below `parent`.
    #[cold]
    #[inline(never)]
    pub(super) fn at(self, parent: &str) -> Self {
        Error::from(self).at(parent).into()
    }

    #[cold]
    pub(super) fn missing_key(key: &str) -> Self {
        Self::of(
            ErrorCode::MissingKey,
            format!("missing key `{key}`"),
            match key {
                "revision" => {
                    "add `revision`: a whole number that grows with each change, such as \
                               the time of the change in seconds"
                        .to_owned()
                }
                "purpose" => {
                    "add `purpose`: visitor, service, delivery, cleaning or owner".to_owned()
                }
                _ => format!("add `{key}`"),
            },
        )
        .at(key)
    }

    #[cold]
    pub(super) fn wrong_type(node: &Node<'_>, expected: &dyn Expected) -> Self {
        let (found, expected) = (node.kind(), expected.to_string());
        let expected = if expected.starts_with("struct ") {
            "an object"
        } else {
            &expected
        };
        Self::of(
            ErrorCode::WrongType,
            format!("expected {expected}, found {found}"),
            what_to_write(node, expected),
        )
    }

    #[cold]
    pub(super) fn out_of_range(most: u64) -> Self {
        Self::of(
            ErrorCode::OutOfRange,
            format!("expected an integer from 0 to {most}"),
            "change its value",
        )
    }

    #[cold]
    pub(super) fn unknown_word(words: &[&str]) -> Self {
        Self::of(ErrorCode::InvalidValue, "unknown value", one_of(words))
    }

    #[cold]
    pub(super) fn unknown_key(key: &str, tag: Option<&str>, keys: &[&str]) -> Self {
        let shown = shown_key(key);
        let message = if shown.is_empty() {
            "unknown key".to_owned()
        } else {
            format!("unknown key `{shown}`")
        };
        let known: Vec<&str> = tag.into_iter().chain(keys.iter().copied()).collect();
        let hint = if known.is_empty() {
            "remove it".to_owned()
        } else {
            one_of(&known)
        };
        Self::of(ErrorCode::UnknownKey, message, hint).at(&shown)
    }

    #[cold]
    pub(super) fn duplicate_key(key: &str) -> Self {
        Self::of(
            ErrorCode::InvalidValue,
            format!("duplicate key `{key}`"),
            "remove one of them",
        )
        .at(key)
    }

    fn of(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Error::new(code, message, hint).into()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Some(error) => error.fmt(f),
            None => f.write_str("a value is missing"),
        }
    }
}

impl std::error::Error for Refusal {}

impl serde::de::Error for Refusal {
    /// Takes an [`Error`] as it is, out of its `{:#}`. Any other text might show a value.
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        let text = format!("{message:#}");
        let mut lines = text.splitn(4, '\n');
        let mut line = || lines.next();
        if let (Some(code), Some(path), Some(message), Some(hint)) =
            (line(), line(), line(), line())
            && let Ok(code) = ErrorCode::deserialize(StrDeserializer::<Self>::new(code))
        {
            return Self::of(code, message, hint).at(path);
        }
        invalid("the value is not valid here").into()
    }

    #[cold]
    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::wrong_type(&node_like(&found), expected)
    }

    #[cold]
    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        invalid(&format!("expected {expected}")).into()
    }

    /// serde says so of a struct whose next field is absent.
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::absent()
    }

    fn unknown_variant(_: &str, words: &'static [&'static str]) -> Self {
        Self::unknown_word(words)
    }

    fn unknown_field(key: &str, keys: &'static [&'static str]) -> Self {
        Self::unknown_key(key, None, keys)
    }

    fn missing_field(key: &'static str) -> Self {
        Self::missing_key(key)
    }

    fn duplicate_field(key: &'static str) -> Self {
        Self::duplicate_key(key)
    }
}

/// What to write where a value has another type than asked for.
fn what_to_write(node: &Node<'_>, expected: &str) -> &'static str {
    let is_number = matches!(node, Node::Unsigned(_) | Node::Signed(_) | Node::Float(_));
    match node {
        Node::Null => "leave the key out instead (NaN and Infinity turn into null, too)",
        _ if is_number && expected.starts_with("an instant") => {
            "write new Date(milliseconds), or text such as 2026-05-01T15:00:00Z"
        }
        Node::Float(_) if expected.starts_with("an integer") => {
            "round it; percent are whole: 0.64 of a battery is 64"
        }
        _ if is_number && expected.starts_with("a string") => {
            "write it as text, as String(value) gives it"
        }
        Node::Text(_) if expected.starts_with("an object") || expected.starts_with("an array") => {
            "give the value itself, as JSON.parse(text) gives it"
        }
        Node::Text(_) if expected.starts_with("an integer") => {
            "write it as a number, as Number(text) gives it"
        }
        Node::Text(_) if expected.starts_with("a boolean") => "write true or false without quotes",
        Node::List(_) => "give one of them, not a list",
        Node::Object(_) if expected.starts_with("an array") => "put it into a list: [value]",
        Node::Object(_) => "give the one value of it that is meant",
        _ => "write it as it is asked for",
    }
}

fn invalid(message: &str) -> Error {
    Error::new(ErrorCode::InvalidValue, message, "change its value")
}

/// A node of the type that was found; its value is of no interest.
fn node_like(found: &Unexpected<'_>) -> Node<'static> {
    match found {
        Unexpected::Bool(_) => Node::Bool(false),
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => Node::Unsigned(0),
        Unexpected::Float(_) => Node::Float(0.0),
        Unexpected::Str(_) | Unexpected::Char(_) => Node::Text("".into()),
        Unexpected::Seq => Node::List(Vec::new()),
        Unexpected::Map => Node::Object(Vec::new()),
        _ => Node::Null,
    }
}

fn one_of(words: &[&str]) -> String {
    match words {
        [only] => format!("expected `{only}`"),
        _ => format!("expected one of `{}`", words.join("`, `")),
    }
}

/// A key as an error may show it: a key may be a PIN that slipped into the wrong place.
pub(super) fn shown_key(key: &str) -> String {
    let digits = key.chars().filter(char::is_ascii_digit).count();
    let plain = key
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if key.len() > 64 || digits >= 4 || !plain {
        String::new()
    } else {
        key.to_owned()
    }
}
