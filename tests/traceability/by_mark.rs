//! The list that leads from each rule of `docs/DESIGN.md` to the files whose tests name it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::inventory::Test;
use crate::marks;

const HEADER: &str = "
## Rules of the design

Each rule with the files whose tests name its mark; `grep -rni a4` in one of them finds the tests.

| | tests |
|---|---|
";

/// The list, in the order of the design. Field reports have a table of their own.
pub fn table(tests: &[Test]) -> String {
    let in_scripts = marks::in_scripts();
    let mut table = String::from(HEADER);
    for mark in in_order() {
        let with_it = tests.iter().filter(|test| test.names(&mark));
        let mut files: BTreeSet<&str> = with_it.map(|test| test.file.as_str()).collect();
        let scripts = in_scripts.iter().filter(|(_, named)| named.contains(&mark));
        files.extend(scripts.map(|(file, _)| file.as_str()));
        let links: Vec<String> = files.into_iter().map(link).collect();
        let anchor = mark.to_lowercase();
        let links = links.join(", ");
        writeln!(
            table,
            "| [{mark}](../../docs/DESIGN.md#{anchor}) | {links} |"
        )
        .unwrap();
    }
    table
}

/// A file as a link from this folder on.
fn link(file: &str) -> String {
    let shown = file.strip_prefix("tests/").unwrap_or(file);
    format!("[{shown}](../../{file})")
}

/// The marks of all rules and invariants.
fn in_order() -> Vec<String> {
    let design = marks::design();
    let marks: BTreeMap<String, String> = marks::anchors(&design);
    let place = |mark: &String| design.find(&format!("<a id=\"{}\">", mark.to_lowercase()));
    let is_rule = |mark: &String| !mark.starts_with('F');
    let mut marks: Vec<String> = marks.into_keys().filter(is_rule).collect();
    marks.sort_by_key(place);
    marks
}

#[test]
fn the_list_has_each_rule_once_and_every_file_that_names_it() {
    let test = |file: &str, name: &str| Test {
        file: file.to_owned(),
        name: name.to_owned(),
        about: String::new(),
    };
    let tests = [
        test("tests/rules/some.rs", "w1_it_begins"),
        test("src/rules/other.rs", "W1 too"),
        test("tests/rules/third.rs", "w10_not_here"),
    ];
    let table = table(&tests);
    let rows: Vec<&str> = table.lines().filter(|row| row.contains("#w1)")).collect();
    let [row] = rows.as_slice() else {
        panic!("{rows:?}");
    };
    assert!(row.contains("[rules/some.rs](../../tests/rules/some.rs)"));
    assert!(row.contains("[src/rules/other.rs](../../src/rules/other.rs)"));
    assert!(!row.contains("third.rs"));
    assert!(table.find("[W9]") < table.find("[W10]"));
}
