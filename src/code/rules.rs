//! Which PINs a lock accepts, as data (P5).

use super::Pin;
use crate::json::{Node, Read as _, Reader, at_most};
use crate::{Error, ErrorCode};

/// Fewest digits of a PIN that any lock takes (P1).
pub const MIN_LENGTH: u8 = 4;
/// Most digits of a PIN that any lock takes (P1).
pub const MAX_LENGTH: u8 = 10;

record! {
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
    #[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
    pub struct CodeRules {
        /// Lengths that it accepts, each 4 to 10 and once; absent is all of them (P1).
        pub lengths: Option<Vec<u8>> => read_lengths,
        /// Whether all codes on it have one length, so that a preferred PIN of another length is no use (P4);
        /// absent is `false`.
        pub one_length: Option<bool>,
        /// Digits on its keypad, each once, such as `123456789` (F31); absent is all ten.
        pub digits: Option<String> => read_digits,
        /// What else it demands, by the names of Seam.
        pub constraints: Option<Vec<CodeConstraint>> => at_most::<32, _>,
        /// Pairs of digits that share one key, such as `["12", "34", "56", "78", "90"]`.
        pub paired_keys: Option<Vec<String>> => read_pairs,
        /// PINs that the lock keeps for itself, at most 64, such as the `0000` that a cleared slot reads back.
        pub reserved: Option<Vec<Pin>> => at_most::<64, _>,
        /// Shortest and longest label that the lock takes for a code, in characters.
        pub name_length: Option<NameLength> => read_name_length,
        /// Whether PINs that are easy to guess are refused; absent is `refuse` (P6).
        pub weak_pins: Option<WeakPins>,
    }
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

record! {
    /// Shortest and longest label of a code, in characters.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
    pub struct NameLength {
        /// Fewest characters.
        pub min: u8,
        /// Most characters, not fewer than `min`.
        pub max: u8,
    }
}

words! {
    /// What happens to PINs that are easy to guess (P6).
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub enum WeakPins {
        /// They are refused.
        #[default]
        Refuse,
        /// They are used like any other.
        Allow,
    }
}

words! {
    /// A demand of a lock on PINs and labels, by the name that Seam gives it.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
    pub enum CodeConstraint {
        /// The digit 0 is not allowed (Nuki).
        NoZeros,
        /// No PIN begins with 12 (Nuki).
        CannotStartWith12 = "cannot_start_with_12",
        /// No three digits in a row count up or down, such as 123 or 321 (Brivo).
        NoTripleConsecutiveInts,
        /// The whole PIN is no run up or down, also over 9-0 (Tedee, Korelock).
        NoAscendingOrDescendingSequence,
        /// At least three different digits (Tedee).
        AtLeastThreeUniqueDigits,
        /// Not one digit only (Korelock).
        NoAllSameDigits,
        /// None of 0, 8 and 9 (some TTLock cylinders).
        CannotContain089 = "cannot_contain_089",
        /// None of 0, 7, 8 and 9 (some TTLock cylinders).
        CannotContain0789 = "cannot_contain_0789",
        /// The first four digits differ from those of every other code on the lock, and of those that it keeps for itself
        /// (Schlage).
        UniqueFirstFourDigits,
        /// The platform makes the PIN (dormakaba Oracode, Salto).
        CannotSpecifyPinCode,
        /// The PIN has to be one of the platform's own set (Salto).
        PinCodeMatchesExistingSet,
        /// A window has to begin in the future (Kwikset); says nothing of PINs.
        StartDateInFuture,
        /// No two codes on the lock share a label; says nothing of PINs.
        NameMustBeUnique,
    }
}

fn read_lengths(reader: &mut Reader, node: &Node<'_>) -> Vec<u8> {
    let lengths = at_most::<16, u8>(reader, node);
    reader.take(check_lengths(&lengths));
    lengths
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
                "the length stands twice",
                "remove one of them",
            )
            .at(&format!("[{at}]")));
        }
    }
    Ok(())
}

fn read_digits(reader: &mut Reader, node: &Node<'_>) -> String {
    let Some(digits) = reader.text(node, "digits as text") else {
        return String::new();
    };
    let message = if digits.is_empty() {
        "the keypad has no digit"
    } else if !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        "not only digits"
    } else if has_twins(digits.bytes()) {
        "a digit stands twice"
    } else {
        return digits.to_owned();
    };
    reader.refuse(Error::new(
        ErrorCode::InvalidValue,
        message,
        "write each digit of the keypad once, such as 123456789",
    ));
    String::new()
}

fn read_pairs(reader: &mut Reader, node: &Node<'_>) -> Vec<String> {
    let pairs = at_most::<5, String>(reader, node);
    for (at, pair) in pairs.iter().enumerate() {
        let so_far = pairs.iter().take(at.saturating_add(1));
        let message = if pair.len() != 2 || !pair.bytes().all(|digit| digit.is_ascii_digit()) {
            "not two digits"
        } else if has_twins(so_far.flat_map(|pair| pair.bytes())) {
            "a digit stands twice"
        } else {
            continue;
        };
        reader.refuse(
            Error::new(
                ErrorCode::InvalidValue,
                message,
                "write the two digits of each key once, such as 12",
            )
            .at(&format!("[{at}]")),
        );
    }
    pairs
}

fn read_name_length(reader: &mut Reader, node: &Node<'_>) -> NameLength {
    let length = NameLength::read(reader, node);
    if length.min > length.max {
        reader.refuse(
            Error::new(
                ErrorCode::OutOfRange,
                "the longest label is shorter than the shortest",
                "raise max, or lower min",
            )
            .at("max"),
        );
    }
    length
}

fn has_twins(mut digits: impl Iterator<Item = u8>) -> bool {
    let mut seen = [false; 256];
    digits.any(|digit| {
        seen.get_mut(usize::from(digit))
            .is_some_and(|seen| std::mem::replace(seen, true))
    })
}
