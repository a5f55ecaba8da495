//! What a list says of a code beside its PIN, lists of some codes, resets, and failures that say
//! more than "no": the facts of "Facts, commands and views", S1, T8, T9, C6 and F15.

use serde_json::{Value, json};

use crate::house::{House, house};
use crate::support::builders::{
    APRIL, JUNE, MAY, booking, failed, lock_report, one_backup, result, with,
};
use crate::support::steps::{assert_no_command, commanded, list, noticed, only_command, text};

const LATER: &str = "2026-04-02T12:00:00Z";

fn on_lock(house: &mut House, id: &str) -> Value {
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    codes.find(|code| code["id"] == id).unwrap()["onLock"]["state"].clone()
}

fn confirmed() -> House {
    let mut house = house();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    house
}

fn report(codes: &Value, now: &str) -> Value {
    let report = lock_report("door", &json!({ "codes": codes }), now);
    with(report, &json!({ "id": format!("list-{now}") }))
}

#[test]
fn s1_f15_an_empty_place_is_no_code_whatever_it_reads_as() {
    for (lock, pin) in [
        (json!({ "profile": "schlage_be469" }), "0000"),
        (json!({}), ""),
        (json!({}), " "),
    ] {
        let mut house = House::one_door(&lock, &json!({}));
        let empty = json!([{ "externalId": "5", "slot": 5, "pin": pin }]);
        let step = house.take(&[report(&empty, APRIL)], APRIL);
        assert_eq!(noticed(&step), Vec::<String>::new());
        assert_eq!(house.site()["accessCodes"], json!([]));
    }
    // On another lock, 0000 is somebody's code.
    let mut house = house();
    let theirs = json!([{ "externalId": "5", "slot": 5, "pin": "0000" }]);
    let step = house.take(&[report(&theirs, APRIL)], APRIL);
    assert_eq!(noticed(&step), ["unknown_code:k1-1"]);
}

#[test]
fn f20_what_a_list_calls_accepted_is_not_on_the_lock_yet() {
    let mut house = house();
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let done = house.confirm(&program, APRIL);
    house.take(&[with(done, &json!({ "outcome": "accepted" }))], APRIL);
    let own = house.report("door", LATER)["codes"][0].clone();
    let accepted = with(own.clone(), &json!({ "state": "accepted" }));
    assert_no_command(&house.take(&[report(&json!([accepted]), LATER)], LATER));
    assert_eq!(on_lock(&mut house, "k1-1"), "accepted");
    let now = "2026-04-02T13:00:00Z";
    let there = with(own, &json!({ "state": "confirmed" }));
    house.take(&[report(&json!([there]), now)], now);
    assert_eq!(on_lock(&mut house, "k1-1"), "confirmed");
}

#[test]
fn t8_a_disabled_code_opens_nothing_once_a_second_list_says_so() {
    let mut house = confirmed();
    let own = house.report("door", LATER)["codes"][0].clone();
    let off = json!([with(own, &json!({ "enabled": false }))]);
    let read = only_command(&house.take(&[report(&off, LATER)], LATER));
    assert_eq!(
        (&read["kind"], on_lock(&mut house, "k1-1")),
        (&json!("read_lock"), json!("confirmed"))
    );
    let at = "2026-04-02T12:00:02Z";
    let step = house.take(&[report(&off, at), result(&read, "confirmed", at)], at);
    assert_eq!(on_lock(&mut house, "k1-1"), "unknown");
    assert!(!commanded(&step).is_empty(), "it is sent again: {step}");
}

#[test]
fn t9_a_list_of_some_codes_says_nothing_of_the_others() {
    let mut house = house();
    let both = [
        booking("stay", MAY, &json!({})),
        booking("next", JUNE, &json!({})),
    ];
    house.settle(&both, APRIL);
    let ids: Vec<String> = list(&house.site(), "accessCodes")
        .iter()
        .map(|code| text(&code["externalId"]))
        .collect();
    let some = |now: &str| with(report(&json!([]), now), &json!({ "codesOf": [ids[0]] }));
    let read_at = house.site()["locks"][0].get("readAt").cloned();
    let read = only_command(&house.take(&[some(LATER)], LATER));
    assert_eq!(read["kind"], "read_lock");
    house.take(&[failed(&read, "busy", LATER)], LATER);
    let at = "2026-04-02T12:01:00Z";
    let step = house.take(&[some(at)], at);
    assert_eq!(only_command(&step)["codeId"], "k1-1");
    assert_eq!(on_lock(&mut house, "k1-2"), "confirmed");
    assert_eq!(house.site()["locks"][0].get("readAt").cloned(), read_at);
}

#[test]
fn p7_f16_a_code_of_somebody_else_that_is_gone_comes_back_by_no_older_list() {
    let at = |minute: u32| format!("2026-04-02T12:{minute:02}:00Z");
    let strange = json!({ "externalId": "x9", "pin": "777777", "name": "Owner" });
    let gone = with(report(&json!([]), &at(7)), &json!({ "codesOf": ["x9"] }));
    let reset = json!({ "type": "lock_reset", "id": "reset", "at": at(7), "lockId": "door" });
    for gone in [gone, reset] {
        let unknown = |step: &Value| {
            let told = noticed(step);
            told.iter().any(|key| key.starts_with("unknown_code"))
        };
        for is_known in [true, false] {
            let mut house = House::one_door(&json!({}), &json!({}));
            let list = |minute: u32| {
                let mut list = report(&json!([strange]), &at(minute));
                list["id"] = json!(format!("list {minute}"));
                list
            };
            if is_known {
                assert!(unknown(&house.take(&[list(6)], &at(6))));
            } else if gone.get("codesOf").is_none() {
                continue;
            }
            house.take(std::slice::from_ref(&gone), &at(7));
            let mut older = list(6);
            older["id"] = json!("older");
            older["at"] = json!("2026-04-02T12:06:30Z");
            let step = house.take(&[older], &at(8));
            assert!(!unknown(&step), "{step}");
            let codes = house.site()["accessCodes"].to_string();
            assert!(!codes.contains("777777"), "{codes}");
            // It was put there again.
            assert!(unknown(&house.take(&[list(9)], &at(9))));
            assert!(house.site()["locks"][0].get("codesGone").is_none());
        }
    }
}

#[test]
fn c6_a_lock_that_was_reset_gets_all_codes_again_and_running_stays_first() {
    let mut house = House::one_door(&json!({}), &one_backup());
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let now = "2026-05-02T12:00:00Z";
    house.settle(&[], "2026-05-01T13:00:00Z");
    house.locks.get_mut("door").unwrap().clear();
    let reset = json!({ "type": "lock_reset", "id": "reset-1", "at": now, "lockId": "door" });
    let step = house.take(std::slice::from_ref(&reset), now);
    let first = only_command(&step);
    assert_eq!(
        (&first["kind"], house.holder_of(&first)),
        (&json!("program_code"), "stay".to_owned())
    );
    assert!(
        list(&house.site(), "accessCodes")
            .iter()
            .all(|code| code.get("tries").is_none())
    );
    house.settle_commands(&step, now);
    assert!(house.pins_on("door").len() >= 2);
    // D4: told once more, it changes nothing.
    assert_no_command(&house.take(&[reset], "2026-05-02T12:05:00Z"));
    let nowhere = json!({ "type": "lock_reset", "id": "reset-2", "at": now, "lockId": "cellar" });
    let step = house.step(&[nowhere], "2026-05-02T12:06:00Z");
    assert_eq!(step["rejected"][0]["because"]["path"], "facts[0].lockId");
}

#[test]
fn c6_a_removal_of_what_is_not_there_is_done() {
    let mut house = confirmed();
    let gone = json!({ "revision": 2, "status": "cancelled" });
    let removal = only_command(&house.take(&[booking("stay", MAY, &gone)], LATER));
    assert_no_command(&house.take(&[failed(&removal, "not_found", LATER)], LATER));
    assert_eq!(on_lock(&mut house, "k1-1"), "absent");
    // A window of what is not there can't be changed: it is put there again.
    let mut house = confirmed();
    let longer = booking(
        "stay",
        ("2026-05-01", "2026-05-04"),
        &json!({ "revision": 2 }),
    );
    let change = only_command(&house.take(&[longer], LATER));
    let again = only_command(&house.take(&[failed(&change, "not_found", LATER)], LATER));
    assert_eq!(
        (&again["kind"], &again["pin"]),
        (&json!("program_code"), &change["pin"])
    );
}

#[test]
fn c6_a_lock_that_keeps_its_last_code_gives_it_up_once_another_is_there() {
    let mut house = confirmed();
    let gone = json!({ "revision": 2, "status": "cancelled" });
    let removal = only_command(&house.take(&[booking("stay", MAY, &gone)], LATER));
    let step = house.take(&[failed(&removal, "keeps_last_code", LATER)], LATER);
    assert_no_command(&step);
    assert_no_command(&house.take(&[], "2026-04-02T14:00:00Z"));
    let now = "2026-04-02T15:00:00Z";
    house.settle(&[booking("next", JUNE, &json!({}))], now);
    assert_eq!(house.pins_on("door"), [house.pin("next", "door")]);
}
