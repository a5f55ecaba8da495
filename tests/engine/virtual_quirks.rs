//! Each quirk of the virtual lock, and each habit of its cloud.

use latchstring::decode;
use latchstring::site::Command;
use latchstring::time::Instant;
use latchstring::virtual_lock::{VirtualLock, pass_time, run, type_pin, wakes_at};
use serde_json::{Value, json};

use crate::support::virtual_locks::*;

#[test]
fn f36_ghost_codes_stay_after_a_confirmed_removal_and_go_with_the_second() {
    let mut lock = lock(json!({ "quirks": ["ghost_codes"] }));
    run(&mut lock, &program("492817"), at(NOON));
    assert_eq!(
        result(&run(&mut lock, &remove("x1"), at(NOON))),
        confirmed()
    );
    assert_eq!(listed(&mut lock, NOON).len(), 1);
    assert!(opens(&mut lock, "492817", "2026-05-15T14:00:00Z"));
    assert_eq!(
        result(&run(&mut lock, &remove("x1"), at(NOON))),
        confirmed()
    );
    assert_eq!(listed(&mut lock, NOON).len(), 0);
}

#[test]
fn f18_masked_pins_are_listed_as_stars_and_open() {
    let mut lock = lock(json!({ "quirks": ["masked_pins"] }));
    run(&mut lock, &program("492817"), at(NOON));
    assert_eq!(listed(&mut lock, NOON)[0]["pin"], "****");
    let typed = type_pin(
        &mut lock,
        "492817".parse().unwrap(),
        at("2026-05-15T14:00:00Z"),
    );
    assert_eq!(facts(&typed.facts)[0].get("pin"), None);
}

#[test]
fn f20_a_lock_that_accepts_and_forgets_does_nothing() {
    let mut lock = lock(json!({ "quirks": ["accepts_and_forgets"] }));
    assert_eq!(
        result(&run(&mut lock, &program("492817"), at(NOON))),
        accepted()
    );
    assert_eq!((wakes_at(&lock), lock.codes.len()), (None, 0));
    // It is read like any other.
    assert_eq!(result(&run(&mut lock, &read(), at(NOON))), confirmed());
}

#[test]
fn f33_a_lock_that_shifts_is_an_hour_off_with_what_it_stored_before_the_clocks_changed() {
    let mut lock = lock(json!({ "quirks": ["shifts_at_clock_change"] }));
    // Paris goes forward on 29 March at 01:00 UTC.
    let mut early = program("492817");
    early.window = decode(r#"{ "startsAt": "2026-04-01T13:00:00Z" }"#).unwrap();
    run(&mut lock, &early, at("2026-03-28T12:00:00Z"));
    let mut late = early.clone();
    late.pin = Some("573946".parse().unwrap());
    run(&mut lock, &late, at("2026-03-29T12:00:00Z"));
    assert!(!opens(&mut lock, "492817", "2026-04-01T11:59:59Z"));
    assert!(opens(&mut lock, "492817", "2026-04-01T12:00:00Z"));
    assert!(!opens(&mut lock, "573946", "2026-04-01T12:59:59Z"));
    assert!(opens(&mut lock, "573946", "2026-04-01T13:00:00Z"));
}

#[test]
fn f38_hour_steps_and_a_cloud_that_rounds_store_wider_windows() {
    let window = r#"{ "startsAt": "2026-05-15T13:20:00Z", "endsAt": "2026-05-16T09:20:00Z" }"#;
    let stored = |odd: Value| {
        let mut lock = lock(odd);
        let mut command = program("492817");
        command.window = decode(window).unwrap();
        run(&mut lock, &command, at(NOON));
        let code = listed(&mut lock, NOON).remove(0);
        (code["startsAt"].clone(), code["endsAt"].clone())
    };
    assert_eq!(
        stored(json!({ "quirks": ["hour_steps"] })),
        (json!("2026-05-15T13:00:00Z"), json!("2026-05-16T10:00:00Z"))
    );
    // Its own hours count: in Kathmandu they begin at a quarter past.
    assert_eq!(
        stored(json!({ "quirks": ["hour_steps"], "timeZone": "Asia/Kathmandu" })),
        (json!("2026-05-15T13:15:00Z"), json!("2026-05-16T10:15:00Z"))
    );
    assert_eq!(
        stored(json!({ "habits": ["rounds"] })),
        (json!("2026-05-15T13:15:00Z"), json!("2026-05-16T09:30:00Z"))
    );
}

#[test]
fn f25_a_lock_that_loses_answers_does_what_it_shall() {
    let mut lock = lock(json!({ "quirks": ["loses_answers"] }));
    assert_eq!(run(&mut lock, &program("492817"), at(NOON)), []);
    assert_eq!(lock.codes.len(), 1);
    assert_eq!(run(&mut lock, &read(), at(NOON)), []);
}

#[test]
fn a_lock_that_keeps_its_last_code_lets_it_go_once_there_is_another() {
    let mut lock = lock(json!({ "quirks": ["keeps_last_code"] }));
    run(&mut lock, &program("492817"), at(NOON));
    assert_eq!(
        result(&run(&mut lock, &remove("x1"), at(NOON))),
        failed("rejected")
    );
    run(&mut lock, &program("573946"), at(NOON));
    assert_eq!(
        result(&run(&mut lock, &remove("x1"), at(NOON))),
        confirmed()
    );
}

#[test]
fn f20_a_cloud_accepts_first_and_does_it_later_or_fails_then() {
    for (habit, then, held) in [
        ("accepts_first", confirmed(), 1),
        ("accepts_then_fails", failed("rejected"), 0),
    ] {
        let mut lock = lock(json!({ "habits": [habit] }));
        assert_eq!(
            result(&run(&mut lock, &program("492817"), at(NOON))),
            accepted()
        );
        let due: Instant = "2026-05-01T12:00:30Z".parse().unwrap();
        assert_eq!((wakes_at(&lock), lock.codes.len()), (Some(due), 0));
        assert_eq!(pass_time(&mut lock, at("2026-05-01T12:00:29Z")), []);
        // A silent lock does it once it answers.
        lock.reachable = false;
        assert_eq!(pass_time(&mut lock, at("2026-05-01T12:00:30Z")), []);
        lock.reachable = true;
        let said = pass_time(&mut lock, at("2026-05-01T12:05:00Z"));
        assert_eq!(result(&said), then, "{habit}");
        assert_eq!((lock.codes.len(), wakes_at(&lock)), (held, None), "{habit}");
    }
}

#[test]
fn f52_a_cloud_calls_confirmed_what_is_not_there() {
    let mut lock = lock(json!({ "habits": ["confirms_nothing"] }));
    assert_eq!(
        result(&run(&mut lock, &program("492817"), at(NOON))),
        confirmed()
    );
    assert_eq!(listed(&mut lock, NOON), Vec::<Value>::new());
}

#[test]
fn a_cloud_lists_early_what_it_has_accepted() {
    let mut lock = lock(json!({ "habits": ["accepts_first", "lists_early"] }));
    run(&mut lock, &program("492817"), at(NOON));
    assert_eq!(listed(&mut lock, NOON)[0]["pin"], "492817");
    assert_eq!(lock.codes.len(), 0);
}

#[test]
fn f39_one_list_leaves_a_code_out_and_the_next_has_it() {
    let mut lock = lock(json!({ "habits": ["leaves_one_out"] }));
    for pin in ["492817", "573946"] {
        run(&mut lock, &program(pin), at(NOON));
    }
    let counts = [0, 1].map(|_| listed(&mut lock, NOON).len());
    assert_eq!(counts, [1, 2]);
}

#[test]
fn f38_a_code_is_forgotten_five_minutes_after_its_confirmation() {
    let mut lock = lock(json!({ "habits": ["forgets_after_success"] }));
    assert_eq!(
        result(&run(&mut lock, &program("492817"), at(NOON))),
        confirmed()
    );
    // A silent lock forgets, too.
    lock.reachable = false;
    assert_eq!(pass_time(&mut lock, at("2026-05-01T12:04:59Z")), []);
    assert_eq!(lock.codes.len(), 1);
    assert_eq!(pass_time(&mut lock, at("2026-05-01T12:05:00Z")), []);
    assert_eq!(lock.codes.len(), 0);
}

#[test]
fn a_cloud_that_speaks_precisely_says_why() {
    let mut lock = lock(json!({ "habits": ["speaks_precisely"], "quirks": ["keeps_last_code"] }));
    let word = |lock: &mut VirtualLock, command: &Command| result(&run(lock, command, at(NOON)));
    assert_eq!(word(&mut lock, &remove("x9")), failed("not_found"));
    let mut placed = program("492817");
    placed.slot = Some(3);
    assert_eq!(word(&mut lock, &placed), confirmed());
    placed.pin = Some("573946".parse().unwrap());
    assert_eq!(word(&mut lock, &placed), failed("slot_taken"));
    assert_eq!(word(&mut lock, &remove("x1")), failed("keeps_last_code"));
}

#[test]
fn f56_a_cloud_refuses_each_new_code_for_good() {
    let mut lock = lock(json!({ "habits": ["refuses_codes"] }));
    assert_eq!(
        result(&run(&mut lock, &program("492817"), at(NOON))),
        failed("rejected")
    );
    assert_eq!(
        result(&run(&mut lock, &remove("x1"), at(NOON))),
        confirmed()
    );
}

#[test]
fn c7_a_slow_cloud_does_one_after_the_other() {
    let mut lock = lock(json!({ "habits": ["slow_over_batches"] }));
    for pin in ["492817", "573946"] {
        assert_eq!(run(&mut lock, &program(pin), at(NOON)), []);
    }
    let done = ["12:00:39", "12:00:40", "12:01:19", "12:01:20"]
        .map(|time| pass_time(&mut lock, at(&format!("2026-05-01T{time}Z"))).len());
    assert_eq!(done, [0, 1, 0, 1]);
}

#[test]
fn f46_writes_time_out_and_readings_are_answered() {
    let mut lock = lock(json!({ "habits": ["writes_time_out"] }));
    assert_eq!(
        result(&run(&mut lock, &program("492817"), at(NOON))),
        failed("timeout")
    );
    assert_eq!(run(&mut lock, &read(), at(NOON)).len(), 2);
    assert_eq!(lock.codes.len(), 0);
}

#[test]
fn f61_lists_are_dated_back_or_left_out() {
    let mut lock = lock(json!({ "habits": ["dates_lists_back"] }));
    let said = facts(&run(&mut lock, &read(), at(NOON)));
    let dates = [&said[0]["at"], &said[1]["at"]];
    assert_eq!(dates, [&json!("2026-05-01T11:55:00Z"), &json!(NOON)]);
    let mut lock = self::lock(json!({ "habits": ["reads_without_list"] }));
    let said = run(&mut lock, &read(), at(NOON));
    assert_eq!((said.len(), result(&said)), (1, confirmed()));
}

#[test]
fn f62_strangers_codes_have_odd_labels_places_and_ends() {
    let mut lock = lock(json!({ "strangers": true }));
    let codes = listed(&mut lock, NOON);
    assert_eq!(codes[0]["name"], "Oma\tund Opa");
    assert_eq!(codes[1]["slot"], 9_999);
    assert_eq!(codes[2]["endsAt"], "2099-12-31T23:59:59Z");
    assert!(codes[3]["endsAt"].as_str() < codes[3]["startsAt"].as_str());
}

#[test]
fn a8_some_clouds_tell_of_refused_entries_with_the_pin_or_the_number_of_digits_and_most_never() {
    let when = "2026-05-15T14:00:00Z";
    let typed = |odd: Value| {
        let mut lock = lock(odd);
        let said = type_pin(&mut lock, "73519".parse().unwrap(), at(when));
        assert!(!said.opens);
        facts(&said.facts)
    };
    let denied = json!({ "type": "access_denied", "at": when, "lockId": "front" });
    let with = |key: &str, value: Value| {
        let mut fact = denied.clone();
        fact[key] = value;
        fact
    };
    assert_eq!(typed(json!({})), Vec::<Value>::new());
    let shown = typed(json!({ "habits": ["tells_refused_pins"] }));
    assert_eq!(shown, [with("pin", json!("73519"))]);
    let counted = typed(json!({ "habits": ["counts_refused_digits"] }));
    assert_eq!(counted, [with("digits", json!(5))]);
    // A silent lock tells nothing, and neither does a keypad that is paused.
    let mut lock = self::lock(json!({ "habits": ["tells_refused_pins"] }));
    for _ in 0..5 {
        assert_eq!(
            type_pin(&mut lock, "1".parse().unwrap(), at(when))
                .facts
                .len(),
            1
        );
    }
    assert_eq!(
        type_pin(&mut lock, "1".parse().unwrap(), at(when)).facts,
        []
    );
    lock.keypad.paused_until = None;
    lock.reachable = false;
    assert_eq!(
        type_pin(&mut lock, "1".parse().unwrap(), at(when)).facts,
        []
    );
}
