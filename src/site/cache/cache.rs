//! What a site in memory remembers of its last look at each place, so that a step looks again only at what changed or
//! fell due (D5). Nothing of it is stored: a site that was just opened looks at everything once.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Bound;

use super::phase::{Kind, Phase, Spot};
use crate::Id;
use crate::rules::{Notice, NoticeKind};
use crate::site::evaluation::{Evaluation, Timer, less, more};
use crate::site::plan::{Plans, StayPlan};
use crate::site::state::{MAX_NOTICES, NoticeRow, Place, State};
use crate::time::Instant;

/// What is kept of a look.
#[derive(Clone, Debug, Default)]
struct Kept {
    wake_at: Option<Instant>,
    refresh_at: Option<Instant>,
    /// The causes' keys; with the lock that one says does not do what it is asked.
    keys: BTreeMap<String, Option<Id>>,
    watch: BTreeMap<Id, bool>,
}

/// See the head of this file.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cache {
    pub(crate) plans: Plans,
    /// Whether everything was looked at once.
    complete: bool,
    locks: BTreeSet<Id>,
    listings: BTreeSet<Id>,
    visits: BTreeSet<Id>,
    /// The listings among whose stays somebody may have to be told something: all of them, or only those of `stays`.
    told: BTreeMap<Id, bool>,
    /// Bookings whose stays are concerned, until they were looked at.
    stays: BTreeMap<Id, bool>,
    nobody: bool,
    /// What changed in this step: it is looked at in the next one, too, since a step goes over most places just once.
    again: BTreeSet<Place>,
    kept: BTreeMap<Spot, Kept>,
    /// The one table of timers: when to look at which place again, and which of these looks will do something.
    timers: BTreeSet<(Instant, Spot)>,
    wakes: BTreeSet<(Instant, Spot)>,
    /// By lock: the looks for which its word counts, and whether everything about it does.
    watchers: BTreeMap<Id, BTreeMap<Spot, bool>>,
    /// By lock: how many looks at stays and visits found that it does not do what it is asked.
    complaints: BTreeMap<Id, u32>,
    /// How many looks found each cause, by the notice's key.
    owners: BTreeMap<String, u32>,
    found: BTreeMap<String, (Notice, Place)>,
    lost: BTreeMap<String, Place>,
    #[cfg(test)]
    pub(crate) looks: u32,
}

impl Cache {
    /// Everything has to be looked at: the policy is another one.
    pub(crate) fn forget(&mut self) {
        self.complete = false;
    }

    /// Finds out what to look at in a step at `now`.
    pub(crate) fn begin(&mut self, state: &mut State, now: Instant) {
        self.locks = BTreeSet::new();
        self.listings = BTreeSet::new();
        self.visits = BTreeSet::new();
        self.told = BTreeMap::new();
        self.stays = BTreeMap::new();
        self.nobody = false;
        if !self.complete {
            self.locks = state.locks.values().map(|row| row.lock.id.clone()).collect();
            self.listings = state.listings.values().map(|row| row.id.clone()).collect();
            let booked = state.reservations.values().map(|row| row.listing_id.clone());
            self.listings.extend(booked.collect::<BTreeSet<Id>>());
            self.told = self.listings.iter().map(|id| (id.clone(), true)).collect();
            self.visits = state.visits.values().map(|row| row.visit.id.clone()).collect();
            self.nobody = true;
        }
        for place in std::mem::take(&mut self.again) {
            self.expand(state, &place);
        }
        let due: Vec<(Instant, Spot)> = self
            .timers
            .iter()
            .take_while(|(at, _)| *at <= now)
            .cloned()
            .collect();
        for (at, spot) in due {
            self.expand_look(state, &spot);
            self.timers.remove(&(at, spot));
        }
        // What facts changed, every phase of this step sees.
        for place in state.take_touched() {
            self.expand(state, &place);
        }
    }

    /// Takes notice of what was changed since the last call.
    pub(crate) fn mark(&mut self, state: &mut State) {
        for place in state.take_touched() {
            self.expand(state, &place);
            self.again.insert(place);
        }
    }

    fn expand(&mut self, state: &State, place: &Place) {
        match place {
            Place::Lock(id) | Place::Gone(id) => {
                self.locks.insert(id.clone());
            }
            Place::Device(id) => {
                let behind = Place::Lock(id.clone());
                self.locks.insert(id.clone());
                for listing in state.listings.about(&behind) {
                    self.expand(state, &Place::Listing(listing.id.clone()));
                }
                self.visits
                    .extend(state.visits.about(&behind).map(|row| row.visit.id.clone()));
            }
            Place::Word(id) | Place::Stock(id) => {
                let all = matches!(place, Place::Word(_));
                let watchers = self.watchers.get(id).into_iter().flat_map(BTreeMap::iter);
                let concerned = watchers.filter(|(_, closely)| all || **closely);
                let concerned: Vec<Spot> = concerned.map(|(spot, _)| spot.clone()).collect();
                for spot in concerned {
                    self.expand_look(state, &spot);
                }
            }
            Place::Listing(id) => {
                self.listings.insert(id.clone());
                self.told.insert(id.clone(), true);
                self.visits
                    .extend(state.visits.about(place).map(|row| row.visit.id.clone()));
            }
            Place::Stay(id) => match state.reservations.get(id) {
                Some(booked) => {
                    self.listings.insert(booked.listing_id.clone());
                    self.expand_stay(&booked.listing_id, id);
                }
                None => self.nobody = true,
            },
            Place::Trip(id) => {
                let codes = state.access_codes.about(&Place::Stay(id.clone()));
                self.locks.extend(codes.map(|code| code.lock_id.clone()));
                if let Some(booked) = state.reservations.get(id) {
                    self.expand(state, &Place::Listing(booked.listing_id.clone()));
                }
            }
            Place::Visit(id) => {
                self.visits.insert(id.clone());
            }
            Place::Nobody => self.nobody = true,
            Place::Late(_) => {}
        }
    }

    /// What looks at a place at its own time, or for a lock's sake, concerns nothing else there.
    fn expand_look(&mut self, state: &State, (place, phase): &Spot) {
        match (place, phase) {
            (Place::Stay(id), Phase::Tell) => {
                if let Some(booked) = state.reservations.get(id) {
                    self.expand_stay(&booked.listing_id, id);
                }
            }
            (Place::Listing(id), Phase::Tell) => {
                self.told.entry(id.clone()).or_default();
            }
            (Place::Listing(id), _) => {
                self.listings.insert(id.clone());
            }
            _ => self.expand(state, place),
        }
    }

    fn expand_stay(&mut self, listing_id: &Id, id: &Id) {
        self.told.entry(listing_id.clone()).or_default();
        self.stays.insert(id.clone(), true);
    }

    /// The next listing to whose guests something may have to be told, after `last`.
    pub(crate) fn next_told(&self, last: Option<&Id>) -> Option<Id> {
        let mut left = self.told.range::<Id, _>((after(last), Bound::Unbounded));
        left.next().map(|(id, _)| id.clone())
    }

    /// Whether something may have to be told to the guest of a stay.
    pub(crate) fn is_concerned(&self, plan: &StayPlan) -> bool {
        let is_due = |due: &BTreeMap<Id, bool>, id| due.get(id) == Some(&true);
        let mut bookings = plan.stay.reservation_ids.iter();
        is_due(&self.told, &plan.listing_id) || bookings.any(|id| is_due(&self.stays, id))
    }

    /// What a stay's own look changed is no reason to look at it once more.
    pub(crate) fn pass_stay(&mut self, plan: &StayPlan) {
        for id in &plan.stay.reservation_ids {
            pass(&mut self.stays, id);
        }
    }

    /// All that had to be told to a listing's guests was.
    pub(crate) fn pass(&mut self, listing_id: &Id) {
        pass(&mut self.told, listing_id);
    }

    /// The next place of a kind to look at, after `last`.
    pub(crate) fn next(&self, kind: Kind, last: Option<&Id>) -> Option<Id> {
        let due = match kind {
            Kind::Lock => &self.locks,
            Kind::Listing => &self.listings,
            Kind::Visit => &self.visits,
        };
        due.range::<Id, _>((after(last), Bound::Unbounded))
            .next()
            .cloned()
    }

    /// Whether there may be codes of bookings that are not there.
    pub(crate) fn has_orphans(&self) -> bool {
        self.nobody
    }

    /// Takes the new plan of a listing.
    pub(crate) fn plan(&mut self, state: &State, listing_id: &Id, stays: Vec<StayPlan>, now: Instant) {
        let before = self.plans.shared(listing_id);
        if *before == *stays {
            return;
        }
        self.told.insert(listing_id.clone(), true);
        let changed = self.plans.put(listing_id, stays);
        let after = self.plans.shared(listing_id);
        for holder in before.iter().filter_map(|plan| plan.stay.holder()) {
            if !after.iter().any(|plan| plan.stay.holder() == Some(holder)) {
                self.keep(Place::Stay(holder.clone()), Phase::Tell, Evaluation::new(now));
            }
        }
        for lock_id in changed {
            let place = Place::Lock(lock_id);
            self.expand(state, &place);
            self.again.insert(place);
        }
    }

    /// Keeps what a look found, in place of what the last one did.
    pub(crate) fn keep(&mut self, place: Place, phase: Phase, mut evaluation: Evaluation) {
        #[cfg(test)]
        {
            self.looks += 1;
        }
        for until in evaluation.conditions.iter().filter_map(|cause| cause.until) {
            evaluation.timers.set(Timer::ConditionEnds, until);
        }
        let spot = (place, phase);
        if self.is_as_before(&spot, &evaluation) {
            return;
        }
        let before = self.kept.remove(&spot).unwrap_or_default();
        for at in [before.wake_at, before.refresh_at].into_iter().flatten() {
            self.timers.remove(&(at, spot.clone()));
            self.wakes.remove(&(at, spot.clone()));
        }
        for (key, about) in before.keys {
            less(&mut self.owners, &key);
            if let Some(lock_id) = about {
                less(&mut self.complaints, &lock_id);
                self.look_again(&lock_id);
            }
            self.lost.insert(key, spot.0.clone());
        }
        let mut keys = BTreeMap::new();
        for cause in evaluation.conditions {
            let key = cause.notice.key.to_string();
            let about = complained_of(&cause.notice, &spot.0);
            if keys.insert(key.clone(), about.clone()).is_some() {
                continue;
            }
            more(&mut self.owners, key.clone());
            if let Some(lock_id) = about {
                more(&mut self.complaints, lock_id.clone());
                self.look_again(&lock_id);
            }
            // A second look in one step finds a guest with what the first one told them.
            if !self.found.contains_key(&key) {
                self.found.insert(key, (cause.notice, spot.0.clone()));
            }
        }
        for (lock_id, _) in before.watch {
            if let Some(watchers) = self.watchers.get_mut(&lock_id) {
                watchers.remove(&spot);
            }
        }
        for (lock_id, closely) in evaluation.watch.iter() {
            let watchers = self.watchers.entry(lock_id.clone()).or_default();
            watchers.insert(spot.clone(), *closely);
        }
        let kept = Kept {
            wake_at: evaluation.timers.earliest(),
            refresh_at: evaluation.refresh.earliest(),
            keys,
            watch: evaluation.watch,
        };
        if let Some(at) = kept.wake_at {
            self.wakes.insert((at, spot.clone()));
        }
        for at in [kept.wake_at, kept.refresh_at].into_iter().flatten() {
            self.timers.insert((at, spot.clone()));
        }
        let is_empty = kept.wake_at.is_none()
            && kept.refresh_at.is_none()
            && kept.keys.is_empty()
            && kept.watch.is_empty();
        if !is_empty {
            self.kept.insert(spot, kept);
        }
    }

    /// Whether a look found what the last one at the same place did.
    fn is_as_before(&self, spot: &Spot, evaluation: &Evaluation) -> bool {
        let Some(before) = self.kept.get(spot) else {
            return evaluation.timers.earliest().is_none()
                && evaluation.refresh.earliest().is_none()
                && evaluation.conditions.is_empty()
                && evaluation.watch.is_empty();
        };
        // One cause may be found twice in one look.
        let found: BTreeSet<&str> = evaluation
            .conditions
            .iter()
            .map(|cause| &*cause.notice.key)
            .collect();
        let mut keys = before.keys.iter();
        let same_keys = found
            .iter()
            .all(|key| keys.next().is_some_and(|(known, _)| known == key))
            && keys.next().is_none();
        let mut watched = before.watch.iter();
        before.wake_at == evaluation.timers.earliest()
            && before.refresh_at == evaluation.refresh.earliest()
            && same_keys
            && evaluation.watch.iter().all(|entry| watched.next() == Some(entry))
            && watched.next().is_none()
    }

    /// Whether the host hears of a stay or a visit that a lock does not do what it is asked.
    pub(crate) fn is_complained_of(&self, lock_id: &Id) -> bool {
        self.complaints.contains_key(lock_id)
    }

    fn look_again(&mut self, lock_id: &Id) {
        self.locks.insert(lock_id.clone());
        self.again.insert(Place::Lock(lock_id.clone()));
    }

    /// Tells the host about each new cause, and forgets those that are gone, so that they are told again when they come
    /// back (N1).
    pub(crate) fn notify(&mut self, state: &mut State, now: Instant) -> Vec<Notice> {
        for (key, place) in std::mem::take(&mut self.lost) {
            if !self.owners.contains_key(&key) && state.notices.get(&key).is_some() {
                state.notices.delete(&key);
                self.again.insert(place);
            }
        }
        if !self.complete {
            let rows = state.notices.iter().map(|(key, _)| key.to_owned());
            let gone: Vec<String> = rows.filter(|key| !self.owners.contains_key(key)).collect();
            for key in gone {
                state.notices.delete(&key);
            }
        }
        let mut told = Vec::new();
        for (key, (notice, place)) in std::mem::take(&mut self.found) {
            let is_known = !self.owners.contains_key(&key) || state.notices.get(&key).is_some();
            if is_known || state.notices.len() >= MAX_NOTICES {
                continue;
            }
            let row = NoticeRow {
                key: notice.key.clone(),
                at: now,
                outcome: None,
            };
            state.notices.put(&key, row);
            self.again.insert(place);
            told.push(notice);
        }
        told
    }

    /// Ends a step; gives the earliest instant at which one would do something (D3).
    pub(crate) fn end(&mut self, state: &mut State) -> Option<Instant> {
        self.complete = true;
        for place in state.take_touched() {
            self.again.insert(place);
        }
        self.wakes.iter().next().map(|(at, _)| *at)
    }
}

/// The lock of which a notice about a stay or a visit says that it does not do what it is asked.
fn complained_of(notice: &Notice, place: &Place) -> Option<Id> {
    let is_about = matches!(notice.kind, NoticeKind::LockUnreachable | NoticeKind::CodeFailed);
    let lock_id = notice.lock_id.clone();
    lock_id.filter(|_| is_about && !matches!(place, Place::Lock(_)))
}

fn after(last: Option<&Id>) -> Bound<&Id> {
    last.map_or(Bound::Unbounded, Bound::Excluded)
}

fn pass(due: &mut BTreeMap<Id, bool>, id: &Id) {
    if let Some(due) = due.get_mut(id) {
        *due = false;
    }
}
