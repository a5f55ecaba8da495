//! An order as it was given, and helpers of all orders.

use crate::site::fact::HostOrderFact;
use crate::site::standing_orders::{last, put};
use crate::site::state::{
    AuditReason, HostOrderKind, RecentEvent, StandingOrder, State, Subject, When,
};
use crate::time::Instant;
use crate::{Error, ErrorCode};

/// What an order that was carried out was about; `None` where there was nothing to do.
pub(crate) type OrderOutcome = Result<Option<Subject>, Error>;

/// An order, and the time of the step.
#[derive(Clone, Copy)]
pub(crate) struct Given<'a> {
    pub(crate) kind: HostOrderKind,
    /// When it was ordered, at the latest now (C7).
    pub(crate) at: Instant,
    /// Its turn among the orders of that second, where one of them was stamped ahead of now.
    turn: Option<u32>,
    /// The fact that brought it, which shows a repeat (D4).
    fact: &'a HostOrderFact,
    pub(crate) now: Instant,
}

impl<'a> Given<'a> {
    pub(super) fn of(fact: &'a HostOrderFact, state: &State, now: Instant) -> Self {
        Self {
            kind: fact.order.kind(),
            at: fact.at.min(now),
            turn: turn_of(fact.at, state, now),
            fact,
            now,
        }
    }

    pub(super) fn event(self) -> RecentEvent {
        RecentEvent {
            id: self.fact.id.clone(),
            at: self.fact.at,
        }
    }

    pub(super) fn when(self) -> When {
        When {
            at: self.at,
            turn: self.turn.unwrap_or(0),
        }
    }

    pub(crate) fn reason(self) -> AuditReason {
        AuditReason::HostOrdered { order: self.kind }
    }
}

/// Whether an order is no later than the last one of its kind about the same subject, or came
/// before (D4).
pub(crate) fn is_stale(state: &State, subject: &Subject, given: Given<'_>) -> bool {
    last(state, given.kind, subject).is_some_and(|last| {
        let fact = given.event();
        let is_of_its_second = last.turn.is_none() && fact.at == last.at;
        given.when() <= last.when() || is_of_its_second || last.was_brought_by(&fact)
    })
}

/// The turn of an order among those of this second, once one of them was stamped ahead of now.
fn turn_of(stamp: Instant, state: &State, now: Instant) -> Option<u32> {
    if stamp < now {
        return None;
    }
    let same_second = state.orders.values().filter(|order| order.at == now);
    let last = same_second.filter_map(|order| order.turn).max();
    match last {
        Some(last) => Some(last.saturating_add(1)),
        None => (stamp > now).then_some(1),
    }
}

pub(crate) fn one_of(keys: &str) -> Error {
    Error::new(
        ErrorCode::InvalidValue,
        format!("not exactly one of {keys}"),
        "give one of them",
    )
}

pub(crate) fn no_such(what: &str, key: &str) -> Error {
    let message = format!("no such {what}");
    Error::new(ErrorCode::InvalidValue, message, "check the id").at(key)
}

/// Stores an order that counts from now on.
pub(crate) fn stand(
    state: &mut State,
    subject: &Subject,
    given: Given<'_>,
    with: impl FnOnce(&mut StandingOrder),
) {
    if let Some(mut order) = subject.order(given.kind, given.at) {
        with(&mut order);
        order.turn = given.turn;
        let before = last(state, given.kind, subject).filter(|before| before.key == order.key);
        let order = order.brought_by(given.event(), before);
        put(state, order);
    }
}
