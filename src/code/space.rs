//! The PINs that are left: how many there are, exactly, and whether one is among them (P6, P7, P8).
//!
//! What meets the locks' own demands is counted by a digit automaton, less the weak ones among it;
//! both depend on the rules alone and are remembered. What other PINs block is subtracted piece by
//! piece: their first four digits, then their key presses (single PINs where no keys are paired),
//! each without what an earlier piece holds.

use std::cell::RefCell;

use super::Pin;
use super::hard::HardRules;
use super::joint::{JointRules, Keys};
use super::masks::{Masks, digits_in, packed};
use super::rules::CodeConstraint;
use super::weak::{count_weak, is_weak};

/// The PINs of one length that these locks accept, are not weak and are not blocked by other PINs.
#[derive(Clone, Debug)]
pub(super) struct Space {
    length: u8,
    accepted: Accepted,
    blocks: Vec<Block>,
}

/// The PINs that may be used as long as there is no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Accepted {
    hard: HardRules,
    refuse_weak: bool,
}

/// PINs that begin with the same key presses as one of a list.
#[derive(Clone, Debug)]
struct Block {
    keys: Keys,
    digits_on: [u16; 10],
    /// How many key presses count: all, or the first four.
    places: u8,
    /// The key presses as packed lowest digits, in order.
    presses: Vec<u64>,
}

/// Up to so many PINs are counted one by one.
const FEW: u64 = 4;

impl Space {
    /// What is left of the PINs of a length.
    pub(super) fn new(rules: &JointRules, length: u8, in_use: &[Pin], retired: &[Pin]) -> Self {
        let mut blocks = Vec::new();
        if rules.demands.include(CodeConstraint::UniqueFirstFourDigits) {
            let pins = in_use.iter().chain(&rules.reserved);
            let first_fours = pins.filter_map(|pin| pin.digits().get(..4));
            blocks.push(Block::new(Keys::SINGLE, 4, first_fours));
        }
        let single = [Keys::SINGLE];
        let keyboards = if rules.pairings.is_empty() {
            &single[..]
        } else {
            &rules.pairings
        };
        blocks.extend(keyboards.iter().map(|&keys| {
            let pins = in_use.iter().chain(retired).chain(&rules.reserved);
            let of_length = pins.filter(|pin| pin.digits().len() == usize::from(length));
            Block::new(keys, length, of_length.map(Pin::digits))
        }));
        Self {
            length,
            accepted: Accepted {
                hard: rules.hard(),
                refuse_weak: rules.refuse_weak,
            },
            blocks,
        }
    }

    pub(super) fn length(&self) -> u8 {
        self.length
    }

    /// The digits that may occur, in order.
    pub(super) fn digits(&self) -> Vec<u8> {
        digits_in(self.accepted.hard.digits).collect()
    }

    /// Every PIN of that length on these keypads.
    pub(super) fn all(&self) -> Masks {
        Masks::full(self.length, self.accepted.hard.digits)
    }

    /// Whether a PIN of that length is left.
    pub(super) fn holds(&self, digits: &[u8]) -> bool {
        self.accepted.holds(digits) && !self.blocks.iter().any(|block| block.holds(digits))
    }

    /// How many PINs would be left if there were no other PIN.
    pub(super) fn accepted(&self) -> u64 {
        remembered(self.length, self.accepted, || {
            self.accepted.count(&self.all())
        })
    }

    /// How many PINs are left.
    pub(super) fn remaining(&self) -> u64 {
        self.accepted()
            .saturating_sub(self.blocked(&self.all(), &self.blocks))
    }

    /// What is left beside these key presses, too, and how many of the PINs that were left that
    /// takes.
    pub(super) fn without(&self, presses: impl Iterator<Item = (Keys, Vec<u64>)>) -> (Self, u64) {
        let mut space = self.clone();
        let mut taken: u64 = 0;
        for (keys, presses) in presses {
            let block = Block::of(keys, self.length, presses);
            block.each_within(&self.all(), &mut |class| {
                taken = taken.saturating_add(space.remaining_of(class));
            });
            space.blocks.push(block);
        }
        (space, taken)
    }

    /// How many PINs of a set are left.
    pub(super) fn remaining_of(&self, masks: &Masks) -> u64 {
        self.count_without(masks, &self.blocks)
    }

    /// How many accepted PINs of a set no block holds.
    fn count_without(&self, masks: &Masks, blocks: &[Block]) -> u64 {
        if masks.count() > FEW {
            return self
                .accepted
                .count(masks)
                .saturating_sub(self.blocked(masks, blocks));
        }
        let mut count: u64 = 0;
        masks.each(&mut |digits| {
            let left =
                self.accepted.holds(digits) && !blocks.iter().any(|block| block.holds(digits));
            count = count.saturating_add(u64::from(left));
        });
        count
    }

    /// How many accepted PINs of a set some block holds: those of each block that no earlier one
    /// holds.
    fn blocked(&self, masks: &Masks, blocks: &[Block]) -> u64 {
        let mut blocked: u64 = 0;
        for (at, block) in blocks.iter().enumerate() {
            let earlier = blocks.get(..at).unwrap_or_default();
            block.each_within(masks, &mut |class| {
                blocked = blocked.saturating_add(self.count_without(class, earlier));
            });
        }
        blocked
    }
}

impl Block {
    fn new<'a>(keys: Keys, places: u8, pins: impl Iterator<Item = &'a [u8]>) -> Self {
        let mut presses: Vec<u64> = pins.map(|digits| keys.presses(digits)).collect();
        presses.sort_unstable();
        presses.dedup();
        Self::of(keys, places, presses)
    }

    /// From key presses in order, each once.
    fn of(keys: Keys, places: u8, presses: Vec<u64>) -> Self {
        Self {
            digits_on: keys.digits_on(),
            keys,
            places,
            presses,
        }
    }

    fn holds(&self, digits: &[u8]) -> bool {
        let first = digits.get(..usize::from(self.places)).unwrap_or(digits);
        self.presses
            .binary_search(&self.keys.presses(first))
            .is_ok()
    }

    /// Calls `found` with the PINs of a set that press the same keys, for each of the presses.
    fn each_within(&self, masks: &Masks, found: &mut dyn FnMut(&Masks)) {
        self.descend(&self.presses, self.places, *masks, found);
    }

    /// Takes those of `presses` that go with the set at one more place, the first of the `left`
    /// last ones.
    fn descend(&self, presses: &[u64], left: u8, masks: Masks, found: &mut dyn FnMut(&Masks)) {
        if presses.is_empty() {
            return;
        }
        let Some(later) = left.checked_sub(1) else {
            return found(&masks);
        };
        let at = usize::from(self.places.saturating_sub(left));
        let place = masks.places().get(at).copied().unwrap_or(0);
        let mut rest = presses;
        while let Some(first) = rest.first() {
            let begun = first >> later.saturating_mul(4);
            let (same, others) = rest
                .split_at(rest.partition_point(|press| press >> later.saturating_mul(4) == begun));
            rest = others;
            let key = usize::try_from(begun & 15).unwrap_or(0);
            let digits = place & self.digits_on.get(key).copied().unwrap_or(0);
            if digits != 0 {
                self.descend(same, later, masks.with(at, digits), found);
            }
        }
    }
}

impl Accepted {
    fn holds(&self, digits: &[u8]) -> bool {
        self.hard.accept(digits) && !(self.refuse_weak && is_weak(digits))
    }

    fn count(&self, masks: &Masks) -> u64 {
        let weak = if self.refuse_weak {
            count_weak(masks, self.hard)
        } else {
            0
        };
        self.hard.count(masks).saturating_sub(weak)
    }
}

impl Keys {
    /// The key presses of a PIN, as packed lowest digits.
    pub(super) fn presses(&self, digits: &[u8]) -> u64 {
        packed(digits.iter().map(|&digit| self.of(digit)))
    }
}

/// Counts that depend on the rules alone. They change no result, only the time it takes.
const REMEMBERED: usize = 64;

thread_local! {
    static COUNTS: RefCell<Vec<(u8, Accepted, u64)>> = const { RefCell::new(Vec::new()) };
}

fn remembered(length: u8, accepted: Accepted, count: impl FnOnce() -> u64) -> u64 {
    let known = COUNTS.try_with(|counts| {
        let counts = counts.try_borrow().ok()?;
        let entry = counts
            .iter()
            .find(|entry| (entry.0, entry.1) == (length, accepted))?;
        Some(entry.2)
    });
    if let Ok(Some(count)) = known {
        return count;
    }
    let count = count();
    // Where the memory can't be had, the next call counts again.
    let _ = COUNTS.try_with(|counts| {
        if let Ok(mut counts) = counts.try_borrow_mut() {
            if counts.len() >= REMEMBERED {
                counts.remove(0);
            }
            counts.push((length, accepted, count));
        }
    });
    count
}
