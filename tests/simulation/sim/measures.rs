//! What a season was like for its guests.

use std::fmt;

use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, Default)]
pub struct Measures {
    pub trips: u64,
    pub steps: u64,
    pub commands: u64,
    pub tries: u64,
    /// Tries at a working door that did not open.
    pub failed_tries: u64,
    pub mistyped: u64,
    pub locked_out_seconds: i64,
    /// Codes told to somebody that open outside of their window, on locks that are silent and on
    /// those that answer.
    pub exposed_offline_seconds: i64,
    pub exposed_online_seconds: i64,
    pub spares_told: u64,
    /// The most commands for one lock on one day.
    pub most_commands: u64,
}

impl Measures {
    pub fn add(&mut self, other: &Self) {
        self.trips += other.trips;
        self.steps += other.steps;
        self.commands += other.commands;
        self.tries += other.tries;
        self.failed_tries += other.failed_tries;
        self.mistyped += other.mistyped;
        self.locked_out_seconds += other.locked_out_seconds;
        self.exposed_offline_seconds += other.exposed_offline_seconds;
        self.exposed_online_seconds += other.exposed_online_seconds;
        self.spares_told += other.spares_told;
        self.most_commands = self.most_commands.max(other.most_commands);
    }
}

impl Measures {
    pub fn json(&self) -> Value {
        json!({ "trips": self.trips, "steps": self.steps, "commands": self.commands,
            "tries": self.tries, "failedTries": self.failed_tries, "mistyped": self.mistyped,
            "sparesTold": self.spares_told, "lockedOutSeconds": self.locked_out_seconds,
            "exposedOfflineSeconds": self.exposed_offline_seconds,
            "exposedOnlineSeconds": self.exposed_online_seconds, "mostCommands": self.most_commands })
    }

    pub fn from_json(value: &Value) -> Self {
        let number = |key: &str| value[key].as_i64().expect("a number");
        Self {
            trips: number("trips").unsigned_abs(),
            steps: number("steps").unsigned_abs(),
            commands: number("commands").unsigned_abs(),
            tries: number("tries").unsigned_abs(),
            failed_tries: number("failedTries").unsigned_abs(),
            mistyped: number("mistyped").unsigned_abs(),
            spares_told: number("sparesTold").unsigned_abs(),
            // Older notes do not count them.
            most_commands: value["mostCommands"].as_u64().unwrap_or(0),
            locked_out_seconds: number("lockedOutSeconds"),
            exposed_offline_seconds: number("exposedOfflineSeconds"),
            exposed_online_seconds: number("exposedOnlineSeconds"),
        }
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
        writeln!(
            to,
            "at most {} commands for one lock on one day",
            self.most_commands
        )?;
        writeln!(
            to,
            "tries {}, of them failed {}",
            self.tries, self.failed_tries
        )?;
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
