//! Lists that clouds date some minutes back, and that show a code twice: C6, I4, S, F61, P7.

use serde_json::{Value, json};

use crate::hosts_hand::later;
use crate::house::House;
use crate::support::builders::{APRIL, STAY, result, stay, with};
use crate::support::steps::{commanded, list, noticed, text};

/// Twenty minutes before the stay in May.
const SOON: &str = "2026-05-01T12:40:00Z";

#[test]
fn i1_s_a_full_lock_whose_lists_are_dated_back_is_read_until_one_shows_a_free_place() {
    let policy = json!({ "backups": { "poolSize": 2 }, "emergency": { "enabled": false } });
    let mut house = House::one_door(&json!({ "capacity": 2 }), &policy);
    house.settle(&[], APRIL);
    // The cloud takes what makes room, and its lists are of five minutes ago.
    let mut lists = vec![(APRIL.to_owned(), house.report("door", APRIL))];
    let mut now = SOON.to_owned();
    let mut step = house.take(&[stay(&json!({}))], &now);
    while now.as_str() < STAY {
        let Some(command) = list(&step, "commands").first().cloned() else {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
            continue;
        };
        if command["kind"] == "program_code" {
            let (removed_at, _) = lists.get(1).expect("a place was made");
            assert!(now > later(removed_at, 300), "{now}");
            return;
        }
        now = later(&now, 2);
        if command["kind"] == "remove_code" {
            house.confirm(&command, &now);
            lists.push((now.clone(), house.report("door", &now)));
            step = house.take(&[result(&command, "accepted", &now)], &now);
            continue;
        }
        assert_eq!(command["kind"], "read_lock");
        let as_of = later(&now, -300);
        let (_, shown) = lists.iter().rfind(|(at, _)| *at <= as_of).unwrap();
        let dated = json!({ "at": as_of, "id": format!("list-{now}") });
        let shown = with(shown.clone(), &dated);
        step = house.take(&[shown, result(&command, "confirmed", &now)], &now);
    }
    panic!("the guest waits before a full lock: {step}");
}

#[test]
fn i4_p7_a_list_that_shows_a_pin_of_ours_twice_shows_no_strangers_code() {
    let mut house = House::one_door(&json!({}), &json!({ "backups": { "poolSize": 0 } }));
    house.settle(&[stay(&json!({}))], APRIL);
    let (pin, now) = (house.pin("stay", "door"), "2026-04-20T12:00:00Z");
    // What was sent once more stands beside what is there.
    let once: Value = house.report("door", now);
    let sent = json!({ "pin": pin, "name": "Guest k1-1", "state": "accepted" });
    for place in [0, 1] {
        let mut codes = once["codes"].as_array().unwrap().clone();
        codes.insert(place, sent.clone());
        let both = with(
            once.clone(),
            &json!({ "codes": codes, "id": format!("twice-{place}") }),
        );
        let step = house.take(&[both], now);
        assert_eq!(noticed(&step), Vec::<String>::new());
        assert_eq!(commanded(&step), Vec::<String>::new());
        let known = house.codes(&json!({}));
        assert_eq!(known.len(), 1, "{known:?}");
        assert_eq!(known[0]["state"], "confirmed", "{known:?}");
    }
}
