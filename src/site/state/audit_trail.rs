//! The next audit row of a site.

use super::audit::{AuditKind, AuditReason, AuditRow};
use super::tables::{State, rules_of};
use crate::code::{Advice, advise};
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
            advice: None,
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
    let advice = (kind == AuditKind::CodeIssued).then(|| advice(state, code));
    AuditRow {
        code_id: Some(code.id.clone()),
        reservation_id: code.holder.reservation_id().cloned(),
        advice: advice.filter(|advice| !advice.is_empty()),
        ..AuditRow::new(state, kind, Some(reason), now)
    }
}

/// The slips that are between the PIN of a code and others that are or may be on its lock (P10).
fn advice(state: &State, code: &AccessCode) -> Vec<Advice> {
    let candidate = code.pin.and_then(|pin| pin.reveal().parse().ok());
    let Some(candidate) = candidate.filter(|_| {
        let policy = state.policy_of_lock(&code.lock_id);
        policy.codes.typo_aware
    }) else {
        return Vec::new();
    };
    let mut others = state.codes_on(&code.lock_id);
    others.retain(|other| other.id != code.id);
    let (in_use, _) = State::pins_of(&others);
    let rules = [rules_of(state, &code.lock_id)];
    advise(&candidate, &rules, &in_use).unwrap_or_default()
}
