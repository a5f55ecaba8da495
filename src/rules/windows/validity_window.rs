//! From booked days to the window in which a code shall open: stay, grace, clip, round (W1, W2,
//! W4–W6).

use serde::{Deserialize, Serialize};

use super::grace::with_grace;
use super::neighbours::Neighbours;
use super::rounding::rounded;
use super::stay::noted_stay;
use super::window_note::{WindowNote, rounding_notes};
use crate::model::{CodeWindow, Policy, WindowPolicy};
use crate::time::{Day, Edge, Instant, StepMinutes, TimeOfDay, Zone};
use crate::{Error, ErrorCode};

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
    pub round_to_minutes: Option<StepMinutes>,
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
    /// What a person should know: clock changes, then neighbours, then rounding; in each the start
    /// before the end.
    pub notes: Vec<WindowNote>,
}

/// The window in which a code shall open, from booked days and times: stay, grace, clip, round
/// (W5).
///
/// # Errors
/// Those of [`stay_window`](crate::rules::stay_window), of [`Policy::check`] at `policy`, and
/// `window_infeasible` at `roundToMinutes` where rounding would reach into a neighbour's stay (W6).
///
/// ```
/// use latchstring::rules::validity_window;
/// let input = latchstring::decode(
///     r#"{"timeZone":"Europe/Paris","arrival":"2026-03-27","departure":"2026-03-29",
///         "checkIn":"15:00","checkOut":"11:00"}"#,
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
        let wide = rounded(window, zone, step, neighbours)
            .map_err(|edge| infeasible(edge, step, zone, neighbours))?;
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

fn infeasible(edge: Edge, step: StepMinutes, zone: Zone, neighbours: Neighbours) -> Error {
    let local = |at: Option<Instant>| {
        let text = at.map(|at| zone.local_text(at)).unwrap_or_default();
        text.get(..16).map(|text| text.replace('T', " "))
    };
    let (what, neighbour, at) = match edge {
        Edge::Start => (
            "start before",
            "the stay before ends",
            neighbours.previous_ends_at,
        ),
        Edge::End => (
            "end after",
            "the next stay begins",
            neighbours.next_starts_at,
        ),
    };
    let (minutes, at) = (step.minutes(), local(at).unwrap_or_default());
    let message =
        format!("in steps of {minutes} minutes the code would {what} {at}, when {neighbour}");
    Error::new(
        ErrorCode::WindowInfeasible,
        message,
        "use a smaller step, another lock, or a code that is made and removed by hand",
    )
    .at("roundToMinutes")
}
