//! What a code should be on its lock: a span in which it opens, or gone.

use serde::{Deserialize, Deserializer, Serialize};
use serde_with::skip_serializing_none;

use crate::json::Node;
use crate::time::{Instant, Window};

/// What a code should be: open within a span, or gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Desired {
    /// It should be gone.
    Removed(Removed),
    /// It should open from `startsAt` until `endsAt`; without an edge, without that limit.
    Window(CodeWindow),
}

impl Desired {
    /// It should be gone.
    pub const REMOVED: Self = Self::Removed(Removed::Removed);
}

impl<'de> Deserialize<'de> for Desired {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        if matches!(node, Node::Text(_)) {
            node.read_by(|reader| Removed::deserialize(reader))
                .map(Self::Removed)
        } else {
            node.read_by(|reader| CodeWindow::deserialize(reader))
                .map(Self::Window)
        }
    }
}

/// The word for codes that should be gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Removed {
    /// It should be gone.
    Removed,
}

/// A span that may be open at either end.
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct CodeWindow {
    /// When it begins; absent: at once.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub starts_at: Option<Instant>,
    /// When it ends; absent: never.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub ends_at: Option<Instant>,
}

impl CodeWindow {
    /// What both spans have in common; nothing where they are apart.
    #[must_use]
    pub(crate) fn meet(self, other: Self) -> Option<Self> {
        let met = Self {
            starts_at: self.starts_at.max(other.starts_at),
            ends_at: match (self.ends_at, other.ends_at) {
                (Some(one), Some(two)) => Some(one.min(two)),
                (one, two) => one.or(two),
            },
        };
        let is_empty = met
            .starts_at
            .zip(met.ends_at)
            .is_some_and(|(start, end)| start >= end);
        (!is_empty).then_some(met)
    }

    /// The span from the first start to the last end of both.
    #[must_use]
    pub(crate) fn around(self, other: Self) -> Self {
        Self {
            starts_at: self.starts_at.min(other.starts_at),
            ends_at: self
                .ends_at
                .zip(other.ends_at)
                .map(|(one, two)| one.max(two)),
        }
    }

    /// Whether an instant is in this span.
    pub(crate) fn contains(self, at: Instant) -> bool {
        self.starts_at.is_none_or(|start| start <= at) && self.ends_at.is_none_or(|end| at < end)
    }

    /// Whether all of `other` is in this span.
    pub(crate) fn covers(self, other: Self) -> bool {
        let starts_in_time = self.starts_at <= other.starts_at;
        let ends_in_time = match (self.ends_at, other.ends_at) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(end), Some(other)) => other <= end,
        };
        starts_in_time && ends_in_time
    }

    /// Whether some instant of `window` is in this span.
    #[must_use]
    pub fn overlaps(self, window: Window) -> bool {
        self.starts_at.is_none_or(|start| start < window.ends_at())
            && self.ends_at.is_none_or(|end| window.starts_at() < end)
    }
}

impl From<Window> for CodeWindow {
    fn from(window: Window) -> Self {
        Self {
            starts_at: Some(window.starts_at()),
            ends_at: Some(window.ends_at()),
        }
    }
}
