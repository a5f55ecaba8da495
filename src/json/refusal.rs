//! What serde reports while it reads, as an [`Error`] of ours. No message shows a value: it may be
//! a PIN (P9).

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{Deserialize as _, Expected, Unexpected};

use super::Node;
use super::hints::{MAY_BE_LEFT_OUT, WRITE_A_VALUE, what_to_write};
use super::limits::{Place, outside};
use super::near::near;
use crate::error::may_be_shown;
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
                "id" => "add `id`: a text of your own, one for each".to_owned(),
                "at" => "add `at`: when it was, such as 2026-05-01T15:00:00Z".to_owned(),
                "reachability" => "add `reachability`: online, offline or unknown".to_owned(),
                _ => format!("add `{key}`"),
            },
        )
        .at(key)
    }

    /// The same, of the key that says which one of several an object is.
    #[cold]
    pub(super) fn missing_tag(key: &str, words: &[&str]) -> Self {
        let mut refusal = Self::missing_key(key);
        if let Some(error) = &mut refusal.0 {
            let one = one_of(words);
            error.hint = format!("add `{key}`: {}", one.trim_start_matches("expected "));
        }
        refusal
    }

    #[cold]
    pub(super) fn wrong_type(node: &Node<'_>, expected: &dyn Expected, place: Place) -> Self {
        let (found, expected) = (node.kind(), expected.to_string());
        let expected = if expected.starts_with("struct ") {
            "an object"
        } else {
            &expected
        };
        Self::of(
            ErrorCode::WrongType,
            format!("expected {expected}, found {found}"),
            what_to_write(node, expected, place),
        )
    }

    #[cold]
    pub(super) fn out_of_range(value: Option<u64>, most: u64, place: Place) -> Self {
        if let Some(limits) = place.limits() {
            return outside(value, &limits).into();
        }
        let hint = if place.key == "revision" {
            "write the time of the change in seconds: Math.floor(Date.now() / 1000)".to_owned()
        } else {
            format!("choose a number from 0 to {most}")
        };
        let message = format!("expected an integer from 0 to {most}");
        Self::of(ErrorCode::OutOfRange, message, hint)
    }

    /// The same, where it is that of a null at a key that may be left out.
    #[cold]
    #[inline(never)]
    pub(super) fn of_optional(mut self) -> Self {
        if let Some(error) = &mut self.0
            && error.hint == WRITE_A_VALUE
        {
            MAY_BE_LEFT_OUT.clone_into(&mut error.hint);
        }
        self
    }

    /// The same, where it is that of a value that should be one of these words.
    #[cold]
    #[inline(never)]
    pub(super) fn of_words(mut self, words: &[&str]) -> Self {
        if let Some(error) = &mut self.0
            && error.hint != WRITE_A_VALUE
        {
            error.hint = one_of(words);
        }
        self
    }

    #[cold]
    pub(super) fn unknown_word(given: &str, words: &[&str]) -> Self {
        let hint = near(given, words).unwrap_or_else(|| one_of(words));
        let message = if may_be_shown(given) {
            format!("unknown value `{given}`")
        } else {
            "unknown value".to_owned()
        };
        Self::of(ErrorCode::InvalidValue, message, hint)
    }

    /// Of a key that nobody knows; `absent` are those that may still be written.
    #[cold]
    pub(super) fn unknown_key<'k>(key: &str, absent: impl Iterator<Item = &'k str>) -> Self {
        let shown = shown_key(key);
        let message = if shown.is_empty() {
            "unknown key".to_owned()
        } else {
            format!("unknown key `{shown}`")
        };
        let absent: Vec<&str> = absent.collect();
        let hint = if absent.is_empty() {
            "remove it".to_owned()
        } else {
            near(key, &absent).unwrap_or_else(|| one_of(&absent))
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
        Self::wrong_type(&node_like(&found), expected, Place::default())
    }

    #[cold]
    fn invalid_value(_: Unexpected<'_>, expected: &dyn Expected) -> Self {
        invalid(&format!("expected {expected}")).into()
    }

    /// serde says so of a struct whose next field is absent.
    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self::absent()
    }

    fn unknown_variant(given: &str, words: &'static [&'static str]) -> Self {
        Self::unknown_word(given, words)
    }

    fn unknown_field(key: &str, keys: &'static [&'static str]) -> Self {
        Self::unknown_key(key, keys.iter().copied())
    }

    fn missing_field(key: &'static str) -> Self {
        Self::missing_key(key)
    }

    fn duplicate_field(key: &'static str) -> Self {
        Self::duplicate_key(key)
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
