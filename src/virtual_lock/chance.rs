//! Whether a quirk or a habit shows in a call.

use super::character::{Habit, Occasion, Quirk};
use super::state::VirtualLock;

/// Whether the lock has a quirk, and it shows now.
pub(super) fn shows(lock: &mut VirtualLock, quirk: Quirk, at: Occasion) -> bool {
    lock.quirks.contains(&quirk) && draws(lock, at)
}

/// Whether the cloud has a habit, and follows it now.
pub(super) fn follows(lock: &mut VirtualLock, habit: Habit, at: Occasion) -> bool {
    lock.habits.contains(&habit) && draws(lock, at)
}

fn draws(lock: &mut VirtualLock, at: Occasion) -> bool {
    lock.counts.drawn = lock.counts.drawn.wrapping_add(1);
    let drawn = mixed(at.entropy, lock.counts.drawn).checked_rem(100);
    drawn.unwrap_or_default() < u32::from(lock.chance_percent)
}

/// A number that looks like neither of two (the finalizer of `MurmurHash3`).
pub(super) fn mixed(one: u32, other: u32) -> u32 {
    let mut mixed = one ^ other.wrapping_mul(0x9e37_79b9);
    mixed = (mixed ^ (mixed >> 16)).wrapping_mul(0x85eb_ca6b);
    mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
    mixed ^ (mixed >> 16)
}
