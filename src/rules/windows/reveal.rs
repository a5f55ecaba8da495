//! When a guest may see a code (N3).

use crate::model::Policy;
use crate::time::{Instant, Window};

/// When a guest may see a code (N3): at the latest when it opens, though that be in the grace.
pub(crate) fn reveal_at(check_in: Instant, window: Window, policy: &Policy) -> Instant {
    let hours = i64::from(policy.notices.reveal_hours);
    let before_check_in = check_in.plus_minutes(hours.saturating_mul(-60));
    before_check_in.min(window.starts_at())
}
