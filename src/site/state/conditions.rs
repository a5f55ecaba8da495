//! The conditions about which the host was told, and those that are over (N1).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::host_order::NoticeOutcome;
use super::key::RowKey;
use super::site::MAX_NOTICES;
use super::tables::State;
use crate::Text;
use crate::rules::counted_key;
use crate::time::Instant;

/// The most conditions that are remembered after they were over. Of more, those that ended first
/// are forgotten.
const MAX_ENDED: usize = 1_000;

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

impl State {
    /// A condition that the host knows, by its key.
    pub(crate) fn known_condition(&self, key: &str) -> Option<&NoticeRow> {
        let row = self.notices.get(key);
        row.filter(|row| row.ended_at.is_none())
    }

    /// Whether the host knows a condition.
    pub(crate) fn is_condition_known(&self, key: &str) -> bool {
        self.known_condition(key).is_some()
    }

    /// The conditions that the host knows whose keys begin with a text.
    pub(crate) fn conditions_beginning_with<'a>(
        &'a self,
        text: &'a str,
    ) -> impl Iterator<Item = &'a NoticeRow> {
        let rows = self.notices.beginning_with(text);
        rows.filter(|row| row.ended_at.is_none())
    }

    /// Stores that the host is told a condition. Gives the key of the notice, if they do not know
    /// it yet: a messenger that sends each key once sends it, also where the condition came back.
    pub(crate) fn tell_condition(&mut self, key: &Text, now: Instant) -> Option<Text> {
        let row = match self.notices.get(key) {
            Some(known) if known.ended_at.is_none() => return None,
            Some(ended) => ended.again(now),
            None if self.notices.len() >= MAX_NOTICES => return None,
            None => NoticeRow::first(key.clone(), now),
        };
        let notice_key = row.notice_key();
        self.notices.put(key, row);
        Some(notice_key)
    }

    /// Stores that a condition is over.
    pub(crate) fn end_condition(&mut self, key: &str, now: Instant) {
        self.notices.change(key, |row| row.ended_at = Some(now));
        let ended = || self.notices.about(&RowKey::EndedCondition);
        if ended().count() > MAX_ENDED {
            let first = ended().min_by(|a, b| (a.ended_at, &a.key).cmp(&(b.ended_at, &b.key)));
            if let Some(key) = first.map(|row| row.key.clone()) {
                self.notices.delete(&key);
            }
        }
    }
}
