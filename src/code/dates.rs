//! PINs that are dates (P6): recognised one by one, and listed as few disjoint sets.

use super::masks::{ALL_DIGITS, Masks, bit, digits_in};

/// Whether four digits are a year from 1950 to 2049, DDMM or MMDD, or six are YYMMDD, MMDDYY or
/// DDMMYY.
pub(super) fn is_date(digits: &[u8]) -> bool {
    let mut numbers = [0; 3];
    for (number, two) in numbers.iter_mut().zip(digits.chunks(2)) {
        *number = two.iter().fold(0, |tens, &ones| two_digits(tens, ones));
    }
    let [first, second, third] = numbers;
    match digits.len() {
        4 => is_year(first, second) || is_day_and_month(first, second),
        6 => is_day_and_month(first, second) || is_day(second, third),
        _ => false,
    }
}

/// Calls `found` with sets of PINs that have none in common and together are the dates of a set.
pub(super) fn each_set(masks: &Masks, found: &mut dyn FnMut(&Masks)) {
    let length = masks.length();
    if length != 4 && length != 6 {
        return;
    }
    for first in numbers(masks, 0) {
        for second in numbers(masks, 2) {
            let begun = with_number(&with_number(masks, 0, first), 2, second);
            if is_day_and_month(first, second) || (length == 4 && is_year(first, second)) {
                found(&begun);
            } else if length == 6 {
                for (tens, ones) in days(second) {
                    found(&begun.with(4, tens).with(5, ones));
                }
            }
        }
    }
}

/// The possible numbers of two digits at a place of a set.
fn numbers(masks: &Masks, at: usize) -> impl Iterator<Item = u8> {
    let mut places = masks.places().iter().skip(at).copied();
    let (tens, ones) = (places.next().unwrap_or(0), places.next().unwrap_or(0));
    digits_in(tens).flat_map(move |tens| digits_in(ones).map(move |ones| two_digits(tens, ones)))
}

fn with_number(masks: &Masks, at: usize, number: u8) -> Masks {
    masks
        .with(at, bit(number.div_euclid(10)))
        .with(at.saturating_add(1), bit(number.rem_euclid(10)))
}

fn two_digits(tens: u8, ones: u8) -> u8 {
    tens.saturating_mul(10).saturating_add(ones)
}

fn is_year(century: u8, year: u8) -> bool {
    matches!((century, year), (19, 50..=99) | (20, 0..=49))
}

/// Whether two numbers are a day and a month, in either order.
fn is_day_and_month(first: u8, second: u8) -> bool {
    is_day(first, second) || is_day(second, first)
}

fn is_day(month: u8, day: u8) -> bool {
    (1..=days_of(month)).contains(&day)
}

/// Days of a month in a leap year, since a PIN does not say its century; 0 for what is no month.
fn days_of(month: u8) -> u8 {
    match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// The days of a month as tens and ones, by bits.
fn days(month: u8) -> impl Iterator<Item = (u16, u16)> {
    let sets = [
        (bit(0), ALL_DIGITS & !bit(0)),
        (bit(1) | bit(2), ALL_DIGITS),
        (
            bit(3),
            match days_of(month) {
                31 => bit(0) | bit(1),
                30 => bit(0),
                _ => 0,
            },
        ),
    ];
    sets.into_iter().filter(move |_| days_of(month) > 0)
}
