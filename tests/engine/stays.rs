//! Stays and their windows: W1, W5, W6, W8 and F30.

use serde_json::{Value, json};

use crate::house::{House, house};
use crate::support::builders::{APRIL, booking, cancelled, listing, lock, with};
use crate::support::steps::{is_empty, list, text};

fn ada(over: &Value) -> Value {
    with(json!({ "guest": { "id": "ada", "name": "Ada" } }), over)
}

#[test]
fn w5_overlapping_stays_both_get_codes_and_one_conflict_names_both() {
    let mut house = house();
    let first = ("2026-05-01", "2026-05-05");
    let step = house.take(
        &[
            booking("b", ("2026-05-04", "2026-05-08"), &json!({})),
            booking("a", first, &json!({})),
        ],
        APRIL,
    );
    assert_eq!(
        list(&step, "notices"),
        &vec![json!({
            "key": "conflict:a:b", "kind": "conflict", "to": "host", "reservationId": "a",
            "values": {
                "guestName": "a", "listingName": "flat", "checkIn": "2026-05-01T15:00:00+02:00",
                "checkOut": "2026-05-05T11:00:00+02:00", "holder": "reservation", "otherGuestName": "b",
                "otherCheckIn": "2026-05-04T15:00:00+02:00", "otherCheckOut": "2026-05-08T11:00:00+02:00",
                "otherReservationId": "b", "timeZone": "Europe/Paris",
            },
        })],
    );
    assert_eq!(house.codes(&json!({})).len(), 2);
    assert!(
        list(&house.step(&[], APRIL), "notices").is_empty(),
        "told once"
    );
    // The second one now begins first: that is the same conflict.
    let earlier = booking("b", ("2026-04-30", "2026-05-08"), &json!({ "revision": 2 }));
    assert!(list(&house.take(&[earlier], APRIL), "notices").is_empty());
    house.take(
        &[booking(
            "b",
            ("2026-05-04", "2026-05-08"),
            &json!({ "revision": 3 }),
        )],
        APRIL,
    );
    // Resolved, and back again.
    let shorter = booking("a", ("2026-05-01", "2026-05-04"), &json!({ "revision": 2 }));
    let step = house.take(&[shorter], APRIL);
    assert!(list(&step, "notices").is_empty());
    assert_eq!(house.conditions(), json!([]));
    let step = house.take(&[booking("a", first, &json!({ "revision": 3 }))], APRIL);
    assert_eq!(step["notices"][0]["key"], "conflict:a:b::2");
}

#[test]
fn w5_a_conflict_ends_with_the_first_of_its_stays() {
    let mut house = house();
    house.settle(
        &[
            booking("a", ("2026-05-01", "2026-05-05"), &json!({})),
            booking("b", ("2026-05-04", "2026-05-08"), &json!({})),
        ],
        APRIL,
    );
    assert_eq!(list(&house.site(), "notices").len(), 1);
    house.settle(&[], "2026-05-05T09:00:00Z");
    assert_eq!(house.conditions(), json!([]));
    assert_eq!(house.pins_on("door").len(), 1);
}

#[test]
fn n1_ids_with_colons_do_not_share_a_key() {
    let mut house = House::new(json!({
        "locks": [], "listings": [listing("one", &json!([])), listing("two", &json!([]))],
    }));
    let overlap = |listing: &str, id: &str| {
        booking(
            id,
            ("2026-05-01", "2026-05-05"),
            &json!({ "listingId": listing }),
        )
    };
    let step = house.take(
        &[
            overlap("one", "a"),
            overlap("one", "b:c"),
            overlap("two", "a:b"),
            overlap("two", "c"),
        ],
        APRIL,
    );
    let keys: Vec<String> = list(&step, "notices")
        .iter()
        .map(|notice| text(&notice["key"]))
        .collect();
    assert_eq!(keys, ["conflict:a%3Ab:c", "conflict:a:b%3Ac"]);
}

#[test]
fn f30_grace_is_clipped_by_the_next_stay_whichever_booking_came_first() {
    for swapped in [false, true] {
        let mut house = house();
        let mut facts = [
            booking("first", ("2026-05-01", "2026-05-03"), &json!({})),
            booking(
                "second",
                ("2026-05-03", "2026-05-05"),
                &json!({ "checkIn": "11:10" }),
            ),
        ];
        if swapped {
            facts.reverse();
        }
        for fact in &facts {
            house.settle(std::slice::from_ref(fact), APRIL);
        }
        let codes = house.codes(&json!({}));
        assert_eq!(codes[0]["endsAt"], "2026-05-03T09:10:00Z");
        assert_eq!(codes[1]["startsAt"], "2026-05-03T09:10:00Z");
        let windows: Vec<_> = house.locks["door"]
            .values()
            .map(|held| held.2.clone().unwrap())
            .collect();
        assert!(
            windows.contains(&"2026-05-03T09:10:00Z".to_owned()),
            "{windows:?}"
        );
    }
}

#[test]
fn w8_f5_weekly_bookings_of_one_guest_are_one_code_with_one_window() {
    let mut house = house();
    let weeks = [
        ("2026-05-01", "2026-05-08"),
        ("2026-05-08", "2026-05-15"),
        ("2026-05-15", "2026-05-22"),
    ];
    for (number, week) in (1..).zip(weeks) {
        house.settle(
            &[booking(&format!("week-{number}"), week, &ada(&json!({})))],
            APRIL,
        );
    }
    let (pin, starts_at, ends_at) = house.only_code("door");
    assert_eq!(
        (starts_at.as_str(), ends_at.as_str()),
        ("2026-05-01T13:00:00Z", "2026-05-22T09:30:00Z")
    );
    let codes = house.codes(&json!({}));
    assert_eq!(codes.len(), 1);
    assert_eq!(codes[0]["reservationId"], "week-1");
    // Whichever of its bookings is asked for, the stay's code is the answer.
    for week in ["week-1", "week-2", "week-3"] {
        assert_eq!(house.pin(week, "door"), pin);
    }
    // The first one is cancelled: the window shrinks, the PIN stays, and nothing is deleted or
    // added.
    let first = booking("week-1", weeks[0], &ada(&cancelled(2)));
    let step = house.take(&[first], APRIL);
    assert_eq!(step["commands"][0]["kind"], "change_window");
    assert_eq!(
        step["audit"][0]["because"],
        json!([{ "kind": "same_guest" }])
    );
    let confirmed = house.confirm(&step["commands"][0], APRIL);
    house.take(&[confirmed], APRIL);
    assert_eq!(
        house.only_code("door"),
        (
            pin.clone(),
            "2026-05-08T13:00:00Z".into(),
            "2026-05-22T09:30:00Z".into()
        )
    );
    assert_eq!(house.codes(&json!({}))[0]["reservationId"], "week-2");
    // And the last one.
    house.settle(&[booking("week-3", weeks[2], &ada(&cancelled(2)))], APRIL);
    assert_eq!(
        house.only_code("door"),
        (
            pin.clone(),
            "2026-05-08T13:00:00Z".into(),
            "2026-05-15T09:30:00Z".into()
        )
    );
    // And the first one comes back.
    house.settle(
        &[booking("week-1", weeks[0], &ada(&json!({ "revision": 3 })))],
        APRIL,
    );
    assert_eq!(
        house.only_code("door"),
        (
            pin,
            "2026-05-01T13:00:00Z".into(),
            "2026-05-15T09:30:00Z".into()
        )
    );
}

#[test]
fn w8_a_booking_that_joins_two_keeps_the_earlier_pin_for_good() {
    let mut house = house();
    let weeks = [
        ("2026-05-01", "2026-05-08"),
        ("2026-05-08", "2026-05-15"),
        ("2026-05-15", "2026-05-22"),
    ];
    let week = |number: usize, over: &Value| {
        booking(&format!("week-{number}"), weeks[number - 1], &ada(over))
    };
    house.settle(&[week(1, &json!({})), week(3, &json!({}))], APRIL);
    let (first, third) = (house.pin("week-1", "door"), house.pin("week-3", "door"));
    assert_ne!(first, third);
    house.settle(&[week(2, &json!({}))], APRIL);
    assert_eq!(house.only_code("door").0, first);
    // The guest was told the first PIN for all three weeks: the third one's old code must not come
    // back.
    house.settle(&[week(1, &cancelled(2))], APRIL);
    assert_eq!(
        house.only_code("door"),
        (
            first.clone(),
            "2026-05-08T13:00:00Z".into(),
            "2026-05-22T09:30:00Z".into()
        )
    );
    house.settle(&[week(2, &cancelled(2))], APRIL);
    assert_eq!(
        house.only_code("door"),
        (
            first,
            "2026-05-15T13:00:00Z".into(),
            "2026-05-22T09:30:00Z".into()
        )
    );
}

#[test]
fn w8_a_stay_by_day_in_between_keeps_two_stays_of_one_guest_apart() {
    let mut house = house();
    let by_day = booking(
        "day",
        ("2026-05-08", "2026-05-08"),
        &json!({ "checkIn": "12:00", "checkOut": "14:00" }),
    );
    house.settle(
        &[
            booking("before", ("2026-05-01", "2026-05-08"), &ada(&json!({}))),
            booking("after", ("2026-05-08", "2026-05-15"), &ada(&json!({}))),
            by_day,
        ],
        APRIL,
    );
    let windows: Vec<(String, String)> = house
        .codes(&json!({}))
        .iter()
        .map(|code| (text(&code["startsAt"]), text(&code["endsAt"])))
        .collect();
    let expected = [
        ("2026-05-01T13:00:00Z", "2026-05-08T09:30:00Z"),
        ("2026-05-08T10:00:00Z", "2026-05-08T12:30:00Z"),
        ("2026-05-08T13:00:00Z", "2026-05-15T09:30:00Z"),
    ];
    assert_eq!(
        windows,
        expected.map(|(from, to)| (from.to_owned(), to.to_owned()))
    );
    assert_eq!(house.conditions(), json!([]));
}

#[test]
fn w8_guests_without_an_id_or_in_another_listing_are_not_joined() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({}))],
        "listings": [listing("flat", &json!(["door"])), listing("loft", &json!(["door"]))],
    }));
    house.settle(
        &[
            booking("a", ("2026-05-01", "2026-05-03"), &ada(&json!({}))),
            booking(
                "b",
                ("2026-05-03", "2026-05-05"),
                &ada(&json!({ "listingId": "loft" })),
            ),
            booking(
                "c",
                ("2026-05-05", "2026-05-07"),
                &json!({ "guest": { "name": "Ada" } }),
            ),
            booking(
                "d",
                ("2026-05-07", "2026-05-09"),
                &json!({ "guest": { "name": "Ada" } }),
            ),
        ],
        APRIL,
    );
    assert_eq!(house.pins_on("door").len(), 4);
}

#[test]
fn w1_the_code_goes_when_its_window_is_over() {
    let mut house = house();
    let step = house.settle(
        &[booking("stay", ("2026-05-02", "2026-05-04"), &json!({}))],
        APRIL,
    );
    assert_eq!(step["wakeAt"], "2026-04-29T13:00:00Z", "N3: the reveal");
    let step = house.settle(&[], "2026-04-29T13:00:00Z");
    assert_eq!(step["wakeAt"], "2026-05-02T12:45:00Z", "C1: its health");
    let step = house.settle(&[], "2026-05-02T12:45:00Z");
    assert_eq!(
        step["wakeAt"], "2026-05-02T12:55:00Z",
        "C3: its code is read"
    );
    let step = house.settle(&[], "2026-05-02T12:55:00Z");
    assert_eq!(step["wakeAt"], "2026-05-04T09:30:00Z");
    assert!(is_empty(&house.step(&[], "2026-05-04T09:29:59Z")));
    let step = house.take(&[], "2026-05-04T09:30:00Z");
    assert_eq!(step["commands"][0]["kind"], "remove_code");
    assert_eq!(
        step["audit"][0]["because"],
        json!([{ "kind": "window_over" }])
    );
}

#[test]
fn w6_a_rounded_window_ends_when_the_lock_says_so() {
    let hourly = with(
        lock("door", &json!({})),
        &json!({ "timeFrames": { "online": [{ "stepMinutes": 60 }] } }),
    );
    let mut house = House::with_locks(&[hourly]);
    let step = house.settle(
        &[booking("stay", ("2026-05-02", "2026-05-04"), &json!({}))],
        APRIL,
    );
    assert_eq!(house.only_code("door").2, "2026-05-04T10:00:00Z");
    assert_eq!(step["wakeAt"], "2026-04-29T13:00:00Z", "N3: the reveal");
    let step = house.settle(&[], "2026-04-29T13:00:00Z");
    assert_eq!(step["wakeAt"], "2026-05-02T12:45:00Z", "C1: its health");
    let step = house.settle(&[], "2026-05-02T12:45:00Z");
    assert_eq!(
        step["wakeAt"], "2026-05-02T12:55:00Z",
        "C3: its code is read"
    );
    let step = house.settle(&[], "2026-05-02T12:55:00Z");
    assert_eq!(step["wakeAt"], "2026-05-04T10:00:00Z");
    assert!(is_empty(&house.step(&[], "2026-05-04T09:59:59Z")));
    house.settle(&[], "2026-05-04T10:00:00Z");
    assert!(house.pins_on("door").is_empty());
}

#[test]
fn w1_days_that_make_no_stay_are_reported_until_they_do() {
    let mut house = house();
    let step = house.take(
        &[booking("stay", ("2026-05-02", "2026-05-02"), &json!({}))],
        APRIL,
    );
    assert!(list(&step, "commands").is_empty());
    assert_eq!(step["notices"][0]["key"], "code_failed:stay");
    assert_eq!(
        step["notices"][0]["values"]["because"]["code"],
        "empty_window"
    );
    let text = crate::rendered::text_of(&step["notices"][0]).unwrap();
    assert!(
        text.contains("please check them")
            && text.contains("check-out is not after check-in on the same day"),
        "{text}"
    );
    let step = house.take(
        &[booking(
            "stay",
            ("2026-05-02", "2026-05-03"),
            &json!({ "revision": 2 }),
        )],
        APRIL,
    );
    assert_eq!(list(&step, "commands").len(), 1);
    assert_eq!(house.conditions(), json!([]));
}

#[test]
fn w8_n1_no_notice_has_a_key_that_an_earlier_one_had_however_bookings_are_joined_and_parted() {
    let mut house = house();
    let weeks = [("2026-05-01", "2026-05-08"), ("2026-05-08", "2026-05-15")];
    let apart = ("2026-05-10", "2026-05-15");
    let mut revision = 0;
    let mut keys: Vec<String> = Vec::new();
    let mut take = |house: &mut House, facts: &[Value], now: &str| {
        let mut step = house.take(facts, now);
        loop {
            let guests = list(&step, "notices")
                .iter()
                .filter(|notice| notice["to"] == "guest");
            let new: Vec<String> = guests.map(|notice| text(&notice["key"])).collect();
            for key in &new {
                assert!(!keys.contains(key), "{key} comes again after {keys:?}");
            }
            keys.extend(new);
            let commands = list(&step, "commands").clone();
            if commands.is_empty() {
                return keys.len();
            }
            let answers: Vec<Value> = commands
                .iter()
                .flat_map(|one| house.answers(one, now))
                .collect();
            step = house.take(&answers, now);
        }
    };
    let mut second = |days, over: &Value| {
        revision += 1;
        booking(
            "second",
            days,
            &ada(&with(json!({ "revision": revision }), over)),
        )
    };
    let first = booking("first", weeks[0], &ada(&json!({})));
    take(
        &mut house,
        &[first.clone(), second(apart, &json!({}))],
        "2026-04-20T12:00:00Z",
    );
    let now = "2026-05-07T14:00:00Z";
    assert_eq!(take(&mut house, &[], now), 2, "both are told");
    // Joined, parted, joined again.
    for (minute, days) in [(1, weeks[1]), (2, apart), (3, weeks[1])] {
        let now = format!("2026-05-07T14:{minute:02}:00Z");
        take(&mut house, &[second(days, &json!({}))], &now);
    }
    // The first one is cancelled, so that the second has a stay of its own again, and is cancelled
    // and comes back, too.
    let cancelled = booking("first", weeks[0], &ada(&cancelled(2)));
    let told = take(&mut house, &[cancelled], "2026-05-07T14:10:00Z");
    let gone = second(weeks[1], &json!({ "status": "cancelled" }));
    take(&mut house, &[gone], "2026-05-07T14:20:00Z");
    let later = take(
        &mut house,
        &[second(weeks[1], &json!({}))],
        "2026-05-07T14:30:00Z",
    );
    assert!(later > told);
    // A stay that is over is booked anew.
    take(&mut house, &[], "2026-05-20T12:00:00Z");
    let anew = second(("2026-05-20", "2026-05-22"), &json!({}));
    assert!(take(&mut house, &[anew], "2026-05-20T12:01:00Z") > later);
    assert!(is_empty(&house.take(&[], "2026-05-20T12:02:00Z")));
}
