//! A step: what should be is compared with what is, phase by phase.
//!
//! Each phase goes through the places that changed or fell due, in the order of their ids (D1, D2,
//! D5). [`reconcile`] is the list of the phases.

use std::collections::{BTreeMap, BTreeSet};

use crate::Id;
use crate::site::cache::{Cache, Kind, Phase};
use crate::site::codes::{
    Claims, assign, await_edges, claim, doubt_tasks, end_orphans, end_unclaimed,
    follow_offline_codes, follow_stays, keep_backups, keep_visit,
};
use crate::site::commands::work;
use crate::site::evaluation::{Context, Timer, Timers, suspended_codes, suspension};
use crate::site::facts::expire;
use crate::site::notices::{
    backups_told, end_old_stops, end_trips, filled, is_just_sent, manual_removals, of_lock,
    refusals, report_holds, review_due, rotations_done, tell_guest, tell_refused_entries,
    tell_visitor,
};
use crate::site::orders::{forget_code_orders, forget_orders};
use crate::site::plan::{StayPlan, UnknownName, plan, unknown_names_of_visit};
use crate::site::state::{RowKey, State, Topic};
use crate::site::step::Step;
use crate::time::{Duration, Instant};

/// Compares what should be with what is, once, and does what follows.
pub(crate) fn reconcile(context: Context<'_>, cache: &mut Cache) -> Step {
    let mut step = Reconciliation {
        context,
        cache,
        claims: BTreeMap::new(),
    };
    step.begin();
    // Commands past their deadline have no result (C7).
    step.each(Kind::Lock, Phase::Expire, expire_commands);
    // The bookings of a listing become stays with doors and windows (W).
    step.each(Kind::Listing, Phase::Plan, plan_stays);
    // Each door claims the code that it has, and codes that no stay claims end (T5).
    step.each(Kind::Listing, Phase::End, end_codes);
    // Codes of bookings that are not there end.
    step.end_orphans();
    // Codes get their holders and windows, and missing codes are made (P1).
    step.each(Kind::Listing, Phase::Issue, issue_codes);
    // A told backup follows its stay before anybody is told what opens (B4).
    step.each(Kind::Lock, Phase::FollowBackups, follow_told_backups);
    // Guests are told their way in (A).
    step.tell_guests(Round::First);
    // Guests who counted on a backup that another guest was told just now are looked at again (B2).
    step.tell_guests(Round::Second);
    // Visits get their codes, and visitors are told (V).
    step.each(Kind::Visit, Phase::Visit, serve_visit);
    // A new backup takes the place of each told one (B1).
    step.each(Kind::Lock, Phase::Backups, fill_pool);
    // The host is asked to take codes off locks that do not answer (B5).
    step.each(Kind::Lock, Phase::ManualRemoval, ask_for_manual_removals);
    // Each lock gets its next command (D4).
    step.each(Kind::Lock, Phase::Work, command_lock);
    // The code of a guest that was just sent has its chance from here on (A2).
    step.tell_guests(Round::Sent);
    // A new code that was just sent counts in place of the old one (T7).
    step.each(Kind::Listing, Phase::Replacements, await_replacements);
    // What the host should know of a lock is put together (N1).
    step.each(Kind::Lock, Phase::Conditions, find_host_conditions);
    // Codes and orders that no longer count are forgotten (P7).
    step.each(Kind::Lock, Phase::Forget, forget);
    // The host hears of new conditions, and the step's results are put together.
    step.finish()
}

/// A step under way.
struct Reconciliation<'a> {
    context: Context<'a>,
    cache: &'a mut Cache,
    /// The claims of the listings whose unclaimed codes ended in this step.
    claims: BTreeMap<Id, Claims>,
}

/// What a phase does at one place.
type Work = fn(&mut Reconciliation<'_>, &Id);

/// Guests are told in two rounds. Those whose codes were sent after that are looked at once more.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Round {
    First,
    Second,
    Sent,
}

impl Reconciliation<'_> {
    fn begin(&mut self) {
        self.cache.begin(self.context.state, self.context.now);
    }

    /// Goes through the places of a kind that have to be evaluated.
    fn each(&mut self, kind: Kind, phase: Phase, work: Work) {
        let mut last: Option<Id> = None;
        while let Some(id) = self.cache.next(kind, last.as_ref()) {
            let topic = match kind {
                Kind::Lock => Topic::Lock(id.clone()),
                Kind::Listing => Topic::Listing(id.clone()),
                Kind::Visit => Topic::Visit(id.clone()),
            };
            self.evaluate(topic, phase, |step| work(step, &id));
            last = Some(id);
        }
    }

    /// Evaluates one place, and keeps what was found for later steps.
    fn evaluate(&mut self, topic: Topic, phase: Phase, work: impl FnOnce(&mut Self)) {
        work(self);
        let evaluation = self.context.take_evaluation();
        self.cache.mark(self.context.state);
        self.cache.keep(topic, phase, evaluation);
    }

    fn end_orphans(&mut self) {
        if self.cache.has_orphans() {
            end_orphans(&mut self.context);
        }
    }

    /// Tells the guests of each listing, in the order of their stays, and ends the trips that are
    /// over.
    fn tell_guests(&mut self, round: Round) {
        let mut last: Option<Id> = None;
        while let Some(id) = self.cache.next_told(last.as_ref()) {
            last = Some(id.clone());
            self.tell_guests_of(&id, round);
        }
    }

    fn tell_guests_of(&mut self, listing_id: &Id, round: Round) {
        let stays = self.cache.plans.shared(listing_id);
        let is_concerned = |step: &Self, plan: &StayPlan| {
            let (state, now) = (&*step.context.state, step.context.now);
            step.cache.is_concerned(plan)
                && (round != Round::Sent || is_just_sent(state, plan, now))
        };
        if round != Round::First && !stays.iter().any(|plan| is_concerned(self, plan)) {
            return;
        }
        for plan in stays.iter() {
            let Some(holder) = plan.stay.holder().filter(|_| is_concerned(self, plan)) else {
                continue;
            };
            self.evaluate(Topic::Stay(holder.clone()), Phase::Tell, |step| {
                tell_guest(&mut step.context, &stays, plan);
                report_holds(&mut step.context, plan);
            });
            self.cache.pass_stay(plan);
        }
        self.evaluate(Topic::Listing(listing_id.clone()), Phase::Tell, |step| {
            let context = &mut step.context;
            end_trips(context, listing_id, &stays);
            let now = context.now;
            let timers = &mut context.evaluation.timers;
            forget_orders(context.state, listing_id, now, timers);
        });
        self.cache.pass(listing_id);
    }

    fn finish(mut self) -> Step {
        let context = &mut self.context;
        let conditions = self.cache.notify(context.state, context.now);
        let mut timers = Timers::new(context.now);
        let review = review_due(context.state, context.now, &mut timers);
        context.output.notices.extend(conditions);
        context.output.notices.extend(review);
        let notices = std::mem::take(&mut context.output.notices);
        let (plans, told) = (&self.cache.plans, &context.output.audit);
        context.output.notices = filled(context.state, plans, told, notices, context.now);
        context.output.notices.sort_by(|a, b| a.key.cmp(&b.key));
        if let Some(at) = self.cache.end(context.state) {
            timers.set(Timer::EarlierEvaluation, at);
        }
        let output = self.context.output;
        Step {
            commands: output.commands,
            notices: output.notices,
            audit: output.audit,
            wake_at: timers.earliest(),
            ..Step::default()
        }
    }
}

fn expire_commands(step: &mut Reconciliation<'_>, lock_id: &Id) {
    let context = &mut step.context;
    let timers = &mut context.evaluation.timers;
    expire(context.state, lock_id, context.now, timers);
}

fn plan_stays(step: &mut Reconciliation<'_>, listing_id: &Id) {
    let stays = plan(&mut step.context, listing_id);
    end_old_stops(step.context.state, &stays);
    step.cache
        .plan(step.context.state, listing_id, stays, step.context.now);
}

fn end_codes(step: &mut Reconciliation<'_>, listing_id: &Id) {
    let claims = end_unclaimed(
        &mut step.context,
        listing_id,
        step.cache.plans.of(listing_id),
    );
    step.claims.insert(listing_id.clone(), claims);
}

fn issue_codes(step: &mut Reconciliation<'_>, listing_id: &Id) {
    let stays = step.cache.plans.of(listing_id);
    let (state, now) = (&*step.context.state, step.context.now);
    let claims = step.claims.remove(listing_id);
    let claims = claims.unwrap_or_else(|| claim(state, listing_id, stays, now));
    assign(&mut step.context, stays, claims);
}

fn follow_told_backups(step: &mut Reconciliation<'_>, lock_id: &Id) {
    follow_stays(&mut step.context, &step.cache.plans, lock_id);
    follow_offline_codes(&mut step.context, &step.cache.plans, lock_id);
    doubt_tasks(&mut step.context, &step.cache.plans, lock_id);
}

fn serve_visit(step: &mut Reconciliation<'_>, visit_id: &Id) {
    keep_visit(&mut step.context, visit_id);
    // Its codes have got their windows. What the lock keeps in their place is in doubt before the
    // visitor is told what opens (D3, T5).
    for lock_id in locks_of_visit(step.context.state, visit_id) {
        doubt_tasks(&mut step.context, &step.cache.plans, &lock_id);
    }
    report_unknown_names(&mut step.context, visit_id);
    tell_visitor(&mut step.context, visit_id);
}

fn locks_of_visit(state: &State, visit_id: &Id) -> BTreeSet<Id> {
    let codes = state.access_codes.about(&RowKey::Visit(visit_id.clone()));
    codes.map(|code| code.lock_id.clone()).collect()
}

/// The host hears of a listing and of locks of a visit that are not there (N5).
fn report_unknown_names(context: &mut Context<'_>, visit_id: &Id) {
    if let Some(row) = context.state.visits.get(visit_id) {
        let names = unknown_names_of_visit(context.state, row, context.now);
        let conditions = names.iter().map(UnknownName::condition);
        context.evaluation.conditions.extend(conditions);
    }
}

fn fill_pool(step: &mut Reconciliation<'_>, lock_id: &Id) {
    keep_backups(&mut step.context, step.cache, lock_id);
}

fn ask_for_manual_removals(step: &mut Reconciliation<'_>, lock_id: &Id) {
    manual_removals(&mut step.context, &step.cache.plans, lock_id);
}

fn command_lock(step: &mut Reconciliation<'_>, lock_id: &Id) {
    work(&mut step.context, step.cache, lock_id);
}

fn await_replacements(step: &mut Reconciliation<'_>, listing_id: &Id) {
    let context = &mut step.context;
    for plan in step.cache.plans.of(listing_id) {
        let timers = &mut context.evaluation.timers;
        await_edges(context.state, plan, context.now, timers);
    }
}

fn find_host_conditions(step: &mut Reconciliation<'_>, lock_id: &Id) {
    let context = &mut step.context;
    let mut conditions = refusals(context.state, lock_id);
    conditions.extend(suspended_codes(context.state, lock_id));
    conditions.extend(of_lock(context.state, lock_id));
    conditions.extend(backups_told(context.state, &step.cache.plans, lock_id));
    let is_complained_of = step.cache.is_complained_of(lock_id);
    let suspended = suspension(context.state, lock_id, is_complained_of, &conditions);
    conditions.extend(suspended);
    context.evaluation.conditions = conditions;
    let done = rotations_done(context.state, lock_id);
    context.output.notices.extend(done);
    tell_refused_entries(context, lock_id);
}

/// Forgets orders about codes that are gone, and the gone codes whose PINs may serve others again
/// (P7).
fn forget(step: &mut Reconciliation<'_>, lock_id: &Id) {
    let context = &mut step.context;
    let policy = context.state.policy_of_lock(lock_id);
    let retire = Duration::days(policy.codes.retire_days);
    let row = context.state.locks.get(lock_id);
    let unseen_since = row.filter(|row| row.unseen_removal_at.is_some());
    let unseen_since = unseen_since.map(|row| row.read_at.unwrap_or(Instant::MIN));
    let mut forgotten = Vec::new();
    for code in context
        .state
        .access_codes
        .about(&RowKey::Gone(lock_id.clone()))
    {
        let gone_at = code.on_lock.at.unwrap_or(context.now);
        // A list may show it yet, for a day.
        let is_unseen = unseen_since.is_some_and(|since| gone_at >= since);
        let seen_by = gone_at + Duration::days(u32::from(is_unseen));
        let free_at = seen_by.max(gone_at + retire);
        if free_at <= context.now {
            forgotten.push(code.id.clone());
        } else {
            context.evaluation.timers.set(Timer::PinFree, free_at);
        }
    }
    for id in forgotten {
        context.state.access_codes.delete(&id);
    }
    forget_code_orders(context.state, lock_id);
}
