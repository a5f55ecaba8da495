//! What is told about a stay: guests hear of their way in whenever it changes, hosts what they have
//! to do (A, B3, N1, N3). Each door's way in comes down the one ladder.

use super::decided::Decided;
use super::door_view::{DoorView, Surroundings, await_lock};
use super::doubts::{after_message, as_known, is_news};
use super::guest_messages::changes;
use super::joined_stays::trip_of;
use super::stay_view::StayView;
use super::undelivered::of_guest;
use crate::Id;
use crate::Text;
use crate::model::{Listing, Told};
use crate::rules::{Decision, NoticeKind, Route};
use crate::site::evaluation::{Context, Evaluation, Output, Timers};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{AuditRow, State, ToldAccess, ToldDoor, TripRow};
use crate::time::Instant;

/// The most tellings that a code remembers.
const MAX_TOLD: usize = 64;

/// Tells the guests of one of a listing's stays, and the host about them, what is due at `now`.
pub(crate) fn tell_guest(context: &mut Context<'_>, stays: &[StayPlan], plan: &StayPlan) {
    let Some(holder) = plan.stay.holder() else {
        return;
    };
    let trip = trip_of(context.state, plan, holder, context.now);
    let listing = context.state.listings.get(&plan.listing_id).cloned();
    let booking = context.state.reservations.get(holder);
    let name = booking.map(|booking| booking.guest.name.clone());
    if let (Some(listing), Some(name)) = (listing, name) {
        let guest = Guest {
            state: &mut *context.state,
            stays,
            plan,
            holder,
            name,
            listing,
            trip,
            tellings: Vec::new(),
            now: context.now,
        };
        guest.tell(&mut context.output, &mut context.evaluation);
    }
    if let Some(trip) = context.state.trips.get(holder) {
        let until = plan.doors.iter().map(|door| door.ends_at).max();
        let undelivered = of_guest(trip, until);
        context.evaluation.conditions.extend(undelivered);
    }
}

/// The guest of a stay, to whom something may have to be told.
pub(super) struct Guest<'a> {
    pub(super) state: &'a mut State,
    /// All stays of the listing.
    stays: &'a [StayPlan],
    pub(super) plan: &'a StayPlan,
    pub(super) holder: &'a Id,
    name: Text,
    listing: Listing,
    pub(super) trip: TripRow,
    /// The audit rows of what is told, until the notice that carries it is known (E3).
    pub(super) tellings: Vec<AuditRow>,
    pub(super) now: Instant,
}

impl Guest<'_> {
    pub(super) fn view(&self) -> StayView<'_> {
        StayView {
            state: &*self.state,
            stays: self.stays,
            plan: self.plan,
            holder: self.holder,
            name: &self.name,
            listing: &self.listing,
            trip: &self.trip,
        }
    }

    fn tell(mut self, output: &mut Output, evaluation: &mut Evaluation) {
        // Where no codes are made, only the codes that exist are told (L).
        if !self.plan.issues() && !self.view().has_a_code() {
            return;
        }
        if self.plan.stay.is_on_hold() {
            return self.keep_back(evaluation);
        }
        self.answer_outside_stay(output);
        self.note_needs(&mut evaluation.timers);
        let (revision, trip) = (self.state.access_codes.revision(), self.trip.clone());
        let decisions = self.decide(evaluation);
        let reveal_at = self.view().reveal_at();
        if self.now < reveal_at {
            self.view().await_reveal(reveal_at, evaluation);
            self.keep_trip();
            return;
        }
        self.weigh_complaints(&decisions, evaluation);
        let (doors, served) = self.serve_doors(&decisions, output, evaluation);
        let notice_key = doors.and_then(|doors| self.tell_doors(doors, &served, output));
        self.report_full(&served, evaluation);
        self.await_changes(&served, evaluation);
        // What was told may be a way in.
        if revision != self.state.access_codes.revision() || trip != self.trip {
            self.note_needs(&mut evaluation.timers);
        }
        let tellings = self.tellings.drain(..);
        output.audit.extend(tellings.map(|row| AuditRow {
            notice_key: notice_key.clone(),
            ..row
        }));
        self.trip.ordered_codes = None;
        self.trip.ordered_next = None;
        self.report_stops(evaluation);
        self.ask_about_taken_codes(&decisions, evaluation);
        let decisions = decisions.iter().map(Option::as_ref);
        let decisions = decisions.map(|decided| decided.map(|decided| &decided.decision));
        self.view().await_message(decisions, self.now, evaluation);
        self.keep_trip();
    }

    pub(super) fn keep_trip(self) {
        let is_known = self.state.trips.get(self.holder).is_some();
        if is_known || self.trip != TripRow::new(self.holder.clone()) {
            self.state.trips.put(self.holder, self.trip);
        }
    }

    /// Notes in the stay's own codes since when their guest needs them (A2).
    pub(super) fn note_needs(&mut self, timers: &mut Timers) {
        for need in self.view().new_needs(self.now, timers) {
            need.note(self.state, self.now);
        }
    }

    /// Decides the way in at each door (A), and finds what the checks say there.
    pub(super) fn decide(&self, evaluation: &mut Evaluation) -> Vec<Option<Decided>> {
        let stay = self.view();
        let decide = |door| {
            let around = Surroundings::of(stay, door)?;
            let view = DoorView::at(self.now, stay, door, &around)?;
            let decided = Decided::at(&view);
            evaluation.await_doubt(&view.case, &door.lock_id);
            view.check(&decided.decision, evaluation);
            Some(decided)
        };
        self.plan.doors.iter().map(decide).collect()
    }

    /// Sets the timers for what may have to be told next.
    fn await_changes(&self, decisions: &[Option<Decided>], evaluation: &mut Evaluation) {
        for (door, decided) in self.plan.doors.iter().zip(decisions) {
            if let Some(decided) = decided {
                await_lock(&decided.decision, door, evaluation);
                self.await_change(door, &decided.decision, evaluation);
            }
        }
    }

    fn await_change(&self, door: &Door, decision: &Decision, evaluation: &mut Evaluation) {
        let stay = self.view();
        let Some(around) = Surroundings::of(stay, door) else {
            return;
        };
        if let Some(view) = DoorView::at(self.now, stay, door, &around) {
            view.await_change(decision, evaluation);
        }
    }

    /// Tells the guest what opens their doors, where they know something else. Gives the key of the
    /// notice.
    fn tell_doors(
        &mut self,
        doors: Vec<ToldDoor>,
        served: &[Option<Decided>],
        output: &mut Output,
    ) -> Option<Text> {
        let booked = self.plan.stay.booked;
        let current = ToldAccess {
            starts_at: booked.starts_at(),
            ends_at: booked.ends_at(),
            doors,
        };
        let before = self.trip.told_access.clone();
        if before.is_none() && current.doors.is_empty() {
            return None;
        }
        let known = before.as_ref();
        let known = known.map(|before| self.as_known(&current, before, served));
        let changed = before.as_ref().zip(known.as_ref());
        let changed = changed.map(|(before, known)| changes(before, known));
        let is_silent = changed.as_ref().is_some_and(Vec::is_empty);
        // A message that goes out says all that is so.
        let told = before.as_ref().map_or(&[][..], |before| &before.doors);
        let current = known.filter(|_| is_silent).unwrap_or(ToldAccess {
            doors: after_message(current.doors, told, self.now),
            ..current
        });
        if before.as_ref() == Some(&current) {
            return None;
        }
        self.mark_codes(&current);
        self.count_new_codes(&current.doors);
        self.trip.told_access = Some(current);
        if is_silent {
            return None;
        }
        self.trip.notices = self.trip.notices.saturating_add(1);
        let kind = if before.is_none() {
            NoticeKind::AccessReady
        } else {
            NoticeKind::AccessChanged
        };
        let notice = self
            .view()
            .doors_notice(kind, before.as_ref(), changed, self.now);
        let key = notice.key.clone();
        output.notices.push(notice);
        Some(key)
    }

    /// The doors as the guest knows them where no message goes out. That a code opens at last is
    /// news, and that it may not, once the host is called for it (A7).
    fn as_known(
        &self,
        current: &ToldAccess,
        before: &ToldAccess,
        served: &[Option<Decided>],
    ) -> ToldAccess {
        let doors = current.doors.iter().cloned();
        let known =
            doors.map(|door| as_known(door, &before.doors, |old| self.is_doubt_news(old, served)));
        ToldAccess {
            doors: known.collect(),
            ..current.clone()
        }
    }

    /// Whether the guest hears that a code which they know may not open: the host is called for
    /// the door, the stay is not over, and nothing is being tried after the guest's own word.
    fn is_doubt_news(&self, old: &ToldDoor, served: &[Option<Decided>]) -> bool {
        let is_called = |decided: &Decided| {
            decided.decision.route == Route::ContactHost
                && !decided.is_tried
                && is_news(old, decided.call.at, self.now)
        };
        let mut doors = self.plan.doors.iter().zip(served);
        self.now < self.plan.stay.booked.ends_at()
            && doors.any(|(door, decided)| {
                door.lock_id == old.lock_id && decided.as_ref().is_some_and(is_called)
            })
    }

    /// Writes down in the codes to whom they were told.
    fn mark_codes(&mut self, told: &ToldAccess) {
        for door in &told.doors {
            let holder = self.holder;
            let told = Told::new(holder.clone(), self.now);
            self.state.access_codes.change(&door.code_id, |code| {
                let told_to = code.told_to.get_or_insert_default();
                if told_to.iter().any(|told| told.reservation_id == *holder) {
                    return;
                }
                told_to.push(told);
                let over = told_to.len().saturating_sub(MAX_TOLD);
                told_to.drain(..over);
            });
        }
    }
}
