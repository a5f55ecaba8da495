//! What a code is called on its lock (B1, E4, V2, F63).

use std::collections::BTreeSet;

use crate::Id;
use crate::code::NameLength;
use crate::model::AccessCode;

/// The most characters of a label on a lock that states no limit.
const LONGEST: usize = 100;

/// What a label is made of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LabelParts<'a> {
    /// A brand, or the name of a visitor. It is cut from behind, at the end of a word, where the
    /// lock takes less.
    pub(crate) name: &'a str,
    /// What kind of code it is, such as `Backup`. It is left out where the lock takes less.
    pub(crate) kind: &'a str,
    /// What tells the code apart from others, such as `481516`. It is never cut.
    pub(crate) identifier: &'a str,
    /// The code's id. The label is the id alone where the lock takes no more.
    pub(crate) code_id: &'a str,
}

/// A label of printable characters, within the limits of the lock, that no other code on the lock
/// has (F63).
pub(crate) fn made_label(
    parts: &LabelParts<'_>,
    limits: Option<NameLength>,
    taken: &BTreeSet<&str>,
) -> String {
    let (shortest, longest) = limits.map_or((0, LONGEST), |limits| {
        (usize::from(limits.min), usize::from(limits.max))
    });
    let mut label = String::new();
    // Each try gives another label, so that one more try than there are labels is enough.
    for attempt in 0..=taken.len() {
        label = padded(fitting(parts, attempt, longest), shortest);
        if !taken.contains(label.as_str()) {
            break;
        }
    }
    label
}

/// The longest label that fits.
fn fitting(parts: &LabelParts<'_>, attempt: usize, longest: usize) -> String {
    let words = printable_words(parts.name);
    let again = if attempt == 0 {
        String::new()
    } else {
        format!("-{}", attempt.saturating_add(1))
    };
    let joined = |words: &[String], kind: &str| {
        let mut all: Vec<&str> = words.iter().map(String::as_str).collect();
        all.extend([kind].into_iter().filter(|kind| !kind.is_empty()));
        all.push(parts.identifier);
        all.join(" ") + &again
    };
    let named = (0..=words.len()).rev().map(|count| {
        let words = words.get(..count).unwrap_or_default();
        joined(words, parts.kind)
    });
    let unnamed = [joined(&[], ""), format!("{}{again}", parts.code_id)];
    let fits = |label: &String| label.chars().count() <= longest;
    named
        .chain(unnamed)
        .find(fits)
        .unwrap_or_else(|| shortest_label(parts.code_id, attempt, longest))
}

/// The number at the end of a code's id, in digits and letters: the shortest label there is.
fn shortest_label(code_id: &str, attempt: usize, longest: usize) -> String {
    const SIGNS: &[u8; 36] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    let (_, number) = split_number(code_id);
    let mut left = number.parse::<usize>().unwrap_or(0).saturating_add(attempt);
    let mut signs = Vec::new();
    while signs.len() < longest && (left > 0 || signs.is_empty()) {
        let sign = left.checked_rem(SIGNS.len()).and_then(|at| SIGNS.get(at));
        signs.extend(sign.copied().map(char::from));
        left = left.checked_div(SIGNS.len()).unwrap_or(0);
    }
    signs.into_iter().rev().collect()
}

/// A label with so many zeros before the number at its end that it is long enough.
fn padded(label: String, shortest: usize) -> String {
    let missing = shortest.saturating_sub(label.chars().count());
    if missing == 0 {
        return label;
    }
    let (front, number) = split_number(&label);
    format!("{front}{}{number}", "0".repeat(missing))
}

/// A text, and the number at its end.
fn split_number(text: &str) -> (&str, &str) {
    let front = text.trim_end_matches(|letter: char| letter.is_ascii_digit());
    (front, text.get(front.len()..).unwrap_or_default())
}

/// The words of a name in printable characters.
fn printable_words(name: &str) -> Vec<String> {
    name.split(|letter: char| letter.is_whitespace() || letter.is_control())
        .map(|word| {
            word.chars()
                .filter(|&letter| is_printable(letter))
                .collect()
        })
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// Whether a character shows by itself: no control character, no mark of direction or width, no
/// character of private use.
fn is_printable(letter: char) -> bool {
    let is_invisible = matches!(letter,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
        | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}'
        | '\u{e0000}'..='\u{e0fff}');
    let is_private = matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..);
    !(letter.is_control() || is_invisible || is_private)
}

/// A backup's label on the lock: `{brand} Backup ######`. Where the lock takes less, the brand is
/// cut from behind at the end of a word, then `Backup` is left out (B1).
///
/// ```
/// use latchstring::rules::backup_name;
/// assert_eq!(backup_name("Casa", "481516", None), "Casa Backup 481516");
/// assert_eq!(backup_name("", "481516", None), "Backup 481516");
/// assert_eq!(backup_name("Casa del Sol", "481516", Some(20)), "Casa Backup 481516");
/// assert_eq!(backup_name("Casa", "481516", Some(14)), "Backup 481516");
/// assert_eq!(backup_name("Casa", "481516", Some(8)), "481516");
/// ```
#[must_use]
pub fn backup_name(brand: &str, identifier: &str, longest: Option<u8>) -> String {
    let parts = LabelParts {
        name: brand,
        kind: "Backup",
        identifier,
        code_id: identifier,
    };
    let limits = longest.map(|max| NameLength { min: 0, max });
    made_label(&parts, limits, &BTreeSet::new())
}

/// A six-digit identifier that is in no other label and is nobody's PIN: the lowest free one from
/// 100001 on (B1, E4).
///
/// ```
/// use latchstring::rules::backup_identifier;
/// assert_eq!(backup_identifier(&[]).as_deref(), Some("100001"));
/// let code = latchstring::decode(r#"{ "id": "b1", "lockId": "door", "holder": { "kind": "backup", "id": "100001" },
///     "pin": "100002", "onLock": { "state": "confirmed" } }"#)?;
/// assert_eq!(backup_identifier(&[&code]).as_deref(), Some("100003"));
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn backup_identifier(codes: &[&AccessCode]) -> Option<Id> {
    let taken = |identifier: &str| {
        codes.iter().any(|code| {
            let named = code
                .holder
                .id
                .as_ref()
                .is_some_and(|id| **id == *identifier);
            named || code.pin.is_some_and(|pin| pin.reveal() == identifier)
        })
    };
    (FIRST_IDENTIFIER..=LAST_IDENTIFIER)
        .map(|number| number.to_string())
        .find(|identifier| !taken(identifier))?
        .parse()
        .ok()
}

const FIRST_IDENTIFIER: u32 = 100_001;

const LAST_IDENTIFIER: u32 = 999_999;
