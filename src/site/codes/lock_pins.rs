//! A PIN for one lock: of a visit, a backup or the emergency code (P3).

use crate::code::{Candidate, CodeRequest, Key, Pin, PinSource, generate};
use crate::site::state::{State, rules_of};
use crate::{Error, Id};

/// What a PIN for one lock has to suit, and what it is derived from beside the key.
pub(super) struct LockPin<'a> {
    pub(super) lock_id: &'a Id,
    pub(super) length: u8,
    /// PINs to be tried first.
    pub(super) preferred: &'a [Candidate],
    /// The holder, with its kind.
    pub(super) holder: &'a str,
    /// The lock that the PIN is derived for. Empty: the same PIN at all doors.
    pub(super) derived_for: &'a str,
    pub(super) generation: u32,
}

impl LockPin<'_> {
    pub(super) fn make(&self, state: &State, key: &Key) -> Result<Pin, Error> {
        let (in_use, retired) = State::pins_of(&state.codes_at_door(self.lock_id));
        let made = generate(CodeRequest {
            length: self.length,
            rules: &[rules_of(state, self.lock_id)],
            in_use: &in_use,
            retired: &retired,
            preferred: self.preferred,
            source: PinSource::Derived {
                key,
                site: &state.header.id,
                holder: self.holder,
                lock: self.derived_for,
                generation: self.generation,
            },
        })?;
        Ok(made.code)
    }
}
