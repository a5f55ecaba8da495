//! Which policy counts for what (D8): that of the site, with that of the listing over it, with that
//! of the lock over both.
//!
//! - For a stay: its listing's.
//! - For a stay or a visit at a door: its listing's, with the lock's over it.
//! - For a lock itself (its backups, its commands, its evidence): the lock's over the site's. Where
//!   a lock serves one listing alone, that listing's lies between.
//!
//! They are put together when a listing, a lock or the site's policy changes, and not when they are
//! asked for (D5).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::key::RowKey;
use super::policies::Policies;
use super::tables::State;
use super::visited::listings_at;
use crate::Id;
use crate::model::{AccessCode, Listing, Lock, Policy, Visit};

impl State {
    /// The policy of the stays of a listing.
    pub(crate) fn policy_of_listing(&self, listing_id: &Id) -> &Arc<Policy> {
        self.policies.of_listing(listing_id)
    }

    /// The policy of a lock itself.
    pub(crate) fn policy_of_lock(&self, lock_id: &Id) -> &Arc<Policy> {
        self.policies.of_lock(lock_id)
    }

    /// The policy of the stays of a listing at one of its doors.
    pub(crate) fn policy_at(&self, listing_id: &Id, lock_id: &Id) -> &Arc<Policy> {
        self.policies.at_door(listing_id, lock_id)
    }

    /// The policy of a booking's stay at a door.
    pub(crate) fn policy_of_stay_at(&self, reservation_id: &Id, lock_id: &Id) -> &Arc<Policy> {
        match self.reservations.get(reservation_id) {
            Some(booked) => self.policy_at(&booked.listing_id, lock_id),
            None => self.policy_of_lock(lock_id),
        }
    }

    /// The policy of whoever goes by a code: of the stay that holds it or was told it last, of its
    /// visit, or of the lock.
    pub(crate) fn policy_of_code(&self, code: &AccessCode) -> &Arc<Policy> {
        let lock_id = &code.lock_id;
        if !self.has_own_policies() {
            return self.policy_of_lock(lock_id);
        }
        let told = code.told_to.iter().flatten().next_back();
        let told = told.map(|told| &told.reservation_id);
        if let Some(id) = code.holder.reservation_id().or(told) {
            return self.policy_of_stay_at(id, lock_id);
        }
        match code.holder.visit_id().and_then(|id| self.visits.get(id)) {
            Some(row) => self.policy_of_visit_at(&row.visit, lock_id),
            None => self.policy_of_lock(lock_id),
        }
    }

    /// The policy of a visit at a door: that of its listing there, where it has one there.
    pub(crate) fn policy_of_visit_at(&self, visit: &Visit, lock_id: &Id) -> &Arc<Policy> {
        match listings_at(self, visit, lock_id).as_slice() {
            [only] => self.policy_at(&only.id, lock_id),
            _ => self.policy_of_lock(lock_id),
        }
    }

    /// The policies of all locks, to keep while the site changes.
    pub(crate) fn policies_of_locks(&self) -> Policies {
        self.policies.clone()
    }

    /// Whether any listing or lock has a word of its own.
    pub(crate) fn has_own_policies(&self) -> bool {
        !(self.policies.listings.is_empty() && self.policies.locks.is_empty())
    }

    /// Stores a listing, and what it decides.
    pub(crate) fn put_listing(&mut self, listing: Listing) {
        let id = listing.id.clone();
        let before = self.listings.get(&id);
        let has_policy = |listing: &Listing| listing.policy.is_some();
        let other_policy = before.and_then(|row| row.policy.as_ref()) != listing.policy.as_ref();
        let locks = before.map(|row| row.locks.as_slice()).unwrap_or_default();
        let other_locks = locks != listing.locks;
        let locks: BTreeSet<Id> = locks.iter().chain(&listing.locks).cloned().collect();
        let counts = has_policy(&listing) || before.is_some_and(has_policy);
        self.listings.put(&id, listing);
        // Whether a lock serves another listing, too, decides whether a listing's word is the
        // lock's.
        if other_policy || (other_locks && (counts || self.has_own_policies())) {
            self.lay_over_listing(&id);
            for lock_id in locks {
                self.lay_over_lock(&lock_id);
            }
            self.from_facts.all = true;
        }
    }

    /// A lock is another one, or new: puts together what it decides, if that changed.
    pub(crate) fn note_lock_policy(&mut self, before: Option<&Lock>, lock_id: &Id) {
        let own = |lock: &Lock| lock.policy.clone();
        let now = self.locks.get(lock_id).and_then(|row| own(&row.lock));
        if before.and_then(own) != now {
            self.lay_over_lock(lock_id);
            self.from_facts.all = true;
        } else if before.is_none() && self.has_own_policies() {
            self.lay_over_lock(lock_id);
        }
    }

    /// Puts all policies together.
    pub(crate) fn lay_over_all(&mut self) {
        self.policies = Policies {
            site: Arc::new(self.header.policy.clone()),
            ..Policies::default()
        };
        let listings = self.listings.values();
        let listings = listings.filter(|listing| listing.policy.is_some());
        let listings: Vec<Id> = listings.map(|listing| listing.id.clone()).collect();
        let mut locks = BTreeSet::new();
        for id in &listings {
            self.lay_over_listing(id);
            let listing = self.listings.get(id);
            locks.extend(
                listing
                    .into_iter()
                    .flat_map(|listing| listing.locks.iter().cloned()),
            );
        }
        let own = self.locks.values().filter(|row| row.lock.policy.is_some());
        locks.extend(own.map(|row| row.lock.id.clone()));
        for id in locks {
            self.lay_over_lock(&id);
        }
    }

    fn lay_over_listing(&mut self, listing_id: &Id) {
        let listing = self.listings.get(listing_id);
        let own = listing.filter(|listing| listing.policy.is_some());
        let policy = own.map(|listing| listing.policy_over(&self.policies.site));
        match policy {
            Some(policy) => {
                let policy = Arc::new(policy);
                self.policies.listings.insert(listing_id.clone(), policy);
            }
            None => drop(self.policies.listings.remove(listing_id)),
        }
    }

    fn lay_over_lock(&mut self, lock_id: &Id) {
        let own = self
            .locks
            .get(lock_id)
            .and_then(|row| row.lock.policy.as_ref());
        let behind = || self.listings.about(&RowKey::Lock(lock_id.clone()));
        let only = behind().next().filter(|_| behind().nth(1).is_none());
        let between = only.map_or(&self.policies.site, |only| {
            self.policies.of_listing(&only.id)
        });
        let policy = match own {
            Some(own) => Some(Arc::new(own.over(between))),
            None => Some(between)
                .filter(|between| !Arc::ptr_eq(between, &self.policies.site))
                .cloned(),
        };
        let doors: BTreeMap<Id, Arc<Policy>> = own
            .into_iter()
            .flat_map(|own| {
                behind().map(|listing| {
                    let policy = own.over(self.policies.of_listing(&listing.id));
                    (listing.id.clone(), Arc::new(policy))
                })
            })
            .collect();
        match policy {
            Some(policy) => drop(self.policies.locks.insert(lock_id.clone(), policy)),
            None => drop(self.policies.locks.remove(lock_id)),
        }
        if doors.is_empty() {
            self.policies.doors.remove(lock_id);
        } else {
            self.policies.doors.insert(lock_id.clone(), doors);
        }
    }
}
