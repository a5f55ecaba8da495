//! A site without its PINs.

use std::collections::BTreeMap;

use latchstring::code::Key;
use latchstring::forecast::forecast;
use latchstring::site::{Site, without_pins};
use serde_json::{Value, json};

use crate::by_hand::lived;
use crate::houses::{assumptions, house, key, read};
use crate::stepped::without_pins as masked;
use crate::support::long::cases;
use crate::support::seeded::Seeded;

const NOW: &str = "2026-05-02T09:00:07Z";

fn other_key() -> Key {
    "another key of at least thirty-two bytes".parse().unwrap()
}

/// Whether any text of a value is a PIN in clear.
fn shows(value: &Value, pins: &BTreeMap<String, ()>) -> bool {
    match value {
        Value::String(text) => pins.contains_key(text),
        Value::Array(items) => items.iter().any(|item| shows(item, pins)),
        Value::Object(fields) => fields.values().any(|item| shows(item, pins)),
        _ => false,
    }
}

fn json_of(site: &Site) -> Value {
    serde_json::to_value(site).unwrap()
}

#[test]
fn without_pins_p9_sites_that_differ_in_pins_only_give_equal_bytes_and_decide_the_same() {
    let random = Seeded::new();
    for case in 0..cases(12) {
        let mut random = random.branch(case.into());
        let house = house(&mut random);
        let at = |key: &Key| {
            lived(
                house.site.clone(),
                key,
                &house.facts,
                "2026-04-27T12:00:00Z",
                NOW,
            )
        };
        let (one, two) = (at(&key()), at(&other_key()));
        assert_ne!(json_of(&one), json_of(&two));
        let (shown, other) = (
            without_pins(one.clone()).unwrap(),
            without_pins(two).unwrap(),
        );
        assert_eq!(
            json_of(&shown).to_string(),
            json_of(&other).to_string(),
            "case {case}"
        );
        let pins = one.access_codes.iter().filter_map(|code| code.pin);
        let pins: BTreeMap<String, ()> = pins.map(|pin| (pin.reveal(), ())).collect();
        assert!(!pins.is_empty() && !shows(&json_of(&shown), &pins));
        // It is read back as it was written, and once more without PINs it is the same.
        let again: Site = read(&json_of(&shown));
        assert_eq!(json_of(&again), json_of(&shown));
        assert_eq!(json_of(&without_pins(again).unwrap()), json_of(&shown));
        let assume = assumptions(&mut random, &house);
        let input = json!({ "now": NOW, "until": "2026-05-05T12:00:00Z", "assume": assume });
        let ahead = |site: Site| {
            let seen = forecast(site, read(&input), None).unwrap();
            let mut seen = masked(&serde_json::to_value(seen).unwrap());
            for lane in seen["preview"]["lanes"].as_array_mut().unwrap() {
                for span in lane["spans"].as_array_mut().unwrap() {
                    span.as_object_mut().unwrap().shift_remove("code");
                }
            }
            seen
        };
        let (with, without) = (ahead(one), ahead(shown));
        assert_eq!(
            with.to_string(),
            without.to_string(),
            "case {case}: {}",
            json!(assume)
        );
    }
}

#[test]
fn without_pins_hides_what_the_host_chose_and_the_digits_of_instructions() {
    let mut random = Seeded::from(1);
    let house = house(&mut random);
    let mut site = json_of(&lived(
        house.site,
        &key(),
        &house.facts,
        "2026-04-27T12:00:00Z",
        NOW,
    ));
    site["listings"][0]["entryMethod"] = json!({ "instructions": "Lockbox 4711." });
    site["reservations"][0]["preferredCode"] = json!("482917");
    site["reservations"][0]["guest"]["phoneLastDigits"] = json!("2917");
    let shown = json_of(&without_pins(read(&site)).unwrap());
    assert_eq!(
        shown["listings"][0]["entryMethod"]["instructions"],
        "Lockbox ••••."
    );
    let booking = &shown["reservations"][0];
    assert!(
        booking.get("preferredCode").is_none() && booking["guest"].get("phoneLastDigits").is_none()
    );
}

#[test]
fn p5_a_placeholder_is_no_pin_where_a_key_makes_them() {
    use crate::support::builders::{APRIL, KEY, MAY, booking, one_door};
    use crate::support::calls::ask;
    let mut site = one_door(
        &json!({}),
        &json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": false } }),
    );
    site["id"] = json!("house");
    let site = ask("createSite", &site).unwrap();
    let chosen = booking("stay", MAY, &json!({ "preferredCode": "~482917" }));
    let input = json!({ "site": site, "facts": [chosen], "now": APRIL, "key": KEY });
    let step = ask("advance", &input).unwrap();
    let pin = step["commands"][0]["pin"].as_str().unwrap();
    assert!(
        pin.len() == 6 && pin.chars().all(|digit| digit.is_ascii_digit()),
        "{pin}"
    );
    let checked = ask("checkCode", &json!({ "code": "~482917" })).unwrap();
    assert!(
        checked.to_string().contains("digit_not_on_keypad"),
        "{checked}"
    );
}
