//! The places of a lock: which codes take one, and when none is left (S, F15, F16).

use crate::model::{AccessCode, Desired, Method, OnLockState};
use crate::time::Instant;

/// Whether a code takes a place: it is on the lock, or may be. A code of the lock's algorithm is
/// stored nowhere. Where a cloud took the removal of a code, and nobody can ask the lock, the place
/// counts as free (S1).
pub(crate) fn takes_place(code: &AccessCode) -> bool {
    let is_taken_off = code.removal_taken == Some(true) && code.wanted == Some(Desired::REMOVED);
    code.on_lock.state != OnLockState::Absent
        && code.method != Some(Method::Offline)
        && !is_taken_off
}

/// Whether a lock of this capacity has no place for one more code, once so many are taken.
pub(crate) fn is_full(capacity: Option<u32>, taken: usize) -> bool {
    capacity
        .is_some_and(|capacity| usize::try_from(capacity).is_ok_and(|capacity| taken >= capacity))
}

/// Whether a stay that runs at an instant waits for a code, since nothing else that the guest has
/// opens its lock (C6).
pub(crate) fn is_awaited_in_stay(code: &AccessCode, at: Instant) -> bool {
    let runs = matches!(code.wanted, Some(Desired::Window(wanted)) if wanted.contains(at));
    runs && code.awaited.is_some()
}
