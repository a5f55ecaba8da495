//! From booked days to a stay (W1, W2, W3).

use super::window_note::{WindowNote, WindowNoteKind, note};
use crate::model::{Listing, Reservation};
use crate::time::{ClockChange, Day, Edge, TimeOfDay, Window, Zone};
use crate::{Error, ErrorCode};

/// The first and the last year of arrivals and departures (W2).
pub const YEARS: std::ops::RangeInclusive<i32> = 2020..=2099;

/// The longest stay, in days.
pub const MAX_STAY_DAYS: i64 = 1100;

/// A window, and what a person should know about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// The window.
    pub window: Window,
    /// The notes about its edges, the start's before the end's.
    pub notes: Vec<WindowNote>,
}

/// A stay: from the arrival day at check-in to the departure day at check-out, in the listing's
/// zone (W1, W2).
///
/// # Errors
/// `year_out_of_range` at `arrival` or `departure`; `empty_window` at `departure` or, on one day,
/// at `checkOut`; `out_of_range` at `departure` after more than [`MAX_STAY_DAYS`].
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
                ClockChange::Repeated { minutes } => {
                    note(WindowNoteKind::RepeatedHour, edge, minutes)
                }
                ClockChange::Skipped { minutes } => {
                    note(WindowNoteKind::SkippedHour, edge, minutes)
                }
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

/// The stay that a booking of `listing` makes by itself, whatever its status (W1, W3).
///
/// # Errors
/// Those of [`stay_window`].
pub(crate) fn stay_of(booked: &Reservation, listing: &Listing) -> Result<Window, Error> {
    noted_stay_of(booked, listing).map(|stay| stay.window)
}

/// [`stay_of`], with notes about clock changes at its edges.
pub(super) fn noted_stay_of(booked: &Reservation, listing: &Listing) -> Result<Noted, Error> {
    noted_stay(
        listing.time_zone,
        booked.arrival,
        booked.departure,
        booked.check_in.unwrap_or(listing.check_in),
        booked.check_out.unwrap_or(listing.check_out),
    )
}
