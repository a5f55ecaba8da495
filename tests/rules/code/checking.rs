//! `check`: every violation, in order, and nothing else (P5, P6, P7).

use latchstring::code::{Candidate, CodeConstraint, CodeRules, Pin, check};

use super::oracle::{self, World};

fn kinds(code: &str, world: &World) -> Vec<String> {
    let found = check(
        &code.parse().unwrap(),
        &world.locks,
        &oracle::pins(&world.in_use),
        &oracle::pins(&world.retired),
    );
    let found = serde_json::to_value(found.unwrap()).unwrap();
    let kinds = found.as_array().unwrap().iter();
    kinds
        .map(|one| one["kind"].as_str().unwrap().to_owned())
        .collect()
}

fn lock(json: &str) -> CodeRules {
    latchstring::decode(json).unwrap()
}

fn on(json: &str) -> World {
    World {
        locks: vec![lock(json)],
        ..World::default()
    }
}

#[test]
fn p5_any_text_may_be_asked_about() {
    let anywhere = World::default();
    assert_eq!(kinds("", &anywhere), ["length_not_supported"]);
    assert_eq!(kinds("12ab", &anywhere), ["digit_not_on_keypad"]);
    assert_eq!(kinds("１２３４", &anywhere), ["digit_not_on_keypad"]);
    assert_eq!(
        kinds("1 2", &anywhere),
        ["length_not_supported", "digit_not_on_keypad"]
    );
    assert_eq!(
        kinds("12345678901", &anywhere),
        [
            "length_not_supported",
            "no_ascending_or_descending_sequence"
        ]
    );
    assert_eq!(
        kinds(&"7".repeat(64), &anywhere),
        ["length_not_supported", "no_all_same_digits"]
    );
    assert!("7".repeat(65).parse::<Candidate>().is_err());
}

#[test]
fn p5_all_violations_at_once_and_in_order() {
    let all = on(
        r#"{"lengths":[6],"digits":"345678","constraints":["no_zeros","cannot_contain_089","cannot_contain_0789",
        "cannot_start_with_12","no_triple_consecutive_ints","no_ascending_or_descending_sequence",
        "unique_first_four_digits","cannot_specify_pin_code","pin_code_matches_existing_set"],
        "reserved":["1234567890"]}"#,
    );
    let world = World {
        in_use: vec!["1234567890".into()],
        retired: vec!["1234567890".into()],
        ..all
    };
    assert_eq!(
        kinds("1234567890", &world),
        [
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
            "reserved",
            "in_use",
            "unique_first_four_digits",
            "retired",
        ]
    );
}

#[test]
fn p5_each_constraint_of_a_lock_is_named_by_itself() {
    for (constraint, bad, good) in [
        ("no_zeros", "480917", "481917"),
        ("cannot_start_with_12", "128496", "218496"),
        ("no_triple_consecutive_ints", "912384", "913284"),
        ("no_triple_consecutive_ints", "943284", "942384"),
        ("no_ascending_or_descending_sequence", "34567", "34576"),
        ("no_ascending_or_descending_sequence", "8901", "8091"),
        ("at_least_three_unique_digits", "717717", "717718"),
        ("no_all_same_digits", "5555", "5556"),
        ("cannot_contain_089", "415816", "415716"),
        ("cannot_contain_0789", "415716", "415616"),
    ] {
        let world = on(&format!(
            r#"{{"constraints":["{constraint}"],"weakPins":"allow"}}"#
        ));
        assert_eq!(kinds(bad, &world), [constraint], "{constraint}");
        assert_eq!(kinds(good, &world), [""; 0], "{constraint}");
    }
}

#[test]
fn p5_start_and_label_rules_say_nothing_of_pins() {
    let world = on(r#"{"constraints":["start_date_in_future","name_must_be_unique"]}"#);
    assert_eq!(kinds("4917", &world), [""; 0]);
}

#[test]
fn p6_weak_pins_are_refused_unless_every_lock_allows_them() {
    for (code, kind) in [
        ("1234", "no_ascending_or_descending_sequence"),
        ("678901", "no_ascending_or_descending_sequence"),
        ("21098", "no_ascending_or_descending_sequence"),
        ("77777", "no_all_same_digits"),
        ("4747", "weak_repeated_block"),
        ("847847", "weak_repeated_block"),
        ("4774", "weak_mirror"),
        ("83738", "weak_mirror"),
        ("1987", "weak_date"),
        ("2049", "weak_date"),
        ("3112", "weak_date"),
        ("1231", "weak_date"),
        ("2902", "weak_date"),
        ("870215", "weak_date"),
        ("021587", "weak_date"),
        ("150287", "weak_date"),
        ("2580", "weak_common"),
        ("159753", "weak_common"),
    ] {
        assert_eq!(kinds(code, &World::default()), [kind], "{code}");
        let (allowing, refusing) = (r#"{"weakPins":"allow"}"#, r#"{"weakPins":"refuse"}"#);
        assert_eq!(kinds(code, &on(allowing)), [""; 0], "{code}");
        assert_eq!(kinds(code, &on(refusing)), [kind], "{code}");
        let both = World {
            locks: vec![lock(allowing), lock("{}")],
            ..World::default()
        };
        assert_eq!(kinds(code, &both), [kind], "{code}");
    }
    for code in ["1949", "2050", "3013", "3131", "3002", "873015"] {
        let found = kinds(code, &World::default());
        assert!(!found.contains(&"weak_date".to_owned()), "{code}");
    }
}

#[test]
fn p6_a_pin_that_is_weak_in_two_ways_names_both() {
    assert_eq!(
        kinds("1221", &World::default()),
        ["weak_mirror", "weak_date"]
    );
    assert_eq!(
        kinds("1010", &World::default()),
        ["weak_repeated_block", "weak_date"]
    );
    assert_eq!(
        kinds("1111", &World::default()),
        ["no_all_same_digits", "weak_date"]
    );
}

#[test]
fn f7_p7_a_pin_on_a_shared_door_is_taken_for_every_listing() {
    let world = World {
        in_use: vec!["492817".into()],
        ..World::default()
    };
    assert_eq!(kinds("492817", &world), ["in_use"]);
    assert_eq!(kinds("492818", &world), [""; 0]);
}

#[test]
fn p7_paired_keys_count_as_one() {
    let five_buttons = World {
        in_use: vec!["8264".into()],
        retired: vec!["905162".into()],
        ..on(r#"{"pairedKeys":["12","34","56","78","90"],"reserved":["7384"]}"#)
    };
    assert_eq!(kinds("8264", &five_buttons), ["in_use"]);
    assert_eq!(kinds("7153", &five_buttons), ["same_key_presses"]);
    assert_eq!(kinds("71530", &five_buttons), [""; 0]);
    assert_eq!(kinds("096251", &five_buttons), ["retired"]);
    assert_eq!(kinds("8473", &five_buttons), ["reserved"]);
}

#[test]
fn p7_first_four_digits_differ_from_those_of_pins_that_the_lock_keeps_for_itself() {
    let demand = r#""constraints":["unique_first_four_digits"]"#;
    let schlage = on(&format!(r#"{{{demand},"reserved":["0000","739164"]}}"#));
    assert_eq!(kinds("000083", &schlage), ["unique_first_four_digits"]);
    assert_eq!(kinds("739182", &schlage), ["unique_first_four_digits"]);
    assert_eq!(
        kinds("739164", &schlage),
        ["reserved", "unique_first_four_digits"]
    );
    assert_eq!(kinds("739264", &schlage), Vec::<String>::new());
    // Without the demand only the whole PIN counts.
    assert_eq!(
        kinds("739182", &on(r#"{"reserved":["739164"]}"#)),
        Vec::<String>::new()
    );
}

#[test]
fn p7_first_four_digits_differ_where_a_lock_demands_it() {
    let schlage = World {
        in_use: vec!["492817".into(), "73".into()],
        retired: vec!["618304".into()],
        ..on(r#"{"constraints":["unique_first_four_digits"]}"#)
    };
    assert_eq!(kinds("4928", &schlage), ["unique_first_four_digits"]);
    assert_eq!(kinds("49286315", &schlage), ["unique_first_four_digits"]);
    assert_eq!(
        kinds("492817", &schlage),
        ["in_use", "unique_first_four_digits"]
    );
    assert_eq!(
        kinds("618305", &schlage),
        [""; 0],
        "a retired code is no longer on the lock"
    );
}

#[test]
fn f31_a_keypad_without_a_key_has_no_pin_with_it() {
    let world = on(r#"{"digits":"123456789"}"#);
    assert_eq!(kinds("4908", &world), ["digit_not_on_keypad"]);
    assert_eq!(kinds("4918", &world), [""; 0]);
}

#[test]
fn p1_several_locks_give_the_union_of_their_violations() {
    let world = World {
        locks: vec![
            lock(r#"{"lengths":[6],"digits":"1234567"}"#),
            lock(r#"{"lengths":[4,6],"constraints":["no_zeros"]}"#),
        ],
        ..World::default()
    };
    assert_eq!(
        kinds("4907", &world),
        ["length_not_supported", "digit_not_on_keypad", "no_zeros"]
    );
    assert_eq!(kinds("471625", &world), [""; 0]);
}

/// The first 200,000 PINs of every length from 1 to 12 that a stride reaches, under rules of every
/// kind.
#[test]
fn p5_agrees_with_the_oracle_on_every_kind() {
    let seed = 20_261_122;
    println!("seed {seed}");
    let mut numbers = oracle::Numbers(seed);
    let constraints = [
        "no_zeros",
        "cannot_start_with_12",
        "no_triple_consecutive_ints",
        "no_ascending_or_descending_sequence",
        "at_least_three_unique_digits",
        "no_all_same_digits",
        "cannot_contain_089",
        "cannot_contain_0789",
        "unique_first_four_digits",
        "cannot_specify_pin_code",
        "pin_code_matches_existing_set",
    ];
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..400 {
        let mut below = |limit: u64| numbers.next() % limit;
        let mut world = World::default();
        for _ in 0..below(3) {
            let mut rules = CodeRules::default();
            let mask = below(1 << 11) & below(1 << 11);
            let chosen = constraints
                .iter()
                .enumerate()
                .filter(|(at, _)| mask >> at & 1 == 1);
            let chosen: Vec<CodeConstraint> = chosen
                .map(|(_, name)| serde_json::from_value((*name).into()).unwrap())
                .collect();
            rules.constraints = Some(chosen);
            if below(3) == 0 {
                rules.lengths = Some((4..=10).filter(|_| below(2) == 0).collect());
            }
            if below(3) == 0 {
                rules.digits = Some("0123456789".chars().filter(|_| below(5) > 0).collect());
            }
            if below(2) == 0 {
                rules.paired_keys = Some(vec!["12".into(), "34".into(), "90".into()]);
            }
            if below(4) == 0 {
                rules.weak_pins = Some(latchstring::code::WeakPins::Allow);
            }
            rules.reserved = Some(vec![code(&mut below).parse().unwrap()]);
            world.locks.push(rules);
        }
        world.in_use = (0..below(30)).map(|_| code(&mut below)).collect();
        world.retired = (0..below(10)).map(|_| code(&mut below)).collect();
        for _ in 0..100 {
            let code = code(&mut below);
            let found = kinds(&code, &world);
            assert_eq!(
                found,
                oracle::violations(&code, &world),
                "{code} in {world:?}"
            );
            seen.extend(found);
        }
    }
    assert_eq!(seen.len(), 21, "every kind occurred");
}

/// A PIN that is short, over few digits, and often built from a pattern, so that rules apply.
fn code(below: &mut impl FnMut(u64) -> u64) -> String {
    let length = if below(8) == 0 {
        below(12) + 1
    } else {
        4 + below(3)
    } as usize;
    let random = |below: &mut dyn FnMut(u64) -> u64, length: usize, digits: u64| -> String {
        (0..length).map(|_| below(digits).to_string()).collect()
    };
    let mut code = match below(6) {
        0 => random(below, 2, 10).repeat(length),
        1 => {
            let half = random(below, length, 10);
            half.clone() + &half.chars().rev().collect::<String>()
        }
        2 => "0123456789012345678901234"[below(10) as usize..].to_owned(),
        3 => "9876543210987654321098765"[below(10) as usize..].to_owned(),
        4 => random(below, length, 3),
        _ => random(below, length, 10),
    };
    code.truncate(length);
    assert!(code.parse::<Pin>().is_ok());
    code
}
