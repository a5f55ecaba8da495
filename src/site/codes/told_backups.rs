//! A backup that was told follows its stay (B4, B5).

use super::replacing::gives_way;
use crate::Id;
use crate::model::{AccessCode, Wanted};
use crate::site::evaluation::{Timer, Timers};
use crate::site::plan::Plans;
use crate::site::state::{AuditKind, AuditReason, AuditRow, Place, State, audit_row, is_backup_or_emergency};
use crate::time::Instant;

/// What was told follows its stay: its window while it lasts, and off with its end, or when it is no more (B4, B5, T5).
pub(crate) fn follow_stays(
    state: &mut State,
    plans: &Plans,
    lock_id: &Id,
    now: Instant,
    audit: &mut Vec<AuditRow>,
    timers: &mut Timers,
) {
    let told: Vec<AccessCode> = state
        .access_codes
        .about(&Place::Lock(lock_id.clone()))
        .filter(|code| {
            is_backup_or_emergency(code) && code.is_told() && matches!(code.wanted, Some(Wanted::Held(_)))
        })
        .cloned()
        .collect();
    for code in told {
        let mut told_to = code.told_to.iter().flatten();
        let door = told_to.find_map(|told| {
            let plan = plans.stay_with(state, &told.reservation_id)?;
            let door = plan.door(lock_id)?;
            (!gives_way(state, plan, door, &code)).then_some(door)
        });
        let wanted = match door {
            Some(door) => {
                timers.set(Timer::CodeWindowEnds, door.ends_at);
                door.wanted.map_or(code.wanted, |held| Some(Wanted::Held(held)))
            }
            None => Some(Wanted::REMOVED),
        };
        if code.wanted == wanted {
            continue;
        }
        let (kind, reason) = match (door, code.wanted) {
            (Some(_), _) => (AuditKind::WindowMoved, AuditReason::WindowChanged),
            (None, Some(Wanted::Held(held))) if held.ends_at.is_some_and(|end| end <= now) => {
                (AuditKind::CodeEnded, AuditReason::WindowOver)
            }
            (None, _) => (AuditKind::CodeEnded, AuditReason::NoLongerEntitled),
        };
        audit.push(audit_row(state, kind, &code, reason, now));
        let code = match wanted {
            Some(Wanted::Removed(_)) => code.ended(now),
            _ => AccessCode {
                wanted,
                failure: None,
                ..code
            },
        };
        state.access_codes.put(&code.id.clone(), code);
    }
}
