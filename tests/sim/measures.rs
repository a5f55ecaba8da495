//! What a season was like for its guests.

use std::fmt;

#[derive(Clone, Copy, Debug, Default)]
pub struct Measures {
    pub trips: u64,
    pub steps: u64,
    pub commands: u64,
    pub tries: u64,
    /// Tries at a working door that did not open.
    pub failed_tries: u64,
    pub locked_out_seconds: i64,
    /// Codes told to somebody that open outside of their window, on locks that are silent and on those that answer.
    pub exposed_offline_seconds: i64,
    pub exposed_online_seconds: i64,
    pub spares_told: u64,
}

impl Measures {
    pub fn add(&mut self, other: &Self) {
        self.trips += other.trips;
        self.steps += other.steps;
        self.commands += other.commands;
        self.tries += other.tries;
        self.failed_tries += other.failed_tries;
        self.locked_out_seconds += other.locked_out_seconds;
        self.exposed_offline_seconds += other.exposed_offline_seconds;
        self.exposed_online_seconds += other.exposed_online_seconds;
        self.spares_told += other.spares_told;
    }
}

impl fmt::Display for Measures {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let trips = i64::try_from(self.trips.max(1)).unwrap();
        let per_trip = |seconds: i64| {
            let hundredths = seconds * 100 / 60 / trips;
            format!("{}.{:02} min per trip", hundredths / 100, hundredths % 100)
        };
        writeln!(
            to,
            "trips {}, steps {}, commands {}, spares told {}",
            self.trips, self.steps, self.commands, self.spares_told
        )?;
        writeln!(to, "tries {}, of them failed {}", self.tries, self.failed_tries)?;
        writeln!(
            to,
            "outside a working door: {}",
            per_trip(self.locked_out_seconds)
        )?;
        writeln!(
            to,
            "a told code opens outside of its window: {} on silent locks, {} on locks that answer",
            per_trip(self.exposed_offline_seconds),
            per_trip(self.exposed_online_seconds)
        )
    }
}
