//! The choice of a lock's next command: each code as it should be against each code as it is.

use super::capacity::Capacity;
use super::checks::wants_backup;
use super::eviction::{kept_for, without_place};
use super::give::{Next, give};
use super::lock_view::LockView;
use super::no_place::known;
use super::pending_work::{PendingWork, Urgency, check_work, pending_work, resend_work};
use super::places::Places;
use super::reads::removal_seen_from;
use super::room::make_room;
use crate::Id;
use crate::model::{AccessCode, CommandKind, HolderKind};
use crate::rules::takes_place;
use crate::site::cache::Cache;
use crate::site::codes::is_backup_awaited;
use crate::site::evaluation::{Context, Evaluation, Timer};
use crate::site::state::{RowKey, State};
use crate::time::Instant;

/// Gives a lock its next command, one at a time (D4).
pub(crate) fn work(context: &mut Context<'_>, cache: &Cache, lock_id: &Id) {
    let Some(next) = next(
        context.state,
        cache,
        lock_id,
        context.now,
        &mut context.evaluation,
    ) else {
        return;
    };
    let given = give(context.state, &next, context.now);
    if let Some(command) = given {
        let timers = &mut context.evaluation.timers;
        timers.set(Timer::CommandDeadline, command.deadline);
        context.output.commands.push(command);
    }
}

/// What a lock shall do now; without that, the timers for what it shall do later.
fn next(
    state: &State,
    cache: &Cache,
    lock_id: &Id,
    now: Instant,
    evaluation: &mut Evaluation,
) -> Option<Next> {
    let row = state.locks.get(lock_id)?;
    if state
        .commands
        .about(&RowKey::Lock(lock_id.clone()))
        .next()
        .is_some()
    {
        // What the host has heard holds while a command is under way.
        evaluation.conditions.extend(known(state, row));
        return None;
    }
    let view = LockView::new(state, &cache.plans, row, now)?;
    let places = Capacity::of(&view);
    let pending = all_pending(&view, &places);
    let is_backup_awaited = is_backup_awaited(state, cache, row);
    let timers = evaluation.timers;
    let pending = within_capacity(&view, &places, pending, is_backup_awaited, evaluation);
    let due = first_due(&view, &pending, now);
    if due.is_none() {
        for work in &pending {
            evaluation
                .timers
                .set(Timer::CommandDue, work.from.max(view.at));
        }
    } else {
        // While a command is under way, nothing is done for those who wait for a place (D3).
        evaluation.timers = timers;
    }
    due.map(|work| Next {
        code: work.code.clone(),
        kind: work.kind,
        urgency: work.urgency,
        slot: slot_of(&view, work),
    })
}

/// Everything that the codes of a lock need, in the order of work.
fn all_pending<'a>(view: &LockView<'a>, places: &Capacity) -> Vec<PendingWork<'a>> {
    let suspect = view.abilities.clock_suspect;
    let zone = suspect
        .then(|| view.state.zone_of(&view.row.lock))
        .flatten();
    let backup_first = wants_backup(view);
    let mut pending = Vec::new();
    for code in &view.codes {
        let door = view.door_of(code);
        let change = pending_work(view, code, door).map(|work| work.held_back(places, view));
        // A window is sent again only where nothing else is to be changed.
        let is_settled = change
            .as_ref()
            .is_none_or(|work| work.from > view.at && work.kind == CommandKind::ReadLock);
        let resend = is_settled.then(|| resend_work(view, code, zone)).flatten();
        let check = door.and_then(|door| check_work(view, code, door));
        let all = [change, resend, check].into_iter().flatten();
        pending.extend(all.map(|work| work.first_if_it_is(backup_first)));
    }
    let seen = removal_seen_from(view).map(|(code, from)| PendingWork {
        code,
        kind: CommandKind::ReadLock,
        from,
        urgency: Urgency::Removal,
    });
    pending.extend(seen);
    in_order(view, pending)
}

/// What is left of the pending work when each new code needs a place, and what makes room for the
/// rest. The host hears of a code that finds no place (S).
fn within_capacity<'a>(
    view: &LockView<'a>,
    places: &Capacity,
    mut pending: Vec<PendingWork<'a>>,
    is_backup_awaited: bool,
    evaluation: &mut Evaluation,
) -> Vec<PendingWork<'a>> {
    let waiting = without_place(&pending, places, is_backup_awaited, view.at);
    let removals = make_room(view, places, &waiting, evaluation);
    let is_spoken_for = places.is_spoken_for(&pending, view);
    let has_spare_place = places.has_spare_place(&pending);
    let kept_for = kept_for(&pending, view);
    let is_backup = |code: &AccessCode| code.holder.kind == HolderKind::Backup && !code.is_told();
    // What may have gone for those who come is not put back: whether it went is found out.
    let is_in_question = |work: &&PendingWork<'_>| {
        work.kind == CommandKind::ProgramCode && is_backup(work.code) && takes_place(work.code)
    };
    let in_question = pending.iter().filter(is_in_question);
    let in_question = in_question.filter(|_| is_spoken_for);
    let asked: Vec<PendingWork<'a>> = in_question.map(|work| made_sure(view, work)).collect();
    pending.retain(|work| {
        let is_backup = is_backup(work.code);
        work.kind != CommandKind::ProgramCode
            || (places.has_room_for(work)
                && !(is_spoken_for && is_backup)
                && !(work.is_new() && kept_for.is_some_and(|urgency| work.urgency > urgency))
                && (!work.is_beside() || has_spare_place)
                && (view.abilities.slots.is_some() || is_slot_free(work.code, &view.codes)))
    });
    pending.extend(removals);
    pending.extend(asked);
    let ready = if let Some(places) = Places::of(view) {
        let ready = pending.into_iter().flat_map(|work| places.ready(work));
        ready.collect()
    } else {
        let ready = pending.iter().map(|work| after_clearing(view, work));
        ready.collect()
    };
    in_order(view, ready)
}

/// What shows, or sees to it, that a code of which nobody knows takes no place: its lock is read.
/// Where it can't be read, it is sent the removal once more (S, C6).
fn made_sure<'a>(view: &LockView<'a>, work: &PendingWork<'a>) -> PendingWork<'a> {
    let kind = if view.can_be_read() {
        CommandKind::ReadLock
    } else {
        CommandKind::RemoveCode
    };
    let from = view.tries_end(work.code, kind).max(view.at);
    PendingWork {
        kind,
        from,
        ..*work
    }
}

/// The first work that may be done now; nothing while the lock has to be left alone (C6).
fn first_due<'a, 'b>(
    view: &LockView<'a>,
    pending: &'b [PendingWork<'a>],
    now: Instant,
) -> Option<&'b PendingWork<'a>> {
    // A lock that is left alone is no reason not to ask its platform (A3b).
    let may_be_asked =
        |work: &&PendingWork<'_>| view.at <= now || work.kind == CommandKind::IssueOfflineCode;
    let mut due = pending.iter().filter(may_be_asked);
    due.find(|work| work.from <= now)
}

fn in_order<'a>(view: &LockView<'_>, mut pending: Vec<PendingWork<'a>>) -> Vec<PendingWork<'a>> {
    pending.sort_by_cached_key(|work| work.order(view));
    pending
}

/// The place that a code has, or gets with this work.
fn slot_of(view: &LockView<'_>, work: &PendingWork<'_>) -> Option<u32> {
    match Places::of(view) {
        Some(places) if work.kind == CommandKind::ProgramCode => places.slot_of(work.code),
        _ => work.code.slot,
    }
}

/// The same, once what was in the slot that a new code shall have is off (E2).
fn after_clearing<'a>(view: &LockView<'_>, work: &PendingWork<'a>) -> PendingWork<'a> {
    let slot = work.code.slot.filter(|_| work.is_new());
    let cleared_by = slot.and_then(|slot| view.cleared_by(slot));
    let from = cleared_by.map_or(work.from, |at| at.max(work.from));
    PendingWork { from, ..*work }
}

/// Whether nothing may still be in the slot that a code shall have (E2, F15).
fn is_slot_free(code: &AccessCode, codes: &[&AccessCode]) -> bool {
    let is_in_it =
        |other: &&AccessCode| other.id != code.id && other.slot == code.slot && takes_place(other);
    code.slot.is_none() || !codes.iter().any(is_in_it)
}
