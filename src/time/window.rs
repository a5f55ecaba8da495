//! The half-open span in which a code shall open.

use serde::{Deserialize, Serialize};

use super::{Duration, Instant};
use crate::{Error, ErrorCode};

/// A validity window: the half-open span `[startsAt, endsAt)`, never empty.
///
/// ```
/// use latchstring::time::Window;
/// let window = Window::new("2026-05-01T13:00:00Z".parse()?, "2026-05-03T09:30:00Z".parse()?)?;
/// assert!(window.contains(window.starts_at()));
/// assert!(!window.contains(window.ends_at()));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "Edges")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Window {
    starts_at: Instant,
    ends_at: Instant,
}

impl Window {
    /// From the first instant there is to the last.
    pub(crate) const ALWAYS: Self = Self {
        starts_at: Instant::MIN,
        ends_at: Instant::MAX,
    };

    /// The span from `starts_at` up to, but without, `ends_at`.
    ///
    /// # Errors
    /// `empty_window` where the end is not after the start.
    pub fn new(starts_at: Instant, ends_at: Instant) -> Result<Self, Error> {
        Self::between(starts_at, ends_at).ok_or_else(|| {
            Error::new(
                ErrorCode::EmptyWindow,
                "the window does not end after it begins",
                "let endsAt be later than startsAt",
            )
        })
    }

    /// The same, where an empty span is no mistake but nothing.
    pub(crate) fn between(starts_at: Instant, ends_at: Instant) -> Option<Self> {
        (starts_at < ends_at).then_some(Self { starts_at, ends_at })
    }

    /// The first instant at which the code shall open.
    #[must_use]
    pub fn starts_at(self) -> Instant {
        self.starts_at
    }

    /// The first instant at which the code shall open no more.
    #[must_use]
    pub fn ends_at(self) -> Instant {
        self.ends_at
    }

    /// How long the code shall open.
    #[must_use]
    pub fn length(self) -> Duration {
        self.ends_at - self.starts_at
    }

    /// Whether the code shall open at `instant`.
    #[must_use]
    pub fn contains(self, instant: Instant) -> bool {
        self.starts_at <= instant && instant < self.ends_at
    }

    /// Whether every instant of `other` is one of this window.
    #[must_use]
    pub fn covers(self, other: Self) -> bool {
        self.starts_at <= other.starts_at && other.ends_at <= self.ends_at
    }

    /// Whether some instant is in both.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.starts_at < other.ends_at && other.starts_at < self.ends_at
    }

    /// The smallest window that covers this one and reaches from `starts_at` to `ends_at`; it never
    /// gets smaller.
    ///
    /// ```
    /// use latchstring::time::{Instant, Window};
    /// let window = Window::new("2026-05-01T13:00:00Z".parse()?, "2026-05-03T09:30:00Z".parse()?)?;
    /// let wide = window.widened_to(Instant::MIN, window.starts_at());
    /// assert_eq!((wide.starts_at(), wide.ends_at()), (Instant::MIN, window.ends_at()));
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn widened_to(self, starts_at: Instant, ends_at: Instant) -> Self {
        Self {
            starts_at: self.starts_at.min(starts_at),
            ends_at: self.ends_at.max(ends_at),
        }
    }
}

/// One of the two ends of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Edge {
    /// Where it starts.
    Start,
    /// Where it ends.
    End,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Edges {
    starts_at: Instant,
    ends_at: Instant,
}

impl TryFrom<Edges> for Window {
    type Error = Error;

    fn try_from(edges: Edges) -> Result<Self, Error> {
        Self::new(edges.starts_at, edges.ends_at)
    }
}
