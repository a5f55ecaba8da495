//! Whose the codes are that a lock lists: F9, F16, F25, F34, I4 and I10.

use serde_json::json;

use crate::house::{House, house};
use crate::reading::unanswered;
use crate::support::builders::{APRIL, MAY, booking, failed, lock, lock_report, result};
use crate::support::steps::{commanded, list, noticed, only_command, text};

#[test]
fn f16_i10_unknown_codes_are_kept_known_and_never_touched() {
    let mut house = House::with_locks(&[lock("door", &json!({ "capacity": 1 }))]);
    let strange = json!({ "codes": [{ "externalId": "strange", "pin": "135791", "slot": 1 }] });
    house.take(&[lock_report("door", &strange, APRIL)], APRIL);
    let site = house.site();
    let code = &list(&site, "accessCodes")[0];
    assert_eq!(
        (&code["holder"]["kind"], &code["onLock"]["state"]),
        (&json!("unknown"), &json!("confirmed"))
    );
    // It takes the only place, and keeps its PIN from guests.
    let step = house.take(
        &[booking("stay", MAY, &json!({ "preferredCode": "135791" }))],
        APRIL,
    );
    assert_eq!(commanded(&step), Vec::<String>::new());
    assert_ne!(house.pin("stay", "door"), "135791");
    // Its owner takes it off: there is a place.
    let now = "2026-04-01T13:00:00Z";
    let step = house.take(&[lock_report("door", &json!({ "codes": [] }), now)], now);
    assert_eq!(commanded(&step), ["program_code"]);
    assert!(
        list(&house.site(), "accessCodes")
            .iter()
            .all(|code| code["holder"]["kind"] == "reservation")
    );
}

#[test]
fn f34_a_code_that_was_changed_by_hand_is_sent_again_and_blocks_no_neighbour() {
    let mut house = house();
    house.settle(
        &[
            booking("stay", MAY, &json!({})),
            booking("next", ("2026-05-03", "2026-05-05"), &json!({})),
        ],
        APRIL,
    );
    let held = house.locks.get_mut("door").unwrap();
    let (first, edited) = held
        .iter()
        .next()
        .map(|(id, held)| (id.clone(), held.clone()))
        .unwrap();
    held.insert(first, ("864209".into(), edited.1, edited.2));
    let now = "2026-04-02T12:00:00Z";
    let report = house.report("door", now);
    // One list proves nothing (T9), and what stands in the code's place is nobody's yet.
    let step = house.take(&[report], now);
    assert!(noticed(&step).is_empty());
    let read = only_command(&step);
    let answers = house.answers(&read, now);
    let again = only_command(&house.take(&answers, now));
    assert_eq!(
        (&again["kind"], &again["pin"]),
        (&json!("program_code"), &json!(edited.0))
    );
}

#[test]
fn i4_f25_an_entry_with_our_pin_is_our_code_also_under_another_id_of_the_platform() {
    let mut house = house();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let held = house.locks.get_mut("door").unwrap();
    let (id, code) = held.pop_first().unwrap();
    held.insert(format!("{id}-again"), code);
    let now = "2026-04-02T12:00:00Z";
    let report = house.report("door", now);
    assert_eq!(commanded(&house.take(&[report], now)), Vec::<String>::new());
    let site = house.site();
    let codes = list(&site, "accessCodes");
    assert_eq!(
        (codes.len(), &codes[0]["externalId"]),
        (1, &json!(format!("{id}-again")))
    );
}

#[test]
fn f9_f25_a_pin_that_is_refused_as_taken_but_never_listed_gives_way_after_a_silent_try() {
    let mut house = house();
    let (program, _) = unanswered(&mut house);
    let mut step = house.take(&[], "2026-04-01T12:02:30Z");
    let mut refused = 0;
    for _ in 0..20 {
        let now = text(&step["wakeAt"]);
        let site = house.site();
        let Some(command) = list(&site, "commands").first().cloned() else {
            step = house.take(&[], &now);
            continue;
        };
        let facts = match text(&command["kind"]).as_str() {
            "read_lock" => vec![
                lock_report("door", &json!({ "codes": [] }), &now),
                result(&command, "confirmed", &now),
            ],
            _ if command["pin"] == program["pin"] => {
                refused += 1;
                vec![failed(&command, "duplicate_code", &now)]
            }
            _ => {
                // The first time it may have been ours, so that the lock is asked (F25); then it is
                // another's (F9).
                assert_eq!(refused, 2);
                return;
            }
        };
        step = house.take(&facts, &now);
    }
    panic!("the same PIN is tried without end");
}

#[test]
fn i10_f9_an_entry_with_the_pin_of_a_code_that_was_never_sent_is_somebody_elses() {
    // A lock that stores no windows gets the code shortly before the stay.
    let mut house = House::with_locks(&[lock("door", &json!({ "nativeSchedule": false }))]);
    house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let pin = house.pin("stay", "door");
    let listed = json!({ "codes": [{ "externalId": "theirs", "pin": pin }] });
    let step = house.take(
        &[lock_report("door", &listed, "2026-04-02T12:00:00Z")],
        "2026-04-02T12:00:00Z",
    );
    assert!(commanded(&step).is_empty(), "I10: {step}");
    assert_ne!(
        house.pin("stay", "door"),
        pin,
        "F9, P7: the guest gets a PIN of their own"
    );
    let step = house.settle(&[], "2026-05-01T12:50:00Z");
    assert!(commanded(&step).is_empty());
    assert_eq!(house.pins_on("door"), [house.pin("stay", "door")]);
    let step = house.settle(&[], "2026-05-03T09:30:00Z");
    assert!(commanded(&step).is_empty());
    let site = house.site();
    let unknown = list(&site, "accessCodes")
        .iter()
        .find(|code| code["holder"]["kind"] == "unknown");
    assert_eq!(unknown.unwrap()["externalId"], "theirs");
}
