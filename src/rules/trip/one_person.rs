//! Whether two names may be one person's: one of them is the other one written out (T2, V2).
//! Letters are the same whatever their case and the form in which Unicode has them.

use super::letters::{is_mark, signs};
use super::small::small;

/// Words that stand where nobody knows the name yet, without marks.
const NO_NAMES: [&str; 18] = [
    "guest",
    "guests",
    "gast",
    "gaste",
    "invite",
    "voyageur",
    "client",
    "huesped",
    "viajero",
    "ospite",
    "hospede",
    "misafir",
    "konuk",
    "гость",
    "reserved",
    "unknown",
    "tbd",
    "tba",
];

/// The most words of a name that are compared.
const MAX_WORDS: usize = 16;

/// The small letters and marks of a word.
type Word = Vec<char>;

/// Whether each word of one name is in the other, in any order. An initial stands for a word, but
/// at least one word has to be written out in both.
pub(super) fn is_one_person(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let (a, b) = (words(a), words(b));
    a == b || has_all(&a, &b) || has_all(&b, &a)
}

/// Whether a name only stands for one that is not known yet.
pub(super) fn is_no_name(name: &str) -> bool {
    words(name).iter().all(|word| {
        let letters: String = word.iter().filter(|sign| !is_mark(**sign)).collect();
        let has_letter = |sign: char| sign.is_ascii_alphabetic() || !sign.is_ascii();
        !letters.contains(has_letter) || NO_NAMES.contains(&&*letters)
    })
}

fn has_all(many: &[Word], few: &[Word]) -> bool {
    let mut many: Vec<&Word> = many.iter().collect();
    let mut take = |word: &Word, fits: fn(&Word, &Word) -> bool| {
        let at = many.iter().position(|other| fits(word, other));
        at.map(|at| many.swap_remove(at)).is_some()
    };
    let shortened: Vec<&Word> = few.iter().filter(|word| !take(word, Word::eq)).collect();
    shortened.len() < few.len() && shortened.into_iter().all(|word| take(word, is_initial))
}

/// Whether one of two words is the other one's first letter.
fn is_initial(a: &Word, b: &Word) -> bool {
    let is_one = |word: &Word| word.iter().filter(|sign| !is_mark(**sign)).count() == 1;
    is_one(a) && b.starts_with(a) || is_one(b) && a.starts_with(b)
}

fn words(name: &str) -> Vec<Word> {
    let letters: Vec<char> = signs(name).into_iter().map(small).collect();
    let apart = |sign: &char| " ,.;:()/|&+*_-\"".contains(*sign);
    let words = letters.split(apart).filter(|word| !word.is_empty());
    words.take(MAX_WORDS).map(<[char]>::to_vec).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_no_name, is_one_person};

    #[test]
    fn t2_a_name_that_is_written_out_is_the_same_persons() {
        for (short, long) in [
            ("Ada", "Ada Lovelace"),
            ("Lovelace", "Ada Lovelace"),
            ("Ada L.", "Ada Lovelace"),
            ("Lovelace, A.", "Ada Lovelace"),
            ("LOVELACE, ADA", "Ada Lovelace"),
            ("Ada Byron", "Ada K. Byron"),
            ("Anna Lena Kurz", "Anna-Lena Kurz"),
            ("É. Dupont", "E\u{301}milie Dupont"),
            ("A. A. Milne", "Alan Alexander Milne"),
        ] {
            assert!(is_one_person(short, long), "{short}, {long}");
            assert!(is_one_person(long, short), "{long}, {short}");
        }
        for (one, other) in [
            ("Ada", "Eva"),
            ("Ada Lovelace", "Ada Byron"),
            ("Ada Lovelace", "Zoe Lovelace"),
            ("A. L.", "Ada Lovelace"),
            ("A", "Ada Lovelace"),
            ("Ada Ada", "Ada Lovelace"),
            ("Ad", "Ada"),
            ("", "Ada"),
            ("Guest", "Ada"),
        ] {
            assert!(!is_one_person(one, other), "{one}, {other}");
            assert!(!is_one_person(other, one), "{other}, {one}");
        }
    }

    #[test]
    fn t2_a_word_that_stands_for_a_name_is_none() {
        for name in ["", " - ", "Guest", "GUEST 2", "Invité", "TBD", "Гость", "?"] {
            assert!(is_no_name(name), "{name}");
        }
        for name in ["Ada", "Guest Ada", "A", "李"] {
            assert!(!is_no_name(name), "{name}");
        }
    }
}
