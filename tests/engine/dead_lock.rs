//! Locks whose battery died while a guest is in: A, A4, C5.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, REVEAL, STAY, failed, listing, lock_report, neighbour, one_door, stay, with,
};
use crate::support::steps::{list, text};

fn word(state: &Value, now: &str) -> Value {
    lock_report("door", &json!({ "state": state }), now)
}

/// The kinds of notices about a stay whose lock died, at each of four complaints.
fn complaints_at_a_dead_lock(over: &Value, silent: &Value, entry: &Value) -> Vec<Vec<String>> {
    let policy = json!({ "backups": { "poolSize": 3 } });
    let mut site = one_door(over, &policy);
    site["listings"][0] = with(listing("flat", &json!(["door"])), entry);
    let mut house = House::new(site);
    house.settle(&[stay(&json!({}))], APRIL);
    for now in [REVEAL, "2026-05-01T12:45:00Z", "2026-05-01T12:55:00Z", STAY] {
        house.settle(&[], now);
    }
    let now = "2026-05-01T15:00:00Z";
    house.settle(
        &[word(
            &json!({ "reachability": "online", "batteryPercent": 6 }),
            now,
        )],
        now,
    );
    let mut facts = vec![word(silent, "2026-05-01T15:30:00Z")];
    // Nobody says that it is offline.
    facts.retain(|_| !silent.is_null());
    let mut now = "2026-05-01T15:30:00Z".to_owned();
    let mut said: Vec<Vec<String>> = Vec::new();
    let complaints = ["16:30", "16:50", "17:10", "17:30"].map(|at| format!("2026-05-01T{at}:00Z"));
    while now.as_str() < "2026-05-01T18:00:00Z" {
        if complaints.get(said.len()) == Some(&now) {
            facts.push(
                json!({ "type": "guest_locked_out", "id": format!("out-{now}"),
                "at": now, "reservationId": "stay", "lockId": "door" }),
            );
            said.push(Vec::new());
        }
        let step = house.take(&facts, &now);
        if let Some(told) = said.last_mut() {
            let kind = |one: &Value| format!("{}:{}", text(&one["to"]), text(&one["kind"]));
            told.extend(list(&step, "notices").iter().map(kind));
        }
        // Nothing answers any more.
        facts = list(&step, "commands")
            .iter()
            .map(|one| failed(one, "timeout", &now))
            .collect();
        if facts.is_empty() {
            let wake = step.get("wakeAt").map(text);
            let next = complaints.iter().find(|at| **at > now).cloned();
            now = wake.into_iter().chain(next).min().unwrap();
        }
    }
    said
}

#[test]
fn a_c5_a_guest_at_a_dead_lock_gets_the_entry_method_at_once_and_no_backup_that_opens_nothing() {
    let silent = [
        json!({ "reachability": "offline", "batteryPercent": 6 }),
        json!({ "reachability": "offline" }),
        Value::Null,
    ];
    for over in [
        json!({}),
        json!({ "nativeSchedule": false }),
        json!({ "profile": "ttlock" }),
    ] {
        for silent in &silent {
            let told = complaints_at_a_dead_lock(&over, silent, &neighbour());
            assert_eq!(
                told[0][..2],
                ["guest:entry_method", "host:entry_method"],
                "{over} {silent}: {told:?}"
            );
            let backups = told
                .iter()
                .flatten()
                .filter(|kind| *kind == "host:backup_told");
            assert_eq!(backups.count(), 0, "{over} {silent}: {told:?}");
            // Who says it again is the host's turn.
            assert!(
                told[1].contains(&"host:lock_unreachable".to_owned()),
                "{told:?}"
            );
        }
        // Without another way in the backups are tried.
        let told = complaints_at_a_dead_lock(&over, &silent[0], &json!({}));
        assert!(told[0].contains(&"host:backup_told".to_owned()), "{told:?}");
    }
    // A charge that is not nearly empty, or a lock that answers, is another matter.
    for state in [
        json!({ "reachability": "offline", "batteryPercent": 10 }),
        json!({ "reachability": "online", "batteryPercent": 30 }),
    ] {
        let told = complaints_at_a_dead_lock(&json!({}), &state, &neighbour());
        assert!(
            told[0].contains(&"host:backup_told".to_owned()),
            "{state}: {told:?}"
        );
    }
}

#[test]
fn c5_n1_a_dying_lock_that_comes_and_goes_calls_the_host_once_until_its_battery_is_changed() {
    for over in [json!({}), json!({ "nativeSchedule": false })] {
        let mut house = House::one_door(&over, &json!({}));
        house.settle(&[stay(&json!({}))], APRIL);
        for now in [REVEAL, "2026-05-01T12:45:00Z", "2026-05-01T12:55:00Z", STAY] {
            house.settle(&[], now);
        }
        let mut calls = 0;
        for turn in 0..48 {
            let now = format!("2026-05-01T{:02}:{:02}:00Z", 14 + turn / 6, turn % 6 * 10);
            let percent = [9, 8, 11, 9][turn % 4];
            let is_there = ["offline", "online"][turn % 2];
            let said = json!({ "reachability": is_there, "batteryPercent": percent });
            let step = house.take(&[word(&said, &now)], &now);
            let kinds = list(&step, "notices").iter().map(|one| text(&one["kind"]));
            calls += kinds.filter(|kind| kind == "lock_unreachable").count();
            house.settle_commands(&step, &now);
        }
        assert_eq!(calls, 1, "{over}");
        let now = "2026-05-02T08:00:00Z";
        let well = json!({ "reachability": "online", "batteryPercent": 95 });
        house.settle(&[word(&well, now)], now);
        assert_eq!(house.conditions(), json!([]), "{over}");
    }
}
