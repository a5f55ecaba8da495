//! When it is time to tell a backup (A1, A2).

use crate::model::Policy;
use crate::rules::lock::Evidence;
use crate::rules::reasons::Reason;
use crate::time::{Duration, Instant, Window};

/// What decides when a backup is told.
#[derive(Clone, Copy, Debug)]
pub(super) struct Timing<'a> {
    pub(super) window: Window,
    /// When the stay begins, without grace (W4).
    pub(super) check_in: Instant,
    /// When the guest may see a code (N3).
    pub(super) reveal_at: Instant,
    /// When the uncovered part of the stay begins.
    pub(super) uncovered_from: Instant,
    pub(super) evidence: Evidence,
    pub(super) booked_at: Option<Instant>,
    pub(super) changed_at: Option<Instant>,
    /// Until when another stay of the listing runs.
    pub(super) other_stay_until: Option<Instant>,
    /// Whether another stay of the listing lies between now and the uncovered part (F50).
    pub(super) is_other_stay_before: bool,
    /// Whether a backup that the guest was told is off its lock until the stay, and may come back
    /// (B4).
    pub(super) awaits_backup: bool,
    pub(super) policy: &'a Policy,
    pub(super) now: Instant,
}

/// Why it is time, or why it is not yet.
pub(super) enum BackupTime {
    Now(Vec<Reason>),
    NotYet(Vec<Reason>),
}

impl Timing<'_> {
    /// Whether it is time to tell a backup.
    pub(super) fn backup_time(&self) -> BackupTime {
        let begins = self.uncovered_from.max(self.now);
        let own_stay_runs = self.window.contains(self.now);
        if !own_stay_runs && self.other_stay_until.is_some_and(|until| until > self.now) {
            return BackupTime::NotYet(vec![Reason::AnotherStayRunning]);
        }
        // No notice carries a code that the guest may not see yet (N3).
        if self.now < self.reveal_at {
            return BackupTime::NotYet(vec![Reason::NotTimeYet]);
        }
        let ahead = begins - self.now;
        if self.evidence == Evidence::Offline && !self.awaits_backup {
            let mut because = vec![Reason::LockOffline];
            if own_stay_runs {
                because.push(Reason::CheckedIn);
            }
            let minutes = self.policy.backups.soon_minutes;
            if ahead <= Duration::minutes(minutes) {
                because.push(Reason::BeginsWithin { minutes });
            }
            let near = ahead <= Duration::hours(self.policy.backups.change_within_hours);
            let near_reasons = if near {
                self.near_reasons()
            } else {
                Vec::new()
            };
            let is_held_back = self.is_other_stay_before && !near_reasons.is_empty();
            if !is_held_back {
                because.extend(near_reasons);
            }
            if because.len() > 1 {
                return BackupTime::Now(because);
            }
            // A backup opens at any time. Whoever stays there until then has not left (F50).
            if is_held_back && ahead > self.last_moment() {
                return BackupTime::NotYet(vec![Reason::AnotherStayBefore]);
            }
        }
        if ahead <= self.last_moment() {
            return BackupTime::Now(vec![Reason::DeadlineReached]);
        }
        BackupTime::NotYet(vec![Reason::NotTimeYet])
    }

    /// How long before an uncovered part a backup is told, whatever the reason (A2).
    fn last_moment(&self) -> Duration {
        Duration::minutes(self.policy.backups.deadline_minutes)
    }

    /// A trip change, and a booking shortly before check-in (A).
    fn near_reasons(&self) -> Vec<Reason> {
        let hours = self.policy.backups.change_within_hours;
        let mut reasons = Vec::new();
        if self.changed_at.is_some_and(|at| at <= self.now) {
            reasons.push(Reason::TripChangedWithin { hours });
        }
        let is_late = |at| self.check_in - at < Duration::hours(hours);
        if self.booked_at.is_some_and(is_late) {
            reasons.push(Reason::BookedWithin { hours });
        }
        reasons
    }
}

/// The instants before `uncovered_from` at which it may become time.
pub(super) fn times_before(uncovered_from: Instant, policy: &Policy) -> [Instant; 4] {
    let backups = &policy.backups;
    [
        // The host is called where nothing is left (A7).
        Duration::minutes(policy.validation.health_minutes),
        Duration::minutes(backups.deadline_minutes),
        Duration::minutes(backups.soon_minutes),
        Duration::hours(backups.change_within_hours),
    ]
    .map(|ahead| uncovered_from - ahead)
}
