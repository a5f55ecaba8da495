//! Locks whose clock is suspect: what they hold is sent again at each clock change (C8, F33).

use crate::model::{Abilities, AccessCode, Desired, OnLockState};
use crate::rules::{can_change, doubtful_from};
use crate::site::state::{LockRow, RowKey, State};
use crate::time::{Instant, Zone};

/// The zone of a lock: its own, or that of a listing behind it.
pub(crate) fn zone_of(state: &State, row: &LockRow) -> Option<Zone> {
    let behind = || state.listings.about(&RowKey::Lock(row.lock.id.clone())).next();
    row.lock
        .time_zone
        .or_else(|| behind().map(|listing| listing.time_zone))
}

/// From when, at `at` or later, a window that the lock keeps has to be sent to it again: its clock has changed since.
pub(crate) fn resend_from(
    code: &AccessCode,
    abilities: &Abilities,
    zone: Option<Zone>,
    at: Instant,
) -> Option<Instant> {
    let is_kept = matches!(
        code.on_lock.state,
        OnLockState::Accepted | OnLockState::Confirmed | OnLockState::Unverifiable
    );
    let is_wanted = matches!(code.wanted, Some(Desired::Window(_)));
    if !abilities.clock_suspect || !abilities.native_schedule || !is_kept || !is_wanted {
        return None;
    }
    let is_over = code.on_lock.ends_at.is_some_and(|end| end <= at);
    let change = doubtful_from(code, zone?).filter(|_| !is_over && can_change(code, abilities))?;
    Some(change.max(at))
}
