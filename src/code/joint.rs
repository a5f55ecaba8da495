//! The rules of several locks as one: a PIN for all of them meets every demand of each (P1, P7).

use super::Pin;
use super::hard::{Demands, HardRules};
use super::masks::{ALL_DIGITS, bit};
use super::rules::{CodeConstraint, CodeRules, MAX_LENGTH, MIN_LENGTH, WeakPins};
use crate::{Error, ErrorCode};

/// Digits that share a key, as the lowest of them: PINs with the same lowest digits press the same
/// keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Keys([u8; 10]);

impl Keys {
    /// A key for each digit.
    pub(super) const SINGLE: Self = Self([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);

    /// Those of one lock.
    pub(super) fn of_lock(lock: &CodeRules) -> Self {
        Self::paired(lock.paired_keys.as_deref().unwrap_or_default())
    }

    fn paired(pairs: &[String]) -> Self {
        let mut keys = Self::SINGLE;
        for pair in pairs {
            let lowest = pair
                .bytes()
                .min()
                .map_or(0, |digit| digit.saturating_sub(b'0'));
            for digit in pair.bytes().map(|digit| digit.saturating_sub(b'0')) {
                if let Some(key) = keys.0.get_mut(usize::from(digit)) {
                    *key = lowest;
                }
            }
        }
        keys
    }

    /// The key of a digit.
    pub(super) fn of(&self, digit: u8) -> u8 {
        self.0.get(usize::from(digit)).copied().unwrap_or(digit)
    }

    /// Each key, by its lowest digit.
    pub(super) fn all(self) -> Vec<u8> {
        (0..10).filter(|&digit| self.of(digit) == digit).collect()
    }

    /// For each key, by its lowest digit, the digits on it as bits.
    pub(super) fn digits_on(&self) -> [u16; 10] {
        let mut on = [0; 10];
        for digit in 0..10 {
            if let Some(digits) = on.get_mut(usize::from(self.of(digit))) {
                *digits |= bit(digit);
            }
        }
        on
    }

    /// Whether two PINs press the same keys.
    pub(super) fn same_presses(&self, a: &[u8], b: &[u8]) -> bool {
        a.len() == b.len() && a.iter().zip(b).all(|(&a, &b)| self.of(a) == self.of(b))
    }
}

/// The rules of several locks as one.
#[derive(Clone, Debug)]
pub(super) struct JointRules {
    /// Lengths that all take, as bits.
    lengths: u16,
    /// Digits on every keypad, as bits.
    pub(super) keypad: u16,
    pub(super) demands: Demands,
    /// Whether weak PINs are refused.
    pub(super) refuse_weak: bool,
    /// Whether a lock wants one length for all its codes.
    pub(super) one_length: bool,
    /// Whether every lock does.
    pub(super) only_one_length: bool,
    /// One for each way in which keys are paired on these locks; none where no keys are.
    pub(super) pairings: Vec<Keys>,
    pub(super) reserved: Vec<Pin>,
}

fn has_one_length(lock: &CodeRules) -> bool {
    lock.one_length == Some(true)
}

/// Ways of pairing keys among the locks of one PIN. The field knows one.
const MAX_PAIRINGS: usize = 2;

impl JointRules {
    /// # Errors
    /// `out_of_range` where the keys are paired in more than two different ways.
    pub(super) fn of(rules: &[CodeRules]) -> Result<Self, Error> {
        let mut joint = Self {
            lengths: (MIN_LENGTH..=MAX_LENGTH).fold(0, |mask, length| mask | bit(length)),
            keypad: ALL_DIGITS,
            demands: Demands::default(),
            refuse_weak: rules.is_empty()
                || rules
                    .iter()
                    .any(|lock| lock.weak_pins != Some(WeakPins::Allow)),
            one_length: rules.iter().any(has_one_length),
            only_one_length: !rules.is_empty() && rules.iter().all(has_one_length),
            pairings: Vec::new(),
            reserved: Vec::new(),
        };
        for (at, lock) in rules.iter().enumerate() {
            joint.add(lock);
            if joint.pairings.len() > MAX_PAIRINGS {
                return Err(Error::new(
                    ErrorCode::OutOfRange,
                    "these locks pair their keys in more than two ways",
                    "make one PIN per lock",
                )
                .at(&format!("rules[{at}].pairedKeys")));
            }
        }
        Ok(joint)
    }

    /// The same beside these PINs. Where a lock wants one length for all its codes, and the PINs
    /// that it may hold have one, that is the length (P11).
    pub(super) fn beside(mut self, in_use: &[Pin]) -> Self {
        if !self.one_length {
            return self;
        }
        // What a cleared place reads as is no code.
        let codes = in_use.iter().filter(|pin| !self.reserved.contains(pin));
        let lengths = codes
            .filter_map(|pin| u8::try_from(pin.digits().len()).ok())
            .filter(|&length| self.takes_length(length.into()))
            .fold(0, |mask, length| mask | bit(length));
        if lengths.is_power_of_two() {
            self.lengths = lengths;
        }
        self
    }

    fn add(&mut self, lock: &CodeRules) {
        if let Some(lengths) = &lock.lengths {
            self.lengths &= lengths.iter().fold(0, |mask, &length| mask | bit(length));
        }
        if let Some(digits) = &lock.digits {
            let digits = digits.bytes().map(|digit| digit.wrapping_sub(b'0'));
            self.keypad &= digits.fold(0, |mask, digit| mask | bit(digit));
        }
        for &constraint in lock.constraints.iter().flatten() {
            self.demands.add(constraint);
        }
        let keys = Keys::of_lock(lock);
        if keys != Keys::SINGLE && !self.pairings.contains(&keys) {
            self.pairings.push(keys);
        }
        self.reserved.extend(lock.reserved.iter().flatten());
    }

    /// Whether all locks take PINs of that many digits.
    pub(super) fn takes_length(&self, length: usize) -> bool {
        u8::try_from(length).is_ok_and(|length| self.lengths & bit(length) != 0)
    }

    /// The wanted length where all locks take it, else the longest that all take (P1).
    pub(super) fn length(&self, wanted: u8) -> Option<u8> {
        if self.takes_length(wanted.into()) {
            return Some(wanted);
        }
        (MIN_LENGTH..=MAX_LENGTH)
            .rev()
            .find(|&length| self.takes_length(length.into()))
    }

    /// Whether the platform makes the PIN itself.
    pub(super) fn platform_chooses(&self) -> bool {
        self.demands.include(CodeConstraint::CannotSpecifyPinCode)
            || self
                .demands
                .include(CodeConstraint::PinCodeMatchesExistingSet)
    }

    /// What is demanded of a PIN by itself.
    pub(super) fn hard(&self) -> HardRules {
        let without = |constraint, digits: &[u8]| {
            if self.demands.include(constraint) {
                digits
                    .iter()
                    .fold(ALL_DIGITS, |mask, &digit| mask & !bit(digit))
            } else {
                ALL_DIGITS
            }
        };
        HardRules {
            digits: self.keypad
                & without(CodeConstraint::NoZeros, &[0])
                & without(CodeConstraint::CannotContain089, &[0, 8, 9])
                & without(CodeConstraint::CannotContain0789, &[0, 7, 8, 9]),
            demands: self.demands.of_one_pin(),
        }
    }

    /// Whether two different PINs are the same to a lock.
    pub(super) fn confuse(&self, a: &[u8], b: &[u8]) -> bool {
        self.pairings.iter().any(|keys| keys.same_presses(a, b))
    }
}
