//! How likely a lucky guess is: by counting through short codes, by sampling long ones (O2).

use std::collections::BTreeSet;

use super::digits::{DIGITS, Secret};
use super::grant::Grant;
use crate::time::Instant;

const KEY: &str = "0123456789abcdef0123456789abcdef";

fn seed() -> u64 {
    let seed = std::env::var("SEED").map_or(20_261_129, |seed| seed.parse().unwrap());
    println!("SEED={seed}");
    seed
}

fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (*state ^ (*state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn secret(digits: u8) -> Secret {
    Secret::new(&KEY.parse().unwrap(), &"front".parse().unwrap(), digits).unwrap()
}

/// What opens at an instant, each with its code: as many windows as were tried.
fn that_open(digits: u8, now: Instant, first_use_hours: u32, variants: u8) -> Vec<u32> {
    let secret = secret(digits);
    let mut codes = Vec::new();
    Grant::each_tried(now, first_use_hours, variants, &mut |grant| {
        assert!(grant.is_open(now) && now < grant.use_by(first_use_hours));
        codes.push(secret.number(grant));
    });
    codes
}

#[test]
fn o2_no_more_short_codes_open_than_windows_are_tried() {
    let mut state = seed();
    for (digits, first_use_hours, variants) in [(4, 1, 1), (5, 2, 2), (6, 24, 1), (6, 24, 4)] {
        let now =
            Instant::from_unix_seconds(i64::try_from(next(&mut state) % 4_000_000_000).unwrap());
        let tried = that_open(digits, now, first_use_hours, variants);
        let opening: BTreeSet<u32> = tried.iter().copied().collect();
        let all = 10_u32.pow(digits.into());
        let counted = (0..all).filter(|number| opening.contains(number)).count();
        println!("{counted} of {all} open, of {} windows", tried.len());
        assert!(counted <= tried.len());
        // Windows share a code as often as chance has it: n²/2m times.
        let (n, m) = (tried.len() as u64, u64::from(all));
        let shared = (tried.len() - counted) as u64;
        assert!(
            shared <= 2 * (n * n / (2 * m)) + 10,
            "{shared} windows share a code"
        );
    }
}

#[test]
fn o2_a_random_guess_at_nine_digits_opens_once_in_fifty_thousand() {
    let mut state = seed();
    let now = Instant::from_unix_seconds(1_777_659_600);
    let tried = that_open(DIGITS, now, 24, 4);
    assert_eq!(tried.len(), 19_632);
    let opening: BTreeSet<u32> = tried.into_iter().collect();
    let guesses = 3_000_000_u32;
    let is_lucky =
        |_: &u32| opening.contains(&u32::try_from(next(&mut state) % 1_000_000_000).unwrap());
    let lucky = (0..guesses).filter(is_lucky).count();
    println!(
        "{lucky} of {guesses} guesses open: one in {}",
        guesses / u32::try_from(lucky.max(1)).unwrap()
    );
    // 58.9 are expected; five standard deviations are 38.
    assert!((21..=97).contains(&lucky));
}

#[test]
fn o2_low_codes_come_three_times_where_others_come_twice() {
    let secret = secret(DIGITS);
    let low = 147_483_648;
    let windows = 200_000_u32;
    let codes = (0..windows).map(|start_hour| {
        let end_hour = start_hour + 24;
        secret.number(Grant {
            start_hour,
            end_hour,
            variance: 0,
        })
    });
    let share = codes.filter(|&code| code < low).count();
    println!("{share} of {windows} codes are below {low}");
    // 20.6 % are expected, where an even choice would give 14.7 %.
    assert!((40_000..=42_400).contains(&share));
}
