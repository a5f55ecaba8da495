//! Refused entries as facts: late, repeated, bad, many of them, and never with their PIN (A8, P9).

use serde_json::{Value, json};

use crate::complaints::told;
use crate::denied::{at, cause, denied, slip, two_flats};
use crate::house::House;
use crate::support::builders::{APRIL, STAY, lock, order, visit, visit_fact, with};
use crate::support::calls::ask;
use crate::support::steps::{is_empty, list, refusal};

#[test]
fn a8_what_was_live_at_the_time_of_an_entry_counts_however_late_it_is_heard() {
    let mut house = two_flats();
    let pin = house.pin("stay", "door");
    for now in [
        "2026-05-03T09:30:00Z",
        "2026-05-03T10:30:00Z",
        "2026-05-03T14:00:00Z",
    ] {
        house.settle(&[], now);
    }
    let fact = denied(&pin, "2026-05-02T20:00:00Z");
    let found = ask(
        "diagnoseEntry",
        &json!({ "site": house.site(), "fact": fact }),
    )
    .unwrap();
    assert_eq!(found["kind"], "right_code");
    let step = house.take(&[fact], "2026-05-03T14:00:10Z");
    assert_eq!((told(&step), cause(&step)), (0, "guest_refused".to_owned()));
    // Stamped ahead of now, it counts as of now (C7), and once.
    let mut house = two_flats();
    let fact = denied(&pin, "2026-05-01T20:00:00Z");
    let step = house.take(std::slice::from_ref(&fact), "2026-05-01T16:00:00Z");
    assert_eq!(cause(&step), "guest_refused");
    house.settle_commands(&step, "2026-05-01T16:00:00Z");
    let now = "2026-05-01T20:00:00Z";
    house.settle(&[], now);
    assert!(is_empty(&house.take(&[fact], now)));
}

#[test]
fn a8_the_weekly_code_of_a_cleaner_is_too_early_or_too_late_by_the_nearest_week() {
    let weekly = json!({ "lockIds": ["door"], "listingId": null,
        "weekly": [{ "days": ["friday"], "from": "10:00", "to": "12:00" }] });
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[visit_fact(&visit("cleo", "recurring", &weekly))], APRIL);
    let pin = house.pin_on("door");
    house.settle(&[], "2026-05-01T10:00:00Z");
    for (now, found, minutes) in [
        ("2026-05-01T10:20:00Z", "too_late", 20),
        ("2026-05-02T07:00:00Z", "too_late", 21 * 60),
        ("2026-05-08T07:30:00Z", "too_early", 30),
    ] {
        let entry = at(&mut house, "door", &pin, now);
        assert_eq!(
            (&entry["found"]["kind"], &entry["found"]["minutes"]),
            (&json!(found), &json!(minutes))
        );
    }
}

#[test]
fn a8_d4_d6_what_is_remembered_is_bounded_and_a_stored_site_goes_on_alike() {
    let mut house = two_flats();
    let mut all = Vec::new();
    for second in 0..50 {
        let now = format!("2026-05-01T16:00:{second:02}Z");
        let fact = denied("00000000", &now);
        house.take(std::slice::from_ref(&fact), &now);
        all.push(fact);
    }
    let site = house.site();
    let row = |site: &Value| {
        list(site, "locks")
            .iter()
            .find(|row| row["lock"]["id"] == "door")
            .unwrap()
            .clone()
    };
    assert_eq!(list(&row(&site)["refusedEntries"], "newest").len(), 16);
    let step = house.take(&all, "2026-05-01T16:00:50Z");
    assert!(is_empty(&step), "each of them is old: {step}");
    house.check_stored();
    let mut again = House::reopened(&house.site());
    let now = "2026-05-01T16:15:00Z";
    assert_eq!(
        house.take(&[], now)["notices"],
        again.take(&[], now)["notices"]
    );
    // A lock that is replaced takes nothing of that along, and an entry at it means the new one
    // (L).
    let new = json!({ "type": "lock", "lock": lock("new", &json!({})) });
    let swap = order(
        &json!({ "kind": "replace_lock", "lockId": "door", "by": "new" }),
        now,
    );
    house.settle(&[new, swap], now);
    assert!(row(&house.site()).get("refusedEntries").is_none());
    let pin = house.pin("stay", "new");
    let now = "2026-05-01T16:30:00Z";
    assert_eq!(
        cause(&house.take(&[denied(&pin, now)], now)),
        "guest_refused"
    );
}

#[test]
fn a8_a_bad_entry_is_rejected_and_says_what_is_wrong() {
    let mut house = two_flats();
    let now = "2026-05-01T16:00:00Z";
    let mut refused = |more: Value| {
        let step = house.step(&[with(denied("0000", now), &more)], now);
        refusal(&step)
    };
    let secret = "123456789012345678901";
    for (more, said) in [
        (
            json!({ "lockId": "nowhere" }),
            "facts[0].lockId: no lock nowhere in this site",
        ),
        (json!({ "pin": secret }), "facts[0].pin: not a PIN"),
        (json!({ "pin": "" }), "facts[0].pin: not a PIN"),
        (json!({ "pin": "12#4" }), "facts[0].pin: not a PIN"),
        (
            json!({ "digits": 492_817 }),
            "facts[0].digits: more digits than anybody types",
        ),
    ] {
        assert_eq!(refused(more), said);
    }
    let query = |fact: Value| {
        ask(
            "diagnoseEntry",
            &json!({ "site": two_flats().site(), "fact": fact }),
        )
        .unwrap_err()
    };
    let error = query(with(denied("0000", now), &json!({ "lockId": "nowhere" })));
    assert_eq!(error["path"], "fact.lockId");
    let error = query(json!({ "type": "code_used", "id": "u", "at": now, "lockId": "door" }));
    assert_eq!(
        (&error["path"], &error["code"]),
        (&json!("fact.type"), &json!("invalid_value"))
    );
}

#[test]
fn p9_a8_no_byte_of_site_step_or_error_holds_what_was_typed() {
    let mut house = two_flats();
    let pin = house.pin("stay", "door");
    let typed = [
        "735190264".to_owned(),
        slip(&pin),
        "73519026481736450192".to_owned(),
        "9".repeat(20),
    ];
    let mut all = String::new();
    for (minute, typed) in typed.iter().enumerate() {
        let now = format!("2026-05-01T16:{:02}:00Z", minute * 16);
        let found = at(&mut house, "door", typed, &now);
        all += &found.to_string();
        all += &house.site().to_string();
        let long = with(
            denied(&format!("{typed}0000000000000"), &now),
            &json!({ "id": "long" }),
        );
        let step = house.step(&[long], &now);
        all += &step.to_string();
        let number = with(
            denied("1", &now),
            &json!({ "id": "number", "pin": 735_190_264 }),
        );
        all += &house.step(&[number], &now).to_string();
    }
    for typed in &typed {
        assert!(!all.contains(typed.as_str()), "{typed}");
    }
    let fact = denied("735190264", STAY);
    let without = ask("withoutPin", &json!({ "fact": fact })).unwrap();
    assert_eq!(without, with(fact, &json!({ "pin": null, "digits": 9 })));
    let again = ask("withoutPin", &json!({ "fact": without })).unwrap();
    assert_eq!(again, without);
}
