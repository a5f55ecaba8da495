//! Codes of visitors: each visit has one on each of its doors while it stands (V).

use super::replacing::Replacing;
use crate::Id;
use crate::code::{Candidate, CodeRequest, Key, Pin, PinSource, generate};
use crate::model::{AccessCode, Held, Holder, HolderKind, OnLockState, Wanted};
use crate::rules::{CodeFailure, Notice, VisitCase, platform_makes, visit_now, visit_rotation_at};
use crate::site::evaluation::{Evaluation, HostCondition, Telling, Timer};
use crate::site::orders::{is_visit_revoked, visit_rests};
use crate::site::plan::{locks_of, stays_for, zone_at};
use crate::site::state::{
    AuditKind, AuditReason, HostOrderKind, Place, State, VisitRow, audit_row, rules_of,
};
use crate::time::Instant;

/// Makes the codes of a visit what they should be.
pub(crate) fn keep_visit(
    state: &mut State,
    visit_id: &Id,
    now: Instant,
    key: &Key,
    telling: &mut Telling,
    evaluation: &mut Evaluation,
) {
    let Some(row) = state.visits.get(visit_id).cloned() else {
        return;
    };
    let mut held: Vec<Id> = Vec::new();
    let stays = stays_for(state, &row);
    for lock_id in locks_of(state, &row) {
        if is_visit_revoked(state, &row.visit, &lock_id) {
            continue;
        }
        let case = VisitCase {
            visit: &row.visit,
            stays: &stays,
            zone: zone_at(state, &row, &lock_id),
            used_at: row.used_at,
        };
        let wished = visit_now(&case, None, now);
        let rests = visit_rests(state, &row.visit, &lock_id);
        let mut door = VisitCodes {
            state: &mut *state,
            row: &row,
            lock_id: &lock_id,
            now,
            key,
            rests,
        };
        let code = wished
            .wanted
            .and_then(|wanted| door.keep(wanted, telling, evaluation));
        // While automation rests, a visit without a code gets none then.
        let timers = if rests && code.is_none() {
            &mut evaluation.refresh
        } else {
            &mut evaluation.timers
        };
        if let Some(at) = wished.next_change {
            timers.set(Timer::VisitWindowChanges, at);
        }
        held.extend(code);
    }
    for id in still_needed(state, visit_id, &held) {
        let wanted = window_beside(state, &id, &held);
        follow(state, &id, wanted, now, telling);
        held.push(id);
    }
    end_others(state, visit_id, &held, now, telling);
}

struct VisitCodes<'a> {
    state: &'a mut State,
    row: &'a VisitRow,
    lock_id: &'a Id,
    now: Instant,
    key: &'a Key,
    /// Whether automation rests: no code is made, and none replaced.
    rests: bool,
}

impl VisitCodes<'_> {
    fn codes(&self) -> impl Iterator<Item = &AccessCode> {
        let about_it = Place::Visit(self.row.visit.id.clone());
        self.state.access_codes.about(&about_it)
    }

    /// The code of this door, made or changed as it should be.
    fn keep(&mut self, wanted: Held, telling: &mut Telling, evaluation: &mut Evaluation) -> Option<Id> {
        let mut newest: Option<&AccessCode> = None;
        for code in self.codes() {
            let is_held = code.lock_id == *self.lock_id && code.wanted != Some(Wanted::REMOVED);
            if is_held && newest.is_none_or(|newest| newest.holder.generation <= code.holder.generation) {
                newest = Some(code);
            }
        }
        let because = match newest {
            None => Some(AuditReason::VisitStands),
            Some(code) => self.why_anew(code),
        };
        let kept = newest.map(|code| code.id.clone());
        let made = match because {
            Some(because) if !self.rests => self.make(wanted, because, telling, evaluation),
            _ => None,
        };
        let id = if let Some(id) = made {
            id
        } else {
            let id = kept?;
            let wanted = Some(Wanted::Held(wanted));
            follow(self.state, &id, wanted, self.now, telling);
            id
        };
        let rotation_at = self.rotation_at(self.state.access_codes.get(&id)?);
        if let Some(at) = rotation_at.filter(|&at| at > self.now && !self.rests) {
            evaluation.timers.set(Timer::VisitCodeTooOld, at);
        }
        Some(id)
    }

    fn rotation_at(&self, code: &AccessCode) -> Option<Instant> {
        visit_rotation_at(
            self.row.visit.kind,
            code.made_at?,
            &self.state.header.policy.visits,
        )
    }

    /// Why another code is made in the place of one: it is too old (V3), or another one has its PIN (F9).
    fn why_anew(&self, code: &AccessCode) -> Option<AuditReason> {
        let is_refused = code.pin.is_none()
            && code.on_lock.state == OnLockState::Absent
            && !platform_makes(&rules_of(self.state, self.lock_id));
        if is_refused {
            return Some(AuditReason::DuplicateOnLock);
        }
        let is_old = self.rotation_at(code).is_some_and(|at| at <= self.now);
        is_old.then_some(AuditReason::CodeTooOld)
    }

    fn make(
        &mut self,
        wanted: Held,
        because: AuditReason,
        telling: &mut Telling,
        evaluation: &mut Evaluation,
    ) -> Option<Id> {
        let before = self
            .codes()
            .filter(|code| code.lock_id == *self.lock_id)
            .map(|code| code.holder.generation.unwrap_or(0))
            .max();
        let generation = before.map(|before| before.saturating_add(1));
        let pin = match self.pin(generation.unwrap_or(0)) {
            Ok(pin) => pin,
            Err(error) => {
                let because = CodeFailure::Pin {
                    code: error.code,
                    message: error.message,
                };
                let notice = Notice::visit_failed(&self.row.visit.id, self.lock_id, because);
                evaluation.conditions.extend(HostCondition::of(notice, None));
                // Another code that goes may leave a PIN for this one.
                evaluation.watch_closely(self.lock_id);
                return None;
            }
        };
        let id = self.state.new_code_id(self.lock_id)?;
        let holder = Holder {
            kind: HolderKind::Visit,
            id: Some(self.row.visit.id.clone()),
            generation,
        };
        let code = AccessCode {
            pin,
            wanted: Some(Wanted::Held(wanted)),
            made_at: Some(self.now),
            ..AccessCode::new(id.clone(), self.lock_id.clone(), holder)
        };
        let row = audit_row(self.state, AuditKind::CodeIssued, &code, because, self.now);
        telling.audit.push(row);
        self.state.access_codes.put(&id, code);
        Some(id)
    }

    /// A PIN of the visit's own, the same on all of its doors where they allow it (V2, P1); none where the platform
    /// makes it.
    fn pin(&self, generation: u32) -> Result<Option<Pin>, crate::Error> {
        let rules = rules_of(self.state, self.lock_id);
        if platform_makes(&rules) {
            return Ok(None);
        }
        let (in_use, retired) = State::pins_of(&self.state.codes_at_door(self.lock_id));
        let elsewhere = self.codes().filter(|code| {
            code.lock_id != *self.lock_id && code.holder.generation.unwrap_or(0) == generation
        });
        let preferred: Vec<Candidate> = elsewhere
            .filter_map(|code| code.pin?.reveal().parse().ok())
            .collect();
        let holder = format!("visit {}", self.row.visit.id);
        let made = generate(CodeRequest {
            length: self.state.header.policy.codes.length,
            rules: &[rules],
            in_use: &in_use,
            retired: &retired,
            preferred: &preferred,
            source: PinSource::Derived {
                key: self.key,
                site: &self.state.header.id,
                holder: &holder,
                lock: "",
                generation,
            },
        })?;
        Ok(Some(made.code))
    }
}

/// Moves the window of a code to where its visit's is.
fn follow(state: &mut State, id: &Id, wanted: Option<Wanted>, now: Instant, telling: &mut Telling) {
    let Some(code) = state.access_codes.get(id).filter(|code| code.wanted != wanted) else {
        return;
    };
    let mut code = code.clone();
    (code.wanted, code.failure) = (wanted, None);
    let reason = AuditReason::WindowChanged;
    telling
        .audit
        .push(audit_row(state, AuditKind::WindowMoved, &code, reason, now));
    state.access_codes.put(id, code);
}

/// The window of the code among `held` that is at the same door as another one.
fn window_beside(state: &State, id: &Id, held: &[Id]) -> Option<Wanted> {
    let old = state.access_codes.get(id)?;
    for id in held {
        let new = state.access_codes.get(id)?;
        if new.lock_id == old.lock_id {
            return new.wanted;
        }
    }
    None
}

/// The codes in whose place those of `new` are and that still have to open (V3, T4).
fn still_needed(state: &State, visit_id: &Id, new: &[Id]) -> Vec<Id> {
    let mut doors = Vec::new();
    for new in new.iter().filter_map(|id| state.access_codes.get(id)) {
        let mut old = Vec::new();
        for code in state.access_codes.about(&Place::Visit(visit_id.clone())) {
            let is_held = code.wanted != Some(Wanted::REMOVED);
            let may_open = code.on_lock.state != OnLockState::Absent;
            if code.lock_id == new.lock_id && code.id != new.id && is_held && may_open {
                old.push(code.id.clone());
            }
        }
        doors.push(Replacing::at_a_door(state, old, Some(new)));
    }
    Replacing::still_needed(doors)
}

/// Ends every code of a visit that it does not hold: it is over, revoked, used up, or replaced.
fn end_others(state: &mut State, visit_id: &Id, held: &[Id], now: Instant, telling: &mut Telling) {
    let ended: Vec<AccessCode> = state
        .access_codes
        .about(&Place::Visit(visit_id.clone()))
        .filter(|code| !held.contains(&code.id))
        .filter(|code| matches!(code.wanted, Some(Wanted::Held(_))))
        .cloned()
        .collect();
    for code in ended {
        let visit = code.holder.visit_id().and_then(|id| state.visits.get(id));
        let revoked = visit.is_some_and(|row| is_visit_revoked(state, &row.visit, &code.lock_id));
        let reason = match code.wanted {
            Some(Wanted::Held(held)) if held.ends_at.is_some_and(|end| end <= now) => AuditReason::WindowOver,
            _ if revoked => AuditReason::HostOrdered {
                order: HostOrderKind::Revoke,
            },
            _ => AuditReason::NoLongerEntitled,
        };
        telling
            .audit
            .push(audit_row(state, AuditKind::CodeEnded, &code, reason, now));
        state.access_codes.put(&code.id.clone(), code.ended(now));
    }
}
