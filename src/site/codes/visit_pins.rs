//! The PIN of a visit (V2, P1).

use super::lock_pins::LockPin;
use crate::code::{Candidate, Pin};
use crate::model::AccessCode;
use crate::rules::platform_makes;
use crate::site::evaluation::Context;
use crate::site::state::{RowKey, VisitRow, rules_of};
use crate::{Error, Id};

/// A PIN of the visit's own, the same at all its doors if the locks allow that. Nothing: the lock's
/// platform makes the PIN.
pub(super) fn visit_pin(
    context: &Context<'_>,
    row: &VisitRow,
    lock_id: &Id,
    generation: u32,
) -> Result<Option<Pin>, Error> {
    let state = &*context.state;
    if platform_makes(&rules_of(state, lock_id)) {
        return Ok(None);
    }
    let is_same = |code: &&AccessCode| {
        code.lock_id != *lock_id && code.holder.generation.unwrap_or(0) == generation
    };
    let pins_elsewhere: Vec<Candidate> = state
        .access_codes
        .about(&RowKey::Visit(row.visit.id.clone()))
        .filter(is_same)
        .filter_map(|code| code.pin?.reveal().parse().ok())
        .collect();
    let pin = LockPin {
        lock_id,
        length: state.header.policy.codes.length,
        preferred: &pins_elsewhere,
        holder: &format!("visit {}", row.visit.id),
        derived_for: "",
        generation,
    };
    pin.make(state, context.key).map(Some)
}
