//! When a guest may see a code (N3).

use crate::model::Policy;
use crate::time::{Duration, Instant, Window};

/// When a guest may see a code (N3): at the latest when it opens, though that be in the grace.
pub(crate) fn reveal_at(check_in: Instant, window: Window, policy: &Policy) -> Instant {
    let before_check_in = check_in - Duration::hours(policy.notices.reveal_hours);
    before_check_in.min(window.starts_at())
}
