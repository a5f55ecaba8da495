//! Orders about single codes: those that are rotated, those of strangers: V2, V3, B6, E2, F16, I9,
//! I10.

use serde_json::{Value, json};

use crate::house::{House, two_doors};
use crate::orders::{BEFORE, INSIDE, LATER, REVEALED, repeat};
use crate::support::builders::{
    APRIL, JUNE, booking, cannot_get_in, door_is, listing, listing_fact, lock, lock_report, order,
    stay, with,
};
use crate::support::steps::{audited, list, noticed, refusal, text};

#[test]
fn v2_v3_a_visits_code_is_rotated_and_revoked_and_given_back_by_order() {
    let visit = json!({ "type": "visit", "visit": { "id": "cleaner", "revision": 1, "lockIds": ["front", "back"],
        "visitor": "Cleo", "purpose": "cleaning", "kind": "permanent", "status": "active" } });
    let mut house = two_doors();
    house.settle(&[visit], APRIL);
    let first = house.pin_on("front");
    let rotate = |at: &str| order(&json!({ "kind": "rotate", "visitId": "cleaner" }), at);
    let step = house.take(&[rotate(BEFORE)], BEFORE);
    assert_eq!(noticed(&step), ["access_changed:visit:cleaner:2"]);
    house.settle_commands(&step, BEFORE);
    let second = house.pin_on("front");
    assert!(first != second && house.pins_on("back") == [second.clone()]);
    // The locks are read after the removal (P7).
    house.settle(&[], REVEALED);
    repeat(&mut house, &[rotate(BEFORE)], REVEALED);
    let end = order(&json!({ "kind": "revoke", "visitId": "cleaner" }), REVEALED);
    let step = house.take(std::slice::from_ref(&end), REVEALED);
    assert_eq!(noticed(&step), ["access_ended:visit:cleaner:3"]);
    house.settle_commands(&step, REVEALED);
    assert!(house.pins_on("front").is_empty());
    house.settle(&[], INSIDE);
    repeat(&mut house, std::slice::from_ref(&end), INSIDE);
    house.settle(&[rotate(INSIDE)], INSIDE);
    assert!(house.pins_on("front").len() == 1 && house.pin_on("front") != second);
    repeat(&mut house, &[end], LATER);
}

#[test]
fn b6_e2_backups_and_the_emergency_code_are_rotated_by_order_unless_a_stay_goes_by_them() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({}))], "listings": [listing("flat", &json!(["door"]))],
        "policy": { "backups": { "poolSize": 1 }, "emergency": { "enabled": true } },
    }));
    house.settle(&[stay(&json!({}))], APRIL);
    let spares = |house: &mut House| -> Vec<(String, String, String)> {
        let codes = house.codes(&json!({ "lockId": "door" }));
        let spare = |code: &&Value| code["holder"] != "reservation";
        codes
            .iter()
            .filter(spare)
            .map(|code| {
                (
                    text(&code["holder"]),
                    text(&code["codeId"]),
                    text(&code["code"]),
                )
            })
            .collect()
    };
    let before = spares(&mut house);
    assert_eq!(before.len(), 2);
    let orders: Vec<Value> = before
        .iter()
        .map(|(_, id, _)| order(&json!({ "kind": "rotate", "codeId": id }), BEFORE))
        .collect();
    house.settle(&orders, BEFORE);
    let after = spares(&mut house);
    assert_eq!(after.len(), 2);
    assert!(
        before
            .iter()
            .all(|(_, _, pin)| !house.pins_on("door").contains(pin))
    );
    house.settle(&[], REVEALED);
    repeat(&mut house, &orders, REVEALED);
    let own = house.codes(&json!({ "reservationId": "stay" }))[0]["codeId"].clone();
    let step = house.step(
        &[order(&json!({ "kind": "rotate", "codeId": own }), REVEALED)],
        REVEALED,
    );
    assert_eq!(
        refusal(&step),
        "facts[0].order.codeId: this is a stay's code"
    );
    let said = cannot_get_in("stay", INSIDE);
    let offline = door_is("offline", INSIDE);
    let step = house.take(&[said, offline], INSIDE);
    let told = list(&step, "notices")
        .iter()
        .find(|notice| notice["kind"] == "backup_told")
        .unwrap();
    let step = house.step(
        &[order(
            &json!({ "kind": "rotate", "codeId": told["codeId"] }),
            INSIDE,
        )],
        INSIDE,
    );
    assert_eq!(
        refusal(&step),
        "facts[0].order.codeId: a stay was told this code"
    );
}

/// A house on whose front door somebody else put a code.
fn with_a_stranger() -> (House, String) {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house
        .locks
        .get_mut("front")
        .unwrap()
        .insert("theirs".to_owned(), ("864209".to_owned(), None, None));
    let report = house.report("front", BEFORE);
    let step = house.take(&[report], BEFORE);
    let key = noticed(&step).remove(0);
    (house, key.strip_prefix("unknown_code:").unwrap().to_owned())
}

#[test]
fn f16_i10_an_unknown_code_is_taken_off_by_order_alone() {
    let (mut house, id) = with_a_stranger();
    for refused in [
        json!({ "kind": "revoke", "codeId": id }),
        json!({ "kind": "rotate", "codeId": id }),
    ] {
        assert!(
            refusal(&house.step(&[order(&refused, BEFORE)], BEFORE))
                .contains("somebody else made this code")
        );
    }
    let remove = order(&json!({ "kind": "remove_unknown", "codeId": id }), BEFORE);
    house.settle(std::slice::from_ref(&remove), BEFORE);
    assert!(!house.pins_on("front").contains(&"864209".to_owned()));
    assert_eq!(house.pins_on("front").len(), 1);
    let report = house.report("front", REVEALED);
    house.settle(&[report], REVEALED);
    repeat(&mut house, &[remove], REVEALED);
    let own = house.codes(&json!({ "lockId": "front" }))[0]["codeId"].clone();
    let step = house.step(
        &[order(
            &json!({ "kind": "remove_unknown", "codeId": own }),
            REVEALED,
        )],
        REVEALED,
    );
    assert_eq!(
        refusal(&step),
        "facts[0].order.codeId: this code has a holder"
    );
}

#[test]
fn f16_i10_an_adopted_code_is_a_visits_or_a_stays_with_its_window_and_its_pin() {
    let (mut house, id) = with_a_stranger();
    let adopt = |over: &Value, at: &str| {
        order(
            &with(json!({ "kind": "adopt_unknown", "codeId": id }), over),
            at,
        )
    };
    let step = house.step(
        &[adopt(&json!({ "reservationId": "stay" }), BEFORE)],
        BEFORE,
    );
    assert_eq!(
        refusal(&step),
        "facts[0].order.codeId: the holder has a code on this lock"
    );
    let june = booking("june", JUNE, &json!({ "listingId": "else" }));
    house.settle(&[june], BEFORE);
    let orders = [adopt(&json!({ "reservationId": "june" }), BEFORE)];
    let facts = [
        orders[0].clone(),
        listing_fact(&with(listing("else", &json!(["front"])), &json!({}))),
    ];
    let step = house.take(&facts, BEFORE);
    assert!(audited(&step).contains(&"code_adopted".to_owned()));
    house.settle_commands(&step, BEFORE);
    assert_eq!(house.pin("june", "front"), "864209");
    let held = house.locks["front"]
        .values()
        .find(|held| held.0 == "864209")
        .unwrap()
        .clone();
    assert_eq!(held.1.as_deref(), Some("2026-06-01T13:00:00Z"));
    house.settle(&[], REVEALED);
    repeat(&mut house, &orders, REVEALED);
    let step = house.settle(&[], "2026-06-03T09:30:00Z");
    assert!(
        !house.pins_on("front").contains(&"864209".to_owned()),
        "{step}"
    );
    repeat(&mut house, &orders, "2026-06-03T09:39:00Z");
}

#[test]
fn i9_a_code_in_the_emergency_codes_slot_is_not_adopted() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({}))], "listings": [listing("flat", &json!(["door"]))],
        "policy": { "emergency": { "enabled": true } },
    }));
    let codes = json!([{ "externalId": "x", "pin": "864209", "slot": 15 }]);
    let facts = [
        stay(&json!({})),
        lock_report("door", &json!({ "codes": codes }), APRIL),
    ];
    let step = house.take(&facts, APRIL);
    let key = noticed(&step)
        .into_iter()
        .find_map(|key| key.strip_prefix("unknown_code:").map(str::to_owned));
    let adopt = json!({ "kind": "adopt_unknown", "codeId": key.unwrap(), "reservationId": "stay" });
    let step = house.step(&[order(&adopt, APRIL)], APRIL);
    assert_eq!(
        refusal(&step),
        "facts[0].order.codeId: it is in the emergency code's slot"
    );
}
