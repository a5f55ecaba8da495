//! What happens at the instant from which a guest may see their codes (N3).

use super::door_view::{DoorView, Surroundings, await_lock};
use super::stay_view::StayView;
use crate::site::evaluation::{Evaluation, Timer};
use crate::site::plan::Door;
use crate::site::state::ToldDoor;
use crate::time::Instant;

impl StayView<'_> {
    /// Sets the timers of a stay whose guest may not see a code yet.
    pub(super) fn await_reveal(&self, reveal_at: Instant, evaluation: &mut Evaluation) {
        let doors = &self.plan.doors;
        // Long before the stay no code has its chance yet, for which the message would wait (A2).
        let is_early = |door: &Door| reveal_at < self.first_check_at(door);
        let opened = doors.iter();
        let opened = opened.filter_map(|door| self.opened_by(door, None, reveal_at));
        if doors.iter().all(is_early)
            && doors
                .iter()
                .any(|door| self.has_code_to_tell(door, reveal_at))
            && !self.is_known(&opened.collect::<Vec<_>>())
        {
            evaluation.timers.set(Timer::Reveal, reveal_at);
            return;
        }
        let (mut decisions, mut opened) = (Vec::new(), Vec::new());
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
                opened.extend(self.opened_by(door, Some(&decision), reveal_at));
                view.await_change(&decision, evaluation);
                decision
            }));
        }
        let is_first = self.trip.told_access.is_none();
        let is_news = tells_code && !self.is_known(&opened);
        if must_be_told || (is_news && !(is_first && is_held)) {
            evaluation.timers.set(Timer::Reveal, reveal_at);
        }
        let decisions = decisions.iter().map(Option::as_ref);
        self.await_message(decisions, reveal_at, evaluation);
    }

    /// Whether the guest was told all of this before the reveal moved: their code opened already
    /// (D3).
    fn is_known(&self, opened: &[ToldDoor]) -> bool {
        let booked = self.plan.stay.booked;
        self.trip.told_access.as_ref().is_some_and(|told| {
            (told.starts_at, told.ends_at) == (booked.starts_at(), booked.ends_at())
                && told.doors.len() == opened.len()
                && opened.iter().all(|door| told.doors.contains(door))
        })
    }
}
