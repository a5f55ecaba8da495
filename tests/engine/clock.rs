//! Locks whose schedules are off by an hour when the clocks change: C8, F33.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, booked, booked_early, booking, door_is, failed, listing, lock, one_backup, order,
    result, with,
};
use crate::support::calls::ask;
use crate::support::steps::{audited, is_empty, list, only_command, text};

/// The clocks of Paris go back an hour.
const CHANGE: &str = "2026-10-25T01:00:00Z";
const OVER: (&str, &str) = ("2026-10-24", "2026-10-26");
const AFTER: (&str, &str) = ("2026-10-27", "2026-10-29");

fn doubted(over: &Value) -> House {
    House::one_door(&with(json!({ "clockSuspect": true }), over), &one_backup())
}

fn backups_told(step: &Value) -> usize {
    let kinds = audited(step);
    kinds.iter().filter(|kind| *kind == "backup_told").count()
}

/// Every wake until `until`, on a lock that does all it is told; what it was told, with the last
/// letters of the instant.
fn all_until(house: &mut House, until: &str) -> Vec<String> {
    let mut done = Vec::new();
    let mut now = APRIL.to_owned();
    loop {
        let mut step = house.take(&[], &now);
        while !list(&step, "commands").is_empty() {
            let commands = list(&step, "commands").clone();
            done.extend(commands.iter().map(|one| {
                format!(
                    "{now} {} {}",
                    text(&one["kind"]),
                    one.get("codeId").map_or_else(String::new, text)
                )
            }));
            let answers: Vec<Value> = commands
                .iter()
                .flat_map(|one| house.answers(one, &now))
                .collect();
            step = house.take(&answers, &now);
        }
        assert!(is_empty(&house.take(&[], &now)), "D3");
        match step.get("wakeAt").map(text) {
            Some(next) if next.as_str() <= until => now = next,
            _ => return done,
        }
    }
}

#[test]
fn c8_f33_what_the_lock_keeps_is_sent_again_at_the_change_and_once() {
    for (suspect, again) in [(true, 2), (false, 0)] {
        let mut house = doubted(&json!({ "clockSuspect": suspect }));
        house.settle(
            &[
                booked_early("over", OVER, &json!({})),
                booked_early("after", AFTER, &json!({})),
                booked_early("before", ("2026-10-20", "2026-10-22"), &json!({})),
            ],
            APRIL,
        );
        let done = all_until(&mut house, "2026-10-25T12:00:00Z");
        let sent: Vec<&String> = done
            .iter()
            .filter(|one| one.contains("change_window"))
            .collect();
        assert_eq!(sent.len(), again, "{done:?}");
        assert!(sent.iter().all(|one| one.starts_with(CHANGE)), "{sent:?}");
        // The same window as before.
        let site = house.site();
        let kept: Vec<&Value> = list(&site, "accessCodes")
            .iter()
            .filter(|code| code["holder"]["id"] == "over")
            .collect();
        assert_eq!(kept[0]["onLock"]["endsAt"], "2026-10-26T10:30:00Z");
    }
}

#[test]
fn c8_f20_what_a_cloud_took_again_is_asked_for() {
    let mut house = doubted(&json!({}));
    house.settle(&[booked_early("over", OVER, &json!({}))], APRIL);
    all_until(&mut house, "2026-10-24T12:55:00Z");
    let step = house.take(&[], CHANGE);
    let again = step["commands"][0].clone();
    assert_eq!(again["kind"], "change_window");
    let step = house.take(&[result(&again, "accepted", CHANGE)], CHANGE);
    assert_eq!(
        (&step["notices"], &step["commands"]),
        (&json!([]), &json!([])),
        "what was there still is"
    );
    let later = "2026-10-25T01:01:00Z";
    let step = house.take(&[], later);
    assert_eq!(step["commands"][0]["kind"], "read_lock");
}

#[test]
fn c8_a1_offline_over_the_change_the_doubtful_hour_is_uncovered_and_the_guest_gets_a_backup() {
    for (suspect, told) in [(true, 1), (false, 0)] {
        let mut house = doubted(&json!({ "clockSuspect": suspect }));
        house.settle(&[booked_early("over", OVER, &json!({}))], APRIL);
        all_until(&mut house, "2026-10-24T12:59:00Z");
        let mut now = "2026-10-25T00:50:00Z".to_owned();
        let offline = |now: &str| door_is("offline", now);
        let mut facts = vec![offline(&now)];
        let mut tellings = 0;
        for _ in 0..20 {
            let step = house.take(&facts, &now);
            tellings += backups_told(&step);
            assert!(
                now.as_str() >= CHANGE || tellings == 0,
                "nothing is doubtful before the change"
            );
            facts = list(&step, "commands")
                .iter()
                .map(|one| failed(one, "offline", &now))
                .collect();
            now = text(&step["wakeAt"]);
        }
        assert_eq!(tellings, told);
    }
}

#[test]
fn c8_d5_a_lock_that_falls_silent_with_a_coming_stays_doubtful_hour_counts_at_once() {
    // Booked within 48 hours: then a backup is told as soon as the lock is known to be silent (A1).
    // No window can be changed there, and the platform does not take the code off to make it again.
    let mut house = doubted(&json!({ "canUpdate": false }));
    house.settle(&[], APRIL);
    let days = ("2026-10-25", "2026-10-27");
    let late = booking("late", days, &json!({ "bookedAt": "2026-10-24T12:00:00Z" }));
    house.settle(&[late], "2026-10-24T12:00:00Z");
    let removal = only_command(&house.take(&[], CHANGE));
    assert_eq!(removal["kind"], "remove_code");
    let step = house.take(&[failed(&removal, "rejected", CHANGE)], CHANGE);
    assert!(
        step["wakeAt"].as_str().is_some_and(|at| at > CHANGE),
        "{step}"
    );
    let silent = "2026-10-25T01:00:10Z";
    let offline = door_is("offline", silent);
    let step = house.take(&[offline], silent);
    assert_eq!(backups_told(&step), 1, "{step}");
}

#[test]
fn c8_d3_d5_a_lock_that_fell_silent_before_the_change_is_a_reason_to_be_called_at_the_change() {
    let mut house = doubted(&json!({ "canUpdate": false }));
    house.settle(&[], APRIL);
    let days = ("2026-10-25", "2026-10-27");
    let late = booking("late", days, &json!({ "bookedAt": "2026-10-24T12:00:00Z" }));
    house.settle(&[late], "2026-10-24T12:00:00Z");
    // The lock is read after the removal of an old code (P7).
    house.settle(&[], "2026-10-24T12:10:00Z");
    let silent = "2026-10-25T00:50:00Z";
    let offline = door_is("offline", silent);
    let step = house.take(&[offline], silent);
    assert_eq!(
        (&step["audit"], &step["wakeAt"]),
        (&json!([]), &json!(CHANGE))
    );
    let step = house.take(&[], CHANGE);
    assert_eq!(backups_told(&step), 1, "{step}");
}

#[test]
fn c8_d3_d5_a_backup_that_comes_on_the_lock_before_the_change_is_a_reason_to_be_called() {
    let mut house = doubted(&json!({ "canUpdate": false }));
    let late = booking("late", OVER, &json!({ "bookedAt": "2026-03-01T00:00:00Z" }));
    let booked = "2026-10-24T12:00:00Z";
    let step = house.take(&[late], booked);
    let first = list(&step, "commands").clone();
    let answers: Vec<Value> = first.iter().map(|one| house.confirm(one, booked)).collect();
    let backup = list(&house.take(&answers, booked), "commands")[0].clone();
    assert!(
        backup["name"]
            .as_str()
            .is_some_and(|name| name.starts_with("Backup"))
    );
    house.settle(&[failed(&backup, "rejected", booked)], booked);
    for check in ["2026-10-24T12:45:00Z", "2026-10-24T13:00:00Z"] {
        house.settle(&[], check);
    }
    let again = "2026-10-24T18:00:00Z";
    house.settle(
        &[order(&json!({ "kind": "retry", "lockId": "door" }), again)],
        again,
    );
    // Five minutes before the hour in which the code may have ended already.
    let step = house.take(&[], again);
    assert_eq!(step["wakeAt"], "2026-10-26T09:25:00Z");
}

#[test]
fn c8_d3_b2_a_spare_that_a_guest_is_told_is_no_more_to_come_to_another_in_a_doubtful_hour() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({ "clockSuspect": true, "canUpdate": false }))],
        "listings": [listing("attic", &json!(["door"])), listing("barn", &json!(["door"]))],
        "policy": { "emergency": { "enabled": true } },
    }));
    let stays = [
        booked("over", "attic", OVER, &json!({})),
        booked("beside", "barn", OVER, &json!({})),
    ];
    house.settle(&stays, APRIL);
    all_until(&mut house, "2026-10-24T13:00:00Z");
    // No other spare is made.
    let now = "2026-10-24T14:00:00Z";
    let step = house.settle(&[order(&json!({ "kind": "pause" }), now)], now);
    assert_eq!(
        step["wakeAt"], "2026-10-26T09:25:00Z",
        "five minutes before it"
    );
    let outside = json!({ "type": "guest_locked_out", "id": "o1", "at": now,
        "reservationId": "beside", "lockId": "door" });
    let step = house.take(&[outside], now);
    assert_eq!(audited(&step), ["emergency_told"]);
    assert_eq!(step["wakeAt"], house.take(&[], now)["wakeAt"]);
}

#[test]
fn c8_f25_a_code_that_only_a_reading_has_shown_is_sent_again_too() {
    let mut house = doubted(&json!({}));
    house.settle(&[], APRIL);
    let program =
        house.take(&[booked_early("over", OVER, &json!({}))], APRIL)["commands"][0].clone();
    assert_eq!(program["kind"], "program_code");
    // The answer is lost; then the lock shows the code.
    house.confirm(&program, APRIL);
    house.settle(&[], &text(&program["deadline"]));
    all_until(&mut house, "2026-10-24T12:00:00Z");
    // That it is there still does not say by which clock.
    let report = house.report("door", CHANGE);
    let again = house.take(&[report], CHANGE)["commands"][0].clone();
    assert_eq!(
        (&again["kind"], &again["codeId"]),
        (&json!("change_window"), &program["codeId"])
    );
}

#[test]
fn c8_a5_when_its_codes_become_doubtful_a_guest_keeps_the_one_that_they_were_told_last() {
    let mut house = doubted(&json!({}));
    house.settle(&[booked_early("over", OVER, &json!({}))], APRIL);
    all_until(&mut house, "2026-10-24T13:00:00Z");
    let now = "2026-10-24T14:00:00Z";
    let outside = json!({ "type": "guest_locked_out", "id": "o1", "at": now,
        "reservationId": "over", "lockId": "door" });
    house.settle(std::slice::from_ref(&outside), now);
    let now = "2026-10-24T14:20:00Z";
    let again = with(outside, &json!({ "id": "o2", "at": now }));
    house.settle(&[again], now);
    // All of their codes are shown to be there.
    let later = "2026-10-24T15:00:00Z";
    let listed = house.report("door", later);
    house.settle(&[listed], later);
    let told = |house: &mut House| {
        let site = house.site();
        list(&site["trips"][0]["toldAccess"], "doors")[0]["codeId"].clone()
    };
    let last = told(&mut house);
    let step = house.take(&[], CHANGE);
    assert_eq!(list(&step, "notices"), &Vec::<Value>::new(), "{step}");
    assert_eq!(told(&mut house), last);
}

#[test]
fn c8_the_doubtful_hours_in_select_access() {
    let ask_at = |now: &str, over: Value| {
        let code = with(
            json!({ "id": "k1", "lockId": "door", "holder": { "kind": "reservation", "id": "stay" }, "pin": "492817",
                "wanted": { "startsAt": "2026-10-24T13:00:00Z", "endsAt": "2026-10-26T10:30:00Z" },
                "onLock": { "state": "confirmed", "startsAt": "2026-10-24T13:00:00Z", "endsAt": "2026-10-26T10:30:00Z",
                    "at": "2026-10-01T12:00:00Z" } }),
            &over,
        );
        let input = json!({
            "reservationId": "stay", "window": { "startsAt": "2026-10-24T13:00:00Z", "endsAt": "2026-10-26T10:30:00Z" },
            "now": now, "codes": [code],
            "lock": { "id": "door", "name": "Door", "nativeSchedule": true, "clockSuspect": true,
                "timeZone": "Europe/Paris", "state": { "reachability": "online" } },
        });
        text(&ask("selectAccess", &input).unwrap()["route"])
    };
    assert_eq!(ask_at("2026-10-25T00:59:59Z", json!({})), "existing_code");
    assert_eq!(ask_at(CHANGE, json!({})), "program");
    // A cloud took it once more; then the lock showed it.
    assert_eq!(ask_at(CHANGE, json!({ "sentAt": CHANGE })), "program");
    let shown = json!({ "state": "confirmed", "startsAt": "2026-10-24T13:00:00Z",
        "endsAt": "2026-10-26T10:30:00Z", "at": CHANGE });
    assert_eq!(
        ask_at(CHANGE, json!({ "sentAt": CHANGE, "onLock": shown })),
        "existing_code"
    );
}

#[test]
fn t1_c8_of_a_window_that_a_cloud_changes_after_the_clocks_the_doubtful_hour_is_not_sure() {
    for (suspect, ends_at) in [
        (true, "2026-10-26T09:30:00Z"),
        (false, "2026-10-26T10:30:00Z"),
    ] {
        let mut house = doubted(&json!({ "clockSuspect": suspect }));
        house.settle(&[booked_early("over", OVER, &json!({}))], APRIL);
        all_until(&mut house, "2026-10-24T12:55:00Z");
        let longer = json!({ "revision": 2, "departure": "2026-10-27" });
        let step = house.take(&[booked_early("over", OVER, &longer)], CHANGE);
        let change = step["commands"][0].clone();
        assert_eq!(change["kind"], "change_window");
        house.take(&[result(&change, "accepted", CHANGE)], CHANGE);
        let site = house.site();
        let mut codes = list(&site, "accessCodes").iter();
        let code = codes.find(|code| code["holder"]["id"] == "over").unwrap();
        let sure = &code["onLock"]["guaranteedWindow"];
        assert_eq!(sure["startsAt"], "2026-10-24T13:00:00Z", "{suspect}");
        assert_eq!(sure["endsAt"], ends_at, "{suspect}");
    }
}
