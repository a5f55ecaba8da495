//! The chance that a guest's own codes have before a backup is told because of the deadline (A2).
//!
//! What is needed is written down in the code, and what was sent, too. The guest's first message
//! waits until the chance has ended, so that they read one PIN (F40).

use super::door_view::{DoorView, Surroundings};
use super::stay_view::StayView;
use crate::Id;
use crate::model::{AccessCode, Awaited, CodeWindow, Desired, OnLockState};
use crate::rules::Decision;
use crate::site::evaluation::{Context, Evaluation, Timer};
use crate::site::plan::StayPlan;
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

/// Sets the timer for a first message that waits for the guest's own codes.
pub(super) fn await_message<'a>(
    decisions: impl Iterator<Item = &'a Decision>,
    evaluation: &mut Evaluation,
) {
    let held = decisions.filter(|decision| decision.is_held());
    if let Some(until) = held.filter_map(|decision| decision.until).max() {
        evaluation.timers.set(Timer::AccessChanges, until);
    }
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
        if now >= stay.reveal_at() {
            stay.await_chance(now, &mut context.evaluation);
        }
    }
}

impl StayView<'_> {
    fn await_chance(&self, now: Instant, evaluation: &mut Evaluation) {
        let mut held = Vec::new();
        for door in &self.plan.doors {
            let Some(around) = Surroundings::of(*self, door) else {
                continue;
            };
            let Some(view) = DoorView::at(now, *self, door, &around) else {
                continue;
            };
            let decision = view.case.decide_checked();
            if decision.is_held() {
                view.await_change(&decision, evaluation);
                held.push(decision);
            }
        }
        if self.trip.told_access.is_none() {
            await_message(held.iter(), evaluation);
        }
    }
}
