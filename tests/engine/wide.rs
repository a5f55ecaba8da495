//! What wide seasons of the simulator have shown: A4, A6, A7, C3, D3, D5, I2, N1.

use serde_json::{Value, json};

use crate::hosts_hand::later;
use crate::house::House;
use crate::support::builders::{APRIL, MAY, booking, door_is, one_backup, result, with};
use crate::support::steps::{commanded, list, noticed, text};

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
        let said =
            json!({ "type": "guest_locked_out", "id": "said", "at": NOW, "reservationId": "stay" });
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
    let said =
        json!({ "type": "guest_locked_out", "id": "said", "at": NOW, "reservationId": "stay" });
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
