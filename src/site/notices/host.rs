//! What the host should know, for as long as it is so (N1).

use crate::Id;
use crate::model::{AccessCode, CommandKind, Desired, HolderKind, OnLockState};
use crate::rules::{CodeFailure, Notice, NoticeKind, NoticeValues, low_battery};
use crate::site::evaluation::HostCondition;
use crate::site::plan::Plans;
use crate::site::state::{RowKey, State, is_backup_or_emergency, is_refused};

/// The codes of a lock for which its platform refuses to do what is needed (C6).
pub(crate) fn refusals(state: &State, lock_id: &Id) -> Vec<HostCondition> {
    state
        .access_codes
        .about(&RowKey::Lock(lock_id.clone()))
        .filter(|code| is_refused(code))
        .filter_map(|code| {
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
            let lock_id = &code.lock_id;
            let notice = match (code.holder.reservation_id(), code.holder.visit_id()) {
                (Some(id), _) => Notice::code_failed(id, Some(lock_id), because),
                (_, Some(id)) => Notice::visit_failed(id, lock_id, because),
                // A spare, which is nobody's.
                _ => {
                    let values = NoticeValues::failed(because);
                    Notice::to_host(
                        NoticeKind::CodeFailed,
                        None,
                        Some(lock_id),
                        Some(&code.id),
                        values,
                    )
                }
            };
            HostCondition::of(notice, None)
        })
        .collect()
}

/// The host hears of every spare of a lock that was told, for as long as its stay lasts (B3, E3, I8).
pub(crate) fn backups_told(state: &State, plans: &Plans, lock_id: &Id) -> Vec<HostCondition> {
    let mut conditions = Vec::new();
    // What was burned with a cancelled trip is not told again when the trip comes back (T5).
    let is_kept = |code: &&AccessCode| is_backup_or_emergency(code) && code.wanted != Some(Desired::REMOVED);
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    for code in codes.filter(is_kept) {
        let mut told = code.told_to.iter().flatten();
        let Some(told) = told.find(|told| plans.stay_of(state, &told.reservation_id).is_some()) else {
            continue;
        };
        let kind = if code.holder.kind == HolderKind::Emergency {
            NoticeKind::EmergencyTold
        } else {
            NoticeKind::BackupTold
        };
        let values = about_code(state, code);
        let notice = Notice::to_host(
            kind,
            Some(&told.reservation_id),
            Some(&code.lock_id),
            Some(&code.id),
            values,
        );
        conditions.extend(HostCondition::of(notice, None));
    }
    conditions
}

/// How the host finds a code.
pub(crate) fn about_code(state: &State, code: &AccessCode) -> NoticeValues {
    NoticeValues {
        lock_name: state.locks.get(&code.lock_id).map(|row| row.lock.name.clone()),
        identifier: code.holder.id.as_ref().and_then(|id| id.parse().ok()),
        slot: code.slot,
        ..NoticeValues::default()
    }
}

/// What the host should know of a lock: its battery, and codes that nobody here made (C5, F16).
pub(crate) fn of_lock(state: &State, lock_id: &Id) -> Vec<HostCondition> {
    let mut conditions = Vec::new();
    let Some(row) = state.locks.get(lock_id) else {
        return conditions;
    };
    if let Some(percent) = low_battery(row.known.as_ref(), &state.header.policy) {
        let values = NoticeValues {
            lock_name: Some(row.lock.name.clone()),
            battery_percent: Some(percent),
            ..NoticeValues::default()
        };
        let notice = Notice::to_host(NoticeKind::BatteryLow, None, Some(&row.lock.id), None, values);
        conditions.extend(HostCondition::of(notice, None));
    }
    let strange = |code: &&AccessCode| code.holder.kind == HolderKind::Unknown && code.wanted.is_none();
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    for code in codes.filter(strange) {
        let values = about_code(state, code);
        let notice = Notice::to_host(
            NoticeKind::UnknownCode,
            None,
            Some(&code.lock_id),
            Some(&code.id),
            values,
        );
        conditions.extend(HostCondition::of(notice, None));
    }
    conditions
}
