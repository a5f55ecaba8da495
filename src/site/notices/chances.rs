//! The chance that a guest's own codes have before a backup is told because of the deadline (A2).
//!
//! What is needed is written down in the code, and what was sent, too. The guest's first message
//! waits until the chance has ended, so that they read one PIN (F40).

use super::door_view::{DoorView, Surroundings};
use super::stay_view::StayView;
use crate::Id;
use crate::model::{AccessCode, Awaited, CodeWindow, CommandKind, Desired, OnLockState};
use crate::rules::Decision;
use crate::site::evaluation::{Evaluation, Timer, Timers};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{RowKey, State};
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
    /// The stay's own codes whose need changed. Sets the timer for when time alone changes one
    /// (D3).
    pub(super) fn new_needs(&self, now: Instant, timers: &mut Timers) -> Vec<Need> {
        let mut needs = Vec::new();
        for door in &self.plan.doors {
            let is_here = |code: &&AccessCode| {
                code.lock_id == door.lock_id
                    && self.is_holder_of(code)
                    && !is_settled(code)
                    && !code.is_offline()
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
            if let Some(at) = view.case.need_changes_at(timers.horizon()) {
                timers.set(Timer::AccessChanges, at);
            }
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

/// Whether a code that the guest of a stay waits for was sent in the step at `now`: from then on it
/// has its chance. Or another code was sent to a lock of theirs, which may be full now, or its
/// platform was asked for one, and their message waits (D3, A3b).
pub(crate) fn is_just_sent(state: &State, plan: &StayPlan, now: Instant) -> bool {
    let was_sent = |code: &AccessCode| code.awaited.is_some_and(|it| it.sent_at == Some(now));
    let holder = plan.stay.holder();
    let is_own = holder.is_some_and(|holder| {
        let about_it = RowKey::Stay(holder.clone());
        state.access_codes.about(&about_it).any(was_sent)
    });
    is_own || plan.doors.iter().any(|door| was_given_at(state, door, now))
}

/// Whether the lock of a door was given a code in the step at `now`, or its platform was asked for
/// one.
fn was_given_at(state: &State, door: &Door, now: Instant) -> bool {
    let row = state.locks.get(&door.lock_id);
    let here = RowKey::Lock(door.lock_id.clone());
    let mut commands = state.commands.about(&here);
    row.is_some_and(|row| row.command_given_at == Some(now))
        && commands.any(|command| {
            matches!(
                command.kind,
                CommandKind::ProgramCode | CommandKind::IssueOfflineCode
            )
        })
}

impl StayView<'_> {
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
        now: Instant,
        evaluation: &mut Evaluation,
    ) {
        let is_first = self.trip.told_access.is_none();
        let doors = self.plan.doors.iter().zip(decisions);
        let waiting = doors.filter_map(|(door, decision)| {
            let decision = decision.filter(|decision| self.waits_at(door, decision))?;
            // A later message has nothing to say of a door whose platform has made no PIN yet.
            let is_news = is_first || self.opened_by(door, None, now).is_some();
            decision.until.filter(|_| is_news)
        });
        let until = if is_first {
            waiting.max()
        } else {
            waiting.min()
        };
        if let Some(until) = until {
            evaluation.timers.set(Timer::AccessChanges, until);
        }
    }
}
