//! A backup that a stay was told, and the original code beside it: B4, F43, F51.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{APRIL, MAY, STAY, booking, door_is, failed, stay, with};
use crate::support::steps::{is_empty, list, noticed, text};

/// A command that a lock was given, and when.
pub type Given = (String, Value);

/// Every wake from `now` until `until`, on a lock that fails as `failure` says, or does all that it
/// is told. What it was given, and the keys of the notices.
pub fn live(
    house: &mut House,
    facts: &[Value],
    span: (&str, &str),
    failure: Option<&str>,
) -> (Vec<Given>, Vec<String>) {
    let (mut now, mut facts) = (span.0.to_owned(), facts.to_vec());
    let (mut given, mut notices) = (Vec::new(), Vec::new());
    loop {
        let step = house.take(&facts, &now);
        notices.extend(noticed(&step));
        facts.clear();
        for command in list(&step, "commands") {
            given.push((now.clone(), command.clone()));
            match failure {
                Some(why) => facts.push(failed(command, why, &now)),
                None => facts.extend(house.answers(command, &now)),
            }
        }
        if facts.is_empty() {
            match step.get("wakeAt").map(text) {
                Some(next) if next.as_str() <= span.1 => now = next,
                _ => return (given, notices),
            }
        }
    }
}

pub fn told(notices: &[String]) -> usize {
    notices
        .iter()
        .filter(|key| key.starts_with("backup_told:"))
        .count()
}

pub fn code(house: &mut House, is_it: impl Fn(&Value) -> bool) -> Value {
    let site = house.site();
    let codes: Vec<Value> = list(&site, "accessCodes")
        .iter()
        .filter(|code| is_it(code))
        .cloned()
        .collect();
    assert_eq!(codes.len(), 1, "{codes:?}");
    codes[0].clone()
}

pub fn backup(house: &mut House) -> Value {
    code(house, |code| {
        code["holder"]["kind"] == "backup" && code["toldTo"][0]["reservationId"] == "stay"
    })
}

pub fn own(house: &mut House) -> Value {
    code(house, |code| code["holder"]["id"] == "stay")
}

pub fn about<'a>(given: &'a [Given], code: &Value) -> Vec<(&'a str, String)> {
    let of_code = given.iter().filter(|(_, one)| one["codeId"] == code["id"]);
    of_code
        .map(|(now, one)| (now.as_str(), text(&one["kind"])))
        .collect()
}

pub const SILENT: &str = "2026-05-01T12:40:00Z";
pub const IN_THE_STAY: &str = "2026-05-01T15:10:00Z";

/// A guest who was told a backup by check-in, since the lock of their door fell silent. Booked
/// early, they were told their own code before that.
pub fn told_a_backup(
    over: &Value,
    policy: &Value,
    is_early: bool,
    failure: &str,
) -> (House, Vec<Given>) {
    let base = json!({ "backups": { "poolSize": 2 } });
    let mut house = House::one_door(over, &with(base, policy));
    house.settle(&[], APRIL);
    if is_early {
        live(
            &mut house,
            &[stay(&json!({}))],
            (APRIL, "2026-05-01T12:30:00Z"),
            None,
        );
    }
    let late = booking("stay", MAY, &json!({ "bookedAt": SILENT }));
    let facts: Vec<Value> = [door_is("offline", SILENT)]
        .into_iter()
        .chain((!is_early).then_some(late))
        .collect();
    let (_, notices) = live(&mut house, &facts, (SILENT, STAY), Some(failure));
    assert_eq!(told(&notices), 1, "{over} {notices:?}");
    let (given, notices) = live(
        &mut house,
        &[],
        ("2026-05-01T13:00:01Z", IN_THE_STAY),
        Some(failure),
    );
    assert_eq!(notices, Vec::<String>::new(), "{over}");
    (house, given)
}

pub fn brands() -> [Value; 5] {
    [
        json!({ "nativeSchedule": false, "capacity": 8 }),
        json!({ "profile": "zwave", "nativeSchedule": null, "capacity": 8 }),
        json!({ "nativeSchedule": false }),
        json!({ "nativeSchedule": false, "canReadBack": false }),
        json!({ "profile": "schlage_be469", "nativeSchedule": null }),
    ]
}

#[test]
fn b4_f43_a_silent_lock_is_not_sent_the_original_and_gets_it_silently_when_it_answers() {
    for over in brands() {
        for failure in ["offline", "timeout", "busy"] {
            let (mut house, given) = told_a_backup(&over, &json!({}), true, failure);
            let original = own(&mut house);
            assert!(original.get("toldTo").is_some());
            let sent = about(&given, &original);
            assert!(
                sent.iter().all(|(_, kind)| kind != "program_code"),
                "{over} {failure}: {sent:?}"
            );
            // It answers: the second message may not have reached the guest.
            let now = "2026-05-01T15:20:00Z";
            let (given, notices) = live(
                &mut house,
                &[door_is("online", now)],
                (now, "2026-05-01T18:00:00Z"),
                None,
            );
            let sent = about(&given, &original);
            let programs = sent
                .iter()
                .filter(|(_, kind)| kind == "program_code")
                .count();
            assert_eq!(programs, 1, "{over} {failure}: {given:?}");
            assert!(house.pins_on("door").contains(&text(&original["pin"])));
            assert!(
                house
                    .pins_on("door")
                    .contains(&text(&backup(&mut house)["pin"]))
            );
            assert!(
                !notices.iter().any(|key| key.starts_with("access")),
                "{over} {failure}: {notices:?}"
            );
        }
    }
}

#[test]
fn b4_f43_an_original_that_was_told_to_nobody_is_sent_no_more() {
    let windows = json!({});
    for over in brands().into_iter().chain([windows]) {
        let (mut house, given) = told_a_backup(&over, &json!({}), false, "offline");
        let original = own(&mut house);
        assert_eq!(original.get("toldTo"), None);
        assert_eq!(about(&given, &original), [], "{over}");
        let now = "2026-05-01T15:20:00Z";
        let (given, notices) = live(
            &mut house,
            &[door_is("online", now)],
            (now, "2026-05-01T18:00:00Z"),
            None,
        );
        assert_eq!(about(&given, &original), [], "{over}");
        assert!(
            !notices.iter().any(|key| key.starts_with("access")),
            "{over}: {notices:?}"
        );
        // The pool is full again, and the guest's backup is there.
        assert_eq!(house.pins_on("door").len(), 3, "{over}");
    }
}

#[test]
fn b4_s_an_original_takes_only_a_place_that_nobody_waits_for() {
    // Two backups fill the lock. When one was told, the new one gets the place of nobody.
    for (capacity, is_there) in [(3, false), (4, true)] {
        let over = json!({ "nativeSchedule": false, "capacity": capacity });
        let (mut house, _) = told_a_backup(&over, &json!({}), true, "offline");
        let original = own(&mut house);
        let now = "2026-05-01T15:20:00Z";
        live(
            &mut house,
            &[door_is("online", now)],
            (now, "2026-05-01T18:00:00Z"),
            None,
        );
        let pins = house.pins_on("door");
        assert_eq!(
            pins.contains(&text(&original["pin"])),
            is_there,
            "{capacity}: {pins:?}"
        );
        assert_eq!(pins.len(), capacity, "the pool comes first");
    }
}
#[test]
fn d3_b4_nobody_is_called_for_an_original_on_a_lock_of_which_too_little_is_known_by_then() {
    for failure in ["offline", "timeout", "busy"] {
        let policy = json!({ "backups": { "poolSize": 2 } });
        let mut house = House::one_door(&json!({ "nativeSchedule": false }), &policy);
        house.settle(&[stay(&json!({}))], APRIL);
        live(&mut house, &[], (APRIL, "2026-04-30T12:00:00Z"), None);
        // The lock is silent, and the guest stays longer: they are told a backup.
        let now = "2026-04-30T12:00:01Z";
        let longer = json!({ "revision": 2, "departure": "2026-05-04" });
        let facts = [door_is("offline", now), stay(&longer)];
        let span = (now, "2026-04-30T14:00:00Z");
        let (_, notices) = live(&mut house, &facts, span, Some("offline"));
        assert_eq!(told(&notices), 1, "{notices:?}");
        // It answers in the morning. Half an hour later that says nothing any more (A3).
        let mut now = "2026-05-01T06:00:00Z".to_owned();
        let mut facts = vec![door_is("online", &now)];
        while now.as_str() <= STAY {
            let step = house.take(&facts, &now);
            let is_woken = facts.is_empty();
            assert!(
                !(is_woken && is_empty(&step)),
                "{failure}: {now} for nothing"
            );
            let commands = list(&step, "commands").iter();
            facts = commands.map(|one| failed(one, failure, &now)).collect();
            if facts.is_empty() {
                now = text(&step["wakeAt"]);
            }
        }
    }
}
