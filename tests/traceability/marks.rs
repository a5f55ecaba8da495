//! Every mark of a rule, such as `W5`, leads to its rule in `docs/DESIGN.md`, and a rule that is
//! called built there is named by a test.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crate::inventory::{self, Test};

const ROOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// The letters of rules, invariants and field reports.
const LETTERS: &str = "PWTABECSVNLODIFMR";

/// The marks in a text. A mark is a word of one letter, one or two digits and perhaps a `b`; the
/// number does not begin with a zero. `-O3` is an option of a compiler, and `M3.5.0` a clock
/// change.
fn marks_in(text: &str) -> BTreeSet<String> {
    let is_word = |letter: &char| letter.is_alphanumeric() || *letter == '_';
    let mut found = BTreeSet::new();
    let mut before = ' ';
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let word: String = rest.chars().take_while(is_word).collect();
        if word.is_empty() {
            before = letter;
            rest = &rest[letter.len_utf8()..];
            continue;
        }
        rest = &rest[word.len()..];
        let mut after = rest.chars();
        let is_point = after.next() == Some('.');
        let is_number = is_point && after.next().is_some_and(|next| next.is_ascii_digit());
        if is_mark(&word) && before != '-' && before != '.' && !is_number {
            found.insert(word);
        }
        before = ' ';
    }
    found
}

fn is_mark(word: &str) -> bool {
    let mut letters = word.chars();
    let begins = letters
        .next()
        .is_some_and(|letter| LETTERS.contains(letter));
    let digits = letters
        .as_str()
        .strip_suffix('b')
        .unwrap_or(letters.as_str());
    let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
    begins && is_number && (1..=2).contains(&digits.len()) && !digits.starts_with('0')
}

/// What a file says to people: comments, documentation, and what tests and scenarios are called.
/// Code and data may hold words that look like marks.
fn prose(file: &Path) -> String {
    let text = fs::read_to_string(file).unwrap();
    let signs: &[&str] = match ending(file) {
        "md" => return text,
        "json" => &[
            "\"name\": \"",
            "\"why\": \"",
            "\"says\": \"",
            "\"rules\": [",
        ],
        "py" => &["#", "\"\"\""],
        "html" => &["<!--"],
        _ => &["//", "/*", "test(", "test.each", "describe"],
    };
    let said = text.lines().filter_map(|line| {
        if line.trim_start().starts_with("* ") {
            return Some(line);
        }
        let start = signs.iter().filter_map(|sign| line.find(sign)).min()?;
        Some(&line[start..])
    });
    said.collect::<Vec<_>>().join("\n")
}

fn ending(file: &Path) -> &str {
    file.extension()
        .and_then(|ending| ending.to_str())
        .unwrap_or("")
}

/// Every file that may name a mark.
fn files() -> Vec<PathBuf> {
    let mut files = vec![PathBuf::from(ROOT).join("README.md")];
    for folder in ["src", "js", "tests", "scripts", "docs"] {
        files_below(&Path::new(ROOT).join(folder), &mut files);
    }
    let endings = ["rs", "ts", "js", "json", "md", "py", "css", "html"];
    files.retain(|file| endings.contains(&ending(file)));
    files
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_below(&path, files);
        } else {
            files.push(path);
        }
    }
}

/// The marks that each file of TypeScript tests names. The inventory leaves out `describe` and the
/// comment at the head of a file.
pub fn in_scripts() -> BTreeMap<String, BTreeSet<String>> {
    let mut named = BTreeMap::new();
    for file in files() {
        let name = file.strip_prefix(ROOT).unwrap().display().to_string();
        if name.ends_with(".test.ts") {
            named.insert(name.replace('\\', "/"), marks_in(&prose(&file)));
        }
    }
    named
}

pub fn design() -> String {
    fs::read_to_string(Path::new(ROOT).join("docs/DESIGN.md")).unwrap()
}

/// The marks that have an anchor, each with its status.
pub fn anchors(design: &str) -> BTreeMap<String, String> {
    let mut anchors = BTreeMap::new();
    for (at, line) in design.lines().enumerate() {
        for part in line.split("<a id=\"").skip(1) {
            let (id, rest) = part.split_once("\"></a>").unwrap();
            let upper = format!("{}{}", id[..1].to_uppercase(), &id[1..]);
            if !is_mark(&upper) {
                continue;
            }
            // A line break may stand before the status.
            let next = design.lines().nth(at + 1).unwrap_or("");
            let status = format!("{rest} {next}");
            let status = status
                .split_once("*(")
                .and_then(|(_, after)| after.split_once(")*"));
            let status = status.map_or("", |(status, _)| status).to_owned();
            assert_eq!(
                anchors.insert(upper.clone(), status),
                None,
                "{upper} has two anchors"
            );
        }
    }
    anchors
}

#[test]
fn every_mark_leads_to_a_rule() {
    let anchors = anchors(&design());
    let mut lost = BTreeMap::<String, Vec<String>>::new();
    for file in files() {
        for mark in marks_in(&prose(&file)) {
            if !anchors.contains_key(&mark) {
                let name = file.strip_prefix(ROOT).unwrap().display().to_string();
                lost.entry(mark).or_default().push(name);
            }
        }
    }
    assert!(lost.is_empty(), "no anchor in docs/DESIGN.md: {lost:#?}");
}

#[test]
fn every_test_name_leads_to_a_rule() {
    let anchors = anchors(&design());
    let lost: Vec<String> = inventory::tests()
        .iter()
        .filter(|test| test.file.ends_with(".rs"))
        .flat_map(marks_of_name)
        .filter(|mark| !anchors.contains_key(mark))
        .collect();
    assert!(lost.is_empty(), "no anchor in docs/DESIGN.md: {lost:?}");
}

/// The marks that a Rust test's name begins with, such as `i1_to_i10_d3_…`.
fn marks_of_name(test: &Test) -> Vec<String> {
    let parts = test
        .name
        .split('_')
        .map(|part| match part.char_indices().nth(1) {
            Some((second, _)) => format!("{}{}", part[..second].to_uppercase(), &part[second..]),
            None => part.to_owned(),
        });
    parts
        .take_while(|part| is_mark(part) || part == "To")
        .filter(|part| is_mark(part))
        .collect()
}

#[test]
fn every_rule_that_is_called_built_is_named_by_a_test() {
    let tests = inventory::tests();
    let in_scripts: BTreeSet<String> = in_scripts().into_values().flatten().collect();
    let unshown: Vec<String> = anchors(&design())
        .into_iter()
        .filter(|(_, status)| status == "built")
        .map(|(mark, _)| mark)
        .filter(|mark| !in_scripts.contains(mark) && !tests.iter().any(|test| test.names(mark)))
        .collect();
    assert!(
        unshown.is_empty(),
        "called built, and named by no test: {unshown:?}"
    );
}

#[test]
fn a_mark_is_told_from_what_looks_like_one() {
    let marks = |text| marks_in(text).into_iter().collect::<Vec<_>>();
    assert_eq!(
        marks("W5, (A3b) and I1 to I10."),
        ["A3b", "I1", "I10", "W5"]
    );
    assert!(marks("A4000 I18n k1-1 x1A4 P0 T00 -O3 CET,M3.5.0 b1 _W5").is_empty());
}
