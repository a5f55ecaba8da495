//! T1's base: sets of instants against a naive model that knows every second by name.

use std::collections::BTreeSet;

use latchstring::time::{Instant, Intervals, Window};
use proptest::prelude::*;

const SPAN: i64 = 40;

fn instant(second: i64) -> Instant {
    Instant::from_unix_seconds(1_800_000_000 + second)
}

fn seconds(set: &Intervals) -> BTreeSet<i64> {
    (0..=SPAN)
        .filter(|&second| set.contains(instant(second)))
        .collect()
}

fn some_windows() -> impl Strategy<Value = Vec<(i64, i64)>> {
    prop::collection::vec((0..SPAN, 1..12_i64), 0..7).prop_map(|pairs| {
        pairs
            .into_iter()
            .map(|(from, length)| (from, (from + length).min(SPAN)))
            .collect()
    })
}

fn set_of(windows: &[(i64, i64)]) -> Intervals {
    windows
        .iter()
        .filter_map(|&(from, to)| Window::new(instant(from), instant(to)).ok())
        .collect()
}

fn is_normal(set: &Intervals) -> bool {
    set.windows()
        .windows(2)
        .all(|pair| pair[0].ends_at() < pair[1].starts_at())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, ..ProptestConfig::default() })]

    #[test]
    fn t1_sets_of_instants_agree_with_sets_of_seconds(a in some_windows(), b in some_windows(), cut in 0..SPAN) {
        let (x, y) = (set_of(&a), set_of(&b));
        let (p, q) = (seconds(&x), seconds(&y));
        let both = [x.union(&y), x.intersection(&y), x.without(&y), x.from_instant(instant(cut))];
        let naive = [
            &p | &q,
            &p & &q,
            &p - &q,
            p.iter().copied().filter(|&second| second >= cut).collect(),
        ];
        for (set, expected) in both.iter().zip(&naive) {
            prop_assert_eq!(&seconds(set), expected);
            prop_assert!(is_normal(set), "{:?} is not sorted and disjoint", set);
            prop_assert_eq!(set.length().in_seconds(), i64::try_from(expected.len()).unwrap());
            prop_assert_eq!(set.is_empty(), expected.is_empty());
            prop_assert_eq!(set.starts_at(), expected.first().map(|&second| instant(second)));
            prop_assert_eq!(set.ends_at(), expected.last().map(|&second| instant(second + 1)));
        }
        prop_assert_eq!(x.covers(&y), q.is_subset(&p));
    }
}

#[test]
fn t1_touching_windows_are_one() {
    let set = set_of(&[(0, 5), (5, 9)]);
    assert_eq!(set, set_of(&[(0, 9)]));
    assert!(Intervals::NONE.covers(&Intervals::NONE));
}
