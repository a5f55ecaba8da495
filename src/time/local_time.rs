//! What a clock on the wall and its calendar show together, in no zone yet.

use serde::{Deserialize, Deserializer};

use std::str::FromStr;

use super::{ClockChange, Day, Duration, Edge, Instant, TimeOfDay, Zone};
use crate::json::from_text;
use crate::{Error, ErrorCode};

/// A day and a time of day, written `YYYY-MM-DDTHH:MM`, in no zone.
///
/// ```
/// use latchstring::time::{LocalTime, Zone};
/// let zone: Zone = "Europe/Paris".parse()?;
/// let time: LocalTime = "2026-06-10T16:00".parse()?;
/// assert_eq!(zone.instant_of(time).to_string(), "2026-06-10T14:00:00Z");
/// assert!("2026-06-10 16:00".parse::<LocalTime>().is_err());
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct LocalTime {
    day: Day,
    time: TimeOfDay,
}

impl FromStr for LocalTime {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let parts = text.split_once('T');
        parts
            .and_then(|(day, time)| {
                Some(Self {
                    day: day.parse().ok()?,
                    time: time.parse().ok()?,
                })
            })
            .ok_or_else(|| {
                Error::new(
                    ErrorCode::InvalidValue,
                    "not a local time",
                    "write it as YYYY-MM-DDTHH:MM, such as 2026-05-01T15:00",
                )
            })
    }
}

impl<'de> Deserialize<'de> for LocalTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "a local time such as 2026-05-01T15:00")
    }
}

impl Zone {
    /// When a calendar entry is (W10): RFC 5545, 3.3.5. A repeated time is the first one. A skipped
    /// time counts by the offset before the jump.
    ///
    /// ```
    /// use latchstring::time::Zone;
    /// let zone: Zone = "Europe/Paris".parse()?;
    /// let skipped = zone.instant_of("2026-03-29T02:30".parse()?);
    /// assert_eq!(zone.local_text(skipped), "2026-03-29T03:30:00+02:00");
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn instant_of(self, LocalTime { day, time }: LocalTime) -> Instant {
        let first = self.resolve(day, time, Edge::Start);
        if !matches!(first.change, Some(ClockChange::Skipped { .. })) {
            return first.instant;
        }
        let before = first.instant.epoch_time() - Duration::seconds(1);
        let wall = day.midnight() + time.since_midnight();
        Instant::since_epoch(wall - self.span_at(before).offset)
    }
}
