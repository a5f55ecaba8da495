//! A backup or emergency code is told to the guest of a stay (B2, E2, E3).

use super::decided::Decided;
use super::guest_notices::Guest;
use crate::Id;
use crate::model::{AccessCode, CodeWindow, Desired, HolderKind, OnLockState};
use crate::rules::{told, told_again};
use crate::site::plan::Door;
use crate::site::state::{AuditKind, AuditReason, AuditRow, RowKey};

impl Guest<'_> {
    /// Gives a backup to this stay: it is nobody else's from now on, ever (B2, I3). Only the host
    /// can order that the emergency code is told once more (E2).
    pub(super) fn tell_backup(
        &mut self,
        code: &AccessCode,
        door: Option<&Door>,
        decided: &Decided,
    ) {
        let at_door = door.and_then(|door| door.wanted);
        let given = match told(code, self.holder, self.plan.stay.window, self.now) {
            Some(given) => AccessCode {
                // As the lock can keep it (W7).
                wanted: at_door.map(Desired::Window).or(given.wanted),
                ..given
            },
            None if decided.ordered.is_some() => self.told_once_more(code, at_door),
            None => return,
        };
        let kind = if code.holder.kind == HolderKind::Emergency {
            AuditKind::EmergencyTold
        } else {
            AuditKind::BackupTold
        };
        let because = if let Some(order) = decided.ordered {
            vec![AuditReason::HostOrdered { order }]
        } else {
            let reasons = decided.decision.because.iter();
            let reasons = reasons.map(|&reason| AuditReason::Access { reason });
            decided.failed_check.into_iter().chain(reasons).collect()
        };
        self.tellings.push(AuditRow {
            code_id: Some(given.id.clone()),
            reservation_id: Some(self.holder.clone()),
            because,
            ..AuditRow::new(self.state, kind, None, self.now)
        });
        self.state.access_codes.put(&code.id, given);
    }

    /// Counts a code that only the guest's word led to (A4).
    pub(super) fn count_by_complaint(&mut self, code_id: &Id) {
        let holder = self.holder;
        self.state.access_codes.change(code_id, |code| {
            let mut told = code.told_to.iter_mut().flatten();
            if let Some(told) = told.rfind(|told| told.reservation_id == *holder) {
                told.by_complaint = Some(true);
            }
        });
    }

    /// The emergency code, told to one more stay. Where a new one was to take its place, it stays
    /// until this stay, too, is over (E2).
    fn told_once_more(&mut self, code: &AccessCode, at_door: Option<CodeWindow>) -> AccessCode {
        let here = RowKey::Lock(code.lock_id.clone());
        let is_successor = |other: &&AccessCode| {
            other.holder.kind == code.holder.kind
                && other.id != code.id
                && other.wanted != Some(Desired::REMOVED)
                && other.on_lock.state == OnLockState::Absent
        };
        let others = self.state.access_codes.about(&here);
        let successors: Vec<AccessCode> = others.filter(is_successor).cloned().collect();
        for other in successors {
            let ended = other.ended(self.now);
            self.state.access_codes.put(&ended.id.clone(), ended);
        }
        let stay = at_door.unwrap_or_else(|| self.plan.stay.window.into());
        let wanted = match code.wanted {
            Some(Desired::Window(other)) => stay.around(other),
            _ => stay,
        };
        AccessCode {
            replaced: None,
            ..told_again(code, self.holder, self.now)
                .wanting(Some(Desired::Window(wanted)), self.now)
        }
    }
}
