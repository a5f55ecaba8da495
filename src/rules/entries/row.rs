//! Refused entries in a row: a keypad that gets several pauses for some minutes.

use crate::time::{Duration, Instant};

/// So long a pause between two entries ends a row.
const ROW_ENDS: Duration = Duration::minutes(10);

/// How many of these entries are one row up to `at`. A use of any code ends a row.
pub(crate) fn in_a_row(refused: &[Instant], used_at: Option<Instant>, at: Instant) -> usize {
    let mut all: Vec<Instant> = refused.iter().copied().filter(|&one| one <= at).collect();
    all.sort();
    let mut last = at;
    let mut count: usize = 0;
    for one in all.into_iter().rev() {
        if !is_same_row(one, last, used_at) {
            break;
        }
        last = one;
        count = count.saturating_add(1);
    }
    count
}

/// Whether two instants are in one row, where no entry lies between.
pub(crate) fn is_same_row(one: Instant, next: Instant, used_at: Option<Instant>) -> bool {
    let is_used_between = used_at.is_some_and(|used| one <= used && used <= next);
    next - one <= ROW_ENDS && !is_used_between
}

#[cfg(test)]
mod tests {
    use super::{in_a_row, is_same_row};
    use crate::time::{Duration, Instant};

    fn minute(minute: u32) -> Instant {
        Instant::from_unix_seconds(0) + Duration::minutes(minute)
    }

    #[test]
    fn facts_a_row_ends_with_a_use_or_ten_minutes_in_whatever_order_the_entries_came() {
        let refused: Vec<Instant> = [12, 0, 11, 22, 23].map(minute).to_vec();
        assert_eq!(in_a_row(&refused, None, minute(23)), 2 + 2);
        assert_eq!(in_a_row(&refused, None, minute(0)), 1);
        assert_eq!(in_a_row(&refused, Some(minute(21)), minute(23)), 2);
        assert_eq!(in_a_row(&refused, Some(minute(24)), minute(23)), 4);
        assert!(is_same_row(minute(0), minute(10), None));
        assert!(!is_same_row(
            minute(0),
            minute(10) + Duration::seconds(1),
            None
        ));
    }
}
