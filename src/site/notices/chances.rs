//! The chance that a guest's own codes have before a backup is told because of the deadline (A2).
//!
//! What is needed is written down in the code, and what was sent, too. The guest's first message
//! waits until the chance has ended, so that they read one PIN (F40).

use super::door_view::{DoorView, Surroundings, await_lock};
use super::stay_view::StayView;
use crate::Id;
use crate::model::{AccessCode, Awaited, CodeWindow, Desired, OnLockState};
use crate::rules::Decision;
use crate::site::evaluation::{Context, Evaluation, Timer};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{RowKey, State, TripRow};
use crate::time::Instant;

/// A code whose need changed: its guest needs it from now on, or no longer.
pub(super) struct Need {
    code_id: Id,
    is_needed: bool,
}

impl Need {
    /// Writes it down in the code.
    pub(super) fn note(self, state: &mut State, now: Instant) {
        let awaited = self.is_needed.then_some(Awaited {
            since: now,
            sent_at: None,
        });
        state
            .access_codes
            .change(&self.code_id, |code| code.awaited = awaited);
    }
}

impl StayView<'_> {
    /// The stay's own codes whose need changed.
    pub(super) fn new_needs(&self, now: Instant) -> Vec<Need> {
        let mut needs = Vec::new();
        for door in &self.plan.doors {
            let is_here = |code: &&AccessCode| {
                code.lock_id == door.lock_id && self.is_holder_of(code) && !is_settled(code)
            };
            let codes: Vec<&AccessCode> = self.codes().filter(is_here).collect();
            if codes.is_empty() {
                continue;
            }
            let around = Surroundings::of(*self, door);
            let view = around
                .as_ref()
                .and_then(|around| DoorView::at(now, *self, door, around));
            let Some(view) = view else {
                continue;
            };
            let is_needed = !view.case.uncovered().is_empty();
            let news = codes
                .into_iter()
                .filter(|code| code.awaited.is_some() != is_needed);
            needs.extend(news.map(|code| Need {
                code_id: code.id.clone(),
                is_needed,
            }));
        }
        needs
    }
}

/// Whether nothing about a code makes its guest wait, as most codes are most of the time.
fn is_settled(code: &AccessCode) -> bool {
    let Some(Desired::Window(wanted)) = code.wanted else {
        return true;
    };
    let is_there = matches!(
        code.on_lock.state,
        OnLockState::Confirmed | OnLockState::Unverifiable
    );
    let kept = code.on_lock.kept();
    code.awaited.is_none() && is_there && (kept == wanted || kept == CodeWindow::default())
}

/// Sets the timers of the stays of which a code was sent only now: its chance is shorter from here
/// on.
pub(crate) fn await_chances(context: &mut Context<'_>, stays: &[StayPlan]) {
    let (state, now) = (&*context.state, context.now);
    for plan in stays {
        let Some(holder) = plan.stay.holder() else {
            continue;
        };
        let was_sent = |code: &AccessCode| code.awaited.is_some_and(|it| it.sent_at == Some(now));
        let mut codes = state.access_codes.about(&RowKey::Stay(holder.clone()));
        let Some(listing) = state.listings.get(&plan.listing_id) else {
            continue;
        };
        if !codes.any(was_sent) {
            continue;
        }
        let trip = state.trips.get(holder).cloned();
        let trip = trip.unwrap_or(TripRow::new(holder.clone()));
        let stay = StayView {
            state,
            stays,
            plan,
            holder,
            listing,
            trip: &trip,
        };
        let reveal_at = stay.reveal_at();
        if now < reveal_at {
            stay.await_reveal(reveal_at, &mut context.evaluation);
        } else {
            stay.await_chance(now, &mut context.evaluation);
        }
    }
}

impl StayView<'_> {
    /// Sets the timers of a stay whose guest may not see a code yet.
    pub(super) fn await_reveal(&self, reveal_at: Instant, evaluation: &mut Evaluation) {
        let stay = *self;
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

    fn await_chance(&self, now: Instant, evaluation: &mut Evaluation) {
        let mut decisions = Vec::new();
        for door in &self.plan.doors {
            let around = Surroundings::of(*self, door);
            let view = around
                .as_ref()
                .and_then(|around| DoorView::at(now, *self, door, around));
            let decision = view.map(|view| {
                let decision = view.case.decide_checked();
                view.await_change(&decision, evaluation);
                decision
            });
            decisions.push(decision);
        }
        self.await_message(decisions.iter().map(Option::as_ref), evaluation);
    }

    /// Whether the guest is told no PIN for a door yet, since their own code has its chance there.
    /// They shall read one PIN for each door (F40).
    pub(super) fn waits_at(&self, door: &Door, decision: &Decision) -> bool {
        let mut told = self.trip.told_access.iter().flat_map(|told| &told.doors);
        decision.is_held() && !told.any(|told| told.lock_id == door.lock_id)
    }

    /// Sets the timer for the message that waits. A first message waits for all doors.
    pub(super) fn await_message<'a>(
        &self,
        decisions: impl Iterator<Item = Option<&'a Decision>>,
        evaluation: &mut Evaluation,
    ) {
        let doors = self.plan.doors.iter().zip(decisions);
        let waiting = doors.filter_map(|(door, decision)| {
            let decision = decision.filter(|decision| self.waits_at(door, decision))?;
            decision.until
        });
        let until = if self.trip.told_access.is_none() {
            waiting.max()
        } else {
            waiting.min()
        };
        if let Some(until) = until {
            evaluation.timers.set(Timer::AccessChanges, until);
        }
    }
}
