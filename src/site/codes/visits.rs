//! The codes of a visit: one at each of its doors while the visit is valid (V).

use super::ending::end_codes;
use super::replacing::Replacing;
use super::visit_codes::{VisitCodes, follow};
use crate::Id;
use crate::model::{Desired, OnLockState};
use crate::rules::{Stay, VisitCase, visit_now};
use crate::site::evaluation::{Context, Timer};
use crate::site::plan::{stays_at, stays_for, used_at, zone_at};
use crate::site::standing_orders::{is_visit_revoked, visit_rests};
use crate::site::state::{AuditReason, HostOrderKind, RowKey, State, VisitRow, locks_of};

/// Makes the codes of a visit what they should be.
pub(crate) fn keep_visit(context: &mut Context<'_>, visit_id: &Id) {
    let Some(row) = context.state.visits.get(visit_id).cloned() else {
        return;
    };
    let mut held: Vec<Id> = Vec::new();
    let stays = stays_for(context.state, &row.visit);
    for lock_id in locks_of(context.state, &row.visit) {
        if !is_visit_revoked(context.state, &row.visit, &lock_id) {
            held.extend(keep_door(context, &row, &stays, &lock_id));
        }
    }
    for id in still_needed(context.state, visit_id, &held) {
        let wanted = window_of_successor(context.state, &id, &held);
        follow(context, &id, wanted);
        held.push(id);
    }
    end_others(context, visit_id, &held);
}

/// The code of a visit at one door, made or changed as it should be.
fn keep_door(
    context: &mut Context<'_>,
    row: &VisitRow,
    stays: &[(Id, Vec<Stay>)],
    lock_id: &Id,
) -> Option<Id> {
    let stays = stays_at(context.state, row, stays, lock_id);
    let case = VisitCase {
        visit: &row.visit,
        stays: &stays,
        zone: zone_at(context.state, row, lock_id),
        used_at: used_at(context.state, row, lock_id),
    };
    let access = visit_now(&case, None, context.now);
    let rests = visit_rests(context.state, &row.visit, lock_id);
    let code_id = access.wanted.and_then(|wanted| {
        let mut codes = VisitCodes {
            context: &mut *context,
            row,
            lock_id,
            rests,
        };
        codes.keep(wanted)
    });
    // While automation rests, a visit without a code gets none at that instant.
    let timers = if rests && code_id.is_none() {
        &mut context.evaluation.refresh
    } else {
        &mut context.evaluation.timers
    };
    if let Some(at) = access.next_change {
        timers.set(Timer::VisitWindowChanges, at);
    }
    code_id
}

/// The window of the code among `held` that is at the same door as an old code.
fn window_of_successor(state: &State, old_id: &Id, held: &[Id]) -> Option<Desired> {
    let old = state.access_codes.get(old_id)?;
    let mut held = held.iter().filter_map(|id| state.access_codes.get(id));
    held.find(|new| new.lock_id == old.lock_id)?.wanted
}

/// The old codes of a visit that still have to open beside their successors `new` (V3, T4).
fn still_needed(state: &State, visit_id: &Id, new: &[Id]) -> Vec<Id> {
    let mut doors = Vec::new();
    for new in new.iter().filter_map(|id| state.access_codes.get(id)) {
        let old = state
            .access_codes
            .about(&RowKey::Visit(visit_id.clone()))
            .filter(|code| code.lock_id == new.lock_id && code.id != new.id)
            .filter(|code| code.wanted != Some(Desired::REMOVED))
            .filter(|code| code.on_lock.state != OnLockState::Absent)
            .map(|code| code.id.clone())
            .collect();
        doors.push(Replacing::at_door(state, old, Some(new)));
    }
    Replacing::still_needed(doors)
}

/// Ends every other code of a visit: the visit is over, revoked or used up, or the code is
/// replaced.
fn end_others(context: &mut Context<'_>, visit_id: &Id, held: &[Id]) {
    let others = context
        .state
        .access_codes
        .about(&RowKey::Visit(visit_id.clone()))
        .filter(|code| !held.contains(&code.id))
        .filter(|code| matches!(code.wanted, Some(Desired::Window(_))))
        .cloned()
        .collect();
    end_codes(context, others, |state, code| {
        let row = code.holder.visit_id().and_then(|id| state.visits.get(id));
        if row.is_some_and(|row| is_visit_revoked(state, &row.visit, &code.lock_id)) {
            AuditReason::HostOrdered {
                order: HostOrderKind::Revoke,
            }
        } else {
            AuditReason::NoLongerEntitled
        }
    });
}
