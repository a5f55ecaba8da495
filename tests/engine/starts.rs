//! Starts that a platform refuses since they have passed: W7.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{booking, door_is};
use crate::support::steps::{assert_no_command, only_command, window_of};

const NOW: &str = "2026-05-01T16:00:00Z";
const WALK_IN: (&str, &str) = ("2026-05-01", "2026-05-03");

/// A guest who walked in three hours after check-in, and then stays one more day.
fn windows_of_a_walk_in(lock: &Value) -> Vec<Value> {
    let mut house = House::one_door(lock, &json!({}));
    let walk_in = booking("stay", WALK_IN, &json!({ "bookedAt": NOW }));
    let step = house.take(&[door_is("online", NOW), walk_in], NOW);
    let program = only_command(&step);
    let confirmed = house.confirm(&program, NOW);
    house.settle(&[confirmed], NOW);
    let now = "2026-05-02T08:00:00Z";
    let longer = json!({ "revision": 2, "bookedAt": NOW, "departure": "2026-05-04" });
    let step = house.take(&[booking("stay", WALK_IN, &longer)], now);
    let change = only_command(&step);
    assert_eq!(change["kind"], "change_window");
    let confirmed = house.confirm(&change, now);
    // C3: it is read back, and all is as it should be.
    let read = only_command(&house.take(&[confirmed], now));
    assert_eq!(read["kind"], "read_lock");
    let answers = house.answers(&read, now);
    assert_no_command(&house.take(&answers, now));
    vec![window_of(&program), window_of(&change)]
}

#[test]
fn w7_a_platform_that_refuses_a_start_in_the_past_gets_none() {
    let without_start = [
        json!({ "endsAt": "2026-05-03T09:30:00Z" }),
        json!({ "endsAt": "2026-05-04T09:30:00Z" }),
    ];
    for lock in [
        json!({ "profile": "kwikset" }),
        json!({ "profile": "igloohome" }),
        json!({ "rules": { "constraints": ["start_date_in_future"] } }),
        json!({ "timeFrames": { "online": [{ "leadMinutes": 15 }] } }),
    ] {
        assert_eq!(windows_of_a_walk_in(&lock), without_start, "{lock}");
    }
    // Others are sent the window as it is: some want both edges at each change.
    for lock in [
        json!({}),
        json!({ "timeFrames": { "online": [{}, { "leadMinutes": 15 }] } }),
    ] {
        let windows = windows_of_a_walk_in(&lock);
        assert!(
            windows
                .iter()
                .all(|window| window["startsAt"] == "2026-05-01T13:00:00Z")
        );
    }
}

#[test]
fn w7_a_start_is_sent_as_long_as_it_is_far_enough_ahead() {
    for (profile, now, is_sent) in [
        ("igloohome", "2026-05-01T12:59:00Z", true),
        ("igloohome", "2026-05-01T12:59:01Z", false),
        ("kwikset", "2026-05-01T12:45:00Z", true),
        ("kwikset", "2026-05-01T12:45:01Z", false),
    ] {
        let mut house = House::one_door(&json!({ "profile": profile }), &json!({}));
        let walk_in = booking("stay", WALK_IN, &json!({ "bookedAt": now }));
        let step = house.take(&[door_is("online", now), walk_in], now);
        let window = only_command(&step)["window"].clone();
        assert_eq!(
            window.get("startsAt").is_some(),
            is_sent,
            "{profile} at {now}"
        );
    }
}
