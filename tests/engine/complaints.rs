//! Guests who say that they can't get in: A4, F58.

use serde_json::{Value, json};

use crate::house::{House, two_doors};
use crate::support::builders::{
    APRIL, REVEAL, STAY, booked_early, failed, listing, lock, lock_fact, neighbour, one_door,
    order, site_of, stay, with,
};
use crate::support::steps::{is_empty, list, noticed, refusal, text};

pub fn says(now: &str, over: &Value) -> Value {
    let said = json!({ "type": "guest_locked_out", "id": format!("out-{now}"), "at": now,
        "reservationId": "stay", "lockId": "door" });
    with(said, over)
}

/// A house with five backups, while the stay in May runs.
pub fn moved_in(policy: &Value, listing_over: &Value) -> House {
    let policy = with(json!({ "backups": { "poolSize": 5 } }), policy);
    let mut site = one_door(&json!({}), &policy);
    site["listings"][0] = with(listing("flat", &json!(["door"])), listing_over);
    let mut house = House::new(site);
    house.move_in();
    house
}

/// How many backup and emergency codes a step tells.
pub fn told(step: &Value) -> usize {
    let is_told = |row: &&Value| row["kind"] == "backup_told" || row["kind"] == "emergency_told";
    list(step, "audit").iter().filter(is_told).count()
}

pub fn notice<'a>(step: &'a Value, kind: &str) -> &'a Value {
    let mut all = list(step, "notices").iter();
    all.find(|one| one["kind"] == kind)
        .unwrap_or_else(|| panic!("no {kind}: {:?}", noticed(step)))
}

pub fn reasons(notice: &Value) -> Vec<String> {
    let because = list(&notice["values"]["access"], "because");
    because.iter().map(|one| text(&one["kind"])).collect()
}

fn used(pin: &str, at: &str) -> Value {
    json!({ "type": "code_used", "id": format!("use-{at}"), "at": at, "lockId": "door", "pin": pin })
}

pub fn code_told(step: &Value) -> String {
    text(&notice(step, "access_changed")["values"]["doors"][0]["code"])
}

#[test]
fn a4_f58_a_complaint_before_the_stay_is_answered_with_its_begin_and_one_after_it_with_its_end() {
    let mut house = moved_in(&json!({}), &neighbour());
    let mut ahead = House::new({
        let mut site = one_door(&json!({}), &json!({ "backups": { "poolSize": 1 } }));
        site["listings"][0] = with(listing("flat", &json!(["door"])), &neighbour());
        site
    });
    ahead.settle(&[stay(&json!({}))], APRIL);
    // Also before the guest may see the code (N3).
    let now = "2026-04-20T12:00:00Z";
    let step = ahead.take(&[says(now, &json!({}))], now);
    assert_eq!(noticed(&step), ["stay_ahead:stay:1"]);
    let values = &step["notices"][0]["values"];
    assert_eq!(values["checkIn"], "2026-05-01T15:00:00+02:00");
    assert!(values.get("doors").is_none() && told(&step) == 0);
    let again = ahead.take(&[says(now, &json!({}))], "2026-04-20T12:00:30Z");
    assert!(is_empty(&again), "D4: a repeat");
    let now = "2026-04-20T12:30:00Z";
    let again = ahead.take(&[says(now, &json!({}))], now);
    assert_eq!(noticed(&again), Vec::<String>::new(), "within the hour");
    let now = "2026-04-20T13:00:00Z";
    let again = ahead.take(&[says(now, &json!({}))], now);
    assert_eq!(noticed(&again), ["stay_ahead:stay:2"]);
    ahead.settle(&[], REVEAL);
    let now = "2026-05-01T12:59:59Z";
    let step = ahead.take(&[says(now, &json!({ "lockId": null }))], now);
    assert_eq!(noticed(&step), ["stay_ahead:stay:4"]);
    // It discredits nothing when the stay begins, and releases no entry method.
    let step = ahead.settle(&[], STAY);
    assert_eq!((noticed(&step), told(&step)), (vec![], 0));
    // After the stay, with its grace.
    for now in ["2026-05-03T09:00:00Z", "2026-05-03T09:30:00Z"] {
        house.settle(&[], now);
    }
    let now = "2026-05-03T10:00:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    assert_eq!(noticed(&step), ["stay_over:stay:2"]);
    assert_eq!(
        step["notices"][0]["values"]["checkOut"],
        "2026-05-03T11:00:00+02:00"
    );
    let step = house.take(&[says(now, &json!({}))], "2026-05-03T10:00:10Z");
    assert_eq!(noticed(&step), Vec::<String>::new());
    // Of the second in which the stay ends.
    let mut late = moved_in(&json!({}), &json!({}));
    let now = "2026-05-03T09:30:00Z";
    let step = late.take(&[says(now, &json!({}))], now);
    assert_eq!(noticed(&step), ["stay_over:stay:2"]);
}

#[test]
fn a4_five_taps_cost_two_backups_then_the_host_hears_and_may_order_the_next() {
    let mut house = moved_in(&json!({}), &json!({}));
    for second in [0, 10, 20, 30, 40] {
        let now = format!("2026-05-01T16:00:{second:02}Z");
        house.settle(&[says(&now, &json!({}))], &now);
    }
    let site = house.site();
    let codes = list(&site, "accessCodes").iter();
    let spent =
        codes.filter(|code| code["holder"]["kind"] == "backup" && code.get("toldTo").is_some());
    assert_eq!(spent.count(), 2);
    let now = "2026-05-01T17:30:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    let call = notice(&step, "lock_unreachable");
    let because = reasons(call);
    assert!(because.contains(&"nothing_left".to_owned()), "{because:?}");
    assert!(because.contains(&"next_on_order".to_owned()), "{because:?}");
    let passed = list(&call["values"]["access"], "passedOver");
    let backup = passed
        .iter()
        .find(|one| one["route"] == "backup_code")
        .unwrap();
    assert_eq!(backup["because"], json!([{ "kind": "enough_codes_told" }]));
    let now = "2026-05-01T17:31:00Z";
    let next = json!({ "kind": "tell_next", "reservationId": "stay", "lockId": "door" });
    let step = house.take(&[order(&next, now)], now);
    let rows: Vec<&Value> = list(&step, "audit")
        .iter()
        .filter(|row| row["kind"] == "backup_told")
        .collect();
    assert_eq!(rows.len(), 1);
    let ordered = json!([{ "kind": "host_ordered", "order": "tell_next" }]);
    assert_eq!(rows[0]["because"], ordered);
    assert_eq!(rows[0]["noticeKey"], notice(&step, "access_changed")["key"]);
    assert!(house.pins_on("door").contains(&code_told(&step)));
    // Once, whatever comes again.
    let again = house.take(&[order(&next, now)], "2026-05-01T17:32:00Z");
    assert_eq!(told(&again), 0);
    // What the host ordered does not count: complaints still give none.
    let now = "2026-05-01T17:40:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    assert_eq!(told(&step), 0);
    notice(&step, "lock_unreachable");
}

#[test]
fn a4_e3_the_audit_names_the_complaint_that_led_to_a_telling() {
    let mut house = moved_in(&json!({}), &json!({}));
    let now = "2026-05-01T16:00:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    let row = list(&step, "audit")
        .iter()
        .find(|row| row["kind"] == "backup_told")
        .unwrap();
    let said = json!({ "kind": "access", "reason": { "kind": "guest_cannot_get_in" } });
    assert!(list(row, "because").contains(&said), "{row}");
}

#[test]
fn a4_a5_after_two_codes_comes_the_entry_method_and_after_that_the_host() {
    let mut house = moved_in(&json!({}), &neighbour());
    for now in ["2026-05-01T16:00:00Z", "2026-05-01T16:10:00Z"] {
        let step = house.take(&[says(now, &json!({}))], now);
        assert_eq!(told(&step), 1, "{now}");
        house.settle_commands(&step, now);
    }
    let now = "2026-05-01T16:20:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    assert_eq!(told(&step), 0);
    notice(&step, "entry_method");
    for (now, key) in [
        ("2026-05-01T16:30:00Z", "lock_unreachable:stay:door"),
        (
            "2026-05-01T16:40:00Z",
            "lock_unreachable:stay:door:said:1777653600",
        ),
    ] {
        let step = house.take(&[says(now, &json!({}))], now);
        assert_eq!(
            (told(&step), noticed(&step)),
            (0, vec![key.to_owned()]),
            "{now}"
        );
    }
}

#[test]
fn a4_a_code_that_opened_just_before_is_believed_until_the_guest_says_so_again() {
    let mut house = moved_in(&json!({}), &neighbour());
    let own = house.pin("stay", "door");
    let at = "2026-05-01T16:00:00Z";
    house.settle(&[used(&own, at)], at);
    let now = "2026-05-01T16:05:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    assert_eq!(told(&step), 0);
    let notice = notice(&step, "complaint_after_use").clone();
    assert_eq!(notice["key"], "complaint_after_use:stay:door:1777651500");
    let because = reasons(&notice);
    for reason in ["used_just_before", "next_on_order"] {
        assert!(because.contains(&reason.to_owned()), "{because:?}");
    }
    let commands = list(&step, "commands");
    assert_eq!(commands[0]["kind"], "read_lock", "{commands:?}");
    // A repeat, and one more within two minutes, change nothing.
    house.settle_commands(&step, "2026-05-01T16:05:05Z");
    for (at, now) in [
        (now, "2026-05-01T16:05:30Z"),
        ("2026-05-01T16:06:59Z", "2026-05-01T16:06:59Z"),
    ] {
        let step = house.take(&[says(at, &json!({}))], now);
        assert_eq!(noticed(&step), Vec::<String>::new(), "{now}");
        assert!(list(&step, "commands").is_empty(), "{now}: {step}");
    }
    let now = "2026-05-01T16:07:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    assert_eq!(told(&step), 1);
    assert_ne!(code_told(&step), own);
}

#[test]
fn a4_a_use_since_begins_the_wait_anew_and_an_old_use_says_nothing() {
    let mut house = moved_in(&json!({}), &json!({}));
    let own = house.pin("stay", "door");
    let at = "2026-05-01T16:00:00Z";
    house.settle(&[used(&own, at)], at);
    for (now, is_used) in [
        ("2026-05-01T16:05:00Z", true),
        ("2026-05-01T16:08:00Z", false),
    ] {
        let step = house.settle(&[says(now, &json!({}))], now);
        assert_eq!(told(&step), 0, "{now}");
        if is_used {
            let at = "2026-05-01T16:06:00Z";
            house.settle(&[used(&own, at)], at);
        }
    }
    // More than ten minutes after the last use one complaint is enough.
    let mut house = moved_in(&json!({}), &json!({}));
    let at = "2026-05-01T16:00:00Z";
    let own = house.pin("stay", "door");
    house.settle(&[used(&own, at)], at);
    let now = "2026-05-01T16:10:01Z";
    assert_eq!(told(&house.take(&[says(now, &json!({}))], now)), 1);
}

#[test]
fn a4_where_the_reading_shows_that_the_code_is_gone_the_complaint_counts() {
    let mut house = moved_in(&json!({}), &json!({}));
    let own = house.pin("stay", "door");
    let at = "2026-05-01T16:00:00Z";
    house.settle(&[used(&own, at)], at);
    let now = "2026-05-01T16:05:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    house
        .locks
        .get_mut("door")
        .unwrap()
        .retain(|_, held| held.0 != own);
    let now = "2026-05-01T16:05:05Z";
    let answers: Vec<Value> = list(&step, "commands")
        .iter()
        .flat_map(|one| house.answers(one, now))
        .collect();
    let mut step = house.take(&answers, now);
    let mut all = told(&step);
    // The second reading proves it (T9).
    for second in [10, 15, 20] {
        let now = format!("2026-05-01T16:05:{second}Z");
        let answers: Vec<Value> = list(&step, "commands")
            .iter()
            .flat_map(|one| {
                if one["kind"] == "read_lock" {
                    house.answers(one, &now)
                } else {
                    vec![failed(one, "timeout", &now)]
                }
            })
            .collect();
        step = house.take(&answers, &now);
        all += told(&step);
    }
    assert_eq!(all, 1);
}

#[test]
fn a4_a_complaint_says_something_of_its_own_door_alone() {
    let mut house = two_doors();
    house.settle(&[stay(&json!({}))], APRIL);
    for now in [REVEAL, STAY] {
        house.settle(&[], now);
    }
    let now = "2026-05-01T16:00:00Z";
    let step = house.take(&[says(now, &json!({ "lockId": "back" }))], now);
    assert_eq!(noticed(&step), ["lock_unreachable:stay:back"]);
}

#[test]
fn a4_w8_joined_bookings_are_one_guest_with_one_count_of_codes() {
    let guest = json!({ "guest": { "id": "ada", "name": "Ada" } });
    let policy = json!({ "backups": { "poolSize": 5 } });
    let mut house = House::new(site_of(&[lock("door", &json!({}))], &policy));
    let one = booked_early("one", ("2026-05-01", "2026-05-03"), &guest);
    let two = booked_early("two", ("2026-05-03", "2026-05-05"), &guest);
    house.settle(&[one, two], APRIL);
    for now in ["2026-04-28T13:00:00Z", "2026-05-01T12:45:00Z", STAY] {
        house.settle(&[], now);
    }
    let mut counts = Vec::new();
    for (hour, id) in [(16, "two"), (17, "one"), (18, "two"), (19, "one")] {
        let now = format!("2026-05-01T{hour}:00:00Z");
        let step = house.take(&[says(&now, &json!({ "reservationId": id }))], &now);
        counts.push(told(&step));
        house.settle_commands(&step, &now);
    }
    assert_eq!(counts, [1, 1, 0, 0]);
}

#[test]
fn a4_e1_a_complaint_at_the_emergency_code_leads_on() {
    let policy = json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": true } });
    let mut house = moved_in(&policy, &neighbour());
    for (now, kind) in [
        ("2026-05-01T16:00:00Z", "emergency_told"),
        ("2026-05-01T16:10:00Z", "entry_method"),
        ("2026-05-01T16:20:00Z", "lock_unreachable"),
    ] {
        let step = house.take(&[says(now, &json!({}))], now);
        notice(&step, kind);
        house.settle_commands(&step, now);
    }
}

#[test]
fn a4_the_limits_are_policy_and_visits_have_no_complaints() {
    let policy = json!({ "complaints": { "maxCodes": 0 } });
    let mut house = moved_in(&policy, &json!({}));
    let now = "2026-05-01T16:00:00Z";
    let step = house.take(&[says(now, &json!({}))], now);
    assert_eq!(told(&step), 0);
    notice(&step, "lock_unreachable");
    let step = house.step(&[says(now, &json!({ "reservationId": "visit" }))], now);
    assert_eq!(list(&step, "rejected").len(), 1);
}

#[test]
fn a4_nothing_is_ordered_next_where_nothing_is_left() {
    let mut house = moved_in(&json!({ "backups": { "poolSize": 0 } }), &json!({}));
    let now = "2026-05-01T16:00:00Z";
    let next = json!({ "kind": "tell_next", "reservationId": "stay", "lockId": "door" });
    let step = house.step(&[order(&next, now)], now);
    let message = "facts[0].order.lockId: no backup or emergency code is ready on this lock";
    assert_eq!(refusal(&step), message);
}

/// A moved-in house of two doors with backups, and a lock of nobody.
fn with_more_locks() -> House {
    let locks = [
        lock("front", &json!({})),
        lock("back", &json!({})),
        lock("shed", &json!({})),
    ];
    let mut site = site_of(&locks, &json!({ "backups": { "poolSize": 2 } }));
    site["listings"] = json!([listing("flat", &json!(["front", "back"]))]);
    let mut house = House::new(site);
    house.move_in();
    house
}

#[test]
fn a4_l_a_complaint_that_names_a_replaced_lock_means_the_one_in_its_place() {
    let mut house = with_more_locks();
    let now = "2026-05-01T15:00:00Z";
    let by = json!({ "kind": "replace_lock", "lockId": "front", "by": "new" });
    let new = lock_fact(&lock("new", &json!({ "name": "front" })));
    house.settle(&[new, order(&by, now)], now);
    house.settle(&[], "2026-05-01T15:30:00Z");
    let now = "2026-05-01T16:00:00Z";
    let front = says(now, &json!({ "lockId": "front" }));
    let step = house.take(std::slice::from_ref(&front), now);
    assert_eq!(told(&step), 1);
    assert_eq!(notice(&step, "backup_told")["lockId"], "new");
    assert!(step.get("notes").is_none(), "{step}");
    // So do the orders that answer it.
    let now = "2026-05-01T16:10:00Z";
    let next = json!({ "kind": "tell_next", "reservationId": "stay", "lockId": "front" });
    let step = house.take(&[order(&next, now)], now);
    assert_eq!(notice(&step, "backup_told")["lockId"], "new");
    // The same about the new one is the same door.
    house.settle_commands(&step, now);
    let again = says("2026-05-01T16:00:00Z", &json!({ "lockId": "new" }));
    assert!(is_empty(&house.take(&[front, again], now)), "D4");
}

#[test]
fn a4_a_complaint_at_an_unknown_lock_is_refused_and_one_at_another_lock_is_about_all_doors() {
    let mut house = with_more_locks();
    let now = "2026-05-01T16:00:00Z";
    let step = house.step(&[says(now, &json!({ "lockId": "frnt" }))], now);
    let message = "facts[0].lockId: no lock frnt in this site";
    assert!(refusal(&step).starts_with(message), "{}", refusal(&step));
    assert_eq!(told(&step), 0);
    let step = house.take(&[says(now, &json!({ "lockId": "shed" }))], now);
    let note = &step["notes"][0];
    assert_eq!(
        (&note["path"], &note["kind"]),
        (&json!("facts[0].lockId"), &json!("unknown"))
    );
    assert_eq!(told(&step), 2, "both doors: {:?}", noticed(&step));
}

#[test]
fn a4_n1_where_nothing_is_left_the_host_is_called_again_after_a_quarter_of_an_hour() {
    let mut house = moved_in(&json!({}), &json!({}));
    let mut calls = Vec::new();
    for minute in 0..60 {
        let now = format!("2026-05-01T16:{minute:02}:00Z");
        let step = house.take(&[says(&now, &json!({}))], &now);
        let is_call = |key: &String| key.starts_with("lock_unreachable");
        calls.extend(
            noticed(&step)
                .iter()
                .filter(|key| is_call(key))
                .map(|_| minute),
        );
        house.settle_commands(&step, &now);
    }
    // Two backups first, then the call, and one more at a complaint after it.
    assert_eq!(calls, [2, 3, 18, 33, 48]);
}
