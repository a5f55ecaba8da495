//! What was told before a hold (N4): who knows a PIN from an earlier telling does not get in by it
//! during a hold, and what goes on goes on as it was told (T5).

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, REVEAL, STAY, booking, listing, lock, neighbour, one_backup, one_door, order,
    site_of, stay, with,
};
use crate::support::calls::ask;
use crate::support::steps::{list, noticed, refusal};

/// Fifteen minutes before the stay in May.
const SOON: &str = "2026-05-01T12:45:00Z";

fn one_flat() -> House {
    let mut site = one_door(&json!({}), &one_backup());
    site["listings"][0] = with(listing("flat", &json!(["door"])), &neighbour());
    House::new(site)
}

/// Two flats behind one street door.
fn two_flats(policy: &Value) -> House {
    let doors = ["street", "a", "b"].map(|id| lock(id, &json!({})));
    let mut site = site_of(&doors, policy);
    site["listings"] = json!([
        listing("flat", &json!(["street", "a"])),
        listing("other", &json!(["street", "b"]))
    ]);
    House::new(site)
}

/// The guest is told at the reveal.
fn told(mut house: House) -> House {
    house.settle(&[stay(&json!({ "revision": 1 }))], APRIL);
    assert_eq!(noticed(&house.settle(&[], REVEAL)), ["access_ready:stay:1"]);
    house
}

fn card(house: &mut House, now: &str) -> Value {
    let asked = json!({ "site": house.site(), "reservationId": "stay", "now": now });
    ask("guestCard", &asked).unwrap()
}

/// What the host hears of the hold at an instant: what the guest knows.
fn causes(house: &mut House, facts: &[Value], now: &str) -> Vec<Value> {
    let step = house.take(facts, now);
    let holds = list(&step, "notices").iter();
    let holds = holds.filter(|one| one["kind"] == "booking_on_hold");
    let causes = holds.map(|one| one["values"]["cause"].clone()).collect();
    house.settle_commands(&step, now);
    causes
}

fn is_on(house: &House, lock: &str, pin: &str) -> bool {
    house.pins_on(lock).iter().any(|one| one == pin)
}

#[test]
fn t5_a_stay_reinstated_on_hold_gets_a_new_pin() {
    let between = ["2026-04-29T12:00:00Z", "2026-04-29T12:00:01Z"];
    for settled in [true, false] {
        for preferred in [json!({}), json!({ "preferredCode": "492817" })] {
            let mut house = one_flat();
            let base = |over: Value| stay(&with(preferred.clone(), &over));
            house.settle(&[base(json!({ "revision": 1 }))], APRIL);
            house.settle(&[], REVEAL);
            let pin = house.pin("stay", "door");
            let cancel = base(json!({ "revision": 2, "status": "cancelled" }));
            let step = house.take(&[cancel], between[0]);
            assert_eq!(noticed(&step), ["access_ended:stay:2"]);
            let held = base(json!({ "revision": 3, "hold": true }));
            if settled {
                house.settle_commands(&step, between[0]);
                house.settle(&[held], between[1]);
            } else {
                // The removal is under way still.
                let again = house.take(&[held], between[1]);
                house.settle_commands(&step, between[1]);
                house.settle_commands(&again, between[1]);
            }
            house.settle(&[], "2026-04-29T12:10:00Z");
            assert!(!is_on(&house, "door", &pin), "{settled}, {preferred}");
            let new = house.pin("stay", "door");
            assert!(new != pin && is_on(&house, "door", &new));
            assert_eq!(causes(&mut house, &[], SOON), ["code_held_back"]);
            let shown = card(&mut house, SOON);
            assert_eq!(shown["state"], "on_hold");
            // The release tells the new one.
            let released = base(json!({ "revision": 4 }));
            house.settle(&[released], STAY);
            assert_eq!(card(&mut house, STAY)["doors"][0]["code"], json!(new));
        }
    }
}

#[test]
fn t5_a_stay_that_is_reinstated_in_the_same_step_keeps_what_was_told() {
    let mut house = told(one_flat());
    let pin = house.pin("stay", "door");
    let facts = [
        stay(&json!({ "revision": 2, "status": "cancelled" })),
        stay(&json!({ "revision": 3, "hold": true })),
    ];
    house.settle(&facts, "2026-04-29T12:00:00Z");
    assert!(is_on(&house, "door", &pin));
    assert_eq!(causes(&mut house, &[], SOON), ["code_known"]);
}

#[test]
fn n4_w8_the_rest_of_a_joined_stay_on_hold_does_not_open_by_the_pin_that_was_told() {
    let ada = |over: Value| with(json!({ "guest": { "id": "ada" } }), &over);
    let first = |over: Value| booking("first", MAY, &ada(over));
    let days = ("2026-05-03", "2026-05-05");
    let second = booking("second", days, &ada(json!({ "hold": true })));
    let mut house = one_flat();
    house.settle(&[first(json!({})), second], APRIL);
    house.settle(&[], REVEAL);
    let pin = house.pin("first", "door");
    let cancel = first(json!({ "revision": 2, "status": "cancelled" }));
    house.settle(&[cancel], "2026-04-29T12:00:00Z");
    house.settle(&[], "2026-04-29T12:10:00Z");
    assert!(!is_on(&house, "door", &pin));
    let new = house.pin("second", "door");
    assert!(new != pin && is_on(&house, "door", &new));
    let soon = "2026-05-03T12:45:00Z";
    assert_eq!(causes(&mut house, &[], soon), ["code_held_back"]);
}

#[test]
fn n4_a9_the_use_of_a_code_on_hold_that_nobody_was_told_is_unexpected() {
    let used = |pin: &str, at: &str| {
        json!({ "type": "code_used", "id": format!("use-{at}"), "at": at, "lockId": "door",
            "pin": pin })
    };
    let now = "2026-05-01T14:00:00Z";
    for arrived in [true, false] {
        let policy = with(
            one_backup(),
            &json!({ "notices": { "guestArrived": arrived } }),
        );
        let mut site = one_door(&json!({}), &policy);
        site["listings"][0] = with(listing("flat", &json!(["door"])), &neighbour());
        let mut house = House::new(site.clone());
        house.settle(&[stay(&json!({ "hold": true }))], APRIL);
        house.settle(&[], STAY);
        let pin = house.pin("stay", "door");
        let step = house.take(&[used(&pin, now)], now);
        let kinds: Vec<&Value> = list(&step, "notices")
            .iter()
            .map(|one| &one["kind"])
            .collect();
        assert_eq!(kinds, ["unexpected_use"]);
        let values = &list(&step, "notices")[0]["values"];
        assert_eq!(values["cause"], "nobody_told");
        let template = ask("defaultTemplate", &json!({ "kind": "unexpected_use" })).unwrap();
        let said = json!({ "template": template, "values": values });
        assert_eq!(
            ask("renderMessage", &said).unwrap(),
            "The code of stay (flat, Fri 1 May, 15:00 – Sun 3 May, 11:00) opened door. The booking \
             is on hold, and nobody was told the code: please ask who was there.\n\
             Time: Fri 1 May, 16:00"
        );
        // Who was told before the hold arrives as ever.
        let mut house = told(House::new(site));
        let held = stay(&json!({ "revision": 2, "hold": true }));
        house.settle(&[held], "2026-04-29T12:00:00Z");
        house.settle(&[], STAY);
        let pin = house.pin("stay", "door");
        let step = house.take(&[used(&pin, now)], now);
        let odd = list(&step, "notices").iter();
        assert_eq!(odd.filter(|one| one["kind"] == "unexpected_use").count(), 0);
    }
}

#[test]
fn n4_no_new_pin_is_ordered_while_the_guest_knows_one_and_would_not_hear_of_it() {
    let reissue = json!({ "kind": "reissue", "reservationId": "stay" });
    for now in ["2026-04-30T12:00:00Z", "2026-05-01T14:00:00Z"] {
        let mut house = told(one_flat());
        house.settle(
            &[stay(&json!({ "revision": 2, "hold": true }))],
            "2026-04-29T12:00:00Z",
        );
        house.settle(&[], now);
        let pin = house.pin("stay", "door");
        let step = house.step(&[order(&reissue, now)], now);
        assert_eq!(
            refusal(&step),
            "facts[0].order.reservationId: the booking is on hold"
        );
        house.settle(&[], "2026-05-01T14:10:00Z");
        assert!(is_on(&house, "door", &pin));
        // Nobody knows this one, so that nobody stands outside.
        let mut house = one_flat();
        house.settle(&[stay(&json!({ "hold": true }))], APRIL);
        house.settle(&[], now);
        let pin = house.pin("stay", "door");
        house.settle(&[order(&reissue, now)], now);
        house.settle(&[], "2026-05-01T14:10:00Z");
        assert!(!is_on(&house, "door", &pin));
    }
}

#[test]
fn n4_t4_a_hold_that_comes_before_the_new_pin_works_keeps_the_old_one_until_the_release() {
    let mut house = told(one_flat());
    house.settle(&[], STAY);
    let pin = house.pin("stay", "door");
    let now = "2026-05-01T14:00:00Z";
    let reissue = json!({ "kind": "reissue", "reservationId": "stay" });
    let step = house.take(&[order(&reissue, now)], now);
    let held = house.take(&[stay(&json!({ "revision": 2, "hold": true }))], now);
    house.settle_commands(&step, now);
    house.settle_commands(&held, now);
    house.settle(&[], "2026-05-01T15:00:00Z");
    assert!(is_on(&house, "door", &pin));
    let shown = card(&mut house, "2026-05-01T15:00:00Z");
    assert_eq!(shown["doors"][0]["code"], json!(pin));
    let now = "2026-05-01T16:00:00Z";
    house.settle(&[stay(&json!({ "revision": 3 }))], now);
    house.settle(&[], "2026-05-01T16:10:00Z");
    assert!(!is_on(&house, "door", &pin));
    let new = house.pin("stay", "door");
    assert_eq!(card(&mut house, now)["doors"][0]["code"], json!(new));
}

#[test]
fn n4_the_card_of_a_stay_that_moved_on_hold_shows_the_doors_that_open() {
    let mut house = told(two_flats(&json!({})));
    let pin = house.pin("stay", "street");
    let moved = json!({ "revision": 2, "hold": true, "listingId": "other" });
    house.settle(&[stay(&moved)], "2026-04-29T12:00:00Z");
    house.settle(&[], "2026-04-29T12:10:00Z");
    assert!(!is_on(&house, "a", &pin));
    let shown = card(&mut house, "2026-04-30T12:00:00Z");
    let doors: Vec<(&Value, Option<&Value>)> = list(&shown, "doors")
        .iter()
        .map(|door| (&door["lockId"], door.get("code")))
        .collect();
    let (street, b) = (json!("street"), json!("b"));
    assert_eq!(doors, [(&street, Some(&json!(pin))), (&b, None)]);
}

#[test]
fn n4_after_what_was_told_the_rest_of_a_stay_on_hold_opens_by_a_new_pin() {
    let mut house = told(one_flat());
    house.settle(&[], STAY);
    let pin = house.pin("stay", "door");
    let longer = json!({ "revision": 2, "hold": true, "departure": "2026-05-05" });
    let known = causes(&mut house, &[stay(&longer)], "2026-05-02T12:00:00Z");
    assert_eq!(known, ["code_known"]);
    for now in [
        "2026-05-03T09:30:00Z",
        "2026-05-03T10:00:00Z",
        "2026-05-04T00:00:00Z",
    ] {
        house.settle(&[], now);
    }
    assert!(!is_on(&house, "door", &pin), "the unpaid night");
    assert_eq!(card(&mut house, "2026-05-04T00:00:00Z")["state"], "on_hold");
    let released = json!({ "revision": 3, "departure": "2026-05-05" });
    let now = "2026-05-04T08:00:00Z";
    house.settle(&[stay(&released)], now);
    let new = house.pin("stay", "door");
    assert!(is_on(&house, "door", &new));
    assert_eq!(card(&mut house, now)["doors"][0]["code"], json!(new));
}

#[test]
fn n4_w6_a_stay_on_hold_that_ends_as_told_ends_with_its_rounded_window() {
    let hours = json!({ "timeFrames": { "online": [{ "stepMinutes": 60 }] } });
    let mut house = told(House::one_door(&hours, &json!({})));
    let pin = house.pin("stay", "door");
    let held = stay(&json!({ "revision": 2, "hold": true }));
    house.settle(&[held], "2026-04-29T12:00:00Z");
    for now in [STAY, "2026-05-03T09:30:00Z", "2026-05-03T09:45:00Z"] {
        house.settle(&[], now);
        assert_eq!(house.pins_on("door"), [pin.as_str()], "at {now}");
    }
    house.settle(&[], "2026-05-03T10:00:00Z");
    assert!(!is_on(&house, "door", &pin));
}

#[test]
fn n4_other_days_on_hold_do_not_open_by_the_pin_that_was_told() {
    let mut house = told(one_flat());
    let pin = house.pin("stay", "door");
    let moved =
        json!({ "revision": 2, "hold": true, "arrival": "2026-05-20", "departure": "2026-05-22" });
    house.settle(&[stay(&moved)], "2026-04-29T12:00:00Z");
    house.settle(&[], "2026-04-29T12:10:00Z");
    assert!(!is_on(&house, "door", &pin));
    assert_eq!(card(&mut house, "2026-04-30T12:00:00Z")["state"], "on_hold");
}

#[test]
fn n4_t6_no_hold_is_the_same_content_as_an_absent_one() {
    let said = stay(&json!({ "revision": 1, "hold": false }));
    let left_out = stay(&json!({ "revision": 1 }));
    for (first, second) in [(&said, &left_out), (&left_out, &said)] {
        let mut house = one_flat();
        house.settle(std::slice::from_ref(first), APRIL);
        let step = house.step(std::slice::from_ref(second), APRIL);
        assert!(step.get("rejected").is_none() || list(&step, "rejected").is_empty());
    }
}
