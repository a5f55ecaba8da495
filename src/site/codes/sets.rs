//! Sets of backups and emergency codes: a lock joins the set that another own door of its listing
//! has begun, and leaves one that is another house's (P1).

use super::backups::LockBackups;
use super::own_doors::of_set;
use crate::Id;
use crate::code::{Pin, check};
use crate::model::{AccessCode, Desired, Holder, HolderKind};
use crate::rules::backup_identifier;
use crate::site::state::{RowKey, State, rules_of};
use crate::time::{Duration, Instant};

/// A PIN that other doors of the listing have already.
pub(super) struct SharedPin {
    pub(super) pin: Pin,
    pub(super) number: u32,
    pub(super) identifier: Option<Id>,
    /// Its age counts from where it was made first, so that it grows too old at all doors at once.
    pub(super) made_at: Option<Instant>,
}

impl LockBackups<'_, '_> {
    /// Every change at the listing's other own doors may change the codes here.
    pub(super) fn watch_own_doors(&mut self, doors: &[Id]) {
        for door in doors.iter().filter(|door| *door != self.lock_id) {
            self.context.evaluation.watch_closely(door);
        }
    }

    /// A PIN that another own door has, nobody was told, and this lock never had: the first that
    /// was made (B1), or the newest emergency code (E1).
    pub(super) fn shared_pin(&self, kind: HolderKind, doors: &[Id]) -> Option<SharedPin> {
        let state = &*self.context.state;
        let here = state.codes_at_door(self.lock_id);
        let (in_use, retired) = State::pins_of(&here);
        let rules = [rules_of(state, self.lock_id)];
        let may_come = |code: &&AccessCode| {
            let is_new = !here.iter().any(|own| own.pin_number == code.pin_number);
            let candidate = code.pin.map(|pin| pin.typed());
            let is_allowed = candidate.is_some_and(|candidate| {
                check(&candidate, &rules, &in_use, &retired).is_ok_and(|broken| broken.is_empty())
            });
            is_new && is_allowed
        };
        let elsewhere = doors.iter().filter(|door| *door != self.lock_id);
        let codes = elsewhere
            .flat_map(|door| state.access_codes.about(&RowKey::Lock(door.clone())))
            .filter(|code| code.holder.kind == kind && code.pin_number.is_some())
            .filter(|code| matches!(code.wanted, Some(Desired::Window(_))))
            .filter(|code| !code.is_told() && code.last_used_at.is_none())
            .filter(|code| self.is_young(code))
            .filter(may_come);
        let code = if kind == HolderKind::Emergency {
            codes.max_by_key(|code| code.pin_number)
        } else {
            codes.min_by_key(|code| code.pin_number)
        }?;
        Some(SharedPin {
            pin: code.pin?,
            number: code.pin_number?,
            identifier: code.holder.id.clone(),
            made_at: code.made_at,
        })
    }

    /// Whether a code has the PIN of another door that serves other listings, since doors were
    /// linked otherwise. Then the code of the door with more listings is replaced: nobody shall be
    /// told the PIN of a door that is not theirs (I2).
    pub(super) fn is_astray(&self, code: &AccessCode) -> bool {
        if code.is_told() {
            return false;
        }
        let state = &*self.context.state;
        let behind = |lock_id: &Id| -> Vec<&Id> {
            let listings = state.listings.about(&RowKey::Lock(lock_id.clone()));
            listings.map(|listing| &listing.id).collect()
        };
        let mut others = of_set(state, code)
            .filter(|other| !other.is_gone())
            .peekable();
        if others.peek().is_none() {
            return false;
        }
        let here = behind(self.lock_id);
        others.any(|other| {
            let there = behind(&other.lock_id);
            here != there && (here.len(), self.lock_id) > (there.len(), &other.lock_id)
        })
    }

    /// Whether a code is not yet to be replaced for its age (B6, E2).
    fn is_young(&self, code: &AccessCode) -> bool {
        let policy = self.policy();
        let days = match code.holder.kind {
            HolderKind::Emergency => policy.emergency.rotate_days,
            _ => policy.backups.rotate_days,
        };
        code.made_at
            .is_some_and(|made_at| made_at + Duration::days(days) > self.context.now)
    }

    /// The holder of a new code of a set. All codes of the set have one identifier, where each door
    /// allows that (B1, E4).
    pub(super) fn holder_of(
        &self,
        kind: HolderKind,
        doors: &[Id],
        shared: Option<&SharedPin>,
    ) -> Option<Holder> {
        let state = &*self.context.state;
        let here = state.codes_at_door(self.lock_id);
        let is_free = |identifier: &&Id| {
            !here.iter().any(|code| {
                code.holder.id.as_ref() == Some(identifier)
                    || code.pin.is_some_and(|pin| pin.reveal() == ***identifier)
            })
        };
        let shared = shared.and_then(|shared| shared.identifier.as_ref().filter(is_free));
        let id = shared.cloned().or_else(|| {
            let codes = doors.iter().flat_map(|door| state.codes_at_door(door));
            backup_identifier(&codes.collect::<Vec<_>>())
        })?;
        Some(Holder {
            kind,
            id: Some(id),
            generation: None,
        })
    }
}
