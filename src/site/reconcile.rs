//! A step: each phase looks at the places that changed or fell due, in the order of their ids (D1, D2, D5).

use std::collections::BTreeMap;

use crate::Id;
use crate::code::Key;
use crate::site::cache::{Cache, Kind, Phase};
use crate::site::codes::{
    Claims, assign, await_edges, claim, end_orphans, end_unclaimed, follow_stays, keep_backups, keep_visit,
};
use crate::site::commands::work;
use crate::site::evaluation::{Evaluation, Telling, Timer, Timers, suspension};
use crate::site::facts::expire;
use crate::site::notices::{
    backups_told, end_trips, manual_removals, of_lock, refusals, review_due, rotations_done, tell_guest,
    tell_visitor,
};
use crate::site::orders::{forget_code_orders, forget_orders};
use crate::site::plan::plan;
use crate::site::state::{Place, State};
use crate::site::step::Step;
use crate::time::Instant;

/// A step under way.
pub(crate) struct Reconciliation<'a> {
    pub(crate) state: &'a mut State,
    pub(crate) cache: &'a mut Cache,
    pub(crate) key: &'a Key,
    pub(crate) now: Instant,
    pub(crate) step: Step,
    claims: BTreeMap<Id, Claims>,
}

/// What a phase does at one place.
type Work = fn(&mut Reconciliation<'_>, &Id, &mut Evaluation);

impl<'a> Reconciliation<'a> {
    pub(crate) fn new(
        state: &'a mut State,
        cache: &'a mut Cache,
        key: &'a Key,
        now: Instant,
        step: Step,
    ) -> Self {
        Self {
            state,
            cache,
            key,
            now,
            step,
            claims: BTreeMap::new(),
        }
    }

    /// Compares what should be with what is, once, and does what follows.
    pub(crate) fn run(mut self) -> Step {
        self.cache.begin(self.state, self.now);
        self.each(Kind::Lock, Phase::Expire, |run, id, evaluation| {
            expire(run.state, id, run.now, &mut evaluation.timers);
        });
        self.each(Kind::Listing, Phase::Plan, |run, id, evaluation| {
            let stays = plan(run.state, id, run.now, evaluation);
            run.cache.plan(run.state, id, stays, run.now);
        });
        self.each(Kind::Listing, Phase::End, |run, id, _| {
            let (stays, audit) = (run.cache.plans.of(id), &mut run.step.audit);
            let claims = end_unclaimed(run.state, id, stays, run.now, audit);
            run.claims.insert(id.clone(), claims);
        });
        if self.cache.has_orphans() {
            end_orphans(self.state, self.now, &mut self.step.audit);
        }
        self.each(Kind::Listing, Phase::Issue, |run, id, evaluation| {
            let stays = run.cache.plans.of(id);
            let claims = run.claims.remove(id);
            let claims = claims.unwrap_or_else(|| claim(run.state, id, stays, run.now));
            assign(
                run.state,
                stays,
                claims,
                run.now,
                run.key,
                &mut run.step.audit,
                evaluation,
            );
        });
        // A spare follows its stay before anybody is told what opens.
        self.each(Kind::Lock, Phase::Follow, |run, id, evaluation| {
            let (plans, audit) = (&run.cache.plans, &mut run.step.audit);
            follow_stays(run.state, plans, id, run.now, audit, &mut evaluation.timers);
        });
        // Once more, for those who counted on a spare that another guest was told just now (B2, D3).
        for is_again in [false, true] {
            self.tell_stays(is_again);
        }
        self.each(Kind::Visit, Phase::Visit, |run, id, evaluation| {
            let mut telling = Telling::default();
            keep_visit(run.state, id, run.now, run.key, &mut telling, evaluation);
            tell_visitor(run.state, id, &mut telling, evaluation);
            run.take(telling);
        });
        // What was told is a stay's from now on, and another spare takes its place (B2).
        self.each(Kind::Lock, Phase::Spares, |run, id, evaluation| {
            let audit = &mut run.step.audit;
            keep_backups(run.state, run.cache, id, run.now, run.key, audit, evaluation);
        });
        self.each(Kind::Lock, Phase::ByHand, |run, id, evaluation| {
            manual_removals(run.state, &run.cache.plans, id, run.now, evaluation);
        });
        self.each(Kind::Lock, Phase::Work, |run, id, evaluation| {
            let command = work(run.state, run.cache, id, run.now, evaluation);
            run.step.commands.extend(command);
        });
        // A new code that is sent by now is in the place of the old one.
        self.each(Kind::Listing, Phase::Edges, |run, id, evaluation| {
            for plan in run.cache.plans.of(id) {
                for door in &plan.doors {
                    await_edges(run.state, plan, door, run.now, &mut evaluation.timers);
                }
            }
        });
        self.each(Kind::Lock, Phase::Causes, |run, id, evaluation| {
            evaluation.conditions = refusals(run.state, id);
            evaluation.conditions.extend(of_lock(run.state, id));
            evaluation
                .conditions
                .extend(backups_told(run.state, &run.cache.plans, id));
            let is_complained_of = run.cache.is_complained_of(id);
            let suspended = suspension(run.state, id, is_complained_of, &evaluation.conditions);
            evaluation.conditions.extend(suspended);
            let done = rotations_done(run.state, id);
            run.step.notices.extend(done);
        });
        self.each(Kind::Lock, Phase::Forget, |run, id, evaluation| {
            forget(run.state, id, run.now, &mut evaluation.timers);
            forget_code_orders(run.state, id);
        });
        let told = self.cache.notify(self.state, self.now);
        self.step.notices.extend(told);
        let mut timers = Timers::new(self.now);
        self.step
            .notices
            .extend(review_due(self.state, self.now, &mut timers));
        self.step.notices.sort_by(|a, b| a.key.cmp(&b.key));
        if let Some(at) = self.cache.end(self.state) {
            timers.set(Timer::EarlierEvaluation, at);
        }
        self.step.wake_at = timers.earliest();
        self.step
    }

    fn each(&mut self, kind: Kind, phase: Phase, work: Work) {
        let mut last: Option<Id> = None;
        while let Some(id) = self.cache.next(kind, last.as_ref()) {
            let place = match kind {
                Kind::Lock => Place::Lock(id.clone()),
                Kind::Listing => Place::Listing(id.clone()),
                Kind::Visit => Place::Visit(id.clone()),
            };
            self.look(place, phase, |run, evaluation| work(run, &id, evaluation));
            last = Some(id);
        }
    }

    fn look(&mut self, place: Place, phase: Phase, work: impl FnOnce(&mut Self, &mut Evaluation)) {
        let mut evaluation = Evaluation::new(self.now);
        work(self, &mut evaluation);
        self.cache.mark(self.state);
        self.cache.keep(place, phase, evaluation);
    }

    /// Tells each stay that is concerned, in the order of their listings and their starts, and ends those that are no
    /// more.
    fn tell_stays(&mut self, is_again: bool) {
        let mut last: Option<Id> = None;
        while let Some(id) = self.cache.next_told(last.as_ref()) {
            let stays = self.cache.plans.shared(&id);
            last = Some(id.clone());
            if is_again && !stays.iter().any(|plan| self.cache.is_concerned(plan)) {
                continue;
            }
            for plan in stays.iter() {
                if let Some(holder) = plan.stay.holder().filter(|_| self.cache.is_concerned(plan)) {
                    self.look(Place::Stay(holder.clone()), Phase::Tell, |run, evaluation| {
                        let mut telling = Telling::default();
                        tell_guest(run.state, &stays, plan, run.now, &mut telling, evaluation);
                        run.take(telling);
                    });
                    self.cache.pass_stay(plan);
                }
            }
            self.look(Place::Listing(id.clone()), Phase::Tell, |run, evaluation| {
                let mut telling = Telling::default();
                end_trips(run.state, &id, &stays, run.now, &mut telling, evaluation);
                forget_orders(run.state, &id, run.now, &mut evaluation.timers);
                run.take(telling);
            });
            self.cache.pass(&id);
        }
    }

    fn take(&mut self, telling: Telling) {
        self.step.notices.extend(telling.notices);
        self.step.audit.extend(telling.audit);
    }
}

/// Forgets the codes of a lock that are off it and whose PINs may serve others again (P7).
fn forget(state: &mut State, lock_id: &Id, now: Instant, timers: &mut Timers) {
    let retire_minutes = i64::from(state.header.policy.codes.retire_days).saturating_mul(24 * 60);
    let mut forgotten = Vec::new();
    for code in state.access_codes.about(&Place::Gone(lock_id.clone())) {
        let free_at = code.on_lock.at.unwrap_or(now).plus_minutes(retire_minutes);
        if free_at <= now {
            forgotten.push(code.id.clone());
        } else {
            timers.set(Timer::PinFree, free_at);
        }
    }
    for id in forgotten {
        state.access_codes.delete(&id);
    }
}
