//! Which window a lock platform would accept, before anything is created (W7).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::shape::{Asked, Off, Tried, shapes};
use crate::Error;
use crate::json::at_most;
use crate::rules::windows::Neighbours;
use crate::time::{Edge, Instant, TimeFrame, Window, Zone};

/// Whether a platform accepts a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum FitAnswer {
    /// As it was asked for.
    Fits,
    /// A somewhat larger one, or one without a start, that covers what was asked for.
    Rounded,
    /// None that covers it; `window` is the nearest that it would accept.
    Infeasible,
}

/// A platform's answer to a window (W7).
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Fit {
    /// Whether the platform accepts it.
    pub answer: FitAnswer,
    /// What the platform accepts; absent where nothing near does.
    pub window: Option<FittedWindow>,
    /// The place in the list of the frame that `window` is of; absent where there are no frames.
    pub frame: Option<u32>,
    /// What moved the edges; where nothing fits, what stands in the way of each frame.
    pub because: Vec<FitReason>,
}

/// A window as a platform takes it.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct FittedWindow {
    /// When it begins; absent: at once, to be narrowed later.
    pub starts_at: Option<Instant>,
    /// When it ends.
    pub ends_at: Instant,
}

/// Why a window was changed, or why a frame can't take it.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct FitReason {
    /// What it is.
    pub kind: FitReasonKind,
    /// The place of its frame in the list.
    pub frame: u32,
    /// Which edge it is about.
    pub edge: Option<Edge>,
    /// How much, as the kind says; a begun minute counts as a whole one.
    pub minutes: Option<u32>,
}

/// Why a window was changed, or why a frame can't take it: a closed list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum FitReasonKind {
    /// The step moved the edge outward by `minutes`.
    Step,
    /// The end had to have the start's time of day and moved by `minutes`.
    SameTimeOfDay,
    /// The fixed times of day moved the edge outward by `minutes`.
    Pair,
    /// The start is nearer to `now` than the `minutes` that the platform asks for.
    Lead,
    /// The window is shorter than the shortest, which lasts `minutes`.
    TooShort,
    /// The window is longer than the longest, which lasts `minutes`.
    TooLong,
    /// The window would take `minutes` of the stay before (W6).
    ReachesPreviousStay,
    /// The window would take `minutes` of the stay after (W6).
    ReachesNextStay,
    /// The window has ended already, where the platform wants a start ahead.
    AlreadyOver,
}

/// The arguments of `fitWindow`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct FitWindowInput {
    /// The window that a code shall have.
    #[cfg_attr(feature = "types", ts(type = "{ startsAt: Timestamp, endsAt: Timestamp }"))]
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

/// Whether a platform accepts a window, and if not, which one near it; see [`fit`] for the rules (W7).
///
/// # Errors
/// `year_out_of_range` at `window.startsAt` or `window.endsAt`, more than two weeks away from 2020 to 2099;
/// those of [`TimeFrame::check`] at `timeFrames`.
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
/// Each frame, and each of its pairs, is tried by itself. It moves the start down to the nearest time that it
/// allows, then the end up; it accepts the result if that is neither too short nor too long, begins late enough
/// after `now`, and takes nothing more of a neighbour's stay. Of all accepted windows the one with the least
/// widening is the answer; of two alike one with a start, then the earlier frame. No frames at all restrict nothing.
///
/// Too little lead: a window without start, which opens at once and counts from `now`, if the frame fixes no times
/// of day, since a start can't be left out there. Without `now` leads are not looked at.
///
/// Where nothing is accepted, each frame has a nearest window: the start is the latest allowed one that is not after
/// the asked one, else the earliest after it; then the end is the earliest allowed one that is not before the asked
/// one, else the latest before it. It shares some time with what was asked. The answer bears the one whose edges are
/// least far from the asked ones.
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
