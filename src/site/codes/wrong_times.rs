//! Codes that their locks may open at a time that is not theirs, since a lock was silent when the
//! time changed, and what the host's task to take them off means for them (B5, T3, T5).

use super::ending::is_over;
use crate::model::{AccessCode, CodeWindow, CommandKind, Desired, OnLockState};
use crate::rules::{Evidence, NoticeKind, evidence, is_sure, key_at_lock, key_of};
use crate::site::evaluation::Context;
use crate::site::plan::{Plans, StayPlan};
use crate::site::state::{Command, LockRow, RowKey, State, is_backup_or_emergency, listings_at};
use crate::time::{Duration, Instant, Intervals, Window};
use crate::{Id, Text};

const A_DAY: Duration = Duration::hours(24);

/// The key of a notice to the host about a code, such as the task to take it off by hand (B5).
pub(crate) fn key_about(kind: NoticeKind, code: &AccessCode) -> Text {
    if let Some(stay) = code.holder.reservation_id() {
        return key_at_lock(kind, stay, &code.id);
    }
    key_of(kind, &[&code.id])
}

/// Whether the host was told anything of a kind. Where they were not, no key is put together (D5).
pub(crate) fn is_any_known(state: &State, kind: NoticeKind) -> bool {
    state.notices.len() > 0
        && state
            .conditions_beginning_with(&key_of(kind, &[""]))
            .next()
            .is_some()
}

fn task_key(code: &AccessCode) -> Text {
    key_about(NoticeKind::RemovalByHand, code)
}

/// Whether nothing can be done at a lock from afar.
pub(crate) fn is_out_of_reach(state: &State, row: &LockRow, now: Instant) -> bool {
    let (known, offline) = (
        row.last_status.as_ref(),
        &state.policy_of_lock(&row.lock.id).offline,
    );
    let able = state.abilities_of(&row.lock.id);
    able.is_some_and(|able| !able.remote)
        || evidence(known, offline, false, now) == Evidence::Offline
}

/// Nobody knows whether a code that is wanted is still there, once the host was asked to take it
/// off: the lock has to show it again (T5).
pub(crate) fn doubt_tasks(context: &mut Context<'_>, plans: &Plans, lock_id: &Id) {
    let (state, now) = (&*context.state, context.now);
    let Some(row) = state.locks.get(lock_id) else {
        return;
    };
    let is_silent = is_out_of_reach(state, row, now);
    let has_tasks = is_any_known(state, NoticeKind::RemovalByHand);
    if !is_silent && !has_tasks {
        return;
    }
    let is_doubtful = |code: &&AccessCode| {
        let is_known = is_sure(code) || code.on_lock.guaranteed_window.is_some();
        // An emergency code that waits to be replaced is nobody's any more (E2).
        let is_wanted = matches!(code.wanted, Some(Desired::Window(_))) && !is_over(code, now);
        let is_held = is_wanted && !code.is_offline();
        if !is_known || !is_held {
            return false;
        }
        let task = has_tasks.then(|| state.known_condition(&task_key(code)));
        match task.flatten() {
            Some(asked) => code.on_lock.at < Some(asked.at) && !is_told_since(code, asked.at),
            None => is_silent && !wrong_times(state, plans, row, code, now).is_empty(),
        }
    };
    let codes = state.access_codes.about(&RowKey::Lock(lock_id.clone()));
    let doubtful: Vec<Id> = codes
        .filter(is_doubtful)
        .map(|code| code.id.clone())
        .collect();
    for id in doubtful {
        context.state.access_codes.change(&id, |code| {
            code.on_lock.state = OnLockState::Unknown;
            code.on_lock.guaranteed_window = None;
            code.on_lock.at = Some(now);
        });
    }
}

/// Whether the host ordered that a code is told, after they were asked to take it off: they say by
/// that that it is there (E2).
fn is_told_since(code: &AccessCode, asked_at: Instant) -> bool {
    let mut told = code.told_to.iter().flatten();
    told.any(|told| told.at >= asked_at)
}

/// When a lock opens from now on, or may do so, for a code whose time is another one: when those
/// who know it have no right to be there any more, or another stay is there.
///
/// A lock that opens some time before the code's own time, or after it, does no harm while nobody
/// else is there. What opens after the end is B5's, once the end has come: until then its guest
/// needs the code (T3).
pub(crate) fn wrong_times(
    state: &State,
    plans: &Plans,
    row: &LockRow,
    code: &AccessCode,
    now: Instant,
) -> Intervals {
    let able = state.abilities_of(&row.lock.id);
    let (Some(able), Some(Desired::Window(wanted))) = (able, code.wanted) else {
        return Intervals::NONE;
    };
    let is_there = !matches!(
        code.on_lock.state,
        OnLockState::Absent | OnLockState::Pending
    );
    if !is_there || code.is_offline() {
        return Intervals::NONE;
    }
    let asked = Asked {
        state,
        plans,
        code,
        now,
    };
    // A lock that keeps no windows now may have kept one when it got the code.
    if able.native_schedule || code.on_lock.ends_at.is_some() {
        let windows = may_be_kept(row, code).into_iter();
        let wrong = windows.map(|kept| asked.wrong_in(kept, wanted));
        return wrong.fold(Intervals::NONE, |all, wrong| all.union(&wrong));
    }
    let own = asked.holder().door_opens_from(&code.lock_id);
    let Some(opens_from) = own.or(wanted.starts_at) else {
        return Intervals::NONE;
    };
    let early = before(&Intervals::from(Window::ALWAYS), opens_from).from_instant(now);
    let met = asked.met(&early);
    // A backup opens until it is narrowed (B4).
    if is_backup_or_emergency(code) || early.is_empty() {
        return met;
    }
    // Its time has gone on to another day. Once the host is asked, it is wrong until its time.
    let is_moved = opens_from - now > A_DAY || !met.is_empty() || asked.is_asked();
    if is_moved { early } else { met }
}

/// What decides whether a time is a wrong one for a code. Most codes are as they should be, so that
/// little of it is looked up (D5).
struct Asked<'a> {
    state: &'a State,
    plans: &'a Plans,
    code: &'a AccessCode,
    now: Instant,
}

impl<'a> Asked<'a> {
    /// When a lock that keeps this window opens at a wrong time.
    fn wrong_in(&self, kept: CodeWindow, wanted: CodeWindow) -> Intervals {
        if kept == wanted {
            return Intervals::NONE;
        }
        let left = span(kept).from_instant(self.now);
        if left.is_empty() {
            return left;
        }
        if kept.meet(wanted).is_none() {
            // The end of a time that has just passed is none that was taken away.
            let ends_soon = kept.starts_at.is_none_or(|start| start <= self.now)
                && kept
                    .ends_at
                    .is_some_and(|end| end - self.now <= self.late());
            return if ends_soon && !self.is_asked() {
                Intervals::NONE
            } else {
                left
            };
        }
        match wanted.starts_at {
            Some(starts_at) => self.met(&before(&left, starts_at)),
            None => Intervals::NONE,
        }
    }

    /// When another stay is there. A visitor who may come some time sooner than they shall is no
    /// stranger.
    fn met(&self, early: &Intervals) -> Intervals {
        if early.is_empty() {
            return Intervals::NONE;
        }
        let others = self
            .holder()
            .other_stays(self.state, self.plans, &self.code.lock_id);
        let met = early.intersection(&others);
        let is_short = self.code.holder.visit_id().is_some() && met.length() <= self.late();
        if is_short && !self.is_asked() {
            Intervals::NONE
        } else {
            met
        }
    }

    /// Whether the host was asked to take the code off. Then a wrong time stays one to its end.
    fn is_asked(&self) -> bool {
        self.state.is_condition_known(&task_key(self.code))
    }

    fn late(&self) -> Duration {
        let policy = self.state.policy_of_lock(&self.code.lock_id);
        Duration::minutes(policy.backups.manual_removal_minutes)
    }

    fn holder(&self) -> Holder<'a> {
        Holder::of(self.state, self.plans, self.code)
    }
}

/// The windows with which a lock may hold a code.
fn may_be_kept(row: &LockRow, code: &AccessCode) -> Vec<CodeWindow> {
    let is_write = |kind| matches!(kind, CommandKind::ProgramCode | CommandKind::ChangeWindow);
    let sent = row
        .unconfirmed()
        .filter(|sent| is_write(sent.kind) && sent.code_id.as_ref() == Some(&code.id));
    let mut windows: Vec<CodeWindow> = sent.filter_map(Command::span).collect();
    let kept = code.on_lock.span();
    // Where nobody knows the window, it is one of those, or any.
    let is_lost = code.on_lock.state == OnLockState::Unknown && kept == CodeWindow::default();
    if !is_lost || windows.is_empty() {
        windows.push(kept);
    }
    windows
}

/// Who knows a code: a stay, a visit of listings, or nobody.
enum Holder<'a> {
    Stay(&'a StayPlan),
    Visit(Vec<Id>),
    Nobody,
}

impl<'a> Holder<'a> {
    fn of(state: &State, plans: &'a Plans, code: &AccessCode) -> Self {
        if let Some(id) = code.holder.visit_id() {
            let row = state.visits.get(id);
            let here = row.map(|row| listings_at(state, &row.visit, &code.lock_id));
            let ids = here.into_iter().flatten();
            return Self::Visit(ids.map(|listing| listing.id.clone()).collect());
        }
        let own = code.holder.reservation_id();
        let told = code.told_to.iter().flatten().last();
        let stay = own.or(told.map(|told| &told.reservation_id));
        let plan = stay.and_then(|id| plans.stay_with(state, id));
        plan.map_or(Self::Nobody, Self::Stay)
    }

    /// From when a lock that keeps no windows may hold the code.
    fn door_opens_from(&self, lock_id: &Id) -> Option<Instant> {
        match self {
            Self::Stay(plan) => Some(plan.door(lock_id)?.opening.program_from),
            _ => None,
        }
    }

    /// When other stays are where the code opens: those of its listing; for a visit without a
    /// listing, all behind the lock.
    fn other_stays(&self, state: &State, plans: &Plans, lock_id: &Id) -> Intervals {
        let (listings, own): (Vec<Id>, Option<&StayPlan>) = match self {
            Self::Stay(plan) => (vec![plan.listing_id.clone()], Some(plan)),
            Self::Visit(listings) if !listings.is_empty() => (listings.clone(), None),
            Self::Visit(_) => {
                let behind = state.listings.about(&RowKey::Lock(lock_id.clone()));
                (behind.map(|listing| listing.id.clone()).collect(), None)
            }
            Self::Nobody => (Vec::new(), None),
        };
        let stays = listings.iter().flat_map(|listing| plans.of(listing));
        let others = stays.filter(|plan| own.is_none_or(|own| plan.stay != own.stay));
        others.fold(Intervals::NONE, |all, plan| {
            all.union(&Intervals::from(plan.stay.booked))
        })
    }
}

fn before(all: &Intervals, end: Instant) -> Intervals {
    let head = Window::between(Instant::MIN, end).map_or(Intervals::NONE, Intervals::from);
    all.intersection(&head)
}

fn span(window: CodeWindow) -> Intervals {
    let starts_at = window.starts_at.unwrap_or(Instant::MIN);
    let ends_at = window.ends_at.unwrap_or(Instant::MAX);
    Window::between(starts_at, ends_at).map_or(Intervals::NONE, Intervals::from)
}
