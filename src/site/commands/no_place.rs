//! The host hears for whom a lock has no place (S, N1).
//!
//! Once for each guest or visitor, for as long as their code waits; once more where nothing was to
//! be done at first, and is now.

use std::collections::BTreeMap;

use super::lock_view::{LockView, opens_from};
use super::pending_work::PendingWork;
use crate::model::{AccessCode, CodeWindow, Desired, Failure};
use crate::rules::{Notice, NoticeCause, NoticeValues};
use crate::site::evaluation::HostCondition;
use crate::site::state::{LockRow, RowKey, State};
use crate::time::Instant;
use crate::{Id, Text};

/// What the host hears of a code that finds no place.
pub(super) struct NoPlace {
    pub(super) condition: HostCondition,
    /// When it is due on its lock, and the host hears of it.
    pub(super) said_at: Instant,
    /// When the host hears of it once more, if there is no place still.
    pub(super) again_at: Option<Instant>,
}

/// The lock has no place for a code before `free_at`, and no other code can give up its own.
pub(super) fn no_place(
    view: &LockView<'_>,
    waiting: &PendingWork<'_>,
    free_at: Option<Instant>,
) -> NoPlace {
    let local = |at: Instant| view.state.local_text(&view.row.lock.id, at);
    let said_at = if waiting.found_no_place() {
        view.at
    } else {
        waiting.from.max(view.at)
    };
    let begins = opens_from(waiting.code).filter(|&begins| begins > said_at);
    // A place that is free when the code is needed comes by itself.
    let is_in_time = free_at.zip(begins).is_some_and(|(at, begins)| at <= begins);
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
    NoPlace {
        condition: condition(waiting.code, values),
        said_at,
        again_at: begins.filter(|_| is_in_time),
    }
}

/// The host hears that the lock has no place for a code, which is needed from an instant on, since
/// its holder is told that it may not open (A7).
pub(crate) fn lock_full(state: &State, code: &AccessCode, from: Option<Instant>) -> HostCondition {
    let values = NoticeValues {
        cause: Some(NoticeCause::LockFull),
        needed_from: from.and_then(|at| state.local_text(&code.lock_id, at)),
        ..NoticeValues::default()
    };
    condition(code, values)
}

/// What the host has heard of codes that wait still.
pub(super) fn known(state: &State, row: &LockRow) -> Vec<HostCondition> {
    let codes = state.access_codes.about(&RowKey::Lock(row.lock.id.clone()));
    let mut found: BTreeMap<Text, HostCondition> = BTreeMap::new();
    // Also a code that may be there since an earlier try, where the lock said that it is full.
    let waits = |code: &&AccessCode| code.is_missing() || code.failure == Some(Failure::NoSpace);
    for code in codes.filter(waits) {
        for cause in [NoticeCause::PlaceInTime, NoticeCause::LockFull] {
            let values = NoticeValues {
                cause: Some(cause),
                ..NoticeValues::default()
            };
            let condition = condition(code, values);
            let key = condition.notice.key.clone();
            let is_wanted = matches!(code.wanted, Some(Desired::Window(_)));
            if is_wanted && state.is_condition_known(&key) {
                found.insert(key, condition);
            }
        }
    }
    found.into_values().collect()
}

/// What the host has heard about the guest or visitor of `new`: that a place comes in time, or that
/// somebody has to make one.
pub(super) fn heard(known: &[HostCondition], new: &HostCondition) -> Option<NoticeCause> {
    let about = |one: &HostCondition| {
        let notice = &one.notice;
        (notice.reservation_id.clone(), notice.visit_id.clone())
    };
    let of_them = known.iter().filter(|one| about(one) == about(new));
    let causes: Vec<NoticeCause> = of_them.filter_map(|one| one.notice.values.cause).collect();
    let is_full = causes.contains(&NoticeCause::LockFull);
    let worst = is_full.then_some(NoticeCause::LockFull);
    worst.or_else(|| causes.into_iter().next())
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
