//! Circles of files that import each other.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The files, each with those that it imports.
pub type Imports = BTreeMap<String, Vec<String>>;

/// The circles of files that import each other: for each file that is in some, a shortest one.
pub fn circles(imports: &Imports) -> BTreeSet<String> {
    let mut circles = BTreeMap::new();
    for start in imports.keys() {
        if let Some(way) = way_back(start, imports) {
            let files: BTreeSet<String> = way.iter().cloned().collect();
            circles
                .entry(files)
                .or_insert_with(|| format!("a circle: {}", way.join(" → ")));
        }
    }
    circles.into_values().collect()
}

/// The shortest way from a file to itself.
fn way_back(start: &String, imports: &Imports) -> Option<Vec<String>> {
    let mut queue = VecDeque::from([vec![start.clone()]]);
    let mut seen = BTreeSet::new();
    while let Some(way) = queue.pop_front() {
        for next in imports.get(way.last()?).into_iter().flatten() {
            let longer = [way.as_slice(), std::slice::from_ref(next)].concat();
            if next == start {
                return Some(longer);
            }
            if seen.insert(next.clone()) {
                queue.push_back(longer);
            }
        }
    }
    None
}
