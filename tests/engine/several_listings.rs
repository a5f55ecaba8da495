//! Visitors of several listings: V2, D3, F57, W9.

use crate::turnovers::{cleaner, go_on, message, of_both, turnovers, two_flats, window};
use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{APRIL, MAY, booked, listing, lock, order, with};
use crate::support::steps::{list, noticed, text};

#[test]
fn v2_one_cleaner_of_two_listings_has_one_pin_and_each_door_opens_in_its_times() {
    let mut house = two_flats();
    let facts = [
        booked("a1", "a", ("2026-05-01", "2026-05-03"), &json!({})),
        booked("a2", "a", ("2026-05-03", "2026-05-05"), &json!({})),
        booked("b1", "b", ("2026-05-01", "2026-05-03"), &json!({})),
        booked("b2", "b", ("2026-05-04", "2026-05-06"), &json!({})),
        of_both(&json!({})),
    ];
    let told = go_on(&mut house, &facts, APRIL, "2026-05-02T17:00:00Z");
    assert_eq!(
        ["door-a", "door-b", "street"].map(|lock| window(&mut house, lock)),
        [
            (json!("2026-05-03T09:00:00Z"), json!("2026-05-03T13:00:00Z")),
            (json!("2026-05-03T09:00:00Z"), json!("2026-05-04T13:00:00Z")),
            (json!("2026-05-03T09:00:00Z"), json!("2026-05-04T13:00:00Z")),
        ]
    );
    let pins: Vec<Value> = house
        .codes(&json!({ "visitId": "cleo" }))
        .iter()
        .map(|code| code["code"].clone())
        .collect();
    assert!(
        pins.len() == 3 && pins.iter().all(|pin| *pin == pins[0]),
        "{pins:?}"
    );
    assert_eq!(told.len(), 2);
    let pin = text(&pins[0]);
    assert_eq!(
        message(&told[1].1),
        format!(
            "Hello Cleo,\n\nyour next turnovers:\n\n\
             a: Sun 3 May, 11:00–15:00\n  street: {pin}\n  door-a: {pin}\n\
             b: Sun 3 May, 11:00 – Mon 4 May, 15:00\n  street: {pin}\n  door-b: {pin}"
        )
    );
    assert!(
        message(&told[0].1).contains(&format!(
            "Place: a, b\n\ndoor-a (a): {pin}\ndoor-b (b): {pin}\nstreet: {pin}\n"
        )),
        "{}",
        message(&told[0].1)
    );
}

#[test]
fn v2_f57_a_listing_that_is_added_or_taken_away_changes_doors_and_the_visitor_hears_it() {
    let mut house = two_flats();
    let weekly = json!({ "kind": "recurring", "weekly": [{ "days": ["friday"], "from": "10:00", "to": "12:00" }] });
    let listings = |revision: u32, listings: Value| {
        of_both(&with(
            weekly.clone(),
            &json!({ "revision": revision, "listingIds": listings }),
        ))
    };
    house.settle(&[listings(1, json!(["a"]))], APRIL);
    let pin = house.pin_on("street");
    let step = house.take(&[listings(2, json!(["a", "b"]))], "2026-04-02T12:00:00Z");
    assert_eq!(noticed(&step), ["access_changed:visit:cleo:2"]);
    assert_eq!(step["notices"][0]["values"]["changed"], json!(["doors"]));
    house.settle_commands(&step, "2026-04-02T12:00:00Z");
    assert_eq!(house.pin_on("door-b"), pin, "one PIN for all doors");
    // After a new PIN, a listing that comes has that one.
    let rotate = order(
        &json!({ "kind": "rotate", "visitId": "cleo" }),
        "2026-04-02T13:00:00Z",
    );
    house.settle(&[listings(3, json!(["a"])), rotate], "2026-04-02T13:00:00Z");
    let new = house.pin_on("street");
    assert!(new != pin && house.pins_on("door-b").is_empty());
    house.settle(&[listings(4, json!(["b", "a"]))], "2026-04-02T14:00:00Z");
    assert_eq!(
        ["door-a", "door-b", "street"].map(|lock| house.pin_on(lock)),
        [&new; 3].map(Clone::clone)
    );
    let step = house.take(&[listings(5, json!(["b"]))], "2026-04-02T15:00:00Z");
    assert_eq!(step["notices"][0]["values"]["changed"], json!(["doors"]));
    house.settle_commands(&step, "2026-04-02T15:00:00Z");
    assert!(house.pins_on("door-a").is_empty());
    assert_eq!(house.pin_on("street"), new);
}

#[test]
fn v2_listings_are_named_once_and_at_most_two_hundred() {
    let mut house = two_flats();
    for (listings, code, hint) in [
        (
            json!({ "listingId": "a", "listingIds": ["b"] }),
            "invalid_value",
            "leave out listingId and put its listing into listingIds",
        ),
        (
            json!({ "listingId": null, "listingIds": [] }),
            "invalid_value",
            "name one, or leave the key out",
        ),
        (
            json!({ "listingId": null, "listingIds": vec!["a"; 201] }),
            "too_long",
            "split it, or leave out what is over",
        ),
    ] {
        let step = house.step(&[cleaner(&listings)], APRIL);
        let because = &step["rejected"][0]["because"];
        assert_eq!(
            [&because["code"], &because["path"], &because["hint"]],
            [code, "facts[0].visit.listingIds", hint]
        );
    }
    // A listing that the site does not know yet has no doors until it comes.
    let step = house.take(
        &[of_both(
            &json!({ "kind": "permanent", "listingIds": ["a", "a", "c"] }),
        )],
        APRIL,
    );
    assert_eq!(list(&step, "commands").len(), 2);
}

/// Automation rests at a door only where it rests for every listing of the visit that has the door.
#[test]
fn v2_a_pause_of_one_listing_is_no_pause_of_the_shared_door() {
    let mut house = two_flats();
    let pause = order(&json!({ "kind": "pause", "listingId": "a" }), APRIL);
    house.settle(&[pause], APRIL);
    house.settle(&[of_both(&json!({ "kind": "permanent" }))], APRIL);
    assert!(house.pins_on("door-a").is_empty());
    assert_eq!(house.pin_on("street"), house.pin_on("door-b"));
}

#[test]
fn v2_w9_listings_of_two_zones_have_an_evening_each() {
    let over = json!({ "timeZone": "America/New_York" });
    let mut house = House::new(json!({
        "locks": [lock("door-a", &json!({})), lock("door-b", &json!({}))],
        "listings": [listing("a", &json!(["door-a"])), with(listing("b", &json!(["door-b"])), &over)],
    }));
    let facts = [
        booked("a1", "a", MAY, &json!({})),
        booked("b1", "b", MAY, &json!({})),
        of_both(&json!({})),
    ];
    let told = go_on(&mut house, &facts, APRIL, "2026-05-20T00:00:00Z");
    let ahead: Vec<(&str, Vec<String>)> = told[1..]
        .iter()
        .map(|(at, notice)| (at.as_str(), turnovers(notice)))
        .collect();
    assert_eq!(
        ahead,
        [
            ("2026-05-02T16:00:00Z", vec!["a 05-03T11:00/".to_owned()]),
            (
                "2026-05-02T22:00:00Z",
                vec!["a 05-03T11:00/".to_owned(), "b 05-03T11:00/".to_owned()]
            ),
        ]
    );
}
