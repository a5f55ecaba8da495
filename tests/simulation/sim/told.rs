//! Every PIN that was ever told: at which door, and to whom.

use std::collections::{BTreeMap, BTreeSet};

/// People are numbers: stays, or visitors.
#[derive(Default)]
pub struct Told(BTreeMap<usize, BTreeMap<String, BTreeSet<usize>>>);

impl Told {
    pub fn add(&mut self, door: usize, pin: &str, whom: usize) {
        let at_door = self.0.entry(door).or_default();
        at_door.entry(pin.to_owned()).or_default().insert(whom);
    }

    /// Who was told a PIN at a door, in order.
    pub fn whom(&self, door: usize, pin: &str) -> impl Iterator<Item = usize> {
        let told = self.0.get(&door).and_then(|at_door| at_door.get(pin));
        told.into_iter().flatten().copied()
    }

    /// The PINs that somebody was told at a door, in order.
    pub fn pins(&self, door: usize, whom: usize) -> impl Iterator<Item = &str> {
        let at_door = self.0.get(&door).into_iter().flatten();
        at_door
            .filter(move |(_, told)| told.contains(&whom))
            .map(|(pin, _)| &**pin)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
