//! What a lock with a suspect clock is sent again: its windows, at each clock change (C8, F33).

use super::lock_view::{LockView, opens_from};
use crate::model::{AccessCode, CommandKind, Desired, OnLockState};
use crate::rules::{can_change, doubtful_from};
use crate::site::state::{is_backup_or_emergency, is_refused};
use crate::time::{Duration, Instant, Zone};

/// How a window that the lock keeps is sent to it again, because its clock has changed since, and
/// from when. Where no window can be changed, the code is taken off and comes back with its PIN,
/// but not while its people are in or about to come (T4, T7).
pub(super) fn resend(
    view: &LockView<'_>,
    code: &AccessCode,
    zone: Option<Zone>,
) -> Option<(CommandKind, Instant)> {
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
    // A platform that refused would refuse again (C6).
    let change = doubtful_from(code, zone?).filter(|_| !is_over && !is_refused(code))?;
    let changes = can_change(code, abilities);
    let kind = if changes {
        CommandKind::ChangeWindow
    } else {
        CommandKind::RemoveCode
    };
    let from = change.max(view.at).max(view.tries_end(code, kind));
    let deadline = Duration::seconds(view.policy_of(code).commands.deadline_seconds);
    let is_ahead = opens_from(code).is_some_and(|start| start > from + deadline + deadline);
    // What a cloud took a list has to show first.
    let is_shown = code.on_lock.state != OnLockState::Accepted || !abilities.can_read_back;
    let may_go = is_ahead && is_shown && !is_backup_or_emergency(code);
    (changes || may_go).then_some((kind, from))
}
