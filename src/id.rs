//! Short texts with limits: ids and names.

use std::fmt;
use std::ops::Deref;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::json::from_text;
use crate::{Error, ErrorCode};

/// An id: 1 to 128 bytes without control characters. Ids order by their UTF-8 bytes (D1).
///
/// ```
/// use latchstring::Id;
/// assert!("stay-1".parse::<Id>().is_ok());
/// assert!("".parse::<Id>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Id(Arc<str>);

/// A text for people, such as a name: at most 2,000 bytes without control characters other than
/// line breaks.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Text(Arc<str>);

impl FromStr for Id {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.is_empty() || text.len() > 128 || text.chars().any(char::is_control) {
            return Err(Error::new(
                ErrorCode::InvalidValue,
                "not an id",
                "an id has 1 to 128 bytes of UTF-8 and no control characters",
            ));
        }
        Ok(Self(text.into()))
    }
}

impl Text {
    /// The longest, in bytes.
    const MAX_BYTES: usize = 2000;

    /// A text that is made of others: without control characters, and cut where it is too long.
    pub(crate) fn made(text: &str) -> Self {
        let is_plain = |byte: u8| (b' '..=b'~').contains(&byte);
        if text.len() <= Self::MAX_BYTES && text.bytes().all(is_plain) {
            return Self(text.into());
        }
        let legal = text.chars().filter(|&letter| !is_refused(letter));
        let mut made = String::new();
        for letter in legal {
            if made.len().saturating_add(letter.len_utf8()) > Self::MAX_BYTES {
                break;
            }
            made.push(letter);
        }
        Self(made.into())
    }

    /// The text; of one that shows nothing, the id of what it names.
    pub(crate) fn or_id(self, id: &Id) -> Self {
        if shows_nothing(&self) {
            return Self(Arc::clone(&id.0));
        }
        self
    }
}

/// Whether nothing of a name can be seen: it is as good as none (N2).
pub(crate) fn shows_nothing(name: &str) -> bool {
    let is_unseen = |letter: char| {
        let is_joint = matches!(
            letter,
            '\u{AD}' | '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}'
        );
        letter.is_whitespace() || is_direction(letter) || is_joint
    };
    name.chars().all(is_unseen)
}

/// Whether a letter only turns the direction of what is written.
pub(crate) fn is_direction(letter: char) -> bool {
    matches!(letter, '\u{61C}' | '\u{200E}' | '\u{200F}')
        || ('\u{202A}'..='\u{202E}').contains(&letter)
        || ('\u{2066}'..='\u{2069}').contains(&letter)
}

/// Whether no text holds a letter: it is a control character, and no line break.
fn is_refused(letter: char) -> bool {
    letter.is_control() && letter != '\n'
}

impl FromStr for Text {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() > Self::MAX_BYTES {
            return Err(Error::new(
                ErrorCode::TooLong,
                "the text is longer than 2000 bytes",
                "shorten it",
            ));
        }
        if text.chars().any(is_refused) {
            return Err(Error::new(
                ErrorCode::InvalidValue,
                "the text holds a control character",
                "only line breaks are allowed",
            ));
        }
        Ok(Self(text.into()))
    }
}

impl Deref for Id {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Id {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a string")
    }
}

impl Serialize for Id {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a string")
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}
