//! What should be, listing by listing, kept from step to step (D5).

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::arrivals::Arrivals;
use super::doors::{Door, StayPlan};
use crate::Id;
use crate::site::evaluation::{less, more};
use crate::site::state::State;
use crate::time::{Instant, Zone};

/// The plan of every listing, and when stays begin behind each lock.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plans {
    of: BTreeMap<Id, Arc<[StayPlan]>>,
    behind: BTreeMap<Id, Behind>,
}

/// The stays behind one lock.
#[derive(Clone, Debug, Default)]
struct Behind {
    /// How many begin at each instant.
    starts: BTreeMap<Instant, u32>,
    /// How many of automated listings arrive on each day, counted from 1970, of each calendar (B1).
    arrivals: BTreeMap<(Zone, i64), u32>,
}

impl Plans {
    /// The stays of a listing that are not over, by start.
    pub(crate) fn of(&self, listing_id: &Id) -> &[StayPlan] {
        self.of.get(listing_id).map_or(&[], AsRef::as_ref)
    }

    /// The same, to keep while the site changes.
    pub(crate) fn shared(&self, listing_id: &Id) -> Arc<[StayPlan]> {
        self.of.get(listing_id).cloned().unwrap_or_default()
    }

    /// Takes the new plan of a listing that is not the one before; gives the locks of both.
    pub(crate) fn put(&mut self, listing_id: &Id, stays: Vec<StayPlan>) -> BTreeSet<Id> {
        let now: Arc<[StayPlan]> = stays.into();
        let before = self.of.insert(listing_id.clone(), Arc::clone(&now));
        let mut changed = BTreeSet::new();
        for (stays, is_new) in [(before.unwrap_or_default(), false), (now, true)] {
            for plan in stays.iter() {
                for door in &plan.doors {
                    changed.insert(door.lock_id.clone());
                    let behind = self.behind.entry(door.lock_id.clone()).or_default();
                    behind.count(plan, is_new);
                }
            }
        }
        changed
    }

    /// The stay that a booking is part of.
    pub(crate) fn stay_with(&self, state: &State, reservation_id: &Id) -> Option<&StayPlan> {
        let booked = state.reservations.get(reservation_id)?;
        let mut stays = self.of(&booked.listing_id).iter();
        stays.find(|plan| plan.stay.reservation_ids.contains(reservation_id))
    }

    /// The stay whose codes a booking holds (W8).
    pub(crate) fn stay_of(&self, state: &State, holder: &Id) -> Option<&StayPlan> {
        self.stay_with(state, holder)
            .filter(|plan| plan.stay.holder() == Some(holder))
    }

    /// When the first stay behind a lock begins, at `from` or later.
    pub(crate) fn next_start(&self, lock_id: &Id, from: Instant) -> Option<Instant> {
        let starts = &self.behind.get(lock_id)?.starts;
        starts.range(from..).next().map(|(at, _)| *at)
    }

    /// How many arrive behind a lock on each day, counted from 1970, of each calendar (B1).
    pub(crate) fn arrivals(&self, lock_id: &Id) -> Vec<Arrivals> {
        let arrivals = self.behind.get(lock_id).map(|behind| behind.arrivals.iter());
        let arrivals = arrivals.into_iter().flatten();
        arrivals
            .map(|(&(zone, day), &count)| Arrivals { zone, day, count })
            .collect()
    }
}

impl StayPlan {
    /// Its door at a lock.
    pub(crate) fn door(&self, lock_id: &Id) -> Option<&Door> {
        self.doors.iter().find(|door| door.lock_id == *lock_id)
    }
}

impl Behind {
    fn count(&mut self, plan: &StayPlan, is_new: bool) {
        let starts_at = plan.stay.booked.starts_at();
        count(&mut self.starts, starts_at, is_new);
        if plan.automated {
            let day = plan.zone.day_at(starts_at).days_since_epoch();
            count(&mut self.arrivals, (plan.zone, day), is_new);
        }
    }
}

fn count<K: Ord>(counts: &mut BTreeMap<K, u32>, key: K, is_new: bool) {
    if is_new {
        more(counts, key);
    } else {
        less(counts, &key);
    }
}
