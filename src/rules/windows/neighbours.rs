//! The stays around a stay.

use crate::time::{Edge, Instant, Window};

/// The stay before and the stay after, without their grace (W5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// When the stay before ends.
    pub previous_ends_at: Option<Instant>,
    /// When the stay after begins.
    pub next_starts_at: Option<Instant>,
}

impl Neighbours {
    /// The first edge at which `wide` takes more of a neighbour's stay than `window` does. `wide`
    /// covers `window`.
    ///
    /// ```
    /// use latchstring::rules::Neighbours;
    /// use latchstring::time::{Edge, Window};
    /// let window = Window::new("2026-05-01T13:20:00Z".parse()?, "2026-05-03T09:30:00Z".parse()?)?;
    /// let wide = Window::new("2026-05-01T13:00:00Z".parse()?, "2026-05-03T09:30:00Z".parse()?)?;
    /// let previous_ends_at = Some("2026-05-01T13:10:00Z".parse()?);
    /// let neighbours = Neighbours { previous_ends_at, ..Neighbours::default() };
    /// assert_eq!(neighbours.reached_by(window, wide), Some(Edge::Start));
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn reached_by(self, window: Window, wide: Window) -> Option<Edge> {
        if wide.starts_at() < self.earliest_start(window) {
            Some(Edge::Start)
        } else if wide.ends_at() > self.latest_end(window) {
            Some(Edge::End)
        } else {
            None
        }
    }

    /// How early `window` may start without taking more of the stay before.
    pub(crate) fn earliest_start(self, window: Window) -> Instant {
        self.previous_ends_at
            .map_or(Instant::MIN, |previous| previous.min(window.starts_at()))
    }

    /// How late `window` may end without taking more of the stay after, or of a stay that began
    /// before and goes on.
    pub(crate) fn latest_end(self, window: Window) -> Instant {
        let end = window.ends_at();
        let goes_on = self.previous_ends_at.filter(|&previous| previous > end);
        let next = self.next_starts_at.into_iter().chain(goes_on.map(|_| end));
        next.min().map_or(Instant::MAX, |next| next.max(end))
    }
}
