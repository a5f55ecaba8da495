//! Guests who are told one new code after the other: A6, F42.

use serde_json::{Value, json};

use crate::complaints::{code_told, moved_in, notice, reasons, says, told};
use crate::house::House;
use crate::support::builders::{booking, failed, stay, with};
use crate::support::steps::{list, noticed};

/// A guest who was told three codes within an hour.
fn stopped() -> (House, Value) {
    let mut house = moved_in(&json!({ "complaints": { "maxCodes": 9 } }), &json!({}));
    let mut last = json!(null);
    for (now, count) in [
        ("2026-05-01T16:00:00Z", 1),
        ("2026-05-01T16:10:00Z", 1),
        ("2026-05-01T16:20:00Z", 1),
        ("2026-05-01T16:30:00Z", 0),
    ] {
        let step = house.take(&[says(now, &json!({}))], now);
        assert_eq!(told(&step), count, "{now}");
        house.settle_commands(&step, now);
        last = step;
    }
    (house, last)
}

#[test]
fn a6_i13_f42_after_the_third_new_code_in_an_hour_the_host_is_called_once_and_no_other_is_told() {
    let (mut house, step) = stopped();
    let call = notice(&step, "lock_unreachable");
    assert!(reasons(call).contains(&"next_on_order".to_owned()));
    let backup = list(&call["values"]["access"], "passedOver")
        .iter()
        .find(|one| one["route"] == "backup_code");
    assert_eq!(
        backup.unwrap()["because"],
        json!([{ "kind": "new_codes_stopped" }])
    );
    // Hours later as well: only a change of the booking lifts it.
    let now = "2026-05-02T08:00:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    assert_eq!(told(&step), 0);
    let now = "2026-05-02T09:00:00Z";
    let longer = stay(&json!({ "revision": 2, "departure": "2026-05-04" }));
    house.settle(&[longer], now);
    let now = "2026-05-02T10:00:00Z";
    assert_eq!(told(&house.take(&[says(now, &json!({}))], now)), 1);
}

#[test]
fn a6_w8_a_booking_that_joins_the_stay_lifts_the_stop() {
    for joins in [false, true] {
        let (mut house, _) = stopped();
        let guest = |id: &str| json!({ "guest": { "name": "stay", "id": id } });
        let now = "2026-05-02T09:00:00Z";
        let own = stay(&with(guest("ada"), &json!({ "revision": 2 })));
        let next = guest(if joins { "ada" } else { "bob" });
        let next = booking("next", ("2026-05-03", "2026-05-05"), &next);
        house.settle(&[own, next], now);
        let now = "2026-05-02T10:00:00Z";
        let step = house.take(&[says(now, &json!({}))], now);
        assert_eq!(told(&step), usize::from(joins), "{step}");
    }
}

#[test]
fn a6_the_host_hears_once_that_no_more_codes_are_told() {
    let mut house = moved_in(&json!({ "complaints": { "maxCodes": 9 } }), &json!({}));
    let mut keys = Vec::new();
    for minute in [0, 10, 20, 30, 40] {
        let now = format!("2026-05-01T16:{minute:02}:00Z");
        let step = house.take(&[says(&now, &json!({}))], &now);
        keys.extend(
            noticed(&step)
                .into_iter()
                .filter(|key| key.starts_with("new_codes_stopped")),
        );
        house.settle_commands(&step, &now);
    }
    assert_eq!(keys, ["new_codes_stopped:stay:door:1777652400"]);
}

#[test]
fn a6_f42_what_the_guest_was_told_is_not_replaced_when_the_lock_refuses_its_pin() {
    for (stop_after, changes) in [(1, false), (3, true)] {
        let policy = json!({ "notices": { "stopAfterMessages": stop_after } });
        let mut house = House::one_door(&json!({}), &policy);
        house.move_in();
        let own = house.pin("stay", "door");
        let mut now = "2026-05-01T16:00:00Z".to_owned();
        let reset = json!({ "type": "lock_reset", "id": "reset", "at": now, "lockId": "door" });
        house.locks.clear();
        let mut step = house.take(&[reset], &now);
        let mut refused = 0;
        for minute in 1..60 {
            let answers: Vec<Value> = list(&step, "commands")
                .iter()
                .map(|one| match one["kind"].as_str() {
                    Some("program_code") => {
                        refused += 1;
                        failed(one, "duplicate_code", &now)
                    }
                    _ => house.confirm(one, &now),
                })
                .collect();
            now = format!("2026-05-01T16:{minute:02}:00Z");
            step = house.take(&answers, &now);
        }
        assert_eq!(house.pin("stay", "door") != own, changes, "{stop_after}");
        assert!(changes || refused <= 10, "C6: {refused}");
    }
}

/// The lock takes a second for each command: the guest's own code comes first.
#[test]
fn t2_a5_f42_a_guest_who_goes_by_a_backup_keeps_its_pin_when_the_stay_grows() {
    for complaints in [1, 2] {
        let mut house = moved_in(&json!({}), &json!({}));
        let mut goes_by = String::new();
        for minute in 0..complaints {
            let now = format!("2026-05-01T16:{minute}0:00Z");
            let step = house.take(&[says(&now, &json!({}))], &now);
            goes_by = code_told(&step);
            house.settle_commands(&step, &now);
        }
        let mut facts = vec![stay(&json!({ "revision": 2, "departure": "2026-05-04" }))];
        let mut pins = Vec::new();
        for second in 0..30 {
            let now = format!("2026-05-02T09:00:{second:02}Z");
            let step = house.take(&facts, &now);
            let to_guest = list(&step, "notices")
                .iter()
                .filter(|one| one["to"] == "guest");
            pins.extend(to_guest.map(|one| one["values"]["doors"][0]["code"].clone()));
            facts = list(&step, "commands")
                .iter()
                .flat_map(|one| house.answers(one, &now))
                .collect();
        }
        assert_eq!(pins, [json!(goes_by)], "{complaints}");
    }
}
