//! Answers that come after they were waited for: C7, F25, C6, D4.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{APRIL, MAY, booking, failed, lock, result, with};
use crate::support::steps::{assert_no_command, is_empty, list, only_command, text};

/// The deadline of a command that was given at noon.
const DEADLINE: &str = "2026-04-01T12:01:00Z";
const IN_TIME: &str = "2026-04-01T12:00:50Z";
const LATE: &str = "2026-04-01T12:01:10Z";

/// A booking whose code is under way, and its command.
fn under_way(over: &Value) -> (House, Value) {
    let mut house = House::one_door(over, &json!({}));
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let command = only_command(&step);
    assert_eq!(command["deadline"], DEADLINE);
    (house, command)
}

fn on_lock(house: &mut House) -> Value {
    house.site()["accessCodes"][0]["onLock"].clone()
}

/// How often the lock failed in a row, by which class, and when it did not answer.
fn failures(house: &mut House) -> (Value, Value, Value) {
    let row = house.site()["locks"][0].clone();
    let of = |row: &Value, key: &str| row.get(key).cloned().unwrap_or(json!({}));
    let (retry, known) = (of(&row, "retry"), of(&row, "lastStatus"));
    (
        retry["failures"].clone(),
        retry["failure"].clone(),
        known["failures"].clone(),
    )
}

const NONE: (Value, Value, Value) = (Value::Null, Value::Null, Value::Null);

#[test]
fn c7_an_answer_in_time_that_comes_late_is_that_of_a_lock_which_did_answer() {
    for over in [json!({}), json!({ "canReadBack": false })] {
        let (mut house, program) = under_way(&over);
        assert_no_command(&house.take(&[], DEADLINE));
        assert_eq!(
            failures(&mut house),
            (json!(1), json!("timeout"), json!([DEADLINE]))
        );
        let answer = house.confirm(&program, IN_TIME);
        let step = house.take(std::slice::from_ref(&answer), LATE);
        assert_no_command(&step);
        assert_eq!(
            on_lock(&mut house),
            json!({ "state": "confirmed", "at": IN_TIME,
                    "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-03T09:30:00Z" })
        );
        assert_eq!(failures(&mut house), NONE);
        let known = house.site()["locks"][0]["lastStatus"].clone();
        assert_eq!(
            known,
            json!({ "reachability": "online", "reportedAt": IN_TIME })
        );
        // D4: the same once more is nothing.
        assert!(is_empty(&house.take(&[answer], LATE)));
    }
}

#[test]
fn c7_what_failed_before_still_counts_when_a_silence_was_none() {
    let (mut house, program) = under_way(&json!({}));
    let failed_at = "2026-04-01T12:00:10Z";
    house.take(&[failed(&program, "offline", failed_at)], failed_at);
    let again = only_command(&house.take(&[], "2026-04-01T12:00:40Z"));
    house.take(&[], "2026-04-01T12:01:40Z");
    assert_eq!(failures(&mut house).0, 2);
    // The gateway was busy: that is no evidence of being offline (C6).
    house.take(
        &[failed(&again, "busy", "2026-04-01T12:01:30Z")],
        "2026-04-01T12:01:41Z",
    );
    assert_eq!(
        failures(&mut house),
        (json!(2), json!("busy"), json!([failed_at]))
    );
    assert_eq!(
        on_lock(&mut house)["state"],
        "absent",
        "it is not there, and is not asked for"
    );
    let third = only_command(&house.take(&[], "2026-04-01T12:02:41Z"));
    assert_eq!(third["kind"], "program_code");
}

#[test]
fn c6_c7_a_lock_that_did_answer_is_not_left_alone_for_what_failed_in_between() {
    let (mut house, program) = under_way(&json!({}));
    let mut step = house.take(&[result(&program, "unknown", IN_TIME)], IN_TIME);
    let mut reads = Vec::new();
    // Four times in a row it is asked what it has, and says nothing in time.
    while reads.len() < 4 {
        let now = text(&step["wakeAt"]);
        step = house.take(&[], &now);
        reads.extend(list(&step, "commands").iter().cloned());
    }
    let now = text(&step["wakeAt"]);
    let step = house.take(&[], &now);
    assert_eq!(failures(&mut house).0, 5);
    assert_no_command(&step);
    // Now the answer to the first of these comes.
    let answers = house.answers(&reads[0], &text(&reads[0]["deadline"]));
    let again = only_command(&house.take(&answers, &now));
    assert_eq!(again["kind"], "program_code");
}

#[test]
fn c7_f25_while_the_same_is_asked_again_a_late_answer_stands_whatever_becomes_of_that() {
    let again_at = "2026-04-01T12:01:30Z";
    let later = "2026-04-01T12:01:31Z";
    for second in ["duplicate_code", "busy", "offline"] {
        let (mut house, first) = under_way(&json!({ "canReadBack": false }));
        house.take(&[], DEADLINE);
        let again = only_command(&house.take(&[], again_at));
        assert_eq!(
            (&again["kind"], &again["pin"]),
            (&first["kind"], &first["pin"])
        );
        let answer = house.confirm(&first, IN_TIME);
        assert_no_command(&house.take(&[answer], later));
        assert_eq!(on_lock(&mut house)["state"], "confirmed");
        house.take(&[failed(&again, second, later)], later);
        assert_eq!(on_lock(&mut house)["state"], "confirmed", "{second}");
        house.settle(&[], "2026-04-01T12:05:00Z");
        assert_eq!(house.pins_on("door"), [text(&first["pin"])]);
    }
}

#[test]
fn c7_f25_i5_a_pin_that_is_refused_since_it_is_ours_stays_ours_however_late_the_lock_says_so() {
    let (mut house, first) = under_way(&json!({ "canReadBack": false }));
    house.take(&[], DEADLINE);
    let again = only_command(&house.take(&[], "2026-04-01T12:01:30Z"));
    let at = "2026-04-01T12:01:31Z";
    let change = only_command(&house.take(&[failed(&again, "duplicate_code", at)], at));
    assert_eq!(
        change["kind"], "change_window",
        "it is there, with which window nobody knows"
    );
    // That is not answered, either, and the PIN is sent once more; only then the answer to the
    // change comes.
    house.take(&[], "2026-04-01T12:02:31Z");
    let third = only_command(&house.take(&[], "2026-04-01T12:03:01Z"));
    assert_eq!(
        (&third["kind"], &third["pin"]),
        (&first["kind"], &first["pin"])
    );
    let at = "2026-04-01T12:03:02Z";
    house.take(&[result(&change, "confirmed", "2026-04-01T12:02:00Z")], at);
    assert_no_command(&house.take(&[failed(&third, "duplicate_code", at)], at));
    assert_eq!(on_lock(&mut house)["state"], "confirmed");
    assert_eq!(json!(house.pin("stay", "door")), first["pin"]);
}

#[test]
fn c7_f25_of_two_silent_tries_alike_the_answer_to_either_tells_what_is_there() {
    let (mut house, first) = under_way(&json!({ "canReadBack": false }));
    house.take(&[], DEADLINE);
    only_command(&house.take(&[], "2026-04-01T12:01:30Z"));
    house.take(&[], "2026-04-01T12:02:30Z");
    assert_eq!(on_lock(&mut house)["state"], "unknown");
    let answer = house.confirm(&first, IN_TIME);
    house.take(&[answer], "2026-04-01T12:02:31Z");
    assert_eq!(on_lock(&mut house)["state"], "confirmed");
    assert_eq!(
        failures(&mut house).2,
        json!(["2026-04-01T12:02:30Z"]),
        "the second one was not answered"
    );
    // A code that was cancelled since is not there because it once was.
    let (mut house, first) = under_way(&json!({ "canReadBack": false }));
    house.take(&[], DEADLINE);
    let cancelled = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let removal = only_command(&house.take(&[cancelled], "2026-04-01T12:01:30Z"));
    assert_eq!(removal["kind"], "remove_code");
    house.take(&[], "2026-04-01T12:02:30Z");
    let answer = house.confirm(&first, IN_TIME);
    house.take(&[answer], "2026-04-01T12:02:31Z");
    assert_eq!(on_lock(&mut house)["state"], "unknown");
}

#[test]
fn c7_d4_after_a_restart_the_answer_to_a_command_reported_unknown_is_taken_and_unknown_counts_once()
{
    let (mut house, program) = under_way(&json!({}));
    let restarted = "2026-04-01T12:00:30Z";
    let unknown = result(&program, "unknown", restarted);
    house.take(std::slice::from_ref(&unknown), restarted);
    assert_eq!(failures(&mut house).0, 1);
    let step = house.take(&[unknown], "2026-04-01T12:00:31Z");
    assert_eq!(
        (list(&step, "changes").len(), failures(&mut house).0),
        (0, json!(1))
    );
    let answer = house.confirm(&program, "2026-04-01T12:00:20Z");
    assert_no_command(&house.take(&[answer], "2026-04-01T12:00:40Z"));
    assert_eq!(on_lock(&mut house)["state"], "confirmed");
    assert_eq!(failures(&mut house), NONE);
}

#[test]
fn i5_f25_a_pin_that_may_be_on_the_lock_since_before_a_try_is_not_a_strangers() {
    let mut house = House::with_locks(&[lock(
        "door",
        &json!({ "canUpdate": false, "canReadBack": false }),
    )]);
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let pin = house.pin("stay", "door");
    // It has to go before it comes with its new window; nobody knows whether it went.
    let days = ("2026-05-04", "2026-05-06");
    let mut step = house.take(
        &[booking("stay", days, &json!({ "revision": 2 }))],
        "2026-04-02T12:00:00Z",
    );
    assert_eq!(only_command(&step)["kind"], "remove_code");
    let mut now = String::new();
    while list(&step, "commands").is_empty() || step["commands"][0]["kind"] == "remove_code" {
        now = text(&step["wakeAt"]);
        step = house.take(&[], &now);
    }
    let program = only_command(&step);
    assert_eq!(program["pin"], json!(pin));
    // So much else went unanswered meanwhile that the removal is remembered no more.
    let mut site = house.site();
    site["locks"][0]
        .as_object_mut()
        .unwrap()
        .remove("unconfirmedCommands")
        .unwrap();
    let mut house = House::reopened(&site);
    let deadline = text(&program["deadline"]);
    house.take(&[], &deadline);
    let step = house.take(&[failed(&program, "duplicate_code", &now)], &deadline);
    assert_ne!(step["commands"][0]["kind"], "program_code");
    assert_eq!(house.pin("stay", "door"), pin);
}

#[test]
fn i5_f25_an_answer_from_before_a_removal_tells_nothing_of_the_try_after_it() {
    let mut house = House::with_locks(&[lock(
        "door",
        &json!({ "canReadBack": false, "canUpdate": false }),
    )]);
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let first = only_command(&step);
    let mut now = String::from(DEADLINE);
    let mut step = house.take(&[], &now);
    while list(&step, "commands").is_empty() {
        now = text(&step["wakeAt"]);
        step = house.take(&[], &now);
    }
    // The first try had put it there: it goes, and comes again, and nobody says that it came.
    let second = only_command(&step);
    let step = house.take(&[failed(&second, "duplicate_code", &now)], &now);
    let removal = only_command(&step);
    assert_eq!(removal["kind"], "remove_code");
    let removed = result(&removal, "confirmed", &now);
    let step = house.take(std::slice::from_ref(&removed), &now);
    let third = only_command(&step);
    assert_eq!(
        (&third["kind"], &third["pin"]),
        (&json!("program_code"), &first["pin"])
    );
    house.take(&[failed(&third, "timeout", &now)], &now);
    house.take(&[removed], &now);
    let mut answer = house.confirm(&first, IN_TIME);
    answer["externalId"] = json!("gone");
    house.take(&[answer], &now);
    let code = house.site()["accessCodes"][0].clone();
    assert_ne!(code["onLock"]["state"], "confirmed");
    assert_eq!(code.get("externalId"), None);
}

#[test]
fn d4_f25_i5_that_a_code_was_removed_told_twice_is_no_answer_to_a_later_removal() {
    let mut house = House::with_locks(&[lock(
        "door",
        &json!({ "canReadBack": false, "canUpdate": false }),
    )]);
    // The first try is not answered, and had put it there: it goes, and comes again.
    house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let mut now = String::from(DEADLINE);
    let mut step = house.take(&[], &now);
    while list(&step, "commands").is_empty() {
        now = text(&step["wakeAt"]);
        step = house.take(&[], &now);
    }
    let step = house.take(
        &[failed(&only_command(&step), "duplicate_code", &now)],
        &now,
    );
    let removed = result(&only_command(&step), "confirmed", &now);
    let step = house.take(&[removed], &now);
    let done = house.confirm(&only_command(&step), &now);
    house.settle(&[done], &now);
    // The same for a stay that is moved.
    let later = booking(
        "stay",
        ("2026-05-02", "2026-05-04"),
        &json!({ "revision": 2 }),
    );
    let now = "2026-04-01T13:00:00Z";
    let removal = only_command(&house.take(&[later], now));
    let removed = house.confirm(&removal, now);
    let back = "2026-04-01T13:00:05Z";
    house.settle(std::slice::from_ref(&removed), back);
    // Nobody answers to the removal of a stay that was cancelled.
    let cancelled = json!({ "revision": 3, "status": "cancelled" });
    let removal = only_command(&house.take(&[booking("stay", MAY, &cancelled)], back));
    let deadline = text(&removal["deadline"]);
    house.take(&[], &deadline);
    house.take(&[removed], &deadline);
    let code = house.site()["accessCodes"][0].clone();
    assert_eq!(code["onLock"]["state"], "unknown");
}

#[test]
fn d2_f20_of_several_removals_that_a_cloud_took_the_last_one_counts() {
    let mut house = House::one_door(&json!({}), &json!({ "backups": { "poolSize": 0 } }));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let cancelled = json!({ "revision": 2, "status": "cancelled" });
    let mut now = String::from("2026-04-02T12:00:00Z");
    let mut removals = Vec::new();
    let mut step = house.take(&[booking("stay", MAY, &cancelled)], &now);
    // The list shows the code after each removal.
    while removals.len() < 2 {
        let answers = match list(&step, "commands").first() {
            None => {
                now = text(&step["wakeAt"]);
                Vec::new()
            }
            Some(command) if command["kind"] == "read_lock" => house.answers(command, &now),
            Some(command) => {
                removals.push(command.clone());
                vec![result(command, "accepted", &now)]
            }
        };
        step = house.take(&answers, &now);
    }
    let later = "2026-04-02T13:00:00Z";
    let first = failed(&removals[0], "timeout", later);
    let second = result(&removals[1], "confirmed", later);
    house.take(&[first.clone(), second], later);
    assert_eq!(on_lock(&mut house)["state"], "absent");
    assert!(is_empty(&house.take(&[first], "2026-04-02T13:00:02Z")));
}

#[test]
fn f25_i1_a_window_that_went_away_in_between_is_not_there_because_it_once_was() {
    let mut house = House::with_locks(&[lock("door", &json!({ "canReadBack": false }))]);
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let move_to = |house: &mut House, days: (&str, &str), revision: u32, now: &str| {
        let change = only_command(&house.take(
            &[booking("stay", days, &json!({ "revision": revision }))],
            now,
        ));
        assert_eq!(change["kind"], "change_window");
        change
    };
    let (later, latest) = (("2026-05-02", "2026-05-04"), ("2026-05-06", "2026-05-08"));
    // To the later days, which is not answered, to the latest, and back to the later, which is not
    // answered, either.
    let first = move_to(&mut house, later, 2, "2026-04-01T13:00:00Z");
    house.take(&[], &text(&first["deadline"]));
    let second = move_to(&mut house, latest, 3, "2026-04-01T13:01:30Z");
    let done = house.confirm(&second, "2026-04-01T13:01:32Z");
    house.take(&[done], "2026-04-01T13:01:33Z");
    let third = move_to(&mut house, later, 4, "2026-04-01T14:00:00Z");
    assert_eq!(third["window"], first["window"]);
    let deadline = text(&third["deadline"]);
    house.take(&[], &deadline);
    house.take(
        &[result(&first, "confirmed", "2026-04-01T13:00:50Z")],
        &deadline,
    );
    assert_eq!(on_lock(&mut house)["state"], "unknown");
    // The answer to the last one tells.
    house.take(
        &[result(&third, "confirmed", "2026-04-01T14:00:50Z")],
        &deadline,
    );
    assert_eq!(on_lock(&mut house)["state"], "confirmed");
    house.check_stored();
}

#[test]
fn c7_f25_i2_a_pin_that_the_first_of_three_tries_put_on_the_lock_is_ours_whatever_became_of_the_others()
 {
    // Also where as many others are remembered as a lock remembers.
    for others in [0, 15] {
        let (mut house, first) = under_way(&json!({ "canReadBack": false }));
        house.take(&[], DEADLINE);
        let mut site = house.site();
        let late = site["locks"][0]["unconfirmedCommands"]
            .as_array_mut()
            .unwrap();
        for number in 0..others {
            let other = json!({ "id": format!("c1-{}", 100 + number), "codeId": format!("k1-{}", 100 + number) });
            late.insert(number, json!({ "command": with(first.clone(), &other) }));
        }
        let mut house = House::reopened(&site);
        let second = only_command(&house.take(&[], "2026-04-01T12:01:30Z"));
        // The answer to the first comes while the second is under way, of which nobody hears in
        // time.
        let done = house.confirm(&first, IN_TIME);
        assert_no_command(&house.take(&[done], "2026-04-01T12:01:31Z"));
        house.take(&[], "2026-04-01T12:02:30Z");
        let third = only_command(&house.take(&[], "2026-04-01T12:03:00Z"));
        let busy_at = "2026-04-01T12:03:10Z";
        assert_no_command(&house.take(&[failed(&third, "busy", busy_at)], busy_at));
        let taken = failed(&second, "duplicate_code", "2026-04-01T12:01:32Z");
        house.settle(&[taken], "2026-04-01T12:03:20Z");
        assert_eq!(json!(house.pin("stay", "door")), first["pin"]);
        assert_eq!(house.pins_on("door"), [text(&first["pin"])]);
    }
}
