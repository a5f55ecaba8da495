//! One PIN for a listing's own doors: P1, B1, B2, E1, E2.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{APRIL, booking, listing, lock, lock_report};
use crate::support::steps::{is_empty, list, text};

const NOW: &str = "2026-05-01T16:00:00Z";

fn policy() -> Value {
    json!({ "backups": { "poolSize": 2 }, "emergency": { "enabled": true } })
}

/// A flat behind a door and a balcony of its own, and a street door that a loft has, too.
fn flat_and_loft() -> House {
    let locks = ["balcony", "door", "street"].map(|id| lock(id, &json!({})));
    let mut house = House::new(json!({
        "locks": locks, "policy": policy(),
        "listings": [listing("flat", &json!(["street", "door", "balcony"])), listing("loft", &json!(["street"]))],
    }));
    house.settle(&[], APRIL);
    house
}

/// The PINs of one kind that should open, by lock, in order.
fn pins(house: &mut House, kind: &str) -> BTreeMap<String, Vec<String>> {
    let mut pins = BTreeMap::<String, Vec<String>>::new();
    let site = house.site();
    for code in list(&site, "accessCodes") {
        let is_kept = code["wanted"].is_object() && code.get("toldTo").is_none();
        if code["holder"]["kind"] == kind && is_kept {
            pins.entry(text(&code["lockId"]))
                .or_default()
                .push(text(&code["pin"]));
        }
    }
    for of_lock in pins.values_mut() {
        of_lock.sort();
    }
    pins
}

fn assert_shared(house: &mut House) {
    for (kind, count) in [("backup", 2), ("emergency", 1)] {
        let pins = pins(house, kind);
        assert_eq!(pins["door"].len(), count, "{kind}");
        assert_eq!(pins["door"], pins["balcony"], "{kind}");
        assert!(
            pins["street"].iter().all(|pin| !pins["door"].contains(pin)),
            "{kind}"
        );
    }
}

/// Every lock is silent.
fn silent(house: &mut House, doors: &[&str], now: &str) -> Vec<Value> {
    let mut facts = house.silence(now);
    let word = json!({ "state": { "reachability": "offline" } });
    facts.extend(doors.iter().map(|door| lock_report(door, &word, now)));
    facts
}

fn walk_in(id: &str) -> Value {
    booking(
        id,
        ("2026-05-01", "2026-05-03"),
        &json!({ "bookedAt": NOW }),
    )
}

/// The code of each door in the last message of a step to a guest.
fn told(step: &Value) -> BTreeMap<String, String> {
    let notices = list(step, "notices").iter();
    let mut messages = notices.filter(|notice| notice["values"].get("doors").is_some());
    let doors = list(&messages.next_back().unwrap()["values"], "doors");
    doors
        .iter()
        .map(|door| (text(&door["name"]), text(&door["code"])))
        .collect()
}

#[test]
fn p1_b1_e1_doors_that_serve_one_listing_have_one_pin_for_each_backup_and_the_emergency_code() {
    let mut house = flat_and_loft();
    assert_shared(&mut house);
    let site = house.site();
    let mut names = BTreeMap::<String, BTreeSet<String>>::new();
    for code in list(&site, "accessCodes") {
        let number = format!("{}", code["pinNumber"]);
        names
            .entry(number)
            .or_default()
            .insert(text(&code["label"]));
    }
    assert!(
        names.values().all(|names| names.len() == 1),
        "one label for a set: {names:?}"
    );
    assert!(is_empty(&house.take(&[], APRIL)), "D3");
}

#[test]
fn p1_doors_without_a_common_length_have_pins_of_their_own() {
    let own = |length: u8| json!({ "rules": { "lengths": [length] } });
    let mut house = House::new(json!({
        "locks": [lock("a", &own(4)), lock("b", &own(6))], "policy": policy(),
        "listings": [listing("flat", &json!(["a", "b"]))],
    }));
    house.settle(&[], APRIL);
    let pins = pins(&mut house, "backup");
    assert!(pins["a"].iter().all(|pin| pin.len() == 4));
    assert!(pins["b"].iter().all(|pin| pin.len() == 6));
}

#[test]
fn p1_b2_a_guest_of_two_silent_doors_hears_one_backup_and_the_next_guest_another() {
    let mut house = flat_and_loft();
    let mut facts = silent(&mut house, &["balcony", "door"], NOW);
    facts.push(walk_in("ada"));
    let mut seen = BTreeSet::new();
    let step = house.take(&facts, NOW);
    let first = told(&step);
    assert_eq!(first["door"], first["balcony"], "one PIN");
    assert!(
        pins(&mut house, "backup")["door"]
            .iter()
            .all(|pin| *pin != first["door"])
    );
    seen.insert(first["door"].clone());
    // Another guest of the same days: their backup is another one (B2).
    let step = house.take(&[walk_in("ben")], NOW);
    let second = told(&step);
    assert_eq!(second["door"], second["balcony"]);
    assert!(seen.insert(second["door"].clone()));
    assert!(is_empty(&house.take(&[], NOW)), "D3");
}

#[test]
fn p1_b2_a_backup_that_was_told_at_one_door_is_told_at_all_that_it_opens() {
    let mut house = flat_and_loft();
    let mut facts = silent(&mut house, &["door"], NOW);
    facts.push(walk_in("ada"));
    let step = house.take(&facts, NOW);
    let heard = told(&step);
    assert_eq!(
        heard["door"], heard["balcony"],
        "the guest hears one PIN: {heard:?}"
    );
    let site = house.site();
    let given: Vec<&Value> = list(&site, "accessCodes")
        .iter()
        .filter(|code| code["pin"] == json!(heard["door"]))
        .collect();
    assert_eq!(given.len(), 2);
    for code in given {
        assert_eq!(code["toldTo"][0]["reservationId"], "ada");
        assert_eq!(code["wanted"]["endsAt"], "2026-05-03T09:30:00Z");
    }
    // Both doors have two for others again; what is told goes at both with the stay.
    let kept = pins(&mut house, "backup");
    assert_eq!((kept["door"].len(), kept["balcony"].len()), (2, 2));
    assert_eq!(kept["door"], kept["balcony"]);
    assert!(is_empty(&house.take(&[], NOW)), "D3");
    let over = "2026-05-03T09:30:00Z";
    let online = json!({ "state": { "reachability": "online" } });
    let facts = [lock_report("door", &online, over)];
    house.settle(&facts, over);
    let later = "2026-05-03T09:40:00Z";
    house.settle(&[lock_report("door", &online, later)], later);
    for door in ["door", "balcony"] {
        assert!(!house.pins_on(door).contains(&heard["door"]), "{door}");
    }
}

#[test]
fn p1_e2_an_emergency_code_that_a_stranger_used_at_one_door_is_replaced_at_all() {
    let mut house = flat_and_loft();
    let before = pins(&mut house, "emergency");
    for used_at in ["door", "balcony"] {
        let mut house = House::reopened(&house.site());
        house.no_duplicates = false;
        let site = house.site();
        let code = list(&site, "accessCodes")
            .iter()
            .find(|code| code["lockId"] == used_at && code["holder"]["kind"] == "emergency")
            .unwrap();
        let now = "2026-04-02T03:00:00Z";
        let used = json!({ "type": "code_used", "id": "u", "at": now, "lockId": used_at, "codeId": code["id"] });
        house.take(&[used], now);
        let after = pins(&mut house, "emergency");
        assert_eq!(after["door"], after["balcony"], "used at {used_at}");
        assert_ne!(after["door"], before["door"]);
        assert_eq!(after["street"], before["street"]);
    }
}

#[test]
fn p1_b6_e2_sets_grow_old_together_and_are_replaced_by_sets() {
    let mut house = flat_and_loft();
    let old = [pins(&mut house, "backup"), pins(&mut house, "emergency")];
    let now = "2026-06-30T12:00:00Z";
    house.settle(&[], now);
    assert_shared(&mut house);
    for (kind, old) in ["backup", "emergency"].iter().zip(old) {
        let new = pins(&mut house, kind);
        for door in ["door", "balcony", "street"] {
            assert!(
                new[door].iter().all(|pin| !old[door].contains(pin)),
                "{kind} at {door}"
            );
        }
    }
    assert!(is_empty(&house.take(&[], now)), "D3");
}

#[test]
fn p1_a_door_that_comes_later_gets_the_pins_of_the_others() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({})), lock("balcony", &json!({}))], "policy": policy(),
        "listings": [listing("flat", &json!(["door"]))],
    }));
    house.settle(&[], APRIL);
    let before = pins(&mut house, "backup");
    let linked = listing("flat", &json!(["door", "balcony"]));
    let fact = json!({ "type": "listing", "listing": linked });
    house.settle(&[fact], APRIL);
    for kind in ["backup", "emergency"] {
        let pins = pins(&mut house, kind);
        assert_eq!(pins["door"], pins["balcony"], "{kind}");
    }
    assert_eq!(pins(&mut house, "backup")["door"], before["door"]);
}

#[test]
fn p1_i2_a_door_that_comes_to_serve_two_listings_gets_pins_of_its_own() {
    for shared in ["balcony", "door"] {
        let mut house = flat_and_loft();
        let loft = listing("loft", &json!(["street", shared]));
        house.settle(&[json!({ "type": "listing", "listing": loft })], APRIL);
        let (own, backups) = (
            if shared == "door" { "balcony" } else { "door" },
            pins(&mut house, "backup"),
        );
        assert_eq!((backups[own].len(), backups[shared].len()), (2, 2));
        let emergency = pins(&mut house, "emergency");
        for pin in backups[shared].iter().chain(&emergency[shared]) {
            assert!(!house.pins_on(own).contains(pin), "{pin} opens {own}, too");
        }
        assert!(is_empty(&house.take(&[], APRIL)), "D3");
    }
}
