//! Codes of a lock's own algorithm, which its platform makes on request: A3b, O1, F41.

use serde_json::{Value, json};

use crate::complaints::says;
use crate::hosts_hand::later;
use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booked_early, door_is, failed, listing, lock_report, one_backup, one_door, result,
    stay, with,
};
use crate::support::steps::{audited, commanded, list, noticed, only_command, text, window_of};

const DEADLINE: &str = "2026-05-01T12:55:00Z";
const SOON: &str = "2026-05-01T12:45:00Z";
const OVER: &str = "2026-05-04T12:00:00Z";

/// A house behind a TTLock that says `offlineCodes` and falls silent before the stay in May. The
/// guest's code is not on it.
pub fn silent(over: &Value) -> House {
    silent_with(over, &one_backup())
}

fn silent_with(over: &Value, policy: &Value) -> House {
    let lock = with(json!({ "profile": "ttlock", "offlineCodes": true }), over);
    let mut house = House::one_door(&lock, policy);
    house.settle(&[], APRIL);
    let now = "2026-04-20T12:00:00Z";
    house.take(&[door_is("offline", now)], now);
    house.take(&[stay(&json!({}))], now);
    house
}

/// Calls the site whenever it asks for that, and fails what is sent to the lock, until the platform
/// is asked for a code: that command, and its instant.
fn asked(house: &mut House, now: String) -> (String, Value) {
    asked_after(house, Vec::new(), now, &mut Vec::new())
}

/// The same after some facts; with the notices until then.
fn asked_after(
    house: &mut House,
    mut facts: Vec<Value>,
    mut now: String,
    notices: &mut Vec<String>,
) -> (String, Value) {
    for _ in 0..200 {
        let step = house.take(&facts, &now);
        notices.extend(noticed(&step));
        let commands = list(&step, "commands");
        if let Some(command) = commands
            .iter()
            .find(|one| one["kind"] == "issue_offline_code")
        {
            return (now, command.clone());
        }
        facts = commands
            .iter()
            .map(|one| failed(one, "offline", &now))
            .collect();
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    panic!("never asked");
}

pub fn first_asked(house: &mut House) -> (String, Value) {
    asked(house, "2026-05-01T12:00:00Z".to_owned())
}

pub fn made(command: &Value, pin: &str, now: &str) -> Value {
    with(result(command, "confirmed", now), &json!({ "pin": pin }))
}

/// What the guest is told in a step: the PINs.
pub fn told(step: &Value) -> Vec<String> {
    let notices = list(step, "notices")
        .iter()
        .filter(|one| one["to"] == "guest");
    let doors = notices.flat_map(|one| {
        one["values"]["doors"]
            .as_array()
            .cloned()
            .unwrap_or_default()
    });
    doors.map(|door| text(&door["code"])).collect()
}

fn code(house: &mut House, id: &Value) -> Value {
    let site = house.site();
    let codes = site["accessCodes"].as_array().unwrap();
    codes.iter().find(|code| code["id"] == *id).unwrap().clone()
}

#[test]
fn a3b_f41_the_guest_of_a_silent_lock_is_told_a_code_of_its_algorithm_before_any_backup() {
    let mut house = silent(&json!({}));
    let (now, command) = first_asked(&mut house);
    // The lock is known to be offline, and the stay begins soon (A1).
    assert_eq!(now, SOON);
    // W7: in whole hours, around what is left of the stay.
    assert_eq!(
        window_of(&command),
        json!({ "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-03T10:00:00Z" })
    );
    assert_eq!(command["pin"], Value::Null);
    let step = house.take(&[made(&command, "73104628", &now)], &now);
    assert_eq!(told(&step), ["73104628"]);
    assert!(
        !noticed(&step)
            .iter()
            .any(|key| key.starts_with("backup_told"))
    );
    let row = code(&mut house, &command["codeId"]);
    assert_eq!(
        (&row["method"], &row["onLock"]["state"]),
        (&json!("offline"), &json!("confirmed"))
    );
    // Nothing more is asked for, and when the stay is over the code is nobody's.
    house.settle(&[], "2026-05-01T14:00:00Z");
    let used = json!({ "type": "code_used", "id": "use", "at": "2026-05-01T14:00:00Z",
        "lockId": "door", "pin": "73104628" });
    house.settle(&[used], "2026-05-01T14:00:00Z");
    house.settle(&[], OVER);
    let row = code(&mut house, &command["codeId"]);
    assert_eq!(
        (&row["wanted"], &row["onLock"]["state"]),
        (&json!("removed"), &json!("absent"))
    );
    house.check_stored();
}

#[test]
fn a3b_a6_while_another_code_is_asked_for_the_guest_keeps_the_last_one_and_hears_no_earlier_one() {
    let mut house = silent(&json!({}));
    let (now, command) = first_asked(&mut house);
    house.take(&[made(&command, "73104628", &now)], &now);
    for (now, pin) in [
        ("2026-05-01T14:10:00Z", "84215739"),
        ("2026-05-01T15:10:00Z", "95326840"),
    ] {
        let facts = [door_is("offline", now), says(now, &json!({}))];
        let step = house.take(&facts, now);
        let command = &list(&step, "commands")[0];
        assert_eq!(command["kind"], "issue_offline_code", "{now}");
        assert_eq!(told(&step), Vec::<String>::new(), "{now}");
        // D3: all that is due was done.
        assert_eq!(noticed(&house.take(&[], now)), Vec::<String>::new());
        let step = house.take(&[made(command, pin, now)], now);
        assert_eq!(told(&step), [pin]);
    }
}

#[test]
fn a3b_the_window_that_the_platform_made_of_the_asked_one_counts() {
    let mut house = silent(&json!({}));
    let (now, command) = first_asked(&mut house);
    let window = json!({ "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-02T10:00:00Z" });
    let answer = with(
        made(&command, "73104628", &now),
        &json!({ "window": window }),
    );
    let step = house.take(&[answer], &now);
    assert_eq!(told(&step), ["73104628"]);
    let row = code(&mut house, &command["codeId"]);
    assert_eq!(row["onLock"]["endsAt"], "2026-05-02T10:00:00Z");
    // The rest of the stay is uncovered still: five minutes before it another one is asked for.
    let (again, _) = asked(&mut house, "2026-05-01T13:00:00Z".to_owned());
    assert_eq!(again, "2026-05-02T09:55:00Z");
}

#[test]
fn a3b_a_platform_that_makes_none_or_says_nothing_leaves_the_rungs_below() {
    let refused: [fn(&Value, &str) -> Value; 3] = [
        |command, now| failed(command, "rejected", now),
        |command, now| failed(command, "no_space", now),
        // A confirmation without a PIN.
        |command, now| result(command, "confirmed", now),
    ];
    for refuse in refused {
        let mut house = silent(&json!({}));
        let (now, command) = first_asked(&mut house);
        let step = house.take(&[refuse(&command, &now)], &now);
        assert_eq!(told(&step).len(), 1, "{step}");
        assert!(noticed(&step).contains(&"backup_told:stay:k1-1".to_owned()));
        let asked = code(&mut house, &command["codeId"]);
        assert_eq!(asked["onLock"]["state"], "absent");
    }
}

#[test]
fn a3b_c7_a_platform_that_says_nothing_leaves_the_rungs_below_after_one_deadline() {
    // C7: silence, or a word that the wish was taken, has one deadline.
    for word in ["", "accepted"] {
        let mut house = silent(&json!({}));
        let (now, command) = first_asked(&mut house);
        if !word.is_empty() {
            let step = house.take(&[result(&command, word, &now)], &now);
            assert!(told(&step).is_empty(), "{step}");
        }
        let deadline = text(&command["deadline"]);
        let step = house.take(&[], &deadline);
        assert_eq!(told(&step).len(), 1, "{step}");
        assert!(
            noticed(&step)
                .iter()
                .any(|key| key.starts_with("backup_told"))
        );
        // What comes after that is told to nobody, and nothing more is asked for.
        let late = made(&command, "73104628", &deadline);
        let step = house.take(&[with(late, &json!({ "id": "late" }))], &deadline);
        assert!(told(&step).is_empty(), "{step}");
        let step = house.take(&[], &later(&deadline, 30));
        assert!(commanded(&step).is_empty(), "{step}");
    }
}

fn no_spares() -> Value {
    json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": false } })
}

/// What a platform says of a wish that it may carry out a while later.
const PASSING: [&str; 3] = ["busy", "offline", "timeout"];

#[test]
fn a3b_c6_a_backup_is_told_at_once_and_a_busy_platform_is_not_asked_again() {
    for word in PASSING {
        let mut house = silent(&json!({}));
        let (now, command) = first_asked(&mut house);
        let step = house.take(&[failed(&command, word, &now)], &now);
        assert_eq!(told(&step).len(), 1, "{word}: {step}");
        assert!(noticed(&step).contains(&"backup_told:stay:k1-1".to_owned()));
        for seconds in [30, 60, 600] {
            let step = house.take(&[], &later(&now, seconds));
            let is_asked = commanded(&step).contains(&"issue_offline_code".to_owned());
            assert!(!is_asked, "{word}: {step}");
        }
        house.check_stored();
    }
}

#[test]
fn a3b_c6_a_platform_that_was_busy_makes_the_code_of_the_next_try() {
    for word in PASSING {
        let mut house = silent_with(&json!({}), &no_spares());
        let (now, command) = first_asked(&mut house);
        let answer = failed(&command, word, &now);
        let (now, again) = asked_after(&mut house, vec![answer], now, &mut Vec::new());
        // It is no duplicate: the window is not widened.
        assert_eq!(window_of(&again), window_of(&command));
        let step = house.take(&[made(&again, "73104628", &now)], &now);
        assert_eq!(told(&step), ["73104628"], "{word}");
        let row = code(&mut house, &again["codeId"]);
        assert_eq!(
            (&row["failure"], &row["tries"]),
            (&Value::Null, &Value::Null)
        );
        house.check_stored();
    }
}

#[test]
fn a3b_a7_c6_a_guest_without_another_way_in_gets_the_code_of_a_later_try_and_the_host_is_called() {
    let mut house = silent_with(&json!({}), &no_spares());
    let (mut now, mut command) = first_asked(&mut house);
    let mut notices = Vec::new();
    let mut times = Vec::new();
    for number in 0..7 {
        // The message waits until the last moment, and so does the call.
        assert_eq!(notices.is_empty(), number < 5, "{notices:?}");
        let answer = failed(&command, "busy", &now);
        (now, command) = asked_after(&mut house, vec![answer], now, &mut notices);
        times.push(now[11..19].to_owned());
    }
    // After five tries the pause is long, as of any suspended work.
    let pauses = [
        "12:45:30", "12:46:30", "12:48:30", "12:52:30", "13:22:30", "13:52:30", "14:22:30",
    ];
    assert_eq!(times, pauses);
    let is_call = |key: &String| key.starts_with("lock_unreachable:stay:door");
    assert!(notices.iter().any(is_call), "{notices:?}");
    let step = house.take(&[made(&command, "73104628", &now)], &now);
    assert_eq!(told(&step), ["73104628"]);
}

#[test]
fn a3b_an_accepted_wish_brings_its_pin_with_a_second_result() {
    let mut house = silent(&json!({}));
    let (now, command) = first_asked(&mut house);
    house.take(&[result(&command, "accepted", &now)], &now);
    let step = house.take(&[made(&command, "73104628", &now)], &now);
    assert_eq!(told(&step), ["73104628"]);
}

#[test]
fn a3b_somebody_elses_pin_is_not_told_the_window_is_widened_once() {
    let mut house = silent(&json!({}));
    let (now, command) = first_asked(&mut house);
    let site = house.site();
    let spare = site["accessCodes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|code| code["holder"]["kind"] == "backup")
        .unwrap();
    let taken = text(&spare["pin"]);
    let step = house.take(&[made(&command, &taken, &now)], &now);
    assert!(told(&step).is_empty(), "{step}");
    let again = &list(&step, "commands")[0];
    assert_eq!(
        window_of(again),
        json!({ "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-03T11:00:00Z" })
    );
    let step = house.take(&[made(again, &taken, &now)], &now);
    assert_eq!(told(&step).len(), 1, "{step}");
    assert!(noticed(&step).contains(&"backup_told:stay:k1-1".to_owned()));
}

#[test]
fn o1_a_code_that_is_not_used_in_time_covers_only_until_then() {
    for is_used in [false, true] {
        let mut house = silent(&json!({}));
        let (now, command) = first_asked(&mut house);
        house.take(&[made(&command, "73104628", &now)], &now);
        let use_by = text(&code(&mut house, &command["codeId"])["useBy"]);
        assert_eq!(use_by, "2026-05-02T13:00:00Z", "24 hours");
        if is_used {
            let now = "2026-05-01T18:00:00Z";
            let used = json!({ "type": "code_used", "id": "use", "at": now, "lockId": "door", "pin": "73104628" });
            house.take(&[used], now);
            let step = house.take(&[], "2026-05-02T12:50:00Z");
            assert!(
                !noticed(&step).iter().any(|key| key.starts_with("access")),
                "{step}"
            );
        } else {
            // A new one is asked for before that.
            let (again, command) = asked(&mut house, "2026-05-02T06:00:00Z".to_owned());
            assert_eq!(again, "2026-05-02T12:55:00Z");
            assert_eq!(command["window"]["startsAt"], "2026-05-02T13:00:00Z");
        }
    }
}

#[test]
fn a3b_a_code_that_nobody_can_take_back_is_named_to_the_host_when_its_stay_is_cancelled() {
    let mut house = silent(&json!({ "profile": "igloohome" }));
    let (now, command) = first_asked(&mut house);
    house.take(&[made(&command, "731046", &now)], &now);
    let cancelled = stay(&json!({ "revision": 2, "status": "cancelled" }));
    let step = house.take(&[cancelled], "2026-05-01T16:00:00Z");
    let key = format!("removal_by_hand:stay:{}", text(&command["codeId"]));
    assert!(noticed(&step).contains(&key), "{:?}", noticed(&step));
    assert!(audited(&step).contains(&"code_ended".to_owned()));
    let removals = list(&step, "commands")
        .iter()
        .filter(|one| one["codeId"] == command["codeId"]);
    assert_eq!(removals.count(), 0);
    house.take(&[], OVER);
    let row = code(&mut house, &command["codeId"]);
    assert_eq!(row["onLock"]["state"], "absent", "it has ended by itself");
}

#[test]
fn a3b_a_lock_that_takes_codes_in_no_other_way_has_one_made_when_the_guest_may_see_it() {
    let lock = json!({ "profile": "resortlock", "offlineCodes": true });
    let mut house = House::one_door(&lock, &one_backup());
    house.take(&[stay(&json!({}))], APRIL);
    let (now, command) = asked(&mut house, "2026-04-02T12:00:00Z".to_owned());
    assert_eq!(now, "2026-04-28T13:00:00Z", "N3");
    let step = house.take(&[made(&command, "73104628", &now)], &now);
    assert_eq!(told(&step), ["73104628"]);
}

#[test]
fn a3b_a_lock_that_answers_gets_the_code_itself() {
    let mut house = House::one_door(
        &json!({ "profile": "ttlock", "offlineCodes": true }),
        &one_backup(),
    );
    house.settle(&[stay(&json!({}))], APRIL);
    for now in ["2026-04-28T13:00:00Z", DEADLINE, "2026-05-01T14:00:00Z"] {
        let step = house.settle(&[], now);
        assert!(
            !list(&step, "commands")
                .iter()
                .any(|one| one["kind"] == "issue_offline_code")
        );
    }
    // An entry of a list is never taken for it, and no list takes it away.
    let mut house = silent(&json!({}));
    let (now, command) = first_asked(&mut house);
    house.take(&[made(&command, "73104628", &now)], &now);
    for now in ["2026-05-01T15:00:00Z", "2026-05-01T15:10:00Z"] {
        let codes = lock_report(
            "door",
            &json!({ "codes": [], "state": { "reachability": "online" } }),
            now,
        );
        house.take(&[codes], now);
    }
    assert_eq!(
        code(&mut house, &command["codeId"])["onLock"]["state"],
        "confirmed"
    );
}

/// A flat and a loft behind one silent TTLock, with guests of the same days.
#[test]
fn o1_a3b_two_guests_of_the_same_days_behind_one_silent_lock_get_codes_of_two_windows() {
    let own = json!({ "profile": "ttlock", "offlineCodes": true });
    let mut site = one_door(&own, &json!({ "backups": { "poolSize": 0 } }));
    let loft = listing("loft", &json!(["door"]));
    site["listings"].as_array_mut().unwrap().push(loft);
    let mut house = House::new(site);
    let now = "2026-04-20T12:00:00Z";
    let other = booked_early("other", MAY, &json!({ "listingId": "loft" }));
    house.take(&[door_is("offline", now), stay(&json!({})), other], now);
    let (now, first) = first_asked(&mut house);
    let step = house.take(&[made(&first, "73104628", &now)], &now);
    assert_eq!(told(&step), ["73104628"]);
    let second = list(&step, "commands")
        .iter()
        .find(|one| one["kind"] == "issue_offline_code")
        .unwrap();
    // The platform makes one code for each pair of start and end: this pair has another PIN.
    assert_eq!(
        (&first["window"]["endsAt"], &second["window"]["endsAt"]),
        (
            &json!("2026-05-03T10:00:00Z"),
            &json!("2026-05-03T11:00:00Z")
        )
    );
    let step = house.take(&[made(second, "51830629", &now)], &now);
    assert_eq!(told(&step), ["51830629"]);
    house.check_stored();
}

#[test]
fn a3b_a6_a_code_of_the_algorithm_is_not_taken_off_a_lock_that_stores_no_windows() {
    // It opens in its own window only, however early it is made.
    let mut house = silent(&json!({ "profile": "lockly" }));
    let (now, command) = first_asked(&mut house);
    let step = house.take(&[made(&command, "73104628", &now)], &now);
    assert_eq!(told(&step), ["73104628"]);
    assert!(
        !commanded(&step).contains(&"remove_code".to_owned()),
        "{step}"
    );
    let now = "2026-05-01T12:48:00Z";
    let step = house.take(&[door_is("online", now)], now);
    assert!(
        !commanded(&step).contains(&"remove_code".to_owned()),
        "{step}"
    );
    for now in ["2026-05-01T12:49:00Z", "2026-05-01T12:50:00Z"] {
        let step = house.settle(&[], now);
        assert!(told(&step).is_empty(), "{step}");
    }
    let kept = code(&mut house, &command["codeId"]);
    assert_eq!(kept["onLock"]["state"], "confirmed");
}

#[test]
fn a7_a3b_a_host_is_not_called_while_a_code_of_the_algorithm_can_be_made() {
    let lock = json!({ "profile": "ttlock", "offlineCodes": true });
    let policy = json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": false } });
    let mut house = House::one_door(&lock, &policy);
    let program = only_command(&house.take(&[stay(&json!({}))], APRIL));
    assert_eq!(program["kind"], "program_code");
    let mut step = house.take(&[failed(&program, "rejected", APRIL)], APRIL);
    let is_call = |key: &String| key.starts_with("lock_unreachable:stay:door");
    let mut is_asked = false;
    while let Some(now) = step.get("wakeAt").map(text) {
        if is_asked || now.as_str() > DEADLINE {
            break;
        }
        step = house.take(&[], &now);
        assert!(!noticed(&step).iter().any(is_call), "{now}: {step}");
        is_asked = commanded(&step).contains(&"issue_offline_code".to_owned());
    }
    assert!(is_asked, "{step}");
}
