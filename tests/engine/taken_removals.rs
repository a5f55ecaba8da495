//! Removals that a cloud took, and of which the lock can't be asked: C6, I2, S, S1.

use serde_json::{Value, json};

use crate::by_place::slots;
use crate::hosts_hand::{code, later};
use crate::house::House;
use crate::support::builders::{APRIL, MAY, booking, result, stay, with};
use crate::support::steps::{assert_no_command, commanded, is_empty, noticed, only_command, text};

const NOW: &str = "2026-04-20T12:00:00Z";

fn no_backups() -> Value {
    json!({ "backups": { "poolSize": 0 }, "emergency": { "enabled": false } })
}

fn unreadable(over: &Value) -> Value {
    with(json!({ "canReadBack": false }), over)
}

/// The stay in May is cancelled, and the removal of its code was given out.
fn ended(over: &Value) -> (House, Value) {
    let mut house = House::one_door(&unreadable(over), &no_backups());
    house.settle(&[stay(&json!({}))], APRIL);
    let cancelled = stay(&json!({ "revision": 2, "status": "cancelled" }));
    let removal = only_command(&house.take(&[cancelled], NOW));
    assert_eq!(removal["kind"], "remove_code");
    (house, removal)
}

/// When the removal is sent again that a cloud took at an instant: a deadline later, and the pause
/// after so many tries.
fn again_at(taken_at: &str, pause: i64) -> String {
    later(taken_at, 60 + pause)
}

#[test]
fn c6_i2_a_removal_that_a_cloud_only_took_is_sent_again_until_it_is_confirmed() {
    let (mut house, removal) = ended(&json!({}));
    let at = later(NOW, 2);
    let step = house.take(&[result(&removal, "accepted", &at)], &at);
    assert_no_command(&step);
    let id = text(&removal["codeId"]);
    assert_eq!(code(&mut house, &id)["onLock"]["state"], "unknown");
    assert_eq!(step["wakeAt"], again_at(&at, 30));
    let now = again_at(&at, 30);
    let again = only_command(&house.take(&[], &now));
    assert_eq!(
        (&again["kind"], &again["codeId"]),
        (&removal["kind"], &removal["codeId"])
    );
    let step = house.take(&[result(&again, "confirmed", &now)], &now);
    assert_no_command(&step);
    assert_eq!(code(&mut house, &id)["onLock"]["state"], "absent");
    assert_no_command(&house.take(&[], &later(&now, 3_600)));
}

#[test]
fn d2_d4_the_same_word_of_a_cloud_about_a_removal_once_more_changes_nothing() {
    let (mut house, removal) = ended(&json!({}));
    let at = later(NOW, 2);
    let taken = [result(&removal, "accepted", &at)];
    let wake_at = house.take(&taken, &at)["wakeAt"].clone();
    for seconds in [2, 32] {
        let step = house.take(&taken, &later(NOW, seconds));
        assert!(is_empty(&step), "{step}");
        assert_eq!(step["wakeAt"], wake_at);
    }
}

#[test]
fn c6_f20_the_late_word_of_the_cloud_that_it_is_done_counts() {
    let (mut house, removal) = ended(&json!({}));
    let at = later(NOW, 2);
    house.take(&[result(&removal, "accepted", &at)], &at);
    let done = later(NOW, 32);
    house.take(&[result(&removal, "confirmed", &done)], &done);
    let id = text(&removal["codeId"]);
    assert_eq!(code(&mut house, &id)["onLock"]["state"], "absent");
    assert_no_command(&house.take(&[], &again_at(&at, 30)));
}

#[test]
fn c6_a_removal_that_is_only_taken_is_suspended_and_the_host_hears_of_it() {
    let (mut house, mut removal) = ended(&json!({}));
    let mut now = later(NOW, 2);
    for pause in [30, 60, 120, 240, 1_800, 3_600] {
        let step = house.take(&[result(&removal, "accepted", &now)], &now);
        assert_no_command(&step);
        let is_told = noticed(&step) == ["code_failed:stay:door"];
        assert_eq!(is_told, pause == 1_800, "{pause}: {step}");
        assert_eq!(step["wakeAt"], again_at(&now, pause));
        now = again_at(&now, pause);
        removal = only_command(&house.take(&[], &now));
    }
}

#[test]
fn s_the_place_of_a_code_whose_removal_a_cloud_took_counts_as_free() {
    let (mut house, removal) = ended(&json!({ "capacity": 1 }));
    let at = later(NOW, 2);
    house.take(&[result(&removal, "accepted", &at)], &at);
    let other = booking("other", MAY, &json!({}));
    let step = house.take(&[other], "2026-04-29T12:00:00Z");
    assert_eq!(commanded(&step), ["program_code"]);
}

#[test]
fn s1_a_removal_is_not_sent_again_once_another_code_has_the_place() {
    let (mut house, removal) = ended(&slots(1, 1));
    let at = later(NOW, 2);
    let step = house.take(
        &[
            result(&removal, "accepted", &at),
            booking("other", MAY, &json!({})),
        ],
        &at,
    );
    assert_no_command(&step);
    let mut now = at;
    let mut programmed = None;
    for _ in 0..8 {
        let step = house.take(&[], &now);
        for command in step["commands"].as_array().unwrap() {
            let outcome = if command["kind"] == "program_code" {
                programmed = Some(command.clone());
                "confirmed"
            } else {
                assert_eq!(programmed, None, "it would hit the new code");
                "accepted"
            };
            now = later(&now, 2);
            house.take(&[result(command, outcome, &now)], &now);
        }
        now = later(&now, 120);
    }
    let programmed = programmed.expect("the place counts as free");
    assert_eq!(programmed["slot"], removal["slot"]);
    let id = text(&removal["codeId"]);
    assert_eq!(code(&mut house, &id)["onLock"]["state"], "absent");
}
