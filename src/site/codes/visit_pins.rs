//! The PIN of a visit (V2, P1).

use super::lock_pins::{LockPin, NumberedPin};
use crate::code::{Candidate, Pin};
use crate::model::{AccessCode, Desired};
use crate::rules::platform_makes;
use crate::site::evaluation::Context;
use crate::site::state::{RowKey, VisitRow, rules_of};
use crate::{Error, Id};

/// A PIN of the visit's own, the same at all its doors if the locks allow that. Nothing: the lock's
/// platform makes the PIN.
pub(super) fn visit_pin(
    context: &mut Context<'_>,
    row: &VisitRow,
    lock_id: &Id,
    generation: u32,
) -> Result<Option<NumberedPin>, Error> {
    let state = &*context.state;
    if platform_makes(&rules_of(state, lock_id)) {
        return Ok(None);
    }
    let is_same = |code: &&AccessCode| {
        code.lock_id != *lock_id && opens(code) && code.holder.generation.unwrap_or(0) == generation
    };
    let elsewhere: Vec<(Pin, Option<u32>)> = state
        .access_codes
        .about(&RowKey::Visit(row.visit.id.clone()))
        .filter(is_same)
        .filter_map(|code| Some((code.pin?, code.pin_number)))
        .collect();
    let preferred: Vec<Candidate> = elsewhere
        .iter()
        .filter_map(|(pin, _)| pin.reveal().parse().ok())
        .collect();
    let pin = LockPin {
        lock_ids: std::slice::from_ref(lock_id),
        length: state.policy_of_visit_at(&row.visit, lock_id).codes.length,
        preferred: &preferred,
        holder: "visit",
    };
    let mut made = pin.make(context.state, context.key)?;
    let mut same = elsewhere.iter().filter(|(pin, _)| *pin == made.pin);
    made.number = made.number.or_else(|| same.next()?.1);
    Ok(Some(made))
}

/// Whether a code of a visit shall open.
pub(super) fn opens(code: &AccessCode) -> bool {
    matches!(code.wanted, Some(Desired::Window(_)))
}
