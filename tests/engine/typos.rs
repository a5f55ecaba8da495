//! New PINs are two slips away from every other on their lock; those that people know get a note:
//! P10.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booked_early, cancelled, lock_report, order, stay, visit, visit_fact, with,
};
use crate::support::steps::{list, text};

fn house(policy: &Value) -> House {
    let spares = json!({ "backups": { "poolSize": 2 }, "emergency": { "enabled": true } });
    House::one_door(&json!({}), &with(spares, policy))
}

fn off() -> Value {
    json!({ "codes": { "typoAware": false } })
}

/// What somebody else's codes on the door are.
fn listed(pins: &[String], now: &str) -> Value {
    let codes: Vec<Value> = pins
        .iter()
        .enumerate()
        .map(|(at, pin)| json!({ "externalId": format!("other-{at}"), "pin": pin }))
        .collect();
    lock_report("door", &json!({ "codes": codes }), now)
}

/// The PINs of a site that are to be on the lock, with the kind of their holder.
fn wanted(house: &mut House) -> Vec<(String, String)> {
    let site = house.site();
    let mut pins: Vec<(String, String)> = list(&site, "accessCodes")
        .iter()
        .filter(|code| code.get("wanted").is_some_and(Value::is_object))
        .map(|code| (text(&code["holder"]["kind"]), text(&code["pin"])))
        .collect();
    pins.sort();
    pins
}

/// The same PIN with its first two keys swapped, its last key wrong, or one key more.
fn slips(pin: &str) -> Vec<String> {
    let mut swapped: Vec<char> = pin.chars().collect();
    swapped.swap(0, 1);
    let (begun, last) = pin.split_at(pin.len() - 1);
    let wrong = char::from_digit((last.parse::<u32>().unwrap() + 1) % 10, 10).unwrap();
    [
        String::from_iter(swapped),
        format!("{begun}{wrong}"),
        format!("{pin}{last}"),
    ]
    .into_iter()
    .filter(|slip| slip != pin)
    .collect()
}

fn advised(step: &Value) -> Vec<&Value> {
    let rows = list(step, "audit").iter();
    rows.filter(|row| row.get("advice").is_some()).collect()
}

#[test]
fn p10_each_new_pin_of_a_site_is_two_slips_away_from_what_the_lock_holds() {
    let facts = [
        stay(&json!({})),
        visit_fact(&visit("cleaner", "permanent", &json!({}))),
    ];
    let mut alone = house(&json!({}));
    alone.take(&facts, APRIL);
    let usual = wanted(&mut alone);
    let kinds: Vec<&str> = usual.iter().map(|(kind, _)| kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["backup", "backup", "emergency", "reservation", "visit"]
    );
    for at in 0..3 {
        // Somebody has a PIN one slip away from each of them.
        let others: Vec<String> = usual
            .iter()
            .map(|(_, pin)| slips(pin).get(at).cloned().unwrap_or_default())
            .filter(|slip| !slip.is_empty())
            .collect();
        let begun = |policy: &Value| {
            let mut begun = house(policy);
            begun.take(
                &[listed(&others, APRIL), facts[0].clone(), facts[1].clone()],
                APRIL,
            );
            wanted(&mut begun)
        };
        let (with_rule, without) = (begun(&json!({})), begun(&off()));
        let is_near = |pin: &String| others.iter().any(|other| slips(pin).contains(other));
        assert!(
            !with_rule.iter().any(|(_, pin)| is_near(pin)),
            "{with_rule:?}"
        );
        assert_eq!(with_rule.len(), 5);
        assert!(
            without.iter().any(|(_, pin)| is_near(pin)),
            "the rule is off"
        );
        assert_eq!(begun(&json!({})), with_rule, "the same again (P3)");
    }
}

#[test]
fn p4_p10_a_pin_that_the_host_chose_is_used_with_a_note() {
    let mut house = house(&json!({}));
    house.take(&[listed(&["492871".to_owned()], APRIL)], APRIL);
    let chosen = stay(&json!({ "preferredCode": "492817" }));
    let step = house.take(&[chosen], APRIL);
    assert_eq!(house.pin("stay", "door"), "492817");
    let rows = advised(&step);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["kind"], "code_issued");
    assert_eq!(rows[0]["advice"], json!([{ "kind": "keys_swapped" }]));
    assert!(
        !rows[0].to_string().contains("4928"),
        "P9: no PIN is in the record"
    );
}

#[test]
fn p4_p10_phone_digits_that_are_a_near_miss_are_passed_over() {
    let phone = json!({ "guest": { "name": "Ada", "phoneLastDigits": "4917" } });
    for (other, is_used) in [("4918", false), ("8264", true)] {
        let policy = json!({ "codes": { "length": 4, "preferPhoneDigits": true } });
        let mut house = house(&policy);
        house.take(&[listed(&[other.to_owned()], APRIL)], APRIL);
        house.take(&[stay(&phone)], APRIL);
        assert_eq!(
            house.pin("stay", "door") == "4917",
            is_used,
            "beside {other}"
        );
    }
}

#[test]
fn t2_p10_a_guest_who_comes_back_keeps_the_pin_with_a_note() {
    let mut house = house(&json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    let pin = house.pin("stay", "door");
    house.settle(&[stay(&cancelled(2))], APRIL);
    let near = slips(&pin)[1].clone();
    house.take(
        &[listed(&[near], "2026-04-02T12:00:00Z")],
        "2026-04-02T12:00:00Z",
    );
    let step = house.take(&[stay(&json!({ "revision": 3 }))], "2026-04-02T12:00:00Z");
    assert_eq!(house.pin("stay", "door"), pin);
    let rows = advised(&step);
    assert_eq!(rows[0]["because"], json!([{ "kind": "stay_confirmed" }]));
    assert_eq!(rows[0]["advice"], json!([{ "kind": "key_wrong" }]));
}

#[test]
fn p10_a_new_pin_that_the_host_orders_is_two_slips_away_from_the_old_one() {
    for policy in [json!({}), json!({ "codes": { "length": 4 } })] {
        let mut house = house(&policy);
        house.settle(&[booked_early("stay", MAY, &json!({}))], APRIL);
        for round in 2..8 {
            let old = house.pins_on("door");
            let now = format!("2026-04-{round:02}T12:00:00Z");
            let reissue = order(&json!({ "kind": "reissue", "reservationId": "stay" }), &now);
            let step = house.settle(&[reissue], &now);
            assert!(advised(&step).is_empty());
            let new = house.pins_on("door");
            for pin in new.iter().filter(|pin| !old.contains(pin)) {
                assert!(
                    !slips(pin).iter().any(|slip| old.contains(slip)),
                    "{pin} beside {old:?}"
                );
            }
        }
    }
}
