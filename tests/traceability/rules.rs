//! Which test shows which rule: `npm run rules` writes `rules.md`, this test compares it.
//!
//! `rules.json` holds what the four documents and the field reports ask for, in our own words.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use crate::by_mark;
use crate::inventory::{self, Test};
use latchstring::rules::Reason;
use serde::Deserialize;
use serde_json::Value;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/traceability/rules.json");
const TABLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/traceability/rules.md");
const TYPES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../js/generated/types.ts");

/// At most so many tests are listed for one field report.
const LISTED: usize = 4;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Data {
    documents: Vec<Document>,
    #[serde(rename = "fieldReports")]
    field_reports: Vec<FieldReport>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    letter: String,
    title: String,
    sentences: Vec<Sentence>,
}

/// What one sentence of a document asks for.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sentence {
    id: String,
    says: String,
    rules: Vec<String>,
    /// The tests that show it, by their names.
    #[serde(default)]
    tests: Vec<String>,
    /// Why no test shows it, or what of it is not shown yet.
    why: Option<String>,
}

/// What went wrong in the field; its tests name its number.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FieldReport {
    id: String,
    says: String,
    /// Why no test names it; left out where one does.
    why: Option<String>,
}

/// What is wrong about the data, and the table that it gives.
fn written(data: &Data, tests: &[Test]) -> (Vec<String>, String) {
    let mut wrong = Vec::new();
    let mut table = String::from(HEADER);
    let mut ids = BTreeSet::new();
    for document in &data.documents {
        write!(
            table,
            "\n## {} · {}\n\n{COLUMNS}",
            document.letter, document.title
        )
        .unwrap();
        for sentence in &document.sentences {
            let id = &sentence.id;
            if !id.starts_with(&format!("{}-", document.letter)) || !ids.insert(id) {
                wrong.push(format!(
                    "{id}: not the number of a sentence of this document, or there twice"
                ));
            }
            let mut shown_by = Vec::new();
            for name in &sentence.tests {
                let of_that_name: Vec<&Test> =
                    tests.iter().filter(|test| test.name == *name).collect();
                match of_that_name.as_slice() {
                    [] => wrong.push(format!("{id}: no test is called `{name}`")),
                    found => shown_by.extend(found.iter().map(|test| link(test))),
                }
            }
            shown_by.extend(sentence.why.clone());
            if sentence.tests.is_empty() && sentence.why.is_none() {
                wrong.push(format!("{id}: neither a test nor why there is none"));
            }
            row(
                &mut table,
                [
                    id,
                    &sentence.says,
                    &sentence.rules.join(" "),
                    &shown_by.join("<br>"),
                ],
            );
        }
    }
    table.push_str(
        "\n## What went wrong in the field\n\n| | what happened | shown by |\n|---|---|---|\n",
    );
    for report in &data.field_reports {
        let found: Vec<String> = tests
            .iter()
            .filter(|test| test.names(&report.id))
            .map(link)
            .collect();
        let shown_by = match (found.as_slice(), &report.why) {
            ([], Some(why)) => why.clone(),
            ([], None) => {
                wrong.push(format!("{}: no test names it", report.id));
                String::new()
            }
            (found, _) => found
                .iter()
                .take(LISTED)
                .cloned()
                .collect::<Vec<_>>()
                .join("<br>"),
        };
        row(&mut table, [&report.id, &report.says, &shown_by]);
    }
    let shown = reasons_shown();
    table.push_str("\n## Reasons\n\n| `kind` | in a sentence | first shown by |\n|---|---|---|\n");
    for kind in words_of("Reason") {
        let Some((reason, scenario)) = shown.get(&kind) else {
            wrong.push(format!("{kind}: no scenario gives this reason"));
            continue;
        };
        let reason: Reason = serde_json::from_value(reason.clone()).unwrap();
        row(
            &mut table,
            [&format!("`{kind}`"), &reason.sentence(), scenario],
        );
    }
    (wrong, table)
}

const HEADER: &str = "\
# Which test shows which rule

Written by `npm run rules` out of `rules.json` and the tests: change them there.

Each sentence of the four documents that states a rule, in our own words, with the rules of the design that it became
and the tests that show it. Then what went wrong in the field, the reasons that decisions give, and for
each rule the files of its tests.
";

const COLUMNS: &str = "| | what it asks for | rules | shown by |\n|---|---|---|---|\n";

fn row<const N: usize>(table: &mut String, cells: [&str; N]) {
    let cells = cells.map(|cell| cell.replace('|', "\\|"));
    writeln!(table, "| {} |", cells.join(" | ")).unwrap();
}

fn link(test: &Test) -> String {
    let file = test.file.strip_prefix("tests/").unwrap_or(&test.file);
    let to = test
        .file
        .strip_prefix("tests/")
        .map_or(format!("../{}", test.file), str::to_owned);
    format!("{} ([{file}]({to}))", test.name)
}

/// Each reason that a scenario's result gives, with the first such scenario.
fn reasons_shown() -> BTreeMap<String, (Value, String)> {
    let mut shown = BTreeMap::new();
    each_output(&mut |name, value| {
        // A notice may have the name of a reason, and is none.
        let is_reason = serde_json::from_value::<Reason>(value.clone()).is_ok();
        if let Some(kind) = value["kind"].as_str().filter(|_| is_reason) {
            shown
                .entry(kind.to_owned())
                .or_insert_with(|| (value.clone(), name.to_owned()));
        }
    });
    shown
}

/// Calls `visit` with each object in the results of `selectAccess`, `recalculateTrip` and the whole
/// trips, and its scenario's name.
fn each_output(visit: &mut dyn FnMut(&str, &Value)) {
    let tests = env!("CARGO_MANIFEST_DIR");
    let in_folder = |folder: &str| fs::read_dir(format!("{tests}/golden/{folder}")).unwrap();
    let files = in_folder("scenarios").chain(in_folder("whole-trips"));
    let mut files: Vec<_> = files.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for path in files {
        let scenarios: Vec<Value> =
            serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
        for scenario in &scenarios {
            let name = scenario["name"].as_str().unwrap();
            let call = scenario["call"].as_str();
            if call.is_some_and(|call| call != "selectAccess" && call != "recalculateTrip") {
                continue;
            }
            let key = if scenario.get("steps").is_some() {
                "steps"
            } else {
                "output"
            };
            each_object(&scenario[key], &mut |value| visit(name, value));
        }
    }
}

fn each_object(value: &Value, visit: &mut dyn FnMut(&Value)) {
    match value {
        Value::Object(fields) => {
            visit(value);
            fields.values().for_each(|field| each_object(field, visit));
        }
        Value::Array(items) => items.iter().for_each(|item| each_object(item, visit)),
        _ => {}
    }
}

/// The words of a closed list, as `js/generated/types.ts` has them; another test holds those
/// against the Rust types.
fn words_of(name: &str) -> Vec<String> {
    let types = fs::read_to_string(TYPES).unwrap();
    let start = types.find(&format!("export type {name} =")).unwrap();
    let declaration = types[start..].split(";\n").next().unwrap();
    let is_tagged = declaration.contains("\"kind\":");
    let quoted: Vec<&str> = declaration.split('"').collect();
    let words = quoted
        .iter()
        .enumerate()
        .filter(|(at, _)| at % 2 == 1)
        .filter(|(at, _)| {
            !is_tagged || at.checked_sub(2).and_then(|before| quoted.get(before)) == Some(&"kind")
        });
    words.map(|(_, word)| (*word).to_owned()).collect()
}

#[test]
fn every_sentence_of_the_documents_has_its_test_or_says_why() {
    let data: Data = serde_json::from_str(&fs::read_to_string(DATA).unwrap()).unwrap();
    let tests = inventory::tests();
    let (wrong, mut table) = written(&data, &tests);
    assert!(wrong.is_empty(), "rules.json: {wrong:#?}");
    table.push_str(&by_mark::table(&tests));
    if std::env::var_os("WRITE_RULES").is_some() {
        fs::write(TABLE, &table).unwrap();
    }
    let committed = fs::read_to_string(TABLE).unwrap_or_default();
    assert!(
        table == committed,
        "rules.md is not what rules.json and the tests give: run `npm run rules`"
    );
}

#[test]
fn a_every_way_in_and_every_action_is_met_by_a_scenario() {
    for (list, key) in [
        ("Route", "route"),
        ("DoorAction", "action"),
        ("CommandKind", "steps"),
    ] {
        let mut met = BTreeSet::new();
        each_output(&mut |_, value| {
            let words = match &value[key] {
                Value::Array(words) => words.clone(),
                word => vec![word.clone()],
            };
            met.extend(words.iter().filter_map(Value::as_str).map(str::to_owned));
            // What the engine asks of locks.
            if let ("CommandKind", Some(commands)) = (list, value["commands"].as_array()) {
                met.extend(
                    commands
                        .iter()
                        .filter_map(|command| command["kind"].as_str())
                        .map(str::to_owned),
                );
            }
        });
        let words: BTreeSet<String> = words_of(list).into_iter().collect();
        assert!(words.len() > 2, "{list} has no words");
        assert_eq!(met, words, "{list}");
    }
}

/// A table that says nothing shows nothing: a test that is gone, and a sentence without one, are
/// found.
#[test]
fn what_is_missing_is_found() {
    let test = |name: &str| Test {
        file: "tests/some.rs".to_owned(),
        name: name.to_owned(),
        about: String::new(),
    };
    let data: Data = serde_json::from_value(serde_json::json!({
        "documents": [{ "letter": "A", "title": "Some", "sentences": [
            { "id": "A-01", "says": "one", "rules": [], "tests": ["f1_is_there"] },
            { "id": "A-02", "says": "two", "rules": [], "tests": ["is_gone"] },
            { "id": "A-03", "says": "three", "rules": [] },
            { "id": "A-03", "says": "four", "rules": [], "why": "later" },
        ] }],
        "fieldReports": [{ "id": "F1", "says": "met" }, { "id": "F2", "says": "not met" }],
    }))
    .unwrap();
    let (wrong, _) = written(&data, &[test("f1_is_there"), test("f20_too")]);
    let about: Vec<&str> = wrong
        .iter()
        .map(|said| said.split(':').next().unwrap())
        .collect();
    assert_eq!(about, ["A-02", "A-03", "A-03", "F2"], "{wrong:?}");
}
