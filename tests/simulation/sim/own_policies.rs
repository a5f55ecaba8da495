//! What listings and locks decide for themselves (D8), and whose policy counts for what.

use std::borrow::Cow;

use latchstring::model::{HolderKind, PartialPolicy, Policy};
use latchstring::rules::Notice;
use serde_json::{Value, json};

use crate::door::Door;
use crate::plan::{Stay, instant};
use crate::seeded::Seeded;
use crate::world::World;

/// Draws what the locks and the listings of a house decide: no backups at a street door, no
/// emergency code at another lock; another grace, or no backups, at a listing. Gives the policies
/// of the listings.
pub fn draw(behind: &[Vec<usize>], doors: &mut [Door], dice: &mut Seeded) -> Vec<Value> {
    for (number, door) in doors.iter_mut().enumerate() {
        let has = |own: &&Vec<usize>| own.contains(&number);
        let is_street_door = behind.iter().filter(has).count() > 1;
        let mut policy = json!({});
        if dice.below(2) == 0 && is_street_door {
            policy["backups"] = json!({ "poolSize": 0 });
        }
        if dice.below(3) == 0 {
            policy["emergency"] = json!({ "enabled": false });
        }
        door.policy = Some(policy);
    }
    let listing = |_| {
        let mut policy = json!({});
        if dice.below(2) == 0 {
            policy["window"] = json!({ "beforeCheckInMinutes": dice.below(61),
                                       "afterCheckOutMinutes": dice.below(181) });
        }
        if dice.below(4) == 0 {
            policy["backups"] = json!({ "poolSize": 0 });
        }
        policy
    };
    behind.iter().map(listing).collect()
}

fn over<'a>(own: Option<&PartialPolicy>, base: Cow<'a, Policy>) -> Cow<'a, Policy> {
    match own {
        Some(own) => Cow::Owned(own.over(&base)),
        None => base,
    }
}

impl World {
    fn said_by_listing(&self, number: usize) -> Option<&PartialPolicy> {
        let row = &self.host.rows.listings[&format!("listing-{number}")];
        row.policy.as_deref()
    }

    fn said_by_lock(&self, door: &Door) -> Option<&PartialPolicy> {
        self.host.rows.locks[&*door.id].lock.policy.as_deref()
    }

    /// The policy of a stay.
    pub fn policy_of(&self, stay: &Stay) -> Cow<'_, Policy> {
        let site = Cow::Borrowed(&self.host.rows.header.policy);
        over(self.said_by_listing(stay.listing), site)
    }

    /// The policy of a stay at a door.
    pub fn policy_at(&self, stay: &Stay, door: &Door) -> Cow<'_, Policy> {
        over(self.said_by_lock(door), self.policy_of(stay))
    }

    /// The policy of a lock: where it serves one listing alone, that listing's word counts, too.
    pub fn policy_of_lock(&self, door: &Door) -> Cow<'_, Policy> {
        let listings = self.host.rows.listings.values();
        let mut served = listings.filter(|row| row.locks.iter().any(|id| **id == *door.id));
        let only = served.next().filter(|_| served.next().is_none());
        let base = Cow::Borrowed(&self.host.rows.header.policy);
        let base = over(only.and_then(|row| row.policy.as_deref()), base);
        over(self.said_by_lock(door), base)
    }

    /// D8: where a listing or a lock wants no backups, its guests are told none.
    pub fn check_own_policies(&mut self, notice: &Notice) {
        let told = notice.reservation_id.as_deref();
        let Some(stay) = self.stays.iter().find(|stay| told == Some(&*stay.id)) else {
            return;
        };
        let mut found = Vec::new();
        for access in notice.values.doors.iter().flatten() {
            let Some(door) = self.doors.iter().find(|door| *door.name == *access.name) else {
                continue;
            };
            let mut codes = self.host.codes(&door.id);
            let is_backup = codes.any(|code| {
                code.holder.kind == HolderKind::Backup
                    && !code.is_gone()
                    && code.pin.is_some()
                    && code.pin == access.code
            });
            if is_backup && self.policy_at(stay, door).backups.pool_size == 0 {
                found.push(format!(
                    "D8: {} is told a backup for {} at {}",
                    stay.id,
                    door.id,
                    instant(self.now)
                ));
            }
        }
        self.checks.found.append(&mut found);
    }
}
