//! The rungs of the ladder: the ways in that are tried if no code on the lock opens (A).

use super::access_case::AccessCase;
use super::backup_time::BackupTime;
use super::decision::{Decision, Route};
use crate::model::{AccessCode, CommandKind, Desired, Failure, HolderKind};
use crate::rules::lock::Evidence;
use crate::rules::reasons::Reason;
use crate::time::{Duration, Instant, Intervals};

/// What all rungs are asked for.
pub(super) struct Asked<'a> {
    pub(super) evidence: Evidence,
    pub(super) time: &'a BackupTime,
    pub(super) uncovered: &'a Intervals,
    pub(super) uncovered_from: Instant,
}

/// What a rung answers.
pub(super) enum Rung {
    Take(Decision),
    Pass(Vec<Reason>),
}

/// The rungs, the best first.
pub(super) const RUNGS: [(Route, Ask); 5] = [
    (Route::Program, |case, asked| case.program(asked)),
    (Route::OfflineCode, |case, asked| case.offline_code(asked)),
    (Route::BackupCode, |case, asked| case.backup_code(asked)),
    (Route::EmergencyCode, |case, asked| {
        case.emergency_code(asked)
    }),
    (Route::EntryMethod, |case, asked| {
        case.entry_method_rung(asked)
    }),
];

type Ask = fn(&AccessCase<'_>, &Asked<'_>) -> Rung;

impl AccessCase<'_> {
    fn program(&self, asked: &Asked<'_>) -> Rung {
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
        if self.is_refused() {
            return Rung::Pass(vec![Reason::CodeRefused]);
        }
        let is_last_moment = match asked.time {
            BackupTime::Now(because) => because.contains(&Reason::DeadlineReached),
            BackupTime::NotYet(_) => false,
        };
        match asked.evidence {
            Evidence::Offline => Rung::Pass(vec![Reason::LockOffline]),
            Evidence::Online if is_last_moment => {
                Rung::Pass(vec![Reason::LockAnswers, Reason::DeadlineReached])
            }
            Evidence::Online => Rung::Take(
                self.program_now_or_later(vec![Reason::LockAnswers], asked.uncovered_from),
            ),
            Evidence::Unknown if is_last_moment => {
                Rung::Pass(vec![Reason::LockUnknown, Reason::DeadlineReached])
            }
            Evidence::Unknown => match self.next_attempt_at() {
                Some(at) if at > self.now => {
                    Rung::Pass(vec![Reason::LockUnknown, Reason::RetryLater { at }])
                }
                _ => {
                    let because = vec![Reason::LockUnknown, Reason::TryOnce];
                    Rung::Take(self.program_now_or_later(because, asked.uncovered_from))
                }
            },
        }
    }

    /// A lock that stores no times gets the code shortly before the code shall open, but never
    /// during another stay of the listing (C3).
    fn program_now_or_later(&self, mut because: Vec<Reason>, uncovered_from: Instant) -> Decision {
        let at = uncovered_from - Duration::minutes(self.policy.validation.activation_minutes);
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

    /// Whether the lock has a backup or emergency code that may be told when it is time.
    pub(super) fn has_spare(&self, uncovered: &Intervals) -> bool {
        self.why_no_more().is_none()
            && self
                .unspent_backup(uncovered)
                .or_else(|| self.ready_emergency(uncovered))
                .is_some()
    }

    /// The backup or emergency code that comes next, whether or not it is time to tell it.
    pub(super) fn next_code(&self) -> Option<(Route, &AccessCode)> {
        let left = self.left();
        let backup = self.unspent_backup(&left).filter(|_| self.usable());
        let emergency = || self.ready_emergency(&left).filter(|_| self.usable());
        backup
            .map(|code| (Route::BackupCode, code))
            .or_else(|| Some((Route::EmergencyCode, emergency()?)))
    }

    /// What is told where the host orders that the guest is told the next code anyway (A4).
    pub(crate) fn next_on_order(&self) -> Option<Decision> {
        let (route, code) = self.next_code()?;
        Some(Decision {
            code_id: Some(code.id.clone()),
            ..Decision::of(route, vec![Reason::HostOrder])
        })
    }

    /// A backup whose removal was sent and is not seen yet may go at any time: an emergency code is
    /// surer (S, T1).
    pub(super) fn unspent_backup(&self, uncovered: &Intervals) -> Option<&AccessCode> {
        let found = (self.policy.backups.pool_size > 0)
            .then(|| self.unspent(HolderKind::Backup, uncovered))
            .flatten();
        found.filter(|code| !may_go(code) || self.ready_emergency(uncovered).is_none())
    }

    fn ready_emergency(&self, uncovered: &Intervals) -> Option<&AccessCode> {
        (self.policy.emergency.enabled)
            .then(|| self.unspent(HolderKind::Emergency, uncovered))
            .flatten()
    }

    fn backup_code(&self, asked: &Asked<'_>) -> Rung {
        let found = self.unspent_backup(asked.uncovered);
        self.backup_or_emergency(
            asked.time,
            Route::BackupCode,
            found,
            Reason::UnspentBackup,
            Reason::NoUnspentBackup,
        )
    }

    fn emergency_code(&self, asked: &Asked<'_>) -> Rung {
        let found = self.ready_emergency(asked.uncovered);
        let rotation_due = self.policy.emergency.enabled
            && self.codes.iter().any(|code| {
                code.holder.kind == HolderKind::Emergency && Self::is_rotation_due(code)
            });
        let missing = if rotation_due {
            Reason::RotationDue
        } else {
            Reason::NoEmergencyCode
        };
        self.backup_or_emergency(
            asked.time,
            Route::EmergencyCode,
            found,
            Reason::EmergencyReady,
            missing,
        )
    }

    fn backup_or_emergency(
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
        if self.needs_no_code() {
            return Rung::Pass(vec![Reason::BatteryDied]);
        }
        let Some(code) = found else {
            return Rung::Pass(vec![missing]);
        };
        match time {
            BackupTime::NotYet(because) => Rung::Pass(because.clone()),
            BackupTime::Now(because) => match self.why_no_more() {
                Some(enough) => Rung::Pass(vec![enough]),
                None => Rung::Take(Decision {
                    code_id: Some(code.id.clone()),
                    ..Decision::of(route, self.why_told(because, ready))
                }),
            },
        }
    }

    /// Why a backup or emergency code is told: the guest's word is named where nothing else led to
    /// it (A4, E3).
    fn why_told(&self, time: &[Reason], ready: Reason) -> Vec<Reason> {
        let said = self.is_by_complaint().then_some(Reason::GuestCannotGetIn);
        let time = time.iter().copied();
        time.chain(said).chain([ready]).collect()
    }

    /// An untold code of this kind that can be told and surely opens: one that stays before one
    /// that may go, then the one longest on the lock, then the first id.
    fn unspent(&self, kind: HolderKind, uncovered: &Intervals) -> Option<&AccessCode> {
        self.codes
            .iter()
            .copied()
            .filter(|code| code.holder.kind == kind && !code.is_told() && code.pin.is_some())
            .filter(|code| kind != HolderKind::Emergency || !Self::is_rotation_due(code))
            .filter(|code| self.opens(code).covers(uncovered))
            .min_by_key(|code| (may_go(code), code.on_lock.at, &code.id))
    }

    /// Whether an emergency code was told, used by a stranger or replaced (E2). One that only grew
    /// old serves until the new one is there (F17).
    fn is_rotation_due(code: &AccessCode) -> bool {
        code.is_told() || code.last_used_at.is_some() || code.wanted == Some(Desired::REMOVED)
    }

    fn entry_method_rung(&self, asked: &Asked<'_>) -> Rung {
        if !self.entry_method {
            return Rung::Pass(vec![Reason::NoEntryMethod]);
        }
        if !self.stay_runs() {
            return Rung::Pass(vec![Reason::StayNotRunning]);
        }
        let Some(said) = self.complained_at() else {
            return Rung::Pass(vec![Reason::GuestHasNotAsked]);
        };
        // Who says it again after that did not get in by it, either.
        if self.entry_told_at.is_some_and(|told| told < said) {
            return Rung::Pass(vec![Reason::EntryMethodTold]);
        }
        let why = if !self.usable() {
            Reason::LockUnusable
        } else if self.needs_no_code() {
            Reason::BatteryDied
        } else if matches!(asked.time, BackupTime::NotYet(_)) {
            return Rung::Pass(vec![Reason::LockStillUsable]);
        } else {
            Reason::NothingLeft
        };
        let because = vec![Reason::GuestCannotGetIn, why];
        Rung::Take(Decision::of(Route::EntryMethod, because))
    }
}

/// Whether the removal of a code was sent lately, to make room for another one: a cloud that took
/// it, or did not answer, may still do it, though a list shows the code (S, F20, F25).
fn may_go(code: &AccessCode) -> bool {
    let tries = code.tries_of(CommandKind::RemoveCode);
    tries.is_some_and(|tries| matches!(tries.failure, None | Some(Failure::Timeout)))
}
