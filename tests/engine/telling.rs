//! Who is told what, and when: A1, A2, A4, B2, B3, C5, D3, E3, I3, I8, N1 and N3.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, JUNE, MAY, REVEAL, STAY, booking, door_is, listing, lock_report, neighbour, one_backup,
    one_door, stay, with,
};
use crate::support::steps::{is_empty, list, noticed, text};

fn house_of(over: &Value, policy: &Value) -> House {
    let mut site = one_door(over, policy);
    site["listings"][0] = with(listing("flat", &json!(["door"])), &neighbour());
    House::new(site)
}

#[test]
fn n3_f28_nothing_carries_a_code_before_the_reveal_and_then_it_goes_out_once() {
    let mut house = house_of(&json!({}), &json!({}));
    let step = house.settle(&[stay(&json!({}))], APRIL);
    assert_eq!((noticed(&step), &step["wakeAt"]), (vec![], &json!(REVEAL)));
    assert!(is_empty(&house.take(&[], "2026-04-28T12:59:59Z")));
    let step = house.take(&[], REVEAL);
    assert_eq!(noticed(&step), ["access_ready:stay:1"]);
    let values = &step["notices"][0]["values"];
    assert_eq!(
        values["doors"],
        json!([{ "name": "door", "code": house.pin("stay", "door") }])
    );
    // W4: messages show the stay, never the grace.
    assert_eq!(values["checkOut"], "2026-05-03T11:00:00+02:00");
    assert!(is_empty(&house.take(&[], "2026-04-29T13:00:00Z")));
}

#[test]
fn a1_b2_b3_i3_i8_a_backup_is_told_once_to_one_stay_with_one_notice_and_one_row_and_another_takes_its_place()
 {
    let mut house = house_of(&json!({}), &one_backup());
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEAL);
    let now = "2026-05-02T10:00:00Z";
    let longer = booking(
        "stay",
        ("2026-05-01", "2026-05-04"),
        &json!({ "revision": 2 }),
    );
    let step = house.take(&[door_is("offline", now), longer], now);
    let backup = list(&house.site(), "accessCodes")
        .iter()
        .find(|code| code["holder"]["id"] == "100001")
        .unwrap()
        .clone();
    let told = format!("backup_told:stay:{}", text(&backup["id"]));
    assert_eq!(
        noticed(&step),
        [
            "access_changed:stay:2".to_owned(),
            told.clone(),
            "pool_empty:door".to_owned()
        ],
        "B7: the lock is silent, so that no other backup can follow"
    );
    let guest = &step["notices"][0]["values"]["doors"][0];
    assert_eq!(
        (&guest["code"], guest.get("isBackup")),
        (&backup["pin"], None),
        "B3: worded as any code"
    );
    let rows = |step: &Value| {
        list(step, "audit")
            .iter()
            .filter(|row| row["kind"] == "backup_told")
            .count()
    };
    assert_eq!(rows(&step), 1);
    assert!(
        list(&step, "audit")
            .iter()
            .any(|row| row["because"] == json!([{ "kind": "backup_needed" }])),
        "B2"
    );
    // A5: it is among the stay's codes from now on.
    let shown = house.codes(&json!({ "reservationId": "stay" }));
    let shown = shown
        .iter()
        .find(|code| code["code"] == backup["pin"])
        .expect("the backup");
    assert_eq!(
        (&shown["holder"], &shown["reservationId"]),
        (&json!("backup"), &json!("stay"))
    );
    // It stays so, whatever the lock does, and nobody else is ever told it.
    let mut tellings = 1;
    for minute in 1..40 {
        let now = format!("2026-05-02T10:{minute:02}:00Z");
        let mut facts = house.silence(&now);
        facts.push(door_is("offline", &now));
        let step = house.take(&facts, &now);
        assert!(!noticed(&step).contains(&told));
        tellings += rows(&step);
    }
    assert_eq!(tellings, 1);
    let now = "2026-05-02T10:40:00Z";
    let next = booking("next", ("2026-05-04", "2026-05-06"), &json!({}));
    house.take(&[door_is("offline", now), next], now);
    let site = house.site();
    let codes = list(&site, "accessCodes");
    let of = |code: &&Value| code["holder"]["kind"] == "backup" && code.get("toldTo").is_some();
    assert!(
        codes
            .iter()
            .filter(of)
            .all(|code| list(code, "toldTo").len() == 1),
        "I3"
    );
}

#[test]
fn a5_a_guest_keeps_to_the_code_they_were_told_last_when_another_opens_as_long() {
    let mut house = house_of(&json!({ "nativeSchedule": true }), &one_backup());
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEAL);
    let own = house.pin("stay", "door");
    // They come a day early; the lock is silent, and opens to their own code only from the day that
    // was booked.
    let now = "2026-04-30T18:00:00Z";
    let earlier = booking(
        "stay",
        ("2026-04-30", "2026-05-03"),
        &json!({ "revision": 2 }),
    );
    let step = house.take(&[door_is("offline", now), earlier], now);
    assert_eq!(noticed(&step)[0], "access_changed:stay:2");
    assert_ne!(step["notices"][0]["values"]["doors"][0]["code"], json!(own));
    for now in ["2026-05-01T12:59:00Z", STAY, "2026-05-01T13:01:00Z"] {
        let mut facts = house.silence(now);
        facts.push(door_is("offline", now));
        assert_eq!(
            noticed(&house.take(&facts, now)),
            Vec::<String>::new(),
            "at {now}"
        );
    }
}

#[test]
fn b3_policy_may_disclose_that_a_code_is_a_backup() {
    let mut house = house_of(
        &json!({}),
        &json!({ "backups": { "poolSize": 1, "discloseToGuest": true } }),
    );
    house.settle(&[], APRIL);
    // Booked while the lock is offline, an hour before check-in (F22).
    let now = "2026-05-01T12:00:00Z";
    let step = house.take(
        &[door_is("offline", now), booking("stay", MAY, &json!({}))],
        now,
    );
    let ready = &list(&step, "notices")[0];
    assert_eq!(
        (&ready["kind"], &ready["values"]["doors"][0]["isBackup"]),
        (&json!("access_ready"), &json!(true))
    );
}

#[test]
fn a2_f22_at_the_last_moment_not_knowing_is_enough() {
    let mut house = house_of(&json!({}), &one_backup());
    let morning = "2026-05-01T06:00:00Z";
    house.settle(&[], morning);
    house.take(&[stay(&json!({}))], morning);
    // From now on nothing is heard of the lock but that commands fail, and that only now and then.
    let facts = house.silence(morning);
    let mut step = house.take(&facts, morning);
    let mut told_at = None;
    for _ in 0..400 {
        let Some(now) = step.get("wakeAt").map(text) else {
            break;
        };
        let facts = house.silence(&now);
        step = house.take(&facts, &now);
        if list(&step, "audit")
            .iter()
            .any(|row| row["kind"] == "backup_told")
        {
            told_at = Some(now);
            break;
        }
    }
    let told_at = told_at.unwrap();
    assert!(told_at.as_str() <= "2026-05-01T12:55:00Z", "{told_at}");
}

#[test]
fn d3_a_host_who_is_called_in_this_step_is_done_when_the_code_opens_by_itself() {
    let mut house = house_of(
        &json!({}),
        &json!({ "commands": { "tries": 1, "perMinutes": 120 } }),
    );
    let later =
        |revision: u32, arrival: &str| stay(&json!({ "revision": revision, "arrival": arrival }));
    let first = stay(&json!({ "arrival": "2026-05-02", "departure": "2026-05-04" }));
    house.settle(&[first], APRIL);
    house.settle(&[], "2026-04-29T13:00:00Z");
    // A silent lock, that is left alone for two hours.
    let now = "2026-05-02T12:00:00Z";
    house.take(&[door_is("offline", now), later(2, "2026-05-02")], now);
    let now = "2026-05-02T12:00:05Z";
    let failed = house.silence(now);
    house.take(&failed, now);
    // The stay begins a day earlier than its code.
    let now = "2026-05-02T12:10:00Z";
    let step = house.take(&[door_is("offline", now), later(3, "2026-05-01")], now);
    assert!(
        noticed(&step).contains(&"lock_unreachable:stay:door".to_owned()),
        "{step}"
    );
    let opens = "2026-05-02T13:00:00Z";
    assert!(
        step["wakeAt"].as_str().is_some_and(|at| at <= opens),
        "{step}"
    );
    let again = house.take(&[], now);
    assert!(is_empty(&again), "{again}");
    assert_eq!(again["wakeAt"], step["wakeAt"]);
    assert!(
        !is_empty(&house.take(&[], opens)),
        "the host has nothing to do any more"
    );
}

#[test]
fn a_a4_a5_the_entry_method_is_told_to_a_guest_who_stands_outside_and_only_once() {
    let mut house = house_of(&json!({}), &json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEAL);
    let dead = lock_report(
        "door",
        &json!({ "state": { "reachability": "offline", "usable": false } }),
        STAY,
    );
    // C3: the code is read back before that.
    house.settle(&[], "2026-05-01T12:55:00Z");
    let step = house.take(&[dead], STAY);
    assert_eq!(
        noticed(&step),
        ["access_changed:stay:2", "lock_unreachable:stay:door"],
        "the guest has not asked"
    );
    assert_eq!(
        step["notices"][0]["values"]["changed"],
        json!(["uncertain"])
    );
    let now = "2026-05-01T13:05:00Z";
    let outside = json!({ "type": "guest_locked_out", "id": "o1", "at": now,
        "reservationId": "stay", "lockId": "door" });
    let step = house.take(std::slice::from_ref(&outside), now);
    assert_eq!(
        noticed(&step),
        ["entry_method:stay:3", "entry_method:stay:host:3"]
    );
    assert_eq!(
        step["notices"][0]["values"]["entryMethod"],
        "Ask the neighbour at number 4."
    );
    assert_eq!(
        step["notices"][1]["to"], "host",
        "A5: it is changed after the stay"
    );
    assert!(
        is_empty(&house.take(&[outside], "2026-05-01T13:06:00Z")),
        "D4: a repeated fact changes nothing"
    );
}

#[test]
fn c5_n1_a_low_battery_is_told_once_and_again_when_it_comes_back() {
    let mut house = house_of(&json!({}), &json!({}));
    let charge = |percent: u8, now: &str| {
        lock_report(
            "door",
            &json!({ "state": { "reachability": "online", "batteryPercent": percent } }),
            now,
        )
    };
    for (percent, now, told) in [
        (25, "2026-04-01T12:00:00Z", false),
        (24, "2026-04-01T13:00:00Z", true),
        (20, "2026-04-01T14:00:00Z", false),
        (90, "2026-04-01T15:00:00Z", false),
        (9, "2026-04-01T16:00:00Z", true),
        // A charge that hovers at the figure is one cause, until it is well above it.
        (26, "2026-04-02T12:00:00Z", false),
        (24, "2026-04-02T13:00:00Z", false),
        (29, "2026-04-02T14:00:00Z", false),
        (24, "2026-04-02T15:00:00Z", false),
        (30, "2026-04-02T16:00:00Z", false),
        (25, "2026-04-02T17:00:00Z", false),
        (24, "2026-04-02T18:00:00Z", true),
    ] {
        let step = house.take(&[charge(percent, now)], now);
        assert_eq!(
            noticed(&step)
                .iter()
                .any(|key| key.starts_with("battery_low:door")),
            told,
            "{percent} at {now}"
        );
    }
}

#[test]
fn t5_n1_a_cancelled_guest_hears_of_it_if_they_were_told_and_a_later_one_does_not() {
    let mut house = house_of(&json!({}), &json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    let cancelled = |revision: u32| stay(&json!({ "revision": revision, "status": "cancelled" }));
    assert_eq!(
        noticed(&house.settle(&[cancelled(2)], "2026-04-02T12:00:00Z")),
        Vec::<String>::new()
    );
    house.settle(&[stay(&json!({ "revision": 3 }))], "2026-04-03T12:00:00Z");
    house.settle(&[], REVEAL);
    let step = house.take(&[cancelled(4)], "2026-04-29T12:00:00Z");
    assert_eq!(noticed(&step), ["access_ended:stay:2"]);
}

#[test]
fn t2_p7_another_guest_on_the_same_booking_gets_another_pin_and_is_told_and_the_old_one_goes() {
    let mut house = house_of(&json!({}), &one_backup());
    let ada = |over: &Value| {
        stay(&with(
            json!({ "guest": { "id": "ada", "name": "Ada" } }),
            over,
        ))
    };
    let ben = stay(&json!({ "revision": 2, "guest": { "id": "ben", "name": "Ben" } }));
    house.settle(&[ada(&json!({}))], APRIL);
    house.settle(&[], REVEAL);
    let old = house.pin("stay", "door");
    let step = house.take(&[ben], "2026-04-29T12:00:00Z");
    assert_eq!(noticed(&step), ["access_ready:stay:2"]);
    let values = &step["notices"][0]["values"];
    assert_eq!(values["guestName"], "Ben");
    assert_ne!(values["doors"][0]["code"], old);
    for minute in 1..5 {
        house.settle(&[], &format!("2026-04-29T12:{minute:02}:00Z"));
    }
    let pins = house.pins_on("door");
    assert!(
        !pins.contains(&old) && pins.contains(&house.pin("stay", "door")),
        "nobody else gets in"
    );
    // A name that was only written in another way is no other guest.
    let spelled = |revision: u32, name: &str| {
        let guest = json!({ "revision": revision, "guest": { "name": name } });
        booking("other", JUNE, &guest)
    };
    let mut other = house_of(&json!({}), &one_backup());
    other.settle(&[spelled(1, "José  Núñez")], APRIL);
    let pin = other.pin("other", "door");
    for (revision, name) in [
        (2, "José Núñez"),
        (3, "Jose\u{301} Nu\u{301}n\u{303}ez"),
        (4, "josé\u{a0}NÚÑEZ"),
    ] {
        other.settle(&[spelled(revision, name)], APRIL);
        assert_eq!(other.pin("other", "door"), pin, "W8: {name:?}");
    }
    // Nor is one that is written out, or that comes where nobody knew it.
    let mut other = house_of(&json!({}), &one_backup());
    other.settle(&[spelled(1, "Guest")], APRIL);
    let pin = other.pin("other", "door");
    for (revision, name) in [(2, "Ada"), (3, "Ada Lovelace"), (4, "LOVELACE, A.")] {
        other.settle(&[spelled(revision, name)], APRIL);
        assert_eq!(other.pin("other", "door"), pin, "T2: {name:?}");
    }
    // A name that goes, or is shortened, takes nothing back: the next one is compared with all.
    let keeps = |house: &mut House| house.site().to_string().contains("\"Ada Lovelace\"");
    let pin = other.pin("other", "door");
    for (revision, shown) in [(5, "Ada Lovelace"), (6, "Guest"), (7, "Ada")] {
        other.settle(&[spelled(revision, shown)], APRIL);
        assert_eq!(other.pin("other", "door"), pin, "T2: {shown:?}");
        assert!(keeps(&mut other), "T2: {shown:?}");
    }
    other.settle(&[spelled(8, "Ada Byron")], APRIL);
    assert_ne!(other.pin("other", "door"), pin);
    other.settle(&[spelled(9, "Ada Lovelace")], APRIL);
    let pin = other.pin("other", "door");
    // A name in common is no one person, nor is one without a name whose phone is another one.
    other.settle(&[spelled(10, "Zoe Lovelace")], APRIL);
    assert_ne!(other.pin("other", "door"), pin);
    let called = |revision: u32, name: &str, phone: &str| {
        let guest = json!({ "name": name, "phoneLastDigits": phone });
        booking(
            "other",
            JUNE,
            &json!({ "revision": revision, "guest": guest }),
        )
    };
    for (phone, is_same) in [("1111", true), ("2222", false)] {
        let mut other = house_of(&json!({}), &one_backup());
        other.settle(&[called(1, "Guest", "1111")], APRIL);
        let pin = other.pin("other", "door");
        other.settle(&[called(2, "Ada", phone)], APRIL);
        assert_eq!(other.pin("other", "door") == pin, is_same, "{phone}");
    }
    let same = stay(&json!({ "revision": 3, "guest": { "id": "ben", "name": "Benjamin" } }));
    let pin = house.pin("stay", "door");
    house.settle(&[same], "2026-04-29T13:00:00Z");
    assert_eq!(house.pin("stay", "door"), pin);
}

#[test]
fn t2_b2_another_guest_never_goes_by_a_backup_that_the_one_before_was_told() {
    let mut house = house_of(&json!({}), &one_backup());
    house.settle(&[], APRIL);
    let now = "2026-05-01T12:00:00Z";
    let ada = booking(
        "stay",
        MAY,
        &json!({ "guest": { "id": "ada", "name": "Ada" } }),
    );
    let step = house.take(&[door_is("offline", now), ada], now);
    let told = list(&step, "notices")[0]["values"]["doors"][0]["code"].clone();
    let later = "2026-05-01T12:10:00Z";
    let ben = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "guest": { "id": "ben", "name": "Ben" } }),
    );
    let mut facts = house.silence(later);
    facts.extend([door_is("offline", later), ben]);
    let step = house.take(&facts, later);
    let codes: Vec<&Value> = list(&step, "notices")
        .iter()
        .filter_map(|notice| notice["values"].get("doors"))
        .collect();
    assert!(
        codes.iter().all(|doors| doors[0]["code"] != told),
        "I3: {codes:?}"
    );
}
