//! What happens at the instant from which a guest may see their codes (N3).

use super::door_view::{DoorView, Surroundings, await_lock};
use super::stay_view::StayView;
use crate::site::evaluation::{Evaluation, Timer};
use crate::site::plan::Door;
use crate::time::Instant;

impl StayView<'_> {
    /// Sets the timers of a stay whose guest may not see a code yet.
    pub(super) fn await_reveal(&self, reveal_at: Instant, evaluation: &mut Evaluation) {
        let doors = &self.plan.doors;
        // Long before the stay no code has its chance yet, for which the message would wait (A2).
        let is_early = |door: &Door| reveal_at < self.first_check_at(door);
        if doors.iter().all(is_early)
            && doors
                .iter()
                .any(|door| self.has_code_to_tell(door, reveal_at))
        {
            evaluation.timers.set(Timer::Reveal, reveal_at);
            return;
        }
        let mut decisions = Vec::new();
        let (mut must_be_told, mut tells_code, mut is_held) = (false, false, false);
        for door in doors {
            let around = Surroundings::of(*self, door);
            let view = around
                .as_ref()
                .and_then(|around| DoorView::at(reveal_at, *self, door, around));
            decisions.push(view.map(|view| {
                let decision = view.case.decide_checked();
                await_lock(&decision, door, evaluation);
                must_be_told |= view.must_be_told(&view.case, &decision, view.known_call);
                tells_code |= self.tells_code(door, &decision, reveal_at);
                is_held |= self.waits_at(door, &decision);
                view.await_change(&decision, evaluation);
                decision
            }));
        }
        let is_first = self.trip.told_access.is_none();
        if must_be_told || (tells_code && !(is_first && is_held)) {
            evaluation.timers.set(Timer::Reveal, reveal_at);
        }
        let decisions = decisions.iter().map(Option::as_ref);
        self.await_message(decisions, reveal_at, evaluation);
    }
}
