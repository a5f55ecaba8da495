//! Runs `tests/golden/scenarios/*.json` natively; `scenarios.test.ts` runs the same files in every
//! JavaScript runtime.
//!
//! `npm run scenarios` writes what the rules answer now into the files: read the difference before
//! you commit it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::{fs, path::PathBuf};

use latchstring::api::{Runtime, call};
use serde_json::{Map, Value};

use crate::support::calls::NoEntropy;

/// So many were asked for: sixty about codes and windows, and eighty about changed trips.
const LEAST: usize = 140;

fn files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/scenarios");
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    files
}

/// I11: what native code answers equals the scenario to the byte.
#[test]
fn i11_every_scenario_natively() {
    let writes = std::env::var_os("WRITE_SCENARIOS").is_some();
    let (mut count, mut failures) = (0, String::new());
    let mut names = BTreeSet::new();
    for file in files() {
        let text = fs::read_to_string(&file).unwrap();
        let mut scenarios: Vec<Value> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for scenario in &mut scenarios {
            count += 1;
            let name = scenario["name"].as_str().expect("a name");
            names.insert(name.to_owned());
            let input = scenario["input"].to_string();
            let function = scenario["call"].as_str().expect("a call");
            let given = match call(function, &input, &mut Runtime::new(NoEntropy)) {
                Ok(output) => format!(r#""output":{output}"#),
                Err(error) => format!(r#""error":{}"#, serde_json::to_string(&error).unwrap()),
            };
            let wanted = match (scenario.get("output"), scenario.get("error")) {
                (Some(output), None) => format!(r#""output":{output}"#),
                (None, Some(error)) => format!(r#""error":{error}"#),
                _ => panic!("{name}: one of output and error"),
            };
            if given != wanted && writes {
                let given: Map<String, Value> =
                    serde_json::from_str(&format!("{{{given}}}")).unwrap();
                let scenario = scenario.as_object_mut().unwrap();
                scenario.retain(|key, _| key != "output" && key != "error");
                scenario.extend(given);
            } else if given != wanted {
                let file = file.file_name().unwrap().display();
                writeln!(
                    failures,
                    "{file}: {name}\n  wanted {wanted}\n  given  {given}"
                )
                .unwrap();
            }
        }
        if writes {
            fs::write(&file, serde_json::to_string(&scenarios).unwrap() + "\n").unwrap();
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(count >= LEAST, "only {count} scenarios found");
    assert_eq!(names.len(), count, "two scenarios have one name");
    println!("{count} scenarios");
}
