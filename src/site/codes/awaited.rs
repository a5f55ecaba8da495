//! Whether somebody waits for a backup that a lock has no place for.

use crate::model::{AccessCode, HolderKind, OnLockState, Reachability};
use crate::site::cache::Cache;
use crate::site::evaluation::fails_for_somebody;
use crate::site::state::{LockRow, RowKey, State};

/// Whether a guest may need a backup and none is on the lock (A2): the lock answers now, and the
/// host hears that the lock does not do what it is asked.
pub(crate) fn is_backup_awaited(state: &State, cache: &Cache, row: &LockRow) -> bool {
    let lock_id = &row.lock.id;
    let known = row.last_status.as_ref();
    let is_untold_backup = |code: &AccessCode| {
        code.holder.kind == HolderKind::Backup
            && !code.is_told()
            && code.on_lock.state != OnLockState::Absent
    };
    known.is_some_and(|known| known.reachability == Reachability::Online)
        && (cache.is_complained_of(lock_id) || fails_for_somebody(state, lock_id))
        && !state
            .access_codes
            .about(&RowKey::Lock(lock_id.clone()))
            .any(is_untold_backup)
}
