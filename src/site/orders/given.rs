//! An order as it was given, and helpers of all orders.

use super::subject::put;
use crate::site::state::{AuditReason, HostOrderKind, StandingOrder, State, Subject};
use crate::time::Instant;
use crate::{Error, ErrorCode};

/// What an order that was carried out was about; `None` where there was nothing to do.
pub(crate) type Obeyed = Result<Option<Subject>, Error>;

/// An order, and the time of the step.
#[derive(Clone, Copy)]
pub(crate) struct Given {
    pub(crate) kind: HostOrderKind,
    /// When it was ordered.
    pub(crate) at: Instant,
    pub(crate) now: Instant,
}

impl Given {
    pub(crate) fn reason(self) -> AuditReason {
        AuditReason::HostOrdered { order: self.kind }
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
    given: Given,
    with: impl FnOnce(&mut StandingOrder),
) {
    if let Some(mut order) = subject.order(given.kind, given.at) {
        with(&mut order);
        put(state, order);
    }
}
