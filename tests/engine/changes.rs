//! Stays that change: F1, F2, F4, F26, T2 and T5.

use serde_json::json;

use crate::house::{House, house};
use crate::support::builders::{APRIL, booking, cancelled, listing, lock, with};
use crate::support::steps::{commanded, list, text};

/// A stay whose days change, and its PIN before.
fn changed(from: (&str, &str), to: (&str, &str)) -> (House, String) {
    let mut house = house();
    house.settle(&[booking("stay", from, &json!({}))], APRIL);
    let (pin, _, _) = house.only_code("door");
    house.settle(&[booking("stay", to, &json!({ "revision": 2 }))], APRIL);
    (house, pin)
}

#[test]
fn f1_f4_an_extended_stay_extends_its_code_on_either_side_and_keeps_its_pin() {
    let (mut house, pin) = changed(("2026-05-02", "2026-05-04"), ("2026-05-01", "2026-05-04"));
    assert_eq!(
        house.only_code("door"),
        (
            pin.clone(),
            "2026-05-01T13:00:00Z".into(),
            "2026-05-04T09:30:00Z".into()
        )
    );
    // F2: also in the middle of the stay.
    let later = booking(
        "stay",
        ("2026-05-01", "2026-05-06"),
        &json!({ "revision": 3 }),
    );
    house.settle(&[later], "2026-05-03T12:00:00Z");
    assert_eq!(
        house.only_code("door"),
        (
            pin,
            "2026-05-01T13:00:00Z".into(),
            "2026-05-06T09:30:00Z".into()
        )
    );
}

#[test]
fn t2_a_moved_trip_keeps_its_pin() {
    let (house, pin) = changed(("2026-05-02", "2026-05-04"), ("2026-08-02", "2026-08-04"));
    assert_eq!(
        house.only_code("door"),
        (
            pin,
            "2026-08-02T13:00:00Z".into(),
            "2026-08-04T09:30:00Z".into()
        )
    );
}

#[test]
fn f26_a_moved_trip_takes_its_code_off_a_lock_that_stores_no_windows() {
    let mut house = House::with_locks(&[json!({ "id": "door", "name": "door" })]);
    house.settle(
        &[booking("stay", ("2026-05-02", "2026-05-04"), &json!({}))],
        APRIL,
    );
    house.settle(&[], "2026-05-02T12:50:00Z");
    let pins = house.pins_on("door");
    assert_eq!(pins.len(), 1);
    let moved = booking(
        "stay",
        ("2026-05-12", "2026-05-14"),
        &json!({ "revision": 2 }),
    );
    house.settle(&[moved], "2026-05-02T12:55:00Z");
    assert!(
        house.pins_on("door").is_empty(),
        "it would open ten days early"
    );
    // The lock is read after the removal (P7).
    let step = house.settle(&[], "2026-05-02T13:05:00Z");
    let reveal = "2026-05-09T13:00:00Z";
    assert_eq!(step["wakeAt"], reveal);
    assert_eq!(
        house.settle(&[], reveal)["wakeAt"],
        "2026-05-12T12:45:00Z",
        "C1: its health"
    );
    let step = house.settle(&[], "2026-05-12T12:45:00Z");
    assert_eq!(step["wakeAt"], "2026-05-12T12:50:00Z");
    house.settle(&[], "2026-05-12T12:50:00Z");
    assert_eq!(house.pins_on("door"), pins);
}

#[test]
fn t5_a_cancelled_stay_ends_now_and_its_code_goes() {
    let mut house = house();
    let days = ("2026-05-02", "2026-05-04");
    house.settle(&[booking("stay", days, &json!({}))], APRIL);
    let step = house.take(
        &[booking("stay", days, &cancelled(2))],
        "2026-05-03T12:00:00Z",
    );
    assert_eq!(step["commands"][0]["kind"], "remove_code");
    assert_eq!(
        step["audit"][0]["because"],
        json!([{ "kind": "no_longer_entitled" }])
    );
}

#[test]
fn t5_a_reinstated_booking_gets_its_pin_back() {
    let days = ("2026-05-02", "2026-05-04");
    let again = booking("stay", days, &json!({ "revision": 3 }));
    // A host's own PIN, so that it can't be derived anew; withdrawn later, so that only memory
    // brings it back.
    let chosen = booking("stay", days, &json!({ "preferredCode": "492817" }));
    // Before, while and after the code is taken off, and where it never was on the lock.
    for removed in [Some(false), Some(true), None] {
        let mut house = House::with_locks(&[with(
            lock("door", &json!({})),
            &json!({ "nativeSchedule": removed.is_some() }),
        )]);
        house.settle(std::slice::from_ref(&chosen), APRIL);
        let step = house.take(&[booking("stay", days, &cancelled(2))], APRIL);
        assert!(
            house
                .codes(&json!({}))
                .iter()
                .all(|code| code["ending"] == true)
        );
        if removed == Some(true) {
            let gone = house.confirm(&step["commands"][0], APRIL);
            house.take(&[gone], APRIL);
            assert!(house.codes(&json!({})).is_empty());
        }
        let next = house.take(std::slice::from_ref(&again), APRIL);
        assert_eq!(house.pin("stay", "door"), "492817");
        if removed == Some(false) {
            // The removal that is under way is answered; then the code is put there again.
            assert!(
                list(&next, "commands").is_empty(),
                "D4: one command in flight per lock"
            );
            let gone = house.confirm(&step["commands"][0], APRIL);
            let next = house.take(&[gone], APRIL);
            assert_eq!(next["commands"][0]["pin"], "492817");
        }
    }
}

#[test]
fn t5_a_booking_moved_to_another_listing_takes_its_pin_along_if_it_is_free_there() {
    let flats = json!({
        "locks": [lock("door-1", &json!({})), lock("door-2", &json!({}))],
        "listings": [listing("flat", &json!(["door-1"])), listing("loft", &json!(["door-2"]))],
    });
    let days = ("2026-05-02", "2026-05-04");
    let chosen = json!({ "preferredCode": "492817" });
    for free in [true, false] {
        let mut house = House::new(flats.clone());
        let mut facts = vec![booking("stay", days, &chosen)];
        if !free {
            facts.push(booking(
                "other",
                ("2026-07-01", "2026-07-03"),
                &with(chosen.clone(), &json!({ "listingId": "loft" })),
            ));
        }
        house.settle(&facts, APRIL);
        assert_eq!(house.pins_on("door-1"), ["492817"]);
        house.settle(
            &[booking(
                "stay",
                days,
                &json!({ "revision": 2, "listingId": "loft" }),
            )],
            APRIL,
        );
        assert!(house.pins_on("door-1").is_empty());
        assert_eq!(house.pin("stay", "door-2") == "492817", free);
    }
}

#[test]
fn w8_t5_a_guest_who_is_in_keeps_the_pin_where_a_joined_booking_moves_behind_the_same_door() {
    // The lock has one place: to put another code there, the guest's own one would have to go.
    let mut house = House::new(json!({
        "locks": [lock("street", &json!({ "nativeSchedule": false, "capacity": 1 }))],
        "listings": [listing("flat", &json!(["street"])), listing("loft", &json!(["street"]))],
    }));
    let ada =
        |over: &serde_json::Value| with(json!({ "guest": { "name": "Ada", "id": "ada" } }), over);
    let second = ("2026-04-03", "2026-04-05");
    let facts = [
        booking("a", ("2026-04-01", "2026-04-03"), &ada(&json!({}))),
        booking("b", second, &ada(&json!({}))),
    ];
    house.settle(&facts, "2026-04-01T13:00:00Z");
    let pins = house.pins_on("street");
    assert_eq!(pins.len(), 1);
    let now = "2026-04-04T12:00:00Z";
    house.settle(&[], now);
    let moved = ada(&json!({ "revision": 2, "listingId": "loft" }));
    let step = house.take(&[booking("b", second, &moved)], now);
    assert_eq!(commanded(&step), Vec::<String>::new());
    house.settle(&[], "2026-04-04T12:10:00Z");
    assert_eq!(house.pins_on("street"), pins);
    assert_eq!(vec![house.pin("b", "street")], pins);
    // It goes with the booking that has it now.
    house.settle(&[], "2026-04-05T09:30:00Z");
    house.settle(&[], "2026-04-05T09:40:00Z");
    assert!(house.pins_on("street").is_empty());
}

#[test]
fn f2_a_neighbour_that_makes_the_window_infeasible_does_not_lock_the_guest_out() {
    let hourly = with(
        lock("door", &json!({})),
        &json!({ "timeFrames": { "online": [{ "stepMinutes": 60 }] } }),
    );
    let mut house = House::with_locks(&[hourly]);
    house.settle(
        &[booking("stay", ("2026-05-02", "2026-05-04"), &json!({}))],
        APRIL,
    );
    let before = house.only_code("door");
    // The next guest comes at 11:15: the end can't be rounded up to 12:00.
    let next = booking(
        "next",
        ("2026-05-04", "2026-05-06"),
        &json!({ "checkIn": "11:15" }),
    );
    let step = house.settle(&[next], "2026-05-03T12:00:00Z");
    let told: Vec<String> = house
        .conditions()
        .as_array()
        .unwrap()
        .iter()
        .map(|row| text(&row["key"]))
        .collect();
    assert_eq!(told, ["code_failed:stay:door"]);
    assert!(
        house.locks["door"]
            .values()
            .any(|(pin, _, end)| *pin == before.0 && *end == Some(before.2.clone()))
    );
    // When the next one begins it is taken off; the lock's health is looked at before (C1).
    assert_eq!(step["wakeAt"], "2026-05-04T09:00:00Z");
    let step = house.settle(&[], "2026-05-04T09:00:00Z");
    assert_eq!(
        step["wakeAt"], "2026-05-04T09:10:00Z",
        "C3: the next one's code is read"
    );
    let step = house.settle(&[], "2026-05-04T09:10:00Z");
    assert_eq!(step["wakeAt"], "2026-05-04T09:15:00Z");
    house.settle(&[], "2026-05-04T09:15:00Z");
    assert_eq!(house.pins_on("door"), [house.pin("next", "door")]);
}
