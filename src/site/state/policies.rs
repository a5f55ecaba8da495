//! Policies that are not the site's, put together (D8); `policy_of` says which counts for what.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::Id;
use crate::model::Policy;

/// The policies that are not the site's.
#[derive(Clone, Debug, Default)]
pub(crate) struct Policies {
    pub(super) site: Arc<Policy>,
    pub(super) listings: BTreeMap<Id, Arc<Policy>>,
    pub(super) locks: BTreeMap<Id, Arc<Policy>>,
    /// By lock and listing, where the lock has a word.
    pub(super) doors: BTreeMap<Id, BTreeMap<Id, Arc<Policy>>>,
}

impl Policies {
    /// That of a lock itself.
    pub(crate) fn of_lock(&self, lock_id: &Id) -> &Arc<Policy> {
        self.locks.get(lock_id).unwrap_or(&self.site)
    }

    pub(super) fn of_listing(&self, listing_id: &Id) -> &Arc<Policy> {
        self.listings.get(listing_id).unwrap_or(&self.site)
    }

    pub(super) fn at_door(&self, listing_id: &Id, lock_id: &Id) -> &Arc<Policy> {
        let doors = self.doors.get(lock_id);
        let door = doors.and_then(|doors| doors.get(listing_id));
        door.unwrap_or_else(|| self.of_listing(listing_id))
    }
}
