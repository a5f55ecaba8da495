//! A backup that was told long before its stay: it is off while somebody else's time comes first
//! (B4, F51).

use crate::told_backups::{about, backup, live, own, told};
use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, STAY, booked, booking, door_is, failed, listing, lock, stay, visit, visit_fact,
};
use crate::support::calls::ask;
use crate::support::steps::{list, noticed, text};

/// A street door of two listings. A guest of the flat who booked the day before was told a backup,
/// since the lock was silent then; somebody else comes to the loft before them.
pub fn told_early(over: &Value, other: Option<Value>) -> House {
    let mut house = House::new(json!({
        "locks": [lock("door", over)],
        "listings": [listing("flat", &json!(["door"])), listing("loft", &json!(["door"]))],
        "policy": { "backups": { "poolSize": 2 } },
    }));
    house.settle(&other.into_iter().collect::<Vec<_>>(), APRIL);
    let now = "2026-04-29T20:00:00Z";
    let late = booking("stay", MAY, &json!({ "bookedAt": now }));
    let (_, notices) = live(
        &mut house,
        &[door_is("offline", now), late],
        (now, "2026-04-29T20:10:00Z"),
        Some("offline"),
    );
    assert_eq!(told(&notices), 1, "{over} {notices:?}");
    house
}

pub fn others_stay() -> Value {
    let over = json!({ "bookedAt": "2026-03-01T00:00:00Z" });
    booked("other", "loft", ("2026-04-30", "2026-05-02"), &over)
}

fn others_visit() -> Value {
    let over = json!({ "listingId": "loft", "startsAt": "2026-04-30T08:00:00Z", "endsAt": "2026-04-30T12:00:00Z" });
    visit_fact(&visit("kim", "time_bound", &over))
}

pub const ANSWERS: &str = "2026-04-29T20:30:00Z";
const BEFORE: &str = "2026-04-30T12:00:00Z";

#[test]
fn b4_f51_where_another_person_comes_before_a_told_backup_is_off_until_its_stay_is_near() {
    for other in [others_stay(), others_visit()] {
        for over in [
            json!({ "nativeSchedule": false }),
            json!({ "nativeSchedule": false, "profile": "zwave" }),
        ] {
            let mut house = told_early(&over, Some(other.clone()));
            let told_code = backup(&mut house);
            let pin = text(&told_code["pin"]);
            let (given, notices) = live(
                &mut house,
                &[door_is("online", ANSWERS)],
                (ANSWERS, "2026-05-01T12:49:59Z"),
                None,
            );
            assert_eq!(
                about(&given, &told_code),
                [(ANSWERS, "remove_code".to_owned())],
                "{other}"
            );
            assert!(!house.pins_on("door").contains(&pin));
            assert!(
                !notices.iter().any(|key| key.contains("stay")),
                "{notices:?}"
            );
            let activation = "2026-05-01T12:50:00Z";
            let (given, notices) =
                live(&mut house, &[], (activation, "2026-05-03T09:00:00Z"), None);
            assert_eq!(
                about(&given, &told_code),
                [(activation, "program_code".to_owned())],
                "{other}"
            );
            assert_eq!(text(&backup(&mut house)["pin"]), pin);
            assert!(house.pins_on("door").contains(&pin));
            assert_eq!(about(&given, &own(&mut house)), [], "told to nobody");
            assert!(
                !notices.iter().any(|key| key.contains(":stay")),
                "{notices:?}"
            );
        }
    }
}

#[test]
fn b4_c6_a_lock_that_refuses_to_take_the_backup_off_is_asked_once() {
    let mut house = told_early(&json!({ "nativeSchedule": false }), Some(others_stay()));
    let told_code = backup(&mut house);
    let mut given = Vec::new();
    let mut facts = vec![door_is("online", ANSWERS)];
    for _ in 0..9 {
        let step = house.take(&facts, ANSWERS);
        let commands = list(&step, "commands").iter();
        given.extend(
            commands
                .clone()
                .map(|command| (ANSWERS.to_owned(), command.clone())),
        );
        let answers = commands.flat_map(|command| match text(&command["kind"]).as_str() {
            "remove_code" => vec![failed(command, "unauthorized", ANSWERS)],
            _ => house.answers(command, ANSWERS),
        });
        facts = answers.collect();
    }
    assert_eq!(about(&given, &told_code).len(), 1, "{given:?}");
}

#[test]
fn b4_f51_a_lock_that_keeps_windows_and_replaces_codes_gets_the_backup_back_with_its_window() {
    for over in [
        json!({ "canUpdate": false }),
        json!({ "changesBy": "replace" }),
        json!({ "profile": "ttlock" }),
    ] {
        let mut house = told_early(&over, Some(others_stay()));
        let told_code = backup(&mut house);
        let (given, _) = live(
            &mut house,
            &[door_is("online", ANSWERS)],
            (ANSWERS, "2026-05-02T12:00:00Z"),
            None,
        );
        let done: Vec<String> = about(&given, &told_code)
            .into_iter()
            .map(|(_, kind)| kind)
            .collect();
        assert_eq!(done, ["remove_code", "program_code"], "{over}");
        let kept = backup(&mut house);
        assert_eq!(
            (&kept["onLock"]["startsAt"], &kept["pin"]),
            (&json!(STAY), &told_code["pin"]),
            "{over}"
        );
        assert_eq!(about(&given, &own(&mut house)), []);
    }
}

#[test]
fn b4_f51_where_nobody_comes_before_it_stays_and_the_host_reads_that_it_opens_too_long() {
    for over in [
        json!({ "nativeSchedule": false }),
        json!({ "changesBy": "replace" }),
        json!({ "canUpdate": false }),
    ] {
        let mut house = told_early(&over, None);
        let told_code = backup(&mut house);
        let (given, _) = live(
            &mut house,
            &[door_is("online", ANSWERS)],
            (ANSWERS, BEFORE),
            None,
        );
        assert_eq!(about(&given, &told_code), [], "{over}");
        let site = house.site();
        let found = ask("review", &json!({ "site": site, "now": BEFORE })).unwrap();
        let found: Vec<String> = found
            .as_array()
            .unwrap()
            .iter()
            .filter(|one| one["codeId"] == told_code["id"])
            .map(|one| text(&one["kind"]))
            .collect();
        assert!(
            found.contains(&"open_too_long".to_owned()),
            "{over}: {found:?}"
        );
        // It goes at its end.
        let span = (BEFORE, "2026-05-03T10:00:00Z");
        let (given, _) = live(&mut house, &[], span, None);
        assert_eq!(
            about(&given, &told_code),
            [("2026-05-03T09:30:00Z", "remove_code".to_owned())],
            "{over}"
        );
    }
    // A lock that changes windows in place keeps it to its stay at once.
    let mut house = told_early(&json!({}), Some(others_stay()));
    let told_code = backup(&mut house);
    let (given, _) = live(
        &mut house,
        &[door_is("online", ANSWERS)],
        (ANSWERS, "2026-05-01T12:00:00Z"),
        None,
    );
    assert_eq!(
        about(&given, &told_code),
        [(ANSWERS, "change_window".to_owned())]
    );
}

#[test]
fn b4_f51_a_backup_that_does_not_come_back_in_time_is_followed_by_another_one() {
    let mut house = told_early(&json!({ "nativeSchedule": false }), Some(others_stay()));
    live(
        &mut house,
        &[door_is("online", ANSWERS)],
        (ANSWERS, "2026-05-01T12:44:00Z"),
        None,
    );
    let silent = "2026-05-01T12:44:30Z";
    let (_, notices) = live(
        &mut house,
        &[door_is("offline", silent)],
        (silent, STAY),
        Some("offline"),
    );
    assert_eq!(told(&notices), 1, "{notices:?}");
}

#[test]
fn t1_b4_f44_a_narrowing_that_is_never_answered_burns_no_other_backup() {
    for over in [
        json!({}),
        json!({ "clockSuspect": true }),
        json!({ "canReadBack": false }),
        json!({ "profile": "schlage" }),
        json!({ "clockSuspect": true, "canReadBack": false }),
    ] {
        for failure in ["timeout", "offline", "busy"] {
            let mut house = told_early(&over, None);
            let (given, notices) = live(
                &mut house,
                &[door_is("online", ANSWERS)],
                (ANSWERS, "2026-05-02T12:00:00Z"),
                Some(failure),
            );
            let sent = about(&given, &backup(&mut house));
            assert!(sent.iter().any(|(_, kind)| kind == "change_window"));
            assert_eq!(told(&notices), 0, "{over} {failure}: {notices:?}");
        }
    }
}

/// The guest of the stay in May knows their own code and, since their trip changed while the lock
/// was silent, a backup. Somebody comes to the flat before them.
fn told_both(over: &Value, pool: u32) -> (House, Vec<String>) {
    let policy = json!({ "backups": { "poolSize": pool }, "emergency": { "enabled": pool == 0 } });
    let mut house = House::one_door(over, &policy);
    house.settle(&[], APRIL);
    let span = ("2026-04-30T07:00:00Z", "2026-04-30T09:00:00Z");
    let (_, mut notices) = live(&mut house, &[stay(&json!({}))], span, None);
    let now = "2026-04-30T09:00:01Z";
    let earlier = stay(&json!({ "revision": 2, "checkIn": "14:00" }));
    let facts = [door_is("offline", now), earlier];
    let span = (now, "2026-04-30T09:10:00Z");
    notices.extend(live(&mut house, &facts, span, Some("offline")).1);
    let now = "2026-04-30T09:10:01Z";
    let tonight = booking(
        "tonight",
        ("2026-04-30", "2026-05-01"),
        &json!({ "bookedAt": now }),
    );
    let span = (now, "2026-04-30T09:19:00Z");
    notices.extend(live(&mut house, &[tonight], span, Some("offline")).1);
    (house, notices)
}

fn to_guest(notices: &[String]) -> Vec<&str> {
    let keys = notices.iter().map(String::as_str);
    keys.filter(|key| key.starts_with("access_") && key.contains(":stay:"))
        .collect()
}

fn replacing() -> [Value; 4] {
    [
        json!({ "changesBy": "replace" }),
        json!({ "canUpdate": false }),
        json!({ "nativeSchedule": false }),
        json!({ "profile": "zwave", "nativeSchedule": null }),
    ]
}

#[test]
fn b4_a6_the_guest_is_told_nothing_new_while_their_backup_is_off_before_the_stay() {
    for (pool, over) in [2, 0]
        .into_iter()
        .flat_map(|pool| replacing().map(|over| (pool, over)))
    {
        let (mut house, notices) = told_both(&over, pool);
        let before = to_guest(&notices).len();
        let now = "2026-04-30T09:20:00Z";
        let back = [door_is("online", now)];
        let (_, notices) = live(&mut house, &back, (now, STAY), None);
        assert_eq!(
            to_guest(&notices),
            Vec::<&str>::new(),
            "{pool} {over} {before}"
        );
        assert!(
            !notices
                .iter()
                .any(|key| key.starts_with("new_codes_stopped")),
            "{notices:?}"
        );
    }
}

#[test]
fn b4_a4_an_order_for_the_next_code_is_one_message_though_the_code_is_taken_off_for_a_while() {
    for over in replacing() {
        let policy = json!({ "backups": { "poolSize": 2 } });
        let mut house = House::one_door(&over, &policy);
        house.settle(&[], APRIL);
        let tonight = booking("tonight", ("2026-04-30", "2026-05-01"), &json!({}));
        let facts = [tonight, stay(&json!({}))];
        let now = "2026-04-29T12:00:00Z";
        live(&mut house, &facts, ("2026-04-28T14:00:00Z", now), None);
        let order = json!({ "type": "host_order", "id": "next", "at": now,
            "order": { "kind": "tell_next", "reservationId": "stay", "lockId": "door" } });
        let facts = [door_is("online", now), order];
        let (_, notices) = live(&mut house, &facts, (now, STAY), None);
        assert_eq!(to_guest(&notices).len(), 1, "{over} {notices:?}");
        let told = backup(&mut house);
        assert!(
            house.pins_on("door").contains(&text(&told["pin"])),
            "{over}"
        );
    }
}

#[test]
fn b4_a2_where_the_backup_does_not_come_back_the_guest_hears_their_own_code_by_t_5() {
    let (mut house, _) = told_both(&json!({ "changesBy": "replace" }), 2);
    let now = "2026-04-30T09:20:00Z";
    let told_code = backup(&mut house);
    let (mut at, mut facts) = (now.to_owned(), vec![door_is("online", now)]);
    let mut heard: Vec<String> = Vec::new();
    loop {
        let step = house.take(&facts, &at);
        let keys = noticed(&step);
        heard.extend(to_guest(&keys).iter().map(|_| at.clone()));
        let commands = list(&step, "commands").clone();
        let is_back =
            |one: &Value| one["codeId"] == told_code["id"] && one["kind"] == "program_code";
        facts = Vec::new();
        for one in &commands {
            if is_back(one) {
                facts.push(failed(one, "rejected", &at));
            } else {
                facts.extend(house.answers(one, &at));
            }
        }
        if facts.is_empty() {
            match step
                .get("wakeAt")
                .map(text)
                .filter(|next| next.as_str() <= STAY)
            {
                Some(next) => at = next,
                None => break,
            }
        }
    }
    assert_eq!(heard, ["2026-05-01T11:55:00Z"]);
}
