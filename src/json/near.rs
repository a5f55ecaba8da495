//! The known word that is like one that nobody knows: most unknown words are slips.

/// The word that was meant, where one of many is like what was written: a slip or two away, or the
/// beginning of it. A short list is shown whole.
pub(crate) fn near(given: &str, words: &[&str]) -> Option<String> {
    const SHORT: usize = 8;
    if words.len() <= SHORT || !(4..=32).contains(&given.len()) {
        return None;
    }
    let given = given.to_ascii_lowercase();
    let like = |word: &&&str| {
        let word = word.to_ascii_lowercase();
        word.starts_with(&given) || given.starts_with(&word) || slips(&given, &word) <= 2
    };
    let found = words.iter().find(like)?;
    Some(format!("did you mean `{found}`?"))
}

/// How many letters have to be added, left out or exchanged to make one word of another.
fn slips(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (done, letter) in one.bytes().enumerate() {
        let mut next = vec![done.saturating_add(1)];
        for (other, pair) in other.bytes().zip(row.windows(2)) {
            let (exchanged, added) = match pair {
                [before, above] => (
                    before.saturating_add(usize::from(letter != other)),
                    above.saturating_add(1),
                ),
                _ => break,
            };
            let left_out = next
                .last()
                .map_or(usize::MAX, |last| last.saturating_add(1));
            next.push(exchanged.min(added).min(left_out));
        }
        row = next;
    }
    row.last().copied().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::near;

    const MANY: [&str; 9] = [
        "guestName",
        "listingName",
        "checkIn",
        "checkOut",
        "doors",
        "cause",
        "access",
        "slot",
        "lockName",
    ];

    #[test]
    fn i12_a_slip_and_a_beginning_name_the_word_that_was_meant() {
        for (given, meant) in [
            ("guestname", "guestName"),
            ("guest", "guestName"),
            ("gestName", "guestName"),
            ("checkin", "checkIn"),
            ("lock_name", "lockName"),
        ] {
            assert_eq!(
                near(given, &MANY),
                Some(format!("did you mean `{meant}`?")),
                "{given}"
            );
        }
        for given in ["pin", "arrival", "", "4928"] {
            assert_eq!(near(given, &MANY), None, "{given}");
        }
        assert_eq!(
            near("guestname", &MANY[..3]),
            None,
            "a short list is shown whole"
        );
    }
}
