//! Whether a changed trip has a right to a door, and which changes of the trip decide it (T5, L).

use super::another_guest::is_another_guest;
use super::change::{Change, Planned};
use crate::model::{AccessCode, Desired, Lock};
use crate::rules::reasons::Reason;
use crate::rules::windows::{automated, why_not_automated};
use crate::time::Window;

impl<'a> Change<'a> {
    /// The trip as it is now, if it gives a right to this lock. If no codes are made for the
    /// listing, only an existing code goes on (L).
    pub(super) fn entitled(
        &self,
        lock: &Lock,
        code: Option<&AccessCode>,
    ) -> Option<(&'a Planned<'a>, Window)> {
        let plan = self.after?;
        let window = plan
            .window
            .filter(|window| window.ends_at() > self.input.now)?;
        let listing = &plan.trip.listing;
        let has_code = code.is_some_and(|code| code.wanted != Some(Desired::REMOVED));
        (listing.locks.contains(&lock.id) && (has_code || automated(listing, &plan.policy)))
            .then_some((plan, window))
    }

    /// The causes in the trip itself: its status, its listing, the listing's locks (T5, L).
    pub(super) fn causes(&self, lock: &Lock, denied: Option<Reason>) -> Vec<Reason> {
        let confirmed = |plan: Option<&Planned<'_>>| plan.is_some_and(|plan| plan.stay.is_some());
        let linked = |plan: Option<&Planned<'_>>| {
            plan.is_some_and(|plan| plan.trip.listing.locks.contains(&lock.id))
        };
        let Some(after) = self.after else {
            return vec![Reason::StayCancelled];
        };
        let mut causes = Vec::new();
        let was_confirmed = self.before.is_none() || confirmed(self.before);
        match (was_confirmed, confirmed(self.after)) {
            (true, false) => causes.push(Reason::StayCancelled),
            (false, true) => causes.push(Reason::StayReinstated),
            _ => {}
        }
        if after
            .window
            .is_some_and(|window| window.ends_at() <= self.input.now)
        {
            causes.push(Reason::StayOver);
        }
        if let Some(before) = self.before {
            if before.trip.listing.id != after.trip.listing.id {
                causes.push(Reason::ListingChanged);
            } else if !linked(self.before) {
                causes.push(Reason::LockLinked);
            } else if !linked(self.after) {
                causes.push(Reason::LockUnlinked);
            }
        }
        causes.extend(denied.filter(|because| {
            matches!(because, Reason::AutomationOff | Reason::RegionNotSupported)
        }));
        causes
    }

    /// Why the stay has no right to this lock.
    pub(super) fn why_not_entitled(&self, lock: &Lock) -> Reason {
        let now = self.input.now;
        let coming = self
            .after
            .filter(|plan| plan.window.is_some_and(|window| window.ends_at() > now));
        let Some(plan) = coming else {
            return Reason::StayOver;
        };
        let listing = &plan.trip.listing;
        if listing.locks.contains(&lock.id) {
            return why_not_automated(listing, &plan.policy).unwrap_or(Reason::StayOver);
        }
        let moved = self
            .before
            .is_some_and(|before| before.trip.listing.id != listing.id);
        if moved {
            Reason::ListingChanged
        } else {
            Reason::LockUnlinked
        }
    }

    pub(super) fn another_guest(&self) -> bool {
        match (self.before, self.after) {
            (Some(before), Some(after)) => is_another_guest(
                &before.trip.reservation.guest,
                &after.trip.reservation.guest,
            ),
            _ => false,
        }
    }
}
