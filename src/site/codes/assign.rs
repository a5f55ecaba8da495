//! Each stay's code at each of its doors: codes that are there get their holder and window, and
//! missing codes are made.

use super::claims::Claims;
use super::issue::issue;
use super::missing::{MissingCode, needs_pin};
use super::rank::{Rank, rank};
use super::reissue::StayDoor;
use crate::Id;
use crate::model::{AccessCode, CodeWindow, Desired, Holder};
use crate::site::evaluation::{Context, Timer};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{AuditKind, AuditReason, State, rules_of};
use crate::time::Instant;

/// Gives the codes of a listing's stays their holders and windows, and makes the missing ones.
pub(crate) fn assign(context: &mut Context<'_>, stays: &[StayPlan], claims: Claims) {
    for (plan, claimed) in stays.iter().zip(claims) {
        let mut missing = Vec::new();
        for (door, code_id) in plan.doors.iter().zip(claimed) {
            missing.extend(assign_door(context, plan, door, code_id));
        }
        if !plan.automated || missing.is_empty() {
            continue;
        }
        if let Some(until) = plan.rests_until {
            context
                .evaluation
                .timers
                .set(Timer::AutomationResumes, until);
        } else {
            issue(context, plan, &missing);
        }
    }
}

/// Keeps the code that a stay claims at a door. Gives the code that is missing there, if one is.
fn assign_door<'a>(
    context: &mut Context<'_>,
    plan: &StayPlan,
    door: &'a Door,
    claimed: Option<Id>,
) -> Option<MissingCode<'a>> {
    let is_kept = claimed
        .as_ref()
        .is_some_and(|id| keep(context, id, plan, door));
    let reissue = StayDoor {
        state: context.state,
        plan,
        door,
        now: context.now,
    }
    .reissue();
    for id in &reissue.outdated {
        if is_held(context.state, id) {
            keep(context, id, plan, door);
        }
    }
    // A kept code may end too early on its lock (T7).
    let code_id = claimed.filter(|id| !reissue.outdated.contains(id));
    if rules_of(context.state, &door.lock_id).one_length == Some(true) {
        // Other codes on the lock may show that the PIN has the wrong length (P11).
        context.evaluation.watch_closely(&door.lock_id);
    }
    let is_complete = match &code_id {
        Some(id) => is_kept && !needs_pin(context.state, id),
        None => false,
    };
    if is_complete || door.wanted.is_none() {
        return None;
    }
    Some(MissingCode {
        door,
        asked_generation: reissue.generation,
        because: match code_id {
            Some(_) => AuditReason::StayConfirmed,
            None => reissue.because,
        },
        code_id,
    })
}

fn is_held(state: &State, code_id: &Id) -> bool {
    let code = state.access_codes.get(code_id);
    code.is_some_and(|code| rank(code) == Rank::Held)
}

/// Gives a code its holder and window. `false`: the code is off its lock, so that its PIN has to be
/// checked first, or no code is to be made.
fn keep(context: &mut Context<'_>, code_id: &Id, plan: &StayPlan, door: &Door) -> bool {
    let (Some(code), Some(holder)) = (context.state.access_codes.get(code_id), plan.stay.holder())
    else {
        return false;
    };
    let is_ended = rank(code) != Rank::Held;
    let comes_back = plan.issues() && door.wanted.is_some() && rank(code) == Rank::Ending;
    if is_ended && !comes_back {
        return false;
    }
    context
        .evaluation
        .timers
        .set(Timer::CodeWindowEnds, door.ends_at);
    let wanted = door.wanted.map(Desired::Window).or(code.wanted);
    let has_same_holder = code.holder.id.as_ref() == Some(holder);
    if code.wanted == wanted && has_same_holder {
        return true;
    }
    let (kind, reason) = match (is_ended, has_same_holder) {
        (true, _) => (AuditKind::CodeIssued, AuditReason::StayConfirmed),
        (false, true) => (AuditKind::WindowMoved, AuditReason::WindowChanged),
        (false, false) => (AuditKind::WindowMoved, AuditReason::SameGuest),
    };
    let code = AccessCode {
        holder: Holder {
            id: Some(holder.clone()),
            ..code.holder.clone()
        },
        // A need that comes earlier than was known is known from now on (A2).
        awaited: code
            .awaited
            .filter(|_| !comes_earlier(code.wanted, wanted, context.now)),
        ..code.clone().wanting_anew(wanted, context.now)
    };
    context.decide(kind, code, reason);
    true
}

/// Whether a window that was ahead begins earlier now.
fn comes_earlier(before: Option<Desired>, after: Option<Desired>, now: Instant) -> bool {
    let start = |wanted| match wanted {
        Some(Desired::Window(CodeWindow { starts_at, .. })) => starts_at,
        _ => None,
    };
    start(before).is_some_and(|old| old > now && start(after).is_some_and(|new| new < old))
}
