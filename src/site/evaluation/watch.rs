//! The parts of a lock that an evaluation depends on.

/// The parts of a lock that an evaluation depends on. Each value includes those before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Watch {
    /// How the lock answers.
    Reachability,
    /// Whatever happens at the lock: somebody waits for a way in, a place or a PIN.
    Everything,
}
