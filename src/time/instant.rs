//! A point in time, in whole seconds.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use super::{Day, Duration, local::two_digits};
use crate::error::expected_not;
use crate::json::from_text;
use crate::{Error, ErrorCode};

/// A point in time in whole seconds (D6), written `YYYY-MM-DDTHH:MM:SSZ`.
///
/// Read from any RFC 3339 text between the years 1970 and 2199; a fraction of a second is dropped.
///
/// ```
/// use latchstring::time::Instant;
/// let instant: Instant = "2026-03-29T03:30:00.250+02:00".parse()?;
/// assert_eq!(instant.to_string(), "2026-03-29T01:30:00Z");
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Instant(i64);

impl Instant {
    /// 1970-01-01T00:00:00Z.
    pub const MIN: Self = Self(0);
    /// 2199-12-31T23:59:59Z.
    pub const MAX: Self = Self(7_258_118_399);

    /// From Unix seconds; outside 1970 to 2199 the nearest instant within.
    #[must_use]
    pub fn from_unix_seconds(seconds: i64) -> Self {
        Self(seconds.clamp(Self::MIN.0, Self::MAX.0))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn unix_seconds(self) -> i64 {
        self.0
    }

    /// So long after 1970-01-01T00:00:00Z; outside 1970 to 2199 the nearest instant within.
    pub(super) fn since_epoch(length: Duration) -> Self {
        Self::from_unix_seconds(length.in_seconds())
    }

    /// How long after 1970-01-01T00:00:00Z it is.
    pub(super) fn epoch_time(self) -> Duration {
        Duration::of(self.0)
    }
}

impl Add<Duration> for Instant {
    type Output = Self;

    /// Later, and no later than [`Instant::MAX`].
    fn add(self, length: Duration) -> Self {
        Self::since_epoch(Duration::of(self.0) + length)
    }
}

impl Sub<Duration> for Instant {
    type Output = Self;

    /// Earlier, and no earlier than [`Instant::MIN`].
    fn sub(self, length: Duration) -> Self {
        self + -length
    }
}

impl Sub for Instant {
    type Output = Duration;

    /// The time from `earlier` to here; negative where `earlier` is later.
    fn sub(self, earlier: Self) -> Duration {
        Duration::of(self.0) - Duration::of(earlier.0)
    }
}

impl FromStr for Instant {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let instant = parse(text).map(Self).ok_or_else(|| {
            Error::new(
                ErrorCode::InvalidValue,
                expected_not("an instant", text),
                "write it as RFC 3339 with an offset, such as 2026-05-01T15:00:00Z",
            )
        })?;
        if instant < Self::MIN || instant > Self::MAX {
            return Err(Error::new(
                ErrorCode::OutOfRange,
                "instant outside the years 1970 to 2199",
                "check the year",
            ));
        }
        Ok(instant)
    }
}

/// Unix seconds of RFC 3339 text. By hand, since the library's own way brings all of its formats
/// into the module.
fn parse(text: &str) -> Option<i64> {
    let (day, rest) = text.split_at_checked(10)?;
    let day: Day = day.parse().ok()?;
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    let (clock, rest) = rest.split_at_checked(8)?;
    let mut parts = clock.split(':').map(two_digits);
    let (hours, minutes, seconds) = (parts.next()??, parts.next()??, parts.next()??);
    // A leap second counts as the one before it.
    if hours > 23 || minutes > 59 || seconds > 60 {
        return None;
    }
    let offset = match rest.strip_prefix('.') {
        Some(fraction) => {
            let offset = fraction.trim_start_matches(|c: char| c.is_ascii_digit());
            (offset.len() < fraction.len()).then_some(offset)?
        }
        None => rest,
    };
    day.days_since_epoch()
        .checked_mul(86_400)?
        .checked_add(seconds_of(hours, minutes)?)?
        .checked_add(seconds.min(59))?
        .checked_sub(parse_offset(offset)?)
}

fn seconds_of(hours: i64, minutes: i64) -> Option<i64> {
    hours
        .checked_mul(3600)?
        .checked_add(minutes.checked_mul(60)?)
}

fn parse_offset(text: &str) -> Option<i64> {
    if matches!(text, "Z" | "z") {
        return Some(0);
    }
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let (hours, minutes) = (two_digits(hours)?, two_digits(minutes)?);
    let seconds = (hours < 24 && minutes < 60).then_some(seconds_of(hours, minutes)?)?;
    match text.chars().next()? {
        '+' => Some(seconds),
        '-' => seconds.checked_neg(),
        _ => None,
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let day = Day::from_days_since_epoch(self.0.div_euclid(86_400));
        let second = self.0.rem_euclid(86_400);
        let (hours, minutes) = (
            second.div_euclid(3600),
            second.div_euclid(60).rem_euclid(60),
        );
        write!(
            f,
            "{day}T{hours:02}:{minutes:02}:{:02}Z",
            second.rem_euclid(60)
        )
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "an instant such as 2026-05-01T15:00:00Z")
    }
}
impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use chrono::{DateTime, SecondsFormat};
    use proptest::prelude::*;

    use super::Instant;

    /// What the library reads out of the same text.
    fn oracle(text: &str) -> Option<i64> {
        DateTime::parse_from_rfc3339(text)
            .ok()
            .map(|parsed| parsed.timestamp())
            .filter(|seconds| (0..=Instant::MAX.0).contains(seconds))
    }

    proptest! {
        #[test]
        fn reads_and_writes_as_chrono_does(
            seconds in 0..=Instant::MAX.0,
            offset in -1439_i64..1440,
            nanos in 0_u32..1_000_000_000,
        ) {
            let zone = chrono::FixedOffset::east_opt(i32::try_from(offset * 60).unwrap()).unwrap();
            let at = DateTime::from_timestamp(seconds, nanos).unwrap();
            let text = at.with_timezone(&zone).to_rfc3339();
            let read: Instant = text.parse().unwrap();
            prop_assert_eq!(read.0, seconds, "{}", text);
            prop_assert_eq!(read.to_string(), at.to_rfc3339_opts(SecondsFormat::Secs, true));
        }

        #[test]
        fn refuses_what_chrono_refuses(at in 0_usize..30, with in "[-+0-9TtZz:. x]{0,2}", cut in 0_usize..3) {
            for good in ["2026-05-01T15:00:00Z", "2028-02-29 23:59:59.25+02:00", "2026-12-31t00:00:60-11:30"] {
                let mut text = good.to_owned();
                let from = at.min(text.len());
                let to = (from + cut).min(text.len());
                text.replace_range(from..to, &with);
                prop_assert_eq!(text.parse::<Instant>().ok().map(|read| read.0), oracle(&text), "{}", text);
            }
        }
    }
}
