//! What a guest may know now, and what the list of codes shows (F59).

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, REVEAL, STAY, booked, booking, listing, lock, lock_report, with,
};
use crate::support::calls::ask;

fn flat() -> House {
    House::new(json!({
        "locks": [lock("door", &json!({ "nativeSchedule": true, "keypadHint": "Press #" })),
            lock("street", &json!({}))],
        "listings": [with(listing("flat", &json!(["street", "door"])), &json!({ "hostContact": "+33 1 23 45" }))],
        "policy": { "backups": { "poolSize": 1 } },
    }))
}

fn card(house: &mut House, reservation: &str, now: &str) -> Result<Value, Value> {
    let asked = json!({ "site": house.site(), "reservationId": reservation, "now": now });
    ask("guestCard", &asked)
}

#[test]
fn n3_a_guest_card_shows_no_code_that_the_guest_was_not_told() {
    let mut house = flat();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let before = card(&mut house, "stay", APRIL).unwrap();
    assert_eq!(before["state"], "before_reveal");
    assert_eq!(before["revealsAt"], "2026-04-28T15:00:00+02:00");
    assert_eq!(before["hostContact"], "+33 1 23 45");
    let names = |card: &Value| -> Vec<Value> {
        let doors = card["doors"].as_array().unwrap().iter();
        doors.map(|door| door["name"].clone()).collect()
    };
    assert_eq!(
        names(&before),
        ["street", "door"],
        "in the order of the listing"
    );
    let pins: Vec<Value> = house
        .codes(&json!({}))
        .iter()
        .map(|code| code["code"].clone())
        .collect();
    assert!(!pins.is_empty());
    for pin in &pins {
        assert!(
            !before.to_string().contains(pin.as_str().unwrap()),
            "{before}"
        );
    }
    house.settle(&[], REVEAL);
    let told = card(&mut house, "stay", REVEAL).unwrap();
    assert_eq!(told["state"], "before_check_in");
    assert!(told["revealsAt"].is_null());
    let pin = house.pin("stay", "door");
    for door in told["doors"].as_array().unwrap() {
        assert_eq!(door["code"], json!(pin), "P1: one PIN for all doors");
    }
    assert_eq!(told["doors"][1]["keypadHint"], "Press #");
    // The spares were told to nobody.
    for backup in house
        .codes(&json!({}))
        .iter()
        .filter(|code| code["holder"] == "backup")
    {
        assert!(!told.to_string().contains(backup["code"].as_str().unwrap()));
    }
    let during = card(&mut house, "stay", "2026-05-02T12:00:00Z").unwrap();
    assert_eq!(during["state"], "staying");
    let after = card(&mut house, "stay", "2026-05-03T12:00:00Z").unwrap();
    assert_eq!(
        (&after["state"], &after["doors"]),
        (&json!("over"), &json!([]))
    );
}

#[test]
fn t5_a_guest_card_of_a_cancelled_or_unknown_booking() {
    let mut house = flat();
    house.settle(&[booking("stay", MAY, &json!({}))], REVEAL);
    let gone = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    house.settle(&[gone], REVEAL);
    let ended = card(&mut house, "stay", REVEAL).unwrap();
    assert_eq!(
        (&ended["state"], &ended["doors"]),
        (&json!("ended"), &json!([]))
    );
    let refused = card(&mut house, "nobody", REVEAL).unwrap_err();
    assert_eq!(
        (&refused["code"], &refused["path"]),
        (&json!("invalid_value"), &json!("reservationId"))
    );
}

#[test]
fn w5_a_guest_card_of_a_booking_at_an_unknown_listing_says_so() {
    let mut house = flat();
    let elsewhere = booked("stay", "villa", MAY, &json!({}));
    house.settle(&[elsewhere], REVEAL);
    let refused = card(&mut house, "stay", REVEAL).unwrap_err();
    assert_eq!(
        refused["message"],
        "the booking's listing is not in this site"
    );
}

/// A flat with one door and no backups, whose guest was told their code and is in.
fn told_house() -> House {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({}))],
        "listings": [listing("flat", &json!(["door"]))],
        "policy": { "backups": { "poolSize": 0 } },
    }));
    for now in [REVEAL, STAY] {
        house.settle(&[booking("stay", MAY, &json!({}))], now);
    }
    house
}

fn is_uncertain(house: &mut House, now: &str) -> bool {
    let card = card(house, "stay", now).unwrap();
    assert!(card["doors"][0]["code"].is_string(), "{card}");
    card["doors"][0]["isUncertain"] == json!(true)
}

#[test]
fn a7_a_guest_card_says_that_a_code_may_not_open_a_lock_to_which_the_host_is_called() {
    let now = "2026-05-02T12:00:00Z";
    let mut house = told_house();
    assert!(!is_uncertain(&mut house, now));
    let dead =
        json!({ "state": { "reachability": "online", "batteryPercent": 0, "usable": false } });
    house.settle(&[lock_report("door", &dead, now)], now);
    assert!(is_uncertain(&mut house, now));
    let later = "2026-05-02T13:00:00Z";
    let well =
        json!({ "state": { "reachability": "online", "batteryPercent": 100, "usable": true } });
    house.settle(&[lock_report("door", &well, later)], later);
    assert!(!is_uncertain(&mut house, later));
}

#[test]
fn a4_a7_a_guest_card_says_so_of_a_code_that_its_guest_says_does_not_open() {
    let now = "2026-05-02T12:00:00Z";
    let mut house = told_house();
    let said = json!({ "type": "guest_locked_out", "id": "said", "at": now,
        "reservationId": "stay", "lockId": "door" });
    house.take(&[said], now);
    assert!(is_uncertain(&mut house, now));
}

#[test]
fn f59_the_list_of_codes_shows_what_is_wanted_and_what_is_on_the_lock() {
    let mut house = flat();
    house.settle(&[booking("stay", MAY, &json!({}))], REVEAL);
    // The stay grows, and its lock has not heard of it.
    let longer = booking(
        "stay",
        ("2026-05-01", "2026-05-05"),
        &json!({ "revision": 2 }),
    );
    house.step(&[longer], REVEAL);
    let codes = house.codes(&json!({ "reservationId": "stay", "lockId": "door" }));
    let code = &codes[0];
    assert_eq!(code["endsAtLocal"], "2026-05-05T11:30:00+02:00");
    assert_eq!(code["onLock"]["endsAtLocal"], "2026-05-03T11:30:00+02:00");
    assert_eq!(
        (&code["told"], &code["keypadHint"], &code["ending"]),
        (&json!(true), &json!("Press #"), &json!(false))
    );
    // Visits stand there by name.
    let visit = json!({ "type": "visit", "visit": { "id": "cleo", "revision": 1, "listingId": "flat",
        "visitor": "Cleo", "purpose": "cleaning", "kind": "time_bound", "status": "active",
        "startsAt": "2026-05-10T08:00:00Z", "endsAt": "2026-05-10T12:00:00Z" } });
    house.settle(&[visit], REVEAL);
    let visits = house.codes(&json!({ "visitId": "cleo" }));
    assert_eq!(visits.len(), 2, "one at each door");
    for code in &visits {
        assert_eq!(
            (
                &code["visitorName"],
                &code["purpose"],
                &code["visitId"],
                &code["told"]
            ),
            (
                &json!("Cleo"),
                &json!("cleaning"),
                &json!("cleo"),
                &json!(true)
            )
        );
        assert_eq!(code["startsAtLocal"], "2026-05-10T10:00:00+02:00");
    }
}
