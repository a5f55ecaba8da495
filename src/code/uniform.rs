//! PINs that count up or down from end to end, and PINs of one digit.

use super::masks::{ALL_DIGITS, MAX_PIN, Masks, digits_in};
use super::rules::MAX_LENGTH;

/// Whether a PIN counts up or down from end to end, also over 9-0.
pub(super) fn is_run(digits: &[u8]) -> bool {
    let pairs = || digits.iter().zip(digits.iter().skip(1));
    digits.len() >= 3
        && (pairs().all(|(&a, &b)| b == after(a)) || pairs().all(|(&a, &b)| a == after(b)))
}

/// Whether a PIN is one digit repeated.
pub(super) fn is_same(digits: &[u8]) -> bool {
    digits.len() >= 2
        && digits
            .iter()
            .zip(digits.iter().skip(1))
            .all(|(a, b)| a == b)
}

/// Calls `found` with each PIN of a set that is a run, once.
pub(super) fn each_run(masks: &Masks, found: &mut dyn FnMut(&[u8])) {
    let length = usize::from(masks.length());
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

/// Calls `found` with each PIN of a set that is one digit repeated, once.
pub(super) fn each_same(masks: &Masks, found: &mut dyn FnMut(&[u8])) {
    repeat(masks, 1, |_| 0, found);
}

/// Calls `found` with each PIN of a set in which all places with the same `part` hold the same
/// digit.
pub(super) fn repeat(
    masks: &Masks,
    parts: usize,
    part: impl Fn(usize) -> usize,
    found: &mut dyn FnMut(&[u8]),
) {
    let length = usize::from(masks.length());
    let common = |of: usize| {
        let places = masks.places().iter().enumerate();
        places
            .filter(|&(at, _)| part(at) == of)
            .fold(ALL_DIGITS, |all, (_, place)| all & place)
    };
    let free = Masks::full(u8::try_from(parts).unwrap_or(MAX_LENGTH), ALL_DIGITS)
        .within((0..parts).map(common));
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
    if digit == 9 {
        0
    } else {
        digit.saturating_add(1)
    }
}

fn before(digit: u8) -> u8 {
    if digit == 0 {
        9
    } else {
        digit.saturating_sub(1)
    }
}
