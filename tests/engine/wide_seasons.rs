//! What more wide seasons of the simulator have shown: A3b, A4, B2, B4, B5, C3, C4, C6, D3, E2,
//! I2, I8, I9, P1, S1, T8.

use serde_json::{Value, json};

use crate::by_place::{Door, slots};
use crate::complaints::says;
use crate::hosts_hand::{asked, in_stay_with, later, take_off};
use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, STAY, booking, door_is, failed, lock, lock_report, one_backup, result, site_of,
    stay, with,
};
use crate::support::steps::{
    assert_no_command, audited, commanded, is_empty, list, noticed, only_command, text,
};

/// An hour into the stay in May.
const NOW: &str = "2026-05-01T14:00:00Z";

fn no_backups() -> Value {
    json!({ "backups": { "poolSize": 0 } })
}

/// The guest of the stay in May is in, by the one code of the lock.
fn moved_in(lock_over: &Value) -> House {
    let mut house = House::one_door(lock_over, &no_backups());
    house.move_in();
    house.settle(&[], "2026-05-01T13:05:00Z");
    house
}

/// What the lock lists, with its first code disabled.
fn disabled(house: &House, now: &str) -> Value {
    let mut report = house.report("door", now);
    report["codes"][0]["enabled"] = json!(false);
    report
}

#[test]
fn t8_a_disabled_code_is_taken_off_again_where_its_removal_failed() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[stay(&json!({}))], APRIL);
    let now = "2026-04-20T12:00:00Z";
    let read = only_command(&house.take(&[disabled(&house, now)], now));
    let at = later(now, 2);
    let answers = [disabled(&house, &at), result(&read, "confirmed", &at)];
    let removal = only_command(&house.take(&answers, &at));
    assert_eq!(removal["kind"], "remove_code");
    assert_no_command(&house.take(&[failed(&removal, "busy", &at)], &at));
    // Another window would leave it disabled.
    let step = house.take(&[], &later(&at, 30));
    assert_eq!(commanded(&step), ["remove_code"]);
}

#[test]
fn a4_a_lock_that_was_silent_or_broken_for_a_guest_is_read_once_it_answers() {
    let broken = |usable: bool, now: &str| {
        let state = json!({ "state": { "reachability": "online", "usable": usable } });
        lock_report("door", &state, now)
    };
    let late = "2026-05-01T14:20:00Z";
    for (before, after) in [
        (door_is("offline", NOW), door_is("online", late)),
        (broken(false, NOW), broken(true, late)),
    ] {
        let mut house = moved_in(&json!({}));
        let step = house.take(&[before, says(NOW, &json!({}))], NOW);
        assert_no_command(&step);
        let read = only_command(&house.take(std::slice::from_ref(&after), late));
        assert_eq!(read["kind"], "read_lock", "{after}");
        // Once: the list shows the code, which counts again.
        let answers = house.answers(&read, &later(late, 2));
        assert_no_command(&house.take(&answers, &later(late, 2)));
    }
}

#[test]
fn a4_d3_a_lock_whose_failures_grow_old_after_its_word_is_read_then() {
    let mut house = moved_in(&json!({}));
    let step = house.take(&[door_is("offline", NOW), says(NOW, &json!({}))], NOW);
    assert_no_command(&step);
    // Three failures over five minutes weigh more than the platform's word, for half an hour.
    let late = "2026-05-01T14:20:00Z";
    let failures = [5, 10, 12].map(|minutes| later(NOW, minutes * 60));
    let word = json!({ "state": { "reachability": "online", "failures": failures } });
    let mut step = house.take(&[lock_report("door", &word, late)], late);
    let mut now = late.to_owned();
    while commanded(&step).is_empty() {
        now = text(&step["wakeAt"]);
        assert!(now.as_str() < "2026-05-01T15:00:00Z", "it is never read");
        step = house.take(&[], &now);
    }
    assert_eq!(commanded(&step), ["read_lock"]);
    assert_eq!(now, later(NOW, 42 * 60 + 1));
}

#[test]
fn c3_i2_a_told_backup_is_read_back_once_it_is_narrowed_before_its_stay() {
    let mut house = House::one_door(&json!({}), &one_backup());
    house.settle(&[], APRIL);
    let booked = "2026-04-30T12:00:00Z";
    let facts = [door_is("offline", booked), booking("stay", MAY, &json!({}))];
    let step = house.take(&facts, booked);
    assert!(
        noticed(&step)
            .iter()
            .any(|key| key.starts_with("backup_told")),
        "{step}"
    );
    let mut now = "2026-04-30T12:05:00Z".to_owned();
    let mut step = house.take(&[door_is("online", &now)], &now);
    while now.as_str() < "2026-04-30T12:20:00Z" {
        let Some(command) = list(&step, "commands").first().cloned() else {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
            continue;
        };
        now = later(&now, 1);
        let answers = house.answers(&command, &now);
        step = house.take(&answers, &now);
        if command["kind"] == "change_window" {
            assert_eq!(commanded(&step), ["read_lock"], "its old window opens now");
            return;
        }
    }
    panic!("never narrowed: {step}");
}

#[test]
fn b5_c6_the_host_hears_of_a_last_code_that_its_lock_keeps() {
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &no_backups());
    house.move_in();
    let over = "2026-05-03T09:30:00Z";
    let removal = only_command(&house.take(&[], over));
    let step = house.take(&[failed(&removal, "keeps_last_code", over)], over);
    assert_eq!(noticed(&step), Vec::<String>::new());
    // A list that shows the one code is no reason to ask again.
    let at = later(over, 60);
    assert_no_command(&house.take(&[house.report("door", &at)], &at));
    let step = house.take(&[], "2026-05-03T10:00:00Z");
    let key = format!("removal_by_hand:stay:{}", text(&removal["codeId"]));
    assert_eq!(noticed(&step), [key]);
    let because = &step["notices"][0]["values"]["because"];
    assert_eq!(because["failure"], "keeps_last_code", "{step}");
}

/// A list as some clouds date it: five minutes ago.
fn dated_back(report: Value, at: &str) -> Value {
    with(report, &json!({ "at": at }))
}

#[test]
fn c6_readings_that_failed_yesterday_do_not_count_today() {
    let mut house = moved_in(&json!({}));
    // Two readings bring no list.
    for said in [NOW, "2026-05-01T14:05:00Z"] {
        let read = only_command(&house.take(&[says(said, &json!({}))], said));
        let at = later(said, 2);
        house.take(&[result(&read, "confirmed", &at)], &at);
    }
    assert_eq!(house.site()["locks"][0]["readings"]["count"], 2);
    let tomorrow = "2026-05-02T14:00:00Z";
    let read = only_command(&house.take(&[says(tomorrow, &json!({}))], tomorrow));
    let at = later(tomorrow, 2);
    house.take(&[result(&read, "confirmed", &at)], &at);
    assert_eq!(house.site()["locks"][0]["readings"]["count"], 1);
}

#[test]
fn t8_c6_a_disabled_code_is_taken_off_though_lists_are_dated_back() {
    let mut house = moved_in(&json!({}));
    let mut step = house.take(&[says(NOW, &json!({}))], NOW);
    let mut at = NOW.to_owned();
    for _ in 0..12 {
        let commands = list(&step, "commands");
        match commands.first() {
            Some(command) if command["kind"] == "read_lock" => {
                at = later(&at, 2);
                let list_at = later("2026-05-01T13:55:00Z", seconds_since(&at));
                let list = dated_back(disabled(&house, &at), &list_at);
                step = house.take(&[list, result(command, "confirmed", &at)], &at);
            }
            Some(command) => {
                assert_eq!(command["kind"], "remove_code", "{step}");
                assert!(at.as_str() < "2026-05-01T14:05:00Z", "too late: {at}");
                return;
            }
            None => {
                at = text(&step["wakeAt"]);
                step = house.take(&[], &at);
            }
        }
    }
    panic!("never taken off: {step}");
}

/// How many seconds after the complaint an instant of the same hour is.
fn seconds_since(at: &str) -> i64 {
    let minutes: i64 = at[14..16].parse().unwrap();
    let seconds: i64 = at[17..19].parse().unwrap();
    minutes * 60 + seconds
}

#[test]
fn s1_e2_a_place_whose_clearing_a_cloud_only_took_is_not_free_yet() {
    let policy =
        json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": true, "slot": 3 } });
    let over = with(slots(1, 9), &json!({ "canReadBack": false }));
    for confirmed in [true, false] {
        let mut door = Door::new(&over, &policy);
        door.settle(&[], APRIL);
        // The emergency code grew old, and is replaced in its place.
        let old = "2026-07-01T12:00:00Z";
        let online = door_is("online", old);
        let removal = only_command(&door.house.take(&[online], old));
        assert_eq!(
            (&removal["kind"], &removal["slot"]),
            (&json!("remove_code"), &json!(3))
        );
        let at = later(old, 2);
        let step = door.house.take(&[result(&removal, "accepted", &at)], &at);
        assert_no_command(&step);
        let step = if confirmed {
            let at = later(old, 30);
            door.house.take(&[result(&removal, "confirmed", &at)], &at)
        } else {
            // It is sent once more, which puts nothing off: a deadline more.
            let again = only_command(&door.house.take(&[], &text(&step["wakeAt"])));
            assert_eq!(again["kind"], "remove_code");
            let at = later(old, 94);
            let step = door.house.take(&[result(&again, "accepted", &at)], &at);
            assert_eq!(step["wakeAt"], later(old, 122));
            door.house.take(&[], &later(old, 122))
        };
        let program = only_command(&step);
        assert_eq!(
            (&program["kind"], &program["slot"]),
            (&json!("program_code"), &json!(3))
        );
    }
}

#[test]
fn a4_i9_what_was_to_be_made_anew_for_a_guest_is_looked_at_first_once_they_may_be_in() {
    let mut house = moved_in(&json!({}));
    let masked = |house: &House, now: &str| {
        let mut report = house.report("door", now);
        report["codes"][0]["pin"] = json!("****");
        report
    };
    // The lock hides its PINs: at the second word the code is made anew.
    let read = only_command(&house.take(&[says(NOW, &json!({}))], NOW));
    let at = later(NOW, 2);
    house.take(&[masked(&house, &at), result(&read, "confirmed", &at)], &at);
    let again = later(NOW, 120);
    let removal = only_command(&house.take(&[says(&again, &json!({}))], &again));
    assert_eq!(removal["kind"], "remove_code");
    // The lock is silent for an hour.
    let facts = [
        failed(&removal, "offline", &again),
        door_is("offline", &again),
    ];
    house.take(&facts, &again);
    let back = "2026-05-01T15:10:00Z";
    let step = house.take(&[door_is("online", back)], back);
    assert_eq!(commanded(&step), ["read_lock"]);
    let read = only_command(&step);
    let at = later(back, 2);
    let step = house.take(&[masked(&house, &at), result(&read, "confirmed", &at)], &at);
    assert_no_command(&step);
}

#[test]
fn i2_b4_an_original_that_may_open_by_its_old_window_is_no_matter_of_a_free_place() {
    let over = json!({ "canReadBack": false, "canUpdate": false });
    let mut house = House::one_door(&over, &one_backup());
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], "2026-04-28T13:00:00Z");
    // The stay moves by a day, and the removal of its code has no answer.
    let moved = "2026-04-30T15:00:00Z";
    let facts = [
        door_is("online", moved),
        booking(
            "stay",
            ("2026-05-02", "2026-05-04"),
            &json!({ "revision": 2 }),
        ),
    ];
    let removal = only_command(&house.take(&facts, moved));
    assert_eq!(removal["kind"], "remove_code");
    let silent = later(moved, 60);
    let step = house.take(
        &[
            door_is("offline", &silent),
            failed(&removal, "timeout", &silent),
        ],
        &silent,
    );
    assert!(
        noticed(&step)
            .iter()
            .any(|key| key.starts_with("backup_told")),
        "{step}"
    );
    let back = "2026-04-30T16:00:00Z";
    let mut step = house.take(&[door_is("online", back)], back);
    let original = text(&removal["codeId"]);
    for second in 1..8 {
        let command = only_command(&step);
        let at = later(back, second);
        if command["codeId"] == json!(original) {
            // It failed, and nothing is heard of the lock: it is tried again all the same.
            let step = house.take(&[failed(&command, "timeout", &at)], &at);
            let next = text(&step["wakeAt"]);
            assert!(next <= later(&at, 60), "{next}");
            let step = house.take(&[], &next);
            assert_eq!(only_command(&step)["codeId"], json!(original));
            return;
        }
        let answers = house.answers(&command, &at);
        step = house.take(&answers, &at);
    }
    panic!("the original is never sent: {step}");
}

/// A flat behind two doors of its own.
fn two_doors(policy: &Value) -> House {
    let locks = ["back", "front"].map(|id| lock(id, &json!({})));
    House::new(site_of(&locks, policy))
}

fn is_silent(lock: &str, now: &str) -> Value {
    lock_report(
        lock,
        &json!({ "state": { "reachability": "offline" } }),
        now,
    )
}

#[test]
fn d3_c4_b2_a_door_whose_guest_goes_by_the_code_of_another_door_has_no_failed_check() {
    let mut house = two_doors(&one_backup());
    house.settle(&[], APRIL);
    // A walk-in, while one of the locks is silent.
    let now = "2026-05-01T13:00:52Z";
    let facts = [is_silent("front", now), booking("stay", MAY, &json!({}))];
    let step = house.take(&facts, now);
    let told = noticed(&step);
    let is_of = |kind: &'static str| move |key: &&String| key.starts_with(kind);
    assert_eq!(
        told.iter().filter(is_of("backup_told:")).count(),
        2,
        "{told:?}"
    );
    assert!(
        !told.contains(&"code_failed:stay:back".to_owned()),
        "{told:?}"
    );
    let step = house.take(&[], &later(now, 1));
    assert!(is_empty(&step), "{:?}", noticed(&step));
}

#[test]
fn p1_b2_i8_a_code_that_opens_all_doors_is_told_before_one_that_opens_some() {
    let policy = json!({ "backups": { "poolSize": 1 }, "emergency": { "enabled": true } });
    let mut house = two_doors(&policy);
    // One of the locks refuses its backup.
    let mut step = house.take(&[], APRIL);
    while !list(&step, "commands").is_empty() {
        let commands = list(&step, "commands").clone();
        let answers: Vec<Value> = commands
            .iter()
            .flat_map(|command| {
                let is_backup = text(&command["name"]).starts_with("Backup");
                if is_backup && command["lockId"] == "back" {
                    vec![failed(command, "rejected", APRIL)]
                } else {
                    house.answers(command, APRIL)
                }
            })
            .collect();
        step = house.take(&answers, APRIL);
    }
    let now = "2026-05-01T13:00:52Z";
    let silent = ["back", "front"].map(|lock| is_silent(lock, now));
    let late = booking("stay", MAY, &json!({}));
    let step = house.take(&[silent[0].clone(), silent[1].clone(), late], now);
    let told = audited(&step);
    assert!(!told.contains(&"backup_told".to_owned()), "{told:?}");
    let emergency = told.iter().filter(|kind| *kind == "emergency_told");
    assert_eq!(emergency.count(), 2, "{told:?}");
}

#[test]
fn d3_a3b_a_host_who_was_called_hears_no_failed_check_once_the_platform_is_asked() {
    let lock = json!({ "profile": "ttlock", "offlineCodes": true });
    let mut house = House::one_door(&lock, &no_backups());
    house.settle(&[], APRIL);
    let booked = "2026-05-01T12:20:00Z";
    let facts = [door_is("offline", booked), stay(&json!({}))];
    let mut step = house.take(&facts, booked);
    let mut is_asked = false;
    for _ in 0..40 {
        let now = step.get("wakeAt").map(text);
        let Some(now) = now.filter(|now| now.as_str() < "2026-05-01T13:10:00Z") else {
            break;
        };
        let mut facts = house.silence(&now);
        facts.push(door_is("offline", &now));
        step = house.take(&facts, &now);
        is_asked |= commanded(&step).contains(&"issue_offline_code".to_owned());
        let again = house.take(&[], &now);
        assert!(is_empty(&again), "{now}: {:?}", noticed(&again));
    }
    assert!(is_asked);
}

#[test]
fn t8_c6_what_was_put_back_and_no_list_has_shown_since_was_taken_off_by_nobody() {
    let mut house = in_stay_with(&json!({}), &no_backups());
    let pin = house.pin("stay", "door");
    let step = take_off(&mut house, &pin, NOW);
    assert_eq!(asked(&step).len(), 1, "{step}");
    let program = only_command(&step);
    assert_eq!(program["kind"], "program_code");
    // The lock says that it has it, and never had it.
    let mut now = later(NOW, 5);
    let mut step = house.take(&[result(&program, "confirmed", &now)], &now);
    while now.as_str() < "2026-05-01T14:10:00Z" {
        let Some(command) = list(&step, "commands").first().cloned() else {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
            continue;
        };
        if command["kind"] == "program_code" {
            return;
        }
        now = later(&now, 2);
        let answers = house.answers(&command, &now);
        step = house.take(&answers, &now);
    }
    panic!("it waits for the host: {step}");
}

#[test]
fn a4_i9_a_code_that_was_used_since_a_list_hid_it_is_not_made_anew_at_the_next_word() {
    let mut house = moved_in(&json!({}));
    let pin = house.pin("stay", "door");
    let read = only_command(&house.take(&[says(NOW, &json!({}))], NOW));
    let at = later(NOW, 2);
    let mut report = house.report("door", &at);
    report["codes"][0]["pin"] = json!("****");
    house.take(&[report, result(&read, "confirmed", &at)], &at);
    let used = "2026-05-01T14:30:00Z";
    let entry =
        json!({ "type": "code_used", "id": "in", "at": used, "lockId": "door", "pin": pin });
    house.take(&[entry], used);
    // The next day they mistype it.
    let again = "2026-05-02T14:00:00Z";
    let step = house.take(&[says(again, &json!({}))], again);
    assert_eq!(commanded(&step), ["read_lock"]);
}

#[test]
fn a4_i9_the_word_of_another_guest_is_no_earlier_word_of_this_one() {
    let mut door = Door::new(&json!({}), &no_backups());
    let loft = json!({ "listingId": "loft" });
    let facts = [stay(&json!({})), booking("other", MAY, &loft)];
    door.settle(&facts, APRIL);
    for now in ["2026-05-01T12:45:00Z", STAY] {
        door.settle(&[], now);
    }
    let other = json!({ "reservationId": "other" });
    let read = only_command(&door.house.take(&[says(NOW, &other)], NOW));
    let at = later(NOW, 2);
    let mut facts = door.answers(&read, &at);
    for one in facts[0]["codes"].as_array_mut().unwrap() {
        one["pin"] = json!("****");
    }
    door.house.take(&facts, &at);
    let again = "2026-05-01T15:00:00Z";
    let step = door.house.take(&[says(again, &json!({}))], again);
    assert_eq!(commanded(&step), ["read_lock"]);
}
