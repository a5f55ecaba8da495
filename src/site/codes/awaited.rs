//! Whether somebody waits for a backup that a lock has no place for.

use crate::model::{AccessCode, HolderKind, LockState, OnLockState, Reachability};
use crate::site::cache::Cache;
use crate::site::state::{LockRow, RowKey, State};

/// Whether a guest may need a backup of which none is on the lock (A2): the host hears that the lock does not do what it
/// is asked, and it answers now.
pub(crate) fn is_backup_awaited(state: &State, cache: &Cache, row: &LockRow) -> bool {
    let is_one = |code: &AccessCode| {
        code.holder.kind == HolderKind::Backup && !code.is_told() && code.on_lock.state != OnLockState::Absent
    };
    let answers = |known: &LockState| known.reachability == Reachability::Online;
    row.last_status.as_ref().is_some_and(answers)
        && cache.is_complained_of(&row.lock.id)
        && !state
            .access_codes
            .about(&RowKey::Lock(row.lock.id.clone()))
            .any(is_one)
}
