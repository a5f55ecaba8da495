//! The schedule of a site as data: a lane for each door.

use serde::Serialize;
use serde_with::skip_serializing_none;

use crate::model::Reachability;
use crate::rules::{Reason, WindowNote};
use crate::time::{Instant, Zone};
use crate::{Id, Text};

/// What the doors of a site should do and do, from an instant until another. No PIN stands in it in
/// clear.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Preview {
    /// Where the lanes begin.
    pub from: Instant,
    /// Where the lanes end.
    pub to: Instant,
    /// What lies before is known, what lies after is planned, or a forecast.
    pub now: Instant,
    /// A lane for each lock, in the order of their ids.
    pub lanes: Vec<Lane>,
}

/// One door.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Lane {
    /// The lock.
    pub lock_id: Id,
    /// The door's name.
    pub door: Text,
    /// The zone of its local times.
    pub time_zone: Zone,
    /// The listings behind it: a street door has several.
    pub listing_ids: Vec<Id>,
    /// What should be open and what is, by start, end, kind, holder and code.
    pub spans: Vec<Span>,
    /// What happens at one instant, by instant and kind.
    pub marks: Vec<Mark>,
    /// Whether the lock answers, and its charge.
    pub strip: Vec<StripSpan>,
    /// How many unspent backups are on the lock, from an instant on.
    pub backups_left: Vec<BackupsLeft>,
}

/// A span of a lane, cut at the ends of the lane.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// How sure it is that the lock opens; `none` where the span is no code's, or nobody knows.
    pub certainty: Certainty,
    /// When it begins.
    pub from: Instant,
    /// When it ends.
    pub to: Instant,
    /// `from` on the clock of the house, with its offset.
    pub from_local: String,
    /// `to` on the clock of the house, with its offset.
    pub to_local: String,
    /// The listing of the stay.
    pub listing_id: Option<Id>,
    /// The booking that holds the codes of the stay (W8).
    pub reservation_id: Option<Id>,
    /// The visit.
    pub visit_id: Option<Id>,
    /// Who stays or comes.
    pub name: Option<Text>,
    /// The code that opens.
    pub code_id: Option<Id>,
    /// Its PIN, masked; absent where it is yet to be made, or is a placeholder.
    pub code: Option<String>,
    /// Why.
    pub because: Vec<Reason>,
    /// Why a stay's window differs from the booked days and times (W2, W5).
    pub notes: Vec<WindowNote>,
}

/// What a span is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum SpanKind {
    /// A stay as it is booked: the door should open.
    Stay,
    /// Grace before or after a stay (W4).
    Grace,
    /// The code of the stay opens.
    Opens,
    /// The stay has no way in: its guest stands outside.
    Uncovered,
    /// A code opens that somebody knows who should not get in.
    OverOpen,
    /// A backup that the stay was told opens.
    Backup,
    /// The emergency code that the stay was told opens.
    Emergency,
    /// The code of a visit opens.
    Visit,
}

/// How sure it is that a code opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Certainty {
    /// The lock said so.
    Confirmed,
    /// It was sent, and the lock has not said so.
    Accepted,
    /// It is not sent yet.
    Pending,
    /// No code is meant, or nobody knows.
    None,
}

/// Something at one instant.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Mark {
    /// What it is.
    pub kind: MarkKind,
    /// When.
    pub at: Instant,
    /// The same on the clock of the house, with its offset.
    pub at_local: String,
    /// At a clock change: what the clock would show without it.
    pub before_local: Option<String>,
    /// The booking that holds the codes of the stay (W8).
    pub reservation_id: Option<Id>,
    /// The visit.
    pub visit_id: Option<Id>,
    /// The code.
    pub code_id: Option<Id>,
}

/// What happens at one instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum MarkKind {
    /// The guest may see the code (N3).
    Reveal,
    /// Somebody was told a code.
    Told,
    /// The health of the lock is looked at (C2).
    Health,
    /// A lock that keeps no times gets its code (C3).
    Activation,
    /// The lock is read (C3).
    Verification,
    /// A code came on the lock.
    Programmed,
    /// A code went off the lock.
    Removed,
    /// A code was replaced by a new one (E2, B6, V3).
    Rotated,
    /// The clocks of the house change (W2).
    ClockChange,
}

/// Whether a lock answers, for a while.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct StripSpan {
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// Whether it answers.
    pub reachability: Reachability,
    /// Its charge in percent.
    pub battery_percent: Option<u8>,
}

/// How many unspent backups a lock has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct BackupsLeft {
    /// From when.
    pub at: Instant,
    /// How many.
    pub left: u32,
}
