//! The key from which PINs are derived.

use std::fmt;
use std::str::FromStr;

use hmac::{Hmac, KeyInit};
use serde::{Deserialize, Deserializer};
use sha2::Sha256;

use crate::json::from_text;
use crate::{Error, ErrorCode};

/// A secret text of 32 to 1,024 bytes from which PINs are derived (P3). It never shows itself (P9);
/// there is no way to write it out.
///
/// Make it of at least 32 random bytes, such as 64 hexadecimal digits, and keep it where secrets
/// are kept: a site never stores it. One key for all sites of a vendor and one key per site are
/// both fine, since a site's id is part of every derivation (F60). Under one key, no two sites may
/// have the same id. Whoever knows the key and the ids knows the PINs.
///
/// Keep the key as long as a code that was derived from it may be on a lock, or may have to be
/// derived again. That is so where a crash came after a step and before its site was stored, and
/// where a stored site is lost and built anew.
///
/// Another key changes nothing on any lock and nothing that was told: a PIN that was made stands in
/// its site, and goes on as it is. PINs that are made from then on are derived from the new key:
/// those of new bookings and visits, of new backups and emergency codes, and of whatever is issued
/// anew. A booking whose code the site has forgotten gets another PIN when it comes back. A leaked
/// key is not made safe by a new one alone: reissue or rotate the codes that were derived from the
/// old one.
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
    /// In place of a key that is not given: what is derived from it is a placeholder.
    pub(crate) fn placeholder() -> Self {
        Self(String::new())
    }

    pub(super) fn is_placeholder(&self) -> bool {
        self.0.is_empty()
    }

    /// HMAC-SHA256 under the key, with nothing in it yet.
    pub(super) fn mac(&self) -> Result<Hmac<Sha256>, Error> {
        Hmac::<Sha256>::new_from_slice(self.0.as_bytes()).map_err(|_| {
            Error::new(
                ErrorCode::InvalidValue,
                "the key can't be used",
                "choose another",
            )
            .at("key")
        })
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

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a string")
    }
}
