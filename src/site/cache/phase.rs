//! The parts of a step, in their order.

use crate::site::state::Topic;

/// The parts of a step, in their order; each evaluates one kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Commands past their deadline.
    Expire,
    /// The stays of a listing with their doors and windows.
    Plan,
    /// Codes that no stay claims.
    End,
    /// Codes that are missing.
    Issue,
    /// Told backups, and the stays that they follow.
    FollowBackups,
    /// What guests are told.
    Tell,
    /// A visit: its codes, and what the visitor is told.
    Visit,
    /// Backups and emergency codes.
    Backups,
    /// Codes that the host has to take off.
    ManualRemoval,
    /// The next command of a lock.
    Work,
    /// Codes that will replace others as time passes.
    Replacements,
    /// What the host should know of a lock.
    Conditions,
    /// Codes and orders that no longer count.
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
