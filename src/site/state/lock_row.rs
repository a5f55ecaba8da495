//! What a site remembers about a lock, beside the lock itself.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::occupied_slot::{MAX_OCCUPIED, OccupiedSlot};
use super::recent_event::RecentEvent;
use super::refused_entries::{RefusedEntries, StrangeUse};
use super::unconfirmed_command::{MAX_UNCONFIRMED, UnconfirmedCommand};
use crate::json::at_most;
use crate::model::{CommandKind, Failure, Lock, LockState, OfflinePolicy, Tries};
use crate::rules::{Evidence, evidence};
use crate::time::{Duration, Instant};

impl LockRow {
    /// When the lock last answered, if it answers as far as is known at `now` (A3).
    pub(crate) fn answered_at(&self, offline: &OfflinePolicy, now: Instant) -> Option<Instant> {
        let known = self.last_status.as_ref();
        let answers = evidence(known, offline, false, now) == Evidence::Online;
        let said_at = known?.reported_at.unwrap_or(now);
        answers.then(|| self.read_at.map_or(said_at, |read_at| read_at.max(said_at)))
    }

    /// Whether the lock is read for a guest who was refused at `at`: the last such reading was
    /// asked for no less than `pause` before (A8).
    pub(crate) fn may_ask_reading(&self, at: Instant, pause: Duration) -> bool {
        self.read_asked_at.is_none_or(|asked| asked + pause <= at)
    }

    /// Remembers an event, and forgets events that are older than the last status: they can't count
    /// any more.
    pub(crate) fn with_heard(mut self, event: RecentEvent) -> Self {
        let known_at = self.status_at.max(self.read_at).unwrap_or(Instant::MIN);
        if event.at < known_at {
            return self;
        }
        let heard = self.recent_events.get_or_insert_default();
        heard.retain(|known| known.at >= known_at);
        heard.push(event);
        let over = heard.len().saturating_sub(MAX_HEARD);
        heard.drain(..over);
        self
    }

    /// Notes that a code of somebody else is gone.
    pub(crate) fn note_gone(&mut self, gone: RecentEvent) {
        let all = self.codes_gone.get_or_insert_default();
        all.retain(|other| other.id != gone.id);
        all.push(gone);
        let over = all.len().saturating_sub(MAX_HEARD);
        all.drain(..over);
    }

    /// Forgets the codes that were gone before a list of all codes, of `at`.
    pub(crate) fn forget_gone(&mut self, at: Instant) {
        if let Some(mut all) = self.codes_gone.take() {
            all.retain(|gone| gone.at > at);
            self.codes_gone = Some(all).filter(|all| !all.is_empty());
        }
    }

    /// Notes that a place counts as occupied.
    pub(crate) fn occupy(&mut self, occupied: OccupiedSlot) {
        let all = self.occupied_slots.get_or_insert_default();
        all.retain(|other| other.slot != occupied.slot);
        all.push(occupied);
        let over = all.len().saturating_sub(MAX_OCCUPIED);
        all.drain(..over);
    }

    /// Forgets the places of which a list of `at` tells.
    pub(crate) fn see_slots(&mut self, at: Instant, tells: impl Fn(u32) -> bool) {
        if let Some(mut all) = self.occupied_slots.take() {
            all.retain(|occupied| occupied.since > at || !tells(occupied.slot));
            self.occupied_slots = Some(all).filter(|all| !all.is_empty());
        }
    }
}

/// The most events, and the most codes that are gone, that a lock remembers.
const MAX_HEARD: usize = 16;

/// A lock and the counters of its work.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct LockRow {
    /// The lock as it was given.
    pub lock: Lock,
    /// Its number in this site, part of the ids of its commands and codes.
    pub number: u32,
    /// Commands given to it so far (D4).
    pub command_count: u32,
    /// Codes made for it so far.
    pub code_count: u32,
    /// Failed commands in a row, and when the next may be tried (C6).
    pub retry: Option<Retry>,
    /// The last known status of the lock, from its reports and its answers (A3).
    pub last_status: Option<LockState>,
    /// When the lock or its platform last reported a status. A later answer says nothing about
    /// battery and keypad.
    pub status_at: Option<Instant>,
    /// When its codes were last read (C7).
    pub read_at: Option<Instant>,
    /// When a removal was last confirmed that no list has shown since. The lock is read once after
    /// that: some locks open for a code that they called removed (P7).
    pub unseen_removal_at: Option<Instant>,
    /// When its last command was given out. No result comes before that (C7).
    pub command_given_at: Option<Instant>,
    /// When its last `read_lock` was given out. An older list is no answer to it (C7).
    pub read_given_at: Option<Instant>,
    /// When a guest said that they can't get in though their code had just opened the lock, or when
    /// its keypad refused a right code. The lock is read once after that (A4).
    pub read_asked_at: Option<Instant>,
    /// Readings in a row that brought no list (C6).
    pub readings: Option<Tries>,
    /// Whether its last list shifts the windows of several codes by the same time: that is the zone
    /// or the clock of whoever read it (T8).
    pub clock_or_zone: Option<bool>,
    /// Commands without a final result, oldest first, at most 16. A result may still come, and a
    /// PIN that is taken may be one of ours (C7, F25).
    #[serde(default, deserialize_with = "at_most::<MAX_UNCONFIRMED, _, _, _>")]
    pub unconfirmed_commands: Option<Vec<UnconfirmedCommand>>,
    /// Why the platform refuses to read the lock. It is not asked again until the lock changes
    /// (C6).
    pub read_refused: Option<Failure>,
    /// Whether its newest list shows a code without its PIN: such a list does not say that the PIN
    /// still opens (A4).
    pub pins_hidden: Option<bool>,
    /// Whether a list has shown which of its places are taken. Until then hardly anything is
    /// written to a lock that addresses codes by place (S1).
    pub slots_seen: Option<bool>,
    /// Places that count as occupied until a list says otherwise, at most 2,000 (S1).
    #[serde(default, deserialize_with = "at_most::<MAX_OCCUPIED, _, _, _>")]
    pub occupied_slots: Option<Vec<OccupiedSlot>>,
    /// Codes of somebody else that are gone, by the platform's ids, until a list of all codes is
    /// newer than that; oldest first, at most 16 (P7).
    #[serde(default, deserialize_with = "at_most::<MAX_HEARD, _, _, _>")]
    pub codes_gone: Option<Vec<RecentEvent>>,
    /// The newest report and use events, for ignoring repeats; oldest first, at most 16 (D4).
    #[serde(default, deserialize_with = "at_most::<MAX_HEARD, _, _, _>")]
    pub recent_events: Option<Vec<RecentEvent>>,
    /// The entries that its keypad refused.
    pub refused_entries: Option<RefusedEntries>,
    /// The last use of a code that the site does not know, of which the host was told.
    pub strange_use: Option<StrangeUse>,
}

/// How often a lock failed in a row, and when it may be tried again (C6).
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Retry {
    /// Failures in a row.
    pub failures: u32,
    /// No command before this instant, except for the next check (C6).
    pub not_before: Instant,
    /// When it last failed.
    pub failed_at: Option<Instant>,
    /// What it last failed to do.
    pub command: Option<CommandKind>,
    /// Why it last failed; absent if the platform gave no reason.
    pub failure: Option<Failure>,
}
