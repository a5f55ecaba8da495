//! Whether notices arrive: E3, N1, I8, D4.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, REVEAL, booked_early, booking, cannot_get_in, door_is, lock_report, notice_result,
    one_backup, with,
};
use crate::support::steps::{audited, is_empty, list, noticed, refusal, text};

const INSIDE: &str = "2026-05-02T10:00:00Z";

fn house() -> House {
    let mut house = House::one_door(&json!({}), &one_backup());
    let over = json!({ "guest": { "name": "Ada" } });
    house.settle(&[booked_early("stay:1", MAY, &over)], APRIL);
    house.settle(&[], REVEAL);
    house
}

const READY: &str = "access_ready:stay%3A1:1";

fn undelivered(step: &Value) -> Vec<String> {
    let keys = noticed(step);
    keys.into_iter()
        .filter(|key| key.starts_with("notice_undelivered"))
        .collect()
}

#[test]
fn e3_a_failed_notice_leads_to_one_of_the_host_until_it_arrives_after_all() {
    let mut house = house();
    let lost = notice_result(READY, "failed", REVEAL);
    let step = house.take(
        &[with(
            lost.clone(),
            &json!({ "channel": "email", "detail": "no such box" }),
        )],
        REVEAL,
    );
    assert_eq!(audited(&step), ["notice_failed"]);
    let row = &step["audit"][0];
    assert_eq!(
        (&row["noticeKey"], &row["channel"], &row["at"]),
        (&json!(READY), &json!("email"), &json!(REVEAL))
    );
    assert_eq!(row["reservationId"], "stay:1");
    assert_eq!(undelivered(&step), [format!("notice_undelivered:{READY}")]);
    let notice = &step["notices"][0];
    assert_eq!(notice["to"], "host");
    assert_eq!(
        notice["values"],
        json!({ "guestName": "Ada", "listingName": "flat", "checkIn": "2026-05-01T15:00:00+02:00",
            "checkOut": "2026-05-03T11:00:00+02:00", "holder": "reservation", "undelivered": "access_ready",
            "timeZone": "Europe/Paris" })
    );
    // C3: the code is read back before the stay.
    house.settle(&[], "2026-05-01T12:55:00Z");
    // D4: again, and in another way.
    for again in [
        lost.clone(),
        with(
            lost.clone(),
            &json!({ "channel": "message", "id": "other" }),
        ),
    ] {
        assert!(is_empty(&house.take(&[again], INSIDE)));
    }
    let arrived = notice_result(READY, "delivered", INSIDE);
    let step = house.take(std::slice::from_ref(&arrived), INSIDE);
    assert_eq!(
        (audited(&step), noticed(&step)),
        (vec!["notice_delivered".to_owned()], vec![])
    );
    // What has arrived has arrived.
    assert!(is_empty(&house.take(&[lost, arrived], INSIDE)));
    assert_eq!(house.conditions(), json!([]));
    house.check_stored();
}

#[test]
fn i7_whichever_of_two_results_comes_first_a_notice_that_arrived_has_arrived() {
    for order in [["failed", "delivered"], ["delivered", "failed"]] {
        let mut house = house();
        for outcome in order {
            house.take(&[notice_result(READY, outcome, REVEAL)], REVEAL);
        }
        let trip = &house.site()["trips"][0];
        assert_eq!(
            trip["deliveries"],
            json!([{ "number": 1, "kind": "access_ready", "outcome": "delivered" }])
        );
        assert_eq!(house.conditions(), json!([]));
    }
}

#[test]
fn e3_i8_the_telling_of_a_backup_has_one_row_and_its_deliveries_rows_of_their_own() {
    let mut house = house();
    let said = cannot_get_in("stay:1", INSIDE);
    let offline = door_is("offline", INSIDE);
    let step = house.take(&[said, offline], INSIDE);
    let of_kind = |step: &Value, kind: &str| -> Vec<Value> {
        list(step, "audit")
            .iter()
            .filter(|row| row["kind"] == *kind)
            .cloned()
            .collect()
    };
    let telling = of_kind(&step, "backup_told");
    assert_eq!(telling.len(), 1);
    let keys = noticed(&step);
    let find = |kind: &str| {
        keys.iter()
            .find(|key| key.starts_with(kind))
            .unwrap()
            .clone()
    };
    let (guest, host) = (find("access_changed"), find("backup_told"));
    let facts = [
        notice_result(&guest, "delivered", INSIDE),
        notice_result(&host, "failed", INSIDE),
    ];
    let step = house.take(&facts, INSIDE);
    assert!(of_kind(&step, "backup_told").is_empty());
    assert_eq!(
        of_kind(&step, "notice_delivered")[0]["noticeKey"],
        json!(guest)
    );
    let failed = &of_kind(&step, "notice_failed")[0];
    assert_eq!(failed["codeId"], telling[0]["codeId"]);
    assert_eq!(failed["reservationId"], telling[0]["reservationId"]);
    // A host whom one notice did not reach is not sent another one about it.
    assert_eq!(undelivered(&step), [""; 0]);
    assert!(is_empty(&house.take(&facts, INSIDE)));
}

#[test]
fn n1_a_later_notice_that_arrived_says_all_and_another_failure_is_another_cause() {
    let mut house = house();
    house.take(&[notice_result(READY, "failed", REVEAL)], REVEAL);
    let longer = booking(
        "stay:1",
        ("2026-05-01", "2026-05-04"),
        &json!({ "revision": 2, "guest": { "name": "Ada" } }),
    );
    let step = house.settle(&[longer], REVEAL);
    assert_eq!(list(&step, "rejected").len(), 0);
    let changed = "access_changed:stay%3A1:2";
    let step = house.take(&[notice_result(changed, "failed", INSIDE)], INSIDE);
    assert_eq!(
        undelivered(&step),
        [format!("notice_undelivered:{changed}")]
    );
    assert_eq!(house.conditions().as_array().unwrap().len(), 2);
    house.take(&[notice_result(changed, "delivered", INSIDE)], INSIDE);
    assert_eq!(house.conditions(), json!([]));
}

#[test]
fn e3_n1_that_access_ended_may_not_arrive_either_and_keys_are_never_used_again() {
    let mut house = house();
    let cancelled = json!({ "revision": 2, "status": "cancelled", "guest": { "name": "Ada" } });
    house.settle(&[booking("stay:1", MAY, &cancelled)], REVEAL);
    let ended = "access_ended:stay%3A1:2";
    let step = house.take(&[notice_result(ended, "failed", REVEAL)], REVEAL);
    assert_eq!(undelivered(&step), [format!("notice_undelivered:{ended}")]);
    let back = booking(
        "stay:1",
        MAY,
        &json!({ "revision": 3, "guest": { "name": "Ada" } }),
    );
    let step = house.take(&[back], "2026-04-30T12:00:00Z");
    assert!(
        noticed(&step).contains(&"access_ready:stay%3A1:3".to_owned()),
        "{step}"
    );
    let cancelled = json!({ "revision": 4, "status": "cancelled", "guest": { "name": "Ada" } });
    house.settle(
        &[booking("stay:1", MAY, &cancelled)],
        "2026-04-30T13:00:00Z",
    );
    // The lock is read after the removal (P7).
    house.settle(&[], "2026-04-30T13:10:00Z");
    house.settle(&[], "2026-05-03T09:00:00Z");
    assert_eq!(
        house.site()["trips"],
        json!([{ "id": "stay:1", "notices": 4, "overAt": "2026-05-03T09:00:00Z" }]),
        "forgotten when it would have been over, but for the count"
    );
    assert!(is_empty(&house.take(
        &[notice_result(ended, "delivered", INSIDE)],
        "2026-05-03T10:00:00Z"
    )));
    house.check_stored();
}

#[test]
fn v2_e3_a_visitor_who_did_not_get_the_code_is_the_hosts_to_call() {
    let mut house = house();
    let visit = json!({ "type": "visit", "visit": { "id": "cleaner", "revision": 1, "lockIds": ["door"],
        "visitor": "Cleo", "purpose": "cleaning", "kind": "permanent", "status": "active" } });
    let step = house.settle(&[visit], REVEAL);
    assert_eq!(list(&step, "rejected").len(), 0);
    let key = "access_ready:visit:cleaner:1";
    let step = house.take(&[notice_result(key, "failed", REVEAL)], REVEAL);
    assert_eq!(undelivered(&step), [format!("notice_undelivered:{key}")]);
    assert_eq!(step["audit"][0]["visitId"], "cleaner");
    assert_eq!(text(&step["notices"][0]["values"]["visitorName"]), "Cleo");
    // C3: the guest's code is read back before the stay.
    house.settle(&[], "2026-05-01T12:55:00Z");
    assert!(is_empty(
        &house.take(&[notice_result(key, "failed", INSIDE)], INSIDE)
    ));
}

#[test]
fn d2_d4_results_about_nothing_change_nothing() {
    let mut house = house();
    for key in [
        "access_ready:nobody:1",
        "access_ready:stay%3A1:2",
        "access_ready:stay%3A1:0",
        "access_ready:stay%3A1:x",
        "access_ready:visit:nobody:1",
        "backup_told:stay%3A1:k1-1",
        "pool_empty",
    ] {
        assert!(
            is_empty(&house.take(&[notice_result(key, "failed", REVEAL)], REVEAL)),
            "{key}"
        );
    }
    let step = house.step(&[notice_result("weather:1", "failed", REVEAL)], REVEAL);
    assert_eq!(refusal(&step), "facts[0].key: no notice has such a key");
    let step = house.step(&[notice_result(READY, "perhaps", REVEAL)], REVEAL);
    assert_eq!(refusal(&step), "facts[0].outcome: unknown value `perhaps`");
    assert!(list(&step, "changes").is_empty());
}

/// A messenger sends each key once: what comes back has a key of its own, and what became of the
/// first notice says nothing of the second one.
#[test]
fn n1_e3_a_condition_that_comes_back_has_another_key_each_time() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let mut keys = Vec::new();
    for day in 1..=3 {
        for (percent, hour) in [(9, 10), (95, 12)] {
            let now = format!("2026-04-0{day}T{hour}:00:00Z");
            let state = json!({ "reachability": "online", "batteryPercent": percent });
            let step = house.take(
                &[lock_report("door", &json!({ "state": state }), &now)],
                &now,
            );
            keys.extend(noticed(&step));
        }
        assert_eq!(house.conditions(), json!([]));
    }
    assert_eq!(
        keys,
        [
            "battery_low:door",
            "battery_low:door::2",
            "battery_low:door::3"
        ]
    );
    let now = "2026-04-04T10:00:00Z";
    let low = json!({ "state": { "reachability": "online", "batteryPercent": 9 } });
    let step = house.take(&[lock_report("door", &low, now)], now);
    assert_eq!(noticed(&step), ["battery_low:door::4"]);
    house.take(&[notice_result("battery_low:door", "failed", now)], now);
    assert!(house.conditions()[0]["outcome"].is_null());
    house.take(
        &[notice_result("battery_low:door::4", "delivered", now)],
        now,
    );
    assert_eq!(house.conditions()[0]["outcome"], "delivered");
}
