//! The rung of codes that the lock's own algorithm makes: they open it without a connection (A3b).

use super::access_case::AccessCase;
use super::backup_time::BackupTime;
use super::decision::{Decision, Route};
use super::rungs::{Asked, Rung};
use crate::model::{AccessCode, CodeWindow, CommandKind, Desired, Failure, OnLockState};
use crate::rules::fit::{FitAnswer, fit};
use crate::rules::reasons::Reason;
use crate::time::{Duration, Instant, TimeFrame, Window};

/// What the platform is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OfflineOffer {
    /// The window, as the platform takes it (W7).
    pub(crate) window: CodeWindow,
    /// Until when the code has to be used for the first time, where it has to (O1).
    pub(crate) use_by: Option<Instant>,
    /// How many codes there are for this window; `None`: any number.
    per_slot: Option<u32>,
}

/// By how much a window is widened where the platform's frame names no step.
const STEP_MINUTES: u32 = 60;

impl AccessCase<'_> {
    /// A code of the lock's algorithm counts where the lock says so, and where one can really be
    /// made: a code that nobody makes lets nobody in (F41).
    pub(super) fn offline_code(&self, asked: &Asked<'_>) -> Rung {
        if !self.usable() {
            return Rung::Pass(vec![Reason::LockUnusable]);
        }
        if self.needs_no_code() {
            return Rung::Pass(vec![Reason::BatteryDied]);
        }
        if !self.abilities.offline_codes {
            return Rung::Pass(vec![if self.abilities.offline_frames.is_empty() {
                Reason::NoOfflineCodes
            } else {
                Reason::OfflineCodesNotMade
            }]);
        }
        let because: &[Reason] = match asked.time {
            // Nothing else can come onto such a lock: the guest reads it when they may see a code.
            BackupTime::NotYet(_) if !self.is_programmable() && self.now >= self.reveal_at() => {
                &[self.why_not_programmable()]
            }
            BackupTime::NotYet(because) => return Rung::Pass(because.clone()),
            BackupTime::Now(because) => because,
        };
        if let Some(decision) = self.open_until_later(asked) {
            return Rung::Take(decision);
        }
        if self.stopped_at.is_some() {
            return Rung::Pass(vec![Reason::NewCodesStopped]);
        }
        if let Some(code) = self.offline_codes().find(|code| is_under_way(code)) {
            return Rung::Take(Decision {
                code_id: Some(code.id.clone()),
                ..Decision::of(
                    Route::OfflineCode,
                    [because, &[Reason::OfflineCodeUnderWay]].concat(),
                )
            });
        }
        if let Some(why) = self.why_no_offline_code() {
            return Rung::Pass(vec![why]);
        }
        let passing = self.offline_code_to_ask_again();
        if let Some((code, at)) = passing.filter(|(_, at)| *at > self.now) {
            // A spare is told at once. Where there is none, the host is called at the last moment.
            if at > self.asked_by(asked) || self.has_spare(asked.uncovered) {
                return Rung::Pass(vec![Reason::OfflineCodeFailed]);
            }
            return Rung::Take(Decision {
                code_id: Some(code.id.clone()),
                until: Some(at),
                ..Decision::of(
                    Route::OfflineCode,
                    [because, &[Reason::RetryLater { at }]].concat(),
                )
            });
        }
        Rung::Take(Decision::of(
            Route::OfflineCode,
            [because, &[Reason::OfflineCodeCanBeMade]].concat(),
        ))
    }

    /// While a code of the algorithm opens, another one is asked for at the last moment before it
    /// may cease to, and not before (A2, O1).
    fn open_until_later(&self, asked: &Asked<'_>) -> Option<Decision> {
        let at = self.asked_by(asked);
        let opens = |code: &&AccessCode| {
            let from = self.now.max(self.window.starts_at());
            self.is_way_in(code) && self.opens(code).contains(from)
        };
        let code = self.offline_codes().find(opens).filter(|_| self.now < at)?;
        Some(Decision {
            code_id: Some(code.id.clone()),
            until: Some(at),
            ..Decision::of(Route::ExistingCode, vec![Reason::WorksOffline])
        })
    }

    /// The last moment before the uncovered part, when a backup is told (A2).
    fn asked_by(&self, asked: &Asked<'_>) -> Instant {
        asked.uncovered_from - Duration::minutes(self.policy.backups.deadline_minutes)
    }

    /// The code for which a platform is asked again that was busy or silent, and from when on (C6).
    pub(crate) fn offline_code_to_ask_again(&self) -> Option<(&AccessCode, Instant)> {
        let passing = |code: &&AccessCode| {
            let is_wanted = matches!(code.wanted, Some(Desired::Window(_)));
            is_wanted && code.failure.is_some_and(Failure::is_passing)
        };
        let code = self.offline_codes().find(passing)?;
        let tries = code.tries_of(CommandKind::IssueOfflineCode);
        Some((code, tries.map_or(self.now, |tries| tries.not_before)))
    }

    /// Whether the platform may still make a code, or is asked for one, once it is time (A7).
    pub(super) fn may_get_offline_code(&self) -> bool {
        let is_asked = || self.offline_codes().any(is_under_way);
        self.abilities.offline_codes
            && !self.needs_no_code()
            && self.stopped_at.is_none()
            && (is_asked() || self.why_no_offline_code().is_none())
    }

    /// Why the platform is not asked (once more).
    fn why_no_offline_code(&self) -> Option<Reason> {
        let is_final =
            |failure: Failure| failure != Failure::DuplicateCode && !failure.is_passing();
        let mut failures = self.offline_codes().filter_map(|code| code.failure);
        if failures.any(is_final) {
            return Some(Reason::OfflineCodeFailed);
        }
        // A wider window has another PIN, once.
        if self.duplicates().count() > 1 {
            return Some(Reason::SamePinAsAnother);
        }
        let Some(offer) = self.offline_offer() else {
            return Some(Reason::WindowInfeasible);
        };
        let is_used_up =
            reaches(self.made().count(), self.abilities.offline_capacity) || self.is_taken(&offer);
        is_used_up.then_some(Reason::OfflineCodesUsedUp)
    }

    /// The codes of the lock's algorithm, whoever holds them.
    fn made(&self) -> impl Iterator<Item = &AccessCode> {
        let codes = self.codes.iter().copied();
        codes.filter(|code| code.is_offline() && is_made(code))
    }

    /// Whether the platform made, or was asked for, as many codes for this window as it makes.
    fn is_taken(&self, offer: &OfflineOffer) -> bool {
        let wanted = Some(Desired::Window(offer.window));
        let codes = self.codes.iter().filter(|code| code.wanted == wanted);
        let of_window =
            codes.filter(|code| code.is_offline() && (is_made(code) || is_under_way(code)));
        reaches(of_window.count(), offer.per_slot)
    }

    /// The codes of the lock's algorithm that the stay has, or asked for.
    fn offline_codes(&self) -> impl Iterator<Item = &AccessCode> {
        self.own_codes().filter(|code| code.is_offline())
    }

    /// Those that were or might be somebody else's.
    fn duplicates(&self) -> impl Iterator<Item = &AccessCode> {
        let is_duplicate = |code: &&AccessCode| code.failure == Some(Failure::DuplicateCode);
        self.offline_codes().filter(is_duplicate)
    }

    /// What the platform is asked for: a window around what is left of the uncovered part, as the
    /// platform takes it (W7). Where that window's codes are somebody's, it is widened once.
    pub(crate) fn offline_offer(&self) -> Option<OfflineOffer> {
        let from = self.uncovered().starts_at()?.max(self.now);
        let (offer, step) = self.fitted_offer(Window::between(from, self.window.ends_at())?)?;
        if self.duplicates().next().is_none() && !self.is_taken(&offer) {
            return Some(offer);
        }
        let ends_at = offer.window.ends_at? + step;
        let wider = self.fitted_offer(Window::between(from, ends_at)?);
        wider.map(|(offer, _)| offer)
    }

    /// The platform's window around this one, and by how much that is widened.
    fn fitted_offer(&self, wanted: Window) -> Option<(OfflineOffer, Duration)> {
        let offline = &self.abilities.offline_frames;
        let frames: Vec<TimeFrame> = offline.iter().map(|one| one.frame.clone()).collect();
        let fit = fit(wanted, &frames, self.zone, Some(self.now), self.neighbours);
        let window = fit.window.filter(|_| fit.answer != FitAnswer::Infeasible)?;
        let window = CodeWindow::from(window);
        let index = fit.frame.and_then(|frame| usize::try_from(frame).ok());
        let frame = index.and_then(|index| offline.get(index));
        let step = frame.and_then(|one| one.frame.step_minutes);
        let first_use = frame.and_then(|one| one.first_use_hours);
        let starts_at = window.starts_at.unwrap_or(self.now).max(self.now);
        let offer = OfflineOffer {
            window,
            use_by: first_use.map(|hours| starts_at + Duration::hours(hours)),
            per_slot: frame.and_then(|one| one.per_slot),
        };
        Some((offer, Duration::minutes(step.unwrap_or(STEP_MINUTES))))
    }
}

/// Whether as many are made as there may be.
fn reaches(made: usize, most: Option<u32>) -> bool {
    most.is_some_and(|most| usize::try_from(most).is_ok_and(|most| made >= most))
}

/// Whether the platform made a code, or may have.
fn is_made(code: &AccessCode) -> bool {
    code.on_lock.state != OnLockState::Absent
}

/// Whether the platform was asked for a code, and has not answered.
fn is_under_way(code: &AccessCode) -> bool {
    let is_asked_for = matches!(code.wanted, Some(Desired::Window(_)));
    let is_there = matches!(
        code.on_lock.state,
        OnLockState::Confirmed | OnLockState::Accepted | OnLockState::Unverifiable
    );
    let is_new = code.pin.is_none() || code.on_lock.state != OnLockState::Absent;
    is_asked_for && code.failure.is_none() && !is_there && is_new
}
