//! Backups and emergency codes that were replaced: the host hears of each once (B6, E2, N1).

use crate::Id;
use crate::model::{AccessCode, OnLockState};
use crate::rules::{Notice, NoticeKind, NoticeValues};
use crate::site::state::{RowKey, State};

/// Tells the host of the codes of a lock that are off it, and whose successors are on it.
pub(crate) fn rotations_done(state: &mut State, lock_id: &Id) -> Vec<Notice> {
    let here = RowKey::Lock(lock_id.clone());
    let is_done = |old: &&AccessCode| {
        old.replaced == Some(true)
            && old.is_gone()
            && state
                .access_codes
                .about(&here)
                .any(|new| succeeds(new, old))
    };
    let done: Vec<AccessCode> = state
        .access_codes
        .about(&here)
        .filter(is_done)
        .cloned()
        .collect();
    let mut notices = Vec::new();
    for old in done {
        let values = NoticeValues::default();
        let kind = NoticeKind::RotationDone;
        notices.push(Notice::to_host(
            kind,
            None,
            Some(lock_id),
            Some(&old.id),
            values,
        ));
        state
            .access_codes
            .change(&old.id, |old| old.replaced = None);
    }
    notices
}

/// Whether a code is on the lock in place of an older one.
fn succeeds(new: &AccessCode, old: &AccessCode) -> bool {
    let is_on_lock = matches!(
        new.on_lock.state,
        OnLockState::Confirmed | OnLockState::Unverifiable
    );
    new.holder.kind == old.holder.kind && new.made_at > old.made_at && is_on_lock
}
