//! A condition about which the host was told (N1).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::host_order::NoticeOutcome;
use crate::Text;
use crate::rules::counted_key;
use crate::time::Instant;

/// A condition about which the host was told.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct NoticeRow {
    /// What it is about: the notice's key, without the count of a condition that came back (N1).
    pub key: Text,
    /// When it went out.
    pub at: Instant,
    /// Its outcome, as far as it is known (E3).
    pub outcome: Option<NoticeOutcome>,
    /// How often the condition has come so far; absent is once.
    pub times: Option<u32>,
    /// When the condition was over. It is remembered, so that its next notice has another key.
    pub ended_at: Option<Instant>,
}

impl NoticeRow {
    /// A condition that came for the first time.
    pub(crate) fn first(key: Text, at: Instant) -> Self {
        Self {
            key,
            at,
            outcome: None,
            times: None,
            ended_at: None,
        }
    }

    /// The same condition, come back.
    pub(crate) fn again(&self, at: Instant) -> Self {
        let times = self.times.unwrap_or(1).saturating_add(1);
        Self {
            times: Some(times),
            ..Self::first(self.key.clone(), at)
        }
    }

    /// The key of its notice (N1).
    pub(crate) fn notice_key(&self) -> Text {
        self.times
            .map_or_else(|| self.key.clone(), |times| counted_key(&self.key, times))
    }
}
