//! The name that a mistyped one stands for.

/// The longest name that is compared, in bytes.
const MAX_BYTES: usize = 64;

/// The name with the fewest letters to change, and the first of several: at most one letter in
/// five. A name with a `/` is meant by its last part, too.
pub(super) fn nearest<'a>(text: &str, names: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let text = text.trim().replace(' ', "_").to_ascii_lowercase();
    if text.len() > MAX_BYTES {
        return None;
    }
    let most = text.len().div_euclid(5);
    let far = |name: &str| {
        let name = name.to_ascii_lowercase();
        let part = name.rsplit('/').next().filter(|_| !text.contains('/'));
        let whole = changes(&text, &name);
        part.map_or(whole, |part| whole.min(changes(&text, part)))
    };
    let known = names.map(|name| (far(name), name));
    let (far, name) = known.min_by_key(|(far, _)| *far)?;
    (far <= most).then_some(name)
}

/// How many letters are to be put in, taken out or changed to make one text of the other.
fn changes(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (1..=other.len()).collect();
    let mut first = 0_usize;
    for letter in one.bytes() {
        let mut before = first;
        first = first.saturating_add(1);
        let mut left = first;
        for (above, wanted) in row.iter_mut().zip(other.bytes()) {
            let changed = before.saturating_add(usize::from(letter != wanted));
            before = *above;
            left = changed
                .min(above.saturating_add(1))
                .min(left.saturating_add(1));
            *above = left;
        }
    }
    row.last().copied().unwrap_or(first)
}
