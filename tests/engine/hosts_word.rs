//! What the host says about a code that they took off by hand, and how long the engine waits for
//! their word (T8).

use crate::hosts_hand::{
    NOW, code, complaint, go_on, in_stay, is_backup_told, own, take_off, taken_off_again, unasked,
};
use serde_json::{Value, json};

use crate::support::builders::{at, order};
use crate::support::steps::{
    assert_no_command, commanded, is_empty, list, noticed, only_command, refusal, text,
};

#[test]
fn t8_a_code_that_cannot_be_sent_again_waits_as_long_for_the_hosts_word() {
    // The lock falls silent just then: for half an hour no backup is told for that (A).
    let mut house = in_stay();
    let pin = house.pin("stay", "door");
    take_off(&mut house, &pin, NOW);
    let now = "2026-05-01T14:00:04Z";
    let facts = house.silence_and_word(now);
    let step = house.take(&facts, now);
    assert_eq!(noticed(&step), Vec::<String>::new());
    assert!(!is_backup_told(&house.take(&[], "2026-05-01T14:30:01Z")));
    assert!(is_backup_told(&house.take(&[], "2026-05-01T14:30:02Z")));
}

/// The guest says so after the first time, goes by a backup, and the code is taken off again.
#[test]
fn d3_t8_nobody_waits_for_the_hosts_word_about_a_code_that_is_not_sent_after_it() {
    let mut house = in_stay();
    let pin = house.pin("stay", "door");
    let step = take_off(&mut house, &pin, NOW);
    house.settle_commands(&step, "2026-05-01T14:00:05Z");
    let now = "2026-05-01T14:02:00Z";
    house.settle(&[complaint(now)], now);
    assert!(house.pins_on("door").contains(&pin));
    let mut step = take_off(&mut house, &pin, "2026-05-01T14:20:00Z");
    let mut wakes = Vec::new();
    let over = at("2026-05-03T12:00:00Z");
    let wakes_at = |step: &Value| step.get("wakeAt").map(text);
    while let Some(now) = wakes_at(&step).filter(|now| at(now) <= over) {
        step = house.take(&[], &now);
        assert!(!is_empty(&step), "called at {now} for nothing");
        wakes.push(now.clone());
        step = house.settle_commands(&step, &now);
    }
    assert!(!wakes.is_empty());
}

#[test]
fn t8_the_order_restore_sends_it_again_and_then_all_is_as_ever() {
    let mut house = in_stay();
    taken_off_again(&mut house);
    let id = own(&mut house);
    let now = "2026-05-01T14:10:00Z";
    let restore = order(&json!({ "kind": "restore", "codeId": id }), now);
    let step = house.take(std::slice::from_ref(&restore), now);
    let again = only_command(&step);
    assert_eq!(again["kind"], "program_code");
    assert_eq!(noticed(&step), Vec::<String>::new());
    assert_eq!(house.conditions(), json!([]), "the question is answered");
    // A2: it has its chance, and no more.
    assert!(is_empty(&house.take(&[], "2026-05-01T14:10:19Z")));
    let step = house.take(&[], "2026-05-01T14:10:20Z");
    assert!(is_backup_told(&step), "{:?}", noticed(&step));
    // D4: the order counts once, and one about a code that is there does nothing.
    let mut house = in_stay();
    let id = own(&mut house);
    let restore = order(&json!({ "kind": "restore", "codeId": id }), now);
    assert!(is_empty(&house.take(&[restore], now)));
    let nobody = order(&json!({ "kind": "restore", "codeId": "k9-9" }), now);
    assert_eq!(
        refusal(&house.step(&[nobody], now)),
        "facts[0].order.codeId: no such code"
    );
}

#[test]
fn t8_the_order_revoke_ends_the_access_and_the_guest_hears_it() {
    let mut house = in_stay();
    taken_off_again(&mut house);
    let id = own(&mut house);
    let now = "2026-05-01T14:10:00Z";
    let revoke = order(&json!({ "kind": "revoke", "codeId": id }), now);
    let step = house.take(&[revoke], now);
    assert_no_command(&step);
    assert!(!is_backup_told(&step), "{:?}", noticed(&step));
    let (done, notices) = go_on(&mut house, "2026-05-01T14:10:01Z", "2026-05-03T12:00:00Z");
    assert!(
        !notices.iter().any(|key| key.starts_with("backup_told")),
        "{notices:?}"
    );
    assert_eq!(done, Vec::<String>::new());
    assert!(!house.conditions().to_string().contains("code_taken_off"));
    assert!(code(&mut house, &id).get("takenOff").is_none());
}

#[test]
fn t8_a_reissue_is_the_hosts_word_too() {
    let mut house = in_stay();
    taken_off_again(&mut house);
    let now = "2026-05-01T14:10:00Z";
    let reissue = order(&json!({ "kind": "reissue", "reservationId": "stay" }), now);
    let step = house.take(&[reissue], now);
    assert_eq!(commanded(&step), ["program_code"]);
    assert!(
        is_backup_told(&house.take(&[], "2026-05-01T14:10:20Z")),
        "as ever"
    );
}

#[test]
fn t8_what_the_host_puts_back_by_hand_is_their_word() {
    let mut house = in_stay();
    let before = house.locks["door"].clone();
    taken_off_again(&mut house);
    house.locks.insert("door".to_owned(), before);
    let now = "2026-05-01T14:15:00Z";
    let report = unasked(&house, now);
    let step = house.take(&[report], now);
    assert_no_command(&step);
    let id = own(&mut house);
    assert!(code(&mut house, &id).get("takenOff").is_none());
    assert_eq!(house.conditions(), json!([]));
}

/// What the host reads of a code that was taken off follows what is done about it (N1).
#[test]
fn t8_n1_the_host_reads_what_happens_without_their_answer() {
    let read = |step: &Value| {
        let mut notices = list(step, "notices").iter();
        let asked = notices.find(|one| one["kind"] == "code_taken_off");
        crate::rendered::text_of(asked.unwrap_or_else(|| panic!("{step}"))).unwrap()
    };
    let mut house = in_stay();
    let pin = house.pin("stay", "door");
    let text = read(&take_off(&mut house, &pin, NOW));
    assert!(text.contains("it is put back once"), "{text}");
    // A guest who says that they can't get in is told a backup at once.
    let now = "2026-05-01T14:00:04Z";
    let step = house.take(&[complaint(now)], now);
    assert!(is_backup_told(&step), "{step}");
}
