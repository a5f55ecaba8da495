//! What the host should know while it lasts (N1).

use crate::Id;
use crate::rules::{CodeFailure, Notice};
use crate::time::Instant;

/// Something that the host should know while it lasts.
pub(crate) struct HostCondition {
    pub(crate) notice: Notice,
    /// When the condition ends by itself.
    pub(crate) until: Option<Instant>,
}

impl HostCondition {
    /// The condition that a notice tells about.
    pub(crate) fn of(notice: Notice, until: Option<Instant>) -> Self {
        Self { notice, until }
    }

    /// Two stays overlap (W5).
    pub(crate) fn conflict(first: &Id, second: &Id, until: Instant) -> Self {
        Self::of(Notice::conflict(first, second), Some(until))
    }

    /// A code is not as it should be.
    pub(crate) fn failed(
        reservation_id: &Id,
        lock_id: Option<&Id>,
        because: CodeFailure,
        until: Option<Instant>,
    ) -> Self {
        Self::of(Notice::code_failed(reservation_id, lock_id, because), until)
    }
}
