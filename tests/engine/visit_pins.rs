//! Which PIN a visitor has, and when another one takes its place: P3, V3, F9, T4.

use crate::visits::{house, kind, visit};
use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booking, failed, listing, lock, lock_report, order, with,
};
use crate::support::steps::{is_empty, list, noticed, text};

#[test]
fn v3_f7_what_has_no_end_is_replaced_after_ninety_days_by_a_pin_that_nobody_has() {
    let mut house = house();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let step = house.settle(&[kind("permanent", &json!({ "purpose": "owner" }))], APRIL);
    assert_eq!(step["wakeAt"], "2026-04-28T13:00:00Z", "the guest's reveal");
    let before = house.pins_on("street");
    assert_eq!(before.len(), 2, "F7");
    let now = "2026-06-30T12:00:00Z";
    house.settle(&[], "2026-05-03T09:30:00Z");
    let owner = house.pins_on("street");
    let step = house.settle(&[], now);
    assert!(is_empty(&house.take(&[], now)), "{step}");
    let after = house.pins_on("street");
    assert_eq!(after.len(), 1);
    assert!(!before.contains(&after[0]) && owner != after, "V3");
}

#[test]
fn v3_t4_the_old_code_goes_when_the_new_one_works_and_the_visitor_hears_once() {
    let mut house = house();
    house.settle(&[kind("permanent", &json!({ "purpose": "owner" }))], APRIL);
    let old = house.pin_on("door");
    let now = "2026-06-30T12:00:00Z";
    let step = house.take(&[], now);
    let commands = list(&step, "commands").clone();
    assert!(commands.iter().all(|one| one["kind"] == "program_code") && commands.len() == 2);
    assert_eq!(noticed(&step), [""; 0], "the old one works still");
    let first = house.confirm(&commands[0], now);
    let step = house.take(&[first], now);
    assert_eq!((noticed(&step), list(&step, "commands").len()), (vec![], 0));
    let second = house.confirm(&commands[1], now);
    let step = house.take(&[second], now);
    assert_eq!(noticed(&step), ["access_changed:visit:cleo:2"]);
    let told = list(&step["notices"][0]["values"], "doors");
    assert!(
        told.iter().all(|door| door["code"] == commands[0]["pin"]),
        "{told:?}"
    );
    house.settle_commands(&step, now);
    assert!(house.pins_on("door") == house.pins_on("street") && house.pin_on("door") != old);
}

#[test]
fn v3_t4_on_a_lock_that_does_not_answer_the_old_code_stays_the_visitors() {
    let mut house = house();
    house.settle(&[kind("permanent", &json!({ "purpose": "owner" }))], APRIL);
    let old = house.pin_on("door");
    let now = "2026-06-30T12:00:00Z";
    let commands = list(&house.take(&[], now), "commands").clone();
    assert_eq!(commands[0]["lockId"], "door");
    let street = house.confirm(&commands[1], now);
    let step = house.take(&[failed(&commands[0], "offline", now), street], now);
    // One door has the new PIN, the other one the old.
    let told = list(&step["notices"][0]["values"], "doors");
    assert_eq!(
        (&told[0]["code"], &told[1]["code"]),
        (&json!(old), &commands[1]["pin"])
    );
    house.settle_commands(&step, now);
    assert_eq!(house.pins_on("door"), std::slice::from_ref(&old));
    let later = "2026-06-30T12:10:00Z";
    let online = lock_report(
        "door",
        &json!({ "state": { "reachability": "online" } }),
        later,
    );
    house.settle(&[online], later);
    assert_eq!(house.pins_on("door"), house.pins_on("street"));
    assert!(house.pin_on("door") != old && is_empty(&house.take(&[], later)));
    // While it lasts, the old one follows its visit, and ends with it.
    let much_later = "2026-09-28T12:00:00Z";
    let commands = list(&house.take(&[], much_later), "commands").clone();
    let street = house.confirm(&commands[1], much_later);
    let step = house.take(
        &[failed(&commands[0], "offline", much_later), street],
        much_later,
    );
    house.settle_commands(&step, much_later);
    let ended = kind(
        "permanent",
        &json!({ "purpose": "owner", "revision": 2, "status": "revoked" }),
    );
    house.settle(&[ended], much_later);
    house.settle(&[], "2026-09-28T12:01:00Z");
    assert_eq!(
        (house.pins_on("door"), house.pins_on("street")),
        (vec![], vec![])
    );
}

#[test]
fn f9_c6_a_visits_pin_that_is_taken_on_its_lock_gives_way_to_another_and_the_visitor_hears_of_it() {
    let mut house = house();
    let step = house.take(&[kind("permanent", &json!({ "purpose": "owner" }))], APRIL);
    let first = list(&step, "commands")[0].clone();
    assert_eq!(
        (&first["lockId"], noticed(&step)),
        (&json!("door"), vec!["access_ready:visit:cleo:1".into()])
    );
    let step = house.take(&[failed(&first, "duplicate_code", APRIL)], APRIL);
    assert_eq!(noticed(&step), ["access_changed:visit:cleo:2"], "{step}");
    let second = list(&step, "commands")
        .iter()
        .find(|command| command["lockId"] == "door")
        .unwrap_or_else(|| panic!("{step}"));
    assert_eq!(second["kind"], "program_code");
    assert_ne!(second["pin"], first["pin"]);
}

#[test]
fn v3_d3_a_code_that_was_just_made_is_to_be_replaced_in_ninety_days() {
    // Locks that get their codes shortly before they are needed: after a stay in August.
    let locks = ["door", "street"].map(|id| lock(id, &json!({ "nativeSchedule": false })));
    let mut house = House::new(json!({
        "locks": locks, "listings": [listing("flat", &json!(["door", "street"]))],
    }));
    house.settle(
        &[booking("stay", ("2026-08-01", "2026-08-03"), &json!({}))],
        APRIL,
    );
    let step = house.take(&[kind("turnover", &json!({}))], APRIL);
    assert_eq!(step["wakeAt"], "2026-06-30T12:00:00Z");
    assert!(is_empty(&house.take(&[], APRIL)));
}

/// P3: what a visit's former visitor, or its former days and doors, knew never opens again.
fn told_pins(step: &Value) -> Vec<String> {
    let doors = list(&step["notices"][0]["values"], "doors").iter();
    let mut pins: Vec<String> = doors.map(|door| text(&door["code"])).collect();
    pins.dedup();
    pins
}

#[test]
fn p3_v2_a_revoked_visit_that_is_given_back_gets_a_new_pin_also_at_another_door() {
    let revoke = order(
        &json!({ "kind": "revoke", "visitId": "cleo" }),
        "2026-04-02T12:00:00Z",
    );
    let rotate = order(
        &json!({ "kind": "rotate", "visitId": "cleo" }),
        "2026-04-03T12:00:00Z",
    );
    let active = |revision: u32, over: &Value| {
        kind("permanent", &with(json!({ "revision": revision }), over))
    };
    let elsewhere = json!({ "lockIds": ["street"] });
    for (end, back) in [
        (vec![revoke.clone()], vec![rotate.clone()]),
        (vec![revoke], vec![active(3, &elsewhere)]),
        (
            vec![active(2, &json!({ "status": "revoked" }))],
            vec![active(3, &json!({}))],
        ),
        (
            vec![active(2, &json!({ "status": "revoked" }))],
            vec![active(3, &elsewhere)],
        ),
    ] {
        let mut house = house();
        house.settle(&[active(1, &json!({ "lockIds": ["door"] }))], APRIL);
        let old = house.pin_on("door");
        house.settle(&end, "2026-04-02T12:00:00Z");
        let step = house.take(&back, "2026-04-03T12:00:00Z");
        assert_eq!(noticed(&step), ["access_ready:visit:cleo:3"], "{back:?}");
        assert!(told_pins(&step).iter().all(|pin| *pin != old), "{back:?}");
        assert_eq!(told_pins(&step).len(), 1, "one PIN for all doors");
    }
}

#[test]
fn p3_v2_another_person_gets_a_new_pin_and_is_told_as_a_new_one() {
    for (before, after, is_another) in [
        (json!("Cleo"), json!("Bob"), true),
        (json!("Cleo"), json!(" CLEO "), false),
        (json!("Cleo"), json!(null), false),
        (json!(null), json!("Cleo"), false),
    ] {
        let named = |revision: u32, name: &Value| {
            let mut fact = kind("permanent", &json!({ "revision": revision }));
            fact["visit"] = with(fact["visit"].take(), &json!({ "visitor": name }));
            fact
        };
        let mut house = house();
        house.settle(&[named(1, &before)], APRIL);
        let old = house.pin_on("street");
        let step = house.take(&[named(2, &after)], "2026-04-02T12:00:00Z");
        if is_another {
            assert_eq!(noticed(&step), ["access_ready:visit:cleo:2"]);
            assert!(!told_pins(&step).contains(&old));
            house.settle_commands(&step, "2026-04-02T12:00:00Z");
            assert!(house.pins_on("street").len() == 1 && house.pin_on("door") != old);
        } else {
            assert!(noticed(&step).is_empty(), "{before} {after} {step}");
        }
    }
    // Nobody is named: another purpose is another person.
    let mut house = house();
    let of = |revision: u32, purpose: &str| {
        let mut fact = kind(
            "permanent",
            &json!({ "revision": revision, "purpose": purpose }),
        );
        fact["visit"] = with(fact["visit"].take(), &json!({ "visitor": null }));
        fact
    };
    house.settle(&[of(1, "cleaning")], APRIL);
    let old = house.pin_on("street");
    house.settle(&[of(2, "service")], APRIL);
    assert_ne!(house.pin_on("street"), old);
}

#[test]
fn p3_v2_a_visit_that_moves_to_other_days_or_doors_gets_a_new_pin_and_else_keeps_it() {
    let on_may = json!({ "startsAt": "2026-05-10T08:00:00Z", "endsAt": "2026-05-10T12:00:00Z" });
    for (over, changed, is_new) in [
        (on_may, json!(["codes", "times"]), true),
        (json!({ "lockIds": ["street"] }), json!(["doors"]), true),
        (
            json!({ "endsAt": "2026-04-11T12:00:00Z" }),
            json!(["times"]),
            false,
        ),
        (
            json!({ "lockIds": ["street", "door"] }),
            json!(["doors"]),
            false,
        ),
    ] {
        let mut house = house();
        let doors = json!({ "lockIds": ["door"] });
        house.settle(&[visit(&doors)], APRIL);
        let old = house.pin_on("door");
        let moved = visit(&with(with(doors, &json!({ "revision": 2 })), &over));
        let step = house.take(&[moved], "2026-04-02T12:00:00Z");
        assert_eq!(noticed(&step), ["access_changed:visit:cleo:2"], "{over}");
        assert_eq!(step["notices"][0]["values"]["changed"], changed, "{over}");
        assert_eq!(told_pins(&step) != [old], is_new, "{over}");
    }
}

/// While automation rests, no new code would take the place of the old one.
#[test]
fn p3_v2_a_visit_that_moves_while_automation_rests_keeps_its_code() {
    let mut house = house();
    house.settle(&[visit(&json!({}))], APRIL);
    let old = house.pin_on("door");
    house.settle(&[order(&json!({ "kind": "pause" }), APRIL)], APRIL);
    let on_may = json!({ "revision": 2, "startsAt": "2026-05-10T08:00:00Z", "endsAt": "2026-05-10T12:00:00Z" });
    let step = house.take(&[visit(&on_may)], "2026-04-02T12:00:00Z");
    assert_eq!(told_pins(&step), [old]);
}
