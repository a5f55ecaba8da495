//! Codes of a lock's own algorithm end with their stay (A3b, T7).

use super::ending::{end_codes, is_over};
use super::rank::{Rank, rank};
use super::reissue::is_ordered_away;
use super::replacing::works;
use crate::Id;
use crate::model::{AccessCode, Desired, Observed, OnLockState};
use crate::site::evaluation::{Context, Timer};
use crate::site::plan::Plans;
use crate::site::state::{AuditReason, HostOrderKind, RowKey, State};
use crate::time::Instant;

/// Ends the codes of a lock's algorithm whose stay is over or no more. Most platforms can't take
/// one back: it opens until its own end, and the host hears until when (B5).
pub(crate) fn follow_offline_codes(context: &mut Context<'_>, plans: &Plans, lock_id: &Id) {
    let here = RowKey::Lock(lock_id.clone());
    let codes = context.state.access_codes.about(&here);
    let codes: Vec<AccessCode> = codes.filter(|code| code.is_offline()).cloned().collect();
    for code in codes {
        let ends_at = code.on_lock.ends_at.filter(|_| is_there(&code));
        if ends_at.is_some_and(|end| end <= context.now) {
            let code = AccessCode {
                on_lock: Observed::gone(ends_at.unwrap_or(context.now)),
                ..code
            };
            if code.wanted == Some(Desired::REMOVED) {
                context.state.access_codes.put(&code.id.clone(), code);
            } else {
                end_codes(context, vec![code], |_, _| AuditReason::WindowOver);
            }
            continue;
        }
        let is_wanted = matches!(code.wanted, Some(Desired::Window(_)));
        let is_replaced = is_wanted && is_replaced(context.state, plans, &code);
        let is_ended = is_replaced
            || (is_wanted
                && (!is_entitled(context.state, plans, &code) || is_past(&code, context.now)));
        // What never came has no use then (D3).
        let wanted_end = match code.wanted {
            Some(Desired::Window(wanted)) if !is_ended && !is_there(&code) => wanted.ends_at,
            _ => None,
        };
        if let Some(end) = ends_at.or(wanted_end) {
            context.evaluation.timers.set(Timer::CodeWindowEnds, end);
        }
        if is_ended {
            let why = if is_replaced {
                AuditReason::HostOrdered {
                    order: HostOrderKind::Reissue,
                }
            } else {
                AuditReason::NoLongerEntitled
            };
            end_codes(context, vec![code], |_, _| why);
        }
    }
}

/// Whether the host ordered another PIN since the code was asked for, and a later code of the stay
/// works: until then it may be the one way in (T4, F10).
fn is_replaced(state: &State, plans: &Plans, code: &AccessCode) -> bool {
    let stay = code.holder.reservation_id();
    let Some(plan) = stay.and_then(|id| plans.stay_with(state, id)) else {
        return false;
    };
    if !is_ordered_away(state, plan, code) || plan.stay.is_on_hold() {
        return false;
    }
    let of_stay = |other: &&AccessCode| {
        let holder = other.holder.reservation_id();
        holder.is_some_and(|id| plan.stay.reservation_ids.contains(id))
    };
    let here = RowKey::Lock(code.lock_id.clone());
    let mut later = state.access_codes.about(&here).filter(of_stay);
    later.any(|other| {
        rank(other) == Rank::Held && !is_ordered_away(state, plan, other) && works(state, other)
    })
}

fn is_there(code: &AccessCode) -> bool {
    code.on_lock.state == OnLockState::Confirmed
}

/// Whether a code that never came has no use any more.
fn is_past(code: &AccessCode, now: Instant) -> bool {
    !is_there(code) && is_over(code, now)
}

/// Whether its stay is there, has that door, and is not over before the code begins.
fn is_entitled(state: &State, plans: &Plans, code: &AccessCode) -> bool {
    let stay = code.holder.reservation_id();
    let plan = stay.and_then(|id| plans.stay_with(state, id));
    let door = plan.and_then(|plan| plan.door(&code.lock_id));
    let window = door.and_then(|door| door.wanted);
    match (window, code.wanted) {
        (Some(window), Some(Desired::Window(wanted))) => window.meet(wanted).is_some(),
        _ => false,
    }
}
