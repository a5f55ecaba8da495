//! How many backups a lock shall have, by the arrivals of the week ahead (B1).

use crate::model::Policy;
use crate::rules::pool_target;
use crate::time::{Day, Edge, Instant, TimeOfDay, Zone};

/// How many stays begin behind a lock on one day of one calendar.
#[derive(Clone, Copy)]
pub(crate) struct Arrivals {
    pub(crate) zone: Zone,
    /// Days since 1970.
    pub(crate) day: i64,
    pub(crate) count: u32,
}

impl Arrivals {
    /// The arrival of one stay.
    pub(crate) fn of_stay(zone: Zone, starts_at: Instant) -> Self {
        Self {
            zone,
            day: zone.day_at(starts_at).days_since_epoch(),
            count: 1,
        }
    }

    /// Days from the day of `at` to the day of the arrivals.
    fn days_ahead(self, at: Instant) -> i64 {
        let today = self.zone.day_at(at).days_since_epoch();
        self.day.saturating_sub(today)
    }

    /// The midnight that is this many days after the day of the arrivals begins.
    fn midnight(self, days_later: i64) -> Instant {
        let day = Day::from_days_since_epoch(self.day.saturating_add(days_later));
        self.zone
            .resolve(day, TimeOfDay::MIDNIGHT, Edge::Start)
            .instant
    }
}

/// The number of backups at `at`: enough for the busiest of the seven days from then on.
pub(crate) fn pool_target_at(policy: &Policy, arrivals: &[Arrivals], at: Instant) -> u32 {
    let mut week = [0_u32; 7];
    for arriving in arrivals {
        let days_ahead = usize::try_from(arriving.days_ahead(at)).ok();
        if let Some(count) = days_ahead.and_then(|days| week.get_mut(days)) {
            *count = count.saturating_add(arriving.count);
        }
    }
    pool_target(policy, &week)
}

/// The instants after `now` at which the number of backups is another than at `now`, earliest
/// first.
pub(crate) fn pool_changes(policy: &Policy, arrivals: &[Arrivals], now: Instant) -> Vec<Instant> {
    let today = pool_target_at(policy, arrivals, now);
    let has_one_calendar = arrivals
        .windows(2)
        .all(|pair| matches!(pair, [first, second] if first.zone == second.zone));
    let mut changes = Vec::new();
    for arriving in arrivals {
        // With one calendar, days with fewer arrivals than the pool has backups change nothing.
        if !has_one_calendar || arriving.count > policy.backups.pool_size {
            changes.push(arriving.midnight(-6));
            changes.push(arriving.midnight(1));
        }
    }
    changes.retain(|&at| at > now && pool_target_at(policy, arrivals, at) != today);
    changes.sort();
    changes
}
