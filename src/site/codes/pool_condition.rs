//! What the host hears of a pool that is not full and can't fill by itself (B7).

use crate::Id;
use crate::model::{AccessCode, CommandKind, Desired, HolderKind, OnLockState};
use crate::rules::{
    BackupState, CodeFailure, Evidence, Notice, NoticeCause, NoticeKind, NoticeValues,
    backup_state, evidence, is_full,
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
    let is_told = |code: &&&AccessCode| code.is_told() && code.wanted != Some(Desired::REMOVED);
    let told = backups().filter(is_told).count();
    let ready = u32::try_from(ready).unwrap_or(u32::MAX);
    if ready >= target {
        return None;
    }
    let hindrance = hindrance(state, row, &codes, now);
    let cause = hindrance.unwrap_or(NoticeCause::Refilling);
    let [low, empty] = [NoticeKind::PoolLow, NoticeKind::PoolEmpty].map(|kind| {
        let values = NoticeValues {
            backups_ready: Some(ready),
            pool_size: Some(target),
            backups_told: u32::try_from(told).ok().filter(|&told| told > 0),
            cause: Some(cause),
            ..NoticeValues::default()
        };
        Notice::to_host(kind, None, Some(&row.lock.id), None, values)
    });
    let is_told = |notice: &Notice| state.is_condition_known(&notice.key);
    let (is_low_told, is_empty_told) = (is_told(&low), is_told(&empty));
    // A pool that was empty and is not full yet is not told again (N1).
    let notice = if ready == 0 || is_empty_told {
        empty
    } else {
        low
    };
    (is_low_told || is_empty_told || hindrance.is_some()).then(|| HostCondition::of(notice, None))
}

/// Why no backup can be put on the lock now.
fn hindrance(
    state: &State,
    row: &LockRow,
    codes: &[&AccessCode],
    now: Instant,
) -> Option<NoticeCause> {
    let policy = state.policy_of_lock(&row.lock.id);
    if evidence(row.last_status.as_ref(), &policy.offline, false, now) == Evidence::Offline {
        return Some(NoticeCause::LockSilent);
    }
    let mut refused = codes.iter().filter(|code| {
        code.holder.kind == HolderKind::Backup
            && backup_state(code) == BackupState::Planned
            && is_refused(code)
    });
    let failure = suspended(row, policy)
        .map(|last| last.failure)
        .or_else(|| refused.find_map(|code| code.failure));
    let of_failure = |failure| {
        let command = CommandKind::ProgramCode;
        NoticeCause::of_failure(&CodeFailure::Command { command, failure })
    };
    let stuck = || is_stuck(state, &row.lock.id, codes).then_some(NoticeCause::LockFull);
    failure.map(of_failure).or_else(stuck)
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
