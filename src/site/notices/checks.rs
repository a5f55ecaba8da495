//! What the checks before a stay find at its doors, and what the host hears of it (C1 to C5).

use super::guest_notices::GuestNotices;
use crate::model::{Abilities, AccessCode, Listing, abilities};
use crate::rules::{AccessCase, Decision, HostKnows, Notice, NoticeKind, NoticeValues, Route};
use crate::site::evaluation::{Evaluation, HostCondition, Timer, suspended};
use crate::site::plan::Door;
use crate::site::state::{LockRow, RowKey, TripRow, is_refused};
use crate::time::Window;

/// What there is beside a stay: the codes on one of its locks, its own among them, and the other stays of its listing.
struct Surroundings<'a> {
    codes: Vec<&'a AccessCode>,
    other_stays: Vec<Window>,
}

impl GuestNotices<'_> {
    fn around(&self, door: &Door) -> Surroundings<'_> {
        let here = RowKey::Lock(door.lock_id.clone());
        let others = self.stays.iter().map(|other| &other.stay);
        Surroundings {
            codes: self.state.access_codes.about(&here).collect(),
            other_stays: others
                .filter(|other| other.holder() != Some(self.holder))
                .map(|other| other.booked)
                .collect(),
        }
    }

    /// Looks at all that bears on the way in at a door (A).
    pub(crate) fn with_case(
        &self,
        door: &Door,
        listing: &Listing,
        trip: &TripRow,
        look_at: &mut dyn FnMut(&AccessCase<'_>),
    ) -> Option<()> {
        let abilities = abilities(&self.state.locks.get(&door.lock_id)?.lock).ok()?;
        let around = self.around(door);
        let case = self.case(door, &abilities, listing, trip, &around)?;
        look_at(&case);
        Some(())
    }

    /// What bears on the way in at a door, whose lock can do what `abilities` says.
    fn case<'b>(
        &'b self,
        door: &Door,
        abilities: &'b Abilities,
        listing: &Listing,
        trip: &TripRow,
        around: &'b Surroundings<'b>,
    ) -> Option<AccessCase<'b>> {
        let booked = self.state.reservations.get(self.holder)?;
        let row = self.state.locks.get(&door.lock_id)?;
        Some(AccessCase {
            reservation_id: self.holder,
            window: self.plan.stay.window,
            check_in: self.plan.stay.booked.starts_at(),
            known: row.known.as_ref(),
            abilities,
            zone: row.lock.time_zone.unwrap_or(listing.time_zone),
            codes: &around.codes,
            booked_at: booked.booked_at.or(trip.booked_at),
            changed_at: trip.changed_at,
            neighbours: self.plan.stay.neighbours,
            other_stays: &around.other_stays,
            entry_method: listing.entry_method.is_some(),
            locked_out_at: trip.locked_out_at(&door.lock_id),
            tellings_known: true,
            another_guest: false,
            policy: &self.state.header.policy,
            now: self.now,
        })
    }

    /// Whether the checks are about a door. Where no code can be made, or its platform refuses it, the host hears of that.
    pub(crate) fn is_checked(&self, door: &Door) -> bool {
        let about_it = RowKey::Stay(self.holder.clone());
        let own = |code: &&AccessCode| {
            code.lock_id == door.lock_id && code.holder.reservation_id() == Some(self.holder)
        };
        let mut codes = self.state.access_codes.about(&about_it).filter(own);
        door.wanted.is_some() && !codes.all(is_refused)
    }

    /// What the checks before the stay find at one door, whose way in is `access` (C1 to C5).
    pub(crate) fn check(
        &self,
        door: &Door,
        row: &LockRow,
        case: &AccessCase<'_>,
        access: &Decision,
        trip: &TripRow,
        evaluation: &mut Evaluation,
    ) {
        if !self.is_checked(door) {
            return;
        }
        let suspended = suspended(row, &self.state.header.policy);
        let failed_before = self.host_heard(NoticeKind::CodeFailed, door);
        let called_before = self.host_knows(door);
        // What the host knows stands until the lock is well again: any answer may be that.
        let from = case.watched_from();
        if failed_before || called_before {
            evaluation.watch_closely(&door.lock_id);
        } else if self.now >= from {
            evaluation.watch(&door.lock_id);
        } else {
            evaluation.refresh.set(Timer::CheckChanges, from);
        }
        let called = case.battery_died(called_before);
        // As `act` has it.
        let calls = |case: &AccessCase<'_>, access: &Decision, called_before: bool| {
            case.now >= case.reveal_at()
                && match access.route {
                    Route::ContactHost => true,
                    Route::BackupCode | Route::EmergencyCode | Route::ExistingCode => false,
                    Route::EntryMethod => called_before && trip.entry_told_at.is_some(),
                    Route::Program | Route::OfflineCode | Route::Wait => called_before,
                }
        };
        let known = HostKnows {
            failed: failed_before,
            called: called_before,
        };
        let is_called = called || calls(case, access, called_before);
        let then = |later: &AccessCase<'_>| calls(later, &later.decide_checked(), is_called);
        if let Some(at) = case.next_finding(evaluation.timers.horizon(), suspended, known, then) {
            evaluation.timers.set(Timer::CheckChanges, at);
        }
        if called {
            let notice = self.unreachable(door, access);
            evaluation
                .conditions
                .extend(HostCondition::of(notice, Some(door.ends_at)));
        }
        // Who was called to a lock knows what the checks would say.
        if known.enough(is_called) {
            return;
        }
        if let Some((check, because)) = case.failed_check(suspended, failed_before) {
            let values = NoticeValues {
                check: Some(check),
                because: Some(because),
                access: Some(access.clone()),
                lock_name: Some(row.lock.name.clone()),
                ..NoticeValues::default()
            };
            let kind = NoticeKind::CodeFailed;
            let notice = Notice::to_host(kind, Some(self.holder), Some(&door.lock_id), None, values);
            evaluation
                .conditions
                .extend(HostCondition::of(notice, Some(door.ends_at)));
        }
    }
}
