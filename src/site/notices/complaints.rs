//! What follows from a guest's word that they can't get in, beside the next way in (A4), and from
//! many new codes (A6).

use super::decided::Decided;
use super::guest_notices::Guest;
use super::second_try::SecondTry;
use super::stay_view::StayView;
use crate::Id;
use crate::model::{Observed, OnLockState};
use crate::rules::{Decision, HostOffer, Notice, NoticeKind, NoticeValues, OutsideStay, answer};
use crate::site::evaluation::{Evaluation, HostCondition, Output};
use crate::site::plan::Door;
use crate::site::state::ToldDoor;
use crate::time::Instant;

impl OutsideStay {
    /// The notice that says so.
    pub(super) fn notice_kind(self) -> NoticeKind {
        match self {
            Self::Ahead => NoticeKind::StayAhead,
            Self::Over => NoticeKind::StayOver,
        }
    }
}

impl Guest<'_> {
    /// Answers a guest who says before their stay that they can't get in.
    pub(super) fn answer_outside_stay(&mut self, output: &mut Output) {
        let policy = &self
            .state
            .policy_of_listing(&self.plan.listing_id)
            .complaints;
        let Some(said) = self.trip.last_locked_out_at() else {
            return;
        };
        let window = self.plan.stay.window;
        let Some(found) = answer(said, window, self.trip.answered_at, policy) else {
            return;
        };
        self.trip.answered_at = Some(said);
        self.trip.notices = self.trip.notices.saturating_add(1);
        let notice = self.view().answer_notice(found.notice_kind());
        output.notices.push(notice);
    }

    /// Where a code of the guest opened the door just before they complained, the lock is read, and
    /// the host hears of it. Another complaint is waited for.
    pub(super) fn weigh_complaints(
        &mut self,
        decisions: &[Option<Decided>],
        evaluation: &mut Evaluation,
    ) {
        self.try_again(decisions);
        for (door, decided) in self.plan.doors.iter().zip(decisions) {
            let Some((decided, since)) = decided
                .as_ref()
                .and_then(|decided| Some((decided, decided.waits_since?)))
            else {
                continue;
            };
            self.state.locks.change(&door.lock_id, |row| {
                row.read_asked_at = row.read_asked_at.max(Some(since));
            });
            let kind = NoticeKind::ComplaintAfterUse;
            let view = self.view();
            let notice = view.since(kind, door, since, Some(&decided.decision));
            let until = Some(self.plan.stay.window.ends_at());
            evaluation.conditions.push(HostCondition::of(notice, until));
        }
    }

    /// Where nothing is left to tell a guest who can't get in, the lock is read. One that can't be
    /// read is sent their last code once more: it may have lost the code (A4, F20). One that was
    /// read in vain, and hides its PINs, gets the code anew: somebody may have changed its PIN
    /// there.
    fn try_again(&mut self, decisions: &[Option<Decided>]) {
        for (door, decided) in self.plan.doors.iter().zip(decisions) {
            let second = decided
                .as_ref()
                .and_then(|decided| decided.second_try.clone());
            match second {
                Some(SecondTry::Read { said }) => {
                    self.state.locks.change(&door.lock_id, |row| {
                        row.read_asked_at = Some(said);
                    });
                }
                Some(SecondTry::Send {
                    code_id,
                    is_refused,
                }) => {
                    let now = self.now;
                    self.state.access_codes.change(&code_id, |code| {
                        // The lock had the PIN when it was last sent, and it opens nothing (T8).
                        code.disabled = is_refused.then_some(true);
                        code.on_lock = Observed {
                            state: OnLockState::Unknown,
                            ..Observed::gone(now)
                        };
                    });
                }
                Some(SecondTry::Renew { code_id }) => {
                    // As if it were disabled: it is there, and opens nothing.
                    let read_at = self
                        .state
                        .locks
                        .get(&door.lock_id)
                        .and_then(|row| row.read_at);
                    let at = read_at.unwrap_or(self.now);
                    self.state.access_codes.change(&code_id, |code| {
                        code.disabled = Some(true);
                        code.on_lock = Observed {
                            state: OnLockState::Unknown,
                            ..Observed::gone(at)
                        };
                    });
                }
                None => {}
            }
        }
    }

    /// Counts the doors for which a message carries a new code (A6).
    pub(super) fn count_new_codes(&mut self, doors: &[ToldDoor]) {
        let known = self.trip.told_access.iter().flat_map(|told| &told.doors);
        let known: Vec<ToldDoor> = known.cloned().collect();
        let is_known = |door: &ToldDoor| {
            let mut known = known.iter();
            known.any(|one| one.is_same(door))
        };
        let new = doors.iter().filter(|door| !is_known(door));
        let new: Vec<Id> = new.map(|door| door.lock_id.clone()).collect();
        for lock_id in new {
            let policy = self.state.policy_at(&self.plan.listing_id, &lock_id);
            let ends_at = self.plan.stay.window.ends_at();
            let trip = &mut self.trip;
            trip.note_new_code(&lock_id, ends_at, &policy.notices, self.now);
        }
    }

    /// The host hears where a guest was told so many new codes that they keep the last one (A6).
    pub(super) fn report_stops(&self, evaluation: &mut Evaluation) {
        for door in &self.plan.doors {
            if let Some(since) = self.trip.stopped_at(&door.lock_id) {
                let kind = NoticeKind::NewCodesStopped;
                let notice = self.view().since(kind, door, since, None);
                let until = Some(door.ends_at);
                evaluation.conditions.push(HostCondition::of(notice, until));
            }
        }
    }
}

impl StayView<'_> {
    /// The answer to a guest who complains outside of their stay.
    fn answer_notice(&self, kind: NoticeKind) -> Notice {
        Notice::to_guest(kind, self.holder, self.trip.notices, self.values())
    }

    /// What the host hears once of a door, since an instant.
    fn since(
        &self,
        kind: NoticeKind,
        door: &Door,
        since: Instant,
        access: Option<&Decision>,
    ) -> Notice {
        let values = NoticeValues {
            access: access.cloned(),
            offers: access.and_then(HostOffer::of_decision),
            ..NoticeValues::default()
        };
        Notice::since(kind, self.holder, &door.lock_id, since, values)
    }
}
