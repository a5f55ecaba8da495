//! What is told about a stay: guests hear of their way in whenever it changes, hosts what they have
//! to do (A, B3, N1, N3). Each door's way in comes down the one ladder.

use super::calls::Call;
use super::door_view::{DoorView, Surroundings, await_lock};
use super::guest_messages::changes;
use super::joined_stays::trip_of;
use super::second_try::SecondTry;
use super::stay_view::StayView;
use super::undelivered::of_guest;
use crate::Id;
use crate::Text;
use crate::model::{Listing, Told};
use crate::rules::{
    CallOccasion, Decision, Notice, NoticeKind, NoticeValues, OfflineOffer, Route, in_one_line,
};
use crate::site::codes::others_of_set;
use crate::site::evaluation::{Context, Evaluation, HostCondition, Output, Timer, Timers};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{
    AuditReason, AuditRow, HostOrderKind, State, ToldAccess, ToldDoor, TripRow,
};
use crate::time::Instant;

/// The most tellings that a code remembers.
const MAX_TOLD: usize = 64;

/// Tells the guests of one of a listing's stays, and the host about them, what is due at `now`.
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
    listing: Listing,
    pub(super) trip: TripRow,
    /// The audit rows of what is told, until the notice that carries it is known (E3).
    pub(super) tellings: Vec<AuditRow>,
    pub(super) now: Instant,
}

/// What was decided at a door, and why the host would be called there.
#[derive(Clone)]
pub(super) struct Decided {
    pub(super) decision: Decision,
    /// The call of the host, if there has to be one.
    call: Call,
    /// What the text of that call says.
    spoken: CallOccasion,
    pub(super) failed_check: Option<AuditReason>,
    /// What the lock's platform is asked for, if it is asked for a code of the lock's algorithm.
    pub(super) offer: Option<OfflineOffer>,
    /// The order that the decision carries out.
    pub(super) ordered: Option<HostOrderKind>,
    /// Whether only the guest's word led to it (A4).
    is_by_complaint: bool,
    /// Since when another complaint is waited for, before anything new is told (A4).
    pub(super) waits_since: Option<Instant>,
    /// What is tried where nothing is left to tell and the lock may answer (A4).
    pub(super) second_try: Option<SecondTry>,
}

impl Decided {
    fn at(view: &DoorView<'_>) -> Self {
        let ordered = view.ordered();
        let order = ordered.as_ref().map(|(_, order)| *order);
        let decision = ordered.map_or_else(|| view.case.decide_checked(), |(decision, _)| decision);
        let is_asked = decision.route == Route::OfflineCode && decision.code_id.is_none();
        let call = DoorView::call(&view.case, &decision, view.known_call);
        Self {
            call,
            spoken: view.spoken(call),
            failed_check: view.failed_check(),
            offer: is_asked.then(|| view.case.offline_offer()).flatten(),
            ordered: order,
            is_by_complaint: order.is_none() && view.case.is_by_complaint(),
            waits_since: view.case.waits_for_second().map(|(_, since)| since),
            second_try: view.second_try(&view.case, &decision),
            decision,
        }
    }
}

impl Guest<'_> {
    pub(super) fn view(&self) -> StayView<'_> {
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
        if self.plan.stay.is_on_hold() {
            return self.keep_back(evaluation);
        }
        self.answer_outside_stay(output);
        self.note_needs(&mut evaluation.timers);
        let before = (self.state.access_codes.revision(), self.trip.clone());
        let decisions = self.decide(evaluation);
        let reveal_at = self.view().reveal_at();
        if self.now < reveal_at {
            self.view().await_reveal(reveal_at, evaluation);
            self.keep_trip();
            return;
        }
        self.weigh_complaints(&decisions, evaluation);
        let (doors, served) = self.serve_doors(&decisions, output, evaluation);
        let notice_key = self.tell_doors(doors, output);
        self.await_changes(&served, evaluation);
        // What was told may be a way in.
        if before != (self.state.access_codes.revision(), self.trip.clone()) {
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

    /// Does at each door what was decided there; gives what opens the doors from now on, and what
    /// was decided in the end.
    fn serve_doors(
        &mut self,
        decisions: &[Option<Decided>],
        output: &mut Output,
        evaluation: &mut Evaluation,
    ) -> (Vec<ToldDoor>, Vec<Option<Decided>>) {
        let mut doors = Vec::new();
        let is_first = self.trip.told_access.is_none();
        let mut is_spare_told = false;
        let mut is_held = false;
        let mut decisions = decisions.to_vec();
        for (at, door) in self.plan.doors.iter().enumerate() {
            let Some(decided) = decisions.get(at).cloned().flatten() else {
                continue;
            };
            if decided.decision.route == Route::EntryMethod && self.trip.entry_told_at.is_none() {
                self.tell_entry_method(&decisions, output);
                continue;
            }
            let tells_set = self.serve(door, &decided, output, evaluation);
            if tells_set {
                // The guest knows a PIN of other doors, too, and hears one (P1).
                decisions = self.decide_after(&decisions, at);
            }
        }
        for (door, decided) in self.plan.doors.iter().zip(&decisions) {
            let decision = decided.as_ref().map(|decided| &decided.decision);
            let route = decision.map(|decision| decision.route);
            is_spare_told |= matches!(route, Some(Route::BackupCode | Route::EmergencyCode));
            // The guest shall read one PIN for each door (A2, F40).
            if decision.is_some_and(|decision| self.view().waits_at(door, decision)) {
                is_held = true;
            } else if decision.is_none_or(|it| !self.view().is_refused_at(door, it, self.now)) {
                doors.extend(self.view().opened_by(door, decision, self.now));
            }
        }
        if is_first && is_held && !is_spare_told {
            return (Vec::new(), decisions);
        }
        doors.sort_by(|a, b| a.lock_id.cmp(&b.lock_id));
        (doors, decisions)
    }

    /// What is decided at a door, as things stand.
    fn decide_at(&self, door: &Door) -> Option<Decided> {
        let stay = self.view();
        let around = Surroundings::of(stay, door)?;
        let view = DoorView::at(self.now, stay, door, &around)?;
        Some(Decided::at(&view))
    }

    /// The decisions of all doors but the one at `kept`, after what was told there.
    fn decide_after(&self, before: &[Option<Decided>], kept: usize) -> Vec<Option<Decided>> {
        let decide = |(at, (door, before)): (usize, (&Door, &Option<Decided>))| {
            if at == kept {
                return before.clone();
            }
            self.decide_at(door)
        };
        let doors = self.plan.doors.iter().zip(before).enumerate();
        doors.map(decide).collect()
    }

    /// Does at a door what was decided there. Gives whether codes of other doors were told with its
    /// code.
    fn serve(
        &mut self,
        door: &Door,
        decided: &Decided,
        output: &mut Output,
        evaluation: &mut Evaluation,
    ) -> bool {
        let Decided {
            decision,
            call,
            spoken,
            ..
        } = decided;
        let was_called = self.view().known_call(door).is_some();
        match decision.route {
            Route::BackupCode | Route::EmergencyCode => {
                let code_id = decision.code_id.as_ref();
                let code = code_id
                    .and_then(|id| self.state.access_codes.get(id))
                    .cloned();
                if let Some(code) = code {
                    evaluation.timers.set(Timer::CodeWindowEnds, door.ends_at);
                    let others = others_of_set(self.state, &code);
                    self.tell_backup(&code, Some(door), decided);
                    if decided.is_by_complaint {
                        self.count_by_complaint(&code.id);
                    }
                    for other in &others {
                        let door = self.plan.door(&other.lock_id);
                        if let Some(door) = door {
                            evaluation.timers.set(Timer::CodeWindowEnds, door.ends_at);
                        }
                        self.tell_backup(other, door, decided);
                    }
                    return !others.is_empty();
                }
            }
            Route::OfflineCode if decision.code_id.is_none() => {
                self.ask_for_offline_code(door, decided, output);
            }
            route if self.view().calls_host(route, was_called) => {
                let notice = self.view().call_notice(door, decision, *call, *spoken);
                let condition = HostCondition::of(notice, Some(door.ends_at));
                evaluation.conditions.push(condition);
            }
            _ => {}
        }
        false
    }

    /// Tells the guest the way in that needs no lock, and the host, who has to change it after the
    /// stay, for which doors (A5).
    fn tell_entry_method(&mut self, decisions: &[Option<Decided>], output: &mut Output) {
        let doors = self.plan.doors.iter().zip(decisions);
        let concerned = doors.filter_map(|(door, decided)| {
            let decision = &decided.as_ref()?.decision;
            let row = self.state.locks.get(&door.lock_id)?;
            (decision.route == Route::EntryMethod).then_some((&row.lock.name, decision))
        });
        let (names, decided): (Vec<&Text>, Vec<&Decision>) = concerned.unzip();
        let cause = decided
            .first()
            .and_then(|decision| NoticeValues::decided(decision).cause);
        let names = in_one_line(names.into_iter());

        self.trip.entry_told_at = Some(self.now);
        self.trip.notices = self.trip.notices.saturating_add(1);
        let Some(to_guest) = self.view().entry_method_notice() else {
            return;
        };
        let values = NoticeValues {
            entry_method: None,
            lock_name: names,
            cause,
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
    fn tell_doors(&mut self, doors: Vec<ToldDoor>, output: &mut Output) -> Option<Text> {
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
        // Only a code that opens at last is news (A7). A message that goes out says all that is so.
        let known = |before: &ToldAccess| current.clone().certain_as(before);
        let known = before.as_ref().map(known);
        let changed = before.as_ref().zip(known.as_ref());
        let changed = changed.map(|(before, known)| changes(before, known));
        let is_silent = changed.as_ref().is_some_and(Vec::is_empty);
        let current = known.filter(|_| is_silent).unwrap_or(current);
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
            .doors_notice(kind, before.as_ref(), changed, self.now)?;
        let key = notice.key.clone();
        output.notices.push(notice);
        Some(key)
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
