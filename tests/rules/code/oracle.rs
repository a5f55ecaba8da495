//! The rules on PINs once more, naively: text by text, nothing shared with the crate but its input
//! types.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use latchstring::code::{CodeConstraint, CodeRules, Pin, WeakPins};

static COMMON_SET: LazyLock<BTreeSet<&str>> = LazyLock::new(|| COMMON.split(' ').collect());

/// Locks, and the PINs beside which a new one has to stand.
#[derive(Clone, Debug, Default)]
pub struct World {
    pub locks: Vec<CodeRules>,
    pub in_use: Vec<String>,
    pub retired: Vec<String>,
}

/// The order in which `checkCode` promises to report.
const ORDER: [&str; 21] = [
    "cannot_specify_pin_code",
    "pin_code_matches_existing_set",
    "length_not_supported",
    "digit_not_on_keypad",
    "no_zeros",
    "cannot_contain_089",
    "cannot_contain_0789",
    "cannot_start_with_12",
    "no_triple_consecutive_ints",
    "no_ascending_or_descending_sequence",
    "at_least_three_unique_digits",
    "no_all_same_digits",
    "weak_repeated_block",
    "weak_mirror",
    "weak_date",
    "weak_common",
    "reserved",
    "in_use",
    "same_key_presses",
    "unique_first_four_digits",
    "retired",
];

const COMMON: &str = "0007 0070 0258 0852 1236 1337 1342 1357 1379 1397 1470 1478 1590 2468 2580 3690 4711 5683 7410 \
    8520 9630 9753 11223 12369 13579 14789 15937 24680 25802 52013 123654 123789 135790 142536 147258 147369 \
    147852 159357 159753 246810 258369 314159 445566 741852 753951 789456 852456 5201314 8675309 11223344 \
    14725836 147258369 1122334455 1357924680";

const UP: [&str; 8] = ["012", "123", "234", "345", "456", "567", "678", "789"];
const DOWN: [&str; 8] = ["210", "321", "432", "543", "654", "765", "876", "987"];

pub fn pins(texts: &[String]) -> Vec<Pin> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

/// Every violation of a PIN that is all digits, in order.
pub fn violations(code: &str, world: &World) -> Vec<&'static str> {
    assert!(code.bytes().all(|byte| byte.is_ascii_digit()));
    let mut found = alone(code, world);
    beside(code, world, &mut found);
    let mut found: Vec<_> = found.into_iter().collect();
    found.sort_by_key(|kind| ORDER.iter().position(|known| known == kind).unwrap());
    found
}

/// Whether nothing speaks against a PIN: [`violations`] is empty.
pub fn is_free(code: &str, world: &World) -> bool {
    let mut found = alone(code, world);
    if found.is_empty() {
        beside(code, world, &mut found);
    }
    found.is_empty()
}

fn alone(code: &str, world: &World) -> BTreeSet<&'static str> {
    let mut found = BTreeSet::new();
    if !(4..=10).contains(&code.len()) {
        found.insert("length_not_supported");
    }
    for lock in &world.locks {
        demanded(code, lock, &mut found);
    }
    let strict = |lock: &CodeRules| lock.weak_pins != Some(WeakPins::Allow);
    if world.locks.is_empty() || world.locks.iter().any(strict) {
        found.extend(weak(code));
    }
    found
}

fn beside(code: &str, world: &World, found: &mut BTreeSet<&'static str>) {
    for lock in &world.locks {
        for reserved in lock.reserved.iter().flatten() {
            if alike(code, &reserved.reveal(), world) {
                found.insert("reserved");
            }
        }
    }
    let first_four = world
        .locks
        .iter()
        .any(|lock| demands(lock, CodeConstraint::UniqueFirstFourDigits));
    for other in &world.in_use {
        if code == other {
            found.insert("in_use");
        } else if alike(code, other, world) {
            found.insert("same_key_presses");
        }
        if first_four && code.len() >= 4 && other.len() >= 4 && code[..4] == other[..4] {
            found.insert("unique_first_four_digits");
        }
    }
    let reserved = world
        .locks
        .iter()
        .flat_map(|lock| lock.reserved.iter().flatten());
    let mut reserved = reserved.map(|pin| pin.reveal());
    if first_four
        && code.len() >= 4
        && reserved.any(|other| other.len() >= 4 && code[..4] == other[..4])
    {
        found.insert("unique_first_four_digits");
    }
    if world.retired.iter().any(|other| alike(code, other, world)) {
        found.insert("retired");
    }
}

fn demands(lock: &CodeRules, constraint: CodeConstraint) -> bool {
    lock.constraints
        .iter()
        .flatten()
        .any(|&own| own == constraint)
}

fn demanded(code: &str, lock: &CodeRules, found: &mut BTreeSet<&'static str>) {
    if let Some(lengths) = &lock.lengths
        && !lengths
            .iter()
            .any(|&length| usize::from(length) == code.len())
    {
        found.insert("length_not_supported");
    }
    if let Some(digits) = &lock.digits
        && code.chars().any(|digit| !digits.contains(digit))
    {
        found.insert("digit_not_on_keypad");
    }
    for constraint in lock.constraints.iter().flatten() {
        let broken = match constraint {
            CodeConstraint::NoZeros => code.contains('0').then_some("no_zeros"),
            CodeConstraint::CannotStartWith12 => {
                code.starts_with("12").then_some("cannot_start_with_12")
            }
            CodeConstraint::NoTripleConsecutiveInts => {
                let triple = UP.iter().chain(&DOWN).any(|triple| code.contains(triple));
                triple.then_some("no_triple_consecutive_ints")
            }
            CodeConstraint::NoAscendingOrDescendingSequence => {
                run(code).then_some("no_ascending_or_descending_sequence")
            }
            CodeConstraint::AtLeastThreeUniqueDigits => {
                let different: BTreeSet<char> = code.chars().collect();
                (different.len() < 3).then_some("at_least_three_unique_digits")
            }
            CodeConstraint::NoAllSameDigits => same(code).then_some("no_all_same_digits"),
            CodeConstraint::CannotContain089 => code
                .contains(['0', '8', '9'])
                .then_some("cannot_contain_089"),
            CodeConstraint::CannotContain0789 => code
                .contains(['0', '7', '8', '9'])
                .then_some("cannot_contain_0789"),
            CodeConstraint::CannotSpecifyPinCode => Some("cannot_specify_pin_code"),
            CodeConstraint::PinCodeMatchesExistingSet => Some("pin_code_matches_existing_set"),
            CodeConstraint::UniqueFirstFourDigits
            | CodeConstraint::StartDateInFuture
            | CodeConstraint::NameMustBeUnique => None,
        };
        found.extend(broken);
    }
}

/// Whether two PINs are the same to some lock.
fn alike(a: &str, b: &str, world: &World) -> bool {
    let one_key = |lock: &CodeRules, a: u8, b: u8| {
        let mut pairs = lock
            .paired_keys
            .iter()
            .flatten()
            .map(|pair| pair.as_bytes());
        a == b || pairs.any(|pair| pair.contains(&a) && pair.contains(&b))
    };
    let alike_on = |lock: &CodeRules| a.bytes().zip(b.bytes()).all(|(a, b)| one_key(lock, a, b));
    a == b || (a.len() == b.len() && world.locks.iter().any(alike_on))
}

const UPWARDS: &str = "012345678901234567890123456789";
const DOWNWARDS: &str = "987654321098765432109876543210";

fn run(code: &str) -> bool {
    code.len() >= 3 && (UPWARDS.contains(code) || DOWNWARDS.contains(code))
}

fn same(code: &str) -> bool {
    code.len() >= 2 && code.chars().all(|digit| code.starts_with(digit))
}

/// The ways in which a PIN is easy to guess (P6).
pub fn weak(code: &str) -> Vec<&'static str> {
    let mut found = Vec::new();
    let mut push = |holds: bool, kind| {
        if holds {
            found.push(kind);
        }
    };
    let length = code.len();
    let same = same(code);
    let block = (4..=10).contains(&length)
        && (2..=length / 2).any(|block| {
            length.is_multiple_of(block) && code[..block].repeat(length / block) == code
        });
    let mirror = length >= 3 && code.bytes().eq(code.bytes().rev());
    push(run(code), "no_ascending_or_descending_sequence");
    push(same, "no_all_same_digits");
    push(block && !same, "weak_repeated_block");
    push(mirror && !same, "weak_mirror");
    push(date(code), "weak_date");
    push(COMMON_SET.contains(code), "weak_common");
    found
}

/// Whether `MMDD` is a day of a leap year, for every number of four digits.
fn is_month_and_day(number: usize) -> bool {
    static DAYS: LazyLock<Vec<bool>> = LazyLock::new(|| {
        let exists = |month: i8, day: i8| jiff::civil::Date::new(2000, month, day).is_ok();
        (0..10_000)
            .map(|number| exists((number / 100) as i8, (number % 100) as i8))
            .collect()
    });
    DAYS[number]
}

fn date(code: &str) -> bool {
    let number: usize = match code.len() {
        4 | 6 => code.parse().unwrap(),
        _ => return false,
    };
    let (a, b, c) = (number / 10_000, number / 100 % 100, number % 100);
    if code.len() == 4 {
        (1950..=2049).contains(&number) || is_month_and_day(number) || is_month_and_day(c * 100 + b)
    } else {
        is_month_and_day(b * 100 + c)
            || is_month_and_day(a * 100 + b)
            || is_month_and_day(b * 100 + a)
    }
}

/// Every weak PIN of a length, put together from its parts instead of sifted from all.
pub fn every_weak(length: usize) -> BTreeSet<String> {
    let numbers =
        |digits: usize| (0..10_u64.pow(digits as u32)).map(move |n| format!("{n:0digits$}"));
    let mut all = BTreeSet::new();
    for block in (1..length).filter(|block| length.is_multiple_of(*block)) {
        all.extend(numbers(block).map(|part| part.repeat(length / block)));
    }
    for half in numbers(length.div_ceil(2)) {
        let back: String = half.chars().rev().skip(length % 2).collect();
        all.insert(half + &back);
    }
    for from in 0..10 {
        all.insert(UPWARDS[from..from + length].to_owned());
        all.insert(DOWNWARDS[from..from + length].to_owned());
    }
    let days = (1..=366).map(|day| {
        let date = jiff::civil::date(2000, 1, 1) + jiff::Span::new().days(day - 1);
        (format!("{:02}", date.month()), format!("{:02}", date.day()))
    });
    match length {
        4 => {
            all.extend((1950..2050).map(|year| year.to_string()));
            for (month, day) in days {
                all.extend([format!("{day}{month}"), format!("{month}{day}")]);
            }
        }
        6 => {
            for (month, day) in days {
                for year in numbers(2) {
                    all.extend([
                        format!("{year}{month}{day}"),
                        format!("{month}{day}{year}"),
                        format!("{day}{month}{year}"),
                    ]);
                }
            }
        }
        _ => {}
    }
    all.extend(
        COMMON
            .split(' ')
            .filter(|code| code.len() == length)
            .map(str::to_owned),
    );
    all
}

/// The seed of random PINs and locks: `SEED`, or the same one every time.
pub fn seed() -> u64 {
    let seed = std::env::var("SEED").map_or(20_261_122, |seed| seed.parse().unwrap());
    println!("SEED={seed}");
    seed
}

/// A small generator of numbers for tests that print their seed: splitmix64.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
}

impl latchstring::code::Entropy for Numbers {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), latchstring::Error> {
        for chunk in bytes.chunks_mut(8) {
            let number = self.next().to_le_bytes();
            chunk.copy_from_slice(&number[..chunk.len()]);
        }
        Ok(())
    }
}
