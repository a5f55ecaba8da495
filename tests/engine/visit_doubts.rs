//! What a visitor is told of a code in doubt changes in the step that says so, or wakes the site:
//! D3, A7, V2, T5.

use latchstring::time::Duration;
use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{APRIL, at, door_is, stay};
use crate::support::steps::{is_empty, list, noticed};
use crate::visits::visit;

fn told_door(house: &mut House) -> Value {
    house.site()["visits"][0]["toldDoors"][0].clone()
}

/// Calls the site at every minute, while nobody answers. A call before `wakeAt` changes nothing.
fn walk(house: &mut House, step: &Value, from: &str, minutes: u32) -> Vec<String> {
    let mut wake_at = step["wakeAt"].clone();
    let mut told = Vec::new();
    for minute in 1..=minutes {
        let now = (at(from) + Duration::minutes(minute)).to_string();
        let is_due = |wake_at: &Value| wake_at.as_str().is_some_and(|wake| at(wake) <= at(&now));
        while is_due(&wake_at) {
            let woken = wake_at.as_str().unwrap().to_owned();
            let step = house.take(&[], &woken);
            assert!(!is_empty(&step), "D3: woken at {woken} for nothing");
            told.extend(noticed(&step));
            wake_at = step["wakeAt"].clone();
        }
        let step = house.take(&[], &now);
        assert!(is_empty(&step), "D3: {now} is before {wake_at}: {step}");
        assert_eq!(step["wakeAt"], wake_at, "D3: {now}");
    }
    told
}

/// The lock keeps the middle of the new time: before it, the code opens nothing.
#[test]
fn d3_a7_v2_a_visitors_door_that_begins_to_open_in_the_middle_wakes_the_site() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[visit(&json!({}))], APRIL);
    let now = "2026-04-10T07:00:00Z";
    let longer = json!({ "revision": 2, "startsAt": "2026-04-10T06:00:00Z",
        "endsAt": "2026-04-10T14:00:00Z" });
    let step = house.take(&[door_is("offline", now), visit(&longer)], now);
    let door = told_door(&mut house);
    assert_eq!(
        (&door["uncertain"], &door["uncertainFrom"]),
        (&json!(true), &Value::Null)
    );
    walk(&mut house, &step, now, 90);
    let door = told_door(&mut house);
    assert_eq!(door["uncertainFrom"], "2026-04-10T12:00:00Z");
}

/// The platform calls the lock online, and no command has an answer.
#[test]
fn d3_v2_n1_failures_that_grow_old_end_no_call_for_a_visitor() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let step = house.take(&[visit(&json!({})), door_is("online", APRIL)], APRIL);
    let told = walk(&mut house, &step, APRIL, 240);
    let calls = told
        .iter()
        .filter(|key| key.starts_with("lock_unreachable"));
    assert!(calls.count() <= 1, "N1: {told:?}");
}

/// The lock keeps a time of which a part is another stay's: it is in doubt at once.
#[test]
fn d3_t5_v2_a_visitor_is_told_of_a_time_that_is_in_doubt_in_the_same_step() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let on = |from: &str, to: &str, revision: u32| {
        visit(
            &json!({ "revision": revision, "startsAt": format!("2026-05-02T{from}:00Z"),
            "endsAt": format!("2026-05-02T{to}:00Z") }),
        )
    };
    house.settle(&[stay(&json!({})), on("08:00", "14:00", 1)], APRIL);
    house.settle(&[], "2026-05-01T12:45:00Z");
    let now = "2026-05-01T20:00:00Z";
    let step = house.take(&[door_is("offline", now), on("12:00", "15:00", 2)], now);
    let site = house.site();
    let codes = list(&site, "accessCodes").iter();
    let mut cleo = codes.filter(|code| code["holder"]["id"] == "cleo");
    assert!(
        cleo.any(|code| code["onLock"]["state"] == "unknown"),
        "T5: {site}"
    );
    let door = told_door(&mut house);
    assert_eq!(door["uncertain"], true, "{step}");
    assert_eq!(door["uncertainFrom"], Value::Null, "no part of it is sure");
    let again = house.take(&[], now);
    assert!(is_empty(&again), "D3: {again}");
    assert_eq!(again["wakeAt"], step["wakeAt"], "D3");
}
