//! The virtual lock without quirks: commands, its keypad, its clock, and codes by hand.

use latchstring::code::Pin;
use latchstring::virtual_lock::{
    Hand, NewVirtualLock, Occasion, VirtualLock, by_hand, create, read_list, read_status, run,
    type_pin,
};
use latchstring::{ErrorCode, decode};
use serde_json::{Value, json};

use crate::support::virtual_locks::*;

#[test]
fn v_a_code_is_programmed_opens_in_its_window_is_changed_and_removed() {
    let mut lock = lock(json!({}));
    let said = run(&mut lock, &program("492817"), at(NOON));
    assert_eq!(
        facts(&said),
        [
            json!({ "type": "command_result", "at": NOON, "commandId": "program_code-1",
                 "outcome": "confirmed", "externalId": "x1" })
        ]
    );
    let (before, within) = ("2026-05-15T12:59:59Z", "2026-05-15T13:00:00Z");
    assert!(!opens(&mut lock, "492817", before));
    assert!(opens(&mut lock, "492817", within));
    assert!(!opens(&mut lock, "492817", "2026-05-16T09:00:00Z"));
    let later = json!({ "externalId": "x1", "window": { "endsAt": "2026-05-17T09:00:00Z" } });
    let said = run(&mut lock, &command("change_window", later), at(NOON));
    assert_eq!(result(&said), confirmed());
    assert!(opens(&mut lock, "492817", "2026-05-16T09:00:00Z"));
    assert_eq!(
        result(&run(&mut lock, &remove("x1"), at(NOON))),
        confirmed()
    );
    assert!(!opens(&mut lock, "492817", within));
    // What is not there any more is gone.
    assert_eq!(
        result(&run(&mut lock, &remove("x1"), at(NOON))),
        confirmed()
    );
}

#[test]
fn c3_a_lock_without_windows_opens_until_the_code_is_removed() {
    let mut lock = lock(json!({ "lock": { "id": "front", "name": "Door", "canUpdate": false } }));
    run(&mut lock, &program("492817"), at(NOON));
    assert!(opens(&mut lock, "492817", NOON));
    assert_eq!(listed(&mut lock, NOON)[0].get("startsAt"), None);
    let change = command("change_window", json!({ "externalId": "x1" }));
    assert_eq!(
        result(&run(&mut lock, &change, at(NOON))),
        failed("rejected")
    );
}

#[test]
fn a_reading_gives_the_list_and_then_the_result() {
    let mut lock = lock(json!({}));
    run(&mut lock, &program("492817"), at(NOON));
    let said = facts(&run(&mut lock, &read(), at(NOON)));
    assert_eq!(
        said[0],
        json!({ "type": "lock_report", "at": NOON, "lockId": "front", "codes": [{
            "externalId": "x1", "pin": "492817", "name": "Guest",
            "startsAt": "2026-05-15T13:00:00Z", "endsAt": "2026-05-16T09:00:00Z" }] })
    );
    assert_eq!(said[1]["outcome"], "confirmed");
    lock.can_read_back = false;
    assert_eq!(run(&mut lock, &read(), at(NOON)).len(), 1);
    assert_eq!(read_list(&mut lock, at(NOON)), None);
}

#[test]
fn f9_f14_a_pin_that_is_there_a_full_lock_and_a_pin_against_the_rules_are_refused() {
    // Nuki takes six digits, and no zero (P5).
    let nuki = json!({ "id": "front", "name": "Door", "profile": "nuki", "capacity": 2 });
    let mut lock = lock(json!({ "lock": nuki }));
    let mut answer = |pin: &str| result(&run(&mut lock, &program(pin), at(NOON)));
    assert_eq!(answer("4928"), failed("rejected"));
    assert_eq!(answer("490817"), failed("rejected"));
    assert_eq!(answer("492817"), confirmed());
    assert_eq!(answer("492817"), failed("duplicate_code"));
    assert_eq!(answer("573946"), confirmed());
    assert_eq!(answer("684157"), failed("no_space"));
}

#[test]
fn s1_a_code_takes_its_place_or_the_first_free_one() {
    let mut lock = lock(json!({ "slots": { "from": 1, "to": 3 } }));
    let in_slot = |pin: &str, slot: u32| {
        let mut command = program(pin);
        command.slot = Some(slot);
        command
    };
    assert_eq!(
        result(&run(&mut lock, &in_slot("4928", 2), at(NOON))),
        confirmed()
    );
    assert_eq!(
        result(&run(&mut lock, &in_slot("5739", 2), at(NOON))),
        failed("no_space")
    );
    assert_eq!(
        result(&run(&mut lock, &in_slot("5739", 4), at(NOON))),
        failed("rejected")
    );
    for pin in ["6841", "7953"] {
        assert_eq!(
            result(&run(&mut lock, &program(pin), at(NOON))),
            confirmed()
        );
    }
    let slots: Vec<Option<u32>> = lock.codes.iter().map(|held| held.slot).collect();
    assert_eq!(slots, [Some(2), Some(1), Some(3)]);
    assert_eq!(
        result(&run(&mut lock, &program("8064"), at(NOON))),
        failed("no_space")
    );
}

#[test]
fn five_wrong_tries_pause_the_keypad_for_a_minute() {
    let mut lock = lock(json!({}));
    run(&mut lock, &program("492817"), at(NOON));
    let wrong = |lock: &mut VirtualLock| opens(lock, "111111", "2026-05-15T14:00:00Z");
    for _ in 0..4 {
        assert!(!wrong(&mut lock));
    }
    // A PIN that opens ends the count.
    assert!(opens(&mut lock, "492817", "2026-05-15T14:00:00Z"));
    for _ in 0..5 {
        assert!(!wrong(&mut lock));
    }
    assert!(!opens(&mut lock, "492817", "2026-05-15T14:00:59Z"));
    assert!(opens(&mut lock, "492817", "2026-05-15T14:01:00Z"));
}

#[test]
fn p7_digits_that_share_a_key_open_alike() {
    let buttons = json!({ "id": "front", "name": "Door", "profile": "kwikset_5_button" });
    let mut lock = lock(json!({ "lock": buttons }));
    run(&mut lock, &program("1357"), at(NOON));
    assert!(opens(&mut lock, "2468", NOON));
    assert!(!opens(&mut lock, "2487", NOON));
    assert_eq!(
        result(&run(&mut lock, &program("2468"), at(NOON))),
        failed("rejected")
    );
}

#[test]
fn a_use_is_told_where_the_lock_is_heard() {
    let mut lock = lock(json!({}));
    run(&mut lock, &program("492817"), at(NOON));
    let pin: Pin = "492817".parse().unwrap();
    let within = "2026-05-15T14:00:00Z";
    let typed = type_pin(&mut lock, pin, at(within));
    assert_eq!(
        facts(&typed.facts),
        [
            json!({ "type": "code_used", "at": within, "lockId": "front", "externalId": "x1",
                 "pin": "492817" })
        ]
    );
    lock.reachable = false;
    assert_eq!(type_pin(&mut lock, pin, at(within)).facts, []);
}

#[test]
fn c5_a_dead_battery_takes_keypad_and_radio_a_broken_keypad_and_a_silent_radio_do_not_both() {
    let mut lock = lock(json!({}));
    run(&mut lock, &program("492817"), at(NOON));
    let within = "2026-05-15T14:00:00Z";
    let state = |lock: &mut VirtualLock| facts(&[read_status(lock, at(NOON))])[0]["state"].clone();
    lock.reachable = false;
    assert!(opens(&mut lock, "492817", within));
    assert_eq!(
        result(&run(&mut lock, &read(), at(NOON))),
        failed("offline")
    );
    assert_eq!(
        state(&mut lock),
        json!({ "reachability": "offline", "batteryPercent": 100, "usable": true })
    );
    (lock.reachable, lock.usable) = (true, false);
    assert!(!opens(&mut lock, "492817", within));
    assert_eq!(result(&run(&mut lock, &read(), at(NOON))), confirmed());
    (lock.usable, lock.battery_percent) = (true, 0);
    assert!(!opens(&mut lock, "492817", within));
    assert_eq!(
        state(&mut lock),
        json!({ "reachability": "offline", "batteryPercent": 0, "usable": false })
    );
}

#[test]
fn c8_its_own_clock_is_ahead_behind_or_drifts() {
    let mut lock = lock(json!({}));
    run(&mut lock, &program("492817"), at(NOON));
    // An hour ahead it opens, and ends, an hour early.
    lock.clock.ahead_seconds = 3_600;
    assert!(opens(&mut lock, "492817", "2026-05-15T12:00:00Z"));
    assert!(!opens(&mut lock, "492817", "2026-05-16T08:00:00Z"));
    // Set right on 1 May, it loses two minutes in twelve days.
    lock.clock.ahead_seconds = 0;
    lock.clock.gains_seconds_a_day = -10;
    lock.clock.set_at = Some("2026-05-03T13:00:00Z".parse().unwrap());
    assert!(!opens(&mut lock, "492817", "2026-05-15T13:01:59Z"));
    assert!(opens(&mut lock, "492817", "2026-05-15T13:02:01Z"));
}

#[test]
fn i10_codes_are_added_edited_disabled_and_deleted_by_hand() {
    let mut lock = lock(json!({}));
    let mut hand = |hand: Value| {
        let hand: Hand = decode(&hand.to_string()).unwrap();
        by_hand(&mut lock, &hand, at(NOON)).map(|()| lock.clone())
    };
    let mut added = hand(json!({ "kind": "add", "pin": "7777" })).unwrap();
    assert!(opens(&mut added, "7777", NOON));
    let mut off = hand(json!({ "kind": "disable", "externalId": "x1" })).unwrap();
    assert!(!opens(&mut off, "7777", NOON));
    hand(json!({ "kind": "enable", "externalId": "x1" })).unwrap();
    let mut edited = hand(json!({ "kind": "edit", "externalId": "x1", "pin": "8888" })).unwrap();
    assert!(opens(&mut edited, "8888", NOON) && !opens(&mut edited, "7777", NOON));
    assert!(
        hand(json!({ "kind": "delete", "externalId": "x1" }))
            .unwrap()
            .codes
            .is_empty()
    );
    let refused = hand(json!({ "kind": "delete", "externalId": "x1" })).unwrap_err();
    assert_eq!(
        (refused.code, &*refused.path),
        (ErrorCode::InvalidValue, "externalId")
    );
}

#[test]
fn p11_a_lock_that_wants_one_length_takes_no_other_by_hand() {
    let rules = json!({ "oneLength": true, "lengths": [4, 5, 6] });
    let mut lock = lock(json!({ "lock": { "id": "front", "name": "Door", "rules": rules } }));
    let mut hand = |hand: Value| {
        let hand: Hand = decode(&hand.to_string()).unwrap();
        by_hand(&mut lock, &hand, at(NOON)).map_err(|error| error.path.to_string())
    };
    let add = |pin: &str| json!({ "kind": "add", "pin": pin });
    let edit = |pin: &str| json!({ "kind": "edit", "externalId": "x1", "pin": pin });
    assert_eq!(hand(add("7777")), Ok(()));
    assert_eq!(hand(add("88888")), Err("pin".to_owned()));
    // The only code may get another length.
    assert_eq!(hand(edit("88888")), Ok(()));
    assert_eq!(hand(add("99999")), Ok(()));
    assert_eq!(hand(edit("7777")), Err("pin".to_owned()));
}

/// The same calls give the same facts, and a chance shows about as often as it says.
#[test]
fn d1_what_is_drawn_follows_from_the_number_that_is_given() {
    let lost = |entropy: u32| {
        let mut lock = lock(json!({ "quirks": ["loses_answers"], "chancePercent": 30 }));
        let now = NOON.parse().unwrap();
        run(&mut lock, &read(), Occasion { now, entropy }).is_empty()
    };
    let count = (0..1_000).filter(|&entropy| lost(entropy)).count();
    assert!((250..350).contains(&count), "{count}");
    assert_eq!(lost(7), lost(7));
}

#[test]
fn a_lock_whose_id_is_as_long_as_ids_are_says_facts_that_the_engine_reads() {
    let id = "ü".repeat(64);
    let named = json!({ "lock": { "id": id, "name": "Door" } });
    let mut lock = lock(named);
    let said = [1, 2].map(|_| read_status(&mut lock, at(NOON)));
    facts(&said);
    assert_ne!(said[0], said[1]);
}

#[test]
fn a_command_for_another_lock_is_refused_and_a_lock_that_is_none_is_no_virtual_lock() {
    let mut lock = lock(json!({}));
    lock.id = "back".parse().unwrap();
    assert_eq!(
        result(&run(&mut lock, &read(), at(NOON))),
        failed("unauthorized")
    );
    for (odd, path) in [
        (json!({ "chancePercent": 101 }), "chancePercent"),
        (json!({ "slots": { "from": 3, "to": 2 } }), "slots.to"),
        (
            json!({ "lock": { "id": "front", "name": "D", "profile": "acme" } }),
            "lock.profile",
        ),
    ] {
        let mut new = json!({ "lock": { "id": "front", "name": "Front door" } });
        new.as_object_mut()
            .unwrap()
            .extend(odd.as_object().unwrap().clone());
        let new: NewVirtualLock = decode(&new.to_string()).unwrap();
        assert_eq!(create(&new).unwrap_err().path, path);
    }
}

/// The lock need not be heard for that.
#[test]
fn v_a3b_the_platform_makes_a_code_that_opens_a_silent_lock_and_stands_in_no_list() {
    let new = json!({ "id": "front", "name": "Door", "profile": "ttlock", "offlineCodes": true });
    let mut lock = lock(json!({ "lock": new }));
    lock.reachable = false;
    let issue = |id: &str| {
        let window =
            json!({ "startsAt": "2026-05-15T13:00:00Z", "endsAt": "2026-05-16T09:00:00Z" });
        let mut issue = command(
            "issue_offline_code",
            json!({ "codeId": id, "window": window }),
        );
        issue.id = id.parse().unwrap();
        issue
    };
    let said = facts(&run(&mut lock, &issue("k1"), at(NOON)));
    assert_eq!(said[0]["outcome"], "confirmed");
    let pin = said[0]["pin"].as_str().unwrap().to_owned();
    assert_eq!(pin.len(), 9);
    assert!(opens(&mut lock, &pin, "2026-05-15T13:00:00Z"));
    assert!(!opens(&mut lock, &pin, "2026-05-15T12:59:59Z"));
    assert!(!opens(&mut lock, &pin, "2026-05-16T09:00:00Z"));
    let again = facts(&run(&mut lock, &issue("k2"), at(NOON)));
    assert_ne!(again[0]["pin"], said[0]["pin"]);
    assert_eq!(lock.offline_codes.as_ref().map(Vec::len), Some(2));
    lock.reachable = true;
    assert!(listed(&mut lock, NOON).is_empty());
}

#[test]
fn v_a3b_a_platform_that_makes_no_codes_refuses() {
    let mut lock = lock(json!({}));
    let said = run(
        &mut lock,
        &command("issue_offline_code", json!({})),
        at(NOON),
    );
    assert_eq!(result(&said), failed("rejected"));
}
