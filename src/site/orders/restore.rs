//! The host's word on a code that was taken off by hand: it is put back (T8).

use super::about_codes::code_of;
use super::given::{Given, OrderOutcome, is_stale, stand};
use crate::Id;
use crate::model::AccessCode;
use crate::site::state::{RowKey, State, Subject};

/// Puts a code back that was taken off by hand. Its guest needs it from now on anew (A2).
pub(super) fn restore(state: &mut State, id: &Id, given: Given<'_>) -> OrderOutcome {
    let Some(code) = code_of(state, id)? else {
        return Ok(None);
    };
    let subject = Subject::code(id, &code.lock_id);
    let is_old = is_stale(state, &subject, given);
    if is_old || code.taken_off.is_none() {
        return Ok(None);
    }
    state.access_codes.change(id, |code| {
        code.taken_off = None;
        code.seen_since = None;
        code.tries = None;
        code.doubt = None;
        code.awaited = None;
    });
    stand(state, &subject, given, |_| ());
    Ok(Some(subject))
}

/// A new PIN is the host's word, too: nothing else is awaited for the codes of a stay.
pub(super) fn forget_taken_off(state: &mut State, reservation_ids: &[Id], lock_id: Option<&Id>) {
    let is_here = |code: &AccessCode| lock_id.is_none_or(|id| code.lock_id == *id);
    for reservation_id in reservation_ids {
        let of_stay = state
            .access_codes
            .about(&RowKey::Stay(reservation_id.clone()));
        let taken = of_stay.filter(|code| code.taken_off.is_some() && is_here(code));
        let taken: Vec<Id> = taken.map(|code| code.id.clone()).collect();
        for id in taken {
            state.access_codes.change(&id, |code| code.taken_off = None);
        }
    }
}
