//! What is left for the host to take off by hand: codes that would still open after their stay, on locks that don't
//! answer (A, B5).

use super::host::about_code;
use crate::Id;
use crate::model::{AccessCode, Desired, HolderKind, OnLockState, VisitStatus, abilities};
use crate::rules::{Evidence, Notice, NoticeKind, evidence, opens, removal_by_hand_at, stay_of};
use crate::site::evaluation::{Evaluation, HostCondition, Timer};
use crate::site::orders::is_visit_revoked;
use crate::site::plan::Plans;
use crate::site::state::{LockRow, RowKey, State};
use crate::time::{Duration, Instant, Window};

/// Codes of a lock that would still open after their stay while it does not answer (A, B5).
pub(crate) fn manual_removals(
    state: &State,
    plans: &Plans,
    lock_id: &Id,
    now: Instant,
    evaluation: &mut Evaluation,
) {
    let Some(row) = state.locks.get(lock_id) else {
        return;
    };
    let Ok(abilities) = abilities(&row.lock) else {
        return;
    };
    let is_silent =
        || evidence(row.known.as_ref(), &state.header.policy.offline, false, now) == Evidence::Offline;
    // Nothing can be done there from afar, now or ever.
    let is_out_of_reach = !abilities.remote || is_silent();
    for code in state.access_codes.about(&RowKey::Lock(lock_id.clone())) {
        if code.wanted != Some(Desired::REMOVED)
            || matches!(code.on_lock.state, OnLockState::Absent)
            || code.holder.kind == HolderKind::Unknown
        {
            continue;
        }
        let stored = AccessCode {
            wanted: None,
            ..code.clone()
        };
        // A lock that keeps windows ends the code itself.
        let opens = opens(&stored, abilities.native_schedule);
        let nobody_knows = code.on_lock.state == OnLockState::Unknown;
        let may_open = |at: Instant| opens.contains(at) || nobody_knows;
        if !nobody_knows && opens.ends_at().is_none_or(|end| end <= now) {
            continue;
        }
        let reservation = code.holder.reservation_id();
        let values = about_code(state, code);
        let notice = Notice::to_host(
            NoticeKind::RemovalByHand,
            reservation,
            Some(&code.lock_id),
            Some(&code.id),
            values,
        );
        // The host's task stands until the code is gone, though the lock answer now and then.
        let is_asked = notice
            .as_ref()
            .is_some_and(|notice| state.notices.get(&notice.key).is_some());
        let is_due = is_asked || (is_out_of_reach && lost_its_right(state, plans, code, now));
        if !is_due {
            if row.retry.is_none() && abilities.remote {
                continue;
            }
            let mut at = manual_removal_at(state, plans, code, row, now);
            if !may_open(now) {
                at = opens.starts_at().map_or(at, |start| start.max(at));
            }
            if at > now {
                if may_open(at) {
                    evaluation.timers.set(Timer::ManualRemoval, at);
                }
                continue;
            }
        }
        let until = opens.ends_at().filter(|&until| until > now && !nobody_knows);
        evaluation.conditions.extend(HostCondition::of(notice, until));
    }
}

/// From when the host is asked to take a code off by hand, as far as is known now: not while the lock answers (B5).
fn manual_removal_at(
    state: &State,
    plans: &Plans,
    code: &AccessCode,
    row: &LockRow,
    now: Instant,
) -> Instant {
    let policy = &state.header.policy;
    // Of a stay that makes no window, what counts is since when the code is as it is.
    let ends_at = ended_at(state, code).or(code.on_lock.at).unwrap_or(now);
    let next = plans.next_start(&code.lock_id, ends_at);
    let due = removal_by_hand_at(ends_at, next, policy);
    let known = row.known.as_ref();
    // Failed tries grow old, too: what counts is what will be known then.
    if evidence(known, &policy.offline, false, due.max(now)) != Evidence::Online {
        return due;
    }
    // Its word grows old.
    let stale = Duration::minutes(policy.offline.stale_minutes) + Duration::seconds(1);
    let heard = known.and_then(|known| known.reported_at);
    heard.map_or(Instant::MAX, |at| due.max(at + stale))
}

/// Whether those who know a code have lost their right to its door before their time was over: the host's task comes at
/// once (T5, V2).
fn lost_its_right(state: &State, plans: &Plans, code: &AccessCode, now: Instant) -> bool {
    if let Some(visit_id) = code.holder.visit_id() {
        let visit = state.visits.get(visit_id).map(|row| &row.visit);
        return visit.is_some_and(|visit| {
            visit.status == VisitStatus::Revoked || is_visit_revoked(state, visit, &code.lock_id)
        });
    }
    let has_door = |id| {
        let stay = plans.stay_with(state, id);
        stay.is_some_and(|stay| stay.door(&code.lock_id).is_some())
    };
    ended_at(state, code).is_some_and(|end| end > now) && !whose(code).is_some_and(has_door)
}

/// The booking whose guest knows a code.
fn whose(code: &AccessCode) -> Option<&Id> {
    let told = code.told_to.iter().flatten().last();
    code.holder
        .reservation_id()
        .or(told.map(|told| &told.reservation_id))
}

/// When the stay of a code ended, without grace.
fn ended_at(state: &State, code: &AccessCode) -> Option<Instant> {
    let booked = state.reservations.get(whose(code)?)?;
    let listing = state.listings.get(&booked.listing_id)?;
    stay_of(booked, listing).ok().map(Window::ends_at)
}
