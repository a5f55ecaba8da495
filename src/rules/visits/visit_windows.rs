//! The spans of a visit as people see them before anybody saves it: `visitWindows` (V1).

use serde::{Deserialize, Serialize};

use super::spans::{VisitCase, visit_spans};
use crate::json::at_most;
use crate::model::{Listing, Policy, Reservation, Visit, VisitKind};
use crate::rules::windows::{Stay, stays_of};
use crate::time::{Duration, Instant, Window, Zone};
use crate::{Error, ErrorCode};

/// The longest time that one preview looks at, in days.
pub const MAX_PREVIEW_DAYS: u32 = 400;

/// The most reservations that one preview looks at: as many as a site has.
pub const MAX_PREVIEW_RESERVATIONS: usize = 200_000;

/// The arguments of `visitWindows`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct VisitWindowsInput {
    /// The visit.
    pub visit: Visit,
    /// IANA zone of the house: the clock of `weekly`, and of the local texts.
    pub time_zone: Zone,
    /// The bookings between whose stays a turnover lies, at most 200,000. Those of other listings
    /// do not count.
    #[serde(
        default,
        deserialize_with = "at_most::<MAX_PREVIEW_RESERVATIONS, _, _, _>"
    )]
    pub reservations: Option<Vec<Reservation>>,
    /// The listing whose doors are asked about, one of the visit's: its zone and times make
    /// bookings stays. A turnover needs it.
    pub listing: Option<Listing>,
    /// When a one-time code was first used.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub used_at: Option<Instant>,
    /// When the preview begins.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub from: Instant,
    /// When the preview ends, at most 400 days later.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub until: Instant,
}

/// When the code of a visit shall open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct VisitWindows {
    /// In order, none touching the next, clipped at `from` and `until`.
    pub windows: Vec<LocalWindow>,
}

/// A window, also as the wall clock of the house shows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct LocalWindow {
    /// The first instant at which the code shall open.
    pub starts_at: Instant,
    /// The first instant at which it shall open no more.
    pub ends_at: Instant,
    /// `startsAt` on the wall clock of the house, with its offset.
    pub starts_at_local: String,
    /// `endsAt` on the wall clock of the house, with its offset.
    pub ends_at_local: String,
}

/// When the code of a visit shall open between two instants; see [`visit_spans`] for the rules (V1,
/// V2, W2).
///
/// # Errors
/// Those of [`Visit::check`] at `visit`; `missing_key` at `listing` for a turnover; `invalid_value`
/// at `listing.id` where the visit is to another one; those of [`Reservation::check`] and
/// [`crate::rules::stay_window`] at `reservations[0]`; `empty_window` at `until` where it is not
/// after `from`, `out_of_range` there after more than [`MAX_PREVIEW_DAYS`]; `year_out_of_range` at
/// `from` or `until`, more than two weeks away from 2020 to 2099.
///
/// ```
/// use latchstring::rules::visit_windows;
/// let input = latchstring::decode(r#"{ "timeZone": "Europe/Paris",
///     "visit": { "id": "cleaner", "revision": 1, "listingId": "flat", "visitor": "Cleo", "purpose": "cleaning",
///         "kind": "recurring", "weekly": [{ "days": ["friday"], "from": "09:00", "to": "12:00" }],
///         "status": "active" },
///     "from": "2026-05-01T00:00:00Z", "until": "2026-05-15T00:00:00Z" }"#)?;
/// let windows = visit_windows(&input)?.windows;
/// assert_eq!(windows.len(), 2);
/// assert_eq!(windows.first().map(|window| &*window.starts_at_local), Some("2026-05-01T09:00:00+02:00"));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn visit_windows(input: &VisitWindowsInput) -> Result<VisitWindows, Error> {
    let visit = &input.visit;
    visit.check().map_err(|error| error.at("visit"))?;
    let horizon = horizon(input)?;
    let stays = match &input.listing {
        Some(listing) if visit.listings().any(|id| *id == listing.id) => stays(input, listing)?,
        Some(_) => {
            return Err(Error::new(
                ErrorCode::InvalidValue,
                "the visit is not to this listing",
                "give a listing that the visit names, or leave it out",
            )
            .at("listing.id"));
        }
        None if visit.kind == VisitKind::Turnover => {
            return Err(Error::new(
                ErrorCode::MissingKey,
                "a turnover lies between the stays of its listing",
                "add the listing, and its reservations",
            )
            .at("listing"));
        }
        None => Vec::new(),
    };
    let case = VisitCase {
        visit,
        stays: &[&stays],
        zone: input.time_zone,
        used_at: input.used_at,
    };
    let windows = visit_spans(&case, horizon.starts_at(), horizon.ends_at());
    let local = |window: &Window| LocalWindow {
        starts_at: window.starts_at(),
        ends_at: window.ends_at(),
        starts_at_local: input.time_zone.local_text(window.starts_at()),
        ends_at_local: input.time_zone.local_text(window.ends_at()),
    };
    Ok(VisitWindows {
        windows: windows.windows().iter().map(local).collect(),
    })
}

fn horizon(input: &VisitWindowsInput) -> Result<Window, Error> {
    for (edge, key) in [(input.from, "from"), (input.until, "until")] {
        let checked = input.time_zone.check_exact_at(edge);
        checked.map_err(|error| error.at(key))?;
    }
    if input.until - input.from > Duration::days(MAX_PREVIEW_DAYS) {
        return Err(Error::new(
            ErrorCode::OutOfRange,
            format!("more than {MAX_PREVIEW_DAYS} days lie between"),
            "ask for a shorter time, several times",
        )
        .at("until"));
    }
    Window::new(input.from, input.until).map_err(|_| {
        Error::new(
            ErrorCode::EmptyWindow,
            "nothing lies between",
            "let until be later than from",
        )
        .at("until")
    })
}

/// The stays of the listing. A booking that makes none is refused: the turnovers beside it would be
/// wrong.
fn stays(input: &VisitWindowsInput, listing: &Listing) -> Result<Vec<Stay>, Error> {
    let reservations = input.reservations.as_deref().unwrap_or_default();
    let refused = |at: usize, error: Error| error.at(&format!("[{at}]")).at("reservations");
    for (at, reservation) in reservations.iter().enumerate() {
        reservation.check().map_err(|error| refused(at, error))?;
    }
    let made = stays_of(listing, reservations, &Policy::default());
    match made.impossible.into_iter().next() {
        None => Ok(made.stays),
        Some((id, error)) => {
            let mut named = reservations.iter();
            let at = named.position(|reservation| reservation.id == id);
            Err(refused(at.unwrap_or_default(), error))
        }
    }
}
