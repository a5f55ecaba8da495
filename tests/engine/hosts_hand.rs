//! A code that its host takes off by hand in a running stay: T8, F38, A2, A4, B4.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, REVEAL, STAY, at, booking, door_is, failed, one_backup, result, stay, with,
};
use crate::support::steps::{
    assert_no_command, commanded, is_empty, list, noticed, only_command, text,
};

/// An hour into the stay in May.
pub const NOW: &str = "2026-05-01T14:00:00Z";

/// A guest whose code was read on the lock when the stay began, beside a backup.
pub fn in_stay_with(over: &Value, policy: &Value) -> House {
    let mut house = House::one_door(over, &with(one_backup(), policy));
    house.settle(&[], APRIL);
    house.settle(&[stay(&json!({}))], APRIL);
    for now in [REVEAL, "2026-05-01T12:50:00Z", "2026-05-01T12:55:00Z", STAY] {
        house.settle(&[], now);
    }
    let shown = "2026-05-01T13:45:00Z";
    let report = house.report("door", shown);
    house.settle(&[report], shown);
    house
}

pub fn in_stay() -> House {
    in_stay_with(&json!({}), &json!({}))
}

pub fn code(house: &mut House, id: &str) -> Value {
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    codes.find(|code| code["id"] == id).unwrap().clone()
}

/// The id of the stay's own code.
pub fn own(house: &mut House) -> String {
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    let own = codes.find(|code| code["holder"]["kind"] == "reservation");
    text(&own.unwrap()["id"])
}

pub fn later(now: &str, seconds: i64) -> String {
    crate::model::instant(crate::model::seconds(now) + seconds)
}

/// A list of the lock that nobody asked for.
pub fn unasked(house: &House, now: &str) -> Value {
    with(
        house.report("door", now),
        &json!({ "id": format!("unasked-{now}") }),
    )
}

/// The code of this PIN is taken off by hand, which two lists show; the step of the second one.
pub fn take_off(house: &mut House, pin: &str, now: &str) -> Value {
    let held = house.locks.get_mut("door").unwrap();
    held.retain(|_, (known, _, _)| known != pin);
    shown_twice(house, now)
}

/// Two lists show the lock as it is.
pub fn shown_twice(house: &mut House, now: &str) -> Value {
    let first = unasked(house, now);
    let read = only_command(&house.take(&[first], now));
    assert_eq!(read["kind"], "read_lock");
    let answers = house.answers(&read, &later(now, 2));
    house.take(&answers, &later(now, 2))
}

/// The code is taken off, sent again, and taken off once more; the step that shows that.
pub fn taken_off_again(house: &mut House) -> Value {
    let pin = house.pin("stay", "door");
    let step = take_off(house, &pin, NOW);
    house.settle_commands(&step, "2026-05-01T14:00:05Z");
    take_off(house, &pin, "2026-05-01T14:05:00Z")
}

pub fn asked(step: &Value) -> Vec<String> {
    let mut keys = noticed(step);
    keys.retain(|key| key.starts_with("code_taken_off:"));
    keys
}

pub fn is_backup_told(step: &Value) -> bool {
    let keys = noticed(step);
    keys.iter().any(|key| key.starts_with("backup_told:"))
}

pub fn complaint(now: &str) -> Value {
    json!({ "type": "guest_locked_out", "id": format!("said-{now}"), "at": now, "reservationId": "stay" })
}

/// Every wake until then; all that was commanded but readings, with its instant, and all notices.
pub fn go_on(house: &mut House, from: &str, until: &str) -> (Vec<String>, Vec<String>) {
    let (mut now, mut done, mut notices) = (from.to_owned(), Vec::new(), Vec::new());
    loop {
        let mut step = house.take(&[], &now);
        loop {
            notices.extend(noticed(&step));
            let commands = list(&step, "commands").clone();
            if commands.is_empty() {
                break;
            }
            let kinds = commanded(&step).into_iter();
            let kinds = kinds.filter(|kind| kind != "read_lock");
            done.extend(kinds.map(|kind| format!("{} {kind}", &now[11..19])));
            let answers: Vec<Value> = commands
                .iter()
                .flat_map(|command| house.answers(command, &now))
                .collect();
            step = house.take(&answers, &now);
        }
        match step.get("wakeAt").map(text) {
            Some(next) if at(&next) <= at(until) => now = next,
            _ => return (done, notices),
        }
    }
}

#[test]
fn t8_f38_a_code_that_goes_in_a_running_stay_is_sent_again_once_and_the_host_is_asked() {
    let mut house = in_stay();
    let (pin, id) = (house.pin("stay", "door"), own(&mut house));
    let step = take_off(&mut house, &pin, NOW);
    let again = only_command(&step);
    assert_eq!(
        (&again["kind"], &again["pin"]),
        (&json!("program_code"), &json!(pin))
    );
    // No backup is told, and the host hears once, with what their orders need.
    assert_eq!(
        noticed(&step),
        [format!(
            "code_taken_off:stay:door:{}",
            crate::model::seconds("2026-05-01T14:00:02Z")
        )]
    );
    let notice = &step["notices"][0];
    assert_eq!(
        (&notice["to"], &notice["codeId"]),
        (&json!("host"), &json!(id))
    );
    assert_eq!(
        (
            &notice["values"]["lockName"],
            &notice["values"]["guestName"]
        ),
        (&json!("door"), &json!("stay"))
    );
    let step = house.settle_commands(&step, "2026-05-01T14:00:05Z");
    assert_eq!(noticed(&step), Vec::<String>::new());
    assert_eq!(code(&mut house, &id)["onLock"]["state"], "confirmed");
    // It is there: nobody needs anything else, however long the host says nothing.
    let (done, notices) = go_on(&mut house, "2026-05-01T14:00:06Z", "2026-05-03T09:00:00Z");
    assert_eq!((done, notices), (vec![], vec![]));
}

#[test]
fn t8_f38_what_the_host_takes_off_again_is_sent_no_more_and_a_backup_waits_for_their_word() {
    let mut house = in_stay();
    let step = taken_off_again(&mut house);
    assert_no_command(&step);
    assert_eq!(noticed(&step), Vec::<String>::new());
    // T1: what is off covers nothing.
    let id = own(&mut house);
    assert_eq!(code(&mut house, &id)["onLock"]["state"], "absent");
    // Half an hour after the host was asked.
    assert_eq!(step["wakeAt"], "2026-05-01T14:30:02Z");
    assert!(is_empty(&house.take(&[], "2026-05-01T14:30:01Z")));
    let step = house.take(&[], "2026-05-01T14:30:02Z");
    assert!(is_backup_told(&step), "{:?}", noticed(&step));
    assert!(noticed(&step).contains(&"access_changed:stay:2".to_owned()));
    // B4: the original is not sent again beside it.
    house.settle_commands(&step, "2026-05-01T14:30:05Z");
    let pin = code(&mut house, &id)["pin"].clone();
    go_on(&mut house, "2026-05-01T14:30:06Z", "2026-05-03T09:00:00Z");
    assert!(!house.pins_on("door").contains(&text(&pin)));
}

#[test]
fn t8_a4_a_guest_who_says_that_they_cannot_get_in_is_told_a_backup_at_once() {
    // After the first time, and after the second one.
    let mut house = in_stay();
    let pin = house.pin("stay", "door");
    take_off(&mut house, &pin, NOW);
    let now = "2026-05-01T14:00:03Z";
    assert!(is_backup_told(&house.take(&[complaint(now)], now)));
    let mut house = in_stay();
    taken_off_again(&mut house);
    let now = "2026-05-01T14:06:00Z";
    assert!(is_backup_told(&house.take(&[complaint(now)], now)));
    // Between the two lists.
    let mut house = in_stay();
    let held = house.locks.get_mut("door").unwrap();
    held.clear();
    let report = unasked(&house, NOW);
    let read = only_command(&house.take(&[report], NOW));
    let now = "2026-05-01T14:00:01Z";
    let said = house.take(&[complaint(now)], now);
    let answers = house.answers(&read, "2026-05-01T14:00:02Z");
    let step = house.take(&answers, "2026-05-01T14:00:02Z");
    assert!(is_backup_told(&said), "{:?}", noticed(&said));
    assert!(!is_backup_told(&step), "{:?}", noticed(&step));
}

#[test]
fn t8_an_old_complaint_is_none_about_a_code_that_was_seen_since() {
    let mut house = in_stay();
    let now = "2026-05-01T13:46:00Z";
    let report = unasked(&house, "2026-05-01T13:47:00Z");
    house.settle(&[complaint(now)], now);
    house.settle(&[report], "2026-05-01T13:47:00Z");
    // They were told a backup then. Now that is taken off, too.
    let site = house.site();
    let codes = list(&site, "accessCodes").iter();
    let mut told =
        codes.filter(|code| code["holder"]["kind"] == "backup" && code.get("toldTo").is_some());
    let (id, pin) = told
        .next()
        .map(|code| (text(&code["id"]), text(&code["pin"])))
        .unwrap();

    let step = take_off(&mut house, &pin, NOW);
    assert_eq!(asked(&step).len(), 1, "{:?}", noticed(&step));
    assert!(!is_backup_told(&step), "{:?}", noticed(&step));
    assert_eq!(code(&mut house, &id)["takenOff"]["times"], 1);
}

#[test]
fn t8_a_code_that_was_seen_for_less_than_ten_minutes_of_the_stay_has_its_chance_as_ever() {
    for (now, is_hand) in [
        ("2026-05-01T13:09:59Z", false),
        ("2026-05-01T13:10:00Z", true),
    ] {
        let mut house = House::one_door(&json!({}), &one_backup());
        house.settle(&[], APRIL);
        house.move_in();
        let pin = house.pin("stay", "door");
        let step = take_off(&mut house, &pin, now);
        assert_eq!(commanded(&step), ["program_code"]);
        assert_eq!(asked(&step).len(), usize::from(is_hand), "{now}");
        let told = house.take(&[], &later(now, 22));
        assert_eq!(is_backup_told(&told), !is_hand, "{now}");
    }
}

#[test]
fn t8_a2_before_a_stay_it_counts_as_ever() {
    let mut house = House::one_door(&json!({}), &one_backup());
    house.settle(&[], APRIL);
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], "2026-04-28T13:00:00Z");
    let now = "2026-05-01T12:30:00Z";
    let pin = house.pin("stay", "door");
    let step = take_off(&mut house, &pin, now);
    assert_eq!(
        (commanded(&step), asked(&step)),
        (vec!["program_code".to_owned()], vec![])
    );
    assert!(code(&mut house, "k1-2").get("takenOff").is_none());
}

#[test]
fn t8_f52_what_was_written_and_never_read_was_not_seen() {
    // The platform of a walk-in says that it is done, and no list ever shows it.
    let mut house = House::one_door(&json!({}), &one_backup());
    house.settle(&[], APRIL);
    house.settle(&[door_is("online", NOW)], NOW);
    let step = house.take(
        &[booking("stay", ("2026-05-01", "2026-05-03"), &json!({}))],
        NOW,
    );
    let program = only_command(&step);
    let done = house.confirm(&program, NOW);
    let read = only_command(&house.take(&[done], NOW));
    house.take(&[failed(&read, "busy", NOW)], NOW);
    let held = house.locks.get_mut("door").unwrap();
    held.retain(|id, _| *id != format!("x{}", text(&program["id"])));
    let mut notices = Vec::new();
    for minutes in [20, 22, 24, 26] {
        let now = later(NOW, minutes * 60);
        let report = unasked(&house, &now);
        let step = house.take(&[report], &now);
        notices.extend(asked(&step));
        house.settle_commands(&step, &now);
    }
    assert_eq!(notices, Vec::<String>::new());
}

#[test]
fn t8_a_window_that_the_host_changes_is_set_again_once_and_no_backup_is_told() {
    let mut house = in_stay();
    let pin = house.pin("stay", "door");
    let shorten = |house: &mut House| {
        let held = house.locks.get_mut("door").unwrap().values_mut();
        for one in held.filter(|held| held.0 == pin) {
            one.2 = Some("2026-05-01T13:59:00Z".to_owned());
        }
    };
    shorten(&mut house);
    let step = shown_twice(&mut house, NOW);
    assert_eq!(
        (commanded(&step), asked(&step).len()),
        (vec!["change_window".to_owned()], 1)
    );
    assert!(!is_backup_told(&step));
    house.settle_commands(&step, "2026-05-01T14:00:05Z");
    shorten(&mut house);
    let step = shown_twice(&mut house, "2026-05-01T14:05:00Z");
    assert_no_command(&step);
    assert!(!is_backup_told(&step));
    // Another list shows the same: nothing is sent, and nobody hears more.
    let now = "2026-05-01T14:20:00Z";
    let report = unasked(&house, now);
    let step = house.take(&[report], now);
    assert_no_command(&step);
    assert_eq!(noticed(&step), Vec::<String>::new());
    assert!(is_backup_told(&house.take(&[], "2026-05-01T14:30:02Z")));
}

#[test]
fn t8_a_disabled_code_is_the_hosts_hand_too_and_is_made_again_once() {
    let mut house = in_stay();
    let pin = house.pin("stay", "door");
    let disabled = |house: &House, now: &str| {
        let mut report = unasked(house, now);
        let codes = report["codes"].as_array_mut().unwrap().iter_mut();
        for one in codes.filter(|one| one["pin"] == json!(pin)) {
            one["enabled"] = json!(false);
        }
        report
    };
    let disable = |house: &mut House, now: &str| {
        let report = disabled(house, now);
        let read = only_command(&house.take(&[report], now));
        let now = later(now, 2);
        let facts = [disabled(house, &now), result(&read, "confirmed", &now)];
        house.take(&facts, &now)
    };
    let step = disable(&mut house, NOW);
    assert_eq!(asked(&step).len(), 1, "{step}");
    let removal = only_command(&step);
    assert_eq!(removal["kind"], "remove_code");
    let now = "2026-05-01T14:00:04Z";
    let done = house.confirm(&removal, now);
    let program = only_command(&house.take(&[done], now));
    assert_eq!(
        (&program["kind"], &program["pin"]),
        (&json!("program_code"), &json!(pin))
    );
    let done = house.confirm(&program, now);
    let step = house.settle(&[done], now);
    assert_eq!(noticed(&step), Vec::<String>::new());
    // The host disables it again: it is sent no more.
    let step = disable(&mut house, "2026-05-01T14:05:00Z");
    assert_no_command(&step);
    assert!(!is_backup_told(&step));
    assert!(is_backup_told(&house.take(&[], "2026-05-01T14:30:02Z")));
}

#[test]
fn t8_f41_where_nothing_else_is_left_it_is_sent_as_ever_after_the_hosts_time() {
    let mut house = in_stay_with(&json!({}), &json!({ "backups": { "poolSize": 0 } }));
    let step = taken_off_again(&mut house);
    assert_no_command(&step);
    assert!(is_empty(&house.take(&[], "2026-05-01T14:30:01Z")));
    let step = house.take(&[], "2026-05-01T14:30:02Z");
    assert_eq!(commanded(&step), ["program_code"]);
}

#[test]
fn t8_the_numbers_are_policy() {
    let policy = json!({ "hand": { "seenMinutes": 120, "answerMinutes": 5 } });
    let mut house = in_stay_with(&json!({}), &policy);
    let pin = house.pin("stay", "door");
    let step = take_off(&mut house, &pin, NOW);
    assert_eq!(asked(&step), Vec::<String>::new(), "an hour is too short");
    let policy = json!({ "hand": { "seenMinutes": 0, "answerMinutes": 5 } });
    let mut house = in_stay_with(&json!({}), &policy);
    // It was seen for no time at all, and is asked about anew.
    let step = taken_off_again(&mut house);
    assert_eq!(asked(&step).len(), 1);
    assert!(!is_backup_told(&house.take(&[], "2026-05-01T14:10:01Z")));
    assert!(is_backup_told(&house.take(&[], "2026-05-01T14:10:02Z")));
}

#[test]
fn t8_a_lock_that_was_reset_is_no_hand() {
    let mut house = in_stay();
    house.locks.get_mut("door").unwrap().clear();
    let reset = json!({ "type": "lock_reset", "id": "reset", "at": NOW, "lockId": "door" });
    let step = house.take(&[reset], NOW);
    assert_eq!(
        (commanded(&step), asked(&step)),
        (vec!["program_code".to_owned()], vec![])
    );
    let id = own(&mut house);
    assert!(code(&mut house, &id).get("takenOff").is_none());
}

#[test]
fn t8_locks_without_windows_or_changes_of_windows_are_no_exception() {
    for over in [
        json!({ "nativeSchedule": false }),
        json!({ "canUpdate": false }),
        json!({ "changesBy": "replace" }),
    ] {
        let mut house = in_stay_with(&over, &json!({}));
        let pin = house.pin("stay", "door");
        let step = take_off(&mut house, &pin, NOW);
        assert_eq!(commanded(&step), ["program_code"], "{over}");
        assert_eq!(asked(&step).len(), 1, "{over}");
        house.settle_commands(&step, "2026-05-01T14:00:05Z");
        let step = take_off(&mut house, &pin, "2026-05-01T14:05:00Z");
        assert_no_command(&step);
        assert!(!is_backup_told(&house.take(&[], "2026-05-01T14:30:01Z")));
        assert!(is_backup_told(&house.take(&[], "2026-05-01T14:30:02Z")));
        // After the stay nothing of it is left.
        go_on(&mut house, "2026-05-01T14:30:03Z", "2026-05-04T12:00:00Z");
        assert!(!house.pins_on("door").contains(&pin), "{over}");
        assert!(!house.site().to_string().contains("takenOff"), "{over}");
    }
}

#[test]
fn t8_a_code_that_goes_again_after_ten_more_minutes_is_asked_about_anew_and_not_sent() {
    let mut house = in_stay();
    let pin = house.pin("stay", "door");
    let step = take_off(&mut house, &pin, NOW);
    house.settle_commands(&step, "2026-05-01T14:00:05Z");
    let now = "2026-05-02T10:00:00Z";
    let step = take_off(&mut house, &pin, now);
    assert_no_command(&step);
    assert_eq!(asked(&step).len(), 1);
    assert!(!is_backup_told(&step));
    assert!(!is_backup_told(&house.take(&[], "2026-05-02T10:30:01Z")));
    assert!(is_backup_told(&house.take(&[], "2026-05-02T10:30:02Z")));
}
