//! A step under way, as every phase sees it.

use super::output::Output;
use super::place_evaluation::Evaluation;
use crate::code::Key;
use crate::model::AccessCode;
use crate::site::state::{AuditKind, AuditReason, State, audit_row};
use crate::time::Instant;

/// A step under way: what every phase reads, and where it leaves its results.
pub(crate) struct Context<'a> {
    pub(crate) state: &'a mut State,
    /// The key that derives new PINs (P3).
    pub(crate) key: &'a Key,
    pub(crate) now: Instant,
    /// What the step gives back so far.
    pub(crate) output: Output,
    /// The evaluation under way.
    pub(crate) evaluation: Evaluation,
}

impl<'a> Context<'a> {
    pub(crate) fn new(state: &'a mut State, key: &'a Key, now: Instant) -> Self {
        Self {
            state,
            key,
            now,
            output: Output::default(),
            evaluation: Evaluation::new(now),
        }
    }

    /// Stores a code as it was decided, and an audit row that says why (P9).
    pub(crate) fn decide(&mut self, kind: AuditKind, code: AccessCode, reason: AuditReason) {
        let row = audit_row(self.state, kind, &code, reason, self.now);
        self.output.audit.push(row);
        self.state.access_codes.put(&code.id.clone(), code);
    }

    /// Begins the next evaluation, and gives the finished one.
    pub(crate) fn take_evaluation(&mut self) -> Evaluation {
        std::mem::replace(&mut self.evaluation, Evaluation::new(self.now))
    }
}
