//! The work of the checks before a stay: which lock is asked how it is, which pause a check ends, and which backup is
//! made ready first (C1, C2, C5, C6).

use crate::Id;
use crate::model::{Abilities, AccessCode, Desired, HolderKind, Policy, abilities};
use crate::rules::{BackupState, ask_from, backup_state, checks_before, is_battery_low, needed_at};
use crate::site::plan::Door;
use crate::site::state::LockRow;
use crate::time::Instant;

/// From when a lock has to be asked how it is, for one of its codes (C2).
pub(crate) fn check_from(
    code: &AccessCode,
    row: &LockRow,
    abilities: &Abilities,
    door: &Door,
    policy: &Policy,
    at: Instant,
) -> Option<Instant> {
    let is_wanted = matches!(code.wanted, Some(Desired::Window(_)));
    if !abilities.remote || row.read_refused.is_some() || !is_wanted {
        return None;
    }
    needed_at(code, door.starts_at, abilities.native_schedule)
        .into_iter()
        .filter_map(|needed| ask_from(row.last_status.as_ref(), needed, policy, at))
        .min()
}

/// Until when a lock is left alone at `now`: the next check ends its pause (C6).
pub(crate) fn pause_end<'a>(
    row: &LockRow,
    codes: &[&AccessCode],
    door_of: &dyn Fn(&AccessCode) -> Option<&'a Door>,
    policy: &Policy,
    now: Instant,
) -> Instant {
    let Some(retry) = row.retry.filter(|retry| retry.not_before > now) else {
        return now;
    };
    let (Some(failed_at), Ok(abilities)) = (retry.failed_at, abilities(&row.lock)) else {
        return retry.not_before;
    };
    let mut until = retry.not_before;
    for code in codes {
        let Some(door) = door_of(code) else { continue };
        for needed in needed_at(code, door.starts_at, abilities.native_schedule) {
            let checks = checks_before(needed, policy);
            until = checks
                .filter(|&check| check > failed_at)
                .fold(until, Instant::min);
        }
    }
    until.max(now)
}

/// The backup that is put on its lock before all that can wait: the battery is low, and none is ready there (C5).
pub(crate) fn wants_backup<'a>(row: &LockRow, codes: &[&'a AccessCode], policy: &Policy) -> Option<&'a Id> {
    if !policy.validation.enabled || !is_battery_low(row.last_status.as_ref(), policy) {
        return None;
    }
    let backups = || codes.iter().filter(|code| code.holder.kind == HolderKind::Backup);
    if backups().any(|code| backup_state(code) == BackupState::Ready) {
        return None;
    }
    backups()
        .find(|code| backup_state(code) == BackupState::Planned)
        .map(|code| &code.id)
}
