//! The ladder of ways in, from the best rung down (A).

use super::access_case::AccessCase;
use super::backup_time::{BackupTime, Timing};
use super::decision::{Decision, PassedOver, Route};
use super::rungs::{Asked, RUNGS, Rung};
use crate::model::{AccessCode, HolderKind, OnLockState};
use crate::rules::lock::Evidence;
use crate::rules::lock::{is_sure, stays_full, told_at};
use crate::rules::reasons::Reason;
use crate::time::{Duration, Instant, Intervals};

impl AccessCase<'_> {
    /// Goes down the ladder to the first way in there is.
    pub(super) fn ladder(&self) -> Decision {
        if self.left().is_empty() {
            return Decision::none(Reason::StayOver);
        }
        let uncovered = self.uncovered();
        let evidence = self.evidence();
        if self.on_hold {
            return self.while_on_hold(uncovered.is_empty(), evidence);
        }
        let mut passed_over = Vec::new();
        let Some(uncovered_from) = uncovered.starts_at() else {
            let beside = self.beside_low_battery();
            return beside.unwrap_or_else(|| self.weighed(self.existing_code(evidence)));
        };
        passed_over.push(PassedOver {
            route: Route::ExistingCode,
            because: self.why_not_existing(),
        });
        let timing = Timing {
            window: self.window,
            check_in: self.check_in,
            reveal_at: self.reveal_at(),
            uncovered_from,
            evidence,
            booked_at: self.booked_at,
            changed_at: self.changed_at,
            other_stay_until: self.other_stay_until(),
            is_other_stay_before: self.is_other_stay_before(uncovered_from),
            awaits_backup: self.awaits_backup(),
            policy: self.policy,
            now: self.now,
        };
        let time = timing.backup_time();
        let asked = Asked {
            evidence,
            time: &time,
            uncovered: &uncovered,
            uncovered_from,
        };
        for &(route, rung) in &RUNGS {
            match rung(self, &asked) {
                Rung::Take(decision) => return decision.after(passed_over),
                Rung::Pass(because) => passed_over.push(PassedOver { route, because }),
            }
        }
        let last = self.nothing_above(&asked);
        self.with_offer(last).after(passed_over)
    }

    /// Nothing is told while the booking is on hold. What the guest knows already opens on (N4).
    fn while_on_hold(&self, is_covered: bool, evidence: Evidence) -> Decision {
        let known = is_covered.then(|| self.existing_code(evidence));
        known
            .filter(|decision| decision.code_id.is_some())
            .unwrap_or_else(|| Decision::none(Reason::BookingOnHold))
    }

    fn existing_code(&self, evidence: Evidence) -> Decision {
        let opening = |code: &&AccessCode| {
            let opens = self.opens(code);
            let is_known = !self.on_hold || told_at(code, self.reservation_id).is_some();
            is_known
                && self.is_way_in(code)
                && opens.contains(self.now.max(self.window.starts_at()))
        };
        // The code that lasts longest, then the one that the guest was told last, then the first
        // id.
        let code = self.own_codes().filter(opening).max_by(|a, b| {
            let ends = |code: &AccessCode| {
                (
                    self.opens(code).ends_at(),
                    told_at(code, self.reservation_id),
                )
            };
            ends(a).cmp(&ends(b)).then_with(|| b.id.cmp(&a.id))
        });
        let state = code.map(|code| code.on_lock.state);
        let mut because = vec![if state == Some(OnLockState::Unverifiable) {
            Reason::UnverifiableOnLock
        } else {
            Reason::ConfirmedOnLock
        }];
        because.push(Reason::CoversStay);
        if evidence == Evidence::Offline {
            because.push(Reason::WorksOffline);
        }
        let is_told = code.is_some_and(|code| told_at(code, self.reservation_id).is_some());
        Decision {
            code_id: code.map(|code| code.id.clone()),
            at: Some(self.reveal_at()).filter(|&at| at > self.now && !is_told),
            ..Decision::of(Route::ExistingCode, because)
        }
    }

    fn why_not_existing(&self) -> Vec<Reason> {
        if !self.usable() {
            return vec![Reason::LockUnusable];
        }
        if self.another_guest {
            return vec![Reason::AnotherGuest];
        }
        let mut because: Vec<Reason> = self
            .own_codes()
            .map(|code| {
                if !is_sure(code) {
                    Reason::NotConfirmed
                } else if self.is_discredited(code) {
                    Reason::GuestCannotGetIn
                } else {
                    Reason::DoesNotCover
                }
            })
            .collect();
        because.sort();
        because.dedup();
        if because.is_empty() {
            because.push(Reason::NoCode);
        }
        because
    }

    fn nothing_above(&self, asked: &Asked<'_>) -> Decision {
        let Asked { evidence, time, .. } = *asked;
        let word = match evidence {
            Evidence::Offline => Reason::LockOffline,
            Evidence::Unknown => Reason::LockUnknown,
            Evidence::Online => Reason::LockAnswers,
        };
        match time {
            _ if !self.usable() => Decision::of(
                Route::ContactHost,
                vec![Reason::LockUnusable, Reason::NothingLeft],
            ),
            BackupTime::Now(because) => {
                let mut because = because.clone();
                let route = if self.can_try_on(evidence) {
                    because.push(word);
                    if evidence == Evidence::Unknown {
                        because.push(Reason::TryOnce);
                    }
                    Route::Program
                } else {
                    Route::ContactHost
                };
                because.push(Reason::NothingLeft);
                Decision::of(route, because)
            }
            BackupTime::NotYet(_) => match self.why_hopeless(asked) {
                Some(why) => Decision::of(Route::ContactHost, vec![why, Reason::NothingLeft]),
                None => Decision::of(Route::Wait, vec![word, Reason::TimeLeft]),
            },
        }
    }

    /// Why waiting brings nothing, from the health check before the uncovered part on: the guest's
    /// code can't be sent, and there is neither a backup that time would release nor a code of the
    /// lock's algorithm that its platform may make then (A3b, A7, F56).
    fn why_hopeless(&self, asked: &Asked<'_>) -> Option<Reason> {
        let health = Duration::minutes(self.policy.validation.health_minutes);
        let is_something_left = self.is_something_left(asked.uncovered, asked.uncovered_from);
        if self.now < asked.uncovered_from - health || is_something_left {
            return None;
        }
        if self.is_refused() {
            Some(Reason::CodeRefused)
        } else if self.is_full() {
            Some(Reason::LockFull)
        } else {
            (asked.evidence == Evidence::Offline).then_some(Reason::LockOffline)
        }
    }

    /// Whether the lock has no place for the guest's code in time, and nothing else is left then:
    /// somebody has to make one (S, A7).
    pub(crate) fn lacks_a_place(&self) -> bool {
        let uncovered = self.uncovered();
        let Some(from) = uncovered.starts_at() else {
            return false;
        };
        let on_lock = || self.codes.iter().copied();
        let has_none = |code| stays_full(self.abilities.capacity, on_lock(), code, from);
        let mut held = self.held_codes().peekable();
        held.peek().is_some() && held.all(has_none) && !self.is_something_left(&uncovered, from)
    }

    /// Whether there is a backup that time would release, or a code of the lock's algorithm that
    /// its platform may make then (A3b).
    fn is_something_left(&self, uncovered: &Intervals, from: Instant) -> bool {
        let last_moment = Duration::minutes(self.policy.backups.deadline_minutes);
        let then = Self {
            now: self.now.max(from - last_moment),
            ..*self
        };
        self.has_spare(uncovered) || then.may_get_offline_code()
    }

    /// Whether to go on trying at the last moment, where no backup is there. It is no use if the
    /// code is there and the guest can't get in with it.
    fn can_try_on(&self, evidence: Evidence) -> bool {
        let is_due = match evidence {
            Evidence::Online => true,
            Evidence::Unknown => self.next_attempt_at().is_none_or(|at| at <= self.now),
            Evidence::Offline => false,
        };
        is_due
            && self.is_programmable()
            && !self.is_full()
            && !self.is_refused()
            && !self.is_there_in_vain()
    }

    /// The host reads what they can order: the next code, where no more is told by itself (A4, A6),
    /// or the emergency code, where another stay was told it and it is still to be replaced (E2).
    pub(super) fn with_offer(&self, mut decision: Decision) -> Decision {
        let at = self.now.max(self.window.starts_at());
        let is_offered = |code: &&AccessCode| {
            let as_stored = AccessCode {
                wanted: None,
                ..(**code).clone()
            };
            code.holder.kind == HolderKind::Emergency
                && code.is_told()
                && told_at(code, self.reservation_id).is_none()
                && code.pin.is_some()
                && self.opens(&as_stored).contains(at)
        };
        if decision.route == Route::ContactHost {
            decision.at = self.needed_from();
            if !self.stay_runs() {
                decision.because.push(Reason::StayNotRunning);
            }
        }
        let is_last = decision.route == Route::ContactHost && self.usable();
        let is_kept_back = self.why_no_more().is_some() || self.needs_no_code();
        if is_last && is_kept_back && self.next_code().is_some() {
            decision.because.push(Reason::NextOnOrder);
        }
        if is_last
            && self.policy.emergency.enabled
            && self.codes.iter().copied().any(|code| is_offered(&code))
        {
            decision.because.push(Reason::EmergencyOnOrder);
        }
        decision
    }

    /// From when nothing on the lock opens for the guest, where that lies ahead; without grace
    /// (W4).
    fn needed_from(&self) -> Option<Instant> {
        let from = self.uncovered().starts_at().filter(|&from| from > self.now);
        from.map(|from| from.max(self.check_in))
    }

    /// Why the lock could never take the code.
    pub(super) fn why_not_programmable(&self) -> Reason {
        if self.abilities.remote {
            Reason::WindowInfeasible
        } else {
            Reason::NoRemotePath
        }
    }

    /// Only the host can do anything, however long one waits (A).
    pub(super) fn hosts_turn(&self, waiting: Decision) -> Decision {
        let why = self.why_not_programmable();
        let decision = Decision::of(Route::ContactHost, vec![why, Reason::NothingLeft]);
        self.with_offer(decision).after(waiting.passed_over)
    }
}
