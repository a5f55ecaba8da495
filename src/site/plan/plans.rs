//! The plans of all listings, kept from step to step (D5).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::arrivals::Arrivals;
use super::doors::{Door, StayPlan};
use crate::Id;
use crate::site::evaluation::{less, more};
use crate::site::state::State;
use crate::time::{Instant, Zone};

/// The plans of every listing, and the starts of stays behind each lock.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plans {
    of: BTreeMap<Id, Arc<[StayPlan]>>,
    behind: BTreeMap<Id, Behind>,
}

/// The stays behind one lock.
#[derive(Clone, Debug, Default)]
struct Behind {
    /// How many stays begin at each instant.
    starts: BTreeMap<Instant, u32>,
    /// Arrivals of automated listings, by calendar and day since 1970 (B1).
    arrivals: BTreeMap<(Zone, i64), u32>,
}

impl Plans {
    /// The plans of a listing's stays that are not over, by their start.
    pub(crate) fn of(&self, listing_id: &Id) -> &[StayPlan] {
        self.of.get(listing_id).map_or(&[], AsRef::as_ref)
    }

    /// The same plans, to keep while the site changes.
    pub(crate) fn shared(&self, listing_id: &Id) -> Arc<[StayPlan]> {
        self.of.get(listing_id).cloned().unwrap_or_default()
    }

    /// Stores the new plans of a listing. Gives the locks of the old and the new plans.
    pub(crate) fn put(&mut self, listing_id: &Id, stays: Vec<StayPlan>) -> BTreeSet<Id> {
        let new: Arc<[StayPlan]> = stays.into();
        let old = self.of.insert(listing_id.clone(), Arc::clone(&new));
        let mut changed = BTreeSet::new();
        for (stays, is_new) in [(old.unwrap_or_default(), false), (new, true)] {
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

    /// The plan of the stay that a booking is part of.
    pub(crate) fn stay_with(&self, state: &State, reservation_id: &Id) -> Option<&StayPlan> {
        let booked = state.reservations.get(reservation_id)?;
        let mut stays = self.of(&booked.listing_id).iter();
        stays.find(|plan| plan.stay.reservation_ids.contains(reservation_id))
    }

    /// The plan of the stay whose codes a booking holds (W8).
    pub(crate) fn stay_of(&self, state: &State, holder: &Id) -> Option<&StayPlan> {
        self.stay_with(state, holder)
            .filter(|plan| plan.stay.holder() == Some(holder))
    }

    /// The first start of a stay behind a lock, at `from` or later.
    pub(crate) fn next_start(&self, lock_id: &Id, from: Instant) -> Option<Instant> {
        let starts = &self.behind.get(lock_id)?.starts;
        starts.range(from..).next().map(|(at, _)| *at)
    }

    /// The arrivals behind a lock (B1).
    pub(crate) fn arrivals(&self, lock_id: &Id) -> Vec<Arrivals> {
        let arrivals = self
            .behind
            .get(lock_id)
            .map(|behind| behind.arrivals.iter());
        let arrivals = arrivals.into_iter().flatten();
        arrivals
            .map(|(&(zone, day), &count)| Arrivals { zone, day, count })
            .collect()
    }
}

impl StayPlan {
    /// The stay's door at a lock.
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
