//! The parts of a step, in their order.

use crate::site::state::Topic;

/// The parts of a step, in their order; each evaluates one kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    Expire,
    Plan,
    End,
    Issue,
    Follow,
    Tell,
    Visit,
    Spares,
    ByHand,
    Work,
    Edges,
    Causes,
    Forget,
}

/// The kinds of places that a phase goes through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Lock,
    Listing,
    Visit,
}

/// One phase at one place: what is evaluated, and remembered, at a time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Spot {
    pub(super) place: Topic,
    pub(super) phase: Phase,
}
