//! When the code of a visit shall open, and what a lock holds of it now (V1).

use crate::model::{CodeWindow, Visit, VisitKind, VisitStatus};
use crate::rules::windows::Stay;
use crate::time::{Day, Duration, Edge, Instant, Intervals, Window, Zone};

/// What decides about the times of a visit.
#[derive(Clone, Copy, Debug)]
pub struct VisitCase<'a> {
    /// The visit; it has been checked.
    pub visit: &'a Visit,
    /// The stays of each of its listings, in any order. They matter to turnovers only.
    pub stays: &'a [&'a [Stay]],
    /// The zone of the house. It matters to the times of a week only.
    pub zone: Zone,
    /// When its code was first used. It matters to one-time visits only.
    pub used_at: Option<Instant>,
}

/// The spans in which the code of a visit shall open, clipped at `from` and `until` (V1):
///
/// - `time_bound`: from `startsAt` until `endsAt`
/// - `one_time`: the same, but no longer than until its first use
/// - `recurring`: at the times of the week on the wall clock, where a start is the first instant at
///   which the clock has reached the time and an end the last one at which it has not passed it
///   (W2)
/// - `turnover`: from each checkout, without the grace, to the next check-in of the same listing;
///   after the last stay that is known, until the next one is, and before the first one never; of
///   several listings, whenever one of them is free
/// - `permanent`: always
///
/// No span begins before `startsAt` or goes on after `endsAt`, and a revoked visit has none. The
/// work grows with the days between `from` and `until`.
///
/// ```
/// use latchstring::rules::{VisitCase, visit_spans};
/// let visit = latchstring::decode(r#"{ "id": "cleaner", "revision": 1, "listingId": "flat", "visitor": "Cleo",
///     "purpose": "cleaning", "kind": "recurring", "status": "active",
///     "weekly": [{ "days": ["saturday"], "from": "22:00", "to": "02:30" }] }"#)?;
/// let case = VisitCase { visit: &visit, stays: &[], zone: "Europe/Paris".parse()?, used_at: None };
/// let windows = visit_spans(&case, "2026-10-19T00:00:00Z".parse()?, "2026-10-26T00:00:00Z".parse()?);
/// // The night in which 02:30 comes twice.
/// assert_eq!(windows.starts_at(), Some("2026-10-24T20:00:00Z".parse()?));
/// assert_eq!(windows.ends_at(), Some("2026-10-25T01:30:00Z".parse()?));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn visit_spans(case: &VisitCase<'_>, from: Instant, until: Instant) -> Intervals {
    let Some(horizon) = Window::between(from, until) else {
        return Intervals::NONE;
    };
    let days = |visit: &Visit, zone: Zone| {
        // What runs at `from` began the day before, or earlier on that day.
        week(
            visit,
            zone,
            zone.day_at(from).plus_days(-2),
            zone.day_at(until),
        )
    };
    spans(case, days).intersection(&horizon.into())
}

/// The span of a visit that a lock shall hold, and when time changes it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VisitNow {
    /// The span that runs or comes next, unless it is too far ahead.
    pub wanted: Option<CodeWindow>,
    /// The next instant after now at which the wanted span changes.
    pub next_change: Option<Instant>,
}

/// The span of a visit that a lock shall hold at `now`: the one that runs, or the next one, from
/// `ahead_minutes` before its start on (V1, C3).
///
/// A lock that stores windows may hold the next span at any time, and `ahead_minutes` is `None`. A
/// lock that stores none, or that has few places, gets the code that long before the start. The
/// span is a whole one of [`visit_spans`], and it stays the same while it is wanted. The work does
/// not grow with the time until the span begins.
///
/// ```
/// use latchstring::rules::{VisitCase, visit_now};
/// let visit = latchstring::decode(r#"{ "id": "parcel", "revision": 1, "lockIds": ["street"], "visitor": "Post",
///     "purpose": "delivery", "kind": "time_bound", "status": "active",
///     "startsAt": "2026-05-01T08:00:00Z", "endsAt": "2026-05-01T12:00:00Z" }"#)?;
/// let case = VisitCase { visit: &visit, stays: &[], zone: "Europe/Paris".parse()?, used_at: None };
/// let before = visit_now(&case, Some(10), "2026-05-01T07:00:00Z".parse()?);
/// assert_eq!((before.wanted, before.next_change), (None, Some("2026-05-01T07:50:00Z".parse()?)));
/// let during = visit_now(&case, Some(10), "2026-05-01T07:50:00Z".parse()?);
/// assert_eq!(during.wanted.and_then(|held| held.starts_at), visit.starts_at);
/// assert_eq!(during.next_change, visit.ends_at);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn visit_now(case: &VisitCase<'_>, ahead_minutes: Option<u32>, now: Instant) -> VisitNow {
    let next = |visit: &Visit, zone: Zone| {
        // The first span of a week comes soon after the visit begins.
        let at = visit.starts_at.map_or(now, |starts_at| starts_at.max(now));
        span_of_week(visit, zone, at).map_or(Intervals::NONE, Intervals::from)
    };
    let spans = spans(case, next);
    let Some(&span) = spans.windows().iter().find(|span| span.ends_at() > now) else {
        return VisitNow::default();
    };
    let held_from = ahead_minutes.map_or(Instant::MIN, |minutes| {
        span.starts_at() - Duration::minutes(minutes)
    });
    if now < held_from {
        return VisitNow {
            wanted: None,
            next_change: Some(held_from),
        };
    }
    let wanted = CodeWindow {
        starts_at: Some(span.starts_at()).filter(|&start| start > Instant::MIN),
        ends_at: Some(span.ends_at()).filter(|&end| end < Instant::MAX),
    };
    VisitNow {
        wanted: Some(wanted),
        next_change: wanted.ends_at,
    }
}

/// The spans of a visit. `recurring` gives the spans of a week. A missing start or end is the first
/// or the last instant there is.
pub(super) fn spans(
    case: &VisitCase<'_>,
    recurring: impl FnOnce(&Visit, Zone) -> Intervals,
) -> Intervals {
    let visit = case.visit;
    let used_at = case.used_at.filter(|_| visit.kind == VisitKind::OneTime);
    let ends_at = visit.ends_at.unwrap_or(Instant::MAX);
    let life = Window::between(
        visit.starts_at.unwrap_or(Instant::MIN),
        used_at.map_or(ends_at, |used_at| used_at.min(ends_at)),
    );
    let (VisitStatus::Active, Some(life)) = (visit.status, life) else {
        return Intervals::NONE;
    };
    let all = match visit.kind {
        VisitKind::TimeBound | VisitKind::OneTime | VisitKind::Permanent => return life.into(),
        VisitKind::Turnover => case
            .stays
            .iter()
            .fold(Intervals::NONE, |all, stays| all.union(&turnovers(stays))),
        VisitKind::Recurring => recurring(visit, case.zone),
    };
    all.intersection(&life.into())
}

/// From each checkout to the next check-in. Overlapping stays are one time in which the house is
/// taken (W5), so are one guest's bookings back to back (W8).
fn turnovers(stays: &[Stay]) -> Intervals {
    let taken: Intervals = stays.iter().map(|stay| stay.booked).collect();
    taken
        .windows()
        .first()
        .and_then(|first| Window::between(first.ends_at(), Instant::MAX))
        .map_or(Intervals::NONE, |rest| {
            Intervals::from(rest).without(&taken)
        })
}

/// The days around an instant, from the first to the last, that are searched for its span. The
/// first search nearly always finds the whole span. A clock change can swallow a span of the week,
/// or the gap between two spans, in two weeks running at most: no zone has three changes within two
/// weeks. The second search therefore finds every span.
const REACHES: [(i64, i64); 2] = [(-3, 9), (-23, 46)];

/// A longer span never ends, since clock changes swallow no more gaps than that.
const LONGEST: Duration = Duration::days(23);

/// The span of a recurring visit that ends next after an instant, whole.
fn span_of_week(visit: &Visit, zone: Zone, at: Instant) -> Option<Window> {
    let today = zone.day_at(at);
    let mut found = None;
    for (before, after) in REACHES {
        let (first, last) = (today.plus_days(before), today.plus_days(after));
        let spans = week(visit, zone, first, last);
        found = spans
            .windows()
            .iter()
            .copied()
            .find(|span| span.ends_at() > at);
        if let Some(span) = found {
            if span.length() > LONGEST {
                return Some(Window::ALWAYS);
            }
            // Spans that begin on other days do not touch it.
            if first.plus_days(1) < zone.day_at(span.starts_at())
                && zone.day_at(span.ends_at()) < last
            {
                return found;
            }
        }
    }
    found
}

/// The spans of a recurring visit that begin on the days from `first` to `last`, joined where they
/// overlap or touch.
fn week(visit: &Visit, zone: Zone, first: Day, last: Day) -> Intervals {
    let rows = visit.weekly.as_deref().unwrap_or_default();
    let mut spans = Vec::new();
    for day in first.days_since_epoch()..=last.days_since_epoch() {
        let day = Day::from_days_since_epoch(day);
        let weekday = day.days_from_monday();
        for row in rows {
            if !row
                .days
                .iter()
                .any(|&named| named.days_from_monday() == weekday)
            {
                continue;
            }
            let nights = i64::from(row.to <= row.from);
            let starts_at = zone.resolve(day, row.from, Edge::Start).instant;
            let ends_at = zone
                .resolve(day.plus_days(nights), row.to, Edge::End)
                .instant;
            // The clock may jump over all of it.
            spans.extend(Window::between(starts_at, ends_at));
        }
    }
    spans.into_iter().collect()
}
