//! What keypads and locks demand of a PIN by itself, and how many PINs meet it: a digit automaton.

use std::collections::BTreeMap;

use super::masks::{Masks, bit, digits_in};
use super::rules::CodeConstraint;
use super::uniform::{each_run, each_same, is_run, is_same};

/// A set of constraints.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Demands(u32);

impl Demands {
    pub(super) fn add(&mut self, constraint: CodeConstraint) {
        self.0 |= 1 << (constraint as u32);
    }

    /// Those that say something of a PIN by itself.
    pub(super) fn of_one_pin(self) -> Self {
        let mut own = Self::default();
        for constraint in [
            CodeConstraint::CannotStartWith12,
            CodeConstraint::NoTripleConsecutiveInts,
            CodeConstraint::NoAscendingOrDescendingSequence,
            CodeConstraint::AtLeastThreeUniqueDigits,
            CodeConstraint::NoAllSameDigits,
        ] {
            if self.include(constraint) {
                own.add(constraint);
            }
        }
        own
    }

    pub(super) fn include(self, constraint: CodeConstraint) -> bool {
        self.0 & (1 << (constraint as u32)) != 0
    }
}

/// What keypads and locks demand of a PIN by itself, whatever other PINs there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct HardRules {
    /// The digits that may occur, as bits.
    pub(super) digits: u16,
    /// What is demanded beyond these digits.
    pub(super) demands: Demands,
}

/// All that the automaton has to remember of the digits so far.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Seen {
    last: Option<u8>,
    streak: Streak,
    /// The different digits, as bits; all of them once there are three.
    different: u16,
}

/// How the last two digits follow each other.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Streak {
    #[default]
    None,
    Up,
    Down,
}

impl HardRules {
    pub(super) fn accept(self, digits: &[u8]) -> bool {
        self.accept_but_uniform(digits)
            && !(self
                .demands
                .include(CodeConstraint::NoAscendingOrDescendingSequence)
                && is_run(digits))
            && !(self.demands.include(CodeConstraint::NoAllSameDigits) && is_same(digits))
    }

    /// All demands but those on whole runs and on one digit repeated.
    fn accept_but_uniform(self, digits: &[u8]) -> bool {
        digits.iter().all(|&digit| self.digits & bit(digit) != 0)
            && !(self.demands.include(CodeConstraint::CannotStartWith12)
                && digits.starts_with(&[1, 2]))
            && !(self
                .demands
                .include(CodeConstraint::NoTripleConsecutiveInts)
                && has_triple(digits))
            && !(self
                .demands
                .include(CodeConstraint::AtLeastThreeUniqueDigits)
                && different(digits) < 3)
    }

    /// How many PINs of a set are accepted.
    pub(super) fn count(self, masks: &Masks) -> u64 {
        let masks = masks.within([self.digits; 10]);
        let mut total = self.walk(&masks);
        if self.demands.include(CodeConstraint::CannotStartWith12) {
            total = total.saturating_sub(self.walk(&masks.within([bit(1), bit(2)])));
        }
        total.saturating_sub(self.count_uniform(&masks))
    }

    /// How many PINs of a set are refused for nothing but being a run or one digit repeated.
    fn count_uniform(self, masks: &Masks) -> u64 {
        let runs = self
            .demands
            .include(CodeConstraint::NoAscendingOrDescendingSequence);
        let same = self.demands.include(CodeConstraint::NoAllSameDigits);
        let mut total: u64 = 0;
        if runs || same {
            let mut count = |digits: &[u8]| {
                let refused = (runs && is_run(digits)) || (same && is_same(digits));
                if refused && self.accept_but_uniform(digits) {
                    total = total.saturating_add(1);
                }
            };
            each_run(masks, &mut count);
            each_same(masks, &mut count);
        }
        total
    }

    /// How many PINs of a set pass the rules on neighbouring and on different digits.
    fn walk(self, masks: &Masks) -> u64 {
        let triples = self
            .demands
            .include(CodeConstraint::NoTripleConsecutiveInts);
        let three = self
            .demands
            .include(CodeConstraint::AtLeastThreeUniqueDigits);
        if !triples && !three {
            return masks.count();
        }
        let mut counts = BTreeMap::new();
        counts.insert(Seen::default(), 1_u64);
        for &place in masks.places() {
            let mut next = BTreeMap::new();
            for (seen, count) in counts {
                for digit in digits_in(place) {
                    if let Some(seen) = seen.then(digit, triples, three) {
                        let sum: &mut u64 = next.entry(seen).or_default();
                        *sum = sum.saturating_add(count);
                    }
                }
            }
            counts = next;
        }
        counts
            .into_iter()
            .filter(|(seen, _)| !three || seen.different.count_ones() >= 3)
            .fold(0, |total, (_, count)| total.saturating_add(count))
    }
}

impl Seen {
    /// After one more digit; `None` where that makes three in a row. Remembers no more than is
    /// asked for.
    fn then(self, digit: u8, triples: bool, three: bool) -> Option<Self> {
        let mut next = Self::default();
        if triples {
            next.streak = self.last.map_or(Streak::None, |last| streak(last, digit));
            if next.streak != Streak::None && next.streak == self.streak {
                return None;
            }
            next.last = Some(digit);
        }
        if three {
            next.different = self.different | bit(digit);
            if next.different.count_ones() >= 3 {
                next.different = super::masks::ALL_DIGITS;
            }
        }
        Some(next)
    }
}

/// Whether three digits in a row count up or down.
pub(super) fn has_triple(digits: &[u8]) -> bool {
    digits.windows(3).any(|three| match *three {
        [a, b, c] => streak(a, b) != Streak::None && streak(a, b) == streak(b, c),
        _ => false,
    })
}

/// How many different digits there are.
pub(super) fn different(digits: &[u8]) -> u32 {
    digits
        .iter()
        .fold(0, |seen, &digit| seen | bit(digit))
        .count_ones()
}

fn streak(a: u8, b: u8) -> Streak {
    if b.checked_sub(a) == Some(1) {
        Streak::Up
    } else if a.checked_sub(b) == Some(1) {
        Streak::Down
    } else {
        Streak::None
    }
}
