//! The conditions that the host knows, the new ones, and the gone ones (N1).

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Desired;
use crate::rules::{Notice, NoticeCause, NoticeKind, key_of};
use crate::site::evaluation::{HostCondition, less, more};
use crate::site::standing_orders::last;
use crate::site::state::{HostOrderKind, RowKey, State, Subject, Topic};
use crate::time::{Duration, Instant};
use crate::{Id, Text};

/// The conditions of one evaluation, by the key of their notice. The value is the lock that does
/// not do what it is asked, where the condition says so about a stay or a visit.
pub(super) type ConditionKeys = BTreeMap<Text, Option<Id>>;

/// The keys of what one evaluation of `place` found.
pub(super) fn keys_of(conditions: &[HostCondition], place: &Topic) -> ConditionKeys {
    let keyed = |notice: &Notice| (notice.key.clone(), complained_of(notice, place));
    conditions
        .iter()
        .map(|condition| keyed(&condition.notice))
        .collect()
}

/// The lock of which a notice about a stay or a visit says that it does not do what it is asked.
fn complained_of(notice: &Notice, place: &Topic) -> Option<Id> {
    let is_complaint = matches!(
        notice.kind,
        NoticeKind::LockUnreachable | NoticeKind::CodeFailed
    );
    let is_about_lock_alone = matches!(place, Topic::Lock(_));
    let lock_id = notice.lock_id.clone();
    lock_id.filter(|_| is_complaint && !is_about_lock_alone)
}

/// The conditions of all places.
#[derive(Clone, Debug, Default)]
pub(super) struct Conditions {
    /// By key: how many evaluations find the condition.
    holding: BTreeMap<Text, u32>,
    /// By lock: how many evaluations of stays and visits find that it does not do what it is asked.
    complaints: BTreeMap<Id, u32>,
    /// Conditions that this step found, of which the host may not know yet.
    found: BTreeMap<Text, (Notice, Topic)>,
    /// Conditions that some evaluation of this step did not find again.
    lost: BTreeMap<Text, Topic>,
}

/// Which stored notices may be about conditions that are gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outdated {
    /// Those whose conditions this step lost.
    Lost,
    /// Any: everything was evaluated anew.
    Any,
}

impl Conditions {
    /// Puts what an evaluation of `place` found in place of what the last one did. Gives the locks
    /// about which there are other complaints than before.
    pub(super) fn replace(
        &mut self,
        before: &ConditionKeys,
        after: &ConditionKeys,
        conditions: Vec<HostCondition>,
        place: &Topic,
    ) -> BTreeSet<Id> {
        for (key, lock_id) in before {
            less(&mut self.holding, key);
            if let Some(lock_id) = lock_id {
                less(&mut self.complaints, lock_id);
            }
            self.lost.insert(key.clone(), place.clone());
        }
        for (key, lock_id) in after {
            more(&mut self.holding, key.clone());
            if let Some(lock_id) = lock_id {
                more(&mut self.complaints, lock_id.clone());
            }
        }
        // A second evaluation in one step finds a guest with what the first one told them.
        for HostCondition { notice, .. } in conditions {
            let found = self.found.entry(notice.key.clone());
            found.or_insert_with(|| (notice, place.clone()));
        }
        before
            .values()
            .chain(after.values())
            .flatten()
            .cloned()
            .collect()
    }

    /// Whether the host hears of a stay or a visit that a lock does not do what it is asked.
    pub(super) fn is_complained_of(&self, lock_id: &Id) -> bool {
        self.complaints.contains_key(lock_id)
    }

    /// Ends the conditions that are gone, so that the host is told again when they come back, and
    /// goes on with those that were gone for moments (N1). Gives the places that saw them.
    pub(super) fn end_gone(
        &mut self,
        state: &mut State,
        outdated: Outdated,
        now: Instant,
    ) -> Vec<Topic> {
        let mut places = Vec::new();
        for (key, place) in std::mem::take(&mut self.lost) {
            if !self.holding.contains_key(&key) && state.is_condition_known(&key) {
                state.end_condition(&key, now);
                places.push(place);
            }
        }
        for (key, (notice, place)) in &self.found {
            if self.holding.contains_key(key) && goes_on(state, notice, now) {
                state.resume_condition(key, now);
                places.push(place.clone());
            }
        }
        if outdated == Outdated::Any {
            let keys = state.conditions_beginning_with("").map(|row| &row.key);
            let gone: Vec<Text> = keys
                .filter(|key| !self.holding.contains_key(*key))
                .cloned()
                .collect();
            for key in gone {
                state.end_condition(&key, now);
            }
        }
        places
    }

    /// Takes the conditions that the host does not know yet, and stores that they are told at
    /// `now`.
    pub(super) fn take_new(&mut self, state: &mut State, now: Instant) -> Vec<(Notice, Topic)> {
        let mut new = Vec::new();
        for (key, (mut notice, place)) in std::mem::take(&mut self.found) {
            if !self.holding.contains_key(&key) {
                continue;
            }
            if let Some(notice_key) = state.tell_condition(&key, now) {
                notice.key = notice_key;
                new.push((notice, place));
            }
        }
        new
    }
}

/// How long what a lock does may look mended before the same again is another cause.
const FLAPS: Duration = Duration::minutes(15);

/// Whether a condition that is back is the one that was over moments ago, of which the host has
/// heard: a lock that comes and goes calls them once (N1). They hear that it is back where they had
/// it tried again, have heard since that its guest has a way in, the guest said that they have
/// none, or the time has begun.
fn goes_on(state: &State, notice: &Notice, now: Instant) -> bool {
    let is_of_lock = matches!(
        notice.kind,
        NoticeKind::LockUnreachable | NoticeKind::CodeFailed
    );
    let is_of_rules = matches!(
        notice.values.cause,
        Some(NoticeCause::TimesNotPossible | NoticeCause::NoPinLeft)
    );
    let Some(row) = state.ended_condition(&notice.key).filter(|_| is_of_lock) else {
        return false;
    };
    let is_recent = row.ended_at.is_some_and(|ended| now - ended <= FLAPS);
    is_recent
        && !is_of_rules
        && !is_retried_since(state, notice, row.at)
        && !is_helped_since(state, notice, row.at)
        && !is_said_since(state, notice, row.at)
        && !is_begun_since(state, notice, row.at, now)
}

/// Whether the host had a lock, or a code on it, tried again since then.
fn is_retried_since(state: &State, notice: &Notice, since: Instant) -> bool {
    let Some(lock_id) = &notice.lock_id else {
        return false;
    };
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    let codes = codes.map(|code| Subject::code(&code.id, lock_id));
    let mut subjects = codes.chain([Subject::Lock(lock_id.clone())]);
    subjects.any(|subject| {
        let order = last(state, HostOrderKind::Retry, &subject);
        order.is_some_and(|order| order.at >= since)
    })
}

/// Whether the stay or the visit has begun since then (A7).
fn is_begun_since(state: &State, notice: &Notice, since: Instant, now: Instant) -> bool {
    let is_since = |at: Instant| since < at && at <= now;
    let stay = notice.reservation_id.as_ref();
    let told = stay.and_then(|id| state.trips.get(id)?.told_access.as_ref());
    let visit = notice.visit_id.iter();
    let codes = visit.flat_map(|id| state.access_codes.about(&RowKey::Visit(id.clone())));
    let begins = codes.filter_map(|code| match code.wanted {
        Some(Desired::Window(wanted)) => wanted.starts_at,
        _ => None,
    });
    begins.chain(told.map(|told| told.starts_at)).any(is_since)
}

/// Whether the guest said since then that they can't get in there (A4).
fn is_said_since(state: &State, notice: &Notice, since: Instant) -> bool {
    let trip = notice.reservation_id.as_ref();
    let trip = trip.and_then(|id| state.trips.get(id));
    let said = trip
        .zip(notice.lock_id.as_ref())
        .and_then(|(trip, lock_id)| trip.locked_out_at(lock_id).into_iter().max());
    said > Some(since)
}

/// Whether the host has heard since then that the guest was told a spare code.
fn is_helped_since(state: &State, notice: &Notice, since: Instant) -> bool {
    let kinds = [NoticeKind::BackupTold, NoticeKind::EmergencyTold];
    let Some(id) = &notice.reservation_id else {
        return false;
    };
    kinds.into_iter().any(|kind| {
        let key = key_of(kind, &[id, ""]);
        let told = state.conditions_beginning_with(&key).map(|row| row.at);
        told.max() >= Some(since)
    })
}
