//! A length of time.

use std::ops::{Add, AddAssign, Neg, Sub};

/// A length of time in whole seconds, which may be negative.
///
/// Sums and differences that no number of seconds can say stop at [`Duration::MAX`] or
/// [`Duration::MIN`]. An [`Instant`](super::Instant) stays within the years that it knows.
///
/// ```
/// use latchstring::time::{Duration, Instant};
/// let noon: Instant = "2026-05-01T12:00:00Z".parse()?;
/// assert_eq!((noon + Duration::minutes(90)).to_string(), "2026-05-01T13:30:00Z");
/// assert_eq!(noon - (noon - Duration::days(1)), Duration::hours(24));
/// assert_eq!(noon + Duration::MAX, Instant::MAX);
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Duration(i64);

impl Duration {
    /// No time at all.
    pub const ZERO: Self = Self(0);
    /// The longest.
    pub const MAX: Self = Self(i64::MAX);
    /// The longest back in time.
    pub const MIN: Self = Self(i64::MIN);

    /// So many seconds, back in time where negative.
    #[must_use]
    pub const fn of(seconds: i64) -> Self {
        Self(seconds)
    }

    /// So many seconds.
    #[must_use]
    pub const fn seconds(seconds: u32) -> Self {
        Self::times(seconds, 1)
    }

    /// So many minutes.
    #[must_use]
    pub const fn minutes(minutes: u32) -> Self {
        Self::times(minutes, 60)
    }

    /// So many hours.
    #[must_use]
    pub const fn hours(hours: u32) -> Self {
        Self::times(hours, 3600)
    }

    /// So many times 24 hours.
    #[must_use]
    pub const fn days(days: u32) -> Self {
        Self::times(days, 86_400)
    }

    /// An offset of a clock in minutes, east of UTC where positive.
    pub(super) fn offset(minutes: i16) -> Self {
        Self(i64::from(minutes).saturating_mul(60))
    }

    #[allow(clippy::cast_lossless)] // `From` is not for constants
    const fn times(count: u32, seconds: i64) -> Self {
        Self((count as i64).saturating_mul(seconds))
    }

    /// In seconds.
    #[must_use]
    pub const fn in_seconds(self) -> i64 {
        self.0
    }

    /// In minutes, where a begun one counts as a whole one; 0 where negative.
    #[must_use]
    pub fn minutes_up(self) -> u32 {
        u32::try_from(self.0.saturating_add(59).div_euclid(60)).unwrap_or_default()
    }

    /// As long, and not back in time.
    #[must_use]
    pub const fn abs(self) -> Self {
        Self(self.0.saturating_abs())
    }

    /// What is left after as many whole times of `period` as fit in; zero where that is no time.
    #[must_use]
    pub fn past(self, period: Self) -> Self {
        Self(self.0.checked_rem_euclid(period.0).unwrap_or_default())
    }
}

impl Add for Duration {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for Duration {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sub for Duration {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Duration {
    type Output = Self;

    fn neg(self) -> Self {
        Self(self.0.saturating_neg())
    }
}
