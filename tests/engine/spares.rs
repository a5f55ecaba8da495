//! Backups and the emergency code on their locks: B1, B6, B7, E1, E2, I6, I9, S.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{APRIL, MAY, booking, failed, listing, listing_fact, with};
use crate::support::calls::ask;
use crate::support::steps::{is_empty, list, only_command, text};

fn with_spares(over: &Value, policy: &Value) -> House {
    let base =
        json!({ "backups": { "poolSize": 2, "brand": "Casa" }, "emergency": { "enabled": true } });
    House::one_door(over, &with(base, policy))
}

/// The codes on the lock, as a site knows them: kind, identifier, slot, PIN.
fn spares(house: &mut House) -> Vec<(String, Option<String>, Option<u64>, String)> {
    let site = house.site();
    list(&site, "accessCodes")
        .iter()
        .filter(|code| {
            code["holder"]["kind"] != "reservation" && code["onLock"]["state"] == "confirmed"
        })
        .map(|code| {
            let kind = text(&code["holder"]["kind"]);
            (
                kind,
                code["holder"].get("id").map(text),
                code.get("slot").and_then(Value::as_u64),
                text(&code["pin"]),
            )
        })
        .collect()
}

fn kinds(house: &mut House) -> Vec<String> {
    let mut kinds: Vec<String> = spares(house).into_iter().map(|(kind, ..)| kind).collect();
    kinds.sort();
    kinds
}

#[test]
fn b1_e1_i6_a_linked_lock_gets_its_pool_and_its_emergency_code_without_end() {
    let mut house = with_spares(&json!({}), &json!({}));
    let first = house.take(&[], APRIL);
    let command = &list(&first, "commands")[0];
    assert_eq!(command["name"], "Casa Backup 100001");
    assert_eq!(command["window"], json!({}), "B1: without end");
    house.settle(&[], "2026-04-01T12:01:00Z");
    house.settle(&[], "2026-04-01T12:02:00Z");
    let last = house.take(&[], "2026-04-01T12:03:00Z");
    assert!(is_empty(&last), "D3: {last}");
    let found = spares(&mut house);
    let named: Vec<_> = found
        .iter()
        .map(|(kind, id, slot, _)| (kind.as_str(), id.as_deref(), *slot))
        .collect();
    assert_eq!(
        named,
        [
            ("backup", Some("100001"), None),
            ("backup", Some("100002"), None),
            ("emergency", Some("100003"), Some(15))
        ]
    );
    let mut pins: Vec<&String> = found.iter().map(|(.., pin)| pin).collect();
    pins.sort();
    pins.dedup();
    assert_eq!(pins.len(), 3, "I4");
    assert!(pins.iter().all(|pin| pin.len() == 6), "E1: six digits");
}

#[test]
fn b1_the_pool_is_as_large_as_the_busiest_of_the_next_seven_days() {
    let mut house = with_spares(&json!({}), &json!({ "emergency": { "enabled": false } }));
    let arrivals: Vec<Value> = (0..3)
        .map(|number| {
            booking(
                &format!("stay-{number}"),
                MAY,
                &json!({ "guest": { "name": "Ada", "id": format!("g{number}") } }),
            )
        })
        .collect();
    let step = house.settle(&arrivals, APRIL);
    assert_eq!(kinds(&mut house), ["backup", "backup"]);
    // From the midnight of the house on that begins the seventh day, the third is needed; nothing
    // happens until then.
    assert_eq!(step["wakeAt"], "2026-04-24T22:00:00Z");
    assert!(is_empty(&house.take(&[], "2026-04-24T21:59:59Z")));
    house.settle(&[], "2026-04-24T22:00:00Z");
    assert_eq!(kinds(&mut house), ["backup", "backup", "backup"]);
}

#[test]
fn b6_e2_the_old_ones_are_replaced_one_at_a_time_and_the_new_one_comes_first() {
    let mut house = with_spares(&json!({}), &json!({}));
    let step = house.settle(&[], APRIL);
    let before = spares(&mut house);
    assert_eq!(step["wakeAt"], "2026-06-30T12:00:00Z", "90 days");
    let now = "2026-06-30T12:00:00Z";
    let mut step = house.take(&[], now);
    let mut least = usize::MAX;
    for _ in 0..40 {
        let commands = list(&step, "commands").clone();
        if commands.is_empty() {
            break;
        }
        let answers: Vec<Value> = commands
            .iter()
            .flat_map(|command| house.answers(command, now))
            .collect();
        step = house.take(&answers, now);
        let backups = spares(&mut house)
            .into_iter()
            .filter(|(kind, ..)| kind == "backup")
            .count();
        least = least.min(backups);
    }
    assert!(least >= 2, "B6: added before removed");
    let after = spares(&mut house);
    assert_eq!(kinds(&mut house), ["backup", "backup", "emergency"]);
    assert!(
        after
            .iter()
            .all(|new| before.iter().all(|old| old.3 != new.3)),
        "every PIN is new"
    );
    assert_eq!(house.pins_on("door").len(), 3, "I5: nothing else is left");
    let slots: Vec<_> = after.iter().filter_map(|(.., slot, _)| *slot).collect();
    assert_eq!(slots, [15], "E2, I9: in place");
}

#[test]
fn n1_b6_e2_the_host_hears_once_of_each_code_in_whose_place_a_new_one_is() {
    let mut house = with_spares(&json!({}), &json!({}));
    house.settle(&[], APRIL);
    let ids = |house: &mut House| -> Vec<String> {
        let codes = house.codes(&json!({}));
        codes.iter().map(|code| text(&code["codeId"])).collect()
    };
    let (old, now) = (ids(&mut house), "2026-06-30T12:00:00Z");
    let mut told = Vec::new();
    let mut step = house.take(&[], now);
    loop {
        for notice in list(&step, "notices") {
            assert_eq!(notice["kind"], "rotation_done");
            let id = text(&notice["codeId"]);
            let site = house.site();
            let codes = list(&site, "accessCodes").iter();
            let mut gone =
                codes.filter(|code| code["id"] == id && code["onLock"]["state"] == "absent");
            assert!(gone.next().is_some(), "{id} is off its lock");
            let message = json!({ "template": ask("defaultTemplate", &json!({ "kind": "rotation_done" })).unwrap(),
                                  "values": notice["values"] });
            let message = text(&ask("renderMessage", &message).unwrap());
            assert!(
                message.ends_with(
                    "on door was replaced by a new one. You need to do nothing.\nListing: flat"
                ),
                "{message}"
            );
            told.push(id);
        }
        let commands = list(&step, "commands").clone();
        if commands.is_empty() {
            break;
        }
        let answers: Vec<Value> = commands
            .iter()
            .flat_map(|one| house.answers(one, now))
            .collect();
        step = house.take(&answers, now);
    }
    told.sort();
    assert_eq!((told, old.len()), (old, 3));
    assert!(is_empty(&house.take(&[], now)), "D3");
    // A pool that only gets smaller has nothing replaced.
    let smaller =
        json!({ "type": "policy", "revision": 1, "policy": { "backups": { "poolSize": 1 } } });
    let step = house.settle(&[smaller], "2026-07-01T12:00:00Z");
    assert_eq!(list(&step, "notices"), &Vec::<Value>::new());
}

#[test]
fn s_b1_guests_come_before_spares_and_spares_take_only_free_places() {
    let mut house = with_spares(&json!({ "capacity": 2 }), &json!({}));
    let soon = booking("stay", ("2026-04-02", "2026-04-04"), &json!({}));
    let step = house.take(&[soon], APRIL);
    assert_eq!(list(&step, "commands")[0]["name"], "Guest k1-1", "D4");
    house.settle(&[], "2026-04-01T12:01:00Z");
    for minute in 2..6 {
        house.settle(&[], &format!("2026-04-01T12:{minute:02}:00Z"));
    }
    assert_eq!(house.pins_on("door").len(), 2);
    assert!(house.pins_on("door").contains(&house.pin("stay", "door")));
}

#[test]
fn b1_l_an_unlinked_lock_loses_its_spares_and_one_without_a_way_gets_none() {
    let mut house = with_spares(&json!({}), &json!({}));
    house.settle(&[], APRIL);
    assert_eq!(house.pins_on("door").len(), 3);
    let now = "2026-04-02T12:00:00Z";
    let unlinked = listing("flat", &json!([]));
    house.settle(
        &[listing_fact(&with(unlinked, &json!({ "revision": 1 })))],
        now,
    );
    assert_eq!(house.pins_on("door"), Vec::<String>::new());

    let mut deaf = with_spares(&json!({ "remote": false }), &json!({}));
    assert!(is_empty(&deaf.take(&[], APRIL)));
}

#[test]
fn b7_f27_pool_size_0_turns_the_pool_off_and_keeps_what_there_is_from_growing() {
    let mut house = with_spares(&json!({}), &json!({ "backups": { "poolSize": 0 } }));
    house.settle(&[], APRIL);
    assert_eq!(kinds(&mut house), ["emergency"]);
}

#[test]
fn e3_the_host_can_always_read_the_current_emergency_code() {
    let mut house = with_spares(&json!({}), &json!({ "backups": { "poolSize": 0 } }));
    let shown = |house: &mut House| -> Vec<String> {
        let codes = house.codes(&json!({ "lockId": "door" }));
        let current = codes
            .iter()
            .filter(|code| code["holder"] == "emergency" && code["ending"] == false);
        current.map(|code| text(&code["code"])).collect()
    };
    house.settle(&[], APRIL);
    let first = shown(&mut house);
    assert_eq!(first.len(), 1, "one, and in clear: {first:?}");
    // A stranger used it: whoever asks is shown the one that takes its place, though the lock has
    // not heard of it yet (E2).
    let site = house.site();
    let code_id = text(&list(&site, "accessCodes")[0]["id"]);
    let used = json!({ "type": "code_used", "id": "u1", "at": "2026-04-02T03:00:00Z",
        "lockId": "door", "codeId": code_id });
    house.take(&[used], "2026-04-02T03:00:01Z");
    let second = shown(&mut house);
    assert_eq!(second.len(), 1, "{second:?}");
    assert_ne!(first, second);
}

#[test]
fn b1_c6_i6_a_spare_that_was_refused_is_sent_again_a_day_later_and_the_host_hears_once() {
    for failure in ["rejected", "unauthorized"] {
        let policy = json!({ "backups": { "poolSize": 1 }, "emergency": { "enabled": false } });
        let mut house = House::one_door(&json!({}), &policy);
        let spare = only_command(&house.take(&[], APRIL));
        let step = house.take(&[failed(&spare, failure, APRIL)], APRIL);
        assert_eq!(
            list(&step, "notices").len(),
            2,
            "of the code and of the pool: {step}"
        );
        let told = house.conditions();
        assert_eq!(step["wakeAt"], "2026-04-02T12:00:00Z");
        assert!(is_empty(&house.take(&[], "2026-04-02T11:59:59Z")));
        let second = "2026-04-02T12:00:00Z";
        let again = only_command(&house.take(&[], second));
        assert_eq!(
            (&again["kind"], &again["codeId"]),
            (&json!("program_code"), &spare["codeId"])
        );
        let step = house.take(&[failed(&again, failure, second)], second);
        assert!(list(&step, "notices").is_empty(), "N1: {step}");
        assert_eq!(house.conditions(), told, "N1: it goes on");
        assert_eq!(step["wakeAt"], "2026-04-03T12:00:00Z");
        let third = "2026-04-03T12:00:00Z";
        let again = only_command(&house.take(&[], third));
        let confirmed = house.confirm(&again, third);
        house.take(&[confirmed], third);
        assert_eq!(kinds(&mut house), ["backup"], "I6");
        assert_eq!(house.conditions(), json!([]));
    }
}

/// Nobody knows whether it is there: the instant since then is no instant of a refusal.
#[test]
fn c6_b1_d3_a_spare_that_is_refused_after_a_try_without_an_answer_waits_a_day_too() {
    let policy = json!({ "backups": { "poolSize": 1 }, "emergency": { "enabled": false } });
    let mut house = House::one_door(&json!({ "canReadBack": false }), &policy);
    let step = house.take(&[], APRIL);
    let step = house.take(&[], &text(&step["wakeAt"]));
    let mut at = text(&step["wakeAt"]);
    for day in 2..5 {
        let again = only_command(&house.take(&[], &at));
        let step = house.take(&[failed(&again, "rejected", &at)], &at);
        assert!(list(&step, "commands").is_empty(), "C6: {step}");
        let next = text(&step["wakeAt"]);
        assert_eq!(next[..11], format!("2026-04-0{day}T"), "{step}");
        assert_eq!(next[11..], at[11..]);
        at = next;
    }
}
