//! The remaining space, exactly: the automaton and its lists against counting one by one (P6, P7,
//! P8, F12).

use std::cell::Cell;
use std::collections::BTreeSet;

use latchstring::code::{CodeConstraint, CodeRules, EntropyBits, WeakPins, remaining};
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

use super::oracle::{self, World, every_weak, is_free, pins, seed, weak};

fn counted(world: &World, length: u8) -> u64 {
    remaining(
        &world.locks,
        length,
        &pins(&world.in_use),
        &pins(&world.retired),
    )
    .unwrap()
}

fn every(length: usize) -> impl Iterator<Item = String> {
    (0..10_u64.pow(length as u32)).map(move |number| format!("{number:0length$}"))
}

/// Leaves out what holds a digit that some keypad lacks.
fn by_brute_force(world: &World, length: usize) -> u64 {
    let keypads = world.locks.iter().filter_map(|lock| lock.digits.as_ref());
    let digits: String = keypads.fold("0123456789".to_owned(), |digits, keypad| {
        digits
            .chars()
            .filter(|digit| keypad.contains(*digit))
            .collect()
    });
    odometer(&digits, length)
        .filter(|code| is_free(code, world))
        .count() as u64
}

#[test]
fn p6_less_than_a_tenth_of_each_space_is_refused() {
    for length in 4..=10 {
        let space = 10_u64.pow(length.into());
        let refused = space - counted(&World::default(), length);
        println!("{length} digits: {refused} of {space} refused");
        assert!(refused * 10 < space, "{length} digits");
        assert_eq!(
            refused,
            every_weak(length.into()).len() as u64,
            "{length} digits, put together"
        );
    }
    for length in 4..=6 {
        let sifted: BTreeSet<String> = every(length)
            .filter(|code| !weak(code).is_empty())
            .collect();
        assert_eq!(sifted, every_weak(length), "{length} digits, sifted");
    }
}

#[test]
fn f12_the_remaining_entropy_is_reported() {
    let bits = |count: u64| f64::from(EntropyBits::of(count).tenths()) / 10.0;
    assert_eq!(bits(9_116), 13.2);
    assert_eq!(bits(913_901), 19.8);
    for (count, tenths) in [
        (0, 0),
        (1, 0),
        (2, 10),
        (3, 16),
        (1 << 33, 330),
        (u64::MAX, 640),
    ] {
        assert_eq!(EntropyBits::of(count).tenths(), tenths, "{count}");
    }
    let mut numbers = oracle::Numbers(12);
    for count in (1..100_000).chain((0..100_000).map(|_| numbers.next() % 10_000_000_000 + 1)) {
        let exact = (count as f64).log2() * 10.0;
        let distance = (f64::from(EntropyBits::of(count).tenths()) - exact).abs();
        assert!(distance <= 0.5 + 1e-9, "{count}");
    }
    assert_eq!(
        serde_json::to_string(&EntropyBits::of(913_901)).unwrap(),
        "19.8"
    );
    assert_eq!(serde_json::to_string(&EntropyBits::of(1024)).unwrap(), "10");
}

#[test]
fn p1_no_pin_is_left_of_a_length_that_a_lock_does_not_take_or_where_the_platform_makes_it() {
    let lock = |json| latchstring::decode::<CodeRules>(json).unwrap();
    assert_eq!(
        remaining(&[lock(r#"{"lengths":[4]}"#)], 6, &[], &[]).unwrap(),
        0
    );
    let salto = lock(r#"{"constraints":["cannot_specify_pin_code"]}"#);
    assert_eq!(remaining(&[salto], 6, &[], &[]).unwrap(), 0);
    assert_eq!(remaining(&[], 3, &[], &[]).unwrap(), 0);
    assert_eq!(remaining(&[], 11, &[], &[]).unwrap(), 0);
}

/// What a lock may demand of PINs that can be chosen.
const DEMANDS: [CodeConstraint; 9] = [
    CodeConstraint::NoZeros,
    CodeConstraint::CannotStartWith12,
    CodeConstraint::NoTripleConsecutiveInts,
    CodeConstraint::NoAscendingOrDescendingSequence,
    CodeConstraint::AtLeastThreeUniqueDigits,
    CodeConstraint::NoAllSameDigits,
    CodeConstraint::CannotContain089,
    CodeConstraint::CannotContain0789,
    CodeConstraint::UniqueFirstFourDigits,
];

/// Rules that leave something more often than not.
fn rules() -> impl Strategy<Value = CodeRules> {
    let demands = proptest::sample::subsequence(DEMANDS.to_vec(), 0..=4);
    let digits = proptest::sample::subsequence("0123456789".chars().collect::<Vec<_>>(), 3..=10);
    let pairs = prop_oneof![
        Just(None),
        Just(Some(["12", "34", "56", "78", "90"].as_slice())),
        Just(Some(["01", "23", "45"].as_slice())),
    ];
    let weak = prop_oneof![Just(None), Just(Some(WeakPins::Allow))];
    (demands, proptest::option::of(digits), pairs, weak).prop_map(
        |(demands, digits, pairs, weak)| CodeRules {
            constraints: Some(demands),
            digits: digits.map(|digits| digits.into_iter().collect()),
            paired_keys: pairs.map(|pairs| pairs.iter().map(ToString::to_string).collect()),
            weak_pins: weak,
            ..CodeRules::default()
        },
    )
}

/// Locks with PINs of the length, a few of another, and many that are like others.
fn world(length: usize, most: usize, digits: usize) -> impl Strategy<Value = World> {
    let code = move || {
        prop_oneof![
            4 => proptest::collection::vec(0..10_u8, length),
            2 => proptest::collection::vec(1..4_u8, length),
            1 => proptest::collection::vec(0..10_u8, 1..=10),
        ]
        .prop_map(|digits| digits.iter().map(ToString::to_string).collect::<String>())
    };
    (
        proptest::collection::vec((rules(), proptest::collection::vec(code(), 0..=2)), 0..=2),
        proptest::collection::vec(code(), 0..=most),
        proptest::collection::vec(code(), 0..=most / 2),
        proptest::sample::subsequence("0123456789".chars().collect::<Vec<_>>(), digits),
    )
        .prop_map(|(locks, in_use, retired, digits)| {
            let locks = locks.into_iter().map(|(rules, reserved)| CodeRules {
                reserved: Some(pins(&reserved)),
                ..rules
            });
            let keypad = CodeRules {
                digits: Some(digits.into_iter().collect()),
                weak_pins: Some(WeakPins::Allow),
                ..CodeRules::default()
            };
            World {
                locks: locks.chain([keypad]).collect(),
                in_use,
                retired,
            }
        })
}

fn agrees(length: usize, most: usize, digits: usize, cases: u32) {
    let config = Config {
        cases,
        rng_seed: RngSeed::Fixed(seed()),
        failure_persistence: None,
        ..Config::default()
    };
    let left = Cell::new(0);
    TestRunner::new(config)
        .run(&world(length, most, digits), |world| {
            let count = counted(&world, length as u8);
            left.set(left.get() + u32::from(count > 0));
            prop_assert_eq!(count, by_brute_force(&world, length));
            Ok(())
        })
        .unwrap();
    assert!(
        left.get() * 3 > cases,
        "only {} of {cases} left anything",
        left.get()
    );
}

#[test]
fn p7_the_space_of_4_digits_is_exact() {
    agrees(4, 60, 10, 60);
}

#[test]
fn p7_the_space_of_4_digits_is_exact_when_it_is_crowded() {
    agrees(4, 3_000, 10, 3);
}

#[test]
fn p7_the_space_of_5_digits_is_exact() {
    agrees(5, 60, 8, 16);
}

#[test]
fn p7_the_space_of_6_digits_is_exact() {
    agrees(6, 60, 7, 6);
}

/// Lengths that can't be counted through: over few digits they can.
#[test]
fn p7_longer_spaces_are_exact_over_few_digits() {
    let pairs = |pairs: &[&str]| Some(pairs.iter().map(ToString::to_string).collect());
    for (length, digits) in [(7, "149"), (8, "012"), (9, "28"), (10, "12")] {
        let mut numbers = oracle::Numbers(length as u64);
        let mut code = || -> String {
            let digits: Vec<char> = digits.chars().collect();
            (0..length)
                .map(|_| digits[numbers.next() as usize % digits.len()])
                .collect()
        };
        let in_use: Vec<String> = (0..20).map(|_| code()).collect();
        let retired: Vec<String> = (0..10).map(|_| code()).collect();
        for demands in [
            &[][..],
            &[CodeConstraint::UniqueFirstFourDigits],
            &[
                CodeConstraint::NoTripleConsecutiveInts,
                CodeConstraint::UniqueFirstFourDigits,
            ],
            &[
                CodeConstraint::AtLeastThreeUniqueDigits,
                CodeConstraint::CannotStartWith12,
            ],
            &[
                CodeConstraint::NoAllSameDigits,
                CodeConstraint::NoAscendingOrDescendingSequence,
            ],
        ] {
            for paired_keys in [None, pairs(&["12", "34", "67", "89"]), pairs(&["23", "78"])] {
                let one = CodeRules {
                    digits: Some(digits.to_owned()),
                    constraints: Some(demands.to_vec()),
                    paired_keys,
                    ..CodeRules::default()
                };
                let other = CodeRules {
                    paired_keys: pairs(&["13", "28"]),
                    ..CodeRules::default()
                };
                for locks in [vec![one.clone()], vec![other, one]] {
                    let world = World {
                        locks,
                        in_use: in_use.clone(),
                        retired: retired.clone(),
                    };
                    let every = odometer(digits, length);
                    let brute = every.filter(|code| is_free(code, &world)).count();
                    assert_eq!(counted(&world, length as u8), brute as u64, "{world:?}");
                }
            }
        }
    }
}

/// Every text of a length over some digits.
fn odometer(digits: &str, length: usize) -> impl Iterator<Item = String> {
    let digits: Vec<char> = digits.chars().collect();
    (0..digits.len().pow(length as u32)).map(move |mut number| {
        let mut code = String::new();
        for _ in 0..length {
            code.push(digits[number % digits.len()]);
            number /= digits.len();
        }
        code
    })
}
