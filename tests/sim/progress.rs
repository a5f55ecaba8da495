//! A long run, in parts: what was done is written down after each, so that it can be stopped and taken up again.

use std::fs;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::measures::Measures;
use crate::seeded::Seeded;

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

    /// Takes up the run that `target/tmp/sim-progress.json` tells of, or begins one.
    pub fn long() -> Self {
        let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("sim-progress.json");
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
        println!("{} trips, {} failures", self.measures.trips, self.failed.len());
    }
}
