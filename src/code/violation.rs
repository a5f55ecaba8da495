//! What speaks against a PIN, by name (P5).

use serde::{Deserialize, Serialize};

/// One reason why a PIN may not be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Violation {
    /// Which rule it breaks.
    pub kind: ViolationKind,
}

/// The rules that a PIN can break, in the order in which they are reported (P5, P6, P7).
/// The names are Seam's, where Seam has one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ViolationKind {
    /// The platform makes the PIN: none can be chosen.
    CannotSpecifyPinCode,
    /// The PIN has to be one of the platform's own set, which nobody else knows.
    PinCodeMatchesExistingSet,
    /// A lock takes no PIN of that many digits.
    LengthNotSupported,
    /// It holds something that is no key of a lock's keypad.
    DigitNotOnKeypad,
    /// It holds a 0.
    NoZeros,
    /// It holds 0, 8 or 9.
    #[serde(rename = "cannot_contain_089")]
    CannotContain089,
    /// It holds 0, 7, 8 or 9.
    #[serde(rename = "cannot_contain_0789")]
    CannotContain0789,
    /// It begins with 12.
    #[serde(rename = "cannot_start_with_12")]
    CannotStartWith12,
    /// Three digits in a row count up or down.
    NoTripleConsecutiveInts,
    /// It counts up or down from end to end, also over 9-0; weak even where no lock forbids it.
    NoAscendingOrDescendingSequence,
    /// It has fewer than three different digits.
    AtLeastThreeUniqueDigits,
    /// It is one digit repeated; weak even where no lock forbids it.
    NoAllSameDigits,
    /// It is a block of at least two digits, repeated: 1212, 123123.
    WeakRepeatedBlock,
    /// It reads the same backwards: 1221, 12321.
    WeakMirror,
    /// Four digits that are a year from 1950 to 2049, DDMM or MMDD; six that are YYMMDD, MMDDYY or
    /// DDMMYY.
    WeakDate,
    /// It is one of those that people choose most.
    WeakCommon,
    /// A lock keeps it, or the same key presses, for itself.
    Reserved,
    /// It is or may be on a lock.
    InUse,
    /// Another PIN that is or may be on a lock presses the same keys.
    SameKeyPresses,
    /// A PIN that is or may be on a lock has the same first four digits.
    UniqueFirstFourDigits,
    /// It, or the same key presses, was told to another holder not long ago.
    Retired,
}

impl From<ViolationKind> for Violation {
    fn from(kind: ViolationKind) -> Self {
        Self { kind }
    }
}

/// What speaks against a PIN that may be used all the same (P10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Advice {
    /// What it is.
    pub kind: AdviceKind,
}

/// A slip between this PIN and one that is or may be on a lock, so that a slip of its holder
/// is taken for somebody else's use (P10).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum AdviceKind {
    /// One key pressed wrong gives the other PIN.
    KeyWrong,
    /// Two neighbouring keys swapped give the other PIN.
    KeysSwapped,
    /// One key missed or pressed twice gives the other PIN, or this one where the other is meant.
    KeyMissed,
}
