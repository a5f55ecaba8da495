//! The ladder of ways in, from the best rung down (A).

use super::backup_time::{BackupTime, Timing, reveal_at};
use super::cover::{doubtful, is_of_stay, is_sure, opens, told_at};
use super::evidence::{Evidence, evidence, fresh_failures};
use super::select_access::{Decision, PassedOver, Route};
use super::{FitAnswer, Neighbours, Reason, fit};
use crate::Id;
use crate::model::{Abilities, AccessCode, HolderKind, LockState, Method, OnLockState, Policy, Wanted};
use crate::sorted::Gather as _;
use crate::sorted::sort_by;
use crate::time::{Instant, Intervals, TimeFrame, Window, Zone};

/// One stay at one lock, with all that bears on its way in.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AccessCase<'a> {
    pub(crate) reservation_id: &'a Id,
    pub(crate) window: Window,
    /// When the stay begins, without grace (W4).
    pub(crate) check_in: Instant,
    pub(crate) known: Option<&'a LockState>,
    pub(crate) abilities: &'a Abilities,
    pub(crate) zone: Zone,
    /// The codes on the lock, whosesoever they are.
    pub(crate) codes: &'a [&'a AccessCode],
    pub(crate) booked_at: Option<Instant>,
    pub(crate) changed_at: Option<Instant>,
    pub(crate) neighbours: Neighbours,
    /// Other stays of the listing.
    pub(crate) other_stays: &'a [Window],
    pub(crate) entry_method: bool,
    pub(crate) locked_out_at: Option<Instant>,
    /// Whether every code says whom it was told: then one that was told to nobody is none that the guest tried (A4).
    pub(crate) tellings_known: bool,
    /// Whether the codes of this stay were another guest's (T2).
    pub(crate) another_guest: bool,
    pub(crate) policy: &'a Policy,
    pub(crate) now: Instant,
}

/// The ways in that are looked for where no code on the lock opens, the best first.
const RUNGS: [Route; 5] = [
    Route::Program,
    Route::OfflineCode,
    Route::BackupCode,
    Route::EmergencyCode,
    Route::EntryMethod,
];

/// What a rung of the ladder answers.
enum Rung {
    Take(Decision),
    Pass(Vec<Reason>),
}

impl AccessCase<'_> {
    /// The part of the stay from now on.
    fn left(&self) -> Intervals {
        Intervals::from(self.window).from_instant(self.now)
    }

    /// The part of the stay, from now on, that nothing on the lock surely opens (T1).
    pub(crate) fn uncovered(&self) -> Intervals {
        let left = self.left();
        if !self.usable() || self.another_guest {
            return left;
        }
        self.own_codes()
            .filter(|code| !self.is_discredited(code))
            .fold(left, |left, code| left.without(&self.opens(code)))
    }

    /// When a code surely opens the lock. Where its clock is suspect, the hour about which it may be off does not count
    /// (C8).
    pub(super) fn opens(&self, code: &AccessCode) -> Intervals {
        let opens = opens(code, self.abilities.native_schedule);
        if self.abilities.clock_suspect && self.abilities.native_schedule {
            // By which clock it had its window before a change that is under way, nobody knows.
            if !is_sure(code) {
                return Intervals::NONE;
            }
            opens.without(&doubtful(code, self.zone, self.now))
        } else {
            opens
        }
    }

    /// When the guest may see a code (N3).
    pub(crate) fn reveal_at(&self) -> Instant {
        reveal_at(self.check_in, self.window, self.policy)
    }

    /// Goes down the ladder to the first way in there is.
    pub(super) fn ladder(&self) -> Decision {
        if self.left().is_empty() {
            return Decision::none(Reason::StayOver);
        }
        let uncovered = self.uncovered();
        let evidence = self.evidence();
        let mut passed_over = Vec::new();
        let Some(uncovered_from) = uncovered.starts_at() else {
            return self.existing_code(evidence);
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
            policy: self.policy,
            now: self.now,
        };
        let time = timing.backup_time();
        for route in RUNGS {
            let rung = match route {
                Route::OfflineCode => self.offline_code(&time, &uncovered),
                Route::BackupCode => self.backup_code(&time, &uncovered),
                Route::EmergencyCode => self.emergency_code(&time, &uncovered),
                Route::EntryMethod => self.entry_method_rung(&time),
                _ => self.program(evidence, &time, uncovered_from),
            };
            match rung {
                Rung::Take(decision) => return decision.after(passed_over),
                Rung::Pass(because) => passed_over.push(PassedOver { route, because }),
            }
        }
        self.nothing_above(evidence, &time).after(passed_over)
    }

    fn usable(&self) -> bool {
        self.known.and_then(|known| known.usable) != Some(false)
    }

    /// Until when another stay of the listing runs.
    fn other_stay_until(&self) -> Option<Instant> {
        let running = self.other_stays.iter().filter(|stay| stay.contains(self.now));
        running.map(|stay| stay.ends_at()).max()
    }

    fn stay_runs(&self) -> bool {
        self.window.contains(self.now)
    }

    pub(crate) fn evidence(&self) -> Evidence {
        evidence(self.known, &self.policy.offline, self.stay_runs(), self.now)
    }

    pub(super) fn own_codes(&self) -> impl Iterator<Item = &AccessCode> {
        self.codes
            .iter()
            .copied()
            .filter(|code| is_of_stay(code, self.reservation_id) && !code.is_gone())
    }

    /// What the guest said stands against the codes that they knew then, until the lock shows one since (A4). A code
    /// that they were told only after that is none of these (A5).
    fn is_discredited(&self, code: &AccessCode) -> bool {
        let Some(said) = self.locked_out_at else {
            return false;
        };
        let told_since = told_at(code, self.reservation_id).is_some_and(|told| told >= said);
        let read_back_since =
            code.on_lock.state == OnLockState::Confirmed && code.on_lock.at.is_some_and(|shown| shown > said);
        let used_since = code.last_used_at.is_some_and(|used| used > said);
        let never_told = self.tellings_known && !code.is_told();
        !told_since && !read_back_since && !used_since && !never_told
    }

    /// Whether a code is on the lock, and the guest cannot get in with it (A4).
    fn is_there_in_vain(&self) -> bool {
        self.own_codes().any(|code| {
            let opens = self.opens(code);
            self.is_discredited(code) && opens.contains(self.now)
        })
    }

    fn existing_code(&self, evidence: Evidence) -> Decision {
        let opening = |code: &&AccessCode| {
            let opens = self.opens(code);
            !self.is_discredited(code) && opens.contains(self.now.max(self.window.starts_at()))
        };
        // Of several the one that lasts longest, then the one that the guest was told last, then the first id.
        let code = self.own_codes().filter(opening).max_by(|a, b| {
            let ends = |code: &AccessCode| (self.opens(code).ends_at(), told_at(code, self.reservation_id));
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
            .gather();
        sort_by(&mut because, Ord::cmp);
        because.dedup();
        if because.is_empty() {
            because.push(Reason::NoCode);
        }
        because
    }

    fn program(&self, evidence: Evidence, time: &BackupTime, uncovered_from: Instant) -> Rung {
        if !self.usable() {
            return Rung::Pass(vec![Reason::LockUnusable]);
        }
        if !self.abilities.remote {
            return Rung::Pass(vec![Reason::NoRemotePath]);
        }
        if self.is_full() {
            return Rung::Pass(vec![Reason::LockFull]);
        }
        if !self.is_storable() {
            return Rung::Pass(vec![Reason::WindowInfeasible]);
        }
        let deadline = matches!(time, BackupTime::Now(because) if because.contains(&Reason::DeadlineReached));
        match evidence {
            Evidence::Offline => Rung::Pass(vec![Reason::LockOffline]),
            Evidence::Online if deadline => Rung::Pass(vec![Reason::LockAnswers, Reason::DeadlineReached]),
            Evidence::Online => {
                Rung::Take(self.program_now_or_later(vec![Reason::LockAnswers], uncovered_from))
            }
            Evidence::Unknown if deadline => Rung::Pass(vec![Reason::LockUnknown, Reason::DeadlineReached]),
            Evidence::Unknown => match self.next_attempt_at() {
                Some(at) if at > self.now => Rung::Pass(vec![Reason::LockUnknown, Reason::RetryLater { at }]),
                _ => {
                    let because = vec![Reason::LockUnknown, Reason::TryOnce];
                    Rung::Take(self.program_now_or_later(because, uncovered_from))
                }
            },
        }
    }

    /// Whether the lock could ever be given the code: a full one may get a free place, a silent one may answer.
    pub(super) fn is_programmable(&self) -> bool {
        self.abilities.remote && self.is_storable()
    }

    /// Nobody but the host can do anything, however long one waits (A).
    pub(super) fn hosts_turn(&self, waiting: Decision) -> Decision {
        let why = if self.abilities.remote {
            Reason::WindowInfeasible
        } else {
            Reason::NoRemotePath
        };
        Decision::of(Route::ContactHost, vec![why, Reason::NothingLeft]).after(waiting.passed_over)
    }

    /// Whether the platform can store the window, or need not (W7).
    fn is_storable(&self) -> bool {
        let frames = &self.abilities.online_frames;
        !self.abilities.native_schedule
            || fit(self.window, frames, self.zone, None, self.neighbours).answer != FitAnswer::Infeasible
    }

    /// Whether the guest would need a place that the lock has not: what may still be there counts (F15, F16).
    fn is_full(&self) -> bool {
        // Codes of the lock's algorithm are stored nowhere.
        let has_a_place = |code: &AccessCode| {
            code.on_lock.state != OnLockState::Absent && code.method != Some(Method::Offline)
        };
        let taken = self.codes.iter().filter(|code| has_a_place(code));
        let has_place = self.own_codes().any(has_a_place);
        !has_place
            && self.abilities.capacity.is_some_and(|capacity| {
                usize::try_from(capacity).is_ok_and(|capacity| taken.count() >= capacity)
            })
    }

    /// A lock that stores no times gets its code shortly before it shall open, but never during another stay of
    /// the listing (C3).
    fn program_now_or_later(&self, mut because: Vec<Reason>, uncovered_from: Instant) -> Decision {
        let lead = i64::from(self.policy.validation.activation_minutes);
        let at = uncovered_from.plus_minutes(lead.saturating_neg());
        let at = self
            .other_stay_until()
            .map_or(at, |until| at.max(until.min(uncovered_from)));
        let later = (!self.abilities.native_schedule && at > self.now).then_some(at);
        if later.is_some() {
            because.push(Reason::ProgrammedAtActivation);
        }
        Decision {
            at: later,
            ..Decision::of(Route::Program, because)
        }
    }

    /// When a lock that failed is tried again: 30 s, 1, 2, 4 min after the last failure (C6).
    pub(super) fn next_attempt_at(&self) -> Option<Instant> {
        let failures = fresh_failures(self.known?, &self.policy.offline, self.now)?;
        let seconds = match failures.count {
            1 => 30,
            2 => 60,
            3 => 120,
            _ => 240,
        };
        Some(failures.last.plus_seconds(seconds))
    }

    fn offline_code(&self, time: &BackupTime, uncovered: &Intervals) -> Rung {
        if !self.usable() {
            return Rung::Pass(vec![Reason::LockUnusable]);
        }
        if self.abilities.offline_frames.is_empty() {
            return Rung::Pass(vec![Reason::NoOfflineCodes]);
        }
        // The algorithm would make the same code again.
        let is_in_vain = |code: &AccessCode| {
            code.method == Some(Method::Offline) && is_sure(code) && self.is_discredited(code)
        };
        if self.own_codes().any(is_in_vain) {
            return Rung::Pass(vec![Reason::GuestCannotGetIn]);
        }
        let frames: Vec<TimeFrame> = self
            .abilities
            .offline_frames
            .iter()
            .map(|offline| offline.frame.clone())
            .gather();
        // What is uncovered, or else all that is left: an algorithm may know no window that is short enough.
        let feasible = [uncovered, &self.left()].into_iter().any(|part| {
            let window = part
                .starts_at()
                .zip(part.ends_at())
                .and_then(|(from, until)| Window::between(from, until));
            window.is_some_and(|window| {
                fit(window, &frames, self.zone, None, self.neighbours).answer != FitAnswer::Infeasible
            })
        });
        if !feasible {
            return Rung::Pass(vec![Reason::OfflineWindowInfeasible]);
        }
        let because = match time {
            _ if !self.abilities.remote => vec![Reason::NoRemotePath, Reason::NeedsNoConnection],
            BackupTime::Now(because) => [because.as_slice(), &[Reason::NeedsNoConnection]].concat(),
            BackupTime::NotYet(because) => return Rung::Pass(because.clone()),
        };
        Rung::Take(Decision::of(Route::OfflineCode, because))
    }

    fn backup_code(&self, time: &BackupTime, uncovered: &Intervals) -> Rung {
        let found = (self.policy.backups.pool_size > 0)
            .then(|| self.unspent(HolderKind::Backup, uncovered))
            .flatten();
        self.spare(
            time,
            Route::BackupCode,
            found,
            Reason::UnspentBackup,
            Reason::NoUnspentBackup,
        )
    }

    fn emergency_code(&self, time: &BackupTime, uncovered: &Intervals) -> Rung {
        let found = (self.policy.emergency.enabled)
            .then(|| self.unspent(HolderKind::Emergency, uncovered))
            .flatten();
        let rotation_due = self.policy.emergency.enabled
            && self
                .codes
                .iter()
                .any(|code| code.holder.kind == HolderKind::Emergency && self.is_rotation_due(code));
        let missing = if rotation_due {
            Reason::RotationDue
        } else {
            Reason::NoEmergencyCode
        };
        self.spare(time, Route::EmergencyCode, found, Reason::EmergencyReady, missing)
    }

    fn spare(
        &self,
        time: &BackupTime,
        route: Route,
        found: Option<&AccessCode>,
        ready: Reason,
        missing: Reason,
    ) -> Rung {
        if !self.usable() {
            return Rung::Pass(vec![Reason::LockUnusable]);
        }
        match (time, found) {
            // Time brings none where the lock takes none from afar.
            (BackupTime::NotYet(_), None) if !self.is_programmable() => Rung::Pass(vec![missing]),
            (BackupTime::NotYet(because), _) => Rung::Pass(because.clone()),
            (BackupTime::Now(_), None) => Rung::Pass(vec![missing]),
            (BackupTime::Now(because), Some(code)) => Rung::Take(Decision {
                code_id: Some(code.id.clone()),
                ..Decision::of(route, [because.as_slice(), &[ready]].concat())
            }),
        }
    }

    /// A code of this kind that can be told, was told to nobody, and surely opens: the one longest there, then the first id.
    fn unspent(&self, kind: HolderKind, uncovered: &Intervals) -> Option<&AccessCode> {
        self.codes
            .iter()
            .copied()
            .filter(|code| code.holder.kind == kind && !code.is_told() && code.pin.is_some())
            .filter(|code| kind != HolderKind::Emergency || !self.is_rotation_due(code))
            .filter(|code| self.opens(code).covers(uncovered))
            .min_by_key(|code| (code.on_lock.at, &code.id))
    }

    /// Told, used by whoever was not told it, replaced, or unheard of for the whole span between two replacements (E2).
    fn is_rotation_due(&self, code: &AccessCode) -> bool {
        let days = i64::from(self.policy.emergency.rotate_days);
        let old = code
            .made_at
            .or(code.on_lock.at)
            .is_some_and(|at| at.plus_minutes(days.saturating_mul(24 * 60)) <= self.now);
        code.is_told() || code.last_used_at.is_some() || code.wanted == Some(Wanted::REMOVED) || old
    }

    fn entry_method_rung(&self, time: &BackupTime) -> Rung {
        if !self.entry_method {
            return Rung::Pass(vec![Reason::NoEntryMethod]);
        }
        if !self.stay_runs() {
            return Rung::Pass(vec![Reason::StayNotRunning]);
        }
        if self.locked_out_at.is_none() {
            return Rung::Pass(vec![Reason::GuestHasNotAsked]);
        }
        match time {
            BackupTime::NotYet(_) if self.usable() => Rung::Pass(vec![Reason::LockStillUsable]),
            _ => {
                let mut because = vec![Reason::GuestCannotGetIn];
                because.push(if self.usable() {
                    Reason::NothingLeft
                } else {
                    Reason::LockUnusable
                });
                Rung::Take(Decision::of(Route::EntryMethod, because))
            }
        }
    }

    fn nothing_above(&self, evidence: Evidence, time: &BackupTime) -> Decision {
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
            BackupTime::NotYet(_) => Decision::of(Route::Wait, vec![word, Reason::TimeLeft]),
        }
    }

    /// Whether to go on trying where the deadline has come and no spare is there; not where the code is there and
    /// the guest says that it does not help.
    fn can_try_on(&self, evidence: Evidence) -> bool {
        let is_due = match evidence {
            Evidence::Online => true,
            Evidence::Unknown => self.next_attempt_at().is_none_or(|at| at <= self.now),
            Evidence::Offline => false,
        };
        is_due && self.is_programmable() && !self.is_full() && !self.is_there_in_vain()
    }
}
