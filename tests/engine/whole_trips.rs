//! Whole trips, step by step, natively; `whole-trips.test.ts` runs the same files in every
//! JavaScript runtime (I11).
//!
//! A trip is a new site and steps on it: `answer` says what the platform answers to every command
//! of the step before, `facts` what happens beside. What each step gives, but for its changes, and
//! the site in the end stand in the file; `npm run scenarios` writes them: read the difference
//! before you commit it.

use std::fmt::Write as _;
use std::{fs, path::PathBuf};

use latchstring::api::Runtime;
use serde_json::{Map, Value, json};

use crate::support::builders::KEY;
use crate::support::calls::{NoEntropy, ask_in};

/// What the platform answers to the commands of the step before.
fn answers(commands: &Value, answer: &str, now: &Value) -> Vec<Value> {
    let commands = commands.as_array().into_iter().flatten();
    commands
        .map(|command| {
            let id = command["id"].as_str().unwrap();
            let mut fact =
                json!({ "type": "command_result", "id": format!("answer-{id}"), "at": now, "commandId": id });
            if ["accepted", "confirmed", "unknown"].contains(&answer) {
                fact["outcome"] = json!(answer);
                if command["kind"] == "program_code" && answer != "unknown" {
                    fact["externalId"] = json!(format!("x-{id}"));
                }
            } else {
                fact["outcome"] = json!("failed");
                fact["failure"] = json!(answer);
            }
            fact
        })
        .collect()
}

/// Goes through a trip; the trip as it should stand in its file.
fn travel(trip: &Value) -> Value {
    let mut runtime = Runtime::new(NoEntropy);
    let site = ask_in(&mut runtime, "createSite", &trip["site"]).unwrap();
    let handle = ask_in(
        &mut runtime,
        "openSite",
        &json!({ "site": site, "key": KEY }),
    )
    .unwrap();
    let mut commands = Value::Null;
    let mut steps = Vec::new();
    let mut rows = site;
    for step in trip["steps"].as_array().unwrap() {
        let now = &step["now"];
        let mut facts = step.get("answer").map_or_else(Vec::new, |answer| {
            answers(&commands, answer.as_str().unwrap(), now)
        });
        facts.extend(step["facts"].as_array().into_iter().flatten().cloned());
        let input = json!({ "handle": handle, "facts": facts, "now": now });
        let mut gives = ask_in(&mut runtime, "site.advance", &input).unwrap();
        // D1: `advance` on plain JSON gives the same bytes.
        let plain = json!({ "site": rows, "facts": facts, "now": now, "key": KEY });
        let mut plain = ask_in(&mut runtime, "advance", &plain).unwrap();
        rows = plain["site"].take();
        plain.as_object_mut().unwrap().shift_remove("site");
        assert_eq!(
            gives.to_string(),
            plain.to_string(),
            "{}, at {now}",
            trip["name"]
        );
        commands = gives["commands"].clone();
        gives.as_object_mut().unwrap().shift_remove("changes");
        let mut written = step.as_object().unwrap().clone();
        written.shift_remove("gives");
        written.insert("gives".to_owned(), gives);
        steps.push(Value::Object(written));
    }
    let end = ask_in(&mut runtime, "site.toJSON", &json!({ "handle": handle })).unwrap();
    assert_eq!(end.to_string(), rows.to_string(), "{}", trip["name"]);
    let mut written: Map<String, Value> = trip.as_object().unwrap().clone();
    written.insert("steps".to_owned(), Value::Array(steps));
    written.shift_remove("end");
    written.insert("end".to_owned(), end);
    Value::Object(written)
}

#[test]
fn i11_every_whole_trip_natively() {
    let writes = std::env::var_os("WRITE_SCENARIOS").is_some();
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden/whole-trips");
    let (mut count, mut failures) = (0, String::new());
    for entry in fs::read_dir(folder).unwrap() {
        let file = entry.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        let trips: Vec<Value> = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let travelled: Vec<Value> = trips.iter().map(travel).collect();
        if writes {
            fs::write(&file, serde_json::to_string(&travelled).unwrap() + "\n").unwrap();
            continue;
        }
        for (trip, travelled) in trips.iter().zip(&travelled) {
            count += 1;
            // As text: the order of keys counts.
            let (wanted, given) = (trip.to_string(), travelled.to_string());
            if wanted != given {
                writeln!(
                    failures,
                    "{}: {}",
                    file.display(),
                    first_difference(trip, travelled)
                )
                .unwrap();
            }
        }
    }
    assert!(failures.is_empty(), "\n{failures}");
    assert!(writes || count > 0, "no trip found");
    println!("{count} whole trips");
}

fn first_difference(wanted: &Value, given: &Value) -> String {
    let steps = |trip: &Value| trip["steps"].as_array().cloned().unwrap_or_default();
    let different = steps(wanted)
        .into_iter()
        .zip(steps(given))
        .find(|(wanted, given)| {
            let (wanted, given) = (wanted.to_string(), given.to_string());
            wanted != given
        });
    let (wanted_step, given_step) =
        different.unwrap_or((wanted["end"].clone(), given["end"].clone()));
    format!(
        "{}\n  wanted {wanted_step}\n  given  {given_step}",
        wanted["name"]
    )
}
