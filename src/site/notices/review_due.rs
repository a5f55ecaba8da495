//! When the host is asked to review who has access (V4).

use std::collections::BTreeSet;

use crate::Id;
use crate::model::AccessCode;
use crate::rules::{Finding, FindingKind, Notice, NoticeValues};
use crate::site::evaluation::{Timer, Timers};
use crate::site::plan::review_codes;
use crate::site::state::State;
use crate::time::{Duration, Instant};

/// Asks the host every so many days to review who has access, for as long as somebody has (V4).
/// Where there is nothing to look at, nothing is said.
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
    let found = review_codes(state, now);
    let values = counted(&found)?;
    Some(Notice::review_due(now, values))
}

/// How many codes a review finds of each kind; nothing where there is nothing to look at. One code
/// may be found for several reasons.
fn counted(findings: &[Finding]) -> Option<NoticeValues> {
    let count = |kinds: &[FindingKind]| {
        let found = findings.iter().filter(|one| kinds.contains(&one.kind));
        let codes: BTreeSet<&Id> = found.filter_map(|one| one.code_id.as_ref()).collect();
        u32::try_from(codes.len()).ok().filter(|&count| count > 0)
    };
    let values = NoticeValues {
        codes_without_end: count(&[FindingKind::NoExpiry]),
        codes_unused: count(&[FindingKind::Unused]),
        codes_unknown: count(&[FindingKind::UnknownCode]),
        codes_overdue: count(&[FindingKind::PendingRemoval, FindingKind::ExpiredOnLock]),
        ..NoticeValues::default()
    };
    (values != NoticeValues::default()).then_some(values)
}
