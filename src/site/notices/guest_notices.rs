//! What is told about a stay: guests hear of their way in once they may see it and whenever it
//! changes; hosts hear what they have to do (A, B3, N1, N3). Each door's way in comes down the one
//! ladder.

use super::calls::Call;
use super::door_view::{DoorView, Surroundings, await_lock};
use super::joined_stays::trip_of;
use super::stay_view::StayView;
use super::undelivered::of_guest;
use crate::Id;
use crate::Text;
use crate::model::{
    AccessCode, CodeWindow, Desired, Holder, HolderKind, Listing, Method, OnLockState, Told,
};
use crate::rules::{
    Decision, Notice, NoticeKind, NoticeValues, OfflineOffer, Reason, Route, told, told_again,
};
use crate::site::codes::others_of_set;
use crate::site::evaluation::{Context, Evaluation, HostCondition, Output, Timer};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{
    AuditKind, AuditReason, AuditRow, HostOrderKind, RowKey, State, ToldAccess, ToldDoor, TripRow,
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
            tellings: Vec::new(),
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
    /// The audit rows of what is told, until the notice that carries it is known (E3).
    tellings: Vec<AuditRow>,
    now: Instant,
}

/// What was decided at a door, and why the host would be called there.
#[derive(Clone)]
struct Decided {
    decision: Decision,
    /// The call of the host, if there has to be one.
    call: Call,
    failed_check: Option<AuditReason>,
    /// What the lock's platform is asked for, if it is asked for a code of the lock's algorithm.
    offer: Option<OfflineOffer>,
}

impl Decided {
    fn at(view: &DoorView<'_>) -> Self {
        let decision = view.ordered().unwrap_or_else(|| view.case.decide_checked());
        let is_asked = decision.route == Route::OfflineCode && decision.code_id.is_none();
        Self {
            failed_check: view.failed_check(),
            call: DoorView::call(&view.case, &decision, view.known_call),
            offer: is_asked.then(|| view.case.offline_offer()).flatten(),
            decision,
        }
    }
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
        self.note_needs();
        let decisions = self.decide(evaluation);
        let reveal_at = self.view().reveal_at();
        if self.now < reveal_at {
            self.await_reveal(reveal_at, evaluation);
            return;
        }
        let doors = self.serve_doors(&decisions, output, evaluation);
        let notice_key = self.tell_doors(doors, output);
        self.note_needs();
        let tellings = self.tellings.drain(..);
        output.audit.extend(tellings.map(|row| AuditRow {
            notice_key: notice_key.clone(),
            ..row
        }));
        self.trip.ordered_codes = None;
        let decisions = decisions.iter().map(Option::as_ref);
        let decisions = decisions.map(|decided| decided.map(|decided| &decided.decision));
        self.view().await_message(decisions, evaluation);
        let is_known = self.state.trips.get(self.holder).is_some();
        if is_known || self.trip != TripRow::new(self.holder.clone()) {
            self.state.trips.put(self.holder, self.trip);
        }
    }

    /// Notes in the stay's own codes since when their guest needs them (A2).
    fn note_needs(&mut self) {
        for need in self.view().new_needs(self.now) {
            need.note(self.state, self.now);
        }
    }

    /// Decides the way in at each door (A), and finds what the checks say there.
    fn decide(&self, evaluation: &mut Evaluation) -> Vec<Option<Decided>> {
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
            if view.must_be_told(&view.case, &decision, view.known_call) {
                evaluation.timers.set(Timer::Reveal, reveal_at);
            }
            view.await_change(&decision, evaluation);
        }
    }

    /// Does at each door what was decided there; gives what opens the doors from now on.
    fn serve_doors(
        &mut self,
        decisions: &[Option<Decided>],
        output: &mut Output,
        evaluation: &mut Evaluation,
    ) -> Vec<ToldDoor> {
        let mut doors = Vec::new();
        let is_first = self.trip.told_access.is_none();
        let mut is_spare_told = false;
        let mut is_held = false;
        let mut decisions = decisions.to_vec();
        for (at, door) in self.plan.doors.iter().enumerate() {
            let Some(decided) = decisions.get(at).cloned().flatten() else {
                continue;
            };
            let tells_set = self.serve(door, &decided, output, evaluation);
            if tells_set {
                // The guest knows a PIN of other doors, too, and hears one (P1).
                decisions = self.decide_after(&decisions, at);
            }
        }
        for (door, decided) in self.plan.doors.iter().zip(&decisions) {
            if let Some(decided) = decided {
                await_lock(&decided.decision, door, evaluation);
                self.await_change(door, &decided.decision, evaluation);
            }
            let decision = decided.as_ref().map(|decided| &decided.decision);
            let route = decision.map(|decision| decision.route);
            is_spare_told |= matches!(route, Some(Route::BackupCode | Route::EmergencyCode));
            // The guest shall read one PIN for each door (A2, F40).
            if decision.is_some_and(|decision| self.view().waits_at(door, decision)) {
                is_held = true;
            } else {
                doors.extend(self.view().opened_by(door, decision));
            }
        }
        if is_first && is_held && !is_spare_told {
            return Vec::new();
        }
        doors.sort_by(|a, b| a.lock_id.cmp(&b.lock_id));
        doors
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
        let Decided { decision, call, .. } = decided;
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
            Route::EntryMethod if self.trip.entry_told_at.is_none() => {
                self.tell_entry_method(output);
            }
            route if self.view().calls_host(route, was_called) => {
                let notice = self.view().call_notice(door, decision, *call);
                let condition = HostCondition::of(notice, Some(door.ends_at));
                evaluation.conditions.push(condition);
            }
            _ => {}
        }
        false
    }

    /// Makes the row of a code that the lock's platform is asked for in this step (A3b).
    fn ask_for_offline_code(&mut self, door: &Door, decided: &Decided, output: &mut Output) {
        let Some(offer) = decided.offer else { return };
        let Some(id) = self.state.new_code_id(&door.lock_id) else {
            return;
        };
        let holder = Holder {
            kind: HolderKind::Reservation,
            id: Some(self.holder.clone()),
            generation: None,
        };
        let code = AccessCode {
            method: Some(Method::Offline),
            use_by: offer.use_by,
            wanted: Some(Desired::Window(offer.window)),
            made_at: Some(self.now),
            ..AccessCode::new(id, door.lock_id.clone(), holder)
        };
        let reasons = decided.decision.because.iter();
        let row = AuditRow {
            code_id: Some(code.id.clone()),
            reservation_id: Some(self.holder.clone()),
            because: reasons
                .map(|&reason| AuditReason::Access { reason })
                .collect(),
            ..AuditRow::new(self.state, AuditKind::CodeIssued, None, self.now)
        };
        output.audit.push(row);
        self.state.access_codes.put(&code.id.clone(), code);
    }

    /// Gives a backup to this stay: it is nobody else's from now on, ever (B2, I3). Only the host
    /// can order that the emergency code is told once more (E2).
    fn tell_backup(&mut self, code: &AccessCode, door: Option<&Door>, decided: &Decided) {
        let is_ordered = decided.decision.because.first() == Some(&Reason::HostOrder);
        let at_door = door.and_then(|door| door.wanted);
        let given = match told(code, self.holder, self.plan.stay.window, self.now) {
            Some(given) => AccessCode {
                // As the lock can keep it (W7).
                wanted: at_door.map(Desired::Window).or(given.wanted),
                ..given
            },
            None if is_ordered => self.told_once_more(code, at_door),
            None => return,
        };
        let kind = if code.holder.kind == HolderKind::Emergency {
            AuditKind::EmergencyTold
        } else {
            AuditKind::BackupTold
        };
        let because = if is_ordered {
            let order = HostOrderKind::TellEmergency;
            vec![AuditReason::HostOrdered { order }]
        } else {
            let reasons = decided.decision.because.iter();
            let reasons = reasons.map(|&reason| AuditReason::Access { reason });
            decided.failed_check.into_iter().chain(reasons).collect()
        };
        self.tellings.push(AuditRow {
            code_id: Some(given.id.clone()),
            reservation_id: Some(self.holder.clone()),
            because,
            ..AuditRow::new(self.state, kind, None, self.now)
        });
        self.state.access_codes.put(&code.id, given);
    }

    /// The emergency code, told to one more stay. Where a new one was to take its place, it stays
    /// until this stay, too, is over (E2).
    fn told_once_more(&mut self, code: &AccessCode, at_door: Option<CodeWindow>) -> AccessCode {
        let here = RowKey::Lock(code.lock_id.clone());
        let is_successor = |other: &&AccessCode| {
            other.holder.kind == code.holder.kind
                && other.id != code.id
                && other.wanted != Some(Desired::REMOVED)
                && other.on_lock.state == OnLockState::Absent
        };
        let others = self.state.access_codes.about(&here);
        let successors: Vec<AccessCode> = others.filter(is_successor).cloned().collect();
        for other in successors {
            let ended = other.ended(self.now);
            self.state.access_codes.put(&ended.id.clone(), ended);
        }
        let stay = at_door.unwrap_or_else(|| self.plan.stay.window.into());
        let wanted = match code.wanted {
            Some(Desired::Window(other)) => stay.around(other),
            _ => stay,
        };
        AccessCode {
            wanted: Some(Desired::Window(wanted)),
            replaced: None,
            ..told_again(code, self.holder, self.now)
        }
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

    /// Tells the guest what opens their doors, where they know something else. Gives the key of the
    /// notice.
    fn tell_doors(&mut self, doors: Vec<ToldDoor>, output: &mut Output) -> Option<Text> {
        let booked = self.plan.stay.booked;
        let current = ToldAccess {
            starts_at: booked.starts_at(),
            ends_at: booked.ends_at(),
            doors,
        };
        let kind = match &self.trip.told_access {
            None if current.doors.is_empty() => return None,
            None => NoticeKind::AccessReady,
            Some(before) if *before == current => return None,
            Some(_) => NoticeKind::AccessChanged,
        };
        self.mark_codes(&current);
        self.trip.told_access = Some(current);
        self.trip.notices = self.trip.notices.saturating_add(1);
        let notice = self.view().doors_notice(kind)?;
        let key = notice.key.clone();
        output.notices.push(notice);
        Some(key)
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
