//! A lock's own clock: what time it is there, how it stores windows, and whether a code is open.

use super::character::{Habit, Quirk};
use super::state::{HeldCode, OwnClock, VirtualLock};
use crate::model::CodeWindow;
use crate::time::{Duration, Instant, Zone};

impl OwnClock {
    /// The instant that the clock shows at `now`.
    #[must_use]
    pub fn shown_at(&self, now: Instant) -> Instant {
        let since = self.set_at.map_or(Duration::ZERO, |set_at| now - set_at);
        let gained = since
            .in_seconds()
            .saturating_mul(i64::from(self.gains_seconds_a_day))
            .div_euclid(86_400);
        now + Duration::of(gained.saturating_add(i64::from(self.ahead_seconds)))
    }
}

/// The instant by which a lock judges the window of a code.
fn judged_at(lock: &VirtualLock, held: &HeldCode, now: Instant) -> Instant {
    let shown = lock.clock.shown_at(now);
    let zone = lock.clock.time_zone;
    let shift = if lock.quirks.contains(&Quirk::ShiftsAtClockChange) {
        offset(zone, shown) - offset(zone, held.stored_at)
    } else {
        Duration::ZERO
    };
    shown + shift + Duration::of(held.ahead_seconds.unwrap_or_default().into())
}

fn offset(zone: Zone, at: Instant) -> Duration {
    Duration::of(zone.offset_minutes_at(at).saturating_mul(60))
}

impl VirtualLock {
    /// By how much it is ahead where it looks for the window of a code.
    #[must_use]
    pub fn is_ahead_with(&self, held: &HeldCode, now: Instant) -> Duration {
        judged_at(self, held, now) - now
    }

    /// Whether a code that it holds opens it at `now`.
    #[must_use]
    pub fn opens_for(&self, held: &HeldCode, now: Instant) -> bool {
        let is_open = held.window.contains(judged_at(self, held, now));
        self.works() && is_open && held.disabled != Some(true)
    }
}

/// The window that a lock stores, out of the one that it is sent. Some locks store none.
pub(super) fn stored(lock: &VirtualLock, sent: Option<CodeWindow>) -> CodeWindow {
    let sent = sent.filter(|_| lock.native_schedule).unwrap_or_default();
    let step = if lock.quirks.contains(&Quirk::HourSteps) {
        Duration::hours(1)
    } else if lock.habits.contains(&Habit::Rounds) {
        Duration::minutes(15)
    } else {
        return sent;
    };
    let zone = lock.clock.time_zone;
    // How long after a step of its wall clock an instant is.
    let past = |at: Instant| (at - Instant::MIN + offset(zone, at)).past(step);
    let earlier = |at: Instant| at - past(at);
    let later = |at: Instant| {
        if past(at) == Duration::ZERO {
            at
        } else {
            at - past(at) + step
        }
    };
    CodeWindow {
        starts_at: sent.starts_at.map(earlier),
        ends_at: sent.ends_at.map(later),
    }
}
