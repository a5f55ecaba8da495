//! What changes a lock that addresses codes by place, and what is moved to one: S1, E2, F34, I9.

use serde_json::{Value, json};

use crate::by_place::{Door, LATER, done, in_may, read, said, slots};
use crate::house::House;
use crate::support::builders::{
    APRIL, JUNE, MAY, booked, booked_early, booking, cancelled, lock, lock_fact, lock_report,
    order, result, with,
};
use crate::support::steps::{list, only_command, text};

#[test]
fn s1_a_reset_frees_all_places() {
    let mut door = Door::new(&slots(1, 9), &json!({}));
    door.settle(&[in_may("a", 1), in_may("b", 5)], APRIL);
    door.settle(&[booking("a", JUNE, &cancelled(2))], LATER);
    // The lock is read after the removal (P7).
    door.settle(&[], "2026-04-03T11:00:00Z");
    door.lock.codes.clear();
    let now = "2026-04-03T12:00:00Z";
    let reset = json!({ "type": "lock_reset", "id": "reset", "at": now, "lockId": "door" });
    let next = door.settle(&[reset, in_may("c", 9)], now);
    assert_eq!(
        done(&next),
        [said("program_code", 2), said("program_code", 1)]
    );
}

#[test]
fn s1_l_codes_that_move_to_another_device_get_places_there() {
    let mut door = Door::new(&json!({}), &json!({}));
    let now = "2026-05-01T14:00:00Z";
    door.settle(&[booked_early("a", MAY, &json!({}))], now);
    let pin = door.house.pin("a", "door");
    let new = lock("new", &slots(1, 9));
    let replaced = json!({ "kind": "replace_lock", "lockId": "door", "by": "new" });
    let step = door
        .house
        .take(&[lock_fact(&new), order(&replaced, now)], now);
    // The stay runs, so that its last moment has come: the highest place, since 15 is none.
    let program = only_command(&step);
    assert_eq!(
        (&program["kind"], &program["slot"], text(&program["pin"])),
        (&json!("program_code"), &json!(9), pin)
    );
    // Before a stay there is time to read.
    let mut door = Door::new(&json!({}), &json!({}));
    door.settle(&[in_may("a", 1)], APRIL);
    let step = door
        .house
        .take(&[lock_fact(&new), order(&replaced, LATER)], LATER);
    let read = only_command(&step);
    assert_eq!(
        (&read["kind"], &read["lockId"]),
        (&json!("read_lock"), &json!("new"))
    );
    let listed = json!({ "codes": [{ "externalId": "1", "slot": 1, "pin": "135791" }] });
    let answers = [
        lock_report("new", &listed, LATER),
        result(&read, "confirmed", LATER),
    ];
    let program = only_command(&door.house.take(&answers, LATER));
    assert_eq!(
        (&program["kind"], &program["slot"]),
        (&json!("program_code"), &json!(2))
    );
}

#[test]
fn s1_a_lock_that_begins_to_address_by_place_is_read_first_and_its_codes_keep_their_places() {
    let mut door = Door::new(&json!({}), &json!({}));
    door.settle(&[in_may("a", 1)], APRIL);
    let held = door.lock.codes.first_mut().unwrap();
    held.slot = Some(4);
    let own = lock("door", &with(slots(1, 9), &json!({ "revision": 2 })));
    door.lock.slots = latchstring::decode(r#"{ "from": 1, "to": 9 }"#).ok();
    let next = door.settle(&[lock_fact(&own), in_may("b", 5)], LATER);
    assert_eq!(done(&next), [read(), said("program_code", 1)]);
    let gone = door.settle(&[booking("a", JUNE, &cancelled(2))], LATER);
    assert_eq!(done(&gone), [said("remove_code", 4)]);
    assert_eq!(door.places(), [("b".to_owned(), vec![1])].into());
}

#[test]
fn s1_t4_a_new_pin_has_its_place_beside_the_old_one() {
    let mut door = Door::new(&slots(1, 9), &json!({}));
    let now = "2026-05-01T14:00:00Z";
    door.settle(&[booked_early("a", MAY, &json!({}))], now);
    let old = door.lock.codes[0].slot;
    assert_eq!(old, Some(9), "at its deadline");
    let reissue = order(&json!({ "kind": "reissue", "reservationId": "a" }), now);
    let next = door.settle(&[reissue], now);
    let kinds: Vec<String> = next.iter().map(|one| text(&one["kind"])).collect();
    let first = |kind: &str| kinds.iter().position(|one| one == kind);
    assert!(first("program_code") < first("remove_code"), "{kinds:?}");
    assert_ne!(door.place_on_lock("a"), old);
    // A PIN that was changed by hand in our place is somebody's code in that place (F34).
    let mut door = Door::new(&slots(1, 9), &json!({}));
    door.settle(&[in_may("a", 1)], APRIL);
    door.lock.codes[0].pin = "864209".parse().unwrap();
    let list = door.list(LATER);
    let next = door.settle(&[list], LATER);
    assert_eq!(done(&next), [read(), said("program_code", 2)]);
    assert_eq!(door.places()["unknown"], [1]);
}

#[test]
fn s1_e1_e2_i9_the_emergency_code_has_the_reserved_place_and_is_replaced_in_it() {
    for (slots, place) in [
        (json!({ "from": 1, "to": 30 }), 15),
        (json!({ "from": 1, "to": 30, "reserved": 7 }), 7),
        (json!({ "from": 1, "to": 9 }), 1),
    ] {
        let policy = json!({ "emergency": { "enabled": true, "rotateDays": 30 } });
        let mut door = Door::new(&json!({ "slots": slots }), &policy);
        let made = door.settle(&[], APRIL);
        assert_eq!(done(&made), [read(), said("program_code", place)]);
        let next = door.settle(&[], "2026-05-01T12:00:00Z");
        assert!(
            done(&next).contains(&said("remove_code", place)),
            "{:?}",
            done(&next)
        );
        let places = door.places();
        assert_eq!(places["emergency"].len(), 1);
        if place != 1 {
            assert_eq!(places["emergency"], [place]);
            assert_eq!(
                done(&next),
                [
                    // Whether the lock answers at all (F17).
                    read(),
                    said("remove_code", place),
                    read(),
                    said("program_code", place)
                ]
            );
        }
    }
    // All other places are used before a stay is without one; the reserved one is kept.
    let policy = json!({ "emergency": { "slot": 2 } });
    let mut door = Door::new(&slots(1, 3), &policy);
    let now = "2026-04-30T12:00:00Z";
    let step = door.settle(
        &["a", "b", "c"].map(|id| booked_early(id, MAY, &json!({}))),
        now,
    );
    let used: Vec<Option<u64>> = done(&step)
        .into_iter()
        .filter_map(|(kind, slot)| (kind == "program_code").then_some(slot))
        .collect();
    assert_eq!(used, [Some(1), Some(3)]);
}

#[test]
fn s1_places_that_are_none_are_refused() {
    let mut house = House::one_door(&json!({}), &json!({}));
    for (slots, at) in [
        (json!({ "from": 3, "to": 2 }), "slots.to"),
        (json!({ "from": 1, "to": 10_000 }), "slots.to"),
        (json!({ "from": 1, "to": 2_001 }), "slots.to"),
        (
            json!({ "from": 1, "to": 9, "reserved": 10 }),
            "slots.reserved",
        ),
    ] {
        let own = lock("door", &json!({ "slots": slots, "revision": 2 }));
        let step = house.step(&[lock_fact(&own)], APRIL);
        let path = text(&step["rejected"][0]["because"]["path"]);
        assert_eq!(path, format!("facts[0].lock.{at}"));
    }
}

#[test]
fn s1_a_late_result_that_puts_two_codes_in_one_place_is_sorted_out_by_reading() {
    let mut house = House::one_door(&slots(1, 2), &json!({}));
    let empty = |id: &str, now: &str| {
        let report = lock_report("door", &json!({ "codes": [] }), now);
        with(report, &json!({ "id": id }))
    };
    let first =
        only_command(&house.take(&[empty("one", APRIL), booking("a", MAY, &json!({}))], APRIL));
    assert_eq!(first["slot"], 1);
    house.take(&[result(&first, "unknown", APRIL)], APRIL);
    let at = "2026-04-01T12:00:30Z";
    let read = only_command(&house.take(&[], at));
    let other = booked("b", "flat", JUNE, &json!({}));
    let answers = [
        empty("two", at),
        result(&read, "confirmed", at),
        booking("a", MAY, &cancelled(2)),
        other,
    ];
    let second = only_command(&house.take(&answers, at));
    assert_eq!(
        (&second["kind"], &second["slot"]),
        (&json!("program_code"), &json!(1))
    );
    house.take(&[result(&second, "confirmed", at)], at);
    let late = "2026-04-01T12:01:00Z";
    let confirmed = with(result(&first, "confirmed", late), &json!({ "id": "late" }));
    house.take(&[confirmed], late);
    let site = house.site();
    let there: Vec<&Value> = list(&site, "accessCodes")
        .iter()
        .filter(|code| code["onLock"]["state"] != "absent" && code["slot"] == 1)
        .collect();
    assert_eq!(there.len(), 1, "{there:?}");
}
