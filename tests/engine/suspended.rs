//! Locks that fail again and again: C6, F19, F21, F34.

use serde_json::{Value, json};

use crate::house::{House, house};
use crate::support::builders::{
    APRIL, JUNE, MAY, booking, failed, lock, lock_fact, lock_report, with,
};
use crate::support::steps::{is_empty, list, noticed, text};

/// Fails every command in this way until the lock is left alone; the last step, and its instant.
fn left_alone(house: &mut House, failure: &str, facts: &[Value]) -> (Value, String) {
    let mut now = APRIL.to_owned();
    let mut step = house.take(facts, &now);
    for tried in 1..=5 {
        let command = step["commands"][0].clone();
        step = house.take(&[failed(&command, failure, &now)], &now);
        assert!(is_empty(&house.take(&[], &now)), "D3");
        if tried < 5 {
            assert_eq!(
                noticed(&step),
                Vec::<String>::new(),
                "not before the {tried}th try"
            );
            now = text(&step["wakeAt"]);
            step = house.take(&[], &now);
        }
    }
    assert_eq!(list(&step, "commands"), &Vec::<Value>::new());
    (step, now)
}

#[test]
fn c6_f19_f21_after_five_tries_a_lock_is_left_alone_and_the_host_hears_once_of_the_class() {
    for (failure, key) in [
        ("busy", "code_failed:door"),
        ("offline", "lock_unreachable:door"),
        ("timeout", "lock_unreachable:door"),
    ] {
        let mut house = house();
        let (step, now) = left_alone(&mut house, failure, &[booking("stay", MAY, &json!({}))]);
        assert_eq!(noticed(&step), [key]);
        assert_eq!(step["notices"][0]["values"]["because"]["failure"], failure);
        assert_eq!(
            step["wakeAt"], "2026-04-01T12:37:30Z",
            "half an hour after {now}"
        );
        // The next try fails, too: that is the same cause.
        let again = house.take(&[], "2026-04-01T12:37:30Z");
        let step = house.take(
            &[failed(
                &again["commands"][0],
                failure,
                "2026-04-01T12:37:30Z",
            )],
            "2026-04-01T12:37:30Z",
        );
        assert_eq!(noticed(&step), Vec::<String>::new());
        // Newer evidence ends it.
        let at = "2026-04-01T12:40:00Z";
        let online = lock_report(
            "door",
            &json!({ "state": { "reachability": "online" } }),
            at,
        );
        let step = house.settle(&[online], at);
        assert_eq!(noticed(&step), Vec::<String>::new());
        assert_eq!(house.conditions(), json!([]));
        assert_eq!(house.pins_on("door").len(), 1);
    }
}

#[test]
fn c6_a_changed_lock_and_the_next_check_end_the_pause() {
    let mut house = house();
    left_alone(&mut house, "busy", &[booking("stay", MAY, &json!({}))]);
    let changed = lock_fact(&with(
        lock("door", &json!({ "revision": 1 })),
        &json!({ "name": "Door" }),
    ));
    let step = house.take(&[changed], "2026-04-01T12:10:00Z");
    assert_eq!(step["commands"][0]["kind"], "program_code");
    // A check ends it half an hour before its time.
    let mut house = self::house();
    let soon = booking(
        "stay",
        ("2026-04-01", "2026-04-03"),
        &json!({ "checkIn": "14:35" }),
    );
    let (step, now) = left_alone(&mut house, "busy", &[soon]);
    assert_eq!(
        (now.as_str(), &step["wakeAt"]),
        ("2026-04-01T12:07:30Z", &json!("2026-04-01T12:20:00Z"))
    );
    let step = house.take(&[], "2026-04-01T12:20:00Z");
    assert_eq!(
        step["commands"][0]["kind"], "program_code",
        "C1: fifteen minutes before"
    );
    let step = house.take(
        &[failed(&step["commands"][0], "busy", "2026-04-01T12:20:01Z")],
        "2026-04-01T12:20:01Z",
    );
    assert_eq!(
        step["wakeAt"], "2026-04-01T12:25:00Z",
        "and the next check once more"
    );
}

#[test]
fn c6_a3_busy_is_no_evidence_of_being_offline() {
    let mut house = house();
    left_alone(&mut house, "busy", &[booking("stay", MAY, &json!({}))]);
    assert!(house.site()["locks"][0].get("lastStatus").is_none());
    let mut house = self::house();
    left_alone(&mut house, "offline", &[booking("stay", MAY, &json!({}))]);
    assert_eq!(
        list(&house.site()["locks"][0]["lastStatus"], "failures").len(),
        5
    );
}

#[test]
fn f34_what_one_lock_does_not_do_holds_up_no_other() {
    let mut house = House::with_locks(&[lock("door", &json!({})), lock("street", &json!({}))]);
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let mut facts = vec![failed(&step["commands"][0], "busy", APRIL)];
    facts.push(house.confirm(&step["commands"][1], APRIL));
    facts.push(booking("next", JUNE, &json!({})));
    let step = house.take(&facts, APRIL);
    let locks: Vec<&Value> = list(&step, "commands")
        .iter()
        .map(|one| &one["lockId"])
        .collect();
    assert_eq!(locks, ["street"]);
}

#[test]
fn c6_word_of_the_second_of_the_last_failure_ends_the_pause_if_it_comes_after_it_and_only_once() {
    let failed_at = "2026-04-01T12:07:30Z";
    let online = lock_report(
        "door",
        &json!({ "state": { "reachability": "online" } }),
        failed_at,
    );
    let offline = lock_report(
        "door",
        &json!({ "id": "before", "state": { "reachability": "offline" } }),
        failed_at,
    );
    let kinds = |step: &Value| {
        let commands = list(step, "commands").iter();
        commands.map(|one| text(&one["kind"])).collect::<Vec<_>>()
    };
    // It failed, called offline or not; in the same second it is back.
    for words in [vec![online.clone()], vec![offline.clone(), online.clone()]] {
        let mut house = house();
        let (_, now) = left_alone(&mut house, "offline", &[booking("stay", MAY, &json!({}))]);
        assert_eq!(now, failed_at);
        let step = house.take(&words, failed_at);
        assert_eq!(kinds(&step), ["program_code"]);
        // D4, I7: that it fails once more in that second is newer than the same word again.
        let mut step = house.take(
            &[failed(&step["commands"][0], "offline", failed_at)],
            failed_at,
        );
        for _ in 1..5 {
            assert_eq!(
                kinds(&house.take(std::slice::from_ref(&online), failed_at)),
                Vec::<String>::new()
            );
            let now = text(&step["wakeAt"]);
            let command = house.take(&[], &now)["commands"][0].clone();
            step = house.take(&[failed(&command, "offline", failed_at)], &now);
        }
        assert!(
            text(&step["wakeAt"]).as_str() > "2026-04-01T12:40:00Z",
            "left alone again: {step}"
        );
        assert_eq!(
            kinds(&house.take(std::slice::from_ref(&online), "2026-04-01T12:30:00Z")),
            Vec::<String>::new()
        );
    }
    // What came before the failure is older than it, in whichever second.
    let mut house = house();
    let step = house.take(&[booking("stay", MAY, &json!({}))], APRIL);
    let online = lock_report(
        "door",
        &json!({ "state": { "reachability": "online" } }),
        APRIL,
    );
    let step = house.take(
        &[
            online.clone(),
            failed(&step["commands"][0], "offline", APRIL),
        ],
        APRIL,
    );
    assert_eq!(kinds(&step), Vec::<String>::new());
    assert_eq!(kinds(&house.take(&[online], APRIL)), Vec::<String>::new());
}
