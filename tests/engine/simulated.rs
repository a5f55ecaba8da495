//! What the simulator (`tests/simulation/sim`) found, each as small as it gets.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booking, door_is, failed, lock_report, one_backup, order, result, visit, visit_fact,
};
use crate::support::steps::{is_empty, list, only_command, text};

const OVER: &str = "2026-05-03T09:30:00Z";

#[test]
fn f20_i5_a_removal_that_a_cloud_took_is_read_back() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let removal = only_command(&house.take(&[], OVER));
    house.take(&[result(&removal, "accepted", OVER)], OVER);
    // The cloud gets its time, which is one deadline.
    let later = "2026-05-03T09:31:00Z";
    let read = only_command(&house.take(&[], later));
    assert_eq!(read["kind"], "read_lock");
    // It was never done.
    let answers = house.answers(&read, later);
    let removal = only_command(&house.take(&answers, later));
    assert_eq!(removal["kind"], "remove_code");
    house.locks.get_mut("door").unwrap().clear();
    house.take(&[result(&removal, "accepted", later)], later);
    house.settle(&[], "2026-05-03T09:32:00Z");
    assert_eq!(house.codes(&json!({})), Vec::<Value>::new());
}

#[test]
fn f20_where_nothing_can_be_read_a_clouds_word_ends_a_removal() {
    let mut house = House::one_door(&json!({ "canReadBack": false }), &json!({}));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let removal = only_command(&house.take(&[], OVER));
    let step = house.take(&[result(&removal, "accepted", OVER)], OVER);
    assert_eq!(step["commands"], json!([]));
}

#[test]
fn c7_a_read_that_a_cloud_took_has_read_nothing() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let step = house.take(&[result(&program, "unknown", APRIL)], APRIL);
    assert_eq!(step["wakeAt"], "2026-04-01T12:00:30Z");
    let read = only_command(&house.take(&[], "2026-04-01T12:00:30Z"));
    let at = "2026-04-01T12:00:31Z";
    let step = house.take(&[result(&read, "accepted", at)], at);
    assert_eq!(step["commands"], json!([]));
    let wake_at = step["wakeAt"].as_str().unwrap().to_owned();
    assert_eq!(
        only_command(&house.take(&[], &wake_at))["kind"],
        "read_lock"
    );
}

#[test]
fn f20_what_a_cloud_took_is_not_read_before_it_can_be_there() {
    let mut house = House::one_door(&json!({}), &one_backup());
    let program = only_command(&house.take(&[], APRIL));
    let step = house.take(&[result(&program, "accepted", APRIL)], APRIL);
    assert_eq!(step["commands"], json!([]));
    assert_eq!(step["wakeAt"], "2026-04-01T12:01:00Z");
    let read = only_command(&house.take(&[], "2026-04-01T12:01:00Z"));
    assert_eq!(read["kind"], "read_lock");
}

#[test]
fn c6_newer_evidence_ends_the_long_pause() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let mut step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let mut now = APRIL.to_owned();
    for tried in 1..=5 {
        let command = only_command(&step);
        step = house.take(&[failed(&command, "offline", &now)], &now);
        now = step["wakeAt"].as_str().unwrap().to_owned();
        if tried < 5 {
            step = house.take(&[], &now);
        }
    }
    // Half an hour after the fifth try.
    assert!(now.as_str() > "2026-04-01T12:30:00Z", "{now}");
    let at = "2026-04-01T12:15:00Z";
    let online = door_is("online", at);
    assert_eq!(
        only_command(&house.take(&[online], at))["kind"],
        "program_code"
    );
}

#[test]
fn i6_f9_a_backup_whose_pin_is_taken_makes_room_for_another() {
    let mut house = House::one_door(&json!({}), &one_backup());
    let program = only_command(&house.take(&[], APRIL));
    let again = only_command(&house.take(&[failed(&program, "duplicate_code", APRIL)], APRIL));
    assert_eq!(again["kind"], "program_code");
    assert_ne!(program["pin"], again["pin"]);
    assert_ne!(program["name"], again["name"]);
}

#[test]
fn f18_a_code_that_was_there_already_is_as_sure_as_it_gets_where_nothing_can_be_read() {
    let mut house = House::one_door(&json!({ "canReadBack": false }), &one_backup());
    let program = only_command(&house.take(&[], APRIL));
    house.take(&[result(&program, "unknown", APRIL)], APRIL);
    let at = "2026-04-01T12:00:30Z";
    let again = only_command(&house.take(&[], at));
    house.take(&[failed(&again, "duplicate_code", at)], at);
    assert_eq!(
        house.site()["accessCodes"][0]["onLock"]["state"],
        "unverifiable"
    );
}

#[test]
fn i8_a_backup_that_was_burned_is_not_told_to_the_host_again() {
    let mut house = House::one_door(&json!({}), &one_backup());
    house.settle(&[], APRIL);
    let now = "2026-05-01T14:00:00Z";
    let offline = door_is("offline", now);
    let told = |step: &Value| {
        let notices = list(step, "notices");
        notices
            .iter()
            .filter(|notice| notice["kind"] == "backup_told")
            .count()
    };
    assert_eq!(
        told(&house.take(&[offline, booking("stay", MAY, &json!({}))], now)),
        1
    );
    let cancelled = json!({ "revision": 2, "status": "cancelled" });
    assert_eq!(
        told(&house.take(&[booking("stay", MAY, &cancelled)], now)),
        0
    );
    // Reinstated, and no other backup is there.
    assert_eq!(
        told(&house.take(&[booking("stay", MAY, &json!({ "revision": 3 }))], now)),
        0
    );
}

#[test]
fn d3_a_told_backup_follows_a_longer_stay_before_its_guest_hears_of_it() {
    let mut house = House::one_door(&json!({}), &one_backup());
    house.settle(&[], APRIL);
    let now = "2026-05-01T14:00:00Z";
    let offline = door_is("offline", now);
    house.take(&[offline, booking("stay", MAY, &json!({}))], now);
    let longer = booking(
        "stay",
        ("2026-05-01", "2026-05-04"),
        &json!({ "revision": 2 }),
    );
    house.take(&[longer], now);
    let again = house.step(&[], now);
    assert!(is_empty(&again), "{again}");
}

#[test]
fn f20_f25_what_a_cloud_took_is_not_missing_at_once_and_its_pin_stays_ours() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    house.take(&[result(&program, "accepted", APRIL)], APRIL);
    // The lock has not heard of it yet.
    let step = house.take(&[house.report("door", APRIL)], APRIL);
    assert_eq!(step["commands"], json!([]));
    // By the time it should have, it has not: it is sent again, and then both have arrived.
    let verified = "2026-05-01T12:55:00Z";
    let read = only_command(&house.take(&[], verified));
    let answers = house.answers(&read, verified);
    let again = only_command(&house.take(&answers, verified));
    assert_eq!(
        (&again["kind"], &again["pin"]),
        (&json!("program_code"), &program["pin"])
    );
    house.take(&[result(&program, "confirmed", verified)], verified);
    let step = house.take(&[failed(&again, "duplicate_code", verified)], verified);
    assert_eq!(json!(house.pin("stay", "door")), program["pin"]);
    let kinds: Vec<_> = list(&step, "commands")
        .iter()
        .map(|command| command["kind"].clone())
        .collect();
    assert_eq!(
        kinds,
        ["read_lock"],
        "with which window it is there, and whether it is ours, only the lock knows"
    );
}

#[test]
fn d3_a_stay_that_will_run_by_then_is_no_reason_to_call() {
    let mut house = House::one_door(&json!({}), &one_backup());
    let later = |days, revision| booking("later", days, &json!({ "revision": revision }));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    house.settle(&[], "2026-04-30T13:00:00Z");
    // The second stay is booked and changed more than 48 hours before its start, while the first
    // one runs. Within these 48 hours a silent lock alone would be a reason to call.
    let now = "2026-05-01T12:50:00Z";
    let offline = door_is("offline", now);
    let booked = later(("2026-05-03", "2026-05-05"), 1);
    let asked = only_command(&house.take(&[offline, booked], now));
    house.take(&[failed(&asked, "rejected", now)], now);
    let asked = only_command(&house.take(&[later(("2026-05-03", "2026-05-06"), 2)], now));
    let mut step = house.take(&[failed(&asked, "rejected", now)], now);
    while let Some(at) = step["wakeAt"]
        .as_str()
        .filter(|at| *at <= "2026-05-02T13:00:00Z")
    {
        let at = at.to_owned();
        step = house.take(&[], &at);
        assert!(!is_empty(&step), "called at {at} for nothing");
    }
}

#[test]
fn i7_a_list_that_comes_late_undoes_nothing_that_happened_since() {
    let mut house = House::one_door(&json!({ "canUpdate": false }), &json!({}));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let (listed, moved) = (house.report("door", APRIL), "2026-04-01T12:00:05Z");
    house.take(std::slice::from_ref(&listed), APRIL);
    let later = booking(
        "stay",
        ("2026-05-02", "2026-05-03"),
        &json!({ "revision": 2 }),
    );
    house.settle(&[later], moved);
    // It still names the code under the id that the platform knew it by before it was taken off.
    let step = house.take(&[listed], "2026-04-01T12:01:00Z");
    assert!(is_empty(&step), "{step}");
}

#[test]
fn c6_a_read_that_a_cloud_took_ends_the_long_pause_once_it_is_answered() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let mut command = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let mut now = APRIL.to_owned();
    for _ in 0..5 {
        let step = house.take(&[result(&command, "unknown", &now)], &now);
        now = step["wakeAt"].as_str().unwrap().to_owned();
        command = only_command(&house.take(&[], &now));
    }
    assert_eq!(command["kind"], "read_lock");
    let step = house.take(&[result(&command, "accepted", &now)], &now);
    assert_eq!(step["commands"], json!([]), "it is left alone");
    let later = now.replace(":30Z", ":35Z");
    assert_ne!(later, now);
    let answers = house.answers(&command, &later);
    let program = only_command(&house.take(&answers, &later));
    assert_eq!(program["kind"], "program_code");
}

#[test]
fn a_lock_is_usable_again_though_it_answered_before_its_word_came() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let word = |usable, now: &str| {
        let state = json!({ "reachability": "online", "usable": usable });
        lock_report("door", &json!({ "state": state }), now)
    };
    let usable = |house: &mut House| house.site()["locks"][0]["lastStatus"]["usable"].clone();
    house.take(&[word(false, APRIL)], APRIL);
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let confirmed = house.confirm(&program, "2026-04-01T12:00:05Z");
    house.take(&[confirmed], "2026-04-01T12:00:05Z");
    assert_eq!(usable(&mut house), false);
    house.take(
        &[word(true, "2026-04-01T12:00:03Z")],
        "2026-04-01T12:00:06Z",
    );
    assert_eq!(usable(&mut house), true);
    // An older word still changes nothing.
    house.take(
        &[word(false, "2026-04-01T12:00:02Z")],
        "2026-04-01T12:00:07Z",
    );
    assert_eq!(usable(&mut house), true);
}

#[test]
fn d3_a_host_who_is_called_to_a_broken_keypad_hears_nothing_new_when_the_battery_is_no_more_to_blame()
 {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(
        &[booking(
            "stay",
            MAY,
            &json!({ "bookedAt": "2026-03-01T00:00:00Z" }),
        )],
        APRIL,
    );
    house.settle(&[], "2026-05-01T13:00:00Z");
    // Silent with an empty battery, and its keypad is broken.
    let now = "2026-05-01T13:40:00Z";
    let state = json!({ "reachability": "online", "batteryPercent": 0, "usable": false,
        "failures": ["2026-05-01T13:20:00Z", "2026-05-01T13:25:00Z", "2026-05-01T13:30:00Z"] });
    let step = house.take(&[lock_report("door", &json!({ "state": state }), now)], now);
    let keys: Vec<&Value> = list(&step, "notices")
        .iter()
        .map(|notice| &notice["key"])
        .collect();
    let expected = [
        "access_changed:stay:2",
        "battery_low:door",
        "lock_unreachable:stay:door",
    ];
    assert_eq!(keys, expected);
    // When the failures are too old to say anything, the keypad is broken still.
    assert_ne!(step["wakeAt"], "2026-05-01T14:00:01Z");
    house.settle(&[], "2026-05-03T09:00:00Z");
}

#[test]
fn d3_c5_while_a_dead_battery_calls_the_host_a_code_that_begins_to_open_is_no_news() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    // A day earlier, but its lock has fallen silent with an empty battery.
    let now = "2026-04-30T12:50:00Z";
    let state = json!({ "state": { "reachability": "offline", "batteryPercent": 3 } });
    let earlier = booking(
        "stay",
        ("2026-04-30", "2026-05-03"),
        &json!({ "revision": 2 }),
    );
    let mut step = house.take(&[lock_report("door", &state, now), earlier], now);
    let mut told = Vec::new();
    while step["wakeAt"].as_str().unwrap() < "2026-05-01T13:30:00Z" {
        told.extend(
            list(&step, "notices")
                .iter()
                .map(|notice| notice["key"].clone()),
        );
        let at = step["wakeAt"].as_str().unwrap().to_owned();
        step = house.take(&[], &at);
        assert!(!is_empty(&step), "called at {at} for nothing");
    }
    assert_eq!(
        told,
        [
            "access_ready:stay:1",
            "battery_low:door",
            "lock_unreachable:stay:door",
            // A7: the day earlier begins, which nothing opens.
            "lock_unreachable:stay:door:begun:1777554000"
        ]
    );
}

fn cleaners_codes(house: &mut House) -> Vec<(Value, Value)> {
    let codes = house.codes(&json!({})).into_iter();
    let hers = codes.filter(|code| code["holder"] == "visit");
    hers.map(|code| (code["startsAt"].clone(), code["endsAt"].clone()))
        .collect()
}

#[test]
fn d5_v1_a_turnover_follows_when_a_stay_is_ended_by_order() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let stays = [
        booking("first", MAY, &json!({})),
        booking("next", ("2026-05-04", "2026-05-06"), &json!({})),
        booking("last", ("2026-05-08", "2026-05-09"), &json!({})),
    ];
    house.settle(&stays, APRIL);
    house.settle(&[visit_fact(&visit("cleo", "turnover", &json!({})))], APRIL);
    let end_of_first = json!("2026-05-03T09:00:00Z");
    assert_eq!(
        cleaners_codes(&mut house),
        [(end_of_first.clone(), json!("2026-05-04T13:00:00Z"))]
    );
    let now = "2026-04-02T12:00:00Z";
    let revoke = order(&json!({ "kind": "revoke", "reservationId": "next" }), now);
    house.settle(&[revoke], now);
    assert_eq!(
        cleaners_codes(&mut house),
        [(end_of_first, json!("2026-05-08T13:00:00Z"))]
    );
}

#[test]
fn t5_v1_a_stay_that_was_ended_by_order_is_followed_by_no_turnover_however_long_ago() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(
        &[
            booking("stay", MAY, &json!({})),
            visit_fact(&visit("cleo", "turnover", &json!({}))),
        ],
        APRIL,
    );
    assert_eq!(cleaners_codes(&mut house).len(), 1);
    let now = "2026-04-02T12:00:00Z";
    let revoke = order(&json!({ "kind": "revoke", "reservationId": "stay" }), now);
    let mut step = house.settle(&[revoke], now);
    assert_eq!(cleaners_codes(&mut house), []);
    // No order about a stay is forgotten later than a week after its end.
    while let Some(at) = step
        .get("wakeAt")
        .map(text)
        .filter(|at| &**at < "2026-05-20")
    {
        let before = house.site();
        step = house.settle(&[], &at);
        assert_ne!(before, house.site(), "D3: called for nothing at {at}");
    }
    house.settle(&[], "2026-05-20T12:00:00Z");
    assert_eq!(cleaners_codes(&mut house), []);
}

#[test]
fn f20_t7_a_code_that_a_cloud_took_is_read_back_also_where_it_goes_before_its_window_ends() {
    let mut house = House::one_door(&json!({ "canUpdate": false }), &json!({}));
    let now = "2026-05-01T13:05:00Z";
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], now));
    let step = house.take(&[result(&program, "accepted", now)], now);
    // A2: it is read back at once, and the cloud does not list it yet.
    let read = only_command(&step);
    assert_eq!(read["kind"], "read_lock");
    let now = "2026-05-01T13:05:02Z";
    let answers = house.answers(&read, now);
    house.take(&answers, now);
    let shorter = booking(
        "stay",
        ("2026-05-01", "2026-05-02"),
        &json!({ "revision": 2 }),
    );
    let step = house.take(&[shorter], "2026-05-01T13:05:10Z");
    assert_eq!(step["commands"], json!([]), "the guest is in (T4)");
    // The cloud gets its time, which is one deadline.
    assert_eq!(step["wakeAt"], "2026-05-01T13:06:00Z");
    let read = only_command(&house.take(&[], "2026-05-01T13:06:00Z"));
    assert_eq!(read["kind"], "read_lock");
}
