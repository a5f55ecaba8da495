//! The places of a lock: which codes take one, and when none is left (S, F15, F16).

use crate::model::{AccessCode, Desired, Failure, HolderKind, Method, OnLockState};
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

/// Whether a lock has no place for a code that is needed at an instant, and none comes free by then
/// by itself: none of the codes on it ends before, or gives way (S). `codes` are those on the lock.
pub(crate) fn stays_full<'a>(
    capacity: Option<u32>,
    codes: impl Iterator<Item = &'a AccessCode>,
    code: &AccessCode,
    needed_at: Instant,
) -> bool {
    if takes_place(code) {
        return false;
    }
    let (mut staying, mut going) = (0_usize, 0_usize);
    for other in codes.filter(|other| takes_place(other)) {
        if gives_way(other, needed_at) {
            going = going.saturating_add(1);
        } else {
            staying = staying.saturating_add(1);
        }
    }
    // A lock that does not say how many it holds may have said that it is full.
    let said_so = capacity.is_none() && code.failure == Some(Failure::NoSpace);
    is_full(capacity, staying) || (said_so && going == 0)
}

/// Whether a code leaves its place by an instant, or to a code that is needed then: a spare one,
/// one that ends before, and one that begins later.
fn gives_way(code: &AccessCode, at: Instant) -> bool {
    let is_spare = code.holder.kind == HolderKind::Backup && !code.is_told();
    let leaves = match code.wanted {
        Some(Desired::Removed(_)) => true,
        Some(Desired::Window(wanted)) => {
            wanted.ends_at.is_some_and(|end| end <= at)
                || wanted.starts_at.is_some_and(|start| start > at)
        }
        None => false,
    };
    is_spare || leaves
}

/// Whether a stay that runs at an instant waits for a code, since nothing else that the guest has
/// opens its lock (C6).
pub(crate) fn is_awaited_in_stay(code: &AccessCode, at: Instant) -> bool {
    let runs = matches!(code.wanted, Some(Desired::Window(wanted)) if wanted.contains(at));
    runs && code.awaited.is_some()
}
