//! Access selection as a person with a calendar would do it (A): which half minutes does the lock
//! open for this guest, and is it time?

use crate::door::{Code, Door, Numbers, Whose, tick_of};
use crate::draw::{TICK, instant};
use latchstring::model::{OnLockState, Reachability};
use latchstring::rules::{FitAnswer, Neighbours, Route, fit};
use latchstring::time::{TimeFrame, Window, Zone};

/// What is known of the way to the lock (A3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Known {
    Answers,
    Unsure,
    Silent,
}

/// One stay at one lock, with all that bears on its way in.
#[derive(Clone, Debug)]
pub struct Ask<'a> {
    pub start: i64,
    pub end: i64,
    pub check_in: i64,
    pub door: &'a Door,
    /// Those on this lock.
    pub codes: Vec<Code>,
    pub booked: Option<i64>,
    pub changed: Option<i64>,
    /// From when until when another stay of the listing is.
    pub other: Option<(i64, i64)>,
    pub previous: Option<i64>,
    pub next: Option<i64>,
    pub entry: bool,
    pub said: Option<i64>,
    pub another_guest: bool,
    /// Whether the booking is on hold (N4).
    pub hold: bool,
    pub numbers: &'a Numbers,
}

/// The oracle's answer at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    pub route: Route,
    /// Codes of which any may be the answer.
    pub ids: Vec<String>,
    pub over: bool,
    /// When to do it, if not now.
    pub at: Option<i64>,
    /// Until when a code opens that is not for all of the stay (A3b).
    pub until: Option<i64>,
}

/// What can be said of one instant; the reasons of a decision are held against it.
#[derive(Clone, Debug)]
pub struct Moment {
    pub known: Known,
    pub running: bool,
    pub ahead: i64,
    pub deadline: bool,
    pub late: bool,
    pub time: bool,
}

impl Ask<'_> {
    pub fn is_running(&self, now: i64) -> bool {
        self.start <= now && now < self.end
    }

    fn fresh_failures(&self, now: i64) -> Vec<i64> {
        if self.door.reach.is_none() {
            return Vec::new();
        }
        let mut failures: Vec<i64> = self
            .door
            .failures
            .iter()
            .copied()
            .filter(|&at| at <= now)
            .collect();
        failures.sort_unstable();
        // The row is news as long as its last one is: there was no success in between.
        let stale = Numbers::seconds(self.numbers.stale);
        if failures.last().is_some_and(|&last| now - last > stale) {
            failures.clear();
        }
        failures
    }

    pub fn known(&self, now: i64) -> Known {
        let Some(reach) = self.door.reach else {
            return Known::Unsure;
        };
        let stale = Numbers::seconds(self.numbers.stale);
        let fresh = self
            .door
            .reported
            .is_none_or(|reported| now - reported <= stale);
        let failures = self.fresh_failures(now);
        let span = failures.last().unwrap_or(&0) - failures.first().unwrap_or(&0);
        let enough = |least: usize, over: i64| failures.len() >= least && span >= over;
        let attempts = usize::try_from(self.numbers.attempts).unwrap();
        if (fresh && reach == Reachability::Offline)
            || enough(attempts, Numbers::seconds(self.numbers.over))
            || (self.is_running(now)
                && enough(
                    usize::try_from(self.numbers.stay_attempts).unwrap(),
                    i64::from(self.numbers.stay_over_seconds),
                ))
        {
            return Known::Silent;
        }
        if fresh && reach == Reachability::Online && failures.is_empty() {
            return Known::Answers;
        }
        Known::Unsure
    }

    pub fn is_usable(&self) -> bool {
        self.door.reach.is_none() || self.door.usable != Some(false)
    }

    /// The same, where a complaint right after the guest's code was used says nothing (A4).
    pub fn weighed(self) -> Self {
        let said = self.said.filter(|&said| !self.is_doubted(said));
        Self { said, ..self }
    }

    fn is_doubted(&self, said: i64) -> bool {
        let opened_just_before = |code: &Code| {
            code.is_own()
                && code
                    .used
                    .is_some_and(|used| said - 600 <= used && used <= said)
                && code.told_me.is_none_or(|told| told < said)
                && code.opens(self.door.native, code.at.map_or(said, |at| at.max(said)))
        };
        self.is_usable() && self.codes.iter().any(opened_just_before)
    }

    /// The half minutes of the stay in which no code of the guest opens.
    fn gaps(&self) -> Vec<i64> {
        let mine: Vec<&Code> = self
            .codes
            .iter()
            .filter(|code| code.is_own() && !code.is_discredited(self.said))
            .filter(|_| self.is_usable() && !self.another_guest)
            .collect();
        (self.start..self.end)
            .step_by(usize::try_from(TICK).unwrap())
            .filter(|&at| !mine.iter().any(|code| code.opens(self.door.native, at)))
            .collect()
    }

    /// Those of them that are not over.
    pub fn uncovered(&self, now: i64) -> Vec<i64> {
        left_of(&self.gaps(), now).to_vec()
    }

    /// What may be on the lock takes a place; what an algorithm made takes none.
    fn is_full(&self) -> bool {
        let there = |code: &&Code| code.on != OnLockState::Absent && !code.offline;
        let places = self.codes.iter().filter(there).count();
        let mine = self.codes.iter().any(|code| code.is_own() && there(&code));
        !mine
            && self
                .door
                .capacity
                .is_some_and(|capacity| places >= usize::try_from(capacity).unwrap())
    }

    /// Whether the next attempt is due (C6).
    fn is_retry_due(&self, now: i64) -> bool {
        let failures = self.fresh_failures(now);
        let pause = match failures.len() {
            0 => return true,
            1 => 30,
            2 => 60,
            3 => 120,
            _ => 240,
        };
        now >= failures.last().unwrap() + pause
    }

    /// Whether a platform's window fits; `fit` has an oracle of its own.
    pub fn fits(&self, frame: Option<(u32, u32)>, from: i64, until: i64) -> bool {
        let Some((shortest, longest)) = frame else {
            return true;
        };
        let frame = TimeFrame {
            min_minutes: Some(shortest),
            max_minutes: Some(longest),
            ..TimeFrame::default()
        };
        let neighbours = Neighbours {
            previous_ends_at: self.previous.map(instant),
            next_starts_at: self.next.map(instant),
        };
        let window = Window::new(instant(from), instant(until)).unwrap();
        fit(window, &[frame], Zone::default(), None, neighbours).answer != FitAnswer::Infeasible
    }

    pub fn is_storable(&self) -> bool {
        !self.door.native || self.fits(self.door.frame, self.start, self.end)
    }

    /// Told to nobody, on the lock, and open all through what is uncovered.
    pub fn spares(&self, whose: Whose, uncovered: &[i64]) -> Vec<String> {
        let off = match whose {
            Whose::Backup => self.numbers.pool == 0,
            _ => !self.numbers.emergency,
        };
        // Used by somebody who was not told it.
        let is_spent = |code: &&Code| whose == Whose::Emergency && code.used.is_some();
        let spare = |code: &&Code| {
            code.whose == whose
                && code.pin.is_some()
                && !code.is_told()
                && uncovered.iter().all(|&at| code.opens(self.door.native, at))
        };
        let found = self
            .codes
            .iter()
            .filter(|_| !off)
            .filter(spare)
            .filter(|code| !is_spent(code));
        found.map(|code| code.id.clone()).collect()
    }

    /// When the guest may see a code (N3): at the latest when it opens.
    pub fn reveal(&self) -> i64 {
        self.start
            .min(self.check_in - Numbers::hours(self.numbers.reveal_hours))
    }

    /// What is to be said of `now`, where the part from `first` on is uncovered.
    pub fn moment(&self, now: i64, first: i64) -> Moment {
        let running = self.is_running(now);
        let ahead = first.max(now) - now;
        let known = self.known(now);
        let other_runs = !running && self.other_runs_until(now).is_some();
        let allowed = !other_runs && now >= self.reveal();
        let deadline = allowed && ahead <= Numbers::seconds(self.numbers.deadline);
        let hours = Numbers::hours(self.numbers.change_hours);
        let late = self
            .booked
            .is_some_and(|booked| self.check_in - booked < hours);
        // Whoever stays there until then has not left.
        let between = self
            .other
            .is_some_and(|(from, until)| from < first.max(now) && until > now);
        let urgent = ahead <= hours && (self.changed.is_some() || late) && !between;
        let offline = known == Known::Silent
            && (running || ahead <= Numbers::seconds(self.numbers.soon) || urgent);
        Moment {
            known,
            running,
            ahead,
            deadline,
            late,
            time: deadline || (allowed && offline),
        }
    }

    fn other_runs_until(&self, now: i64) -> Option<i64> {
        let runs = |&(from, until): &(i64, i64)| from <= now && now < until;
        self.other.filter(runs).map(|(_, until)| until)
    }

    /// Whether the platform refused all that the stay holds here.
    pub fn is_refused(&self) -> bool {
        let mut held = self
            .codes
            .iter()
            .filter(|code| code.is_own() && code.whose == Whose::Own && !code.offline)
            .peekable();
        held.peek().is_some() && held.all(|code| code.refused)
    }

    /// Whether the host has to hear at the health check that nothing will be left (A7).
    pub fn is_hopeless(&self, uncovered: &[i64], first: i64, now: i64) -> bool {
        let health = Numbers::seconds(self.numbers.activation.max(15));
        let none = |whose| self.spares(whose, uncovered).is_empty();
        // Once it is time, the platform makes one.
        let then = Moment {
            time: true,
            ..self.moment(now, first)
        };
        let last_moment = first - Numbers::seconds(self.numbers.deadline);
        let made = self.offline_rung(&then, first, now.max(last_moment));
        let is_made = made.is_some_and(|judged| judged.route == Route::OfflineCode);
        now >= first - health
            && !is_made
            && none(Whose::Backup)
            && none(Whose::Emergency)
            && (self.is_refused() || self.is_full() || self.known(now) == Known::Silent)
    }

    pub fn judge(&self, now: i64) -> Judged {
        let gaps = self.gaps();
        let judged = self.judge_among(&gaps, now);
        if judged.route != Route::ContactHost {
            return judged;
        }
        // On a dead lock nothing opens.
        let first = if self.is_usable() {
            left_of(&gaps, now).first().copied()
        } else {
            Some(self.start)
        };
        let first = first.filter(|&first| first > now);
        Judged {
            at: first.map(|first| first.max(self.check_in)),
            ..judged
        }
    }

    /// Whether the lock could ever be given the code.
    pub fn is_programmable(&self) -> bool {
        self.door.remote && self.is_storable()
    }

    /// Where the lock can never be given the code, and only the host is left once waiting is over,
    /// the host hears at once.
    fn judge_among(&self, gaps: &[i64], now: i64) -> Judged {
        let judged = self.without_foresight(gaps, now);
        if judged.route != Route::Wait || judged.over || self.is_programmable() {
            return judged;
        }
        let next = self
            .next(gaps, now)
            .map(|at| self.without_foresight(gaps, at).route);
        if next != Some(Route::ContactHost) {
            return judged;
        }
        Judged {
            route: Route::ContactHost,
            ..judged
        }
    }

    fn without_foresight(&self, gaps: &[i64], now: i64) -> Judged {
        let answer = |route, ids: Vec<String>| Judged {
            route,
            ids,
            over: false,
            at: None,
            until: None,
        };
        if now >= self.end {
            return Judged {
                over: true,
                ..answer(Route::Wait, Vec::new())
            };
        }
        let here = tick_of(now);
        let uncovered = left_of(gaps, now);
        if self.hold {
            // A guest goes on with what they know, and hears nothing.
            let fine = |code: &&Code| {
                code.is_own()
                    && code.told_me.is_some()
                    && !code.is_discredited(self.said)
                    && code.opens(self.door.native, self.start.max(here))
            };
            let known = self.codes.iter().filter(fine);
            let known: Vec<String> = known.map(|code| code.id.clone()).collect();
            return if self.is_usable() && uncovered.is_empty() && !known.is_empty() {
                answer(Route::ExistingCode, known)
            } else {
                Judged {
                    over: true,
                    ..answer(Route::Wait, Vec::new())
                }
            };
        }
        let elsewhere = self.is_running(now) && self.said.is_some() && self.entry;
        if !self.is_usable() {
            let route = if elsewhere {
                Route::EntryMethod
            } else {
                Route::ContactHost
            };
            return answer(route, Vec::new());
        }
        let Some(&first) = uncovered.first() else {
            let fine = |code: &&Code| {
                code.is_own()
                    && !code.is_discredited(self.said)
                    && code.opens(self.door.native, self.start.max(here))
            };
            return answer(
                Route::ExistingCode,
                self.codes
                    .iter()
                    .filter(fine)
                    .map(|code| code.id.clone())
                    .collect(),
            );
        };
        let moment = self.moment(now, first);
        let in_vain = |code: &Code| code.is_own() && code.is_discredited(self.said);
        let attempt = self.door.remote
            && !self.is_full()
            && self.is_storable()
            && !self.is_refused()
            && (moment.known == Known::Answers
                || (moment.known == Known::Unsure && self.is_retry_due(now)));
        if attempt && !moment.deadline {
            let first = first.max(now);
            let early = first - Numbers::seconds(self.numbers.activation);
            let at = self
                .other_runs_until(now)
                .map_or(early, |until| early.max(until.min(first)));
            let at = (!self.door.native && at > now).then_some(at);
            return Judged {
                at,
                ..answer(Route::Program, Vec::new())
            };
        }
        if let Some(judged) = self.offline_rung(&moment, first, now) {
            return judged;
        }
        if !moment.time {
            let route = if self.is_hopeless(uncovered, first, now) {
                Route::ContactHost
            } else {
                Route::Wait
            };
            return answer(route, Vec::new());
        }
        for (whose, route) in [
            (Whose::Backup, Route::BackupCode),
            (Whose::Emergency, Route::EmergencyCode),
        ] {
            let spares = self.spares(whose, uncovered);
            if !spares.is_empty() {
                return answer(route, spares);
            }
        }
        if elsewhere {
            return answer(Route::EntryMethod, Vec::new());
        }
        // The guest's code is there and does not help: to send it again would not, either.
        let futile = self
            .codes
            .iter()
            .any(|code| in_vain(code) && code.opens(self.door.native, here));
        answer(
            if attempt && !futile {
                Route::Program
            } else {
                Route::ContactHost
            },
            Vec::new(),
        )
    }

    /// When the guest shall be told the code that there is: not before the reveal, and at once
    /// where they know it (N3).
    pub fn told_at(&self, now: i64, code_id: &str) -> Option<i64> {
        let known = self
            .codes
            .iter()
            .any(|code| code.id == code_id && code.told_me.is_some());
        Some(self.reveal()).filter(|&at| at > now && !known)
    }

    /// The first instant after `now` at which waiting is over, found by walking.
    pub fn changes_at(&self, now: i64) -> Option<i64> {
        self.next(&self.gaps(), now)
    }

    fn next(&self, gaps: &[i64], now: i64) -> Option<i64> {
        (tick_of(now)..self.end)
            .step_by(usize::try_from(TICK).unwrap())
            .flat_map(|at| [at, at + 1])
            .filter(|&at| at > now)
            .find(|&at| self.without_foresight(gaps, at).route != Route::Wait)
    }
}

/// The half minutes of `gaps` that are not over at `now`.
fn left_of(gaps: &[i64], now: i64) -> &[i64] {
    let over = gaps.iter().take_while(|&&at| at + TICK <= now).count();
    &gaps[over..]
}
