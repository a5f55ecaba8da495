//! Commands: D4, C3, C7, W7, F14, F15 and N2.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{APRIL, JUNE, MAY, booking, failed, listing, result};
use crate::support::steps::{assert_no_command, is_empty, only_command, text, window_of};

#[test]
fn d4_one_command_at_a_time_running_then_soonest_then_removal() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let cancelled = json!({ "revision": 2, "status": "cancelled" });
    let old = ("2026-07-01", "2026-07-03");
    house.settle(&[booking("old", old, &json!({}))], APRIL);
    let now = "2026-05-02T12:00:00Z";
    let step = house.take(
        &[
            booking("old", old, &cancelled),
            booking("later", ("2026-06-10", "2026-06-12"), &json!({})),
            booking("running", MAY, &json!({})),
            booking("sooner", ("2026-05-10", "2026-05-12"), &json!({})),
            booking(
                "sooner-too",
                ("2026-05-10", "2026-05-12"),
                &json!({ "guest": { "name": "x" } }),
            ),
        ],
        now,
    );
    let mut command = only_command(&step);
    let mut order = Vec::new();
    let mut ids = vec![text(&command["id"])];
    for _ in 0..4 {
        order.push(format!(
            "{} {}",
            text(&command["kind"]),
            house.holder_of(&command)
        ));
        assert_no_command(&house.step(&[], now));
        let confirmed = house.confirm(&command, now);
        command = only_command(&house.take(&[confirmed], now));
        if command["kind"] == "read_lock" {
            // C3: the code of a running stay is read back.
            let answers = house.answers(&command, now);
            command = only_command(&house.take(&answers, now));
        }
        ids.push(text(&command["id"]));
    }
    order.push(format!(
        "{} {}",
        text(&command["kind"]),
        house.holder_of(&command)
    ));
    // Equal starts go by the codes' ids, which count up as bookings stand.
    let expected = [
        "program_code running",
        "program_code sooner",
        "program_code sooner-too",
        "program_code later",
        "remove_code old",
    ];
    assert_eq!(order, expected);
    assert_eq!(
        ids,
        ["c1-2", "c1-4", "c1-5", "c1-6", "c1-7"],
        "a counter per lock"
    );
}

#[test]
fn d4_ids_are_not_used_again_after_a_restart() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let first = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    house.take(&[failed(&first, "busy", APRIL)], APRIL);
    let mut again = House::reopened(&house.site());
    let second = only_command(&again.take(&[], "2026-04-01T12:00:30Z"));
    assert_ne!(first["id"], second["id"]);
    assert_eq!(
        (&first["codeId"], &first["pin"]),
        (&second["codeId"], &second["pin"]),
        "F25: no second PIN"
    );
}

#[test]
fn c7_a_running_stay_waits_twenty_seconds_for_an_answer_others_sixty() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let command = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    assert_eq!(command["deadline"], "2026-04-01T12:01:00Z");
    let mut house = House::one_door(&json!({}), &json!({}));
    let command =
        only_command(&house.take(&[booking("stay", MAY, &json!({}))], "2026-05-02T12:00:00Z"));
    assert_eq!(command["deadline"], "2026-05-02T12:00:20Z");
}

#[test]
fn c3_a_lock_that_stores_windows_is_programmed_at_booking() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let command = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    assert_eq!(
        window_of(&command),
        json!({ "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-03T09:30:00Z" })
    );
}

#[test]
fn c3_others_ten_minutes_before_and_never_while_the_stay_before_runs() {
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &json!({}));
    // The second guest comes four minutes after the first has gone.
    let second = booking(
        "second",
        ("2026-05-03", "2026-05-05"),
        &json!({ "checkIn": "11:04" }),
    );
    let step = house.take(&[booking("first", MAY, &json!({})), second], APRIL);
    assert_no_command(&step);
    assert_eq!(step["wakeAt"], "2026-04-28T13:00:00Z", "N3: the reveal");
    // That of the second guest, too: what is left is the locks' work.
    for reveal in ["2026-04-28T13:00:00Z", "2026-04-30T09:04:00Z"] {
        assert_no_command(&house.take(&[], reveal));
    }
    // The lock's health (C1).
    house.settle(&[], "2026-05-01T12:45:00Z");
    assert_no_command(&house.step(&[], "2026-05-01T12:49:59Z"));
    let command = only_command(&house.take(&[], "2026-05-01T12:50:00Z"));
    assert!(command.get("window").is_none());
    let confirmed = house.confirm(&command, "2026-05-01T12:50:01Z");
    let step = house.take(&[confirmed], "2026-05-01T12:50:01Z");
    assert_eq!(step["wakeAt"], "2026-05-01T12:55:00Z", "C1: verification");
    let step = house.settle(&[], "2026-05-01T12:55:00Z");
    assert_eq!(
        step["wakeAt"], "2026-05-03T08:49:00Z",
        "C1: the lock's health"
    );
    let step = house.settle(&[], "2026-05-03T08:49:00Z");
    assert_eq!(
        step["wakeAt"], "2026-05-03T09:00:00Z",
        "not at 10:54, while the first one is in"
    );
    let step = house.take(&[], "2026-05-03T09:00:00Z");
    assert_eq!(house.holder_of(&only_command(&step)), "second");
}

#[test]
fn c3_a_guest_of_another_listing_holds_nobody_up_on_the_street_door() {
    let mut house = House::new(json!({
        "locks": [{ "id": "street", "name": "Street" }],
        "listings": [listing("flat", &json!(["street"])), listing("loft", &json!(["street"]))],
    }));
    let other = booking(
        "other",
        ("2026-04-20", "2026-05-20"),
        &json!({ "listingId": "loft" }),
    );
    let step = house.settle(&[booking("stay", MAY, &json!({})), other], APRIL);
    assert_eq!(step["wakeAt"], "2026-04-17T13:00:00Z", "N3: the reveal");
    let step = house.settle(&[], "2026-04-17T13:00:00Z");
    assert_eq!(
        step["wakeAt"], "2026-04-20T12:45:00Z",
        "C1: the lock's health"
    );
    let step = house.settle(&[], "2026-04-20T12:45:00Z");
    assert_eq!(step["wakeAt"], "2026-04-20T12:50:00Z");
    house.settle(&[], "2026-04-20T12:50:00Z");
    let step = house.settle(&[], "2026-04-28T13:00:00Z");
    assert_eq!(step["wakeAt"], "2026-05-01T12:45:00Z");
    let step = house.settle(&[], "2026-05-01T12:45:00Z");
    assert_eq!(step["wakeAt"], "2026-05-01T12:50:00Z");
}

#[test]
fn w7_a_start_that_comes_too_late_is_left_out_but_not_while_the_stay_before_runs() {
    // Kwikset wants starts at least 15 minutes ahead.
    let kwikset = json!({ "profile": "kwikset" });
    let at = |now: &str| {
        let mut house =
            House::with_locks(&[json!({ "id": "door", "name": "door", "profile": "kwikset" })]);
        only_command(&house.take(&[booking("stay", MAY, &json!({}))], now))
    };
    assert_eq!(
        at("2026-05-01T12:45:00Z")["window"]["startsAt"],
        "2026-05-01T13:00:00Z"
    );
    let late = at("2026-05-01T12:45:01Z");
    assert_eq!(
        window_of(&late),
        json!({ "endsAt": "2026-05-03T09:30:00Z" })
    );
    // It is not asked for again, neither then nor later.
    let mut house = House::one_door(&kwikset, &json!({}));
    house.settle(&[booking("stay", MAY, &json!({}))], "2026-05-01T12:50:00Z");
    house.settle(&[], "2026-05-01T12:55:00Z");
    assert!(is_empty(&house.step(&[], "2026-05-01T13:30:00Z")));
    // Booked at 10:58 for 11:04, while the guest before is in until 11:00: a code without a start
    // would let the next one in at once.
    let mut house = House::one_door(&kwikset, &json!({}));
    house.settle(
        &[booking("before", ("2026-04-29", "2026-05-01"), &json!({}))],
        APRIL,
    );
    let next = booking(
        "next",
        ("2026-05-01", "2026-05-03"),
        &json!({ "checkIn": "11:04" }),
    );
    let step = house.settle(&[next], "2026-05-01T08:58:00Z");
    assert_eq!(house.pins_on("door").len(), 1);
    assert_eq!(step["wakeAt"], "2026-05-01T09:00:00Z");
    house.settle(&[], "2026-05-01T09:00:00Z");
    assert_eq!(house.pins_on("door").len(), 2);
}

#[test]
fn n2_labels_fit_the_lock_and_tell_codes_apart() {
    let mut house = House::one_door(
        &json!({ "rules": { "nameLength": { "min": 1, "max": 4 } } }),
        &json!({}),
    );
    let first = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let confirmed = house.confirm(&first, APRIL);
    let second = only_command(&house.take(&[confirmed, booking("next", JUNE, &json!({}))], APRIL));
    let names = [text(&first["name"]), text(&second["name"])];
    assert_eq!(names, ["k1-1", "k1-2"]);
}

#[test]
fn f15_a_place_is_free_only_when_its_clearing_is_confirmed() {
    let mut house = House::one_door(&json!({ "capacity": 1 }), &json!({}));
    house.settle(&[booking("first", MAY, &json!({}))], APRIL);
    let step = house.take(&[booking("second", JUNE, &json!({}))], APRIL);
    assert_no_command(&step);
    let over = "2026-05-03T09:30:00Z";
    let removal = only_command(&house.take(&[], over));
    assert_eq!(removal["kind"], "remove_code");
    // Nobody knows whether it is gone: it may still be there.
    let step = house.take(&[result(&removal, "unknown", over)], over);
    assert_no_command(&step);
    let removal = only_command(&house.take(&[], "2026-05-03T09:30:30Z"));
    assert_eq!(removal["kind"], "remove_code");
    let confirmed = house.confirm(&removal, "2026-05-03T09:30:31Z");
    let command = only_command(&house.take(&[confirmed], "2026-05-03T09:30:31Z"));
    assert_eq!(house.holder_of(&command), "second");
}

#[test]
fn f14_a_full_lock_is_cleared_before_it_is_asked_again() {
    // Nobody knows its capacity; it says that it is full while an old code waits to be taken off.
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[booking("first", MAY, &json!({}))], APRIL);
    let over = "2026-05-03T09:30:00Z";
    let next = booking("second", ("2026-05-03", "2026-05-05"), &json!({}));
    let program = only_command(&house.take(&[next], over));
    assert_eq!(program["kind"], "program_code");
    let removal = only_command(&house.take(&[failed(&program, "no_space", over)], over));
    assert_eq!(removal["kind"], "remove_code");
    let confirmed = house.confirm(&removal, "2026-05-03T09:30:31Z");
    let program = only_command(&house.take(&[confirmed], "2026-05-03T09:30:31Z"));
    assert_eq!(house.holder_of(&program), "second");
}

#[test]
fn w9_d4_a_window_stands_on_the_clock_of_its_lock_too() {
    let window = |lock_over: &Value, days: (&str, &str)| {
        let mut house = House::one_door(lock_over, &json!({}));
        let step = house.take(&[booking("stay", days, &json!({}))], APRIL);
        only_command(&step)["window"].clone()
    };
    // The clocks go back in the night of the 25th.
    let october = ("2026-10-24", "2026-10-26");
    assert_eq!(
        window(&json!({}), october),
        json!({
            "startsAt": "2026-10-24T13:00:00Z", "endsAt": "2026-10-26T10:30:00Z",
            "startsAtLocal": "2026-10-24T15:00:00", "endsAtLocal": "2026-10-26T11:30:00",
            "timeZone": "Europe/Paris",
        })
    );
    let london = json!({ "timeZone": "Europe/London" });
    let shown = window(&london, october);
    assert_eq!(shown["startsAtLocal"], "2026-10-24T14:00:00");
    assert_eq!(shown["timeZone"], "Europe/London");
}
