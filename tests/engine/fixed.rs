//! Locks on which no window can be changed, during a stay: D3, T2, T4, T5, T7, F1, F23, S.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, booking, failed, listing, lock, lock_report, order, site_of, stay, with,
};
use crate::support::steps::{audited, is_empty, list, noticed, only_command, text};

const INSIDE: &str = "2026-05-02T12:00:00Z";
const OLD_END: &str = "2026-05-03T09:30:00Z";
const NEW_END: &str = "2026-05-05T09:30:00Z";

fn fixed_doors(locks: &[(&str, Value)]) -> House {
    let fixed = |over: &Value| with(json!({ "canUpdate": false }), over);
    let locks: Vec<Value> = locks
        .iter()
        .map(|(id, over)| lock(id, &fixed(over)))
        .collect();
    House::new(site_of(&locks, &json!({})))
}

fn one_door() -> House {
    fixed_doors(&[("door", json!({}))])
}

/// Two nights more.
fn longer() -> Value {
    stay(&json!({ "revision": 2, "departure": "2026-05-05" }))
}

fn windows(house: &House) -> Vec<(String, Option<String>)> {
    let held = house.locks["door"].values();
    held.map(|(pin, _, ends_at)| (pin.clone(), ends_at.clone()))
        .collect()
}

/// Takes every step until `until` with a lock that answers; nobody is called for nothing (D3).
fn live(house: &mut House, from: &str, until: &str) -> Vec<(String, Value)> {
    let (mut now, mut facts, mut steps) = (from.to_owned(), Vec::new(), Vec::new());
    while now.as_str() <= until {
        let before = house.site();
        let step = house.take(&facts, &now);
        assert!(
            !facts.is_empty() || steps.is_empty() || before != house.site(),
            "D3: called for nothing at {now}"
        );
        let commands = list(&step, "commands").clone();
        facts = commands
            .iter()
            .flat_map(|one| house.answers(one, &now))
            .collect();
        let wake_at = step.get("wakeAt").map(text);
        steps.push((now.clone(), step));
        if facts.is_empty() {
            let Some(wake_at) = wake_at else { break };
            now = wake_at;
        }
    }
    steps
}

/// Calling once more with nothing new does nothing, and asks for the same instant (D3).
fn is_settled(house: &mut House, step: &Value, now: &str) {
    let again = house.take(&[], now);
    assert!(is_empty(&again), "{again}");
    assert_eq!(again["wakeAt"], step["wakeAt"]);
}

#[test]
fn d3_t7_once_the_new_code_is_sent_the_old_ones_end_is_nothing_to_be_called_for() {
    let mut house = one_door();
    house.move_in();
    let now = "2026-05-03T09:29:50Z";
    let step = house.take(&[longer()], now);
    assert_eq!(only_command(&step)["deadline"], "2026-05-03T09:30:10Z");
    is_settled(&mut house, &step, now);
}

#[test]
fn d3_t5_t7_a_stay_that_comes_back_longer_gets_its_second_code_in_the_same_step() {
    let mut house = one_door();
    house.move_in();
    let now = "2026-05-02T12:00:00Z";
    let cancelled = stay(&json!({ "revision": 2, "status": "cancelled" }));
    let removal = only_command(&house.take(&[cancelled], now));
    let at = "2026-05-02T12:00:05Z";
    house.take(&[failed(&removal, "offline", at)], at);
    // The old code is on the lock still, and ends too early.
    let back = stay(&json!({ "revision": 3, "departure": "2026-05-05" }));
    let now = "2026-05-02T12:00:10Z";
    let step = house.take(&[back], now);
    assert_eq!(audited(&step), ["code_issued", "code_issued"]);
    is_settled(&mut house, &step, now);
}

#[test]
fn t7_f23_during_a_stay_the_new_pin_works_before_the_old_one_goes_and_the_guest_is_told_once() {
    let mut house = one_door();
    house.move_in();
    let old = house.pin_on("door");
    let step = house.take(&[longer()], INSIDE);
    let program = only_command(&step);
    assert_eq!(program["kind"], "program_code");
    assert_ne!(program["pin"], json!(old));
    assert_eq!(program["window"]["endsAt"], NEW_END);
    assert_eq!(audited(&step), ["window_moved", "code_issued"]);
    // Of the stay's new end the guest hears at once, with the PIN that works.
    assert_eq!(noticed(&step), ["access_changed:stay:2"]);
    assert_eq!(step["notices"][0]["values"]["doors"][0]["code"], json!(old));
    // While it is under way, and while it fails, the old one is the guest's.
    let at = "2026-05-02T12:00:05Z";
    let step = house.take(&[failed(&program, "busy", at)], at);
    assert_eq!(
        (noticed(&step).len(), house.pin_on("door")),
        (0, old.clone())
    );
    let again = only_command(&house.take(&[], "2026-05-02T12:00:35Z"));
    assert_eq!(again["pin"], program["pin"]);
    let answers = house.answers(&again, "2026-05-02T12:00:36Z");
    let step = house.take(&answers, "2026-05-02T12:00:36Z");
    assert_eq!(noticed(&step), ["access_changed:stay:3"]);
    assert_eq!(
        step["notices"][0]["values"]["doors"][0]["code"],
        program["pin"]
    );
    // C3: the lock is read, and then the old one goes.
    let read = only_command(&step);
    assert_eq!(read["kind"], "read_lock");
    let answers = house.answers(&read, "2026-05-02T12:00:36Z");
    let step = house.take(&answers, "2026-05-02T12:00:36Z");
    let removal = only_command(&step);
    assert_eq!(
        (&removal["kind"], house.pins_on("door").len()),
        (&json!("remove_code"), 2)
    );
    house.settle_commands(&step, "2026-05-02T12:00:37Z");
    let new = text(&program["pin"]);
    assert_eq!(windows(&house), [(new.clone(), Some(NEW_END.to_owned()))]);
    assert_eq!(house.pin("stay", "door"), new);
    // Once more, and then off with it at the end.
    let still_longer = stay(&json!({ "revision": 3, "departure": "2026-05-06" }));
    house.settle(&[still_longer], "2026-05-04T12:00:00Z");
    let last = house.pin_on("door");
    assert!(last != new && last != old);
    live(&mut house, "2026-05-04T12:00:00Z", "2026-05-07T00:00:00Z");
    assert_eq!(house.pins_on("door"), Vec::<String>::new());
}

#[test]
fn t7_t4_an_old_code_that_is_over_by_now_goes_after_the_new_one_has_come() {
    let mut house = fixed_doors(&[("door", json!({ "canReadBack": false }))]);
    house.move_in();
    let old = house.pin_on("door");
    // Until the old code has ended nobody knows whether the new one has come.
    let mut step = house.take(&[longer()], INSIDE);
    let over = "2026-05-03T10:00:00Z";
    loop {
        let at = text(&step["wakeAt"]);
        if at.as_str() >= over {
            break;
        }
        let commands = list(&step, "commands").clone();
        let answers: Vec<Value> = commands
            .iter()
            .map(|one| failed(one, "timeout", &at))
            .collect();
        step = house.take(&answers, &at);
    }
    let online = lock_report(
        "door",
        &json!({ "state": { "reachability": "online" } }),
        over,
    );
    let late: Vec<Value> = list(&step, "commands")
        .iter()
        .map(|one| failed(one, "timeout", over))
        .collect();
    let step = house.take(&[late, vec![online]].concat(), over);
    let first = only_command(&step);
    assert_eq!(first["kind"], "program_code", "{step}");
    house.settle_commands(&step, over);
    assert_ne!(house.pin_on("door"), old);
}

#[test]
fn t7_f1_before_the_stay_and_where_nothing_is_uncovered_the_pin_stays() {
    let mut house = one_door();
    house.settle(&[stay(&json!({}))], APRIL);
    let pin = house.pin_on("door");
    // A night before is granted at the last moment: the code does not open yet, so that it can go.
    let now = "2026-04-30T14:00:00Z";
    let earlier = stay(&json!({ "revision": 2, "arrival": "2026-04-30" }));
    house.settle(&[earlier], now);
    assert_eq!(windows(&house), [(pin.clone(), Some(OLD_END.to_owned()))]);
    // A shorter stay is covered: the code goes with the new end.
    let shorter = stay(&json!({ "revision": 3, "arrival": "2026-04-30", "checkOut": "10:00" }));
    let step = house.settle(&[shorter], INSIDE);
    assert_eq!(
        (windows(&house), list(&step, "commands").len()),
        (vec![(pin.clone(), Some(OLD_END.to_owned()))], 0)
    );
    live(&mut house, INSIDE, "2026-05-03T08:30:00Z");
    assert_eq!(house.pins_on("door"), Vec::<String>::new());
}

#[test]
fn t4_t7_f23_a_code_that_may_not_be_back_before_its_guest_comes_stays_as_it_is() {
    let shorter = stay(&json!({ "revision": 2, "departure": "2026-05-02" }));
    let mut house = one_door();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], "2026-05-01T12:45:00Z");
    // It would be taken off and made again: that are two commands, of a minute each.
    let removal = only_command(&house.take(std::slice::from_ref(&shorter), "2026-05-01T12:57:59Z"));
    assert_eq!(removal["kind"], "remove_code");

    let mut house = one_door();
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], "2026-05-01T12:45:00Z");
    house.settle(&[], "2026-05-01T12:55:00Z");
    let pin = house.pin_on("door");
    let steps = live(&mut house, "2026-05-01T12:58:00Z", "2026-05-01T12:58:00Z");
    assert_eq!(steps.len(), 1);
    let step = house.take(&[shorter], "2026-05-01T12:58:01Z");
    assert_eq!(list(&step, "commands"), &Vec::<Value>::new());
    let steps = live(&mut house, "2026-05-01T12:58:02Z", "2026-05-02T09:29:00Z");
    for (now, step) in &steps {
        let taken_off = list(step, "commands")
            .iter()
            .any(|one| one["kind"] == "remove_code");
        assert!(!taken_off, "at {now}");
    }
    assert_eq!(house.pin_on("door"), pin);
    // It goes with the shorter stay.
    house.settle(&[], "2026-05-02T09:30:00Z");
    assert_eq!(house.pins_on("door"), Vec::<String>::new());
}

#[test]
fn t7_t2_a_stay_that_gets_its_old_end_back_in_time_keeps_its_pin() {
    let mut house = one_door();
    house.move_in();
    let pin = house.pin_on("door");
    let offline = lock_report(
        "door",
        &json!({ "state": { "reachability": "offline" } }),
        INSIDE,
    );
    let program = only_command(&house.take(&[offline, longer()], INSIDE));
    house.take(&[failed(&program, "offline", INSIDE)], INSIDE);
    let back = stay(&json!({ "revision": 3 }));
    house.settle(&[back], "2026-05-02T12:10:00Z");
    live(&mut house, "2026-05-02T12:10:00Z", "2026-05-03T09:00:00Z");
    assert_eq!(
        (house.pins_on("door"), house.pin("stay", "door")),
        (vec![pin.clone()], pin)
    );
}

#[test]
fn t7_s_on_a_full_lock_the_code_ends_and_is_made_again_with_the_same_pin() {
    let mut house = fixed_doors(&[("door", json!({ "capacity": 1 }))]);
    house.move_in();
    let pin = house.pin_on("door");
    // Nobody can give a place: the host hears of it.
    let step = house.settle(&[longer()], INSIDE);
    assert_eq!(
        noticed(&step),
        ["access_changed:stay:2", "capacity:door:stay"]
    );
    let steps = live(&mut house, INSIDE, "2026-05-03T12:00:00Z");
    let kinds = |step: &Value| {
        let commands = list(step, "commands").iter();
        commands.map(|one| text(&one["kind"])).collect::<Vec<_>>()
    };
    let at_the_end: Vec<String> = steps
        .iter()
        .filter(|(now, _)| now == OLD_END)
        .flat_map(|(_, step)| kinds(step))
        .collect();
    assert_eq!(at_the_end, ["remove_code", "program_code", "read_lock"]);
    assert_eq!(windows(&house), [(pin.clone(), Some(NEW_END.to_owned()))]);
    assert_eq!(house.pin("stay", "door"), pin);
    // A backup that nobody was told makes room.
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({ "canUpdate": false, "capacity": 2 }))],
        "listings": [listing("flat", &json!(["door"]))], "policy": { "backups": { "poolSize": 1 } },
    }));
    house.move_in();
    assert_eq!(house.pins_on("door").len(), 2);
    house.settle(&[longer()], INSIDE);
    assert_eq!(
        windows(&house)
            .iter()
            .filter(|(_, end)| end.as_deref() == Some(NEW_END))
            .count(),
        1
    );
}

#[test]
fn t7_p1_doors_that_stand_behind_each_other_get_one_new_pin() {
    let mut house = fixed_doors(&[("door", json!({})), ("street", json!({}))]);
    house.move_in();
    let old = house.pin_on("door");
    house.settle(&[longer()], INSIDE);
    assert_eq!(house.pin_on("door"), house.pin_on("street"));
    assert_ne!(house.pin_on("door"), old);
}

#[test]
fn t7_d3_a_lock_that_was_silent_when_the_stay_changed_gets_its_second_code_during_the_stay() {
    let mut house = one_door();
    house.settle(&[stay(&json!({}))], APRIL);
    let old = house.pin_on("door");
    let now = "2026-05-01T12:00:00Z";
    let offline = lock_report(
        "door",
        &json!({ "state": { "reachability": "offline" } }),
        now,
    );
    let (mut now, mut facts) = (now.to_owned(), vec![offline, longer()]);
    while now.as_str() < "2026-05-01T14:00:00Z" {
        let before = house.site();
        let step = house.take(&facts, &now);
        assert!(
            !facts.is_empty() || before != house.site(),
            "D3: called for nothing at {now}"
        );
        let commands = list(&step, "commands").iter();
        facts = commands.map(|one| failed(one, "offline", &now)).collect();
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    assert_eq!(house.pins_on("door"), std::slice::from_ref(&old));
    let online = lock_report(
        "door",
        &json!({ "state": { "reachability": "online" } }),
        &now,
    );
    house.settle(&[online], &now);
    let held = windows(&house);
    assert_eq!((held.len(), held[0].1.as_deref()), (1, Some(NEW_END)));
    assert_ne!(held[0].0, old);
}

#[test]
fn d3_t7_f10_the_end_of_a_code_in_whose_place_another_was_ordered_is_nothing_to_be_called_for() {
    // No check ends the pause of a lock that is left alone.
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({ "canUpdate": false }))], "listings": [listing("flat", &json!(["door"]))],
        "policy": { "validation": { "enabled": false } },
    }));
    house.move_in();
    // It answers no more: what another stay needs has failed so often that the lock is left alone.
    let next = booking("next", ("2026-06-01", "2026-06-03"), &json!({}));
    let mut now = "2026-05-03T09:05:00Z".to_owned();
    let mut step = house.take(&[next], &now);
    for again in [true, true, true, true, false] {
        let program = only_command(&step);
        step = house.take(&[failed(&program, "offline", &now)], &now);
        if again {
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
        }
    }
    let now = "2026-05-03T09:15:00Z";
    let reissue = order(&json!({ "kind": "reissue", "reservationId": "stay" }), now);
    let mut step = house.take(&[longer(), reissue], now);
    assert_eq!(list(&step, "commands"), &Vec::<Value>::new());
    while let Some(at) = step.get("wakeAt").map(text).filter(|at| &**at <= OLD_END) {
        let before = house.site();
        step = house.take(&[], &at);
        assert_ne!(before, house.site(), "D3: called for nothing at {at}");
    }
}
