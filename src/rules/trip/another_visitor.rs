//! When a visit is no longer the one whose visitor was told a PIN (V2, P3).

use super::one_person::is_one_person;
use crate::model::{Visit, VisitKind};
use crate::time::{Instant, Window};

/// Whether another person comes: another name; without names, for something else.
///
/// A name that is added, left out or written out says nothing of another person.
pub(crate) fn is_another_visitor(before: &Visit, after: &Visit) -> bool {
    match (&before.visitor, &after.visitor) {
        (Some(before), Some(after)) => !is_one_person(before, after),
        (None, None) => before.purpose != after.purpose,
        _ => false,
    }
}

/// Whether a visit has moved to other days, none of them one of those before.
///
/// Only a visit of one span has days to be moved from: what comes again and again keeps its PIN.
pub(crate) fn is_on_other_days(before: &Visit, after: &Visit) -> bool {
    let spans = one_span(before).zip(one_span(after));
    spans.is_some_and(|(before, after)| !before.overlaps(after))
}

/// The one span of a visit that has no more.
fn one_span(visit: &Visit) -> Option<Window> {
    match visit.kind {
        VisitKind::TimeBound | VisitKind::OneTime => Window::between(
            visit.starts_at.unwrap_or(Instant::MIN),
            visit.ends_at.unwrap_or(Instant::MAX),
        ),
        VisitKind::Recurring | VisitKind::Turnover | VisitKind::Permanent => None,
    }
}
