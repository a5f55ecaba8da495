//! A lock that addresses codes by place, with a virtual lock in the door: S1, F13, F15, F16, I9.

use std::collections::BTreeMap;

use latchstring::virtual_lock::{Hand, Occasion, VirtualLock, by_hand, create, read_list, run};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::house::House;
use crate::random::cases;
use crate::support::builders::{
    APRIL, JUNE, MAY, booked, booked_early, booking, cancelled, failed, listing, lock, lock_fact,
    lock_report, order, result, site_of, with,
};
use crate::support::steps::{commanded, list, only_command, text};

/// A flat and a loft behind one door, and the lock in the door.
struct Door {
    house: House,
    lock: VirtualLock,
}

impl Door {
    fn new(lock_over: &Value, policy: &Value) -> Self {
        Self::odd(lock_over, policy, &json!({}))
    }

    fn odd(lock_over: &Value, policy: &Value, odd: &Value) -> Self {
        let own = lock("door", lock_over);
        let mut site = site_of(std::slice::from_ref(&own), policy);
        let loft = listing("loft", &json!(["door"]));
        site["listings"].as_array_mut().unwrap().push(loft);
        let new = with(json!({ "lock": own }), odd);
        Self {
            house: House::new(site),
            lock: create(&latchstring::decode(&new.to_string()).unwrap()).unwrap(),
        }
    }

    /// The lock does a command.
    fn answers(&mut self, command: &Value, now: &str) -> Vec<Value> {
        let command = latchstring::decode(&command.to_string()).unwrap();
        let said = run(&mut self.lock, &command, Occasion::at(now.parse().unwrap()));
        said.iter()
            .map(|said| serde_json::to_value(said).unwrap())
            .collect()
    }

    /// Steps until nothing is left to do; what was commanded.
    fn settle(&mut self, facts: &[Value], now: &str) -> Vec<Value> {
        let mut step = self.house.take(facts, now);
        let mut all = Vec::new();
        for _ in 0..100 {
            let commands = list(&step, "commands").clone();
            if commands.is_empty() {
                return all;
            }
            let facts: Vec<Value> = commands
                .iter()
                .flat_map(|command| self.answers(command, now))
                .collect();
            all.extend(commands);
            step = self.house.take(&facts, now);
        }
        panic!("never quiet at {now}");
    }

    /// A list that nobody asked for.
    fn list(&mut self, now: &str) -> Value {
        let said = read_list(&mut self.lock, Occasion::at(now.parse().unwrap()));
        serde_json::to_value(said.unwrap()).unwrap()
    }

    fn by_hand(&mut self, hand: &Value) {
        let hand: Hand = latchstring::decode(&hand.to_string()).unwrap();
        by_hand(&mut self.lock, &hand, Occasion::at(APRIL.parse().unwrap())).unwrap();
    }

    /// Places by holder, of the codes that are or may be on the lock.
    fn places(&mut self) -> BTreeMap<String, Vec<u64>> {
        let site = self.house.site();
        let mut places: BTreeMap<String, Vec<u64>> = BTreeMap::new();
        for code in list(&site, "accessCodes") {
            if code["onLock"]["state"] != "absent" {
                let kind = text(&code["holder"]["kind"]);
                let holder = if kind == "reservation" {
                    text(&code["holder"]["id"])
                } else {
                    kind
                };
                let slot = code["slot"].as_u64().unwrap_or_default();
                places.entry(holder).or_default().push(slot);
            }
        }
        places
    }

    /// The place in which the lock itself holds the code of a booking.
    fn place_on_lock(&mut self, id: &str) -> Option<u32> {
        let pin = self.house.pin(id, "door");
        let held = self.lock.codes.iter().find(|held| held.pin.reveal() == pin);
        held.and_then(|held| held.slot)
    }
}

fn slots(from: u32, to: u32) -> Value {
    json!({ "slots": { "from": from, "to": to } })
}

/// A stay of the flat in May, of three days from this one on.
fn in_may(id: &str, day: u32) -> Value {
    let days = (
        format!("2026-05-{day:02}"),
        format!("2026-05-{:02}", day + 3),
    );
    booked_early(id, (&days.0, &days.1), &json!({}))
}

fn done(commands: &[Value]) -> Vec<(String, Option<u64>)> {
    let one = |command: &Value| {
        (
            text(&command["kind"]),
            command.get("slot").and_then(Value::as_u64),
        )
    };
    commands.iter().map(one).collect()
}

fn said(kind: &str, slot: u64) -> (String, Option<u64>) {
    (kind.to_owned(), Some(slot))
}

fn read() -> (String, Option<u64>) {
    ("read_lock".to_owned(), None)
}

const LATER: &str = "2026-04-02T12:00:00Z";

#[test]
fn s1_until_the_first_list_nothing_is_written_and_each_command_has_a_slot() {
    let mut door = Door::new(&slots(1, 9), &json!({}));
    let first = door.settle(&[in_may("a", 1)], APRIL);
    assert_eq!(done(&first), [read(), said("program_code", 1)]);
    let second = door.settle(&[in_may("b", 5)], APRIL);
    assert_eq!(done(&second), [said("program_code", 2)], "it was read once");
    let longer = json!({ "revision": 2, "departure": "2026-05-09" });
    let changed = door.settle(
        &[booking("b", ("2026-05-05", "2026-05-09"), &longer)],
        LATER,
    );
    assert_eq!(done(&changed), [said("change_window", 2)]);
    let gone = door.settle(&[booking("b", JUNE, &cancelled(3))], LATER);
    assert_eq!(done(&gone), [said("remove_code", 2)]);
}

#[test]
fn s1_a_lock_that_can_never_be_read_is_written_at_once() {
    let fields = with(slots(3, 9), &json!({ "canReadBack": false }));
    let mut door = Door::new(&fields, &json!({}));
    assert_eq!(
        done(&door.settle(&[in_may("a", 1)], APRIL)),
        [said("program_code", 3)]
    );
}

#[test]
fn s1_a2_a_stay_at_its_deadline_takes_the_reserved_place_then_the_highest() {
    let own = json!({ "profile": "zwave", "nativeSchedule": null });
    let mut door = Door::new(&own, &json!({}));
    let both = [
        booked_early("a", MAY, &json!({})),
        booked_early("b", MAY, &json!({ "listingId": "loft" })),
    ];
    door.house.take(&both, APRIL);
    let now = "2026-05-01T12:50:00Z";
    let mut step = door.house.take(&[], now);
    let unread = only_command(&step);
    assert_eq!(unread["kind"], "read_lock");
    step = door.house.take(&[failed(&unread, "busy", now)], now);
    assert_eq!(commanded(&step), Vec::<String>::new());
    let mut at = text(&step["wakeAt"]);
    while at.as_str() < "2026-05-01T12:55:00Z" {
        step = door.house.take(&[], &at);
        for command in list(&step, "commands").clone() {
            assert_eq!(command["kind"], "read_lock", "at {at}");
            step = door.house.take(&[failed(&command, "busy", &at)], &at);
        }
        at = text(&step["wakeAt"]);
    }
    let deadline = "2026-05-01T12:55:00Z";
    let step = door.house.take(&[], deadline);
    let first = only_command(&step);
    assert_eq!(
        (&first["kind"], &first["slot"]),
        (&json!("program_code"), &json!(15))
    );
    let answers = door.answers(&first, deadline);
    let second = only_command(&door.house.take(&answers, deadline));
    assert_eq!(
        (&second["kind"], &second["slot"]),
        (&json!("program_code"), &json!(30))
    );
    let answers = door.answers(&second, deadline);
    door.settle(&answers, deadline);
    // Whatever the first list shows, they stay where they are; who comes next has the first place.
    let list = door.list("2026-05-01T12:56:00Z");
    door.settle(&[list], "2026-05-01T12:56:00Z");
    let walk_in = booked(
        "c",
        "loft",
        ("2026-05-01", "2026-05-02"),
        &json!({ "revision": 2 }),
    );
    door.settle(&[walk_in], "2026-05-01T13:30:00Z");
    let places = door.places();
    assert_eq!((&places["a"], &places["b"]), (&vec![15], &vec![30]));
    assert_eq!(places["c"], [1]);
}

#[test]
fn s1_f13_f15_active_codes_never_move_and_a_place_is_free_once_its_clearing_was_seen() {
    let mut door = Door::new(&slots(1, 9), &json!({}));
    door.settle(&[in_may("a", 1), in_may("b", 5), in_may("c", 9)], APRIL);
    door.settle(&[booking("b", JUNE, &cancelled(2))], LATER);
    // The removal was confirmed, and no list has shown it.
    let next = door.settle(&[in_may("d", 13)], LATER);
    assert_eq!(done(&next), [said("program_code", 4)]);
    let list = door.list("2026-04-03T12:00:00Z");
    door.settle(&[list], "2026-04-03T12:00:00Z");
    let next = door.settle(&[in_may("e", 17)], "2026-04-03T12:00:00Z");
    assert_eq!(done(&next), [said("program_code", 2)]);
    let places = door.places();
    let known: Vec<u64> = ["a", "e", "c", "d"].map(|id| places[id][0]).into();
    assert_eq!(known, [1, 2, 3, 4]);
    // Where it can't be seen, the lock's word is enough.
    let fields = with(slots(1, 9), &json!({ "canReadBack": false }));
    let mut door = Door::new(&fields, &json!({}));
    door.settle(&[in_may("a", 1)], APRIL);
    door.settle(&[booking("a", JUNE, &cancelled(2))], LATER);
    assert_eq!(
        done(&door.settle(&[in_may("b", 5)], LATER)),
        [said("program_code", 1)]
    );
}

#[test]
fn s1_f15_where_only_a_cleared_place_is_left_the_lock_is_read_before_it_is_used() {
    let mut door = Door::new(&slots(1, 2), &json!({}));
    door.settle(&[in_may("a", 1), in_may("b", 5)], APRIL);
    door.settle(&[booking("a", JUNE, &cancelled(2))], LATER);
    let next = door.settle(&[in_may("c", 9)], LATER);
    assert_eq!(done(&next), [read(), said("program_code", 1)]);
    // A full lock is full: of slots and capacity the smaller counts.
    for full in [
        slots(1, 2),
        with(slots(1, 9), &json!({ "capacity": 2 })),
        with(slots(5, 6), &json!({ "capacity": 9 })),
    ] {
        let mut door = Door::new(&full, &json!({}));
        let now = "2026-05-01T14:00:00Z";
        let three = ["a", "b", "c"].map(|id| booked_early(id, MAY, &json!({})));
        door.settle(&three, now);
        assert_eq!(door.lock.codes.len(), 2, "{full}");
        assert!(
            door.house.site()["notices"]
                .to_string()
                .contains("capacity:door"),
            "{full}"
        );
    }
}

#[test]
fn s1_f36_the_place_of_a_code_that_was_removed_and_is_still_there_is_not_used() {
    let ghosts = json!({ "quirks": ["ghost_codes"] });
    let mut door = Door::odd(&slots(1, 2), &json!({}), &ghosts);
    door.settle(&[in_may("a", 1), in_may("b", 5)], APRIL);
    door.settle(&[booking("a", JUNE, &cancelled(2))], LATER);
    let next = door.settle(&[in_may("c", 9)], LATER);
    assert_eq!(
        done(&next),
        [read()],
        "the list shows that it is there still"
    );
    assert!(!door.places().contains_key("c"));
}

#[test]
fn s1_f16_i10_a_strangers_place_is_occupied_until_a_list_shows_that_they_are_gone() {
    let mut door = Door::new(&slots(1, 9), &json!({}));
    door.by_hand(&json!({ "kind": "add", "pin": "135791", "slot": 1 }));
    let first = door.settle(&[in_may("a", 1)], APRIL);
    assert_eq!(done(&first), [read(), said("program_code", 2)]);
    door.lock.codes.remove(0);
    let gone = door.list(LATER);
    door.settle(&[gone], LATER);
    assert_eq!(
        done(&door.settle(&[in_may("b", 5)], LATER)),
        [said("program_code", 1)]
    );
    assert_eq!(door.places()["a"], [2]);
}

#[test]
fn s1_a_place_that_is_refused_as_taken_counts_as_occupied_until_a_list_says_otherwise() {
    let precise = json!({ "habits": ["speaks_precisely"] });
    let mut door = Door::odd(&slots(1, 9), &json!({}), &precise);
    door.settle(&[], APRIL);
    door.settle(&[in_may("a", 1)], APRIL);
    // Somebody types one in, which nobody has seen.
    door.by_hand(&json!({ "kind": "add", "pin": "135791", "slot": 2 }));
    let next = door.settle(&[in_may("b", 5)], LATER);
    assert_eq!(
        done(&next),
        [said("program_code", 2), said("program_code", 3)],
        "the next free place at once"
    );
    let next = door.settle(&[in_may("c", 9)], LATER);
    assert_eq!(done(&next), [said("program_code", 4)]);
    // It is gone again: a list of some places is enough.
    door.lock
        .codes
        .retain(|held| held.pin.reveal() != "135791");
    let now = "2026-04-03T12:00:00Z";
    let other = with(
        lock_report("door", &json!({ "codes": [], "slotsOf": [8] }), now),
        &json!({ "id": "eight" }),
    );
    let next = door.settle(&[other, in_may("d", 13)], now);
    assert_eq!(done(&next), [said("program_code", 5)]);
    let empty = json!({ "codes": [{ "slot": 2, "pin": "" }], "slotsOf": [2] });
    let next = door.settle(&[lock_report("door", &empty, now), in_may("e", 17)], now);
    assert_eq!(done(&next), [said("program_code", 2)]);
}

#[test]
fn s1_c6_places_that_are_refused_one_after_the_other_are_bounded() {
    let mut house = House::one_door(&slots(1, 30), &json!({}));
    let now = APRIL;
    let empty = lock_report("door", &json!({ "codes": [] }), now);
    let mut step = house.take(&[empty, booking("a", MAY, &json!({}))], now);
    let mut tried = Vec::new();
    while let Some(command) = list(&step, "commands").first().cloned() {
        tried.push(command["slot"].as_u64().unwrap());
        step = house.take(&[failed(&command, "slot_taken", now)], now);
    }
    assert_eq!(tried, [1, 2, 3, 4, 5]);
    assert_eq!(step["wakeAt"], "2026-04-01T12:30:00Z");
}

#[test]
fn s1_the_platform_may_choose_another_place() {
    let mut house = House::one_door(&slots(1, 9), &json!({}));
    let empty = lock_report("door", &json!({ "codes": [] }), APRIL);
    let program = only_command(&house.take(&[empty, booking("a", MAY, &json!({}))], APRIL));
    let done = with(
        result(&program, "confirmed", APRIL),
        &json!({ "slot": 7, "externalId": "7" }),
    );
    house.take(&[done], APRIL);
    let longer = booking("a", ("2026-05-01", "2026-05-04"), &json!({ "revision": 2 }));
    let change = only_command(&house.take(&[longer], LATER));
    assert_eq!(
        (&change["kind"], &change["slot"]),
        (&json!("change_window"), &json!(7))
    );
    // A list may know better.
    let now = "2026-04-02T12:00:10Z";
    let listed = json!({ "codes": [{ "externalId": "8", "slot": 8, "pin": program["pin"] }] });
    house.take(
        &[
            result(&change, "confirmed", LATER),
            lock_report("door", &listed, now),
        ],
        now,
    );
    let removal = only_command(&house.take(&[booking("a", MAY, &cancelled(3))], now));
    assert_eq!(
        (&removal["kind"], &removal["slot"]),
        (&json!("remove_code"), &json!(8))
    );
}

#[test]
fn s1_an_empty_place_may_be_absent_or_read_as_nothing_or_as_the_cleared_pin() {
    for (pin, place) in [("", 1), ("0000", 1), ("135791", 2)] {
        let own = json!({ "profile": "schlage_be469" });
        let mut house = House::one_door(&own, &json!({}));
        let read = only_command(&house.take(&[booking("a", MAY, &json!({}))], APRIL));
        assert_eq!(read["kind"], "read_lock");
        let listed = json!({ "codes": [{ "externalId": "1", "slot": 1, "pin": pin }] });
        let answers = [
            lock_report("door", &listed, APRIL),
            result(&read, "confirmed", APRIL),
        ];
        let program = only_command(&house.take(&answers, APRIL));
        assert_eq!(program["slot"], place, "{pin}");
    }
}

#[test]
fn s1_a_reset_frees_all_places() {
    let mut door = Door::new(&slots(1, 9), &json!({}));
    door.settle(&[in_may("a", 1), in_may("b", 5)], APRIL);
    door.settle(&[booking("a", JUNE, &cancelled(2))], LATER);
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
    // The stay runs, so that it is at its deadline: the highest place, since 15 is none.
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
    assert_eq!((&program["kind"], &program["slot"]), (&json!("program_code"), &json!(2)));
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
    let step = door.settle(&["a", "b", "c"].map(|id| booked_early(id, MAY, &json!({}))), now);
    let used: Vec<Option<u64>> = done(&step).into_iter().filter_map(|(kind, slot)| (kind == "program_code").then_some(slot)).collect();
    assert_eq!(used, [Some(1), Some(3)]);
}

#[test]
fn s1_places_that_are_none_are_refused() {
    let mut house = House::one_door(&json!({}), &json!({}));
    for (slots, at) in [
        (json!({ "from": 3, "to": 2 }), "slots.to"),
        (json!({ "from": 1, "to": 10_000 }), "slots.to"),
        (json!({ "from": 1, "to": 2_001 }), "slots.to"),
        (json!({ "from": 1, "to": 9, "reserved": 10 }), "slots.reserved"),
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
    let first = only_command(&house.take(
        &[empty("one", APRIL), booking("a", MAY, &json!({}))],
        APRIL,
    ));
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
    assert_eq!((&second["kind"], &second["slot"]), (&json!("program_code"), &json!(1)));
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

/// What happens in a random history.
#[derive(Clone, Debug)]
enum Happening {
    Book { id: u8, day: u32 },
    Cancel { id: u8 },
    Stranger { slot: u32 },
    Clear { at: usize },
    List,
    Reissue { id: u8 },
    Reset,
}

fn happening() -> impl Strategy<Value = Happening> {
    prop_oneof![
        4 => (0..8_u8, 1..20_u32).prop_map(|(id, day)| Happening::Book { id, day }),
        2 => (0..8_u8).prop_map(|id| Happening::Cancel { id }),
        1 => (1..7_u32).prop_map(|slot| Happening::Stranger { slot }),
        1 => (0..6_usize).prop_map(|at| Happening::Clear { at }),
        2 => Just(Happening::List),
        1 => (0..8_u8).prop_map(|id| Happening::Reissue { id }),
        1 => Just(Happening::Reset),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn s1_i9_no_two_live_codes_share_a_place_and_no_active_code_moves(
        happenings in proptest::collection::vec(happening(), 1..20),
        can_read_back in any::<bool>(),
        native in any::<bool>(),
        habit in prop_oneof![Just(json!([])), Just(json!(["speaks_precisely"])), Just(json!(["leaves_one_out"]))],
        quirk in prop_oneof![3 => Just(json!([])), 1 => Just(json!(["ghost_codes"])), 1 => Just(json!(["loses_answers"]))],
    ) {
        let own = with(slots(1, 6), &json!({ "canReadBack": can_read_back, "nativeSchedule": native }));
        let policy = json!({ "backups": { "poolSize": 1 }, "emergency": { "enabled": true, "slot": 3 } });
        let odd = json!({ "habits": habit, "quirks": quirk, "chancePercent": 50 });
        let mut door = Door::odd(&own, &policy, &odd);
        let mut places: BTreeMap<String, u64> = BTreeMap::new();
        let mut revision = 1;
        for (turn, happening) in happenings.iter().enumerate() {
            let now = format!("2026-05-{:02}T{:02}:10:00Z", 1 + turn / 2, 8 + 6 * (turn % 2));
            revision += 1;
            let fact = match happening {
                Happening::Book { id, day } => {
                    let days = (format!("2026-05-{day:02}"), format!("2026-05-{:02}", day + 2));
                    let listing = if id % 2 == 0 { "flat" } else { "loft" };
                    Some(booked(&format!("r{id}"), listing, (&days.0, &days.1), &json!({ "revision": revision })))
                }
                Happening::Cancel { id } => Some(booking(&format!("r{id}"), MAY, &cancelled(revision))),
                Happening::Stranger { slot } => {
                    if !door.lock.is_taken(*slot) && !door.lock.is_full() {
                        door.by_hand(&json!({ "kind": "add", "pin": format!("13579{slot}"), "slot": slot }));
                    }
                    None
                }
                Happening::Clear { at } => {
                    if *at < door.lock.codes.len() {
                        door.lock.codes.remove(*at);
                    }
                    None
                }
                Happening::List => can_read_back.then(|| door.list(&now)),
                Happening::Reissue { id } => {
                    Some(order(&json!({ "kind": "reissue", "reservationId": format!("r{id}") }), &now))
                }
                Happening::Reset => {
                    door.lock.codes.clear();
                    places.clear();
                    Some(json!({ "type": "lock_reset", "id": format!("reset-{turn}"), "at": now, "lockId": "door" }))
                }
            };
            let mut facts: Vec<Value> = fact.into_iter().collect();
            for _ in 0..60 {
                let step = door.house.step(&facts, &now);
                check(&mut door, &mut places)?;
                let commands = list(&step, "commands").clone();
                if commands.is_empty() {
                    break;
                }
                for command in &commands {
                    prop_assert!(command["kind"] == "read_lock" || command.get("slot").is_some() || command["kind"] == "remove_code", "{command}");
                }
                facts = commands.iter().flat_map(|command| door.answers(command, &now)).collect();
            }
        }
    }
}

/// No two codes of ours share a place, and one that stays on its lock stays in its place.
fn check(
    door: &mut Door,
    places: &mut BTreeMap<String, u64>,
) -> Result<(), proptest::test_runner::TestCaseError> {
    let site = door.house.site();
    let mut now: BTreeMap<String, u64> = BTreeMap::new();
    for code in list(&site, "accessCodes") {
        let is_ours = code["holder"]["kind"] != "unknown";
        let slot = code.get("slot").and_then(Value::as_u64);
        if let Some(slot) = slot.filter(|_| is_ours && code["onLock"]["state"] != "absent") {
            prop_assert!(!now.values().any(|other| *other == slot), "{slot} twice: {site}");
            let id = text(&code["id"]);
            let before = places.get(&id).copied().unwrap_or(slot);
            prop_assert_eq!(before, slot, "{} moves", id);
            now.insert(id, slot);
        }
    }
    *places = now;
    Ok(())
}
