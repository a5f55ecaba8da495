//! Drawn PINs are uniform over what is allowed (P2, F8).

use std::collections::BTreeMap;

use latchstring::code::{CodeRequest, CodeRules, CodeSource, Pin, PinSource, generate, remaining};

use super::oracle::{Numbers, every_weak, seed};
use crate::support::long::cases;

/// Draws PINs and hands their digits on.
fn draw(length: u8, rules: &[CodeRules], draws: u32, mut each: impl FnMut(&[u8])) {
    let mut entropy = Numbers(seed() + u64::from(length));
    for _ in 0..draws {
        let made = generate(CodeRequest {
            length,
            rules,
            in_use: &[],
            retired: &[],
            preferred: &[],
            typo_aware: true,
            source: PinSource::Random(&mut entropy),
        })
        .unwrap();
        assert_eq!(
            (made.source, made.code.digits().len()),
            (CodeSource::Random, length.into())
        );
        each(made.code.digits());
    }
}

fn number(digits: &[u8]) -> usize {
    digits
        .iter()
        .fold(0, |number, &digit| number * 10 + usize::from(digit))
}

/// How far chi-square lies from what chance alone gives, in standard deviations.
fn deviation(cells: impl Iterator<Item = (f64, u32)>) -> f64 {
    let (mut chi_square, mut free) = (0.0, -1.0);
    for (expected, found) in cells {
        assert!(expected > 0.0 || found == 0, "a refused PIN was drawn");
        if expected > 0.0 {
            chi_square += (f64::from(found) - expected).powi(2) / expected;
            free += 1.0;
        }
    }
    let deviation = (chi_square - free) / f64::sqrt(2.0 * free);
    println!(
        "chi-square {chi_square:.0}, {free} degrees of freedom, {deviation:.2} standard deviations"
    );
    deviation
}

/// So many draws meet each PIN of four digits some twenty times.
fn draws() -> u32 {
    cases(200_000)
}

/// One cell for each PIN.
fn pin_by_pin(length: u8) -> Vec<u32> {
    let draws = draws();
    let mut found = vec![0; 10_usize.pow(length.into())];
    draw(length, &[], draws, |digits| found[number(digits)] += 1);
    let weak = every_weak(length.into());
    let expected = f64::from(draws) / (found.len() - weak.len()) as f64;
    let cells = found.iter().enumerate().map(|(number, &found)| {
        let code = format!("{number:0length$}", length = usize::from(length));
        (if weak.contains(&code) { 0.0 } else { expected }, found)
    });
    assert!(deviation(cells).abs() < 4.5);
    found
}

/// One cell for the first four digits, and one for the last four, weighted by the allowed PINs in
/// each.
fn edge_by_edge(length: u8) {
    let draws = draws();
    let mut found = [vec![0; 10_000], vec![0; 10_000]];
    draw(length, &[], draws, |digits| {
        found[0][number(&digits[..4])] += 1;
        found[1][number(&digits[digits.len() - 4..])] += 1;
    });
    let each = 10_u64.pow(u32::from(length) - 4);
    let mut allowed = [vec![each; 10_000], vec![each; 10_000]];
    let weak = every_weak(length.into());
    for code in &weak {
        allowed[0][code[..4].parse::<usize>().unwrap()] -= 1;
        allowed[1][code[code.len() - 4..].parse::<usize>().unwrap()] -= 1;
    }
    let all = (10_u64.pow(length.into()) - weak.len() as u64) as f64;
    for (allowed, found) in allowed.iter().zip(&found) {
        let expected = allowed
            .iter()
            .map(|&allowed| f64::from(draws) * allowed as f64 / all);
        assert!(deviation(expected.zip(found.iter().copied())).abs() < 4.5);
    }
}

#[test]
fn f8_p2_pins_of_4_digits_are_uniform_and_every_allowed_one_occurs() {
    let found = pin_by_pin(4);
    let occurred = found.iter().filter(|&&found| found > 0).count();
    assert_eq!(occurred, 10_000 - every_weak(4).len());
}

#[test]
fn f8_p2_pins_of_5_digits_are_uniform() {
    pin_by_pin(5);
}

#[test]
fn f8_p2_pins_of_6_digits_are_uniform() {
    pin_by_pin(6);
}

#[test]
fn f8_p2_pins_of_7_digits_are_uniform() {
    edge_by_edge(7);
}

#[test]
fn f8_p2_pins_of_8_digits_are_uniform() {
    edge_by_edge(8);
}

#[test]
fn f8_p2_pins_of_9_digits_are_uniform() {
    edge_by_edge(9);
}

/// Rules, PINs in use and retired ones that leave five PINs of a million.
pub fn nearly_full() -> (Vec<CodeRules>, Vec<Pin>, Vec<Pin>) {
    let schlage =
        r#"{"lengths":[6],"constraints":["unique_first_four_digits"],"weakPins":"allow"}"#;
    let in_use = (0..10_000)
        .filter(|first| ![4_711, 815].contains(first))
        .map(|first| format!("{first:04}00").parse().unwrap());
    let rest = |first: &'static str| (0..100).map(move |last| format!("{first}{last:02}"));
    let retired = rest("4711")
        .chain(rest("0815"))
        .filter(|code| !LEFT.contains(&code.as_str()))
        .map(|code| code.parse().unwrap());
    (
        vec![latchstring::decode(schlage).unwrap()],
        in_use.collect(),
        retired.collect(),
    )
}

const LEFT: [&str; 5] = ["081500", "081550", "471108", "471115", "471199"];

/// Where the draws give up and the space is counted through, it is uniform as well.
#[test]
fn f8_p8_a_nearly_full_space_is_uniform_too() {
    let (rules, in_use, retired) = nearly_full();
    assert_eq!(remaining(&rules, 6, &in_use, &retired).unwrap(), 5);
    let mut found = BTreeMap::new();
    let mut entropy = Numbers(seed());
    for _ in 0..60 {
        let made = generate(CodeRequest {
            length: 6,
            rules: &rules,
            in_use: &in_use,
            retired: &retired,
            preferred: &[],
            typo_aware: false,
            source: PinSource::Random(&mut entropy),
        });
        *found.entry(made.unwrap().code.reveal()).or_insert(0_u32) += 1;
    }
    println!("{found:?}");
    assert!(found.keys().eq(&LEFT));
    assert!(found.values().all(|&times| (3..=24).contains(&times)));
}
