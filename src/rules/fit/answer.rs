//! What a platform answers to a window (W7).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::CodeWindow;
use crate::time::{Edge, Instant, Window};

/// Whether a platform accepts a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum FitAnswer {
    /// As it was asked for.
    Fits,
    /// A somewhat larger one, or one without a start, that covers what was asked for.
    Rounded,
    /// No window that covers it. `window` is the nearest one that the platform would accept.
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
    /// What the platform accepts. Absent: nothing near.
    pub window: Option<FittedWindow>,
    /// The index of the frame that accepts `window`. Absent: there are no frames.
    pub frame: Option<u32>,
    /// What moved the edges. Where nothing fits: why each frame refuses.
    pub because: Vec<FitReason>,
}

/// A window as a platform takes it.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct FittedWindow {
    /// When it begins. Absent: at once.
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
    /// The index of the frame.
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

impl From<Window> for FittedWindow {
    fn from(window: Window) -> Self {
        Self {
            starts_at: Some(window.starts_at()),
            ends_at: window.ends_at(),
        }
    }
}

impl From<FittedWindow> for CodeWindow {
    fn from(window: FittedWindow) -> Self {
        Self {
            starts_at: window.starts_at,
            ends_at: Some(window.ends_at),
        }
    }
}
