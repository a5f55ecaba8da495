//! What an entry was that a keypad refused.

use crate::Error;
use crate::error::{ErrorCode, shown};
use crate::rules::EntryDiagnosis;
use crate::site::entries::{Entry, diagnosis};
use crate::site::fact::AccessDenied;
use crate::site::standing_orders::meant_by;
use crate::site::state::State;

/// What a refused entry was, by the codes of its time.
///
/// # Errors
/// `invalid_value` at `fact.lockId` where the site has no such lock; `out_of_range` at
/// `fact.digits`.
pub(crate) fn diagnose_entry(state: &State, fact: &AccessDenied) -> Result<EntryDiagnosis, Error> {
    if state.locks.get(&fact.lock_id).is_none() {
        let message = format!("no lock {} in this site", shown(&fact.lock_id));
        let hint = "send the lock first, or check the id";
        return Err(Error::new(ErrorCode::InvalidValue, message, hint).at("fact.lockId"));
    }
    fact.check().map_err(|error| error.at("fact"))?;
    let entry = Entry {
        lock_id: meant_by(state, &fact.lock_id),
        pin: fact.pin,
        digits: fact.digits,
        at: fact.at,
    };
    Ok(diagnosis(state, entry))
}
