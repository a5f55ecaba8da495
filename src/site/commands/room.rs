//! How the codes that wait for a place on their lock get one, and what the host hears of the others
//! (S, N1).

use super::capacity::Capacity;
use super::eviction::{evicted, may_go};
use super::lock_view::{LockView, opens_from};
use super::no_place::{NoPlace, heard, known, no_place};
use super::pending_work::PendingWork;
use crate::model::{CodeWindow, Desired};
use crate::rules::NoticeCause;
use crate::site::evaluation::{Evaluation, HostCondition, Timer};
use crate::time::Instant;

/// The removals that make room for the codes that wait. Whoever waits in vain is told to the host
/// when their code is due, and no other code can go.
pub(super) fn make_room<'a>(
    view: &LockView<'a>,
    places: &Capacity,
    waiting: &[&PendingWork<'a>],
    evaluation: &mut Evaluation,
) -> Vec<PendingWork<'a>> {
    let known = known(view.state, view.row);
    let mut removals = Vec::new();
    if waiting.is_empty() {
        evaluation.conditions.extend(known);
        return removals;
    }
    let mut may_go = may_go(view);
    let mut ends = places.ends(view);
    for work in waiting {
        if let Some(removal) = evicted(view, work, &mut may_go) {
            removals.push(removal);
            continue;
        }
        // Who needs theirs now gets the place that is kept for an emergency code.
        let begins = opens_from(work.code).filter(|&begins| begins > view.at);
        if let Some(at) = begins.filter(|&at| places.at(at).has_room_for(work)) {
            let timers = &mut evaluation.timers;
            timers.set(Timer::CommandDue, at.max(work.from));
        }
        let excess = places.excess(work);
        let found = no_place(view, work, ends.get(excess).copied());
        if found.said_at <= view.at {
            pass_on(&mut ends, excess, work);
        }
        report(&known, found, view.at, evaluation);
    }
    evaluation.conditions.extend(known);
    removals
}

/// The place that is free next is taken, until its new code ends. Who comes later in the order
/// gets a later one.
fn pass_on(ends: &mut Vec<Instant>, excess: usize, work: &PendingWork<'_>) {
    if excess < ends.len() {
        ends.remove(excess);
    }
    if let Some(Desired::Window(CodeWindow {
        ends_at: Some(end), ..
    })) = work.code.wanted
    {
        let index = ends.partition_point(|other| *other <= end);
        ends.insert(index, end);
    }
}

/// The host hears once that a code finds no place, and once more where a place that should come in
/// time does not. Nobody is called for what the host has heard.
fn report(known: &[HostCondition], found: NoPlace, at: Instant, evaluation: &mut Evaluation) {
    let heard = heard(known, &found.condition);
    let is_heard = heard == found.condition.notice.values.cause;
    let timers = &mut evaluation.timers;
    if heard == Some(NoticeCause::LockFull) {
        return;
    }
    if !is_heard && found.said_at > at {
        timers.set(Timer::CommandDue, found.said_at);
        return;
    }
    if let Some(again) = found.again_at {
        timers.set(Timer::CommandDue, again);
    }
    if !is_heard {
        evaluation.conditions.push(found.condition);
    }
}
