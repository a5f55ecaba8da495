//! A guest who cannot get in (A4).

use crate::json::{Node, Read, Reader};
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

impl Read for LockedOut {
    fn read(reader: &mut Reader, node: &Node<'_>) -> Self {
        match node {
            Node::Bool(said) => Self::Now(*said),
            _ => match reader.text(node, "true, false, or an instant") {
                Some(text) => Self::At(reader.take(text.parse()).unwrap_or(Instant::MIN)),
                None => Self::Now(false),
            },
        }
    }
}

deserialize! { LockedOut }
