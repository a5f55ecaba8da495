//! Every PIN that was ever told: at which door, and to whom.

use std::collections::BTreeMap;

use latchstring::code::Pin;

/// By door and PIN: whom, and when first. People are numbers: stays, or visitors.
#[derive(Default)]
pub struct Told(BTreeMap<usize, BTreeMap<Pin, BTreeMap<usize, i64>>>);

impl Told {
    pub fn add(&mut self, door: usize, pin: Pin, whom: usize, at: i64) {
        let at_door = self.0.entry(door).or_default();
        let told = at_door.entry(pin).or_default();
        told.entry(whom).or_insert(at);
    }

    /// When the last of those who were told a PIN at a door heard it first.
    pub fn last_told_at(&self, door: usize, pin: Pin) -> Option<i64> {
        self.0.get(&door)?.get(&pin)?.values().copied().max()
    }

    /// Who was told a PIN at a door, in order.
    pub fn whom(&self, door: usize, pin: Pin) -> impl Iterator<Item = usize> {
        let told = self.0.get(&door).and_then(|at_door| at_door.get(&pin));
        told.into_iter().flat_map(|told| told.keys().copied())
    }

    /// The PINs that somebody was told at a door, in order.
    pub fn pins(&self, door: usize, whom: usize) -> impl Iterator<Item = Pin> {
        let at_door = self.0.get(&door).into_iter().flatten();
        at_door
            .filter(move |(_, told)| told.contains_key(&whom))
            .map(|(pin, _)| *pin)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
