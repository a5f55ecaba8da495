//! The table of defaults in `docs/DESIGN.md` has each key of the policy.

use std::collections::BTreeSet;
use std::fs;

const DESIGN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/DESIGN.md");
const TYPES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../js/generated/types.ts");

/// The keys of a type, each with the type of its value.
fn keys<'a>(types: &'a str, name: &str) -> Vec<(&'a str, &'a str)> {
    let begin = format!("export type {name} = {{\n");
    let body = types.split(&begin).nth(1).unwrap_or_default();
    let body = body.split("\n}").next().unwrap_or_default();
    let lines = body
        .lines()
        .filter_map(|line| line.strip_prefix('\t')?.split_once(": "));
    lines
        .filter(|(key, _)| {
            key.chars()
                .all(|letter| letter.is_alphanumeric() || letter == '?')
        })
        .map(|(key, value)| (key.trim_end_matches('?'), value.trim_end_matches(',')))
        .collect()
}

#[test]
fn the_table_of_defaults_has_each_key_of_the_policy() {
    let types = fs::read_to_string(TYPES).unwrap();
    let design = fs::read_to_string(DESIGN).unwrap();
    let rows = design.lines().filter_map(|line| line.strip_prefix("| `"));
    let listed: BTreeSet<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    let mut all = BTreeSet::new();
    for (section, name) in keys(&types, "Policy") {
        let within = keys(&types, name);
        if within.is_empty() {
            all.insert(section.to_owned());
        }
        all.extend(within.iter().map(|(key, _)| format!("{section}.{key}")));
    }
    assert!(all.len() > 40, "{all:?}");
    let missing: Vec<&String> = all
        .iter()
        .filter(|key| !listed.contains(key.as_str()))
        .collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
}
