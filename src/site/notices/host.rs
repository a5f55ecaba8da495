//! What the host should know of a lock and its codes, for as long as it holds (N1).

use crate::Id;
use crate::model::{AccessCode, CommandKind, Desired, HolderKind, OnLockState};
use crate::rules::{CodeFailure, Notice, NoticeKind, NoticeValues, still_low_battery};
use crate::site::evaluation::HostCondition;
use crate::site::plan::Plans;
use crate::site::state::{LockRow, RowKey, State, is_backup_or_emergency, is_refused};

/// The codes of a lock for which its platform refuses to do what is needed (C6).
pub(crate) fn refusals(state: &State, lock_id: &Id) -> Vec<HostCondition> {
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    let refused = codes.filter(|code| is_refused(code));
    refused
        .filter_map(|code| Some(HostCondition::of(refusal(code)?, None)))
        .collect()
}

/// The notice that a platform refuses what a code needs.
fn refusal(code: &AccessCode) -> Option<Notice> {
    let command = match (code.wanted, code.on_lock.state) {
        (Some(Desired::Removed(_)), _) => CommandKind::RemoveCode,
        (_, OnLockState::Absent | OnLockState::Pending | OnLockState::Unknown) => {
            CommandKind::ProgramCode
        }
        _ => CommandKind::ChangeWindow,
    };
    let because = CodeFailure::Command {
        command,
        failure: code.failure?,
    };
    Some(
        match (code.holder.reservation_id(), code.holder.visit_id()) {
            (Some(id), _) => Notice::code_failed(id, Some(&code.lock_id), because),
            (_, Some(id)) => Notice::visit_failed(id, &code.lock_id, because),
            // A backup or emergency code, which is nobody's.
            _ => about_lock(NoticeKind::CodeFailed, code, NoticeValues::failed(because)),
        },
    )
}

/// A notice about a code of a lock that is no guest's.
fn about_lock(kind: NoticeKind, code: &AccessCode, values: NoticeValues) -> Notice {
    Notice::to_host(kind, None, Some(&code.lock_id), Some(&code.id), values)
}

/// Every backup or emergency code of a lock that was told, for as long as its stay lasts (B3, E3,
/// I8).
pub(crate) fn backups_told(state: &State, plans: &Plans, lock_id: &Id) -> Vec<HostCondition> {
    // What was burned with a cancelled trip is not told again when the trip comes back (T5).
    let is_kept =
        |code: &&AccessCode| is_backup_or_emergency(code) && code.wanted != Some(Desired::REMOVED);
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    let told = |code: &AccessCode| -> Vec<HostCondition> {
        let stays = code
            .told_to
            .iter()
            .flatten()
            .map(|told| &told.reservation_id);
        let stays = stays.filter(|id| plans.stay_of(state, id).is_some());
        stays.map(|stay| told_to(code, stay)).collect()
    };
    codes.filter(is_kept).flat_map(told).collect()
}

/// A backup or emergency code was told to a stay.
fn told_to(code: &AccessCode, stay: &Id) -> HostCondition {
    let kind = if code.holder.kind == HolderKind::Emergency {
        NoticeKind::EmergencyTold
    } else {
        NoticeKind::BackupTold
    };
    let (lock, values) = (Some(&code.lock_id), NoticeValues::default());
    let notice = Notice::to_host(kind, Some(stay), lock, Some(&code.id), values);
    HostCondition::of(notice, None)
}

/// What the host should know of a lock: its battery, and codes that nobody here made (C5, F16).
pub(crate) fn of_lock(state: &State, lock_id: &Id) -> Vec<HostCondition> {
    let Some(row) = state.locks.get(lock_id) else {
        return Vec::new();
    };
    let is_unknown =
        |code: &&AccessCode| code.holder.kind == HolderKind::Unknown && code.wanted.is_none();
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    let unknown = codes.filter(is_unknown).map(|code| {
        let notice = about_lock(NoticeKind::UnknownCode, code, NoticeValues::default());
        HostCondition::of(notice, None)
    });
    battery_low(state, row).into_iter().chain(unknown).collect()
}

/// The battery of a lock is low (C5).
fn battery_low(state: &State, row: &LockRow) -> Option<HostCondition> {
    let about = |values| {
        let lock = Some(&row.lock.id);
        Notice::to_host(NoticeKind::BatteryLow, None, lock, None, values)
    };
    let key = about(NoticeValues::default()).key;
    let was_told = state.is_condition_known(&key);
    let known = row.last_status.as_ref();
    let percent = still_low_battery(known, was_told, state.policy_of_lock(&row.lock.id))?;
    let values = NoticeValues {
        battery_percent: Some(percent),
        ..NoticeValues::default()
    };
    Some(HostCondition::of(about(values), None))
}
