//! PINs that are two slips away from the live ones (P10), against an oracle that writes down every
//! slip.

use std::collections::BTreeSet;

use latchstring::code::{
    AdviceKind, CodeRequest, CodeRules, EntropyBits, GeneratedCode, Pin, PinSource, advise,
    generate, remaining, remaining_apart,
};
use serde_json::json;

use super::oracle::{Numbers, World, every_weak, is_free, pins, seed};
use crate::support::calls::ask;

/// What somebody who means `code` types with one slip.
fn slips(code: &str) -> BTreeSet<String> {
    let keys: Vec<char> = code.chars().collect();
    let mut typed = BTreeSet::new();
    for at in 0..keys.len() {
        for key in '0'..='9' {
            let mut wrong = keys.clone();
            wrong[at] = key;
            typed.insert(String::from_iter(wrong));
        }
        let mut missed = keys.clone();
        missed.remove(at);
        typed.insert(String::from_iter(missed));
        let mut doubled = keys.clone();
        doubled.insert(at, keys[at]);
        typed.insert(String::from_iter(doubled));
        if at > 0 {
            let mut swapped = keys.clone();
            swapped.swap(at - 1, at);
            typed.insert(String::from_iter(swapped));
        }
    }
    typed.remove(code);
    typed
}

/// The keys that a PIN presses on a lock, each as its lower digit.
fn pressed(code: &str, lock: &CodeRules) -> String {
    let key = |digit: char| {
        let pairs = lock.paired_keys.iter().flatten();
        let pair = pairs.into_iter().find(|pair| pair.contains(digit));
        pair.and_then(|pair| pair.chars().min()).unwrap_or(digit)
    };
    code.chars().map(key).collect()
}

/// What is on some locks: for each of them the live PINs as they are pressed, and what is typed
/// with one slip by those who mean them.
struct Doors(Vec<(CodeRules, BTreeSet<String>, BTreeSet<String>)>);

impl Doors {
    /// For PINs of a length.
    fn of(world: &World, length: usize) -> Self {
        let any = [CodeRules::default()];
        let locks = match &world.locks[..] {
            [] => &any[..],
            locks => locks,
        };
        let one_length = locks.iter().all(|lock| lock.one_length == Some(true));
        let kept: Vec<String> = locks
            .iter()
            .flat_map(|lock| lock.reserved.iter().flatten().map(Pin::reveal))
            .collect();
        let opens = |live: &&String| !kept.contains(live) && (live.len() == length || !one_length);
        let lives: Vec<&String> = world.in_use.iter().filter(opens).collect();
        let door = |lock: &CodeRules| {
            let pressed: BTreeSet<String> = lives.iter().map(|live| pressed(live, lock)).collect();
            let typed = pressed.iter().flat_map(|live| slips(live)).collect();
            (lock.clone(), pressed, typed)
        };
        Self(locks.iter().map(door).collect())
    }

    /// Whether somebody who means a PIN opens with a live one by one slip, or the other way round.
    fn are_near(&self, code: &str) -> bool {
        self.0.iter().any(|(lock, pressed_here, typed)| {
            let code = pressed(code, lock);
            typed.contains(&code) || slips(&code).iter().any(|slip| pressed_here.contains(slip))
        })
    }
}

/// The PINs of four digits that P7 leaves, and those of them that P10 leaves.
fn by_brute_force(world: &World) -> (BTreeSet<String>, BTreeSet<String>) {
    let all = (0..10_000).map(|number| format!("{number:04}"));
    let free: BTreeSet<String> = all.filter(|code| is_free(code, world)).collect();
    let doors = Doors::of(world, 4);
    let apart = free.iter().filter(|code| !doors.are_near(code));
    let apart = apart.cloned().collect();
    (free, apart)
}

/// Makes a random PIN, or derives one for `stay-1`.
fn make(
    world: &World,
    length: u8,
    typo_aware: bool,
    random: Option<&mut Numbers>,
) -> GeneratedCode {
    let key = "0123456789abcdef0123456789abcdef".parse().unwrap();
    let source = match random {
        Some(numbers) => PinSource::Random(numbers),
        None => PinSource::Derived {
            key: &key,
            site: "",
            holder: "stay-1",
            lock: "",
            generation: 0,
        },
    };
    let request = CodeRequest {
        length,
        rules: &world.locks,
        in_use: &pins(&world.in_use),
        retired: &pins(&world.retired),
        preferred: &[],
        typo_aware,
        source,
    };
    generate(request).unwrap()
}

fn lock(json: &str) -> CodeRules {
    latchstring::decode(json).unwrap()
}

fn some(numbers: &mut Numbers, most: u64, lengths: &[usize]) -> Vec<String> {
    (0..numbers.next() % (most + 1))
        .map(|_| {
            let length = lengths[(numbers.next() % lengths.len() as u64) as usize];
            (0..length)
                .map(|_| char::from(b'0' + (numbers.next() % 10) as u8))
                .collect()
        })
        .collect()
}

/// Locks of every kind that a slip has to do with.
const LOCKS: [&[&str]; 7] = [
    &[],
    &[r#"{"reserved":["0000","4917"]}"#],
    &[r#"{"oneLength":true,"lengths":[4,5]}"#],
    &[
        r#"{"oneLength":true,"lengths":[4,5]}"#,
        r#"{"lengths":[4,5,6]}"#,
    ],
    &[r#"{"digits":"123456789","constraints":["no_triple_consecutive_ints"]}"#],
    &[r#"{"constraints":["unique_first_four_digits"],"weakPins":"allow"}"#],
    &[r#"{"pairedKeys":["12","34","56","78","90"]}"#],
];

#[test]
fn p10_what_is_left_is_what_brute_force_finds_and_the_rule_gives_way_at_half() {
    let mut numbers = Numbers(seed());
    let (mut held, mut gave_way) = (0, 0);
    for round in 0..28 {
        let locks = LOCKS[round % LOCKS.len()].iter().copied().map(lock);
        let lengths: &[usize] = if round % 3 == 0 {
            &[4]
        } else {
            &[3, 4, 4, 4, 5, 6]
        };
        let most = [3, 40, 240, 600][round / LOCKS.len()];
        let world = World {
            locks: locks.collect(),
            in_use: some(&mut numbers, most, lengths),
            retired: some(&mut numbers, 40, &[4]),
        };
        // Where the codes on a lock decide on the length, four digits may be none (P11).
        let in_use = pins(&world.in_use);
        let retired = pins(&world.retired);
        let all = remaining(&world.locks, 4, &in_use, &retired).unwrap();
        if all == 0 {
            continue;
        }
        let (free, apart) = by_brute_force(&world);
        assert_eq!(all, free.len() as u64, "round {round}");
        let left = remaining_apart(&world.locks, 4, &in_use, &retired).unwrap();
        assert_eq!(left, apart.len() as u64, "round {round}");
        let holds = apart.len() * 2 >= free.len();
        let chosen = if holds { &apart } else { &free };
        for _ in 0..20 {
            let made = make(&world, 4, true, Some(&mut numbers));
            assert!(chosen.contains(&made.code.reveal()), "round {round}");
            assert_eq!(made.entropy_bits, EntropyBits::of(chosen.len() as u64));
            let is_near = !apart.contains(&made.code.reveal());
            assert_eq!(made.advice.is_some(), is_near, "round {round}: a note");
            let made = make(&world, 4, false, Some(&mut numbers));
            assert!(free.contains(&made.code.reveal()));
            assert_eq!(made.advice, None);
        }
        if holds { held += 1 } else { gave_way += 1 }
    }
    println!("the rule held {held} times and gave way {gave_way} times");
    assert!(held > 5 && gave_way > 0);
}

#[test]
fn p10_200_live_codes_of_four_digits_are_too_many_for_the_rule() {
    let mut numbers = Numbers(seed());
    let mut world = World::default();
    let mut first_near = None;
    while world.in_use.len() < 200 {
        let made = make(&world, 4, true, Some(&mut numbers));
        if made.advice.is_some() {
            first_near.get_or_insert(world.in_use.len());
        }
        world.in_use.push(made.code.reveal());
    }
    let (free, apart) = by_brute_force(&world);
    println!(
        "200 live codes leave {} of {}; the rule gave way at {first_near:?}",
        apart.len(),
        free.len()
    );
    assert!((2_800..4_200).contains(&apart.len()) && free.len() == 8_916);
    assert!(first_near.is_some_and(|live| (100..200).contains(&live)));
}

/// PINs of six digits by their numbers: `true` is taken.
fn neighbours_of(lives: &[String]) -> Vec<bool> {
    let mut near = vec![false; 1_000_000];
    for slip in lives.iter().flat_map(|live| slips(live)) {
        if slip.len() == 6 {
            near[slip.parse::<usize>().unwrap()] = true;
        }
    }
    near
}

#[test]
fn p10_5_000_codes_of_six_digits_leave_most_and_are_counted_exactly() {
    let mut numbers = Numbers(seed());
    let lives: BTreeSet<String> =
        std::iter::repeat_with(|| format!("{:06}", numbers.next() % 1_000_000))
            .take(5_000)
            .collect();
    let lives: Vec<String> = lives.into_iter().collect();
    let near = neighbours_of(&lives);
    let weak = every_weak(6);
    let is_left = |code: &String| {
        !near[code.parse::<usize>().unwrap()]
            && !weak.contains(code)
            && lives.binary_search(code).is_err()
    };
    let expected = (0..1_000_000)
        .map(|number| format!("{number:06}"))
        .filter(is_left)
        .count() as u64;
    let in_use = pins(&lives);
    let begun = std::time::Instant::now();
    let left = remaining_apart(&[], 6, &in_use, &[]).unwrap();
    println!("counting {left} took {:?}", begun.elapsed());
    assert_eq!(left, expected);
    assert!(left * 2 > 913_901, "six digits are enough for the rule");
    let world = World {
        in_use: lives.clone(),
        ..World::default()
    };
    for _ in 0..5 {
        let made = make(&world, 6, true, Some(&mut numbers));
        assert!(is_left(&made.code.reveal()));
        assert_eq!(made.entropy_bits, EntropyBits::of(expected));
    }
}

#[test]
fn p3_p10_the_first_derived_candidate_that_is_apart_is_taken() {
    let mut world = World::default();
    let derive = |world: &World, typo_aware| make(world, 4, typo_aware, None).code.reveal();
    // The candidates in their order, as `code-vectors.json` has them. The first two are a date and
    // a mirror image.
    let candidates = ["2308", "3993", "8835", "2081", "8264", "4899", "5771"];
    assert_eq!(derive(&world, true), candidates[2]);
    for pair in candidates.windows(2) {
        if !is_free(pair[0], &world) {
            continue;
        }
        // Somebody has a PIN one slip away from the next candidate.
        let slip = slips(pair[0])
            .into_iter()
            .find(|slip| slip.len() == 5)
            .unwrap();
        world.in_use.push(slip);
        let free = candidates.iter().filter(|code| is_free(code, &world));
        let doors = Doors::of(&world, 4);
        let mut apart = free.filter(|code| !doors.are_near(code));
        if let Some(expected) = apart.next() {
            assert_eq!(derive(&world, true), **expected);
            assert_eq!(derive(&world, true), derive(&world.clone(), true));
        }
        assert_eq!(derive(&world, false), candidates[2], "without the rule");
    }
}

#[test]
fn p7_p10_the_rule_gives_way_before_a_retired_pin_comes_back() {
    let two_keys = lock(r#"{"lengths":[4],"digits":"37","weakPins":"allow"}"#);
    let mut world = World {
        locks: vec![two_keys],
        in_use: vec!["3333".to_owned()],
        retired: Vec::new(),
    };
    let (free, apart) = by_brute_force(&world);
    let near: Vec<&String> = free.difference(&apart).collect();
    // All that is left is one slip away from the live PIN.
    world.retired = apart.iter().cloned().collect();
    let mut numbers = Numbers(seed());
    for _ in 0..20 {
        let made = make(&world, 4, true, Some(&mut numbers));
        assert!(near.contains(&&made.code.reveal()));
        assert!(made.advice.is_some());
    }
    world.in_use.extend(near.into_iter().cloned());
    let made = make(&world, 4, true, Some(&mut numbers));
    assert_eq!(
        made.code.reveal(),
        world.retired[0],
        "the one retired longest"
    );
}

/// Where the draws give up, what is apart is counted through.
#[test]
fn p8_p10_a_rank_in_a_nearly_full_space_is_apart_too() {
    let (rules, in_use, retired) = super::drawing::nearly_full();
    let lives: Vec<String> = in_use.iter().map(Pin::reveal).collect();
    let is_apart = |code: &&str| !slips(code).iter().any(|slip| lives.contains(slip));
    let left = ["081500", "081550", "471108", "471115", "471199"];
    let apart: BTreeSet<String> = left
        .into_iter()
        .filter(is_apart)
        .map(str::to_owned)
        .collect();
    assert!((3..5).contains(&apart.len()), "{apart:?}");
    let mut numbers = Numbers(seed());
    let mut found = BTreeSet::new();
    for _ in 0..12 {
        let made = generate(CodeRequest {
            length: 6,
            rules: &rules,
            in_use: &in_use,
            retired: &retired,
            preferred: &[],
            typo_aware: true,
            source: PinSource::Random(&mut numbers),
        });
        found.insert(made.unwrap().code.reveal());
    }
    assert!(found.len() > 1 && found.is_subset(&apart), "{found:?}");
}

#[test]
fn p10_advice_names_each_slip() {
    use AdviceKind::{KeyMissed, KeyWrong, KeysSwapped};
    for (code, live, kinds) in [
        ("4917", &["4927"][..], &[KeyWrong][..]),
        ("4917", &["9417"], &[KeysSwapped]),
        ("4917", &["491"], &[KeyMissed]),
        ("4917", &["44917"], &[KeyMissed]),
        ("4917", &["49107"], &[KeyMissed]),
        ("4917", &["4972", "4719"], &[]),
        ("4917", &["4917"], &[]),
        ("4917", &["491"; 2], &[KeyMissed]),
        ("4917", &["4971", "4910", "49"], &[KeyWrong, KeysSwapped]),
        (
            "4917",
            &["49172", "4971", "4910"],
            &[KeyWrong, KeysSwapped, KeyMissed],
        ),
        ("12345678901", &["12345678902"], &[]),
        ("49a7", &["4917"], &[]),
    ] {
        let live: Vec<String> = live.iter().map(ToString::to_string).collect();
        let advice = advise(&code.parse().unwrap(), &[], &pins(&live)).unwrap();
        let found: Vec<AdviceKind> = advice.iter().map(|advice| advice.kind).collect();
        assert_eq!(found, kinds, "{code} beside {live:?}");
    }
}

#[test]
fn p10_advice_is_what_the_oracle_finds() {
    let mut numbers = Numbers(seed());
    for round in 0..2_000 {
        let world = World {
            locks: LOCKS[round % LOCKS.len()]
                .iter()
                .copied()
                .map(lock)
                .collect(),
            // Of few digits, so that many are near.
            in_use: some(&mut numbers, 6, &[3, 4, 5, 6])
                .iter()
                .map(|code| code.replace(['0', '5', '6', '7', '8', '9'], "3"))
                .collect(),
            retired: Vec::new(),
        };
        let code =
            format!("{:04}", numbers.next() % 10_000).replace(['0', '6', '7', '8', '9'], "2");
        let advice = advise(&code.parse().unwrap(), &world.locks, &pins(&world.in_use)).unwrap();
        let near = Doors::of(&world, 4).are_near(&code);
        assert_eq!(!advice.is_empty(), near, "round {round}: {code} {world:?}");
    }
}

#[test]
fn p4_p10_a_preferred_pin_is_used_all_the_same_with_a_note() {
    let input = json!({ "length": 4, "preferred": "4917", "inUse": ["4971"] });
    let made = ask("generateCode", &input).unwrap();
    assert_eq!(made["code"], "4917");
    assert_eq!(made["advice"], json!([{ "kind": "keys_swapped" }]));
    let input = json!({ "length": 4, "preferred": "4917", "inUse": ["4971"], "typoAware": false });
    assert_eq!(ask("generateCode", &input).unwrap().get("advice"), None);
}

#[test]
fn p5_p10_check_code_reports_advice_beside_the_violations() {
    let input = json!({ "code": "4917", "inUse": ["4971"], "advice": true });
    assert_eq!(
        ask("checkCode", &input).unwrap(),
        json!({ "violations": [], "advice": [{ "kind": "keys_swapped" }] })
    );
    let input = json!({ "code": "4917", "inUse": ["4971"] });
    assert_eq!(
        ask("checkCode", &input).unwrap(),
        json!([]),
        "it may be used"
    );
    let input = json!({ "code": "1234", "advice": true });
    let answer = ask("checkCode", &input).unwrap();
    assert_eq!(
        answer["violations"][0]["kind"],
        "no_ascending_or_descending_sequence"
    );
    assert_eq!(answer["advice"], json!([]));
}
