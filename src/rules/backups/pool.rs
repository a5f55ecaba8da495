//! How many backups a lock shall have, and which of them go (B1, B2, B6, B7).

use super::state::{BackupState, backup_state};
use crate::Id;
use crate::model::{AccessCode, HolderKind, Policy};
use crate::rules::lock::Evidence;
use crate::time::{Duration, Instant};

/// How many unspent backups a lock shall have: the policy's number, or the most arrivals at its
/// listings on one of the next seven days if that is more. There are none if the pool is off or the
/// lock keeps none (B1, B7, F27).
///
/// `arrivals_per_day` are those of today and the six days after it.
///
/// ```
/// use latchstring::rules::pool_target;
/// let policy = latchstring::model::Policy::default();
/// assert_eq!(pool_target(&policy, &[0, 1, 3]), 3);
/// assert_eq!(pool_target(&policy, &[1]), 2);
/// ```
#[must_use]
pub fn pool_target(policy: &Policy, arrivals_per_day: &[u32]) -> u32 {
    if policy.backups.pool_size == 0 {
        return 0;
    }
    let most = arrivals_per_day.iter().take(7).copied().max().unwrap_or(0);
    policy.backups.pool_size.max(most).min(MAX_POOL)
}

/// No lock gets more backups than this.
const MAX_POOL: u32 = 64;

/// The pool of one lock, with what bears on it.
#[derive(Clone, Copy, Debug)]
pub struct PoolCase<'a> {
    /// The codes that are or may be on the lock, whoever holds them.
    pub codes: &'a [&'a AccessCode],
    /// How many unspent backups there shall be; see [`pool_target`].
    pub target: u32,
    /// How many places are free on the lock; `None` where nobody counts.
    pub free_places: Option<u32>,
    /// Whether the lock answers.
    pub evidence: Evidence,
    /// What the host decided.
    pub policy: &'a Policy,
    /// The current time.
    pub now: Instant,
}

/// What has to be done about a pool.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PoolPlan {
    /// How many backups have to be added.
    pub add: u32,
    /// Unspent backups that have to go: too old, or too many.
    pub remove: Vec<Id>,
    /// Whether fewer are ready than there shall be, and nothing on the way will mend it (B7).
    pub low: bool,
    /// Whether none is ready (B7).
    pub empty: bool,
    /// When the oldest one grows too old (B6).
    pub look_again_at: Option<Instant>,
}

/// What has to be done so that the pool is full and no backup too old (B1, B2, B6, B7).
///
/// A told backup counts no longer, so that the next is added the moment one is told. One that is
/// too old goes only when its successor is ready, one at a time, and only where there is a free
/// place for it.
///
/// ```
/// use latchstring::rules::{Evidence, PoolCase, plan_pool};
/// let policy = latchstring::model::Policy::default();
/// let plan = plan_pool(&PoolCase {
///     codes: &[], target: 2, free_places: None, evidence: Evidence::Online, policy: &policy,
///     now: "2026-05-01T00:00:00Z".parse()?,
/// });
/// assert_eq!((plan.add, plan.low), (2, false));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn plan_pool(case: &PoolCase<'_>) -> PoolPlan {
    let mut unspent: Vec<&AccessCode> = case
        .codes
        .iter()
        .copied()
        .filter(|code| code.holder.kind == HolderKind::Backup)
        .filter(|code| {
            matches!(
                backup_state(code),
                BackupState::Planned | BackupState::Ready
            )
        })
        .collect();
    // The youngest first: the oldest go first.
    unspent.sort_by(|a, b| (b.made_at, &b.id).cmp(&(a.made_at, &a.id)));
    let count = u32::try_from(unspent.len()).unwrap_or(u32::MAX);
    let ready = unspent
        .iter()
        .filter(|code| backup_state(code) == BackupState::Ready)
        .count();
    let mut plan = PoolPlan::default();
    let oldest = unspent.last().copied();
    let too_old = oldest.filter(|code| is_too_old(code, case.policy, case.now));
    if count > case.target {
        let extra = usize::try_from(count.saturating_sub(case.target)).unwrap_or(0);
        // A successor has to be ready before the old one goes; a pool that was made smaller just
        // shrinks.
        let successor_missing = too_old.is_some() && case.target > 0 && ready < unspent.len();
        if !successor_missing {
            // What is on the lock may be needed before anything else gets there (F17).
            let mut first: Vec<&AccessCode> = unspent.iter().rev().copied().collect();
            first.sort_by_key(|code| backup_state(code) == BackupState::Ready);
            let gone = first.into_iter().take(extra);
            plan.remove = gone.map(|code| code.id.clone()).collect();
        }
    } else {
        let missing = case.target.saturating_sub(count);
        let wanted = if missing == 0 && too_old.is_some() {
            1
        } else {
            missing
        };
        plan.add = case.free_places.map_or(wanted, |free| wanted.min(free));
    }
    let hindered = case.evidence != Evidence::Online || case.free_places == Some(0);
    let short =
        case.target > 0 && hindered && u32::try_from(ready).unwrap_or(u32::MAX) < case.target;
    plan.empty = short && ready == 0;
    plan.low = short && ready > 0;
    // One is replaced after the other, and none without a free place (D3).
    let may_begin = too_old.is_none() && case.free_places != Some(0);
    plan.look_again_at = oldest
        .filter(|_| may_begin)
        .and_then(|code| grows_old_at(code, case.policy))
        .filter(|&at| at > case.now);
    plan
}

/// Whether a backup has served as long as one may (B6).
pub(crate) fn is_too_old(code: &AccessCode, policy: &Policy, now: Instant) -> bool {
    grows_old_at(code, policy).is_some_and(|at| at <= now)
}

fn grows_old_at(code: &AccessCode, policy: &Policy) -> Option<Instant> {
    Some(code.made_at? + Duration::days(policy.backups.rotate_days))
}
