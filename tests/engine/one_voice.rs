//! `recalculateTrip` says of a change what the engine says of it: the same notices with the same
//! values (N1). Their keys differ, since the engine counts its messages.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{STAY, cancelled, door_is, stay, with};
use crate::support::calls::ask;
use crate::support::steps::list;

/// The site's rows of a change, as `recalculateTrip` takes them.
fn recalculated(house: &mut House, change: &Value, now: &str) -> Vec<Value> {
    let site = house.site();
    let lock = |row: &Value| with(row["lock"].clone(), &json!({ "state": row["lastStatus"] }));
    let locks: Vec<Value> = list(&site, "locks").iter().map(lock).collect();
    let listing = &site["listings"][0];
    let trip = |booking: &Value| json!({ "reservation": booking, "listing": listing });
    let input = json!({
        "before": trip(&site["reservations"][0]),
        "after": trip(&change["reservation"]),
        "locks": locks,
        "codes": site["accessCodes"],
        "policy": site["header"]["policy"],
        "now": now,
    });
    spoken(&ask("recalculateTrip", &input).unwrap())
}

/// What is said to whom, without the keys. A PIN that the engine has just made is nothing that
/// `recalculateTrip` can know.
fn spoken(step: &Value) -> Vec<Value> {
    let said = |notice: &Value| {
        let mut values = notice["values"].clone();
        let doors = values.get_mut("doors").and_then(Value::as_array_mut);
        for door in doors.into_iter().flatten() {
            if door["isNew"] == true {
                door.as_object_mut().unwrap().remove("code");
            }
        }
        json!([
            notice["kind"],
            notice["to"],
            notice["reservationId"],
            values
        ])
    };
    // What a lock's pool lacks is no matter of a trip.
    let of_trip = |notice: &&Value| notice["reservationId"].is_string();
    let notices = list(step, "notices").iter().filter(of_trip);
    let mut said: Vec<Value> = notices.map(said).collect();
    said.sort_by_key(Value::to_string);
    said
}

#[track_caller]
fn one_voice(house: &mut House, change: &Value, now: &str) -> Vec<Value> {
    let expected = recalculated(house, change, now);
    let step = house.take(std::slice::from_ref(change), now);
    assert_eq!(spoken(&step), expected);
    expected
}

#[test]
fn n1_a_stay_that_ends_later_or_sooner_is_told_alike() {
    for departure in ["2026-05-05", "2026-05-02"] {
        let mut house = House::moved_in();
        let change = stay(&json!({ "revision": 2, "departure": departure }));
        let said = one_voice(&mut house, &change, "2026-05-01T15:00:00Z");
        assert_eq!(said.len(), 1, "{said:?}");
        assert_eq!(said[0][3]["changed"], json!(["check_out"]));
    }
}

#[test]
fn n1_a_cancelled_stay_is_told_alike() {
    let mut house = House::moved_in();
    let said = one_voice(&mut house, &stay(&cancelled(2)), "2026-05-01T15:00:00Z");
    assert_eq!(said.len(), 1, "{said:?}");
    assert_eq!(said[0][3]["cause"], "cancelled");
}

#[test]
fn n1_a_change_of_what_nobody_reads_is_told_by_nobody() {
    let mut house = House::moved_in();
    let change = stay(&json!({ "revision": 2 }));
    assert_eq!(one_voice(&mut house, &change, STAY), Vec::<Value>::new());
}

#[test]
fn n1_before_the_reveal_nobody_is_told() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[stay(&json!({}))], "2026-04-01T12:00:00Z");
    let change = stay(&json!({ "revision": 2, "departure": "2026-05-05" }));
    let said = one_voice(&mut house, &change, "2026-04-02T12:00:00Z");
    assert_eq!(said, Vec::<Value>::new());
}

#[test]
fn n1_t1_a_backup_for_what_a_silent_lock_does_not_open_is_told_alike() {
    let mut house = House::moved_in();
    let now = "2026-05-01T20:00:00Z";
    house.take(&[door_is("offline", now)], now);
    let later = "2026-05-03T08:50:00Z";
    house.take(&[door_is("offline", later)], later);
    let change = stay(&json!({ "revision": 2, "departure": "2026-05-04" }));
    let said = one_voice(&mut house, &change, later);
    let kinds: Vec<&Value> = said.iter().map(|said| &said[0]).collect();
    assert!(kinds.contains(&&json!("backup_told")), "{said:?}");
}
