//! What the notices to the guests of a stay say.

use super::stay_view::StayView;
use crate::Text;
use crate::model::{Listing, abilities};
use crate::rules::{DoorAccess, Notice, NoticeKind, NoticeValues};
use crate::site::state::is_backup_or_emergency;
use crate::time::Instant;

impl StayView<'_> {
    /// The notice that the guest knows their doors as they are in the trip's row.
    pub(super) fn doors_notice(&self, kind: NoticeKind) -> Option<Notice> {
        let values = NoticeValues {
            doors: Some(self.named_doors()),
            ..self.values()?
        };
        Some(Notice::to_guest(
            kind,
            self.holder,
            self.trip.notices,
            values,
        ))
    }

    /// The notice of the way in that needs no lock (A5).
    pub(super) fn entry_method_notice(&self) -> Option<Notice> {
        let entry = self.listing.entry_method.as_ref();
        let values = NoticeValues {
            entry_method: entry.map(|entry| entry.instructions.clone()),
            ..self.values()?
        };
        let (holder, number) = (self.holder, self.trip.notices);
        Some(Notice::to_guest(
            NoticeKind::EntryMethod,
            holder,
            number,
            values,
        ))
    }

    /// What every notice to the guest says (N2).
    pub(super) fn values(&self) -> Option<NoticeValues> {
        let booking = self.state.reservations.get(self.holder)?;
        let booked = self.plan.stay.booked;
        Some(NoticeValues {
            guest_name: Some(booking.guest.name.clone()),
            listing_name: Some(self.listing.name.clone()),
            check_in: local_text(self.listing, booked.starts_at()),
            check_out: local_text(self.listing, booked.ends_at()),
            ..NoticeValues::default()
        })
    }

    /// The doors that the guest knows, with their names, as a message lists them.
    fn named_doors(&self) -> Vec<DoorAccess> {
        let discloses_backups = self.state.header.policy.backups.disclose_to_guest;
        let told = self.trip.told_access.iter().flat_map(|told| &told.doors);
        told.filter_map(|door| {
            let lock = &self.state.locks.get(&door.lock_id)?.lock;
            let code = self.state.access_codes.get(&door.code_id);
            let is_backup = code.is_some_and(is_backup_or_emergency);
            Some(DoorAccess {
                name: lock.name.clone(),
                code: Some(door.pin),
                keypad_hint: abilities(lock).ok()?.keypad_hint,
                is_backup: (discloses_backups && is_backup).then_some(true),
            })
        })
        .collect()
    }
}

/// An instant on the clock of a listing.
pub(super) fn local_text(listing: &Listing, at: Instant) -> Option<Text> {
    listing.time_zone.local_text(at).parse().ok()
}
