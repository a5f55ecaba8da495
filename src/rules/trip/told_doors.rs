//! The doors of a changed trip, as the message to its guest lists them (N2).

use super::change::{Change, Planned};
use super::compare::DoorAction;
use super::doors::PlannedDoor;
use crate::model::{AccessCode, HolderKind, abilities};
use crate::rules::access::Route;
use crate::rules::lock::is_on_its_way;
use crate::rules::messages::{DoorAccess, NoticeKind};
use crate::rules::reasons::Reason;

impl Change<'_> {
    /// The doors that the guest can open now, in the order of the listing. A code that is yet to be
    /// made has no PIN: the host's software puts it in.
    pub(super) fn told_doors(
        &self,
        plan: &Planned<'_>,
        doors: &[PlannedDoor],
        kind: NoticeKind,
    ) -> Vec<DoorAccess> {
        // Who is told a code for the first time knows no other one.
        let knows_another = kind == NoticeKind::AccessChanged;
        let place = |door: &&PlannedDoor| {
            let mut order = plan.trip.listing.locks.iter();
            order.position(|id| *id == door.plan.lock_id)
        };
        let mut open: Vec<&PlannedDoor> = doors.iter().filter(|door| opens(door)).collect();
        open.sort_by_key(place);
        let told = open.into_iter().map(|door| DoorAccess {
            is_new: (knows_another && is_new(door)).then_some(true),
            ..self.told_door(plan, door)
        });
        told.collect()
    }

    fn told_door(&self, plan: &Planned<'_>, door: &PlannedDoor) -> DoorAccess {
        let lock_id = &door.plan.lock_id;
        let lock = self.input.locks.iter().find(|lock| lock.id == *lock_id);
        let code = self.told_code(door);
        let is_spare = |code: &AccessCode| {
            matches!(code.holder.kind, HolderKind::Backup | HolderKind::Emergency)
        };
        let stay = plan.stay;
        let native =
            lock.is_some_and(|lock| abilities(lock).is_ok_and(|able| able.native_schedule));
        let discloses = plan.policy.backups.disclose_to_guest;
        DoorAccess {
            name: door.name.clone(),
            listing_name: None,
            code: code.and_then(|code| code.pin),
            keypad_hint: lock.and_then(|lock| abilities(lock).ok()?.keypad_hint),
            is_backup: code
                .filter(|code| discloses && is_spare(code))
                .map(|_| true),
            is_new: None,
            is_uncertain: (door.plan.access.route == Route::ContactHost).then_some(true),
            uncertain_from: door
                .plan
                .access
                .needed_from()
                .filter(|&from| stay.is_some_and(|stay| from > stay.starts_at()))
                .and_then(|from| plan.trip.listing.time_zone.local_text(from).parse().ok()),
            is_pending: (door.plan.access.route != Route::ContactHost
                && code.is_none_or(|code| is_on_its_way(code, native, self.input.now))
                && stay.is_some_and(|stay| stay.starts_at() <= self.input.now))
            .then_some(true),
            use_by: None,
        }
    }

    /// The code that the guest goes by, where it is there already.
    fn told_code(&self, door: &PlannedDoor) -> Option<&AccessCode> {
        let access = &door.plan.access;
        let own = door.plan.code_id.as_ref();
        let own = own.filter(|_| !matches!(door.plan.action, DoorAction::Replace));
        let id = access.code_id.as_ref().or(own)?;
        self.input.codes.iter().find(|code| code.id == *id)
    }
}

/// Whether a door opens for the guest: its lock can keep the window, or keeps the one that it has.
fn opens(door: &PlannedDoor) -> bool {
    let is_kept = door.plan.action == DoorAction::Keep
        && door.plan.code_id.is_some()
        && door.plan.because.contains(&Reason::WindowInfeasible);
    door.plan.window.is_some() || is_kept
}

/// Whether the guest gets another PIN at a door.
pub(super) fn is_new(door: &PlannedDoor) -> bool {
    matches!(door.plan.action, DoorAction::Replace | DoorAction::Issue)
        || matches!(
            door.plan.access.route,
            Route::BackupCode | Route::EmergencyCode
        )
}
