//! The next audit row of a site.

use super::audit::{AuditKind, AuditReason, AuditRow};
use super::tables::State;
use crate::model::AccessCode;
use crate::time::Instant;

impl AuditRow {
    /// The next row of a site, without a subject yet.
    pub(crate) fn new(
        state: &mut State,
        kind: AuditKind,
        reason: Option<AuditReason>,
        now: Instant,
    ) -> Self {
        state.header.audit_count = state.header.audit_count.saturating_add(1);
        Self {
            seq: state.header.audit_count,
            at: now,
            kind,
            code_id: None,
            reservation_id: None,
            visit_id: None,
            listing_id: None,
            lock_id: None,
            notice_key: None,
            channel: None,
            because: reason.into_iter().collect(),
        }
    }
}

/// The next audit row of a site, about a code.
pub(crate) fn audit_row(
    state: &mut State,
    kind: AuditKind,
    code: &AccessCode,
    reason: AuditReason,
    now: Instant,
) -> AuditRow {
    AuditRow {
        code_id: Some(code.id.clone()),
        reservation_id: code.holder.reservation_id().cloned(),
        ..AuditRow::new(state, kind, Some(reason), now)
    }
}
