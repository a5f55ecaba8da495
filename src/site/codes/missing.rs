//! A door of a stay that lacks a code, or whose code lacks a PIN.

use crate::Id;
use crate::model::OnLockState;
use crate::rules::platform_makes;
use crate::site::plan::Door;
use crate::site::state::{AuditReason, State, has_other_length, is_kept_for_guest, rules_of};

/// A door without a code, or with a code that needs a PIN.
pub(super) struct MissingCode<'a> {
    pub(super) door: &'a Door,
    /// The code that needs a PIN. Absent: a new code is made.
    pub(super) code_id: Option<Id>,
    /// The generation of the stay's code at the door (P3).
    pub(super) asked_generation: u32,
    /// Why a new code is made.
    pub(super) because: AuditReason,
}

impl MissingCode<'_> {
    /// Whether the code replaces one whose window can't be changed (T7).
    pub(super) fn replaces_stuck(&self) -> bool {
        self.because == AuditReason::WindowChanged
    }

    /// Whether the lock's platform makes the PIN.
    pub(super) fn is_made_by_platform(&self, state: &State) -> bool {
        platform_makes(&rules_of(state, &self.door.lock_id))
    }

    /// The generation of the PIN to be made. Orders of the host (F10), windows that can't be
    /// changed (T7) and refusals of the lock (F9) raise it.
    pub(super) fn generation(&self, state: &State) -> u32 {
        let code = self
            .code_id
            .as_ref()
            .and_then(|id| state.access_codes.get(id));
        let refused = code.and_then(|code| code.holder.generation).unwrap_or(0);
        refused.max(self.asked_generation)
    }
}

/// Whether an existing code needs a PIN: it has none, or one whose length the lock can't take
/// (P11).
pub(super) fn needs_pin(state: &State, code_id: &Id) -> bool {
    state.access_codes.get(code_id).is_some_and(|code| {
        let lacks_pin = code.pin.is_none()
            && code.on_lock.state == OnLockState::Absent
            && !platform_makes(&rules_of(state, &code.lock_id));
        // What many messages told the guest stays as it is (A6).
        lacks_pin || (has_other_length(state, code) && !is_kept_for_guest(state, code))
    })
}
