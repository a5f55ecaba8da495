//! A clock that was wrong and is right now (D6). Rows that were stored meanwhile are ahead of it.

use crate::model::Tries;
use crate::site::fact::Fact;
use crate::site::state::{
    AuditKind, AuditReason, AuditRow, HostOrder, HostOrderKind, MAX_BACK, State, Table, Touching,
};
use crate::time::{Duration, Instant};
use crate::{Id, Json};

/// Takes a `now` that is too far back, if a fact says that the host means it.
pub(crate) fn accept_clock(state: &mut State, facts: &[Json], now: Instant) {
    let went_back = |clock: Instant| now + MAX_BACK < clock;
    if !state.header.clock.is_some_and(went_back) || !facts.iter().any(|fact| is_meant(fact, now)) {
        return;
    }
    state.header.clock = Some(now);
    bring_back(state, now);
    state.from_facts.all = true;
    let reason = AuditReason::HostOrdered {
        order: HostOrderKind::AcceptClock,
    };
    let row = AuditRow::new(state, AuditKind::HostOrdered, Some(reason), now);
    state.from_facts.audit.push(row);
}

/// Whether a fact is the order to take this `now`. An old order that comes again is not.
fn is_meant(fact: &Json, now: Instant) -> bool {
    let Ok(Fact::HostOrder(fact)) = fact.read() else {
        return false;
    };
    let near = (fact.at - now).abs() <= MAX_BACK;
    fact.order == HostOrder::AcceptClock && near
}

/// Brings every stored instant back to now at the latest, and every wait to what it would be from
/// now on.
fn bring_back(state: &mut State, now: Instant) {
    let no_later = |at: &mut Option<Instant>| *at = at.map(|at| at.min(now));
    let policies = state.policies_of_locks();
    let pause_of =
        |lock_id: &Id| now + Duration::minutes(policies.of_lock(lock_id).commands.per_minutes);
    let deadline_of =
        |lock_id: &Id| now + Duration::seconds(policies.of_lock(lock_id).commands.deadline_seconds);
    each(&mut state.access_codes, |code| {
        let pause = pause_of(&code.lock_id);
        no_later(&mut code.made_at);
        no_later(&mut code.last_used_at);
        no_later(&mut code.on_lock.at);
        if let Some(awaited) = &mut code.awaited {
            awaited.since = awaited.since.min(now);
            no_later(&mut awaited.sent_at);
        }
        if let Some(doubt) = &mut code.doubt {
            doubt.read_at = doubt.read_at.min(now);
            doubt.heard_at = doubt.heard_at.min(now);
        }
        for tries in code.tries.iter_mut().flatten() {
            bring_back_tries(tries, now, pause);
        }
        for told in code.told_to.iter_mut().flatten() {
            told.at = told.at.min(now);
        }
    });
    each(&mut state.locks, |row| {
        let pause = pause_of(&row.lock.id);
        if let Some(retry) = &mut row.retry {
            retry.not_before = retry.not_before.min(pause);
        }
        no_later(&mut row.read_at);
        no_later(&mut row.command_given_at);
        no_later(&mut row.read_given_at);
        no_later(&mut row.unseen_removal_at);
        if let Some(tries) = &mut row.readings {
            bring_back_tries(tries, now, pause);
        }
        for sent in row.unconfirmed_commands.iter_mut().flatten() {
            no_later(&mut sent.given_at);
        }
        if let Some(known) = &mut row.last_status {
            no_later(&mut known.reported_at);
            for failure in known.failures.iter_mut().flatten() {
                *failure = now.min(*failure);
            }
        }
    });
    each(&mut state.commands, |command| {
        command.deadline = command.deadline.min(deadline_of(&command.lock_id));
    });
    each(&mut state.trips, |trip| {
        no_later(&mut trip.booked_at);
        no_later(&mut trip.changed_at);
        no_later(&mut trip.on_hold_since);
        no_later(&mut trip.entry_told_at);
        no_later(&mut trip.answered_at);
        for door in trip.new_codes.iter_mut().flatten() {
            no_later(&mut door.stopped_at);
            for told_at in &mut door.told_at {
                *told_at = now.min(*told_at);
            }
        }
        for locked_out in trip.locked_out.iter_mut().flatten() {
            locked_out.at = locked_out.at.min(now);
            locked_out.ahead = locked_out.ahead.filter(|&at| at > now);
        }
    });
    each(&mut state.visits, |row| no_later(&mut row.used_at));
    each(&mut state.notices, |row| {
        row.at = row.at.min(now);
        no_later(&mut row.ended_at);
    });
    each(&mut state.orders, |order| order.at = order.at.min(now));
}

fn bring_back_tries(tries: &mut Tries, now: Instant, pause: Instant) {
    tries.failed_at = tries.failed_at.min(now);
    tries.not_before = tries.not_before.min(pause);
}

fn each<T: Clone + Touching>(table: &mut Table<T>, change: impl Fn(&mut T)) {
    let ids: Vec<String> = table.iter().map(|(id, _)| id.to_owned()).collect();
    for id in ids {
        table.change(&id, &change);
    }
}
