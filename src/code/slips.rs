//! Slips of a finger: one key pressed wrong, two neighbours swapped, one key missed or doubled
//! (P10).

use super::Pin;
use super::joint::{JointRules, Keys};
use super::masks::packed;
use super::rules::{CodeRules, MAX_LENGTH};
use super::violation::{Advice, AdviceKind};

/// The live PINs of some locks, as far as PINs of one length can be a slip away from them.
#[derive(Debug)]
pub(super) struct Live {
    length: u8,
    /// One for each way in which keys are paired. PINs that are two slips apart on a keypad with
    /// paired keys are so on any other.
    boards: Vec<Board>,
}

/// Live PINs on one keypad.
#[derive(Debug)]
struct Board {
    keys: Keys,
    /// Each key, by its lowest digit. A live PIN that somebody else made may have any.
    all: Vec<u8>,
    /// Most digits that one key stands for.
    width: u32,
    /// By their length, from one key fewer to one key more.
    lives: [Lives; 3],
}

/// Live PINs of one length, as packed lowest digits, in order.
#[derive(Debug, Default)]
struct Lives {
    length: u8,
    presses: Vec<u64>,
}

/// Whether two PINs press the same keys of a lock.
pub(crate) fn are_same_keys(rules: &CodeRules, one: Pin, other: Pin) -> bool {
    Keys::of_lock(rules).same_presses(one.digits(), other.digits())
}

/// The slip that makes what was typed at a lock out of another PIN, if one does. A key missed or
/// pressed twice counts whatever lengths the lock takes: a keypad is told when to stop.
pub(crate) fn slip_between(rules: &CodeRules, typed: Pin, meant: Pin) -> Option<AdviceKind> {
    let keys = Keys::of_lock(rules);
    let pressed = |pin: Pin| -> Vec<u8> { pin.digits().iter().map(|&key| keys.of(key)).collect() };
    let (typed, meant) = (pressed(typed), pressed(meant));
    let mut slip = None;
    each_slip(&typed, &keys.all(), meant.len(), &mut |kind, presses| {
        if presses == meant {
            slip = slip.or(Some(kind));
        }
    });
    slip
}

/// Room for the longest PIN that counts here: one digit more than a PIN may have.
const MAX_PRESSES: usize = MAX_LENGTH as usize + 2;

impl Live {
    /// Those of `in_use` that open a lock. What a cleared place reads as opens none.
    ///
    /// A missed or doubled key gives a PIN of another length. It counts where a live PIN has that
    /// length, which shows that the lock takes it. It counts on no lock whose codes all have one
    /// length: a PIN of another length is on its way out there (P11).
    pub(super) fn new(rules: &JointRules, length: u8, in_use: &[Pin]) -> Self {
        let single = [Keys::SINGLE];
        let keyboards = match &rules.pairings[..] {
            [] => &single[..],
            pairings => pairings,
        };
        let counts = |pin: &&Pin| {
            let has_length = pin.digits().len() == usize::from(length);
            (has_length || !rules.only_one_length) && !rules.reserved.contains(pin)
        };
        let lives: Vec<&Pin> = in_use.iter().filter(counts).collect();
        let boards = keyboards.iter();
        Self {
            length,
            boards: boards
                .map(|&keys| Board::new(keys, length, &lives))
                .collect(),
        }
    }

    /// Whether a PIN is one slip away from a live one.
    pub(super) fn is_near(&self, digits: &[u8]) -> bool {
        self.boards.iter().any(|board| {
            let mut is_near = false;
            board.each_kind(digits, &mut |_| is_near = true);
            is_near
        })
    }

    /// The slips that are between a PIN and live ones.
    pub(super) fn advice(&self, digits: &[u8]) -> Vec<Advice> {
        let mut kinds = Vec::new();
        for board in &self.boards {
            board.each_kind(digits, &mut |kind| kinds.push(kind));
        }
        kinds.sort();
        kinds.dedup();
        kinds.into_iter().map(|kind| Advice { kind }).collect()
    }

    /// At least as many PINs as are one slip away from a live one. Counting them takes longer.
    pub(super) fn at_most(&self) -> u64 {
        let boards = self.boards.iter();
        boards.fold(0, |sum, board| {
            sum.saturating_add(board.at_most(self.length))
        })
    }

    /// On each keypad, the key presses that are one slip away from each of a sample of live PINs;
    /// from all of them for a `step` of 1.
    pub(super) fn neighbours(&self, step: usize) -> impl Iterator<Item = (Keys, Vec<u64>)> {
        let boards = self.boards.iter();
        boards.map(move |board| (board.keys, board.neighbours(self.length, step)))
    }
}

impl Board {
    fn new(keys: Keys, length: u8, lives: &[&Pin]) -> Self {
        let widths = keys.digits_on().map(u16::count_ones);
        let lengths = [length.saturating_sub(1), length, length.saturating_add(1)];
        Self {
            keys,
            all: keys.all(),
            width: widths.into_iter().max().unwrap_or(1),
            lives: lengths.map(|length| {
                let of_length = lives
                    .iter()
                    .filter(|pin| pin.digits().len() == usize::from(length));
                let mut presses: Vec<u64> =
                    of_length.map(|pin| keys.presses(pin.digits())).collect();
                presses.sort_unstable();
                presses.dedup();
                Lives { length, presses }
            }),
        }
    }

    /// Calls `found` with the slips that are between a PIN and live ones.
    fn each_kind(&self, digits: &[u8], found: &mut dyn FnMut(AdviceKind)) {
        let own: Vec<u8> = digits.iter().map(|&digit| self.keys.of(digit)).collect();
        for lives in self.lives.iter().filter(|lives| !lives.presses.is_empty()) {
            each_slip(
                &own,
                &self.all,
                lives.length.into(),
                &mut |kind, presses| {
                    if lives
                        .presses
                        .binary_search(&packed(presses.iter().copied()))
                        .is_ok()
                    {
                        found(kind);
                    }
                },
            );
        }
    }

    fn count(&self) -> usize {
        let counts = self.lives.iter().map(|lives| lives.presses.len());
        counts.fold(0, usize::saturating_add)
    }

    fn at_most(&self, length: u8) -> u64 {
        // Ten keys, and what a swap adds, at each place.
        let of_each = u64::from(length).saturating_mul(10);
        let of_all = u64::try_from(self.count()).map(|count| count.saturating_mul(of_each));
        let pins = u64::from(self.width).saturating_pow(length.into());
        of_all.unwrap_or(u64::MAX).saturating_mul(pins)
    }

    fn neighbours(&self, length: u8, step: usize) -> Vec<u64> {
        let mut all = Vec::new();
        for lives in &self.lives {
            for &press in lives.presses.iter().step_by(step.max(1)) {
                let keys = unpacked(press, lives.length);
                each_slip(&keys, &self.all, length.into(), &mut |_, presses| {
                    all.push(packed(presses.iter().copied()));
                });
            }
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

/// Calls `found` with all presses of so many keys that a slip is between them and these, whichever
/// of both was meant; with some of them more than once.
fn each_slip(presses: &[u8], keys: &[u8], length: usize, found: &mut dyn FnMut(AdviceKind, &[u8])) {
    let mut room = [0; MAX_PRESSES];
    let Some(slip) = room.get_mut(..length) else {
        return;
    };
    if length == presses.len() {
        slip.copy_from_slice(presses);
        for (at, &meant) in presses.iter().enumerate() {
            for &key in keys.iter().filter(|&&key| key != meant) {
                set(slip, at, key);
                found(AdviceKind::KeyWrong, slip);
            }
            set(slip, at, meant);
        }
        for (at, pair) in presses.windows(2).enumerate() {
            if let [first, second] = *pair
                && first != second
            {
                slip.swap(at, at.saturating_add(1));
                found(AdviceKind::KeysSwapped, slip);
                slip.swap(at, at.saturating_add(1));
            }
        }
    } else if length.checked_add(1) == Some(presses.len()) {
        for missed in 0..presses.len() {
            let others = presses.iter().enumerate().filter(|&(at, _)| at != missed);
            for (place, (_, &key)) in slip.iter_mut().zip(others) {
                *place = key;
            }
            found(AdviceKind::KeyMissed, slip);
        }
    } else if presses.len().checked_add(1) == Some(length) {
        for added in 0..length {
            let (before, after) = presses.split_at(added);
            for &key in keys {
                let all = before.iter().chain(std::iter::once(&key)).chain(after);
                for (place, &key) in slip.iter_mut().zip(all) {
                    *place = key;
                }
                found(AdviceKind::KeyMissed, slip);
            }
        }
    }
}

fn set(presses: &mut [u8], at: usize, key: u8) {
    if let Some(place) = presses.get_mut(at) {
        *place = key;
    }
}

/// The digits of a packed number.
fn unpacked(number: u64, length: u8) -> Vec<u8> {
    let places = (0..u32::from(length)).rev();
    places
        .map(|place| u8::try_from(number >> place.saturating_mul(4) & 15).unwrap_or(0))
        .collect()
}
