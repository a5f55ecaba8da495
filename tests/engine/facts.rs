//! Facts and steps as such: D1 to D3, T6, P3 and P9.

use latchstring::api::{Runtime, call};
use latchstring::code::SystemEntropy;
use serde_json::{Value, json};

use crate::house::{House, house};
use crate::support::builders::{
    APRIL, KEY, MAY, booking, failed, listing, listing_fact, lock, lock_fact, result, with,
};
use crate::support::calls::ask;
use crate::support::steps::{is_empty, list, text};

pub fn json_of(name: &str, input: &Value, runtime: &mut Runtime) -> String {
    call(name, &input.to_string(), runtime).unwrap()
}

/// Facts of some weeks, each with the instant at which it is told: bookings that overlap, change,
/// join and go.
fn history() -> Vec<(Vec<Value>, &'static str)> {
    let ada = json!({ "guest": { "id": "ada", "name": "Ada" } });
    vec![
        (
            vec![
                booking("b", ("2026-05-01", "2026-05-05"), &ada),
                booking("a", ("2026-05-04", "2026-05-06"), &json!({})),
            ],
            APRIL,
        ),
        (
            vec![
                json!({ "type": "weather" }),
                booking("c", ("2026-05-05", "2026-05-08"), &ada),
            ],
            "2026-04-02T12:00:00Z",
        ),
        (
            vec![
                lock_fact(&lock("back", &json!({}))),
                listing_fact(&listing("flat", &json!(["front", "back", "zwave"]))),
            ],
            "2026-04-03T12:00:00Z",
        ),
        (
            vec![booking(
                "b",
                ("2026-05-01", "2026-05-05"),
                &with(
                    ada.clone(),
                    &json!({ "revision": 2, "status": "cancelled" }),
                ),
            )],
            "2026-04-04T12:00:00Z",
        ),
        (vec![], "2026-05-04T12:50:00Z"),
        (vec![], "2026-05-06T09:30:00Z"),
        (vec![], "2026-05-08T09:30:00Z"),
    ]
}

pub fn new_site() -> Value {
    let locks =
        json!([{ "id": "zwave", "name": "Z", "profile": "zwave" }, lock("front", &json!({}))]);
    ask(
        "createSite",
        &json!({ "id": "house", "locks": locks, "listings": [listing("flat", &json!(["front", "zwave"]))] }),
    )
    .unwrap()
}

#[test]
fn d1_advance_is_open_site_a_step_and_to_json_to_the_byte() {
    let mut runtime = Runtime::new(SystemEntropy);
    let mut site = new_site();
    let handle: Value = serde_json::from_str(&json_of(
        "openSite",
        &json!({ "site": site, "key": KEY }),
        &mut runtime,
    ))
    .unwrap();
    let mut answered = Vec::new();
    let mut commands = 0;
    for (told, now) in history() {
        // The answers to what the step before commanded come first.
        let facts: Vec<Value> = std::mem::take(&mut answered)
            .into_iter()
            .chain(told)
            .collect();
        let step = json_of(
            "site.advance",
            &json!({ "handle": handle, "facts": facts, "now": now }),
            &mut runtime,
        );
        let kept = json_of("site.toJSON", &json!({ "handle": handle }), &mut runtime);
        let whole = json_of(
            "advance",
            &json!({ "site": site, "facts": facts, "now": now, "key": KEY }),
            &mut runtime,
        );
        assert_eq!(
            whole,
            format!("{},\"site\":{kept}}}", step.strip_suffix('}').unwrap())
        );
        // The same once more: the same bytes.
        let again = json_of(
            "advance",
            &json!({ "site": site, "facts": facts, "now": now, "key": KEY }),
            &mut runtime,
        );
        assert_eq!(whole, again);
        let shown = json_of(
            "site.accessCodes",
            &json!({ "handle": handle }),
            &mut runtime,
        );
        site = serde_json::from_str(&kept).unwrap();
        assert_eq!(
            shown,
            json_of("accessCodes", &json!({ "site": site }), &mut runtime)
        );
        let step: Value = serde_json::from_str(&step).unwrap();
        commands += list(&step, "commands").len();
        answered = list(&step, "commands")
            .iter()
            .map(|command| result(command, "confirmed", now))
            .collect();
    }
    assert!(commands > 8, "{commands}");
}

fn assert_sorted(keys: &[String]) {
    let mut sorted = keys.to_vec();
    sorted.sort();
    sorted.dedup();
    assert_eq!(keys, sorted);
}

#[test]
fn d1_outputs_are_in_order_and_changes_are_all_that_has_to_be_stored() {
    let mut house = House::reopened(&new_site());
    let (mut commands, mut notices, mut changes) = (0, 0, 0);
    let mut answered = Vec::new();
    for (told, now) in history() {
        let facts: Vec<Value> = std::mem::take(&mut answered)
            .into_iter()
            .chain(told)
            .collect();
        let step = house.step(&facts, now);
        let keys = |list: &Vec<Value>, key: &dyn Fn(&Value) -> String| {
            list.iter().map(key).collect::<Vec<_>>()
        };
        let given = keys(list(&step, "commands"), &|command| text(&command["lockId"]));
        let told = keys(list(&step, "notices"), &|notice| text(&notice["key"]));
        let changed = keys(list(&step, "changes"), &|change| {
            format!("{}\0{}", text(&change["table"]), text(&change["id"]))
        });
        for keys in [&given, &told, &changed] {
            assert_sorted(keys);
        }
        commands = commands.max(given.len());
        house.check_stored();
        notices = notices.max(told.len());
        changes = changes.max(changed.len());
        answered = list(&step, "commands")
            .iter()
            .map(|command| result(command, "confirmed", now))
            .collect();
    }
    assert!(
        commands > 1 && notices > 0 && changes > 3,
        "{commands} {notices} {changes}"
    );
}

#[test]
fn d1_ids_are_ordered_by_their_bytes() {
    // As UTF-16 the second would come first.
    let ids = ["\u{ff5e}", "\u{1f511}"];
    let mut house = House::with_locks(&[lock(ids[1], &json!({})), lock(ids[0], &json!({}))]);
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let given: Vec<String> = list(&step, "commands")
        .iter()
        .map(|command| text(&command["lockId"]))
        .collect();
    assert_eq!(given, ids);
}

#[test]
fn d2_a_bad_fact_is_rejected_by_itself_with_its_path() {
    let mut house = house();
    let mut late = booking("late", MAY, &json!({}));
    late["reservation"]["arrival"] = json!("2026-02-30");
    let mut unknown_key = booking("typo", MAY, &json!({}));
    unknown_key["reservation"]["checkin"] = json!("15:00");
    let step = house.step(
        &[
            json!({ "type": "weather" }),
            late,
            booking("good", MAY, &json!({})),
            unknown_key,
            json!(5),
            json!({}),
            booking("backwards", ("2026-05-03", "2026-05-01"), &json!({})),
            booking("far", ("2019-12-31", "2020-01-02"), &json!({})),
            lock_fact(&json!({ "id": "new", "name": "New", "profile": "acme" })),
            json!({ "type": "policy", "policy": { "codes": { "length": 3 } } }),
            listing_fact(&with(
                listing("loft", &json!([])),
                &json!({ "timeZone": "Mars/Olympus" }),
            )),
        ],
        APRIL,
    );
    let rejected: Vec<(u64, String, String)> = list(&step, "rejected")
        .iter()
        .map(|one| {
            assert_eq!(one["because"]["kind"], "invalid");
            (
                one["index"].as_u64().unwrap(),
                text(&one["because"]["code"]),
                text(&one["because"]["path"]),
            )
        })
        .collect();
    let expected = [
        (0, "invalid_value", "facts[0].type"),
        (1, "invalid_value", "facts[1].reservation.arrival"),
        (3, "unknown_key", "facts[3].reservation.checkin"),
        (4, "wrong_type", "facts[4]"),
        (5, "missing_key", "facts[5].type"),
        (6, "empty_window", "facts[6].reservation.departure"),
        (7, "year_out_of_range", "facts[7].reservation.arrival"),
        (8, "unknown_profile", "facts[8].lock.profile"),
        (9, "out_of_range", "facts[9].policy.codes.length"),
        (10, "unknown_time_zone", "facts[10].listing.timeZone"),
    ];
    let expected: Vec<(u64, String, String)> = expected
        .iter()
        .map(|(at, code, path)| (*at, (*code).into(), (*path).into()))
        .collect();
    assert_eq!(rejected, expected);
    assert_eq!(list(&step, "commands").len(), 1, "the good one stands");
    let ids: Vec<Value> = house.site()["reservations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["id"].clone())
        .collect();
    assert_eq!(ids, ["good"]);
}

#[test]
fn d3_the_same_again_is_nothing() {
    let mut house = house();
    let facts = [
        booking("stay", MAY, &json!({})),
        json!({ "type": "policy", "revision": 1, "policy": {} }),
    ];
    let step = house.take(&facts, APRIL);
    let command = list(&step, "commands")[0].clone();
    let before = house.site();
    for facts in [&facts[..], &[]] {
        let again = house.take(facts, APRIL);
        assert!(is_empty(&again), "{again}");
    }
    assert_eq!(house.site(), before);
    let answer = result(&command, "confirmed", APRIL);
    assert!(!is_empty(&house.take(std::slice::from_ref(&answer), APRIL)));
    assert!(
        is_empty(&house.take(&[answer], APRIL)),
        "D4: a repeated result changes nothing"
    );
}

#[test]
fn t6_older_and_repeated_revisions_change_nothing_and_a_changed_one_is_reported() {
    let mut house = house();
    let revision = |number: u32, days| booking("stay", days, &json!({ "revision": number }));
    let longer = ("2026-05-01", "2026-05-04");
    house.settle(&[revision(5, MAY)], APRIL);
    for old in [revision(4, longer), revision(5, MAY)] {
        assert!(is_empty(&house.take(&[old], APRIL)));
    }
    let step = house.step(
        &[
            revision(5, longer),
            booking("other", ("2026-06-01", "2026-06-02"), &json!({})),
        ],
        APRIL,
    );
    assert_eq!(
        step["rejected"],
        json!([{ "index": 0, "because": { "kind": "same_revision_other_content", "code": "invalid_value",
            "path": "facts[0].reservation.revision", "message": "revision 5 came before, with other content",
            "hint": "raise the revision with each change; the time of the change in seconds will do" } }])
    );
    assert_eq!(list(&step, "commands").len(), 1);
    let step = house.take(&[revision(6, longer)], APRIL);
    assert!(!is_empty(&step));
}

#[test]
fn t6_listings_locks_and_policies_too() {
    let listing = |name: &str| with(listing("flat", &json!(["door"])), &json!({ "name": name }));
    let lock = |name: &str| with(lock("door", &json!({})), &json!({ "name": name }));
    let policy = |days: u32| json!({ "codes": { "retireDays": days } });
    type Fact = Box<dyn Fn(&str, Option<u32>) -> Value>;
    let kinds: [Fact; 3] = [
        Box::new(move |name, revision| listing_fact(&with_revision(listing(name), revision))),
        Box::new(move |name, revision| lock_fact(&with_revision(lock(name), revision))),
        Box::new(move |name, revision| {
            let days = u32::try_from(name.len()).unwrap();
            with_revision(
                json!({ "type": "policy", "policy": policy(days) }),
                revision,
            )
        }),
    ];
    for fact in kinds {
        let mut house = house();
        // None was ever told: the latest word counts.
        assert!(!is_empty(&house.take(&[fact("one", None)], APRIL)));
        assert!(!is_empty(&house.take(&[fact("other", None)], APRIL)));
        assert!(!is_empty(&house.take(&[fact("first", Some(3))], APRIL)));
        // From then on, only a higher one does; none is as old as 0.
        for (name, revision) in [("older", Some(2)), ("none", None), ("first", Some(3))] {
            assert!(is_empty(&house.take(&[fact(name, revision)], APRIL)));
        }
        let step = house.step(&[fact("not the first", Some(3))], APRIL);
        assert_eq!(
            step["rejected"][0]["because"]["kind"],
            "same_revision_other_content"
        );
        assert!(!is_empty(&house.take(&[fact("older", Some(4))], APRIL)));
    }
}

fn with_revision(thing: Value, revision: Option<u32>) -> Value {
    revision.map_or(thing.clone(), |revision| {
        with(thing, &json!({ "revision": revision }))
    })
}

#[test]
fn p3_p9_the_key_is_never_stored_and_pins_stand_only_where_they_must() {
    let short = json!({
        "id": "b", "name": "b", "rules": { "lengths": [4], "digits": "12", "weakPins": "allow" },
    });
    let mut house = House::with_locks(&[lock("a", &json!({})), short]);
    let chosen = json!({ "preferredCode": "730415" });
    let step = house.take(
        &[
            booking("stay", MAY, &chosen),
            booking("other", MAY, &chosen),
        ],
        APRIL,
    );
    let command = list(&step, "commands")[0].clone();
    let pins: Vec<String> = house
        .codes(&json!({}))
        .iter()
        .map(|code| text(&code["code"]))
        .collect();
    assert_eq!(pins.len(), 4);
    let mut slipped = booking("slip", MAY, &json!({}));
    slipped["reservation"]["730415"] = json!("730415");
    slipped["reservation"]["arrival"] = json!("730415");
    let mut wrong = result(&command, "confirmed", APRIL);
    wrong["pin"] = json!(730_415);
    let step = [
        step,
        house.step(
            &[
                failed(&command, "duplicate_code", APRIL),
                slipped,
                wrong,
                json!("730415"),
                json!({ "type": "730415" }),
            ],
            APRIL,
        ),
    ];
    for step in step {
        for part in ["audit", "notices", "rejected"] {
            let part = step[part].to_string();
            for pin in &pins {
                assert!(!part.contains(&format!("{pin}\"")), "{part} holds {pin}");
            }
            assert!(!part.contains("730415"), "{part}");
        }
        assert!(!step.to_string().contains(KEY));
    }
    assert_eq!(
        list(
            &house.step(&[json!({ "type": "730415" })], APRIL),
            "rejected"
        )
        .len(),
        1
    );
    assert!(!house.site().to_string().contains(KEY));
}
