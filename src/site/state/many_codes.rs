//! A guest who was told many new codes for one door is told no more there, and keeps the last (A6).

use super::new_codes::{MAX_MESSAGES, NewCodes};
use super::tables::State;
use super::told::TripRow;
use crate::Id;
use crate::model::{AccessCode, NoticesPolicy};
use crate::time::{Duration, Instant};

/// The most doors of which the messages are remembered.
const MAX_DOORS: usize = 64;

impl TripRow {
    /// Notes a message with a new code for a door, in a stay that ends at an instant.
    pub(crate) fn note_new_code(
        &mut self,
        lock_id: &Id,
        stay_ends_at: Instant,
        policy: &NoticesPolicy,
        now: Instant,
    ) {
        let all = self.new_codes.get_or_insert_default();
        let known = all.iter().position(|one| one.lock_id == *lock_id);
        let mut row = known.map(|at| all.remove(at)).unwrap_or(NewCodes {
            lock_id: lock_id.clone(),
            told_at: Vec::new(),
            stopped_at: None,
            stay_ends_at: None,
        });
        let since = now - Duration::minutes(policy.stop_within_minutes);
        row.told_at.retain(|&at| at > since);
        row.told_at.push(now);
        let over = row.told_at.len().saturating_sub(MAX_MESSAGES);
        row.told_at.drain(..over);
        let most = usize::try_from(policy.stop_after_messages).unwrap_or(usize::MAX);
        let changed_at = self.changed_at;
        let stopped_at = row
            .stopped_at
            .filter(|&at| changed_at.is_none_or(|to| to <= at));
        row.stopped_at = stopped_at.or((row.told_at.len() >= most).then_some(now));
        row.stay_ends_at = row.stopped_at.map(|_| stay_ends_at);
        all.push(row);
        let over = all.len().saturating_sub(MAX_DOORS);
        all.drain(..over);
        all.sort_by(|a, b| a.lock_id.cmp(&b.lock_id));
    }

    /// Whether the guest was stopped in a stay that ended before an instant. A booking that joins a
    /// stay changes it (W8).
    pub(crate) fn was_stopped_before(&self, ends_at: Instant) -> bool {
        let mut rows = self.new_codes.iter().flatten();
        rows.any(|row| row.is_stopped_before(ends_at))
    }

    /// Lifts the stops of a stay that ended before an instant.
    pub(crate) fn lift_stops_before(&mut self, ends_at: Instant) {
        let rows = self.new_codes.iter_mut().flatten();
        for row in rows.filter(|row| row.is_stopped_before(ends_at)) {
            row.stopped_at = None;
        }
    }

    /// The doors for which the guest is told no new code.
    pub(crate) fn stops(&self) -> Option<Vec<NewCodes>> {
        let rows = self.new_codes.iter().flatten();
        let stopped = rows.filter(|row| row.stopped_at.is_some());
        let stopped: Vec<NewCodes> = stopped.cloned().collect();
        (!stopped.is_empty()).then_some(stopped)
    }

    /// Takes over what counts of another booking of the same stay, whose guest is the same (W8).
    pub(crate) fn joined_by(&mut self, other: &Self) {
        self.answered_at = self.answered_at.max(other.answered_at);
        let changed_at = other.changed_at;
        for row in self.new_codes.iter_mut().flatten() {
            // A change of any of the bookings counts.
            row.stopped_at = row
                .stopped_at
                .filter(|&at| changed_at.is_none_or(|to| to <= at));
        }
        let rows = self.new_codes.get_or_insert_default();
        for other in other.new_codes.iter().flatten() {
            if !rows.iter().any(|row| row.lock_id == other.lock_id) && rows.len() < MAX_DOORS {
                rows.push(other.clone());
            }
        }
        rows.sort_by(|a, b| a.lock_id.cmp(&b.lock_id));
        self.new_codes.take_if(|rows| rows.is_empty());
        for lock_id in other.ordered_next.iter().flatten() {
            self.order_next(lock_id);
        }
    }

    /// Notes that the host ordered that the guest is told the next code of a lock.
    pub(crate) fn order_next(&mut self, lock_id: &Id) {
        let ordered = self.ordered_next.get_or_insert_default();
        if !ordered.contains(lock_id) && ordered.len() < MAX_DOORS {
            ordered.push(lock_id.clone());
        }
    }

    /// Since when the guest is told no new code for a door, and nothing is taken from them there. A
    /// change of the booking ends that.
    pub(crate) fn stopped_at(&self, lock_id: &Id) -> Option<Instant> {
        let mut all = self.new_codes.iter().flatten();
        let stopped_at = all.find(|one| one.lock_id == *lock_id)?.stopped_at?;
        let is_over = self.changed_at.is_some_and(|changed| changed > stopped_at);
        (!is_over).then_some(stopped_at)
    }
}

impl NewCodes {
    fn is_stopped_before(&self, ends_at: Instant) -> bool {
        self.stopped_at.is_some() && self.stay_ends_at.is_some_and(|end| end < ends_at)
    }
}

/// Whether a guest who was told a code keeps it as it is (A6).
pub(crate) fn is_kept_for_guest(state: &State, code: &AccessCode) -> bool {
    let mut told = code.told_to.iter().flatten();
    told.any(|told| {
        let trip = state.trips.get(&told.reservation_id);
        trip.is_some_and(|trip| trip.over_at.is_none() && trip.stopped_at(&code.lock_id).is_some())
    })
}
