//! Making PINs: length, candidates, collisions, exhaustion, broken sources (P1, P4, P7, P8).

use std::collections::BTreeSet;

use latchstring::code::{
    BufferedEntropy, Candidate, CodeRequest, CodeRules, CodeSource, Entropy, GeneratedCode, Pin,
    PinSource, ViolationKind, generate,
};
use latchstring::{Error, ErrorCode};

use super::oracle::{self, Numbers, World, is_free, pins};

/// What a test asks for; the rest is left out.
#[derive(Default)]
struct Ask {
    length: u8,
    rules: Vec<CodeRules>,
    in_use: Vec<Pin>,
    retired: Vec<Pin>,
    preferred: Vec<Candidate>,
}

fn ask(length: u8, rules: &[&str]) -> Ask {
    Ask {
        length,
        rules: rules
            .iter()
            .map(|json| latchstring::decode(json).unwrap())
            .collect(),
        ..Ask::default()
    }
}

fn made(ask: &Ask, entropy: &mut dyn Entropy) -> Result<GeneratedCode, Error> {
    generate(CodeRequest {
        length: ask.length,
        rules: &ask.rules,
        in_use: &ask.in_use,
        retired: &ask.retired,
        preferred: &ask.preferred,
        typo_aware: true,
        source: PinSource::Random(entropy),
    })
}

fn code(ask: &Ask) -> String {
    made(ask, &mut Numbers(7)).unwrap().code.reveal()
}

fn error(ask: &Ask) -> Error {
    made(ask, &mut Numbers(7)).unwrap_err()
}

fn parse<T: std::str::FromStr<Err = Error>>(texts: &[&str]) -> Vec<T> {
    texts.iter().map(|text| text.parse().unwrap()).collect()
}

#[test]
fn p1_the_wanted_length_where_all_locks_take_it_else_the_longest_common_one() {
    for (rules, wanted, length) in [
        (&[][..], 6, 6),
        (&[], 10, 10),
        (&[r#"{"lengths":[4,5,6,7,8]}"#, r#"{"lengths":[6]}"#], 6, 6),
        (&[r#"{"lengths":[4,5,6,7,8]}"#, r#"{"lengths":[6]}"#], 4, 6),
        (
            &[r#"{"lengths":[8,4,5]}"#, r#"{"lengths":[5,4]}"#, "{}"],
            6,
            5,
        ),
        (&[r#"{"lengths":[7,9]}"#], 4, 9),
    ] {
        assert_eq!(
            code(&ask(wanted, rules)).len(),
            length,
            "{rules:?} {wanted}"
        );
    }
    let apart = ask(6, &[r#"{"lengths":[4]}"#, r#"{"lengths":[6,8]}"#]);
    assert_eq!(error(&apart).code, ErrorCode::NoCommonLength);
    assert!(error(&apart).hint.contains("one PIN per lock"));
}

#[test]
fn p1_one_pin_meets_the_rules_of_every_lock() {
    let nuki = r#"{"lengths":[6],"constraints":["no_zeros","cannot_start_with_12"]}"#;
    let brivo = r#"{"constraints":["no_triple_consecutive_ints"],"digits":"012345678"}"#;
    let asked = ask(6, &[nuki, brivo]);
    let world = World {
        locks: asked.rules.clone(),
        ..World::default()
    };
    let mut numbers = Numbers(1);
    for _ in 0..2_000 {
        let pin = made(&asked, &mut numbers).unwrap().code.reveal();
        assert!(is_free(&pin, &world), "{pin}");
    }
}

#[test]
fn p4_f11_a_refused_candidate_falls_through_with_its_reasons() {
    let asked = Ask {
        preferred: parse(&["1234", "4917", "7305", "8264"]),
        in_use: parse(&["4917"]),
        ..ask(6, &[])
    };
    let made = made(&asked, &mut Numbers(7)).unwrap();
    assert_eq!(
        (made.code.reveal().as_str(), made.source),
        ("7305", CodeSource::Preferred)
    );
    let refused: Vec<_> = made
        .refused
        .iter()
        .map(|one| {
            (
                one.candidate.as_str(),
                one.because[0].kind,
                one.because.len(),
            )
        })
        .collect();
    assert_eq!(
        refused,
        [
            ("••34", ViolationKind::NoAscendingOrDescendingSequence, 1),
            ("••17", ViolationKind::InUse, 1)
        ]
    );
    assert_eq!(
        made.entropy_bits.tenths(),
        132,
        "9,115 PINs of four digits are left"
    );
}

#[test]
fn p4_f29_a_masked_phone_number_falls_through() {
    for candidate in [
        "",
        "**42",
        "+49 170 555",
        "n/a",
        "４９１７",
        "12345678901234567890123456789",
    ] {
        let asked = Ask {
            preferred: parse(&[candidate]),
            ..ask(6, &[])
        };
        let made = made(&asked, &mut Numbers(7)).unwrap();
        assert_eq!(
            (made.source, made.refused.len()),
            (CodeSource::Random, 1),
            "{candidate}"
        );
        assert!(!made.refused[0].because.is_empty());
    }
}

#[test]
fn p4_where_all_codes_of_a_lock_have_one_length_a_candidate_of_another_is_no_use() {
    let one_length = Ask {
        preferred: parse(&["4917"]),
        ..ask(6, &[r#"{"lengths":[4,5,6,7,8],"oneLength":true}"#])
    };
    let made_six = made(&one_length, &mut Numbers(7)).unwrap();
    assert_eq!(
        made_six.refused[0].because,
        [ViolationKind::LengthNotSupported.into()]
    );
    assert_eq!(made_six.code.digits().len(), 6);
    let made_four = made(
        &Ask {
            length: 4,
            ..one_length
        },
        &mut Numbers(7),
    )
    .unwrap();
    assert_eq!(made_four.source, CodeSource::Preferred);
}

#[test]
fn f7_p7_two_units_never_get_the_same_pin_on_a_shared_door() {
    let mut street_door = ask(4, &[]);
    let mut numbers = Numbers(3);
    for _ in 0..2_000 {
        let pin = made(&street_door, &mut numbers).unwrap().code;
        assert!(!street_door.in_use.contains(&pin));
        street_door.in_use.push(pin);
    }
}

/// Fills a space to the end: what is made is always free, and then comes the error with its
/// figures.
fn fill(mut asked: Ask, length: usize) -> usize {
    let mut numbers = Numbers(length as u64);
    loop {
        let world = World {
            locks: asked.rules.clone(),
            in_use: asked.in_use.iter().map(Pin::reveal).collect(),
            ..World::default()
        };
        match made(&asked, &mut numbers) {
            Ok(made) => {
                assert!(
                    is_free(&made.code.reveal(), &world),
                    "{:?}",
                    made.code.reveal()
                );
                asked.in_use.push(made.code);
            }
            Err(error) => {
                assert_eq!(error.code, ErrorCode::CodeSpaceExhausted);
                let space = 10_u64.pow(length as u32);
                assert!(
                    error.message.contains(&format!("of {space}, and")),
                    "{}",
                    error.message
                );
                let free = (0..space).find(|number| is_free(&format!("{number:0length$}"), &world));
                assert_eq!(free, None, "the error is true");
                return asked.in_use.len();
            }
        }
    }
}

#[test]
fn p8_a_full_space_is_an_error() {
    let few = r#"{"lengths":[4],"digits":"479"}"#;
    let asked = ask(4, &[few]);
    let free = oracle::World {
        locks: asked.rules.clone(),
        ..World::default()
    };
    let left = (0..10_000)
        .filter(|number| is_free(&format!("{number:04}"), &free))
        .count();
    assert_eq!(fill(asked, 4), left);
}

#[test]
fn p7_p8_paired_keys_leave_one_pin_for_each_way_to_press_them() {
    let five_buttons = r#"{"lengths":[4],"pairedKeys":["12","34","56","78","90"]}"#;
    assert_eq!(
        fill(ask(4, &[five_buttons]), 4),
        625 - 5 + 5,
        "every way has a PIN that is not weak"
    );
    let two_buttons =
        r#"{"lengths":[5],"digits":"1234","pairedKeys":["12","34"],"weakPins":"allow"}"#;
    assert_eq!(fill(ask(5, &[two_buttons]), 5), 32);
}

#[test]
fn p7_p8_first_four_digits_leave_one_pin_for_each() {
    let schlage = r#"{"lengths":[6],"digits":"1359","constraints":["unique_first_four_digits"],"weakPins":"allow"}"#;
    assert_eq!(fill(ask(6, &[schlage]), 6), 256);
}

#[test]
fn p8_locks_that_exclude_each_other_are_an_error() {
    let asked = ask(6, &[r#"{"digits":"12345"}"#, r#"{"digits":"67890"}"#]);
    let error = error(&asked);
    assert_eq!(error.code, ErrorCode::CodeSpaceExhausted);
    assert_eq!(error.hint, "relax the rules, or choose another length");
}

#[test]
fn p7_when_the_space_runs_out_the_oldest_retired_pin_yields_first() {
    let two_keys = r#"{"lengths":[4],"digits":"37","weakPins":"allow"}"#;
    let all: Vec<String> = (0..16_u32)
        .map(|number| {
            (0..4)
                .map(|at| if number >> at & 1 == 1 { '7' } else { '3' })
                .collect()
        })
        .collect();
    let mut asked = ask(4, &[two_keys]);
    asked.retired = pins(&all);
    for oldest in &all {
        assert_eq!(&code(&asked), oldest);
        asked.in_use.push(oldest.parse().unwrap());
    }
    assert_eq!(error(&asked).code, ErrorCode::CodeSpaceExhausted);
}

#[test]
fn p7_a_retired_pin_yields_only_when_nothing_else_is_left() {
    let mut asked = ask(4, &[r#"{"lengths":[4],"digits":"37","weakPins":"allow"}"#]);
    asked.retired = parse(&["3333", "3337", "3373"]);
    let mut numbers = Numbers(5);
    for _ in 0..13 {
        let pin = made(&asked, &mut numbers).unwrap().code;
        assert!(!asked.retired.contains(&pin));
        asked.in_use.push(pin);
    }
    assert_eq!(code(&asked), "3333");
}

#[test]
fn p7_a_retired_pin_that_was_told_again_counts_by_its_last_telling() {
    let mut asked = ask(4, &[r#"{"lengths":[4],"digits":"37","weakPins":"allow"}"#]);
    let all: Vec<String> = (0..16_u32)
        .map(|number| {
            (0..4)
                .map(|at| if number >> at & 1 == 1 { '7' } else { '3' })
                .collect()
        })
        .collect();
    asked.retired = pins(&all);
    asked.retired.push(all[0].parse().unwrap());
    assert_eq!(code(&asked), all[1]);
}

#[test]
fn p7_a_reserved_pin_never_yields() {
    let asked = ask(
        4,
        &[r#"{"lengths":[4],"digits":"3","weakPins":"allow","reserved":["3333"]}"#],
    );
    assert_eq!(error(&asked).code, ErrorCode::CodeSpaceExhausted);
}

#[test]
fn f31_pins_for_a_keypad_without_a_key_do_without_it() {
    let asked = ask(6, &[r#"{"digits":"123456789"}"#]);
    let mut numbers = Numbers(31);
    let mut seen = BTreeSet::new();
    for _ in 0..500 {
        seen.extend(made(&asked, &mut numbers).unwrap().code.digits().to_vec());
    }
    assert!(seen.iter().eq(&[1, 2, 3, 4, 5, 6, 7, 8, 9]));
}

#[test]
fn p5_no_pin_is_made_where_the_platform_makes_it() {
    for constraint in ["cannot_specify_pin_code", "pin_code_matches_existing_set"] {
        let asked = ask(
            6,
            &["{}", &format!(r#"{{"constraints":["{constraint}"]}}"#)],
        );
        assert_eq!(error(&asked).code, ErrorCode::PlatformMakesCode);
    }
}

#[test]
fn p7_locks_that_pair_keys_in_three_ways_need_a_pin_each() {
    let pairings = [
        r#"{"pairedKeys":["12"]}"#,
        r#"{"pairedKeys":["23"]}"#,
        r#"{"pairedKeys":["34"]}"#,
    ];
    let error = error(&ask(6, &pairings));
    assert_eq!(
        (error.code, error.path.as_str()),
        (ErrorCode::OutOfRange, "rules[2].pairedKeys")
    );
    assert_eq!(code(&ask(6, &pairings[..2])).len(), 6);
}

/// Gives the same byte for ever.
struct Stuck(u8);

impl Entropy for Stuck {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        bytes.fill(self.0);
        Ok(())
    }
}

/// Counts what it is asked for, and fails when it is spent.
struct Spent {
    calls: usize,
    left: usize,
}

impl Entropy for Spent {
    fn fill(&mut self, bytes: &mut [u8]) -> Result<(), Error> {
        self.calls += 1;
        if self.left < bytes.len() {
            bytes.fill(9);
            return Err(Error::new(ErrorCode::NoEntropy, "spent", "wait"));
        }
        self.left -= bytes.len();
        for (at, byte) in bytes.iter_mut().enumerate() {
            *byte = (at * 37 + self.calls) as u8;
        }
        Ok(())
    }
}

#[test]
fn p8_a_source_that_is_stuck_ends_the_call() {
    let asked = ask(6, &[]);
    assert_eq!(
        made(&asked, &mut Stuck(0xff)).unwrap_err().code,
        ErrorCode::NoEntropy
    );
    let first = made(&asked, &mut Stuck(0)).unwrap().code.reveal();
    let mut codes = (0..1_000_000).map(|number| format!("{number:06}"));
    let lowest = codes.find(|code| is_free(code, &World::default()));
    assert_eq!(Some(first), lowest);
}

#[test]
fn p2_without_entropy_there_is_an_error_and_the_next_call_works() {
    let asked = ask(6, &[]);
    let mut source = BufferedEntropy::new(Spent { calls: 0, left: 0 });
    assert_eq!(
        made(&asked, &mut source).unwrap_err().code,
        ErrorCode::NoEntropy
    );
    let mut bytes = [0; 4];
    assert!(
        source.fill(&mut bytes).is_err(),
        "what a failed call left behind is not handed out"
    );
    assert_eq!(bytes, [0; 4]);
}

#[test]
fn p2_entropy_is_asked_for_a_kilobyte_at_a_time_and_no_byte_is_used_twice() {
    let mut buffered = BufferedEntropy::new(Spent {
        calls: 0,
        left: 4096,
    });
    let mut given = Vec::new();
    for size in [1, 7, 1016, 1, 2047] {
        let mut bytes = vec![0; size];
        buffered.fill(&mut bytes).unwrap();
        given.extend(bytes);
    }
    let mut plain = Vec::new();
    let mut source = Spent {
        calls: 0,
        left: 4096,
    };
    for _ in 0..3 {
        let mut bytes = [0; 1024];
        source.fill(&mut bytes).unwrap();
        plain.extend(bytes);
    }
    assert!(given == plain);
}
