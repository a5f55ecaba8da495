//! Digits by rejection sampling, from random bytes or from a key (P2, P3).

use hmac::{Hmac, Mac};
use sha2::Sha256;

use super::{Entropy, Key};
use crate::{Error, ErrorCode};

/// A stream of half bytes, each 0 to 15 with the same chance.
pub(super) struct Stream<'a> {
    source: Source<'a>,
    block: [u8; 32],
    /// Half bytes of the block that were handed out.
    used: usize,
    /// Half bytes that may still be drawn: a broken source must not hold a call up for ever (P8).
    left: u32,
}

enum Source<'a> {
    Random(&'a mut dyn Entropy),
    Derived {
        mac: Hmac<Sha256>,
        message: String,
        attempt: u32,
    },
}

/// More than the draws of any call need: PINs of ten digits over two keys, drawn
/// [`super::generate::MAX_DRAWS`] times.
const MAX_HALF_BYTES: u32 = 1 << 24;

/// Half bytes of a block: 64 of a derived one, fewer of a random one, since what is left over is
/// lost.
const DERIVED: usize = 64;
const RANDOM: usize = 16;

impl<'a> Stream<'a> {
    pub(super) fn random(entropy: &'a mut dyn Entropy) -> Self {
        Self {
            source: Source::Random(entropy),
            block: [0; 32],
            used: RANDOM,
            left: MAX_HALF_BYTES,
        }
    }

    /// The stream of a holder, as [`super::PinSource::Derived`] describes it.
    ///
    /// # Errors
    /// `invalid_value` where site, holder or lock hold a control character: a line feed in one of
    /// these would make two derivations one.
    pub(super) fn derived(
        key: &Key,
        site: &str,
        holder: &str,
        lock: &str,
        generation: u32,
    ) -> Result<Self, Error> {
        for (name, text) in [("site", site), ("holder", holder), ("lock", lock)] {
            if text.chars().any(char::is_control) {
                return Err(Error::new(
                    ErrorCode::InvalidValue,
                    "the text holds a control character",
                    "pass the id as it is",
                )
                .at(name));
            }
        }
        let mac = key.mac()?;
        Ok(Self {
            source: Source::Derived {
                mac,
                message: format!("latchstring code 1\n{site}\n{holder}\n{lock}\n{generation}\n"),
                attempt: 0,
            },
            block: [0; 32],
            used: DERIVED,
            left: MAX_HALF_BYTES,
        })
    }

    /// One of these digits, each with the same chance: a half byte is the index of its digit, and
    /// one that is no index is skipped.
    pub(super) fn digit(&mut self, digits: &[u8]) -> Result<u8, Error> {
        loop {
            if let Some(&digit) = digits.get(usize::from(self.half_byte()?)) {
                return Ok(digit);
            }
        }
    }

    /// A number below `limit`, each with the same chance.
    pub(super) fn below(&mut self, limit: u64) -> Result<u64, Error> {
        let mask = limit
            .checked_next_power_of_two()
            .map_or(u64::MAX, |power| power.wrapping_sub(1));
        loop {
            let mut number = 0;
            let mut covered: u64 = 0;
            while covered < mask {
                number = number << 4 | u64::from(self.half_byte()?);
                covered = covered << 4 | 15;
            }
            if number & mask < limit {
                return Ok(number & mask);
            }
        }
    }

    fn half_byte(&mut self) -> Result<u8, Error> {
        self.left = self.left.checked_sub(1).ok_or_else(|| {
            Error::new(
                ErrorCode::NoEntropy,
                "the source of random bytes repeats itself",
                "check where they come from",
            )
        })?;
        let size = match self.source {
            Source::Random(_) => RANDOM,
            Source::Derived { .. } => DERIVED,
        };
        if self.used >= size {
            self.refill()?;
            self.used = 0;
        }
        let byte = self
            .block
            .get(self.used.div_euclid(2))
            .copied()
            .unwrap_or(0);
        let half = if self.used.is_multiple_of(2) {
            byte >> 4
        } else {
            byte & 15
        };
        self.used = self.used.saturating_add(1);
        Ok(half)
    }

    fn refill(&mut self) -> Result<(), Error> {
        match &mut self.source {
            Source::Random(entropy) => {
                entropy.fill(self.block.get_mut(..RANDOM / 2).unwrap_or_default())
            }
            Source::Derived {
                mac,
                message,
                attempt,
            } => {
                let mut mac = mac.clone();
                mac.update(message.as_bytes());
                mac.update(attempt.to_string().as_bytes());
                self.block = mac.finalize().into_bytes().into();
                *attempt = attempt.saturating_add(1);
                Ok(())
            }
        }
    }
}

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        self.block.fill(0);
    }
}
