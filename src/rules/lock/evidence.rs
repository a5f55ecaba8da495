//! Whether a lock answers: what the platform says, weighed against failed attempts and age (A3,
//! F32).

use crate::model::{LockState, OfflinePolicy, Reachability};
use crate::time::{Duration, Instant};

/// What the evidence says about the way to a lock. Unknown is not offline (A3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// It answers, as far as anybody knows.
    Online,
    /// Nothing fresh is known, or too few attempts failed to be sure.
    Unknown,
    /// It does not answer: the platform says so, or enough attempts failed.
    Offline,
}

/// Weighs what is known of a lock at `now`. During a stay less evidence is enough, since a guest
/// may stand outside.
///
/// A report without an instant counts as fresh. `failures` are those since the lock last answered.
/// Failures older than a stale report do not count, and neither do failures in the future.
///
/// ```
/// use latchstring::rules::{Evidence, evidence};
/// let state = latchstring::decode(r#"{ "reachability": "online", "reportedAt": "2026-05-01T11:50:00Z",
///     "failures": ["2026-05-01T11:52:00Z", "2026-05-01T11:54:00Z", "2026-05-01T11:58:00Z"] }"#)?;
/// let policy = latchstring::model::OfflinePolicy::default();
/// // Three failures over five minutes weigh more than the platform's word (F32).
/// assert_eq!(evidence(Some(&state), &policy, false, "2026-05-01T12:00:00Z".parse()?), Evidence::Offline);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn evidence(
    state: Option<&LockState>,
    policy: &OfflinePolicy,
    stay_running: bool,
    now: Instant,
) -> Evidence {
    let failures = state.and_then(|state| fresh_failures(state, policy, now));
    evidence_by(state, failures, policy, stay_running, now)
}

/// The same, where the failures that count are known.
pub(crate) fn evidence_by(
    state: Option<&LockState>,
    failures: Option<Failures>,
    policy: &OfflinePolicy,
    stay_running: bool,
    now: Instant,
) -> Evidence {
    let Some(state) = state else {
        return Evidence::Unknown;
    };
    let enough = |attempts: u32, over: Duration| {
        failures.is_some_and(|failures| {
            failures.count >= attempts && failures.last - failures.first >= over
        })
    };
    let over = Duration::minutes(policy.over_minutes);
    let stay_over = Duration::seconds(policy.stay_over_seconds);
    let confirmed = enough(policy.failed_attempts, over)
        || (stay_running && enough(policy.stay_failed_attempts, stay_over));
    let fresh_word = state.reported_at.is_none_or(|at| is_fresh(at, policy, now));
    match state.reachability {
        _ if confirmed => Evidence::Offline,
        Reachability::Offline if fresh_word => Evidence::Offline,
        Reachability::Online if fresh_word && failures.is_none() => Evidence::Online,
        _ => Evidence::Unknown,
    }
}

/// Failed attempts at a lock since it last answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failures {
    /// How many.
    pub count: u32,
    /// When the first was.
    pub first: Instant,
    /// When the last was.
    pub last: Instant,
}

/// The failed attempts that still count. The latest one decides whether all of them do.
///
/// ```
/// use latchstring::rules::fresh_failures;
/// let state = latchstring::decode(r#"{ "reachability": "unknown", "failures": ["2026-05-01T11:58:00Z"] }"#)?;
/// let policy = latchstring::model::OfflinePolicy::default();
/// assert_eq!(fresh_failures(&state, &policy, "2026-05-01T12:00:00Z".parse()?).map(|them| them.count), Some(1));
/// assert_eq!(fresh_failures(&state, &policy, "2026-05-01T13:00:00Z".parse()?), None);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn fresh_failures(state: &LockState, policy: &OfflinePolicy, now: Instant) -> Option<Failures> {
    fresh_of(all_failures(state)?, state, policy, now)
}

/// The same, of which all are known: most often none of them lies ahead.
pub(crate) fn fresh_of(
    all: Failures,
    state: &LockState,
    policy: &OfflinePolicy,
    now: Instant,
) -> Option<Failures> {
    let past = if all.last <= now {
        all
    } else {
        count(
            state
                .failures
                .iter()
                .flatten()
                .copied()
                .filter(|at| *at <= now),
        )?
    };
    Some(past).filter(|past| is_fresh(past.last, policy, now))
}

/// All failed attempts, whenever they were.
pub(crate) fn all_failures(state: &LockState) -> Option<Failures> {
    count(state.failures.iter().flatten().copied())
}

fn count(attempts: impl Iterator<Item = Instant>) -> Option<Failures> {
    attempts.fold(None, |all: Option<Failures>, at| {
        Some(match all {
            None => Failures {
                count: 1,
                first: at,
                last: at,
            },
            Some(all) => Failures {
                count: all.count.saturating_add(1),
                first: all.first.min(at),
                last: all.last.max(at),
            },
        })
    })
}

/// When the report and the failures that are known at `now` get too old to count.
pub(crate) fn stale_at(
    state: &LockState,
    policy: &OfflinePolicy,
    now: Instant,
) -> impl Iterator<Item = Instant> + use<> {
    stale_by(state, fresh_failures(state, policy, now), policy)
}

/// The same, where the failures that count are known.
pub(crate) fn stale_by(
    state: &LockState,
    failures: Option<Failures>,
    policy: &OfflinePolicy,
) -> impl Iterator<Item = Instant> + use<> {
    let too_old = Duration::minutes(policy.stale_minutes) + Duration::seconds(1);
    let heard = [state.reported_at, failures.map(|failures| failures.last)];
    heard.into_iter().flatten().map(move |at| at + too_old)
}

fn is_fresh(at: Instant, policy: &OfflinePolicy, now: Instant) -> bool {
    now - at <= Duration::minutes(policy.stale_minutes)
}
