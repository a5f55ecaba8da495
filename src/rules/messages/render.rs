//! Templates into messages (N2).
//!
//! A template is plain text in which `{name}` stands for a value. `{?name}` may be missing: then
//! its whole line is left out. A brace itself is written `\{` or `\}`, and `\\` is one backslash;
//! before anything else a backslash is just that. There is no doubling of braces: whoever writes
//! `{{guestName}}` by habit gets an error instead of a message that shows a guest the word
//! `{guestName}` where the code should be.
//!
//! Values go in as they are and are never looked at again: a guest called `{allAccessCodes}` is
//! greeted by that name. Line breaks in names become spaces, so that no name can pretend to be
//! another door's line.

use serde::Deserialize;

use super::values::{DoorAccess, NoticeValues};
use crate::error::shown;
use crate::rules::access::explain;
use crate::rules::reasons::CodeFailure;
use crate::time::Instant;
use crate::{Error, ErrorCode, Id, Text};
use std::iter::{Enumerate, Peekable};
use std::str::Chars;

/// The longest template, in bytes.
pub const MAX_TEMPLATE_BYTES: usize = 10_000;
/// The longest message, in bytes.
pub const MAX_MESSAGE_BYTES: usize = 100_000;

/// What `renderMessage` is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct RenderMessageInput {
    /// Plain text with variables, at most 10,000 bytes.
    pub template: String,
    /// What stands for the variables.
    pub values: NoticeValues,
}

/// A template with its values put in, at most 100,000 bytes of plain text: whoever puts it into
/// HTML escapes it (N2).
///
/// | variable | what stands for it |
/// |---|---|
/// | `{allAccessCodes}` | one line per door: its name and code |
/// | `{accessCode:Front door}` | the code of the door with that name |
/// | `{keypadHint}` | how to type a code: once where all doors say the same, else one line per door that says something |
/// | `{backupDoors}` | the names of the doors whose code is said to be a backup (B3) |
/// | `{checkIn}`, `{checkOut}` | as given; a time with its offset, as notices carry it, becomes `2026-05-01 15:00` (W4) |
/// | any other key of [`NoticeValues`] | its value, in words |
///
/// # Errors
/// All at `template`, with line and column, and none of them shows a PIN (P9): `unknown_variable`,
/// `unknown_door` (there is none of that name), `missing_value` (it would have been an empty text),
/// `invalid_value` (a brace that opens or closes nothing, a control character, doors of one name
/// with different codes), `too_long`.
///
/// ```
/// use latchstring::rules::render_message;
/// let values = latchstring::decode(r#"{ "guestName": "Ada", "checkIn": "2026-05-01T15:00:00+02:00",
///     "doors": [{ "name": "Street door", "code": "492817" }, { "name": "Flat", "code": "492817" }] }"#)?;
/// let template = "{guestName}, from {checkIn}:\n{allAccessCodes}\n{?keypadHint}\nSee you \\{soon\\}!";
/// assert_eq!(
///     render_message(template, &values)?,
///     "Ada, from 2026-05-01 15:00:\nStreet door: 492817\nFlat: 492817\nSee you {soon}!"
/// );
/// assert_eq!(render_message("{guest}", &values).map_err(|error| error.message),
///     Err("`guest` at line 1, column 1 is no variable".to_owned()));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn render_message(template: &str, values: &NoticeValues) -> Result<String, Error> {
    if template.len() > MAX_TEMPLATE_BYTES {
        return Err(too_long("the template", MAX_TEMPLATE_BYTES));
    }
    let mut message = String::new();
    for (line, text) in (1_u32..).zip(template.split_inclusive('\n')) {
        let mut rest = text.chars().enumerate().peekable();
        message.push_str(&of_line(&mut rest, line, values)?);
        if message.len() > MAX_MESSAGE_BYTES {
            return Err(too_long("the message", MAX_MESSAGE_BYTES));
        }
    }
    // A last line that was left out takes the line break before it along.
    if !template.ends_with('\n') {
        message.truncate(message.trim_end_matches(['\r', '\n']).len());
    }
    Ok(message)
}

fn too_long(what: &str, most: usize) -> Error {
    let message = format!("{what} is longer than {most} bytes");
    Error::new(ErrorCode::TooLong, message, "shorten it").at("template")
}

type Letters<'a> = Peekable<Enumerate<Chars<'a>>>;

/// One line with its values; nothing where one that may be missing is.
fn of_line(letters: &mut Letters<'_>, line: u32, values: &NoticeValues) -> Result<String, Error> {
    let mut text = String::new();
    let mut whole = true;
    while let Some((at, letter)) = letters.next() {
        let column = at.saturating_add(1);
        let refuse = |code, subject: &str, problem: &str, hint: &str| {
            let message = format!("{subject} at line {line}, column {column} {problem}");
            Err(Error::new(code, message, hint).at("template"))
        };
        match letter {
            '\\' => text.push(escaped(letters).unwrap_or(letter)),
            '{' => {
                let Some(name) = name(letters) else {
                    return refuse(
                        ErrorCode::InvalidValue,
                        "the brace",
                        "opens no variable",
                        "close it on its line, as in {guestName}; for a brace itself write \\{",
                    );
                };
                let (may_be_missing, name) = match name.trim().strip_prefix('?') {
                    Some(name) => (true, name.trim()),
                    None => (false, name.trim()),
                };
                match value(name, values) {
                    Found::Text(value) => text.push_str(&value),
                    Found::Missing(_) | Found::NoDoor if may_be_missing => whole = false,
                    found => {
                        let (code, problem, hint) = found.refusal(values);
                        return refuse(code, &format!("`{}`", shown(name)), problem, &hint);
                    }
                }
            }
            '}' => {
                return refuse(
                    ErrorCode::InvalidValue,
                    "the brace",
                    "closes no variable",
                    "for a brace itself write \\}",
                );
            }
            letter if letter.is_control() && !matches!(letter, '\n' | '\r' | '\t') => {
                return refuse(
                    ErrorCode::InvalidValue,
                    "the letter",
                    "is a control character",
                    "remove it",
                );
            }
            letter => text.push(letter),
        }
    }
    if !whole {
        text.clear();
    }
    Ok(text)
}

/// What a backslash stands before, if that takes its meaning away.
fn escaped(letters: &mut Letters<'_>) -> Option<char> {
    letters
        .next_if(|(_, next)| matches!(next, '{' | '}' | '\\'))
        .map(|(_, next)| next)
}

/// What stands up to the closing brace, if one closes on this line.
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

/// What a variable stands for.
enum Found {
    Text(String),
    /// What has to be given.
    Missing(String),
    NoVariable,
    NoDoor,
    TwoCodes,
}

impl Found {
    fn refusal(self, values: &NoticeValues) -> (ErrorCode, &'static str, String) {
        match self {
            // A text is none, but nothing else is to be said of it.
            Self::Text(what) | Self::Missing(what) => (
                ErrorCode::MissingValue,
                "has no value",
                format!(
                    "give {what}, or put a ? before the name to leave out its line where it is missing"
                ),
            ),
            Self::NoVariable => {
                let keys = VALUES.iter().map(|(name, _)| name);
                let known = [
                    "allAccessCodes",
                    "accessCode:Door name",
                    "keypadHint",
                    "backupDoors",
                ];
                let known: Vec<&str> = known.iter().chain(keys).copied().collect();
                (
                    ErrorCode::UnknownVariable,
                    "is no variable",
                    format!("one of {}", known.join(", ")),
                )
            }
            Self::NoDoor => {
                let names: Vec<String> =
                    doors(values).iter().map(|door| shown(&door.name)).collect();
                let known = if names.is_empty() {
                    "there is no door among the values".to_owned()
                } else {
                    format!("the doors are: {}", names.join(", "))
                };
                (ErrorCode::UnknownDoor, "is no door here", known)
            }
            Self::TwoCodes => (
                ErrorCode::InvalidValue,
                "is the name of doors with different codes",
                "give each door its own name, or use {allAccessCodes}".to_owned(),
            ),
        }
    }
}

/// Most variables are the keys of the values themselves.
fn value(name: &str, values: &NoticeValues) -> Found {
    if let Some(door) = name.strip_prefix("accessCode:") {
        return access_code(door.trim(), values);
    }
    let found = match name {
        "allAccessCodes" => return all_access_codes(values),
        "keypadHint" => keypad_hint(values),
        "backupDoors" => backup_doors(values),
        _ => match VALUES.iter().find(|(known, _)| *known == name) {
            Some((_, value)) => value(values),
            None => return Found::NoVariable,
        },
    };
    // An empty name says no more than none.
    found.filter(|text| !text.is_empty()).map_or_else(
        || {
            let of_doors = matches!(name, "keypadHint" | "backupDoors");
            Found::Missing(format!("values.{}", if of_doors { "doors" } else { name }))
        },
        Found::Text,
    )
}

/// A value as a message shows it, where it is there.
type Shown = fn(&NoticeValues) -> Option<String>;

/// The variables that stand for one key of the values, in the order of the keys.
const VALUES: &[(&str, Shown)] = &[
    ("guestName", |values| {
        values.guest_name.as_ref().map(one_line)
    }),
    ("visitorName", |values| {
        values.visitor_name.as_ref().map(one_line)
    }),
    ("listingName", |values| {
        values.listing_name.as_ref().map(one_line)
    }),
    ("checkIn", |values| values.check_in.as_ref().map(time)),
    ("checkOut", |values| values.check_out.as_ref().map(time)),
    ("times", |values| values.times.as_ref().map(Text::to_string)),
    ("entryMethod", |values| {
        values.entry_method.as_ref().map(Text::to_string)
    }),
    ("lockName", |values| values.lock_name.as_ref().map(one_line)),
    ("identifier", |values| {
        values.identifier.as_ref().map(one_line)
    }),
    ("slot", |values| values.slot.map(|slot| slot.to_string())),
    ("batteryPercent", |values| {
        values.battery_percent.map(|percent| percent.to_string())
    }),
    ("backupsReady", |values| {
        values.backups_ready.map(|ready| ready.to_string())
    }),
    ("otherReservationId", |values| {
        values.other_reservation_id.as_ref().map(Id::to_string)
    }),
    ("otherStartsAt", |values| {
        values.other_starts_at.map(|at| at.to_string())
    }),
    ("otherEndsAt", |values| {
        values.other_ends_at.map(|at| at.to_string())
    }),
    ("because", |values| {
        values.because.as_ref().map(CodeFailure::sentence)
    }),
    ("check", |values| values.check.as_ref().map(in_words)),
    ("access", |values| values.access.as_ref().map(explain)),
    ("undelivered", |values| {
        values.undelivered.as_ref().map(in_words)
    }),
];

/// A name, in which a line break would look like another door's line.
fn one_line(text: &Text) -> String {
    text.replace('\n', " ")
}

/// A word of JSON without its underscores.
fn in_words(word: &impl ToString) -> String {
    word.to_string().replace('_', " ")
}

/// A time on the house's clock without its offset; any other text stays as it is.
fn time(text: &Text) -> String {
    let is_local =
        text.len() == "2026-05-01T15:00:00+02:00".len() && text.parse::<Instant>().is_ok();
    match (text.get(..10), text.get(11..16)) {
        (Some(day), Some(time)) if is_local => format!("{day} {time}"),
        _ => one_line(text),
    }
}

fn doors(values: &NoticeValues) -> &[DoorAccess] {
    values.doors.as_deref().unwrap_or_default()
}

fn door_name(door: &DoorAccess) -> String {
    one_line(&door.name)
}

fn all_access_codes(values: &NoticeValues) -> Found {
    let doors = doors(values);
    let mut lines = Vec::with_capacity(doors.len());
    for (at, door) in doors.iter().enumerate() {
        let Some(code) = door.code else {
            return Found::Missing(format!("values.doors[{at}].code"));
        };
        lines.push(format!("{}: {}", door_name(door), code.reveal()));
    }
    if lines.is_empty() {
        return Found::Missing("values.doors".to_owned());
    }
    Found::Text(lines.join("\n"))
}

fn access_code(name: &str, values: &NoticeValues) -> Found {
    let mut named = doors(values)
        .iter()
        .enumerate()
        .filter(|(_, door)| door_name(door).trim() == name);
    let Some((at, first)) = named.next() else {
        return Found::NoDoor;
    };
    if named.any(|(_, door)| door.code != first.code) {
        return Found::TwoCodes;
    }
    first.code.map_or_else(
        || Found::Missing(format!("values.doors[{at}].code")),
        |code| Found::Text(code.reveal()),
    )
}

fn keypad_hint(values: &NoticeValues) -> Option<String> {
    let doors = doors(values);
    let first = doors.first()?.keypad_hint.as_ref();
    if doors.iter().all(|door| door.keypad_hint.as_ref() == first) {
        return first.map(ToString::to_string);
    }
    let lines: Vec<String> = doors
        .iter()
        .filter_map(|door| {
            Some(format!(
                "{}: {}",
                door_name(door),
                door.keypad_hint.as_ref()?
            ))
        })
        .collect();
    Some(lines.join("\n"))
}

fn backup_doors(values: &NoticeValues) -> Option<String> {
    let names: Vec<String> = doors(values)
        .iter()
        .filter(|door| door.is_backup == Some(true))
        .map(door_name)
        .collect();
    (!names.is_empty()).then(|| names.join(", "))
}
