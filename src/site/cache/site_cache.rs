//! What a site in memory remembers between steps, and what a step still has to evaluate.

use std::collections::BTreeSet;

use super::conditions::{Conditions, Outdated, keys_of};
use super::due::Due;
use super::kept::{Finding, Kept};
use super::phase::{Kind, Phase, Spot};
use crate::Id;
use crate::rules::Notice;
use crate::site::evaluation::{Evaluation, Timer};
use crate::site::plan::{Plans, StayPlan};
use crate::site::state::{State, Topic};
use crate::time::Instant;

/// See the head of this room.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cache {
    pub(crate) plans: Plans,
    /// Whether everything was evaluated once.
    is_complete: bool,
    due: Due,
    /// What changed in this step. The next step evaluates it once more, since a step goes over most
    /// places just once.
    next_step: BTreeSet<Topic>,
    kept: Kept,
    conditions: Conditions,
    #[cfg(test)]
    pub(crate) evaluations: u32,
}

impl Cache {
    /// Everything has to be evaluated: the policy is another one.
    pub(crate) fn forget(&mut self) {
        self.is_complete = false;
    }

    /// Finds out what to evaluate in a step at `now`.
    pub(crate) fn begin(&mut self, state: &mut State, now: Instant) {
        self.due = if self.is_complete {
            Due::default()
        } else {
            Due::everything(state)
        };
        for topic in std::mem::take(&mut self.next_step) {
            self.due.add_topic(state, &self.kept, &topic);
        }
        for spot in self.kept.take_due(now) {
            self.due.add_spot(state, &spot);
        }
        // What facts changed, every phase of this step sees.
        for topic in state.take_touched() {
            self.due.add_topic(state, &self.kept, &topic);
        }
    }

    /// The next place of a kind to evaluate, after `last`.
    pub(crate) fn next(&self, kind: Kind, last: Option<&Id>) -> Option<Id> {
        self.due.next(kind, last)
    }

    /// The next listing to whose guests something may have to be told, after `last`.
    pub(crate) fn next_told(&self, last: Option<&Id>) -> Option<Id> {
        self.due.next_told(last)
    }

    /// Whether something may have to be told to the guest of a stay.
    pub(crate) fn is_concerned(&self, plan: &StayPlan) -> bool {
        self.due.is_concerned(plan)
    }

    /// What a stay's own evaluation changed is no reason to evaluate it once more.
    pub(crate) fn pass_stay(&mut self, plan: &StayPlan) {
        self.due.pass_stay(plan);
    }

    /// All that had to be told to a listing's guests was.
    pub(crate) fn pass(&mut self, listing_id: &Id) {
        self.due.pass(listing_id);
    }

    /// Whether there may be codes of bookings that are not there.
    pub(crate) fn has_orphans(&self) -> bool {
        self.due.orphans
    }

    /// Takes notice of what was changed since the last call.
    pub(crate) fn mark(&mut self, state: &mut State) {
        for topic in state.take_touched() {
            self.add(state, topic);
        }
    }

    /// Evaluates a topic in the rest of this step and in the next one.
    fn add(&mut self, state: &State, topic: Topic) {
        self.due.add_topic(state, &self.kept, &topic);
        self.next_step.insert(topic);
    }

    /// Takes the new plan of a listing.
    pub(crate) fn plan(
        &mut self,
        state: &State,
        listing_id: &Id,
        stays: Vec<StayPlan>,
        now: Instant,
    ) {
        let before = self.plans.shared(listing_id);
        if *before == *stays {
            return;
        }
        self.due.add_guests(listing_id);
        let changed = self.plans.put(listing_id, stays);
        let after = self.plans.shared(listing_id);
        for holder in before.iter().filter_map(|plan| plan.stay.holder()) {
            if !after.iter().any(|plan| plan.stay.holder() == Some(holder)) {
                self.keep(
                    Topic::Stay(holder.clone()),
                    Phase::Tell,
                    Evaluation::new(now),
                );
            }
        }
        for lock_id in changed {
            self.add(state, Topic::Lock(lock_id));
        }
    }

    /// Keeps what an evaluation found, in place of what the last one did.
    pub(crate) fn keep(&mut self, place: Topic, phase: Phase, mut evaluation: Evaluation) {
        #[cfg(test)]
        {
            self.evaluations += 1;
        }
        for until in evaluation
            .conditions
            .iter()
            .filter_map(|condition| condition.until)
        {
            evaluation.timers.set(Timer::ConditionEnds, until);
        }
        let finding = Finding {
            wake_at: evaluation.timers.earliest(),
            refresh_at: evaluation.refresh.earliest(),
            conditions: keys_of(&evaluation.conditions, &place),
            watched: evaluation.watch,
        };
        let spot = Spot { place, phase };
        if self.kept.is_known(&spot, &finding) {
            return;
        }
        let after = finding.conditions.clone();
        let before = self.kept.replace(&spot, finding).conditions;
        let concerned =
            self.conditions
                .replace(&before, &after, evaluation.conditions, &spot.place);
        for lock_id in concerned {
            self.due.add_lock(&lock_id);
            self.next_step.insert(Topic::Lock(lock_id));
        }
    }

    /// Whether the host hears of a stay or a visit that a lock does not do what it is asked.
    pub(crate) fn is_complained_of(&self, lock_id: &Id) -> bool {
        self.conditions.is_complained_of(lock_id)
    }

    /// Tells the host about each new condition, and forgets those that are gone (N1).
    pub(crate) fn notify(&mut self, state: &mut State, now: Instant) -> Vec<Notice> {
        let outdated = if self.is_complete {
            Outdated::Lost
        } else {
            Outdated::Any
        };
        self.next_step
            .extend(self.conditions.end_gone(state, outdated, now));
        let (notices, places): (Vec<_>, Vec<_>) =
            self.conditions.take_new(state, now).into_iter().unzip();
        self.next_step.extend(places);
        notices
    }

    /// Ends a step; gives the earliest instant at which one would do something (D3).
    pub(crate) fn end(&mut self, state: &mut State) -> Option<Instant> {
        self.is_complete = true;
        self.next_step.extend(state.take_touched());
        self.kept.wake_at()
    }
}
