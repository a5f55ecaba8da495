//! A PIN on a lock for one holder, with a window or without end.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::command::CommandKind;
use super::desired::Desired;
use super::doubt::Doubt;
use super::failure::Failure;
use super::holder::{Holder, HolderKind};
use super::observed::{Observed, OnLockState};
use super::taken_off::TakenOff;
use super::tries::Tries;
use super::window_before::WindowBefore;
use crate::code::Pin;
use crate::json::at_most;
use crate::time::Instant;
use crate::{Id, Text};

/// A PIN on a lock for one holder.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct AccessCode {
    /// Unique among the codes of its site.
    pub id: Id,
    /// The lock that it opens.
    pub lock_id: Id,
    /// Whose it is.
    pub holder: Holder,
    /// The PIN in clear; absent where only the platform knows it.
    pub pin: Option<Pin>,
    /// The number of the site that the PIN of a visit, a backup or an emergency code was derived
    /// from: no other PIN is (P3). Codes of one number have one PIN at several doors.
    pub pin_number: Option<u32>,
    /// The platform's id of it.
    pub external_id: Option<Id>,
    /// Its place on the lock.
    pub slot: Option<u32>,
    /// Its label on the lock, as it was sent or is listed there (F63). Absent: it was never sent,
    /// and no list names it.
    pub label: Option<Text>,
    /// How it came to be; absent is `programmed`.
    pub method: Option<Method>,
    /// Until when an offline code has to be used for the first time, or it never opens (O1).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub use_by: Option<Instant>,
    /// The window that it should have, or that it should be gone; absent where nobody decided
    /// (unknown codes).
    pub wanted: Option<Desired>,
    /// The window that it should have until the last change of it, where that came before its end.
    /// A use or an entry of before is weighed by it (A9).
    pub window_before: Option<WindowBefore>,
    /// Who was told it, and when, at most 64.
    #[serde(default, deserialize_with = "at_most::<64, _, _, _>")]
    pub told_to: Option<Vec<Told>>,
    /// When its PIN was made; its age counts from here (B6, E2, V3).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub made_at: Option<Instant>,
    /// When it last opened its lock, as far as is known (V4).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub last_used_at: Option<Instant>,
    /// When the host was last told of a use of it that was not to be expected.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub odd_use_told_at: Option<Instant>,
    /// When its lock first listed it after its guest had last said that they can't get in: from
    /// then on their word does not stand against it (A4).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub read_back_at: Option<Instant>,
    /// What is known of it on the lock.
    pub on_lock: Observed,
    /// Whether it was written or changed since its lock was last read (C3).
    pub unread: Option<bool>,
    /// Since when its window is on a lock whose clock is suspect, at the earliest: when it was last
    /// sent, or first seen there. Absent: when it was last known there (C8).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub sent_at: Option<Instant>,
    /// Why it is not there, where the platform said so.
    pub failure: Option<Failure>,
    /// What was tried in vain, for each kind of command (C6).
    #[serde(default, deserialize_with = "at_most::<5, _, _, _>")]
    pub tries: Option<Vec<Tries>>,
    /// What a list showed otherwise than it was confirmed (T8, T9).
    pub doubt: Option<Doubt>,
    /// Since when it was seen on its lock without a break, as known in the stay that runs (T8).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub seen_since: Option<Instant>,
    /// That the host took it off by hand in the stay that runs, as it seems, and is asked (T8).
    pub taken_off: Option<TakenOff>,
    /// Whether its lock lists it as disabled: it opens nothing, and is taken off before it is put
    /// there again (T8).
    pub disabled: Option<bool>,
    /// Since when its removal was sent and nothing has put it there again: a lock that refuses its
    /// PIN as taken has a ghost of it (T9).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub removed_at: Option<Instant>,
    /// That no removal had an answer before its lock refused its PIN as taken: the ghost may be
    /// there as it was (T9).
    pub removal_unanswered: Option<bool>,
    /// Until when such a ghost opens at the latest, where that is known (T9).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub ghost_until: Option<Instant>,
    /// That a cloud took its removal, and the lock can't be asked: it may open still, and its place
    /// counts as free (C6, S1).
    pub removal_taken: Option<bool>,
    /// That its guest needs it, and its lock does not surely open for all of the stay (A2). Absent:
    /// the guest has a way in.
    pub awaited: Option<Awaited>,
    /// Whether the host shall hear that a new one is in its place, once that is so (B6, E2, N1).
    pub replaced: Option<bool>,
}

impl AccessCode {
    /// A code that is nowhere yet, without PIN or window.
    #[must_use]
    pub fn new(id: Id, lock_id: Id, holder: Holder) -> Self {
        Self {
            id,
            lock_id,
            holder,
            pin: None,
            pin_number: None,
            external_id: None,
            slot: None,
            label: None,
            method: None,
            use_by: None,
            wanted: None,
            window_before: None,
            told_to: None,
            made_at: None,
            last_used_at: None,
            odd_use_told_at: None,
            read_back_at: None,
            on_lock: Observed::ABSENT,
            unread: None,
            sent_at: None,
            failure: None,
            tries: None,
            doubt: None,
            seen_since: None,
            taken_off: None,
            disabled: None,
            removed_at: None,
            removal_unanswered: None,
            ghost_until: None,
            removal_taken: None,
            awaited: None,
            replaced: None,
        }
    }

    /// The same code, to be taken off its lock; one that was never there is gone since `at`.
    #[must_use]
    pub fn ended(self, at: Instant) -> Self {
        let code = self.wanting(Some(Desired::REMOVED), at);
        let (on_lock, tries) = if code.on_lock.state == OnLockState::Absent {
            // Its holder may have seen it: from now on it is retired (P7). Nothing is tried again.
            (Observed::gone(at), None)
        } else {
            (code.on_lock, code.tries)
        };
        Self {
            failure: None,
            tries,
            awaited: None,
            seen_since: None,
            taken_off: None,
            on_lock,
            ..code
        }
    }

    /// The same code without its PIN, which another code on the lock has: the next generation's is
    /// made (P3, F9).
    #[must_use]
    pub(crate) fn with_pin_refused(mut self) -> Self {
        let refused = self.holder.generation.unwrap_or(0);
        self.holder.generation = Some(refused.saturating_add(1));
        self.pin = None;
        self.forget_removal();
        // What the lock said of the old PIN says nothing of the next.
        for tries in self.tries.iter_mut().flatten() {
            if tries.failure == Some(Failure::DuplicateCode) {
                tries.failure = None;
            }
        }
        self
    }

    /// Takes that something has put the code on its lock since its removal was sent (T9).
    pub(crate) fn forget_removal(&mut self) {
        self.removed_at = None;
        self.removal_unanswered = None;
        self.ghost_until = None;
        self.removal_taken = None;
    }

    /// Whether a cloud took its removal, the lock can't be asked, and another code is where it was
    /// (S1).
    pub(crate) fn is_cleared_for(&self, other: &Self) -> bool {
        let is_same_place = self.slot.is_some() && self.slot == other.slot;
        self.removal_taken == Some(true)
            && self.wanted == Some(Desired::REMOVED)
            && self.id != other.id
            && is_same_place
    }

    /// What the app of its lock shows of it: its label, or at least the identifier in the label
    /// (B5).
    pub(crate) fn shown_as(&self) -> Option<Text> {
        let identifier = || match self.holder.kind {
            HolderKind::Backup | HolderKind::Emergency => {
                self.holder.id.as_ref().unwrap_or(&self.id).parse().ok()
            }
            HolderKind::Reservation | HolderKind::Visit => self.id.parse().ok(),
            HolderKind::Unknown => None,
        };
        self.label.clone().or_else(identifier)
    }

    /// Whether it is known not to be on its lock.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(
            self.on_lock.state,
            OnLockState::Absent | OnLockState::Pending
        )
    }

    /// Whether a notice that carries it has gone out.
    #[must_use]
    pub fn is_told(&self) -> bool {
        self.told_to.as_ref().is_some_and(|told| !told.is_empty())
    }

    /// Whether it is or may be disabled on its lock, so that it is taken off before it is put there
    /// again: its list says so, or its host took it off by hand and the lock has the PIN (T8). What
    /// was sent again without an answer may be there as it should be.
    pub(crate) fn is_disabled(&self) -> bool {
        let is_unanswered = |tries: &Tries| {
            tries.kind == CommandKind::ProgramCode && tries.failure.is_some_and(Failure::is_silence)
        };
        let may_be_whole = || self.tries.iter().flatten().any(is_unanswered);
        self.disabled == Some(true) || (self.taken_off.is_some() && !may_be_whole())
    }

    /// Whether the lock's own algorithm makes it (A3b).
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.method == Some(Method::Offline)
    }

    /// By when it has to be used for the first time, where it was not: its end may come before
    /// (O1).
    pub(crate) fn to_be_used_by(&self) -> Option<Instant> {
        let use_by = self.use_by.filter(|_| self.last_used_at.is_none())?;
        Some(self.on_lock.ends_at.map_or(use_by, |end| use_by.min(end)))
    }

    /// Whether it is off its lock and shall stay off.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        self.wanted == Some(Desired::REMOVED) && self.on_lock.state == OnLockState::Absent
    }
}

/// How a code comes to be on its lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum Method {
    /// It is sent to the lock.
    Programmed,
    /// The lock's own algorithm knows it (O).
    Offline,
}

/// A code of a stay that is not on its lock as its guest needs it (A2).
#[skip_serializing_none]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Awaited {
    /// Since when this is known.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub since: Instant,
    /// When a command for it first left since then: its chance is one only.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub sent_at: Option<Instant>,
}

/// A telling: the notice that carries the code has been emitted.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct Told {
    /// The stay that was told.
    pub reservation_id: Id,
    /// When.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub at: Instant,
    /// Whether only a complaint of the guest led to it: these are counted (A4).
    pub by_complaint: Option<bool>,
}

impl Told {
    /// A telling to a stay.
    #[must_use]
    pub fn new(reservation_id: Id, at: Instant) -> Self {
        Self {
            reservation_id,
            at,
            by_complaint: None,
        }
    }
}
