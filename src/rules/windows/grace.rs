//! A stay with its grace (W4, W5).

use super::neighbours::Neighbours;
use super::stay::Noted;
use super::window_note::{WindowNoteKind, note};
use crate::model::WindowPolicy;
use crate::time::{Duration, Edge, Window};

/// A stay with its grace, clipped at the neighbours' stays; the stay itself is never cut (W4, W5).
///
/// ```
/// use latchstring::model::Policy;
/// use latchstring::rules::{Neighbours, with_grace};
/// use latchstring::time::Window;
/// let stay = Window::new("2026-05-01T13:00:00Z".parse()?, "2026-05-03T09:00:00Z".parse()?)?;
/// let neighbours = Neighbours { next_starts_at: Some("2026-05-03T09:10:00Z".parse()?), ..Neighbours::default() };
/// let graced = with_grace(stay, &Policy::default().window, neighbours);
/// assert_eq!(graced.window.ends_at().to_string(), "2026-05-03T09:10:00Z");
/// assert_eq!(graced.notes.first().and_then(|note| note.minutes), Some(20));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn with_grace(stay: Window, policy: &WindowPolicy, neighbours: Neighbours) -> Noted {
    let earliest = stay.starts_at() - Duration::minutes(policy.before_check_in_minutes);
    let latest = stay.ends_at() + Duration::minutes(policy.after_check_out_minutes);
    let starts_at = earliest.max(neighbours.earliest_start(stay));
    let ends_at = latest.min(neighbours.latest_end(stay));
    let overlap_before = neighbours
        .previous_ends_at
        .map_or(Duration::ZERO, |previous| {
            previous.min(stay.ends_at()) - stay.starts_at()
        });
    let overlap_after = neighbours.next_starts_at.map_or(Duration::ZERO, |next| {
        stay.ends_at() - next.max(stay.starts_at())
    });
    let notes = [
        (
            WindowNoteKind::OverlapsPreviousStay,
            Edge::Start,
            overlap_before,
        ),
        (
            WindowNoteKind::GraceClipped,
            Edge::Start,
            starts_at - earliest,
        ),
        (WindowNoteKind::OverlapsNextStay, Edge::End, overlap_after),
        (WindowNoteKind::GraceClipped, Edge::End, latest - ends_at),
    ]
    .into_iter()
    .filter(|&(_, _, length)| length > Duration::ZERO)
    .map(|(kind, edge, length)| note(kind, edge, length.minutes_up()))
    .collect();
    Noted {
        window: stay.widened_to(starts_at, ends_at),
        notes,
    }
}
