//! Which PINs a lock accepts, as data (P5).

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use serde_with::skip_serializing_none;

use super::Pin;
use crate::json::at_most;
use crate::{Error, ErrorCode};

/// Fewest digits of a PIN that any lock takes (P1).
pub const MIN_LENGTH: u8 = 4;
/// Most digits of a PIN that any lock takes (P1).
pub const MAX_LENGTH: u8 = 10;

/// Which PINs a lock accepts. Everything is optional; what is left out restricts nothing,
/// except `weakPins`, which refuses by default (P6).
///
/// ```
/// use latchstring::code::CodeRules;
/// let nuki: CodeRules = latchstring::decode(r#"{"lengths":[6],"constraints":["no_zeros","cannot_start_with_12"]}"#)?;
/// assert_eq!(nuki.lengths, Some(vec![6]));
/// assert_eq!(latchstring::decode::<CodeRules>(r#"{"lengths":[4,3]}"#).unwrap_err().path, "lengths[1]");
/// # Ok::<(), latchstring::Error>(())
/// ```
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct CodeRules {
    /// Lengths that it accepts, each 4 to 10 and once; absent is all of them (P1).
    #[serde(default, deserialize_with = "lengths")]
    pub lengths: Option<Vec<u8>>,
    /// Whether all codes on it have one length: that of the codes on it (P11), so that a preferred
    /// PIN of another length is no use (P4); absent is `false`.
    pub one_length: Option<bool>,
    /// Digits on its keypad, each once, such as `123456789` (F31); absent is all ten.
    #[serde(default, deserialize_with = "digits")]
    pub digits: Option<String>,
    /// What else it demands, by the names of Seam.
    #[serde(default, deserialize_with = "at_most::<32, _, _, _>")]
    pub constraints: Option<Vec<CodeConstraint>>,
    /// Pairs of digits that share one key, such as `["12", "34", "56", "78", "90"]`.
    #[serde(default, deserialize_with = "pairs")]
    pub paired_keys: Option<Vec<String>>,
    /// PINs that the lock keeps for itself, at most 64, such as the `0000` that a cleared slot
    /// reads back.
    #[serde(default, deserialize_with = "at_most::<64, _, _, _>")]
    pub reserved: Option<Vec<Pin>>,
    /// Shortest and longest label that the lock takes for a code, in characters.
    #[serde(default, deserialize_with = "name_length")]
    pub name_length: Option<NameLength>,
    /// Whether PINs that are easy to guess are refused; absent is `refuse` (P6).
    pub weak_pins: Option<WeakPins>,
}

impl CodeRules {
    /// These rules, with the keys that they leave out taken from `other`.
    ///
    /// ```
    /// use latchstring::code::CodeRules;
    /// let own = CodeRules { lengths: Some(vec![6]), ..CodeRules::default() };
    /// let brand = CodeRules { lengths: Some(vec![4]), digits: Some("123".into()), ..CodeRules::default() };
    /// let both = own.or(brand);
    /// assert_eq!((both.lengths, both.digits.as_deref()), (Some(vec![6]), Some("123")));
    /// ```
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self {
            lengths: self.lengths.or(other.lengths),
            one_length: self.one_length.or(other.one_length),
            digits: self.digits.or(other.digits),
            constraints: self.constraints.or(other.constraints),
            paired_keys: self.paired_keys.or(other.paired_keys),
            reserved: self.reserved.or(other.reserved),
            name_length: self.name_length.or(other.name_length),
            weak_pins: self.weak_pins.or(other.weak_pins),
        }
    }
}

/// Shortest and longest label of a code, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct NameLength {
    /// Fewest characters.
    pub min: u8,
    /// Most characters, not fewer than `min`.
    pub max: u8,
}

/// What happens to PINs that are easy to guess (P6).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum WeakPins {
    /// They are refused.
    #[default]
    Refuse,
    /// They are used like any other.
    Allow,
}

/// A demand of a lock on PINs and labels, by the name that Seam gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum CodeConstraint {
    /// The digit 0 is not allowed (Nuki).
    NoZeros,
    /// No PIN begins with 12 (Nuki).
    #[serde(rename = "cannot_start_with_12")]
    CannotStartWith12,
    /// No three digits in a row count up or down, such as 123 or 321 (Brivo).
    NoTripleConsecutiveInts,
    /// The whole PIN is no run up or down, also over 9-0 (Tedee, Korelock).
    NoAscendingOrDescendingSequence,
    /// At least three different digits (Tedee).
    AtLeastThreeUniqueDigits,
    /// Not one digit only (Korelock).
    NoAllSameDigits,
    /// None of 0, 8 and 9 (some TTLock cylinders).
    #[serde(rename = "cannot_contain_089")]
    CannotContain089,
    /// None of 0, 7, 8 and 9 (some TTLock cylinders).
    #[serde(rename = "cannot_contain_0789")]
    CannotContain0789,
    /// The first four digits differ from those of every other code on the lock, and of those that
    /// it keeps for itself (Schlage).
    UniqueFirstFourDigits,
    /// The platform makes the PIN (dormakaba Oracode, Salto).
    CannotSpecifyPinCode,
    /// The PIN has to be one of the platform's own set (Salto).
    PinCodeMatchesExistingSet,
    /// A window has to begin in the future (Kwikset, igloohome). Where its start has passed, it is
    /// sent without one (W7). Says nothing of PINs.
    StartDateInFuture,
    /// No two codes on the lock share a label; says nothing of PINs.
    NameMustBeUnique,
}

fn lengths<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<u8>>, D::Error> {
    let lengths: Vec<u8> = at_most::<16, _, _, _>(deserializer)?;
    check_lengths(&lengths).map_err(D::Error::custom)?;
    Ok(Some(lengths))
}

fn check_lengths(lengths: &[u8]) -> Result<(), Error> {
    if lengths.is_empty() {
        return Err(Error::new(
            ErrorCode::InvalidValue,
            "the list is empty",
            "leave the key out where every length will do",
        ));
    }
    for (at, length) in lengths.iter().enumerate() {
        if !(MIN_LENGTH..=MAX_LENGTH).contains(length) {
            return Err(Error::new(
                ErrorCode::OutOfRange,
                format!("{length} digits are outside {MIN_LENGTH} to {MAX_LENGTH}"),
                format!("choose lengths from {MIN_LENGTH} to {MAX_LENGTH}"),
            )
            .at(&format!("[{at}]")));
        }
        if lengths.iter().take(at).any(|earlier| earlier == length) {
            return Err(Error::new(
                ErrorCode::InvalidValue,
                "duplicate length",
                "remove one of them",
            )
            .at(&format!("[{at}]")));
        }
    }
    Ok(())
}

fn digits<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let digits = String::deserialize(deserializer)?;
    check_digits(&digits).map_err(D::Error::custom)?;
    Ok(Some(digits))
}

fn check_digits(digits: &str) -> Result<(), Error> {
    let message = if digits.is_empty() {
        "the keypad has no digit"
    } else if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        "not only digits"
    } else if has_twins(digits.bytes()) {
        "duplicate digit"
    } else {
        return Ok(());
    };
    Err(Error::new(
        ErrorCode::InvalidValue,
        message,
        "write each digit of the keypad once, such as 123456789",
    ))
}

fn pairs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<String>>, D::Error> {
    let pairs: Vec<String> = at_most::<5, _, _, _>(deserializer)?;
    check_pairs(&pairs).map_err(D::Error::custom)?;
    Ok(Some(pairs))
}

fn check_pairs(pairs: &[String]) -> Result<(), Error> {
    for (at, pair) in pairs.iter().enumerate() {
        let so_far = pairs.iter().take(at.saturating_add(1));
        let message = if pair.len() != 2 || !pair.bytes().all(|digit| digit.is_ascii_digit()) {
            "not two digits"
        } else if has_twins(so_far.flat_map(|pair| pair.bytes())) {
            "duplicate digit"
        } else {
            continue;
        };
        return Err(Error::new(
            ErrorCode::InvalidValue,
            message,
            "write the two digits of each key once, such as 12",
        )
        .at(&format!("[{at}]")));
    }
    Ok(())
}

fn name_length<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<NameLength>, D::Error> {
    let length = NameLength::deserialize(deserializer)?;
    if length.min > length.max {
        return Err(D::Error::custom(
            Error::new(
                ErrorCode::OutOfRange,
                "the longest label is shorter than the shortest",
                "raise max, or lower min",
            )
            .at("max"),
        ));
    }
    Ok(Some(length))
}

fn has_twins(mut digits: impl Iterator<Item = u8>) -> bool {
    let mut seen = [false; 256];
    digits.any(|digit| {
        seen.get_mut(usize::from(digit))
            .is_some_and(|seen| std::mem::replace(seen, true))
    })
}
