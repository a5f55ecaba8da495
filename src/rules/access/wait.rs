//! How long to wait: until the ladder has another answer.

use super::access_case::AccessCase;
use super::backup_time::times_before;
use super::decision::{Decision, Route};
use crate::time::Instant;

impl AccessCase<'_> {
    /// The first way in. A decision to wait says when there is another one. If the lock can never
    /// take the code and only the host would be left then, the host hears of it at once.
    pub(crate) fn decide(&self) -> Decision {
        let decision = self.ladder();
        if decision.route != Route::Wait || self.on_hold {
            return decision;
        }
        let other = |later: &Self| Some(later.ladder().route).filter(|route| *route != Route::Wait);
        let next = self.next(Instant::MAX, &other);
        if !self.is_programmable() && next.is_some_and(|(_, route)| route == Route::ContactHost) {
            return self.hosts_turn(decision);
        }
        Decision {
            until: next.map(|(at, _)| at),
            ..decision
        }
    }

    /// The way in. Before a backup is told only because the last moment has come, the answer of the
    /// lock is awaited (A2, C3).
    pub(crate) fn decide_checked(&self) -> Decision {
        self.checked(self.decide())
    }

    /// The first instant between `now` and `before` at which time alone leads to a decision that
    /// `asked` accepts.
    pub(crate) fn next_decision(
        &self,
        before: Instant,
        asked: impl Fn(&Self, &Decision) -> bool,
    ) -> Option<Instant> {
        let next = self.next(before, &|later| {
            let found = later.ladder();
            // How long it would wait then does not matter.
            let found = if found.route == Route::Wait && !later.is_programmable() {
                later.decide()
            } else {
                found
            };
            let found = later.checked(found);
            Some(found)
                .filter(|found| asked(later, found))
                .map(|found| found.route)
        });
        next.map(|(at, _)| at)
    }

    /// The first instant between `now` and `before` at which `find` finds something.
    fn next(
        &self,
        before: Instant,
        find: &dyn Fn(&Self) -> Option<Route>,
    ) -> Option<(Instant, Route)> {
        let looks = in_turn(self.looks(), self.now, before);
        let at = |at: Instant| {
            let later = Self { now: at, ..*self };
            find(&later).map(|route| (at, route))
        };
        looks.into_iter().find_map(at)
    }

    /// The first instant before another one at which time alone leaves something of the stay
    /// uncovered that is covered now, or nothing any more (C8).
    pub(crate) fn need_changes_at(&self, before: Instant) -> Option<Instant> {
        let mut looks = Vec::new();
        self.look_at_edges(&mut looks);
        let is_needed = |at: Instant| !Self { now: at, ..*self }.uncovered().is_empty();
        let before_it = is_needed(self.now);
        let mut looks = in_turn(looks, self.now, before).into_iter();
        looks.find(|&at| is_needed(at) != before_it)
    }

    /// The next clock change in the window, after which a suspect clock may be an hour off (C8).
    pub(crate) fn doubtful_from(&self) -> Option<Instant> {
        let change = self
            .abilities
            .clock_suspect
            .then(|| self.zone.next_clock_change(self.now));
        change
            .flatten()
            .filter(|&change| change < self.window.ends_at())
    }

    /// The instants at which codes begin and cease to open, and those around the uncovered parts:
    /// as known at `now`, and after the next clock change (C8).
    pub(crate) fn look_at_edges(&self, looks: &mut Vec<Instant>) {
        self.look_at_edges_known(looks);
        if let Some(change) = self.doubtful_from() {
            looks.push(change);
            Self {
                now: change,
                ..*self
            }
            .look_at_edges_known(looks);
        }
    }

    fn look_at_edges_known(&self, looks: &mut Vec<Instant>) {
        for code in self.own_codes() {
            for window in self.opens(code).windows() {
                looks.extend([window.starts_at(), window.ends_at()]);
            }
        }
        for window in self.uncovered().windows() {
            looks.extend(times_before(window.starts_at(), self.policy));
            looks.extend([self.verified_by(window.starts_at()), window.ends_at()]);
        }
    }

    /// Every instant at which time alone may bring another answer.
    fn looks(&self) -> Vec<Instant> {
        let mut looks = vec![
            self.window.starts_at(),
            self.reveal_at(),
            self.health_check_at(),
        ];
        for other in self.other_stays {
            looks.extend([other.starts_at(), other.ends_at()]);
        }
        self.look_at_edges(&mut looks);
        looks.extend(self.next_attempt_at());
        looks.extend(self.offline_code_to_ask_again().map(|(_, at)| at));
        looks.extend(self.chance_until());
        looks.extend(self.awaits_host_until());
        looks.extend(self.stale_at());
        looks
    }
}

/// The instants after `now` and before `before` in order, each once.
pub(crate) fn in_turn(mut looks: Vec<Instant>, now: Instant, before: Instant) -> Vec<Instant> {
    looks.retain(|at| *at > now && *at < before);
    looks.sort();
    looks.dedup();
    looks
}
