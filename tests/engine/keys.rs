//! What a key and a site's id make of PINs: P3, F60.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::house::House;
use crate::random::cases;
use crate::support::builders::{
    APRIL, JUNE, KEY, MAY, booked, booking, failed, listing, lock, order,
};
use crate::support::calls::ask;
use crate::support::steps::{list, text};

const OTHER_KEY: &str = "another secret of this vendor, from next year on";

/// Two customers of one vendor call all but their sites the same; guest, backups and emergency
/// code.
fn customer(site: &str) -> House {
    let mut house = House::new(json!({
        "id": site, "locks": [lock("front", &json!({}))], "listings": [listing("flat", &json!(["front"]))],
        "policy": { "backups": { "poolSize": 2 }, "emergency": { "enabled": true } },
    }));
    house.settle(&[booking("1", MAY, &json!({}))], APRIL);
    house
}

/// The PINs of a site by holder, with the lock and the generation.
fn pins(house: &mut House) -> BTreeMap<String, String> {
    let site = house.site();
    let codes = list(&site, "accessCodes").iter();
    let pins = codes.map(|code| {
        let holder = &code["holder"];
        let named = format!(
            "{} {} on {}",
            holder["kind"],
            holder["id"],
            text(&code["lockId"])
        );
        let place = format!("{named}, {}", holder["generation"]);
        (place, text(&code["pin"]))
    });
    pins.collect()
}

#[test]
fn p3_f60_two_sites_under_one_key_share_no_pin() {
    let (a, b) = (
        pins(&mut customer("casa flora")),
        pins(&mut customer("villa rosa")),
    );
    let holders: Vec<&String> = a.keys().collect();
    assert_eq!(
        holders,
        [
            r#""backup" "100001" on front, null"#,
            r#""backup" "100002" on front, null"#,
            r#""emergency" "100003" on front, null"#,
            r#""reservation" "1" on front, null"#,
        ]
    );
    assert_eq!(holders, b.keys().collect::<Vec<_>>());
    let of_a: BTreeSet<&String> = a.values().collect();
    let of_b: BTreeSet<&String> = b.values().collect();
    assert_eq!((of_a.len(), of_b.len()), (4, 4));
    assert!(
        of_a.is_disjoint(&of_b),
        "nobody has a PIN of the other house: {a:?}, {b:?}"
    );
    assert_eq!(
        a,
        pins(&mut customer("casa flora")),
        "and after all was lost, each has its own again"
    );
}

#[test]
fn p3_f60_what_a_site_derives_can_be_derived_beside_it() {
    let mut house = customer("casa flora");
    let visit = json!({ "type": "visit", "visit": {
        "id": "1", "revision": 1, "listingId": "flat", "visitor": "Cleo", "purpose": "cleaning", "kind": "permanent",
        "status": "active",
    } });
    house.settle(&[visit], APRIL);
    let found = pins(&mut house);
    for (place, holder, generation) in [
        (r#""reservation" "1" on front, null"#, "stay 1", 0),
        (r#""backup" "100001" on front, null"#, "backup", 1),
        (r#""backup" "100002" on front, null"#, "backup", 2),
        (r#""emergency" "100003" on front, null"#, "emergency", 3),
        (r#""visit" "1" on front, null"#, "visit", 4),
    ] {
        let input =
            json!({ "key": KEY, "site": "casa flora", "holder": holder, "generation": generation });
        assert_eq!(
            ask("generateCode", &input).unwrap()["code"],
            found[place],
            "{place}"
        );
    }
}

#[test]
fn p3_a_booking_that_is_called_as_a_backup_or_a_visit_has_its_own_pin() {
    // Doors of different lengths: each PIN is derived for its lock alone, as a backup's is.
    let locks: Vec<Value> = [("a", 4), ("b", 6)]
        .iter()
        .map(|(id, length)| lock(id, &json!({ "rules": { "lengths": [length] } })))
        .collect();
    let named = |id: &str, pool: u32| {
        let mut house = House::new(json!({
            "locks": locks, "listings": [listing("flat", &json!(["a", "b"]))],
            "policy": { "backups": { "poolSize": pool } },
        }));
        let facts = if id.is_empty() {
            vec![]
        } else {
            vec![booking(id, MAY, &json!({}))]
        };
        house.settle(&facts, APRIL);
        let on_b = pins(&mut house).into_iter();
        on_b.filter(|(place, _)| place.contains("on b"))
            .map(|(_, pin)| pin)
            .next()
            .unwrap()
    };
    // One house has the backup alone, the other one the booking alone: neither PIN gives way to the
    // other.
    assert_ne!(named("backup 100001", 0), named("", 1));
}

#[test]
fn p3_another_key_changes_no_pin_that_was_made_and_every_one_that_is_yet_to_be() {
    let mut before = customer("casa flora");
    let told = pins(&mut before);
    let now = "2026-04-02T12:00:00Z";
    let mut after = House::under(OTHER_KEY, &before.site());
    after.locks = before.locks.clone();
    let step = after.settle(&[], now);
    assert_eq!(step["commands"], json!([]));
    assert_eq!(
        after.locks, before.locks,
        "nothing on the lock changes by itself"
    );
    assert_eq!(pins(&mut after), told);
    // The same facts under either key: a new booking, and a new PIN for the old one.
    let reissue = order(&json!({ "kind": "reissue", "reservationId": "1" }), now);
    let facts = [booked("2", "flat", JUNE, &json!({})), reissue];
    before.settle(&facts, now);
    after.settle(&facts, now);
    let (old, new) = (pins(&mut before), pins(&mut after));
    assert_eq!(
        old.keys().collect::<Vec<_>>(),
        new.keys().collect::<Vec<_>>()
    );
    for (place, pin) in &new {
        let is_made = told.contains_key(place);
        assert_eq!(old[place] == *pin, is_made, "{place}");
    }
    let made = new
        .keys()
        .filter(|place| !told.contains_key(*place))
        .count();
    assert_eq!(made, 2, "{new:?}");
}

#[test]
fn p3_f60_a_copy_under_another_id_keeps_what_was_made_and_derives_apart_from_then_on() {
    let mut site = customer("casa flora").site();
    let mut original = House::reopened(&site);
    site["header"]["id"] = json!("villa rosa");
    let mut copy = House::reopened(&site);
    assert_eq!(pins(&mut original), pins(&mut copy));
    for house in [&mut original, &mut copy] {
        house.take(&[booked("2", "flat", JUNE, &json!({}))], APRIL);
    }
    assert_ne!(original.pin("2", "front"), copy.pin("2", "front"));
}

#[test]
fn p3_the_key_is_stored_in_no_site() {
    let mut house = customer("casa flora");
    assert!(!house.site().to_string().contains(KEY));
}

/// What two houses have in common: everything but their ids.
#[derive(Clone, Debug)]
struct Plan {
    listings: Vec<BTreeSet<usize>>,
    bookings: BTreeMap<String, (usize, usize)>,
    visits: BTreeMap<String, usize>,
    pool: u32,
    emergency: bool,
    /// Which of the first commands the lock refuses, since it has their PIN already (F9).
    refused: Vec<bool>,
}

const LOCKS: usize = 3;

/// Ids that are called as a spare is, or are short, so that two houses have much of the same.
fn id() -> impl Strategy<Value = String> {
    prop_oneof![
        "[1-3]",
        Just("backup 100001".to_owned()),
        Just("emergency".to_owned()),
        Just("visit 1".to_owned())
    ]
}

fn plan() -> impl Strategy<Value = Plan> {
    (
        prop::collection::vec(prop::collection::btree_set(0..LOCKS, 1..=LOCKS), 1..3),
        prop::collection::btree_map(id(), (0..2_usize, 0..6_usize), 1..5),
        prop::collection::btree_map(id(), 0..2_usize, 0..3),
        0..3_u32,
        any::<bool>(),
        prop::collection::vec(any::<bool>(), 0..6),
    )
        .prop_map(
            |(listings, bookings, visits, pool, emergency, refused)| Plan {
                listings,
                bookings,
                visits,
                pool,
                emergency,
                refused,
            },
        )
}

/// Plays a plan at a site, with new PINs for all in the end; every PIN that was sent to a lock, by
/// whom it was for.
fn play(plan: &Plan, site: &str) -> BTreeMap<String, BTreeSet<String>> {
    let ids = |of: &BTreeSet<usize>| of.iter().map(|at| format!("door-{at}")).collect::<Vec<_>>();
    let flat = |at: usize| format!("flat-{}", at % plan.listings.len());
    // Ten digits: two of these PINs are the same by chance once in ten thousand million pairs.
    let ten = json!({ "rules": { "lengths": [10] } });
    let mut house = House::new(json!({
        "id": site,
        "locks": (0..LOCKS).map(|at| lock(&format!("door-{at}"), &ten)).collect::<Vec<_>>(),
        "listings": plan.listings.iter().enumerate()
            .map(|(at, locks)| listing(&flat(at), &json!(ids(locks)))).collect::<Vec<_>>(),
        "policy": { "backups": { "poolSize": plan.pool }, "emergency": { "enabled": plan.emergency } },
    }));
    house.no_duplicates = false;
    let mut facts = Vec::new();
    for (id, (at, week)) in &plan.bookings {
        let days = (
            format!("2026-05-{:02}", 1 + week * 4),
            format!("2026-05-{:02}", 4 + week * 4),
        );
        facts.push(booked(id, &flat(*at), (&days.0, &days.1), &json!({})));
    }
    for (id, at) in &plan.visits {
        facts.push(json!({ "type": "visit", "visit": {
            "id": id, "revision": 1, "listingId": flat(*at), "visitor": "Cleo", "purpose": "cleaning",
            "kind": "permanent", "status": "active",
        } }));
    }
    let mut sent = BTreeMap::<String, BTreeSet<String>>::new();
    let mut refused = plan.refused.iter().copied();
    let mut play = |facts: &[Value], now: &str| {
        let mut step = house.take(facts, now);
        for _ in 0..60 {
            let commands = list(&step, "commands").clone();
            if commands.is_empty() {
                return house.site();
            }
            let site = house.site();
            let mut answers = Vec::new();
            for command in &commands {
                let of = list(&site, "accessCodes")
                    .iter()
                    .find(|code| code["id"] == command["codeId"]);
                if let (Some(pin), Some(code)) = (command.get("pin"), of) {
                    let holder = format!("{} at {}", code["holder"], code["lockId"]);
                    sent.entry(holder).or_default().insert(text(pin));
                }
                if command["kind"] == "program_code" && refused.next() == Some(true) {
                    answers.push(failed(command, "duplicate_code", now));
                } else {
                    answers.extend(house.answers(command, now));
                }
            }
            step = house.take(&answers, now);
        }
        panic!("never quiet");
    };
    let left = play(&facts, APRIL);
    let now = "2026-04-02T12:00:00Z";
    let mut orders: Vec<Value> = Vec::new();
    let mut order = |order: Value| {
        let id = format!("order-{}", orders.len());
        orders.push(json!({ "type": "host_order", "id": id, "at": now, "order": order }));
    };
    for id in plan.bookings.keys() {
        order(json!({ "kind": "reissue", "reservationId": id }));
    }
    for id in plan.visits.keys() {
        order(json!({ "kind": "rotate", "visitId": id }));
    }
    let spares = list(&left, "accessCodes").iter().filter(|code| {
        code["wanted"]["state"] != "removed"
            && ["backup", "emergency"].contains(&text(&code["holder"]["kind"]).as_str())
    });
    for code in spares {
        order(json!({ "kind": "rotate", "codeId": code["id"] }));
    }
    play(&orders, now);
    sent
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn p3_f60_random_houses_that_share_all_but_their_ids_share_no_pin(
        plan in plan(),
        sites in prop::sample::subsequence(vec!["a", "ab", "1", "stay 1", "casa flora", "villa rosa"], 2),
    ) {
        let [a, b] = [play(&plan, sites[0]), play(&plan, sites[1])];
        prop_assert_eq!(a.keys().collect::<Vec<_>>(), b.keys().collect::<Vec<_>>());
        let all = |of: &BTreeMap<String, BTreeSet<String>>| -> BTreeSet<String> {
            of.values().flatten().cloned().collect()
        };
        let (of_a, of_b) = (all(&a), all(&b));
        prop_assert!(of_a.len() > plan.bookings.len(), "each booking has two: {a:?}");
        prop_assert!(of_a.is_disjoint(&of_b), "{:?}", of_a.intersection(&of_b).collect::<Vec<_>>());
    }
}
