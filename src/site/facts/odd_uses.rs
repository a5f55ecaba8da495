//! What the host hears of a use: that a guest has arrived, or that a code opened its lock when it
//! was not to be expected.

use crate::Id;
use crate::model::{AccessCode, HolderKind};
use crate::rules::{Notice, NoticeValues, OddUse};
use crate::site::entries::{first_in_stay, odd};
use crate::site::fact::CodeUsed;
use crate::site::state::{RowKey, State, StrangeUse};
use crate::time::{Duration, Instant};

/// Looks at a use before it is taken. `found` is the code that is or may be on the lock, and `at`
/// when it was used, as of `now`.
pub(super) fn watch_use(
    state: &mut State,
    used: &CodeUsed,
    found: Option<Id>,
    (at, now): (Instant, Instant),
) {
    if state.locks.get(&used.lock_id).is_none() {
        return;
    }
    state.locks.change(&used.lock_id, |row| {
        if let Some(refused) = &mut row.refused_entries {
            refused.note_use(at);
        }
    });
    let is_on_lock = found.is_some();
    let Some(id) = found.or_else(|| gone_code(state, used)) else {
        return watch_strange_use(state, used, (at, now));
    };
    let Some(code) = state.access_codes.get(&id) else {
        return;
    };
    // The same use may be told twice.
    if code.last_used_at.is_some_and(|last| last >= at) {
        return;
    }
    let code = code.clone();
    if is_on_lock {
        report_arrival(state, &code, at);
    }
    report_odd_use(state, &code, (at, now));
    if !is_on_lock {
        state
            .access_codes
            .change(&id, |code| code.last_used_at = Some(at));
    }
}

fn names(used: &CodeUsed, code: &AccessCode) -> bool {
    used.code_id.as_ref() == Some(&code.id)
        || (used.external_id.is_some() && used.external_id == code.external_id)
        || (used.pin.is_some() && used.pin == code.pin)
}

/// The code that is meant, among those that came off the lock; the last one to go.
fn gone_code(state: &State, used: &CodeUsed) -> Option<Id> {
    let codes = state.codes_on(&used.lock_id).into_iter();
    let gone = codes.filter(|code| code.is_gone() && names(used, code));
    let last = gone.max_by_key(|code| code.on_lock.at)?;
    Some(last.id.clone())
}

fn report_arrival(state: &mut State, code: &AccessCode, at: Instant) {
    if !state.policy_of_code(code).notices.guest_arrived {
        return;
    }
    let Some(stay) = first_in_stay(state, code, at) else {
        return;
    };
    let values = NoticeValues {
        happened_at: state.local_text(&code.lock_id, at),
        ..NoticeValues::default()
    };
    let notice = Notice::arrived(&stay, &code.lock_id, values);
    state.from_facts.notices.push(notice);
}

fn report_odd_use(state: &mut State, code: &AccessCode, (at, now): (Instant, Instant)) {
    let pause = pause(state, &code.lock_id);
    let was_told = code.odd_use_told_at.is_some_and(|told| now < told + pause);
    let Some(found) = odd(state, code, at).filter(|_| !was_told) else {
        return;
    };
    let told = code.told_to.iter().flatten().last();
    let stay = code.holder.reservation_id();
    let notice = Notice::unexpected_use(
        (&code.lock_id, Some(&code.id)),
        at,
        NoticeValues {
            happened_at: state.local_text(&code.lock_id, at),
            ..NoticeValues::odd_use(found)
        },
    );
    let notice = Notice {
        reservation_id: stay.or(told.map(|told| &told.reservation_id)).cloned(),
        visit_id: code.holder.visit_id().cloned(),
        ..notice
    };
    state.from_facts.notices.push(notice);
    state
        .access_codes
        .change(&code.id, |code| code.odd_use_told_at = Some(now));
}

/// The use of a code that the site does not know.
fn watch_strange_use(state: &mut State, used: &CodeUsed, (at, now): (Instant, Instant)) {
    let Some(row) = state.locks.get(&used.lock_id) else {
        return;
    };
    let pause = pause(state, &used.lock_id);
    let is_old = |last: StrangeUse| at <= last.used_at || now < last.told_at + pause;
    if row.strange_use.is_some_and(is_old) || !is_strange(state, used) {
        return;
    }
    state.locks.change(&used.lock_id, |row| {
        row.strange_use = Some(StrangeUse {
            used_at: at,
            told_at: now,
        });
    });
    let values = NoticeValues {
        happened_at: state.local_text(&used.lock_id, at),
        holder: Some(HolderKind::Unknown),
        ..NoticeValues::odd_use(OddUse::Unknown)
    };
    let notice = Notice::unexpected_use((&used.lock_id, None), at, values);
    state.from_facts.notices.push(notice);
}

/// Whether a use names a code that none of those on the lock can be.
fn is_strange(state: &State, used: &CodeUsed) -> bool {
    let here = RowKey::Lock(used.lock_id.clone());
    let mut codes = state.access_codes.about(&here);
    let may_be = |code: &AccessCode| {
        let is_hidden = code.pin.is_none() || used.pin.is_none();
        let is_unnamed = code.external_id.is_none() || used.external_id.is_none();
        !code.is_gone() && is_hidden && is_unnamed
    };
    let names_one = used.pin.is_some() || used.external_id.is_some() || used.code_id.is_some();
    names_one && !codes.any(may_be)
}

fn pause(state: &State, lock_id: &Id) -> Duration {
    Duration::minutes(state.policy_of_lock(lock_id).entries.notice_minutes)
}
