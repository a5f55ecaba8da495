//! The keys of notices: one per cause, stable over steps and restarts (N1).

use std::fmt::Write;

use super::notice_kind::NoticeKind;
use crate::{Id, Text};

/// What most keys have room in.
const USUAL_BYTES: usize = 96;

/// The key of a notice to the host about a stay at a lock.
pub(crate) fn key_at_lock(kind: NoticeKind, reservation_id: &Id, lock_id: &Id) -> Text {
    key_of(kind, &[reservation_id, lock_id])
}

/// The key of a notice of a kind about such ids and numbers.
pub(crate) fn key_of(kind: NoticeKind, about: &[&str]) -> Text {
    let mut key = String::with_capacity(USUAL_BYTES);
    // Writing to a text never fails.
    let _ = write!(key, "{kind}");
    for part in about {
        push_part(&mut key, part);
    }
    // No key is as long as the longest text, so that none is cut.
    Text::made(&key)
}

/// Puts a text behind a key: one that holds a colon can't make two causes share a key.
pub(crate) fn push_part(key: &mut String, text: &str) {
    key.push(':');
    if !text.bytes().any(|byte| matches!(byte, b'%' | b':')) {
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

/// The key of a notice about a condition that came so many times. No id is empty, so that no other
/// key ends like this.
pub(crate) fn counted_key(key: &str, times: u32) -> Text {
    Text::made(&format!("{key}::{times}"))
}

/// What a key says that [`counted_key`] may have made: the key, and how many times.
pub(crate) fn read_count(key: &str) -> (&str, Option<u32>) {
    let counted = key.rsplit_once("::");
    let counted = counted.and_then(|(key, times)| Some((key, times.parse().ok()?)));
    counted.map_or((key, None), |(key, times)| (key, Some(times)))
}

/// The kind of a notice and the rest of its key; nothing where no notice has such a
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n1_no_key_is_cut_however_long_its_ids_are() {
        let id = |last: char| format!("{}{last}", "%".repeat(127));
        let (a, b) = (id('a'), id('b'));
        let word = NoticeKind::NoticeUndelivered.to_string();
        let about = |last: &str| {
            let last = last.to_owned();
            [
                word.clone(),
                "visit".to_owned(),
                a.clone(),
                b.clone(),
                u64::MAX.to_string(),
                last,
            ]
        };
        let key = |about: [String; 6]| {
            let about: Vec<&str> = about.iter().map(String::as_str).collect();
            key_of(NoticeKind::NoticeUndelivered, &about)
        };
        let (one, other) = (key(about(&a)), key(about(&b)));
        assert_ne!(one, other);
        assert_eq!(
            read_key(&one),
            Some((NoticeKind::NoticeUndelivered, about(&a).to_vec()))
        );
    }
}
