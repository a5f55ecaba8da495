//! Locks that take codes of one length only: P11.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, JUNE, MAY, REVEAL, booked_early, lock_report, result, visit, visit_fact,
};
use crate::support::calls::ask;
use crate::support::steps::{list, text};

/// A Z-Wave lock that stores no windows and takes one length.
fn one_length() -> Value {
    json!({ "profile": "schlage_be469", "nativeSchedule": false })
}

fn listed(pins: &[&str], now: &str) -> Value {
    let codes: Vec<Value> = pins
        .iter()
        .enumerate()
        .map(|(at, pin)| json!({ "externalId": format!("{}", at + 20), "slot": at + 20, "pin": pin }))
        .collect();
    lock_report("door", &json!({ "codes": codes }), now)
}

/// The lengths of the PINs of a site that are to be on the lock, by the kind of holder.
fn lengths(house: &mut House) -> Vec<(String, usize)> {
    let site = house.site();
    let mut lengths: Vec<(String, usize)> = list(&site, "accessCodes")
        .iter()
        .filter(|code| code.get("wanted").is_some_and(Value::is_object))
        .map(|code| (text(&code["holder"]["kind"]), text(&code["pin"]).len()))
        .collect();
    lengths.sort();
    lengths
}

#[test]
fn p11_the_length_of_the_codes_on_a_lock_of_one_length_is_the_length() {
    let mut house = House::one_door(
        &one_length(),
        &json!({ "backups": { "poolSize": 1 }, "emergency": { "enabled": true } }),
    );
    let facts = [
        listed(&["8264", "7391"], APRIL),
        booked_early("stay", MAY, &json!({})),
        visit_fact(&visit("cleaner", "permanent", &json!({}))),
    ];
    house.take(&facts, APRIL);
    let four = |kind: &str| (kind.to_owned(), 4);
    assert_eq!(
        lengths(&mut house),
        ["backup", "emergency", "reservation", "visit"].map(four)
    );
}

#[test]
fn p11_pins_of_another_length_are_replaced_and_told_before_the_stay() {
    let mut house = House::one_door(&one_length(), &json!({}));
    house.settle(&[booked_early("stay", MAY, &json!({}))], APRIL);
    let told = house.settle(&[], REVEAL);
    assert_eq!(list(&told, "notices")[0]["kind"], "access_ready");
    assert_eq!(lengths(&mut house), [("reservation".to_owned(), 6)]);
    // The host set the lock to four digits. Only its list shows that.
    let now = "2026-04-29T09:00:00Z";
    let step = house.take(&[listed(&["8264"], now)], now);
    let kinds: Vec<&Value> = list(&step, "notices")
        .iter()
        .map(|one| &one["kind"])
        .collect();
    assert_eq!(kinds, ["access_changed", "unknown_code"]);
    assert_eq!(lengths(&mut house), [("reservation".to_owned(), 4)]);
    let reasons: Vec<&Value> = list(&step, "audit")
        .iter()
        .map(|row| &row["because"])
        .collect();
    assert!(
        reasons.contains(&&json!([{ "kind": "length_on_lock" }])),
        "{reasons:?}"
    );
    let pin = text(&list(&step, "notices")[0]["values"]["doors"][0]["code"]);
    // It is put on the lock at T-10, and nothing changes any more.
    house.settle(&[], "2026-05-01T12:50:00Z");
    assert_eq!(house.pins_on("door"), [pin]);
}

#[test]
fn p11_a_pin_that_is_on_the_lock_stays_and_so_does_one_where_lengths_may_differ() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[booked_early("stay", MAY, &json!({}))], APRIL);
    let before = house.pin("stay", "door");
    let now = "2026-04-02T09:00:00Z";
    house.settle(&[listed(&["8264", &before], now)], now);
    assert_eq!(house.pin("stay", "door"), before);
    // On the lock itself, our own codes are its length.
    let mut house = House::one_door(
        &json!({ "profile": "schlage_be469", "nativeSchedule": true }),
        &json!({ "codes": { "length": 5 } }),
    );
    house.settle(&[booked_early("stay", MAY, &json!({}))], APRIL);
    let policy = json!({ "codes": { "length": 6 }, "backups": { "poolSize": 0 }, "emergency": { "enabled": false } });
    let facts = [
        json!({ "type": "policy", "revision": 1, "policy": policy }),
        booked_early("next", JUNE, &json!({})),
    ];
    house.settle(&facts, APRIL);
    assert_eq!(house.pin("stay", "door").len(), 5);
    assert_eq!(house.pin("next", "door").len(), 5);
}

#[test]
fn p11_what_a_cleared_place_reads_as_is_no_length() {
    let mut house = House::one_door(&one_length(), &json!({}));
    house.take(&[listed(&["0000", "824619"], APRIL)], APRIL);
    house.take(&[booked_early("stay", MAY, &json!({}))], APRIL);
    assert_eq!(house.pin("stay", "door").len(), 6);
}

#[test]
fn p11_every_order_of_list_and_booking_gives_the_same_length() {
    let booking = booked_early("stay", MAY, &json!({}));
    let mut before = House::one_door(&one_length(), &json!({}));
    before.settle(&[booking.clone(), listed(&["8264"], APRIL)], APRIL);
    let mut after = House::one_door(&one_length(), &json!({}));
    after.settle(&[listed(&["8264"], APRIL)], APRIL);
    after.settle(&[booking], APRIL);
    assert_eq!(before.pin("stay", "door"), after.pin("stay", "door"));
    assert_eq!(after.pin("stay", "door").len(), 4);
}

#[test]
fn p11_check_and_generate_take_the_length_of_what_is_in_use() {
    let rules = json!({ "lengths": [4, 5, 6, 7, 8], "oneLength": true, "reserved": ["0000"] });
    let check = |code: &str, in_use: &[&str]| {
        let input = json!({ "code": code, "rules": rules, "inUse": in_use });
        let kinds = ask("checkCode", &input).unwrap();
        kinds
            .as_array()
            .unwrap()
            .iter()
            .any(|one| one["kind"] == "length_not_supported")
    };
    assert!(check("492817", &["8264"]));
    assert!(!check("4928", &["8264"]));
    assert!(!check("492817", &[]));
    assert!(!check("492817", &["0000"]), "a cleared place");
    assert!(!check("492817", &["****"]), "nobody can read it");
    let made = |in_use: &[&str]| {
        let input = json!({ "rules": rules, "inUse": in_use, "length": 6, "holder": "a",
            "key": "0123456789abcdef0123456789abcdef" });
        text(&ask("generateCode", &input).unwrap()["code"]).len()
    };
    assert_eq!(
        [made(&["8264", "7391"]), made(&["82641"]), made(&[])],
        [4, 5, 6]
    );
}

#[test]
fn p11_a_code_that_was_refused_and_never_was_there_gets_the_length_of_the_list() {
    let mut house = House::one_door(&one_length(), &json!({}));
    house.settle(&[booked_early("stay", MAY, &json!({}))], APRIL);
    let now = "2026-05-01T12:50:00Z";
    let step = house.take(&[], now);
    let refused = result(&step["commands"][0], "failed", now);
    let mut refused = refused;
    refused["failure"] = json!("rejected");
    house.take(&[refused, listed(&["8264"], now)], now);
    assert_eq!(house.pin("stay", "door").len(), 4);
}
