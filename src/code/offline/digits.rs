//! From a window to digits: HMAC-SHA256, truncated as RFC 4226 does (O2).

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::grant::Grant;
use crate::code::{Key, Pin};
use crate::{Error, Id};

/// The first byte of every message. Another algorithm gets another one.
const VERSION: u8 = 1;

/// Digits of an offline code.
pub(super) const DIGITS: u8 = 9;

/// The secret of one lock, ready for the windows of that lock.
#[derive(Clone)]
pub(super) struct Secret {
    begun: Hmac<Sha256>,
    /// Fewer than nine only where a test counts through them all.
    limit: u32,
}

impl Secret {
    pub(super) fn new(key: &Key, lock_id: &Id, digits: u8) -> Result<Self, Error> {
        let mut begun = key.mac()?;
        // An id has at most 128 bytes. Its length keeps it apart from what follows.
        let length = u8::try_from(lock_id.len()).unwrap_or(u8::MAX);
        begun.update(&[VERSION, length]);
        begun.update(lock_id.as_bytes());
        Ok(Self {
            begun,
            limit: 10_u32.saturating_pow(digits.into()),
        })
    }

    /// The code of a window, as a number.
    pub(super) fn number(&self, grant: Grant) -> u32 {
        let mut mac = self.begun.clone();
        mac.update(&grant.start_hour.to_be_bytes());
        mac.update(&grant.end_hour.to_be_bytes());
        mac.update(&[grant.variance]);
        let hash = mac.finalize().into_bytes();
        let offset = hash.last().map_or(0, |last| usize::from(last & 15));
        let four = hash.iter().skip(offset).take(4);
        let word = four.fold(0, |word: u32, &byte| word << 8 | u32::from(byte));
        (word & 0x7fff_ffff).checked_rem(self.limit).unwrap_or(0)
    }
}

/// A number as nine digits.
pub(super) fn pin(number: u32) -> Option<Pin> {
    format!("{number:0width$}", width = usize::from(DIGITS))
        .parse()
        .ok()
}

/// What somebody typed, as a number, where it is nine digits.
pub(super) fn typed(code: &str) -> Option<u32> {
    let is_code =
        code.len() == usize::from(DIGITS) && code.bytes().all(|byte| byte.is_ascii_digit());
    code.parse().ok().filter(|_| is_code)
}
