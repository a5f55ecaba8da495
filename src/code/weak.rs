//! PINs that are easy to guess (P6): recognised one by one, and listed without repetition.

use super::dates::{each_set, is_date};
use super::hard::HardRules;
use super::masks::{MAX_PIN, Masks};
use super::uniform::{each_run, each_same, is_run, is_same, repeat};
use super::violation::ViolationKind;

/// PINs that people choose most and that no other rule catches: patterns on the keypad and puns
/// from published counts of leaked PINs. Kept short: these are a guesser's first tries. Ordered by
/// length, then by digits.
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

/// The ways in which a PIN of that length can be weak without being a date, in a fixed order. A
/// block of two that comes four times is one of four as well.
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

/// Whether a PIN is easy to guess.
pub(super) fn is_weak(digits: &[u8]) -> bool {
    is_date(digits) || ways(digits.len()).iter().any(|way| way.holds(digits))
}

/// In which ways a PIN is easy to guess. One digit repeated is not called a block or a mirror image
/// as well.
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

/// How many weak PINs of a set the hard rules accept. Dates are the bulk of them: their sets are
/// counted, and what is weak in another way is listed.
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
            Self::Block(block) => digits
                .iter()
                .zip(digits.iter().skip(block))
                .all(|(a, b)| a == b),
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
            Self::Run => each_run(masks, found),
            Self::Same => each_same(masks, found),
            Self::Block(block) => {
                repeat(masks, block, |at| at.checked_rem(block).unwrap_or(0), found);
            }
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

fn common_digits(common: &str) -> impl Iterator<Item = u8> {
    common.bytes().map(|digit| digit.saturating_sub(b'0'))
}
