//! Codes that should be gone.

use crate::model::{AccessCode, Desired};
use crate::site::evaluation::Context;
use crate::site::state::{AuditKind, AuditReason, State};
use crate::time::Instant;

/// Ends codes. The audit row says that the window is over, or else the reason that `why` gives.
pub(super) fn end_codes(
    context: &mut Context<'_>,
    codes: Vec<AccessCode>,
    why: impl Fn(&State, &AccessCode) -> AuditReason,
) {
    for code in codes {
        let reason = if is_over(&code, context.now) {
            AuditReason::WindowOver
        } else {
            why(context.state, &code)
        };
        context.decide(AuditKind::CodeEnded, code.ended(context.now), reason);
    }
}

/// Whether the window that a code should have is over.
pub(crate) fn is_over(code: &AccessCode, now: Instant) -> bool {
    match code.wanted {
        Some(Desired::Window(window)) => window.ends_at.is_some_and(|end| end <= now),
        _ => false,
    }
}
