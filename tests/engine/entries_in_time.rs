//! Refused entries and uses beside what was told, paused and changed meanwhile (A8, A9).

use serde_json::{Value, json};

use crate::complaints::{code_told, moved_in, notice, says, told};
use crate::denied::{denied, slip, two_flats};
use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booked_early, cancelled, order, stay, visit, visit_fact, with,
};
use crate::support::calls::ask;
use crate::support::steps::{commanded, list, text};

fn clock(second: u32) -> String {
    format!("2026-05-01T16:{:02}:{:02}Z", second / 60, second % 60)
}

/// Types a PIN at a door, and lets the lock do what it is sent: the first step, and how often the
/// lock was read.
fn type_in(house: &mut House, pin: &str, now: &str) -> (Value, usize) {
    let first = house.take(&[denied(pin, now)], now);
    let mut step = first.clone();
    let mut reads = 0;
    while !list(&step, "commands").is_empty() {
        let commands = commanded(&step);
        reads += commands.iter().filter(|kind| *kind == "read_lock").count();
        let given = list(&step, "commands").clone();
        let answers: Vec<Value> = given
            .iter()
            .flat_map(|command| house.answers(command, now))
            .collect();
        step = house.take(&answers, now);
    }
    (first, reads)
}

fn refused_causes(step: &Value) -> Vec<String> {
    let notices = list(step, "notices").iter();
    let refused = notices.filter(|one| one["kind"] == "entry_refused");
    refused.map(|one| text(&one["values"]["cause"])).collect()
}

#[test]
fn a8_a_refused_code_says_nothing_of_one_that_was_told_after_it() {
    let mut house = moved_in(&json!({}), &json!({}));
    let old = house.pin("stay", "door");
    let mut first = String::new();
    for second in [0, 6, 12, 18, 24] {
        let (step, _) = type_in(&mut house, &old, &clock(second));
        assert_eq!(told(&step), usize::from(second == 0), "{second}");
        if second == 0 {
            first = code_told(&step);
        }
    }
    // Long after, too: nothing is known against the new one.
    let (step, _) = type_in(&mut house, &old, &clock(15 * 60));
    assert_eq!(told(&step), 0);
    // Once the new one is typed, it counts, and then nothing before the next.
    let (step, _) = type_in(&mut house, &first, &clock(16 * 60));
    assert_eq!(told(&step), 1);
    for (pin, second) in [(&old, 6), (&first, 12)] {
        let (step, _) = type_in(&mut house, pin, &clock(16 * 60 + second));
        assert_eq!(told(&step), 0);
    }
    // The guest's own word counts at once.
    let mut house = moved_in(&json!({}), &json!({}));
    type_in(&mut house, &old, &clock(0));
    let now = clock(30);
    assert_eq!(told(&house.settle(&[says(&now, &json!({}))], &now)), 0);
    let site = house.site();
    let backups = list(&site, "accessCodes").iter();
    let spent =
        backups.filter(|code| code["holder"]["kind"] == "backup" && code.get("toldTo").is_some());
    assert_eq!(spent.count(), 2);
}

#[test]
fn a8_right_codes_that_are_refused_read_the_lock_once_in_a_commands_deadline() {
    let mut house = moved_in(&json!({}), &json!({}));
    let old = house.pin("stay", "door");
    let mut reads = 0;
    for second in (0..600).step_by(10) {
        reads += type_in(&mut house, &old, &clock(second)).1;
    }
    assert!((1..=10).contains(&reads), "{reads}");
    // Also where nothing is left to tell.
    let mut house = moved_in(&json!({ "complaints": { "maxCodes": 0 } }), &json!({}));
    let mut reads = 0;
    for second in (0..600).step_by(10) {
        reads += type_in(&mut house, &old, &clock(second)).1;
    }
    assert!((1..=10).contains(&reads), "{reads}");
}

#[test]
fn a8_the_pause_runs_from_the_last_wrong_entry_of_its_row_and_not_for_ever() {
    let mut house = two_flats();
    let pin = house.pin("stay", "door");
    let wrong = slip(&pin);
    let mut last = Value::Null;
    for second in (0..480).step_by(20) {
        last = type_in(&mut house, &wrong, &clock(second)).0;
        if second >= 360 {
            let (step, reads) = type_in(&mut house, &pin, &clock(second + 5));
            assert_eq!((told(&step), reads), (0, 0), "{second}");
        }
    }
    assert_eq!(refused_causes(&last), Vec::<String>::new());
    // The last wrong entry was at 7:40, and the right ones prolong nothing.
    let (step, _) = type_in(&mut house, &pin, &clock(12 * 60 + 39));
    assert_eq!(told(&step), 0);
    let (step, _) = type_in(&mut house, &pin, &clock(12 * 60 + 40));
    assert_eq!(told(&step), 1);
    // Half an hour after it began, nobody stands outside for a pause.
    let mut house = two_flats();
    for second in (0..32 * 60).step_by(60) {
        type_in(&mut house, &wrong, &clock(second));
    }
    let (step, _) = type_in(&mut house, &pin, &clock(33 * 60 + 59));
    assert_eq!(told(&step), 0);
    let (step, _) = type_in(&mut house, &pin, &clock(34 * 60));
    assert_eq!(told(&step), 1);
}

#[test]
fn a8_the_host_hears_of_pauses_once_a_lock_and_a_quarter_of_an_hour() {
    let mut house = two_flats();
    let pin = house.pin("stay", "door");
    let mut causes = Vec::new();
    for round in 0..20 {
        for entry in 0..5 {
            let now = clock(round * 60 + entry * 4);
            causes.extend(refused_causes(&type_in(&mut house, "00000000", &now).0));
        }
        let now = clock(round * 60 + 30);
        let used = json!({ "type": "code_used", "id": format!("use-{now}"), "at": now, "lockId": "door", "pin": pin });
        causes.extend(refused_causes(&house.settle(&[used], &now)));
    }
    assert_eq!(causes, ["unknown_pin", "keypad_paused", "keypad_paused"]);
    // A right code waits for none of them.
    let now = clock(26 * 60);
    assert_eq!(
        refused_causes(&type_in(&mut house, &pin, &now).0),
        ["guest_refused"]
    );
}

/// Before, at and after a change.
const BEFORE: &str = "2026-05-02T11:59:58Z";
const CHANGE: &str = "2026-05-02T12:00:00Z";
const HEARD: &str = "2026-05-02T12:00:05Z";
const AFTER: &str = "2026-05-02T12:00:02Z";

/// What a late use and a late refused entry are, of before a change and of after it.
fn late(
    house: &mut House,
    pin: &str,
    change: &[Value],
    is_settled: bool,
) -> [(Vec<String>, String); 2] {
    if is_settled {
        house.settle(change, CHANGE);
    } else {
        house.take(change, CHANGE);
    }
    let site = house.site();
    [BEFORE, AFTER].map(|at| {
        let fact = denied(pin, at);
        let found = ask("diagnoseEntry", &json!({ "site": site, "fact": fact })).unwrap();
        let mut house = House::reopened(&site);
        let used =
            json!({ "type": "code_used", "id": "use", "at": at, "lockId": "door", "pin": pin });
        let step = house.take(&[used], HEARD);
        let odd = list(&step, "notices")
            .iter()
            .filter(|one| one["kind"] == "unexpected_use");
        (
            odd.map(|one| text(&one["values"]["cause"])).collect(),
            text(&found["kind"]),
        )
    })
}

#[test]
fn a8_a9_a_use_or_entry_of_before_a_change_is_weighed_by_the_window_of_before() {
    let moved = ("2026-05-20", "2026-05-23");
    let shorter = json!({ "revision": 2 });
    let changes = [
        ("cancelled", stay(&cancelled(2)), "retired_code", "retired"),
        (
            "moved",
            booked_early("stay", moved, &json!({ "revision": 2 })),
            "too_early",
            "too_early",
        ),
        (
            "shortened",
            booked_early("stay", ("2026-05-01", "2026-05-02"), &shorter),
            "retired_code",
            "too_late",
        ),
        (
            "revoked",
            order(
                &json!({ "kind": "revoke", "reservationId": "stay" }),
                CHANGE,
            ),
            "retired_code",
            "retired",
        ),
        (
            "reissued",
            order(
                &json!({ "kind": "reissue", "reservationId": "stay" }),
                CHANGE,
            ),
            "",
            "",
        ),
    ];
    for (what, change, use_after, entry_after) in changes {
        for is_settled in [false, true] {
            let mut house = moved_in(&json!({}), &json!({}));
            house.settle(&[], "2026-05-02T11:00:00Z");
            let pin = house.pin("stay", "door");
            let [before, after] = late(&mut house, &pin, std::slice::from_ref(&change), is_settled);
            assert_eq!(
                before,
                (vec![], "right_code".to_owned()),
                "{what} {is_settled}"
            );
            if is_settled && !use_after.is_empty() {
                assert_eq!(
                    after,
                    (vec![use_after.to_owned()], entry_after.to_owned()),
                    "{what}"
                );
            }
        }
    }
    // A use of after the end, before the stay was made longer, was odd at its time.
    let mut house = moved_in(&json!({}), &json!({}));
    house.settle(&[], "2026-05-02T11:00:00Z");
    let pin = house.pin("stay", "door");
    house.settle(
        &[booked_early("stay", moved, &json!({ "revision": 2 }))],
        "2026-05-02T11:30:00Z",
    );
    let back = [booked_early("stay", MAY, &json!({ "revision": 3 }))];
    let [before, _] = late(&mut house, &pin, &back, true);
    assert_ne!(before.1, "right_code");
}

#[test]
fn a9_a_visitors_use_of_before_a_change_is_weighed_by_the_window_of_before() {
    let span = json!({ "startsAt": "2026-05-02T08:00:00Z", "endsAt": "2026-05-02T20:00:00Z" });
    let weekly = json!({ "weekly": [{ "days": ["saturday"], "from": "10:00", "to": "20:00" }] });
    for (kind, times) in [("time_bound", span), ("recurring", weekly)] {
        let ends = json!({ "revision": 2, "status": "revoked" });
        let gone = visit_fact(&visit("cleo", kind, &with(times.clone(), &ends)));
        let revoked = order(&json!({ "kind": "revoke", "visitId": "cleo" }), CHANGE);
        for change in [gone, revoked] {
            let mut house = House::one_door(&json!({}), &json!({}));
            house.settle(&[visit_fact(&visit("cleo", kind, &times))], APRIL);
            for now in [
                "2026-05-02T07:55:00Z",
                "2026-05-02T08:00:00Z",
                "2026-05-02T11:00:00Z",
            ] {
                house.settle(&[], now);
            }
            let site = house.site();
            let mut codes = list(&site, "accessCodes").iter();
            let cleo = codes.find(|code| code["holder"]["kind"] == "visit");
            let pin = text(&cleo.unwrap()["pin"]);
            let [before, after] = late(&mut house, &pin, &[change], true);
            assert_eq!(before, (vec![], "right_code".to_owned()), "{kind}");
            assert_eq!(after.0.len(), 1, "{kind}");
        }
    }
}

#[test]
fn a8_a_late_entry_of_a_stay_that_ended_since_is_no_complaint() {
    let mut house = moved_in(&json!({}), &json!({}));
    house.settle(&[], "2026-05-02T11:00:00Z");
    let pin = house.pin("stay", "door");
    house.settle(&[stay(&cancelled(2))], CHANGE);
    let step = house.take(&[denied(&pin, BEFORE)], HEARD);
    assert_eq!(told(&step), 0);
    assert_eq!(
        notice(&step, "entry_refused")["values"]["cause"],
        "guest_refused"
    );
    assert!(list(&step, "notices").iter().all(|one| one["to"] == "host"));
}
