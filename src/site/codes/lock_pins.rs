//! PINs of visits, backups and emergency codes: each is derived from a number that no other PIN of
//! the site has or had (P3, I14).

use crate::code::{Candidate, CodeRequest, CodeRules, CodeSource, Key, Pin, PinSource, make};
use crate::model::AccessCode;
use crate::site::state::{State, rules_of};
use crate::{Error, ErrorCode, Id};

/// What a PIN that is no stay's has to suit, and whom it is for.
pub(super) struct LockPin<'a> {
    /// The locks that shall all take the PIN.
    pub(super) lock_ids: &'a [Id],
    pub(super) length: u8,
    /// PINs to be tried first.
    pub(super) preferred: &'a [Candidate],
    /// What kind of holder it is for: `visit`, `backup` or `emergency`.
    pub(super) holder: &'a str,
}

/// A PIN, and the number that it was derived from. Absent: it is one of the preferred ones.
pub(super) struct NumberedPin {
    pub(super) pin: Pin,
    pub(super) number: Option<u32>,
}

impl LockPin<'_> {
    /// Makes the PIN, and counts its number where it is derived from one (P3, F35).
    pub(super) fn make(&self, state: &mut State, key: &Key) -> Result<NumberedPin, Error> {
        let count = state.header.pin_count.unwrap_or(0);
        let number = count.checked_add(1).ok_or_else(|| {
            Error::new(
                ErrorCode::TooLong,
                "the site has used all numbers for PINs",
                "create a new site",
            )
        })?;
        let doors = self.lock_ids.iter();
        let codes: Vec<&AccessCode> = doors.flat_map(|id| state.codes_at_door(id)).collect();
        let (in_use, retired) = State::pins_of(&codes);
        let rules: Vec<CodeRules> = self.lock_ids.iter().map(|id| rules_of(state, id)).collect();
        let made = make(CodeRequest {
            length: self.length,
            rules: &rules,
            in_use: &in_use,
            retired: &retired,
            preferred: self.preferred,
            typo_aware: doors_are_typo_aware(state, self.lock_ids),
            source: PinSource::Derived {
                key,
                site: &state.header.id,
                holder: self.holder,
                lock: "",
                generation: number,
            },
        })?;
        let is_derived = made.source == CodeSource::Derived;
        if is_derived {
            state.header.pin_count = Some(number);
        }
        Ok(NumberedPin {
            pin: made.code,
            number: is_derived.then_some(number),
        })
    }
}

/// Whether a new PIN of these doors is kept away from slips at one of them (P10).
fn doors_are_typo_aware(state: &State, lock_ids: &[Id]) -> bool {
    let mut policies = lock_ids.iter().map(|id| state.policy_of_lock(id));
    policies.any(|policy| policy.codes.typo_aware)
}
