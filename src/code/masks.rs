//! Sets of PINs that are given digit by digit: for each place, its possible digits.

use super::rules::MAX_LENGTH;

/// Most digits of a PIN that is made here.
pub(super) const MAX_PIN: usize = MAX_LENGTH as usize;

/// The digits 0 to 9 as bits.
pub(super) const ALL_DIGITS: u16 = 0b11_1111_1111;

/// A digit as a bit.
pub(super) fn bit(digit: u8) -> u16 {
    1_u16.checked_shl(u32::from(digit)).unwrap_or(0)
}

/// For each place of a PIN, its possible digits, as bits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Masks {
    places: [u16; MAX_PIN],
    length: u8,
}

impl Masks {
    /// Every PIN of a length (at most ten) over these digits.
    pub(super) fn full(length: u8, digits: u16) -> Self {
        let length = length.min(MAX_LENGTH);
        let mut places = [0; MAX_PIN];
        for place in places.iter_mut().take(usize::from(length)) {
            *place = digits & ALL_DIGITS;
        }
        Self { places, length }
    }

    pub(super) fn length(&self) -> u8 {
        self.length
    }

    pub(super) fn places(&self) -> &[u16] {
        self.places
            .get(..usize::from(self.length))
            .unwrap_or_default()
    }

    /// Those that are also in `places`, which may be fewer: later places stay as they are.
    pub(super) fn within(mut self, places: impl IntoIterator<Item = u16>) -> Self {
        for (own, other) in self.places.iter_mut().zip(places) {
            *own &= other;
        }
        self
    }

    /// Those that have one of these digits at one place.
    pub(super) fn with(mut self, at: usize, digits: u16) -> Self {
        if let Some(place) = self.places.get_mut(at) {
            *place &= digits;
        }
        self
    }

    /// How many PINs there are.
    pub(super) fn count(&self) -> u64 {
        self.places().iter().fold(1, |product, place| {
            u64::from(place.count_ones()).saturating_mul(product)
        })
    }

    pub(super) fn hold(&self, digits: &[u8]) -> bool {
        digits.len() == self.places().len()
            && self
                .places()
                .iter()
                .zip(digits)
                .all(|(place, &digit)| place & bit(digit) != 0)
    }

    /// Calls `found` with each PIN, in order.
    pub(super) fn each(&self, found: &mut dyn FnMut(&[u8])) {
        let mut digits = [0; MAX_PIN];
        each_from(self.places(), 0, &mut digits, found);
    }
}

fn each_from(places: &[u16], at: usize, digits: &mut [u8; MAX_PIN], found: &mut dyn FnMut(&[u8])) {
    let Some(&place) = places.get(at) else {
        return found(digits.get(..at).unwrap_or_default());
    };
    for digit in digits_in(place) {
        if let Some(here) = digits.get_mut(at) {
            *here = digit;
        }
        each_from(places, at.saturating_add(1), digits, found);
    }
}

/// A PIN as a number of four bits a digit; with its length, it stands for the PIN.
pub(super) fn packed(digits: impl IntoIterator<Item = u8>) -> u64 {
    digits
        .into_iter()
        .fold(0, |number, digit| number << 4 | u64::from(digit))
}

/// The digits that are given as bits, in order.
pub(super) fn digits_in(mut mask: u16) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let digit = u8::try_from(mask.trailing_zeros())
            .ok()
            .filter(|&digit| digit < 10)?;
        mask &= !bit(digit);
        Some(digit)
    })
}
