//! What a person should know about the edges of a window.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use crate::model::CodeWindow;
use crate::time::{Duration, Edge, Window};

/// Why a window differs from the booked days and times: a closed list.
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

pub(super) fn note(kind: WindowNoteKind, edge: Edge, minutes: u32) -> WindowNote {
    WindowNote {
        kind,
        edge,
        minutes: Some(minutes),
    }
}

/// How far the edges of a code's window were moved outward.
pub(crate) fn rounding_notes(window: Window, wide: CodeWindow) -> impl Iterator<Item = WindowNote> {
    let starts_at = wide.starts_at.unwrap_or(window.starts_at());
    let ends_at = wide.ends_at.unwrap_or(window.ends_at());
    [
        (Edge::Start, window.starts_at() - starts_at),
        (Edge::End, ends_at - window.ends_at()),
    ]
    .into_iter()
    .filter(|&(_, moved)| moved > Duration::ZERO)
    .map(|(edge, moved)| note(WindowNoteKind::Rounded, edge, moved.minutes_up()))
}
