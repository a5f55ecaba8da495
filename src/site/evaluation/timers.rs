//! When to look again.

use crate::time::Instant;

/// The earliest instant after `now` at which a step would do something (D3).
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timers {
    now: Instant,
    earliest: Option<Instant>,
}

impl Timers {
    pub(crate) fn new(now: Instant) -> Self {
        Self { now, earliest: None }
    }

    /// Something will have to be done at `at`, unless that is past.
    pub(crate) fn set(&mut self, at: Instant) {
        if at > self.now {
            self.earliest = Some(self.earliest.map_or(at, |earlier| earlier.min(at)));
        }
    }

    /// When it goes off, whatever else is found: what comes later need not be looked for now.
    pub(crate) fn at_the_latest(self) -> Instant {
        self.earliest.unwrap_or(Instant::MAX)
    }

    pub(crate) fn earliest(self) -> Option<Instant> {
        self.earliest
    }
}
