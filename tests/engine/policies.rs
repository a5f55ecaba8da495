//! Listings and locks with a policy of their own (D8): site, then listing, then lock.

use serde_json::{Value, json};

use crate::complaints::says;
use crate::house::House;
use crate::support::builders::{
    APRIL, KEY, MAY, STAY, at, booked, booking, listing, listing_fact, lock, lock_fact,
    lock_report, stay, with,
};
use crate::support::calls::ask;
use crate::support::steps::{commanded, list, noticed, refusal, text};

/// Two flats with a door each behind one street door.
fn houses(site: &Value, east: &Value, west: &Value, locks: &Value) -> Value {
    let own = |id: &str| locks.get(id).cloned().unwrap_or(json!({}));
    json!({
        "locks": (["door-e", "door-w", "street"].map(|id| lock(id, &own(id)))),
        "listings": [
            with(listing("east", &json!(["street", "door-e"])), east),
            with(listing("west", &json!(["street", "door-w"])), west),
        ],
        "policy": site,
    })
}

fn own(policy: &Value) -> Value {
    json!({ "policy": policy })
}

fn grace(minutes: u32) -> Value {
    json!({ "window": { "afterCheckOutMinutes": minutes } })
}

/// The end of a booking's code at a lock.
fn end(house: &mut House, reservation: &str, lock: &str) -> String {
    let codes = house.codes(&json!({ "reservationId": reservation, "lockId": lock }));
    assert_eq!(codes.len(), 1);
    text(&codes[0]["endsAt"])
}

/// How many codes of a kind a lock holds.
fn count(house: &mut House, lock: &str, kind: &str) -> usize {
    let codes = house.codes(&json!({ "lockId": lock })).into_iter();
    codes.filter(|code| code["holder"] == kind).count()
}

#[test]
fn d8_w4_two_listings_at_one_door_have_different_grace() {
    let site = houses(&grace(20), &own(&grace(90)), &json!({}), &json!({}));
    let mut house = House::new(site);
    house.settle(
        &[
            booked("e", "east", MAY, &json!({})),
            booked("w", "west", MAY, &json!({})),
        ],
        APRIL,
    );
    for (stay, doors, ends_at) in [
        ("e", ["street", "door-e"], "2026-05-03T10:30:00Z"),
        ("w", ["street", "door-w"], "2026-05-03T09:20:00Z"),
    ] {
        for door in doors {
            assert_eq!(end(&mut house, stay, door), ends_at, "{stay} at {door}");
        }
    }
    // A listing's new word counts like a new policy of the site.
    let west = with(
        listing("west", &json!(["street", "door-w"])),
        &own(&grace(60)),
    );
    let step = house.take(&[listing_fact(&west)], APRIL);
    assert_eq!(commanded(&step), ["change_window", "change_window"]);
    house.settle_commands(&step, APRIL);
    assert_eq!(end(&mut house, "w", "street"), "2026-05-03T10:00:00Z");
    // Without a word it is the site's again.
    house.settle(
        &[listing_fact(&listing("west", &json!(["street", "door-w"])))],
        APRIL,
    );
    assert_eq!(end(&mut house, "w", "street"), "2026-05-03T09:20:00Z");
    let policy = json!({ "type": "policy", "policy": grace(45) });
    house.settle(&[policy], APRIL);
    assert_eq!(end(&mut house, "w", "street"), "2026-05-03T09:45:00Z");
    assert_eq!(end(&mut house, "e", "street"), "2026-05-03T10:30:00Z");
}

#[test]
fn d8_b7_a_street_door_may_have_no_backups() {
    let street = json!({ "street": own(&json!({ "backups": { "poolSize": 0 } })) });
    let site = houses(
        &json!({ "backups": { "poolSize": 2 } }),
        &json!({}),
        &json!({}),
        &street,
    );
    let mut house = House::new(site);
    house.settle(&[booked("e", "east", MAY, &json!({}))], APRIL);
    let pools = ["street", "door-e", "door-w"].map(|lock| count(&mut house, lock, "backup"));
    assert_eq!(pools, [0, 2, 2]);
    let found = ask("review", &json!({ "site": house.site(), "now": APRIL })).unwrap();
    assert_eq!(found, json!([]), "no pool is low");
    // One that is there goes, and comes back.
    house.settle(&[lock_fact(&lock("street", &json!({})))], APRIL);
    assert_eq!(count(&mut house, "street", "backup"), 2);
    house.settle(&[lock_fact(&lock("street", &street["street"]))], APRIL);
    assert_eq!(count(&mut house, "street", "backup"), 0);
}

#[test]
fn d8_b1_a_listings_word_is_that_of_the_locks_that_serve_it_alone() {
    let pool = |size: u32| json!({ "backups": { "poolSize": size } });
    let site = houses(&pool(1), &own(&pool(3)), &json!({}), &json!({}));
    let mut house = House::new(site);
    house.settle(&[], APRIL);
    let pools =
        |house: &mut House| ["street", "door-e", "door-w"].map(|lock| count(house, lock, "backup"));
    assert_eq!(pools(&mut house), [1, 3, 1]);
    // The lock's own word counts most.
    house.settle(&[lock_fact(&lock("door-e", &own(&pool(2))))], APRIL);
    assert_eq!(pools(&mut house), [1, 2, 1]);
    house.settle(&[lock_fact(&lock("door-e", &json!({})))], APRIL);
    assert_eq!(pools(&mut house), [1, 3, 1]);
    // The door serves another listing, too; then it does no more.
    house.settle(
        &[listing_fact(&listing(
            "west",
            &json!(["street", "door-w", "door-e"]),
        ))],
        APRIL,
    );
    assert_eq!(pools(&mut house), [1, 1, 1]);
    house.settle(&[listing_fact(&listing("west", &json!(["door-w"])))], APRIL);
    assert_eq!(pools(&mut house), [3, 3, 1]);
}

#[test]
fn d8_n3_each_listing_has_its_reveal() {
    let soon = own(&json!({ "notices": { "revealHours": 24 } }));
    let mut house = House::new(houses(&json!({}), &soon, &json!({}), &json!({})));
    house.settle(
        &[
            booked("e", "east", MAY, &json!({})),
            booked("w", "west", MAY, &json!({})),
        ],
        APRIL,
    );
    let step = house.settle(&[], "2026-04-28T13:00:00Z");
    assert_eq!(noticed(&step), ["access_ready:w:1"]);
    let asked =
        json!({ "site": house.site(), "reservationId": "e", "now": "2026-04-28T13:00:00Z" });
    assert_eq!(
        ask("guestCard", &asked).unwrap()["revealsAt"],
        "2026-04-30T15:00:00+02:00"
    );
    let step = house.settle(&[], "2026-04-30T13:00:00Z");
    assert_eq!(noticed(&step), ["access_ready:e:1"]);
}

#[test]
fn d8_e1_one_lock_has_no_emergency_code() {
    let off = json!({ "street": own(&json!({ "emergency": { "enabled": false } })) });
    let on = json!({ "emergency": { "enabled": true } });
    let mut house = House::new(houses(&on, &json!({}), &json!({}), &off));
    house.settle(&[], APRIL);
    let codes = ["street", "door-e", "door-w"].map(|lock| count(&mut house, lock, "emergency"));
    assert_eq!(codes, [0, 1, 1]);
}

#[test]
fn d8_c1_the_lock_is_read_when_the_stays_listing_says() {
    // West is verified ten minutes ahead, and so are its stays at the shared street door.
    let early = own(&json!({ "validation": { "verificationMinutes": 10 } }));
    let mut house = House::new(houses(&json!({}), &json!({}), &early, &json!({})));
    house.settle(&[booked("w", "west", MAY, &json!({}))], APRIL);
    house.settle(&[], "2026-04-28T13:00:00Z");
    for id in ["street", "door-w"] {
        house.settle(
            &[answers(id, "2026-05-01T12:40:00Z")],
            "2026-05-01T12:40:00Z",
        );
    }
    let mut reads = Vec::new();
    for now in [
        "2026-05-01T12:45:00Z",
        "2026-05-01T12:50:00Z",
        "2026-05-01T12:55:00Z",
    ] {
        let step = house.take(&[], now);
        reads.push(commanded(&step).len());
        house.settle_commands(&step, now);
    }
    assert_eq!(reads, [0, 2, 0]);
}

fn answers(lock: &str, now: &str) -> Value {
    lock_report(lock, &json!({ "state": { "reachability": "online" } }), now)
}

#[test]
fn d8_a2_the_last_moment_of_a_lock_counts_over_that_of_its_listing() {
    let told_at = |listing_over: &Value, lock_over: &Value| {
        let mut site = json!({
            "locks": [lock("door", lock_over)],
            "listings": [with(listing("flat", &json!(["door"])), listing_over)],
            "policy": { "backups": { "poolSize": 1 } },
        });
        site["id"] = json!("house");
        let mut house = House::new(site);
        house.settle(&[], APRIL);
        house.take(&[stay(&json!({}))], APRIL);
        for minute in 110..180 {
            let now = format!("2026-05-01T{:02}:{:02}:00Z", 10 + minute / 60, minute % 60);
            let facts = house.silence_and_word(&now);
            let step = house.take(&facts, &now);
            if noticed(&step)
                .iter()
                .any(|key| key.starts_with("backup_told"))
            {
                return now;
            }
        }
        panic!("no backup is told");
    };
    let soon = |minutes: u32| own(&json!({ "backups": { "soonMinutes": minutes } }));
    let none = json!({});
    for (listing, lock, minutes) in [
        (&none, &none, 15),
        (&soon(40), &none, 40),
        (&soon(40), &soon(25), 25),
        (&none, &soon(60), 60),
    ] {
        let told = told_at(listing, lock);
        let before = at(STAY) - at(&told);
        assert_eq!(before.in_seconds(), minutes * 60, "{listing} {lock}");
    }
}

#[test]
fn d8_one_key_of_a_policy_leaves_the_others_as_they_are() {
    let site = json!({ "window": { "beforeCheckInMinutes": 10, "afterCheckOutMinutes": 20 },
        "notices": { "revealHours": 48 } });
    let mut house = House::new(houses(&site, &own(&grace(90)), &json!({}), &json!({})));
    house.settle(&[booked("e", "east", MAY, &json!({}))], APRIL);
    let codes = house.codes(&json!({ "reservationId": "e", "lockId": "street" }));
    assert_eq!(
        (&codes[0]["startsAt"], &codes[0]["endsAt"]),
        (
            &json!("2026-05-01T12:50:00Z"),
            &json!("2026-05-03T10:30:00Z")
        )
    );
    let step = house.settle(&[], "2026-04-29T13:00:00Z");
    assert_eq!(noticed(&step), ["access_ready:e:1"]);
    // What was said is stored, and nothing else.
    assert_eq!(list(&house.site(), "listings")[0]["policy"], grace(90));
    house.check_stored();
}

#[test]
fn d8_a4_complaints_count_by_the_door_they_are_about() {
    let mut house = House::new(json!({
        "locks": [lock("door", &own(&json!({ "complaints": { "maxCodes": 0 } })))],
        "listings": [listing("flat", &json!(["door"]))],
        "policy": { "backups": { "poolSize": 2 } },
    }));
    house.move_in();
    let now = "2026-05-01T16:00:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    assert!(
        noticed(&step)
            .iter()
            .any(|key| key.starts_with("lock_unreachable")),
        "no code by a complaint: {step}"
    );
}

#[test]
fn d8_a_bad_policy_of_a_listing_or_a_lock_is_refused_with_its_path() {
    let refused = |site: &Value| {
        let error = ask("createSite", &with(site.clone(), &json!({ "id": "s" }))).unwrap_err();
        (text(&error["code"]), text(&error["path"]))
    };
    let of_listing = |policy: &Value| {
        refused(&json!({ "locks": [], "listings": [with(listing("a", &json!([])), &own(policy))] }))
    };
    let of_lock =
        |policy: &Value| refused(&json!({ "locks": [lock("a", &own(policy))], "listings": [] }));
    let both = [
        (
            json!({ "backups": { "poolSize": 65 } }),
            "out_of_range",
            "backups.poolSize",
        ),
        (
            json!({ "backups": { "poolSize": "2" } }),
            "wrong_type",
            "backups.poolSize",
        ),
        (
            json!({ "backups": { "size": 2 } }),
            "unknown_key",
            "backups.size",
        ),
        (json!({ "backup": {} }), "unknown_key", "backup"),
        (
            json!({ "validation": { "healthMinutes": 5, "verificationMinutes": 6 } }),
            "out_of_range",
            "validation.verificationMinutes",
        ),
        (
            json!({ "validation": { "activationMinutes": 9000 } }),
            "out_of_range",
            "validation.activationMinutes",
        ),
        (
            json!({ "retention": { "stayDays": 90 } }),
            "invalid_value",
            "retention",
        ),
        (
            json!({ "review": { "everyDays": 9 } }),
            "invalid_value",
            "review.everyDays",
        ),
        (json!({ "regions": ["US"] }), "invalid_value", "regions"),
    ];
    for (policy, code, path) in &both {
        for (found, whose) in [(of_listing(policy), "listings"), (of_lock(policy), "locks")] {
            let expected = (code.to_string(), format!("{whose}[0].policy.{path}"));
            assert_eq!(found, expected, "{policy}");
        }
    }
    let of_a_stay = [
        (grace(5), "window"),
        (json!({ "codes": { "length": 8 } }), "codes.length"),
        (
            json!({ "codes": { "preferPhoneDigits": true } }),
            "codes.preferPhoneDigits",
        ),
        (
            json!({ "complaints": { "answerAgainMinutes": 5 } }),
            "complaints.answerAgainMinutes",
        ),
        (
            json!({ "notices": { "revealHours": 5 } }),
            "notices.revealHours",
        ),
        (json!({ "notices": { "channels": [] } }), "notices.channels"),
    ];
    for (policy, path) in &of_a_stay {
        let expected = (
            "invalid_value".to_owned(),
            format!("locks[0].policy.{path}"),
        );
        assert_eq!(of_lock(policy), expected);
        let site = json!({ "id": "s", "locks": [],
            "listings": [with(listing("a", &json!([])), &own(policy))] });
        assert!(ask("createSite", &site).is_ok(), "{policy}");
    }
    // As facts, and in a stored site.
    let mut house = House::with_locks(&[lock("door", &json!({}))]);
    let bad = own(&json!({ "backups": { "poolSize": 65 } }));
    let step = house.step(&[lock_fact(&lock("door", &bad))], APRIL);
    assert_eq!(
        refusal(&step),
        "facts[0].lock.policy.backups.poolSize: 65 is outside 0 to 64"
    );
    let flat = with(listing("flat", &json!(["door"])), &bad);
    let step = house.step(&[listing_fact(&flat)], APRIL);
    assert_eq!(
        refusal(&step),
        "facts[0].listing.policy.backups.poolSize: 65 is outside 0 to 64"
    );
    let mut site = house.site();
    site["listings"][0]["policy"] = bad["policy"].clone();
    let opened = ask(
        "advance",
        &json!({ "site": site, "facts": [], "now": APRIL, "key": KEY }),
    );
    let path = text(&opened.unwrap_err()["path"]);
    assert!(
        path.ends_with("listings[0].policy.backups.poolSize"),
        "{path}"
    );
}

#[test]
fn d8_c1_checks_that_two_policies_put_out_of_order_move_apart() {
    // The listing wants its codes on twenty minutes ahead, and the site looks fifteen minutes
    // ahead.
    let ahead = own(&json!({ "validation": { "activationMinutes": 20 } }));
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({}))],
        "listings": [with(listing("flat", &json!(["door"])), &ahead)],
    }));
    house.take(&[booking("stay", MAY, &json!({ "hold": true }))], APRIL);
    let step = house.settle(&[], "2026-05-01T12:39:00Z");
    assert!(!noticed(&step).iter().any(|key| key.contains("on_hold")));
    let step = house.take(&[], "2026-05-01T12:40:00Z");
    assert!(
        noticed(&step)
            .iter()
            .any(|key| key.contains("on_hold:stay:first")),
        "health is twenty minutes ahead, too: {step}"
    );
}

#[test]
fn d8_the_pure_rules_lay_policies_over_one_another() {
    let window = json!({ "startsAt": STAY, "endsAt": "2026-05-03T09:30:00Z" });
    let backup = json!({ "id": "b1", "lockId": "door", "holder": { "kind": "backup", "id": "100001" },
        "pin": "730264", "wanted": {}, "onLock": { "state": "confirmed" } });
    let door = |over: &Value| {
        let state = json!({ "state": { "reachability": "offline", "reportedAt": STAY } });
        with(lock("door", &state), over)
    };
    let route = |over: &Value| {
        let input = json!({ "reservationId": "stay", "window": window, "lock": door(over),
            "codes": [backup], "now": STAY });
        text(&ask("selectAccess", &input).unwrap()["route"])
    };
    assert_eq!(route(&json!({})), "backup_code");
    let none = own(&json!({ "backups": { "poolSize": 0 } }));
    assert_eq!(route(&none), "contact_host");
    let change = |listing_over: &Value, lock_over: &Value| {
        let reservation = booking("stay", MAY, &json!({}))["reservation"].clone();
        let trip = json!({ "reservation": reservation,
            "listing": with(listing("flat", &json!(["door"])), listing_over) });
        let input = json!({ "after": trip, "locks": [door(lock_over)], "codes": [backup], "now": STAY,
            "policy": grace(45) });
        ask("recalculateTrip", &input).unwrap()
    };
    let usual = change(&json!({}), &json!({}));
    assert_eq!(usual["windowAfter"]["endsAt"], "2026-05-03T09:45:00Z");
    let longer = change(&own(&grace(60)), &none);
    assert_eq!(longer["windowAfter"]["endsAt"], "2026-05-03T10:00:00Z");
    assert_eq!(longer["doors"][0]["access"]["route"], "contact_host");
}
