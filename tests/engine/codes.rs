//! PINs: P1, P3, P4, P7, P8, F6, F7, F9, F29 and F31.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, JUNE, KEY, MAY, booked, booking, failed, listing, listing_fact, lock, lock_fact, result,
    with,
};
use crate::support::calls::ask;
use crate::support::steps::{is_empty, list, text};

fn lengths(id: &str, lengths: &[u8]) -> Value {
    lock(id, &json!({ "rules": { "lengths": lengths } }))
}

#[test]
fn p1_all_doors_of_a_stay_have_one_pin_of_six_digits() {
    let mut house = House::with_locks(&[
        lock("b", &json!({ "profile": "nuki" })),
        lock("a", &json!({})),
    ]);
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let commands = list(&step, "commands");
    assert_eq!(commands.len(), 2);
    assert_eq!(commands[0]["lockId"], "a", "D1: in the order of the locks");
    assert_eq!(commands[0]["pin"], commands[1]["pin"]);
    assert_eq!(text(&commands[0]["pin"]).len(), 6);
}

#[test]
fn p1_the_longest_common_length_where_six_digits_will_not_do() {
    let mut house = House::with_locks(&[lengths("a", &[4, 5]), lengths("b", &[4, 5, 6])]);
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    assert_eq!(house.pin("stay", "a").len(), 5);
    assert_eq!(house.pin("stay", "a"), house.pin("stay", "b"));
}

#[test]
fn p1_a_pin_per_lock_where_no_length_is_common_and_neither_tells_the_other() {
    let mut house = House::with_locks(&[lengths("a", &[4]), lengths("b", &[6])]);
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let (a, b) = (house.pin("stay", "a"), house.pin("stay", "b"));
    assert_eq!((a.len(), b.len()), (4, 6));
    assert!(!b.starts_with(&a), "{a} is the beginning of {b}");
}

#[test]
fn f31_a_pin_has_only_digits_that_are_on_every_keypad() {
    let mut house = House::with_locks(&[
        lock("a", &json!({ "rules": { "digits": "123456" } })),
        lock("b", &json!({ "rules": { "digits": "3456789" } })),
    ]);
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    assert!(
        house
            .pin("stay", "a")
            .chars()
            .all(|digit| "3456".contains(digit))
    );
    assert_eq!(house.pin("stay", "a"), house.pin("stay", "b"));
}

#[test]
fn p3_the_pin_is_the_one_that_generate_code_derives() {
    let mut house = House::with_locks(&[lengths("a", &[4]), lengths("b", &[6])]);
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    for (id, length) in [("a", 4), ("b", 6)] {
        let derived = ask(
            "generateCode",
            &json!({
                "key": KEY, "site": "house", "holder": "stay stay", "lock": id, "rules": { "lengths": [length] },
            }),
        );
        assert_eq!(derived.unwrap()["code"], house.pin("stay", id));
    }
    let mut house = House::with_locks(&[lock("a", &json!({})), lock("b", &json!({}))]);
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let derived = json!({ "key": KEY, "site": "house", "holder": "stay stay" });
    let derived = ask("generateCode", &derived).unwrap();
    assert_eq!(derived["code"], house.pin("stay", "a"));
}

fn permutations(of: &[Value]) -> Vec<Vec<Value>> {
    if of.is_empty() {
        return vec![Vec::new()];
    }
    (0..of.len())
        .flat_map(|first| {
            let rest: Vec<Value> = of
                .iter()
                .enumerate()
                .filter(|(at, _)| *at != first)
                .map(|(_, one)| one.clone())
                .collect();
            permutations(&rest).into_iter().map(move |mut rest| {
                rest.insert(0, of[first].clone());
                rest
            })
        })
        .collect()
}

#[test]
fn f6_the_same_booking_has_the_same_pin_whatever_came_first_and_after_all_was_lost() {
    let facts = [
        lock_fact(&lock("street", &json!({}))),
        lock_fact(&lock("flat-door", &json!({ "profile": "yale" }))),
        listing_fact(&listing("flat", &json!(["street", "flat-door"]))),
        booking("first", MAY, &json!({})),
        booking("second", JUNE, &json!({})),
    ];
    let mut seen = BTreeSet::new();
    let mut look = |mut house: House| {
        let pins = [
            ("first", "street"),
            ("first", "flat-door"),
            ("second", "street"),
            ("second", "flat-door"),
        ];
        seen.insert(pins.map(|(stay, lock)| house.pin(stay, lock)));
    };
    for order in permutations(&facts) {
        let mut house = House::new(json!({ "locks": [], "listings": [] }));
        for fact in &order {
            house.take(std::slice::from_ref(fact), APRIL);
        }
        look(house);
    }
    let mut after_loss = House::new(json!({ "locks": [], "listings": [] }));
    after_loss.take(&facts, "2026-04-20T12:00:00Z");
    look(after_loss);
    assert_eq!(seen.len(), 1, "{seen:?}");
}

/// Two listings behind one street door, with a door of their own each.
fn two_flats(street: &Value) -> House {
    House::new(json!({
        "locks": [with(lock("street", &json!({})), street), lock("door-1", &json!({})), lock("door-2", &json!({}))],
        "listings": [listing("one", &json!(["street", "door-1"])), listing("two", &json!(["street", "door-2"]))],
    }))
}

#[test]
fn f7_two_listings_never_share_a_pin_on_their_street_door() {
    // Some 600 PINs: by chance alone two of forty stays would have the same one.
    let mut house = two_flats(&json!({ "rules": { "lengths": [4], "digits": "12345" } }));
    let facts: Vec<Value> = (0..40)
        .map(|number| {
            let day = |offset: i64| {
                format!(
                    "2026-{:02}-{:02}",
                    5 + (number / 2) / 9,
                    1 + (number / 2) % 9 * 3 + offset
                )
            };
            let listing = if number % 2 == 0 { "one" } else { "two" };
            booked(
                &format!("stay-{number}"),
                listing,
                (&day(0), &day(2)),
                &json!({}),
            )
        })
        .collect();
    house.settle(&facts, APRIL);
    let pins: Vec<String> = house
        .codes(&json!({ "lockId": "street" }))
        .iter()
        .map(|code| text(&code["code"]))
        .collect();
    assert_eq!(pins.len(), 40);
    assert_eq!(
        pins.iter().collect::<BTreeSet<_>>().len(),
        40,
        "every stay has its own, however far apart"
    );
}

#[test]
fn f7_a_pin_that_another_guest_has_is_refused_even_if_the_host_chose_it() {
    let mut house = two_flats(&json!({}));
    let chosen = json!({ "preferredCode": "492817" });
    house.settle(
        &[
            booked("first", "one", MAY, &chosen),
            booked("second", "two", JUNE, &chosen),
        ],
        APRIL,
    );
    assert_eq!(house.pin("first", "street"), "492817");
    assert_eq!(house.pin("first", "door-1"), "492817");
    let second = house.pin("second", "street");
    assert_ne!(second, "492817");
    assert_eq!(
        house.pin("second", "door-2"),
        second,
        "P1: still one PIN for both doors"
    );
}

#[test]
fn p7_pins_that_press_the_same_keys_are_the_same() {
    let mut house = two_flats(&json!({ "profile": "kwikset_5_button" }));
    let chosen = |pin: &str| json!({ "preferredCode": pin });
    house.settle(
        &[
            booked("first", "one", MAY, &chosen("492817")),
            booked("second", "two", JUNE, &chosen("391827")),
        ],
        APRIL,
    );
    assert_eq!(house.pin("first", "street"), "492817");
    assert_ne!(house.pin("second", "street"), "391827");
}

#[test]
fn p7_the_first_four_digits_are_unique_where_the_lock_wants_it() {
    let mut house = two_flats(&json!({ "profile": "schlage" }));
    let chosen = |pin: &str| json!({ "preferredCode": pin });
    house.settle(
        &[
            booked("first", "one", MAY, &chosen("492817")),
            booked("second", "two", JUNE, &chosen("492863")),
        ],
        APRIL,
    );
    assert_ne!(&house.pin("second", "street")[..4], "4928");
}

#[test]
fn p7_a_pin_whose_removal_is_not_confirmed_is_still_there() {
    let mut house = House::with_locks(&[lock("door", &json!({}))]);
    let chosen = json!({ "preferredCode": "492817" });
    house.settle(&[booking("first", MAY, &chosen)], APRIL);
    let cancelled = with(
        chosen.clone(),
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let step = house.take(&[booking("first", MAY, &cancelled)], APRIL);
    assert_eq!(list(&step, "commands")[0]["kind"], "remove_code");
    house.take(&[booking("second", JUNE, &chosen)], APRIL);
    assert_ne!(house.pin("second", "door"), "492817");
}

#[test]
fn p7_a_pin_is_kept_from_others_for_180_days_and_then_free() {
    let chosen = json!({ "preferredCode": "492817" });
    let cancelled = with(
        chosen.clone(),
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let late = ("2027-06-01", "2027-06-03");
    for never_on_the_lock in [false, true] {
        // A lock without schedules has the code only from ten minutes before the stay.
        let schedule = json!({ "nativeSchedule": !never_on_the_lock });
        let mut house = House::with_locks(&[lock("door", &schedule)]);
        house.settle(&[booking("first", MAY, &chosen)], APRIL);
        house.settle(&[booking("first", MAY, &cancelled)], APRIL);
        // The lock is read after the removal.
        let step = house.settle(&[], "2026-04-01T12:10:00Z");
        assert_eq!(
            step["wakeAt"], "2026-09-28T12:00:00Z",
            "180 days after 1 April"
        );
        house.settle(&[booking("second", late, &chosen)], "2026-09-28T11:59:59Z");
        assert_ne!(house.pin("second", "door"), "492817");
        let step = house.settle(&[], "2026-09-28T12:00:00Z");
        assert!(is_empty(&step) || !list(&step, "changes").is_empty());
        house.settle(
            &[booking("third", ("2027-07-01", "2027-07-03"), &chosen)],
            "2026-09-28T12:00:01Z",
        );
        assert_eq!(house.pin("third", "door"), "492817");
    }
}

/// Sixteen PINs in all.
fn tiny() -> Value {
    lock(
        "door",
        &json!({ "rules": { "lengths": [4], "digits": "12", "weakPins": "allow" } }),
    )
}

#[test]
fn p7_where_the_space_runs_out_the_oldest_retired_pin_yields_first() {
    let mut house = House::with_locks(&[tiny()]);
    let mut pins = Vec::new();
    for number in 0..18 {
        let id = format!("stay-{number}");
        let now = format!("2026-04-{:02}T12:00:00Z", number + 1);
        house.settle(&[booking(&id, MAY, &json!({}))], &now);
        pins.push(house.pin(&id, "door"));
        house.settle(
            &[booking(
                &id,
                MAY,
                &json!({ "revision": 2, "status": "cancelled" }),
            )],
            &now,
        );
    }
    assert_eq!(pins[..16].iter().collect::<BTreeSet<_>>().len(), 16);
    assert_eq!(pins[16], pins[0]);
    assert_eq!(pins[17], pins[1]);
}

#[test]
fn t5_a_pin_that_went_to_another_guest_does_not_come_back() {
    let mut house = House::with_locks(&[tiny()]);
    let cancelled = json!({ "revision": 2, "status": "cancelled" });
    house.settle(&[booking("first", MAY, &json!({}))], APRIL);
    let first = house.pin("first", "door");
    house.settle(&[booking("first", MAY, &cancelled)], APRIL);
    // The sixteenth of the others needs what the first one had.
    let others: Vec<Value> = (0..16)
        .map(|number| booking(&format!("other-{number:02}"), JUNE, &json!({})))
        .collect();
    house.settle(&others, "2026-04-02T12:00:00Z");
    assert_eq!(house.pins_on("door").len(), 16);
    assert!(house.pins_on("door").contains(&first));
    // Reinstated, it finds no PIN, rather than somebody else's.
    let again = booking("first", MAY, &json!({ "revision": 3 }));
    let step = house.settle(std::slice::from_ref(&again), "2026-04-03T12:00:00Z");
    assert_eq!(house.pins_on("door").len(), 16, "I4: {step}");
    assert_eq!(
        house.codes(&json!({ "reservationId": "first" })),
        Vec::<Value>::new()
    );
    // One leaves: then there is one.
    house.settle(
        &[booking("other-03", JUNE, &cancelled)],
        "2026-04-04T12:00:00Z",
    );
    assert_eq!(house.pins_on("door").len(), 16);
    assert_eq!(house.codes(&json!({ "reservationId": "first" })).len(), 1);
}

#[test]
fn p8_a_full_space_is_reported_with_its_figures_and_healed_when_a_pin_is_free() {
    let ids: Vec<String> = (0..17).map(|number| format!("flat-{number:02}")).collect();
    let listings: Vec<Value> = ids.iter().map(|id| listing(id, &json!(["door"]))).collect();
    let mut house = House::new(json!({ "locks": [tiny()], "listings": listings }));
    let facts: Vec<Value> = ids
        .iter()
        .map(|id| booked(&format!("stay-{id}"), id, MAY, &json!({})))
        .collect();
    let step = house.take(&facts, APRIL);
    assert_eq!(house.codes(&json!({})).len(), 16);
    let notices = list(&step, "notices");
    assert_eq!(notices.len(), 1);
    assert_eq!(notices[0]["key"], "code_failed:stay-flat-16:door");
    assert_eq!(notices[0]["values"]["because"]["kind"], "pin");
    assert_eq!(
        notices[0]["values"]["because"]["code"],
        "code_space_exhausted"
    );
    assert!(text(&notices[0]["values"]["because"]["message"]).contains("16"));
    assert!(
        list(&house.step(&[], APRIL), "notices").is_empty(),
        "N1: told once"
    );
    let confirmed = house.confirm(&step["commands"][0], APRIL);
    house.settle(&[confirmed], APRIL);
    assert_eq!(house.pins_on("door").len(), 16);
    assert_eq!(house.conditions().as_array().unwrap().len(), 1);
    let gone = booked(
        "stay-flat-00",
        "flat-00",
        MAY,
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    house.settle(&[gone], APRIL);
    assert_eq!(
        house
            .codes(&json!({ "reservationId": "stay-flat-16" }))
            .len(),
        1
    );
    assert_eq!(house.conditions(), json!([]));
}

#[test]
fn p4_a_weak_or_missing_candidate_falls_through() {
    let mut house = House::with_locks(&[lock("door", &json!({}))]);
    house.settle(
        &[booking("stay", MAY, &json!({ "preferredCode": "123456" }))],
        APRIL,
    );
    let derived = json!({ "key": KEY, "site": "house", "holder": "stay stay" });
    let derived = ask("generateCode", &derived).unwrap();
    assert_eq!(derived["code"], house.pin("stay", "door"));
}

#[test]
fn f29_phone_digits_are_tried_only_where_policy_says_so() {
    let guest = json!({ "guest": { "name": "Ada", "phoneLastDigits": "4917" } });
    let door = lengths("door", &[4]);
    let mut off = House::with_locks(std::slice::from_ref(&door));
    off.settle(&[booking("stay", MAY, &guest)], APRIL);
    assert_ne!(off.pin("stay", "door"), "4917");
    let mut on = House::new(json!({
        "locks": [door], "listings": [listing("flat", &json!(["door"]))],
        "policy": { "codes": { "preferPhoneDigits": true } },
    }));
    on.settle(&[booking("stay", MAY, &guest)], APRIL);
    assert_eq!(on.pin("stay", "door"), "4917");
}

#[test]
fn f9_a_duplicate_is_final_for_that_pin_on_that_lock_alone() {
    // Whichever lock refuses, before or after the other has the PIN.
    for refusing in [0, 1] {
        let mut house = House::with_locks(&[lock("a", &json!({})), lock("b", &json!({}))]);
        let step = house.take(
            &[booking("stay", MAY, &json!({ "preferredCode": "492817" }))],
            APRIL,
        );
        let commands = list(&step, "commands").clone();
        let (bad, good) = (&commands[refusing], &commands[1 - refusing]);
        house.take(&[result(good, "confirmed", APRIL)], APRIL);
        let mut tried = BTreeSet::from(["492817".to_owned()]);
        let mut last = bad.clone();
        for _ in 0..4 {
            let step = house.take(&[failed(&last, "duplicate_code", APRIL)], APRIL);
            let next = list(&step, "commands");
            assert_eq!(next.len(), 1, "the next candidate, at once");
            assert_eq!(next[0]["lockId"], bad["lockId"]);
            assert_eq!(
                list(&step, "audit")[0]["because"],
                json!([{ "kind": "duplicate_on_lock" }])
            );
            last = next[0].clone();
            assert!(
                tried.insert(text(&last["pin"])),
                "a PIN that was refused is tried again"
            );
        }
        // F19: tries are bounded, too.
        let step = house.take(&[failed(&last, "duplicate_code", APRIL)], APRIL);
        assert_eq!(list(&step, "commands"), &Vec::<Value>::new());
        assert_eq!(step["wakeAt"], "2026-04-01T12:30:00Z");
        let step = house.take(&[], "2026-04-01T12:30:00Z");
        let command = list(&step, "commands")[0].clone();
        assert!(tried.insert(text(&command["pin"])));
        house.take(
            &[result(&command, "confirmed", "2026-04-01T12:30:00Z")],
            "2026-04-01T12:30:00Z",
        );
        assert_eq!(house.pin("stay", &text(&good["lockId"])), "492817");
        assert_eq!(
            json!(house.pin("stay", &text(&bad["lockId"]))),
            command["pin"]
        );
    }
}
