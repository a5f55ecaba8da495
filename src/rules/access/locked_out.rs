//! A guest who cannot get in (A4).

use serde::{Deserialize, Deserializer};

use crate::json::{Node, from_text};
use crate::time::Instant;

/// A guest who said that they cannot get in: `true` for now, or when they said so (A4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(type = "boolean | Timestamp"))]
pub enum LockedOut {
    /// Whether they say so now.
    Now(bool),
    /// When they said so.
    At(Instant),
}

impl LockedOut {
    /// When the guest said so, if they did.
    #[must_use]
    pub fn at(self, now: Instant) -> Option<Instant> {
        match self {
            Self::Now(said) => said.then_some(now),
            Self::At(at) => Some(at),
        }
    }
}

impl<'de> Deserialize<'de> for LockedOut {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let node = Node::deserialize(deserializer)?;
        if let Node::Bool(said) = node {
            return Ok(Self::Now(said));
        }
        node.read_by(|reader| from_text(reader, "true, false, or an instant"))
            .map(Self::At)
    }
}
