//! `docs/ARCHITECTURE.md` is true to the tree: each file that it names is there, each name that it
//! places in a file stands in that file, and no room of the sources is left out.

use std::fs;
use std::path::Path;

use crate::directions::FLOORS;
use crate::inventory::files_below;

/// Folders that a name on the page may begin in.
const ROOTS: [&str; 5] = ["", "src", "src/site", "js", "docs"];
/// What a file is called that the page names without its folder.
const ENDINGS: [&str; 5] = [".rs", ".ts", ".js", ".md", ".json"];

/// What stands between a name and the file that it stands in.
const PLACES: [&str; 3] = [" in ", " of ", " of\n"];

/// A file: its name from the repository's root on, and its text.
type File = (String, String);

/// What the page says that is not so.
fn problems(page: &str, files: &[File]) -> Vec<String> {
    let mut problems = Vec::new();
    let quoted = quoted(page);
    for (at, &(word, after)) in quoted.iter().enumerate() {
        let is_path = word.contains('/') || ENDINGS.iter().any(|ending| word.ends_with(ending));
        let is_command = word.contains(' ') || word.contains("://");
        // What the package shows is no file of the repository.
        let is_entry = word.starts_with("latchstring/");
        if is_path && !is_command && !is_entry && named(word, files).is_empty() {
            problems.push(format!("there is no `{word}`"));
        }
        let Some(&(place, _)) = quoted.get(at + 1).filter(|_| PLACES.contains(&after)) else {
            continue;
        };
        let there = named(place, files);
        let stands_there = |file: &&&File| file.1.contains(word);
        if !is_path && !there.is_empty() && !there.iter().any(|file| stands_there(&file)) {
            problems.push(format!("`{word}` does not stand in `{place}`"));
        }
    }
    for floor in FLOORS {
        for room in floor.rooms {
            let is_named = quoted.iter().any(|(word, _)| word == room);
            let is_virtual = floor.folder == "virtual_lock";
            if !is_named && !is_virtual {
                problems.push(format!("the room `{room}` of `src/{}`", floor.folder));
            }
        }
    }
    problems
}

/// What is quoted on a page, each with what stands between it and the next one.
fn quoted(page: &str) -> Vec<(&str, &str)> {
    let parts: Vec<&str> = page.split('`').collect();
    let pairs = parts.iter().skip(1).step_by(2);
    pairs
        .zip(parts.iter().skip(2).step_by(2))
        .map(|(word, after)| (*word, *after))
        .collect()
}

/// The files that a name means: a file, those of a folder, those whose name has a `*` in one place,
/// or, without a folder, those of that name anywhere.
fn named<'a>(word: &str, files: &'a [File]) -> Vec<&'a File> {
    let word = word.trim_end_matches('/');
    let (begin, end) = word.split_once('*').unwrap_or((word, ""));
    let is_whole = !word.contains('*');
    let means = |(name, _): &&File| {
        let anywhere = !word.contains('/') && name.rsplit('/').next() == Some(word);
        let in_root = |root: &&str| {
            let below = match *root {
                "" => Some(name.as_str()),
                root => name
                    .strip_prefix(root)
                    .and_then(|rest| rest.strip_prefix('/')),
            };
            below
                .and_then(|below| below.strip_prefix(begin))
                .is_some_and(|rest| {
                    let is_here = rest.is_empty() || rest.starts_with('/') || rest == ".rs";
                    if is_whole {
                        is_here
                    } else {
                        rest.ends_with(end)
                    }
                })
        };
        anywhere || ROOTS.iter().any(in_root)
    };
    files.iter().filter(means).collect()
}

fn files() -> Vec<File> {
    let root = &Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = Vec::new();
    for folder in ["src", "js", "tests", "docs", "scripts", "examples"] {
        for path in files_below(&root.join(folder)) {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            let text = fs::read_to_string(&path).unwrap_or_default();
            files.push((name.replace('\\', "/"), text));
        }
    }
    let package = fs::read_to_string(root.join("package.json")).unwrap();
    files.push(("package.json".into(), package));
    files
}

#[test]
fn the_page_about_the_architecture_is_true_to_the_tree() {
    let files = files();
    let page = files
        .iter()
        .find(|(name, _)| name == "docs/ARCHITECTURE.md");
    let found = problems(&page.unwrap().1, &files);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn the_picture_of_the_architecture_has_every_room() {
    let files = files();
    let mut pictures = files.iter();
    let picture = pictures.find(|(name, _)| name == "docs/architecture.svg");
    let words: Vec<&str> = picture.unwrap().1.split(['>', '<', ' ', ':']).collect();
    for floor in FLOORS {
        for room in floor.rooms {
            let folder = format!("src/{}/{room}/", floor.folder);
            let is_folder = files.iter().any(|(name, _)| name.starts_with(&folder));
            let is_shown = words.contains(room);
            assert!(!is_folder || is_shown, "{folder} is not in the picture");
        }
    }
}

#[test]
fn what_the_page_says_in_vain_is_found() {
    let files = [
        ("src/rules/a.rs".to_owned(), "fn tell() {}".to_owned()),
        ("js/seam/layout-a.ts".to_owned(), String::new()),
    ];
    let of = |page: &str| -> Vec<String> {
        let found = problems(page, &files).into_iter();
        found.filter(|one| !one.starts_with("the room")).collect()
    };
    let fine = [
        "`tell` in `src/rules/a.rs`, `a.rs`, `rules`, `seam/layout-*.ts`, `npm run x/y`",
        "`tell` of `a.rs`, `timers` of an `Evaluation`",
    ];
    for page in fine {
        assert!(of(page).is_empty(), "{:?}", of(page));
    }
    assert_eq!(of("`src/rules/b.rs`"), ["there is no `src/rules/b.rs`"]);
    assert_eq!(of("`b.rs`"), ["there is no `b.rs`"]);
    for place in ["in", "of"] {
        let page = format!("`say` {place} `a.rs`");
        assert_eq!(of(&page), ["`say` does not stand in `a.rs`"]);
    }
    assert!(problems("", &files).len() > 20, "no room is named");
}
