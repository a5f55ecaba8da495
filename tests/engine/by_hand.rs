//! What is left for the host to take off by hand: A, B5, T5 and V2.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, STAY, booked, booking, cancelled, door_is, failed, listing, lock, order, with,
};
use crate::support::steps::{is_empty, noticed, text};

const BOOKED: &str = "2026-04-30T12:00:00Z";

/// A booked stay whose code is on its door.
fn with_a_stay(over: &Value) -> House {
    let flats = [
        listing("flat", &json!(["door"])),
        listing("loft", &json!([])),
    ];
    let mut house = House::new(json!({ "locks": [lock("door", over)], "listings": flats }));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    house.settle(&[], "2026-05-01T12:50:00Z");
    // C3: it is read back.
    house.settle(&[], "2026-05-01T12:55:00Z");
    assert_eq!(house.pins_on("door").len(), 1);
    house
}

fn tasks(step: &Value) -> Vec<String> {
    let mut keys = noticed(step);
    keys.retain(|key| key.starts_with("removal_by_hand"));
    keys
}

#[test]
fn b5_what_still_opens_after_the_stay_on_a_silent_lock_is_the_hosts_to_take_off() {
    let mut house = with_a_stay(&json!({ "nativeSchedule": false }));
    let mut step = house.take(&[], "2026-05-03T09:30:00Z");
    for _ in 0..40 {
        let now = text(&step["wakeAt"]).max("2026-05-03T09:30:10Z".to_owned());
        let facts = house.silence_and_word(&now);
        step = house.take(&facts, &now);
        if !tasks(&step).is_empty() {
            assert_eq!(tasks(&step), ["removal_by_hand:stay:k1-1"]);
            // An hour after check-out at 11:00, or with the first look after that.
            assert!(
                now.as_str() >= "2026-05-03T10:00:00Z" && now.as_str() <= "2026-05-03T10:31:00Z",
                "{now}"
            );
            return;
        }
    }
    panic!("nobody asked the host: {step}");
}

#[test]
fn t5_the_code_of_a_cancelled_or_moved_stay_on_a_silent_lock_is_the_hosts_task_at_once() {
    let now = "2026-05-01T18:00:00Z";
    let moved = booked("stay", "loft", MAY, &json!({ "revision": 2 }));
    for (over, change) in [
        (json!({}), booking("stay", MAY, &cancelled(2))),
        (json!({}), moved),
        (
            json!({ "nativeSchedule": false }),
            booking("stay", MAY, &cancelled(2)),
        ),
    ] {
        let mut house = with_a_stay(&over);
        house.settle(&[door_is("offline", now)], now);
        let step = house.take(std::slice::from_ref(&change), now);
        assert_eq!(
            tasks(&step),
            ["removal_by_hand:stay:k1-1"],
            "{over} {change}"
        );
        // One task, however long the lock is silent; it is over with the code (N1).
        let facts = house.silence_and_word("2026-05-01T18:00:10Z");
        assert_eq!(
            tasks(&house.take(&facts, "2026-05-01T18:00:10Z")),
            Vec::<String>::new()
        );
        let again = "2026-05-01T18:05:00Z";
        house.settle(&[door_is("online", again)], again);
        assert!(house.pins_on("door").is_empty());
        assert!(!house.knows("removal_by_hand"));
    }
}

#[test]
fn t5_where_nobody_knows_that_the_lock_is_silent_it_is_tried_first() {
    let now = "2026-05-01T18:00:00Z";
    let mut house = with_a_stay(&json!({}));
    house.settle(&[door_is("online", now)], now);
    let step = house.take(&[booking("stay", MAY, &cancelled(2))], now);
    assert_eq!(tasks(&step), Vec::<String>::new());
    let at = "2026-05-01T18:00:05Z";
    let removal = step["commands"][0].clone();
    assert_eq!(
        tasks(&house.take(&[failed(&removal, "offline", at)], at)),
        Vec::<String>::new()
    );
    // The platform's word settles it (A3).
    let said = "2026-05-01T18:00:06Z";
    assert_eq!(
        tasks(&house.take(&[door_is("offline", said)], said)),
        ["removal_by_hand:stay:k1-1"]
    );
}

#[test]
fn t5_a_stay_that_is_cancelled_before_its_code_opens_is_the_hosts_task_at_once_and_only_until_it_would_end()
 {
    let mut house = House::with_locks(&[lock("door", &json!({}))]);
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    house.settle(&[door_is("offline", BOOKED)], BOOKED);
    let step = house.take(&[booking("stay", MAY, &cancelled(2))], BOOKED);
    assert_eq!(tasks(&step), ["removal_by_hand:stay:k1-1"]);
    let mut step = step;
    // Nobody took it off, and the lock ended it by itself.
    while let Some(now) = step.get("wakeAt").map(text) {
        if now.as_str() > "2026-05-04T00:00:00Z" {
            break;
        }
        let facts = house.silence_and_word(&now);
        step = house.take(&facts, &now);
        assert_eq!(tasks(&step), Vec::<String>::new(), "{now}");
    }
    assert!(!house.knows("removal_by_hand"));
}

#[test]
fn t5_l_a_lock_that_no_platform_reaches_is_the_hosts_task_whoever_says_so() {
    for remote in [
        json!({ "remote": false }),
        json!({ "profile": "resortlock" }),
    ] {
        let mut house = House::with_locks(&[lock("door", &json!({}))]);
        house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
        // The lock lost its bridge.
        let changed = with(
            json!({ "id": "door", "name": "door", "revision": 2 }),
            &remote,
        );
        house.settle(&[json!({ "type": "lock", "lock": changed })], BOOKED);
        let step = house.take(&[booking("stay", MAY, &cancelled(2))], BOOKED);
        assert_eq!(tasks(&step), ["removal_by_hand:stay:k1-1"], "{remote}");
        assert!(is_empty(&house.take(&[], BOOKED)));
    }
}

#[test]
fn v2_a_revoked_visit_on_a_silent_lock_is_the_hosts_task_at_once() {
    let visit = |over: &Value| {
        let base = json!({ "id": "cleaner", "revision": 1, "listingId": "flat", "visitor": "Kim", "purpose": "cleaning",
            "kind": "time_bound", "startsAt": "2026-05-01T08:00:00Z",
            "endsAt": "2026-05-01T20:00:00Z", "status": "active" });
        json!({ "type": "visit", "visit": with(base, over) })
    };
    let revoked = visit(&json!({ "revision": 2, "status": "revoked" }));
    let ordered = order(&json!({ "kind": "revoke", "visitId": "cleaner" }), STAY);
    for end in [revoked, ordered] {
        let mut house = House::with_locks(&[lock("door", &json!({}))]);
        house.settle(&[visit(&json!({}))], APRIL);
        house.settle(&[door_is("offline", STAY)], STAY);
        let step = house.take(std::slice::from_ref(&end), STAY);
        assert_eq!(tasks(&step).len(), 1, "{end}: {step}");
    }
}
