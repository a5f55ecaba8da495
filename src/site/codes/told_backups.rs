//! A told backup or emergency code follows its stay (B4, B5).

use super::backups::are_kept;
use super::ending::{end_codes, is_over};
use super::replacing::gives_way;
use crate::Id;
use crate::model::{AccessCode, CodeWindow, Desired, HolderKind};
use crate::site::evaluation::{Context, Timer};
use crate::site::plan::{Door, Plans};
use crate::site::state::{AuditKind, AuditReason, RowKey, State, is_backup_or_emergency};

/// Gives each told backup and emergency code of a lock the window of its stay. The code ends with
/// its stay, or when the stay no longer exists (B4, B5, T5).
pub(crate) fn follow_stays(context: &mut Context<'_>, plans: &Plans, lock_id: &Id) {
    let told: Vec<AccessCode> = context
        .state
        .access_codes
        .about(&RowKey::Lock(lock_id.clone()))
        .filter(|code| is_backup_or_emergency(code) && code.is_told())
        .filter(|code| matches!(code.wanted, Some(Desired::Window(_))))
        .cloned()
        .collect();
    for code in told {
        let Some(door) = door_of(context.state, plans, &code) else {
            let is_emergency = code.holder.kind == HolderKind::Emergency;
            // After its stay it stands in its place until it is replaced there (E2, F53).
            let is_replaced_later =
                is_emergency && is_over(&code, context.now) && are_kept(context.state, lock_id);
            if !is_replaced_later {
                let code = AccessCode {
                    replaced: is_emergency.then_some(true),
                    ..code
                };
                end_codes(context, vec![code], |_, _| AuditReason::NoLongerEntitled);
            }
            continue;
        };
        context
            .evaluation
            .timers
            .set(Timer::CodeWindowEnds, door.ends_at);
        let wanted = window_of(context.state, plans, &code).or(code.wanted);
        if code.wanted != wanted {
            let code = code.wanting_anew(wanted, context.now);
            context.decide(AuditKind::WindowMoved, code, AuditReason::WindowChanged);
        }
    }
}

/// The doors that a told code opens, one for each stay that was told it and is not over.
fn doors_of<'a>(
    state: &State,
    plans: &'a Plans,
    code: &AccessCode,
) -> impl Iterator<Item = &'a Door> {
    code.told_to.iter().flatten().filter_map(|told| {
        let plan = plans.stay_with(state, &told.reservation_id)?;
        // What was told counts no more during a hold (N4).
        if plan.bars_known {
            return None;
        }
        let door = plan.door(&code.lock_id)?;
        (!gives_way(state, plan, door, code)).then_some(door)
    })
}

/// The door of which the code is needed longest.
fn door_of<'a>(state: &State, plans: &'a Plans, code: &AccessCode) -> Option<&'a Door> {
    doors_of(state, plans, code).max_by_key(|door| door.ends_at)
}

/// The window from the first of the stays to the last. There is more than one only where the host
/// ordered that (E2).
fn window_of(state: &State, plans: &Plans, code: &AccessCode) -> Option<Desired> {
    let windows = doors_of(state, plans, code).filter_map(|door| door.wanted);
    windows.reduce(CodeWindow::around).map(Desired::Window)
}
