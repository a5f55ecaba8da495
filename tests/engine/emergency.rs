//! The emergency code: when it is replaced, and who hears of it: D3, E2, E3, F45, F48, F53, F54.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, booking, cannot_get_in, door_is, listing, lock, order, result, site_of, with,
};
use crate::support::steps::{commanded, is_empty, list, noticed, refusal, text};

/// A house with an emergency code and no other backup.
fn with_emergency(policy: &Value) -> Value {
    let base = json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": true } });
    site_of(&[lock("door", &json!({}))], &with(base, policy))
}

fn house_of(site: Value) -> House {
    let mut house = House::new(site);
    house.settle(&[], APRIL);
    house
}

fn early(id: &str, days: (&str, &str), guest: &str) -> Value {
    let over =
        json!({ "guest": { "id": guest, "name": guest }, "bookedAt": "2026-03-01T00:00:00Z" });
    booking(id, days, &over)
}

/// The emergency codes that shall be on the lock: id, PIN, and whether the lock has it.
fn current(house: &mut House) -> Vec<(String, String, bool)> {
    let site = house.site();
    let codes = list(&site, "accessCodes").iter();
    let codes =
        codes.filter(|code| code["holder"]["kind"] == "emergency" && code["wanted"] != "removed");
    codes
        .map(|code| {
            (
                text(&code["id"]),
                text(&code["pin"]),
                code["onLock"]["state"] == "confirmed",
            )
        })
        .collect()
}

/// Goes on to `until` with a lock that answers everything at once; each step at its time.
fn answered_until(house: &mut House, from: &str, until: &str) -> Vec<(String, Value)> {
    let mut steps = Vec::new();
    let mut now = from.to_owned();
    let mut facts = vec![door_is("online", from)];
    loop {
        let step = house.take(&facts, &now);
        facts = list(&step, "commands")
            .iter()
            .flat_map(|one| house.answers(one, &now))
            .collect();
        let next = step.get("wakeAt").map(text);
        steps.push((now.clone(), step));
        if facts.is_empty() {
            match next.filter(|at| at.as_str() <= until) {
                Some(at) => now = at,
                None => return steps,
            }
        }
    }
}

/// Goes on to `until` with a lock that is silent.
fn silent_until(
    house: &mut House,
    from: &str,
    until: &str,
    first: Vec<Value>,
) -> Vec<(String, Value)> {
    let mut steps = Vec::new();
    let mut now = from.to_owned();
    let mut facts = first;
    facts.push(door_is("offline", from));
    while now.as_str() <= until {
        let step = house.take(&facts, &now);
        let next = step.get("wakeAt").map(text);
        steps.push((now.clone(), step));
        let Some(next) = next else { break };
        now = next;
        facts = house.silence_and_word(&now);
    }
    steps
}

fn rotated(steps: &[(String, Value)]) -> Vec<String> {
    let all = steps.iter();
    all.flat_map(|(now, step)| {
        let keys = noticed(step)
            .into_iter()
            .filter(|key| key.starts_with("rotation_done"));
        keys.map(|_| now[..16].to_owned())
    })
    .collect()
}

#[test]
fn e2_w8_f45_it_is_not_taken_from_a_guest_between_two_joined_bookings() {
    let mut house = house_of(with_emergency(&json!({})));
    let booked = vec![
        early("one", ("2026-05-13", "2026-05-17"), "bea"),
        early("two", ("2026-05-17", "2026-05-26"), "bea"),
    ];
    let told = current(&mut house);
    let steps = silent_until(
        &mut house,
        "2026-05-12T12:00:00Z",
        "2026-05-13T14:00:00Z",
        booked,
    );
    let keys: Vec<String> = steps.iter().flat_map(|(_, step)| noticed(step)).collect();
    assert!(
        keys.iter()
            .any(|key| key.starts_with("emergency_told:one:")),
        "{keys:?}"
    );
    // It answers again. The first checkout is at 09:00 in UTC, and nothing happens an hour later.
    answered_until(&mut house, "2026-05-14T12:00:00Z", "2026-05-25T12:00:00Z");
    assert_eq!(current(&mut house), told, "F45");
    // The last checkout is at 09:00, the grace ends at 09:30, and the code is due at 10:00.
    let steps = answered_until(&mut house, "2026-05-26T08:00:00Z", "2026-05-26T12:00:00Z");
    assert_eq!(rotated(&steps), ["2026-05-26T10:00"]);
    let new = current(&mut house);
    assert_eq!((new.len(), new[0].2), (1, true));
    assert_ne!(new[0].1, told[0].1);
    assert_eq!(house.pins_on("door"), [new[0].1.clone()]);
}

#[test]
fn e2_f53_the_hour_after_checkout_counts_as_it_is_set_and_the_host_hears_of_the_rotation() {
    // At checkout it is due at the end of the grace; else when the policy says so.
    for (minutes, due) in [(0, "09:30"), (60, "10:00"), (150, "11:30")] {
        let policy = json!({ "emergency": { "rotateAfterCheckoutMinutes": minutes } });
        let mut house = house_of(with_emergency(&policy));
        let stay = vec![early("stay", ("2026-05-13", "2026-05-17"), "bea")];
        silent_until(
            &mut house,
            "2026-05-12T12:00:00Z",
            "2026-05-13T14:00:00Z",
            stay,
        );
        let steps = answered_until(&mut house, "2026-05-14T12:00:00Z", "2026-05-17T20:00:00Z");
        assert_eq!(rotated(&steps), [format!("2026-05-17T{due}")], "{minutes}");
    }
}

#[test]
fn e2_only_the_next_start_at_that_listing_brings_it_forward() {
    for (other, due) in [("flat", "09:45"), ("loft", "10:00")] {
        let mut site = with_emergency(&json!({}));
        let loft = with(
            listing("loft", &json!(["door"])),
            &json!({ "checkIn": "11:45" }),
        );
        site["listings"][0]["checkIn"] = json!("11:45");
        site["listings"].as_array_mut().unwrap().push(loft);
        let mut house = house_of(site);
        let stay = vec![early("stay", ("2026-05-13", "2026-05-17"), "bea")];
        let next = with(
            early("next", ("2026-05-17", "2026-05-19"), "cleo"),
            &json!({ "reservation": { "listingId": other } }),
        );
        silent_until(
            &mut house,
            "2026-05-12T12:00:00Z",
            "2026-05-13T14:00:00Z",
            stay,
        );
        house.settle(
            &[door_is("online", "2026-05-14T12:00:00Z"), next],
            "2026-05-14T12:00:00Z",
        );
        let steps = answered_until(&mut house, "2026-05-14T12:00:01Z", "2026-05-17T20:00:00Z");
        assert_eq!(rotated(&steps), [format!("2026-05-17T{due}")], "{other}");
    }
}

#[test]
fn d3_f48_one_call_at_an_instant_does_all_that_is_due_of_a_rotation() {
    let policy = json!({ "backups": { "poolSize": 2 } });
    let mut house = house_of(with_emergency(&policy));
    let now = "2026-06-30T12:00:00Z";
    let step = house.take(&[], now);
    assert!(!is_empty(&step));
    let again = house.take(&[], now);
    assert!(is_empty(&again), "{again}");
    assert_eq!(again["wakeAt"], step["wakeAt"]);
    // So it is where each answer brings the next part of it.
    let mut step = step;
    for _ in 0..40 {
        let answers: Vec<Value> = list(&step, "commands")
            .iter()
            .flat_map(|one| house.answers(one, now))
            .collect();
        if answers.is_empty() {
            break;
        }
        step = house.take(&answers, now);
        assert!(is_empty(&house.take(&[], now)), "{step}");
    }
    assert_eq!(house.pins_on("door").len(), 3);
}

#[test]
fn d3_n1_the_notice_that_a_code_does_not_come_off_ends_in_the_step_that_hears_it_is_off() {
    let mut house = house_of(with_emergency(&json!({})));
    let mut now = "2026-06-30T12:00:00Z".to_owned();
    let (mut facts, mut keys, mut removals) = (Vec::new(), Vec::new(), 0);
    while now.as_str() < "2026-07-01T12:00:00Z" {
        let step = house.take(&facts, &now);
        let again = house.take(&[], &now);
        assert!(is_empty(&again), "{again} after {step}");
        keys.extend(noticed(&step));
        facts.clear();
        for command in list(&step, "commands").clone() {
            removals += usize::from(command["kind"] == "remove_code");
            // A cloud takes the first five and does nothing; the sixth one is done.
            if command["kind"] == "remove_code" && removals <= 5 {
                facts.push(result(&command, "accepted", &now));
            } else {
                facts.extend(house.answers(&command, &now));
            }
        }
        if facts.is_empty() {
            let Some(at) = step.get("wakeAt") else { break };
            now = text(at);
        }
    }
    keys.retain(|key| !key.starts_with("review"));
    assert_eq!(keys, ["code_failed:k1-1", "rotation_done:k1-1"]);
    assert_eq!(house.conditions(), json!([]));
}

#[test]
fn e3_f54_the_audit_says_why_a_code_was_told_and_by_which_notice() {
    let mut house = house_of(with_emergency(&json!({})));
    let stay = vec![early("stay", ("2026-05-13", "2026-05-17"), "bea")];
    let steps = silent_until(
        &mut house,
        "2026-05-12T12:00:00Z",
        "2026-05-13T14:00:00Z",
        stay,
    );
    let rows: Vec<(&Value, &Value)> = steps
        .iter()
        .flat_map(|(_, step)| list(step, "audit").iter().map(move |row| (step, row)))
        .filter(|(_, row)| row["kind"] == "emergency_told")
        .collect();
    assert_eq!(rows.len(), 1);
    let (step, row) = rows[0];
    assert_eq!(
        row["because"],
        json!([
            { "kind": "check_failed", "check": "health", "finding": "does_not_answer" },
            { "kind": "access", "reason": { "kind": "lock_offline" } },
            { "kind": "access", "reason": { "kind": "begins_within", "minutes": 15 } },
            { "kind": "access", "reason": { "kind": "emergency_ready" } },
        ])
    );
    assert!(noticed(step).contains(&text(&row["noticeKey"])), "{row}");
    assert!(text(&row["noticeKey"]).starts_with("access_"), "{row}");
}

#[test]
fn e2_i3_the_host_may_order_that_one_more_stay_is_told_it_where_nothing_else_is_left() {
    let mut house = house_of(with_emergency(&json!({})));
    let code = current(&mut house)[0].clone();
    let booked = vec![
        early("one", ("2026-05-13", "2026-05-17"), "bea"),
        early("two", ("2026-05-17", "2026-05-19"), "cleo"),
    ];
    let steps = silent_until(
        &mut house,
        "2026-05-12T12:00:00Z",
        "2026-05-17T12:45:00Z",
        booked,
    );
    let call = steps
        .iter()
        .flat_map(|(_, step)| list(step, "notices"))
        .find(|one| one["key"] == "lock_unreachable:two:door")
        .expect("a call at T-15");
    let because = list(&call["values"]["access"], "because");
    assert!(
        because.contains(&json!({ "kind": "emergency_on_order" })),
        "{because:?}"
    );
    let now = "2026-05-17T12:46:00Z";
    let tell = json!({ "kind": "tell_emergency", "reservationId": "two", "lockId": "door" });
    let step = house.take(&[order(&tell, now)], now);
    let keys = noticed(&step);
    assert!(
        keys.contains(&format!("emergency_told:two:{}", code.0)),
        "{keys:?}"
    );
    let to_guest = list(&step, "notices")
        .iter()
        .find(|one| one["to"] == "guest")
        .unwrap();
    assert_eq!(to_guest["values"]["doors"][0]["code"], json!(code.1));
    let rows = list(&step, "audit")
        .iter()
        .filter(|row| row["kind"] == "emergency_told");
    let rows: Vec<(&Value, &Value)> = rows
        .map(|row| (&row["reservationId"], &row["because"]))
        .collect();
    let ordered = json!([{ "kind": "host_ordered", "order": "tell_emergency" }]);
    assert_eq!(rows, [(&json!("two"), &ordered)]);
    // Told once, whatever comes again.
    let again = house.take(&[order(&tell, now)], "2026-05-17T12:47:00Z");
    assert_eq!(noticed(&again), Vec::<String>::new());
    assert!(
        !list(&again, "audit")
            .iter()
            .any(|row| row["kind"] == "emergency_told")
    );
    // It opens for the second guest, and goes when their stay is over.
    let site = house.site();
    let told = list(&site, "accessCodes")
        .iter()
        .find(|one| one["id"] == json!(code.0))
        .unwrap();
    assert_eq!(list(told, "toldTo").len(), 2);
    answered_until(&mut house, "2026-05-17T14:00:00Z", "2026-05-18T12:00:00Z");
    assert_eq!(current(&mut house), std::slice::from_ref(&code));
    let steps = answered_until(&mut house, "2026-05-19T08:00:00Z", "2026-05-19T12:00:00Z");
    assert_eq!(rotated(&steps), ["2026-05-19T10:00"]);
    assert_ne!(current(&mut house)[0].1, code.1);
}

#[test]
fn e2_an_order_to_tell_what_is_not_there_is_refused() {
    let mut house = House::new(site_of(&[lock("door", &json!({}))], &json!({})));
    house.settle(&[early("stay", ("2026-05-13", "2026-05-17"), "bea")], APRIL);
    let now = "2026-04-02T12:00:00Z";
    let tell = |id: &str, door: &str| {
        order(
            &json!({ "kind": "tell_emergency", "reservationId": id, "lockId": door }),
            now,
        )
    };
    for (id, door, message) in [
        ("nobody", "door", "no such booking"),
        ("stay", "gate", "no door of this stay"),
        ("stay", "door", "no emergency code is on this lock"),
    ] {
        let refused = refusal(&house.step(&[tell(id, door)], now));
        assert!(refused.ends_with(message), "{refused}");
    }
}

/// An emergency code that grows old on 2026-06-30, with nobody in the house.
fn of_april() -> House {
    house_of(with_emergency(&json!({})))
}

/// A guest who comes on the day of a silent lock, and can't get in.
fn said(house: &mut House, arrival: (&str, &str), now: &str) -> Vec<String> {
    let walk_in = booking("walk-in", arrival, &json!({ "bookedAt": now }));
    let step = house.take(&[walk_in, door_is("offline", now)], now);
    let mut keys = noticed(&step);
    let said = cannot_get_in("walk-in", now);
    keys.extend(noticed(&house.take(&[said], now)));
    keys
}

#[test]
fn f17_e2_on_a_silent_lock_the_old_emergency_code_serves_until_the_new_one_can_be_there() {
    for day in ["2026-06-29", "2026-06-30", "2026-07-10"] {
        let mut house = of_april();
        let old = current(&mut house);
        let from = "2026-06-28T12:00:00Z";
        let until = format!("{day}T14:00:00Z");
        let steps = silent_until(&mut house, from, &until, Vec::new());
        let keys: Vec<String> = steps.iter().flat_map(|(_, step)| noticed(step)).collect();
        assert!(
            !keys.iter().any(|key| key.starts_with("removal_by_hand")),
            "{day} {keys:?}"
        );
        assert_eq!(current(&mut house), old, "{day}");
        let keys = said(&mut house, (day, "2026-07-12"), &until);
        assert!(
            keys.iter()
                .any(|key| key.starts_with("emergency_told:walk-in:")),
            "{day} {keys:?}"
        );
    }
    // The lock answers: the code is replaced.
    let mut house = of_april();
    let old = current(&mut house);
    silent_until(
        &mut house,
        "2026-06-28T12:00:00Z",
        "2026-07-10T12:00:00Z",
        Vec::new(),
    );
    answered_until(&mut house, "2026-07-10T12:30:00Z", "2026-07-10T13:00:00Z");
    assert_ne!(current(&mut house), old);
}

#[test]
fn f17_e2_a_lock_of_which_nobody_knows_is_read_before_its_emergency_code_is_replaced_for_its_age() {
    let mut house = of_april();
    let due = "2026-06-30T12:00:00Z";
    let step = house.take(&[], due);
    let kinds: Vec<String> = list(&step, "commands")
        .iter()
        .map(|one| text(&one["kind"]))
        .collect();
    assert_eq!(kinds, ["read_lock"]);
    let old = current(&mut house);
    // It does not answer: nothing is taken from it.
    let silent = house.silence(due);
    let steps = silent_until(
        &mut house,
        "2026-06-30T12:00:05Z",
        "2026-06-30T18:00:00Z",
        silent,
    );
    assert!(
        !steps
            .iter()
            .flat_map(|(_, step)| noticed(step))
            .any(|key| key.starts_with("removal"))
    );
    assert_eq!(current(&mut house), old);
    // One that answered a while ago is asked, too: it may be silent by now.
    let mut house = of_april();
    house.settle(
        &[door_is("online", "2026-06-30T11:50:00Z")],
        "2026-06-30T11:50:00Z",
    );
    let step = house.take(&[], due);
    assert_eq!(list(&step, "commands")[0]["kind"], "read_lock");
    assert_eq!(current(&mut house), old);
    // A lock that can't be read is not asked; its next word counts.
    let site = site_of(
        &[lock("door", &json!({ "canReadBack": false }))],
        &json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": true } }),
    );
    let mut house = house_of(site);
    let old = current(&mut house);
    let step = house.take(&[], due);
    assert!(list(&step, "commands").is_empty(), "{step}");
    assert_eq!(current(&mut house).len(), old.len());
    answered_until(&mut house, "2026-07-01T12:00:00Z", "2026-07-01T13:00:00Z");
    assert_ne!(current(&mut house)[0].1, old[0].1);
}

#[test]
fn d3_f17_e2_nobody_is_woken_for_an_old_emergency_code_that_stays_where_it_is() {
    let due = "2026-06-30T12:00:00Z";
    let site = site_of(
        &[lock("door", &json!({ "canReadBack": false }))],
        &json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": true } }),
    );
    let mut house = house_of(site);
    let before = "2026-06-30T11:59:30Z";
    assert_ne!(house.take(&[], before)["wakeAt"], due);
    // A lock that is silent by then is asked once nobody knows that any more.
    let mut house = of_april();
    let step = house.take(&[], "2026-06-30T11:00:00Z");
    assert_eq!(step["wakeAt"], due);
    let step = house.take(&[door_is("offline", before)], before);
    let asked = "2026-06-30T12:29:31Z";
    assert_eq!(step["wakeAt"], asked);
    assert_eq!(commanded(&house.take(&[], asked)), ["read_lock"]);
}

#[test]
fn f17_b6_a_spare_that_nobody_knows_is_no_task_for_the_host() {
    // The new backup was there when the lock fell silent, and the old one still is.
    let policy = json!({ "backups": { "poolSize": 1 }, "emergency": { "enabled": true } });
    for change in [json!({ "poolSize": 0 }), json!({ "rotateDays": 1 })] {
        let mut house = house_of(site_of(&[lock("door", &json!({}))], &policy));
        let now = "2026-04-20T12:00:00Z";
        house.take(&[door_is("offline", now)], now);
        let new = with(policy.clone(), &json!({ "backups": change }));
        let fact = json!({ "type": "policy", "revision": 2, "policy": new });
        let step = house.take(&[fact], now);
        let keys: Vec<String> = noticed(&step);
        assert!(
            !keys.iter().any(|key| key.starts_with("removal")),
            "{change} {keys:?}"
        );
        let steps = silent_until(&mut house, now, "2026-04-21T12:00:00Z", Vec::new());
        let keys: Vec<String> = steps.iter().flat_map(|(_, step)| noticed(step)).collect();
        assert!(
            !keys.iter().any(|key| key.starts_with("removal")),
            "{change} {keys:?}"
        );
    }
}
