//! Who is told what: guests their way in, once it may be seen and whenever it is another; hosts what they have to do
//! (A, B3, N1, N3). Each door's way in comes down the one ladder.

use std::collections::BTreeSet;

use super::joined_stays::{keep_count, trip_of};
use super::undelivered::of_guest;
use crate::Id;
use crate::model::{AccessCode, Desired, HolderKind, Listing, Told, abilities};
use crate::rules::{
    AccessCase, Decision, DoorAccess, Notice, NoticeKind, NoticeValues, Route, key_at_lock, reveal_at, told,
};
use crate::site::evaluation::{Evaluation, HostCondition, Output, Timer, Timers};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{
    AuditKind, AuditReason, AuditRow, RowKey, State, ToldDoor, ToldStay, TripRow, audit_row,
    is_backup_or_emergency,
};
use crate::time::Instant;

/// Tells the guests of one of a listing's stays, and the host about them, what has to be told at `now`.
pub(crate) fn tell_guest(
    state: &mut State,
    stays: &[StayPlan],
    plan: &StayPlan,
    now: Instant,
    telling: &mut Output,
    evaluation: &mut Evaluation,
) {
    let Some(holder) = plan.stay.holder() else {
        return;
    };
    let trip = trip_of(state, plan, holder, now);
    let teller = GuestNotices {
        state: &mut *state,
        stays,
        plan,
        holder,
        now,
    };
    teller.tell_guest(trip, telling, evaluation);
    if let Some(trip) = state.trips.get(holder) {
        let until = plan.doors.iter().map(|door| door.ends_at).max();
        evaluation.conditions.extend(of_guest(state, trip, until));
    }
}

pub(crate) struct GuestNotices<'a> {
    pub(crate) state: &'a mut State,
    /// All of the listing's stays.
    pub(crate) stays: &'a [StayPlan],
    pub(crate) plan: &'a StayPlan,
    pub(crate) holder: &'a Id,
    pub(crate) now: Instant,
}

impl GuestNotices<'_> {
    fn tell_guest(mut self, mut trip: TripRow, telling: &mut Output, evaluation: &mut Evaluation) {
        let Some(listing) = self.state.listings.get(&self.plan.listing_id).cloned() else {
            return;
        };
        // Where no codes are made, only those that there are are told (L).
        if !self.plan.issues() && !self.has_a_code() {
            return;
        }
        let mut decisions = Vec::new();
        for door in &self.plan.doors {
            decisions.push(self.weigh(door, &listing, &trip, evaluation));
        }
        let stay = self.plan.stay.booked;
        let policy = &self.state.header.policy;
        let reveal_at = reveal_at(stay.starts_at(), self.plan.stay.window, policy);
        if self.now < reveal_at {
            if self
                .plan
                .doors
                .iter()
                .any(|door| self.opened_by(door, None, &trip).is_some())
            {
                evaluation.timers.set(Timer::Reveal, reveal_at);
            } else {
                // There is no PIN to be told yet; but it may come to that something else has to be said.
                self.now = reveal_at;
                for door in &self.plan.doors {
                    let host_knows = self.host_knows(door);
                    self.with_case(door, &listing, &trip, &mut |case| {
                        let decision = case.decide_checked();
                        await_lock(&decision, door, evaluation);
                        if self.tells(door, case, &decision, &trip, host_knows) {
                            evaluation.timers.set(Timer::Reveal, reveal_at);
                        }
                        self.await_news(door, case, &decision, &trip, host_knows, &mut evaluation.timers);
                    });
                }
            }
            return;
        }
        let mut doors = Vec::new();
        // What is told at one door decides nothing at another.
        for (door, decision) in self.plan.doors.iter().zip(decisions) {
            if let Some(decision) = &decision {
                await_lock(decision, door, evaluation);
                self.act(door, decision, &mut trip, telling, evaluation);
                let host_knows = calls_host(decision.route) || self.host_knows(door);
                self.with_case(door, &listing, &trip, &mut |case| {
                    self.await_news(door, case, decision, &trip, host_knows, &mut evaluation.timers);
                });
            }
            doors.extend(self.opened_by(door, decision.as_ref(), &trip));
        }
        doors.sort_by(|a, b| a.lock_id.cmp(&b.lock_id));
        let told_now = ToldStay {
            starts_at: stay.starts_at(),
            ends_at: stay.ends_at(),
            doors,
        };
        let kind = match &trip.told {
            None if told_now.doors.is_empty() => None,
            None => Some(NoticeKind::AccessReady),
            Some(before) if *before == told_now => None,
            Some(_) => Some(NoticeKind::AccessChanged),
        };
        if let Some(kind) = kind {
            self.mark(&told_now);
            trip.told = Some(told_now);
            trip.notices = trip.notices.saturating_add(1);
            let doors = self.named(&trip);
            telling
                .notices
                .extend(self.to_guest(kind, &trip, &listing, Some(doors)));
        }
        if trip != TripRow::new(self.holder.clone()) || self.state.trips.get(self.holder).is_some() {
            self.state.trips.put(self.holder, trip);
        }
    }

    fn has_a_code(&self) -> bool {
        let about_it = RowKey::Stay(self.holder.clone());
        let mut codes = self.state.access_codes.about(&about_it);
        codes.any(|code| code.holder.reservation_id() == Some(self.holder) && !code.is_gone())
    }

    /// The way in at one door (A), and what its checks find.
    fn weigh(
        &self,
        door: &Door,
        listing: &Listing,
        trip: &TripRow,
        evaluation: &mut Evaluation,
    ) -> Option<Decision> {
        let row = self.state.locks.get(&door.lock_id)?;
        let mut decided = None;
        self.with_case(door, listing, trip, &mut |case| {
            let decision = case.decide_checked();
            evaluation.await_doubt(case, &door.lock_id);
            self.check(door, row, case, &decision, trip, evaluation);
            decided = Some(decision);
        });
        decided
    }

    /// Sets the alarm for the instant at which passing time alone makes news of the way in at a door: whatever its lock
    /// does until then is another fact.
    fn await_news(
        &self,
        door: &Door,
        case: &AccessCase<'_>,
        decision: &Decision,
        trip: &TripRow,
        host_knows: bool,
        timers: &mut Timers,
    ) {
        let told_id = self
            .opened_by(door, Some(decision), trip)
            .map(|told| told.code_id);
        let route = match decision.route {
            // It was told just now.
            Route::BackupCode | Route::EmergencyCode => Route::ExistingCode,
            route => route,
        };
        let is_news = |case: &AccessCase<'_>, later: &Decision| {
            (later.route != route && self.tells(door, case, later, trip, host_knows))
                || (later.route == Route::ExistingCode && later.code_id != told_id)
        };
        if let Some(at) = case.next_decision(timers.horizon(), is_news) {
            timers.set(Timer::AccessChanges, at);
        }
    }

    /// Whether a way in is news to somebody.
    fn tells(
        &self,
        door: &Door,
        case: &AccessCase<'_>,
        decision: &Decision,
        trip: &TripRow,
        host_knows: bool,
    ) -> bool {
        match decision.route {
            Route::BackupCode | Route::EmergencyCode => true,
            Route::EntryMethod => trip.entry_told_at.is_none(),
            Route::ContactHost => !host_knows,
            // Then the host has nothing to do any more, unless a dead battery calls them (C5).
            Route::ExistingCode => host_knows && !(self.is_checked(door) && case.battery_died(host_knows)),
            Route::Program | Route::OfflineCode | Route::Wait => false,
        }
    }

    /// The host's notice about this stay at a door.
    pub(crate) fn unreachable(&self, door: &Door, decision: &Decision) -> Option<Notice> {
        let values = NoticeValues {
            access: Some(decision.clone()),
            lock_name: self
                .state
                .locks
                .get(&door.lock_id)
                .map(|row| row.lock.name.clone()),
            ..NoticeValues::default()
        };
        let kind = NoticeKind::LockUnreachable;
        Notice::to_host(kind, Some(self.holder), Some(&door.lock_id), None, values)
    }

    /// Whether the host was called to a door's lock for this stay, and has not seen it mended.
    pub(crate) fn host_knows(&self, door: &Door) -> bool {
        self.host_heard(NoticeKind::LockUnreachable, door)
    }

    /// Whether the host heard of something about this stay at a door that still is so.
    pub(crate) fn host_heard(&self, kind: NoticeKind, door: &Door) -> bool {
        let key = key_at_lock(kind, self.holder, &door.lock_id);
        self.state.notices.get(&key).is_some()
    }

    fn act(
        &mut self,
        door: &Door,
        decision: &Decision,
        trip: &mut TripRow,
        telling: &mut Output,
        evaluation: &mut Evaluation,
    ) {
        match decision.route {
            Route::BackupCode | Route::EmergencyCode => {
                let found = decision
                    .code_id
                    .as_ref()
                    .and_then(|id| self.state.access_codes.get(id));
                if let Some(code) = found.cloned() {
                    evaluation.timers.set(Timer::CodeWindowEnds, door.ends_at);
                    telling.audit.extend(self.tell_backup(&code, door));
                }
            }
            Route::EntryMethod if trip.entry_told_at.is_none() => {
                trip.entry_told_at = Some(self.now);
                trip.notices = trip.notices.saturating_add(1);
                if let Some(listing) = self.state.listings.get(&self.plan.listing_id) {
                    let to_guest = self.to_guest(NoticeKind::EntryMethod, trip, listing, None);
                    // The host has to change it after the stay (A5).
                    let to_host = to_guest.as_ref().and_then(|told| {
                        let values = NoticeValues {
                            entry_method: None,
                            ..told.values.clone()
                        };
                        Notice::to_host(NoticeKind::EntryMethod, Some(self.holder), None, None, values)
                    });
                    telling.notices.extend(to_guest.into_iter().chain(to_host));
                }
            }
            // The host has to act until the guest has a way in: trying again is no end of that.
            Route::ExistingCode => {}
            _ if calls_host(decision.route) || self.host_knows(door) => {
                let notice = self.unreachable(door, decision);
                evaluation
                    .conditions
                    .extend(HostCondition::of(notice, Some(door.ends_at)));
            }
            _ => {}
        }
    }

    /// From now on the spare is this stay's, and of nobody else, ever (B2, I3).
    fn tell_backup(&mut self, code: &AccessCode, door: &Door) -> Option<AuditRow> {
        let given = told(code, self.holder, self.plan.stay.window, self.now)?;
        let given = AccessCode {
            // As the lock can keep it (W7).
            wanted: door.wanted.map(Desired::Window).or(given.wanted),
            ..given
        };
        let kind = if code.holder.kind == HolderKind::Emergency {
            AuditKind::EmergencyTold
        } else {
            AuditKind::BackupTold
        };
        let mut row = audit_row(self.state, kind, &given, AuditReason::NothingElseOpens, self.now);
        row.reservation_id = Some(self.holder.clone());
        self.state.access_codes.put(&code.id, given);
        Some(row)
    }

    /// The code that opens a door for the guest, as they shall know it.
    fn opened_by(&self, door: &Door, decision: Option<&Decision>, trip: &TripRow) -> Option<ToldDoor> {
        let about_it = RowKey::Stay(self.holder.clone());
        let on_it =
            |code: &&AccessCode| code.lock_id == door.lock_id && code.wanted != Some(Desired::REMOVED);
        let codes = || self.state.access_codes.about(&about_it).filter(on_it);
        let chosen = decision
            .filter(|decision| decision.route != Route::Program)
            .and_then(|decision| decision.code_id.as_ref())
            .and_then(|id| self.state.access_codes.get(id));
        // Where none surely opens, the guest keeps what they know.
        let known = || {
            let mut told = trip.told.iter().flat_map(|told| &told.doors);
            let told = told.find(|told| told.lock_id == door.lock_id)?;
            codes().find(|code| code.id == told.code_id)
        };
        // A spare that was told stays the guest's code, also once their own one is there (A5).
        let spare = || {
            codes().find(|code| {
                let mut told = code.told_to.iter().flatten();
                is_backup_or_emergency(code) && told.any(|told| told.reservation_id == *self.holder)
            })
        };
        let own = || codes().find(|code| code.holder.reservation_id() == Some(self.holder));
        let code = chosen.or_else(known).or_else(spare).or_else(own)?;
        Some(ToldDoor {
            lock_id: door.lock_id.clone(),
            code_id: code.id.clone(),
            pin: code.pin?,
        })
    }

    /// Writes down in the codes who was told them.
    fn mark(&mut self, told: &ToldStay) {
        for door in &told.doors {
            let Some(code) = self.state.access_codes.get(&door.code_id).cloned() else {
                continue;
            };
            let mut told_to = code.told_to.clone().unwrap_or_default();
            if told_to.iter().any(|told| told.reservation_id == *self.holder) {
                continue;
            }
            told_to.push(Told {
                reservation_id: self.holder.clone(),
                at: self.now,
            });
            let over = told_to.len().saturating_sub(MAX_TOLD);
            told_to.drain(..over);
            let code = AccessCode {
                told_to: Some(told_to),
                ..code
            };
            self.state.access_codes.put(&door.code_id, code);
        }
    }

    /// The doors with their names, as a message lists them.
    fn named(&self, trip: &TripRow) -> Vec<DoorAccess> {
        let disclose = self.state.header.policy.backups.disclose_to_guest;
        let told = trip.told.as_ref();
        told.map_or(&[][..], |told| &told.doors)
            .iter()
            .filter_map(|door| {
                let row = self.state.locks.get(&door.lock_id)?;
                let spare = self
                    .state
                    .access_codes
                    .get(&door.code_id)
                    .is_some_and(is_backup_or_emergency);
                Some(DoorAccess {
                    name: row.lock.name.clone(),
                    code: Some(door.pin),
                    keypad_hint: abilities(&row.lock).ok()?.keypad_hint,
                    is_backup: (disclose && spare).then_some(true),
                })
            })
            .collect()
    }

    fn to_guest(
        &self,
        kind: NoticeKind,
        trip: &TripRow,
        listing: &Listing,
        doors: Option<Vec<DoorAccess>>,
    ) -> Option<Notice> {
        let booked = self.state.reservations.get(self.holder)?;
        let stay = self.plan.stay.booked;
        let local = |at: Instant| listing.time_zone.local_text(at).parse().ok();
        let values = NoticeValues {
            guest_name: Some(booked.guest.name.clone()),
            listing_name: Some(listing.name.clone()),
            check_in: local(stay.starts_at()),
            check_out: local(stay.ends_at()),
            entry_method: (kind == NoticeKind::EntryMethod)
                .then(|| {
                    listing
                        .entry_method
                        .as_ref()
                        .map(|entry| entry.instructions.clone())
                })
                .flatten(),
            doors,
            ..NoticeValues::default()
        };
        Notice::to_guest(kind, self.holder, trip.notices, values)
    }
}

/// What a lock does counts where its guest waits for a way in.
fn await_lock(decision: &Decision, door: &Door, evaluation: &mut Evaluation) {
    if decision.route != Route::ExistingCode {
        evaluation.watch_closely(&door.lock_id);
    }
    if let Some(until) = decision.until.filter(|_| decision.is_held()) {
        evaluation.timers.set(Timer::AccessChanges, until);
    }
}

/// Whether only the host can do something.
fn calls_host(route: Route) -> bool {
    route == Route::ContactHost
}

/// The most tellings that a code remembers.
const MAX_TOLD: usize = 64;

/// Stays that are no more: who was told a code that would still open hears that it does not (T5).
pub(crate) fn end_trips(
    state: &mut State,
    listing_id: &Id,
    stays: &[StayPlan],
    now: Instant,
    telling: &mut Output,
    evaluation: &mut Evaluation,
) {
    let living: BTreeSet<&Id> = stays.iter().filter_map(|plan| plan.stay.holder()).collect();
    let booked = state.reservations.about(&RowKey::Listing(listing_id.clone()));
    let gone: Vec<TripRow> = booked
        .filter(|booked| !living.contains(&booked.id))
        .filter_map(|booked| state.trips.get(&booked.id).cloned())
        .collect();
    for trip in gone {
        if let Some(over_at) = trip.over_at.filter(|&at| at > now) {
            if trip != trip.counted(over_at) {
                evaluation.timers.set(Timer::TripOver, over_at);
            }
            evaluation
                .conditions
                .extend(of_guest(state, &trip, Some(over_at)));
            continue;
        }
        let Some(told) = trip.told.as_ref().filter(|told| told.ends_at > now) else {
            keep_count(state, &trip, now);
            continue;
        };
        let booked = state.reservations.get(&trip.id);
        let listing = booked.and_then(|booked| state.listings.get(&booked.listing_id));
        let local = |at: Instant| listing.and_then(|listing| listing.time_zone.local_text(at).parse().ok());
        let values = NoticeValues {
            guest_name: booked.map(|booked| booked.guest.name.clone()),
            listing_name: listing.map(|listing| listing.name.clone()),
            check_in: local(told.starts_at),
            check_out: local(told.ends_at),
            ..NoticeValues::default()
        };
        let count = trip.notices.saturating_add(1);
        telling
            .notices
            .extend(Notice::to_guest(NoticeKind::AccessEnded, &trip.id, count, values));
        let over_at = told.ends_at;
        let trip = TripRow {
            notices: count,
            deliveries: trip.deliveries.clone(),
            ..trip.counted(over_at)
        };
        if trip != trip.counted(over_at) {
            evaluation.timers.set(Timer::TripOver, over_at);
        }
        evaluation.conditions.extend(of_guest(state, &trip, trip.over_at));
        state.trips.put(&trip.id.clone(), trip);
    }
}
