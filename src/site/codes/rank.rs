//! Which of several codes of one holder on one lock counts.

use std::cmp::Reverse;

use crate::model::{AccessCode, Desired};
use crate::site::plan::StayPlan;

/// Which of several codes of one holder on one lock is the holder's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Rank {
    Held,
    Ending,
    Gone,
}

/// Of several codes of one rank the latest generation is the holder's (P3).
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

pub(crate) fn is_own(plan: &StayPlan, code: &AccessCode) -> bool {
    code.holder
        .reservation_id()
        .is_some_and(|id| plan.stay.reservation_ids.contains(id))
}
