//! What the field reported of changed trips, each by hand: F1 to F6, F17 to F33.

use super::days::{MIDDLE, down, longer, shorter, up};
use crate::support::builders::with;
use crate::support::hand::{
    ENDS, STARTS, action, change, code, door, kinds, listing, lock, offline, online, recalculate,
    span, spare,
};
use latchstring::model::CommandKind;
use latchstring::rules::{DoorAction, NoticeKind, Reason, Route};
use serde_json::json;

#[test]
fn f1_an_extended_stay_extends_its_code_and_the_pin_stays() {
    let change = recalculate(&change(MIDDLE, longer(), up(), &[code(STARTS, ENDS)]));
    let door = &change.doors[0];
    assert_eq!(door.action, DoorAction::MoveWindow);
    assert_eq!(door.steps, [CommandKind::ChangeWindow]);
    assert_eq!(door.window, Some(span(STARTS, "2026-05-04T09:30:00Z")));
    assert_eq!(
        door.uncovered.windows(),
        [span(ENDS, "2026-05-04T09:30:00Z")]
    );
    assert_eq!(door.access.route, Route::Program);
    assert_eq!(
        door.because,
        [Reason::EndsLater { minutes: 1440 }, Reason::PinStays]
    );
    assert_eq!(kinds(&change), [NoticeKind::AccessChanged]);
}

#[test]
fn f2_after_check_in_no_change_of_dates_changes_the_pin() {
    let changes = [
        longer(),
        shorter(),
        json!({ "checkOut": "14:00" }),
        json!({ "arrival": "2026-04-30" }),
        json!({ "checkIn": "12:00" }),
        json!({ "guest": { "id": "ada", "name": "Ada Lovelace" } }),
    ];
    for changes in changes {
        for lock in [up(), down(), lock(json!({ "reachability": "unknown" }))] {
            let action = action(&change(
                MIDDLE,
                changes.clone(),
                lock,
                &[code(STARTS, ENDS)],
            ));
            assert!(
                matches!(action, DoorAction::Keep | DoorAction::MoveWindow),
                "{changes} {action:?}"
            );
        }
    }
}

#[test]
fn f2_t2_a_shorter_stay_on_a_lock_that_cannot_update_keeps_its_pin_to_the_new_end() {
    let fixed = with(up(), &json!({ "canUpdate": false }));
    let door = door(&change(MIDDLE, shorter(), fixed, &[code(STARTS, ENDS)]));
    assert_eq!(
        (door.action, door.access.route),
        (DoorAction::Keep, Route::ExistingCode)
    );
    // From 16:30 UTC, half an hour after check-out at 18:00 in Paris, to the code's own end.
    assert!(
        door.because
            .contains(&Reason::NarrowLater { minutes: 17 * 60 })
    );
    assert!(door.steps.is_empty());
}

#[test]
fn f3_dates_changed_before_arrival_keep_the_pin_and_tell_the_guest_once() {
    let moved = json!({ "arrival": "2026-05-02", "departure": "2026-05-05" });
    let input = change(
        "2026-04-30T10:00:00Z",
        moved,
        lock(online("2026-04-30T09:59:00Z")),
        &[code(STARTS, ENDS)],
    );
    let change = recalculate(&input);
    assert_eq!(change.doors[0].action, DoorAction::MoveWindow);
    assert!(change.doors[0].because.contains(&Reason::PinStays));
    assert_eq!(kinds(&change), [NoticeKind::AccessChanged]);
    assert_eq!(&*change.notices[0].key, "access_changed:stay:2");
    // Before the reveal nobody is told anything (F28).
    let early = with(input, &json!({ "now": "2026-04-10T10:00:00Z" }));
    assert!(recalculate(&early).notices.is_empty());
}

#[test]
fn f4_an_earlier_night_extends_the_window_to_the_left() {
    let earlier = json!({ "arrival": "2026-04-30" });
    let door = door(&change(
        "2026-04-29T10:00:00Z",
        earlier,
        lock(online("2026-04-29T09:59:00Z")),
        &[code(STARTS, ENDS)],
    ));
    assert_eq!(door.action, DoorAction::MoveWindow);
    assert_eq!(door.window, Some(span("2026-04-30T13:00:00Z", ENDS)));
    assert_eq!(
        door.uncovered.windows(),
        [span("2026-04-30T13:00:00Z", STARTS)]
    );
    assert_eq!(door.because[0], Reason::StartsEarlier { minutes: 1440 });
}

#[test]
fn f5_another_week_of_the_same_guest_moves_the_end_and_deletes_nothing() {
    // Back to back the weeks are one stay, of which the first booking holds the code (W8).
    let listing = latchstring::decode(&listing().to_string()).unwrap();
    let week = |id: &str, arrival: &str, departure: &str| {
        with(
            crate::support::hand::reservation(1),
            &json!({ "id": id, "arrival": arrival, "departure": departure }),
        )
    };
    let weeks = json!([
        week("stay", "2026-05-01", "2026-05-08"),
        week("more", "2026-05-08", "2026-05-15")
    ]);
    let weeks: Vec<latchstring::model::Reservation> =
        latchstring::decode(&weeks.to_string()).unwrap();
    let made =
        latchstring::rules::stays_of(&listing, &weeks, &latchstring::model::Policy::default());
    assert_eq!(made.stays.len(), 1);
    assert_eq!(made.stays[0].holder().map(|id| &**id), Some("stay"));
    assert_eq!(made.stays[0].window, span(STARTS, "2026-05-15T09:30:00Z"));
    // To the lock that is nothing but a later end.
    let door = door(&change(
        MIDDLE,
        json!({ "departure": "2026-05-15" }),
        up(),
        &[code(STARTS, ENDS)],
    ));
    assert_eq!(door.steps, [CommandKind::ChangeWindow]);
    assert!(door.because.contains(&Reason::PinStays));
}

#[test]
fn f6_f33_a_feed_that_says_the_same_again_changes_nothing() {
    let same = json!({ "revision": 7, "guest": { "id": "ada", "name": "A. Lovelace" } });
    let input = change(
        "2026-04-30T10:00:00Z",
        same,
        lock(online("2026-04-30T09:59:00Z")),
        &[code(STARTS, ENDS)],
    );
    let change = recalculate(&input);
    assert_eq!(change.doors[0].action, DoorAction::Keep);
    assert_eq!(change.doors[0].because, [Reason::NothingChanged]);
    assert!(change.doors[0].steps.is_empty() && change.notices.is_empty());
}

#[test]
fn f17_nothing_is_replaced_because_a_lock_cannot_be_read() {
    for state in [
        "unknown",
        "accepted",
        "pending",
        "unverifiable",
        "confirmed",
    ] {
        for lock in [up(), down(), lock(json!({ "reachability": "unknown" }))] {
            let unsure = with(code(STARTS, ENDS), &json!({ "onLock": { "state": state } }));
            let door = door(&change(MIDDLE, json!({}), lock, &[unsure]));
            assert_eq!(
                (door.action, door.steps.len()),
                (DoorAction::Keep, 0),
                "{state}"
            );
        }
    }
}

#[test]
fn f20_a_code_that_only_a_cloud_took_leaves_the_stay_uncovered() {
    let accepted = with(
        code(STARTS, ENDS),
        &json!({ "onLock": { "state": "accepted" } }),
    );
    let door = door(&change(
        MIDDLE,
        json!({}),
        down(),
        &[accepted, spare("b1", "730264")],
    ));
    assert_eq!(door.uncovered.windows(), [span(MIDDLE, ENDS)]);
    assert_eq!(door.access.route, Route::BackupCode);
}

#[test]
fn f22_a_last_minute_booking_on_a_silent_lock_is_told_a_backup_at_once() {
    let mut input = change(
        "2026-05-01T08:00:00Z",
        json!({ "bookedAt": "2026-05-01T07:59:00Z" }),
        lock(offline("2026-05-01T07:59:00Z")),
        &[spare("b1", "730264")],
    );
    input.as_object_mut().unwrap().remove("before");
    let change = recalculate(&input);
    assert_eq!(change.doors[0].action, DoorAction::Issue);
    assert_eq!(change.doors[0].access.route, Route::BackupCode);
    assert_eq!(
        kinds(&change),
        [NoticeKind::AccessReady, NoticeKind::BackupTold]
    );
    assert_eq!(change.notices[1].code_id.as_deref(), Some("b1"));
}

#[test]
fn f23_t4_t7_during_a_stay_the_new_pin_comes_before_the_old_one_goes() {
    let fixed = with(up(), &json!({ "canUpdate": false }));
    let during = door(&change(
        MIDDLE,
        longer(),
        fixed.clone(),
        &[code(STARTS, ENDS)],
    ));
    assert_eq!(during.action, DoorAction::Replace);
    assert_eq!(
        during.steps,
        [CommandKind::ProgramCode, CommandKind::RemoveCode]
    );
    assert!(during.because.contains(&Reason::CannotUpdateDuringStay));
    // Before the stay it is removed first and made again with the same PIN (T7).
    let before = door(&change(
        "2026-04-25T10:00:00Z",
        longer(),
        with(fixed, &json!({ "state": online("2026-04-25T09:59:00Z") })),
        &[code(STARTS, ENDS)],
    ));
    assert_eq!(before.action, DoorAction::MoveWindow);
    assert_eq!(
        before.steps,
        [CommandKind::RemoveCode, CommandKind::ProgramCode]
    );
    assert!(
        before.because.contains(&Reason::MadeAgain) && before.because.contains(&Reason::PinStays)
    );
}

#[test]
fn f25_a_lost_answer_makes_no_second_pin() {
    let lost = with(
        code(STARTS, ENDS),
        &json!({ "onLock": { "state": "unknown" }, "failure": "timeout" }),
    );
    let door = door(&change(MIDDLE, json!({}), up(), &[lost]));
    assert_eq!(
        (door.action, door.code_id.as_deref()),
        (DoorAction::Keep, Some("k1"))
    );
}

#[test]
fn f27_without_a_pool_the_host_is_asked() {
    let input = with(
        change(
            MIDDLE,
            longer(),
            down(),
            &[code(STARTS, ENDS), spare("b1", "730264")],
        ),
        &json!({ "policy": { "backups": { "poolSize": 0 } } }),
    );
    let change = recalculate(&input);
    assert_eq!(change.doors[0].access.route, Route::ContactHost);
    assert_eq!(
        kinds(&change),
        [NoticeKind::AccessChanged, NoticeKind::LockUnreachable]
    );
}

#[test]
fn f32_a_lock_said_to_be_online_that_does_not_answer_counts_as_silent() {
    let said = json!({
        "reachability": "online", "reportedAt": "2026-05-02T09:59:00Z",
        "failures": ["2026-05-02T09:58:00Z", "2026-05-02T09:59:30Z"],
    });
    let door = door(&change(
        MIDDLE,
        longer(),
        lock(said),
        &[code(STARTS, ENDS), spare("b1", "730264")],
    ));
    assert_eq!(door.access.route, Route::BackupCode);
}
