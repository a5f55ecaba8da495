//! Which code is whose: every door that should be open has one, every code that nobody should hold ends.

use super::claims::Claims;
use super::issue::{Missing, issue, needs_pin};
use super::rank::{Rank, rank};
use super::reissue::{asked, outdated_at, why_anew};
use crate::Id;
use crate::code::Key;
use crate::model::{AccessCode, Holder, Wanted};
use crate::site::evaluation::Look;
use crate::site::plan::{Door, StayDoors};
use crate::site::state::{AuditKind, AuditReason, AuditRow, State, audit_row};
use crate::time::Instant;

/// Gives the codes of a listing's stays the holders and windows that they should have, and makes those that lack.
pub(crate) fn assign(
    state: &mut State,
    stays: &[StayDoors],
    claims: Claims,
    now: Instant,
    key: &Key,
    audit: &mut Vec<AuditRow>,
    look: &mut Look,
) {
    for (each, claimed) in stays.iter().zip(claims) {
        let mut missing = Vec::new();
        for (door, code_id) in each.doors.iter().zip(claimed) {
            let kept = code_id
                .as_ref()
                .is_some_and(|id| keep(state, id, each, door, now, audit));
            if kept {
                look.alarm.set(door.ends_at);
            }
            let outdated = outdated_at(state, each, door, now);
            // One that came back may end too early on its lock (T7).
            let code_id = code_id.filter(|id| !outdated.contains(id));
            let kept = kept && code_id.is_some();
            for id in &outdated {
                if is_held(state, id) {
                    keep(state, id, each, door, now, audit);
                    look.alarm.set(door.ends_at);
                }
            }
            if !kept || code_id.as_ref().is_some_and(|id| needs_pin(state, id)) {
                missing.push(Missing {
                    door,
                    asked: asked(state, each, door, now),
                    because: why_anew(state, each, &outdated, code_id.is_none()),
                    code_id,
                });
            }
        }
        missing.retain(|one| one.door.wanted.is_some());
        if !each.automated || missing.is_empty() {
            continue;
        }
        if let Some(until) = each.rests_until {
            look.alarm.set(until);
        } else {
            issue(state, each, &missing, now, key, audit, look);
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
    each: &StayDoors,
    door: &Door,
    now: Instant,
    audit: &mut Vec<AuditRow>,
) -> bool {
    let (Some(code), Some(holder)) = (state.access_codes.get(code_id), each.stay.holder()) else {
        return false;
    };
    let ended = rank(code) != Rank::Held;
    let comes_back = each.issues() && door.wanted.is_some() && rank(code) == Rank::Ending;
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
