//! A lock that addresses codes by place, with a virtual lock in the door: S1, F13, F15, F16, I9.

use std::collections::BTreeMap;

use latchstring::virtual_lock::{Hand, Occasion, VirtualLock, by_hand, create, read_list, run};
use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, JUNE, MAY, booked, booked_early, booking, cancelled, failed, listing, lock, lock_report,
    result, site_of, with,
};
use crate::support::steps::{commanded, list, only_command, text};

/// A flat and a loft behind one door, and the lock in the door.
pub struct Door {
    pub house: House,
    pub lock: VirtualLock,
}

impl Door {
    pub fn new(lock_over: &Value, policy: &Value) -> Self {
        Self::odd(lock_over, policy, &json!({}))
    }

    pub fn odd(lock_over: &Value, policy: &Value, odd: &Value) -> Self {
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
    pub fn answers(&mut self, command: &Value, now: &str) -> Vec<Value> {
        let command = latchstring::decode(&command.to_string()).unwrap();
        let said = run(&mut self.lock, &command, Occasion::at(now.parse().unwrap()));
        said.iter()
            .map(|said| serde_json::to_value(said).unwrap())
            .collect()
    }

    /// Steps until nothing is left to do; what was commanded.
    pub fn settle(&mut self, facts: &[Value], now: &str) -> Vec<Value> {
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
    pub fn list(&mut self, now: &str) -> Value {
        let said = read_list(&mut self.lock, Occasion::at(now.parse().unwrap()));
        serde_json::to_value(said.unwrap()).unwrap()
    }

    pub fn by_hand(&mut self, hand: &Value) {
        let hand: Hand = latchstring::decode(&hand.to_string()).unwrap();
        by_hand(&mut self.lock, &hand, Occasion::at(APRIL.parse().unwrap())).unwrap();
    }

    /// Places by holder, of the codes that are or may be on the lock.
    pub fn places(&mut self) -> BTreeMap<String, Vec<u64>> {
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
    pub fn place_on_lock(&mut self, id: &str) -> Option<u32> {
        let pin = self.house.pin(id, "door");
        let held = self.lock.codes.iter().find(|held| held.pin.reveal() == pin);
        held.and_then(|held| held.slot)
    }
}

pub fn slots(from: u32, to: u32) -> Value {
    json!({ "slots": { "from": from, "to": to } })
}

/// A stay of the flat in May, of three days from this one on.
pub fn in_may(id: &str, day: u32) -> Value {
    let days = (
        format!("2026-05-{day:02}"),
        format!("2026-05-{:02}", day + 3),
    );
    booked_early(id, (&days.0, &days.1), &json!({}))
}

pub fn done(commands: &[Value]) -> Vec<(String, Option<u64>)> {
    let one = |command: &Value| {
        (
            text(&command["kind"]),
            command.get("slot").and_then(Value::as_u64),
        )
    };
    commands.iter().map(one).collect()
}

pub fn said(kind: &str, slot: u64) -> (String, Option<u64>) {
    (kind.to_owned(), Some(slot))
}

pub fn read() -> (String, Option<u64>) {
    ("read_lock".to_owned(), None)
}

pub const LATER: &str = "2026-04-02T12:00:00Z";

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
fn s1_a2_a_stay_at_its_last_moment_takes_the_reserved_place_then_the_highest() {
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
            door.house
                .conditions()
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
    door.lock.codes.retain(|held| held.pin.reveal() != "135791");
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
