//! How many backups a lock shall have, by who arrives in the days ahead (B1).

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
    /// One stay.
    pub(crate) fn one(zone: Zone, starts_at: Instant) -> Self {
        Self {
            zone,
            day: zone.day_at(starts_at).days_since_epoch(),
            count: 1,
        }
    }

    /// How many days after that of `at` they are.
    fn ahead(self, at: Instant) -> i64 {
        let today = self.zone.day_at(at).days_since_epoch();
        self.day.saturating_sub(today)
    }

    /// When the day begins that lies so many days after theirs.
    fn midnight(self, days: i64) -> Instant {
        let day = Day::from_days_since_epoch(self.day.saturating_add(days));
        self.zone.resolve(day, TimeOfDay::MIDNIGHT, Edge::Start).instant
    }
}

/// How many backups there shall be at `at`: for the busiest of the seven days from then on.
pub(crate) fn pool_target_at(policy: &Policy, arrivals: &[Arrivals], at: Instant) -> u32 {
    let mut week = [0_u32; 7];
    for arriving in arrivals {
        let ahead = usize::try_from(arriving.ahead(at)).ok();
        if let Some(count) = ahead.and_then(|ahead| week.get_mut(ahead)) {
            *count = count.saturating_add(arriving.count);
        }
    }
    pool_target(policy, &week)
}

/// The instants after `now` at which another number is wanted than at `now`, the first one first.
pub(crate) fn pool_changes(policy: &Policy, arrivals: &[Arrivals], now: Instant) -> Vec<Instant> {
    let today = pool_target_at(policy, arrivals, now);
    // Days with fewer arrivals than the pool has backups change nothing, unless several calendars meet on one lock.
    let one_calendar = arrivals
        .windows(2)
        .all(|two| matches!(two, [a, b] if a.zone == b.zone));
    let mut changes = Vec::new();
    for arriving in arrivals {
        if !one_calendar || arriving.count > policy.backups.pool_size {
            changes.push(arriving.midnight(-6));
            changes.push(arriving.midnight(1));
        }
    }
    changes.retain(|&at| at > now && pool_target_at(policy, arrivals, at) != today);
    changes.sort();
    changes
}
