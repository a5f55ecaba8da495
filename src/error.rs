//! The one error type: what is wrong, where, and what to do about it.

use serde::{Deserialize, Serialize};

use std::fmt;

/// What kind of mistake an [`Error`] reports. The words are stable; match on them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub enum ErrorCode {
    /// The text is no JSON.
    InvalidJson,
    /// A value has another type than asked for.
    WrongType,
    /// A key that must be there is not.
    MissingKey,
    /// A key that nobody knows: a typing mistake, most of the time.
    UnknownKey,
    /// A value of the right type that means nothing here.
    InvalidValue,
    /// A number or a time outside its limits.
    OutOfRange,
    /// A text or a list longer than its limit.
    TooLong,
    /// No IANA zone of this release has that name.
    UnknownTimeZone,
    /// A local time outside the years 2020 to 2099, for which zones are exact (W2).
    YearOutOfRange,
    /// The end is not after the start.
    EmptyWindow,
    /// No window of the lock's step keeps out of the neighbour's stay (W6).
    WindowInfeasible,
    /// No PIN is left under these rules (P8).
    CodeSpaceExhausted,
    /// The locks have no length of PIN in common: each needs a PIN of its own (P1).
    NoCommonLength,
    /// The platform of a lock makes the PIN itself.
    PlatformMakesCode,
    /// No brand is known by that name.
    UnknownProfile,
    /// The runtime gave no random bytes.
    NoEntropy,
    /// No such function.
    UnknownFunction,
    /// The stored state is of a release that this one does not know (D6).
    UnknownState,
    /// `now` is more than five minutes before the site's clock (D6).
    ClockWentBack,
    /// The stay is not over yet, so its guest can't be forgotten (D7).
    StayNotOver,
    /// The site was closed.
    SiteClosed,
    /// Another run has opened the store of a site since.
    StoreTaken,
    /// No variable of templates has that name (N2).
    UnknownVariable,
    /// No door among the values has that name (N2).
    UnknownDoor,
    /// A template asks for something that is not among the values (N2).
    MissingValue,
    /// The module is not loaded yet: `await load()` first.
    NotLoaded,
    /// The module can't be loaded: its source is missing, refused by the runtime, or another
    /// module.
    LoadFailed,
    /// The module failed in a call, for want of stack or memory. The next call starts it anew;
    /// sites that were open in it are closed. Where the stack has no room for the call itself,
    /// the runtime throws its own error in the frame of the caller, where nobody can change it.
    ModuleFailed,
}

/// A refusal: a stable `code`, the `path` of the value, a `message` and a `hint`.
///
/// It never holds a PIN or a key (P9).
///
/// ```
/// use latchstring::{Error, ErrorCode};
/// let error = Error::new(ErrorCode::OutOfRange, "31 is no month", "months are 01 to 12").at("reservation.arrival");
/// assert_eq!(error.path, "reservation.arrival");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "ErrorDetails"))]
pub struct Error {
    /// The kind of mistake.
    pub code: ErrorCode,
    /// Where it is, such as `reservation.arrival` or `rules[1].lengths`; empty for the whole input.
    pub path: String,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

impl Error {
    /// An error without a path yet.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self {
            code,
            path: String::new(),
            message: message.into(),
            hint: hint.into(),
        }
    }

    /// The same error, found below `parent`: prefixes the path.
    #[must_use]
    pub fn at(mut self, parent: &str) -> Self {
        if !parent.is_empty() {
            let joint = if self.path.is_empty() || self.path.starts_with('[') {
                ""
            } else {
                "."
            };
            self.path = format!("{parent}{joint}{}", self.path);
        }
        self
    }
}

/// In one line; as `{:#}`, each of the four parts on a line of its own.
impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if f.alternate() {
            self.code.serialize(&mut *f)?;
            write!(f, "\n{}\n{}\n{}", self.path, self.message, self.hint)
        } else if self.path.is_empty() {
            write!(f, "{} ({})", self.message, self.hint)
        } else {
            write!(f, "{}: {} ({})", self.path, self.message, self.hint)
        }
    }
}

impl std::error::Error for Error {}

/// What an error says that it found in place of `expected`: the text itself where it can hold no
/// PIN (P9).
pub(crate) fn expected_not(expected: &str, text: &str) -> String {
    if may_be_shown(text) {
        format!("expected {expected}, found `{text}`")
    } else {
        format!("expected {expected}, found another text")
    }
}

/// Whether a text is a short word that can hold no PIN (P9).
pub(crate) fn may_be_shown(text: &str) -> bool {
    let digits = text.chars().filter(|letter| letter.is_numeric()).count();
    let is_plain = text
        .chars()
        .all(|letter| !letter.is_control() && letter != '`');
    (1..=32).contains(&text.chars().count()) && digits < 4 && is_plain
}

/// A name as an error may show it: where its digits may be a PIN, with whatever stands between them
/// and in whatever script, each of them is masked, and what is long is cut (P9).
pub(crate) fn shown(name: &str) -> String {
    let may_hold_a_pin = name.chars().filter(|letter| letter.is_numeric()).count() >= 4;
    let show = |letter: char| match letter {
        _ if may_hold_a_pin && letter.is_numeric() => '•',
        _ if letter.is_control() => ' ',
        _ => letter,
    };
    name.chars()
        .take(64)
        .map(show)
        .collect::<String>()
        .trim_end()
        .to_owned()
}
