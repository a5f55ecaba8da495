//! A told backup or emergency code follows its stay (B4, B5).

use super::ending::end_codes;
use super::replacing::gives_way;
use crate::Id;
use crate::model::{AccessCode, Desired};
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
            end_codes(context, vec![code], |_, _| AuditReason::NoLongerEntitled);
            continue;
        };
        context
            .evaluation
            .timers
            .set(Timer::CodeWindowEnds, door.ends_at);
        let wanted = door.wanted.map(Desired::Window).or(code.wanted);
        if code.wanted != wanted {
            let code = AccessCode {
                wanted,
                failure: None,
                ..code
            };
            context.decide(AuditKind::WindowMoved, code, AuditReason::WindowChanged);
        }
    }
}

/// The door that a told code opens for its stay.
fn door_of<'a>(state: &State, plans: &'a Plans, code: &AccessCode) -> Option<&'a Door> {
    code.told_to.iter().flatten().find_map(|told| {
        let plan = plans.stay_with(state, &told.reservation_id)?;
        let door = plan.door(&code.lock_id)?;
        (!gives_way(state, plan, door, code)).then_some(door)
    })
}
