//! The style of CONTRIBUTING.md, as far as it can be counted: how long files are, how wide their
//! lines, and that nothing stands in the sources twice.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use crate::inventory::files_below;

/// The most lines of a file in `src` and `js`, and of a file of tests.
const LONGEST: usize = 400;
const LONGEST_TEST: usize = 500;
/// What is written by a command.
const GENERATED: [&str; 4] = [
    "js/generated/types.ts",
    "js/generated/zone-names.ts",
    "js/cloudflare/schemas.ts",
    "src/time/zone_table.rs",
];
/// Data of tests: real feeds and devices, a row each.
const DATA: [&str; 2] = [
    "tests/runtimes/feeds/samples.ts",
    "tests/runtimes/feeds/seam-devices.ts",
];

/// The widest line of a comment or of a page, and of code.
const WIDEST_PROSE: usize = 100;
const WIDEST_CODE: usize = 120;

/// So many equal lines in a row are one idea that stands twice.
const TWICE: usize = 10;

/// A file: its name from the repository's root on, and its text.
type File = (String, String);

/// The files in these folders with one of these endings, but for those that a command writes.
fn files_in(folders: &[&str], endings: &[&str]) -> Vec<File> {
    let root = &Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let paths = folders
        .iter()
        .flat_map(|folder| files_below(&root.join(folder)));
    let mut files = Vec::new();
    for path in paths {
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        let name = name.replace('\\', "/");
        let ends = endings.iter().any(|ending| name.ends_with(ending));
        if ends && !GENERATED.contains(&name.as_str()) {
            files.push((name, fs::read_to_string(&path).unwrap()));
        }
    }
    assert!(files.len() > 10, "{folders:?}");
    files
}

/// The files that are too long.
fn too_long(files: &[File]) -> Vec<String> {
    let is_too_long = |(name, text): &&File| {
        let most = if name.starts_with("tests/") {
            LONGEST_TEST
        } else {
            LONGEST
        };
        text.lines().count() > most
    };
    let found = files.iter().filter(is_too_long);
    found.map(|(name, _)| name.clone()).collect()
}

#[test]
fn no_file_of_the_sources_is_longer_than_400_lines_and_none_of_the_tests_than_500() {
    let mut files = files_in(&["src", "js", "tests"], &[".rs", ".ts"]);
    files.retain(|(name, _)| !DATA.contains(&name.as_str()));
    let found = too_long(&files);
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_file_that_is_too_long_is_found() {
    let file = |name: &str, lines: usize| (name.to_owned(), "line\n".repeat(lines));
    let files = [
        file("src/a.rs", 400),
        file("src/b.rs", 401),
        file("tests/c.rs", 500),
        file("tests/d.rs", 501),
    ];
    assert_eq!(too_long(&files), ["src/b.rs", "tests/d.rs"]);
}

/// The lines that are too wide. A table may be: its rows can't be broken.
fn too_wide(files: &[File]) -> Vec<String> {
    let mut found = Vec::new();
    for (name, text) in files {
        let is_page = name.ends_with(".md");
        let mut is_code = false;
        for (at, line) in text.lines().enumerate() {
            // The formatters count a tab as two columns.
            let width: usize = line.chars().map(|c| if c == '\t' { 2 } else { 1 }).sum();
            let line = line.trim_start();
            let comment = comment_in(line);
            let said = if is_page { Some(line) } else { comment };
            if said.is_some_and(|said| said.starts_with("```")) {
                is_code = !is_code;
            } else if said.is_none() {
                is_code = false;
            }
            let most = match said {
                Some(said) if said.starts_with('|') || is_one_word(said) => continue,
                Some(_) if !is_code => WIDEST_PROSE,
                _ => WIDEST_CODE,
            };
            if width > most {
                found.push(format!("{name}:{}: {width} columns", at + 1));
            }
        }
    }
    found
}

/// What a line of a comment says.
fn comment_in(line: &str) -> Option<&str> {
    let signs = ["///", "//!", "//", "/**", "* "];
    let said = signs.iter().find_map(|sign| line.strip_prefix(sign))?;
    Some(said.trim_start())
}

/// An address or a picture can't be broken.
fn is_one_word(said: &str) -> bool {
    said.starts_with("<img")
        || said.starts_with("<source")
        || said.split_whitespace().skip(1).all(|word| word.len() > 60)
}

#[test]
fn no_line_is_wider_than_a_page() {
    let code = files_in(&["src", "js", "tests"], &[".rs", ".ts", ".js"]);
    let pages = files_in(&["docs"], &[".md"]);
    let found = too_wide(&[code, pages].concat());
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn a_line_that_is_too_wide_is_found() {
    let file = |name: &str, text: String| [(name.to_owned(), text)];
    let words = |width: usize| "a ".repeat(width / 2);
    let rust = |line: String| too_wide(&file("src/a.rs", line));
    assert!(rust(format!("// {}", words(96))).is_empty());
    assert_eq!(
        rust(format!("// {}", words(98))),
        ["src/a.rs:1: 101 columns"]
    );
    assert!(rust(words(120)).is_empty());
    assert_eq!(rust(words(122)), ["src/a.rs:1: 122 columns"]);
    assert_eq!(
        rust(format!("{}1", "\t".repeat(60))),
        ["src/a.rs:1: 121 columns"]
    );
    assert!(rust(format!("/// | {} |", words(200))).is_empty());
    assert!(rust(format!("/// ```\n/// {}\n/// ```", words(110))).is_empty());
    let page = |text: String| too_wide(&file("docs/a.md", text));
    assert_eq!(page(words(102)), ["docs/a.md:1: 102 columns"]);
    assert!(page(format!("```ts\n{}\n```", words(110))).is_empty());
}

/// The places where as many lines as [`TWICE`] stand that stand somewhere else, too. Blank lines,
/// comments, imports and lone brackets do not count.
fn twice(files: &[File]) -> Vec<String> {
    let mut first: HashMap<Vec<&str>, String> = HashMap::new();
    let mut found = Vec::new();
    for (name, text) in files {
        let lines = telling_lines(text);
        let mut end = 0;
        for (at, run) in lines.windows(TWICE).enumerate() {
            let words = run.iter().map(|&(_, line)| line).collect();
            let place = format!("{name}:{}", run[0].0);
            let before = first.entry(words).or_insert_with(|| place.clone());
            if *before != place && at >= end {
                found.push(format!("{before} and {place}"));
                end = at + TWICE;
            }
        }
    }
    found
}

/// The lines that say something, with their numbers.
fn telling_lines(text: &str) -> Vec<(usize, &str)> {
    let mut lines = Vec::new();
    let mut is_import = false;
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        let begins = ["use ", "pub use ", "pub(crate) use ", "import ", "export {"];
        is_import |= begins.iter().any(|sign| line.starts_with(sign));
        let is_said = line.chars().any(char::is_alphanumeric) && comment_in(line).is_none();
        if is_said && !is_import {
            lines.push((at + 1, line));
        }
        is_import &= !line.ends_with(';');
    }
    lines
}

#[test]
fn no_ten_lines_stand_twice_in_the_sources() {
    let found = twice(&files_in(&["src", "js"], &[".rs", ".ts"]));
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn lines_that_stand_twice_are_found() {
    let line = |number: usize| format!("    let a = {number};\n");
    let some = |numbers: std::ops::Range<usize>| numbers.map(line).collect::<String>();
    let file = |name: &str, text: String| (name.to_owned(), text);
    let files = [
        file("src/a.rs", format!("use a;\n{}", some(0..12))),
        file(
            "src/b.rs",
            format!("{}\n// why\n{}", some(0..5), some(5..10)),
        ),
        file("src/c.rs", some(0..9)),
    ];
    assert_eq!(twice(&files), ["src/a.rs:2 and src/b.rs:1"]);
    let same = file("src/a.rs", [some(0..10), some(0..10)].concat());
    assert_eq!(twice(&[same]), ["src/a.rs:1 and src/a.rs:11"]);
}
