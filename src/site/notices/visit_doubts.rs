//! Whether a visitor's code opens its door and, where it may not and nobody but the host can help,
//! the call of the host: what a visitor reads is as true as what a guest does (V2, A7).

use super::doubts::{as_known, is_news};
use crate::Text;
use crate::model::{Abilities, AccessCode, CodeWindow, Desired, Policy, VisitKind};
use crate::rules::{
    CallOccasion, Evidence, Notice, NoticeCause, NoticeValues, evidence, health_at, opens,
    stays_full,
};
use crate::site::commands::lock_full;
use crate::site::evaluation::{Evaluation, HostCondition, Timer};
use crate::site::plan::zone_at;
use crate::site::state::{LockRow, RowKey, State, ToldDoor, VisitRow, is_refused};
use crate::time::{Instant, Intervals, Window};

/// One code of a visit at its door.
#[derive(Clone, Copy)]
pub(super) struct VisitDoor<'a> {
    state: &'a State,
    row: &'a VisitRow,
    code: &'a AccessCode,
    lock: &'a LockRow,
    abilities: &'a Abilities,
    /// When the code opens: now, or the next time.
    wanted: CodeWindow,
    /// When the host was first called for this code, while that call stands.
    called_at: Option<Instant>,
    now: Instant,
}

/// Why a code may not open, and from when.
#[derive(Clone, Copy)]
struct Doubt {
    cause: NoticeCause,
    from: Instant,
}

impl<'a> VisitDoor<'a> {
    pub(super) fn of(
        state: &'a State,
        row: &'a VisitRow,
        code: &'a AccessCode,
        now: Instant,
    ) -> Option<Self> {
        let Some(Desired::Window(wanted)) = code.wanted else {
            return None;
        };
        let first = first_key(row, code);
        Some(Self {
            state,
            row,
            code,
            called_at: state.known_condition(&first).map(|row| row.at),
            lock: state.locks.get(&code.lock_id)?,
            abilities: state.abilities_of(&code.lock_id)?,
            wanted,
            now,
        })
    }

    /// The door as the visitor is told it. What was told as uncertain stays so until the code opens
    /// in all of its time (A7, F57).
    pub(super) fn told(&self) -> Option<ToldDoor> {
        let unopened = self.unopened_from();
        let mut told = self.row.told_doors.iter().flatten();
        let known = told.find(|told| told.code_id == self.code.id && told.uncertain.is_some());
        let is_refused = is_refused(self.code);
        let doubt = self.doubt();
        let from = match (doubt, unopened) {
            _ if is_refused => None,
            (Some(doubt), _) => Some(doubt.from),
            (None, Some(_)) => known.and_then(|told| told.uncertain_from),
            (None, None) => None,
        };
        let is_uncertain = is_refused || doubt.is_some() || (known.is_some() && unopened.is_some());
        Some(ToldDoor {
            lock_id: self.code.lock_id.clone(),
            code_id: self.code.id.clone(),
            pin: self.code.pin?,
            uncertain: is_uncertain.then_some(true),
            uncertain_from: from
                .filter(|&from| Some(from) > self.wanted.starts_at)
                .filter(|&from| is_uncertain && from > self.now),
            doubted_at: None,
        })
    }

    /// From when the lock does not surely open for the code, though it should; nothing where it
    /// does so in all of the code's time.
    fn unopened_from(&self) -> Option<Instant> {
        let starts_at = self.wanted.starts_at.unwrap_or(self.now).max(self.now);
        let left = Window::between(starts_at, self.wanted.ends_at.unwrap_or(Instant::MAX))?;
        if self.is_dead() {
            return Some(starts_at);
        }
        Intervals::from(left).without(&self.opens()).starts_at()
    }

    fn opens(&self) -> Intervals {
        opens(self.code, self.abilities.native_schedule)
    }

    /// When the lock begins to open for the code, which it does not do now.
    fn opens_next(&self) -> Option<Instant> {
        self.opens().from_instant(self.now).starts_at()
    }

    /// The door as the visitor knows it where no message goes out: that a code may not open is news
    /// where its lock refuses it, or the host is called for it (A7, F57).
    pub(super) fn known(&self, told: &[ToldDoor]) -> Option<ToldDoor> {
        let is_called = |old: &ToldDoor| {
            let called_at = self.host_called_at();
            called_at.is_some_and(|at| is_news(old, at, self.now))
        };
        let door = self.told()?;
        let from = door.uncertain_from;
        let known = as_known(door, told, |old| is_refused(self.code) || is_called(old));
        // From when it may not open is kept up to date, without a message.
        Some(ToldDoor {
            uncertain_from: from.filter(|_| known.uncertain.is_some()),
            ..known
        })
    }

    /// Whether the visitor knows something else of this door.
    fn is_news(&self) -> bool {
        let told = self.row.told_doors.as_deref().unwrap_or_default();
        self.known(told).is_some_and(|door| !told.contains(&door))
    }

    fn is_dead(&self) -> bool {
        let known = self.lock.last_status.as_ref();
        known.and_then(|known| known.usable) == Some(false)
    }

    /// Why the code may not open, where nothing brings it there but the host's help. A refused code
    /// has a notice of its own (C6).
    fn doubt(&self) -> Option<Doubt> {
        let from = self.unopened_from()?;
        let cause = if self.is_dead() {
            NoticeCause::LockUnusable
        } else if !self.abilities.remote {
            NoticeCause::NoRemotePath
        } else if is_refused(self.code) {
            return None;
        } else if self.is_silent(from) {
            NoticeCause::LockSilent
        } else if self.has_no_place(from) {
            NoticeCause::LockFull
        } else {
            return None;
        };
        Some(Doubt { cause, from })
    }

    /// Whether the lock does not answer, and should have the code by now: one that keeps times gets
    /// it as soon as it is made. A host who was called stays called until the lock answers.
    fn is_silent(&self, from: Instant) -> bool {
        let policy = self.policy();
        let known = self.lock.last_status.as_ref();
        let is_due = self.abilities.native_schedule
            || self.now >= health_at(from, policy)
            || (self.is_series() && self.called_at.is_some());
        let heard = evidence(known, &policy.offline, from <= self.now, self.now);
        // Failures that grow old are no answer.
        let is_called = self.called_at.is_some();
        let has_failed = || known.is_some_and(|known| known.failures.is_some());
        is_due
            && match heard {
                Evidence::Offline => true,
                Evidence::Unknown => is_called,
                Evidence::Online => is_called && has_failed(),
            }
    }

    /// Whether the visitor comes again and again.
    fn is_series(&self) -> bool {
        let kind = self.row.visit.kind;
        matches!(kind, VisitKind::Recurring | VisitKind::Turnover)
    }

    /// Since when the host is called for the code, where they are: the visitor hears so. Of a full
    /// lock the host hears when the code is due (S).
    fn host_called_at(&self) -> Option<Instant> {
        let doubt = self.doubt();
        let doubt = doubt.filter(|doubt| doubt.cause != NoticeCause::LockFull)?;
        let is_near = self.now >= health_at(doubt.from, self.policy());
        self.called_at.or(is_near.then_some(self.now))
    }

    fn policy(&self) -> &'a Policy {
        let visit = &self.row.visit;
        self.state.policy_of_visit_at(visit, &self.code.lock_id)
    }

    fn has_no_place(&self, from: Instant) -> bool {
        let here = RowKey::Lock(self.code.lock_id.clone());
        let codes = self.state.access_codes.about(&here);
        stays_full(self.abilities.capacity, codes, self.code, from)
    }

    /// The calls of the host: one where the visitor was told that the code may not open, or at the
    /// health check before it is needed, and another one when it is.
    fn calls(&self) -> Vec<HostCondition> {
        let Some(doubt) = self.doubt() else {
            return Vec::new();
        };
        let mut told = self.row.told_doors.iter().flatten();
        let is_told = told.any(|told| told.code_id == self.code.id && told.uncertain.is_some());
        if doubt.cause == NoticeCause::LockFull {
            // Else the host hears when the code is due (S).
            let from = Some(doubt.from).filter(|&from| from > self.now);
            let full = is_told.then(|| lock_full(self.state, self.code, from));
            return full.into_iter().collect();
        }
        let is_near = self.now >= health_at(doubt.from, self.policy());
        if !(is_told || is_near || self.called_at.is_some()) {
            return Vec::new();
        }
        let is_begun = doubt.from <= self.now;
        // A code without a beginning is needed all the time. Where nobody can hear that the host
        // has put it on the lock, they are called once.
        let begins = self
            .wanted
            .starts_at
            .filter(|_| is_begun && doubt.cause != NoticeCause::NoRemotePath)
            .filter(|&begins| self.called_at.is_some_and(|at| at < begins));
        // While one silence lasts, a series of visits calls the host once ahead and once when a
        // visit begins (N1).
        let begins = self.begun_before().or(begins);
        let occasion = |is_begun: bool| {
            if is_begun {
                CallOccasion::Begun
            } else {
                CallOccasion::First
            }
        };
        let mut calls = vec![self.call(doubt, None, occasion(is_begun))];
        if begins.is_some() {
            calls.push(self.call(doubt, begins, CallOccasion::Begun));
        }
        calls
    }

    /// The beginning of the visit for which a call stands, of a series.
    fn begun_before(&self) -> Option<Instant> {
        if !self.is_series() {
            return None;
        }
        let first = first_key(self.row, self.code);
        let known = self.state.conditions_beginning_with(&first);
        let mut begun = known.filter_map(|row| {
            let behind = row.key.strip_prefix(&*first)?.strip_prefix(':')?;
            let (word, at) = behind.split_once(':')?;
            let is_begun = word == CallOccasion::Begun.word();
            is_begun.then_some(Instant::from_unix_seconds(at.parse().ok()?))
        });
        begun.next()
    }

    fn call(&self, doubt: Doubt, begun: Option<Instant>, occasion: CallOccasion) -> HostCondition {
        let visit = &self.row.visit;
        let zone = zone_at(self.state, self.row, &self.code.lock_id);
        let local = |at: Instant| zone.local_text(at).parse().ok();
        let by_hand = doubt.cause == NoticeCause::NoRemotePath;
        let door = self.told().filter(|_| by_hand);
        let values = NoticeValues {
            cause: Some(doubt.cause),
            occasion: Some(occasion),
            needed_from: Some(doubt.from)
                .filter(|&from| from > self.now)
                .and_then(local),
            doors: door
                .and_then(|door| self.state.door_access(&door, zone))
                .map(|door| vec![door]),
            ..NoticeValues::default()
        };
        let notice = Notice::visit_call(&visit.id, &self.code.lock_id, begun, values);
        let until = if self.is_series() {
            self.row.visit.ends_at
        } else {
            self.wanted.ends_at
        };
        HostCondition::of(notice, until)
    }

    /// What the host hears of the code's lock, and when to look again.
    pub(super) fn report(&self, evaluation: &mut Evaluation) {
        let Some(from) = self.unopened_from() else {
            return;
        };
        evaluation.watch(&self.code.lock_id);
        let calls = self.calls();
        // What the host hears now, they know from then on; a call that is not among it ends (D3).
        let known: Vec<Text> = calls.iter().map(|one| one.notice.key.clone()).collect();
        let is_known = |one: &HostCondition| known.contains(&one.notice.key);
        let is_first = known.contains(&first_key(self.row, self.code));
        let called_at = self.called_at.or(Some(self.now)).filter(|_| is_first);
        if !calls.is_empty() {
            evaluation.watch_closely(&self.code.lock_id);
        }
        let edges = [
            Some(health_at(from, self.policy())),
            Some(from),
            self.opens_next(),
        ];
        for at in edges.into_iter().flatten().filter(|&at| at > self.now) {
            let later = Self {
                called_at,
                now: at,
                ..*self
            };
            let then = later.calls();
            let is_other = then.iter().any(|one| !is_known(one)) || then.len() < calls.len();
            if is_other || later.is_news() {
                evaluation.timers.set(Timer::CheckChanges, at);
            } else {
                evaluation.refresh.set(Timer::CheckChanges, at);
            }
        }
        evaluation.conditions.extend(calls);
    }
}

/// The key of the first call of the host for a code of a visit.
fn first_key(row: &VisitRow, code: &AccessCode) -> Text {
    Notice::visit_call(&row.visit.id, &code.lock_id, None, NoticeValues::default()).key
}
