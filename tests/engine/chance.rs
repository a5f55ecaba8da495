//! The chance of a guest's own code before a backup is told: A2, A7, C1, C4, F40, F50, F55, F56.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, at, booking, cannot_get_in, door_is, failed, one_backup, result, stay, with,
};
use crate::support::steps::{commanded, is_empty, list, noticed, only_command, text};

/// When the guest of the stay in May books, an hour into that stay.
const LATE: &str = "2026-05-01T14:00:00Z";

fn walk_in() -> Value {
    booking("stay", MAY, &json!({}))
}

/// A house whose lock answers, with a backup on it.
fn ready(over: &Value, policy: &Value) -> House {
    let mut house = House::one_door(over, &with(one_backup(), policy));
    house.settle(&[], APRIL);
    house.settle(
        &[door_is("online", "2026-05-01T13:59:00Z")],
        "2026-05-01T13:59:00Z",
    );
    house
}

/// The PINs in a step's notice to the guest.
fn told(step: &Value) -> Vec<String> {
    let to_guest = list(step, "notices")
        .iter()
        .filter(|one| one["to"] == "guest");
    let doors = to_guest.flat_map(|one| list(&one["values"], "doors").clone());
    doors.map(|door| text(&door["code"])).collect()
}

fn is_backup_told(step: &Value) -> bool {
    noticed(step)
        .iter()
        .any(|key| key.starts_with("backup_told:"))
}

/// The first step after a walk-in, and the command of their code.
fn walks_in(house: &mut House) -> Value {
    let step = house.take(&[walk_in()], LATE);
    assert_eq!(
        noticed(&step),
        Vec::<String>::new(),
        "the first message waits"
    );
    only_command(&step)
}

#[test]
fn a2_f40_a_walk_in_on_a_lock_that_answers_reads_one_pin_and_burns_no_backup() {
    let mut house = ready(&json!({}), &json!({}));
    let step = house.take(&[walk_in()], LATE);
    assert_eq!(
        (commanded(&step), noticed(&step), &step["wakeAt"]),
        (
            vec!["program_code".to_owned()],
            vec![],
            &json!("2026-05-01T14:00:20Z")
        ),
        "20 s after the command left"
    );
    let soon = "2026-05-01T14:00:06Z";
    let answers = house.answers(&only_command(&step), soon);
    let step = house.take(&answers, soon);
    assert_eq!(noticed(&step), ["access_ready:stay:1"]);
    assert_eq!(told(&step), [house.pin("stay", "door")]);
    assert!(!house.site().to_string().contains("awaited"));
}

#[test]
fn a2_f40_twenty_seconds_after_the_command_left_a_backup_is_told_and_nothing_before_it() {
    let mut house = ready(&json!({}), &json!({}));
    walks_in(&mut house);
    assert!(is_empty(&house.take(&[], "2026-05-01T14:00:19Z")));
    let step = house.take(&[], "2026-05-01T14:00:20Z");
    assert!(is_backup_told(&step), "{:?}", noticed(&step));
    let keys = noticed(&step);
    assert!(keys.contains(&"access_ready:stay:1".to_owned()), "{keys:?}");
    let backup = list(&house.site(), "accessCodes")
        .iter()
        .find(|code| code["holder"]["kind"] == "backup" && code.get("toldTo").is_some())
        .map(|code| text(&code["pin"]));
    assert_eq!(told(&step), [backup.unwrap()], "one PIN");
}

#[test]
fn a2_a_command_of_another_code_in_flight_takes_of_the_sixty_seconds() {
    let mut house = ready(
        &json!({ "capacity": 9 }),
        &json!({ "backups": { "poolSize": 2 } }),
    );
    // The pool grows by one, which is on its way when the guest comes.
    let grown = json!({ "type": "policy", "revision": 1, "policy": {
        "backups": { "poolSize": 3 }, "emergency": { "enabled": false }, "review": { "everyDays": 3650 } } });
    let other = only_command(&house.take(&[grown], "2026-05-01T13:59:50Z"));
    let step = house.take(&[walk_in()], LATE);
    assert_eq!((commanded(&step), noticed(&step)), (vec![], vec![]));
    assert!(is_empty(&house.take(&[], "2026-05-01T14:00:29Z")));
    let answers = house.answers(&other, "2026-05-01T14:00:30Z");
    let step = house.take(&answers, "2026-05-01T14:00:30Z");
    assert_eq!(commanded(&step), ["program_code"]);
    assert_eq!(noticed(&step), Vec::<String>::new());
    assert!(is_empty(&house.take(&[], "2026-05-01T14:00:49Z")));
    assert!(is_backup_told(&house.take(&[], "2026-05-01T14:00:50Z")));
    // Where the lock is busy with the other code for all of the minute, the guest has a backup
    // then.
    let mut house = ready(
        &json!({ "capacity": 9 }),
        &json!({ "backups": { "poolSize": 2 } }),
    );
    let grown = json!({ "type": "policy", "revision": 1, "policy": {
        "backups": { "poolSize": 3 }, "emergency": { "enabled": false }, "review": { "everyDays": 3650 },
        "commands": { "deadlineSeconds": 600 } } });
    house.take(&[grown], "2026-05-01T13:59:50Z");
    house.take(&[walk_in()], LATE);
    assert!(is_empty(&house.take(&[], "2026-05-01T14:00:59Z")));
    assert!(is_backup_told(&house.take(&[], "2026-05-01T14:01:00Z")));
}

#[test]
fn a2_f40_what_a_cloud_took_is_read_back_at_once_and_told() {
    let mut house = ready(&json!({}), &json!({}));
    let program = walks_in(&mut house);
    house.confirm(&program, LATE);
    let now = "2026-05-01T14:00:02Z";
    let step = house.take(&[result(&program, "accepted", now)], now);
    assert_eq!(
        (commanded(&step), noticed(&step)),
        (vec!["read_lock".to_owned()], vec![])
    );
    let now = "2026-05-01T14:00:05Z";
    let answers = house.answers(&only_command(&step), now);
    let step = house.take(&answers, now);
    assert_eq!(noticed(&step), ["access_ready:stay:1"]);
}

#[test]
fn a2_f40_what_a_cloud_took_and_nobody_can_read_has_a_minute_while_the_guest_stands_there() {
    let mut house = ready(&json!({ "canReadBack": false }), &json!({}));
    let program = walks_in(&mut house);
    let now = "2026-05-01T14:00:02Z";
    let step = house.take(&[result(&program, "accepted", now)], now);
    assert_eq!((commanded(&step), noticed(&step)), (vec![], vec![]));
    assert!(is_empty(&house.take(&[], "2026-05-01T14:00:59Z")));
    assert!(is_backup_told(&house.take(&[], "2026-05-01T14:01:00Z")));
    // The need is known before the stay begins: then it has half a minute more.
    let mut house = ready(&json!({ "canReadBack": false }), &json!({}));
    house.take(
        &[door_is("online", "2026-05-01T12:56:00Z")],
        "2026-05-01T13:59:01Z",
    );
}

#[test]
fn a2_there_is_no_chance_where_nobody_would_try_or_trying_is_no_use() {
    // The lock is full, and somebody else's codes are on it.
    let mut house = ready(&json!({ "capacity": 1 }), &json!({}));
    assert!(is_backup_told(&house.take(&[walk_in()], LATE)), "full");
    // The guest says that they can't get in.
    let mut house = ready(&json!({}), &json!({}));
    walks_in(&mut house);
    let now = "2026-05-01T14:00:05Z";
    let said = cannot_get_in("stay", now);
    assert!(is_backup_told(&house.take(&[said], now)), "a complaint");
    // The platform refuses for good.
    let mut house = ready(&json!({}), &json!({}));
    let program = walks_in(&mut house);
    let step = house.take(&[failed(&program, "unauthorized", now)], now);
    assert!(is_backup_told(&step), "refused");
    // It falls silent.
    let mut house = ready(&json!({}), &json!({}));
    walks_in(&mut house);
    assert!(
        is_backup_told(&house.take(&[door_is("offline", now)], now)),
        "offline"
    );
}

#[test]
fn a2_f40_a_late_checkout_keeps_its_pin_and_waits_as_long() {
    let moved_in = || {
        let mut house = ready(&json!({}), &json!({}));
        house.settle(&[stay(&json!({}))], "2026-05-01T13:59:01Z");
        let now = "2026-05-03T09:28:00Z";
        house.settle(&[door_is("online", now)], now);
        house
    };
    let later = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "bookedAt": "2026-03-01T00:00:00Z", "checkOut": "14:00" }),
    );
    let now = "2026-05-03T09:29:00Z";
    let mut house = moved_in();
    let step = house.take(std::slice::from_ref(&later), now);
    assert_eq!(commanded(&step), ["change_window"]);
    assert_eq!(
        noticed(&step),
        ["access_changed:stay:2"],
        "the same PIN, a new end"
    );
    assert_eq!(step["wakeAt"], "2026-05-03T09:29:20Z");
    let answers = house.answers(&only_command(&step), "2026-05-03T09:29:04Z");
    let step = house.take(&answers, "2026-05-03T09:29:04Z");
    assert_eq!(noticed(&step), Vec::<String>::new());
    let mut house = moved_in();
    house.take(&[later], now);
    assert!(is_empty(&house.take(&[], "2026-05-03T09:29:19Z")));
    assert!(is_backup_told(&house.take(&[], "2026-05-03T09:29:20Z")));
}

/// The code is not on the lock yet: it stores no windows, or all has failed so far.
#[test]
fn a2_f40_a_stay_that_is_moved_up_so_that_it_runs_has_its_chance_from_then_on() {
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &one_backup());
    house.settle(&[], APRIL);
    house.settle(&[stay(&json!({}))], APRIL);
    let told_at = "2026-04-29T12:00:00Z";
    house.settle(&[], told_at);
    let now = "2026-04-30T16:00:00Z";
    house.settle(&[door_is("online", now)], now);
    let moved = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "arrival": "2026-04-30", "bookedAt": "2026-03-01T00:00:00Z" }),
    );
    let now = "2026-04-30T16:00:01Z";
    let step = house.take(&[moved], now);
    assert!(!is_backup_told(&step), "{:?}", noticed(&step));
    let command = only_command(&step);
    assert_eq!(command["kind"], "program_code");
    assert_eq!(step["wakeAt"], "2026-04-30T16:00:21Z");
    let answers = house.answers(&command, "2026-04-30T16:00:05Z");
    let step = house.take(&answers, "2026-04-30T16:00:05Z");
    assert!(!is_backup_told(&step), "{:?}", noticed(&step));
    assert!(house.pins_on("door").contains(&house.pin("stay", "door")));
}

#[test]
fn a2_what_the_activation_began_is_decided_at_the_last_moment() {
    let mut house = ready(&json!({ "nativeSchedule": false }), &json!({}));
    let now = "2026-05-08T12:45:00Z";
    let next = booking(
        "next",
        ("2026-05-08", "2026-05-09"),
        &json!({ "bookedAt": "2026-03-01T00:00:00Z" }),
    );
    house.settle(&[next], "2026-05-02T12:00:00Z");
    house.settle(&[door_is("online", now)], now);
    let step = house.take(&[], "2026-05-08T12:50:00Z");
    assert_eq!(commanded(&step), ["program_code"]);
    let busy = failed(&only_command(&step), "busy", "2026-05-08T12:50:05Z");
    house.take(&[busy], "2026-05-08T12:50:05Z");
    let mut now = "2026-05-08T12:50:06Z".to_owned();
    while now.as_str() < "2026-05-08T12:55:00Z" {
        let step = house.take(&[], &now);
        let answers: Vec<Value> = list(&step, "commands")
            .iter()
            .map(|one| failed(one, "busy", &now))
            .collect();
        let step = house.take(&answers, &now);
        assert!(!is_backup_told(&step), "{now}");
        now = text(&step["wakeAt"]);
    }
    let step = house.take(&[], "2026-05-08T12:55:00Z");
    assert!(is_backup_told(&step), "{:?}", noticed(&step));
}

#[test]
fn c1_f55_where_the_activation_is_no_earlier_than_the_last_moment_the_chance_begins_with_it() {
    for lead in [5, 3, 0] {
        let checks =
            json!({ "validation": { "activationMinutes": lead, "verificationMinutes": 0 } });
        let mut house = ready(&json!({ "nativeSchedule": false }), &checks);
        let next = booking(
            "next",
            ("2026-05-08", "2026-05-09"),
            &json!({ "bookedAt": "2026-03-01T00:00:00Z" }),
        );
        house.settle(&[next], "2026-05-02T12:00:00Z");
        house.settle(
            &[door_is("online", "2026-05-08T12:54:00Z")],
            "2026-05-08T12:54:00Z",
        );
        let activation = format!(
            "2026-05-08T{}:00Z",
            if lead == 0 {
                "13:00".to_owned()
            } else {
                format!("12:{:02}", 60 - lead)
            }
        );
        let mut step = json!({ "wakeAt": "2026-05-08T12:54:01Z" });
        while text(&step["wakeAt"]).as_str() < activation.as_str() {
            let now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
            assert!(!is_backup_told(&step), "{lead}: {now}");
            assert_eq!(commanded(&step), Vec::<String>::new(), "{lead}: {now}");
        }
        let step = house.take(&[], &activation);
        assert_eq!(commanded(&step), ["program_code"], "{lead}");
        assert!(
            !is_backup_told(&step),
            "{lead}: the guest's own code has its chance"
        );
        let answers = house.answers(&only_command(&step), &activation);
        let step = house.settle(&answers, &activation);
        assert!(!is_backup_told(&step), "{lead}");
    }
}

#[test]
fn a1_f50_a_guest_who_comes_tomorrow_is_told_no_backup_before_tonights_guest_has_left() {
    let mut house = ready(&json!({}), &json!({}));
    let tonight = booking(
        "tonight",
        ("2026-05-02", "2026-05-03"),
        &json!({ "bookedAt": "2026-03-01T00:00:00Z" }),
    );
    house.settle(&[tonight], "2026-05-01T13:59:30Z");
    let now = "2026-05-01T14:00:00Z";
    let tomorrow = booking("tomorrow", ("2026-05-03", "2026-05-05"), &json!({}));
    let step = house.take(&[door_is("offline", now), tomorrow], now);
    assert!(!is_backup_told(&step), "{:?}", noticed(&step));
    // Tonight's guest leaves at 09:00 in UTC; the lock is silent still.
    let mut step = step;
    let mut told_at = None;
    while told_at.is_none() {
        let now = text(&step["wakeAt"]);
        let mut facts = house.silence(&now);
        facts.push(door_is("offline", &now));
        step = house.take(&facts, &now);
        if is_backup_told(&step) {
            told_at = Some(now);
        }
    }
    assert_eq!(told_at.as_deref(), Some("2026-05-03T09:00:00Z"));
}

#[test]
fn a7_f56_a_refused_code_is_called_at_t_15_and_at_the_start_and_at_a_complaint() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let program = only_command(&house.take(&[stay(&json!({}))], APRIL));
    let step = house.take(&[failed(&program, "unauthorized", APRIL)], APRIL);
    assert_eq!(noticed(&step), ["code_failed:stay:door"]);
    let mut calls = Vec::new();
    let mut now = "2026-05-01T12:00:00Z".to_owned();
    let mut facts = vec![door_is("online", &now)];
    while now.as_str() < "2026-05-01T13:10:00Z" {
        let step = house.take(&facts, &now);
        let keys = noticed(&step)
            .into_iter()
            .filter(|key| key.starts_with("lock_unreachable"));
        calls.extend(keys.map(|key| (now[11..16].to_owned(), key)));
        for one in list(&step, "notices")
            .iter()
            .filter(|one| one["kind"] == "lock_unreachable")
        {
            let values = &one["values"];
            assert_eq!(
                (
                    &values["lockName"],
                    &values["guestName"],
                    &values["checkIn"]
                ),
                (
                    &json!("door"),
                    &json!("stay"),
                    &json!("2026-05-01T15:00:00+02:00")
                )
            );
            assert!(
                values["access"].to_string().contains("code_refused"),
                "{values}"
            );
        }
        facts = list(&step, "commands")
            .iter()
            .flat_map(|one| house.answers(one, &now))
            .collect();
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    let now = "2026-05-01T13:10:00Z";
    let said = cannot_get_in("stay", now);
    let step = house.take(&[said], now);
    calls.extend(
        noticed(&step)
            .into_iter()
            .filter(|key| key.starts_with("lock_unreachable"))
            .map(|key| ("13:10".to_owned(), key)),
    );
    let begun = format!(
        "lock_unreachable:stay:door:begun:{}",
        at("2026-05-01T13:00:00Z").unix_seconds()
    );
    let said = format!("lock_unreachable:stay:door:said:{}", at(now).unix_seconds());
    let calls: Vec<(&str, &str)> = calls.iter().map(|(when, key)| (&**when, &**key)).collect();
    assert_eq!(
        calls,
        [
            ("12:45", "lock_unreachable:stay:door"),
            ("13:00", &*begun),
            ("13:10", &*said),
        ]
    );
}
