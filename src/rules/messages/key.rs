//! The keys of notices: one per cause, stable over steps and restarts (N1).

use super::notice_kind::NoticeKind;
use crate::Id;

/// The key of a notice to the host about a stay at a lock.
pub(crate) fn key_at_lock(kind: NoticeKind, reservation_id: &Id, lock_id: &Id) -> String {
    key_of(kind, &[reservation_id, lock_id])
}

pub(super) fn key_of(kind: NoticeKind, about: &[&str]) -> String {
    let mut key = kind.to_string();
    for part in about {
        push_part(&mut key, part);
    }
    key
}

/// Puts a text behind a key: one that holds a colon can't make two causes share a key.
pub(crate) fn push_part(key: &mut String, text: &str) {
    key.push(':');
    if !text.contains(['%', ':']) {
        return key.push_str(text);
    }
    for sign in text.chars() {
        match sign {
            '%' => key.push_str("%25"),
            ':' => key.push_str("%3A"),
            _ => key.push(sign),
        }
    }
}

/// The kind of a notice and what stands behind it in its key; nothing where no notice has such a
/// key.
pub(crate) fn read_key(key: &str) -> Option<(NoticeKind, Vec<String>)> {
    let mut parts = key.split(':');
    let kind = NoticeKind::of_word(parts.next()?)?;
    Some((kind, parts.map(read_part).collect()))
}

/// The text that became a part of a key.
fn read_part(part: &str) -> String {
    let mut pieces = part.split('%');
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let (sign, rest) = match piece.strip_prefix("3A") {
            Some(rest) => (":", rest),
            None => ("%", piece.strip_prefix("25").unwrap_or(piece)),
        };
        text.push_str(sign);
        text.push_str(rest);
    }
    text
}
