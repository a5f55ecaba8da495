//! Bookings on hold (N4): their codes are programmed, and nothing is told to their guests.

use serde_json::{Value, json};

use crate::complaints::says;
use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, REVEAL, STAY, booking, cancelled, door_is, listing, lock, neighbour, one_backup,
    one_door, order, reservation, stay, with,
};
use crate::support::calls::ask;
use crate::support::steps::{is_empty, list, noticed, refusal, text};

/// Fifteen minutes before the stay in May.
const SOON: &str = "2026-05-01T12:45:00Z";
const START: i64 = 1_777_640_400;

/// The stay in May, on hold or not, as its `revision`.
fn held(revision: u32, hold: bool) -> Value {
    stay(&json!({ "revision": revision, "hold": hold }))
}

/// A house with one backup and an entry method, and the stay in May on hold.
fn on_hold() -> House {
    let mut site = one_door(&json!({}), &one_backup());
    site["listings"][0] = with(listing("flat", &json!(["door"])), &neighbour());
    let mut house = House::new(site);
    house.settle(&[held(1, true)], APRIL);
    house
}

/// The same, where the guest was told before the hold came.
fn held_after_telling() -> House {
    let mut house = on_hold();
    house.settle(&[held(2, false)], APRIL);
    assert_eq!(noticed(&house.settle(&[], REVEAL)), ["access_ready:stay:1"]);
    let step = house.settle(&[held(3, true)], "2026-04-29T12:00:00Z");
    assert_eq!(noticed(&step), Vec::<String>::new());
    house
}

/// The ends of the codes on the door.
fn windows_on(house: &House) -> Vec<Option<String>> {
    house.locks["door"]
        .values()
        .map(|held| held.2.clone())
        .collect()
}

/// The guest's card of the stay.
fn card(house: &mut House, now: &str) -> Value {
    let asked = json!({ "site": house.site(), "reservationId": "stay", "now": now });
    ask("guestCard", &asked).unwrap()
}

fn to_guests(step: &Value) -> Vec<String> {
    let notices = list(step, "notices").iter();
    let to_guest = notices.filter(|one| one["to"] == "guest");
    to_guest.map(|one| text(&one["key"])).collect()
}

/// Goes from wake to wake until an instant. Every wake does something (D3). The keys of all
/// notices.
fn wakes(house: &mut House, mut step: Value, until: &str) -> Vec<String> {
    let mut keys = Vec::new();
    while let Some(now) = step["wakeAt"].as_str().map(str::to_owned) {
        if now.as_str() > until {
            break;
        }
        step = house.take(&[], &now);
        assert!(!is_empty(&step), "an idle wake at {now}");
        keys.extend(noticed(&step));
        step = house.settle_commands(&step, &now);
        keys.extend(noticed(&step));
    }
    keys
}

#[test]
fn n4_a_booking_on_hold_is_programmed_and_its_guest_is_told_nothing() {
    let mut house = on_hold();
    assert_eq!(house.pins_on("door").len(), 2, "its code, and a backup");
    let step = house.take(&[], "2026-04-01T12:00:10Z");
    let keys = wakes(&mut house, step, "2026-05-03T08:00:00Z");
    let told = [
        format!("booking_on_hold:stay:first:{START}"),
        format!("booking_on_hold:stay:begun:{START}"),
    ];
    assert_eq!(keys, told);
    let site = house.site();
    let told = |code: &&Value| code.get("toldTo").is_some();
    assert_eq!(list(&site, "accessCodes").iter().filter(told).count(), 0);
    // The stay passes, the hold with it.
    let step = house.take(&[], "2026-05-03T08:00:10Z");
    assert_eq!(wakes(&mut house, step, "2026-06-01T00:00:00Z"), [""; 0]);
    assert_eq!(house.pins_on("door").len(), 1, "the backup");
}

#[test]
fn n4_the_host_reads_guest_flat_days_and_what_to_do() {
    let mut house = on_hold();
    let step = house.take(&[], SOON);
    let notice = &list(&step, "notices")[0];
    let values = &notice["values"];
    assert_eq!(notice["to"], "host");
    assert_eq!(
        (&values["guestName"], &values["listingName"]),
        (&json!("stay"), &json!("flat"))
    );
    let template = ask("defaultTemplate", &json!({ "kind": "booking_on_hold" })).unwrap();
    let said = ask(
        "renderMessage",
        &json!({ "template": template, "values": values }),
    )
    .unwrap();
    assert_eq!(
        said,
        "stay (flat, Fri 1 May, 15:00 – Sun 3 May, 11:00): the stay begins soon and the booking is still on hold. \
         Please release it, or cancel it.\nThe guest was told no code. They are told it once you release the booking."
    );
}

#[test]
fn n4_a_booking_that_comes_late_is_called_at_once() {
    let mut house = House::one_door(&json!({}), &one_backup());
    let now = "2026-05-01T12:50:00Z";
    let step = house.settle(&[held(1, true)], APRIL);
    assert_eq!(noticed(&step), Vec::<String>::new());
    let late = booking(
        "late",
        ("2026-05-04", "2026-05-05"),
        &json!({ "hold": true }),
    );
    let step = house.take(&[late], "2026-05-04T13:05:00Z");
    assert!(
        noticed(&step)
            .iter()
            .any(|key| key.starts_with("booking_on_hold:late:begun:")),
        "{step}"
    );
    let mut house = House::one_door(&json!({}), &one_backup());
    let step = house.take(&[held(1, true)], now);
    assert_eq!(
        noticed(&step),
        [format!("booking_on_hold:stay:first:{START}")]
    );
}

#[test]
fn n4_a_release_tells_at_the_reveal_and_after_it_at_once() {
    let mut house = on_hold();
    let step = house.settle(&[held(2, false)], "2026-04-20T12:00:00Z");
    assert_eq!((noticed(&step), &step["wakeAt"]), (vec![], &json!(REVEAL)));
    assert_eq!(noticed(&house.settle(&[], REVEAL)), ["access_ready:stay:1"]);
    for now in ["2026-04-30T12:00:00Z", SOON, STAY, "2026-05-02T09:00:00Z"] {
        let mut house = on_hold();
        let step = house.take(&[held(2, false)], now);
        assert_eq!(to_guests(&step), ["access_ready:stay:1"], "at {now}");
        let again = house.settle_commands(&step, now);
        assert!(
            !noticed(&again).iter().any(|key| key.contains("hold")),
            "{again}"
        );
    }
}

#[test]
fn n4_a_hold_after_the_telling_keeps_the_code_and_says_nothing() {
    let mut house = held_after_telling();
    let before = windows_on(&house);
    // One more night waits for the release, with the guest's message.
    let longer = json!({ "revision": 4, "hold": true, "departure": "2026-05-04" });
    let step = house.settle(&[stay(&longer)], "2026-04-29T13:00:00Z");
    assert_eq!(to_guests(&step), Vec::<String>::new());
    assert_eq!(windows_on(&house), before);
    let shown = card(&mut house, "2026-05-02T00:00:00Z");
    assert_eq!(
        (&shown["checkOut"], &shown["state"]),
        (&json!("2026-05-03T11:00:00+02:00"), &json!("staying"))
    );
    let step = house.take(&[], "2026-04-29T13:00:10Z");
    let keys = wakes(&mut house, step, "2026-05-02T00:00:00Z");
    assert!(keys.iter().all(|key| key.contains("on_hold")), "{keys:?}");
    let now = "2026-05-02T10:00:00Z";
    let released = stay(&with(longer, &json!({ "revision": 5, "hold": false })));
    let step = house.take(&[released], now);
    house.settle_commands(&step, now);
    assert_eq!(to_guests(&step), ["access_changed:stay:2"]);
    assert_eq!(
        list(&step, "notices")[0]["values"]["changed"],
        json!(["check_out"])
    );
    assert_ne!(windows_on(&house), before);
}

#[test]
fn n4_what_is_taken_away_is_taken_away_from_a_booking_on_hold_too() {
    let now = "2026-04-30T12:00:00Z";
    let revoke = order(&json!({ "kind": "revoke", "reservationId": "stay" }), now);
    let cancel = stay(&with(cancelled(4), &json!({ "hold": true })));
    for fact in [revoke, cancel] {
        let mut house = held_after_telling();
        let step = house.take(std::slice::from_ref(&fact), now);
        assert_eq!(to_guests(&step), ["access_ended:stay:2"], "{fact}");
        house.settle_commands(&step, now);
        assert_eq!(house.pins_on("door").len(), 1, "the backup");
        // Who was told nothing hears nothing.
        let mut house = on_hold();
        let step = house.take(&[fact], now);
        assert_eq!(to_guests(&step), Vec::<String>::new());
        house.settle_commands(&step, now);
        assert_eq!(house.pins_on("door").len(), 1, "the backup");
    }
}

#[test]
fn n4_no_backup_is_spent_on_a_booking_on_hold_and_the_host_hears_of_failed_checks() {
    let mut house = House::one_door(&json!({}), &one_backup());
    // The backup is there before the lock falls silent.
    house.settle(&[], APRIL);
    house.take(&[door_is("offline", APRIL)], APRIL);
    house.take(&[held(1, true)], APRIL);
    let mut keys = Vec::new();
    for now in [
        SOON,
        "2026-05-01T12:50:00Z",
        "2026-05-01T12:55:00Z",
        STAY,
        "2026-05-01T13:10:00Z",
    ] {
        let step = house.take(&[door_is("offline", now)], now);
        assert_eq!(to_guests(&step), Vec::<String>::new());
        keys.extend(noticed(&step));
    }
    keys.retain(|key| !key.contains("pool"));
    let told = [
        format!("booking_on_hold:stay:first:{START}"),
        "code_failed:stay:door".to_owned(),
        format!("booking_on_hold:stay:begun:{START}"),
    ];
    assert_eq!(keys, told);
    let now = "2026-05-01T14:00:00Z";
    let step = house.take(&[door_is("offline", now), held(2, false)], now);
    assert_eq!(to_guests(&step), ["access_ready:stay:1"]);
    assert!(
        noticed(&step)
            .iter()
            .any(|key| key.starts_with("backup_told:")),
        "{:?}",
        noticed(&step)
    );
}

#[test]
fn n4_a_complaint_of_a_guest_on_hold_reaches_the_host_and_tells_nothing() {
    for told in [false, true] {
        let mut house = if told {
            held_after_telling()
        } else {
            on_hold()
        };
        for now in [SOON, STAY] {
            house.settle(&[], now);
        }
        let now = "2026-05-01T16:00:00Z";
        let step = house.take(&[says(now, &json!({}))], now);
        let said = at_said(&step);
        assert_eq!(said.len(), 1, "{step}");
        assert_eq!(noticed(&step).len(), 1, "told before: {told}: {step}");
        let cause = &list(&step, "notices")[0]["values"]["cause"];
        let expected = if told { "code_known" } else { "code_held_back" };
        assert_eq!(cause, expected);
        house.settle_commands(&step, now);
        // Five taps on a sofa are one.
        for now in ["2026-05-01T16:00:10Z", "2026-05-01T16:05:00Z"] {
            let step = house.settle(&[says(now, &json!({}))], now);
            assert_eq!(noticed(&step), Vec::<String>::new());
        }
        let now = "2026-05-01T16:20:00Z";
        let step = house.take(&[says(now, &json!({}))], now);
        assert_eq!(at_said(&step).len(), 1, "twenty minutes later");
    }
    // What was said before the hold was heard then, and a complaint days before is never answered.
    let mut house = on_hold();
    let early = "2026-04-20T12:00:00Z";
    let step = house.settle(&[says(early, &json!({}))], early);
    assert_eq!(at_said(&step), noticed(&step));
    let step = house.settle(&[held(2, false)], "2026-04-21T12:00:00Z");
    assert_eq!(noticed(&step), Vec::<String>::new());
    let step = house.settle(&[held(3, true)], "2026-04-22T12:00:00Z");
    assert_eq!(noticed(&step), Vec::<String>::new());
}

fn at_said(step: &Value) -> Vec<String> {
    let keys = noticed(step).into_iter();
    keys.filter(|key| key.starts_with("booking_on_hold:stay:said:"))
        .collect()
}

#[test]
fn n4_w8_of_joined_bookings_the_first_one_counts() {
    let ada = json!({ "guest": { "id": "ada" } });
    let first = |over: &Value| booking("first", MAY, &with(ada.clone(), over));
    let second = |over: &Value| {
        booking(
            "second",
            ("2026-05-03", "2026-05-05"),
            &with(ada.clone(), over),
        )
    };
    let hold = json!({ "hold": true });
    let mut house = House::one_door(&json!({}), &json!({}));
    let step = house.settle(&[first(&json!({})), second(&hold)], APRIL);
    let keys = wakes(&mut house, step, "2026-05-05T08:00:00Z");
    let second_start = START + 2 * 86_400;
    let told = [
        "access_ready:first:1".to_owned(),
        format!("booking_on_hold:second:first:{second_start}"),
        format!("booking_on_hold:second:begun:{second_start}"),
    ];
    assert_eq!(keys, told);
    let mut house = House::one_door(&json!({}), &json!({}));
    let step = house.settle(&[first(&hold), second(&json!({}))], APRIL);
    let keys = wakes(&mut house, step, "2026-05-05T08:00:00Z");
    assert!(
        keys.iter().all(|key| key.contains("on_hold:first:")),
        "{keys:?}"
    );
}

#[test]
fn n4_cards_codes_review_and_orders_agree() {
    let mut house = on_hold();
    let shown = card(&mut house, REVEAL);
    assert_eq!(shown["state"], "on_hold");
    assert!(shown.get("revealsAt").is_none() && shown["doors"][0].get("code").is_none());
    let codes = house.codes(&json!({ "reservationId": "stay" }));
    assert_eq!(
        (&codes[0]["onHold"], &codes[0]["told"]),
        (&json!(true), &json!(false))
    );
    let found = |house: &mut House, now: &str| {
        let found = ask("review", &json!({ "site": house.site(), "now": now })).unwrap();
        let on_hold = found.as_array().unwrap().clone().into_iter();
        on_hold
            .filter(|one| one["kind"] == "booking_on_hold")
            .collect::<Vec<Value>>()
    };
    assert_eq!(found(&mut house, REVEAL), Vec::<Value>::new());
    house.settle(&[], SOON);
    let expected = json!({ "kind": "booking_on_hold", "reservationId": "stay" });
    assert_eq!(found(&mut house, SOON), [expected]);
    let now = "2026-05-01T12:46:00Z";
    let next = json!({ "kind": "tell_next", "reservationId": "stay", "lockId": "door" });
    let step = house.step(&[order(&next, now)], now);
    assert_eq!(
        refusal(&step),
        "facts[0].order.reservationId: the booking is on hold"
    );
    // Who was told keeps what they know.
    let mut house = held_after_telling();
    let pin = house.pin("stay", "door");
    let shown = card(&mut house, "2026-04-30T12:00:00Z");
    assert_eq!(
        (&shown["state"], &shown["doors"][0]["code"]),
        (&json!("before_check_in"), &json!(pin))
    );
}

#[test]
fn n4_the_pure_rules_know_holds() {
    let window = json!({ "startsAt": STAY, "endsAt": "2026-05-03T09:30:00Z" });
    let backup = json!({ "id": "b1", "lockId": "door", "holder": { "kind": "backup", "id": "100001" },
        "pin": "730264", "wanted": {}, "onLock": { "state": "confirmed" } });
    let own = json!({ "id": "k1", "lockId": "door", "holder": { "kind": "reservation", "id": "stay" },
        "pin": "492817", "wanted": window, "onLock": with(json!({ "state": "confirmed" }), &window) });
    let door = lock(
        "door",
        &json!({ "state": { "reachability": "offline", "reportedAt": STAY } }),
    );
    let asked = |codes: &Value, hold: bool| {
        let input = json!({ "reservationId": "stay", "window": window, "lock": door, "codes": codes,
            "hold": hold, "now": STAY });
        ask("selectAccess", &input).unwrap()
    };
    assert_eq!(asked(&json!([backup]), false)["route"], "backup_code");
    let held = asked(&json!([backup]), true);
    assert_eq!(
        held,
        json!({ "route": "wait", "because": [{ "kind": "booking_on_hold" }], "passedOver": [] })
    );
    assert_eq!(asked(&json!([own]), true)["route"], "wait");
    let told = with(
        own.clone(),
        &json!({ "toldTo": [{ "reservationId": "stay", "at": REVEAL }] }),
    );
    assert_eq!(asked(&json!([told]), true)["route"], "existing_code");
    assert_eq!(
        ask("explain", &json!({ "decision": held })).unwrap(),
        "The guest is told nothing new: the booking is on hold."
    );
    let trip = |hold: bool| {
        json!({ "reservation": reservation("stay", MAY, &json!({ "hold": hold })),
            "listing": listing("flat", &json!(["door"])) })
    };
    let change = |before: bool, after: bool, codes: &Value, now: &str| {
        let input = json!({ "before": trip(before), "after": trip(after), "locks": [door], "codes": codes,
            "now": now });
        let change = ask("recalculateTrip", &input).unwrap();
        noticed(&change)
    };
    let soon = format!("booking_on_hold:stay:first:{START}");
    assert_eq!(
        change(true, true, &json!([own]), SOON),
        std::slice::from_ref(&soon)
    );
    assert_eq!(
        change(true, true, &json!([backup]), SOON),
        std::slice::from_ref(&soon)
    );
    assert_eq!(change(true, true, &json!([own]), REVEAL), [""; 0]);
    assert_eq!(
        change(true, false, &json!([own]), SOON),
        ["access_ready:stay:1"]
    );
    assert_eq!(change(true, false, &json!([told]), SOON), [""; 0]);
    assert_eq!(change(false, true, &json!([told]), SOON), [soon]);
}

#[test]
fn n4_w8_the_guest_of_a_later_booking_on_hold_is_answered_nothing_after_the_stay() {
    for hold in [true, false] {
        let ada = |over: &Value| with(json!({ "guest": { "id": "ada" } }), over);
        let days = ("2026-05-03", "2026-05-05");
        let first = booking("first", MAY, &ada(&json!({})));
        let second = booking("second", days, &ada(&json!({ "hold": hold })));
        let says = |now: &str| says(now, &json!({ "reservationId": "second" }));
        let mut house = House::one_door(&json!({}), &json!({}));
        house.settle(&[first, second], APRIL);
        for now in [SOON, STAY] {
            house.settle(&[], now);
        }
        let now = "2026-05-04T10:00:00Z";
        house.settle(&[says(now)], now);
        let over = "2026-05-05T12:00:00Z";
        house.settle(&[], over);
        let step = house.take(&[says(over)], over);
        let answered = to_guests(&step);
        let is_answered = answered.iter().any(|key| key.starts_with("stay_over:"));
        assert_eq!(is_answered, !hold, "{answered:?}");
        assert!(is_answered || answered.is_empty(), "{answered:?}");
    }
}
