//! What the host hears of a pool that is not full and can't fill by itself (B7).

use crate::Id;
use crate::model::{AccessCode, Desired, HolderKind, OnLockState};
use crate::rules::{
    BackupState, Evidence, Notice, NoticeKind, NoticeValues, backup_state, evidence, is_full,
};
use crate::site::evaluation::{HostCondition, suspended};
use crate::site::state::{LockRow, RowKey, State, is_refused};
use crate::time::Instant;

/// The host hears that backups are missing if the lock is silent, suspended or full, or if its
/// platform refuses a backup. The condition lasts until the pool is full.
pub(crate) fn pool_condition(
    state: &State,
    lock_id: &Id,
    target: u32,
    now: Instant,
) -> Option<HostCondition> {
    let row = state.locks.get(lock_id)?;
    let here = RowKey::Lock(lock_id.clone());
    let codes: Vec<&AccessCode> = state.access_codes.about(&here).collect();
    let backups = || {
        codes
            .iter()
            .filter(|code| code.holder.kind == HolderKind::Backup)
    };
    let ready = backups()
        .filter(|code| backup_state(code) == BackupState::Ready)
        .count();
    let ready = u32::try_from(ready).unwrap_or(u32::MAX);
    if ready >= target {
        return None;
    }
    let [low, empty] =
        [NoticeKind::PoolLow, NoticeKind::PoolEmpty].map(|kind| about(kind, row, ready, target));
    let is_told = |notice: &Notice| state.notices.get(&notice.key).is_some();
    let (is_low_told, is_empty_told) = (is_told(&low), is_told(&empty));
    let is_refused_backup =
        |code: &AccessCode| backup_state(code) == BackupState::Planned && is_refused(code);
    let policy = state.policy_of_lock(lock_id);
    let is_hindered = evidence(row.last_status.as_ref(), &policy.offline, false, now)
        == Evidence::Offline
        || suspended(row, policy).is_some()
        || backups().any(|code| is_refused_backup(code))
        || is_stuck(state, lock_id, &codes);
    // A pool that was empty and is not full yet is no news (N1).
    let notice = if ready == 0 || is_empty_told {
        empty
    } else {
        low
    };
    (is_low_told || is_empty_told || is_hindered).then(|| HostCondition::of(notice, None))
}

fn about(kind: NoticeKind, row: &LockRow, ready: u32, target: u32) -> Notice {
    let values = NoticeValues {
        backups_ready: Some(ready),
        pool_size: Some(target),
        ..NoticeValues::default()
    };
    Notice::to_host(kind, None, Some(&row.lock.id), None, values)
}

/// Whether the lock has no free place, and no code is about to go (F15).
fn is_stuck(state: &State, lock_id: &Id, codes: &[&AccessCode]) -> bool {
    let capacity = state.abilities_of(lock_id).and_then(|able| able.capacity);
    // A code that is still on its way takes no place from the pool.
    let taken = codes.iter().filter(|code| {
        !matches!(
            code.on_lock.state,
            OnLockState::Absent | OnLockState::Pending
        )
    });
    let is_going = |code: &&AccessCode| {
        code.wanted == Some(Desired::REMOVED) && code.on_lock.state != OnLockState::Absent
    };
    is_full(capacity, taken.count()) && !codes.iter().any(is_going)
}
