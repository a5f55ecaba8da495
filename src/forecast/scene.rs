//! What all doors of a site have in common while they are looked at.

use super::stays_here::{StayHere, StaysHere};
use crate::model::AccessCode;
use crate::site::State;
use crate::time::{Duration, Instant};

/// A site, and how it is looked at.
pub(super) struct Scene<'a> {
    pub(super) state: &'a State,
    pub(super) stays: &'a StaysHere,
    /// What lies after is planned.
    pub(super) now: Instant,
    /// Whether the virtual locks are the truth at the instant that is looked at. If not, they are
    /// what the site knows at `now`.
    pub(super) is_forecast: bool,
}

impl Scene<'_> {
    /// By how much a code may be on its lock before its window (C3).
    pub(super) fn lead(&self, code: &AccessCode) -> Duration {
        let booking = code.holder.reservation_id();
        let booking = booking.and_then(|id| self.state.reservations.get(id));
        let policy = match booking {
            Some(booking) => self.state.policy_at(&booking.listing_id, &code.lock_id),
            None => self.state.policy_of_lock(&code.lock_id),
        };
        Duration::minutes(policy.validation.activation_minutes)
    }

    /// Whether a guest was told the PIN of a code at its door.
    pub(super) fn knows(&self, stay: &StayHere, code: &AccessCode) -> bool {
        let trips = stay.stay.reservation_ids.iter();
        let mut told = trips
            .filter_map(|id| self.state.trips.get(id)?.told_access.as_ref())
            .flat_map(|told| &told.doors);
        told.any(|door| door.lock_id == code.lock_id && Some(door.pin) == code.pin)
    }

    /// Whether the holder of a code was told its PIN.
    pub(super) fn is_known(&self, code: &AccessCode) -> bool {
        let trip = code.holder.reservation_id();
        let trip = trip.and_then(|id| self.state.trips.get(id));
        let told = trip.and_then(|trip| trip.told_access.as_ref());
        let mut doors = told.into_iter().flat_map(|told| &told.doors);
        doors.any(|door| door.lock_id == code.lock_id && Some(door.pin) == code.pin)
    }

    /// Whether a guest was told the way in that needs no lock (A5).
    pub(super) fn has_entry(&self, stay: &StayHere) -> bool {
        let trip = self.state.trips.get(&stay.holder);
        trip.is_some_and(|trip| trip.entry_told_at.is_some())
    }
}
