//! What is left for the host to take off by hand: codes that would still open after their stay, on
//! locks that don't answer, or that keep their last code (A, B5).

use crate::Id;
use crate::model::{
    AccessCode, CommandKind, Desired, Failure, HolderKind, OnLockState, ReservationStatus,
    VisitKind, VisitStatus,
};
use crate::rules::{
    CodeFailure, Evidence, LockFinding, Notice, NoticeCause, NoticeKind, NoticeValues, evidence,
    opens, removal_by_hand_at, stay_of,
};
use crate::site::codes::{is_any_known, is_out_of_reach, is_over, key_about, wrong_times};
use crate::site::evaluation::{Context, Evaluation, HostCondition, Timer};
use crate::site::plan::{Plans, StayPlan};
use crate::site::standing_orders::{generation, is_outdated_by, is_visit_revoked, last};
use crate::site::state::{HostOrderKind, LockRow, RowKey, State, Subject, is_untold_backup};
use crate::time::{Duration, Instant, Intervals, Window};

/// Finds the codes of a lock that would still open after their stay while it does not answer (A,
/// B5).
pub(crate) fn manual_removals(context: &mut Context<'_>, plans: &Plans, lock_id: &Id) {
    let (state, now) = (&*context.state, context.now);
    let Some(row) = state.locks.get(lock_id) else {
        return;
    };
    let Some(abilities) = state.abilities_of(lock_id) else {
        return;
    };
    let lock = LockWithLeftovers {
        state,
        plans,
        row,
        is_remote: abilities.remote,
        can_remove_offline: abilities.can_remove_offline,
        native_schedule: abilities.native_schedule,
        is_out_of_reach: is_out_of_reach(state, row, now),
        has_tasks: is_any_known(state, NoticeKind::RemovalByHand),
        has_withdrawn: is_any_known(state, NoticeKind::RemovalWithdrawn),
        now,
    };
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    for code in codes.filter(|code| code.holder.kind != HolderKind::Unknown) {
        match code.wanted {
            Some(Desired::Window(_)) if lock.waits_for_rotation(code) => {
                lock.look_at(code, &mut context.evaluation);
            }
            Some(Desired::Window(_)) => lock.look_at_wanted(code, &mut context.evaluation),
            Some(Desired::Removed(_)) if is_left(state, code) => {
                lock.look_at(code, &mut context.evaluation);
            }
            _ => {}
        }
    }
}

/// Whether a code that should be gone may let somebody in. A backup that nobody was told lets
/// nobody in, unless the host had a reason to replace it.
fn is_left(state: &State, code: &AccessCode) -> bool {
    let is_ordered = || {
        let subject = Subject::code(&code.id, &code.lock_id);
        last(state, HostOrderKind::Rotate, &subject).is_some()
    };
    let is_known = !is_untold_backup(code) || code.last_used_at.is_some();
    code.on_lock.state != OnLockState::Absent && (is_known || is_ordered())
}

/// A lock that may hold codes that should be gone.
#[allow(clippy::struct_excessive_bools)] // each is a fact of its own
struct LockWithLeftovers<'a> {
    state: &'a State,
    plans: &'a Plans,
    row: &'a LockRow,
    is_remote: bool,
    can_remove_offline: bool,
    native_schedule: bool,
    /// Whether nothing can be done at the lock from afar.
    is_out_of_reach: bool,
    /// Whether the host was asked to take any code off, and told of any that it has to stay.
    has_tasks: bool,
    has_withdrawn: bool,
    now: Instant,
}

impl LockWithLeftovers<'_> {
    /// Asks the host to take a code off by hand, or sets the timer for that.
    fn look_at(&self, code: &AccessCode, evaluation: &mut Evaluation) {
        let opens = self.opens(code);
        let is_unknown = code.on_lock.state == OnLockState::Unknown;
        if !is_unknown && opens.ends_at().is_none_or(|end| end <= self.now) {
            return;
        }
        let notice = self.notice(NoticeKind::RemovalByHand, code);
        // The host's task remains until the code is gone, even if the lock answers now and then.
        let is_asked = self.state.is_condition_known(&notice.key);
        // Nobody can take it back: the host hears at once until when it opens (A3b).
        let stays = code.is_offline() && !self.can_remove_offline;
        let is_due = is_asked || stays || (self.is_out_of_reach && self.lost_its_right(code));
        if !is_due {
            let is_kept = is_kept_by_lock(code);
            if self.row.retry.is_none() && self.is_remote && !is_kept {
                return;
            }
            let may_open = |at: Instant| opens.contains(at) || is_unknown;
            let mut at = if is_kept {
                self.asked_from(code)
            } else {
                self.due_at(code)
            };
            if !may_open(self.now) {
                at = opens.starts_at().map_or(at, |start| start.max(at));
            }
            if at > self.now {
                if may_open(at) {
                    evaluation.timers.set(Timer::ManualRemoval, at);
                }
                return;
            }
        }
        let until = opens
            .ends_at()
            .filter(|&until| until > self.now && !is_unknown);
        evaluation.conditions.push(HostCondition::of(notice, until));
    }

    /// Whether an emergency code is over for its guest and not yet to be replaced (E2). A lock that
    /// keeps windows should not open for it any more (B5, I2).
    fn waits_for_rotation(&self, code: &AccessCode) -> bool {
        code.holder.kind == HolderKind::Emergency
            && code.is_told()
            && self.native_schedule
            && is_over(code, self.now)
    }

    /// Asks the host to take off a code that opens at another time than its own, for as long as it
    /// does. After that the host hears that the code is needed (T5).
    fn look_at_wanted(&self, code: &AccessCode, evaluation: &mut Evaluation) {
        let [task, withdrawn] = [NoticeKind::RemovalByHand, NoticeKind::RemovalWithdrawn];
        let is_known = |kind| self.state.is_condition_known(&key_about(kind, code));
        let is_asked = self.has_tasks && is_known(task);
        let wrong = if is_asked || self.is_out_of_reach || is_kept_by_lock(code) {
            wrong_times(self.state, self.plans, self.row, code, self.now)
        } else {
            Intervals::NONE
        };
        let condition = if !wrong.is_empty() {
            HostCondition::of(self.notice(task, code), wrong.ends_at())
        } else if is_asked || (self.has_withdrawn && is_known(withdrawn)) {
            HostCondition::of(self.notice(withdrawn, code), None)
        } else {
            return;
        };
        evaluation.conditions.push(condition);
    }

    /// When a code still opens the lock. A lock that keeps windows ends the code itself. One of the
    /// lock's algorithm may have been used by its first day though nobody heard so (A3b).
    fn opens(&self, code: &AccessCode) -> Intervals {
        let as_stored = AccessCode {
            wanted: None,
            use_by: None,
            ..code.clone()
        };
        opens(&as_stored, self.native_schedule)
    }

    fn notice(&self, kind: NoticeKind, code: &AccessCode) -> Notice {
        let stay = code.holder.reservation_id();
        let zone = self.row.lock.time_zone;
        let mut listings = self
            .state
            .listings
            .about(&RowKey::Lock(code.lock_id.clone()));
        let zone = zone.or_else(|| listings.next().map(|listing| listing.time_zone));
        let until = self.opens(code).ends_at().filter(|&end| end < Instant::MAX);
        let until = until.filter(|_| code.on_lock.state != OnLockState::Unknown);
        let values = NoticeValues {
            cause: Some(if kind == NoticeKind::RemovalByHand {
                self.cause(code)
            } else {
                NoticeCause::NeededAgain
            }),
            because: (kind == NoticeKind::RemovalByHand)
                .then(|| self.why_by_hand(code))
                .flatten(),
            opens_until: until.and_then(|at| zone.unwrap_or_default().local_text(at).parse().ok()),
            ..NoticeValues::default()
        };
        let lock = Some(&code.lock_id);
        Notice::to_host(kind, stay, lock, Some(&code.id), values)
    }

    /// Why a code that is known to be there is not taken off by the lock; nothing where nobody
    /// knows whether it is there (N1).
    fn why_by_hand(&self, code: &AccessCode) -> Option<CodeFailure> {
        let tries = code.tries_of(CommandKind::RemoveCode);
        let may_be_done =
            |failure: Option<Failure>| matches!(failure, None | Some(Failure::Timeout));
        let is_doubtful = code.on_lock.state == OnLockState::Unknown
            || tries.is_some_and(|tries| may_be_done(tries.failure));
        let finding = if !self.is_remote {
            LockFinding::NoRemotePath
        } else if is_doubtful {
            return None;
        } else if self.is_out_of_reach {
            LockFinding::DoesNotAnswer
        } else {
            let of_lock = || self.row.retry.and_then(|retry| retry.failure);
            let failure = tries.and_then(|tries| tries.failure);
            return Some(CodeFailure::Command {
                command: CommandKind::RemoveCode,
                failure: failure.or(code.failure).or_else(of_lock)?,
            });
        };
        Some(CodeFailure::Lock { finding })
    }

    /// Why the code should be gone.
    fn cause(&self, code: &AccessCode) -> NoticeCause {
        if code.is_offline() && !self.can_remove_offline {
            return NoticeCause::MadeOffline;
        }
        if matches!(code.wanted, Some(Desired::Window(_))) && !self.waits_for_rotation(code) {
            return NoticeCause::TimesChanged;
        }
        if code.holder.visit_id().is_some() {
            return if self.has_parted(code) {
                NoticeCause::Replaced
            } else if !self.lost_its_right(code) && self.is_used_up(code) {
                NoticeCause::Used
            } else if self.lost_its_right(code) || self.visit_goes_on(code) {
                NoticeCause::Withdrawn
            } else {
                NoticeCause::Over
            };
        }
        let Some(stay) = known_to(code) else {
            return NoticeCause::Replaced;
        };
        let booking = self.state.reservations.get(stay);
        match booking.map(|booking| booking.status) {
            Some(ReservationStatus::Cancelled) => NoticeCause::Cancelled,
            // Who has the booking still needs the door, by another code (T2, F10).
            _ if self.lost_its_right(code) && self.needs_door(stay, code) => NoticeCause::Replaced,
            _ if self.lost_its_right(code) => NoticeCause::Withdrawn,
            _ if ended_at(self.state, code).is_some_and(|end| end > self.now) => {
                NoticeCause::Replaced
            }
            _ => NoticeCause::Over,
        }
    }

    /// Whether a booking still has a stay with the door of a code.
    fn needs_door(&self, stay: &Id, code: &AccessCode) -> bool {
        let plan = self.plans.stay_with(self.state, stay);
        plan.is_some_and(|plan| plan.door(&code.lock_id).is_some())
    }

    /// Whether a code was for one use, and that has come (V1).
    fn is_used_up(&self, code: &AccessCode) -> bool {
        let row = code.holder.visit_id();
        let row = row.and_then(|id| self.state.visits.get(id));
        row.is_some_and(|row| row.visit.kind == VisitKind::OneTime && row.used_at.is_some())
    }

    /// Whether the time of a visit is not over, so that its code was for other doors.
    fn visit_goes_on(&self, code: &AccessCode) -> bool {
        let visit = code
            .holder
            .visit_id()
            .and_then(|id| self.state.visits.get(id));
        let ends_at = visit.and_then(|row| row.visit.ends_at);
        ends_at.is_some_and(|end| end > self.now)
    }

    /// From when the host is asked to take a code off by hand, as far as is known now: not while
    /// the lock answers (B5).
    fn due_at(&self, code: &AccessCode) -> Instant {
        let policy = self.state.policy_of_lock(&code.lock_id);
        let due = self.asked_from(code);
        let known = self.row.last_status.as_ref();
        // Failed tries grow old, too: what counts is what will be known then.
        if evidence(known, &policy.offline, false, due.max(self.now)) != Evidence::Online {
            return due;
        }
        // What the lock said grows old as well.
        let stale = Duration::minutes(policy.offline.stale_minutes) + Duration::seconds(1);
        let reported_at = known.and_then(|known| known.reported_at);
        reported_at.map_or(Instant::MAX, |at| due.max(at + stale))
    }

    /// The same, of a code that its lock will not give up.
    fn asked_from(&self, code: &AccessCode) -> Instant {
        let policy = self.state.policy_of_lock(&code.lock_id);
        // Where the stay makes no window, what counts is since when the code is as it is.
        let ended_at = ended_at(self.state, code);
        let ended_at = ended_at.or(code.on_lock.at).unwrap_or(self.now);
        // Whoever lost their right to it before has it no more since then (T5).
        let lost_at = code.window_before.map(|before| before.until);
        let lost_at = lost_at.filter(|_| self.lost_its_right(code));
        let ended_at = lost_at.map_or(ended_at, |at| at.min(ended_at));
        let next = self.plans.next_start(&code.lock_id, ended_at);
        removal_by_hand_at(ended_at, next, policy)
    }

    /// Whether those who know a code lost their right to its door before their time was over: then
    /// the host's task comes at once (T5, V2).
    fn lost_its_right(&self, code: &AccessCode) -> bool {
        if let Some(visit_id) = code.holder.visit_id() {
            let visit = self.state.visits.get(visit_id).map(|row| &row.visit);
            return self.has_parted(code)
                || visit.is_some_and(|visit| {
                    visit.status == VisitStatus::Revoked
                        || is_visit_revoked(self.state, visit, &code.lock_id)
                });
        }
        let is_its_guests = |id| {
            let plan = self.plans.stay_with(self.state, id);
            plan.is_some_and(|plan| self.is_still_of(plan, code))
        };
        ended_at(self.state, code).is_some_and(|end| end > self.now)
            && !known_to(code).is_some_and(is_its_guests)
    }

    /// Whether a code's visit is another person's now, or at another time or place (V2).
    fn has_parted(&self, code: &AccessCode) -> bool {
        let row = code
            .holder
            .visit_id()
            .and_then(|id| self.state.visits.get(id));
        let parted = row.and_then(|row| row.parted_generation);
        let is_ended = matches!(code.wanted, Some(Desired::Removed(_)));
        is_ended && parted.is_some_and(|parted| code.holder.generation.unwrap_or(0) <= parted)
    }

    /// Whether a code that ends before its stay does is the guest's all the same: a lock that can't
    /// change it, or another code of theirs, is why it ends. It is theirs no more if another guest
    /// has the booking, or the host ordered another PIN; for no other reason a told backup ends.
    fn is_still_of(&self, plan: &StayPlan, code: &AccessCode) -> bool {
        let bookings = &plan.stay.reservation_ids;
        let ordered = generation(self.state, bookings, Some(&code.lock_id));
        plan.door(&code.lock_id).is_some()
            && code.holder.reservation_id().is_some()
            && !is_outdated_by(code, ordered)
    }
}

/// Whether a lock refused to give up a code, which is the last one on it. Then its removal waits
/// for another one, which may never come.
fn is_kept_by_lock(code: &AccessCode) -> bool {
    code.failure == Some(Failure::KeepsLastCode)
}

/// The booking whose guest knows a code.
fn known_to(code: &AccessCode) -> Option<&Id> {
    let told = code.told_to.iter().flatten().last();
    code.holder
        .reservation_id()
        .or(told.map(|told| &told.reservation_id))
}

/// When the stay of a code ended, without grace.
fn ended_at(state: &State, code: &AccessCode) -> Option<Instant> {
    let booking = state.reservations.get(known_to(code)?)?;
    let listing = state.listings.get(&booking.listing_id)?;
    stay_of(booking, listing).ok().map(Window::ends_at)
}
