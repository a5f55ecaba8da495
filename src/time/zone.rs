//! IANA zones, out of the table inside the module.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use super::history::{History, Span};
use super::nearest::nearest;
use super::zone_table::{
    HISTORIES, NAME_BLOCK, NAME_BLOCKS, NAME_HISTORIES, NAME_LENGTHS, NAMES, OFFSETS, RELEASE,
    RULES, TRANSITIONS,
};
use super::{Duration, Instant};
use crate::json::from_text;
use crate::{Error, ErrorCode};

/// An IANA zone, known to be in the table that lies inside this module (W2).
///
/// Offsets are exact from 2019-12-01 to the end of January 2100; before and after, the first and
/// the last rule go on. Zones order by name.
///
/// ```
/// use latchstring::time::Zone;
/// let zone: Zone = "Europe/Paris".parse()?;
/// assert_eq!(zone.name(), "Europe/Paris");
/// assert_eq!(zone.offset_minutes_at("2026-07-01T12:00:00Z".parse()?), 120);
/// let error = "europe/paris".parse::<Zone>().unwrap_err();
/// assert_eq!(error.hint, "write it as Europe/Paris");
/// # Ok::<(), latchstring::Error>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "string"))]
pub struct Zone(u16);

/// 2019-12-18T00:00:00Z.
const EXACT_FROM: Duration = Duration::of(1_576_627_200);

/// 2100-01-15T00:00:00Z.
const EXACT_UNTIL: Duration = Duration::of(4_103_654_400);

/// Release of the time zone data inside this module, such as `2026f` (W2).
#[must_use]
pub fn tzdata_release() -> &'static str {
    RELEASE
}

impl Default for Zone {
    /// `UTC`, for a lock that names no zone of its own.
    fn default() -> Self {
        "UTC".parse().unwrap_or(Self(0))
    }
}

impl Zone {
    /// Every zone of this release, in the order of the names.
    ///
    /// ```
    /// use latchstring::time::Zone;
    /// assert!(Zone::all().any(|zone| zone.name() == "Asia/Kathmandu"));
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        (0_u16..).take(NAME_LENGTHS.len()).map(Self)
    }

    /// Its IANA name, as it was given: links are not resolved.
    #[must_use]
    pub fn name(self) -> &'static str {
        name(usize::from(self.0)).unwrap_or_default()
    }

    /// What its clocks are ahead of UTC, in minutes (behind where negative).
    #[must_use]
    pub fn offset_minutes_at(self, instant: Instant) -> i64 {
        self.span_at(instant.epoch_time())
            .offset
            .in_seconds()
            .div_euclid(60)
    }

    /// Whether offsets are exact there, with room for grace and rounding: from two weeks before
    /// 2020 to two weeks after 2099.
    #[must_use]
    pub fn is_exact_at(self, instant: Instant) -> bool {
        (EXACT_FROM..EXACT_UNTIL).contains(&instant.epoch_time())
    }

    /// Refuses an instant at which offsets may be wrong (W2).
    pub(crate) fn check_exact_at(self, instant: Instant) -> Result<(), Error> {
        if self.is_exact_at(instant) {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::YearOutOfRange,
            "time zones are exact from 2020 to 2099 only",
            "check the year",
        ))
    }

    /// The stretch of time with one offset around a time since 1970.
    pub(super) fn span_at(self, at: Duration) -> Span {
        let place = NAME_HISTORIES
            .get(usize::from(self.0))
            .copied()
            .unwrap_or_default();
        span_at(usize::from(place), at).unwrap_or(Span {
            from: Duration::MIN,
            until: Duration::MAX,
            offset: Duration::ZERO,
        })
    }

    fn find(name: &str) -> Option<Self> {
        let (mut low, mut high) = (0_u16, u16::try_from(NAME_LENGTHS.len()).ok()?);
        while low < high {
            let middle = low.midpoint(high);
            match Self(middle).name().cmp(name) {
                Ordering::Equal => return Some(Self(middle)),
                Ordering::Less => low = middle.saturating_add(1),
                Ordering::Greater => high = middle,
            }
        }
        None
    }
}

fn span_at(history: usize, at: Duration) -> Option<Span> {
    let History {
        first_offset,
        until,
        rule,
    } = *HISTORIES.get(history)?;
    let begin = history
        .checked_sub(1)
        .and_then(|before| HISTORIES.get(before))
        .map_or(0, |before| before.until);
    let (begin, end) = (usize::from(begin), usize::from(until));
    let times = TRANSITIONS.get(begin..end)?;
    let time = |&time: &_| Duration::of(i64::from(time));
    let passed = times.partition_point(|transition| time(transition) <= at);
    let last = passed.checked_sub(1);
    let from = last
        .and_then(|last| times.get(last))
        .map_or(Duration::MIN, time);
    if let (None, Some(rule)) = (times.get(passed), rule) {
        let ruled = RULES.get(usize::from(rule))?.span_at(at);
        return Some(Span {
            from: ruled.from.max(from),
            ..ruled
        });
    }
    let offset = match last {
        Some(last) => *OFFSETS.get(begin.checked_add(last)?)?,
        None => first_offset,
    };
    Some(Span {
        from,
        until: times.get(passed).map_or(Duration::MAX, time),
        offset: Duration::offset(offset),
    })
}

fn name(at: usize) -> Option<&'static str> {
    let block = at.checked_div(NAME_BLOCK)?;
    let before = NAME_LENGTHS.get(block.checked_mul(NAME_BLOCK)?..at)?;
    let start = before
        .iter()
        .fold(usize::from(*NAME_BLOCKS.get(block)?), |start, &length| {
            start.saturating_add(usize::from(length))
        });
    let end = start.checked_add(usize::from(*NAME_LENGTHS.get(at)?))?;
    NAMES.get(start..end)
}

impl FromStr for Zone {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        Self::find(text).ok_or_else(|| {
            let meant = text.trim().replace(' ', "_");
            let known = Self::all().find(|zone| zone.name().eq_ignore_ascii_case(&meant));
            Error::new(
                ErrorCode::UnknownTimeZone,
                "no IANA time zone of this release has this name",
                match (known, nearest(text, Self::all().map(Self::name))) {
                    (Some(zone), _) => format!("write it as {zone}"),
                    (None, Some(near)) => format!("write {near}, if that is the zone"),
                    (None, None) => "write an IANA name such as Europe/Paris".to_owned(),
                },
            )
        })
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        from_text(deserializer, "an IANA time zone such as Europe/Paris")
    }
}
impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// W2: looking back over a change is as exact as looking ahead, also where the yearly rule
    /// takes over.
    #[test]
    fn w2_each_span_begins_where_the_one_before_ends() {
        for zone in Zone::all() {
            let mut span = zone.span_at(EXACT_FROM);
            while span.until < EXACT_UNTIL {
                let next = zone.span_at(span.until);
                let middle = Duration::of(next.from.in_seconds().midpoint(next.until.in_seconds()));
                assert_eq!(next.from, span.until, "{zone}");
                assert_eq!(zone.span_at(middle), next, "{zone}");
                assert_eq!(
                    zone.span_at(span.until - Duration::seconds(1)),
                    span,
                    "{zone}"
                );
                span = next;
            }
        }
    }
}
