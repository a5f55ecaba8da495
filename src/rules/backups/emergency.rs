//! The emergency code: a backup in the reserved slot, replaced in place (E).

use crate::Id;
use crate::model::{Abilities, AccessCode, Desired, HolderKind, OnLockState, Policy};
use crate::rules::reasons::Reason;
use crate::time::{Duration, Instant};

/// What the emergency code of one lock needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EmergencyPlan {
    /// Nothing; `replace_at` is when it is due next.
    Keep {
        /// When it is due to be replaced, as far as is known today.
        replace_at: Option<Instant>,
    },
    /// There is none yet: one has to be made (E1).
    Make,
    /// A new one has to take its place (E2).
    Replace {
        /// The one that goes.
        code_id: Id,
    },
    /// There shall be none: policy turned it off, or somebody else's code is in its slot (E1).
    Off {
        /// The emergency code that has to go, if there is one.
        remove: Option<Id>,
        /// The unknown code in the slot, if that is why.
        occupied_by: Option<Id>,
    },
}

/// The stay that was told an emergency code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ToldStay {
    /// When the whole stay ends, without grace (W8).
    pub ends_at: Instant,
    /// When its code ends, with grace (W4).
    pub grace_ends_at: Instant,
    /// When the next stay of the same listing begins.
    pub next_starts_at: Option<Instant>,
}

/// The emergency code of one lock, with what bears on it.
#[derive(Clone, Copy, Debug)]
pub struct EmergencyCase<'a> {
    /// The codes that are or may be on the lock.
    pub codes: &'a [&'a AccessCode],
    /// The stay that was told the current one.
    pub told_stay: Option<ToldStay>,
    /// Whether somebody who was not told the code used it.
    pub used_by_stranger: bool,
    /// When the lock last answered, if it still does. A code is replaced for its age alone only
    /// where the lock has answered since (F17).
    pub answered_at: Option<Instant>,
    /// What the host decided.
    pub policy: &'a Policy,
    /// The current time.
    pub now: Instant,
}

/// What the emergency code needs at `now` (E1, E2).
///
/// ```
/// use latchstring::rules::{EmergencyCase, EmergencyPlan, plan_emergency};
/// let policy = latchstring::model::Policy::default();
/// let plan = plan_emergency(&EmergencyCase {
///     codes: &[], told_stay: None, used_by_stranger: false, answered_at: None, policy: &policy,
///     now: "2026-05-01T00:00:00Z".parse()?,
/// });
/// assert_eq!(plan, EmergencyPlan::Make);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn plan_emergency(case: &EmergencyCase<'_>) -> EmergencyPlan {
    let current = case
        .codes
        .iter()
        .copied()
        .filter(|code| {
            code.holder.kind == HolderKind::Emergency && code.wanted != Some(Desired::REMOVED)
        })
        .max_by_key(|code| (code.made_at, &code.id));
    let stranger = case.codes.iter().find(|code| {
        code.holder.kind == HolderKind::Unknown
            && code.slot == Some(case.policy.emergency.slot)
            && code.on_lock.state != OnLockState::Absent
    });
    if !case.policy.emergency.enabled || stranger.is_some() {
        return EmergencyPlan::Off {
            remove: current.map(|code| code.id.clone()),
            occupied_by: stranger.map(|code| code.id.clone()),
        };
    }
    let Some(code) = current else {
        return EmergencyPlan::Make;
    };
    let replace_at = replace_at(code, case);
    if replace_at.is_some_and(|at| at <= case.now) {
        EmergencyPlan::Replace {
            code_id: code.id.clone(),
        }
    } else {
        EmergencyPlan::Keep { replace_at }
    }
}

/// When an emergency code has to be replaced: after the stay that was told it, when it grows too
/// old, or at once when a stranger used it. It stays while a guest goes by it, and while evidence
/// is missing (E2, F17).
fn replace_at(code: &AccessCode, case: &EmergencyCase<'_>) -> Option<Instant> {
    let policy = &case.policy.emergency;
    let old_at = code
        .made_at
        .map(|made_at| made_at + Duration::days(policy.rotate_days))
        .filter(|&at| at > case.now || Some(at) <= case.answered_at);
    let after_stay = case.told_stay.map(|stay| {
        let late = stay.ends_at + Duration::minutes(policy.rotate_after_checkout_minutes);
        let due = stay.next_starts_at.map_or(late, |next| late.min(next));
        due.max(stay.grace_ends_at)
    });
    if case.used_by_stranger && after_stay.is_none_or(|at| at <= case.now) {
        return Some(case.now);
    }
    match (code.is_told(), after_stay) {
        (true, Some(at)) => Some(at),
        // The stay that was told the code is gone, so nobody goes by it.
        (true, None) => Some(case.now),
        (false, _) => old_at,
    }
}

/// How many digits it has: six, or the longest that the lock accepts (E1).
///
/// ```
/// use latchstring::model::abilities;
/// use latchstring::rules::emergency_length;
/// let lock = latchstring::decode(r#"{ "id": "door", "name": "Door", "rules": { "lengths": [4, 5] } }"#)?;
/// assert_eq!(emergency_length(&abilities(&lock)?), 5);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn emergency_length(abilities: &Abilities) -> u8 {
    let lengths = abilities.rules.lengths.as_deref();
    match lengths {
        None => 6,
        Some(lengths) if lengths.contains(&6) => 6,
        Some(lengths) => lengths.iter().copied().max().unwrap_or(6),
    }
}

/// Why the emergency code is told to nobody at the moment, if so (E2).
///
/// ```
/// use latchstring::rules::{EmergencyPlan, Reason, why_not_told};
/// assert_eq!(why_not_told(&EmergencyPlan::Make), Some(Reason::NoEmergencyCode));
/// ```
#[must_use]
pub fn why_not_told(plan: &EmergencyPlan) -> Option<Reason> {
    match plan {
        EmergencyPlan::Keep { .. } => None,
        EmergencyPlan::Replace { .. } => Some(Reason::RotationDue),
        EmergencyPlan::Make | EmergencyPlan::Off { .. } => Some(Reason::NoEmergencyCode),
    }
}
