//! A lock that is replaced by another device: L.

use serde_json::{Value, json};

use crate::house::{House, two_doors};
use crate::orders::{INSIDE, LATER, REVEALED, repeat};
use crate::support::builders::{
    APRIL, JUNE, booking, listing, listing_fact, lock, lock_fact, order, result, stay,
};
use crate::support::steps::{list, noticed, text};

#[test]
fn l_a_replaced_lock_s_codes_come_to_the_new_one_with_their_pins_and_what_was_pending_ends_with_one_note()
 {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEALED);
    let pin = house.pin_on("front");
    let rival = booking("june", JUNE, &json!({}));
    let step = house.take(&[rival], REVEALED);
    assert_eq!(
        list(&step, "commands").len(),
        2,
        "one is pending on each lock"
    );
    let pending = list(&step, "commands")
        .iter()
        .find(|command| command["lockId"] == "front")
        .unwrap()
        .clone();
    let back = list(&step, "commands")
        .iter()
        .find(|command| command["lockId"] == "back")
        .unwrap()
        .clone();
    let done = house.confirm(&back, REVEALED);
    house.take(&[done], REVEALED);
    let new = lock_fact(&lock("new", &json!({ "name": "front" })));
    let replace = order(
        &json!({ "kind": "replace_lock", "lockId": "front", "by": "new" }),
        INSIDE,
    );
    let step = house.take(&[new.clone(), replace.clone()], INSIDE);
    let key = format!(
        "lock_replaced:front:new:{}",
        INSIDE
            .parse::<latchstring::time::Instant>()
            .unwrap()
            .unix_seconds()
    );
    assert_eq!(
        noticed(&step),
        [key],
        "same door, same PIN: the guest hears nothing"
    );
    assert!(
        list(&step, "commands")
            .iter()
            .all(|command| command["lockId"] != "front"),
        "{step}"
    );
    house.settle_commands(&step, INSIDE);
    assert!(house.pins_on("new").contains(&pin) && house.pins_on("new").len() == 2);
    assert_eq!(house.pin("stay", "new"), pin);
    assert_eq!(house.codes(&json!({ "lockId": "front" })), [] as [Value; 0]);
    // D4: a late answer of the old device, and the order again.
    repeat(&mut house, &[result(&pending, "confirmed", LATER)], LATER);
    repeat(&mut house, &[replace.clone(), new], LATER);
    // T6: a listing that names the old lock means the new one.
    repeat(
        &mut house,
        &[listing_fact(&listing("flat", &json!(["back", "front"])))],
        LATER,
    );
    assert_eq!(house.site()["listings"][0]["locks"], json!(["back", "new"]));
    // The old device is in service again.
    let again = order(
        &json!({ "kind": "replace_lock", "lockId": "new", "by": "front" }),
        LATER,
    );
    house.locks.remove("front");
    house.settle(&[again], LATER);
    assert!(house.pins_on("front").contains(&pin));
    repeat(&mut house, &[replace], LATER);
    house.check_stored();
}

#[test]
fn l_t5_a_stay_that_was_ended_at_a_door_stays_ended_there_when_another_device_hangs_in_it() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEALED);
    let pin = house.pin_on("front");
    let code = text(&house.codes(&json!({ "lockId": "front" }))[0]["codeId"]);
    let revoked = order(&json!({ "kind": "revoke", "codeId": code }), REVEALED);
    house.settle(std::slice::from_ref(&revoked), REVEALED);
    let new = lock_fact(&lock("new", &json!({ "name": "front" })));
    let replace = order(
        &json!({ "kind": "replace_lock", "lockId": "front", "by": "new" }),
        INSIDE,
    );
    house.settle(&[new, replace], INSIDE);
    assert_eq!(house.pins_on("new"), [""; 0]);
    repeat(&mut house, &[revoked], INSIDE);
    let back = order(
        &json!({ "kind": "reissue", "reservationId": "stay", "lockId": "new" }),
        LATER,
    );
    house.settle(std::slice::from_ref(&back), LATER);
    assert_ne!(house.pin_on("new"), pin, "P3");
    repeat(&mut house, &[back], LATER);
    house.check_stored();
}

#[test]
fn l_p7_whoever_knew_a_pin_of_the_old_device_does_not_open_the_new_one() {
    let mut house = House::with_locks(&[lock("old", &json!({}))]);
    let owner = |revision: u32, status: &str| {
        json!({ "type": "visit", "visit": { "id": "owner", "revision": revision, "listingId": "flat", "visitor": "Olga",
            "purpose": "owner", "kind": "permanent", "status": status } })
    };
    let rotate = |at: &str| order(&json!({ "kind": "rotate", "visitId": "owner" }), at);
    house.settle(&[owner(1, "active")], APRIL);
    let mut known = vec![house.pin_on("old")];
    house.settle(&[rotate(REVEALED)], REVEALED);
    known.push(house.pin_on("old"));
    house.settle(&[owner(2, "revoked")], REVEALED);
    let replace = json!({ "kind": "replace_lock", "lockId": "old", "by": "new" });
    house.settle(
        &[lock_fact(&lock("new", &json!({}))), order(&replace, INSIDE)],
        INSIDE,
    );
    for step in [
        owner(3, "active"),
        rotate(LATER),
        rotate("2026-05-02T13:00:00Z"),
    ] {
        let now = step["at"].as_str().unwrap_or(INSIDE).to_owned();
        house.settle(&[step], &now);
        let pin = house.pin_on("new");
        assert!(!known.contains(&pin), "{known:?} and {pin} again");
        known.push(pin);
    }
}
