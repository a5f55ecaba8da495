//! A window in the steps of a lock (W6).

use super::neighbours::Neighbours;
use crate::time::{Edge, Grid, StepMinutes, Window, Zone};

/// A window rounded to a lock's step: its start down, its end up, each to the nearest instant at
/// which the wall clock shows a multiple of the step since local midnight (W6).
///
/// # Errors
/// The edge at which rounding would reach into a neighbour's stay: such a lock can't keep the
/// window.
///
/// ```
/// use latchstring::rules::{Neighbours, rounded};
/// use latchstring::time::{Edge, StepMinutes, Window};
/// let window = Window::new("2026-05-01T13:20:00Z".parse()?, "2026-05-03T09:30:00Z".parse()?)?;
/// let (zone, step) = ("Europe/Paris".parse()?, StepMinutes::new(60)?);
/// let round = rounded(window, zone, step, Neighbours::default()).ok();
/// assert_eq!(round.map(|window| window.starts_at()), Some("2026-05-01T13:00:00Z".parse()?));
/// let neighbours = Neighbours { next_starts_at: Some("2026-05-03T09:45:00Z".parse()?), ..Neighbours::default() };
/// assert_eq!(rounded(window, zone, step, neighbours), Err(Edge::End));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn rounded(
    window: Window,
    zone: Zone,
    step: StepMinutes,
    neighbours: Neighbours,
) -> Result<Window, Edge> {
    let grid = Grid::from(step);
    let starts_at = zone
        .last_on_grid(window.starts_at(), grid)
        .ok_or(Edge::Start)?;
    let ends_at = zone
        .first_on_grid(window.ends_at(), grid)
        .ok_or(Edge::End)?;
    let wide = window.widened_to(starts_at, ends_at);
    match neighbours.reached_by(window, wide) {
        Some(edge) => Err(edge),
        None => Ok(wide),
    }
}
