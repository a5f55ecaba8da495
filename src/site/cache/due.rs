//! What is to be evaluated in this step, and how a change leads there.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use super::kept::Kept;
use super::phase::{Kind, Phase, Spot};
use crate::Id;
use crate::site::evaluation::Watch;
use crate::site::plan::StayPlan;
use crate::site::state::{RowKey, State, Topic};

/// The places that this step still has to evaluate, or has evaluated already.
#[derive(Clone, Debug, Default)]
pub(super) struct Due {
    locks: BTreeSet<Id>,
    listings: BTreeSet<Id>,
    visits: BTreeSet<Id>,
    /// The listings of which some guest may have to be told something.
    guests: BTreeMap<Id, Guests>,
    /// Bookings whose guests may have to be told something, until they were.
    stays: BTreeSet<Id>,
    /// Whether there may be codes of bookings that are not there.
    pub(super) orphans: bool,
}

/// To which guests of a listing something may have to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guests {
    /// Those of every stay.
    All,
    /// Those whose bookings are named one by one.
    Named,
}

impl Due {
    /// Everything that a site holds.
    pub(super) fn everything(state: &State) -> Self {
        let listed = state.listings.values().map(|listing| &listing.id);
        let booked = state
            .reservations
            .values()
            .map(|booking| &booking.listing_id);
        let listings: BTreeSet<Id> = listed.chain(booked).cloned().collect();
        Self {
            locks: state
                .locks
                .values()
                .map(|row| row.lock.id.clone())
                .collect(),
            guests: listings
                .iter()
                .map(|id| (id.clone(), Guests::All))
                .collect(),
            listings,
            visits: state
                .visits
                .values()
                .map(|row| row.visit.id.clone())
                .collect(),
            stays: BTreeSet::new(),
            orphans: true,
        }
    }

    /// Adds whatever a change to `topic` may make different.
    pub(super) fn add_topic(&mut self, state: &State, kept: &Kept, topic: &Topic) {
        match topic {
            Topic::Lock(id) => self.add_lock(id),
            Topic::Device(id) => {
                let behind = RowKey::Lock(id.clone());
                self.add_lock(id);
                for listing in state.listings.about(&behind) {
                    self.add_listing(state, &listing.id);
                }
                self.add_visits(state, &behind);
            }
            Topic::Status(id) => self.add_watchers(state, kept, id, Watch::Reachability),
            Topic::Stock(id) => self.add_watchers(state, kept, id, Watch::Everything),
            Topic::Listing(id) => self.add_listing(state, id),
            Topic::Stay(id) => match state.reservations.get(id) {
                Some(booking) => {
                    self.listings.insert(booking.listing_id.clone());
                    self.add_guest(&booking.listing_id, id);
                }
                None => self.orphans = true,
            },
            Topic::Trip(id) => {
                let codes = state.access_codes.about(&RowKey::Stay(id.clone()));
                self.locks.extend(codes.map(|code| code.lock_id.clone()));
                if let Some(booking) = state.reservations.get(id) {
                    self.add_listing(state, &booking.listing_id);
                }
            }
            Topic::Visit(id) => {
                self.visits.insert(id.clone());
            }
            Topic::Orphans => self.orphans = true,
        }
    }

    /// Adds one spot, whose time has come or whose lock changed; nothing else at its place is
    /// concerned.
    pub(super) fn add_spot(&mut self, state: &State, spot: &Spot) {
        match (&spot.place, spot.phase) {
            (Topic::Stay(id), Phase::Tell) => {
                if let Some(booking) = state.reservations.get(id) {
                    self.add_guest(&booking.listing_id, id);
                }
            }
            (Topic::Listing(id), Phase::Tell) => {
                self.guests.entry(id.clone()).or_insert(Guests::Named);
            }
            (Topic::Listing(id), _) => {
                self.listings.insert(id.clone());
            }
            (Topic::Lock(id), _) => self.add_lock(id),
            (Topic::Visit(id), _) => {
                self.visits.insert(id.clone());
            }
            // Nothing is evaluated at any other place.
            _ => {}
        }
    }

    pub(super) fn add_lock(&mut self, lock_id: &Id) {
        self.locks.insert(lock_id.clone());
    }

    /// Adds all guests of a listing.
    pub(super) fn add_guests(&mut self, listing_id: &Id) {
        self.guests.insert(listing_id.clone(), Guests::All);
    }

    /// Adds a listing with its guests, and the visits to it.
    fn add_listing(&mut self, state: &State, listing_id: &Id) {
        self.listings.insert(listing_id.clone());
        self.add_guests(listing_id);
        self.add_visits(state, &RowKey::Listing(listing_id.clone()));
    }

    fn add_visits(&mut self, state: &State, about: &RowKey) {
        let visits = state.visits.about(about).map(|row| row.visit.id.clone());
        self.visits.extend(visits);
    }

    /// Adds the guest of one booking.
    fn add_guest(&mut self, listing_id: &Id, reservation_id: &Id) {
        self.guests
            .entry(listing_id.clone())
            .or_insert(Guests::Named);
        self.stays.insert(reservation_id.clone());
    }

    /// Adds the spots that depend on `change` at a lock.
    fn add_watchers(&mut self, state: &State, kept: &Kept, lock_id: &Id, change: Watch) {
        for spot in kept.watchers(lock_id, change) {
            self.add_spot(state, spot);
        }
    }

    /// The next place of a kind, after `last`.
    pub(super) fn next(&self, kind: Kind, last: Option<&Id>) -> Option<Id> {
        let ids = match kind {
            Kind::Lock => &self.locks,
            Kind::Listing => &self.listings,
            Kind::Visit => &self.visits,
        };
        ids.range::<Id, _>((after(last), Bound::Unbounded))
            .next()
            .cloned()
    }

    /// The next listing of which some guest may have to be told something, after `last`.
    pub(super) fn next_told(&self, last: Option<&Id>) -> Option<Id> {
        let mut left = self.guests.range::<Id, _>((after(last), Bound::Unbounded));
        left.next().map(|(id, _)| id.clone())
    }

    /// Whether something may have to be told to the guest of a stay.
    pub(super) fn is_concerned(&self, plan: &StayPlan) -> bool {
        let mut bookings = plan.stay.reservation_ids.iter();
        self.guests.get(&plan.listing_id) == Some(&Guests::All)
            || bookings.any(|id| self.stays.contains(id))
    }

    /// The guest of a stay was told.
    pub(super) fn pass_stay(&mut self, plan: &StayPlan) {
        for id in &plan.stay.reservation_ids {
            self.stays.remove(id);
        }
    }

    /// Every guest of a listing was told; those of whom something changes after that are named
    /// again.
    pub(super) fn pass(&mut self, listing_id: &Id) {
        if let Some(guests) = self.guests.get_mut(listing_id) {
            *guests = Guests::Named;
        }
    }
}

fn after(last: Option<&Id>) -> Bound<&Id> {
    last.map_or(Bound::Unbounded, Bound::Excluded)
}
