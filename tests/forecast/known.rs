//! The schedule as it is known now.

use serde_json::{Value, json};

use crate::support::builders::{APRIL, KEY, MAY, booking, door_is, one_door, with};
use crate::support::calls::ask;
use crate::support::steps::{list, text};

fn site(lock_over: &Value, over: &Value) -> Value {
    let policy = json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": false } });
    let site = with(one_door(lock_over, &policy), &json!({ "id": "house" }));
    let site = ask("createSite", &site).unwrap();
    let facts = [booking("stay", MAY, over)];
    let input = json!({ "site": site, "facts": facts, "now": APRIL, "key": KEY });
    ask("advance", &input).unwrap()["site"].clone()
}

fn preview(site: &Value, from: &str, to: &str, now: &str) -> Value {
    ask(
        "preview",
        &json!({ "site": site, "from": from, "to": to, "now": now }),
    )
    .unwrap()
}

fn shown(lane: &Value) -> Vec<String> {
    list(lane, "spans")
        .iter()
        .map(|span| {
            let word = |key: &str| text(&span[key]);
            format!(
                "{} {} {} {}",
                word("kind"),
                word("certainty"),
                word("fromLocal"),
                word("toLocal")
            )
        })
        .collect()
}

#[test]
fn preview_shows_a_stay_its_grace_and_a_code_that_is_yet_to_be_sent() {
    let site = site(&json!({}), &json!({}));
    let shown_now = preview(&site, "2026-05-01T00:00:00Z", "2026-05-04T00:00:00Z", APRIL);
    let lane = &shown_now["lanes"][0];
    assert_eq!(
        shown(lane),
        [
            "stay none 2026-05-01T15:00:00+02:00 2026-05-03T11:00:00+02:00",
            "opens pending 2026-05-01T15:00:00+02:00 2026-05-03T11:30:00+02:00",
            "grace none 2026-05-03T11:00:00+02:00 2026-05-03T11:30:00+02:00",
        ]
    );
    let span = &lane["spans"][1];
    assert_eq!(span["because"], json!([{ "kind": "not_confirmed" }]));
    assert!(text(&span["code"]).starts_with("••••"), "P9: {span}");
    let marks: Vec<String> = list(lane, "marks")
        .iter()
        .map(|mark| text(&mark["kind"]))
        .collect();
    assert_eq!(marks, ["health", "activation", "verification"]);
}

#[test]
fn preview_w2_shows_a_clock_change_with_both_wall_times() {
    let days = ("2026-10-24", "2026-10-26");
    let site = site(
        &json!({}),
        &json!({ "arrival": days.0, "departure": days.1 }),
    );
    let shown_now = preview(&site, "2026-10-24T00:00:00Z", "2026-10-27T00:00:00Z", APRIL);
    let marks = list(&shown_now["lanes"][0], "marks");
    let change = marks
        .iter()
        .find(|mark| mark["kind"] == "clock_change")
        .unwrap();
    assert_eq!(change["at"], "2026-10-25T01:00:00Z");
    assert_eq!(change["atLocal"], "2026-10-25T02:00:00+01:00");
    assert_eq!(change["beforeLocal"], "2026-10-25T03:00:00");
}

#[test]
fn preview_t1_shows_who_stands_outside_a_silent_lock() {
    let site = site(
        &json!({ "state": { "reachability": "offline" } }),
        &json!({}),
    );
    let shown_now = preview(&site, "2026-05-01T00:00:00Z", "2026-05-04T00:00:00Z", APRIL);
    let spans = list(&shown_now["lanes"][0], "spans");
    let red = spans
        .iter()
        .find(|span| span["kind"] == "uncovered")
        .unwrap();
    assert_eq!(
        (&red["from"], &red["to"]),
        (
            &json!("2026-05-01T13:00:00Z"),
            &json!("2026-05-03T09:00:00Z")
        )
    );
    assert_eq!(red["because"], json!([{ "kind": "lock_offline" }]));
    assert_eq!(shown_now["lanes"][0]["strip"][0]["reachability"], "offline");
}

#[test]
fn preview_n4_nobody_is_outside_while_the_booking_is_on_hold() {
    let offline = json!({ "state": { "reachability": "offline" } });
    let site = site(&offline, &json!({ "hold": true }));
    let shown_now = preview(&site, "2026-05-01T00:00:00Z", "2026-05-04T00:00:00Z", APRIL);
    let spans = list(&shown_now["lanes"][0], "spans");
    assert!(
        spans.iter().all(|span| span["kind"] != "uncovered"),
        "{spans:?}"
    );
    assert_eq!(spans[0]["because"], json!([{ "kind": "booking_on_hold" }]));
}

#[test]
fn forecast_a_lock_that_is_silent_now_stays_silent_after_an_assumed_silence() {
    let offline = json!({ "reachability": "offline" });
    let site = site(&json!({ "state": offline }), &json!({}));
    let after = "2026-04-01T18:00:00Z";
    let silence = json!({ "lockId": "door", "kind": "silent", "from": APRIL, "to": after });
    let last = |assume: Value| {
        let until = "2026-04-02T12:00:00Z";
        let input = json!({ "site": site, "now": APRIL, "until": until, "key": KEY,
                            "assume": assume });
        let seen = ask("forecast", &input).unwrap();
        assert_eq!(seen["rejected"], json!([]));
        let strip = list(&seen["preview"]["lanes"][0], "strip").to_vec();
        text(&strip.last().unwrap()["reachability"])
    };
    assert_eq!(last(json!([silence])), "offline");
    let report = door_is("online", after);
    assert_eq!(last(json!([silence, report])), "online");
}
