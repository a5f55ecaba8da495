//! What hosts hear of silent locks, pools and reviews: B7, C5, F27, V4, N1.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booked, booking, door_is, failed, listing, lock, lock_report,
};
use crate::support::steps::{is_empty, list, noticed};

#[test]
fn b7_n1_a_pool_that_does_not_fill_is_told_low_and_then_empty_and_no_more_when_it_is_full() {
    let mut house = House::one_door(&json!({}), &json!({ "backups": { "poolSize": 2 } }));
    let step = house.settle(&[], APRIL);
    assert_eq!(
        noticed(&step),
        Vec::<String>::new(),
        "one that fills is nobody's to care for"
    );
    let mut now = "2026-05-01T12:00:00Z".to_owned();
    let mut told = Vec::new();
    let mut facts = vec![door_is("offline", &now), booking("a", MAY, &json!({}))];
    for turn in 0..6 {
        let step = house.take(&facts, &now);
        assert!(is_empty(&house.take(&[], &now)), "D3");
        told.extend(
            noticed(&step)
                .into_iter()
                .filter(|key| key.starts_with("pool")),
        );
        facts = list(&step, "commands")
            .iter()
            .map(|one| failed(one, "offline", &now))
            .collect();
        facts.push(door_is("offline", &now));
        if turn == 1 {
            facts.push(booking("b", MAY, &json!({})));
        }
        now = format!("2026-05-01T12:{:02}:00Z", 10 + turn);
    }
    assert_eq!(told, ["pool_low:door", "pool_empty:door"]);
    // One backup more is no news of a pool that is not full (N1).
    let step = house.take(&[door_is("online", &now)], &now);
    let mut commands = list(&step, "commands").clone();
    let ready = |house: &mut House| {
        let site = house.site();
        let unspent = |code: &&Value| {
            code["holder"]["kind"] == "backup"
                && code["onLock"]["state"] == "confirmed"
                && code.get("toldTo").is_none()
        };
        list(&site, "accessCodes").iter().filter(unspent).count()
    };
    while ready(&mut house) == 0 {
        let answers = house.answers(&commands[0], &now);
        let step = house.take(&answers, &now);
        assert!(
            !noticed(&step).iter().any(|key| key.starts_with("pool")),
            "{step}"
        );
        commands.clone_from(list(&step, "commands"));
    }
    assert_eq!(ready(&mut house), 1);
    let step = house.take(
        &[door_is("offline", "2026-05-01T12:16:00Z")],
        "2026-05-01T12:16:00Z",
    );
    assert!(
        !noticed(&step).iter().any(|key| key.starts_with("pool")),
        "{step}"
    );
    let now = "2026-05-01T12:30:00Z";
    house.settle(&[door_is("online", now)], now);
    house.settle(&[], "2026-05-01T12:40:00Z");
    assert!(!house.conditions().to_string().contains("pool"));
}

#[test]
fn v4_a_review_falls_due_every_thirty_days_while_somebody_has_access() {
    let mut house = House::one_door(&json!({}), &json!({ "review": { "everyDays": 30 } }));
    assert!(is_empty(&house.take(&[], APRIL)), "nobody has access");
    let owner = json!({ "type": "visit", "visit": { "id": "owner", "revision": 1, "listingId": "flat",
        "visitor": "Jan", "purpose": "owner", "kind": "permanent", "status": "active" } });
    let step = house.settle(&[owner], APRIL);
    assert_eq!(step["wakeAt"], "2026-05-01T12:00:00Z");
    assert!(is_empty(&house.take(&[], "2026-05-01T11:59:59Z")));
    let step = house.take(&[], "2026-05-01T12:00:00Z");
    assert_eq!(noticed(&step), ["review_due:2026-05-01"]);
    assert_eq!(
        step["notices"][0]["values"],
        json!({ "codesWithoutEnd": 1, "codesUnused": 1 })
    );
    assert!(is_empty(&house.take(&[], "2026-05-01T12:00:00Z")), "D3");
    assert_eq!(step["wakeAt"], "2026-05-31T12:00:00Z");
    // One that was missed is not made up for.
    let step = house.take(&[], "2026-06-02T12:00:00Z");
    assert_eq!(
        (noticed(&step), &step["wakeAt"]),
        (
            vec!["review_due:2026-06-02".to_owned()],
            &json!("2026-06-30T12:00:00Z")
        )
    );
    // Where there is nothing to look at, nothing is said.
    let mut house = House::one_door(&json!({}), &json!({ "review": { "everyDays": 30 } }));
    house.settle(
        &[booking("stay", ("2026-07-01", "2026-07-03"), &json!({}))],
        APRIL,
    );
    assert!(noticed(&house.take(&[], "2026-05-01T12:00:00Z")).is_empty());
}

#[test]
fn c5_n1_of_two_stays_behind_a_silent_lock_each_notice_says_the_backup_that_its_guest_got() {
    let mut house = House::new(json!({
        "locks": [lock("door", &json!({ "nativeSchedule": false }))],
        "listings": [listing("attic", &json!(["door"])), listing("barn", &json!(["door"]))],
        "policy": { "backups": { "poolSize": 2 } },
    }));
    let early = json!({ "bookedAt": "2026-03-01T00:00:00Z" });
    house.settle(
        &[
            booked("one", "attic", MAY, &early),
            booked("two", "barn", MAY, &early),
        ],
        APRIL,
    );
    house.settle(&[], "2026-04-28T13:00:00Z");
    let now = "2026-05-01T12:46:00Z";
    let silent = json!({ "reachability": "offline", "batteryPercent": 9 });
    let step = house.take(
        &[lock_report("door", &json!({ "state": silent }), now)],
        now,
    );
    let called: Vec<&Value> = list(&step, "notices")
        .iter()
        .filter(|notice| notice["kind"] == "lock_unreachable")
        .map(|notice| &notice["values"]["access"]["route"])
        .collect();
    assert_eq!(called, ["backup_code", "backup_code"], "{step}");
    assert!(is_empty(&house.take(&[], now)), "D3");
}
