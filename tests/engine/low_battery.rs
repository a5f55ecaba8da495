//! What the checks before a stay say of a low battery: C5, F24.

use crate::checks::{HEALTH, idle, just_in_time, notice, on_the_day, word};
use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{APRIL, STAY, one_backup, stay, with};
use crate::support::steps::noticed;

#[test]
fn c5_f24_a_low_battery_alone_is_told_to_the_host_and_a_backup_is_made_ready_before_all_that_can_wait()
 {
    let mut house = House::one_door(&json!({}), &one_backup());
    let low = word(
        &json!({ "reachability": "online", "batteryPercent": 24 }),
        APRIL,
    );
    let step = house.take(&[low, stay(&json!({}))], APRIL);
    assert_eq!(noticed(&step), ["battery_low:door"]);
    assert_eq!(
        step["commands"][0]["name"], "Backup 100001",
        "before a stay a month ahead"
    );
    let mut house = House::one_door(&json!({}), &one_backup());
    let charged = word(
        &json!({ "reachability": "online", "batteryPercent": 25 }),
        APRIL,
    );
    let step = house.take(&[charged, stay(&json!({}))], APRIL);
    assert_eq!(
        step["commands"][0]["codeId"], "k1-1",
        "D4: the stay's first"
    );
    // At the check it is no failure: the guest hears nothing.
    let mut house = on_the_day(&json!({}), &one_backup());
    let low = word(
        &json!({ "reachability": "online", "batteryPercent": 24 }),
        "2026-05-01T12:40:00Z",
    );
    house.take(&[low], "2026-05-01T12:40:00Z");
    let step = house.take(&[], HEALTH);
    assert_eq!(noticed(&step), Vec::<String>::new());
}

fn told_at_a_low_battery(percent: u8, said_at: &str, policy: &Value) -> (House, Value) {
    let mut house = on_the_day(&json!({}), &with(one_backup(), policy));
    let state = json!({ "reachability": "online", "batteryPercent": percent });
    let said = house.take(&[word(&state, said_at)], said_at);
    let step = if said_at < HEALTH {
        house.take(&[], HEALTH)
    } else {
        said
    };
    (house, step)
}

#[test]
fn c5_where_the_host_wants_it_a_low_battery_alone_tells_a_backup_at_the_health_check() {
    let wanted = json!({ "validation": { "lowBattery": "tell_backup" } });
    let early = "2026-05-01T12:40:00Z";
    let later = "2026-05-01T12:52:00Z";
    for said_at in [early, later] {
        let (mut house, step) = told_at_a_low_battery(24, said_at, &wanted);
        let told: Vec<String> = noticed(&step)
            .into_iter()
            .filter(|key| key.starts_with("access_changed") || key.starts_with("backup_told"))
            .collect();
        assert_eq!(told, ["access_changed:stay:2", "backup_told:stay:k1-2"]);
        // One backup is enough, and the guest reads one PIN.
        for now in ["2026-05-01T12:58:00Z", STAY, "2026-05-01T13:30:00Z"] {
            let step = house.settle(&[], now);
            let again = noticed(&step)
                .into_iter()
                .find(|key| key.contains("access"));
            assert_eq!(again, None, "{now}");
        }
    }
    for (percent, said_at, policy) in [
        (25, early, &wanted),
        (
            24,
            early,
            &json!({ "validation": { "lowBattery": "warn" } }),
        ),
        (24, early, &json!({})),
        // The stay has begun, and its code works.
        (24, "2026-05-01T13:00:01Z", &wanted),
    ] {
        let (_, step) = told_at_a_low_battery(percent, said_at, policy);
        let told = noticed(&step)
            .into_iter()
            .find(|key| key.contains("access"));
        assert_eq!(told, None, "{percent} {said_at} {policy}");
    }
}

#[test]
fn c5_a_lock_that_fell_silent_with_an_empty_battery_the_backup_is_told_and_the_host_is_called_together()
 {
    for (percent, called) in [(9, true), (10, false)] {
        let mut house = on_the_day(&just_in_time(), &one_backup());
        let now = "2026-05-01T12:46:00Z";
        let silent = json!({ "reachability": "offline", "batteryPercent": percent });
        let step = house.take(&[word(&silent, now)], now);
        let keys = noticed(&step);
        assert!(keys[1].starts_with("backup_told:stay:"), "{keys:?}");
        assert_eq!(
            keys.contains(&"lock_unreachable:stay:door".to_owned()),
            called,
            "{percent}: {keys:?}"
        );
        assert_eq!(
            keys.contains(&"code_failed:stay:door".to_owned()),
            !called,
            "one notice per cause"
        );
        idle(&mut house, now);
        if called {
            let values = &notice(&step, "lock_unreachable")["values"];
            assert_eq!(values["access"]["route"], "backup_code");
            // The host has been called, and the lock answers again.
            let well = json!({ "reachability": "online", "batteryPercent": 90 });
            house.take(
                &[word(&well, "2026-05-01T12:59:00Z")],
                "2026-05-01T12:59:00Z",
            );
            assert!(!house.conditions().to_string().contains("lock_unreachable"));
        }
    }
    // During a stay, on a lock that keeps the guest's code: there is nothing to tell the guest, but
    // the host is called.
    let mut house = on_the_day(&json!({}), &one_backup());
    house.settle(&[], HEALTH);
    let now = "2026-05-02T10:00:00Z";
    let step = house.take(
        &[word(
            &json!({ "reachability": "offline", "batteryPercent": 3 }),
            now,
        )],
        now,
    );
    assert_eq!(
        noticed(&step),
        ["battery_low:door", "lock_unreachable:stay:door"]
    );
    idle(&mut house, now);
}
