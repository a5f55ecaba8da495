//! The conditions about which the host was told, and those that are over (N1).

use super::key::RowKey;
use super::notice_row::NoticeRow;
use super::site::MAX_NOTICES;
use super::tables::State;
use crate::Text;
use crate::time::Instant;

/// The most conditions that are remembered after they were over. Of more, those that ended first
/// are forgotten.
const MAX_ENDED: usize = 1_000;

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

    /// A condition that was over, by its key.
    pub(crate) fn ended_condition(&self, key: &str) -> Option<&NoticeRow> {
        let row = self.notices.get(key);
        row.filter(|row| row.ended_at.is_some())
    }

    /// Stores that a condition that was over goes on from `now`, and the host has heard of it.
    pub(crate) fn resume_condition(&mut self, key: &str, now: Instant) {
        self.notices.change(key, |row| {
            row.ended_at = None;
            row.at = now;
        });
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
