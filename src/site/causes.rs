//! What the host should know, for as long as it is so (N1).

use super::place::Place;
use super::plans::Plans;
use super::spares::is_spare;
use super::state::State;
use crate::Id;
use crate::model::{AccessCode, CommandKind, Failure, HolderKind, OnLockState, Wanted};
use crate::rules::{CodeFailure, Notice, NoticeKind, NoticeValues};
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

/// The codes of a lock for which its platform refuses to do what is needed (C6).
pub(super) fn refusals(state: &State, lock_id: &Id) -> Vec<Cause> {
    state
        .access_codes
        .about(&Place::Lock(lock_id.clone()))
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
        .collect()
}

/// The host hears of every spare of a lock that was told, for as long as its stay lasts (B3, E3, I8).
pub(super) fn spares_told(state: &State, plans: &Plans, lock_id: &Id) -> Vec<Cause> {
    let mut causes = Vec::new();
    // What was burned with a cancelled trip is not told again when the trip comes back (T5).
    let is_kept = |code: &&AccessCode| is_spare(code) && code.wanted != Some(Wanted::REMOVED);
    let codes = state.access_codes.about(&Place::Lock(lock_id.clone()));
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

/// What the host should know of a lock: its battery, and codes that nobody here made (C5, F16).
pub(super) fn of_lock(state: &State, lock_id: &Id) -> Vec<Cause> {
    let lowest = state.header.policy.validation.battery_percent;
    let mut causes = Vec::new();
    let Some(row) = state.locks.get(lock_id) else {
        return causes;
    };
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
    let strange = |code: &&AccessCode| code.holder.kind == HolderKind::Unknown && code.wanted.is_none();
    let codes = state.access_codes.about(&Place::Lock(lock_id.clone()));
    for code in codes.filter(strange) {
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
