//! A PIN that a lock refuses as taken: ours, a ghost of ours, or a stranger's: T9, A2, F9, F25.

use serde_json::{Value, json};

use crate::hosts_hand::{code, is_backup_told, unasked};
use crate::house::House;
use crate::support::builders::{
    APRIL, STAY, booking, door_is, failed, lock, lock_fact, one_backup, order, result, stay,
};
use crate::support::steps::{assert_no_command, commanded, list, noticed, only_command, text};

/// The stay in May with its code, which was read on the lock, and its PIN.
pub fn with_code(over: &Value) -> (House, String) {
    let mut house = House::one_door(over, &json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    let pin = house.pin("stay", "door");
    (house, pin)
}

pub fn cancelled() -> Value {
    stay(&json!({ "revision": 2, "status": "cancelled" }))
}

pub fn again() -> Value {
    stay(&json!({ "revision": 3 }))
}

#[test]
fn t9_a_pin_that_is_refused_after_its_removal_is_a_ghost_and_the_guest_keeps_it() {
    let (mut house, pin) = with_code(&json!({}));
    let now = "2026-04-20T12:00:00Z";
    house.settle(&[cancelled()], now);
    let program = only_command(&house.take(&[again()], now));
    assert_eq!(
        (&program["kind"], &program["pin"]),
        (&json!("program_code"), &json!(pin))
    );
    // The lock is read, which does not show it. That the PIN is taken says more (C6).
    let step = house.take(&[failed(&program, "duplicate_code", now)], now);
    assert_eq!(noticed(&step), Vec::<String>::new());
    let read = only_command(&step);
    assert_eq!(read["kind"], "read_lock");
    assert_eq!(
        code(&mut house, "k1-1")["onLock"],
        json!({ "state": "unknown", "at": now })
    );
    let answers = house.answers(&read, "2026-04-20T12:00:02Z");
    let removal = only_command(&house.take(&answers, "2026-04-20T12:00:02Z"));
    assert_eq!(
        (&removal["kind"], &removal["pin"]),
        (&json!("remove_code"), &json!(pin))
    );
    // What was left is off: the same PIN is written at once.
    let at = "2026-04-20T12:00:04Z";
    let program = only_command(&house.take(&[result(&removal, "confirmed", at)], at));
    assert_eq!(
        (&program["kind"], &program["pin"]),
        (&json!("program_code"), &json!(pin))
    );
    let done = house.confirm(&program, at);
    house.settle(&[done], at);
    assert_eq!(house.pin("stay", "door"), pin);
    assert!(code(&mut house, "k1-1").get("removedAt").is_none());
}

#[test]
fn t9_a_ghost_that_the_list_shows_is_taken_for_what_it_is() {
    let (mut house, pin) = with_code(&json!({}));
    let there = house.locks["door"].clone();
    let now = "2026-04-20T12:00:00Z";
    house.settle(&[cancelled()], now);
    let program = only_command(&house.take(&[again()], now));
    house.locks.insert("door".to_owned(), there);
    let read = only_command(&house.take(&[failed(&program, "duplicate_code", now)], now));
    let answers = house.answers(&read, "2026-04-20T12:00:02Z");
    assert_no_command(&house.take(&answers, "2026-04-20T12:00:02Z"));
    assert_eq!(code(&mut house, "k1-1")["onLock"]["state"], "confirmed");
    assert_eq!(house.pin("stay", "door"), pin);
}

/// A list once an hour that still shows a code whose removal was confirmed, with its PIN hidden.
#[test]
fn p7_f36_a_hidden_code_of_ours_that_a_list_still_shows_is_removed_again() {
    let (mut house, _) = with_code(&json!({}));
    let mut left = house.report("door", APRIL)["codes"].clone();
    for one in left.as_array_mut().unwrap() {
        one["pin"] = json!("****");
    }
    house.settle(&[cancelled()], "2026-04-20T12:00:00Z");
    let mut removals = 0;
    for hour in 13..16 {
        let now = format!("2026-04-20T{hour}:00:00Z");
        let mut list = house.report("door", &now);
        list["codes"] = left.clone();
        let step = house.take(&[list], &now);
        assert!(
            !noticed(&step)
                .iter()
                .any(|key| key.starts_with("unknown_code"))
        );
        removals += commanded(&step)
            .iter()
            .filter(|kind| *kind == "remove_code")
            .count();
        house.settle_commands(&step, &now);
    }
    assert!(removals > 0);
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    assert!(
        codes.all(|code| code["holder"]["kind"] != "unknown"),
        "{site}"
    );
}

#[test]
fn t9_f9_a_ghost_that_cannot_be_written_gives_way_to_another_pin() {
    for able in [json!({}), json!({ "canReadBack": false })] {
        let (mut house, pin) = with_code(&able);
        let now = "2026-04-20T12:00:00Z";
        house.settle(&[cancelled()], now);
        let program = only_command(&house.take(&[again()], now));
        let mut step = house.take(&[failed(&program, "duplicate_code", now)], now);
        let mut kinds = Vec::new();
        for _ in 0..6 {
            let command = only_command(&step);
            kinds.push(text(&command["kind"]));
            if command["kind"] == "program_code" && command["pin"] != json!(pin) {
                break;
            }
            step = house.refuses_as_taken(&command, now);
        }
        kinds.retain(|kind| kind != "read_lock");
        assert_eq!(
            kinds,
            ["remove_code", "program_code", "program_code"],
            "{able}"
        );
        assert_ne!(code(&mut house, "k1-1")["pin"], json!(pin));
    }
}

#[test]
fn t9_a2_a_ghost_covers_nothing_in_a_running_stay_and_a_backup_is_told_by_the_last_moment() {
    for able in [json!({}), json!({ "canReadBack": false })] {
        let mut house = House::one_door(&able, &one_backup());
        house.settle(&[], APRIL);
        house.settle(&[stay(&json!({}))], APRIL);
        let now = "2026-05-01T14:00:00Z";
        house.settle(&[door_is("online", now), cancelled()], now);
        let step = house.take(&[again()], now);
        let program = only_command(&step);
        let step = house.take(&[failed(&program, "duplicate_code", now)], now);
        assert!(!is_backup_told(&step), "{able}");
        let step = house.take(&[], "2026-05-01T14:00:20Z");
        assert!(is_backup_told(&step), "{able}: {:?}", noticed(&step));
    }
}

#[test]
fn t9_f25_after_a_removal_without_an_answer_a_pin_that_is_taken_covers_nothing() {
    let (mut house, pin) = with_code(&json!({ "canReadBack": false }));
    let now = "2026-04-20T12:00:00Z";
    let removal = only_command(&house.take(&[cancelled()], now));
    house.take(&[result(&removal, "unknown", now), again()], now);
    let now = "2026-04-20T12:00:30Z";
    let program = only_command(&house.take(&[], now));
    let change = only_command(&house.take(&[failed(&program, "duplicate_code", now)], now));
    assert_eq!(
        (&change["kind"], &change["pin"]),
        (&json!("change_window"), &json!(pin))
    );
    assert_eq!(
        code(&mut house, "k1-1")["onLock"],
        json!({ "state": "unknown", "at": now })
    );
    house.take(&[result(&change, "confirmed", now)], now);
    assert_eq!(code(&mut house, "k1-1")["onLock"]["state"], "confirmed");
}

#[test]
fn t9_f9_a_first_try_that_is_refused_met_a_stranger() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let program = only_command(&house.take(&[stay(&json!({}))], APRIL));
    let step = house.take(&[failed(&program, "duplicate_code", APRIL)], APRIL);
    let other = only_command(&step);
    assert_eq!(other["kind"], "program_code");
    assert_ne!(other["pin"], program["pin"]);
}

#[test]
fn t9_what_was_accepted_or_unanswered_is_there_with_what_its_windows_have_in_common() {
    // Sent for two nights, and once more for three after that.
    let now = "2026-04-01T12:10:00Z";
    let nights = ("2026-05-01", "2026-05-04");
    let longer = booking("stay", nights, &json!({ "revision": 2 }));
    for (outcome, able) in [
        ("accepted", json!({})),
        (
            "unknown",
            json!({ "canReadBack": false, "canUpdate": false }),
        ),
    ] {
        let mut house = House::one_door(&able, &json!({}));
        let program = only_command(&house.take(&[stay(&json!({}))], APRIL));
        house.take(&[result(&program, outcome, APRIL)], APRIL);
        if outcome == "accepted" {
            // A list does not show it yet.
            let report = unasked(&house, "2026-04-01T12:09:00Z");
            let again = only_command(&house.take(&[report], "2026-04-01T12:09:00Z"));
            house.take(
                &[failed(&again, "busy", "2026-04-01T12:09:00Z")],
                "2026-04-01T12:09:00Z",
            );
        }
        let program = only_command(&house.take(std::slice::from_ref(&longer), now));
        assert_eq!(program["kind"], "program_code", "{outcome}");
        let step = house.take(&[failed(&program, "duplicate_code", now)], now);
        let known = code(&mut house, "k1-1");
        assert_eq!(known["pin"], program["pin"]);
        let sure = &known["onLock"]["guaranteedWindow"];
        assert_eq!(sure["endsAt"], "2026-05-03T09:30:00Z", "{outcome}");
        // The lock is read, or the code removed and made again.
        let kinds = commanded(&step);
        let next = if outcome == "accepted" {
            "read_lock"
        } else {
            "remove_code"
        };
        let kinds = if kinds.is_empty() {
            let then = text(&step["wakeAt"]);
            commanded(&house.take(&[], &then))
        } else {
            kinds
        };
        assert_eq!(kinds, [next], "{outcome}");
    }
}

#[test]
fn t9_a_pin_that_was_there_and_is_refused_after_its_removal_is_a_ghost_from_then_on() {
    // It was there with the old window, and comes off to get the new one.
    let able = json!({ "canReadBack": false, "canUpdate": false });
    let (mut house, pin) = with_code(&able);
    let nights = ("2026-05-01", "2026-05-04");
    let longer = booking("stay", nights, &json!({ "revision": 2 }));
    let now = "2026-04-20T12:00:00Z";
    let removal = only_command(&house.take(&[longer], now));
    let program = only_command(&house.take(&[result(&removal, "confirmed", now)], now));
    let removal = only_command(&house.take(&[failed(&program, "duplicate_code", now)], now));
    assert_eq!(removal["kind"], "remove_code");
    let program = only_command(&house.take(&[result(&removal, "confirmed", now)], now));
    assert_eq!(
        (&program["kind"], &program["pin"]),
        (&json!("program_code"), &json!(pin))
    );
    house.take(&[result(&program, "confirmed", now)], now);
    let known = code(&mut house, "k1-1");
    assert_eq!(known["onLock"]["endsAt"], "2026-05-04T09:30:00Z");
}

/// A guest is in, and their code's removal had no answer when the booking came back.
fn revived_in_stay(able: &Value, policy: &Value) -> (House, String) {
    let mut house = House::one_door(able, policy);
    house.no_duplicates = false;
    house.settle(&[stay(&json!({}))], APRIL);
    for now in ["2026-05-01T12:50:00Z", "2026-05-01T12:55:00Z", STAY] {
        house.settle(&[], now);
    }
    let pin = house.pin("stay", "door");
    let now = "2026-05-01T14:00:00Z";
    let removal = only_command(&house.take(&[cancelled()], now));
    assert_eq!(removal["kind"], "remove_code");
    house.take(&[result(&removal, "unknown", now), again()], now);
    (house, pin)
}

#[test]
fn t9_i9_a_ghost_whose_removal_had_no_answer_is_left_while_its_guest_is_in() {
    for able in [
        json!({ "canReadBack": false, "nativeSchedule": false }),
        json!({ "canReadBack": false, "canUpdate": false }),
    ] {
        let (mut house, pin) = revived_in_stay(&able, &one_backup());
        // Word that the lock answers ends the tries, and not what is known of the removal.
        let now = "2026-05-01T14:00:10Z";
        let mut step = house.take(&[door_is("online", now)], now);
        let mut now = now.to_owned();
        while commanded(&step).is_empty() {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
        }
        let program = only_command(&step);
        assert_eq!(
            (&program["kind"], &program["pin"]),
            (&json!("program_code"), &json!(pin)),
            "{able}"
        );
        let facts = house.answers(&program, &now);
        assert_eq!(facts[0]["failure"], "duplicate_code");
        house.settle(&facts, &now);
        // It opens nothing for certain, and nobody takes it off before the end of the stay.
        let own = code(&mut house, "k1-1");
        assert_eq!(own["onLock"]["state"], "unknown");
        house.settle(&[], "2026-05-02T12:00:00Z");
        assert!(house.pins_on("door").contains(&pin), "{able}");
        house.settle(&[], "2026-05-03T09:30:00Z");
        assert!(!house.pins_on("door").contains(&pin), "{able}");
    }
}

#[test]
fn t9_t7_a_ghost_whose_removal_had_no_answer_gets_its_window_after_word_of_the_lock() {
    let (mut house, pin) = revived_in_stay(&json!({ "canReadBack": false }), &json!({}));
    let now = "2026-05-01T14:00:10Z";
    house.take(&[door_is("online", now)], now);
    let now = "2026-05-01T14:00:30Z";
    let program = only_command(&house.take(&[], now));
    let facts = house.answers(&program, now);
    let change = only_command(&house.take(&facts, now));
    assert_eq!(
        (&change["kind"], &change["pin"]),
        (&json!("change_window"), &json!(pin))
    );
}

#[test]
fn t9_a_ghost_whose_removal_was_confirmed_is_removed_also_while_its_guest_is_in() {
    let able = json!({ "canReadBack": false, "nativeSchedule": false });
    let mut house = House::one_door(&able, &json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], "2026-05-01T12:50:00Z");
    let now = "2026-05-01T14:00:00Z";
    house.settle(&[cancelled()], now);
    let program = only_command(&house.take(&[again()], now));
    let removal = only_command(&house.take(&[failed(&program, "duplicate_code", now)], now));
    assert_eq!(removal["kind"], "remove_code");
}

#[test]
fn t9_f39_a_pin_of_ours_that_is_given_up_leaves_the_lock_once_the_next_one_works() {
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &json!({}));
    house.no_duplicates = false;
    // The guest is there. Their code is written, nobody says so, and no list shows it.
    let mut now = "2026-05-01T14:00:00Z".to_owned();
    let program = only_command(&house.take(&[stay(&json!({}))], &now));
    let pin = text(&program["pin"]);
    house.confirm(&program, &now);
    let mut facts = vec![result(&program, "unknown", &now)];
    let (mut refused, mut done) = (0, Vec::new());
    for _ in 0..60 {
        let step = house.take(&facts, &now);
        facts.clear();
        for command in list(&step, "commands") {
            if command["kind"] == "read_lock" {
                let mut answers = house.answers(command, &now);
                let listed = answers[0]["codes"].as_array_mut().unwrap();
                listed.retain(|one| one["pin"] != json!(pin));
                facts.extend(answers);
                continue;
            }
            let is_old = command["pin"] == json!(pin);
            let is_refused = is_old && command["kind"] == "program_code";
            refused += u32::from(is_refused);
            if !is_refused {
                done.push((text(&command["kind"]), is_old));
            }
            facts.push(house.confirm(command, &now));
        }
        if !house.pins_on("door").contains(&pin) {
            break;
        }
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    assert_eq!(refused, 2);
    let expected = [("program_code", false), ("remove_code", true)];
    assert_eq!(
        done,
        expected.map(|(kind, is_old)| (kind.to_owned(), is_old))
    );
    let own = code(&mut house, "k1-1");
    assert_eq!(house.pins_on("door"), [text(&own["pin"])]);
}

#[test]
fn t9_f9_a_pin_that_was_never_sent_and_is_given_up_leaves_no_code_behind() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let program = only_command(&house.take(&[stay(&json!({}))], APRIL));
    let step = house.take(&[failed(&program, "duplicate_code", APRIL)], APRIL);
    house.settle_commands(&step, APRIL);
    assert_eq!(list(&house.site(), "accessCodes").len(), 1);
}

/// A lock that keeps a code after it said that it removed it.
#[test]
fn p7_f36_a_lock_is_read_ten_minutes_after_a_removal_and_what_is_there_goes_again() {
    let (mut house, pin) = with_code(&json!({}));
    let now = "2026-04-20T12:00:00Z";
    let there = house.locks["door"].clone();
    let step = house.settle(&[cancelled()], now);
    assert_eq!(step["wakeAt"], "2026-04-20T12:10:00Z");
    house.locks.insert("door".to_owned(), there);
    let read = only_command(&house.take(&[], "2026-04-20T12:10:00Z"));
    assert_eq!(read["kind"], "read_lock");
    let at = "2026-04-20T12:10:02Z";
    let answers = house.answers(&read, at);
    let removal = only_command(&house.take(&answers, at));
    assert_eq!(removal["kind"], "remove_code");
    let done = house.confirm(&removal, at);
    let step = house.take(&[done], at);
    assert_eq!(step["wakeAt"], "2026-04-20T12:20:02Z", "{step}");
    // Gone at last: nothing is asked any more.
    let step = house.settle(&[], "2026-04-20T12:20:02Z");
    assert!(house.pins_on("door").is_empty(), "{pin}");
    assert!(step["wakeAt"].as_str() > Some("2026-04-21"), "{step}");
}

#[test]
fn p7_a_list_of_its_own_accord_takes_the_place_of_the_reading_and_one_reading_is_of_all_codes() {
    let (mut house, _) = with_code(&json!({}));
    let now = "2026-04-20T12:00:00Z";
    house.settle(&[cancelled()], now);
    let listed = house.report("door", "2026-04-20T12:05:00Z");
    let step = house.settle(&[listed], "2026-04-20T12:05:00Z");
    assert!(step["wakeAt"].as_str() > Some("2026-04-21"), "{step}");
}

#[test]
fn p7_a_lock_that_cannot_be_read_is_not_asked_after_a_removal() {
    let (mut house, _) = with_code(&json!({ "canReadBack": false }));
    let step = house.settle(&[cancelled()], "2026-04-20T12:00:00Z");
    assert!(step["wakeAt"].as_str() > Some("2026-04-21"), "{step}");
}

#[test]
fn p7_l_a_device_that_was_replaced_is_not_read_after_a_removal() {
    let (mut house, _) = with_code(&json!({}));
    let now = "2026-04-20T12:00:00Z";
    house.settle(&[cancelled()], now);
    let new = lock_fact(&lock("new", &json!({})));
    let replace = json!({ "kind": "replace_lock", "lockId": "door", "by": "new" });
    let at = "2026-04-20T12:05:00Z";
    house.settle(&[new, order(&replace, at)], at);
    let step = house.take(&[], "2026-04-20T12:10:00Z");
    let commands = list(&step, "commands").iter();
    let locks: Vec<String> = commands.map(|command| text(&command["lockId"])).collect();
    assert!(!locks.contains(&"door".to_owned()), "{step}");
}

#[test]
fn p7_c3_c6_where_five_readings_bring_no_list_the_locks_word_counts() {
    let (mut house, _) = with_code(&json!({}));
    house.settle(&[cancelled()], "2026-04-20T12:00:00Z");
    let mut at = "2026-04-20T12:10:00Z".to_owned();
    for count in 1..=5 {
        let read = only_command(&house.take(&[], &at));
        assert_eq!(read["kind"], "read_lock");
        let step = house.take(&[result(&read, "confirmed", &at)], &at);
        at = text(&step["wakeAt"]);
        let is_asked_again = at.as_str() < "2026-04-21";
        assert_eq!(is_asked_again, count < 5, "{count}: {step}");
    }
}
