//! What the second opinion found: promises that no other check asked for. A2, A4, B2, B4, B5, C7,
//! P7, S1, T4, T5, I1.

use serde_json::{Value, json};

use crate::complaints::{says, told};
use crate::early_backups::{ANSWERS, others_stay, told_early};
use crate::hosts_hand::{later, unasked};
use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, REVEAL, STAY, booked_early, booking, door_is, failed, listing, lock, result, stay,
    with,
};
use crate::support::steps::{
    assert_no_command, commanded, is_empty, list, noticed, only_command, text,
};
use crate::told_backups::live;

/// The stay in May at a lock that is left in a door with a policy, an hour after it began.
fn in_the_stay(over: &Value, policy: &Value) -> House {
    let mut house = House::one_door(over, policy);
    house.settle(&[], APRIL);
    let guest = json!({ "guest": { "id": "ada", "name": "Ada" } });
    house.settle(&[stay(&guest)], APRIL);
    for now in [
        REVEAL,
        "2026-05-01T12:45:00Z",
        "2026-05-01T12:50:00Z",
        "2026-05-01T12:55:00Z",
        STAY,
    ] {
        house.settle(&[], now);
    }
    let shown = "2026-05-01T13:45:00Z";
    let report = unasked(&house, shown);
    house.settle(&[report], shown);
    house
}

fn own_state(house: &mut House) -> Value {
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    let own = codes.find(|code| code["holder"]["id"] == "stay").unwrap();
    own["onLock"].clone()
}

#[test]
fn a4_t8_a_code_that_went_was_sent_and_goes_again_is_asked_for_when_its_guest_says_so() {
    let mut house = in_the_stay(&json!({}), &json!({}));
    let gone = |house: &mut House| house.locks.get_mut("door").unwrap().clear();
    gone(&mut house);
    let now = "2026-05-01T14:00:00Z";
    let report = unasked(&house, now);
    let step = house.take(&[report], now);
    house.settle_commands(&step, &later(now, 3));
    assert_eq!(house.pins_on("door").len(), 1, "it was sent once more");
    gone(&mut house);
    let now = "2026-05-01T16:00:00Z";
    let read = only_command(&house.take(&[says(now, &json!({}))], now));
    assert_eq!(read["kind"], "read_lock");
    let answers = house.answers(&read, &later(now, 2));
    let again = only_command(&house.take(&answers, &later(now, 2)));
    assert_eq!(
        again["kind"], "read_lock",
        "what the first list denies is asked for once more"
    );
}

#[test]
fn a4_c6_a_lock_whose_readings_brought_no_list_is_read_at_each_complaint_all_the_same() {
    let policy = json!({ "commands": { "tries": 2 } });
    let mut house = in_the_stay(&json!({ "nativeSchedule": false }), &policy);
    let in_vain = |house: &mut House, said: &str| {
        let step = house.take(&[says(said, &json!({}))], said);
        let read = only_command(&step);
        assert_eq!(read["kind"], "read_lock", "{said}");
        let at = later(said, 2);
        house.take(&[result(&read, "confirmed", &at)], &at)
    };
    // Each of them brings no list, and the pause grows beyond the time in which the guest waits.
    for said in [
        "16:00:00", "16:02:00", "16:04:00", "16:06:00", "18:00:00", "18:01:00",
    ] {
        in_vain(&mut house, &format!("2026-05-01T{said}Z"));
    }
    // Within a deadline it is read once.
    let said = "2026-05-01T18:01:30Z";
    assert_no_command(&house.take(&[says(said, &json!({}))], said));
    // D3: nothing wakes the site for a reading that nobody waits for any more.
    let step = house.take(&[], "2026-05-01T18:01:31Z");
    let wake = text(&step["wakeAt"]);
    assert!(!is_empty(&house.take(&[], &wake)), "{wake}");
}

#[test]
fn a4_a2_a_complaint_that_a_reading_answered_says_nothing_of_a_later_need() {
    let over = json!({ "nativeSchedule": false });
    let policy = json!({ "backups": { "poolSize": 3 } });
    let mut house = in_the_stay(&over, &policy);
    let now = "2026-05-01T14:00:00Z";
    let step = house.settle(&[says(now, &json!({}))], now);
    assert_eq!(told(&step), 0);
    // The lock shows the code: the guest's word stands against it no more.
    let shown = "2026-05-01T15:00:00Z";
    let report = unasked(&house, shown);
    house.settle(&[report], shown);
    house.settle(&[], "2026-05-03T09:30:00Z");
    // The guest stays on, and the lock answers: their own code has its chance.
    let now = "2026-05-03T10:00:00Z";
    let online = door_is("online", now);
    let ada = json!({ "guest": { "id": "ada", "name": "Ada" } });
    let longer = booking("longer", ("2026-05-03", "2026-05-05"), &ada);
    let step = house.take(&[online, longer], now);
    assert_eq!(told(&step), 0, "{:?}", noticed(&step));
    let step = house.settle_commands(&step, now);
    assert_eq!(told(&step), 0, "{:?}", noticed(&step));
    assert_eq!(own_state(&mut house)["state"], "confirmed");
}

#[test]
fn c7_f20_what_a_cloud_had_taken_and_a_list_did_not_show_yet_counts_once_it_is_confirmed() {
    // A code that is taken off to get another window: its new one is sent at once.
    let mut house = House::one_door(&json!({ "canUpdate": false }), &json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    let earlier = ("2026-04-29", "2026-05-03");
    let moved = booked_early("stay", earlier, &json!({ "revision": 2 }));
    let removal = only_command(&house.take(std::slice::from_ref(&moved), "2026-04-20T12:00:00Z"));
    assert_eq!(removal["kind"], "remove_code");
    let at = "2026-04-20T12:00:04Z";
    let read = only_command(&house.take(&[result(&removal, "accepted", at)], at));
    let answers = house.answers(&read, "2026-04-20T12:00:05Z");
    house.take(&answers, "2026-04-20T12:00:05Z");
    assert_eq!(
        own_state(&mut house)["state"],
        "confirmed",
        "the list shows it yet"
    );
    let done = "2026-04-20T12:00:12Z";
    let confirmed = house.confirm(&removal, done);
    let program = only_command(&house.take(std::slice::from_ref(&confirmed), done));
    assert_eq!(program["kind"], "program_code");
    // D4: the same once more is nothing.
    assert!(is_empty(&house.take(&[confirmed], done)));

    // A window that is changed in place: it is not sent again.
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    let change = only_command(&house.take(&[moved], "2026-04-20T12:00:00Z"));
    assert_eq!(change["kind"], "change_window");
    let mut step = house.take(&[result(&change, "accepted", at)], at);
    while list(&step, "commands").is_empty() {
        let now = text(&step["wakeAt"]);
        step = house.take(&[], &now);
    }
    let shown = "2026-04-20T12:01:10Z";
    let answers = house.answers(&only_command(&step), shown);
    house.take(&answers, shown);
    let done = "2026-04-20T12:01:12Z";
    let confirmed = house.confirm(&change, done);
    let step = house.take(&[confirmed], done);
    assert!(
        !commanded(&step).contains(&"change_window".to_owned()),
        "{step}"
    );
    assert_eq!(own_state(&mut house)["startsAt"], "2026-04-29T13:00:00Z");
}

#[test]
fn p7_f36_what_is_left_of_a_refused_pin_is_known_by_its_label_and_removed_again() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    let pin = house.pin("stay", "door");
    let now = "2026-04-20T12:00:00Z";
    house.settle(
        &[stay(&json!({ "revision": 2, "status": "cancelled" }))],
        now,
    );
    // The lock refuses the PIN as taken again and again: the stay gets another one.
    let mut step = house.take(&[stay(&json!({ "revision": 3 }))], now);
    for _ in 0..8 {
        let command = only_command(&step);
        if command["kind"] == "program_code" && command["pin"] != json!(pin) {
            break;
        }
        step = house.refuses_as_taken(&command, now);
    }
    house.settle_commands(&step, now);
    // The platform calls the rest removed, and lists it under another id.
    let label = text(&json!("Guest k1-1"));
    let mut removals = 0;
    for hour in 13..16 {
        let now = format!("2026-04-20T{hour}:00:00Z");
        let mut report = unasked(&house, &now);
        let left = json!({ "externalId": "another", "pin": pin, "name": label });
        report["codes"].as_array_mut().unwrap().push(left);
        let step = house.take(&[report], &now);
        let keys = noticed(&step);
        assert!(
            !keys.iter().any(|key| key.starts_with("unknown_code")),
            "{keys:?}"
        );
        let kinds = commanded(&step);
        removals += kinds.iter().filter(|kind| *kind == "remove_code").count();
        house.settle_commands(&step, &now);
    }
    assert!(removals > 0);
}

#[test]
fn t5_a5_b2_a_told_backup_goes_along_where_a_joined_booking_moves_behind_the_same_door() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({ "nativeSchedule": false }))],
        "listings": [listing("flat", &json!(["door"])), listing("loft", &json!(["door"]))],
        "policy": { "backups": { "poolSize": 2 } },
    }));
    let ada = |over: &Value| with(json!({ "guest": { "name": "Ada", "id": "ada" } }), over);
    house.settle(&[stay(&ada(&json!({})))], APRIL);
    let second = ("2026-05-03", "2026-05-05");
    house.settle(&[booking("b", second, &ada(&json!({})))], APRIL);
    for now in [REVEAL, "2026-05-01T12:50:00Z", STAY] {
        house.settle(&[], now);
    }
    // The lock loses their code, and they are told a backup.
    let said = "2026-05-03T10:00:00Z";
    let step = house.take(&[says(said, &json!({}))], said);
    assert_eq!(told(&step), 1);
    house.settle_commands(&step, said);
    let known = text(&step["notices"][0]["values"]["doors"][0]["code"]);
    let now = "2026-05-04T12:00:00Z";
    let moved = ada(&json!({ "revision": 2, "listingId": "loft" }));
    let step = house.settle(&[booking("b", second, &moved)], now);
    assert_eq!(told(&step), 0, "{:?}", noticed(&step));
    assert!(house.pins_on("door").contains(&known));
    let card = house.codes(&json!({ "reservationId": "b", "lockId": "door" }));
    assert!(
        card.iter().any(|code| code["code"] == json!(known)),
        "{card:?}"
    );
    // It ends with the booking that has it now.
    house.settle(&[], "2026-05-05T09:30:00Z");
    house.settle(&[], "2026-05-05T09:40:00Z");
    assert!(!house.pins_on("door").contains(&known));
}

#[test]
fn b4_b2_a_backup_whose_removal_is_not_answered_before_the_stay_is_followed_by_none_until_t_5() {
    let over = json!({ "nativeSchedule": false });
    let mut house = told_early(&over, Some(others_stay()));
    let backups = |notices: &[String]| {
        let told = notices
            .iter()
            .filter(|key| key.starts_with("backup_told:stay:"));
        told.count()
    };
    // It answers: the backup has to go while the other guest is in. Nobody knows whether it is off,
    // since the lock falls silent again.
    let mut step = house.take(&[door_is("online", ANSWERS)], ANSWERS);
    let mut removal = only_command(&step);
    while removal["kind"] != "remove_code" {
        let answers = house.answers(&removal, ANSWERS);
        step = house.take(&answers, ANSWERS);
        removal = only_command(&step);
    }
    let now = later(ANSWERS, 20);
    let facts = [failed(&removal, "timeout", &now), door_is("offline", &now)];
    let until = "2026-05-01T12:54:59Z";
    let (_, notices) = live(&mut house, &facts, (&now, until), Some("offline"));
    assert_eq!(backups(&notices), 0, "{notices:?}");
    let t_5 = "2026-05-01T12:55:00Z";
    let (_, notices) = live(&mut house, &[], (t_5, STAY), Some("offline"));
    assert_eq!(backups(&notices), 1, "{notices:?}");
}

#[test]
fn t4_t7_the_old_code_stays_where_lists_deny_the_new_one_that_was_called_done() {
    let mut house = in_the_stay(&json!({ "canUpdate": false }), &json!({}));
    let old = house.pin("stay", "door");
    // The stay is extended: a new code comes before the old one goes. Its cloud lies.
    let now = "2026-05-01T16:00:00Z";
    let longer = ("2026-05-01", "2026-05-04");
    let ada = json!({ "revision": 2, "guest": { "id": "ada", "name": "Ada" } });
    let program = only_command(&house.take(&[booked_early("stay", longer, &ada)], now));
    assert_eq!(program["kind"], "program_code");
    let lied = result(&program, "confirmed", &later(now, 5));
    let mut step = house.take(&[lied], &later(now, 5));
    for second in [10, 15] {
        let read = only_command(&step);
        assert_eq!(read["kind"], "read_lock");
        let at = later(now, second);
        let answers = house.answers(&read, &at);
        step = house.take(&answers, &at);
    }
    assert!(
        !commanded(&step).contains(&"remove_code".to_owned()),
        "{step}"
    );
    assert_eq!(house.pin_on("door"), old);
    // The new one is sent again, and then the old one goes.
    for second in [60, 120, 180] {
        house.settle(&[], &later(now, second));
    }
    let pins = house.pins_on("door");
    assert!(pins.len() == 1 && pins != [old], "{pins:?}");
}

#[test]
fn b4_c1_a_told_backup_is_not_taken_off_within_ten_minutes_of_its_stay() {
    let over = json!({ "nativeSchedule": false });
    let mut house = told_early(&over, Some(others_stay()));
    // Another booking of the flat begins with the stay, which has no lead then (C3).
    let twin = json!({ "bookedAt": "2026-03-01T00:00:00Z" });
    let twin = booking("another", MAY, &twin);
    let until = "2026-05-01T12:55:29Z";
    live(
        &mut house,
        &[twin],
        ("2026-04-29T20:20:00Z", until),
        Some("offline"),
    );
    let online = [door_is("online", "2026-05-01T12:55:30Z")];
    let (given, _) = live(&mut house, &online, ("2026-05-01T12:55:30Z", STAY), None);
    let backups: Vec<Value> = list(&house.site(), "accessCodes")
        .iter()
        .filter(|code| {
            code["toldTo"][0]["reservationId"] == "stay" && code["holder"]["kind"] == "backup"
        })
        .cloned()
        .collect();
    assert!(!backups.is_empty());
    for (at, command) in &given {
        let is_backup = backups.iter().any(|code| code["id"] == command["codeId"]);
        assert!(
            !(is_backup && command["kind"] == "remove_code"),
            "{at} {command}"
        );
    }
}

#[test]
fn a4_f20_a_lock_that_cannot_be_read_is_sent_the_last_code_though_its_cloud_only_took_it() {
    let over = json!({ "nativeSchedule": false, "canReadBack": false });
    let mut house = House::one_door(&over, &json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    for now in [REVEAL, "2026-05-01T12:45:00Z"] {
        house.settle(&[], now);
    }
    let program = only_command(&house.take(&[], "2026-05-01T12:50:00Z"));
    let at = "2026-05-01T12:50:03Z";
    house.take(&[result(&program, "accepted", at)], at);
    for now in ["2026-05-01T12:55:00Z", STAY] {
        let step = house.take(&[], now);
        let answers: Vec<Value> = list(&step, "commands")
            .iter()
            .map(|read| result(read, "confirmed", now))
            .collect();
        house.take(&answers, now);
    }
    // It never came.
    let now = "2026-05-01T13:10:00Z";
    let online = door_is("online", now);
    let again = only_command(&house.take(&[online, says(now, &json!({}))], now));
    assert_eq!(
        (&again["kind"], &again["pin"]),
        (&json!("program_code"), &program["pin"])
    );
}

#[test]
fn s1_a_place_that_was_refused_before_its_removal_was_confirmed_is_free_once_it_is() {
    let over = json!({
        "profile": "zigbee", "nativeSchedule": null, "canReadBack": false, "capacity": 1,
    });
    let mut house = House::one_door(&over, &json!({}));
    let next = booked_early("next", ("2026-05-03", "2026-05-05"), &json!({}));
    house.settle(&[stay(&json!({})), next], APRIL);
    for now in [REVEAL, "2026-05-01T12:45:00Z", "2026-05-01T12:50:00Z", STAY] {
        house.settle(&[], now);
    }
    let over = "2026-05-03T09:30:00Z";
    let removal = only_command(&house.take(&[], over));
    assert_eq!(removal["kind"], "remove_code");
    house.take(&[result(&removal, "accepted", over)], over);
    house.settle(&[], "2026-05-03T12:45:00Z");
    let now = "2026-05-03T12:50:00Z";
    let program = only_command(&house.take(&[], now));
    assert_eq!(program["slot"], removal["slot"]);
    // The removal was not done yet: there is no other place.
    assert_no_command(&house.take(&[failed(&program, "slot_taken", now)], now));
    let at = later(now, 20);
    let again = only_command(&house.take(&[result(&removal, "confirmed", &at)], &at));
    assert_eq!(
        (&again["kind"], &again["slot"]),
        (&json!("program_code"), &removal["slot"])
    );
}

#[test]
fn b5_e2_i2_an_emergency_code_on_a_silent_lock_with_windows_is_a_task_an_hour_after_its_stay() {
    let policy = json!({ "emergency": { "enabled": true, "rotateAfterCheckoutMinutes": 300 } });
    for (keeps_windows, task_at) in [
        (true, "2026-05-03T10:00:00Z"),
        (false, "2026-05-03T14:00:00Z"),
    ] {
        let over = json!({ "nativeSchedule": keeps_windows });
        let mut house = House::one_door(&over, &policy);
        house.settle(&[], APRIL);
        let silent = "2026-05-01T12:40:00Z";
        let late = booking("stay", MAY, &json!({ "bookedAt": silent }));
        let facts = [door_is("offline", silent), late];
        let (_, notices) = live(&mut house, &facts, (silent, STAY), Some("offline"));
        assert!(
            notices.contains(&"emergency_told:stay:k1-1".to_owned()),
            "{notices:?}"
        );
        let (mut now, mut facts, mut found) = (STAY.to_owned(), Vec::new(), None);
        while found.is_none() {
            let step = house.take(&facts, &now);
            let mut keys = noticed(&step).into_iter();
            if keys.any(|key| key == "removal_by_hand:k1-1") {
                found = Some(now.clone());
                assert!(is_empty(&house.take(&[], &now)), "D3: at {now}");
            }
            let commands = list(&step, "commands").iter();
            facts = commands.map(|one| failed(one, "offline", &now)).collect();
            if facts.is_empty() {
                now = text(&step["wakeAt"]);
            }
        }
        assert_eq!(found.as_deref(), Some(task_at), "{keeps_windows}");
    }
}

#[test]
fn t5_b5_a_told_backup_of_a_cancelled_stay_is_a_task_as_soon_after_it_as_after_any_end() {
    let policy = json!({ "backups": { "poolSize": 1, "manualRemovalMinutes": 10 } });
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &policy);
    house.settle(&[], APRIL);
    let silent = "2026-04-30T12:40:00Z";
    let late = booking("stay", MAY, &json!({ "bookedAt": silent }));
    let facts = [door_is("offline", silent), late];
    let (_, notices) = live(
        &mut house,
        &facts,
        (silent, "2026-04-30T12:41:00Z"),
        Some("offline"),
    );
    assert!(
        notices.contains(&"backup_told:stay:k1-1".to_owned()),
        "{notices:?}"
    );
    // Hours later nobody knows whether the lock answers. It does not.
    let now = "2026-04-30T16:00:00Z";
    let cancelled = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let until = "2026-04-30T16:12:00Z";
    let (_, notices) = live(&mut house, &[cancelled], (now, until), Some("busy"));
    assert!(
        notices.contains(&"removal_by_hand:k1-1".to_owned()),
        "{notices:?}"
    );
}
