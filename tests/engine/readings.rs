//! What ends the pause of a lock's readings, and what asks for one: C6, A4, F61.

use serde_json::{Value, json};

use crate::hosts_hand::later;
use crate::house::House;
use crate::support::builders::{APRIL, JUNE, STAY, booking, failed, stay, with};
use crate::support::steps::{list, only_command, text};

const NOW: &str = "2026-04-20T12:00:00Z";

fn no_backups() -> Value {
    json!({ "backups": { "poolSize": 0 } })
}

/// A lock whose one code was just removed.
fn removed() -> House {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(
        &[stay(&json!({ "revision": 2, "status": "cancelled" }))],
        NOW,
    );
    house
}

fn row(house: &mut House) -> Value {
    house.site()["locks"][0].clone()
}

#[test]
fn c6_f61_a_list_that_its_cloud_dates_back_is_an_answer() {
    let mut house = removed();
    let at = "2026-04-20T12:10:00Z";
    let read = only_command(&house.take(&[], at));
    let dated_back = with(
        house.report("door", "2026-04-20T12:05:00Z"),
        &json!({ "id": "dated-back" }),
    );
    let done = house.confirm(&read, at);
    house.take(&[dated_back, done], at);
    let row = row(&mut house);
    assert_eq!(row.get("readings"), None, "{row}");
    assert_eq!(row.get("unseenRemovalAt"), None, "{row}");
}

#[test]
fn c6_the_answer_to_another_command_ends_the_pause_of_readings() {
    let mut house = removed();
    let mut now = "2026-04-20T12:10:00Z".to_owned();
    let mut step = house.take(&[], &now);
    let count = |house: &mut House| row(house)["readings"]["count"].as_u64().unwrap_or(0);
    // Its cloud calls it online, and no reading is answered.
    while count(&mut house) < 5 {
        let reads = list(&step, "commands").iter();
        let failed: Vec<Value> = reads.map(|read| failed(read, "timeout", &now)).collect();
        step = house.take(&failed, &now);
        if list(&step, "commands").is_empty() && count(&mut house) < 5 {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
        }
    }
    let next = booking("next", JUNE, &json!({}));
    let mut step = house.take(&[next], &later(&now, 1));
    for _ in 0..9 {
        if let Some(program) = list(&step, "commands").first().cloned() {
            assert_eq!(program["kind"], "program_code");
            let done = house.confirm(&program, &now);
            house.take(&[done], &now);
            break;
        }
        now = text(&step["wakeAt"]);
        step = house.take(&[], &now);
    }
    assert_eq!(row(&mut house).get("readings"), None);
}

#[test]
fn a4_a_lock_is_read_for_a_guest_whose_code_was_taken_off_once_before() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.move_in();
    // It was sent again since, and its lock called that done (T8).
    let mut site = house.site();
    let off = json!({ "since": "2026-05-01T14:00:00Z", "seenAt": STAY, "times": 1 });
    site["accessCodes"][0]["takenOff"] = off;
    let mut house = House::reopened(&site);
    let now = "2026-05-02T12:00:00Z";
    let said = json!({ "type": "guest_locked_out", "id": "said", "at": now,
        "reservationId": "stay", "lockId": "door" });
    let step = house.take(&[said], now);
    assert_eq!(only_command(&step)["kind"], "read_lock", "{step}");
}
