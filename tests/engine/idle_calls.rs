//! Calls at which nothing was to be done, and facts that came once more, as the second opinion
//! found them: D2, D3, D4, F48.

use serde_json::json;

use crate::hosts_hand::{later, unasked};
use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, REVEAL, STAY, booked, booking, door_is, listing, lock, stay,
};
use crate::support::steps::{commanded, is_empty, list, noticed, only_command, text};

#[test]
fn d3_f48_a_host_is_called_in_the_step_in_which_another_code_takes_the_last_place() {
    let over = json!({ "nativeSchedule": false, "capacity": 1 });
    let mut house = House::one_door(&over, &json!({ "emergency": { "enabled": true } }));
    house.settle(&[], APRIL);
    let late = booking("stay", MAY, &json!({ "bookedAt": "2026-03-01T00:00:00Z" }));
    house.settle(&[late], APRIL);
    house.settle(&[], REVEAL);
    house.settle(&[], "2026-05-01T12:45:00Z");
    // The emergency code is gone, as two lists show, and is put there again.
    house.locks.get_mut("door").unwrap().clear();
    let now = "2026-05-01T12:46:00Z";
    let report = unasked(&house, now);
    let read = only_command(&house.take(&[report], now));
    let at = later(now, 2);
    let answers = house.answers(&read, &at);
    let step = house.take(&answers, &at);
    assert_eq!(commanded(&step), ["program_code"]);
    assert!(
        noticed(&step)
            .iter()
            .any(|key| key.starts_with("lock_unreachable:stay"))
    );
    assert!(
        is_empty(&house.take(&[], &at)),
        "D3: nothing is new at the same instant"
    );
}

#[test]
fn d3_f48_who_waits_for_a_place_wakes_nobody_while_a_command_is_under_way() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({ "nativeSchedule": false, "capacity": 1 }))],
        "listings": [listing("flat", &json!(["door"])), listing("loft", &json!(["door"]))],
        "policy": { "commands": { "deadlineSeconds": 3_600 } },
    }));
    let early = json!({ "bookedAt": "2026-03-01T00:00:00Z" });
    let other = booked("other", "loft", ("2026-05-02", "2026-05-04"), &early);
    house.settle(&[stay(&json!({})), other], APRIL);
    for now in [
        REVEAL,
        "2026-04-29T13:00:00Z",
        "2026-05-01T12:45:00Z",
        "2026-05-01T12:50:00Z",
        STAY,
    ] {
        house.settle(&[], now);
    }
    // The lock is asked how it is. The other guest is told that their code may not open, and the
    // host why, at once.
    let now = "2026-05-02T12:45:00Z";
    let step = house.take(&[], now);
    let keys = noticed(&step);
    for kind in ["access_changed:other", "capacity"] {
        assert!(keys.iter().any(|key| key.starts_with(kind)), "{keys:?}");
    }
    let read = only_command(&step);
    assert_eq!(read["kind"], "read_lock");
    // The host is called when the other guest's stay begins.
    assert_eq!(step["wakeAt"], "2026-05-02T13:00:00Z");
    assert_eq!(house.take(&[], now)["wakeAt"], step["wakeAt"]);
    let step = house.settle_commands(&step, &later(now, 5));
    assert_eq!(step["wakeAt"], "2026-05-02T13:00:00Z");
}

#[test]
fn d3_f48_spares_that_are_changed_for_their_age_wake_nobody_for_what_has_to_wait() {
    let over = json!({ "capacity": 4 });
    let policy = json!({
        "backups": { "poolSize": 2, "rotateDays": 1 },
        "emergency": { "enabled": true, "rotateDays": 1 },
    });
    let mut house = House::one_door(&over, &policy);
    let (mut now, mut facts) = (APRIL.to_owned(), Vec::new());
    for turn in 0..120 {
        let step = house.take(&facts, &now);
        assert!(
            !(facts.is_empty() && is_empty(&step)),
            "nothing was due at {now}"
        );
        let wake = text(&step["wakeAt"]);
        assert_eq!(house.take(&[], &now)["wakeAt"], json!(wake), "at {now}");
        let commands = list(&step, "commands");
        let next = if commands.is_empty() {
            wake.clone()
        } else {
            later(&now, 3 + turn % 5)
        };
        facts = Vec::new();
        if next <= wake {
            for command in commands {
                facts.extend(house.answers(command, &next));
            }
        }
        now = next.min(wake);
    }
}

#[test]
fn d3_n3_a_reveal_that_moves_behind_the_message_wakes_nobody() {
    let policy = json!({
        "window": { "beforeCheckInMinutes": 180 }, "notices": { "revealHours": 2 },
    });
    let mut house = House::one_door(&json!({}), &policy);
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], "2026-05-01T09:45:00Z");
    house.settle(&[], "2026-05-01T09:55:00Z");
    let step = house.settle(&[], "2026-05-01T10:00:00Z");
    assert!(step["wakeAt"].is_string());
    // The guest before them stays until half past ten, in Greenwich: so long their code does not
    // open.
    let now = "2026-05-01T10:05:00Z";
    let over = json!({ "checkOut": "12:30", "bookedAt": "2026-03-01T00:00:00Z" });
    let before = booking("before", ("2026-04-29", "2026-05-01"), &over);
    let mut step = house.settle(&[before], now);
    loop {
        let wake = text(&step["wakeAt"]);
        if wake.as_str() > "2026-05-01T12:00:00Z" {
            break;
        }
        let woken = house.take(&[], &wake);
        assert!(!is_empty(&woken), "nothing was due at {wake}");
        step = house.settle_commands(&woken, &wake);
    }
}

#[test]
fn d2_d4_a_list_that_comes_once_more_in_a_stay_shows_nothing_new() {
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    for now in [REVEAL, "2026-05-01T12:45:00Z", "2026-05-01T12:50:00Z"] {
        house.settle(&[], now);
    }
    // The code was written, and is read for the first time when its stay runs. The list is older
    // than the word that the lock is silent.
    let now = "2026-05-01T13:20:00Z";
    house.take(&[door_is("offline", "2026-05-01T13:19:00Z")], now);
    let report = unasked(&house, "2026-05-01T13:15:00Z");
    house.take(std::slice::from_ref(&report), now);
    assert!(is_empty(&house.take(&[report], now)));
}
