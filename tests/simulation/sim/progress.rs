//! A long run, in parts: what was done is written down after each, so that it can be stopped and
//! taken up again, on this machine or on another.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::measures::Measures;
use crate::page::{Marks, in_repository};
use crate::seeded::Seeded;

const NOTES: &str = "tests/simulation/sim/long-run.json";
const PAGE: &str = "docs/measurements.md";
const LONG_RUN: Marks = Marks {
    begin: "<!-- long run: written by the simulator -->",
    end: "<!-- /long run -->",
};

/// How far a run has come.
pub struct Progress {
    pub seed: Seeded,
    /// Seasons that were played.
    pub seasons: u64,
    pub measures: Measures,
    /// What did not hold, each with its season.
    pub failed: Vec<String>,
    /// None for a short run, which starts anew each time.
    file: Option<PathBuf>,
}

impl Progress {
    /// A run of this process alone.
    pub fn short() -> Self {
        Self {
            seed: Seeded::new(),
            seasons: 0,
            measures: Measures::default(),
            failed: Vec::new(),
            file: None,
        }
    }

    /// Takes up the run that its notes tell of, or begins one.
    pub fn long() -> Self {
        let file = in_repository(NOTES);
        let known = fs::read_to_string(&file)
            .ok()
            .and_then(|text| serde_json::from_str::<Value>(&text).ok());
        let mut progress = Self::short();
        progress.file = Some(file);
        if let Some(known) = known {
            progress.seed = Seeded::from(known["seed"].as_u64().expect("a seed"));
            progress.seasons = known["seasons"].as_u64().expect("a number of seasons");
            progress.failed = serde_json::from_value(known["failed"].clone()).expect("what failed");
            progress.measures = Measures::from_json(&known["measures"]);
            println!(
                "goes on with SEED={} after {} trips",
                progress.seed.seed(),
                progress.measures.trips
            );
        }
        progress
    }

    /// The seasons in which something did not hold.
    pub fn failed_seasons(&self) -> Vec<u64> {
        let number = |what: &String| {
            what.strip_prefix("season ")?
                .split(':')
                .next()?
                .parse()
                .ok()
        };
        let mut seasons: Vec<u64> = self.failed.iter().filter_map(number).collect();
        seasons.dedup();
        seasons
    }

    /// What did not hold before, found by the engine as it is now.
    pub fn played_again(&mut self, failed: Vec<String>) {
        self.failed = failed;
        self.add(0, &Measures::default(), Vec::new());
    }

    /// Counts the next part.
    pub fn add(&mut self, seasons: u64, measures: &Measures, failed: Vec<String>) {
        self.seasons += seasons;
        self.measures.add(measures);
        self.failed.extend(failed);
        let Some(file) = &self.file else { return };
        let text = json!({ "seed": self.seed.seed(), "seasons": self.seasons, "failed": self.failed,
                           "measures": self.measures.json() });
        // Never half a file, whenever it is stopped.
        let new = file.with_extension("new");
        fs::write(&new, text.to_string()).unwrap();
        fs::rename(new, file).unwrap();
        println!(
            "{} trips, {} failures",
            self.measures.trips,
            self.failed.len()
        );
        LONG_RUN.write(PAGE, &self.words());
    }

    /// What stands of it in the documentation.
    fn words(&self) -> String {
        let Measures {
            trips,
            steps,
            commands,
            ..
        } = self.measures;
        let failures = match self.failed.len() {
            0 => "and everything held".to_owned(),
            many => format!("of which {many} found something that did not hold"),
        };
        format!(
            "So far: {} trips (seed {}), {} steps, {} commands, {failures}.",
            grouped(trips),
            self.seed.seed(),
            grouped(steps),
            grouped(commands)
        )
    }
}

/// A number with its thousands apart.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[test]
fn the_documentation_says_how_far_the_long_run_has_come() {
    assert_eq!(LONG_RUN.read(PAGE), Progress::long().words());
}
