//! A guest's message carries no code that does not open, unless it says so: N2, A7, B4.

use serde_json::{Value, json};

use crate::house::House;
use crate::rendered::text_of;
use crate::support::builders::{
    APRIL, REVEAL, cannot_get_in, door_is, listing, lock, lock_report, order, site_of, stay, visit,
    visit_fact, with,
};
use crate::support::steps::list;
use crate::truths::{notices, only_text};

#[test]
fn b4_n2_a_new_pin_ordered_for_who_goes_by_a_backup_is_told_once_and_the_old_one_never() {
    let locks = [lock("door", &json!({})), lock("flat-door", &json!({}))];
    let mut house = House::new(site_of(&locks, &json!({})));
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEAL);
    let first = house.pin("stay", "door");
    let outside = "2026-05-02T12:00:00Z";
    house.settle(&[cannot_get_in("stay", outside)], outside);
    let now = "2026-05-02T16:00:00Z";
    let reissue = order(&json!({ "kind": "reissue", "reservationId": "stay" }), now);
    let mut step = house.take(&[reissue], now);
    let mut told = Vec::new();
    // One answer at a time, as real locks give them.
    for second in 1..40 {
        for notice in notices(&step, "guest", "access_changed") {
            told.push(text_of(notice).unwrap());
        }
        let at = format!("2026-05-02T16:00:{second:02}Z");
        let commands = list(&step, "commands").to_vec();
        let answers: Vec<Value> = commands
            .iter()
            .flat_map(|command| house.answers(command, &at))
            .collect();
        step = house.take(&answers, &at);
    }
    assert!(!told.is_empty());
    assert!(told.iter().all(|text| !text.contains(&first)), "{told:#?}");
    let new = house.pin("stay", "door");
    assert_ne!(new, first);
    assert!(told.last().unwrap().contains(&new), "{told:#?}");
}

#[test]
fn a7_n2_a_message_about_a_dead_lock_says_that_the_code_may_not_open_also_beside_another_way_in() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({}))],
        "listings": [with(listing("flat", &json!(["door"])), &json!({
            "entryMethod": { "instructions": "Key in the box." } }))],
        "policy": { "backups": { "poolSize": 0 } },
    }));
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEAL);
    let now = "2026-05-02T12:00:00Z";
    let dead = json!({ "state": { "reachability": "online", "usable": false } });
    house.settle(&[lock_report("door", &dead, now)], now);
    let now = "2026-05-02T12:05:00Z";
    house.settle(&[cannot_get_in("stay", now)], now);
    let longer = stay(&json!({ "revision": 2, "departure": "2026-05-04" }));
    let step = house.take(&[longer], "2026-05-02T12:10:00Z");
    let text = only_text(&step, "guest", "access_changed");
    assert!(text.contains("may not open yet"), "{text}");
}

fn bob(kind: &str, over: &Value) -> Value {
    let days = json!({ "visitor": "Bob", "purpose": "service",
        "startsAt": "2026-05-01T09:00:00Z", "endsAt": "2026-05-03T12:00:00Z" });
    visit_fact(&visit("bob", kind, &with(days, over)))
}

#[test]
fn v2_a_visitors_old_code_that_a_silent_lock_keeps_counts_as_told() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[bob("time_bound", &json!({}))], APRIL);
    let now = "2026-04-28T12:00:00Z";
    let moved = json!({ "revision": 2, "startsAt": "2026-05-04T09:00:00Z", "endsAt": "2026-05-04T12:00:00Z" });
    house.take(&[door_is("offline", now), bob("time_bound", &moved)], now);
    let codes = house.codes(&json!({ "visitId": "bob" }));
    let old = codes.iter().find(|code| code["ending"] == true).unwrap();
    assert_eq!(old["told"], true, "{codes:#?}");
}

#[test]
fn b5_n2_the_time_of_a_visit_is_not_called_over_where_its_code_was_for_one_use() {
    let mut house = House::one_door(&json!({}), &json!({ "backups": { "poolSize": 0 } }));
    house.settle(&[bob("one_time", &json!({}))], APRIL);
    let code = house.codes(&json!({ "visitId": "bob" }))[0].clone();
    let now = "2026-05-01T10:00:00Z";
    house.settle(&[], now);
    let used =
        json!({ "type": "code_used", "id": "u", "at": now, "lockId": "door", "pin": code["code"] });
    house.take(&[door_is("offline", now), used], now);
    let mut texts = Vec::new();
    for hour in 11..47 {
        let (day, hour) = (hour / 24 + 1, hour % 24);
        let step = house.take(&[], &format!("2026-05-{day:02}T{hour:02}:00:00Z"));
        let all = notices(&step, "host", "removal_by_hand").into_iter();
        texts.extend(all.map(|notice| text_of(notice).unwrap()));
    }
    assert_eq!(texts.len(), 1, "{texts:#?}");
    assert!(
        texts[0].contains("the code was for one use, and was used."),
        "{texts:#?}"
    );
}
