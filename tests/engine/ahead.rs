//! Facts that are stamped ahead of now, since a clock is wrong or a zone was left out: C7, D4.

use serde_json::{Value, json};

use crate::complaints::{moved_in, says, told};
use crate::house::{House, two_doors};
use crate::orders::{BEFORE, INSIDE, LATER, REVEALED, reissue, repeat, revoke};
use crate::support::builders::{APRIL, at, neighbour, order, stay};
use crate::support::steps::noticed;
use latchstring::time::Duration;

fn later(now: &str, seconds: u32) -> String {
    (at(now) + Duration::seconds(seconds)).to_string()
}

fn minute(after: u32) -> String {
    later("2026-05-01T16:00:00Z", after * 60)
}

/// What is told, and the kinds of notices, of complaints every 20 minutes, the first of which is
/// stamped ahead.
fn told_of(ahead_minutes: u32) -> (Vec<usize>, Vec<Vec<String>>) {
    let mut house = moved_in(&json!({}), &neighbour());
    let (mut counts, mut kinds) = (Vec::new(), Vec::new());
    let first = says(&minute(ahead_minutes), &json!({ "id": "first" }));
    for turn in 0..6 {
        let now = minute(turn * 20);
        let fact = if turn == 0 {
            first.clone()
        } else {
            says(&now, &json!({}))
        };
        let step = house.take(&[fact], &now);
        counts.push(told(&step));
        let notices = noticed(&step).into_iter();
        let kind = |key: String| key.split(':').next().unwrap_or_default().to_owned();
        kinds.push(notices.map(kind).collect());
        house.settle_commands(&step, &now);
        // The same once more is no news, also when its time has come.
        for again in [30, 19 * 60] {
            repeat(
                &mut house,
                std::slice::from_ref(&first),
                &later(&now, again),
            );
        }
    }
    (counts, kinds)
}

#[test]
fn c7_a4_a_complaint_that_is_stamped_ahead_counts_as_of_now_and_swallows_no_later_one() {
    let true_one = told_of(0);
    assert_eq!(true_one.0, [1, 1, 0, 0, 0, 0]);
    assert_eq!(true_one.1[2], ["entry_method", "entry_method"]);
    for ahead in [3, 30, 60, 120, 100_000] {
        assert_eq!(told_of(ahead), true_one, "{ahead} minutes ahead");
    }
}

#[test]
fn c7_a4_complaints_of_a_clock_that_is_always_ahead_count_one_by_one_and_once_each() {
    let mut house = moved_in(&json!({}), &neighbour());
    let mut facts: Vec<Value> = Vec::new();
    let mut counts = 0;
    for turn in 0..5 {
        let now = minute(turn * 3);
        let ahead = later(&now, 7_200);
        let fact = says(&ahead, &json!({}));
        let step = house.take(std::slice::from_ref(&fact), &now);
        counts += told(&step);
        house.settle_commands(&step, &now);
        facts.push(fact);
        repeat(&mut house, &facts, &later(&now, 60));
    }
    assert_eq!(counts, 2, "A4: as many as complaints give");
    // Of a burst, too, each counts once: a later repeat is none.
    let burst: Vec<Value> = (0..3)
        .map(|second| says(&later(&minute(140), second), &json!({})))
        .collect();
    house.settle(&burst, &minute(20));
    repeat(&mut house, &burst, &minute(22));
    house.check_stored();
}

fn ahead(what: &Value, now: &str, seconds: u32) -> Value {
    order(what, &later(now, seconds))
}

fn booked() -> House {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEALED);
    house.settle(&[], INSIDE);
    house
}

fn is_in(house: &House) -> bool {
    !house.pins_on("front").is_empty()
}

#[test]
fn c7_an_order_that_is_stamped_ahead_swallows_no_later_one_about_the_same_subject() {
    for seconds in [0, 1, 60, 200, 300] {
        let mut house = booked();
        let first = ahead(&revoke(), INSIDE, seconds);
        house.settle(std::slice::from_ref(&first), INSIDE);
        assert!(!is_in(&house));
        let now = later(INSIDE, 60);
        let second = order(&reissue(), &now);
        house.settle(std::slice::from_ref(&second), &now);
        assert!(is_in(&house), "{seconds} s ahead");
        // Both once more, before and after the time that the first one names (D4).
        let both = [first, second];
        repeat(&mut house, &both, &later(INSIDE, 61));
        house.settle(&[], &later(INSIDE, 90));
        repeat(&mut house, &both, &later(INSIDE, 120));
        repeat(&mut house, &both, LATER);
        assert!(is_in(&house), "{seconds} s ahead");
        house.check_stored();
    }
}

#[test]
fn c7_of_orders_of_one_second_those_stamped_ahead_count_as_they_come() {
    let mut all = Vec::new();
    for first in [0, 100, 200] {
        for second in [0, 100, 200] {
            all.push((first, second));
        }
    }
    for (first, second) in all {
        let mut house = booked();
        let facts = [
            ahead(&revoke(), INSIDE, first),
            ahead(&reissue(), INSIDE, second),
        ];
        house.settle(&facts, INSIDE);
        // Two true ones of one second: the revocation counts, in whatever order they come (I7).
        let counts = (first, second) != (0, 0);
        assert_eq!(is_in(&house), counts, "{first} {second}");
        repeat(&mut house, &facts, INSIDE);
        repeat(&mut house, &facts, &later(INSIDE, 150));
        repeat(&mut house, &facts, LATER);
        let mut house = booked();
        let facts = [
            ahead(&reissue(), INSIDE, second),
            ahead(&revoke(), INSIDE, first),
        ];
        house.settle(&facts, INSIDE);
        assert!(!is_in(&house), "{first} {second}");
        repeat(&mut house, &facts, LATER);
    }
}

#[test]
fn c7_a_pause_that_is_stamped_ahead_ends_when_the_host_resumes() {
    let rest = |kind: &str| json!({ "kind": kind, "listingId": "flat" });
    let mut house = two_doors();
    let pause = ahead(&rest("pause"), BEFORE, 250);
    house.settle(std::slice::from_ref(&pause), BEFORE);
    let now = later(BEFORE, 30);
    let resume = order(&rest("resume"), &now);
    house.settle(std::slice::from_ref(&resume), &now);
    for again in [31, 200, 400] {
        repeat(
            &mut house,
            &[pause.clone(), resume.clone()],
            &later(BEFORE, again),
        );
    }
    house.settle(&[stay(&json!({}))], &later(BEFORE, 500));
    assert!(is_in(&house), "automation goes on");
}

#[test]
fn c7_v2_a_visits_revocation_that_is_stamped_ahead_is_taken_back_by_a_rotation() {
    let visit = json!({ "type": "visit", "visit": { "id": "clean", "revision": 1,
        "lockIds": ["front"], "visitor": "Jan", "purpose": "cleaning", "kind": "permanent",
        "status": "active" } });
    let mut house = two_doors();
    house.settle(&[visit], APRIL);
    assert!(is_in(&house));
    let of_visit = |kind: &str| json!({ "kind": kind, "visitId": "clean" });
    let first = ahead(&of_visit("revoke"), BEFORE, 250);
    house.settle(std::slice::from_ref(&first), BEFORE);
    assert!(!is_in(&house));
    let now = later(BEFORE, 30);
    house.settle(&[order(&of_visit("rotate"), &now)], &now);
    assert!(is_in(&house));
    repeat(&mut house, &[first], &later(BEFORE, 40));
    assert!(is_in(&house));
}

#[test]
fn c7_an_order_more_than_five_minutes_ahead_is_refused_and_stands_in_no_ones_way() {
    let mut house = booked();
    let step = house.step(&[ahead(&revoke(), INSIDE, 301)], INSIDE);
    assert_eq!(
        step["rejected"][0]["because"]["path"],
        json!("facts[0].at"),
        "{step}"
    );
    assert!(is_in(&house));
}
