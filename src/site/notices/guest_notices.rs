//! What is told about a stay: guests hear of their way in once they may see it and whenever it
//! changes; hosts hear what they have to do (A, B3, N1, N3). Each door's way in comes down the one
//! ladder.

use super::door_view::{DoorView, Surroundings, await_lock};
use super::joined_stays::trip_of;
use super::stay_view::StayView;
use super::undelivered::of_guest;
use crate::Id;
use crate::model::{AccessCode, Desired, HolderKind, Listing, Told};
use crate::rules::{Decision, Notice, NoticeKind, NoticeValues, Route, told};
use crate::site::codes::others_of_set;
use crate::site::evaluation::{Context, Evaluation, HostCondition, Output, Timer};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{
    AuditKind, AuditReason, AuditRow, State, ToldAccess, ToldDoor, TripRow, audit_row,
};
use crate::time::Instant;

/// The most tellings that a code remembers.
const MAX_TOLD: usize = 64;

/// Tells the guests of one of a listing's stays, and the host about them, what has to be told at
/// `now`.
pub(crate) fn tell_guest(context: &mut Context<'_>, stays: &[StayPlan], plan: &StayPlan) {
    let Some(holder) = plan.stay.holder() else {
        return;
    };
    let trip = trip_of(context.state, plan, holder, context.now);
    if let Some(listing) = context.state.listings.get(&plan.listing_id).cloned() {
        let guest = Guest {
            state: &mut *context.state,
            stays,
            plan,
            holder,
            listing,
            trip,
            now: context.now,
        };
        guest.tell(&mut context.output, &mut context.evaluation);
    }
    if let Some(trip) = context.state.trips.get(holder) {
        let until = plan.doors.iter().map(|door| door.ends_at).max();
        let undelivered = of_guest(context.state, trip, until);
        context.evaluation.conditions.extend(undelivered);
    }
}

/// The guest of a stay, to whom something may have to be told.
struct Guest<'a> {
    state: &'a mut State,
    /// All stays of the listing.
    stays: &'a [StayPlan],
    plan: &'a StayPlan,
    holder: &'a Id,
    listing: Listing,
    trip: TripRow,
    now: Instant,
}

impl Guest<'_> {
    fn view(&self) -> StayView<'_> {
        StayView {
            state: &*self.state,
            stays: self.stays,
            plan: self.plan,
            holder: self.holder,
            listing: &self.listing,
            trip: &self.trip,
        }
    }

    fn tell(mut self, output: &mut Output, evaluation: &mut Evaluation) {
        // Where no codes are made, only the codes that exist are told (L).
        if !self.plan.issues() && !self.view().has_a_code() {
            return;
        }
        let decisions = self.decide(evaluation);
        let reveal_at = self.view().reveal_at();
        if self.now < reveal_at {
            self.await_reveal(reveal_at, evaluation);
            return;
        }
        let doors = self.serve_doors(&decisions, output, evaluation);
        self.tell_doors(doors, output);
        let is_known = self.state.trips.get(self.holder).is_some();
        if is_known || self.trip != TripRow::new(self.holder.clone()) {
            self.state.trips.put(self.holder, self.trip);
        }
    }

    /// Decides the way in at each door (A), and finds what the checks say there.
    fn decide(&self, evaluation: &mut Evaluation) -> Vec<Option<Decision>> {
        let stay = self.view();
        let decide = |door| {
            let around = Surroundings::of(stay, door)?;
            let view = DoorView::at(self.now, stay, door, &around)?;
            let decision = view.case.decide_checked();
            evaluation.await_doubt(&view.case, &door.lock_id);
            view.check(&decision, evaluation);
            Some(decision)
        };
        self.plan.doors.iter().map(decide).collect()
    }

    /// Sets the timers of a stay whose guest may not see a code yet.
    fn await_reveal(&self, reveal_at: Instant, evaluation: &mut Evaluation) {
        let stay = self.view();
        if self
            .plan
            .doors
            .iter()
            .any(|door| stay.opened_by(door, None).is_some())
        {
            evaluation.timers.set(Timer::Reveal, reveal_at);
            return;
        }
        // There is no PIN to tell yet, but something else may have to be said by then.
        for door in &self.plan.doors {
            let Some(around) = Surroundings::of(stay, door) else {
                continue;
            };
            let Some(view) = DoorView::at(reveal_at, stay, door, &around) else {
                continue;
            };
            let decision = view.case.decide_checked();
            await_lock(&decision, door, evaluation);
            if view.must_be_told(&view.case, &decision, view.was_called) {
                evaluation.timers.set(Timer::Reveal, reveal_at);
            }
            view.await_change(&decision, evaluation);
        }
    }

    /// Does at each door what was decided there; gives what opens the doors from now on. What is
    /// told at one door decides nothing at another.
    fn serve_doors(
        &mut self,
        decisions: &[Option<Decision>],
        output: &mut Output,
        evaluation: &mut Evaluation,
    ) -> Vec<ToldDoor> {
        let mut doors = Vec::new();
        let mut decisions = decisions.to_vec();
        for (at, door) in self.plan.doors.iter().enumerate() {
            let Some(decision) = decisions.get(at).cloned().flatten() else {
                continue;
            };
            let tells_set = self.serve(door, &decision, output, evaluation);
            if tells_set {
                // The guest knows a PIN of other doors, too, and hears one (P1).
                decisions = self.decide_after(&decisions, at);
            }
        }
        for (door, decision) in self.plan.doors.iter().zip(&decisions) {
            if let Some(decision) = decision {
                await_lock(decision, door, evaluation);
                self.await_change(door, decision, evaluation);
            }
            doors.extend(self.view().opened_by(door, decision.as_ref()));
        }
        doors.sort_by(|a, b| a.lock_id.cmp(&b.lock_id));
        doors
    }

    /// The decisions of all doors but the one at `kept`, after what was told there.
    fn decide_after(&self, before: &[Option<Decision>], kept: usize) -> Vec<Option<Decision>> {
        let stay = self.view();
        let decide = |(at, (door, before)): (usize, (&Door, &Option<Decision>))| {
            if at == kept {
                return before.clone();
            }
            let around = Surroundings::of(stay, door)?;
            let view = DoorView::at(self.now, stay, door, &around)?;
            Some(view.case.decide_checked())
        };
        let doors = self.plan.doors.iter().zip(before).enumerate();
        doors.map(decide).collect()
    }

    /// Does at a door what was decided there. Gives whether codes of other doors were told with its
    /// code.
    fn serve(
        &mut self,
        door: &Door,
        decision: &Decision,
        output: &mut Output,
        evaluation: &mut Evaluation,
    ) -> bool {
        let was_called = self.view().host_was_called(door);
        match decision.route {
            Route::BackupCode | Route::EmergencyCode => {
                let code_id = decision.code_id.as_ref();
                let code = code_id
                    .and_then(|id| self.state.access_codes.get(id))
                    .cloned();
                if let Some(code) = code {
                    evaluation.timers.set(Timer::CodeWindowEnds, door.ends_at);
                    let others = others_of_set(self.state, &code);
                    output.audit.extend(self.tell_backup(&code, Some(door)));
                    for other in &others {
                        let door = self.plan.door(&other.lock_id);
                        if let Some(door) = door {
                            evaluation.timers.set(Timer::CodeWindowEnds, door.ends_at);
                        }
                        output.audit.extend(self.tell_backup(other, door));
                    }
                    return !others.is_empty();
                }
            }
            Route::EntryMethod if self.trip.entry_told_at.is_none() => {
                self.tell_entry_method(output);
            }
            route if self.view().calls_host(route, was_called) => {
                let notice = self.view().unreachable(door, decision);
                let condition = HostCondition::of(notice, Some(door.ends_at));
                evaluation.conditions.push(condition);
            }
            _ => {}
        }
        false
    }

    /// Gives a backup to this stay: it is nobody else's from now on, ever (B2, I3).
    fn tell_backup(&mut self, code: &AccessCode, door: Option<&Door>) -> Option<AuditRow> {
        let given = told(code, self.holder, self.plan.stay.window, self.now)?;
        let given = AccessCode {
            // As the lock can keep it (W7).
            wanted: door
                .and_then(|door| door.wanted)
                .map(Desired::Window)
                .or(given.wanted),
            ..given
        };
        let kind = if code.holder.kind == HolderKind::Emergency {
            AuditKind::EmergencyTold
        } else {
            AuditKind::BackupTold
        };
        let mut row = audit_row(
            self.state,
            kind,
            &given,
            AuditReason::NothingElseOpens,
            self.now,
        );
        row.reservation_id = Some(self.holder.clone());
        self.state.access_codes.put(&code.id, given);
        Some(row)
    }

    /// Tells the guest the way in that needs no lock, and the host, who has to change it after the
    /// stay (A5).
    fn tell_entry_method(&mut self, output: &mut Output) {
        self.trip.entry_told_at = Some(self.now);
        self.trip.notices = self.trip.notices.saturating_add(1);
        let Some(to_guest) = self.view().entry_method_notice() else {
            return;
        };
        let values = NoticeValues {
            entry_method: None,
            ..to_guest.values.clone()
        };
        let to_host = Notice::to_host(
            NoticeKind::EntryMethod,
            Some(self.holder),
            None,
            None,
            values,
        );
        output.notices.push(to_guest);
        output.notices.push(to_host);
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

    /// Tells the guest what opens their doors, where they know something else.
    fn tell_doors(&mut self, doors: Vec<ToldDoor>, output: &mut Output) {
        let booked = self.plan.stay.booked;
        let current = ToldAccess {
            starts_at: booked.starts_at(),
            ends_at: booked.ends_at(),
            doors,
        };
        let kind = match &self.trip.told_access {
            None if current.doors.is_empty() => return,
            None => NoticeKind::AccessReady,
            Some(before) if *before == current => return,
            Some(_) => NoticeKind::AccessChanged,
        };
        self.mark_codes(&current);
        self.trip.told_access = Some(current);
        self.trip.notices = self.trip.notices.saturating_add(1);
        output.notices.extend(self.view().doors_notice(kind));
    }

    /// Writes down in the codes to whom they were told.
    fn mark_codes(&mut self, told: &ToldAccess) {
        for door in &told.doors {
            let holder = self.holder;
            let told = Told {
                reservation_id: holder.clone(),
                at: self.now,
            };
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
