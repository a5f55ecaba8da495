//! Which window a lock platform would accept, before anything is created (W7).

use serde::Deserialize;

use super::answer::{Fit, FitAnswer};
use super::shape::{Asked, Off, Tried, shapes};
use crate::Error;
use crate::json::at_most;
use crate::rules::windows::Neighbours;
use crate::time::{Instant, TimeFrame, Window, Zone};

/// The arguments of `fitWindow`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct FitWindowInput {
    /// The window that a code shall have.
    #[cfg_attr(
        feature = "types",
        ts(type = "{ startsAt: Timestamp, endsAt: Timestamp }")
    )]
    pub window: Window,
    /// What the platform accepts, at most 32: any one of them has to fit. None restricts nothing.
    #[serde(deserialize_with = "at_most::<32, _, _, _>")]
    pub time_frames: Vec<TimeFrame>,
    /// The time at which the code would be created; only leads look at it.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub now: Instant,
    /// The lock's zone: its clock decides about steps and times of day.
    pub time_zone: Zone,
    /// When the stay before ends: no window may reach into it.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub previous_ends_at: Option<Instant>,
    /// When the stay after begins: no window may reach into it.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub next_starts_at: Option<Instant>,
}

/// Whether a platform accepts a window, and if not, which one near it; see [`fit`] for the rules
/// (W7).
///
/// # Errors
/// `year_out_of_range` at `window.startsAt` or `window.endsAt`, more than two weeks away from 2020
/// to 2099; those of [`TimeFrame::check`] at `timeFrames`.
///
/// ```
/// use latchstring::rules::{FitAnswer, fit_window};
/// let input = latchstring::decode(
///     r#"{
///         "window": { "startsAt": "2026-05-01T13:20:00Z", "endsAt": "2026-05-03T09:30:00Z" },
///         "timeFrames": [{ "stepMinutes": 60 }],
///         "now": "2026-04-01T00:00:00Z",
///         "timeZone": "Europe/Paris"
///     }"#,
/// )?;
/// let fit = fit_window(&input)?;
/// assert_eq!(fit.answer, FitAnswer::Rounded);
/// assert_eq!(fit.window.map(|window| window.ends_at), Some("2026-05-03T10:00:00Z".parse()?));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn fit_window(input: &FitWindowInput) -> Result<Fit, Error> {
    let edges = [
        (input.window.starts_at(), "startsAt"),
        (input.window.ends_at(), "endsAt"),
    ];
    for (edge, key) in edges {
        let checked = input.time_zone.check_exact_at(edge);
        checked.map_err(|error| error.at(key).at("window"))?;
    }
    for (at, frame) in input.time_frames.iter().enumerate() {
        frame
            .check()
            .map_err(|error| error.at(&format!("timeFrames[{at}]")))?;
    }
    let neighbours = Neighbours {
        previous_ends_at: input.previous_ends_at,
        next_starts_at: input.next_starts_at,
    };
    Ok(fit(
        input.window,
        &input.time_frames,
        input.time_zone,
        Some(input.now),
        neighbours,
    ))
}

/// Whether a platform accepts a window, and if not, which one near it (W7).
///
/// Each frame, and each of its pairs, is tried by itself. It moves the start down to the nearest
/// time that it allows, then the end up; it accepts the result if that is neither too short nor too
/// long, begins late enough after `now`, and takes nothing more of a neighbour's stay. Of all
/// accepted windows the one with the least widening is the answer; of two alike one with a start,
/// then the earlier frame. No frames at all restrict nothing.
///
/// Too little lead: a window without start, which opens at once and counts from `now`, if the frame
/// fixes no times of day, since a start can't be left out there. Without `now` leads are not looked
/// at.
///
/// Where nothing is accepted, each frame has a nearest window: the start is the latest allowed one
/// that is not after the asked one, else the earliest after it; then the end is the earliest
/// allowed one that is not before the asked one, else the latest before it. It shares some time
/// with what was asked. The answer bears the one whose edges are least far from the asked ones.
#[must_use]
pub fn fit(
    window: Window,
    frames: &[TimeFrame],
    zone: Zone,
    now: Option<Instant>,
    neighbours: Neighbours,
) -> Fit {
    if frames.is_empty() {
        return Fit {
            answer: FitAnswer::Fits,
            window: Some(window.into()),
            frame: None,
            because: Vec::new(),
        };
    }
    let asked = Asked {
        window,
        zone,
        now,
        neighbours,
    };
    let mut accepted: Option<(Off, Tried)> = None;
    let mut refused: Option<(Off, Tried)> = None;
    let mut because = Vec::new();
    for (at, frame) in frames.iter().enumerate() {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        let mut refused_here: Option<(Off, Tried)> = None;
        for shape in shapes(at, frame) {
            match asked.try_shape(&shape) {
                Ok((off, tried)) => keep_nearer(&mut accepted, off, tried),
                Err((off, tried)) => keep_nearer(&mut refused_here, off, tried),
            }
        }
        if let Some((off, tried)) = refused_here {
            because.extend_from_slice(&tried.because);
            keep_nearer(&mut refused, off, tried);
        }
    }
    if let Some((_, tried)) = accepted {
        let as_asked = tried.window == Some(window.into());
        return Fit {
            answer: if as_asked {
                FitAnswer::Fits
            } else {
                FitAnswer::Rounded
            },
            window: tried.window,
            frame: Some(tried.frame),
            because: tried.because,
        };
    }
    let nearest = refused
        .map(|(_, tried)| tried)
        .filter(|tried| tried.window.is_some());
    Fit {
        answer: FitAnswer::Infeasible,
        window: nearest.as_ref().and_then(|tried| tried.window),
        frame: nearest.map(|tried| tried.frame),
        because,
    }
}

fn keep_nearer(kept: &mut Option<(Off, Tried)>, off: Off, tried: Tried) {
    if kept.as_ref().is_none_or(|(least, _)| off < *least) {
        *kept = Some((off, tried));
    }
}
