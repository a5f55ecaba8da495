//! A clock that was wrong and is right now (D6): what was stored meanwhile lies ahead of it.

use super::fact::Fact;
use super::open::MAX_BACK_MINUTES;
use super::order::{HostOrder, HostOrderKind};
use super::place::Placed;
use super::standing::StandingOrder;
use super::state::{LockRow, LockedOutAt, NoticeRow, Retry, State, TripRow, VisitRow};
use super::step::{AuditKind, AuditReason, AuditRow, Command};
use super::table::Table;
use crate::Json;
use crate::model::{AccessCode, LockState, OnLock, Told};
use crate::sorted::Gather as _;
use crate::time::Instant;

/// Takes a `now` that lies too far back, where a fact says that the host means it.
pub(super) fn accept_clock(state: &mut State, facts: &[Json], now: Instant) {
    let went_back = |clock: Instant| now.plus_minutes(MAX_BACK_MINUTES) < clock;
    if !state.header.clock.is_some_and(went_back) || !facts.iter().any(|fact| is_meant(fact, now)) {
        return;
    }
    state.header.clock = Some(now);
    bring_back(state, now);
    state.heard.all = true;
    let reason = AuditReason::HostOrdered {
        order: HostOrderKind::AcceptClock,
    };
    let row = AuditRow::new(state, AuditKind::HostOrdered, Some(reason), now);
    state.heard.audit.push(row);
}

/// Whether a fact is the order to take this `now`: an old one that comes again does not mean it.
fn is_meant(fact: &Json, now: Instant) -> bool {
    let Ok(Fact::HostOrder(fact)) = fact.read() else {
        return false;
    };
    let near =
        fact.at.seconds_since(now).unsigned_abs() <= MAX_BACK_MINUTES.unsigned_abs().saturating_mul(60);
    fact.order == HostOrder::AcceptClock && near
}

/// Nothing was known, told or done later than now; nothing has to wait longer than it would from now on.
fn bring_back(state: &mut State, now: Instant) {
    let no_later = |at: Option<Instant>| at.map(|at| at.min(now));
    let commands = &state.header.policy.commands;
    let pause = now.plus_minutes(i64::from(commands.per_minutes));
    let deadline = now.plus_seconds(i64::from(commands.deadline_seconds));
    each(&mut state.access_codes, |code| AccessCode {
        made_at: no_later(code.made_at),
        last_used_at: no_later(code.last_used_at),
        on_lock: OnLock {
            at: no_later(code.on_lock.at),
            ..code.on_lock
        },
        told_to: code.told_to.as_ref().map(|told| {
            let back = |told: &Told| Told {
                reservation_id: told.reservation_id.clone(),
                at: told.at.min(now),
            };
            told.iter().map(back).gather()
        }),
        ..code.clone()
    });
    each(&mut state.locks, |row| LockRow {
        retry: row.retry.map(|retry| Retry {
            not_before: retry.not_before.min(pause),
            ..retry
        }),
        read_at: no_later(row.read_at),
        known: row.known.as_ref().map(|known| LockState {
            reported_at: no_later(known.reported_at),
            failures: known
                .failures
                .as_ref()
                .map(|failures| failures.iter().map(|at| (*at).min(now)).gather()),
            ..known.clone()
        }),
        ..row.clone()
    });
    each(&mut state.commands, |command| Command {
        deadline: command.deadline.min(deadline),
        ..command.clone()
    });
    each(&mut state.trips, |trip| TripRow {
        booked_at: no_later(trip.booked_at),
        changed_at: no_later(trip.changed_at),
        entry_told_at: no_later(trip.entry_told_at),
        locked_out: trip.locked_out.as_ref().map(|all| {
            let back = |one: &LockedOutAt| LockedOutAt {
                lock_id: one.lock_id.clone(),
                at: one.at.min(now),
            };
            all.iter().map(back).gather()
        }),
        ..trip.clone()
    });
    each(&mut state.visits, |row| VisitRow {
        used_at: no_later(row.used_at),
        ..row.clone()
    });
    each(&mut state.notices, |row| NoticeRow {
        at: row.at.min(now),
        ..row.clone()
    });
    each(&mut state.orders, |order| StandingOrder {
        at: order.at.min(now),
        ..order.clone()
    });
}

fn each<T: Clone + Placed>(table: &mut Table<T>, change: impl Fn(&T) -> T) {
    let rows: Vec<(String, T)> = table
        .iter()
        .map(|(id, row)| (id.to_owned(), change(row)))
        .gather();
    for (id, row) in rows {
        table.put(&id, row);
    }
}
