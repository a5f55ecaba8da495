//! When the host is asked to review who has access (V4).

use crate::model::AccessCode;
use crate::rules::Notice;
use crate::site::evaluation::{Timer, Timers};
use crate::site::state::State;
use crate::time::{Duration, Instant};

/// Asks the host every so many days to review who has access, for as long as somebody has (V4).
pub(crate) fn review_due(state: &mut State, now: Instant, timers: &mut Timers) -> Option<Notice> {
    if state.access_codes.values().all(AccessCode::is_gone) {
        state.header.reviewed_at = None;
        return None;
    }
    let every = Duration::days(state.header.policy.review.every_days);
    let next = |since: Instant| since + every;
    let since = *state.header.reviewed_at.get_or_insert(now);
    if next(since) > now {
        timers.set(Timer::ReviewDue, next(since));
        return None;
    }
    state.header.reviewed_at = Some(now);
    timers.set(Timer::ReviewDue, next(now));
    Some(Notice::review_due(now))
}
