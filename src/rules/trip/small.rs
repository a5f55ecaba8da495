//! The small form of the letters of names (T2).
//!
//! The rule is our own: the standard library's tables would be a twentieth of the module, and what
//! a runtime knows of letters changes with its age, so that the same trip would not be the same
//! everywhere (I11).

/// The small form of Latin, Greek, Cyrillic and Armenian letters. Other letters are as they are:
/// where that is too strict, the guest gets a new PIN, which locks nobody out.
pub(super) fn small(letter: char) -> char {
    let number = u32::from(letter);
    let small = number.saturating_add(match letter {
        'A'..='Z' | 'À'..='Ö' | 'Ø'..='Þ' | 'Α'..='Ρ' | 'Σ'..='Ϋ' | 'А'..='Я' => 32,
        'Ά' => 38,
        'Έ'..='Ί' => 37,
        'Ό' => 64,
        'Ύ' | 'Ώ' => 63,
        'Ѐ'..='Џ' => 80,
        'Ա'..='Ֆ' => 48,
        // Its small letters are two, and which one depends on the language.
        'İ' => 0,
        // Each capital is followed by its small letter: the even ones here, the odd ones below.
        'Ā'..='ķ'
        | 'Ŋ'..='ŷ'
        | 'Ơ'..='ƥ'
        | 'Ǟ'..='ǯ'
        | 'Ǹ'..='ȟ'
        | 'Ȣ'..='ȳ'
        | 'Ѡ'..='ҁ'
        | 'Ҋ'..='ҿ'
        | 'Ӑ'..='ԯ'
        | 'Ḁ'..='ẕ'
        | 'Ạ'..='ỿ' => u32::from(number.is_multiple_of(2)),
        'Ĺ'..='ň' | 'Ź'..='ž' | 'Ư'..='ư' | 'Ǎ'..='ǜ' | 'Ӂ'..='ӎ' => {
            u32::from(!number.is_multiple_of(2))
        }
        // At the end of a word.
        'ς' => 1,
        _ => 0,
    });
    match letter {
        'Ÿ' => 'ÿ',
        _ => char::from_u32(small).unwrap_or(letter),
    }
}

#[cfg(test)]
mod tests {
    use super::super::one_person::is_one_person;
    use super::small;

    #[test]
    fn t2_a_letter_is_small_as_unicode_has_it() {
        let by_unicode = |letter: char| {
            let mut all = letter.to_lowercase();
            all.next()
                .filter(|_| all.next().is_none())
                .unwrap_or(letter)
        };
        for letter in '\0'..=char::MAX {
            let ours = small(letter);
            if ours != letter && letter != 'ς' {
                assert_eq!(ours, by_unicode(letter), "{letter}");
            }
            // What European names are written in, Vietnamese ones, and those of Central Asia.
            let everyday = matches!(letter,
                '\0'..='ſ' | '\u{386}'..='ϋ' | 'Ѐ'..='Ֆ' | 'Ḁ'..='ẕ' | 'Ạ'..='ỿ' | 'Ș'..='ț');
            if everyday && !matches!(letter, 'İ' | 'Ӏ' | 'ς') {
                assert_eq!(ours == letter, by_unicode(letter) == letter, "{letter}");
            }
        }
    }

    #[test]
    fn t2_names_are_compared_without_regard_to_case() {
        for (a, b) in [
            ("Ada Lovelace", " ada LOVELACE "),
            ("ŁUKASZ", "łukasz"),
            ("Γιώργος", "ΓΙΏΡΓΟΣ"),
            ("Ёжик", "ёЖИК"),
            ("Ada  Lovelace", "Ada Lovelace"),
            ("JOSÉ", "jose\u{301}"),
        ] {
            assert!(is_one_person(a, b), "{a} {b}");
        }
    }
}
