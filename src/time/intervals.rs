//! Sets of instants as sorted, disjoint, half-open spans: the base of `uncovered` (T1).

use serde::{Serialize, Serializer};
use smallvec::{SmallVec, smallvec};

use super::{Duration, Instant, Window};

/// A set of instants: windows in order, none empty, none touching the next.
///
/// ```
/// use latchstring::time::{Intervals, Window};
/// let window = |from: &str, to: &str| Window::new(from.parse()?, to.parse()?);
/// let stay = Intervals::from(window("2026-05-01T13:00:00Z", "2026-05-04T09:00:00Z")?);
/// let covered = Intervals::from(window("2026-05-01T13:00:00Z", "2026-05-03T09:00:00Z")?);
/// let uncovered = stay.without(&covered);
/// assert_eq!(uncovered.windows(), [window("2026-05-03T09:00:00Z", "2026-05-04T09:00:00Z")?]);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "Array<Window>"))]
pub struct Intervals {
    #[serde(serialize_with = "as_list")]
    windows: Windows,
}

/// Most sets have one window or none, which takes no memory of its own.
type Windows = SmallVec<[Window; 1]>;

fn as_list<S: Serializer>(windows: &Windows, serializer: S) -> Result<S::Ok, S::Error> {
    windows.as_slice().serialize(serializer)
}

impl Intervals {
    /// No instant at all.
    pub const NONE: Self = Self {
        windows: SmallVec::new_const(),
    };

    /// The windows, in order.
    #[must_use]
    pub fn windows(&self) -> &[Window] {
        &self.windows
    }

    /// Whether no instant is in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.windows.is_empty()
    }

    /// The first instant in it.
    #[must_use]
    pub fn starts_at(&self) -> Option<Instant> {
        self.windows.first().map(|window| window.starts_at())
    }

    /// The first instant after all that are in it.
    #[must_use]
    pub fn ends_at(&self) -> Option<Instant> {
        self.windows.last().map(|window| window.ends_at())
    }

    /// Whether `instant` is in it.
    #[must_use]
    pub fn contains(&self, instant: Instant) -> bool {
        self.windows.iter().any(|window| window.contains(instant))
    }

    /// Whether every instant of `other` is in it.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        other.without(self).is_empty()
    }

    /// How long it lasts in all.
    #[must_use]
    pub fn length(&self) -> Duration {
        let lengths = self.windows.iter().map(|window| window.length());
        lengths.fold(Duration::ZERO, |sum, length| sum + length)
    }

    /// The instants in either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        self.windows.iter().chain(&other.windows).copied().collect()
    }

    /// The instants in both.
    #[must_use]
    pub fn intersection(&self, other: &Self) -> Self {
        let mut windows = Windows::new();
        let (mut mine, mut theirs) = (
            self.windows.iter().peekable(),
            other.windows.iter().peekable(),
        );
        while let (Some(&&a), Some(&&b)) = (mine.peek(), theirs.peek()) {
            let starts_at = a.starts_at().max(b.starts_at());
            windows.extend(Window::between(starts_at, a.ends_at().min(b.ends_at())));
            if a.ends_at() <= b.ends_at() {
                mine.next();
            } else {
                theirs.next();
            }
        }
        Self { windows }
    }

    /// The instants in it that are not in `other`.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        let mut windows = Windows::new();
        let mut theirs = other.windows.iter().peekable();
        for window in &self.windows {
            let mut from = window.starts_at();
            while let Some(&&gap) = theirs.peek() {
                if gap.starts_at() >= window.ends_at() {
                    break;
                }
                windows.extend(Window::between(from, gap.starts_at()));
                from = from.max(gap.ends_at());
                if gap.ends_at() > window.ends_at() {
                    break; // it reaches into the next of mine
                }
                theirs.next();
            }
            windows.extend(Window::between(from, window.ends_at()));
        }
        Self { windows }
    }

    /// The instants in it that are not before `instant`.
    #[must_use]
    pub fn from_instant(&self, instant: Instant) -> Self {
        let mut windows = Windows::new();
        for window in &self.windows {
            windows.extend(Window::between(
                window.starts_at().max(instant),
                window.ends_at(),
            ));
        }
        Self { windows }
    }
}

impl From<Window> for Intervals {
    fn from(window: Window) -> Self {
        Self {
            windows: smallvec![window],
        }
    }
}

impl FromIterator<Window> for Intervals {
    /// The union of windows in any order.
    fn from_iter<I: IntoIterator<Item = Window>>(windows: I) -> Self {
        Self::joined(windows.into_iter().collect())
    }
}

impl Intervals {
    /// Windows that overlap or touch become one.
    fn joined(mut sorted: Windows) -> Self {
        sorted.sort_by_key(|window| (window.starts_at(), window.ends_at()));
        let mut joined = Windows::new();
        for window in sorted {
            match joined.last_mut() {
                Some(last) if window.starts_at() <= last.ends_at() => {
                    *last = last.widened_to(last.starts_at(), window.ends_at());
                }
                _ => joined.push(window),
            }
        }
        Self { windows: joined }
    }
}
