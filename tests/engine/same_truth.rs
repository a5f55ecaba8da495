//! A visitor's message is as true as a guest's, and one step is one message: V2, A7, N1, N2.

use serde_json::{Value, json};

use crate::house::House;
use crate::rendered::text_of;
use crate::support::builders::{
    APRIL, REVEAL, STAY, booked_early, door_is, failed, lock, lock_report, order, result, site_of,
    stay, visit, visit_fact, with,
};
use crate::support::steps::{list, text};
use crate::truths::{notices, only_text};

const NOON: &str = "2026-04-28T12:00:00Z";

fn no_spares() -> Value {
    json!({ "backups": { "poolSize": 0 } })
}

fn bob(over: &Value) -> Value {
    let days = json!({ "visitor": "Bob", "purpose": "service",
        "startsAt": "2026-05-01T09:00:00Z", "endsAt": "2026-05-01T12:00:00Z" });
    visit_fact(&visit("bob", "time_bound", &with(days, over)))
}

/// The revision of a visit that moves it to another day.
fn moved() -> Value {
    bob(
        &json!({ "revision": 2, "startsAt": "2026-05-04T09:00:00Z", "endsAt": "2026-05-04T12:00:00Z" }),
    )
}

/// Steps at the site's own times until `until`, with a lock that stays silent; the texts of the
/// calls to the host, with their times.
fn calls_until(house: &mut House, mut now: String, until: &str) -> Vec<(String, String)> {
    let mut calls = Vec::new();
    loop {
        let step = house.take(&[door_is("offline", &now)], &now);
        for call in notices(&step, "host", "lock_unreachable") {
            calls.push((now.clone(), text_of(call).unwrap()));
        }
        let wake = step.get("wakeAt").map(text).unwrap_or_default();
        if wake.is_empty() || wake.as_str() > until {
            return calls;
        }
        now = wake;
    }
}

/// Steps at the site's own times, each command confirmed, until somebody is told something.
fn go_on(house: &mut House, facts: &[Value], now: &str) -> Value {
    let mut facts = facts.to_vec();
    let mut now = now.to_owned();
    for _ in 0..30 {
        let step = house.take(&facts, &now);
        if !list(&step, "notices").is_empty() {
            return step;
        }
        let commands = list(&step, "commands").iter();
        facts = commands.flat_map(|one| house.answers(one, &now)).collect();
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    panic!("nobody was told anything");
}

#[test]
fn v2_a7_a_visitor_who_is_moved_on_a_silent_lock_reads_that_the_new_code_may_not_open() {
    let mut house = House::one_door(&json!({}), &no_spares());
    house.settle(&[bob(&json!({}))], APRIL);
    let step = house.take(&[door_is("offline", NOON), moved()], NOON);
    let told = only_text(&step, "visitor", "access_changed");
    assert!(
        told.contains("door: this code may not open yet. Your host knows."),
        "{told}"
    );
    let call = only_text(&step, "host", "lock_unreachable");
    assert!(
        call.starts_with("Bob (flat, Mon 4 May, 11:00–14:00) will have no way in at door"),
        "{call}"
    );
    assert!(
        call.contains("from Mon 4 May, 11:00 on") && call.contains("does not answer"),
        "{call}"
    );
    // The host is called once more when the visitor stands there.
    let calls = calls_until(
        &mut house,
        "2026-05-04T08:50:00Z".to_owned(),
        "2026-05-04T11:00:00Z",
    );
    let [(at, call)] = &calls[..] else {
        panic!("{calls:#?}")
    };
    assert_eq!(at, "2026-05-04T09:00:00Z");
    assert!(call.contains("please let them in"), "{call}");
}

#[test]
fn v2_a7_a_visitor_hears_that_the_code_opens_once_the_lock_has_it() {
    let mut house = House::one_door(&json!({}), &no_spares());
    let step = house.take(&[door_is("offline", NOON), bob(&json!({}))], NOON);
    let told = only_text(&step, "visitor", "access_ready");
    assert!(told.contains("may not open yet"), "{told}");
    let now = "2026-04-28T12:10:00Z";
    let step = go_on(&mut house, &[door_is("online", now)], now);
    let told = only_text(&step, "visitor", "access_changed");
    assert!(
        told.contains("Your code opens at the times below"),
        "{told}"
    );
    assert!(!told.contains("may not open"), "{told}");
    assert!(!house.knows("lock_unreachable"));
}

#[test]
fn v2_a7_silence_alone_is_no_news_for_a_visitor_and_a_code_that_is_there_opens() {
    let mut house = House::one_door(&json!({}), &no_spares());
    house.settle(&[bob(&json!({}))], APRIL);
    let step = house.take(&[door_is("offline", NOON)], NOON);
    assert_eq!(list(&step, "notices").len(), 0, "{step}");
    let calls = calls_until(
        &mut house,
        "2026-05-01T08:40:00Z".to_owned(),
        "2026-05-01T11:00:00Z",
    );
    assert_eq!(calls.len(), 0, "{calls:#?}");
}

/// Its code is put on ten minutes ahead: days before, the silence says nothing.
#[test]
fn v2_a7_c1_the_host_is_called_before_a_visit_whose_code_should_be_on_its_lock_by_then() {
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &no_spares());
    let step = house.take(&[door_is("offline", NOON), bob(&json!({}))], NOON);
    let told = only_text(&step, "visitor", "access_ready");
    assert!(!told.contains("may not open"), "{told}");
    assert_eq!(
        notices(&step, "host", "lock_unreachable").len(),
        0,
        "{step}"
    );
    let calls = calls_until(
        &mut house,
        "2026-05-01T08:40:00Z".to_owned(),
        "2026-05-01T11:00:00Z",
    );
    let times: Vec<&str> = calls.iter().map(|(at, _)| at.as_str()).collect();
    assert_eq!(
        times,
        ["2026-05-01T08:45:00Z", "2026-05-01T09:00:00Z"],
        "{calls:#?}"
    );
}

#[test]
fn v2_a7_a_visit_that_grows_on_a_silent_lock_says_from_when_the_code_may_not_open() {
    let mut house = House::one_door(&json!({}), &no_spares());
    house.settle(&[bob(&json!({}))], APRIL);
    let longer = bob(&json!({ "revision": 2, "endsAt": "2026-05-01T16:00:00Z" }));
    let step = house.take(&[door_is("offline", NOON), longer], NOON);
    let told = only_text(&step, "visitor", "access_changed");
    assert!(
        told.contains("door (from Fri 1 May, 14:00 on): then this code may not open."),
        "{told}"
    );
    let call = only_text(&step, "host", "lock_unreachable");
    assert!(call.contains("from Fri 1 May, 14:00 on"), "{call}");
}

#[test]
fn v2_a7_a_dead_lock_and_one_without_a_connection_are_told_to_visitor_and_host() {
    for (over, words, holds_pin) in [
        (
            json!({ "state": { "reachability": "online", "usable": false } }),
            "dead or its keypad",
            false,
        ),
        (json!({ "remote": false }), "put this code on it", true),
    ] {
        let mut house = House::one_door(&over, &no_spares());
        let step = house.take(&[bob(&json!({}))], NOON);
        let told = only_text(&step, "visitor", "access_ready");
        assert!(
            told.contains("may not open yet. Your host knows."),
            "{told}"
        );
        let call = only_text(&step, "host", "lock_unreachable");
        assert!(call.contains(words), "{call}");
        let pin = text(&house.codes(&json!({ "visitId": "bob" }))[0]["code"]);
        assert_eq!(call.contains(&pin), holds_pin, "{call}");
    }
}

/// A lock with one place, which somebody else's code has.
fn full() -> House {
    let mut house = House::one_door(&json!({ "capacity": 1 }), &no_spares());
    let theirs = json!({ "codes": [{ "externalId": "theirs", "pin": "135791" }] });
    house.settle(&[lock_report("door", &theirs, APRIL)], APRIL);
    house
}

#[test]
fn s_a7_who_has_no_place_on_a_full_lock_reads_that_the_code_may_not_open_and_the_host_that_it_has_none()
 {
    let now = "2026-04-29T12:00:00Z";
    for (fact, to, kind) in [
        (stay(&json!({})), "guest", "access_ready"),
        (bob(&json!({})), "visitor", "access_ready"),
    ] {
        let mut house = full();
        let step = house.take(&[fact], now);
        let told = only_text(&step, to, kind);
        assert!(
            told.contains("door: this code may not open yet. Your host knows"),
            "{told}"
        );
        let full = only_text(&step, "host", "capacity");
        assert!(full.contains("Please delete a code there"), "{full}");
        assert_eq!(
            notices(&step, "host", "lock_unreachable").len(),
            0,
            "{step}"
        );
        // Once there is a place they hear that it opens.
        let now = "2026-04-29T13:00:00Z";
        let nothing = lock_report("door", &json!({ "codes": [] }), now);
        let step = go_on(&mut house, &[nothing], now);
        let told = only_text(&step, to, "access_changed");
        assert!(!told.contains("may not open"), "{told}");
    }
}

/// The code of who leaves before ends first.
#[test]
fn s_a7_a_place_that_comes_in_time_is_no_doubt() {
    let mut house = House::one_door(&json!({ "capacity": 1 }), &no_spares());
    let before = booked_early("before", ("2026-04-28", "2026-05-01"), &json!({}));
    house.settle(&[before], APRIL);
    house.settle(&[], "2026-04-28T14:00:00Z");
    let step = house.take(&[stay(&json!({}))], "2026-04-29T12:00:00Z");
    let told = only_text(&step, "guest", "access_ready");
    assert!(!told.contains("may not open"), "{told}");
}

/// One door refused the code, and the host orders a new one for both in the stay.
#[test]
fn n2_t4_a_code_that_a_cloud_has_only_taken_is_still_being_put_on_the_lock() {
    let locks = [lock("door", &json!({})), lock("flat-door", &json!({}))];
    let mut house = House::new(site_of(&locks, &no_spares()));
    let answer = |house: &mut House, step: &Value, now: &str| {
        let commands = list(step, "commands").iter();
        let answers = commands.flat_map(|one| {
            if one["lockId"] == "flat-door" && one["kind"] != "read_lock" {
                return vec![failed(one, "rejected", now)];
            }
            house.answers(one, now)
        });
        let answers: Vec<Value> = answers.collect();
        house.take(&answers, now)
    };
    let mut facts = vec![stay(&json!({}))];
    let checks = ["2026-05-01T12:45:00Z", "2026-05-01T12:55:00Z"];
    for now in [APRIL, REVEAL].into_iter().chain(checks).chain([STAY]) {
        let mut step = house.take(&facts, now);
        facts.clear();
        while !list(&step, "commands").is_empty() {
            step = answer(&mut house, &step, now);
        }
    }
    let now = "2026-05-02T10:00:00Z";
    let reissue = order(&json!({ "kind": "reissue", "reservationId": "stay" }), now);
    let step = house.take(&[reissue], now);
    let command = |lock: &str| {
        let mut commands = list(&step, "commands").iter();
        commands.find(|one| one["lockId"] == lock).unwrap().clone()
    };
    let (street, flat) = (command("door"), command("flat-door"));
    let taken = "2026-05-02T10:00:02Z";
    house.take(&[result(&flat, "accepted", taken)], taken);
    let now = "2026-05-02T10:00:03Z";
    let step = house.take(&[result(&street, "confirmed", now)], now);
    let told = only_text(&step, "guest", "access_changed");
    let pin = text(&flat["pin"]);
    assert!(told.contains(&format!("flat-door: {pin}")), "{told}");
    assert!(
        told.contains("flat-door: this code is still being put on the lock and may not open yet."),
        "{told}"
    );
}
