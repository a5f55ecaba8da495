//! When a lock is read, so that a code is known to be there (C7).

use crate::model::{Abilities, AccessCode, CommandKind, Desired, OnLockState, Policy};
use crate::site::state::LockRow;
use crate::time::Instant;

/// From when the lock has to be asked whether it has a code; nothing where that is known, or can't be asked.
pub(crate) fn read_from(
    code: &AccessCode,
    row: &LockRow,
    abilities: &Abilities,
    policy: &Policy,
    now: Instant,
) -> Option<Instant> {
    let known_at = code.on_lock.at.unwrap_or(Instant::MIN);
    // What a cloud took once more, since its clock changed (C8).
    let sent_again = code.sent_at.filter(|&sent| sent > known_at);
    let known_at = sent_again.unwrap_or(known_at);
    let patience = known_at.plus_seconds(i64::from(policy.commands.deadline_seconds));
    let unread = row.read_at.is_none_or(|read_at| {
        read_at <= known_at || (code.on_lock.state == OnLockState::Accepted && read_at < patience)
    });
    if !abilities.can_read_back || !unread || row.read_refused.is_some() {
        return None;
    }
    let is_unknown = code.on_lock.state == OnLockState::Unknown;
    let held = match code.wanted? {
        // A removal does no harm twice: where one failed it is just tried again. Where a cloud took one, the lock is
        // asked whether the code is gone (F20).
        Desired::Removed(_) => {
            let taken = row
                .unconfirmed()
                .any(|late| late.kind == CommandKind::RemoveCode && late.code_id.as_ref() == Some(&code.id));
            return (is_unknown && taken && row.retry.is_none()).then_some(patience.max(now));
        }
        // Before anything is tried again (F25).
        Desired::Window(_) if is_unknown => return Some(now),
        Desired::Window(held) => held,
    };
    if !policy.validation.enabled {
        return None;
    }
    if code.on_lock.state == OnLockState::Confirmed && sent_again.is_some() {
        return Some(patience.max(now));
    }
    if code.on_lock.state != OnLockState::Accepted {
        return None;
    }
    let lead = i64::from(policy.validation.verification_minutes).saturating_neg();
    let due = held
        .starts_at
        .map_or(Instant::MIN, |start| start.plus_minutes(lead));
    Some(due.max(patience).max(now))
}
