//! Which code is whose: every door that should be open has one, every code that nobody should hold ends.

use super::claims::Claims;
use super::issue::{Missing, issue, needs_pin};
use super::rank::{Rank, rank};
use super::reissue::{asked, outdated_at, why_anew};
use crate::Id;
use crate::code::Key;
use crate::model::{AccessCode, Holder, Wanted};
use crate::site::evaluation::{Evaluation, Timer};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{AuditKind, AuditReason, AuditRow, State, audit_row};
use crate::time::Instant;

/// Gives the codes of a listing's stays the holders and windows that they should have, and makes those that lack.
pub(crate) fn assign(
    state: &mut State,
    stays: &[StayPlan],
    claims: Claims,
    now: Instant,
    key: &Key,
    audit: &mut Vec<AuditRow>,
    evaluation: &mut Evaluation,
) {
    for (plan, claimed) in stays.iter().zip(claims) {
        let mut missing = Vec::new();
        for (door, code_id) in plan.doors.iter().zip(claimed) {
            let kept = code_id
                .as_ref()
                .is_some_and(|id| keep(state, id, plan, door, now, audit));
            if kept {
                evaluation.timers.set(Timer::CodeWindowEnds, door.ends_at);
            }
            let outdated = outdated_at(state, plan, door, now);
            // One that came back may end too early on its lock (T7).
            let code_id = code_id.filter(|id| !outdated.contains(id));
            let kept = kept && code_id.is_some();
            for id in &outdated {
                if is_held(state, id) {
                    keep(state, id, plan, door, now, audit);
                    evaluation.timers.set(Timer::CodeWindowEnds, door.ends_at);
                }
            }
            if !kept || code_id.as_ref().is_some_and(|id| needs_pin(state, id)) {
                missing.push(Missing {
                    door,
                    asked: asked(state, plan, door, now),
                    because: why_anew(state, plan, &outdated, code_id.is_none()),
                    code_id,
                });
            }
        }
        missing.retain(|one| one.door.wanted.is_some());
        if !plan.automated || missing.is_empty() {
            continue;
        }
        if let Some(until) = plan.rests_until {
            evaluation.timers.set(Timer::AutomationResumes, until);
        } else {
            issue(state, plan, &missing, now, key, audit, evaluation);
        }
    }
}

fn is_held(state: &State, code_id: &Id) -> bool {
    let code = state.access_codes.get(code_id);
    code.is_some_and(|code| rank(code) == Rank::Held)
}

/// Gives a code the holder and the window that it should have; `false` where it is off its lock, so that its PIN
/// has to be looked at first, or where no code is to be made.
fn keep(
    state: &mut State,
    code_id: &Id,
    plan: &StayPlan,
    door: &Door,
    now: Instant,
    audit: &mut Vec<AuditRow>,
) -> bool {
    let (Some(code), Some(holder)) = (state.access_codes.get(code_id), plan.stay.holder()) else {
        return false;
    };
    let ended = rank(code) != Rank::Held;
    let comes_back = plan.issues() && door.wanted.is_some() && rank(code) == Rank::Ending;
    if ended && !comes_back {
        return false;
    }
    let wanted = door.wanted.map(Wanted::Held).or(code.wanted);
    let same_holder = code.holder.id.as_ref() == Some(holder);
    if code.wanted == wanted && same_holder {
        return true;
    }
    let (kind, reason) = match (ended, same_holder) {
        (true, _) => (AuditKind::CodeIssued, AuditReason::StayConfirmed),
        (false, true) => (AuditKind::WindowMoved, AuditReason::WindowChanged),
        (false, false) => (AuditKind::WindowMoved, AuditReason::SameGuest),
    };
    let code = AccessCode {
        holder: Holder {
            id: Some(holder.clone()),
            ..code.holder.clone()
        },
        // What was refused may be taken with another window.
        failure: if code.wanted == wanted { code.failure } else { None },
        wanted,
        ..code.clone()
    };
    audit.push(audit_row(state, kind, &code, reason, now));
    state.access_codes.put(code_id, code);
    true
}
