//! Backups and emergency codes in whose place there is a new one: the host hears of each once (B6, E2, N1).

use super::host::about_code;
use crate::Id;
use crate::model::{AccessCode, OnLockState};
use crate::rules::{Notice, NoticeKind};
use crate::site::state::{RowKey, State};

/// What the host hears of the codes of a lock that are off it, and whose successors are on it.
pub(crate) fn rotations_done(state: &mut State, lock_id: &Id) -> Vec<Notice> {
    let here = RowKey::Lock(lock_id.clone());
    let succeeds = |new: &AccessCode, old: &AccessCode| {
        new.holder.kind == old.holder.kind
            && new.made_at > old.made_at
            && matches!(
                new.on_lock.state,
                OnLockState::Confirmed | OnLockState::Unverifiable
            )
    };
    let is_done = |old: &&AccessCode| {
        old.replaced == Some(true)
            && old.is_gone()
            && state.access_codes.about(&here).any(|new| succeeds(new, old))
    };
    let done: Vec<AccessCode> = state.access_codes.about(&here).filter(is_done).cloned().collect();
    let mut notices = Vec::new();
    for old in done {
        let values = about_code(state, &old);
        let kind = NoticeKind::RotationDone;
        notices.extend(Notice::to_host(kind, None, Some(lock_id), Some(&old.id), values));
        let told = AccessCode {
            replaced: None,
            ..old
        };
        state.access_codes.put(&told.id.clone(), told);
    }
    notices
}
