//! The key from which PINs are derived.

use std::fmt;
use std::str::FromStr;

use crate::{Error, ErrorCode};

/// A secret text of 32 to 1,024 bytes from which PINs are derived (P3). It never shows itself (P9);
/// there is no way to write it out.
///
/// ```
/// use latchstring::code::Key;
/// let key: Key = "correct horse battery staple 2026".parse()?;
/// assert_eq!(format!("{key:?}"), "Key(…)");
/// assert!("short".parse::<Key>().is_err());
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Key(String);

impl Key {
    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl FromStr for Key {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        match text.len() {
            32..=1024 => Ok(Self(text.to_owned())),
            1025.. => Err(Error::new(
                ErrorCode::TooLong,
                "the key is longer than 1024 bytes",
                "32 random bytes as hexadecimal digits are enough",
            )),
            _ => Err(Error::new(
                ErrorCode::OutOfRange,
                "the key is shorter than 32 bytes",
                "make it from 32 random bytes, written as hexadecimal digits",
            )),
        }
    }
}

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

texts! { Key, "a key as text", Self(String::new()); }
