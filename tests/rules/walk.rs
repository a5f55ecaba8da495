//! The wall clock of a zone, minute by minute, as jiff shows it: for oracles that search instead of
//! calculating.

use crate::support::jiff_zone::jiff_zone;
use jiff::Timestamp;
use latchstring::time::Instant;
use proptest::test_runner::{FailurePersistence, FileFailurePersistence};

/// Zones with changes of all kinds: common ones, half hours, at midnight, in Ramadan, two hours,
/// and none at all.
pub const ZONES: [&str; 24] = [
    "Europe/Paris",
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "America/St_Johns",
    "America/Havana",
    "America/Santiago",
    "America/Asuncion",
    "America/Nuuk",
    "America/Vancouver",
    "Africa/Cairo",
    "Africa/Casablanca",
    "Asia/Beirut",
    "Asia/Gaza",
    "Asia/Jerusalem",
    "Asia/Kathmandu",
    "Asia/Tehran",
    "Antarctica/Troll",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Pacific/Apia",
    "Pacific/Chatham",
    "Pacific/Fiji",
    "Pacific/Kiritimati",
];

/// 2099-12-01 in minutes since 1970: room for a stay before the supported years are over.
const LAST: i64 = 68_329_440;

/// What a wall clock shows from one minute on, minute by minute.
pub struct Walk {
    first: i64,
    walls: Vec<i64>,
}

impl Walk {
    /// From the minute `first` since 1970 for so many minutes.
    pub fn new(zone: &str, first: i64, minutes: i64) -> Self {
        let zone = jiff_zone(zone);
        let offset = |minute: i64| {
            let instant = Timestamp::from_second(minute * 60).unwrap();
            i64::from(zone.to_offset(instant).seconds()) / 60
        };
        let until = first + minutes;
        let mut walls = Vec::new();
        let mut changes = zone
            .following(Timestamp::from_second(first * 60).unwrap())
            .map(|change| change.timestamp().as_second() / 60);
        let mut next = changes.next();
        let mut now = offset(first);
        for minute in first..until {
            while next.is_some_and(|change| change <= minute) {
                now = offset(minute);
                next = changes.next();
            }
            walls.push(minute + now);
        }
        Self { first, walls }
    }

    /// Every minute of it, in order.
    pub fn minutes(&self) -> std::ops::Range<i64> {
        self.first..self.first + i64::try_from(self.walls.len()).unwrap()
    }

    /// Its minutes from one on.
    pub fn from(&self, minute: i64) -> std::ops::Range<i64> {
        minute..self.minutes().end
    }

    /// Its minutes up to one, from there back.
    pub fn back_from(&self, minute: i64) -> impl Iterator<Item = i64> + use<> {
        (self.first..=minute).rev()
    }

    /// What the wall clock shows at a minute: minutes as if it were UTC.
    pub fn wall(&self, minute: i64) -> i64 {
        self.walls[usize::try_from(minute - self.first).unwrap()]
    }

    /// A minute at which the zone's clocks change, soon after the tenth day of a year; that day
    /// where they don't.
    pub fn near_a_change(zone: &str, year: i16, pick: usize) -> i64 {
        let zone = jiff_zone(zone);
        let begin = jiff::civil::date(year, 1, 10)
            .to_zoned(zone.clone())
            .unwrap()
            .timestamp();
        let changes = zone
            .following(begin)
            .map(|change| change.timestamp().as_second() / 60);
        let changes: Vec<i64> = changes.take(4).filter(|&minute| minute < LAST).collect();
        let at = pick % changes.len().max(1);
        changes.get(at).copied().unwrap_or(begin.as_second() / 60)
    }
}

/// The instant of a minute since 1970.
pub fn instant(minute: i64) -> Instant {
    Instant::from_unix_seconds(minute * 60)
}

/// Where proptest keeps the seeds of failures: beside the test.
pub fn regressions() -> Option<Box<dyn FailurePersistence>> {
    Some(Box::new(FileFailurePersistence::WithSource("regressions")))
}
