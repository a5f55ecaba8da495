//! What the host should know, once each (N1).

use super::alarm::Alarm;
use super::spares::is_spare;
use super::state::{MAX_NOTICES, NoticeRow, State};
use crate::Id;
use crate::model::{AccessCode, CommandKind, Failure, HolderKind, OnLockState, Wanted};
use crate::rules::{CodeFailure, Notice, NoticeKind, NoticeValues};
use crate::sorted::{Map, Set};
use crate::time::Instant;

/// Something that the host should know, for as long as it is so.
pub(super) struct Cause {
    pub(super) notice: Notice,
    /// When it ends by itself.
    pub(super) until: Option<Instant>,
}

impl Cause {
    /// The cause of a notice, if there is one.
    pub(super) fn of(notice: Option<Notice>, until: Option<Instant>) -> Option<Self> {
        notice.map(|notice| Self { notice, until })
    }

    /// Two stays overlap (W5).
    pub(super) fn conflict(first: &Id, second: &Id, until: Instant) -> Option<Self> {
        let notice = Notice::conflict(first, second)?;
        Some(Self {
            notice,
            until: Some(until),
        })
    }

    /// A code is not as it should be.
    pub(super) fn failed(
        reservation_id: &Id,
        lock_id: Option<&Id>,
        because: CodeFailure,
        until: Option<Instant>,
    ) -> Option<Self> {
        let notice = Notice::code_failed(reservation_id, lock_id, because)?;
        Some(Self { notice, until })
    }
}

/// Whether its platform refused what a code needs, so that asking again would change nothing (C6).
pub(super) fn is_refused(code: &AccessCode) -> bool {
    matches!(code.failure, Some(Failure::Rejected | Failure::Unauthorized))
}

/// The codes for which their platforms refuse to do what is needed (C6).
pub(super) fn refusals(state: &State) -> impl Iterator<Item = Cause> {
    state
        .access_codes
        .values()
        .filter(|code| is_refused(code))
        .filter_map(|code| {
            let command = match (code.wanted, code.on_lock.state) {
                (Some(Wanted::Removed(_)), _) => CommandKind::RemoveCode,
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
            Cause::of(notice, None)
        })
}

/// The host hears of every spare that was told, for as long as its stay lasts (B3, E3, I8).
pub(super) fn spares_told(state: &State, living: &Set<Id>) -> Vec<Cause> {
    let mut causes = Vec::new();
    // What was burned with a cancelled trip is not told again when the trip comes back (T5).
    let is_kept = |code: &&AccessCode| is_spare(code) && code.wanted != Some(Wanted::REMOVED);
    for code in state.access_codes.values().filter(is_kept) {
        let Some(told) = code
            .told_to
            .iter()
            .flatten()
            .find(|told| living.contains(&told.reservation_id))
        else {
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
        causes.extend(Cause::of(notice, None));
    }
    causes
}

/// How the host finds a code.
pub(super) fn about_code(state: &State, code: &AccessCode) -> NoticeValues {
    NoticeValues {
        lock_name: state.locks.get(&code.lock_id).map(|row| row.lock.name.clone()),
        identifier: code.holder.id.as_ref().and_then(|id| id.parse().ok()),
        slot: code.slot,
        ..NoticeValues::default()
    }
}

/// What the host should know of locks: batteries, and codes that nobody here made (C5, F16).
pub(super) fn of_locks(state: &State) -> Vec<Cause> {
    let lowest = state.header.policy.validation.battery_percent;
    let mut causes = Vec::new();
    for row in state.locks.values() {
        let percent = row.known.as_ref().and_then(|known| known.battery_percent);
        if let Some(percent) = percent.filter(|&percent| percent < lowest) {
            let values = NoticeValues {
                lock_name: Some(row.lock.name.clone()),
                battery_percent: Some(percent),
                ..NoticeValues::default()
            };
            let notice = Notice::to_host(NoticeKind::BatteryLow, None, Some(&row.lock.id), None, values);
            causes.extend(Cause::of(notice, None));
        }
    }
    let strange = |code: &&AccessCode| code.holder.kind == HolderKind::Unknown;
    for code in state.access_codes.values().filter(strange) {
        let values = about_code(state, code);
        let notice = Notice::to_host(
            NoticeKind::UnknownCode,
            None,
            Some(&code.lock_id),
            Some(&code.id),
            values,
        );
        causes.extend(Cause::of(notice, None));
    }
    causes
}

/// Tells the host about each new cause, and forgets those that are gone, so that they are told again when they
/// come back.
pub(super) fn notify(state: &mut State, causes: Vec<Cause>, now: Instant, alarm: &mut Alarm) -> Vec<Notice> {
    for until in causes.iter().filter_map(|cause| cause.until) {
        alarm.set(until);
    }
    let mut due: Map<String, Notice> = causes
        .into_iter()
        .take(MAX_NOTICES)
        .map(|cause| (cause.notice.key.to_string(), cause.notice))
        .collect();
    let gone: Vec<String> = state
        .notices
        .iter()
        .filter(|(key, _)| !due.contains_key(*key))
        .map(|(key, _)| key.to_owned())
        .collect();
    for key in gone {
        state.notices.delete(&key);
    }
    due.retain(|key, _| state.notices.get(key).is_none());
    for notice in due.values() {
        let row = NoticeRow {
            key: notice.key.clone(),
            at: now,
        };
        state.notices.put(&notice.key, row);
    }
    due.into_values().collect()
}
