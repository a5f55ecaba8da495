//! The pool of a lock's backups: as many as its arrivals need, and none too old (B1, B6).

use super::backups::{LockBackups, NewBackup};
use super::pool_condition::pool_condition;
use crate::model::{AccessCode, Desired, HolderKind};
use crate::rules::{PoolCase, PoolPlan, evidence, is_too_old, plan_pool, takes_place};
use crate::site::evaluation::Timer;
use crate::site::plan::{pool_changes, pool_target_at};
use crate::site::state::{is_backup_or_emergency, is_beside_backup};
use crate::time::{Duration, Instant};

impl LockBackups<'_, '_> {
    /// Adds the backups that the pool lacks, and ends those that it should not have. Gives the
    /// number of backups that there shall be.
    pub(super) fn keep_pool(&mut self) -> u32 {
        let codes = self.codes();
        let codes: Vec<&AccessCode> = codes.iter().map(AsRef::as_ref).collect();
        let now = self.context.now;
        let target = self.target_at(now);
        let plan = self.pool_plan(&codes, target, now);
        for id in plan.remove {
            if let Some(code) = codes.iter().find(|code| code.id == id) {
                let replaced = is_too_old(code, self.policy(), now);
                self.end(code, replaced);
            }
        }
        for _ in 0..plan.add {
            if self.add_backup().is_none() {
                break;
            }
        }
        target
    }

    fn target_at(&self, at: Instant) -> u32 {
        if !self.is_automated {
            return 0;
        }
        let policy = self.policy();
        pool_target_at(policy, &self.plans.arrivals(self.lock_id), at)
    }

    fn add_backup(&mut self) -> Option<()> {
        let length = self.policy().codes.length;
        self.make(&NewBackup {
            kind: HolderKind::Backup,
            length,
            slot: None,
        })
    }

    /// Sets the timers for what time alone changes of the pool or of its condition: that its oldest
    /// backup grows too old, and the next change of the target. What has to wait for a command by
    /// then wakes nobody (D3).
    pub(super) fn await_pool(&mut self, target: u32) {
        let state = &*self.context.state;
        let now = self.context.now;
        let codes = self.codes();
        let codes: Vec<&AccessCode> = codes.iter().map(AsRef::as_ref).collect();
        let notice_key = |target, at| {
            let condition = pool_condition(state, self.lock_id, target, at);
            condition.map(|condition| condition.notice.key)
        };
        let changes_pool = |at: &Instant| {
            let later = self.target_at(*at);
            let plan = self.pool_plan(&codes, later, *at);
            plan.add > 0
                || !plan.remove.is_empty()
                || notice_key(later, *at) != notice_key(target, now)
        };
        let grows_old = self.pool_plan(&codes, target, now).look_again_at;
        let grows_old = grows_old.filter(changes_pool);
        let arrivals = self.plans.arrivals(self.lock_id);
        let changes = pool_changes(self.policy(), &arrivals, now);
        let changes = changes.into_iter().filter(|_| self.is_automated);
        let next = changes.into_iter().find(changes_pool);
        let timers = &mut self.context.evaluation.timers;
        if let Some(at) = grows_old {
            timers.set(Timer::BackupPoolChanges, at);
        }
        if let Some(at) = next {
            timers.set(Timer::BackupTargetChanges, at);
        }
    }

    /// What the pool lacks, or has too much of, at an instant.
    fn pool_plan(&self, codes: &[&AccessCode], target: u32, at: Instant) -> PoolPlan {
        let policy = self.policy();
        let row = self.context.state.locks.get(self.lock_id);
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

    /// Places that no code has, and that no stay needs soon. While a backup is awaited, the places
    /// of codes that are needed later count as free, too (S).
    fn free_places(&self, codes: &[&AccessCode], at: Instant) -> Option<u32> {
        let capacity = self.abilities.capacity?;
        let soon = at + Duration::hours(self.policy().codes.activate_ahead_hours);
        let is_told = |code: &&AccessCode| is_backup_or_emergency(code) && code.is_told();
        let told: Vec<&AccessCode> = codes.iter().copied().filter(is_told).collect();
        let needs_place = |code: &&&AccessCode| {
            let is_on_lock = takes_place(code);
            match code.wanted {
                // An original code waits for places that nobody needs (B4).
                _ if !is_on_lock && is_beside_backup(code, &told) => false,
                Some(Desired::Window(window))
                    if window.starts_at.is_some_and(|start| start > soon) =>
                {
                    is_on_lock && !self.is_backup_awaited
                }
                Some(Desired::Window(_)) => true,
                _ => is_on_lock,
            }
        };
        let taken = codes.iter().filter(needs_place).count();
        Some(capacity.saturating_sub(u32::try_from(taken).unwrap_or(u32::MAX)))
    }
}
