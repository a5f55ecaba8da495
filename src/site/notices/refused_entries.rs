//! The host hears what entries were that a keypad refused.

use crate::Id;
use crate::rules::{EntryDiagnosis, Notice, NoticeCause, NoticeValues};
use crate::site::evaluation::{Context, Timer};
use crate::site::state::{RefusedEntries, State};
use crate::time::{Duration, Instant};

/// Tells the host of the entries that a lock refused since the last notice. A right code that was
/// refused waits for a notice about a right code only, and the pause of a keypad for one about a
/// pause.
pub(crate) fn tell_refused_entries(context: &mut Context<'_>, lock_id: &Id) {
    let row = context.state.locks.get(lock_id);
    let Some(refused) = row.and_then(|row| row.refused_entries.as_ref()) else {
        return;
    };
    if refused.untold == 0 {
        return;
    }
    let now = context.now;
    let pause = Duration::minutes(context.state.policy_of_lock(lock_id).entries.notice_minutes);
    let due_at = due_at(refused, pause);
    if due_at > now {
        context.evaluation.timers.set(Timer::RefusedEntries, due_at);
        return;
    }
    let is_pause = pause_due_at(refused, pause).is_some_and(|due_at| due_at <= now);
    let notice = notice(context.state, lock_id, (refused, is_pause), now);
    context.output.notices.push(notice);
    context.state.locks.change(lock_id, |row| {
        if let Some(refused) = &mut row.refused_entries {
            note_told(refused, is_pause, now);
        }
    });
}

/// From when the host may hear of what is untold.
fn due_at(refused: &RefusedEntries, pause: Duration) -> Instant {
    let last = match refused.diagnosis {
        Some(EntryDiagnosis::RightCode { .. }) => refused.right_code_told_at,
        _ => refused.told_at,
    };
    let due_at = after(last, pause);
    pause_due_at(refused, pause).map_or(due_at, |paused| paused.min(due_at))
}

/// From when the host may hear that the keypad may be paused, if that is untold.
fn pause_due_at(refused: &RefusedEntries, pause: Duration) -> Option<Instant> {
    let due_at = after(refused.pause_told_at, pause);
    (refused.pause_untold == Some(true)).then_some(due_at)
}

fn after(told: Option<Instant>, pause: Duration) -> Instant {
    told.map_or(Instant::MIN, |told| told + pause)
}

fn note_told(refused: &mut RefusedEntries, is_pause: bool, now: Instant) {
    let is_right = matches!(refused.diagnosis, Some(EntryDiagnosis::RightCode { .. }));
    if is_pause {
        refused.pause_told_at = Some(now);
    } else if is_right {
        refused.right_code_told_at = Some(now);
    }
    refused.told_at = Some(now);
    refused.untold = 0;
    refused.untold_at = None;
    refused.diagnosis = None;
    refused.pause_untold = None;
}

fn notice(
    state: &State,
    lock_id: &Id,
    (refused, is_pause): (&RefusedEntries, bool),
    now: Instant,
) -> Notice {
    let found = refused.diagnosis.as_ref();
    let code = found.and_then(EntryDiagnosis::code);
    let is_elsewhere = |other: &&Id| *other != lock_id;
    let elsewhere = code.map(|code| &code.lock_id).filter(is_elsewhere);
    let values = NoticeValues {
        happened_at: refused
            .untold_at
            .and_then(|at| state.local_text(lock_id, at)),
        refused_entries: Some(refused.untold).filter(|&count| count > 1),
        other_lock_name: elsewhere.and_then(|id| Some(state.locks.get(id)?.lock.name.clone())),
        ..found.map(NoticeValues::refused).unwrap_or_default()
    };
    let values = if is_pause {
        NoticeValues {
            cause: Some(NoticeCause::KeypadPaused),
            minutes: None,
            other_lock_name: None,
            refused_entries: Some(refused.untold),
            ..values
        }
    } else {
        values
    };
    Notice {
        reservation_id: code.and_then(|code| code.reservation_id.clone()),
        visit_id: code.and_then(|code| code.visit_id.clone()),
        code_id: code.map(|code| code.code_id.clone()),
        ..Notice::entry_refused(lock_id, now, values)
    }
}
