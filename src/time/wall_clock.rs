//! Between instants and what a zone's wall clock shows (W2, W6).

use super::{Day, Duration, Edge, Instant, StepMinutes, TimeOfDay, Zone};

const DAY: Duration = Duration::days(1);

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

/// Times at which the wall clock shows `phase` in every `period`, both since local midnight.
///
/// The period divides a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Grid {
    period: Duration,
    phase: Duration,
}

impl Grid {
    /// Every second.
    pub(crate) const ANY: Self = Self {
        period: Duration::seconds(1),
        phase: Duration::ZERO,
    };

    /// Once a day at `time`.
    pub(crate) fn daily(time: TimeOfDay) -> Self {
        Self {
            period: DAY,
            phase: time.since_midnight(),
        }
    }
}

impl From<StepMinutes> for Grid {
    fn from(step: StepMinutes) -> Self {
        Self {
            period: Duration::minutes(step.minutes().into()),
            phase: Duration::ZERO,
        }
    }
}

impl Zone {
    /// The edge of a stay at a time on the wall (W2).
    ///
    /// A start is the first instant at which the wall clock has reached the time, an end the last
    /// one until which it has not passed it: a repeated hour is given twice, a skipped one begins
    /// and ends at the jump.
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
        let wall = day.midnight() + time.since_midnight();
        let mut first_reached = None;
        let mut last_not_passed = wall;
        let mut shown = ShownAt::default();
        // No clock is a whole day away from UTC.
        let mut span = self.span_at(wall - DAY);
        for _ in 0..MAX_SPANS {
            let here = wall - span.offset;
            if here < span.until {
                first_reached.get_or_insert(here.max(span.from));
            }
            if span.from <= here {
                last_not_passed = here.min(span.until);
            }
            if span.contains(here) {
                shown.add(here);
            }
            if span.until > wall + DAY {
                break;
            }
            span = self.span_at(span.until);
        }
        let jump = first_reached.unwrap_or(wall);
        let found = match edge {
            Edge::Start => jump,
            Edge::End => last_not_passed,
        };
        Resolved {
            instant: Instant::since_epoch(found),
            change: match (shown.first, shown.last) {
                (None, _) => Some(ClockChange::Skipped {
                    minutes: self.jump_at(jump).minutes_up(),
                }),
                (Some(first), Some(last)) if first < last => Some(ClockChange::Repeated {
                    minutes: (last - first).minutes_up(),
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
        let mut span = self.span_at(instant.epoch_time());
        for _ in 0..MAX_SPANS {
            if span.until > Instant::MAX.epoch_time() {
                return None;
            }
            let next = self.span_at(span.until);
            if next.offset != span.offset {
                return Some(Instant::since_epoch(span.until));
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
        Day::at(self.wall_time_at(instant.epoch_time()))
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
        TimeOfDay::at(self.wall_time_at(instant.epoch_time()))
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
        let offset = self.span_at(instant.epoch_time()).offset;
        let wall = self.wall_text(instant);
        let sign = if offset < Duration::ZERO { '-' } else { '+' };
        let ahead = TimeOfDay::at(offset.abs());
        format!("{wall}{sign}{ahead}")
    }

    /// What the clock on the wall there shows, in no zone.
    ///
    /// ```
    /// use latchstring::time::Zone;
    /// let zone: Zone = "Europe/Paris".parse()?;
    /// assert_eq!(zone.wall_text("2026-03-29T13:00:00Z".parse()?), "2026-03-29T15:00:00");
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn wall_text(self, instant: Instant) -> String {
        let wall = self.wall_time_at(instant.epoch_time());
        let (day, time) = (Day::at(wall), TimeOfDay::at(wall));
        let seconds = wall.past(Duration::minutes(1)).in_seconds();
        format!("{day}T{time}:{seconds:02}")
    }

    /// The last instant, not after `instant`, at which the wall clock is on the grid.
    pub(crate) fn last_on_grid(self, instant: Instant, grid: Grid) -> Option<Instant> {
        let mut latest = instant.epoch_time();
        for _ in 0..MAX_SPANS {
            let span = self.span_at(latest);
            let found = latest - (latest + span.offset - grid.phase).past(grid.period);
            if found >= span.from {
                return Some(Instant::since_epoch(found));
            }
            latest = span.from - Duration::seconds(1);
        }
        None
    }

    /// The first instant, not before `instant`, at which the wall clock is on the grid.
    pub(crate) fn first_on_grid(self, instant: Instant, grid: Grid) -> Option<Instant> {
        let mut earliest = instant.epoch_time();
        for _ in 0..MAX_SPANS {
            let span = self.span_at(earliest);
            let found = earliest + (grid.phase - (earliest + span.offset)).past(grid.period);
            if found < span.until {
                return Some(Instant::since_epoch(found));
            }
            earliest = span.until;
        }
        None
    }

    /// Once a day, when the wall clock shows what it shows at `instant`, to the second.
    pub(crate) fn same_time_as(self, instant: Instant) -> Grid {
        Grid {
            period: DAY,
            phase: self.wall_time_at(instant.epoch_time()).past(DAY),
        }
    }

    /// How far a wall clock moves on between two instants, clock changes included.
    pub(crate) fn wall_time_between(self, from: Instant, until: Instant) -> Duration {
        self.wall_time_at(until.epoch_time()) - self.wall_time_at(from.epoch_time())
    }

    /// What the wall clock shows, as a time since 1970.
    fn wall_time_at(self, at: Duration) -> Duration {
        at + self.span_at(at).offset
    }

    /// How far the clock jumps ahead.
    fn jump_at(self, at: Duration) -> Duration {
        let before = self.span_at(at - Duration::seconds(1));
        self.span_at(at).offset - before.offset
    }
}

#[derive(Default)]
struct ShownAt {
    first: Option<Duration>,
    last: Option<Duration>,
}

impl ShownAt {
    fn add(&mut self, at: Duration) {
        self.first.get_or_insert(at);
        self.last = Some(at);
    }
}
