//! From booked days to the window in which a code shall open: stay, grace, clip, round (W1, W2, W4–W6).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::{Held, Policy, WindowPolicy};
use crate::time::{ClockChange, Day, Edge, Grid, Instant, Step, TimeOfDay, Window, Zone, minutes_up};
use crate::{Error, ErrorCode};

/// The first and the last year of arrivals and departures (W2).
pub const YEARS: std::ops::RangeInclusive<i32> = 2020..=2099;

/// The longest stay, in days.
pub const MAX_STAY_DAYS: i64 = 1100;

/// The stay before and the stay after, without their grace (W5).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Neighbours {
    /// When the stay before ends.
    pub previous_ends_at: Option<Instant>,
    /// When the stay after begins.
    pub next_starts_at: Option<Instant>,
}

/// Why a window is not simply the booked days and times: a `kind` from this closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum WindowNoteKind {
    /// The wall clock shows the time twice, `minutes` apart; the guest has it both times (W2).
    RepeatedHour,
    /// The wall clock jumps over the time, by `minutes`; the edge is the jump (W2).
    SkippedHour,
    /// The stay before ends `minutes` after this one begins; both get their codes (W5).
    OverlapsPreviousStay,
    /// The stay after begins `minutes` before this one ends; both get their codes (W5).
    OverlapsNextStay,
    /// A neighbour's stay took `minutes` off the grace (W5).
    GraceClipped,
    /// The lock's step moved the edge outward by `minutes` (W6).
    Rounded,
}

/// Something that a person should know about one edge of a window.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct WindowNote {
    /// What it is.
    pub kind: WindowNoteKind,
    /// Which edge it is about.
    pub edge: Edge,
    /// How much; a begun minute counts as a whole one.
    pub minutes: Option<u32>,
}

/// A window, and what a person should know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The window.
    pub window: Window,
    /// What happened to it, the start's notes before the end's.
    pub notes: Vec<WindowNote>,
}

/// A stay: from the arrival day at check-in to the departure day at check-out, in the listing's zone (W1, W2).
///
/// # Errors
/// `year_out_of_range` at `arrival` or `departure`; `empty_window` at `departure` or, on one day, at `checkOut`;
/// `out_of_range` at `departure` after more than [`MAX_STAY_DAYS`].
///
/// ```
/// use latchstring::rules::stay_window;
/// let stay = stay_window(
///     "Europe/Paris".parse()?,
///     "2026-03-27".parse()?,
///     "2026-03-29".parse()?,
///     "15:00".parse()?,
///     "11:00".parse()?,
/// )?;
/// assert_eq!(stay.starts_at().to_string(), "2026-03-27T14:00:00Z");
/// assert_eq!(stay.ends_at().to_string(), "2026-03-29T09:00:00Z");
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn stay_window(
    zone: Zone,
    arrival: Day,
    departure: Day,
    check_in: TimeOfDay,
    check_out: TimeOfDay,
) -> Result<Window, Error> {
    noted_stay(zone, arrival, departure, check_in, check_out).map(|stay| stay.window)
}

/// [`stay_window`], with notes about clock changes at its edges.
///
/// # Errors
/// Those of [`stay_window`].
pub fn noted_stay(
    zone: Zone,
    arrival: Day,
    departure: Day,
    check_in: TimeOfDay,
    check_out: TimeOfDay,
) -> Result<Noted, Error> {
    for (day, path) in [(arrival, "arrival"), (departure, "departure")] {
        if !YEARS.contains(&day.year()) {
            return Err(Error::new(
                ErrorCode::YearOutOfRange,
                "time zones are exact from 2020 to 2099 only",
                "check the year",
            )
            .at(path));
        }
    }
    let days = departure
        .days_since_epoch()
        .saturating_sub(arrival.days_since_epoch());
    if days > MAX_STAY_DAYS {
        return Err(Error::new(
            ErrorCode::OutOfRange,
            format!("the stay is longer than {MAX_STAY_DAYS} days"),
            "check the days, or split the stay",
        )
        .at("departure"));
    }
    if days < 0 {
        return Err(empty("the departure is before the arrival", "departure"));
    }
    if days == 0 && check_out <= check_in {
        return Err(empty(
            "check-out is not after check-in on the same day",
            "checkOut",
        ));
    }
    let start = zone.resolve(arrival, check_in, Edge::Start);
    let end = zone.resolve(departure, check_out, Edge::End);
    let window = Window::new(start.instant, end.instant)
        .map_err(|_| empty("the clock jumps over the whole stay", "checkOut"))?;
    let notes = [(start.change, Edge::Start), (end.change, Edge::End)]
        .into_iter()
        .filter_map(|(change, edge)| {
            Some(match change? {
                ClockChange::Repeated { minutes } => note(WindowNoteKind::RepeatedHour, edge, minutes),
                ClockChange::Skipped { minutes } => note(WindowNoteKind::SkippedHour, edge, minutes),
            })
        })
        .collect();
    Ok(Noted { window, notes })
}

fn empty(message: &str, path: &str) -> Error {
    Error::new(
        ErrorCode::EmptyWindow,
        message,
        "let the stay end after it begins",
    )
    .at(path)
}

fn note(kind: WindowNoteKind, edge: Edge, minutes: u32) -> WindowNote {
    WindowNote {
        kind,
        edge,
        minutes: Some(minutes),
    }
}

/// A stay with its grace, clipped at the neighbours' stays; the stay itself is never cut (W4, W5).
///
/// ```
/// use latchstring::model::Policy;
/// use latchstring::rules::{Neighbours, with_grace};
/// use latchstring::time::Window;
/// let stay = Window::new("2026-05-01T13:00:00Z".parse()?, "2026-05-03T09:00:00Z".parse()?)?;
/// let neighbours = Neighbours { next_starts_at: Some("2026-05-03T09:10:00Z".parse()?), ..Neighbours::default() };
/// let graced = with_grace(stay, &Policy::default().window, neighbours);
/// assert_eq!(graced.window.ends_at().to_string(), "2026-05-03T09:10:00Z");
/// assert_eq!(graced.notes.first().and_then(|note| note.minutes), Some(20));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn with_grace(stay: Window, policy: &WindowPolicy, neighbours: Neighbours) -> Noted {
    let before = i64::from(policy.before_check_in_minutes);
    let after = i64::from(policy.after_check_out_minutes);
    let earliest = stay.starts_at().plus_minutes(before.saturating_neg());
    let latest = stay.ends_at().plus_minutes(after);
    let starts_at = match neighbours.previous_ends_at {
        Some(previous) => earliest.max(previous.min(stay.starts_at())),
        None => earliest,
    };
    let ends_at = match neighbours.next_starts_at {
        Some(next) => latest.min(next.max(stay.ends_at())),
        None => latest,
    };
    let overlap_before = neighbours.previous_ends_at.map_or(0, |previous| {
        previous.min(stay.ends_at()).seconds_since(stay.starts_at())
    });
    let overlap_after = neighbours
        .next_starts_at
        .map_or(0, |next| stay.ends_at().seconds_since(next.max(stay.starts_at())));
    let notes = [
        (WindowNoteKind::OverlapsPreviousStay, Edge::Start, overlap_before),
        (
            WindowNoteKind::GraceClipped,
            Edge::Start,
            starts_at.seconds_since(earliest),
        ),
        (WindowNoteKind::OverlapsNextStay, Edge::End, overlap_after),
        (
            WindowNoteKind::GraceClipped,
            Edge::End,
            latest.seconds_since(ends_at),
        ),
    ]
    .into_iter()
    .filter(|&(_, _, seconds)| seconds > 0)
    .map(|(kind, edge, seconds)| note(kind, edge, minutes_up(seconds)))
    .collect();
    Noted {
        window: stay.widened_to(starts_at, ends_at),
        notes,
    }
}

/// A window rounded to a lock's step: its start down, its end up, each to the nearest instant at which the wall
/// clock shows a multiple of the step since local midnight (W6).
///
/// # Errors
/// The edge at which rounding would reach into a neighbour's stay: such a lock can't keep the window.
///
/// ```
/// use latchstring::rules::{Neighbours, rounded};
/// use latchstring::time::{Edge, Step, Window};
/// let window = Window::new("2026-05-01T13:20:00Z".parse()?, "2026-05-03T09:30:00Z".parse()?)?;
/// let (zone, step) = ("Europe/Paris".parse()?, Step::new(60)?);
/// let round = rounded(window, zone, step, Neighbours::default()).ok();
/// assert_eq!(round.map(|window| window.starts_at()), Some("2026-05-01T13:00:00Z".parse()?));
/// let neighbours = Neighbours { next_starts_at: Some("2026-05-03T09:45:00Z".parse()?), ..Neighbours::default() };
/// assert_eq!(rounded(window, zone, step, neighbours), Err(Edge::End));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn rounded(window: Window, zone: Zone, step: Step, neighbours: Neighbours) -> Result<Window, Edge> {
    let grid = Grid::from(step);
    let starts_at = zone.last_on_grid(window.starts_at(), grid).ok_or(Edge::Start)?;
    let ends_at = zone.first_on_grid(window.ends_at(), grid).ok_or(Edge::End)?;
    let wide = window.widened_to(starts_at, ends_at);
    match neighbours.reached_by(window, wide) {
        Some(edge) => Err(edge),
        None => Ok(wide),
    }
}

impl Neighbours {
    /// The first edge at which `wide` takes more of a neighbour's stay than `window`, which it covers, has already.
    ///
    /// ```
    /// use latchstring::rules::Neighbours;
    /// use latchstring::time::{Edge, Window};
    /// let window = Window::new("2026-05-01T13:20:00Z".parse()?, "2026-05-03T09:30:00Z".parse()?)?;
    /// let wide = Window::new("2026-05-01T13:00:00Z".parse()?, "2026-05-03T09:30:00Z".parse()?)?;
    /// let neighbours = Neighbours { previous_ends_at: Some("2026-05-01T13:10:00Z".parse()?), ..Neighbours::default() };
    /// assert_eq!(neighbours.reached_by(window, wide), Some(Edge::Start));
    /// # Ok::<(), latchstring::Error>(())
    /// ```
    #[must_use]
    pub fn reached_by(self, window: Window, wide: Window) -> Option<Edge> {
        if wide.starts_at() < self.earliest_start(window) {
            Some(Edge::Start)
        } else if wide.ends_at() > self.latest_end(window) {
            Some(Edge::End)
        } else {
            None
        }
    }

    /// How early `window` may start without taking more of the stay before.
    pub(crate) fn earliest_start(self, window: Window) -> Instant {
        self.previous_ends_at
            .map_or(Instant::MIN, |previous| previous.min(window.starts_at()))
    }

    /// How late `window` may end without taking more of the stay after.
    pub(crate) fn latest_end(self, window: Window) -> Instant {
        self.next_starts_at
            .map_or(Instant::MAX, |next| next.max(window.ends_at()))
    }
}

/// The arguments of `validityWindow`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct ValidityWindowInput {
    /// IANA zone of the house.
    pub time_zone: Zone,
    /// The day on which the stay begins.
    pub arrival: Day,
    /// The day on which the stay ends.
    pub departure: Day,
    /// When it begins on the arrival day.
    pub check_in: TimeOfDay,
    /// When it ends on the departure day.
    pub check_out: TimeOfDay,
    /// Only `window` matters here.
    #[cfg_attr(feature = "types", ts(optional, type = "PartialPolicy"))]
    pub policy: Option<Policy>,
    /// When the stay before ends, without its grace.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub previous_ends_at: Option<Instant>,
    /// When the stay after begins, without its grace.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub next_starts_at: Option<Instant>,
    /// The lock's step: minutes that divide 1440.
    pub round_to_minutes: Option<Step>,
}

/// The window in which a code shall open, and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ValidityWindow {
    /// The first instant at which the code shall open.
    pub starts_at: Instant,
    /// The first instant at which it shall open no more.
    pub ends_at: Instant,
    /// `startsAt` on the wall clock of the house, with its offset.
    pub starts_at_local: String,
    /// `endsAt` on the wall clock of the house, with its offset.
    pub ends_at_local: String,
    /// What a person should know: clock changes, then neighbours, then rounding; in each the start before the end.
    pub notes: Vec<WindowNote>,
}

/// The window in which a code shall open, from booked days and times: stay, grace, clip, round (W5).
///
/// # Errors
/// Those of [`stay_window`], of [`Policy::check`] at `policy`, and `window_infeasible` at `roundToMinutes` where
/// rounding would reach into a neighbour's stay (W6).
///
/// ```
/// use latchstring::rules::validity_window;
/// let input = latchstring::decode(
///     r#"{"timeZone":"Europe/Paris","arrival":"2026-03-27","departure":"2026-03-29","checkIn":"15:00","checkOut":"11:00"}"#,
/// )?;
/// let window = validity_window(&input)?;
/// assert_eq!(window.ends_at.to_string(), "2026-03-29T09:30:00Z");
/// assert_eq!(window.ends_at_local, "2026-03-29T11:30:00+02:00");
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn validity_window(input: &ValidityWindowInput) -> Result<ValidityWindow, Error> {
    let zone = input.time_zone;
    let grace = match &input.policy {
        Some(policy) => {
            policy.check().map_err(|error| error.at("policy"))?;
            policy.window.clone()
        }
        None => WindowPolicy::default(),
    };
    let neighbours = Neighbours {
        previous_ends_at: input.previous_ends_at,
        next_starts_at: input.next_starts_at,
    };
    let stay = noted_stay(
        zone,
        input.arrival,
        input.departure,
        input.check_in,
        input.check_out,
    )?;
    let graced = with_grace(stay.window, &grace, neighbours);
    let mut notes = [stay.notes, graced.notes].concat();
    let mut window = graced.window;
    if let Some(step) = input.round_to_minutes {
        let wide = rounded(window, zone, step, neighbours).map_err(infeasible)?;
        notes.extend(rounding_notes(window, CodeWindow::from(wide)));
        window = wide;
    }
    Ok(ValidityWindow {
        starts_at: window.starts_at(),
        ends_at: window.ends_at(),
        starts_at_local: zone.local_text(window.starts_at()),
        ends_at_local: zone.local_text(window.ends_at()),
        notes,
    })
}

fn infeasible(edge: Edge) -> Error {
    let message = match edge {
        Edge::Start => "rounding the start down would reach into the stay before",
        Edge::End => "rounding the end up would reach into the stay after",
    };
    Error::new(
        ErrorCode::WindowInfeasible,
        message,
        "use a smaller step, another lock, or a code that is made and removed by hand",
    )
    .at("roundToMinutes")
}
