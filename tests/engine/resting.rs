//! Automation that rests: L, I7.

use serde_json::json;

use crate::house::{House, two_doors};
use crate::orders::{BEFORE, REVEALED, reissue, repeat};
use crate::support::builders::{
    APRIL, JUNE, MAY, booking, listing, listing_fact, lock, order, stay,
};
use crate::support::steps::{is_empty, noticed};

#[test]
fn l_a_resting_site_makes_and_replaces_nothing_but_serves_what_there_is_and_lets_nobody_stand_outside()
 {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    let pause = |at: &str| order(&json!({ "kind": "pause" }), at);
    let resume = |at: &str| order(&json!({ "kind": "resume" }), at);
    house.settle(&[pause(APRIL)], APRIL);
    repeat(&mut house, &[pause(APRIL)], BEFORE);
    let june = booking("june", JUNE, &json!({ "bookedAt": "2026-03-01T00:00:00Z" }));
    house.settle(&[june], BEFORE);
    assert_eq!(house.pins_on("front").len(), 1, "nothing new is made");
    // What there is follows its stay, is told, and goes.
    house.settle(
        &[stay(&json!({ "revision": 2, "departure": "2026-05-04" }))],
        BEFORE,
    );
    let held = house.locks["front"].values().next().unwrap().clone();
    assert_eq!(held.2.as_deref(), Some("2026-05-04T09:30:00Z"));
    assert_eq!(
        noticed(&house.settle(&[], "2026-04-28T13:00:00Z")),
        ["access_ready:stay:1"]
    );
    house.settle(&[], "2026-05-04T09:30:00Z");
    assert!(house.pins_on("front").is_empty());
    // The lock is read after the removal (P7).
    let step = house.settle(&[], "2026-05-04T09:40:00Z");
    // Whoever comes without a code gets one in time (C1).
    assert_eq!(step["wakeAt"], "2026-06-01T12:45:00Z");
    assert!(is_empty(&house.take(&[], "2026-06-01T12:44:59Z")));
    house.settle(&[], "2026-06-01T12:45:00Z");
    assert_eq!(house.pins_on("front").len(), 1);
    let july = booking("july", ("2026-07-01", "2026-07-03"), &json!({}));
    house.settle(&[july], "2026-06-02T12:00:00Z");
    assert_eq!(house.pins_on("front").len(), 1);
    let on = resume("2026-06-02T12:00:00Z");
    house.settle(std::slice::from_ref(&on), "2026-06-02T12:00:00Z");
    assert_eq!(house.pins_on("front").len(), 2);
    repeat(&mut house, &[pause(APRIL), on], "2026-06-02T13:00:00Z");
}

#[test]
fn l_i7_of_a_pause_and_a_resume_of_one_instant_the_resume_counts_and_a_listing_rests_by_itself() {
    let orders = [
        order(&json!({ "kind": "pause", "listingId": "flat" }), BEFORE),
        order(&json!({ "kind": "resume", "listingId": "flat" }), BEFORE),
    ];
    for order in [[0, 1], [1, 0]] {
        let mut house = two_doors();
        house.settle(&order.map(|at| orders[at].clone()), BEFORE);
        house.settle(&[stay(&json!({}))], BEFORE);
        assert_eq!(house.pins_on("front").len(), 1);
    }
    let mut house = two_doors();
    house.settle(
        &[
            listing_fact(&listing("other", &json!(["front"]))),
            orders[0].clone(),
        ],
        BEFORE,
    );
    house.settle(
        &[
            stay(&json!({})),
            booking("b", MAY, &json!({ "listingId": "other" })),
        ],
        BEFORE,
    );
    assert_eq!(
        (house.pins_on("front").len(), house.pins_on("back").len()),
        (1, 0)
    );
}

#[test]
fn l_what_the_host_orders_while_automation_rests_is_done_and_no_pool_is_filled() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({}))], "listings": [listing("flat", &json!(["door"]))],
        "policy": { "backups": { "poolSize": 1 } },
    }));
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[order(&json!({ "kind": "pause" }), APRIL)], APRIL);
    let backup = house
        .codes(&json!({}))
        .into_iter()
        .find(|code| code["holder"] == "backup")
        .unwrap();
    let own = house.pin("stay", "door");
    let rotate = order(
        &json!({ "kind": "rotate", "codeId": backup["codeId"] }),
        BEFORE,
    );
    house.settle(&[order(&reissue(), BEFORE), rotate], BEFORE);
    assert_eq!(house.pins_on("door").len(), 1, "the pool waits");
    assert_ne!(house.pin_on("door"), own);
    house.settle(&[order(&json!({ "kind": "resume" }), REVEALED)], REVEALED);
    assert_eq!(house.pins_on("door").len(), 2);
}
