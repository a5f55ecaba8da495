//! No PIN of a backup, an emergency code or a visit comes back by derivation: P3, F35, I14.

use std::collections::{BTreeMap, BTreeSet};

use latchstring::time::Duration;
use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, at, listing, listing_fact, lock, lock_fact, order, visit, visit_fact, with,
};
use crate::support::calls::ask;
use crate::support::steps::{list, text};

/// What a site has numbered so far.
#[derive(Default)]
struct Seen {
    /// The PIN of each number.
    pins: BTreeMap<u64, String>,
    /// The PINs that are on the door, and those that were and are not any more.
    on_door: BTreeSet<String>,
    off_door: BTreeSet<String>,
}

impl Seen {
    /// Looks at a site: a new number is higher than all before it, each number has one PIN, and no
    /// PIN that left the door is there again.
    fn look(&mut self, house: &mut House, door: &str, now: &str) {
        let site = house.site();
        let highest = self.pins.keys().max().copied().unwrap_or(0);
        for code in list(&site, "accessCodes") {
            let Some(number) = code.get("pinNumber").and_then(Value::as_u64) else {
                continue;
            };
            let Some(pin) = code.get("pin").map(text) else {
                continue;
            };
            assert!(
                number <= site["header"]["pinCount"].as_u64().unwrap(),
                "{now}"
            );
            match self.pins.get(&number) {
                Some(known) => assert_eq!(*known, pin, "at {now}"),
                None => assert!(number > highest, "number {number} came back at {now}"),
            }
            self.pins.insert(number, pin);
        }
        let here: BTreeSet<String> = house.pins_on(door).into_iter().collect();
        let left: Vec<String> = self.on_door.difference(&here).cloned().collect();
        self.off_door.extend(left);
        let back: Vec<&String> = here.intersection(&self.off_door).collect();
        assert!(back.is_empty(), "I14: {back:?} came back at {now}");
        self.on_door = here;
    }
}

fn days_after(start: &str, days: u32) -> String {
    (at(start) + Duration::days(days)).to_string()
}

fn yearly() -> Value {
    json!({
        "codes": { "retireDays": 30 },
        "backups": { "poolSize": 2, "rotateDays": 40 },
        "emergency": { "enabled": true, "rotateDays": 50 },
        "visits": { "rotateDays": 60 },
    })
}

#[test]
fn i14_p3_f35_in_years_of_rotations_no_pin_comes_back_though_old_rows_are_forgotten() {
    let mut house = House::one_door(&json!({}), &yearly());
    let cleaner = visit_fact(&visit("cleaner", "permanent", &json!({})));
    house.settle(&[cleaner], APRIL);
    let mut seen = Seen::default();
    for days in (0..800).step_by(10) {
        let now = days_after(APRIL, days);
        house.settle(&[], &now);
        seen.look(&mut house, "door", &now);
    }
    // 800 days: 20 turns of two backups, 16 of the emergency code, 13 of the visit, at most.
    assert!(seen.pins.len() > 50, "{} numbers", seen.pins.len());
    let site = house.site();
    let rows = list(&site, "accessCodes").len();
    assert!(rows < 20, "old rows are forgotten: {rows} are left");
    let identifiers: BTreeSet<String> = list(&site, "accessCodes")
        .iter()
        .filter(|code| code["holder"]["kind"] == "backup")
        .map(|code| text(&code["holder"]["id"]))
        .collect();
    assert!(
        identifiers.iter().all(|id| id.as_str() < "100010"),
        "labels keep short identifiers, which come back: {identifiers:?}"
    );
}

#[test]
fn i14_p3_f35_unlinking_forgetting_and_replacing_a_lock_lower_no_number() {
    let seldom = json!({ "backups": { "rotateDays": 900 }, "emergency": { "rotateDays": 900 } });
    let mut house = House::one_door(&json!({}), &with(yearly(), &seldom));
    house.settle(&[], APRIL);
    let mut seen = Seen::default();
    seen.look(&mut house, "door", APRIL);
    for round in 0..4 {
        let start = days_after(APRIL, 100 * round + 10);
        house.settle(&[listing_fact(&listing("flat", &json!([])))], &start);
        assert_eq!(house.pins_on("door"), Vec::<String>::new());
        seen.look(&mut house, "door", &start);
        // Long enough that every row is forgotten.
        let later = days_after(APRIL, 100 * round + 60);
        house.settle(&[], &later);
        assert_eq!(list(&house.site(), "accessCodes").len(), 0);
        house.settle(&[listing_fact(&listing("flat", &json!(["door"])))], &later);
        assert_eq!(house.pins_on("door").len(), 3);
        seen.look(&mut house, "door", &later);
    }
    assert_eq!(house.site()["header"]["pinCount"], 15);
    // Another device in the same place.
    let now = days_after(APRIL, 500);
    let replace = order(
        &json!({ "kind": "replace_lock", "lockId": "door", "by": "new" }),
        &now,
    );
    house.settle(&[lock_fact(&lock("new", &json!({}))), replace], &now);
    seen.look(&mut house, "new", &now);
    assert!(seen.off_door.is_disjoint(&seen.on_door));
}

#[test]
fn p3_a_pin_is_derived_from_the_site_the_kind_of_holder_and_the_number() {
    let mut house = House::one_door(&json!({}), &yearly());
    house.settle(
        &[visit_fact(&visit("cleaner", "permanent", &json!({})))],
        APRIL,
    );
    let site = house.site();
    let mut numbers = Vec::new();
    for code in list(&site, "accessCodes") {
        let input = json!({
            "key": crate::support::builders::KEY, "site": "house",
            "holder": code["holder"]["kind"], "generation": code["pinNumber"],
        });
        assert_eq!(ask("generateCode", &input).unwrap()["code"], code["pin"]);
        numbers.push(code["pinNumber"].as_u64().unwrap());
    }
    numbers.sort_unstable();
    assert_eq!(numbers, [1, 2, 3, 4], "one count for all of them");
}

#[test]
fn p3_p1_a_visit_has_one_pin_and_one_number_at_all_its_doors() {
    let mut house = House::with_locks(&["back", "front"].map(|id| lock(id, &json!({}))));
    house.settle(
        &[visit_fact(&visit("cleaner", "permanent", &json!({})))],
        APRIL,
    );
    assert_eq!(house.pin_on("back"), house.pin_on("front"));
    let site = house.site();
    assert!(
        list(&site, "accessCodes")
            .iter()
            .all(|code| code["pinNumber"] == 1)
    );
    assert_eq!(site["header"]["pinCount"], 1);
    // A new PIN for both doors, once.
    let rotate = order(&json!({ "kind": "rotate", "visitId": "cleaner" }), APRIL);
    house.settle(&[rotate], APRIL);
    assert_eq!(house.pin_on("back"), house.pin_on("front"));
    assert_eq!(house.site()["header"]["pinCount"], 2);
}
