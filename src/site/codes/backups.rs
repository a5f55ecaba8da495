//! Backups and the emergency code on every lock: the pool full, none too old, what was told kept to its stay (B, E).

use std::sync::Arc;

use super::awaited::is_backup_awaited;
use super::pool_low::pool_condition;
use crate::Id;
use crate::code::{CodeRequest, Key, Pin, PinSource, generate};
use crate::model::{
    Abilities, AccessCode, CodeWindow, Desired, Holder, HolderKind, Listing, OnLockState, abilities,
};
use crate::rules::{
    EmergencyCase, EmergencyPlan, PoolCase, PoolPlan, ToldStay, automated, backup_identifier,
    emergency_length, evidence, is_too_old, plan_emergency, plan_pool, platform_makes, stay_of,
};
use crate::site::cache::Cache;
use crate::site::evaluation::{Evaluation, Timer, Timers};
use crate::site::orders::paused_since;
use crate::site::plan::{Plans, pool_changes, pool_target_at};
use crate::site::state::{
    AuditKind, AuditReason, AuditRow, RowKey, State, audit_row, is_backup_or_emergency, rules_of,
};
use crate::time::Instant;

/// Makes what the spares of a lock should be of what they are.
pub(crate) fn keep_backups(
    state: &mut State,
    cache: &Cache,
    lock_id: &Id,
    now: Instant,
    key: &Key,
    audit: &mut Vec<AuditRow>,
    evaluation: &mut Evaluation,
) {
    let Some(row) = state.locks.get(lock_id) else {
        return;
    };
    let Ok(abilities) = abilities(&row.lock) else {
        return;
    };
    // Without a way to put one on the lock, or where its platform makes the PINs, there are none.
    if !abilities.remote || !abilities.keeps_backups || platform_makes(&abilities.rules) {
        return;
    }
    let is_backup_awaited = is_backup_awaited(state, cache, row);
    let linked = behind(state, lock_id).next().is_some();
    let rests = linked && behind(state, lock_id).all(|one| paused_since(state, Some(&one.id)).is_some());
    let mut one = LockBackups {
        state,
        plans: &cache.plans,
        lock_id,
        is_backup_awaited,
        abilities: &abilities,
        now,
        key,
        audit,
    };
    one.end_refused();
    if rests {
        return;
    }
    let target = one.keep_pool(linked, &mut evaluation.timers);
    one.keep_emergency(linked, &mut evaluation.timers);
    evaluation
        .conditions
        .extend(pool_condition(state, lock_id, target, now));
}

/// The listings behind the lock that codes are made for (B1, L).
fn behind<'a>(state: &'a State, lock_id: &Id) -> impl Iterator<Item = &'a Listing> + use<'a> {
    let behind = state.listings.about(&RowKey::Lock(lock_id.clone()));
    behind.filter(|listing| automated(listing, &state.header.policy))
}

/// Whether somebody used the emergency code who was not told it (E2).
fn used_by_stranger(codes: &[&AccessCode]) -> bool {
    codes.iter().any(|code| {
        code.holder.kind == HolderKind::Emergency
            && code.wanted != Some(Desired::REMOVED)
            && code.last_used_at.is_some()
            && !code.is_told()
    })
}

struct LockBackups<'a> {
    state: &'a mut State,
    plans: &'a Plans,
    lock_id: &'a Id,
    is_backup_awaited: bool,
    abilities: &'a Abilities,
    now: Instant,
    key: &'a Key,
    audit: &'a mut Vec<AuditRow>,
}

impl LockBackups<'_> {
    /// The codes of the lock, as they are now.
    fn codes(&self) -> Vec<Arc<AccessCode>> {
        self.state
            .access_codes
            .shared(&RowKey::Lock(self.lock_id.clone()))
    }

    /// A spare whose PIN another code had on the lock makes room for one with a PIN of its own (F9).
    fn end_refused(&mut self) {
        let is_refused = |code: &&AccessCode| {
            is_backup_or_emergency(code)
                && code.pin.is_none()
                && code.on_lock.state == OnLockState::Absent
                && matches!(code.wanted, Some(Desired::Window(_)))
        };
        for code in self.codes().iter().map(AsRef::as_ref).filter(is_refused) {
            self.end(code, false);
        }
    }

    /// Gives the number of backups that there shall be.
    fn keep_pool(&mut self, linked: bool, timers: &mut Timers) -> u32 {
        let codes = self.codes();
        let codes: Vec<&AccessCode> = codes.iter().map(AsRef::as_ref).collect();
        let policy = self.state.header.policy.clone();
        let arrivals = self.plans.arrivals(self.lock_id);
        let target = if linked {
            pool_target_at(&policy, &arrivals, self.now)
        } else {
            0
        };
        let plan = self.pool_plan(&codes, target, self.now);
        if let Some(at) = plan.look_again_at {
            timers.set(Timer::BackupPoolChanges, at);
        }
        for id in plan.remove {
            if let Some(code) = codes.iter().find(|code| code.id == id) {
                self.end(code, is_too_old(code, &policy, self.now));
            }
        }
        for _ in 0..plan.add {
            let Some(identifier) = backup_identifier(&self.state.codes_at_door(self.lock_id)) else {
                break;
            };
            let length = policy.codes.length;
            let holder = Holder {
                kind: HolderKind::Backup,
                id: Some(identifier),
                generation: None,
            };
            if self.make(holder, length, None).is_none() {
                break;
            }
        }
        let codes = self.codes();
        let codes: Vec<&AccessCode> = codes.iter().map(AsRef::as_ref).collect();
        let changes = if linked {
            pool_changes(&policy, &arrivals, self.now)
        } else {
            Vec::new()
        };
        // Another number alone is nothing to do: the lock may have no place, or need not give one up.
        let cause =
            |target, at| pool_condition(self.state, self.lock_id, target, at).map(|cause| cause.notice.key);
        let bears = |at: &&Instant| {
            let then = pool_target_at(&policy, &arrivals, **at);
            let planned = self.pool_plan(&codes, then, **at);
            planned.add > 0 || !planned.remove.is_empty() || cause(then, **at) != cause(target, self.now)
        };
        if let Some(&at) = changes.iter().find(bears) {
            timers.set(Timer::BackupTargetChanges, at);
        }
        target
    }

    /// What the pool lacks, or has too much of, at an instant.
    fn pool_plan(&self, codes: &[&AccessCode], target: u32, at: Instant) -> PoolPlan {
        let policy = &self.state.header.policy;
        let row = self.state.locks.get(self.lock_id);
        let known = row.and_then(|row| row.last_status.as_ref());
        plan_pool(&PoolCase {
            codes,
            target,
            free_places: self.free_places(codes, at),
            evidence: evidence(known, &policy.offline, false, at),
            policy,
            now: at,
        })
    }

    /// Places that no code takes, and that no stay will need soon; also those of codes that are not needed soon, where a
    /// backup is awaited (S).
    fn free_places(&self, codes: &[&AccessCode], at: Instant) -> Option<u32> {
        let capacity = self.abilities.capacity?;
        let hours = i64::from(self.state.header.policy.codes.activate_ahead_hours);
        let soon = at.plus_minutes(hours.saturating_mul(60));
        let taken = codes.iter().filter(|code| {
            let is_on_it = code.on_lock.state != OnLockState::Absent;
            match code.wanted {
                Some(Desired::Window(held)) if held.starts_at.is_some_and(|start| start > soon) => {
                    is_on_it && !self.is_backup_awaited
                }
                Some(Desired::Window(_)) => true,
                _ => is_on_it,
            }
        });
        Some(capacity.saturating_sub(u32::try_from(taken.count()).unwrap_or(u32::MAX)))
    }

    fn keep_emergency(&mut self, linked: bool, timers: &mut Timers) {
        let codes = self.codes();
        let codes: Vec<&AccessCode> = codes.iter().map(AsRef::as_ref).collect();
        let mut policy = self.state.header.policy.clone();
        policy.emergency.enabled &= linked;
        let plan = plan_emergency(&EmergencyCase {
            codes: &codes,
            told_stay: self.told_stay(&codes),
            used_by_stranger: used_by_stranger(&codes),
            policy: &policy,
            now: self.now,
        });
        let (old, wanted) = match plan {
            EmergencyPlan::Keep { replace_at } => {
                if let Some(at) = replace_at {
                    timers.set(Timer::EmergencyCodeTooOld, at);
                }
                (None, false)
            }
            EmergencyPlan::Make => (None, true),
            EmergencyPlan::Replace { code_id } => (Some(code_id), true),
            EmergencyPlan::Off { remove, .. } => (remove, false),
        };
        if let Some(code) = old.and_then(|id| codes.iter().find(|code| code.id == id)) {
            self.end(code, wanted);
        }
        // The one that goes is counted, as its place is the new one's.
        let has_place = self.abilities.capacity.is_none_or(|capacity| {
            let others = |code: &&&AccessCode| {
                code.holder.kind != HolderKind::Emergency && code.on_lock.state != OnLockState::Absent
            };
            u32::try_from(codes.iter().filter(others).count()).is_ok_and(|taken| taken < capacity)
        });
        if wanted && has_place {
            let made = self
                .state
                .codes_at_door(self.lock_id)
                .into_iter()
                .filter(|code| code.holder.kind == HolderKind::Emergency)
                .filter_map(|code| code.holder.generation)
                .max();
            let holder = Holder {
                kind: HolderKind::Emergency,
                id: None,
                generation: Some(made.unwrap_or(0).saturating_add(1)),
            };
            // A lock with fewer places than that has no such slot: any place will do (E1).
            let slot = policy.emergency.slot;
            let has_slot = self.abilities.capacity.is_none_or(|capacity| slot <= capacity);
            let slot = has_slot.then_some(slot);
            self.make(holder, emergency_length(self.abilities), slot);
        }
    }

    /// The stay that was told the current emergency code, without grace.
    fn told_stay(&self, codes: &[&AccessCode]) -> Option<ToldStay> {
        let told = codes
            .iter()
            .filter(|code| code.holder.kind == HolderKind::Emergency && code.wanted != Some(Desired::REMOVED))
            .find_map(|code| code.told_to.as_ref()?.last())?;
        let booked = self.state.reservations.get(&told.reservation_id)?;
        let listing = self.state.listings.get(&booked.listing_id)?;
        let stay = stay_of(booked, listing).ok()?;
        Some(ToldStay {
            ends_at: stay.ends_at(),
            next_starts_at: self.plans.next_start(self.lock_id, stay.ends_at()),
        })
    }

    /// Ends a spare; `replaced` says whether another one comes for it.
    fn end(&mut self, code: &AccessCode, replaced: bool) {
        let row = audit_row(
            self.state,
            AuditKind::CodeEnded,
            code,
            AuditReason::BackupReplaced,
            self.now,
        );
        self.audit.push(row);
        let code = AccessCode {
            replaced: replaced.then_some(true),
            ..code.clone().ended(self.now)
        };
        self.state.access_codes.put(&code.id.clone(), code);
    }

    /// Makes a spare without end; none where no PIN is left or the site is full.
    fn make(&mut self, holder: Holder, length: u8, slot: Option<u32>) -> Option<()> {
        let pin = self.pin(&holder, length)?;
        let id = self.state.new_code_id(self.lock_id)?;
        let code = AccessCode {
            pin: Some(pin),
            slot,
            wanted: Some(Desired::Window(CodeWindow::default())),
            made_at: Some(self.now),
            ..AccessCode::new(id, self.lock_id.clone(), holder)
        };
        let row = audit_row(
            self.state,
            AuditKind::CodeIssued,
            &code,
            AuditReason::BackupNeeded,
            self.now,
        );
        self.audit.push(row);
        self.state.access_codes.put(&code.id.clone(), code);
        Some(())
    }

    fn pin(&self, holder: &Holder, length: u8) -> Option<Pin> {
        let (in_use, retired) = State::pins_of(&self.state.codes_at_door(self.lock_id));
        let named = match &holder.id {
            Some(identifier) => format!("backup {identifier}"),
            None => "emergency".to_owned(),
        };
        let made = generate(CodeRequest {
            length,
            rules: &[rules_of(self.state, self.lock_id)],
            in_use: &in_use,
            retired: &retired,
            preferred: &[],
            source: PinSource::Derived {
                key: self.key,
                site: &self.state.header.id,
                holder: &named,
                lock: self.lock_id,
                generation: holder.generation.unwrap_or(0),
            },
        });
        Some(made.ok()?.code)
    }
}
