//! What wide seasons of the simulator have shown: A4, A6, A7, C3, D3, D5, I2, N1.

use serde_json::{Value, json};

use crate::complaints::says;
use crate::hosts_hand::later;
use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booking, cannot_get_in, door_is, failed, one_backup, result, stay, with,
};
use crate::support::steps::{commanded, is_empty, list, noticed, only_command, text};

/// An hour into the stay in May.
const NOW: &str = "2026-05-01T14:00:00Z";

fn no_backups() -> Value {
    json!({ "backups": { "poolSize": 0 } })
}

/// The word that a lock is silent grows old, and time alone leads to another try (A3, A4).
#[test]
fn d3_d5_a4_a_lock_is_asked_for_a_guest_as_soon_as_it_may_answer_again() {
    for can_read_back in [true, false] {
        let lock = json!({ "canReadBack": can_read_back });
        let mut house = House::one_door(&lock, &no_backups());
        house.no_duplicates = false;
        house.move_in();
        house.settle(&[], "2026-05-01T13:05:00Z");
        let said = cannot_get_in("stay", NOW);
        let step = house.take(&[door_is("offline", NOW), said], NOW);
        // The host hears at once what is left, and a lock that is silent is asked for nothing.
        let is_call = |key: &String| key.starts_with("lock_unreachable:stay:door");
        assert!(noticed(&step).iter().any(is_call), "{:?}", noticed(&step));
        assert_eq!(commanded(&step), [""; 0]);
        let old = "2026-05-01T14:30:01Z";
        // What a list would say so late helps nobody who stands outside.
        let kinds: &[&str] = if can_read_back {
            assert_ne!(step["wakeAt"], old);
            &[]
        } else {
            assert_eq!(step["wakeAt"], old);
            &["program_code"]
        };
        assert_eq!(commanded(&house.take(&[], old)), kinds);
    }
}

/// That nobody knows whether the lock answers is no news for a guest whose code is not on it.
#[test]
fn n1_a7_d5_a_code_that_was_told_as_uncertain_stays_so_until_it_is_on_its_lock() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[], APRIL);
    let booked = "2026-04-30T12:00:00Z";
    let late = booking("stay", MAY, &json!({}));
    let step = house.take(&[door_is("offline", booked), late], booked);
    assert!(noticed(&step).contains(&"access_ready:stay:1".to_owned()));
    let doors = &list(&step, "notices")[0]["values"]["doors"];
    assert_eq!(doors[0]["isUncertain"], true, "{step}");
    for minute in ["12:29:00", "12:30:01", "12:31:00", "12:45:00"] {
        let now = format!("2026-04-30T{minute}Z");
        let step = house.take(&[], &now);
        let keys = noticed(&step);
        let is_told = keys.iter().any(|key| key.starts_with("access_changed"));
        assert!(!is_told, "{now}: {keys:?}");
    }
    let now = "2026-04-30T13:00:00Z";
    let step = house.take(&[door_is("online", now)], now);
    let mut keys = noticed(&step);
    keys.extend(noticed(&house.settle_commands(&step, now)));
    let is_told = |key: &String| key.starts_with("access_changed");
    assert!(keys.iter().any(is_told), "{keys:?}");
}

/// What a guest is told in a step: the PINs.
fn told(step: &Value) -> Vec<String> {
    let notices = list(step, "notices").iter();
    let to_guest = notices.filter(|one| one["to"] == "guest");
    let doors = to_guest.flat_map(|one| one["values"]["doors"].as_array().cloned());
    doors.flatten().map(|door| text(&door["code"])).collect()
}

/// A code that the guest is told no more is no way in for them, though it opens.
#[test]
fn a6_a7_the_host_is_called_for_a_guest_who_keeps_a_code_that_does_not_let_them_in() {
    let policy = with(
        one_backup(),
        &json!({ "notices": { "stopAfterMessages": 1 } }),
    );
    let mut house = House::one_door(&json!({}), &policy);
    house.no_duplicates = false;
    house.settle(&[], APRIL);
    let booked = "2026-05-01T12:56:00Z";
    let mut step = house.take(&[booking("stay", MAY, &json!({}))], booked);
    let own = list(&step, "commands")[0].clone();
    assert_eq!(own["kind"], "program_code");
    let mut now = booked.to_owned();
    for _ in 0..20 {
        if !told(&step).is_empty() {
            break;
        }
        now = text(&step["wakeAt"]);
        step = house.take(&[], &now);
    }
    let is_backup = |key: &String| key.starts_with("backup_told");
    assert!(noticed(&step).iter().any(is_backup), "{step}");
    // The answer to the first command comes late: the guest's own code is there, too.
    now = later(&now, 20);
    let late = house.confirm(&own, &now);
    let step = house.take(&[late], &now);
    house.settle_commands(&step, &later(&now, 2));
    assert_eq!(house.pins_on("door").len(), 3);
    let said = cannot_get_in("stay", NOW);
    let step = house.take(&[said], NOW);
    assert_eq!(told(&step), [""; 0]);
    let is_call = |key: &String| key.starts_with("lock_unreachable:stay:door");
    assert!(noticed(&step).iter().any(is_call), "{:?}", noticed(&step));
}

/// The window that a code had may open in somebody else's time until the change is made.
#[test]
fn c3_i2_a_change_that_a_cloud_took_weeks_ahead_is_read_back_a_deadline_later() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let now = "2026-04-02T12:00:00Z";
    let later_on = json!({ "revision": 2, "checkIn": "18:00" });
    let step = house.take(&[booking("stay", MAY, &later_on)], now);
    assert_eq!(commanded(&step), ["change_window"]);
    let change = list(&step, "commands")[0].clone();
    let step = house.take(&[result(&change, "accepted", now)], now);
    let read_at = text(&step["wakeAt"]);
    assert_eq!(read_at, "2026-04-02T12:01:00Z");
    assert_eq!(commanded(&house.take(&[], &read_at)), ["read_lock"]);
}

/// A platform that does everything at once, and lists codes that end at half past nine as ones that
/// end at ten.
fn settle_rounded(house: &mut House, facts: &[Value], now: &str) -> Value {
    let mut step = house.take(facts, now);
    for _ in 0..100 {
        let commands = list(&step, "commands").clone();
        if commands.is_empty() {
            return step;
        }
        let mut answers = Vec::new();
        for command in &commands {
            answers.extend(house.answers(command, now));
            for held in house.locks.get_mut("door").unwrap().values_mut() {
                held.2 = held.2.take().map(|end| end.replace("T09:30", "T10:00"));
            }
        }
        step = house.take(&answers, now);
    }
    panic!("never quiet at {now}");
}

/// Calls the site whenever it asks for that, until an instant: each call does something (D3).
fn call_rounded(house: &mut House, mut step: Value, until: &str) {
    while let Some(now) = step["wakeAt"].as_str().filter(|now| *now <= until) {
        let now = now.to_owned();
        let called = house.take(&[], &now);
        assert!(!is_empty(&called), "D3: called at {now} for nothing");
        let commands = list(&called, "commands").clone();
        let answers = commands.iter().flat_map(|one| house.answers(one, &now));
        let answers: Vec<Value> = answers.collect();
        step = settle_rounded(house, &answers, &now);
    }
}

#[test]
fn d3_c4_nobody_is_called_for_a_failed_check_of_which_the_host_hears_by_the_same_notice() {
    let lock = json!({ "canUpdate": false });
    let mut house = House::one_door(&lock, &one_backup());
    let step = settle_rounded(&mut house, &[stay(&json!({}))], APRIL);
    call_rounded(&mut house, step, "2026-05-01T15:59:00Z");
    // The guest goes by a backup, though their own code is there. Lists show another end of it than
    // the confirmed one, and the host hears of that.
    let said = says("2026-05-01T16:00:00Z", &json!({}));
    let now = "2026-05-01T16:00:05Z";
    let step = settle_rounded(&mut house, &[said], now);
    call_rounded(&mut house, step, "2026-05-02T08:59:00Z");
    let longer = stay(&json!({ "revision": 2, "departure": "2026-05-04" }));
    let step = settle_rounded(&mut house, &[longer], "2026-05-02T09:00:00Z");
    call_rounded(&mut house, step, "2026-05-03T09:39:00Z");
    let now = "2026-05-03T09:40:00Z";
    let listed = house.report("door", now);
    let step = settle_rounded(&mut house, &[door_is("online", now), listed], now);
    let told = house.conditions().to_string();
    assert!(told.contains("code_failed:stay:door"), "{told}");
    call_rounded(&mut house, step, "2026-05-03T10:10:00Z");
}

#[test]
fn d3_a7_a_host_who_was_called_when_the_stay_began_is_not_called_for_its_next_uncovered_part() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let sent = only_command(&house.take(&[stay(&json!({}))], APRIL));
    house.take(&[result(&sent, "accepted", APRIL)], APRIL);
    let silent = |now: &str| door_is("offline", now);
    let mut keys = Vec::new();
    for now in ["2026-05-01T12:45:00Z", "2026-05-01T13:00:00Z"] {
        let step = house.take(&[silent(now)], now);
        keys.extend(noticed(&step));
    }
    let now = "2026-05-01T13:05:00Z";
    let longer = stay(&json!({ "revision": 2, "departure": "2026-05-04" }));
    house.take(&[silent(now), longer], now);
    // Its code is there, until the end that the stay had.
    let now = "2026-05-01T13:06:00Z";
    let found = house.confirm(&sent, now);
    let mut step = house.take(&[found, silent(now)], now);
    for _ in 0..200 {
        let now = text(&step["wakeAt"]);
        if now.as_str() > "2026-05-03T10:00:00Z" {
            return;
        }
        step = house.take(&[], &now);
        assert!(!is_empty(&step), "D3: called at {now} for nothing");
        let commands = list(&step, "commands");
        let facts: Vec<Value> = commands
            .iter()
            .map(|one| failed(one, "offline", &now))
            .collect();
        if !facts.is_empty() {
            step = house.take(&facts, &now);
        }
    }
    panic!("it ends");
}
