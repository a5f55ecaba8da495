//! When the host has to take a code off by hand (B5).

use crate::model::Policy;
use crate::time::{Duration, Instant};

/// When the host has to be asked to take a code off by hand: some time after its end, or at the
/// next stay's start if that comes first (B5). Codes that the lock itself ends need nobody.
///
/// ```
/// use latchstring::rules::removal_by_hand_at;
/// let policy = latchstring::model::Policy::default();
/// let (end, next) = ("2026-05-03T09:30:00Z".parse()?, "2026-05-03T10:00:00Z".parse()?);
/// assert_eq!(removal_by_hand_at(end, None, &policy).to_string(), "2026-05-03T10:30:00Z");
/// assert_eq!(removal_by_hand_at(end, Some(next), &policy), next);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn removal_by_hand_at(
    ends_at: Instant,
    next_starts_at: Option<Instant>,
    policy: &Policy,
) -> Instant {
    let late = ends_at + Duration::minutes(policy.backups.manual_removal_minutes);
    next_starts_at.map_or(late, |next| late.min(next.max(ends_at)))
}
