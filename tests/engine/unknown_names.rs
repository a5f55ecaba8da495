//! Ids that stand for nothing (N5): the host hears of them, and is served as ever when they come.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booked, booking, cancelled, listing, listing_fact, lock, lock_fact, visit,
    visit_fact, with,
};
use crate::support::calls::ask;
use crate::support::steps::{commanded, list, noticed};

const LATER: &str = "2026-04-02T12:00:00Z";

/// A house of one flat with one door, and a booking of a listing that nobody knows.
fn astray() -> (House, Value) {
    let mut house = House::with_locks(&[lock("door", &json!({}))]);
    let step = house.settle(&[booked("stay", "loft", MAY, &json!({}))], APRIL);
    (house, step)
}

fn found(house: &mut House, now: &str) -> Vec<Value> {
    let found = ask("review", &json!({ "site": house.site(), "now": now })).unwrap();
    let unknown = found.as_array().unwrap().iter();
    unknown
        .filter(|one| one["kind"].as_str().unwrap().ends_with("_unknown"))
        .cloned()
        .collect()
}

fn said(notice: &Value) -> String {
    let template = ask("defaultTemplate", &json!({ "kind": notice["kind"] })).unwrap();
    let input = json!({ "template": template, "values": notice["values"] });
    ask("renderMessage", &input)
        .unwrap()
        .as_str()
        .unwrap()
        .to_owned()
}

#[test]
fn n5_the_host_hears_at_once_of_a_booking_whose_listing_is_unknown() {
    let (mut house, step) = astray();
    assert_eq!(noticed(&step), ["listing_unknown:stay:loft"]);
    assert_eq!(
        said(&list(&step, "notices")[0]),
        "stay (Fri 1 May – Sun 3 May): there is no listing with the id \"loft\", so no code is made.\n\
         Please add the listing, or correct the booking."
    );
    let expected =
        json!({ "kind": "listing_unknown", "reservationId": "stay", "listingId": "loft" });
    assert_eq!(found(&mut house, APRIL), [expected]);
    // Once.
    let again = booked(
        "stay",
        "loft",
        ("2026-05-01", "2026-05-04"),
        &json!({ "revision": 2 }),
    );
    assert_eq!(noticed(&house.settle(&[again], APRIL)), [""; 0]);
    // It comes, and the stay is served as ever.
    let step = house.take(&[listing_fact(&listing("loft", &json!(["door"])))], LATER);
    assert_eq!(
        (commanded(&step), noticed(&step)),
        (vec!["program_code".to_owned()], vec![])
    );
    assert_eq!(found(&mut house, LATER), Vec::<Value>::new());
    assert_eq!(house.conditions(), json!([]));
}

#[test]
fn n5_the_notice_ends_with_its_cause_and_comes_again_with_another() {
    let moves = json!({ "revision": 2, "listingId": "flat" });
    let ends = [
        booking("stay", MAY, &moves),
        booked("stay", "loft", MAY, &cancelled(2)),
    ];
    for fact in ends {
        let (mut house, _) = astray();
        house.settle(&[fact], LATER);
        assert_eq!(found(&mut house, LATER), Vec::<Value>::new());
        assert_eq!(house.conditions(), json!([]));
        let back = booked("stay", "attic", MAY, &json!({ "revision": 3 }));
        let step = house.take(&[back], LATER);
        assert!(
            noticed(&step).contains(&"listing_unknown:stay:attic".to_owned()),
            "{step}"
        );
    }
    // With its days it is over.
    let (mut house, step) = astray();
    let now = "2026-05-04T12:00:00Z";
    assert_eq!(step["wakeAt"], now);
    let step = house.take(&[], now);
    assert!(step.get("wakeAt").is_none(), "{step}");
    assert_eq!(house.conditions(), json!([]));
    // A listing that comes in the same step as its booking is known.
    let mut house = House::with_locks(&[lock("door", &json!({}))]);
    let facts = [
        booked("stay", "loft", MAY, &json!({})),
        listing_fact(&listing("loft", &json!(["door"]))),
    ];
    assert_eq!(noticed(&house.take(&facts, APRIL)), [""; 0]);
}

#[test]
fn n5_the_host_hears_of_a_lock_that_is_not_there_once_somebody_comes() {
    let mut house = House::with_locks(&[lock("door", &json!({}))]);
    let flat = listing("flat", &json!(["door", "gate"]));
    let step = house.settle(&[listing_fact(&flat)], APRIL);
    assert_eq!(noticed(&step), [""; 0], "nobody comes yet");
    let expected = json!({ "kind": "lock_unknown", "lockId": "gate", "listingId": "flat" });
    assert_eq!(found(&mut house, APRIL), [expected]);
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    assert_eq!(noticed(&step), ["lock_unknown:flat:gate"]);
    assert_eq!(
        said(&list(&step, "notices")[0]),
        "flat: there is no lock with the id \"gate\", so no code is made for it. Please add the lock, or correct the \
         listing.\nThe next guest: stay (flat, Fri 1 May, 15:00 – Sun 3 May, 11:00)"
    );
    house.settle_commands(&step, APRIL);
    let step = house.settle(
        &[booking("more", ("2026-06-01", "2026-06-03"), &json!({}))],
        LATER,
    );
    assert_eq!(noticed(&step), [""; 0], "once for a listing and a lock");
    let step = house.settle(&[lock_fact(&lock("gate", &json!({})))], LATER);
    assert_eq!(noticed(&step), [""; 0]);
    assert_eq!(found(&mut house, LATER), Vec::<Value>::new());
    assert_eq!(house.pins_on("gate").len(), 2);
}

#[test]
fn n5_v2_a_visit_that_names_what_is_not_there() {
    let mut house = House::with_locks(&[lock("door", &json!({}))]);
    let cleaner = |over: &Value| visit_fact(&visit("cleo", "permanent", over));
    let step = house.settle(&[cleaner(&json!({ "listingId": "loft" }))], APRIL);
    assert_eq!(noticed(&step), ["listing_unknown:visit:cleo:loft"]);
    let expected = json!({ "kind": "listing_unknown", "listingId": "loft", "visitId": "cleo" });
    assert_eq!(found(&mut house, APRIL), [expected]);
    let gate = json!({ "revision": 2, "lockIds": ["door", "gate"] });
    let step = house.take(&[cleaner(&gate)], APRIL);
    assert!(
        noticed(&step).contains(&"lock_unknown:visit:cleo:gate".to_owned()),
        "{step}"
    );
    house.settle_commands(&step, APRIL);
    house.settle(&[lock_fact(&lock("gate", &json!({})))], LATER);
    assert_eq!(house.pins_on("gate").len(), 1);
    assert_eq!(house.conditions(), json!([]));
    // One that is over, or ended, concerns nobody.
    let ended = with(
        gate,
        &json!({ "revision": 3, "status": "revoked", "lockIds": ["attic"] }),
    );
    house.settle(&[cleaner(&ended)], LATER);
    assert_eq!(found(&mut house, LATER), Vec::<Value>::new());
}

#[test]
fn n5_v2_each_listing_of_a_visit_that_is_not_there_is_named() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let several = json!({ "listingId": null, "listingIds": ["flat", "attic", "loft"] });
    let mut cleaner = visit_fact(&visit("cleo", "permanent", &several));
    cleaner["visit"]
        .as_object_mut()
        .unwrap()
        .remove("listingId");
    let step = house.take(&[cleaner], APRIL);
    let named = [
        "listing_unknown:visit:cleo:attic",
        "listing_unknown:visit:cleo:loft",
    ];
    for key in named {
        assert!(noticed(&step).contains(&key.to_owned()), "{step}");
    }
    let found = found(&mut house, APRIL);
    let found: Vec<&Value> = found.iter().map(|one| &one["listingId"]).collect();
    assert_eq!(found, ["attic", "loft"]);
}
