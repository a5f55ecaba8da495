//! What a clock on the wall and a calendar show: days and times of day, in no zone yet.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, TimeDelta, Weekday};

use super::Duration;
use crate::error::expected_not;
use crate::json::from_text;
use crate::{Error, ErrorCode};

/// A calendar day, written `YYYY-MM-DD`.
///
/// ```
/// use latchstring::time::Day;
/// let day: Day = "2028-02-28".parse()?;
/// assert_eq!(day.plus_days(1).to_string(), "2028-02-29");
/// assert!("2027-02-29".parse::<Day>().is_err());
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Day(NaiveDate);

impl Day {
    /// The day so many days later (earlier where negative); the same day where the calendar ends.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Self {
        Self(
            TimeDelta::try_days(days)
                .and_then(|delta| self.0.checked_add_signed(delta))
                .unwrap_or(self.0),
        )
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub fn days_since_epoch(self) -> i64 {
        self.0
            .signed_duration_since(NaiveDate::default())
            .num_days()
    }

    /// The day so many days after 1970-01-01.
    #[must_use]
    pub fn from_days_since_epoch(days: i64) -> Self {
        Self(NaiveDate::default()).plus_days(days)
    }

    /// The calendar year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month of the year, 1 for January.
    #[must_use]
    pub fn month(self) -> u8 {
        u8::try_from(self.0.month()).unwrap_or(1)
    }

    /// The day of the month, from 1 on.
    #[must_use]
    pub fn day_of_month(self) -> u8 {
        u8::try_from(self.0.day()).unwrap_or(1)
    }

    /// The weekday of a month, 0 for Sunday: the first to the fourth such day, or with 5 the last.
    pub(super) fn weekday_of_month(year: i32, month: u8, weekday: u8, week: u8) -> Option<Self> {
        let weekday = Weekday::try_from(weekday.checked_sub(1).unwrap_or(6)).ok()?;
        let of = |week| NaiveDate::from_weekday_of_month_opt(year, month.into(), weekday, week);
        of(week).or_else(|| of(4)).map(Self)
    }

    /// The day of a time since 1970.
    pub(super) fn at(time: Duration) -> Self {
        Self::from_days_since_epoch(time.in_seconds().div_euclid(86_400))
    }

    /// Where the day begins, since 1970.
    pub(super) fn midnight(self) -> Duration {
        Duration::of(self.days_since_epoch().saturating_mul(86_400))
    }

    /// Days since Monday, 0 to 6.
    #[must_use]
    pub fn days_from_monday(self) -> u32 {
        self.0.weekday().num_days_from_monday()
    }
}

impl FromStr for Day {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let shaped = text.len() == 10
            && text.bytes().enumerate().all(|(at, byte)| match at {
                4 | 7 => byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        let date = || {
            let (year, rest) = text.split_at_checked(4)?;
            let (month, day) = (rest.get(1..3)?, rest.get(4..)?);
            NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        };
        let parsed = if shaped { date() } else { None };
        parsed.map(Self).ok_or_else(|| {
            Error::new(
                ErrorCode::InvalidValue,
                expected_not("a day of the calendar", text),
                "write it as YYYY-MM-DD, such as 2026-05-01",
            )
        })
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a day such as 2026-05-01")
    }
}
impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Reads exactly two digits.
pub(super) fn two_digits<T: FromStr>(part: &str) -> Option<T> {
    let shaped = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if shaped { part.parse().ok() } else { None }
}

/// A time of day on the wall clock in whole minutes, written `HH:MM`, from `00:00` to `23:59`.
///
/// ```
/// use latchstring::time::TimeOfDay;
/// let check_in: TimeOfDay = "15:00".parse()?;
/// assert_eq!(check_in.minutes(), 900);
/// assert!("24:00".parse::<TimeOfDay>().is_err());
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct TimeOfDay {
    minutes: u16,
}

impl TimeOfDay {
    /// `00:00`.
    pub const MIDNIGHT: Self = Self { minutes: 0 };

    /// `18:00`.
    pub(crate) const EVENING: Self = Self { minutes: 18 * 60 };

    /// From minutes since midnight, if there are fewer than 1440.
    #[must_use]
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes < 1440).then_some(Self { minutes })
    }

    /// The time of day of a time since 1970, without its seconds.
    pub(super) fn at(time: Duration) -> Self {
        let minutes = time.past(Duration::days(1)).in_seconds().div_euclid(60);
        let minutes = u16::try_from(minutes).ok();
        minutes
            .and_then(Self::from_minutes)
            .unwrap_or(Self::MIDNIGHT)
    }

    /// How long after midnight it is, on a day without clock changes.
    pub(super) fn since_midnight(self) -> Duration {
        Duration::minutes(self.minutes.into())
    }

    /// Minutes since midnight, 0 to 1439.
    #[must_use]
    pub fn minutes(self) -> u16 {
        self.minutes
    }
}

impl FromStr for TimeOfDay {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        text.split_once(':')
            .and_then(|(hours, minutes)| {
                Some((two_digits::<u16>(hours)?, two_digits::<u16>(minutes)?))
            })
            .filter(|&(hours, minutes)| hours < 24 && minutes < 60)
            .and_then(|(hours, minutes)| {
                Self::from_minutes(hours.checked_mul(60)?.checked_add(minutes)?)
            })
            .ok_or_else(|| {
                Error::new(
                    ErrorCode::InvalidValue,
                    expected_not("a time of day", text),
                    "write it as HH:MM on the 24-hour clock, such as 15:00",
                )
            })
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (hours, minutes) = (self.minutes.div_euclid(60), self.minutes.rem_euclid(60));
        write!(f, "{hours:02}:{minutes:02}")
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl<'de> Deserialize<'de> for TimeOfDay {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a time of day such as 15:00")
    }
}
impl Serialize for TimeOfDay {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
