//! The lines of a template, read letter by letter (N2).

use std::iter::{Enumerate, Peekable};
use std::str::Chars;

use super::shown::{Found, Variables};
use super::who::in_sentence;
use crate::error::shown;
use crate::{Error, ErrorCode};

type Letters<'a> = Peekable<Enumerate<Chars<'a>>>;

/// One line with its values; nothing where one that may be missing is, or where a condition does
/// not hold.
pub(super) fn of_line(
    text: &str,
    line: u32,
    variables: &Variables<'_>,
) -> Result<Option<String>, Error> {
    let mut letters = text.chars().enumerate().peekable();
    let mut said = String::new();
    let mut is_kept = true;
    let mut refused: Option<Error> = None;
    while let Some((at, letter)) = letters.next() {
        let place = Place { line, at };
        match letter {
            '\\' => said.push(escaped(&mut letters).unwrap_or(letter)),
            '{' => {
                let variable = variable(&mut letters, place)?;
                match variable.put(variables, place) {
                    Ok(Some(value)) if variable.name == "who" && !begins_sentence(&said) => {
                        said.push_str(&in_sentence(value));
                    }
                    Ok(Some(value)) => said.push_str(&value),
                    Ok(None) => is_kept = false,
                    // A line that is left out may lack what it likes.
                    Err(error) => refused = refused.or(Some(error)),
                }
            }
            '}' => {
                let hint = "for a brace itself write \\}";
                return Err(place.refusal("the brace", "closes no variable", hint));
            }
            letter if letter.is_control() && !matches!(letter, '\n' | '\r' | '\t') => {
                return Err(place.refusal("the letter", "is a control character", "remove it"));
            }
            letter => said.push(letter),
        }
    }
    match refused {
        // A name that nobody knows is a slip also where it stands in no message today.
        Some(error) if is_kept || error.code != ErrorCode::MissingValue => Err(error),
        _ => Ok(is_kept.then_some(said)),
    }
}

/// Whether what comes behind a text begins a sentence.
fn begins_sentence(said: &str) -> bool {
    let before = said.trim_end();
    before.is_empty() || before.ends_with(['.', ':', '!', '?'])
}

/// A place in a template.
#[derive(Clone, Copy)]
struct Place {
    line: u32,
    at: usize,
}

impl Place {
    fn refusal(self, subject: &str, problem: &str, hint: &str) -> Error {
        self.refused(ErrorCode::InvalidValue, subject, problem, hint)
    }

    fn refused(self, code: ErrorCode, subject: &str, problem: &str, hint: &str) -> Error {
        let (line, column) = (self.line, self.at.saturating_add(1));
        let message = format!("{subject} at line {line}, column {column} {problem}");
        Error::new(code, message, hint).at("template")
    }
}

/// The words in braces.
struct Variable {
    name: String,
    may_be_missing: bool,
    /// The words of which its value has to be one; then it shows nothing.
    words: Option<Vec<String>>,
    /// Whether its value has to be none of these words.
    is_negated: bool,
    /// Whether its value has to be missing; then it shows nothing.
    is_absence: bool,
}

impl Variable {
    /// What it stands for; nothing where it leaves out its line.
    fn put(&self, variables: &Variables<'_>, place: Place) -> Result<Option<String>, Error> {
        let found = match &self.words {
            Some(words) => variables.holds(&self.name, words),
            None => variables.value(&self.name),
        };
        let found = match found {
            Found::Text(_) if self.is_negated != self.is_absence => Found::Missing(String::new()),
            Found::Missing(_) if self.is_negated != self.is_absence => Found::Text(String::new()),
            found => found,
        };
        match found {
            Found::Text(value) => Ok(Some(value)),
            Found::Missing(_) | Found::NoDoor if self.may_be_missing => Ok(None),
            found => {
                let (code, problem, hint) = found.refusal(&self.name, variables);
                let subject = format!("`{}`", shown(&self.name));
                Err(place.refused(code, &subject, problem, &hint))
            }
        }
    }
}

/// The text up to the closing brace.
fn variable(letters: &mut Letters<'_>, place: Place) -> Result<Variable, Error> {
    let Some(text) = name(letters) else {
        let hint = "close it on its line, as in {guestName}; for a brace itself write \\{";
        return Err(place.refusal("the brace", "opens no variable", hint));
    };
    let text = text.trim();
    let is_absence = text.starts_with('!');
    let (may_be_missing, text) = match text.strip_prefix(['?', '!']) {
        Some(rest) => (true, rest.trim()),
        None => (false, text),
    };
    // A door's name may hold the sign.
    let condition = text.split_once('=').filter(|_| may_be_missing);
    let condition = condition.filter(|(name, _)| !name.contains(':'));
    let (name, words) = condition.unzip();
    let positive = name.and_then(|name| name.strip_suffix('!'));
    let words = words.map(|words| words.split('|').map(|word| word.trim().to_owned()));
    Ok(Variable {
        is_absence,
        name: positive.or(name).unwrap_or(text).trim().to_owned(),
        may_be_missing,
        words: words.map(Iterator::collect),
        is_negated: positive.is_some(),
    })
}

/// The letter behind a backslash, if the backslash takes its meaning away.
fn escaped(letters: &mut Letters<'_>) -> Option<char> {
    letters
        .next_if(|(_, next)| matches!(next, '{' | '}' | '\\'))
        .map(|(_, next)| next)
}

/// The text up to the closing brace, if there is one on this line.
fn name(letters: &mut Letters<'_>) -> Option<String> {
    let mut name = String::new();
    loop {
        match letters.next()?.1 {
            '}' => return Some(name),
            '{' | '\n' => return None,
            '\\' => name.push(escaped(letters).unwrap_or('\\')),
            letter => name.push(letter),
        }
    }
}
