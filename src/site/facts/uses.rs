//! Uses of codes.

use super::odd_uses::watch_use;
use super::reachability::take_answer;
use super::reports::is_heard;
use crate::model::{AccessCode, CodeWindow, CommandKind, OnLockState};
use crate::site::fact::CodeUsed;
use crate::site::state::{RowKey, State};
use crate::time::Instant;

pub(crate) fn take_use(state: &mut State, used: &CodeUsed, now: Instant) {
    let at = used.at.min(now);
    if is_heard(state, &used.lock_id, &used.id, used.at) {
        return;
    }
    let is_it = |code: &&AccessCode| {
        !code.is_gone()
            && (used.code_id.as_ref() == Some(&code.id)
                || (used.external_id.is_some() && used.external_id == code.external_id)
                || (used.pin.is_some() && used.pin == code.pin))
    };
    let here = RowKey::Lock(used.lock_id.clone());
    let found = state.access_codes.about(&here).find(is_it);
    watch_use(state, used, found.map(|code| code.id.clone()), (at, now));
    let found = state.access_codes.about(&here).find(is_it);
    if let Some(code) = found
        && code.last_used_at.is_none_or(|last| last < at)
    {
        if let Some(visit_id) = code.holder.visit_id() {
            state
                .visits
                .change(visit_id, |row| row.used_at = row.used_at.or(Some(at)));
        }
        let sent = sent_window(state, code, at);
        state.access_codes.change(&code.id.clone(), |code| {
            code.last_used_at = Some(at);
            let on_lock = &mut code.on_lock;
            // The code may have opened by its window before a change that has no result yet (T1).
            let by_either = on_lock
                .guaranteed_window
                .is_some_and(|guaranteed| guaranteed.contains(at));
            let is_news =
                on_lock.state != OnLockState::Absent && on_lock.at.is_none_or(|known| known <= at);
            if is_news && !by_either {
                if let Some(sent) = sent.filter(|_| on_lock.span() == CodeWindow::default()) {
                    (on_lock.starts_at, on_lock.ends_at) = (sent.starts_at, sent.ends_at);
                }
                on_lock.state = OnLockState::Confirmed;
                on_lock.at = Some(at);
                on_lock.guaranteed_window = None;
                code.unread = None;
            }
        });
    }
    take_answer(state, &used.lock_id, at);
}

/// The window of a code that opened at `at`, as far as the unconfirmed commands tell.
fn sent_window(state: &State, code: &AccessCode, at: Instant) -> Option<CodeWindow> {
    let row = state.locks.get(&code.lock_id)?;
    let mut shown = None;
    for sent in row.unconfirmed() {
        let window = sent.span().filter(|window| window.contains(at));
        if let (CommandKind::ProgramCode, Some(window)) = (sent.kind, window)
            && sent.code_id.as_ref() == Some(&code.id)
        {
            shown = CodeWindow::meet(shown.unwrap_or_default(), window);
        }
    }
    shown
}
