//! Sizes of spaces in bits, by integers alone, so that every runtime gives the same (P6).

use serde::{Serialize, Serializer};

/// The size of a space in bits, to a tenth. JSON: a number such as `19.8` or `20`.
///
/// ```
/// use latchstring::code::EntropyBits;
/// assert_eq!(EntropyBits::of(1_000_000).tenths(), 199);
/// assert_eq!(serde_json::to_string(&EntropyBits::of(1 << 20)).unwrap(), "20");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "number"))]
pub struct EntropyBits(u16);

impl EntropyBits {
    /// The base-two logarithm of `count`, rounded to a tenth; 0 for an empty space.
    #[must_use]
    pub fn of(count: u64) -> Self {
        let whole = count.checked_ilog2().unwrap_or(0);
        // The mantissa as a fixed-point number from 1 to 2 with 63 places; each squaring yields one
        // more bit.
        let mut mantissa = u128::from(count.max(1)) << 63_u32.saturating_sub(whole);
        let mut bits = u128::from(whole);
        for _ in 0..PLACES {
            mantissa = mantissa.wrapping_mul(mantissa) >> 63;
            let carry = mantissa >> 64;
            mantissa >>= carry;
            bits = bits << 1 | carry;
        }
        let tenths = bits
            .saturating_mul(10)
            .saturating_add(1 << PLACES.saturating_sub(1))
            >> PLACES;
        Self(u16::try_from(tenths).unwrap_or(u16::MAX))
    }

    /// Tenths of a bit.
    #[must_use]
    pub fn tenths(self) -> u16 {
        self.0
    }
}

/// Binary places of the logarithm: enough to tell the logarithms of 10^10 and its neighbours apart.
const PLACES: u32 = 40;

impl Serialize for EntropyBits {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // A whole number goes out as one, or native JSON would say 20.0 where JavaScript says 20.
        if self.0.is_multiple_of(10) {
            serializer.serialize_u16(self.0 / 10)
        } else {
            serializer.serialize_f64(f64::from(self.0) / 10.0)
        }
    }
}
