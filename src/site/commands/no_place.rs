//! The host hears for whom a lock has no place (S, N1).
//!
//! Once for each guest or visitor, for as long as their code waits; once more where nothing was to be
//! done at first, and is now.

use std::collections::BTreeMap;

use super::capacity::Capacity;
use super::lock_view::{LockView, opens_from};
use super::pending_work::PendingWork;
use crate::model::{AccessCode, CodeWindow, Desired};
use crate::rules::{Notice, NoticeCause, NoticeValues};
use crate::site::evaluation::{Evaluation, HostCondition, Timer};
use crate::site::state::{LockRow, RowKey, State};
use crate::time::Instant;
use crate::{Id, Text};

/// The lock has no place for a code that is due on it, and no other code can give up its own.
pub(super) fn no_place(
    view: &LockView<'_>,
    places: &Capacity,
    waiting: &PendingWork<'_>,
    evaluation: &mut Evaluation,
) -> HostCondition {
    let local = |at: Instant| view.state.local_text(&view.row.lock.id, at);
    let free_at = places.free_at(waiting, view);
    let begins = opens_from(waiting.code).filter(|&begins| begins > view.at);
    // A place that is free when the code is needed comes by itself.
    let is_in_time = free_at.zip(begins).is_some_and(|(at, begins)| at <= begins);
    if let Some(begins) = begins.filter(|_| is_in_time) {
        evaluation.timers.set(Timer::CommandDue, begins);
    }
    let cause = if is_in_time {
        NoticeCause::PlaceInTime
    } else {
        NoticeCause::LockFull
    };
    let values = NoticeValues {
        cause: Some(cause),
        place_free_at: free_at.and_then(local),
        needed_from: begins.and_then(local),
        ..NoticeValues::default()
    };
    condition(waiting.code, values)
}

/// What the host has heard of codes that wait still.
pub(super) fn known(state: &State, row: &LockRow) -> Vec<HostCondition> {
    let codes = state.access_codes.about(&RowKey::Lock(row.lock.id.clone()));
    let mut found: BTreeMap<Text, HostCondition> = BTreeMap::new();
    for code in codes.filter(|code| code.is_missing()) {
        for cause in [NoticeCause::PlaceInTime, NoticeCause::LockFull] {
            let values = NoticeValues {
                cause: Some(cause),
                ..NoticeValues::default()
            };
            let condition = condition(code, values);
            let key = condition.notice.key.clone();
            let is_wanted = matches!(code.wanted, Some(Desired::Window(_)));
            if is_wanted && state.notices.get(&key).is_some() {
                found.insert(key, condition);
            }
        }
    }
    found.into_values().collect()
}

/// Whether the host has heard what a new condition says, or that somebody has to make a place.
pub(super) fn is_said(known: &[HostCondition], new: &HostCondition) -> bool {
    let about = |one: &HostCondition| {
        let notice = &one.notice;
        (notice.reservation_id.clone(), notice.visit_id.clone())
    };
    let says_it = |one: &&HostCondition| {
        let cause = one.notice.values.cause;
        cause == Some(NoticeCause::LockFull) || cause == new.notice.values.cause
    };
    let mut known = known.iter().filter(says_it);
    known.any(|one| about(one) == about(new))
}

/// The notice that a code waits for a place, until its time is over.
fn condition(code: &AccessCode, values: NoticeValues) -> HostCondition {
    let told = code.told_to.iter().flatten().last();
    let told = told.map(|told| &told.reservation_id);
    let guest: Option<&Id> = code.holder.reservation_id().or(told);
    let notice = Notice::no_place(&code.lock_id, guest, code.holder.visit_id(), values);
    let until = match code.wanted {
        Some(Desired::Window(CodeWindow { ends_at, .. })) => ends_at,
        _ => None,
    };
    HostCondition::of(notice, until)
}
