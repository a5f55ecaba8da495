//! When the code of a visit is replaced (V3).

use crate::model::{VisitKind, VisitsPolicy};
use crate::time::{Duration, Instant};

/// When the code of a visit is old enough to be replaced (V3); never for kinds that end by
/// themselves.
///
/// ```
/// use latchstring::model::{Policy, VisitKind};
/// use latchstring::rules::{visit_rotation_at, visit_rotation_due};
/// let (made_at, policy) = ("2026-01-01T00:00:00Z".parse()?, Policy::default().visits);
/// let at = visit_rotation_at(VisitKind::Permanent, made_at, &policy);
/// assert_eq!(at, Some("2026-04-01T00:00:00Z".parse()?));
/// assert!(visit_rotation_due(VisitKind::Permanent, made_at, &policy, "2026-04-01T00:00:00Z".parse()?));
/// assert_eq!(visit_rotation_at(VisitKind::OneTime, made_at, &policy), None);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn visit_rotation_at(
    kind: VisitKind,
    made_at: Instant,
    policy: &VisitsPolicy,
) -> Option<Instant> {
    match kind {
        VisitKind::TimeBound | VisitKind::OneTime => None,
        VisitKind::Recurring | VisitKind::Turnover | VisitKind::Permanent => {
            Some(made_at + Duration::days(policy.rotate_days))
        }
    }
}

/// Whether the code of a visit is to be replaced at `now` (V3).
#[must_use]
pub fn visit_rotation_due(
    kind: VisitKind,
    made_at: Instant,
    policy: &VisitsPolicy,
    now: Instant,
) -> bool {
    visit_rotation_at(kind, made_at, policy).is_some_and(|at| at <= now)
}
