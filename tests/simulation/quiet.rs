//! Whether a step of the engine did nothing (D3).

use latchstring::site::Step;

pub fn is_empty(step: &Step) -> bool {
    step.commands.is_empty()
        && step.notices.is_empty()
        && step.audit.is_empty()
        && step.changes.is_empty()
        && step.rejected.is_empty()
}
