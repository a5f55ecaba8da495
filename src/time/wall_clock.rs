//! Between instants and what a zone's wall clock shows (W2, W6).

use super::history::Span;
use super::{Day, Edge, Instant, Step, TimeOfDay, Zone};

const MINUTE: i64 = 60;
const DAY: i64 = 86_400;

/// Spans looked at for one question; two are enough for every zone of the table.
const MAX_SPANS: usize = 16;

/// A time on the wall as an instant, and what the clock did to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Resolved {
    /// When it is.
    pub instant: Instant,
    /// Where the wall clock shows that time twice, or never.
    pub change: Option<ClockChange>,
}

/// What a clock change did to a time on the wall.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChange {
    /// The clock shows it twice, so many minutes apart.
    Repeated {
        /// How far the clock went back.
        minutes: u32,
    },
    /// The clock jumps over it.
    Skipped {
        /// How far the clock jumped.
        minutes: u32,
    },
}

/// Times at which the wall clock shows `phase` in every `period`, both in seconds since local
/// midnight.
///
/// The period divides a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grid {
    period: i64,
    phase: i64,
}

impl Grid {
    /// Every second.
    pub(crate) const ANY: Self = Self { period: 1, phase: 0 };

    /// Once a day at `time`.
    pub(crate) fn daily(time: TimeOfDay) -> Self {
        Self {
            period: DAY,
            phase: i64::from(time.minutes()).saturating_mul(MINUTE),
        }
    }
}

impl From<Step> for Grid {
    fn from(step: Step) -> Self {
        Self {
            period: i64::from(step.minutes()).saturating_mul(MINUTE),
            phase: 0,
        }
    }
}

impl Zone {
    /// The edge of a stay at a time on the wall (W2).
    ///
    /// A start is the first instant at which the wall clock has reached the time, an end the last one until which
    /// it has not passed it: a repeated hour is given twice, a skipped one begins and ends at the jump.
    ///
    /// ```
    /// use latchstring::time::{Edge, Zone};
    /// let zone: Zone = "Europe/Paris".parse()?;
    /// let (day, time) = ("2026-10-25".parse()?, "02:30".parse()?);
    /// assert_eq!(zone.resolve(day, time, Edge::Start).instant.to_string(), "2026-10-25T00:30:00Z");
    /// assert_eq!(zone.resolve(day, time, Edge::End).instant.to_string(), "2026-10-25T01:30:00Z");
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn resolve(self, day: Day, time: TimeOfDay, edge: Edge) -> Resolved {
        let wall = day
            .days_since_epoch()
            .saturating_mul(DAY)
            .saturating_add(i64::from(time.minutes()).saturating_mul(MINUTE));
        let mut first_reached = None;
        let mut last_not_passed = wall;
        let mut shown = ShownAt::default();
        // No clock is a whole day away from UTC.
        let mut span = self.span_at(wall.saturating_sub(DAY));
        for _ in 0..MAX_SPANS {
            let here = wall.saturating_sub(span.offset);
            if here < span.until {
                first_reached.get_or_insert(here.max(span.from));
            }
            if span.from <= here {
                last_not_passed = here.min(span.until);
            }
            if span.contains(here) {
                shown.add(here);
            }
            if span.until > wall.saturating_add(DAY) {
                break;
            }
            span = self.span_at(span.until);
        }
        let jump = first_reached.unwrap_or(wall);
        let seconds = match edge {
            Edge::Start => jump,
            Edge::End => last_not_passed,
        };
        Resolved {
            instant: Instant::from_unix_seconds(seconds),
            change: match (shown.first, shown.last) {
                (None, _) => Some(ClockChange::Skipped {
                    minutes: minutes_up(self.jump_at(jump)),
                }),
                (Some(first), Some(last)) if first < last => Some(ClockChange::Repeated {
                    minutes: minutes_up(last.saturating_sub(first)),
                }),
                _ => None,
            },
        }
    }

    /// When the clocks there change next, after `instant`; nothing where they never do again.
    ///
    /// ```
    /// use latchstring::time::Zone;
    /// let zone: Zone = "Europe/Paris".parse()?;
    /// let change = zone.next_clock_change("2026-01-01T00:00:00Z".parse()?);
    /// assert_eq!(change, Some("2026-03-29T01:00:00Z".parse()?));
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn next_clock_change(self, instant: Instant) -> Option<Instant> {
        let mut span = self.span_at(instant.unix_seconds());
        for _ in 0..MAX_SPANS {
            if span.until > Instant::MAX.unix_seconds() {
                return None;
            }
            let next = self.span_at(span.until);
            if next.offset != span.offset {
                return Some(Instant::from_unix_seconds(span.until));
            }
            span = next;
        }
        None
    }

    /// The day that the calendar on the wall shows.
    ///
    /// ```
    /// use latchstring::time::Zone;
    /// let zone: Zone = "Asia/Tokyo".parse()?;
    /// assert_eq!(zone.day_at("2026-05-01T15:00:00Z".parse()?).to_string(), "2026-05-02");
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn day_at(self, instant: Instant) -> Day {
        day_of(self.wall_seconds_at(instant.unix_seconds()))
    }

    /// The time that the wall clock shows, without its seconds.
    ///
    /// ```
    /// use latchstring::time::Zone;
    /// let zone: Zone = "Asia/Kathmandu".parse()?;
    /// assert_eq!(zone.time_of_day_at("2026-05-01T15:00:00Z".parse()?).to_string(), "20:45");
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn time_of_day_at(self, instant: Instant) -> TimeOfDay {
        time_of(self.wall_seconds_at(instant.unix_seconds()))
    }

    /// The instant as people there write it: RFC 3339 with the zone's own offset.
    ///
    /// ```
    /// use latchstring::time::Zone;
    /// let zone: Zone = "Europe/Paris".parse()?;
    /// assert_eq!(zone.local_text("2026-03-29T13:00:00Z".parse()?), "2026-03-29T15:00:00+02:00");
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn local_text(self, instant: Instant) -> String {
        let offset = self.span_at(instant.unix_seconds()).offset;
        let wall = instant.unix_seconds().saturating_add(offset);
        let seconds = wall.rem_euclid(MINUTE);
        let sign = if offset < 0 { '-' } else { '+' };
        let minutes = offset.abs().div_euclid(MINUTE);
        let (hours, minutes) = (minutes.div_euclid(60), minutes.rem_euclid(60));
        format!(
            "{}T{}:{seconds:02}{sign}{hours:02}:{minutes:02}",
            day_of(wall),
            time_of(wall)
        )
    }

    /// The last instant, not after `instant`, at which the wall clock is on the grid.
    pub(crate) fn last_on_grid(self, instant: Instant, grid: Grid) -> Option<Instant> {
        let mut latest = instant.unix_seconds();
        for _ in 0..MAX_SPANS {
            let span = self.span_at(latest);
            let past = latest.saturating_add(span.offset).saturating_sub(grid.phase);
            let found = latest.saturating_sub(past.checked_rem_euclid(grid.period)?);
            if found >= span.from {
                return Some(Instant::from_unix_seconds(found));
            }
            latest = span.from.saturating_sub(1);
        }
        None
    }

    /// The first instant, not before `instant`, at which the wall clock is on the grid.
    pub(crate) fn first_on_grid(self, instant: Instant, grid: Grid) -> Option<Instant> {
        let mut earliest = instant.unix_seconds();
        for _ in 0..MAX_SPANS {
            let span = self.span_at(earliest);
            let left = grid.phase.saturating_sub(earliest.saturating_add(span.offset));
            let found = earliest.saturating_add(left.checked_rem_euclid(grid.period)?);
            if found < span.until {
                return Some(Instant::from_unix_seconds(found));
            }
            earliest = span.until;
        }
        None
    }

    /// Once a day, when the wall clock shows what it shows at `instant`, to the second.
    pub(crate) fn same_time_as(self, instant: Instant) -> Grid {
        Grid {
            period: DAY,
            phase: self.wall_seconds_at(instant.unix_seconds()).rem_euclid(DAY),
        }
    }

    /// Seconds that a wall clock moves on between two instants, clock changes included.
    pub(crate) fn wall_seconds_between(self, from: Instant, until: Instant) -> i64 {
        self.wall_seconds_at(until.unix_seconds())
            .saturating_sub(self.wall_seconds_at(from.unix_seconds()))
    }

    fn wall_seconds_at(self, unix_seconds: i64) -> i64 {
        unix_seconds.saturating_add(self.span_at(unix_seconds).offset)
    }

    /// How far the clock jumps ahead at an instant.
    fn jump_at(self, unix_seconds: i64) -> i64 {
        let before = self.span_at(unix_seconds.saturating_sub(1));
        self.span_at(unix_seconds).offset.saturating_sub(before.offset)
    }
}

impl Span {
    fn contains(self, unix_seconds: i64) -> bool {
        self.from <= unix_seconds && unix_seconds < self.until
    }
}

#[derive(Default)]
struct ShownAt {
    first: Option<i64>,
    last: Option<i64>,
}

impl ShownAt {
    fn add(&mut self, unix_seconds: i64) {
        self.first.get_or_insert(unix_seconds);
        self.last = Some(unix_seconds);
    }
}

/// The day of a time on the wall, in seconds as if it were UTC.
fn day_of(wall: i64) -> Day {
    Day::from_days_since_epoch(wall.div_euclid(DAY))
}

/// The time of day of a time on the wall.
fn time_of(wall: i64) -> TimeOfDay {
    u16::try_from(wall.rem_euclid(DAY).div_euclid(MINUTE))
        .ok()
        .and_then(TimeOfDay::from_minutes)
        .unwrap_or(TimeOfDay::MIDNIGHT)
}

/// Seconds as minutes, a begun one as a whole one.
pub(crate) fn minutes_up(seconds: i64) -> u32 {
    u32::try_from(
        seconds
            .saturating_add(MINUTE.saturating_sub(1))
            .div_euclid(MINUTE),
    )
    .unwrap_or_default()
}
