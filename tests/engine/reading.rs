//! What locks say of themselves and of their codes: A3, C1, C7, F18, F19, F20, F25, F32, T1 and I2.

use serde_json::{Value, json};

use crate::house::{House, house};
use crate::support::builders::{APRIL, MAY, STAY, booking, failed, lock_report, result};
use crate::support::steps::{commanded, is_empty, list, only_command, text};

fn on_lock(house: &mut House, id: &str) -> Value {
    let site = house.site();
    list(&site, "accessCodes")
        .iter()
        .find(|code| code["id"] == id)
        .unwrap()["onLock"]
        .clone()
}

fn code_of(command: &Value, pin: &Value) -> Value {
    json!({ "externalId": "x1", "pin": pin, "startsAt": command["window"]["startsAt"],
        "endsAt": command["window"]["endsAt"] })
}

/// A command that was never answered, up to the reading of its lock.
pub fn unanswered(house: &mut House) -> (Value, Value) {
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let program = only_command(&step);
    assert_eq!(
        step["wakeAt"], program["deadline"],
        "C7: an answer is overdue at its deadline"
    );
    let step = house.take(&[], "2026-04-01T12:01:00Z");
    assert_eq!(
        (commanded(&step), on_lock(house, "k1-1")["state"].clone()),
        (vec![], json!("unknown"))
    );
    assert_eq!(step["wakeAt"], "2026-04-01T12:01:30Z");
    let read = only_command(&house.take(&[], "2026-04-01T12:01:30Z"));
    assert_eq!(
        (&read["kind"], read.get("codeId"), read.get("pin")),
        (&json!("read_lock"), None, None)
    );
    (program, read)
}

#[test]
fn c7_f25_no_answer_by_the_deadline_is_read_back_and_what_is_there_is_not_sent_again() {
    let mut house = house();
    let (program, read) = unanswered(&mut house);
    let now = "2026-04-01T12:01:31Z";
    let codes = json!({ "codes": [code_of(&program, &program["pin"])] });
    let step = house.take(
        &[
            lock_report("door", &codes, now),
            result(&read, "confirmed", now),
        ],
        now,
    );
    assert_eq!(commanded(&step), Vec::<String>::new());
    let known = on_lock(&mut house, "k1-1");
    assert_eq!(
        (&known["state"], &known["endsAt"]),
        (&json!("confirmed"), &program["window"]["endsAt"])
    );
}

#[test]
fn c7_f25_what_is_not_there_is_sent_again_with_the_same_pin() {
    let mut house = house();
    let (program, read) = unanswered(&mut house);
    let now = "2026-04-01T12:01:31Z";
    let step = house.take(
        &[
            lock_report("door", &json!({ "codes": [] }), now),
            result(&read, "confirmed", now),
        ],
        now,
    );
    let again = only_command(&step);
    assert_eq!(
        (&again["kind"], &again["pin"]),
        (&program["kind"], &program["pin"])
    );
    assert_ne!(
        again["id"], program["id"],
        "D4: another try is another command"
    );
}

#[test]
fn c7_f25_a_late_answer_is_evidence_like_any_other() {
    let mut house = house();
    let (program, read) = unanswered(&mut house);
    let now = "2026-04-01T12:01:31Z";
    house.take(&[result(&program, "confirmed", now)], now);
    assert_eq!(on_lock(&mut house, "k1-1")["state"], "confirmed");
    // The same answer once more, and that of the reading, change nothing about the code.
    let step = house.take(
        &[
            result(&program, "confirmed", now),
            result(&read, "confirmed", now),
        ],
        now,
    );
    assert_eq!(commanded(&step), Vec::<String>::new());
    assert_eq!(on_lock(&mut house, "k1-1")["state"], "confirmed");
}

#[test]
fn c7_a_command_is_given_less_time_while_a_guest_stands_at_the_door() {
    let mut house = house();
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], STAY));
    assert_eq!(program["deadline"], "2026-05-01T13:00:20Z");
}

#[test]
fn c1_f20_what_a_cloud_took_is_read_back_five_minutes_before_the_stay() {
    let mut house = house();
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let step = house.take(&[result(&program, "accepted", APRIL)], APRIL);
    assert_eq!(commanded(&step), Vec::<String>::new());
    let reveal = "2026-04-28T13:00:00Z";
    assert_eq!(step["wakeAt"], reveal);
    house.take(&[], reveal);
    // Its health is known.
    let online = lock_report(
        "door",
        &json!({ "state": { "reachability": "online" } }),
        "2026-05-01T12:40:00Z",
    );
    let step = house.take(&[online], "2026-05-01T12:45:00Z");
    assert_eq!(
        (commanded(&step), &step["wakeAt"]),
        (vec![], &json!("2026-05-01T12:55:00Z"))
    );
    let now = "2026-05-01T12:55:00Z";
    let read = only_command(&house.take(&[], now));
    assert_eq!(
        (&read["kind"], &read["deadline"]),
        (&json!("read_lock"), &json!("2026-05-01T12:56:00Z"))
    );
    let codes = json!({ "codes": [code_of(&program, &program["pin"])] });
    house.take(
        &[
            lock_report("door", &codes, now),
            result(&read, "confirmed", now),
        ],
        now,
    );
    assert_eq!(on_lock(&mut house, "k1-1")["state"], "confirmed");
}

#[test]
fn c1_f20_what_a_cloud_took_and_the_lock_has_not_is_sent_again() {
    let mut house = house();
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    house.take(&[result(&program, "accepted", APRIL)], APRIL);
    let now = "2026-05-01T12:55:00Z";
    let read = only_command(&house.take(&[], now));
    let step = house.take(
        &[
            lock_report("door", &json!({ "codes": [] }), now),
            result(&read, "confirmed", now),
        ],
        now,
    );
    let again = only_command(&step);
    assert_eq!(
        (&again["kind"], &again["pin"]),
        (&json!("program_code"), &program["pin"])
    );
}

#[test]
fn f18_masked_pins_are_unverifiable_and_nothing_is_written_again() {
    let mut house = house();
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    house.take(&[result(&program, "accepted", APRIL)], APRIL);
    let now = "2026-05-01T12:55:00Z";
    let read = only_command(&house.take(&[], now));
    let codes = json!({ "codes": [{ "pin": "****", "slot": 3 }] });
    let step = house.take(
        &[
            lock_report("door", &codes, now),
            result(&read, "confirmed", now),
        ],
        now,
    );
    assert_eq!(commanded(&step), Vec::<String>::new());
    assert_eq!(on_lock(&mut house, "k1-1")["state"], "unverifiable");
    for minute in ["12:56", "12:58", "13:00"] {
        let step = house.take(&[], &format!("2026-05-01T{minute}:00Z"));
        assert_eq!(commanded(&step), Vec::<String>::new());
    }
}

#[test]
fn a3_f32_failed_attempts_are_remembered_busy_is_none_and_an_answer_forgets_them() {
    let mut house = house();
    let known = |house: &mut House| list(&house.site(), "locks")[0].get("lastStatus").cloned();
    let first = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    house.take(&[failed(&first, "busy", APRIL)], APRIL);
    assert_eq!(
        known(&mut house),
        None,
        "C6: busy is no evidence of being offline"
    );
    let now = "2026-04-01T12:00:30Z";
    let second = only_command(&house.take(&[], now));
    house.take(&[failed(&second, "offline", now)], now);
    assert_eq!(known(&mut house).unwrap()["failures"], json!([now]));
    // The platform's word is no answer of the lock, though it is reason enough to try again.
    let word = lock_report(
        "door",
        &json!({ "state": { "reachability": "online", "batteryPercent": 80 } }),
        now,
    );
    let third = only_command(&house.take(&[word], now));
    let seen = known(&mut house).unwrap();
    assert_eq!(
        (&seen["failures"], &seen["batteryPercent"]),
        (&json!([now]), &json!(80))
    );
    let later = "2026-04-01T12:01:00Z";
    let done = house.confirm(&third, later);
    house.take(&[done], later);
    let seen = known(&mut house).unwrap();
    assert_eq!(
        (
            seen.get("failures"),
            &seen["reachability"],
            &seen["reportedAt"],
            &seen["batteryPercent"]
        ),
        (None, &json!("online"), &json!(later), &json!(80))
    );
}

#[test]
fn d2_an_older_report_changes_nothing_and_one_of_an_unknown_lock_is_rejected() {
    let mut house = house();
    let word = |percent: u8, at: &str| {
        lock_report(
            "door",
            &json!({ "state": { "reachability": "online", "batteryPercent": percent } }),
            at,
        )
    };
    house.take(&[word(70, "2026-04-01T11:00:00Z")], APRIL);
    let step = house.take(&[word(90, "2026-04-01T10:59:59Z")], APRIL);
    assert!(is_empty(&step), "{step}");
    let step = house.step(
        &[
            lock_report("cellar", &json!({ "codes": [] }), APRIL),
            word(101, APRIL),
        ],
        APRIL,
    );
    let rejected = list(&step, "rejected");
    assert_eq!(
        (
            &rejected[0]["because"]["path"],
            &rejected[1]["because"]["path"]
        ),
        (
            &json!("facts[0].lockId"),
            &json!("facts[1].state.batteryPercent")
        )
    );
}

#[test]
fn t1_i2_a_change_that_a_cloud_took_and_never_made_is_found_by_what_the_lock_lists() {
    let mut house = house();
    house.settle(
        &[
            booking("stay", MAY, &json!({})),
            booking("next", ("2026-05-10", "2026-05-12"), &json!({})),
        ],
        APRIL,
    );
    let longer = booking(
        "stay",
        ("2026-05-01", "2026-05-04"),
        &json!({ "revision": 2 }),
    );
    let change = only_command(&house.take(&[longer], "2026-04-02T12:00:00Z"));
    house.take(
        &[result(&change, "accepted", "2026-04-02T12:00:05Z")],
        "2026-04-02T12:00:05Z",
    );
    // The platform lists windows, and none for this code: it opens without end there.
    let now = "2026-05-01T12:55:00Z";
    let read = only_command(&house.take(&[], now));
    let mut report = house.report("door", now);
    for code in report["codes"].as_array_mut().unwrap() {
        if code["endsAt"] == "2026-05-03T09:30:00Z" {
            code.as_object_mut().unwrap().remove("startsAt");
            code.as_object_mut().unwrap().remove("endsAt");
        }
    }
    let again = only_command(&house.take(&[report, result(&read, "confirmed", now)], now));
    assert_eq!(
        (&again["kind"], &again["window"]["endsAt"]),
        (&json!("change_window"), &json!("2026-05-04T09:30:00Z"))
    );
}

#[test]
fn f19_f20_a_cloud_that_takes_every_removal_and_makes_none_is_asked_at_a_deadlines_pace() {
    let mut house = house();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let cancelled = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let mut now: String = "2026-04-02T12:00:00Z".into();
    let mut step = house.take(&[cancelled], &now);
    let mut removals = 0;
    for _ in 0..60 {
        let facts: Vec<Value> = list(&step, "commands")
            .iter()
            .flat_map(|command| match command["kind"].as_str().unwrap() {
                "read_lock" => vec![
                    house.report("door", &now),
                    result(command, "confirmed", &now),
                ],
                _ => vec![result(command, "accepted", &now)],
            })
            .collect();
        removals += usize::from(commanded(&step) == ["remove_code"]);
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
        step = house.take(&facts, &now);
    }
    assert!(removals > 5, "it is not given up: {removals}");
    assert!(
        now.as_str() >= "2026-04-02T12:10:00Z",
        "{removals} removals until {now}"
    );
}

#[test]
fn f20_where_a_lock_may_not_be_read_a_clouds_word_of_a_removal_is_all_there_is() {
    let mut house = house();
    let (_, read) = unanswered(&mut house);
    let now = "2026-04-01T12:01:31Z";
    let again = only_command(&house.take(&[failed(&read, "unauthorized", now)], now));
    house.take(&[result(&again, "accepted", now)], now);
    let cancelled = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let mut step = house.take(&[cancelled], now);
    let mut removals = 0;
    let mut now = now.to_owned();
    while !house.codes(&json!({})).is_empty() {
        let Some(removal) = list(&step, "commands").first().cloned() else {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
            continue;
        };
        assert_eq!(removal["kind"], "remove_code");
        removals += 1;
        step = house.take(&[result(&removal, "accepted", &now)], &now);
    }
    assert_eq!(removals, 10, "it is not taken off without end");
}

#[test]
fn a3_c2_c6_a_lock_that_lists_its_codes_answers() {
    let known = |house: &mut House| house.site()["locks"][0].get("lastStatus").cloned();
    let at = "2026-04-01T12:05:00Z";
    let listed = lock_report("door", &json!({ "codes": [] }), at);
    let mut house = house();
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    house.take(&[failed(&program, "offline", APRIL)], APRIL);
    // It is no more taken for silent (A3), and it is tried again (C6).
    let step = house.take(std::slice::from_ref(&listed), at);
    assert_eq!(
        known(&mut house),
        Some(json!({ "reachability": "online", "reportedAt": at }))
    );
    assert_eq!(commanded(&step), ["program_code"]);
    // D4: the same list again is older than what failed in that second.
    house.take(&[failed(&only_command(&step), "offline", at)], at);
    assert!(is_empty(&house.take(&[listed], at)));
    // What a platform lists of a lock that it calls offline is no answer.
    let mut house = self::house();
    let state = json!({ "reachability": "offline" });
    house.take(
        &[lock_report(
            "door",
            &json!({ "codes": [], "state": state }),
            at,
        )],
        at,
    );
    assert_eq!(
        known(&mut house),
        Some(json!({ "reachability": "offline", "reportedAt": at }))
    );
    // C2: what was heard within half an hour before a check is evidence enough.
    let mut house = self::house();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    house.settle(&[], "2026-04-28T13:00:00Z");
    let listed = house.report("door", "2026-05-01T12:20:00Z");
    house.take(&[listed], "2026-05-01T12:20:00Z");
    assert_eq!(
        commanded(&house.take(&[], "2026-05-01T12:45:00Z")),
        Vec::<String>::new()
    );
}
