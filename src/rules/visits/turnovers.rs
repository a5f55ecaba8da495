//! The turnovers of a listing, and when their visitor is told them (V1, V2).

use super::spans::{VisitCase, spans};
use crate::model::Visit;
use crate::rules::windows::Stay;
use crate::time::{Edge, Instant, Intervals, TimeOfDay, Zone};

/// The turnovers of one listing of a visit, whole, between the visit's start and end (V1).
#[must_use]
pub fn visit_turnovers(visit: &Visit, stays: &[Stay]) -> Intervals {
    let case = VisitCase {
        visit,
        stays: &[stays],
        zone: Zone::default(),
        used_at: None,
    };
    spans(&case, |_, _| Intervals::NONE)
}

/// When the visitor is told a turnover: at a time of day, on the day before the one on which it
/// begins (V2). Where the clock skips that time, at the jump; where it comes twice, the first time.
///
/// ```
/// use latchstring::rules::turnover_told_at;
/// let (zone, at) = ("Europe/Paris".parse()?, "18:00".parse()?);
/// let told_at = turnover_told_at("2026-10-26T10:00:00Z".parse()?, zone, at);
/// // The day before has 25 hours.
/// assert_eq!(told_at.to_string(), "2026-10-25T17:00:00Z");
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn turnover_told_at(starts_at: Instant, zone: Zone, at: TimeOfDay) -> Instant {
    let day_before = zone.day_at(starts_at).plus_days(-1);
    zone.resolve(day_before, at, Edge::Start).instant
}
