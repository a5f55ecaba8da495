//! One door at one instant: what should be open, what is, and until when that holds if nothing
//! happens.

use super::door::Door;
use super::item::Item;
use super::scene::Scene;
use crate::model::Reachability;
use crate::rules::{Evidence, evidence};
use crate::site::LockRow;
use crate::time::Instant;
use crate::virtual_lock::VirtualLock;

/// A door at an instant.
#[derive(Debug)]
pub(super) struct Sample {
    pub(super) items: Vec<Item>,
    pub(super) reachability: Reachability,
    pub(super) battery_percent: Option<u8>,
    pub(super) backups_left: u32,
    /// When this may be otherwise, though nothing happens.
    pub(super) until: Option<Instant>,
}

/// A door at `at`.
pub(super) fn sample(scene: &Scene<'_>, row: &LockRow, lock: &VirtualLock, at: Instant) -> Sample {
    let mut door = Door::new(scene, row, lock, at, is_offline(scene, row));
    door.look();
    let (reachability, battery_percent) = if scene.is_forecast {
        let answers = if lock.answers() {
            Reachability::Online
        } else {
            Reachability::Offline
        };
        (answers, Some(lock.battery_percent))
    } else {
        let charge = row
            .last_status
            .as_ref()
            .and_then(|said| said.battery_percent);
        (known_reachability(scene, row), charge)
    };
    Sample {
        items: door.items,
        reachability,
        battery_percent,
        backups_left: door.backups_left,
        until: door.until,
    }
}

/// Whether a lock answers, as far as the site knows (A3).
pub(super) fn known_reachability(scene: &Scene<'_>, row: &LockRow) -> Reachability {
    let policy = scene.state.policy_of_lock(&row.lock.id);
    match evidence(row.last_status.as_ref(), &policy.offline, false, scene.now) {
        Evidence::Online => Reachability::Online,
        Evidence::Offline => Reachability::Offline,
        Evidence::Unknown => Reachability::Unknown,
    }
}

/// Whether what is planned for a lock waits until it answers again.
fn is_offline(scene: &Scene<'_>, row: &LockRow) -> bool {
    !scene.is_forecast && known_reachability(scene, row) == Reachability::Offline
}
