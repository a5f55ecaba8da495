//! Backups and the emergency code of a lock: kept, made and ended (B, E).

use std::sync::Arc;

use super::awaited::is_backup_awaited;
use super::lock_pins::{LockPin, NumberedPin};
use super::own_doors::own_doors;
use super::pool_condition::pool_condition;
use crate::Id;
use crate::model::{
    Abilities, AccessCode, CodeWindow, Desired, HolderKind, Listing, OnLockState, Policy,
};
use crate::rules::{automated, platform_makes};
use crate::site::cache::Cache;
use crate::site::evaluation::Context;
use crate::site::plan::Plans;
use crate::site::standing_orders::paused_since;
use crate::site::state::{
    AuditKind, AuditReason, RowKey, State, has_other_length, is_backup_or_emergency,
    is_kept_for_guest,
};

/// The most rounds in which the backups of a lock change at one instant.
const MAX_ROUNDS: usize = 8;

/// Makes the backups and the emergency code of a lock what they should be.
pub(crate) fn keep_backups(context: &mut Context<'_>, cache: &Cache, lock_id: &Id) {
    let Some(row) = context.state.locks.get(lock_id) else {
        return;
    };
    let Some(abilities) = context.state.abilities_of(lock_id).cloned() else {
        return;
    };
    if !can_be_kept(&abilities) {
        return;
    }
    let is_automated = automated_listings(context.state, lock_id).next().is_some();
    let is_paused = is_paused(context.state, lock_id);
    let mut backups = LockBackups {
        plans: &cache.plans,
        lock_id,
        is_automated,
        is_backup_awaited: is_backup_awaited(context.state, cache, row),
        abilities: &abilities,
        context,
    };
    backups.end_refused();
    if is_paused {
        return;
    }
    // What one of them brings may be what the other waits for: one call does all that is due now
    // (D3, F48).
    let mut target = 0;
    for _ in 0..MAX_ROUNDS {
        let before = backups.codes();
        target = backups.keep_pool();
        backups.keep_emergency();
        if backups.codes() == before {
            break;
        }
    }
    backups.await_pool(target);
    let condition = pool_condition(context.state, lock_id, target, context.now);
    context.evaluation.conditions.extend(condition);
}

/// Whether the engine keeps the backups and the emergency code of a lock. While automation rests,
/// what is there only follows its stays.
pub(super) fn are_kept(state: &State, lock_id: &Id) -> bool {
    let able = state.abilities_of(lock_id);
    able.is_some_and(|able| can_be_kept(able)) && !is_paused(state, lock_id)
}

/// A lock without remote access, or whose platform makes the PINs, has no backups.
fn can_be_kept(abilities: &Abilities) -> bool {
    abilities.remote && abilities.keeps_backups && !platform_makes(&abilities.rules)
}

/// Whether automation rests for every listing behind a lock.
fn is_paused(state: &State, lock_id: &Id) -> bool {
    let mut listings = automated_listings(state, lock_id).peekable();
    listings.peek().is_some()
        && listings.all(|listing| paused_since(state, Some(&listing.id)).is_some())
}

/// The listings behind a lock whose codes are automated (B1, L).
fn automated_listings<'a>(
    state: &'a State,
    lock_id: &Id,
) -> impl Iterator<Item = &'a Listing> + use<'a> {
    let listings = state.listings.about(&RowKey::Lock(lock_id.clone()));
    listings.filter(|listing| automated(listing, state.policy_of_listing(&listing.id)))
}

/// The backups and the emergency code of one lock.
pub(super) struct LockBackups<'a, 'b> {
    pub(super) context: &'a mut Context<'b>,
    pub(super) plans: &'a Plans,
    pub(super) lock_id: &'a Id,
    /// Whether codes are automated for a listing behind the lock.
    pub(super) is_automated: bool,
    pub(super) is_backup_awaited: bool,
    pub(super) abilities: &'a Abilities,
}

/// A backup or emergency code to be made.
pub(super) struct NewBackup {
    pub(super) kind: HolderKind,
    pub(super) length: u8,
    pub(super) slot: Option<u32>,
}

impl LockBackups<'_, '_> {
    /// The policy of the lock.
    pub(super) fn policy(&self) -> &Policy {
        self.context.state.policy_of_lock(self.lock_id)
    }

    /// The codes of the lock, as they are now.
    pub(super) fn codes(&self) -> Vec<Arc<AccessCode>> {
        let lock = RowKey::Lock(self.lock_id.clone());
        self.context.state.access_codes.shared(&lock)
    }

    /// Ends each code whose PIN another code on the lock had (F9), or whose PIN has another length
    /// than the codes on the lock (P11), or is that of another listing's door. A code with its own
    /// PIN follows.
    fn end_refused(&mut self) {
        let is_refused = |code: &&AccessCode| {
            let lacks_pin = code.pin.is_none()
                && code.on_lock.state == OnLockState::Absent
                && matches!(code.wanted, Some(Desired::Window(_)));
            is_backup_or_emergency(code)
                && (lacks_pin
                    || has_other_length(self.context.state, code)
                    || (code.wanted != Some(Desired::REMOVED) && self.is_astray(code)))
                && !is_kept_for_guest(self.context.state, code)
        };
        let codes = self.codes();
        let refused: Vec<_> = codes.iter().map(AsRef::as_ref).filter(is_refused).collect();
        for code in refused {
            self.end(code, false);
        }
    }

    /// Ends a backup or emergency code. `replaced`: a new one takes its place.
    pub(super) fn end(&mut self, code: &AccessCode, replaced: bool) {
        let code = AccessCode {
            replaced: replaced.then_some(true),
            ..code.clone().ended(self.context.now)
        };
        self.context
            .decide(AuditKind::CodeEnded, code, AuditReason::BackupReplaced);
    }

    /// Makes a code without end, of a set that the listing's other own doors have begun, if there
    /// is one (P1). Nothing: no PIN is left, or the site is full.
    pub(super) fn make(&mut self, new: &NewBackup) -> Option<()> {
        let doors = own_doors(self.context.state, self.lock_id, new.length);
        self.watch_own_doors(&doors);
        let shared = self.shared_pin(new.kind, &doors);
        let holder = self.holder_of(new.kind, &doors, shared.as_ref())?;
        let made_at = shared.as_ref().and_then(|shared| shared.made_at);
        let (pin, number) = if let Some(shared) = shared {
            (shared.pin, Some(shared.number))
        } else {
            let made = self.new_pin(new, &doors)?;
            (made.pin, made.number)
        };
        let id = self.context.state.new_code_id(self.lock_id)?;
        let code = AccessCode {
            pin: Some(pin),
            pin_number: number,
            slot: new.slot,
            wanted: Some(Desired::Window(CodeWindow::default())),
            made_at: Some(made_at.unwrap_or(self.context.now)),
            ..AccessCode::new(id, self.lock_id.clone(), holder)
        };
        self.context
            .decide(AuditKind::CodeIssued, code, AuditReason::BackupNeeded);
        Some(())
    }

    /// A new PIN for all of these doors. Where none is left for all of them, one for this lock
    /// alone.
    fn new_pin(&mut self, new: &NewBackup, doors: &[Id]) -> Option<NumberedPin> {
        let holder = match new.kind {
            HolderKind::Emergency => "emergency",
            _ => "backup",
        };
        [doors, std::slice::from_ref(self.lock_id)]
            .into_iter()
            .find_map(|lock_ids| {
                let pin = LockPin {
                    lock_ids,
                    length: new.length,
                    preferred: &[],
                    holder,
                };
                pin.make(self.context.state, self.context.key).ok()
            })
    }
}
