//! When a guest may see a code (N3).

use crate::model::Policy;
use crate::time::{Duration, Instant, Window};

/// When a guest may see a code: so many hours before check-in, and at the latest when the code
/// opens (N3).
pub(crate) fn reveal_at(check_in: Instant, window: Window, policy: &Policy) -> Instant {
    let before_check_in = check_in - Duration::hours(policy.notices.reveal_hours);
    before_check_in.min(window.starts_at())
}
