//! When a code is needed on its lock, and when it is looked at before that (C1).

use crate::model::{AccessCode, Desired, LockState, Policy};
use crate::rules::lock::{Evidence, evidence, stale_at};
use crate::time::{Duration, Instant};

/// A step that comes a little late still makes a check; one at the very start of a stay would be missed else.
pub(super) const LATE: Duration = Duration::minutes(2);

/// When the health of a lock is looked at before an instant at which a code is needed (C1).
pub(crate) fn health_at(needed_at: Instant, policy: &Policy) -> Instant {
    needed_at - Duration::minutes(policy.validation.health_minutes)
}

/// The instants of the three checks before an instant at which a code is needed; none where policy turned them off.
pub(crate) fn checks_before(needed_at: Instant, policy: &Policy) -> impl Iterator<Item = Instant> + use<> {
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

/// When a code is needed on its lock: where its stay begins, and where what the lock keeps of it ends too early.
pub(crate) fn needed_at(code: &AccessCode, starts_at: Instant, native_schedule: bool) -> Vec<Instant> {
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

/// From when on, at `at` or later, the lock has to be asked how it is before a code on it is needed: its health takes
/// evidence, and what is known has grown too old to be any (C2).
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
