//! Whether it was the time of a visit (V1).

use crate::Id;
use crate::model::VisitKind;
use crate::rules::{EntryTime, VisitCase, visit_spans};
use crate::site::plan::{stays_at, stays_for, used_at, zone_at};
use crate::site::standing_orders::is_visit_revoked;
use crate::site::state::{State, VisitRow};
use crate::time::{Duration, Instant, Intervals};

/// A week has each of its spans once in so many days.
const WEEK: Duration = Duration::days(9);

/// Whether it was the time of a visit at a door.
pub(super) fn visit_time(state: &State, visit_id: &Id, lock_id: &Id, at: Instant) -> EntryTime {
    let row = state.visits.get(visit_id);
    let Some(row) = row.filter(|row| !is_visit_revoked(state, &row.visit, lock_id)) else {
        return EntryTime::Never;
    };
    let spans = spans_around(state, row, lock_id, at);
    if spans.contains(at) {
        return EntryTime::Open;
    }
    let all = spans.windows();
    let next = all.iter().map(|span| span.starts_at());
    let last = all.iter().map(|span| span.ends_at());
    let next = next.filter(|&start| start > at).min();
    let last = last.filter(|&end| end <= at).max();
    match (last, next) {
        (Some(last), Some(next)) if next - at < at - last => EntryTime::Ahead(next),
        (Some(last), _) => EntryTime::Over(last),
        (None, Some(next)) => EntryTime::Ahead(next),
        (None, None) => EntryTime::Never,
    }
}

/// The spans of a visit near an instant. The search covers the week around it, and the begin and
/// the end of the visit.
fn spans_around(state: &State, row: &VisitRow, lock_id: &Id, at: Instant) -> Intervals {
    let stays = stays_for(state, &row.visit);
    let case = VisitCase {
        visit: &row.visit,
        stays: &stays_at(state, row, &stays, lock_id),
        zone: zone_at(state, row, lock_id),
        used_at: used_at(state, row, lock_id),
    };
    if row.visit.kind != VisitKind::Recurring {
        return visit_spans(&case, Instant::MIN, Instant::MAX);
    }
    let near = |at: Instant| visit_spans(&case, at - WEEK, at + WEEK);
    let edges = [row.visit.starts_at, row.visit.ends_at];
    let spans = edges.into_iter().flatten().map(near);
    spans.fold(near(at), |all, spans| all.union(&spans))
}
