//! PINs that are easy to guess (P6): recognised one by one, and listed without repetition.

use super::dates::{each_set, is_date};
use super::hard::HardRules;
use super::masks::{ALL_DIGITS, MAX_PIN, Masks, digits_in};
use super::rules::MAX_LENGTH;
use super::violation::ViolationKind;

/// PINs that people choose most and that no other rule catches: patterns on the keypad and puns from
/// published counts of leaked PINs. Kept short: these are a guesser's first tries. Ordered by length, then by digits.
#[rustfmt::skip]
const COMMON: [&str; 54] = [
    "0007", "0070", "0258", "0852", "1236", "1337", "1342", "1357", "1379", "1397", "1470", "1478", "1590",
    "2468", "2580", "3690", "4711", "5683", "7410", "8520", "9630", "9753",
    "11223", "12369", "13579", "14789", "15937", "24680", "25802", "52013",
    "123654", "123789", "135790", "142536", "147258", "147369", "147852", "159357", "159753", "246810",
    "258369", "314159", "445566", "741852", "753951", "789456", "852456", "5201314", "8675309", "11223344",
    "14725836", "147258369", "1122334455", "1357924680",
];

/// A way in which a PIN is easy to guess. Every PIN may be so in several ways.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// Counts up or down, also over 9-0.
    Run,
    /// One digit repeated.
    Same,
    /// A block of so many digits, repeated.
    Block(usize),
    /// The same backwards.
    Mirror,
    Common,
}

/// The ways in which a PIN of that length can be weak without being a date, in a fixed order. A block of two that
/// stands four times is one of four as well.
fn ways(length: usize) -> &'static [Way] {
    use Way::{Block, Common, Mirror, Run, Same};
    match length {
        4 => &[Run, Same, Block(2), Mirror, Common],
        6 => &[Run, Same, Block(2), Block(3), Mirror, Common],
        8 => &[Run, Same, Block(4), Mirror, Common],
        9 => &[Run, Same, Block(3), Mirror, Common],
        10 => &[Run, Same, Block(2), Block(5), Mirror, Common],
        _ => &[Run, Same, Mirror, Common],
    }
}

/// Whether a PIN counts up or down from end to end, also over 9-0.
pub(super) fn is_run(digits: &[u8]) -> bool {
    let pairs = || digits.iter().zip(digits.iter().skip(1));
    digits.len() >= 3 && (pairs().all(|(&a, &b)| b == after(a)) || pairs().all(|(&a, &b)| a == after(b)))
}

/// Whether a PIN is one digit repeated.
pub(super) fn is_same(digits: &[u8]) -> bool {
    digits.len() >= 2 && digits.iter().zip(digits.iter().skip(1)).all(|(a, b)| a == b)
}

/// Whether a PIN is easy to guess.
pub(super) fn is_weak(digits: &[u8]) -> bool {
    is_date(digits) || ways(digits.len()).iter().any(|way| way.holds(digits))
}

/// In which ways a PIN is easy to guess. One digit repeated is not called a block or a mirror image as well.
pub(crate) fn weaknesses(digits: &[u8]) -> Vec<ViolationKind> {
    let same = is_same(digits);
    let ways = ways(digits.len()).iter();
    let mut kinds: Vec<ViolationKind> = ways
        .filter(|way| !(same && matches!(way, Way::Block(_) | Way::Mirror)))
        .filter(|way| way.holds(digits))
        .map(|way| way.kind())
        .collect();
    if is_date(digits) {
        kinds.push(ViolationKind::WeakDate);
    }
    kinds
}

/// How many weak PINs of a set the hard rules accept. Dates are the bulk of them: their sets are counted, and what
/// is weak in another way is listed.
pub(super) fn count_weak(masks: &Masks, hard: HardRules) -> u64 {
    let mut count: u64 = 0;
    each_set(masks, &mut |dates| {
        count = count.saturating_add(hard.count(dates));
    });
    let ways = ways(masks.places().len());
    for (at, way) in ways.iter().enumerate() {
        let earlier = ways.get(..at).unwrap_or_default();
        way.each(masks, &mut |digits| {
            let known = is_date(digits) || earlier.iter().any(|way| way.holds(digits));
            count = count.saturating_add(u64::from(!known && hard.accept(digits)));
        });
    }
    count
}

/// Calls `found` with each PIN of a set that is a run or one digit repeated, once.
pub(super) fn each_uniform(masks: &Masks, found: &mut dyn FnMut(&[u8])) {
    Way::Run.each(masks, found);
    Way::Same.each(masks, found);
}

impl Way {
    fn kind(self) -> ViolationKind {
        match self {
            Self::Run => ViolationKind::NoAscendingOrDescendingSequence,
            Self::Same => ViolationKind::NoAllSameDigits,
            Self::Block(_) => ViolationKind::WeakRepeatedBlock,
            Self::Mirror => ViolationKind::WeakMirror,
            Self::Common => ViolationKind::WeakCommon,
        }
    }

    fn holds(self, digits: &[u8]) -> bool {
        match self {
            Self::Run => is_run(digits),
            Self::Same => is_same(digits),
            Self::Block(block) => digits.iter().zip(digits.iter().skip(block)).all(|(a, b)| a == b),
            Self::Mirror => digits.len() >= 3 && digits.iter().eq(digits.iter().rev()),
            Self::Common => COMMON.iter().any(|common| {
                common.len() == digits.len() && common_digits(common).eq(digits.iter().copied())
            }),
        }
    }

    /// Calls `found` with each PIN of a set that is weak in this way, once.
    fn each(self, masks: &Masks, found: &mut dyn FnMut(&[u8])) {
        let length = usize::from(masks.length());
        match self {
            Self::Run => {
                let allowed = masks.places().first().copied().unwrap_or(0);
                for first in digits_in(allowed) {
                    let mut up = [first; MAX_PIN];
                    let mut down = up;
                    count(&mut up, after);
                    count(&mut down, before);
                    for run in [up, down] {
                        let run = run.get(..length).unwrap_or_default();
                        if masks.hold(run) {
                            found(run);
                        }
                    }
                }
            }
            Self::Same => repeat(masks, 1, |_| 0, found),
            Self::Block(block) => repeat(masks, block, |at| at.checked_rem(block).unwrap_or(0), found),
            Self::Mirror => repeat(
                masks,
                length.div_ceil(2),
                |at| at.min(length.saturating_sub(1).saturating_sub(at)),
                found,
            ),
            Self::Common => {
                for common in COMMON.iter().filter(|common| common.len() == length) {
                    let mut digits = [0; MAX_PIN];
                    for (digit, common) in digits.iter_mut().zip(common_digits(common)) {
                        *digit = common;
                    }
                    let digits = digits.get(..length).unwrap_or_default();
                    if masks.hold(digits) {
                        found(digits);
                    }
                }
            }
        }
    }
}

/// Calls `found` with each PIN of a set in which all places with the same `part` hold the same digit.
fn repeat(masks: &Masks, parts: usize, part: impl Fn(usize) -> usize, found: &mut dyn FnMut(&[u8])) {
    let length = usize::from(masks.length());
    let common = |of: usize| {
        let places = masks.places().iter().enumerate();
        places
            .filter(|&(at, _)| part(at) == of)
            .fold(ALL_DIGITS, |all, (_, place)| all & place)
    };
    let free =
        Masks::full(u8::try_from(parts).unwrap_or(MAX_LENGTH), ALL_DIGITS).within((0..parts).map(common));
    free.each(&mut |chosen| {
        let mut digits = [0; MAX_PIN];
        for (at, digit) in digits.iter_mut().take(length).enumerate() {
            *digit = chosen.get(part(at)).copied().unwrap_or(0);
        }
        found(digits.get(..length).unwrap_or_default());
    });
}

fn count(digits: &mut [u8], next: impl Fn(u8) -> u8) {
    let mut digit = digits.first().copied().unwrap_or(0);
    for place in digits {
        *place = digit;
        digit = next(digit);
    }
}

fn after(digit: u8) -> u8 {
    if digit == 9 { 0 } else { digit.saturating_add(1) }
}

fn before(digit: u8) -> u8 {
    if digit == 0 { 9 } else { digit.saturating_sub(1) }
}

fn common_digits(common: &str) -> impl Iterator<Item = u8> {
    common.bytes().map(|digit| digit.saturating_sub(b'0'))
}
