//! When a code is needed on its lock, and when the checks before that are (C1).

use crate::model::{AccessCode, Desired, LockState, Policy};
use crate::rules::lock::{Evidence, evidence, stale_at};
use crate::time::{Duration, Instant};

/// A step that comes a little late still makes a check. Without this a check at the very start of a
/// stay would be missed.
pub(super) const LATE: Duration = Duration::minutes(2);

/// When the health of a lock is looked at before an instant at which a code is needed (C1).
pub(crate) fn health_at(needed_at: Instant, policy: &Policy) -> Instant {
    needed_at - Duration::minutes(policy.validation.health_minutes)
}

/// The three checks before an instant at which a code is needed. There are none if policy turned
/// them off.
pub(crate) fn checks_before(
    needed_at: Instant,
    policy: &Policy,
) -> impl Iterator<Item = Instant> + use<> {
    let checks = &policy.validation;
    let minutes = [
        checks.health_minutes,
        checks.activation_minutes,
        checks.verification_minutes,
    ];
    let enabled = checks.enabled;
    minutes
        .into_iter()
        .filter(move |_| enabled)
        .map(move |minutes| needed_at - Duration::minutes(minutes))
}

/// When a code is needed on its lock: when the stay begins, and when the lock would end the code
/// too early.
pub(crate) fn needed_at(
    code: &AccessCode,
    starts_at: Instant,
    native_schedule: bool,
) -> Vec<Instant> {
    let mut needed = vec![starts_at];
    if let (true, Some(Desired::Window(wanted)), Some(ends_at)) =
        (native_schedule, code.wanted, code.on_lock.ends_at)
        && wanted.ends_at.is_none_or(|end| ends_at < end)
        && ends_at > starts_at
    {
        needed.push(ends_at);
    }
    needed
}

/// When, at `at` or later, the lock has to be asked for its health before a code is needed, because
/// what is known has grown too old (C2).
pub(crate) fn ask_from(
    known: Option<&LockState>,
    needed_at: Instant,
    policy: &Policy,
    at: Instant,
) -> Option<Instant> {
    if !policy.validation.enabled {
        return None;
    }
    let from = health_at(needed_at, policy).max(at);
    let unknown = |at: &Instant| evidence(known, &policy.offline, false, *at) == Evidence::Unknown;
    let mut looks = vec![from];
    if let Some(known) = known {
        looks.extend(stale_at(known, &policy.offline, from));
    }
    looks.sort();
    let until = needed_at + LATE;
    looks
        .into_iter()
        .find(|look| *look >= from && *look < until && unknown(look))
}
