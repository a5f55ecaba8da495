//! The sources are in rooms that stand in an order: each imports only from those before it.

use std::collections::BTreeSet;
use std::path::Path as FilePath;

use crate::circles::{Imports, circles};
use crate::imports::{Modules, Path};
use crate::inventory::files_below;

/// The rooms of a folder, in order: a file may import from its own room and from earlier ones.
pub struct Floor<'a> {
    pub folder: &'a str,
    pub rooms: &'a [&'a str],
}

pub const FLOORS: [Floor; 4] = [
    Floor {
        folder: "",
        rooms: &[
            "error",
            "json",
            "id",
            "time",
            "code",
            "model",
            "rules",
            "site",
            "virtual_lock",
            "forecast",
            "api",
            "wasm",
        ],
    },
    Floor {
        folder: "rules",
        rooms: &[
            "reasons", "windows", "visits", "fit", "lock", "access", "checks", "backups",
            "entries", "messages", "trip", "review",
        ],
    },
    Floor {
        folder: "site",
        rooms: &[
            "state",
            "evaluation",
            "code_list",
            "fact",
            "standing_orders",
            "stays",
            "orders",
            "plan",
            "entries",
            "facts",
            "cache",
            "codes",
            "commands",
            "notices",
            "queries",
            "step",
            "reconcile",
            "create",
            "engine",
            "without_pins",
        ],
    },
    Floor {
        folder: "virtual_lock",
        rooms: &[
            "character",
            "state",
            "chance",
            "clock",
            "said",
            "offline",
            "create",
            "list",
            "done",
            "run",
            "keypad",
            "hand",
        ],
    },
];

/// What is wrong with the directions of a crate's imports.
fn problems(modules: &Modules, floors: &[Floor]) -> Vec<String> {
    let mut problems = BTreeSet::new();
    for floor in floors {
        let below = |path: &Path| room_of(path, floor.folder);
        let found: BTreeSet<String> = modules.paths().filter_map(below).collect();
        let listed: BTreeSet<String> = floor.rooms.iter().map(ToString::to_string).collect();
        for room in found.symmetric_difference(&listed) {
            problems.insert(format!(
                "`{room}` is in `src/{}`, or in its list, but not in both",
                floor.folder
            ));
        }
        for arrow in modules.arrows() {
            let place = |path: &Path| {
                let room = below(path)?;
                floor.rooms.iter().position(|known| *known == room)
            };
            if let (Some(from), Some(to)) = (place(&arrow.from), place(&arrow.to))
                && from < to
            {
                let (file, target) = (modules.file(&arrow.from), modules.file(&arrow.to));
                problems.insert(format!(
                    "{file} imports from {target}, which stands in a later room"
                ));
            }
        }
    }
    problems.extend(circles(&by_file(modules)));
    problems.into_iter().collect()
}

/// The room of a folder that a path is in.
fn room_of(path: &Path, folder: &str) -> Option<String> {
    let mut parts = path.iter();
    if !folder.is_empty() && parts.next()? != folder {
        return None;
    }
    parts.next().cloned()
}

/// The files of a crate, each with those that it imports.
fn by_file(modules: &Modules) -> Imports {
    let mut imports = Imports::new();
    for arrow in modules.arrows() {
        let to = modules.file(&arrow.to).to_owned();
        let from = modules.file(&arrow.from).to_owned();
        imports.entry(from).or_default().push(to);
    }
    imports
}

#[test]
fn every_import_leads_to_an_earlier_room_and_no_files_import_each_other() {
    let root = &FilePath::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for path in files_below(&root.join("src")) {
        let file = path
            .strip_prefix(root)
            .unwrap()
            .to_str()
            .unwrap()
            .replace('\\', "/");
        if file.ends_with(".rs") {
            files.push((file, std::fs::read_to_string(path).unwrap()));
        }
    }
    let modules = Modules::of(&files);
    assert!(modules.arrows().len() > 300, "too few imports are found");
    let problems = problems(&modules, &FLOORS);
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

/// The problems of a crate with the rooms `time` and `rules`, and `early` and `late` within the
/// rules.
fn problems_of(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<_> = files
        .iter()
        .map(|(file, text)| (format!("src/{file}"), (*text).to_owned()))
        .collect();
    let floors = [
        Floor {
            folder: "",
            rooms: &["time", "rules"],
        },
        Floor {
            folder: "rules",
            rooms: &["early", "late"],
        },
    ];
    problems(&Modules::of(&files), &floors)
}

const LIB: (&str, &str) = (
    "lib.rs",
    "mod time; mod rules; pub use rules::Late as Later;",
);
const TIME: (&str, &str) = ("time.rs", "pub struct Day;");
const RULES: (&str, &str) = ("rules/mod.rs", "mod early; mod late; pub use late::Late;");
const EARLY: (&str, &str) = ("rules/early.rs", "use crate::time::Day;");
const LATE: (&str, &str) = (
    "rules/late/mod.rs",
    "mod a; mod b; pub(crate) use a::{Late, One}; pub(crate) use b::*;",
);
const A: (&str, &str) = (
    "rules/late/a.rs",
    "use super::super::early::Early; use super::b::B;",
);
const B: (&str, &str) = (
    "rules/late/b.rs",
    "use crate::{time::{self, Day}, rules::early};",
);

#[test]
fn imports_from_earlier_rooms_are_no_problem() {
    let found = problems_of(&[LIB, TIME, RULES, EARLY, LATE, A, B]);
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn an_import_from_a_later_room_is_found_however_it_is_written() {
    let later = [
        "use crate::rules::Late;",
        "use crate::Later;",
        "use crate::{time::Day, rules::{early, late::{Late as Other}}};",
        "use super::late::Late;",
        "use super::{Late};",
        "fn early() -> super::late::Late { loop {} }",
        "fn early() { let quoted = '\"'; let other = \"\\\"\"; crate::rules::late::One; }",
        "/* why */ pub(super) use super::late::One;",
    ];
    for text in later {
        let found = problems_of(&[LIB, TIME, RULES, ("rules/early.rs", text), LATE, A, B]);
        let expected =
            "src/rules/early.rs imports from src/rules/late/a.rs, which stands in a later room";
        assert!(found.contains(&expected.to_owned()), "{text}: {found:?}");
    }
    let time = ("time.rs", "use crate::rules::late::Late;");
    let found = problems_of(&[
        LIB,
        time,
        RULES,
        ("rules/early.rs", ""),
        LATE,
        A,
        ("rules/late/b.rs", ""),
    ]);
    assert_eq!(
        found,
        ["src/time.rs imports from src/rules/late/a.rs, which stands in a later room"]
    );
}

#[test]
fn what_is_no_import_is_passed_over() {
    let fine = [
        "// use super::late::Late;",
        "//! [`Late`](crate::rules::Late)",
        "const TEXT: &str = \"use super::late::Late;\";",
        "const TEXT: &str = r#\"a \"text\" with use super::late::Late;\"#;",
        "#[cfg(test)] mod tests { use super::super::late::Late; fn f() { { } } }",
        "pub(in crate::rules) fn early() -> impl Iterator<Item = u8> + use<> { loop {} }",
        "use std::late::Late; use late::Late;",
    ];
    for text in fine {
        let found = problems_of(&[LIB, TIME, RULES, ("rules/early.rs", text), LATE, A, B]);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn files_of_one_room_that_import_each_other_are_found() {
    let b = ("rules/late/b.rs", "use super::One;");
    assert_eq!(
        problems_of(&[LIB, TIME, RULES, EARLY, LATE, A, b]),
        ["a circle: src/rules/late/a.rs → src/rules/late/b.rs → src/rules/late/a.rs"]
    );
    let c = ("rules/late/c.rs", "use super::a::Late;");
    let b = ("rules/late/b.rs", "fn b() { super::c::c(); }");
    let found = problems_of(&[LIB, TIME, RULES, EARLY, LATE, A, b, c]);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].matches('→').count() == 3, "{found:?}");
}

#[test]
fn a_room_without_a_place_in_the_order_is_found() {
    let found = problems_of(&[LIB, TIME, RULES, EARLY, LATE, A, B, ("rules/new.rs", "")]);
    assert_eq!(
        found,
        ["`new` is in `src/rules`, or in its list, but not in both"]
    );
    let found = problems_of(&[
        LIB,
        TIME,
        RULES,
        LATE,
        ("rules/late/a.rs", ""),
        ("rules/late/b.rs", ""),
    ]);
    assert_eq!(
        found,
        ["`early` is in `src/rules`, or in its list, but not in both"]
    );
}
