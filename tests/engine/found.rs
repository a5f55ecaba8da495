//! What histories of random houses have shown: W5, T8, A2, A4, B6, S, C6, D3, D4, F20, F38, F40.

use serde_json::{Value, json};

use crate::hosts_hand::{code, is_backup_told, later};
use crate::house::{House, house};
use crate::support::builders::{
    APRIL, MAY, REVEAL, STAY, at, booking, door_is, failed, lock_report, one_backup, result, stay,
    with,
};
use crate::support::steps::{
    assert_no_command, commanded, is_empty, list, noticed, only_command, text,
};

const LATER: &str = "2026-04-02T12:00:00Z";
/// An hour into the stay in May.
const NOW: &str = "2026-05-01T14:00:00Z";
/// When the code of the stay in May ends.
const OVER: &str = "2026-05-03T09:30:00Z";

fn no_backups() -> Value {
    json!({ "backups": { "poolSize": 0 } })
}

fn complaint(now: &str) -> Value {
    json!({ "type": "guest_locked_out", "id": format!("said-{now}"), "at": now, "reservationId": "stay" })
}

/// All that was commanded until then, with its instant; the platform answers at once, and `listed`
/// changes what it lists.
fn go_on(
    house: &mut House,
    first: Value,
    until: &str,
    listed: impl Fn(&mut Value),
) -> Vec<(String, Value)> {
    let (mut step, mut given) = (first, Vec::new());
    let mut now = text(&house.site()["header"]["clock"]);
    for turn in 0.. {
        assert!(turn < 400, "never quiet: {step}");
        let commands = list(&step, "commands").clone();
        if commands.is_empty() {
            match step.get("wakeAt").map(text) {
                Some(next) if at(&next) <= at(until) => now = next,
                _ => break,
            }
            step = house.take(&[], &now);
            continue;
        }
        now = later(&now, 2);
        let mut answers = Vec::new();
        for command in &commands {
            given.push((now.clone(), command.clone()));
            answers.extend(house.answers(command, &now));
        }
        for answer in &mut answers {
            let codes = answer.get_mut("codes").and_then(Value::as_array_mut);
            codes.into_iter().flatten().for_each(&listed);
        }
        step = house.take(&answers, &now);
    }
    given
}

fn count(given: &[(String, Value)], kind: &str) -> usize {
    let of_kind = given.iter().filter(|(_, command)| command["kind"] == kind);
    of_kind.count()
}

#[test]
fn w5_grace_ends_with_the_stay_where_another_one_goes_on() {
    let mut house = house();
    let outer = booking("outer", ("2026-05-01", "2026-05-09"), &json!({}));
    let inner = booking("inner", ("2026-05-03", "2026-05-05"), &json!({}));
    house.settle(&[outer], APRIL);
    house.settle(&[inner], APRIL);
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    let own = codes.find(|code| code["holder"]["id"] == "inner").unwrap();
    assert_eq!(own["wanted"]["startsAt"], "2026-05-03T13:00:00Z");
    assert_eq!(own["wanted"]["endsAt"], "2026-05-05T09:00:00Z");
}

#[test]
fn t8_a_code_that_is_disabled_before_its_stay_is_taken_off_and_made_again() {
    for over in [json!({}), json!({ "canUpdate": false })] {
        let mut house = House::one_door(&over, &no_backups());
        house.settle(&[stay(&json!({}))], APRIL);
        let pin = house.pin_on("door");
        let off = |one: &mut Value| one["enabled"] = json!(false);
        let mut first = house.report("door", LATER);
        off(&mut first["codes"][0]);
        let read = only_command(&house.take(&[first], LATER));
        let mut answers = house.answers(&read, &later(LATER, 2));
        off(&mut answers[0]["codes"][0]);
        let step = house.take(&answers, &later(LATER, 2));
        assert_eq!(commanded(&step), ["remove_code"], "{over}");
        let answers = house.answers(&only_command(&step), &later(LATER, 4));
        let again = only_command(&house.take(&answers, &later(LATER, 4)));
        assert_eq!(
            (&again["kind"], &again["pin"]),
            (&json!("program_code"), &json!(pin))
        );
    }
}

#[test]
fn a2_f40_a_stay_that_begins_earlier_than_was_known_gives_its_code_a_chance() {
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &one_backup());
    house.settle(&[], APRIL);
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEAL);
    let now = "2026-05-01T10:00:30Z";
    house.settle(&[door_is("online", "2026-05-01T10:00:00Z")], now);
    let earlier = json!({ "revision": 2, "checkIn": "12:00" });
    let step = house.take(&[booking("stay", MAY, &earlier)], now);
    assert_eq!(commanded(&step), ["program_code"]);
    assert!(!is_backup_told(&step), "{:?}", noticed(&step));
    let answers = house.answers(&only_command(&step), &later(now, 3));
    let step = house.take(&answers, &later(now, 3));
    assert!(!is_backup_told(&step), "{:?}", noticed(&step));
}

#[test]
fn a4_where_nothing_is_left_a_lock_that_answers_is_read_and_gets_a_lost_code_again() {
    for over in [json!({}), json!({ "nativeSchedule": false })] {
        let mut house = House::one_door(&over, &no_backups());
        house.move_in();
        house.settle(&[], "2026-05-01T13:05:00Z");
        let pin = house.pin_on("door");
        house.locks.get_mut("door").unwrap().clear();
        let step = house.take(&[complaint(NOW)], NOW);
        assert_eq!(commanded(&step), ["read_lock"], "{over}");
        go_on(&mut house, step, &later(NOW, 60), |_| {});
        assert_eq!(house.pins_on("door"), [pin], "{over}");
    }
}

#[test]
fn a4_f20_where_nothing_is_left_a_lock_that_cannot_be_read_is_sent_the_code_again() {
    for over in [
        json!({ "canReadBack": false }),
        json!({ "canReadBack": false, "nativeSchedule": false }),
        json!({ "canReadBack": false, "canUpdate": false }),
    ] {
        let mut house = House::one_door(&over, &no_backups());
        house.no_duplicates = false;
        house.move_in();
        let pin = house.pin_on("door");
        house.locks.get_mut("door").unwrap().clear();
        let step = house.take(&[complaint(NOW)], NOW);
        assert_eq!(only_command(&step)["pin"], json!(pin), "{over}");
        house.settle_commands(&step, &later(NOW, 2));
        assert_eq!(house.pins_on("door"), std::slice::from_ref(&pin), "{over}");
        // One word of the guest, one try.
        assert!(is_empty(&house.take(&[complaint(NOW)], &later(NOW, 3))));
        // The lock has the PIN, and opens nothing for it: somebody has disabled it.
        let given = |house: &mut House, now: &str| {
            let step = house.take(&[complaint(now)], now);
            let given = go_on(house, step, &later(now, 60), |_| {});
            let kinds = given.iter().map(|(_, command)| text(&command["kind"]));
            kinds.collect::<Vec<_>>()
        };
        let first = given(&mut house, "2026-05-01T14:03:00Z");
        assert_eq!(first[0], "program_code", "{over}");
        assert!(!first.contains(&"remove_code".to_owned()), "{over}");
        let second = given(&mut house, "2026-05-01T14:06:00Z");
        assert_eq!(second, ["remove_code", "program_code"], "{over}");
        assert_eq!(house.pins_on("door"), [pin], "{over}");
    }
}

#[test]
fn a4_t9_a_lock_that_was_doubted_often_is_read_twice_for_a_guest_who_stands_outside() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.move_in();
    house.settle(&[], "2026-05-01T13:05:00Z");
    let pin = house.pin_on("door");
    for minute in 10..17 {
        let now = format!("2026-05-01T13:{minute}:00Z");
        let nothing = lock_report("door", &json!({ "id": now, "codes": [] }), &now);
        house.settle(&[nothing], &now);
        let now = later(&now, 20);
        let shown = with(house.report("door", &now), &json!({ "id": now }));
        house.settle(&[shown], &now);
    }
    house.locks.get_mut("door").unwrap().clear();
    let step = house.take(&[complaint(NOW)], NOW);
    go_on(&mut house, step, &later(NOW, 60), |_| {});
    assert_eq!(house.pins_on("door"), [pin]);
}

#[test]
fn a4_a_lock_that_hides_its_pins_gets_the_code_anew_at_the_next_complaint() {
    let hide = |code: &mut Value| code["pin"] = json!("****");
    let mut house = House::one_door(&json!({}), &no_backups());
    house.move_in();
    house.settle(&[], "2026-05-01T13:05:00Z");
    let pin = house.pin_on("door");
    // Somebody changes its PIN in the lock's app.
    for held in house.locks.get_mut("door").unwrap().values_mut() {
        held.0 = "111222".to_owned();
    }
    let step = house.take(&[complaint(NOW)], NOW);
    let first = go_on(&mut house, step, &later(NOW, 60), hide);
    let kinds = |given: &[(String, Value)]| {
        let kinds = given.iter().map(|(_, command)| text(&command["kind"]));
        kinds.collect::<Vec<_>>()
    };
    assert_eq!(kinds(&first), ["read_lock"]);
    let again = later(NOW, 120);
    let step = house.take(&[complaint(&again)], &again);
    // A second call changes nothing (D3).
    let once_more = house.take(&[], &again);
    assert!(is_empty(&once_more), "{step}\n\n{once_more}");
    let second = go_on(&mut house, step, &later(&again, 60), hide);
    assert_eq!(kinds(&second)[..2], ["remove_code", "program_code"]);
    assert_eq!(house.pins_on("door"), [pin]);
}

#[test]
fn a4_a_lock_that_was_silent_at_a_complaint_is_read_once_it_answers() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.move_in();
    house.settle(&[], "2026-05-01T13:05:00Z");
    let pin = house.pin_on("door");
    house.locks.get_mut("door").unwrap().clear();
    // Every try fails, for hours.
    let (mut facts, mut now) = (vec![complaint(NOW)], NOW.to_owned());
    let until = at("2026-05-01T17:00:00Z");
    loop {
        let step = house.take(&facts, &now);
        let silent = |command: &Value| failed(command, "offline", &now);
        facts = list(&step, "commands").iter().map(silent).collect();
        match step.get("wakeAt").map(text) {
            _ if !facts.is_empty() => now = later(&now, 1),
            Some(next) if at(&next) < until => now = next,
            _ => break,
        }
    }
    let now = "2026-05-01T17:00:00Z";
    let step = house.take(&[door_is("online", now)], now);
    assert_eq!(commanded(&step), ["read_lock"]);
    go_on(&mut house, step, &later(now, 60), |_| {});
    assert_eq!(house.pins_on("door"), [pin]);
    // One word of the guest, one reading that brings a list.
    let now = "2026-05-01T17:30:00Z";
    assert_no_command(&house.take(&[door_is("online", now)], now));
}

#[test]
fn t8_c6_a_code_that_a_cloud_took_again_and_that_never_came_was_taken_off_by_nobody() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.move_in();
    house.settle(&[], "2026-05-01T13:05:00Z");
    let pin = house.pin_on("door");
    let shown = with(
        house.report("door", "2026-05-01T13:45:00Z"),
        &json!({ "id": "seen" }),
    );
    house.settle(&[shown], "2026-05-01T13:45:00Z");
    house.locks.get_mut("door").unwrap().clear();
    // The cloud takes the code that is sent again, and loses it.
    let (mut facts, mut now, mut lost) = (vec![complaint(NOW)], NOW.to_owned(), 0);
    let until = at("2026-05-01T14:05:00Z");
    loop {
        let step = house.take(&facts, &now);
        facts.clear();
        for command in list(&step, "commands") {
            if command["kind"] == "program_code" && lost == 0 {
                lost += 1;
                facts.push(result(command, "accepted", &now));
            } else {
                facts.extend(house.answers(command, &now));
            }
        }
        match step.get("wakeAt").map(text) {
            _ if !facts.is_empty() => now = later(&now, 1),
            Some(next) if at(&next) < until => now = next,
            _ => break,
        }
    }
    assert_eq!(lost, 1);
    assert_eq!(house.pins_on("door"), [pin]);
}

#[test]
fn f20_a_removal_that_a_cloud_took_and_that_failed_later_is_tried_again() {
    for failure in ["timeout", "busy"] {
        let over = json!({ "canReadBack": false, "nativeSchedule": false });
        let mut house = House::one_door(&over, &no_backups());
        house.move_in();
        let first = only_command(&house.take(&[], OVER));
        assert_eq!(first["kind"], "remove_code");
        let soon = later(OVER, 4);
        house.take(&[result(&first, "accepted", &soon)], &soon);
        let soon = later(OVER, 33);
        let step = house.take(&[failed(&first, failure, &soon)], &soon);
        let given = go_on(&mut house, step, &later(OVER, 600), |_| {});
        assert_eq!(count(&given, "remove_code"), 1, "{failure}");
        assert_eq!(house.pins_on("door"), Vec::<String>::new(), "{failure}");
    }
}

#[test]
fn d4_a_result_that_is_said_once_more_changes_nothing() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[], APRIL);
    let command = only_command(&house.take(&[stay(&json!({}))], APRIL));
    let accepted = result(&command, "accepted", &later(APRIL, 1));
    house.take(std::slice::from_ref(&accepted), &later(APRIL, 1));
    let timeout = failed(&command, "timeout", &later(APRIL, 22));
    let step = house.take(std::slice::from_ref(&timeout), &later(APRIL, 22));
    for fact in [accepted, timeout] {
        let again = house.take(&[fact], &later(APRIL, 22));
        assert!(is_empty(&again), "{again}");
        assert_eq!(again["wakeAt"], step["wakeAt"]);
    }
}

#[test]
fn d4_a_removal_that_is_confirmed_late_and_once_more_counts_once() {
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &no_backups());
    house.move_in();
    // The next command, which may come at a wake.
    let next = |house: &mut House, facts: &[Value], seconds: i64| {
        let step = house.take(facts, &later(OVER, seconds));
        let step = match list(&step, "commands").is_empty() {
            true => house.take(&[], &text(&step["wakeAt"])),
            false => step,
        };
        only_command(&step)
    };
    let first = next(&mut house, &[], 0);
    let accepted = result(&first, "accepted", &later(OVER, 2));
    let read = next(&mut house, &[accepted], 2);
    assert_eq!(read["kind"], "read_lock");
    let answers = house.answers(&read, &later(OVER, 65));
    let second = next(&mut house, &answers, 65);
    assert_eq!(second["kind"], "remove_code");
    let now = later(&text(&house.site()["header"]["clock"]), 1);
    let confirmed = result(&first, "confirmed", &now);
    house.take(std::slice::from_ref(&confirmed), &now);
    let now = later(&now, 1);
    house.take(&[result(&second, "accepted", &now)], &now);
    let again = house.take(&[confirmed], &now);
    assert!(is_empty(&again), "{again}");
}

#[test]
fn f20_a_removal_that_is_confirmed_late_says_nothing_of_the_code_that_was_sent_since() {
    let over = json!({ "canReadBack": false, "canUpdate": false });
    let mut house = House::one_door(&over, &no_backups());
    house.settle(&[stay(&json!({}))], APRIL);
    let longer = booking(
        "stay",
        ("2026-05-01", "2026-05-04"),
        &json!({ "revision": 2 }),
    );
    let removal = only_command(&house.take(&[longer], LATER));
    assert_eq!(removal["kind"], "remove_code");
    let now = later(LATER, 2);
    let step = house.take(&[result(&removal, "accepted", &now)], &now);
    let program = only_command(&step);
    assert_eq!(program["kind"], "program_code");
    let now = later(LATER, 4);
    house.take(&[result(&program, "accepted", &now)], &now);
    let now = later(LATER, 20);
    let step = house.take(&[result(&removal, "confirmed", &now)], &now);
    assert_eq!(commanded(&step), Vec::<String>::new());
    let id = text(&program["codeId"]);
    assert_eq!(code(&mut house, &id)["onLock"]["state"], "accepted");
}

#[test]
fn c6_f38_a_window_that_is_listed_wider_each_time_is_sent_five_times_in_half_an_hour() {
    for (over, kind) in [
        (json!({}), "change_window"),
        (json!({ "canUpdate": false }), "remove_code"),
    ] {
        let mut house = House::one_door(&over, &no_backups());
        house.settle(&[stay(&json!({}))], APRIL);
        let wider = |one: &mut Value| one["endsAt"] = json!("2026-05-03T10:00:00Z");
        let now = "2026-05-01T12:56:00Z";
        let mut first = house.report("door", now);
        wider(&mut first["codes"][0]);
        let step = house.take(&[first], now);
        let given = go_on(&mut house, step, "2026-05-01T13:25:00Z", wider);
        let tries = count(&given, kind);
        assert!((2..=5).contains(&tries), "{over}: {tries}");
        // A longer stay has another window, which is sent at once (I1).
        let longer = json!({ "revision": 2, "checkOut": "13:00" });
        let step = house.take(&[stay(&longer)], "2026-05-01T13:26:00Z");
        let sent = only_command(&step);
        assert_eq!(sent["window"]["endsAt"], "2026-05-03T11:30:00Z", "{step}");
    }
}

#[test]
fn d3_b6_no_call_comes_for_a_backup_that_grows_old_while_another_is_replaced() {
    let policy = |revision: u32, size: u32| {
        json!({ "type": "policy", "revision": revision, "policy": {
            "backups": { "poolSize": size, "rotateDays": 30 }, "emergency": { "enabled": false },
            "review": { "everyDays": 3650 } } })
    };
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[policy(1, 1)], APRIL);
    house.settle(&[policy(2, 2)], &later(APRIL, 10));
    let step = house.take(&[], "2026-05-01T12:00:00Z");
    assert_eq!(step["wakeAt"], only_command(&step)["deadline"]);
}

#[test]
fn s_i9_a_backup_that_made_room_for_a_stay_waits_while_the_emergency_code_comes_back_too() {
    let over = json!({ "nativeSchedule": false, "capacity": 3 });
    let policy = json!({ "backups": { "poolSize": 2 }, "emergency": { "enabled": true } });
    let mut house = House::one_door(&over, &policy);
    house.settle(&[], APRIL);
    house.settle(&[stay(&json!({}))], APRIL);
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    let emergency = codes.find(|code| code["holder"]["kind"] == "emergency");
    let id = emergency.unwrap()["externalId"].clone();
    let off = |one: &mut Value| {
        if one["externalId"] == id {
            one["enabled"] = json!(false);
        }
    };
    let step = house.take(&[], "2026-05-01T12:45:00Z");
    let given = go_on(&mut house, step, STAY, off);
    let programs = count(&given, "program_code");
    // The stay's code, and the emergency code; a backup has no place any more.
    assert_eq!(programs, 2, "{given:?}");
}
