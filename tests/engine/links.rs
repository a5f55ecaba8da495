//! Which doors a stay opens: L, and platforms that go their own way.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, JUNE, MAY, booked, booking, listing, listing_fact, lock, lock_fact, result, with,
};
use crate::support::steps::{is_empty, list, noticed};

#[test]
fn p5_where_the_platform_makes_the_pin_none_is_sent_and_its_own_is_kept() {
    let mut house = House::with_locks(&[
        lock("gate", &json!({ "profile": "salto_ks" })),
        lock("door", &json!({})),
    ]);
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let commands = list(&step, "commands").clone();
    assert_eq!(commands[1]["lockId"], "gate");
    assert!(commands[1].get("pin").is_none());
    assert!(commands[0].get("pin").is_some());
    assert!(
        house.codes(&json!({ "lockId": "gate" }))[0]
            .get("code")
            .is_none()
    );
    let made = with(
        result(&commands[1], "confirmed", APRIL),
        &json!({ "pin": "718293", "externalId": "salto-1" }),
    );
    house.take(&[made], APRIL);
    assert_eq!(house.pin("stay", "gate"), "718293");
    assert_ne!(house.pin("stay", "door"), "718293");
    // Cancelled and reinstated: the platform makes another, so that the old one is neither sent nor
    // shown.
    let cancelled = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let step = house.take(
        &[cancelled, result(&commands[0], "confirmed", APRIL)],
        APRIL,
    );
    let removals: Vec<Value> = list(&step, "commands")
        .iter()
        .map(|command| result(command, "confirmed", APRIL))
        .collect();
    assert_eq!(step["commands"][1]["externalId"], "salto-1");
    house.take(&removals, APRIL);
    let step = house.take(&[booking("stay", MAY, &json!({ "revision": 3 }))], APRIL);
    assert_eq!(step["commands"][1]["lockId"], "gate");
    assert!(step["commands"][1].get("pin").is_none());
    assert!(
        house.codes(&json!({ "lockId": "gate" }))[0]
            .get("code")
            .is_none()
    );
}

#[test]
fn p5_a_platform_without_remote_way_gets_no_command() {
    let mut house =
        House::with_locks(&[json!({ "id": "oracode", "name": "Oracode", "profile": "oracode" })]);
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    assert!(list(&step, "commands").is_empty());
    let codes = house.codes(&json!({}));
    assert_eq!(codes.len(), 1);
    assert_eq!(codes[0]["state"], "absent");
}

#[test]
fn l_linking_a_lock_issues_the_guests_own_pin_and_unlinking_removes_it() {
    let locks = json!([lock("a", &json!({})), lock("b", &json!({}))]);
    let mut house =
        House::new(json!({ "locks": locks, "listings": [listing("flat", &json!(["a"]))] }));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let pin = house.pin("stay", "a");
    let step = house.settle(&[listing_fact(&listing("flat", &json!(["a", "b"])))], APRIL);
    assert_eq!(house.pins_on("b"), std::slice::from_ref(&pin), "{step}");
    house.settle(&[listing_fact(&listing("flat", &json!(["b"])))], APRIL);
    assert_eq!(house.pins_on("a"), Vec::<String>::new());
    assert_eq!(house.pins_on("b"), [pin]);
    assert_eq!(house.codes(&json!({ "lockId": "a" })), Vec::<Value>::new());
    // A past stay gets nothing.
    house.settle(&[], "2026-05-03T09:30:00Z");
    house.settle(
        &[listing_fact(&listing("flat", &json!(["a", "b"])))],
        "2026-05-03T09:31:00Z",
    );
    assert_eq!(house.pins_on("a").len() + house.pins_on("b").len(), 0);
}

#[test]
fn l_a_lock_or_a_listing_that_comes_later_is_waited_for() {
    let mut house = House::new(json!({ "locks": [], "listings": [] }));
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    assert_eq!(
        (list(&step, "commands").len(), noticed(&step)),
        (0, vec!["listing_unknown:stay:flat".to_owned()])
    );
    let step = house.take(&[listing_fact(&listing("flat", &json!(["a"])))], APRIL);
    assert_eq!(
        (list(&step, "commands").len(), noticed(&step)),
        (0, vec!["lock_unknown:flat:a".to_owned()])
    );
    let step = house.take(&[lock_fact(&lock("a", &json!({})))], APRIL);
    assert_eq!(list(&step, "commands").len(), 1);
}

#[test]
fn l_where_automation_is_off_no_code_is_made_and_those_there_stay() {
    let off = with(
        listing("flat", &json!(["a"])),
        &json!({ "automation": false }),
    );
    let mut house = House::new(json!({ "locks": [lock("a", &json!({}))], "listings": [off] }));
    let step = house.take(
        &[
            booking("stay", MAY, &json!({})),
            booking("other", MAY, &json!({})),
        ],
        APRIL,
    );
    assert_eq!(
        (list(&step, "commands").len(), list(&step, "notices").len()),
        (0, 0)
    );
    assert!(step.get("wakeAt").is_none(), "{step}");
    house.settle(&[listing_fact(&listing("flat", &json!(["a"])))], APRIL);
    assert_eq!(house.pins_on("a").len(), 2);
    house.settle(
        &[listing_fact(&off), booking("third", JUNE, &json!({}))],
        APRIL,
    );
    assert_eq!(
        house.pins_on("a").len(),
        2,
        "what is there stays, nothing is added"
    );
    // Their windows are still looked after.
    house.settle(
        &[booking(
            "stay",
            ("2026-05-01", "2026-05-09"),
            &json!({ "revision": 2 }),
        )],
        APRIL,
    );
    let codes = house.codes(&json!({ "reservationId": "stay" }));
    assert_eq!(codes[0]["endsAt"], "2026-05-09T09:30:00Z");
    house.settle(&[], "2026-05-09T09:30:00Z");
    assert!(house.pins_on("a").is_empty());
}

#[test]
fn l_regions_that_the_policy_does_not_name_get_no_codes() {
    let listing_in =
        |id: &str, region: &Value| with(listing(id, &json!(["a"])), &json!({ "region": region }));
    let mut house = House::new(json!({
        "locks": [lock("a", &json!({}))],
        "listings": [listing_in("here", &json!("US")), listing_in("there", &json!("FR")),
            listing("nowhere", &json!(["a"]))],
        "policy": { "regions": ["US", "CA"] },
    }));
    let step = house.take(
        &[
            booked("stay-1", "here", MAY, &json!({})),
            booked("stay-2", "there", MAY, &json!({})),
            booked("stay-3", "nowhere", MAY, &json!({})),
        ],
        APRIL,
    );
    assert_eq!(list(&step, "commands").len(), 1);
    assert_eq!(house.codes(&json!({}))[0]["reservationId"], "stay-1");
}

#[test]
fn l_a_lock_that_stands_twice_in_a_listing_is_one_door() {
    let twice = listing("flat", &json!(["a", "a"]));
    let mut house = House::new(json!({ "locks": [lock("a", &json!({}))], "listings": [twice] }));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    assert_eq!(house.pins_on("a").len(), 1);
    assert!(is_empty(&house.step(&[], APRIL)));
}
