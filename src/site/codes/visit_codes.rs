//! The code of a visit at one door: made, followed, and replaced when it is too old (V2, V3).

use super::visit_pins::{opens, visit_pin};
use crate::model::{AccessCode, CodeWindow, Desired, Holder, HolderKind, OnLockState};
use crate::rules::{CodeFailure, Notice, platform_makes, visit_rotation_at};
use crate::site::evaluation::{Context, HostCondition, Timer};
use crate::site::state::{
    AuditKind, AuditReason, RowKey, State, VisitRow, has_other_length, rules_of,
};
use crate::time::Instant;
use crate::{Error, Id};

/// The codes of a visit, seen from one of its doors.
pub(super) struct VisitCodes<'a, 'b> {
    pub(super) context: &'a mut Context<'b>,
    pub(super) row: &'a VisitRow,
    pub(super) lock_id: &'a Id,
    /// Whether automation rests. Then no code is made, and none is replaced.
    pub(super) rests: bool,
}

impl VisitCodes<'_, '_> {
    /// The code of this door, made or changed as it should be.
    pub(super) fn keep(&mut self, wanted: CodeWindow) -> Option<Id> {
        if rules_of(self.context.state, self.lock_id).one_length == Some(true) {
            // Other codes on the lock may show that the PIN has the wrong length (P11).
            self.context.evaluation.watch_closely(self.lock_id);
        }
        let newest = self.newest();
        let because = match newest {
            None => Some(AuditReason::VisitStands),
            Some(code) => self.why_anew(code),
        };
        let kept = newest.map(|code| code.id.clone());
        let made = match because {
            Some(because) if !self.rests => self.make(wanted, because),
            _ => None,
        };
        let id = if let Some(id) = made {
            id
        } else {
            let id = kept?;
            follow(self.context, &id, Some(Desired::Window(wanted)));
            id
        };
        let rotation_at = self.rotation_at(self.context.state.access_codes.get(&id)?);
        if let Some(at) = rotation_at.filter(|&at| at > self.context.now && !self.rests) {
            self.context
                .evaluation
                .timers
                .set(Timer::VisitCodeTooOld, at);
        }
        Some(id)
    }

    /// The latest generation of the visit's codes at this door that should open.
    fn newest(&self) -> Option<&AccessCode> {
        codes_of_visit(self.context.state, self.row)
            .filter(|code| code.lock_id == *self.lock_id && code.wanted != Some(Desired::REMOVED))
            .max_by_key(|code| code.holder.generation)
    }

    fn rotation_at(&self, code: &AccessCode) -> Option<Instant> {
        let (state, visit) = (&self.context.state, &self.row.visit);
        let policy = state.policy_of_visit_at(visit, self.lock_id);
        visit_rotation_at(self.row.visit.kind, code.made_at?, &policy.visits)
    }

    /// Why another code replaces this one: it is too old (V3), or another code has its PIN (F9).
    fn why_anew(&self, code: &AccessCode) -> Option<AuditReason> {
        let is_refused = code.pin.is_none()
            && code.on_lock.state == OnLockState::Absent
            && !platform_makes(&rules_of(self.context.state, self.lock_id));
        if is_refused {
            return Some(AuditReason::DuplicateOnLock);
        }
        if has_other_length(self.context.state, code) {
            return Some(AuditReason::LengthOnLock);
        }
        let is_old = self
            .rotation_at(code)
            .is_some_and(|at| at <= self.context.now);
        is_old.then_some(AuditReason::CodeTooOld)
    }

    fn make(&mut self, wanted: CodeWindow, because: AuditReason) -> Option<Id> {
        let generation = self.next_generation();
        let pin = match visit_pin(
            self.context,
            self.row,
            self.lock_id,
            generation.unwrap_or(0),
        ) {
            Ok(pin) => pin,
            Err(error) => {
                self.report(error);
                return None;
            }
        };
        let id = self.context.state.new_code_id(self.lock_id)?;
        let holder = Holder {
            kind: HolderKind::Visit,
            id: Some(self.row.visit.id.clone()),
            generation,
        };
        let code = AccessCode {
            pin: pin.as_ref().map(|made| made.pin),
            pin_number: pin.and_then(|made| made.number),
            wanted: Some(Desired::Window(wanted)),
            made_at: Some(self.context.now),
            ..AccessCode::new(id.clone(), self.lock_id.clone(), holder)
        };
        self.context.decide(AuditKind::CodeIssued, code, because);
        Some(id)
    }

    /// The generation of a new code at this door. Absent: the first.
    ///
    /// Codes of one generation share a PIN. A new door joins the codes that open elsewhere; once
    /// all have ended, nobody gets their PIN again (P3).
    fn next_generation(&self) -> Option<u32> {
        let latest = |is_meant: &dyn Fn(&AccessCode) -> bool| {
            codes_of_visit(self.context.state, self.row)
                .filter(|code| is_meant(code))
                .map(|code| code.holder.generation.unwrap_or(0))
                .max()
        };
        let here = latest(&|code| code.lock_id == *self.lock_id);
        let elsewhere = latest(&|code| code.lock_id != *self.lock_id && opens(code));
        let after = if elsewhere.is_some() {
            here
        } else {
            latest(&|_| true)
        };
        let anew = after.map(|latest| latest.saturating_add(1));
        anew.max(elsewhere).filter(|&generation| generation > 0)
    }

    /// The host hears that no PIN was found. The next code that goes may leave one.
    fn report(&mut self, error: Error) {
        let because = CodeFailure::Pin {
            code: error.code,
            message: error.message,
        };
        let notice = Notice::visit_failed(&self.row.visit.id, self.lock_id, because);
        let evaluation = &mut self.context.evaluation;
        evaluation.conditions.push(HostCondition::of(notice, None));
        evaluation.watch_closely(self.lock_id);
    }
}

fn codes_of_visit<'a>(state: &'a State, row: &VisitRow) -> impl Iterator<Item = &'a AccessCode> {
    let visit = RowKey::Visit(row.visit.id.clone());
    state.access_codes.about(&visit)
}

/// Gives a code of a visit another window.
pub(super) fn follow(context: &mut Context<'_>, code_id: &Id, wanted: Option<Desired>) {
    let code = context.state.access_codes.get(code_id);
    if let Some(code) = code.filter(|code| code.wanted != wanted) {
        let code = code.clone().wanting_anew(wanted, context.now);
        context.decide(AuditKind::WindowMoved, code, AuditReason::WindowChanged);
    }
}
