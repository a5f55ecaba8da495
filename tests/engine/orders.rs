//! What a host orders about stays and by itself: codes that end, codes that are made anew, a clock
//! that was wrong, another try: P3, T4, T6, C6, D3, D4, D6, F10, F23.

use serde_json::{Value, json};

use crate::house::{House, two_doors};
use crate::support::builders::{
    APRIL, KEY, booking, failed, listing, listing_fact, lock, lock_report, order, stay, with,
};
use crate::support::calls::ask;
use crate::support::steps::{audited, is_empty, list, noticed, refusal, text};

pub const BEFORE: &str = "2026-04-20T12:00:00Z";
pub const REVEALED: &str = "2026-04-29T12:00:00Z";
/// When the codes of the stay were read back (C3).
pub const VERIFIED: &str = "2026-05-01T12:55:00Z";
pub const INSIDE: &str = "2026-05-02T12:00:00Z";
pub const LATER: &str = "2026-05-02T12:09:00Z";

pub fn revoke() -> Value {
    json!({ "kind": "revoke", "reservationId": "stay" })
}

pub fn reissue() -> Value {
    json!({ "kind": "reissue", "reservationId": "stay" })
}

/// Taken once more, now or later, nothing comes of it (D4).
pub fn repeat(house: &mut House, facts: &[Value], now: &str) {
    let step = house.take(facts, now);
    assert!(is_empty(&step), "{step}");
}

#[test]
fn t5_v2_a_revoked_stay_ends_now_and_stays_ended_until_the_bookings_revision_rises() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEALED);
    let pin = house.pin("stay", "front");
    let orders = [order(&revoke(), INSIDE)];
    let step = house.take(&orders, INSIDE);
    assert_eq!(audited(&step), ["host_ordered", "code_ended", "code_ended"]);
    let because = json!([{ "kind": "host_ordered", "order": "revoke" }]);
    assert!(
        list(&step, "audit")
            .iter()
            .all(|row| row["because"] == because)
    );
    assert_eq!(noticed(&step), ["access_ended:stay:2"]);
    house.settle_commands(&step, INSIDE);
    assert_eq!(
        (house.pins_on("front"), house.pins_on("back")),
        (vec![], vec![])
    );
    repeat(&mut house, &orders, LATER);
    // The same booking again is no higher revision.
    repeat(&mut house, &[stay(&json!({}))], LATER);
    let step = house.settle(
        &[stay(&json!({ "revision": 2, "departure": "2026-05-04" }))],
        LATER,
    );
    let new = house.pin("stay", "front");
    assert_ne!(new, pin, "P3: a revoked PIN never comes back");
    assert_eq!(house.pins_on("front"), std::slice::from_ref(&new));
    assert_eq!(house.pins_on("back"), [new]);
    assert!(is_empty(&house.take(&[], LATER)), "{step}");
    // N1: a notice's key is never used again.
    let keys: Vec<String> = list(&house.site(), "trips")
        .iter()
        .map(|trip| trip["notices"].to_string())
        .collect();
    assert_eq!(keys, ["3"]);
    repeat(&mut house, &orders, LATER);
    house.check_stored();
}

#[test]
fn t6_a_revoke_that_names_the_revision_which_the_host_saw_does_not_count_for_a_later_one() {
    let seen = |revision: u32| order(&with(revoke(), &json!({ "revision": revision })), BEFORE);
    let rise = stay(&json!({ "revision": 2 }));
    for facts in [vec![seen(1), rise.clone()], vec![rise.clone(), seen(1)]] {
        let mut house = two_doors();
        house.settle(&[stay(&json!({}))], APRIL);
        house.settle(&facts, BEFORE);
        assert_eq!(
            house.pins_on("front").len(),
            1,
            "I7: in whatever order they come"
        );
    }
    for facts in [vec![seen(2), rise.clone()], vec![rise.clone(), seen(2)]] {
        let mut house = two_doors();
        house.settle(&[stay(&json!({}))], APRIL);
        house.settle(&facts, BEFORE);
        assert!(house.pins_on("front").is_empty());
    }
}

#[test]
fn w8_revoking_one_booking_of_a_stay_revokes_all_of_it_and_its_orders_are_forgotten_with_it() {
    let ada = json!({ "guest": { "id": "ada", "name": "Ada" } });
    let mut house = two_doors();
    let second = booking("stay-2", ("2026-05-03", "2026-05-05"), &ada);
    house.settle(&[stay(&ada), second], APRIL);
    house.settle(
        &[order(
            &json!({ "kind": "revoke", "reservationId": "stay-2" }),
            BEFORE,
        )],
        BEFORE,
    );
    assert!(house.pins_on("front").is_empty());
    assert_eq!(list(&house.site(), "orders").len(), 2);
    let step = house.settle(&[order(&reissue(), REVEALED)], REVEALED);
    assert_eq!(house.pins_on("front").len(), 1);
    assert_eq!(list(&house.site(), "orders").len(), 4);
    let mut wake = step["wakeAt"].clone();
    for _ in 0..20 {
        let Some(at) = wake.as_str() else { break };
        let before = house.site();
        let step = house.settle(&[], at);
        assert_ne!(before, house.site(), "D3: nothing to do at {at}");
        wake = step.get("wakeAt").cloned().unwrap_or_default();
    }
    assert_eq!(house.site().get("orders"), None);
    house.check_stored();
}

#[test]
fn t5_a_single_code_is_revoked_at_its_door_and_given_back_by_reissue() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEALED);
    let code = text(&house.codes(&json!({ "lockId": "back" }))[0]["codeId"]);
    let revoked = order(&json!({ "kind": "revoke", "codeId": code }), REVEALED);
    let step = house.take(std::slice::from_ref(&revoked), REVEALED);
    assert_eq!(noticed(&step), ["access_changed:stay:2"]);
    assert_eq!(list(&step["notices"][0]["values"], "doors").len(), 1);
    house.settle_commands(&step, REVEALED);
    assert_eq!(
        (house.pins_on("back").len(), house.pins_on("front").len()),
        (0, 1)
    );
    house.settle(&[], VERIFIED);
    repeat(&mut house, std::slice::from_ref(&revoked), INSIDE);
    let back = order(
        &json!({ "kind": "reissue", "reservationId": "stay", "lockId": "back" }),
        INSIDE,
    );
    house.settle(std::slice::from_ref(&back), INSIDE);
    assert_eq!(
        (house.pins_on("back").len(), house.pins_on("front").len()),
        (1, 1)
    );
    assert_ne!(house.pins_on("back"), house.pins_on("front"));
    repeat(&mut house, &[revoked, back], LATER);
}

#[test]
fn d6_a_clock_that_went_back_is_taken_by_order_and_by_no_old_one() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    let ahead = "2027-04-01T12:00:00Z";
    house.settle(&[], ahead);
    assert!(
        house.pins_on("front").is_empty(),
        "a year ahead, the stay is over"
    );
    let error = house.try_step(&[], BEFORE).unwrap_err();
    assert_eq!(error["code"], "clock_went_back");
    let accept = |at: &str| order(&json!({ "kind": "accept_clock" }), at);
    assert!(
        house.try_step(&[accept(APRIL)], BEFORE).is_err(),
        "that one was meant for another time"
    );
    let step = house.settle(&[accept(BEFORE)], BEFORE);
    assert_eq!(house.pins_on("front").len(), 1, "{step}");
    assert_eq!(house.site()["header"]["clock"], BEFORE);
    repeat(&mut house, &[accept(BEFORE)], BEFORE);
    let stored = house.site().to_string();
    assert!(
        !stored.contains("2027-04-01T12"),
        "nothing lies ahead: {stored}"
    );
    // What a lock says now counts again (A3).
    house.take(
        &[lock_report(
            "front",
            &json!({ "state": { "reachability": "offline" } }),
            REVEALED,
        )],
        REVEALED,
    );
    let front = list(&house.site(), "locks")
        .iter()
        .find(|row| row["lock"]["id"] == "front")
        .unwrap()
        .clone();
    assert_eq!(front["lastStatus"]["reachability"], "offline");
    house.check_stored();
}

#[test]
fn c6_a_suspended_lock_and_a_refused_code_are_tried_again_by_order_once() {
    let mut house = House::with_locks(&[lock("door", &json!({}))]);
    let step = house.take(&[stay(&json!({}))], APRIL);
    let command = list(&step, "commands")[0].clone();
    let step = house.take(&[failed(&command, "rejected", APRIL)], APRIL);
    assert!(
        noticed(&step)
            .iter()
            .any(|key| key.starts_with("code_failed"))
    );
    let again = order(
        &json!({ "kind": "retry", "codeId": command["codeId"] }),
        BEFORE,
    );
    let step = house.take(std::slice::from_ref(&again), BEFORE);
    assert_eq!(list(&step, "commands").len(), 1);
    let step = house.take(
        &[failed(&list(&step, "commands")[0], "rejected", BEFORE)],
        BEFORE,
    );
    assert_eq!(list(&step, "commands").len(), 0);
    house.take(&[], REVEALED);
    repeat(&mut house, &[again], REVEALED);
    let lock_again = |at: &str| order(&json!({ "kind": "retry", "lockId": "door" }), at);
    let step = house.take(&[lock_again(REVEALED)], REVEALED);
    let step = house.take(
        &[failed(&list(&step, "commands")[0], "busy", REVEALED)],
        REVEALED,
    );
    assert!(list(&step, "commands").is_empty() && step.get("wakeAt").is_some());
    repeat(&mut house, &[lock_again(REVEALED)], REVEALED);
    let step = house.take(
        &[lock_again("2026-04-29T12:00:01Z")],
        "2026-04-29T12:00:01Z",
    );
    assert_eq!(list(&step, "commands").len(), 1, "not thirty seconds later");
}

#[test]
fn d2_orders_about_nothing_are_refused_with_their_reasons() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    for (given, wanted) in [
        (
            json!({ "kind": "revoke" }),
            "order: not exactly one of reservationId, visitId and codeId",
        ),
        (
            json!({ "kind": "revoke", "reservationId": "stay", "visitId": "v" }),
            "order: not exactly one of",
        ),
        (
            json!({ "kind": "revoke", "reservationId": "nobody" }),
            "order.reservationId: no such booking",
        ),
        (
            json!({ "kind": "revoke", "visitId": "nobody" }),
            "order.visitId: no such visit",
        ),
        (
            json!({ "kind": "revoke", "codeId": "k9-9" }),
            "order.codeId: no such code",
        ),
        (
            json!({ "kind": "revoke", "codeId": "k1-0" }),
            "order.codeId: no such code",
        ),
        (
            json!({ "kind": "reissue", "reservationId": "nobody" }),
            "order.reservationId: no such booking",
        ),
        (
            json!({ "kind": "reissue", "reservationId": "stay", "lockId": "x" }),
            "order.lockId: no door of this stay",
        ),
        (
            json!({ "kind": "reissue" }),
            "order.reservationId: missing key `reservationId`",
        ),
        (
            json!({ "kind": "rotate" }),
            "order: not exactly one of codeId and visitId",
        ),
        (
            json!({ "kind": "adopt_unknown", "codeId": "k1-1" }),
            "order: not exactly one of",
        ),
        (
            json!({ "kind": "replace_lock", "lockId": "front", "by": "front" }),
            "order.by: a lock can't replace itself",
        ),
        (
            json!({ "kind": "replace_lock", "lockId": "front", "by": "x" }),
            "order.by: no such lock",
        ),
        (
            json!({ "kind": "replace_lock", "lockId": "x", "by": "front" }),
            "order.lockId: no such lock",
        ),
        (
            json!({ "kind": "pause", "listingId": "x" }),
            "order.listingId: no such listing",
        ),
        (
            json!({ "kind": "retry" }),
            "order: not exactly one of lockId and codeId",
        ),
        (
            json!({ "kind": "retry", "lockId": "x" }),
            "order.lockId: no such lock",
        ),
        (
            json!({ "kind": "dance" }),
            "order.kind: unknown value `dance`",
        ),
        (
            json!({ "kind": "accept_clock", "now": 1 }),
            "order.now: unknown key `now`",
        ),
    ] {
        let step = house.step(&[order(&given, BEFORE)], BEFORE);
        let said = refusal(&step);
        assert!(
            said.starts_with(&format!("facts[0].{wanted}")),
            "{given}: {said}"
        );
        assert!(list(&step, "changes").is_empty());
    }
    let step = house.step(&[order(&revoke(), "2026-04-20T12:05:01Z")], BEFORE);
    assert_eq!(refusal(&step), "facts[0].at: the order lies in the future");
    let off = with(
        listing("flat", &json!(["front", "back"])),
        &json!({ "automation": false }),
    );
    let step = house.step(&[listing_fact(&off), order(&reissue(), BEFORE)], BEFORE);
    assert_eq!(
        refusal(&step),
        "facts[1].order.reservationId: no codes are made for its listing"
    );
}

#[test]
fn d6_a_stored_site_with_orders_gives_the_same_steps() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(
        &[
            order(&revoke(), BEFORE),
            order(&json!({ "kind": "pause" }), BEFORE),
        ],
        BEFORE,
    );
    let site = house.site();
    let again = House::reopened(&site).site();
    assert_eq!(site, again);
    let facts = [order(&reissue(), REVEALED)];
    let input = json!({ "site": site, "facts": facts, "now": REVEALED, "key": KEY });
    let advanced = ask("advance", &input).unwrap();
    let step = house.take(&facts, REVEALED);
    assert_eq!(advanced["commands"], step["commands"]);
    assert_eq!(advanced["site"], house.site());
}
