//! What a site remembers of the entries that a keypad refused. No PIN is in it (P9).

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::recent_event::RecentEvent;
use crate::Id;
use crate::json::at_most;
use crate::rules::{EntryDiagnosis, in_a_row, is_same_row};
use crate::time::{Duration, Instant};

/// The most refused entries that a lock remembers.
const MAX_REFUSED: usize = 16;

/// So long a keypad pauses at most after an entry of a row. What it refuses then says nothing of a
/// code.
const PAUSE: Duration = Duration::minutes(5);

/// How long the pauses of one row count at most: whoever is refused then may stand outside for
/// another reason.
const MAX_PAUSE: Duration = Duration::minutes(30);

/// The entries that a keypad refused, and what the host heard of them.
#[skip_serializing_none]
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct RefusedEntries {
    /// The newest, by which repeats are known; at most 16 (D4).
    #[serde(deserialize_with = "at_most::<MAX_REFUSED, _, _, _>")]
    pub newest: Vec<RecentEvent>,
    /// The time of the last entry that was forgotten. Entries up to then count no more.
    pub forgotten_at: Option<Instant>,
    /// When a code last opened the lock since the first of them.
    pub used_at: Option<Instant>,
    /// The last one of a row for which the host heard that the keypad may be paused.
    pub paused_at: Option<Instant>,
    /// When the keypad got so many in a row that it may be paused.
    pub pause_began_at: Option<Instant>,
    /// Until when it may be paused: some minutes after the last one in the row that was no right
    /// code.
    pub pause_ends_at: Option<Instant>,
    /// Whether the host has to hear yet that the keypad may be paused.
    pub pause_untold: Option<bool>,
    /// When the host last heard so.
    pub pause_told_at: Option<Instant>,
    /// How many the host has not heard of.
    pub untold: u32,
    /// When the last of these was.
    pub untold_at: Option<Instant>,
    /// What tells most of these.
    pub diagnosis: Option<EntryDiagnosis>,
    /// When the host was last told of refused entries.
    pub told_at: Option<Instant>,
    /// When the host was last told that a right code was refused.
    pub right_code_told_at: Option<Instant>,
}

impl RefusedEntries {
    /// Whether an entry came before, or is older than all that is remembered.
    pub(crate) fn is_old(&self, id: &Id, at: Instant) -> bool {
        self.newest.iter().any(|known| known.id == *id)
            || self.forgotten_at.is_some_and(|forgotten| at <= forgotten)
    }

    /// Counts an entry in its row; `pause_after` in a row pause the keypad.
    pub(crate) fn add(&mut self, event: RecentEvent, pause_after: usize) {
        let at = event.at;
        self.newest.push(event);
        self.count_row(at, pause_after);
        self.forget_oldest();
    }

    /// Whether the keypad may be paused at `at`.
    pub(crate) fn is_paused(&self, at: Instant) -> bool {
        self.pause_began_at.is_some_and(|began| {
            let ends = self.pause_ends_at.unwrap_or(began + PAUSE);
            began <= at && at < ends
        })
    }

    /// An entry at `at` in the row of a pause begins the pause anew.
    pub(crate) fn prolong_pause(&mut self, at: Instant) {
        if let Some(began) = self.pause_began_at.filter(|_| self.paused_at >= Some(at)) {
            let ends = (at + PAUSE).min(began + MAX_PAUSE);
            self.pause_ends_at = self.pause_ends_at.max(Some(ends));
        }
    }

    /// Keeps what an entry was, until the host hears of it.
    pub(crate) fn keep_untold(&mut self, diagnosis: EntryDiagnosis, at: Instant) {
        self.untold = self.untold.saturating_add(1);
        self.untold_at = self.untold_at.max(Some(at));
        let tells_more = |known: &EntryDiagnosis| diagnosis.place() < known.place();
        if self.diagnosis.as_ref().is_none_or(tells_more) {
            self.diagnosis = Some(diagnosis);
        }
    }

    fn count_row(&mut self, at: Instant, pause_after: usize) {
        let goes_on = |paused: Instant| is_same_row(paused.min(at), paused.max(at), self.used_at);
        if let Some(paused) = self.paused_at.filter(|&paused| goes_on(paused)) {
            self.paused_at = Some(paused.max(at));
            return;
        }
        let all: Vec<Instant> = self.newest.iter().map(|event| event.at).collect();
        let last = all.iter().copied().max().unwrap_or(at);
        if in_a_row(&all, self.used_at, last) >= pause_after {
            self.paused_at = Some(last);
            self.pause_began_at = Some(last);
            self.pause_ends_at = Some(last + PAUSE);
            self.pause_untold = Some(true);
        }
    }

    fn forget_oldest(&mut self) {
        while self.newest.len() > MAX_REFUSED {
            let oldest = self.newest.iter().enumerate();
            let Some((place, at)) = oldest
                .map(|(place, event)| (place, event.at))
                .min_by_key(|(_, at)| *at)
            else {
                return;
            };
            self.newest.remove(place);
            self.forgotten_at = self.forgotten_at.max(Some(at));
        }
    }

    /// Notes that a code opened the lock: no row goes on after that.
    pub(crate) fn note_use(&mut self, at: Instant) {
        self.used_at = self.used_at.max(Some(at));
    }
}

/// The last use of a code that the site does not know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct StrangeUse {
    /// When it was.
    pub used_at: Instant,
    /// When the host was told of it.
    pub told_at: Instant,
}
