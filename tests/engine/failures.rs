//! What platforms answer when they fail: C6, F2, F20, F25, F34 and T7.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{APRIL, JUNE, MAY, booking, failed, lock, lock_fact, result};
use crate::support::steps::{assert_no_command, list, only_command, text};

/// A lock that can't be asked what is on it.
fn unreadable() -> House {
    House::one_door(&json!({ "canReadBack": false }), &json!({}))
}

#[test]
fn c6_a_lock_that_does_not_answer_is_left_alone_ever_longer() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let mut command = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let mut now = APRIL.to_owned();
    let pauses = [
        ("busy", "12:00:30"),
        ("offline", "12:01:30"),
        ("offline", "12:03:30"),
        ("busy", "12:07:30"),
        ("offline", "12:37:30"),
        ("offline", "13:07:30"),
    ];
    for (failure, next) in pauses {
        let step = house.take(&[failed(&command, failure, &now)], &now);
        assert_no_command(&step);
        let next = format!("2026-04-01T{next}Z");
        assert_eq!(step["wakeAt"], next);
        command = only_command(&house.take(&[], &next));
        now = next;
    }
    // One success, and it is as new.
    let confirmed = house.confirm(&command, &now);
    house.take(&[confirmed], &now);
    assert!(house.site()["locks"][0].get("retry").is_none());
}

#[test]
fn c6_newer_word_of_a_lock_ends_the_pause() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let command = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    assert_no_command(&house.take(&[failed(&command, "offline", APRIL)], APRIL));
    let online = lock(
        "door",
        &json!({ "state": { "reachability": "online", "reportedAt": APRIL } }),
    );
    only_command(&house.take(&[lock_fact(&online)], APRIL));
}

#[test]
fn f34_one_bad_code_never_blocks_its_neighbours() {
    for failure in ["rejected", "unauthorized"] {
        let mut house = House::one_door(&json!({}), &json!({}));
        let bad = only_command(&house.take(
            &[
                booking("bad", MAY, &json!({})),
                booking("good", JUNE, &json!({})),
            ],
            APRIL,
        ));
        let step = house.take(&[failed(&bad, failure, APRIL)], APRIL);
        let good = only_command(&step);
        assert_eq!(house.holder_of(&good), "good", "at once");
        // It stops, and is reported once.
        assert_eq!(
            list(&step, "notices"),
            &vec![json!({
                "key": "code_failed:bad:door", "kind": "code_failed", "to": "host",
                "reservationId": "bad", "lockId": "door",
                "values": {
                    "guestName": "bad", "listingName": "flat", "checkIn": "2026-05-01T15:00:00+02:00",
                    "checkOut": "2026-05-03T11:00:00+02:00", "lockName": "door", "holder": "reservation",
                    "cause": if failure == "rejected" { "code_refused" } else { "account_refused" },
                    "because": { "kind": "command", "command": "program_code", "failure": failure },
                    "timeZone": "Europe/Paris",
                },
            })],
        );
        let confirmed = house.confirm(&good, APRIL);
        let step = house.take(&[confirmed], APRIL);
        assert_no_command(&step);
        assert!(list(&step, "notices").is_empty());
        // A changed booking is a new question.
        let moved = booking(
            "bad",
            ("2026-05-02", "2026-05-03"),
            &json!({ "revision": 2 }),
        );
        let again = only_command(&house.take(&[moved], APRIL));
        let confirmed = house.confirm(&again, APRIL);
        house.take(&[confirmed], APRIL);
        assert_eq!(house.conditions(), json!([]));
    }
}

#[test]
fn f34_a_removal_that_is_refused_holds_up_nobody_and_is_reported() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let cancelled = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let removal = only_command(&house.take(&[cancelled], APRIL));
    let step = house.take(
        &[
            failed(&removal, "rejected", APRIL),
            booking("next", JUNE, &json!({})),
        ],
        APRIL,
    );
    assert_eq!(
        step["notices"][0]["values"]["because"]["command"],
        "remove_code"
    );
    assert_eq!(only_command(&step)["kind"], "program_code");
    // What was refused may go after the lock has changed.
    let confirmed = house.confirm(&step["commands"][0], APRIL);
    house.take(&[confirmed], APRIL);
    let changed = lock_fact(&lock("door", &json!({ "name": "new battery" })));
    let again = only_command(&house.take(&[changed], APRIL));
    assert_eq!(again["kind"], "remove_code");
}

#[test]
fn f20_accepted_is_not_confirmed() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let command = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    assert_eq!(house.codes(&json!({}))[0]["state"], "pending");
    house.take(&[result(&command, "accepted", APRIL)], APRIL);
    assert_eq!(house.codes(&json!({}))[0]["state"], "accepted");
}

#[test]
fn f25_a_lost_answer_makes_no_second_pin() {
    for (outcome, failure) in [("unknown", None), ("failed", Some("timeout"))] {
        let mut house = unreadable();
        let first = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
        let mut lost = result(&first, outcome, APRIL);
        if let Some(failure) = failure {
            lost["failure"] = json!(failure);
        }
        let step = house.take(&[lost], APRIL);
        assert_no_command(&step);
        assert_eq!(house.codes(&json!({}))[0]["state"], "unknown");
        let second = only_command(&house.take(&[], "2026-04-01T12:00:30Z"));
        assert_eq!(
            (&second["kind"], &second["pin"]),
            (&first["kind"], &first["pin"])
        );
        assert_eq!(
            house.codes(&json!({}))[0]["state"],
            "unknown",
            "the first one may still have done it"
        );
        // It had: the lock says that the PIN is taken. Its window is set to be sure.
        let now = "2026-04-01T12:00:31Z";
        let third = only_command(&house.take(&[failed(&second, "duplicate_code", now)], now));
        assert_eq!(
            (&third["kind"], &third["pin"]),
            (&json!("change_window"), &first["pin"])
        );
        house.take(&[result(&third, "confirmed", now)], now);
        assert_eq!(json!(house.pin("stay", "door")), first["pin"]);
        assert_eq!(house.codes(&json!({}))[0]["state"], "confirmed");
    }
}

#[test]
fn f2_a_lost_answer_about_a_window_leaves_the_pin_alone() {
    let mut house = unreadable();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let pin = house.pin("stay", "door");
    let now = "2026-05-02T12:00:00Z";
    let longer = booking(
        "stay",
        ("2026-05-01", "2026-05-05"),
        &json!({ "revision": 2 }),
    );
    let change = only_command(&house.take(&[longer], now));
    house.take(&[result(&change, "unknown", now)], now);
    let again = only_command(&house.take(&[], "2026-05-02T12:00:30Z"));
    assert_eq!(
        (&again["kind"], &again["window"]),
        (&json!("change_window"), &change["window"])
    );
    // Even a duplicate is no reason to make another PIN for a guest who is in; and it is not
    // retried for ever.
    let step = house.take(
        &[failed(&again, "duplicate_code", "2026-05-02T12:00:31Z")],
        "2026-05-02T12:00:31Z",
    );
    assert_no_command(&step);
    assert_eq!(house.pin("stay", "door"), pin);
    assert_eq!(step["wakeAt"], "2026-05-02T12:01:31Z");
}

#[test]
fn f25_a_removal_without_an_answer_leaves_no_second_code_behind() {
    let cancelled = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let again = booking("stay", MAY, &json!({ "revision": 3 }));
    let (later, later_still) = ("2026-04-01T12:00:30Z", "2026-04-01T12:00:31Z");
    // Our own PIN: it is put there again, and what the platform called the old code is forgotten.
    let mut house = unreadable();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let removal = only_command(&house.take(std::slice::from_ref(&cancelled), APRIL));
    assert_eq!(removal["externalId"], "xc1-1");
    assert_no_command(&house.take(&[result(&removal, "unknown", APRIL), again.clone()], APRIL));
    let program = only_command(&house.take(&[], later));
    assert_eq!(
        (&program["kind"], program.get("externalId")),
        (&json!("program_code"), None)
    );
    // It was still there: it gets its window by its PIN.
    let change = only_command(&house.take(
        &[failed(&program, "duplicate_code", later_still)],
        later_still,
    ));
    assert_eq!(
        (&change["kind"], change.get("externalId")),
        (&json!("change_window"), None)
    );
    // The platform's PIN: another try would make a second one, so that the first is taken off for
    // sure.
    let mut house = House::one_door(
        &json!({ "profile": "salto_ks", "canReadBack": false }),
        &json!({}),
    );
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let removal = only_command(&house.take(&[cancelled], APRIL));
    assert_no_command(&house.take(&[result(&removal, "unknown", APRIL), again], APRIL));
    let second = only_command(&house.take(&[], later));
    assert_eq!(
        (&second["kind"], &second["externalId"]),
        (&json!("remove_code"), &removal["externalId"])
    );
}

#[test]
fn t7_what_cannot_be_changed_is_taken_off_and_comes_back_before_the_stay() {
    let mut house = House::one_door(&json!({ "canUpdate": false }), &json!({}));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let pin = house.pin("stay", "door");
    let removal =
        only_command(&house.take(&[booking("stay", JUNE, &json!({ "revision": 2 }))], APRIL));
    assert_eq!(removal["kind"], "remove_code");
    let confirmed = house.confirm(&removal, APRIL);
    let program = only_command(&house.take(&[confirmed], APRIL));
    assert_eq!(
        (&program["kind"], text(&program["pin"])),
        (&json!("program_code"), pin)
    );
    assert_eq!(program["window"]["startsAt"], "2026-06-01T13:00:00Z");
}

#[test]
fn a_stay_that_changes_while_a_command_is_under_way_is_put_right_afterwards() {
    // Cancelled while it is programmed.
    let mut house = House::one_door(&json!({}), &json!({}));
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    assert_no_command(&house.take(
        &[booking(
            "stay",
            MAY,
            &json!({ "revision": 2, "status": "cancelled" }),
        )],
        APRIL,
    ));
    let confirmed = house.confirm(&program, APRIL);
    let removal = only_command(&house.take(&[confirmed], APRIL));
    assert_eq!(removal["kind"], "remove_code");
    // Moved while it is programmed.
    let mut house = House::one_door(&json!({}), &json!({}));
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    assert_no_command(&house.take(&[booking("stay", JUNE, &json!({ "revision": 2 }))], APRIL));
    let confirmed = house.confirm(&program, APRIL);
    let change = only_command(&house.take(&[confirmed], APRIL));
    assert_eq!(change["window"]["startsAt"], "2026-06-01T13:00:00Z");
    // Cancelled while nobody knows whether it is there.
    let mut house = House::one_door(&json!({}), &json!({}));
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    house.take(
        &[
            result(&program, "unknown", APRIL),
            booking(
                "stay",
                MAY,
                &json!({ "revision": 2, "status": "cancelled" }),
            ),
        ],
        APRIL,
    );
    let removal = only_command(&house.take(&[], "2026-04-01T12:00:30Z"));
    assert_eq!(
        (&removal["kind"], &removal["pin"]),
        (&json!("remove_code"), &program["pin"])
    );
}

#[test]
fn c6_f20_what_was_refused_is_tried_again_once_the_lock_has_shown_that_it_was_not_there() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    // A cloud takes the code, and never puts it on the lock: so a longer window can't be set.
    house.take(&[result(&program, "accepted", APRIL)], APRIL);
    let now = "2026-04-02T12:00:00Z";
    let longer = booking(
        "stay",
        MAY,
        &json!({ "revision": 2, "departure": "2026-05-04" }),
    );
    let change = only_command(&house.take(&[longer], now));
    assert_eq!(change["kind"], "change_window");
    let step = house.take(&[failed(&change, "rejected", now)], now);
    assert_eq!(
        list(&step, "commands"),
        &Vec::<Value>::new(),
        "the host hears of it: {step}"
    );
    // It is asked whether the code is there before the stay all the same.
    let check = "2026-05-01T12:55:00Z";
    house.take(&[], check);
    let site = house.site();
    let read = list(&site, "commands")[0].clone();
    assert_eq!(read["kind"], "read_lock");
    let answers = house.answers(&read, check);
    let again = only_command(&house.take(&answers, check));
    assert_eq!(
        (&again["kind"], &again["pin"]),
        (&json!("program_code"), &program["pin"])
    );
    assert_eq!(again["window"]["endsAt"], "2026-05-04T09:30:00Z");
}
