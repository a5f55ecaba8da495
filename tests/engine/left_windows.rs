//! What is left on a lock that changes no window, and what a cloud only took there: T9, C3, I9, V1.

use serde_json::{Value, json};

use crate::hosts_hand::later;
use crate::house::House;
use crate::support::builders::{APRIL, booking, door_is, failed, result};
use crate::support::steps::{commanded, list, text};

fn no_backups() -> Value {
    json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": false } })
}

fn until(day: &str, revision: u32) -> Value {
    booking(
        "stay",
        ("2026-05-01", day),
        &json!({ "revision": revision }),
    )
}

#[test]
fn t9_v1_a_ghost_whose_windows_are_all_over_lets_nobody_in_and_is_taken_off() {
    let able = json!({ "canReadBack": false, "canUpdate": false });
    let mut house = House::one_door(&able, &no_backups());
    house.settle(&[until("2026-05-03", 1)], APRIL);
    // The stay moves, and the lock has time for its code only in the new stay: the code goes, to
    // come back with its new window.
    let moved = json!({ "revision": 2 });
    let moved = booking("stay", ("2026-05-04", "2026-05-06"), &moved);
    let now = "2026-04-30T12:00:00Z";
    let step = house.take(&[moved], now);
    for command in list(&step, "commands") {
        house.take(&[failed(command, "busy", now)], now);
    }
    let back = "2026-05-05T09:30:00Z";
    let mut step = house.take(&[door_is("online", back)], back);
    let mut now = back.to_owned();
    let mut kinds = Vec::new();
    while now.as_str() < "2026-05-05T10:00:00Z" && kinds.len() < 3 {
        let Some(command) = list(&step, "commands").first().cloned() else {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
            continue;
        };
        kinds.push(text(&command["kind"]));
        // Nobody hears whether the code is off, and the lock has the PIN still.
        let answer = match &*text(&command["kind"]) {
            "remove_code" => result(&command, "unknown", &now),
            _ => failed(&command, "duplicate_code", &now),
        };
        step = house.take(&[answer], &now);
    }
    assert_eq!(kinds, ["remove_code", "program_code", "remove_code"]);
}

#[test]
fn i9_c3_what_a_cloud_only_took_is_read_before_it_is_taken_off_for_another_window() {
    let mut house = House::one_door(&json!({ "canUpdate": false }), &no_backups());
    house.settle(&[until("2026-05-04", 1)], APRIL);
    // The stay gets shorter, and the lock is silent: it may keep the longer window.
    let mut now = "2026-04-30T12:00:00Z".to_owned();
    let mut step = house.take(&[until("2026-05-03", 2)], &now);
    let mut is_longer = false;
    while now.as_str() < "2026-05-03T09:29:00Z" {
        if now.as_str() > "2026-05-02T12:00:00Z" && !is_longer {
            is_longer = true;
            step = house.take(&[until("2026-05-05", 3)], &now);
            continue;
        }
        let Some(command) = list(&step, "commands").first().cloned() else {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
            continue;
        };
        let answer = match &*text(&command["kind"]) {
            "program_code" => result(&command, "accepted", &now),
            "remove_code" => result(&command, "unknown", &now),
            _ => failed(&command, "timeout", &now),
        };
        step = house.take(&[answer], &now);
    }
    let known = house.site();
    assert_eq!(known["accessCodes"][0]["onLock"]["state"], "accepted");
    // It answers again.
    let back = later(&now, 3_600);
    let step = house.take(&[door_is("online", &back)], &back);
    assert_eq!(commanded(&step), ["read_lock"]);
}
