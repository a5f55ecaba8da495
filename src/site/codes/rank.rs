//! Which of several codes of one holder at one lock counts.

use std::cmp::Reverse;

use crate::model::{AccessCode, Desired};

/// How much a code counts, the best rank first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    /// It should open.
    Held,
    /// It should be gone, and may still open.
    Ending,
    /// It is gone.
    Gone,
}

/// The order of a holder's codes: by rank, then the latest generation first (P3).
pub(crate) fn order(code: &AccessCode) -> (Rank, Reverse<u32>) {
    (rank(code), Reverse(code.holder.generation.unwrap_or(0)))
}

pub(crate) fn rank(code: &AccessCode) -> Rank {
    if code.is_gone() {
        Rank::Gone
    } else if code.wanted == Some(Desired::REMOVED) {
        Rank::Ending
    } else {
        Rank::Held
    }
}
