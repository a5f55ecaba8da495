//! Locks whose own algorithm could make codes, but that do not say `offlineCodes`: nothing asks for
//! one, so every other way in counts (A3b, F41).

use latchstring::model::{profile, profile_names};
use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, REVEAL, STAY, failed, listing, lock_report, neighbour, stay, with,
};
use crate::support::calls::ask;
use crate::support::steps::{audited, is_empty, list, noticed, text};

const DEADLINE: &str = "2026-05-01T12:55:00Z";
const OVER: &str = "2026-05-03T10:00:00Z";

/// A lock of each profile with an algorithm, and two that say so themselves.
fn clever_locks() -> Vec<Value> {
    let of = |name: &str| json!({ "id": "door", "name": "Door", "profile": name });
    let brands = profile_names().filter(|name| !profile(name).unwrap().offline_frames.is_empty());
    let mut locks: Vec<Value> = brands.map(of).collect();
    assert!(locks.len() >= 7, "{locks:?}");
    for native in [true, false] {
        locks.push(
            json!({ "id": "door", "name": "Door", "nativeSchedule": native,
            "timeFrames": { "offline": [{ "minMinutes": 60, "maxMinutes": 525_600 }] } }),
        );
    }
    locks
}

fn by_a_neighbour(lock: &Value) -> House {
    House::new(json!({
        "locks": [lock],
        "listings": [with(listing("flat", &json!(["door"])), &neighbour())],
        "policy": { "backups": { "poolSize": 2 }, "emergency": { "enabled": true } },
    }))
}

fn outside(now: &str) -> Value {
    json!({ "type": "guest_locked_out", "id": format!("out-{now}"), "at": now, "reservationId": "stay" })
}

/// Calls the site whenever it asks for it, up to an instant; its lock answers nothing. Each step's
/// instant and step.
fn go_silent(house: &mut House, facts: &[Value], now: &str, until: &str) -> Vec<(String, Value)> {
    let mut at = now.to_owned();
    let mut steps = vec![(at.clone(), house.take(facts, now))];
    for _ in 0..500 {
        let (_, step) = steps.last().unwrap();
        let unanswered: Vec<Value> = list(step, "commands")
            .iter()
            .map(|command| failed(command, "offline", &at))
            .collect();
        if unanswered.is_empty() {
            match step
                .get("wakeAt")
                .map(text)
                .filter(|wake| wake.as_str() <= until)
            {
                Some(wake) => at = wake,
                None => return steps,
            }
        }
        let step = house.take(&unanswered, &at);
        assert!(
            !unanswered.is_empty() || !is_empty(&step),
            "D3: called for nothing at {at}"
        );
        steps.push((at.clone(), step));
    }
    panic!("never quiet");
}

/// Lets a lock that answers get its backups and its emergency code: how many there are.
fn settle_spares(house: &mut House) -> usize {
    let mut now = APRIL.to_owned();
    for _ in 0..8 {
        let step = house.settle(&[], &now);
        match step
            .get("wakeAt")
            .map(text)
            .filter(|wake| wake.as_str() < "2026-04-02")
        {
            Some(wake) => now = wake,
            None => break,
        }
    }
    house.pins_on("door").len()
}

/// The PINs that the guest was told, in order, each with its instant.
fn told(steps: &[(String, Value)]) -> Vec<(String, String)> {
    let to_guest = |step: &Value| {
        let notices = list(step, "notices")
            .iter()
            .filter(|notice| notice["to"] == "guest");
        let doors = notices.flat_map(|notice| {
            notice["values"]["doors"]
                .as_array()
                .cloned()
                .unwrap_or_default()
        });
        doors.map(|door| text(&door["code"])).collect::<Vec<_>>()
    };
    steps
        .iter()
        .flat_map(|(at, step)| to_guest(step).into_iter().map(|pin| (at.clone(), pin)))
        .collect()
}

fn keys(steps: &[(String, Value)]) -> Vec<String> {
    steps.iter().flat_map(|(_, step)| noticed(step)).collect()
}

const CALL: &str = "lock_unreachable:stay:door";

/// When the host is called to the lock.
fn calls(steps: &[(String, Value)]) -> Vec<&str> {
    let calling = steps
        .iter()
        .filter(|(_, step)| noticed(step).iter().any(|key| key == CALL));
    calling.map(|(at, _)| at.as_str()).collect()
}

fn host_notice(step: &Value) -> &Value {
    let call = list(step, "notices")
        .iter()
        .find(|notice| notice["key"] == CALL);
    call.unwrap_or_else(|| panic!("no call in {step}"))
}

/// Nothing that anybody is told speaks of an offline code but as of one that is not made.
fn check_words(steps: &[(String, Value)]) {
    for (at, step) in steps {
        for notice in list(step, "notices") {
            let Some(access) = notice["values"].get("access") else {
                continue;
            };
            assert_ne!(access["route"], "offline_code", "{at}: {notice}");
            let asked = json!({ "decision": access, "ladder": true });
            let said = text(&ask("explain", &asked).unwrap()).replace(
                "Not an offline code: the lock is not set up for offline codes.",
                "",
            );
            assert!(!said.contains("offline code"), "{said}");
        }
    }
}

#[test]
fn f41_a2_a4_a_guest_of_a_silent_lock_with_an_algorithm_is_told_every_spare_there_is_and_then_the_rest()
 {
    let mut with_spares = 0;
    for lock in clever_locks() {
        let lock = with(lock, &json!({ "remote": true }));
        let mut house = by_a_neighbour(&lock);
        let spares = settle_spares(&mut house);
        // Platforms that make each PIN themselves keep none.
        assert!([0, 3].contains(&spares), "{spares} on {lock}");
        let silent = lock_report(
            "door",
            &json!({ "state": { "reachability": "offline" } }),
            REVEAL,
        );
        let mut steps = go_silent(&mut house, &[silent, stay(&json!({}))], REVEAL, DEADLINE);
        check_words(&steps);
        if spares == 0 {
            assert_eq!(told(&steps), [], "{lock}");
            assert!(keys(&steps).contains(&CALL.to_owned()), "{lock}");
            let said = "2026-05-01T13:10:00Z";
            go_silent(&mut house, &[], DEADLINE, STAY);
            let steps = go_silent(&mut house, &[outside(said)], said, said);
            assert!(
                keys(&steps)
                    .iter()
                    .any(|key| key.starts_with("entry_method:stay:")),
                "{lock}: {:?}",
                keys(&steps)
            );
            continue;
        }
        with_spares += 1;
        // N3: their own at the reveal; A2: one that is on the lock at the last moment.
        assert_eq!(told(&steps).len(), 2, "{lock}: {:?}", keys(&steps));
        assert!(house.pins_on("door").contains(&told(&steps)[1].1), "{lock}");
        assert!(
            !keys(&steps)
                .iter()
                .any(|key| key.starts_with("lock_unreachable:stay")),
            "{lock}"
        );
        assert!(
            keys(&steps)
                .iter()
                .any(|key| key.starts_with("backup_told:stay:")),
            "I8: {lock}"
        );
        // A4: the guest says so again and again: the other backup, the emergency code, the entry
        // method, the host.
        steps.extend(go_silent(&mut house, &[], DEADLINE, STAY));
        for minute in 1..=3 {
            let said = format!("2026-05-01T13:{minute}0:00Z");
            steps.extend(go_silent(&mut house, &[outside(&said)], &said, &said));
        }
        check_words(&steps);
        let told = told(&steps);
        let mut pins: Vec<&String> = told[1..].iter().map(|(_, pin)| pin).collect();
        pins.sort();
        assert_eq!(
            pins,
            house.pins_on("door").iter().collect::<Vec<_>>(),
            "{lock}: every spare, each once"
        );
        let rows: Vec<String> = steps.iter().flat_map(|(_, step)| audited(step)).collect();
        let count = |kind: &str| rows.iter().filter(|row| *row == kind).count();
        assert_eq!(
            (count("backup_told"), count("emergency_told")),
            (2, 1),
            "{lock}"
        );
        assert!(
            keys(&steps)
                .iter()
                .any(|key| key.starts_with("entry_method:stay:")),
            "{lock}: {:?}",
            keys(&steps)
        );
    }
    assert!(with_spares >= 6, "{with_spares}");
}

#[test]
fn f41_h_locks_with_an_algorithm_and_no_remote_path_are_the_hosts_at_the_reveal() {
    for lock in clever_locks() {
        let lock = with(lock, &json!({ "remote": false }));
        let mut house = by_a_neighbour(&lock);
        // Booked long before: the host hears of it with the guest's own reveal, and not before
        // (N3).
        let step = house.take(&[stay(&json!({}))], APRIL);
        assert_eq!(
            (
                noticed(&step),
                list(&step, "commands").len(),
                &step["wakeAt"]
            ),
            (vec![], 0, &json!(REVEAL)),
            "{lock}"
        );
        let steps = go_silent(&mut house, &[], REVEAL, STAY);
        assert_eq!(calls(&steps), [REVEAL], "once: {lock}: {:?}", keys(&steps));
        check_words(&steps);
        // The engine, `selectAccess` and `recalculateTrip` say the same.
        let access = host_notice(&steps[0].1)["values"]["access"].clone();
        assert_eq!(access["route"], "contact_host", "{lock}");
        let trip = json!({ "listing": with(listing("flat", &json!(["door"])),
            &json!({ "entryMethod": { "instructions": "Ask." } })),
            "reservation": stay(&json!({}))["reservation"] });
        let codes = house.site()["accessCodes"].clone();
        let window = json!({ "startsAt": STAY, "endsAt": "2026-05-03T09:30:00Z" });
        let asked = json!({ "reservationId": "stay", "window": window, "lock": lock, "codes": codes, "now": REVEAL,
            "bookedAt": "2026-03-01T00:00:00Z", "entryMethod": { "instructions": "Ask." } });
        assert_eq!(ask("selectAccess", &asked).unwrap(), access, "{lock}");
        let change = json!({ "after": trip, "locks": [lock], "codes": codes, "now": REVEAL });
        let change = ask("recalculateTrip", &change).unwrap();
        assert_eq!(change["doors"][0]["access"], access, "{lock}");
        // Who can't get in is told the entry method.
        let said = "2026-05-01T13:10:00Z";
        let steps = go_silent(&mut house, &[outside(said)], said, OVER);
        assert!(
            keys(&steps)
                .iter()
                .any(|key| key.starts_with("entry_method:stay:")),
            "{lock}: {:?}",
            keys(&steps)
        );
        check_words(&steps);

        // Booked within the reveal: at booking.
        let mut house = by_a_neighbour(&lock);
        let now = "2026-04-30T12:00:00Z";
        let step = house.take(&[stay(&json!({ "bookedAt": now }))], now);
        assert_eq!(
            host_notice(&step)["values"]["access"]["route"],
            "contact_host",
            "{lock}"
        );
        assert!(is_empty(&house.take(&[], now)), "D3");
    }
}

#[test]
fn f41_a_code_that_an_algorithm_made_is_told_and_counts_like_any() {
    for lock in clever_locks() {
        for remote in [true, false] {
            let lock = with(lock.clone(), &json!({ "remote": remote }));
            let mut house = by_a_neighbour(&lock);
            house.settle(&[stay(&json!({}))], APRIL);
            let window = json!({ "startsAt": STAY, "endsAt": "2026-05-03T09:30:00Z" });
            let mut site = house.site();
            let made = json!({ "id": "made", "lockId": "door", "holder": { "kind": "reservation", "id": "stay" },
                "pin": "385061942", "method": "offline", "wanted": window,
                "onLock": with(window.clone(), &json!({ "state": "unverifiable", "at": APRIL })) });
            let codes = site["accessCodes"].as_array_mut().unwrap();
            // The host made it in the maker's own app, before the engine could send one.
            codes.retain(|code| code["holder"]["kind"] != "reservation");
            codes.push(made);
            let mut house = House::reopened(&site);
            let silent = lock_report(
                "door",
                &json!({ "state": { "reachability": "offline" } }),
                REVEAL,
            );
            let steps = go_silent(&mut house, &[silent], REVEAL, STAY);
            let pins: Vec<String> = told(&steps).into_iter().map(|(_, pin)| pin).collect();
            assert_eq!(pins, ["385061942"], "{lock}: {:?}", keys(&steps));
            assert!(!keys(&steps).contains(&CALL.to_owned()), "{lock}");
        }
    }
}
