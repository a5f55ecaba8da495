//! Codes that open for people who have no right to it any more, on a lock that is silent: what the
//! host hears, and what becomes of the codes: B5, T3, T5, V4.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, STAY, booking, cancelled, door_is, failed, lock, one_backup, order, site_of, visit,
    visit_fact, with,
};
use crate::support::calls::ask;
use crate::support::steps::{list, noticed, text};

const SILENT: &str = "2026-04-30T12:00:00Z";
const LATER: (&str, &str) = ("2026-05-10", "2026-05-12");

fn of_kind(step: &Value, kind: &str) -> Vec<String> {
    let mut keys = noticed(step);
    keys.retain(|key| key.split(':').next() == Some(kind));
    keys
}

fn tasks(step: &Value) -> Vec<String> {
    of_kind(step, "removal_by_hand")
}

/// Bea's booking of the days, at this revision.
fn of_bea(days: (&str, &str), revision: u32) -> Value {
    let over = json!({ "revision": revision, "guest": { "id": "bea", "name": "Bea" },
        "bookedAt": "2026-03-01T00:00:00Z" });
    booking("stay", days, &over)
}

fn another(days: (&str, &str)) -> Value {
    let over =
        json!({ "guest": { "id": "cal", "name": "Cal" }, "bookedAt": "2026-03-01T00:00:00Z" });
    booking("other", days, &over)
}

fn windows() -> [Value; 4] {
    [
        json!({}),
        json!({ "canUpdate": false }),
        json!({ "changesBy": "replace" }),
        json!({ "canReadBack": false }),
    ]
}

/// A lock with Bea's code for the days in May, which is silent a day before.
fn silent_with_a_code(over: &Value, policy: &Value) -> House {
    let mut house = House::new(site_of(&[lock("door", over)], policy));
    house.settle(&[of_bea(MAY, 1)], APRIL);
    house.settle(&[], "2026-04-28T13:00:00Z");
    house.settle(&[door_is("offline", SILENT)], SILENT);
    house
}

/// Every wake of the silent lock until then; all notices.
fn silent_until(house: &mut House, first: &Value, until: &str) -> Vec<String> {
    let (mut step, mut keys) = (first.clone(), Vec::new());
    while let Some(now) = step
        .get("wakeAt")
        .map(text)
        .filter(|at| at.as_str() <= until)
    {
        let site = house.site();
        let commands = list(&site, "commands").iter();
        let mut facts: Vec<Value> = commands.map(|one| failed(one, "offline", &now)).collect();
        facts.push(door_is("offline", &now));
        step = house.take(&facts, &now);
        keys.extend(noticed(&step));
    }
    keys
}

fn found(house: &mut House, now: &str, code: &str) -> Vec<String> {
    let site = house.site();
    let found = ask("review", &json!({ "site": site, "now": now })).unwrap();
    let found = found.as_array().unwrap().iter();
    let found = found.filter(|one| one["codeId"] == code);
    found.map(|one| text(&one["kind"])).collect()
}

#[test]
fn t5_b5_who_lost_a_booking_or_a_pin_on_a_silent_lock_is_the_hosts_task_at_once() {
    let to_cal = json!({ "revision": 2, "guest": { "id": "cal", "name": "Cal" } });
    let changes = [
        (booking("stay", MAY, &to_cal), "removal_by_hand:k1-1"),
        (
            order(
                &json!({ "kind": "reissue", "reservationId": "stay" }),
                SILENT,
            ),
            "removal_by_hand:stay:k1-1",
        ),
        (
            order(
                &json!({ "kind": "reissue", "reservationId": "stay", "lockId": "door" }),
                SILENT,
            ),
            "removal_by_hand:stay:k1-1",
        ),
    ];
    for over in windows() {
        for (change, task) in &changes {
            let mut house = silent_with_a_code(&over, &json!({}));
            let step = house.take(std::slice::from_ref(change), SILENT);
            assert_eq!(tasks(&step), [*task], "{over} {change}");
            // One task, until the lock ends the code itself.
            let keys = silent_until(&mut house, &step, "2026-05-03T12:00:00Z");
            let again = keys.iter().filter(|key| key.starts_with("removal_by_hand"));
            assert_eq!(again.count(), 0, "{over} {change}: {keys:?}");
        }
    }
}

#[test]
fn t5_b5_so_is_a_told_backup_when_another_guest_gets_the_booking_or_a_new_pin_is_ordered() {
    // The lock was silent when the guest came, and they were told the backup.
    let mut house = House::new(site_of(&[lock("door", &json!({}))], &one_backup()));
    house.settle(&[], APRIL);
    let now = "2026-04-30T12:00:00Z";
    house.take(&[door_is("offline", now)], now);
    let late = booking(
        "stay",
        MAY,
        &json!({ "guest": { "id": "bea", "name": "Bea" } }),
    );
    let step = house.take(&[late], now);
    assert_eq!(of_kind(&step, "backup_told").len(), 1, "{step}");
    let to_cal = json!({ "revision": 2, "guest": { "id": "cal", "name": "Cal" } });
    let step = house.take(&[booking("stay", MAY, &to_cal)], now);
    assert_eq!(tasks(&step).len(), 1, "{:?}", noticed(&step));
}

#[test]
fn t5_b5_a_code_that_its_guest_keeps_beside_another_one_is_no_task() {
    // A lock that changes no window gets a second code for the longer stay (T7).
    let mut house = House::new(site_of(
        &[lock("door", &json!({ "canUpdate": false }))],
        &json!({}),
    ));
    house.settle(&[of_bea(MAY, 1)], APRIL);
    for now in [
        "2026-04-28T13:00:00Z",
        "2026-05-01T12:50:00Z",
        "2026-05-01T12:55:00Z",
        STAY,
    ] {
        house.settle(&[], now);
    }
    let now = "2026-05-02T12:00:00Z";
    house.settle(&[of_bea(("2026-05-01", "2026-05-05"), 2)], now);
    let step = house.take(&[door_is("offline", now)], now);
    assert_eq!(tasks(&step), Vec::<String>::new());
}

#[test]
fn b5_v4_what_a_silent_lock_keeps_of_a_moved_stay_is_the_hosts_task_at_once() {
    for over in windows() {
        for is_taken in [true, false] {
            let mut house = silent_with_a_code(&over, &json!({}));
            let mut facts = vec![of_bea(LATER, 2)];
            facts.extend(is_taken.then(|| another(MAY)));
            let step = house.take(&facts, SILENT);
            assert_eq!(tasks(&step), ["removal_by_hand:stay:k1-1"], "{over}");
            let open = found(&mut house, SILENT, "k1-1");
            assert!(
                open.contains(&"open_too_long".to_owned()),
                "{over} {open:?}"
            );
            let keys = silent_until(&mut house, &step, "2026-05-02T12:00:00Z");
            let again = keys.iter().filter(|key| key.starts_with("removal"));
            assert_eq!(again.count(), 0, "{over}: {keys:?}");
            // The lock answers, and the host may leave the code where it is.
            let back = "2026-05-02T12:30:00Z";
            let step = house.take(&[door_is("online", back)], back);
            house.settle_commands(&step, back);
            let known = house.conditions();
            let keys: Vec<String> = known
                .as_array()
                .unwrap()
                .iter()
                .map(|row| text(&row["key"]))
                .collect();
            assert!(
                !keys.contains(&"removal_by_hand:stay:k1-1".to_owned()),
                "{over} {keys:?}"
            );
            assert!(
                keys.contains(&"removal_withdrawn:stay:k1-1".to_owned()),
                "{over} {keys:?}"
            );
        }
    }
}

#[test]
fn b5_a_stay_that_moved_to_an_earlier_time_leaves_its_old_one_to_the_next_guest() {
    let mut house = House::new(site_of(&[lock("door", &json!({}))], &one_backup()));
    house.settle(&[of_bea(LATER, 1)], APRIL);
    house.settle(&[door_is("offline", SILENT)], SILENT);
    let step = house.take(&[of_bea(MAY, 2), another(LATER)], SILENT);
    assert_eq!(tasks(&step).len(), 1, "{:?}", noticed(&step));
}

#[test]
fn b5_t3_another_guest_in_the_days_that_were_given_up_is_a_task_and_grace_is_none() {
    let shorter = ("2026-05-02", "2026-05-03");
    // Somebody else comes before: the code would open in their stay.
    let mut house = silent_with_a_code(&json!({}), &json!({ "backups": { "poolSize": 2 } }));
    let step = house.take(
        &[of_bea(shorter, 2), another(("2026-05-01", "2026-05-02"))],
        SILENT,
    );
    assert_eq!(tasks(&step), ["removal_by_hand:stay:k1-1"]);
    // The host may have taken it off: another code is told when it is time (A1, A2).
    let keys = silent_until(&mut house, &step, "2026-05-02T13:00:00Z");
    assert!(
        keys.iter().any(|key| key.starts_with("backup_told:stay:")),
        "{keys:?}"
    );

    // Nobody does: the lock opens earlier than it has to, and the code serves.
    let mut house = silent_with_a_code(&json!({}), &one_backup());
    let step = house.take(&[of_bea(shorter, 2)], SILENT);
    assert_eq!(tasks(&step), Vec::<String>::new());
    let keys = silent_until(&mut house, &step, "2026-05-02T13:00:00Z");
    assert!(
        !keys.iter().any(|key| key.starts_with("backup_told:")),
        "{keys:?}"
    );

    // A late checkout that is taken back is no task before B5's time, and then it is one.
    let mut house = silent_with_a_code(&json!({}), &json!({}));
    let out = |at: &str, revision: u32| {
        let over = json!({ "revision": revision, "checkOut": at, "guest": { "id": "bea", "name": "Bea" } });
        booking("stay", MAY, &over)
    };
    let back = "2026-04-30T12:30:00Z";
    house.settle(&[door_is("online", back), out("16:00", 2)], back);
    let silent = "2026-04-30T12:40:00Z";
    house.take(&[door_is("offline", silent)], silent);
    let step = house.take(&[out("11:00", 3)], silent);
    assert_eq!(tasks(&step), Vec::<String>::new());
    let keys = silent_until(&mut house, &step, "2026-05-03T09:59:00Z");
    assert!(
        !keys.iter().any(|key| key.starts_with("removal")),
        "{keys:?}"
    );
    let keys = silent_until(
        &mut house,
        &json!({ "wakeAt": "2026-05-03T10:00:00Z" }),
        "2026-05-03T10:31:00Z",
    );
    assert!(
        keys.iter().any(|key| key.starts_with("removal_by_hand:")),
        "{keys:?}"
    );
}

#[test]
fn b5_c3_a_lock_without_windows_opens_for_a_stay_that_moved_away_until_the_host_helps() {
    let mut house = House::new(site_of(
        &[lock("door", &json!({ "nativeSchedule": false }))],
        &json!({}),
    ));
    house.settle(&[of_bea(MAY, 1)], APRIL);
    for now in [
        "2026-04-28T13:00:00Z",
        "2026-05-01T12:50:00Z",
        "2026-05-01T12:55:00Z",
        STAY,
    ] {
        house.settle(&[], now);
    }
    let now = "2026-05-01T14:00:00Z";
    house.take(&[door_is("offline", now)], now);
    // An hour more or less of the same day is no task; another week is.
    let in_at =
        json!({ "revision": 2, "checkIn": "18:00", "guest": { "id": "bea", "name": "Bea" } });
    let step = house.take(&[booking("stay", MAY, &in_at)], now);
    assert_eq!(tasks(&step), Vec::<String>::new());
    let step = house.take(&[of_bea(LATER, 3)], now);
    assert_eq!(tasks(&step), ["removal_by_hand:stay:k1-1"]);
}

#[test]
fn b5_v1_a_visit_that_moved_on_a_silent_lock_is_the_hosts_task_and_half_an_hour_is_none() {
    let at = |revision: u32, from: &str, to: &str| {
        let over = json!({ "revision": revision, "startsAt": from, "endsAt": to });
        visit_fact(&visit("kim", "time_bound", &over))
    };
    let (from, to) = ("2026-05-01T08:00:00Z", "2026-05-01T10:00:00Z");
    for (new, is_task) in [
        (("2026-05-02T08:00:00Z", "2026-05-02T10:00:00Z"), true),
        (("2026-05-01T08:30:00Z", "2026-05-01T10:30:00Z"), false),
    ] {
        let mut house = House::new(site_of(&[lock("door", &json!({}))], &json!({})));
        house.settle(
            &[at(1, from, to), another(("2026-04-29", "2026-05-03"))],
            APRIL,
        );
        house.settle(&[], SILENT);
        house.take(&[door_is("offline", SILENT)], SILENT);
        let step = house.take(&[at(2, new.0, new.1)], SILENT);
        assert_eq!(
            !tasks(&step).is_empty(),
            is_task,
            "{new:?} {step} {}",
            house.site()
        );
    }
}

#[test]
fn t5_a_task_is_withdrawn_when_its_stay_is_reinstated_and_nobody_stands_outside_for_it() {
    for over in windows() {
        for is_obeyed in [true, false] {
            let mut house = silent_with_a_code(&over, &one_backup());
            let step = house.take(&[with_guest(&cancelled(2))], SILENT);
            assert_eq!(tasks(&step), ["removal_by_hand:stay:k1-1"], "{over}");
            let pin = house.pins_on("door")[0].clone();
            let back = "2026-04-30T13:00:00Z";
            let again = json!({ "revision": 3 });
            let step = house.take(&[door_is("offline", back), with_guest(&again)], back);
            assert_eq!(
                of_kind(&step, "removal_withdrawn"),
                ["removal_withdrawn:stay:k1-1"],
                "{over}"
            );
            assert!(!house.knows("removal_by_hand"), "{over}");
            if is_obeyed {
                let site = house.site();
                let own = text(
                    &list(&site, "accessCodes")
                        .iter()
                        .find(|code| code["id"] == "k1-1")
                        .unwrap()["pin"],
                );
                house
                    .locks
                    .get_mut("door")
                    .unwrap()
                    .retain(|_, held| held.0 != own);
            }
            let told = of_kind(&step, "backup_told").len();
            let keys = silent_until(&mut house, &step, STAY);
            let later = keys
                .iter()
                .filter(|key| key.starts_with("backup_told:"))
                .count();
            assert_eq!(told + later, 1, "{over} {is_obeyed} {pin}: {keys:?}");
            assert!(
                !keys.iter().any(|key| key.starts_with("removal")),
                "{over} {keys:?}"
            );
        }
    }
}

fn with_guest(over: &Value) -> Value {
    let base =
        json!({ "guest": { "id": "bea", "name": "Bea" }, "bookedAt": "2026-03-01T00:00:00Z" });
    booking("stay", MAY, &with(base, over))
}

#[test]
fn t5_a_lock_that_answers_again_is_read_before_the_code_of_a_reinstated_stay_counts() {
    let mut house = silent_with_a_code(&json!({}), &json!({}));
    house.take(&[with_guest(&cancelled(2))], SILENT);
    let back = "2026-04-30T13:00:00Z";
    // The removal did nothing, as far as is known.
    let mut facts = house.silence_and_word(back);
    facts.push(with_guest(&json!({ "revision": 3 })));
    house.take(&facts, back);
    // The host had taken it off by then.
    house.locks.get_mut("door").unwrap().clear();
    let now = "2026-04-30T14:00:00Z";
    let step = house.take(&[door_is("online", now)], now);
    let kinds: Vec<String> = list(&step, "commands")
        .iter()
        .map(|one| text(&one["kind"]))
        .collect();
    assert_eq!(kinds, ["read_lock"]);
    house.settle_commands(&step, now);
    assert_eq!(house.pins_on("door").len(), 1, "it is there again");
}

#[test]
fn b5_b4_a_told_backup_that_opens_in_the_next_guests_stay_is_the_hosts_task_until_it_does_not() {
    let policy = json!({ "backups": { "poolSize": 2 } });
    let mut house = House::new(site_of(&[lock("door", &json!({}))], &policy));
    house.settle(&[], APRIL);
    house.take(&[door_is("offline", SILENT)], SILENT);
    let bea = |days: (&str, &str), revision: u32| {
        let over = json!({ "revision": revision, "guest": { "id": "bea", "name": "Bea" } });
        booking("stay", days, &over)
    };
    let step = house.take(&[bea(MAY, 1)], SILENT);
    assert_eq!(of_kind(&step, "backup_told").len(), 1);
    let step = house.take(&[bea(LATER, 2)], SILENT);
    assert_eq!(tasks(&step), Vec::<String>::new(), "nobody else is there");
    let step = house.take(&[another(MAY)], SILENT);
    assert_eq!(tasks(&step).len(), 1, "{:?}", noticed(&step));
    // Who would have been there comes no more: the backup is needed where it is.
    let gone = booking("other", MAY, &cancelled(2));
    let step = house.take(&[gone], SILENT);
    assert_eq!(
        of_kind(&step, "removal_withdrawn").len(),
        1,
        "{:?}",
        noticed(&step)
    );
}
