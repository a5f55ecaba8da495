//! When a lock that said that it is full is asked again (C6).

use super::lock_view::LockView;
use crate::model::{AccessCode, Failure, OnLockState};
use crate::rules::is_awaited_in_stay;
use crate::time::{Duration, Instant};

impl LockView<'_> {
    /// From when a code is sent to its lock again, which had no place for it: at the next check, at
    /// a complaint, or after hours. A guest of a running stay with no way in waits only as after
    /// any failure. That a place is free is a fact, and ends the failure.
    pub(super) fn asked_again_at(&self, code: &AccessCode) -> Instant {
        let found_no_place =
            code.failure == Some(Failure::NoSpace) && code.on_lock.state == OnLockState::Absent;
        let Some(failed_at) = code.on_lock.at.filter(|_| found_no_place) else {
            return Instant::MIN;
        };
        let is_said = self
            .complained_at(code)
            .is_some_and(|said| said > failed_at);
        if is_said || is_awaited_in_stay(code, self.at) {
            return Instant::MIN;
        }
        let hours = self.policy().commands.full_hours;
        let latest = failed_at + Duration::hours(hours);
        let check = self.next_check(code, failed_at);
        check.map_or(latest, |check| check.min(latest))
    }
}
