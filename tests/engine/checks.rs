//! The checks before a stay: C1 to C5, F20, F24, and D3 of each.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, STAY, booking, failed, lock, lock_report, one_backup, result, stay, with,
};
use crate::support::calls::ask;
use crate::support::steps::{commanded, is_empty, list, noticed, text};

pub const HEALTH: &str = "2026-05-01T12:45:00Z";
pub const ACTIVATION: &str = "2026-05-01T12:50:00Z";
pub const VERIFICATION: &str = "2026-05-01T12:55:00Z";

pub fn just_in_time() -> Value {
    json!({ "nativeSchedule": false })
}

/// A house with a stay, all quiet until the day of its check-in.
pub fn on_the_day(over: &Value, policy: &Value) -> House {
    let mut house = House::one_door(over, policy);
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], "2026-04-28T13:00:00Z");
    house
}

pub fn word(state: &Value, now: &str) -> Value {
    lock_report("door", &json!({ "state": state }), now)
}

pub fn notice<'a>(step: &'a Value, kind: &str) -> &'a Value {
    let notices = list(step, "notices");
    notices
        .iter()
        .find(|notice| notice["kind"] == kind)
        .unwrap_or_else(|| panic!("no {kind} in {notices:?}"))
}

/// D3: the same step again is none, and neither is one before it is time.
pub fn idle(house: &mut House, now: &str) {
    let step = house.take(&[], now);
    assert!(is_empty(&step), "D3: {step}");
}

/// Every command fails in this way, step by step, from `now` until `until`: each step, with its
/// instant.
pub fn failing(house: &mut House, failure: &str, now: &str, until: &str) -> Vec<(String, Value)> {
    let mut now = now.to_owned();
    let mut steps = Vec::new();
    let mut facts = Vec::new();
    while now.as_str() <= until {
        let before = house.site();
        let step = house.take(&facts, &now);
        assert!(
            !facts.is_empty() || before != house.site(),
            "D3: nothing to do at {now}"
        );
        idle(house, &now);
        facts = list(&step, "commands")
            .iter()
            .map(|one| failed(one, failure, &now))
            .collect();
        let wake_at = step.get("wakeAt").map(text);
        steps.push((now.clone(), step));
        if facts.is_empty() {
            now = wake_at.unwrap();
        }
    }
    steps
}

#[test]
fn c1_c2_health_takes_evidence_a_lock_of_which_nothing_fresh_is_known_is_asked() {
    for over in [json!({}), just_in_time(), json!({ "canReadBack": false })] {
        let mut house = on_the_day(&over, &json!({}));
        idle(&mut house, "2026-05-01T12:44:59Z");
        let step = house.take(&[], HEALTH);
        assert_eq!(commanded(&step), ["read_lock"], "{over}");
        idle(&mut house, HEALTH);
        // It answers: nobody has to hear of that, and it is asked no more.
        let answers = house.answers(&step["commands"][0].clone(), HEALTH);
        let step = house.take(&answers, HEALTH);
        assert_eq!((commanded(&step), noticed(&step)), (vec![], vec![]));
        assert_eq!(
            step["wakeAt"] == VERIFICATION,
            over == json!({}),
            "C3: a lock that has its code and can be read is read at T-5"
        );
    }
}

#[test]
fn c2_what_was_heard_within_half_an_hour_is_evidence_enough() {
    for (heard, asked) in [
        ("2026-05-01T12:15:00Z", "2026-05-01T12:45:01Z"),
        ("2026-05-01T12:14:59Z", HEALTH),
    ] {
        let mut house = on_the_day(&json!({}), &json!({}));
        let step = house.take(&[word(&json!({ "reachability": "online" }), heard)], heard);
        assert_eq!((commanded(&step), &step["wakeAt"]), (vec![], &json!(asked)));
        assert_eq!(commanded(&house.take(&[], asked)), ["read_lock"]);
    }
    // One that says that it is offline is not asked what is known.
    let mut house = on_the_day(&json!({}), &json!({}));
    let now = "2026-05-01T12:30:00Z";
    house.take(&[word(&json!({ "reachability": "offline" }), now)], now);
    assert_eq!(commanded(&house.take(&[], HEALTH)), Vec::<String>::new());
}

#[test]
fn c4_n1_a_failed_health_check_is_told_with_its_name_why_and_what_is_done_once_until_it_is_well() {
    let cases = [
        (json!({ "reachability": "offline" }), "does_not_answer"),
        (
            json!({ "reachability": "online", "flaky": true }),
            "not_stable",
        ),
    ];
    for (state, finding) in cases {
        let mut house = on_the_day(&json!({}), &json!({}));
        // Known before: it is told at the check, not before it.
        let now = "2026-05-01T12:30:00Z";
        let step = house.take(&[word(&state, now)], now);
        assert_eq!((noticed(&step), &step["wakeAt"]), (vec![], &json!(HEALTH)));
        let step = house.take(&[], HEALTH);
        assert_eq!(noticed(&step), ["code_failed:stay:door"]);
        let values = &step["notices"][0]["values"];
        assert_eq!(
            (
                &values["check"],
                &values["because"],
                &values["access"]["route"]
            ),
            (
                &json!("health"),
                &json!({ "kind": "lock", "finding": finding }),
                &json!("existing_code")
            ),
            "A: what the lock keeps works offline"
        );
        idle(&mut house, HEALTH);
        // The same word again is the same cause; when the lock is well it is gone.
        let later = "2026-05-01T12:47:00Z";
        assert_eq!(
            noticed(&house.take(&[word(&state, later)], later)),
            Vec::<String>::new()
        );
        let well = json!({ "reachability": "online", "flaky": false });
        house.take(
            &[word(&well, "2026-05-01T12:48:00Z")],
            "2026-05-01T12:48:00Z",
        );
        assert_eq!(house.conditions(), json!([]));
        // When it falls ill again within minutes, the host has heard of that.
        let again = "2026-05-01T12:49:00Z";
        assert_eq!(
            noticed(&house.take(&[word(&state, again)], again)),
            Vec::<String>::new()
        );
    }
}

#[test]
fn c4_g_a_lock_that_does_not_answer_is_confirmed_by_the_checks_and_the_guest_has_a_backup_ten_minutes_before()
 {
    let mut house = on_the_day(&just_in_time(), &one_backup());
    let steps = failing(&mut house, "offline", HEALTH, STAY);
    // C6: the next check ends the pause, so that three attempts span five minutes in time (A3).
    let tried: Vec<&str> = steps
        .iter()
        .filter(|(_, step)| !list(step, "commands").is_empty())
        .map(|(now, _)| &now[11..19])
        .collect();
    assert_eq!(
        tried,
        [
            "12:45:00", "12:45:30", "12:46:30", "12:48:30", "12:50:00", "12:55:00"
        ]
    );
    let told: Vec<(&str, Vec<String>)> = steps
        .iter()
        .filter(|(_, step)| !noticed(step).is_empty())
        .map(|(now, step)| (&now[11..19], noticed(step)))
        .collect();
    let backup = &told[0].1[1];
    assert!(backup.starts_with("backup_told:stay:"), "{told:?}");
    assert_eq!(
        told,
        [(
            "12:50:00",
            vec![
                "access_changed:stay:2".to_owned(),
                backup.clone(),
                "code_failed:stay:door".to_owned(),
                "pool_empty:door".to_owned()
            ]
        )],
        "C4: in the same step, one notice per cause"
    );
    let failed = steps
        .iter()
        .find(|(_, step)| !noticed(step).is_empty())
        .unwrap();
    let values = &notice(&failed.1, "code_failed")["values"];
    assert_eq!(
        (
            &values["check"],
            &values["because"]["finding"],
            &values["access"]["route"]
        ),
        (
            &json!("health"),
            &json!("does_not_answer"),
            &json!("backup_code")
        )
    );
}

#[test]
fn c3_c4_a_code_that_a_busy_lock_does_not_take_fails_at_the_verification() {
    let mut house = on_the_day(&just_in_time(), &json!({}));
    let online = json!({ "reachability": "online" });
    house.take(
        &[word(&online, "2026-05-01T12:44:00Z")],
        "2026-05-01T12:44:00Z",
    );
    let steps = failing(&mut house, "busy", ACTIVATION, STAY);
    let told: Vec<(&str, Vec<String>)> = steps
        .iter()
        .filter(|(_, step)| !noticed(step).is_empty())
        .map(|(now, step)| (&now[11..19], noticed(step)))
        .collect();
    assert_eq!(
        told,
        [
            ("12:55:00", vec!["code_failed:stay:door".to_owned()]),
            // A7: the stay begins, and nothing opens.
            (
                "13:00:00",
                vec![
                    "access_changed:stay:2".to_owned(),
                    "lock_unreachable:stay:door".to_owned()
                ]
            )
        ]
    );
    let values = &notice(
        &steps
            .iter()
            .find(|(_, step)| !noticed(step).is_empty())
            .unwrap()
            .1,
        "code_failed",
    )["values"];
    assert_eq!(
        (&values["check"], &values["access"]["route"]),
        (&json!("verification"), &json!("program"))
    );
    assert_eq!(
        values["because"],
        json!({ "kind": "command", "command": "program_code", "failure": "busy" })
    );
}

#[test]
fn c3_f20_at_the_verification_what_a_cloud_took_is_asked_for_before_a_backup_is_told_but_not_for_long()
 {
    let accepted = |house: &mut House| {
        let online = json!({ "reachability": "online" });
        house.take(
            &[word(&online, "2026-05-01T12:44:00Z")],
            "2026-05-01T12:44:00Z",
        );
        let program = house.take(&[], ACTIVATION)["commands"][0].clone();
        assert_eq!(program["kind"], "program_code");
        house.take(&[result(&program, "accepted", ACTIVATION)], ACTIVATION);
        let step = house.take(&[], VERIFICATION);
        assert_eq!(
            (commanded(&step), noticed(&step)),
            (vec!["read_lock".to_owned()], vec![])
        );
        idle(house, VERIFICATION);
        (program, step["commands"][0].clone())
    };
    // It is there.
    let mut house = on_the_day(&just_in_time(), &one_backup());
    let (program, read) = accepted(&mut house);
    house.confirm(&program, ACTIVATION);
    let answers = house.answers(&read, VERIFICATION);
    assert_eq!(
        noticed(&house.take(&answers, VERIFICATION)),
        Vec::<String>::new()
    );
    // It is not there: in the same step the guest has a backup, and the host knows which check
    // failed.
    let mut house = on_the_day(&just_in_time(), &one_backup());
    let (_, read) = accepted(&mut house);
    let answers = house.answers(&read, "2026-05-01T12:55:02Z");
    let step = house.take(&answers, "2026-05-01T12:55:02Z");
    assert_eq!(noticed(&step)[0], "access_changed:stay:2");
    assert_eq!(
        notice(&step, "code_failed")["values"]["check"],
        "verification"
    );
    assert_eq!(
        commanded(&step),
        ["program_code"],
        "F20: and it is sent again"
    );
    // Nobody answers: it is not waited for longer than a deadline.
    let mut house = on_the_day(&just_in_time(), &one_backup());
    accepted(&mut house);
    let late = "2026-05-01T12:56:00Z";
    idle(&mut house, "2026-05-01T12:55:59Z");
    let step = house.take(&[], late);
    assert_eq!(noticed(&step)[0], "access_changed:stay:2");
    assert_eq!(
        notice(&step, "code_failed")["values"]["check"],
        "verification"
    );
}

#[test]
fn c1_before_the_part_of_a_longer_stay_that_the_lock_does_not_keep_it_is_checked_again() {
    let mut house = on_the_day(&json!({}), &json!({}));
    house.settle(&[], HEALTH);
    // The lock is busy with a night more.
    let online = json!({ "reachability": "online" });
    let now = "2026-05-03T08:50:00Z";
    let longer = booking(
        "stay",
        ("2026-05-01", "2026-05-04"),
        &json!({ "revision": 2 }),
    );
    let step = house.take(&[word(&online, now), longer], now);
    assert_eq!(commanded(&step), ["change_window"]);
    let mut facts = vec![failed(&step["commands"][0], "busy", now)];
    let mut told = Vec::new();
    let mut now = now.to_owned();
    while now.as_str() < "2026-05-03T09:26:00Z" {
        let step = house.take(&facts, &now);
        idle(&mut house, &now);
        told.extend(
            noticed(&step)
                .into_iter()
                .map(|key| (now[11..16].to_owned(), key)),
        );
        facts = list(&step, "commands")
            .iter()
            .map(|one| failed(one, "busy", &now))
            .collect();
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    assert!(
        told.contains(&("09:20".to_owned(), "code_failed:stay:door".to_owned())),
        "{told:?}"
    );
}

#[test]
fn c1_without_checks_nothing_is_asked_and_nobody_hears_of_one_but_codes_go_on_their_locks() {
    let off = json!({ "validation": { "enabled": false } });
    let mut house = on_the_day(&just_in_time(), &off);
    let silent = word(
        &json!({ "reachability": "online", "flaky": true }),
        "2026-05-01T12:00:00Z",
    );
    let step = house.take(&[silent], "2026-05-01T12:00:00Z");
    assert_eq!(step["wakeAt"], ACTIVATION);
    let step = house.take(&[], ACTIVATION);
    assert_eq!(
        (commanded(&step), noticed(&step)),
        (vec!["program_code".to_owned()], vec![])
    );
}

#[test]
fn c1_offsets_of_zero_are_checks_at_the_start() {
    let zero = json!({ "validation": { "healthMinutes": 0, "activationMinutes": 0, "verificationMinutes": 0 } });
    let mut house = on_the_day(&json!({}), &zero);
    idle(&mut house, "2026-05-01T12:59:59Z");
    let step = house.take(&[], STAY);
    assert_eq!(commanded(&step), ["read_lock"]);
    let mut house = on_the_day(&json!({}), &zero);
    let now = "2026-05-01T12:59:00Z";
    house.take(
        &[word(
            &json!({ "reachability": "online", "flaky": true }),
            now,
        )],
        now,
    );
    assert_eq!(noticed(&house.take(&[], STAY)), ["code_failed:stay:door"]);
}

#[test]
fn c1_checks_come_one_after_the_other() {
    let refused = |checks: Value| {
        let site = json!({ "id": "house", "locks": [], "listings": [], "policy": { "validation": checks } });
        let error = ask("createSite", &site).unwrap_err();
        (text(&error["code"]), text(&error["path"]))
    };
    let out_of_range = |field: &str| {
        (
            "out_of_range".to_owned(),
            format!("policy.validation.{field}"),
        )
    };
    assert_eq!(
        refused(json!({ "healthMinutes": 9 })),
        out_of_range("activationMinutes")
    );
    assert_eq!(
        refused(json!({ "verificationMinutes": 11 })),
        out_of_range("verificationMinutes")
    );
    let alike = json!({ "healthMinutes": 7, "activationMinutes": 7, "verificationMinutes": 7 });
    let site =
        json!({ "id": "house", "locks": [], "listings": [], "policy": { "validation": alike } });
    assert!(ask("createSite", &site).is_ok());
}

#[test]
fn c6_f19_a_lock_that_refuses_to_be_read_is_not_asked_again_and_the_host_knows() {
    for failure in ["rejected", "unauthorized"] {
        let mut house = on_the_day(&json!({}), &json!({}));
        let read = house.take(&[], HEALTH)["commands"][0].clone();
        let step = house.take(&[failed(&read, failure, HEALTH)], HEALTH);
        assert_eq!(
            (commanded(&step), noticed(&step)),
            (vec![], vec!["code_failed:door".to_owned()])
        );
        idle(&mut house, HEALTH);
        let changed = with(
            lock("door", &json!({ "revision": 1 })),
            &json!({ "name": "Door" }),
        );
        let step = house.take(
            &[json!({ "type": "lock", "lock": changed })],
            "2026-05-01T12:46:00Z",
        );
        assert_eq!(
            commanded(&step),
            ["read_lock"],
            "it may do now what it refused before"
        );
    }
}

#[test]
fn d5_n1_any_answer_of_a_lock_that_was_silent_ends_what_a_check_found() {
    let mut house = on_the_day(&json!({}), &json!({}));
    let silent = "2026-05-01T12:40:00Z";
    house.take(
        &[word(&json!({ "reachability": "offline" }), silent)],
        silent,
    );
    let step = house.take(&[], HEALTH);
    assert_eq!(noticed(&step), ["code_failed:stay:door"]);
    let is_failed = |house: &mut House| {
        let known = house.conditions();
        known
            .as_array()
            .unwrap()
            .iter()
            .any(|notice| notice["key"] == "code_failed:stay:door")
    };
    // A word that comes so late that it says no more of now; then an answer, by which the lock is
    // seen as it was.
    let online = |at: &str| word(&json!({ "reachability": "online" }), at);
    let late = "2026-05-01T13:30:00Z";
    house.take(&[online(ACTIVATION)], late);
    assert!(is_failed(&mut house));
    // C3: what it is asked then it does not answer.
    let silent = house.silence(late);
    house.take(&silent, late);
    assert!(is_failed(&mut house));
    let now = "2026-05-01T13:40:00Z";
    house.settle(&[online(now)], now);
    assert!(!is_failed(&mut house));
}
