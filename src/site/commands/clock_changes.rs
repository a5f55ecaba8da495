//! What a lock with a suspect clock is sent again: its windows, at each clock change (C8, F33).

use super::lock_view::LockView;
use crate::model::{AccessCode, Desired, OnLockState};
use crate::rules::{can_change, doubtful_from};
use crate::time::{Instant, Zone};

/// From when a window that the lock keeps has to be sent to it again, because its clock has changed
/// since.
pub(super) fn resend_from(
    view: &LockView<'_>,
    code: &AccessCode,
    zone: Option<Zone>,
) -> Option<Instant> {
    let abilities = &view.abilities;
    let is_kept = matches!(
        code.on_lock.state,
        OnLockState::Accepted | OnLockState::Confirmed | OnLockState::Unverifiable
    );
    let is_wanted = matches!(code.wanted, Some(Desired::Window(_)));
    if !abilities.clock_suspect || !abilities.native_schedule || !is_kept || !is_wanted {
        return None;
    }
    let is_over = code.on_lock.ends_at.is_some_and(|end| end <= view.at);
    let change = doubtful_from(code, zone?).filter(|_| !is_over && can_change(code, abilities))?;
    Some(change.max(view.at))
}
