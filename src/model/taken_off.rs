//! A code that its host took off, changed or disabled by hand in a running stay, as it seems (T8).

use serde::{Deserialize, Serialize};

use super::policy::HandPolicy;
use crate::time::{Duration, Instant};

/// A code that its guest had in a running stay, and that lists showed gone, changed or disabled
/// since: the host's own hand, as it seems (T8).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct TakenOff {
    /// Since when this is known: the host is asked.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub since: Instant,
    /// When the code was last seen on its lock before that.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub seen_at: Instant,
    /// How often it was taken off. Once it is sent again, and then no more.
    pub times: u32,
}

impl TakenOff {
    /// Whether the code was sent again since, and taken off once more.
    pub(crate) fn is_again(self) -> bool {
        self.times > 1
    }

    /// Until when the host's word is awaited. A guest who says that they can't get in waits no
    /// longer; `said` is when they last did.
    pub(crate) fn awaits_host_until(
        self,
        said: Option<Instant>,
        policy: &HandPolicy,
    ) -> Option<Instant> {
        let is_said = said.is_some_and(|said| said > self.seen_at);
        (!is_said).then_some(self.since + Duration::minutes(policy.answer_minutes))
    }
}
