//! Templates into messages (N2).
//!
//! A template is plain text in which `{name}` stands for a value. `{?name}` may be missing: then
//! its whole line is left out. `{?cause=cancelled|over}` shows nothing: its line is left out
//! unless the value is one of these words, and that of `{?cause!=cancelled}` where it is. The line
//! of `{!guestName}` is left out where there is such a value. A brace itself is written `\{` or
//! `\}`, and `\\` is one backslash; before anything else a backslash is just that. There is no
//! doubling of braces: whoever writes `{{guestName}}` by habit gets an error instead of a message
//! that shows a guest the word `{guestName}` where the code should be.
//!
//! Values go in as they are and are never looked at again: a guest called `{allAccessCodes}` is
//! greeted by that name. Line breaks in names become spaces and direction marks are taken out, so
//! that no name can pretend to be another door's line (F64).

use serde::Deserialize;

use super::shown::Variables;
use super::template::of_line;
use super::values::NoticeValues;
use crate::time::Locale;
use crate::{Error, ErrorCode};

/// The longest template, in bytes.
pub const MAX_TEMPLATE_BYTES: usize = 10_000;
/// The longest message, in bytes.
pub const MAX_MESSAGE_BYTES: usize = 100_000;

/// What `renderMessage` is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct RenderMessageInput {
    /// Plain text with variables, at most 10,000 bytes.
    pub template: String,
    /// What stands for the variables.
    pub values: NoticeValues,
    /// How days and times are shown; absent is `en`.
    pub locale: Option<Locale>,
}

/// A template with its values put in, at most 100,000 bytes of plain text: whoever puts it into
/// HTML escapes it (N2).
///
/// | variable | what stands for it |
/// |---|---|
/// | `{allAccessCodes}` | one line per door: its name and code |
/// | `{doorsAndCodes}` | the same, with how to type each code below its door |
/// | `{accessCode:Front door}` | the code of the door with that name |
/// | `{keypadHint}` | how to type a code: once where all doors say the same, else one line per door that says something |
/// | `{backupDoors}` | the names of the doors whose code is said to be a backup (B3) |
/// | `{newCodeDoors}`, `{uncertainDoors}`, `{pendingDoors}` | the names of the doors whose code is new, may not open yet, or is still being put on its lock |
/// | `{who}` | the guest with listing and days, else the visitor or the purpose, else the former guest, else the code |
/// | `{checkIn}` and other times | as given; a time with its offset, as notices carry it, becomes `Fri 1 May, 15:00` (W4) |
/// | any other key of [`NoticeValues`] | its value, in words |
///
/// # Errors
/// All at `template`, with line and column, and none of them shows a PIN (P9): `unknown_variable`,
/// `unknown_door` (there is none of that name), `missing_value` (it would have been an empty text),
/// `invalid_value` (a brace that opens or closes nothing, a control character, doors of one name
/// with different codes), `too_long`.
///
/// ```
/// use latchstring::{rules::render_message, time::Locale};
/// let values = latchstring::decode(r#"{ "guestName": "Ada", "checkIn": "2026-05-01T15:00:00+02:00",
///     "doors": [{ "name": "Street door", "code": "492817" }, { "name": "Flat", "code": "492817" }] }"#)?;
/// let template = "{guestName}, from {checkIn}:\n{allAccessCodes}\n{?keypadHint}\nSee you \\{soon\\}!";
/// assert_eq!(
///     render_message(template, &values, Locale::En)?,
///     "Ada, from Fri 1 May, 15:00:\nStreet door: 492817\nFlat: 492817\nSee you {soon}!"
/// );
/// assert_eq!(render_message("{guest}", &values, Locale::En).map_err(|error| error.message),
///     Err("`guest` at line 1, column 1 is no variable".to_owned()));
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn render_message(
    template: &str,
    values: &NoticeValues,
    locale: Locale,
) -> Result<String, Error> {
    if template.len() > MAX_TEMPLATE_BYTES {
        return Err(too_long("the template", MAX_TEMPLATE_BYTES));
    }
    let variables = Variables { values, locale };
    let mut message = String::new();
    let (mut is_gap, mut is_after_empty) = (false, false);
    for (line, text) in (1_u32..).zip(template.split_inclusive('\n')) {
        let Some(said) = of_line(text, line, &variables)? else {
            is_gap = true;
            continue;
        };
        let is_empty = matches!(said.as_str(), "\n" | "\r\n");
        // Lines that are left out leave no second empty line behind.
        if is_gap && is_empty && is_after_empty {
            continue;
        }
        (is_gap, is_after_empty) = (false, is_empty);
        message.push_str(&said);
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
