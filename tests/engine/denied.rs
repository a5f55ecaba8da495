//! Entries that a keypad refuses: what they were, and what follows (A8).

use serde_json::{Value, json};

use crate::complaints::{moved_in, notice, told};
use crate::house::House;
use crate::rendered::text_of;
use crate::support::builders::{
    APRIL, MAY, STAY, booked, booked_early, cancelled, listing, lock, stay, visit, visit_fact, with,
};
use crate::support::calls::ask;
use crate::support::steps::{commanded, is_empty, list, noticed, text};

/// What a keypad says that refused a PIN.
pub fn denied(pin: &str, now: &str) -> Value {
    json!({ "type": "access_denied", "id": format!("denied-{now}"), "at": now, "lockId": "door", "pin": pin })
}

pub fn at(house: &mut House, lock: &str, pin: &str, now: &str) -> Value {
    let fact = with(denied(pin, now), &json!({ "lockId": lock }));
    let before = house.site();
    let found = ask("diagnoseEntry", &json!({ "site": before, "fact": fact })).unwrap();
    assert_eq!(found, house.diagnose(&fact));
    assert_eq!(before, house.site(), "a question changes nothing");
    let step = house.take(&[fact], now);
    for notice in list(&step, "notices") {
        read(notice);
    }
    let row = |site: &Value| {
        let mut locks = list(site, "locks").iter();
        let row = locks.rfind(|row| row["lock"]["id"] == lock);
        row.unwrap()["refusedEntries"].clone()
    };
    assert_ne!(row(&before), row(&house.site()));
    json!({ "step": step, "found": found })
}

/// What the host reads: the first line says who, where, and what to do.
pub fn read(notice: &Value) -> String {
    let text = text_of(notice).unwrap();
    let first = text.lines().next().unwrap_or_default().to_owned();
    let values = &notice["values"];
    for name in ["lockName", "guestName", "visitorName"] {
        let named = values[name].as_str().unwrap_or_default();
        assert!(text.contains(named), "{name}: {text}");
    }
    assert!(
        first.contains("othing") || first.contains("lease") || text.contains("should wait"),
        "{text}"
    );
    assert!(
        text.lines()
            .all(|line| line.len() < 250 && !line.contains('{')),
        "{text}"
    );
    println!("{}\n{text}\n", values["cause"]);
    first
}

/// The PIN with its last key wrong.
pub fn slip(pin: &str) -> String {
    let (begun, last) = pin.split_at(pin.len() - 1);
    format!("{begun}{}", (last.parse::<u32>().unwrap() + 5) % 10)
}

pub fn cause(step: &Value) -> String {
    let told = notice(step, "entry_refused");
    read(told);
    text(&told["values"]["cause"])
}

#[test]
fn a8_a_right_code_that_is_refused_counts_as_its_guests_complaint_and_its_lock_is_read() {
    let mut house = moved_in(&json!({}), &json!({}));
    let pin = house.pin("stay", "door");
    let now = "2026-05-01T16:00:00Z";
    let step = house.take(&[denied(&pin, now)], now);
    assert_eq!(told(&step), 1);
    assert_eq!(cause(&step), "guest_refused");
    let backup = notice(&step, "backup_told");
    assert_eq!(
        backup["values"]["cause"], "guest_refused",
        "nobody said anything"
    );
    // The told backup is narrowed (B4), and then the lock is read.
    assert_eq!(commanded(&step), ["change_window"]);
    let mut narrowed = moved_in(&json!({}), &json!({}));
    let step_then = narrowed.take(&[denied(&pin, now)], now);
    let answers = narrowed.answers(&step_then["commands"][0], now);
    assert_eq!(commanded(&narrowed.take(&answers, now)), ["read_lock"]);
    // The same as a complaint, but for its cause.
    let mut other = moved_in(&json!({}), &json!({}));
    let said = crate::complaints::says(now, &json!({}));
    let complained = other.take(&[said], now);
    let rows = |step: &Value| {
        let rows = list(step, "audit").iter();
        rows.map(|row| json!([row["kind"], row["because"], row["codeId"]]))
            .collect::<Vec<_>>()
    };
    assert_eq!(rows(&step), rows(&complained));
    assert!(
        is_empty(&house.take(&[denied(&pin, now)], now)),
        "D4: a repeat"
    );
    // A4's limits: two backups, whatever is typed.
    house.settle_commands(&step, now);
    for minute in [3, 6, 9, 12, 20] {
        let now = format!("2026-05-01T16:{minute:02}:00Z");
        house.settle(&[denied(&pin, &now)], &now);
    }
    let site = house.site();
    let codes = list(&site, "accessCodes").iter();
    let spent =
        codes.filter(|code| code["holder"]["kind"] == "backup" && code.get("toldTo").is_some());
    assert!(spent.count() <= 2);
}

#[test]
fn a8_a_refused_code_that_has_just_opened_waits_for_a_second_one() {
    let mut house = moved_in(&json!({}), &json!({}));
    let pin = house.pin("stay", "door");
    let used = json!({ "type": "code_used", "id": "use", "at": "2026-05-01T15:58:00Z", "lockId": "door", "pin": pin });
    house.take(&[used], "2026-05-01T15:58:00Z");
    let now = "2026-05-01T16:00:00Z";
    let step = house.take(&[denied(&pin, now)], now);
    assert_eq!(told(&step), 0);
    notice(&step, "complaint_after_use");
    house.settle_commands(&step, now);
    let now = "2026-05-01T16:02:30Z";
    assert_eq!(told(&house.take(&[denied(&pin, now)], now)), 1);
}

/// Two flats behind a street door, with a guest in each, and a visitor of the first.
pub fn two_flats() -> House {
    let locks = ["door", "other", "street"].map(|id| lock(id, &json!({})));
    let mut house = House::new(json!({
        "locks": locks,
        "listings": [listing("flat", &json!(["street", "door"])), listing("upstairs", &json!(["street", "other"]))],
        "policy": { "backups": { "poolSize": 1 } },
    }));
    let cleaner = json!({ "lockIds": ["door"], "listingId": null, "startsAt": "2026-05-01T08:00:00Z",
                          "endsAt": "2026-05-01T20:00:00Z" });
    house.settle(
        &[
            stay(&json!({})),
            booked(
                "bob",
                "upstairs",
                MAY,
                &json!({ "bookedAt": "2026-03-01T00:00:00Z" }),
            ),
            booked_early("next", ("2026-05-03", "2026-05-05"), &json!({})),
            booked_early("gone", ("2026-06-03", "2026-06-05"), &json!({})),
            visit_fact(&visit("cleo", "time_bound", &cleaner)),
        ],
        APRIL,
    );
    for now in ["2026-04-28T13:00:00Z", "2026-05-01T12:45:00Z", STAY] {
        house.settle(&[], now);
    }
    house
}

#[test]
fn a8_the_host_hears_what_a_refused_entry_was_and_a_query_says_the_same() {
    let pins = {
        let mut house = two_flats();
        ["stay", "next", "gone"].map(|id| house.pin(id, "door"))
    };
    let bob = two_flats().pin("bob", "other");
    let [own, next, gone] = pins;
    let cases: &[(&str, String, &str, &str, Option<u64>)] = &[
        ("slip", slip(&own), "slip", "stay", None),
        ("a key missed", own[1..].to_owned(), "slip", "stay", None),
        (
            "a key more",
            format!("{own}{}", &own[5..]),
            "slip",
            "stay",
            None,
        ),
        ("wrong door", bob.clone(), "wrong_door", "bob", None),
        (
            "too early",
            next.clone(),
            "too_early",
            "next",
            Some(2 * 24 * 60 - 3 * 60),
        ),
        ("unknown", "00000000".to_owned(), "unknown_pin", "", None),
    ];
    for (what, pin, expected, stay, minutes) in cases {
        let mut house = two_flats();
        let found = at(&mut house, "door", pin, "2026-05-01T16:00:00Z");
        let step = &found["step"];
        assert_eq!(&cause(step), expected, "{what}");
        let told = notice(step, "entry_refused");
        let reservation = told.get("reservationId").map(text);
        assert_eq!(
            reservation.as_deref(),
            Some(*stay).filter(|id| !id.is_empty()),
            "{what}"
        );
        assert_eq!(
            told["values"].get("minutes").and_then(Value::as_u64),
            *minutes,
            "{what}"
        );
        assert_eq!(
            found["found"].get("minutes").and_then(Value::as_u64),
            *minutes,
            "{what}"
        );
        assert!(
            list(step, "commands").is_empty() && told_nobody(step),
            "{what}: {step}"
        );
        if *expected == "wrong_door" {
            assert_eq!(told["values"]["otherLockName"], "other");
            assert_eq!(found["found"]["code"]["lockId"], "other");
            assert_eq!(told["values"]["lockName"], "door");
        }
        assert_eq!(told["values"]["happenedAt"], "2026-05-01T18:00:00+02:00");
    }
    let mut house = two_flats();
    let now = "2026-05-01T14:00:00Z";
    house.settle(
        &[booked_early(
            "gone",
            ("2026-06-03", "2026-06-05"),
            &cancelled(2),
        )],
        now,
    );
    let found = at(&mut house, "door", &gone, "2026-05-01T16:00:00Z");
    assert_eq!(found["found"]["kind"], "retired");
    assert_eq!(cause(&found["step"]), "retired_code");
    // After the stay, its code is too late for a day, and then an old one.
    for now in [
        "2026-05-03T09:30:00Z",
        "2026-05-03T12:00:00Z",
        "2026-05-03T13:00:00Z",
    ] {
        house.settle(&[], now);
    }
    let found = at(&mut house, "door", &own, "2026-05-03T14:00:00Z");
    assert_eq!(
        found["found"],
        json!({ "kind": "too_late", "code": found["found"]["code"], "minutes": 270 })
    );
    let found = at(&mut house, "door", &own, "2026-05-04T10:00:00Z");
    assert_eq!(found["found"]["kind"], "retired");
    // What the lock does not show.
    let mut house = two_flats();
    let now = "2026-05-01T16:00:00Z";
    for more in [json!({ "pin": null, "digits": 4 }), json!({ "pin": null })] {
        let fact = with(denied("1", now), &more);
        let found = ask(
            "diagnoseEntry",
            &json!({ "site": house.site(), "fact": fact }),
        )
        .unwrap();
        assert_eq!(found["kind"], "not_shown");
        assert_eq!(found.get("digits"), fact.get("digits"));
    }
    let step = house.take(
        &[with(denied("1", now), &json!({ "pin": null, "digits": 4 }))],
        now,
    );
    assert_eq!(cause(&step), "not_shown");
}

fn told_nobody(step: &Value) -> bool {
    told(step) == 0
        && list(step, "notices")
            .iter()
            .all(|one| one["kind"] == "entry_refused")
}

#[test]
fn a8_one_notice_a_lock_and_a_quarter_of_an_hour_with_a_count() {
    let mut house = two_flats();
    let pin = house.pin("stay", "door");
    let first = house.take(
        &[denied("00000000", "2026-05-01T16:00:00Z")],
        "2026-05-01T16:00:00Z",
    );
    assert_eq!(cause(&first), "unknown_pin");
    assert!(
        notice(&first, "entry_refused")["values"]
            .get("refusedEntries")
            .is_none()
    );
    let entries = [
        ("00000001", "16:01:00"),
        (&*slip(&pin), "16:12:00"),
        ("00000002", "16:14:00"),
    ];
    for (typed, time) in entries {
        let now = format!("2026-05-01T{time}Z");
        let step = house.take(&[denied(typed, &now)], &now);
        assert_eq!(noticed(&step), Vec::<String>::new());
        assert_eq!(step["wakeAt"], "2026-05-01T16:15:00Z");
    }
    let step = house.take(&[], "2026-05-01T16:15:00Z");
    assert_eq!(noticed(&step), ["entry_refused:door:1777652100"]);
    let values = &notice(&step, "entry_refused")["values"];
    assert_eq!(
        (&values["cause"], &values["refusedEntries"]),
        (&json!("slip"), &json!(3))
    );
    // D3: nothing more.
    assert!(is_empty(&house.take(&[], "2026-05-01T16:15:01Z")));
    assert!(is_empty(&house.take(&[], "2026-05-01T16:31:00Z")));
    // Another lock has a quarter of an hour of its own.
    let other = at(&mut house, "other", "00000000", "2026-05-01T16:16:00Z");
    assert_eq!(noticed(&other["step"]).len(), 1);
    // A right code waits for no other notice.
    let now = "2026-05-01T16:32:00Z";
    house.take(&[denied("00000000", now)], now);
    let now = "2026-05-01T16:33:00Z";
    let step = house.take(&[denied(&pin, now)], now);
    assert_eq!(cause(&step), "guest_refused");
}

#[test]
fn a8_five_entries_in_a_row_pause_the_keypad_which_says_nothing_of_a_code() {
    let mut house = two_flats();
    let pin = house.pin("stay", "door");
    let type_in = |house: &mut House, typed: &str, time: &str| {
        let now = format!("2026-05-01T{time}Z");
        house.take(&[denied(typed, &now)], &now)
    };
    let wrong = slip(&pin);
    // A use ends a row, and so does a pause of more than ten minutes.
    for time in ["14:00:00", "14:00:20", "14:00:40", "14:01:00"] {
        type_in(&mut house, &wrong, time);
    }
    let used = json!({ "type": "code_used", "id": "use", "at": "2026-05-01T14:01:10Z", "lockId": "door", "pin": pin });
    house.take(&[used], "2026-05-01T14:01:10Z");
    assert_eq!(noticed(&type_in(&mut house, &wrong, "14:01:20")).len(), 0);
    for time in ["16:00:00", "16:00:20", "16:00:40", "16:01:00"] {
        type_in(&mut house, &wrong, time);
    }
    assert_eq!(noticed(&type_in(&mut house, &wrong, "16:11:01")).len(), 0);
    for time in ["16:11:10", "16:11:20", "16:11:30"] {
        type_in(&mut house, &wrong, time);
    }
    let step = type_in(&mut house, &wrong, "16:11:40");
    let paused = notice(&step, "entry_refused");
    assert_eq!(paused["values"]["cause"], "keypad_paused");
    read(paused);
    assert_eq!(paused["reservationId"], "stay");
    // The right code, in the pause: nothing is wrong with it.
    let step = type_in(&mut house, &pin, "16:12:00");
    assert_eq!((told(&step), list(&step, "commands").len()), (0, 0));
    // Once a row, however long it gets.
    for minute in 13..16 {
        let step = type_in(&mut house, &wrong, &format!("16:{minute}:00"));
        assert!(
            list(&step, "notices")
                .iter()
                .all(|one| one["values"]["cause"] != "keypad_paused")
        );
    }
    // It runs from the last wrong entry, and a right code does not prolong it.
    let step = type_in(&mut house, &pin, "16:19:59");
    assert_eq!(told(&step), 0);
    // Whoever is refused after the pause stands outside.
    let step = type_in(&mut house, &pin, "16:20:00");
    assert_eq!((told(&step), cause(&step)), (1, "guest_refused".to_owned()));
}

#[test]
fn a8_a_visitors_right_code_is_read_back_and_the_host_is_told() {
    let mut house = two_flats();
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    let cleo = codes
        .find(|code| code["holder"]["kind"] == "visit")
        .unwrap();
    let found = at(
        &mut house,
        "door",
        &text(&cleo["pin"]),
        "2026-05-01T16:00:00Z",
    );
    let step = &found["step"];
    assert_eq!((told(step), cause(step)), (0, "visitor_refused".to_owned()));
    assert_eq!(commanded(step), ["read_lock"]);
    assert_eq!(notice(step, "entry_refused")["visitId"], "cleo");
    assert_eq!(
        notice(step, "entry_refused")["values"]["visitorName"],
        "Cleo"
    );
    let mut codes = list(&site, "accessCodes").iter();
    let spare = codes.find(|code| code["holder"]["kind"] == "backup" && code["lockId"] == "door");
    let spare = text(&spare.unwrap()["pin"]);
    let mut house = two_flats();
    let found = at(&mut house, "door", &spare, "2026-05-01T16:00:00Z");
    assert_eq!(cause(&found["step"]), "spare_refused");
    // P10: nobody slips from a code that nobody was told.
    let mut house = two_flats();
    let found = at(&mut house, "door", &slip(&spare), "2026-05-01T16:00:00Z");
    assert_eq!(found["found"]["kind"], "unknown");
}
