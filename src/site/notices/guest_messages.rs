//! What the notices to the guests of a stay say.

use std::collections::BTreeSet;

use super::stay_view::StayView;
use crate::model::{AccessCode, Listing};
use crate::rules::{Changed, DoorAccess, Notice, NoticeKind, NoticeValues, is_on_its_way};
use crate::site::state::{State, ToldAccess, ToldDoor, is_backup_or_emergency};
use crate::time::{Instant, Zone};
use crate::{Id, Text};

impl StayView<'_> {
    /// The notice that the guest knows their doors as they are in the trip's row.
    pub(super) fn doors_notice(
        &self,
        kind: NoticeKind,
        before: Option<&ToldAccess>,
        changed: Option<Vec<Changed>>,
        now: Instant,
    ) -> Notice {
        let values = NoticeValues {
            doors: Some(self.named_doors(before, now)),
            changed,
            ..self.values()
        };
        Notice::to_guest(kind, self.holder, self.trip.notices, values)
    }

    /// The notice of the way in that needs no lock (A5).
    pub(super) fn entry_method_notice(&self) -> Notice {
        let entry = self.listing.entry_method.as_ref();
        let values = NoticeValues {
            entry_method: entry.map(|entry| entry.instructions.clone()),
            ..self.values()
        };
        let (holder, number) = (self.holder, self.trip.notices);
        Notice::to_guest(NoticeKind::EntryMethod, holder, number, values)
    }

    /// What every notice to the guest says (N2).
    pub(super) fn values(&self) -> NoticeValues {
        let booked = self.plan.stay.booked;
        NoticeValues {
            guest_name: Some(self.name.clone()),
            listing_name: Some(self.listing.name.clone()),
            check_in: local_text(self.listing, booked.starts_at()),
            check_out: local_text(self.listing, booked.ends_at()),
            host_contact: self.listing.host_contact.clone(),
            ..NoticeValues::default()
        }
    }

    /// The doors that the guest knows, with their names, as a message lists them.
    fn named_doors(&self, before: Option<&ToldAccess>, now: Instant) -> Vec<DoorAccess> {
        let discloses_backups = |lock_id: &Id| {
            let policy = self.state.policy_at(&self.listing.id, lock_id);
            policy.backups.disclose_to_guest
        };
        let told = self.trip.told_access.iter().flat_map(|told| &told.doors);
        let mut told: Vec<&ToldDoor> = told.collect();
        // A guest comes to the street door first: the host's order counts.
        let place = |door: &&ToldDoor| {
            let mut order = self.listing.locks.iter();
            order.position(|id| *id == door.lock_id)
        };
        told.sort_by_key(place);
        let named = |door: &ToldDoor| {
            let code = self.state.access_codes.get(&door.code_id);
            let is_backup = code.is_some_and(is_backup_or_emergency);
            let runs = now >= self.plan.stay.booked.starts_at();
            let is_pending = runs && self.state.is_pending(door, now);
            let is_changed = |before: &ToldAccess| {
                let mut told = before.doors.iter();
                told.any(|told| told.is_replaced_by(door))
            };
            Some(DoorAccess {
                is_backup: (is_backup && discloses_backups(&door.lock_id)).then_some(true),
                is_new: before.is_some_and(is_changed).then_some(true),
                is_pending: is_pending.then_some(true),
                ..self.state.door_access(door, self.listing.time_zone)?
            })
        };
        told.into_iter().filter_map(named).collect()
    }
}

/// What a message to a guest says that is new.
pub(super) fn changes(before: &ToldAccess, now: &ToldAccess) -> Vec<Changed> {
    let all = [
        (before.starts_at != now.starts_at, Changed::CheckIn),
        (before.ends_at != now.ends_at, Changed::CheckOut),
    ];
    let of_times = all.into_iter().filter(|(is_new, _)| *is_new);
    let of_times = of_times.map(|(_, changed)| changed);
    of_times
        .chain(door_changes(&before.doors, &now.doors))
        .collect()
}

/// What is new of the doors that somebody was told.
pub(super) fn door_changes(before: &[ToldDoor], now: &[ToldDoor]) -> Vec<Changed> {
    let locks = |doors: &[ToldDoor]| {
        let ids = doors.iter().map(|door| door.lock_id.clone());
        ids.collect::<BTreeSet<Id>>()
    };
    let any = |is: fn(&ToldDoor, &ToldDoor) -> bool| {
        now.iter().any(|new| before.iter().any(|old| is(old, new)))
    };
    let all = [
        (any(ToldDoor::is_replaced_by), Changed::Codes),
        (
            locks(before) != locks(now),
            if now.is_empty() {
                Changed::NoDoors
            } else {
                Changed::Doors
            },
        ),
        (
            any(|old, new| old.is_same(new) && old.uncertain.is_some() && new.uncertain.is_none()),
            Changed::OpensNow,
        ),
        (
            any(|old, new| old.is_same(new) && old.uncertain.is_none() && new.uncertain.is_some()),
            Changed::Uncertain,
        ),
    ];
    let new = all.into_iter().filter(|(is_new, _)| *is_new);
    new.map(|(_, changed)| changed).collect()
}

impl State {
    /// Whether the code of a door whose time has begun is still on its way to the lock, and nobody
    /// has to be called for it (N2).
    pub(super) fn is_pending(&self, door: &ToldDoor, now: Instant) -> bool {
        let code = self.access_codes.get(&door.code_id);
        let able = self.abilities_of(&door.lock_id);
        let is_coming = code
            .zip(able)
            .is_some_and(|(code, able)| is_on_its_way(code, able.native_schedule, now));
        is_coming && door.uncertain.is_none()
    }

    /// A door and its code, as a message shows them.
    pub(super) fn door_access(&self, door: &ToldDoor, zone: Zone) -> Option<DoorAccess> {
        let lock = &self.locks.get(&door.lock_id)?.lock;
        let code = self.access_codes.get(&door.code_id);
        let use_by = code.and_then(AccessCode::to_be_used_by);
        let local = |at: Instant| zone.local_text(at).parse().ok();
        Some(DoorAccess {
            name: lock.name.clone(),
            listing_name: None,
            code: Some(door.pin),
            keypad_hint: self.abilities_of(&door.lock_id)?.keypad_hint.clone(),
            is_backup: None,
            is_new: None,
            is_uncertain: door.uncertain,
            uncertain_from: door.uncertain_from.and_then(local),
            is_pending: None,
            use_by: use_by.and_then(local),
        })
    }
}

/// An instant on the clock of a listing.
pub(super) fn local_text(listing: &Listing, at: Instant) -> Option<Text> {
    listing.time_zone.local_text(at).parse().ok()
}
