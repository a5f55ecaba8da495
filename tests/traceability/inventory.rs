//! Which tests there are: in Rust, in TypeScript, in the documentation of the sources, and as
//! scenarios.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A test, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    /// Its file, from the repository's root on.
    pub file: String,
    /// Its function, its title, its scenario's name, or `example of` what it documents.
    pub name: String,
    /// What is said about it above it, or the example itself.
    pub about: String,
}

impl Test {
    /// Whether it names the rule or field report `marker`, such as `F20`.
    pub fn names(&self, marker: &str) -> bool {
        [&self.name, &self.about].into_iter().any(|text| {
            text.split(|letter: char| !letter.is_ascii_alphanumeric())
                .any(|word| word.eq_ignore_ascii_case(marker))
        })
    }
}

/// Every test of the repository, in the order of files and names.
pub fn tests() -> Vec<Test> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut tests = Vec::new();
    for folder in ["src", "tests", "js"] {
        for path in files_below(&root.join(folder)) {
            let file = path
                .strip_prefix(&root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            let ends = |end: &str| file.ends_with(end);
            let found = if ends(".rs") {
                in_rust(&text(&path))
            } else if ends(".test.ts") {
                in_typescript(&text(&path))
            } else if ["tests/golden/scenarios/", "tests/golden/whole-trips/"]
                .iter()
                .any(|folder| file.starts_with(folder))
            {
                in_scenarios(&text(&path))
            } else {
                Vec::new()
            };
            tests.extend(found.into_iter().map(|(name, about)| Test {
                file: file.clone(),
                name,
                about,
            }));
        }
    }
    tests.sort();
    tests
}

fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(files_below(&path));
        } else {
            files.push(path);
        }
    }
    files
}

/// Test functions with the comment above them, and what is documented by an example, with that
/// example.
fn in_rust(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let (mut about, mut is_test) = (String::new(), false);
    for line in text.lines().map(str::trim) {
        if let Some(said) = line.strip_prefix("///") {
            about.push_str(said);
            about.push('\n');
        } else if line == "#[test]" || line == "#[wasm_bindgen_test]" {
            is_test = true;
        } else if !line.starts_with("#[") {
            if let Some(name) = item(line) {
                if is_test {
                    found.push((name.to_owned(), about.clone()));
                } else if let Some(code) = about.split("```").nth(1) {
                    found.push((format!("example of {name}"), code.to_owned()));
                }
            }
            (about, is_test) = (String::new(), false);
        }
    }
    found
}

/// The name of the function or type that a line begins.
fn item(line: &str) -> Option<&str> {
    let words = ["fn ", "struct ", "enum "];
    let at = words
        .iter()
        .find_map(|word| Some(line.find(word)? + word.len()))?;
    line[at..]
        .split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()
}

/// `test("…"`, with any quotes.
fn in_typescript(text: &str) -> Vec<(String, String)> {
    let titles = text.lines().filter_map(|line| {
        let rest = line.trim_start().strip_prefix("test(")?;
        let quote = rest.chars().next()?;
        rest[1..].split(quote).next()
    });
    titles
        .map(|title| (title.to_owned(), String::new()))
        .collect()
}

fn in_scenarios(text: &str) -> Vec<(String, String)> {
    let scenarios: Vec<Value> = serde_json::from_str(text).unwrap();
    let about = |scenario: &Value| {
        let steps = scenario["steps"].as_array().into_iter().flatten();
        let why: Vec<&str> = steps.filter_map(|step| step["why"].as_str()).collect();
        why.join("\n")
    };
    scenarios
        .iter()
        .map(|scenario| {
            (
                scenario["name"].as_str().unwrap().to_owned(),
                about(scenario),
            )
        })
        .collect()
}
