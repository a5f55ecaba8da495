//! The rooms of the TypeScript sources, and what each may import. The entries, which are the files
//! in `js` itself, may import everything, and nothing but an entry imports one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path as FilePath;

use crate::circles::{Imports, circles};
use crate::inventory::files_below;

/// Each folder with what it may import beside itself: folders and single files.
const ROOMS: [(&str, &[&str]); 16] = [
    ("generated", &[]),
    ("core", &["generated"]),
    ("api", &["core", "generated"]),
    ("ical", &["core", "generated"]),
    ("pms", &["core", "generated"]),
    // It needs no module.
    ("schedule", &["core/error.ts", "core/guard.ts", "generated"]),
    ("schedule/words", &["schedule", "generated"]),
    ("host", &["api", "core", "generated"]),
    ("seam", &["core", "generated"]),
    ("seam/codec", &["seam", "core", "generated"]),
    (
        "seam/runner",
        &[
            "seam",
            "seam/codec",
            "core",
            "generated",
            "host/clock.ts",
            "host/platform.ts",
            "host/signal.ts",
        ],
    ),
    ("zwave", STACK),
    ("matter", STACK),
    ("ttlock", STACK),
    ("cloudflare", HOST_ON_WORKERS),
    ("cloudflare/operations", HOST_ON_WORKERS),
];

/// What a stack of locks may import: of a host, what a runner needs.
const STACK: &[&str] = &[
    "core",
    "generated",
    "host/converse.ts",
    "host/platform.ts",
    "host/signal.ts",
];
const HOST_ON_WORKERS: &[&str] = &[
    "cloudflare",
    "cloudflare/operations",
    "host",
    "ical",
    "api",
    "core",
    "generated",
];

/// A file may import words, and its folder knows the folder of words.
const DOWN: [(&str, &str); 1] = [("schedule", "schedule/words")];

/// The folder of a file, from `js` on; an entry has none.
fn room_of(file: &str) -> &str {
    file.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What is wrong with the imports of these files, each with its name from `js` on and its text.
fn problems(files: &[(String, String)]) -> Vec<String> {
    let rooms: BTreeMap<&str, &[&str]> = ROOMS.into_iter().collect();
    let mut imports = Imports::new();
    let mut problems = BTreeSet::new();
    for (file, text) in files {
        let room = room_of(file);
        if !room.is_empty() && !rooms.contains_key(room) {
            problems.insert(format!("`{room}` has no place among the rooms of js"));
        }
        for target in imported(file, text) {
            let to = room_of(&target);
            let may = rooms.get(room).copied().unwrap_or_default();
            let is_fine = room.is_empty()
                || room == to
                || DOWN.contains(&(room, to))
                || (!to.is_empty() && may.iter().any(|&one| one == to || one == target));
            if !is_fine {
                problems.insert(format!("js/{file} imports from js/{target}"));
            }
            imports.entry(file.clone()).or_default().push(target);
        }
    }
    problems.extend(circles(&imports));
    problems.into_iter().collect()
}

/// The files that a file imports: whatever is quoted behind `from` or `import` and begins with a
/// point.
fn imported(file: &str, text: &str) -> Vec<String> {
    let signs = ["from \"", "import(\"", "import \""];
    let mut found = Vec::new();
    for line in text.lines().map(str::trim_start) {
        if line.starts_with("//") || line.starts_with('*') {
            continue;
        }
        for sign in signs {
            for part in line.split(sign).skip(1) {
                let path = part.split('"').next().unwrap_or_default();
                if path.starts_with('.') {
                    found.push(target_of(room_of(file), path));
                }
            }
        }
    }
    found
}

/// The file that a path leads to, seen from a folder.
fn target_of(folder: &str, path: &str) -> String {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let file = parts.join("/");
    file.strip_suffix(".js")
        .map_or(file.clone(), |name| format!("{name}.ts"))
}

#[test]
fn every_import_of_a_script_is_one_that_its_room_may_have() {
    let root = FilePath::new(env!("CARGO_MANIFEST_DIR")).join("../js");
    let mut files = Vec::new();
    for path in files_below(&root) {
        let file = path.strip_prefix(&root).unwrap().to_str().unwrap();
        if file.ends_with(".ts") && !file.ends_with(".d.ts") {
            let text = std::fs::read_to_string(&path).unwrap();
            files.push((file.replace('\\', "/"), text));
        }
    }
    let count: usize = files
        .iter()
        .map(|(file, text)| imported(file, text).len())
        .sum();
    assert!(count > 500, "too few imports are found: {count}");
    let problems = problems(&files);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The problems of files with these names and texts.
fn problems_of(files: &[(&str, &str)]) -> Vec<String> {
    let owned = |&(file, text): &(&str, &str)| (file.to_owned(), text.to_owned());
    problems(&files.iter().map(owned).collect::<Vec<_>>())
}

#[test]
fn imports_of_scripts_that_lead_the_wrong_way_are_found() {
    let wrong = [
        ("core/a.ts", "import { b } from \"../host/b.js\";"),
        ("core/a.ts", "import type { b } from \"../host/b.js\";"),
        (
            "core/a.ts",
            "import {\n\ta,\n\ttype b,\n} from \"../host/b.js\";",
        ),
        ("core/a.ts", "export { b } from \"../host/b.js\";"),
        ("core/a.ts", "const b = await import(\"../host/b.js\");"),
    ];
    for file in wrong {
        let found = problems_of(&[file, ("host/b.ts", "")]);
        assert_eq!(
            found,
            ["js/core/a.ts imports from js/host/b.ts"],
            "{file:?}"
        );
    }
    let found = problems_of(&[("host/a.ts", "import { b } from \"../virtual.js\";")]);
    assert_eq!(found, ["js/host/a.ts imports from js/virtual.ts"]);
    let found = problems_of(&[("zwave/a.ts", "import { b } from \"../host/loop.js\";")]);
    assert_eq!(found, ["js/zwave/a.ts imports from js/host/loop.ts"]);
    let found = problems_of(&[("new/a.ts", "")]);
    assert_eq!(found, ["`new` has no place among the rooms of js"]);
}

#[test]
fn imports_of_scripts_that_lead_the_right_way_are_no_problem() {
    let fine = [
        ("virtual.ts", "export { b } from \"./host/b.js\";"),
        ("host/a.ts", "// import { b } from \"../virtual.js\";"),
        ("zwave/a.ts", "import { b } from \"../host/converse.js\";"),
        ("core/a.ts", "import { hono } from \"hono\";"),
    ];
    for file in fine {
        assert!(problems_of(&[file]).is_empty(), "{file:?}");
    }
}

#[test]
fn scripts_that_import_each_other_are_found() {
    let found = problems_of(&[
        ("core/a.ts", "import type { B } from \"./b.js\";"),
        ("core/b.ts", "import { a } from \"./a.js\";"),
    ]);
    assert_eq!(found, ["a circle: core/a.ts → core/b.ts → core/a.ts"]);
}
