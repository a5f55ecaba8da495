//! PINs, which never show themselves (P9).

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use std::fmt;
use std::str::FromStr;

use crate::json::from_text;
use crate::{Error, ErrorCode};

/// A PIN of 1 to 20 digits. `Debug` masks it; there is no `Display`.
///
/// A placeholder stands for a PIN that is not known here, or not shown. It is written as `~` and
/// digits, equals no PIN, and opens nothing.
///
/// ```
/// use latchstring::code::Pin;
/// let pin: Pin = "492817".parse()?;
/// assert_eq!(format!("{pin:?}"), "••••17");
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Pin {
    digits: [u8; 20],
    length: u8,
    is_placeholder: bool,
}

impl Pin {
    /// From digit values 0 to 9, if there are 1 to 20 of them.
    #[must_use]
    pub fn from_digits(values: &[u8]) -> Option<Self> {
        if values.is_empty() || values.iter().any(|&value| value > 9) {
            return None;
        }
        let mut digits = [0; 20];
        digits.get_mut(..values.len())?.copy_from_slice(values);
        Some(Self {
            digits,
            length: u8::try_from(values.len()).ok()?,
            is_placeholder: false,
        })
    }

    /// A placeholder with these digits. It takes part in all rules by them, but equals no PIN.
    pub(crate) fn as_placeholder(self) -> Self {
        Self {
            is_placeholder: true,
            ..self
        }
    }

    /// Its digits as a candidate, also those of a placeholder.
    pub(crate) fn typed(&self) -> Candidate {
        let pin = Self {
            is_placeholder: false,
            ..*self
        };
        Candidate(pin.reveal())
    }

    /// Whether it stands for a PIN that is not known here, or not shown.
    #[must_use]
    pub fn is_placeholder(&self) -> bool {
        self.is_placeholder
    }

    /// Its digits as values 0 to 9.
    #[must_use]
    pub fn digits(&self) -> &[u8] {
        self.digits
            .get(..usize::from(self.length))
            .unwrap_or(&self.digits)
    }

    /// The PIN in clear, for the keypad and the guest. Keep it out of logs and errors.
    #[must_use]
    pub fn reveal(&self) -> String {
        // A sign and at most 20 digits.
        let mut text = String::with_capacity(21);
        text.extend(self.is_placeholder.then_some(PLACEHOLDER));
        for &digit in self.digits() {
            text.extend(char::from_digit(u32::from(digit), 10));
        }
        text
    }
}

/// The sign before the digits of a placeholder.
const PLACEHOLDER: char = '~';

impl FromStr for Pin {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let written = text.strip_prefix(PLACEHOLDER);
        let values: Option<Vec<u8>> = written
            .unwrap_or(text)
            .chars()
            .take(21)
            .map(|c| c.to_digit(10).and_then(|digit| u8::try_from(digit).ok()))
            .collect();
        values
            .and_then(|values| Self::from_digits(&values))
            .map(|pin| Self {
                is_placeholder: written.is_some(),
                ..pin
            })
            .ok_or_else(|| {
                Error::new(
                    ErrorCode::InvalidValue,
                    "not a PIN",
                    "a PIN has 1 to 20 digits",
                )
            })
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&mask(&self.reveal()))
    }
}

impl Serialize for Pin {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.reveal())
    }
}

impl<'de> Deserialize<'de> for Pin {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a string")
    }
}

/// What somebody would like as a PIN: any text of at most 64 bytes, which may turn out to be none
/// (P4, F29).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Candidate(String);

impl Candidate {
    /// The text as it was given.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl FromStr for Candidate {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.len() > 64 {
            return Err(Error::new(
                ErrorCode::TooLong,
                "a code of more than 64 bytes",
                "a PIN has 4 to 10 digits",
            ));
        }
        Ok(Self(text.to_owned()))
    }
}

impl fmt::Debug for Candidate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&mask(&self.0))
    }
}

impl<'de> Deserialize<'de> for Candidate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a string")
    }
}

impl Serialize for Candidate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Masks all but the last two characters; all of them where there are fewer than four (P9, V).
///
/// ```
/// assert_eq!(latchstring::code::mask("492817"), "••••17");
/// assert_eq!(latchstring::code::mask("123"), "•••");
/// ```
#[must_use]
pub fn mask(code: &str) -> String {
    let length = code.chars().count();
    let masked = if length < 4 {
        length
    } else {
        length.saturating_sub(2)
    };
    code.chars()
        .enumerate()
        .map(|(at, c)| if at < masked { '•' } else { c })
        .collect()
}
