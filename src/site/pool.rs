//! How many backups a lock shall have, by who arrives in the days ahead (B1).

use crate::model::Policy;
use crate::rules::pool_target;
use crate::time::{Day, Edge, Instant, TimeOfDay, Zone};

/// A stay that begins behind a lock, on the calendar of its house.
#[derive(Clone, Copy)]
pub(super) struct Arrival {
    zone: Zone,
    day: Day,
}

impl Arrival {
    pub(super) fn new(zone: Zone, starts_at: Instant) -> Self {
        Self {
            zone,
            day: zone.day_at(starts_at),
        }
    }

    /// How many days after that of `at` it is.
    fn ahead(self, at: Instant) -> i64 {
        let today = self.zone.day_at(at).days_since_epoch();
        self.day.days_since_epoch().saturating_sub(today)
    }

    /// When the day begins that lies so many days after it.
    fn midnight(self, days: i64) -> Instant {
        let day = self.day.plus_days(days);
        self.zone.resolve(day, TimeOfDay::MIDNIGHT, Edge::Start).instant
    }
}

/// How many backups there shall be at `at`: for the busiest of the seven days from then on.
pub(super) fn target(policy: &Policy, arrivals: &[Arrival], at: Instant) -> u32 {
    let mut week = [0_u32; 7];
    for arrival in arrivals {
        let ahead = usize::try_from(arrival.ahead(at)).ok();
        if let Some(count) = ahead.and_then(|ahead| week.get_mut(ahead)) {
            *count = count.saturating_add(1);
        }
    }
    pool_target(policy, &week)
}

/// The first instant after `now` at which another number is wanted.
pub(super) fn next_change(policy: &Policy, arrivals: &[Arrival], now: Instant) -> Option<Instant> {
    let today = target(policy, arrivals, now);
    arrivals
        .iter()
        .flat_map(|arrival| [arrival.midnight(-6), arrival.midnight(1)])
        .filter(|&at| at > now && target(policy, arrivals, at) != today)
        .min()
}
