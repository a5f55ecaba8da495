//! What guests and visitors were told: the rows of trips and visits.

use serde::{Deserialize, Serialize};
use serde_with::skip_serializing_none;

use super::host_order::NoticeOutcome;
use super::new_codes::NewCodes;
use crate::Id;
use crate::code::Pin;
use crate::json::at_most;
use crate::model::{MAX_VISIT_DOORS, Visit, VisitSchedule};
use crate::rules::NoticeKind;
use crate::time::{Duration, Instant};

/// The most complaints of one guest that are remembered.
const MAX_LOCKED_OUT: usize = 256;

/// The most complaints of one guest that are remembered at one door.
const MAX_LOCKED_OUT_AT_DOOR: usize = 8;

/// A visit, and what its visitor knows.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct VisitRow {
    /// The visit as it was given.
    pub visit: Visit,
    /// When its code was first used (V1).
    pub used_at: Option<Instant>,
    /// The doors and codes that the visitor knows, at most 12,800.
    #[serde(default, deserialize_with = "at_most::<MAX_VISIT_DOORS, _, _, _>")]
    pub told_doors: Option<Vec<ToldDoor>>,
    /// The revision of the visit that the visitor knows.
    pub told_revision: Option<u32>,
    /// When the visitor's code opens, as they know it.
    pub told_schedule: Option<VisitSchedule>,
    /// The turnovers that the visitor was told and that are not over, at most 1,000 (V2).
    #[serde(default, deserialize_with = "at_most::<MAX_TOLD_TURNOVERS, _, _, _>")]
    pub told_turnovers: Option<Vec<ToldTurnover>>,
    /// Codes up to this generation are another person's, or of days or doors from which the visit
    /// has moved: their PIN never comes back (V2, P3).
    pub parted_generation: Option<u32>,
    /// Notices to the visitor so far.
    pub notices: u32,
    /// The outcomes of the last notices, at most 16 (E3).
    #[serde(default, deserialize_with = "at_most::<MAX_DELIVERIES, _, _, _>")]
    pub deliveries: Option<Vec<Delivery>>,
}

impl VisitRow {
    /// The row of a visit whose visitor was told nothing yet.
    pub(crate) fn new(visit: Visit) -> Self {
        Self {
            visit,
            used_at: None,
            told_doors: None,
            told_revision: None,
            told_schedule: None,
            told_turnovers: None,
            parted_generation: None,
            notices: 0,
            deliveries: None,
        }
    }

    /// Forgets the visitor: another one comes. The count of notices goes on, so that no key of a
    /// notice is used twice (N1).
    pub(crate) fn part(&mut self) {
        let notices = self.notices;
        *self = Self::new(self.visit.clone());
        self.notices = notices;
    }
}

/// The most turnovers that a visitor is told at once.
pub(crate) const MAX_TOLD_TURNOVERS: usize = 1_000;

/// A turnover that a visitor knows.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct ToldTurnover {
    /// The listing that is free.
    pub listing_id: Id,
    /// When it begins.
    pub starts_at: Instant,
    /// When it ends; absent: no next check-in was known.
    pub ends_at: Option<Instant>,
    /// Whether it was told before its time, as the one that comes next: the message of the evening
    /// before still tells it.
    pub ahead: Option<bool>,
}

/// What is known of a trip beside its booking: what its guest was told, and what its guest said.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct TripRow {
    /// The booking that holds the stay's codes.
    pub id: Id,
    /// When the booking came, if it came late and does not say so itself (A1).
    pub booked_at: Option<Instant>,
    /// When its times or its listing last changed (A1).
    pub changed_at: Option<Instant>,
    /// Since when the booking is on hold. What its guest said before was heard then (N4).
    pub on_hold_since: Option<Instant>,
    /// When, and at which door, the guest said that they can't get in; at most 8 times a door, and
    /// 256 in all (A4).
    #[serde(default, deserialize_with = "at_most::<MAX_LOCKED_OUT, _, _, _>")]
    pub locked_out: Option<Vec<LockedOutAt>>,
    /// What the guest knows.
    pub told_access: Option<ToldAccess>,
    /// The last complaint before or after the stay that was answered (A4).
    pub answered_at: Option<Instant>,
    /// The doors for which the guest was told new codes, and when, at most 64 (A6).
    #[serde(default, deserialize_with = "at_most::<64, _, _, _>")]
    pub new_codes: Option<Vec<NewCodes>>,
    /// The locks of which the host ordered that the guest is told the next code, until they are, at
    /// most 64 (A4).
    #[serde(default, deserialize_with = "at_most::<64, _, _, _>")]
    pub ordered_next: Option<Vec<Id>>,
    /// Emergency codes that the host ordered to be told to the guest, until they are, at most 64
    /// (E2).
    #[serde(default, deserialize_with = "at_most::<64, _, _, _>")]
    pub ordered_codes: Option<Vec<Id>>,
    /// When the guest was told the entry method that needs no lock (A5).
    pub entry_told_at: Option<Instant>,
    /// Notices to the guest so far.
    pub notices: u32,
    /// The outcomes of the last notices, at most 16 (E3).
    #[serde(default, deserialize_with = "at_most::<MAX_DELIVERIES, _, _, _>")]
    pub deliveries: Option<Vec<Delivery>>,
    /// When the trip would have ended, if it is no more. Until then it matters whether its notices
    /// arrive. The count of its notices is kept after that, so that no key of a notice is used
    /// twice (N1).
    pub over_at: Option<Instant>,
}

impl TripRow {
    /// The row of a trip of which nothing is known yet.
    pub(crate) fn new(id: Id) -> Self {
        Self {
            id,
            booked_at: None,
            changed_at: None,
            on_hold_since: None,
            locked_out: None,
            answered_at: None,
            new_codes: None,
            ordered_next: None,
            told_access: None,
            ordered_codes: None,
            entry_told_at: None,
            notices: 0,
            deliveries: None,
            over_at: None,
        }
    }

    /// The row that is kept of a trip that is over at an instant.
    pub(crate) fn counted(&self, over_at: Instant) -> Self {
        Self {
            notices: self.notices,
            locked_out: self.locked_out.clone(),
            answered_at: self.answered_at,
            new_codes: self.stops(),
            over_at: Some(over_at),
            ..Self::new(self.id.clone())
        }
    }

    /// Notes that the guest can't get in. Of complaints about one door that come within `burst`,
    /// the first and the last are remembered, and those that were stamped ahead of now.
    pub(crate) fn locked_out_again(&mut self, said: LockedOutAt, burst: Duration) {
        let all = self.locked_out.get_or_insert_default();
        let here = |one: &LockedOutAt| one.lock_id == said.lock_id;
        if all.iter().any(|one| here(one) && one.makes_old(&said)) {
            return;
        }
        let mut known: Vec<LockedOutAt> = all.extract_if(.., |one| here(one)).collect();
        if let [.., first, last] = known.as_slice()
            && last.ahead.is_none()
            && said.at <= first.at + burst
        {
            known.pop();
        }
        known.push(LockedOutAt {
            id: said.id.filter(|_| said.ahead.is_some()),
            ..said
        });
        // The first one of a burst is what a second one counts from (A4).
        let crowded = |three: &[LockedOutAt]| matches!(three, [a, b, _] if b.at <= a.at + burst);
        while known.len() > MAX_LOCKED_OUT_AT_DOOR {
            let at = known.windows(3).position(crowded);
            known.remove(at.map_or(0, |at| at.saturating_add(1)));
        }
        all.extend(known);
        let over = all.len().saturating_sub(MAX_LOCKED_OUT);
        all.drain(..over);
    }

    /// Whether the last word about a door came from its keypad, which refused the right code.
    pub(crate) fn is_refused_by_keypad(&self, lock_id: &Id) -> bool {
        let said = self.locked_out.iter().flatten();
        let here = said.filter(|one| one.lock_id.as_ref().is_none_or(|id| id == lock_id));
        let last = here.max_by_key(|one| one.at);
        last.is_some_and(|one| one.by_keypad == Some(true))
    }

    /// When the guest last said that they can't get in, at whichever door.
    pub(crate) fn last_locked_out_at(&self) -> Option<Instant> {
        self.locked_out.iter().flatten().map(|one| one.at).max()
    }

    /// When the guest said that they can't get in at a door, the first time first.
    pub(crate) fn locked_out_at(&self, lock_id: &Id) -> Vec<Instant> {
        let said = self.locked_out.iter().flatten();
        let here = said.filter(|one| one.lock_id.as_ref().is_none_or(|id| id == lock_id));
        let mut all: Vec<Instant> = here.map(|one| one.at).collect();
        all.sort();
        all.dedup();
        all
    }
}

/// The most notices to one guest or visitor whose outcome is remembered.
pub(crate) const MAX_DELIVERIES: usize = 16;

/// The outcome of a notice (E3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Delivery {
    /// Sequence number among the notices to the same guest or visitor.
    pub number: u32,
    /// What it was about.
    pub kind: NoticeKind,
    /// Its outcome.
    pub outcome: NoticeOutcome,
}

/// A guest who can't get in.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct LockedOutAt {
    /// The door; absent: all doors of the stay.
    pub lock_id: Option<Id>,
    /// When they said so.
    pub at: Instant,
    /// The sender's timestamp, if it was ahead of ours. With the fact's id it shows a repeat, and
    /// nothing else (C7, D4).
    pub ahead: Option<Instant>,
    /// The fact's id, if its timestamp was ahead of ours.
    pub id: Option<Id>,
    /// Whether the keypad refused their right code, and they said nothing; absent is no.
    pub by_keypad: Option<bool>,
}

impl LockedOutAt {
    /// Whether another word about the same door says nothing new beside this one: it is the same,
    /// or no later. What was stamped ahead counts as of when it came, so that only its own
    /// timestamp shows that it comes again.
    fn makes_old(&self, said: &Self) -> bool {
        let is_same = self.ahead == Some(said.ahead.unwrap_or(said.at))
            && (self.id.is_none() || self.id == said.id);
        is_same || (said.ahead.is_none() && said.at <= self.at)
    }
}

/// What a guest knows of their access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct ToldAccess {
    /// Check-in, without grace.
    pub starts_at: Instant,
    /// Check-out, without grace.
    pub ends_at: Instant,
    /// The doors and their codes, by lock, at most 64.
    #[serde(deserialize_with = "at_most::<64, _, _, _>")]
    pub doors: Vec<ToldDoor>,
}

/// A door that a guest can open, and how.
#[skip_serializing_none]
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct ToldDoor {
    /// The lock.
    pub lock_id: Id,
    /// The code.
    pub code_id: Id,
    /// The PIN in clear.
    pub pin: Pin,
    /// That it may not open yet, as its reader was told; absent where it opens.
    pub uncertain: Option<bool>,
    /// From when it may not open; absent: from the beginning.
    pub uncertain_from: Option<Instant>,
    /// When its reader last heard that it may not open; absent: never.
    pub doubted_at: Option<Instant>,
}

impl ToldDoor {
    /// Whether the same PIN opens the same door.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.lock_id == other.lock_id && self.pin == other.pin
    }

    /// Whether another PIN opens the same door.
    pub(crate) fn is_replaced_by(&self, other: &Self) -> bool {
        self.lock_id == other.lock_id && self.pin != other.pin
    }
}
