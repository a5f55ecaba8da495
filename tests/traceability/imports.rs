//! What each file of the sources imports: its `use` lines, and the paths that stand in its code.

use std::collections::{BTreeMap, BTreeSet};

/// A path below the crate, such as `["time", "instant"]`. The crate itself has the empty path.
pub type Path = Vec<String>;

/// The files of a crate, by their paths.
pub struct Modules {
    modules: BTreeMap<Path, Module>,
}

/// One file.
struct Module {
    file: String,
    imports: BTreeSet<Path>,
    /// What it shows of other modules under which name.
    shows: BTreeMap<String, Path>,
}

/// An import of one file from another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrow {
    pub from: Path,
    pub to: Path,
}

impl Modules {
    /// The modules of these files, each with its name from `src` on and its text.
    pub fn of(files: &[(String, String)]) -> Self {
        let paths: BTreeSet<Path> = files.iter().map(|(file, _)| path_of(file)).collect();
        let modules = files
            .iter()
            .map(|(file, text)| (path_of(file), Module::read(file, text, &paths)))
            .collect();
        Self { modules }
    }

    pub fn paths(&self) -> impl Iterator<Item = &Path> {
        self.modules.keys()
    }

    pub fn file(&self, path: &Path) -> &str {
        self.modules.get(path).map_or("?", |module| &module.file)
    }

    /// Every import of one file from another. A folder's own file knows the files below it, and
    /// what they share may stand in it: that is none.
    pub fn arrows(&self) -> BTreeSet<Arrow> {
        let mut arrows = BTreeSet::new();
        for (from, module) in &self.modules {
            for import in &module.imports {
                let to = self.defined_in(import);
                if !to.starts_with(from) {
                    let from = from.clone();
                    arrows.insert(Arrow { from, to });
                }
            }
        }
        arrows
    }

    /// The file in which a name is defined, wherever it is shown.
    fn defined_in(&self, name: &[String]) -> Path {
        let mut name = name.to_vec();
        for _ in 0..16 {
            let length = (0..=name.len())
                .rev()
                .find(|&length| self.modules.contains_key(&name[..length]))
                .unwrap_or(0);
            let (path, rest) = name.split_at(length);
            let shown = rest
                .first()
                .and_then(|first| self.modules.get(path)?.shows.get(first));
            let Some(shown) = shown else {
                return path.to_vec();
            };
            name = [shown.as_slice(), rest.get(1..).unwrap_or_default()].concat();
        }
        panic!("{} is shown in a circle", name.join("::"));
    }
}

impl Module {
    fn read(file: &str, text: &str, paths: &BTreeSet<Path>) -> Self {
        let own = path_of(file);
        let mut module = Self {
            file: file.to_owned(),
            imports: BTreeSet::new(),
            shows: BTreeMap::new(),
        };
        let tokens = without_tests(&tokens(text));
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
            let is = |token: Option<&String>, text: &str| token.is_some_and(|token| token == text);
            let next = tokens.get(at + 1);
            if token == "use" && !is(next, "<") {
                let is_shown = is(before(1), "pub") || is(before(1), ")");
                at += 1;
                for (name, path) in use_tree(&tokens, &mut at, &[]) {
                    let Some(path) = absolute(&path, &own, paths) else {
                        continue;
                    };
                    if is_shown {
                        module.shows.insert(name, path.clone());
                    }
                    module.imports.insert(path);
                }
                continue;
            }
            let is_child =
                || paths.contains(&[own.as_slice(), std::slice::from_ref(token)].concat());
            let is_first = !is(before(1), "::") && is(next, "::");
            let begins = ["crate", "super", "self"].contains(&token.as_str()) || is_child();
            let is_macro = is(before(1), "$");
            let is_visibility = is(before(1), "in") && is(before(2), "(");
            if is_first && begins && !is_macro && !is_visibility {
                let mut path = vec![token.clone()];
                at += 1;
                while is(tokens.get(at), "::")
                    && tokens.get(at + 1).is_some_and(|next| is_word(next))
                {
                    path.push(tokens[at + 1].clone());
                    at += 2;
                }
                module.imports.extend(absolute(&path, &own, paths));
                continue;
            }
            at += 1;
        }
        module
    }
}

/// `src/time/zone.rs` and `src/time/zone/mod.rs` both are `time::zone`.
fn path_of(file: &str) -> Path {
    let name = file.strip_prefix("src/").unwrap_or(file);
    let name = name.strip_suffix(".rs").unwrap_or(name);
    let name = name.strip_suffix("/mod").unwrap_or(name);
    let parts = name.split('/').filter(|part| *part != "lib");
    parts.map(str::to_owned).collect()
}

/// A path from the crate on; nothing where it leads to another crate.
fn absolute(path: &[String], own: &Path, paths: &BTreeSet<Path>) -> Option<Path> {
    let (first, rest) = path.split_first()?;
    match first.as_str() {
        "crate" => Some(rest.to_vec()),
        "self" => Some([own, rest].concat()),
        "super" => {
            let mut parent = own.clone();
            parent.pop();
            let mut rest = rest;
            while let Some(("super", after)) = rest
                .split_first()
                .map(|(first, after)| (first.as_str(), after))
            {
                parent.pop();
                rest = after;
            }
            Some([parent.as_slice(), rest].concat())
        }
        _ => {
            let child = [own.as_slice(), std::slice::from_ref(first)].concat();
            paths
                .contains(&child)
                .then(|| [child.as_slice(), rest].concat())
        }
    }
}

/// The names that one tree of a `use` line brings in, each with its path; `at` comes to stand
/// behind it.
fn use_tree(tokens: &[String], at: &mut usize, before: &[String]) -> Vec<(String, Path)> {
    let mut path = before.to_vec();
    let mut name = String::new();
    while let Some(token) = tokens.get(*at) {
        match token.as_str() {
            "{" => {
                let mut found = Vec::new();
                *at += 1;
                while tokens.get(*at).is_some_and(|token| token != "}") {
                    found.extend(use_tree(tokens, at, &path));
                    if tokens.get(*at).is_some_and(|token| token == ",") {
                        *at += 1;
                    }
                }
                *at += 1;
                return found;
            }
            "as" => {
                name = tokens.get(*at + 1).cloned().unwrap_or_default();
                *at += 2;
            }
            "::" => *at += 1,
            // `use a::{self}` brings in `a`.
            "self" if !path.is_empty() => *at += 1,
            word if is_word(word) => {
                path.push(token.clone());
                token.clone_into(&mut name);
                *at += 1;
            }
            "*" => *at += 1,
            _ => break,
        }
    }
    if name.is_empty() {
        name = path.last().cloned().unwrap_or_default();
    }
    vec![(name, path)]
}

fn is_word(token: &str) -> bool {
    token.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

/// The words and signs of Rust code, without comments, texts and letters in quotes.
fn tokens(text: &str) -> Vec<String> {
    let letters: Vec<char> = text.chars().collect();
    let is = |at: usize, sign: &str| {
        sign.chars()
            .enumerate()
            .all(|(i, c)| letters.get(at + i) == Some(&c))
    };
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        if is(at, "//") {
            while letters.get(at).is_some_and(|letter| *letter != '\n') {
                at += 1;
            }
        } else if is(at, "/*") {
            while at < letters.len() && !is(at, "*/") {
                at += 1;
            }
            at += 2;
        } else if is(at, "r\"") || is(at, "r#\"") || is(at, "r##\"") {
            let signs = letters[at + 1..]
                .iter()
                .take_while(|letter| **letter == '#')
                .count();
            let end = format!("\"{}", "#".repeat(signs));
            at += signs + 2;
            while at < letters.len() && !is(at, &end) {
                at += 1;
            }
            at += end.len();
        } else if letter == '"' {
            at += 1;
            while letters.get(at).is_some_and(|letter| *letter != '"') {
                at += if letters[at] == '\\' { 2 } else { 1 };
            }
            at += 1;
        } else if letter == '\'' && (is(at + 2, "'") || is(at + 1, "\\")) {
            at += if is(at + 1, "\\") { 3 } else { 2 };
            while letters.get(at).is_some_and(|letter| *letter != '\'') {
                at += 1;
            }
            at += 1;
        } else if is(at, "::") {
            tokens.push("::".to_owned());
            at += 2;
        } else if letter.is_alphanumeric() || letter == '_' {
            let word = letters[at..]
                .iter()
                .take_while(|letter| letter.is_alphanumeric() || **letter == '_');
            let word: String = word.collect();
            at += word.chars().count();
            tokens.push(word);
        } else {
            if !letter.is_whitespace() {
                tokens.push(letter.to_string());
            }
            at += 1;
        }
    }
    tokens
}

/// The code without what stands behind `#[cfg(test)]`: tests may know everything.
fn without_tests(tokens: &[String]) -> Vec<String> {
    let sign = ["#", "[", "cfg", "(", "test", ")", "]"];
    let mut kept = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if !tokens[at..].iter().take(sign.len()).eq(sign.iter()) {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        let mut depth = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token.as_str() {
                "{" => depth += 1,
                "}" if depth == 1 => break,
                "}" => depth -= 1,
                ";" if depth == 0 => break,
                _ => {}
            }
        }
    }
    kept
}
