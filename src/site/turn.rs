//! A step: each phase looks at the places that changed or fell due, in the order of their ids (D1, D2, D5).

use std::collections::BTreeMap;

use super::alarm::Alarm;
use super::assign::{self, Claims, assign, end_orphans, end_unclaimed};
use super::by_hand::removals_by_hand;
use super::causes::{of_lock, refusals, spares_told};
use super::doors::plan;
use super::memo::{Kind, Look, Memo, Phase};
use super::place::Place;
use super::reissue::await_edges;
use super::result::expire;
use super::review::review_due;
use super::rotated::rotations_done;
use super::spares::{follow_stays, keep_spares};
use super::standing::{forget_code_orders, forget_orders};
use super::state::State;
use super::step::Step;
use super::suspended::suspension;
use super::tell::{Telling, end_trips, tell};
use super::visiting::keep_visit;
use super::work::work;
use crate::Id;
use crate::code::Key;
use crate::time::Instant;

/// A step under way.
pub(super) struct Turn<'a> {
    pub(super) state: &'a mut State,
    pub(super) memo: &'a mut Memo,
    pub(super) key: &'a Key,
    pub(super) now: Instant,
    pub(super) step: Step,
    claims: BTreeMap<Id, Claims>,
}

/// What a phase does at one place.
type Work = fn(&mut Turn<'_>, &Id, &mut Look);

impl<'a> Turn<'a> {
    pub(super) fn new(
        state: &'a mut State,
        memo: &'a mut Memo,
        key: &'a Key,
        now: Instant,
        step: Step,
    ) -> Self {
        Self {
            state,
            memo,
            key,
            now,
            step,
            claims: BTreeMap::new(),
        }
    }

    /// Compares what should be with what is, once, and does what follows.
    pub(super) fn run(mut self) -> Step {
        self.memo.begin(self.state, self.now);
        self.each(Kind::Lock, Phase::Expire, |turn, id, look| {
            expire(turn.state, id, turn.now, &mut look.alarm);
        });
        self.each(Kind::Listing, Phase::Plan, |turn, id, look| {
            let stays = plan(turn.state, id, turn.now, look);
            turn.memo.plan(turn.state, id, stays, turn.now);
        });
        self.each(Kind::Listing, Phase::End, |turn, id, _| {
            let (stays, audit) = (turn.memo.plans.of(id), &mut turn.step.audit);
            let claims = end_unclaimed(turn.state, id, stays, turn.now, audit);
            turn.claims.insert(id.clone(), claims);
        });
        if self.memo.has_orphans() {
            end_orphans(self.state, self.now, &mut self.step.audit);
        }
        self.each(Kind::Listing, Phase::Issue, |turn, id, look| {
            let stays = turn.memo.plans.of(id);
            let claims = turn.claims.remove(id);
            let claims = claims.unwrap_or_else(|| assign::claim(turn.state, id, stays, turn.now));
            assign(
                turn.state,
                stays,
                claims,
                turn.now,
                turn.key,
                &mut turn.step.audit,
                look,
            );
        });
        // A spare follows its stay before anybody is told what opens.
        self.each(Kind::Lock, Phase::Follow, |turn, id, look| {
            let (plans, audit) = (&turn.memo.plans, &mut turn.step.audit);
            follow_stays(turn.state, plans, id, turn.now, audit, &mut look.alarm);
        });
        // Once more, for those who counted on a spare that another guest was told just now (B2, D3).
        for is_again in [false, true] {
            self.tell_stays(is_again);
        }
        self.each(Kind::Visit, Phase::Visit, |turn, id, look| {
            let mut telling = Telling::default();
            keep_visit(turn.state, id, turn.now, turn.key, &mut telling, look);
            turn.take(telling);
        });
        // What was told is a stay's from now on, and another spare takes its place (B2).
        self.each(Kind::Lock, Phase::Spares, |turn, id, look| {
            let audit = &mut turn.step.audit;
            keep_spares(turn.state, turn.memo, id, turn.now, turn.key, audit, look);
        });
        self.each(Kind::Lock, Phase::ByHand, |turn, id, look| {
            removals_by_hand(turn.state, &turn.memo.plans, id, turn.now, look);
        });
        self.each(Kind::Lock, Phase::Work, |turn, id, look| {
            let command = work(turn.state, turn.memo, id, turn.now, look);
            turn.step.commands.extend(command);
        });
        // A new code that is sent by now is in the place of the old one.
        self.each(Kind::Listing, Phase::Edges, |turn, id, look| {
            for each in turn.memo.plans.of(id) {
                for door in &each.doors {
                    await_edges(turn.state, each, door, turn.now, &mut look.alarm);
                }
            }
        });
        self.each(Kind::Lock, Phase::Causes, |turn, id, look| {
            look.causes = refusals(turn.state, id);
            look.causes.extend(of_lock(turn.state, id));
            look.causes.extend(spares_told(turn.state, &turn.memo.plans, id));
            let is_complained_of = turn.memo.is_complained_of(id);
            let suspended = suspension(turn.state, id, is_complained_of, &look.causes);
            look.causes.extend(suspended);
            let done = rotations_done(turn.state, id);
            turn.step.notices.extend(done);
        });
        self.each(Kind::Lock, Phase::Forget, |turn, id, look| {
            forget(turn.state, id, turn.now, &mut look.alarm);
            forget_code_orders(turn.state, id);
        });
        let told = self.memo.notify(self.state, self.now);
        self.step.notices.extend(told);
        let mut alarm = Alarm::new(self.now);
        self.step
            .notices
            .extend(review_due(self.state, self.now, &mut alarm));
        self.step.notices.sort_by(|a, b| a.key.cmp(&b.key));
        if let Some(at) = self.memo.end(self.state) {
            alarm.set(at);
        }
        self.step.wake_at = alarm.earliest();
        self.step
    }

    fn each(&mut self, kind: Kind, phase: Phase, work: Work) {
        let mut last: Option<Id> = None;
        while let Some(id) = self.memo.next(kind, last.as_ref()) {
            let place = match kind {
                Kind::Lock => Place::Lock(id.clone()),
                Kind::Listing => Place::Listing(id.clone()),
                Kind::Visit => Place::Visit(id.clone()),
            };
            self.look(place, phase, |turn, look| work(turn, &id, look));
            last = Some(id);
        }
    }

    fn look(&mut self, place: Place, phase: Phase, work: impl FnOnce(&mut Self, &mut Look)) {
        let mut look = Look::new(self.now);
        work(self, &mut look);
        self.memo.mark(self.state);
        self.memo.keep(place, phase, look);
    }

    /// Tells each stay that is concerned, in the order of their listings and their starts, and ends those that are no
    /// more.
    fn tell_stays(&mut self, is_again: bool) {
        let mut last: Option<Id> = None;
        while let Some(id) = self.memo.next_told(last.as_ref()) {
            let stays = self.memo.plans.shared(&id);
            last = Some(id.clone());
            if is_again && !stays.iter().any(|each| self.memo.is_concerned(each)) {
                continue;
            }
            for each in stays.iter() {
                if let Some(holder) = each.stay.holder().filter(|_| self.memo.is_concerned(each)) {
                    self.look(Place::Stay(holder.clone()), Phase::Tell, |turn, look| {
                        let mut telling = Telling::default();
                        tell(turn.state, &stays, each, turn.now, &mut telling, look);
                        turn.take(telling);
                    });
                    self.memo.pass_stay(each);
                }
            }
            self.look(Place::Listing(id.clone()), Phase::Tell, |turn, look| {
                let mut telling = Telling::default();
                end_trips(turn.state, &id, &stays, turn.now, &mut telling, look);
                forget_orders(turn.state, &id, turn.now, &mut look.alarm);
                turn.take(telling);
            });
            self.memo.pass(&id);
        }
    }

    fn take(&mut self, telling: Telling) {
        self.step.notices.extend(telling.notices);
        self.step.audit.extend(telling.audit);
    }
}

/// Forgets the codes of a lock that are off it and whose PINs may serve others again (P7).
fn forget(state: &mut State, lock_id: &Id, now: Instant, alarm: &mut Alarm) {
    let retire_minutes = i64::from(state.header.policy.codes.retire_days).saturating_mul(24 * 60);
    let mut forgotten = Vec::new();
    for code in state.access_codes.about(&Place::Gone(lock_id.clone())) {
        let free_at = code.on_lock.at.unwrap_or(now).plus_minutes(retire_minutes);
        if free_at <= now {
            forgotten.push(code.id.clone());
        } else {
            alarm.set(free_at);
        }
    }
    for id in forgotten {
        state.access_codes.delete(&id);
    }
}
