//! A lock that says that it is full, and when it is asked again: C6, C1, F14, F34.

use serde_json::{Value, json};

use crate::hosts_hand::{is_backup_told, later, unasked};
use crate::house::House;
use crate::support::builders::{APRIL, booking, door_is, failed, one_backup, order, result, stay};
use crate::support::steps::{
    assert_no_command, commanded, is_empty, list, noticed, only_command, text,
};

#[test]
fn c6_a_full_lock_is_asked_again_every_six_hours() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let program = only_command(&house.take(&[stay(&json!({}))], APRIL));
    let step = house.take(&[failed(&program, "no_space", APRIL)], APRIL);
    // The host hears at once that the lock is full.
    assert_eq!(
        (commanded(&step), noticed(&step)),
        (vec![], vec!["capacity:door:stay".to_owned()])
    );
    assert_eq!(step["wakeAt"], "2026-04-01T18:00:00Z");
    for hour in ["2026-04-01T18:00:00Z", "2026-04-02T00:00:00Z"] {
        let again = only_command(&house.take(&[], hour));
        assert_eq!(again["kind"], "program_code");
        let step = house.take(&[failed(&again, "no_space", hour)], hour);
        assert_eq!(noticed(&step), Vec::<String>::new());
        assert_eq!(step["wakeAt"], later(hour, 6 * 3_600));
    }
    // It is policy.
    let policy = json!({ "commands": { "fullHours": 2 } });
    let mut house = House::one_door(&json!({}), &policy);
    let program = only_command(&house.take(&[stay(&json!({}))], APRIL));
    let step = house.take(&[failed(&program, "no_space", APRIL)], APRIL);
    assert_eq!(step["wakeAt"], "2026-04-01T14:00:00Z");
}

/// A lock that was full for the stay in May, as it said then.
fn full_since(now: &str, over: &Value) -> House {
    let mut house = House::one_door(over, &json!({}));
    house.settle(&[], APRIL);
    let theirs = ("135791".to_owned(), None, None);
    house
        .locks
        .entry("door".to_owned())
        .or_default()
        .insert("theirs".to_owned(), theirs);
    let report = unasked(&house, now);
    let program = house.take(&[report, stay(&json!({}))], now);
    house.take(&[failed(&only_command(&program), "no_space", now)], now);
    house
}

#[test]
fn c6_a_full_lock_is_asked_again_when_a_list_shows_a_free_place() {
    let mut house = full_since("2026-04-20T12:00:00Z", &json!({}));
    // A list that shows the same says nothing of a place.
    let now = "2026-04-20T12:10:00Z";
    let report = unasked(&house, now);
    assert_no_command(&house.take(&[report], now));
    // Whoever's code goes.
    house.locks.get_mut("door").unwrap().clear();
    let now = "2026-04-20T12:20:00Z";
    let report = unasked(&house, now);
    assert_eq!(commanded(&house.take(&[report], now)), ["program_code"]);
    // A reset, a changed lock and an order say so, too.
    let reset = json!({ "type": "lock_reset", "id": "reset", "at": now, "lockId": "door" });
    let changed = json!({ "type": "lock", "lock": { "id": "door", "name": "door",
        "nativeSchedule": true, "revision": 2, "capacity": 9 } });
    let retry = order(&json!({ "kind": "retry", "lockId": "door" }), now);
    for fact in [reset, changed, retry] {
        let mut house = full_since("2026-04-20T12:00:00Z", &json!({}));
        let step = house.take(std::slice::from_ref(&fact), now);
        assert_eq!(commanded(&step), ["program_code"], "{fact}");
    }
}

#[test]
fn c6_c1_a_full_lock_is_asked_again_at_each_check_and_at_the_start() {
    let mut house = full_since("2026-05-01T12:00:00Z", &json!({}));
    for now in [
        "2026-05-01T12:45:00Z",
        "2026-05-01T12:50:00Z",
        "2026-05-01T12:55:00Z",
        "2026-05-01T13:00:00Z",
    ] {
        let mut step = house.take(&[], now);
        let mut kinds = Vec::new();
        while !list(&step, "commands").is_empty() {
            let command = only_command(&step);
            kinds.push(text(&command["kind"]));
            let facts = if command["kind"] == "read_lock" {
                house.answers(&command, now)
            } else {
                vec![failed(&command, "no_space", now)]
            };
            step = house.take(&facts, now);
        }
        let last = kinds.last().map(String::as_str);
        assert_eq!(last, Some("program_code"), "{now}");
    }
}

#[test]
fn c6_a_full_lock_is_asked_again_at_a_complaint_and_while_a_guest_has_no_way_in() {
    let mut house = full_since("2026-05-01T13:30:00Z", &json!({}));
    // After 30 s, 1, 2 and 4 minutes, as after any failure.
    let mut now = "2026-05-01T13:30:00Z".to_owned();
    for seconds in [30, 60, 120, 240] {
        now = later(&now, seconds);
        let again = only_command(&house.take(&[], &now));
        assert_eq!(again["kind"], "program_code", "{now}");
        house.take(&[failed(&again, "no_space", &now)], &now);
    }
    // Whoever has a backup waits for six hours, and says so at once where it does not help.
    let mut house = House::one_door(&json!({}), &one_backup());
    house.settle(&[], APRIL);
    let now = "2026-05-01T13:30:00Z";
    house.settle(&[door_is("online", now)], now);
    let program = only_command(&house.take(&[stay(&json!({}))], now));
    let step = house.take(&[failed(&program, "no_space", now)], now);
    assert!(is_backup_told(&step), "{:?}", noticed(&step));
}

#[test]
fn c6_f34_a_full_lock_does_what_needs_no_place() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(
        &[booking("old", ("2026-04-10", "2026-04-12"), &json!({}))],
        APRIL,
    );
    let program = only_command(&house.take(&[stay(&json!({}))], APRIL));
    house.take(&[failed(&program, "no_space", APRIL)], APRIL);
    let longer = booking(
        "old",
        ("2026-04-10", "2026-04-13"),
        &json!({ "revision": 2 }),
    );
    let step = house.take(&[longer], "2026-04-01T12:00:01Z");
    assert_eq!(commanded(&step), ["change_window"]);
}

#[test]
fn c6_f14_a_full_lock_is_asked_five_times_for_a_code_whose_first_try_had_no_answer() {
    let mut house = House::one_door(&json!({ "canReadBack": false }), &json!({}));
    let mut step = house.take(&[stay(&json!({}))], APRIL);
    let mut now = APRIL.to_owned();
    let mut sent = 0;
    let mut heard = Vec::new();
    while now.as_str() <= "2026-04-01T12:30:00Z" {
        heard.extend(noticed(&step));
        if commanded(&step).is_empty() {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
            continue;
        }
        assert!(is_empty(&house.take(&[], &now)));
        let failure = if sent == 0 { "timeout" } else { "no_space" };
        let command = only_command(&step);
        sent += 1;
        assert!(sent <= 6, "at {now}: {command}");
        step = house.take(&[failed(&command, failure, &now)], &now);
    }
    assert!(sent >= 5);
    // The host hears once that it is full, though the code may be there (N1).
    let is_capacity = |key: &&String| key.starts_with("capacity:");
    assert_eq!(heard.iter().filter(is_capacity).count(), 1, "{heard:?}");
}

/// A lock that says that it is full for the stay in May, which runs, beside the code of a later
/// stay. Gives the step after the later code has made room.
fn room_made(house: &mut House, no_room: usize) -> Value {
    let later_stay = booking("later", ("2026-05-20", "2026-05-22"), &json!({}));
    house.settle(&[later_stay], APRIL);
    let mut now = "2026-05-01T14:00:00Z".to_owned();
    let mut step = house.take(&[stay(&json!({}))], &now);
    for _ in 0..no_room {
        let program = only_command(&step);
        assert_eq!(program["kind"], "program_code");
        step = house.take(&[failed(&program, "no_space", &now)], &now);
        if list(&step, "commands").is_empty() {
            let next = text(&step["wakeAt"]);
            step = house.take(&[], &next);
            now = next;
        }
    }
    step
}

#[test]
fn s_c6_the_place_that_a_code_gave_up_goes_at_once_to_the_guest_whom_the_lock_refused() {
    let mut house = House::one_door(&json!({}), &json!({ "backups": { "poolSize": 0 } }));
    let step = room_made(&mut house, 1);
    let removal = only_command(&step);
    assert_eq!(removal["kind"], "remove_code");
    let now = "2026-05-01T14:00:02Z";
    let answers = house.answers(&removal, now);
    let again = only_command(&house.take(&answers, now));
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    let own = codes.find(|code| code["holder"]["id"] == "stay").unwrap();
    assert_eq!(
        (&again["kind"], &again["codeId"]),
        (&json!("program_code"), &own["id"])
    );
    // The lock says once more that it is full: what made room does not take the place back.
    let step = house.take(&[failed(&again, "no_space", now)], now);
    assert!(
        !commanded(&step).contains(&"program_code".to_owned()),
        "{step}"
    );
    // Nor while the guest waits for the next try, which is theirs.
    let next = text(&step["wakeAt"]);
    let step = house.take(&[], &next);
    assert_eq!(only_command(&step)["codeId"], own["id"], "{step}");
}

#[test]
fn s_c6_a_removal_that_is_confirmed_later_makes_room_at_once() {
    let lock = json!({ "capacity": 1, "canReadBack": false });
    let mut house = House::one_door(&lock, &one_backup());
    house.settle(&[], APRIL);
    let now = "2026-05-01T10:00:00Z";
    let removal = only_command(&house.take(&[stay(&json!({}))], now));
    assert_eq!(removal["kind"], "remove_code");
    // The cloud takes the removal, and has not done it yet when the next code comes.
    let program = only_command(&house.take(&[result(&removal, "accepted", now)], now));
    let step = house.take(&[failed(&program, "no_space", now)], now);
    assert!(commanded(&step).is_empty(), "{step}");
    let done = "2026-05-01T10:00:20Z";
    let again = only_command(&house.take(&[result(&removal, "confirmed", done)], done));
    assert_eq!(
        (&again["kind"], &again["codeId"]),
        (&program["kind"], &program["codeId"])
    );
}
