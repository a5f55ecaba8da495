//! The parts of a step, in their order.

use crate::site::state::Topic;

/// The parts of a step, in their order; each looks at one kind of place.
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

/// The kinds of places that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Lock,
    Listing,
    Visit,
}

pub(crate) type Spot = (Topic, Phase);
