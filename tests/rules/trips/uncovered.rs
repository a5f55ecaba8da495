//! Which part of a changed stay its lock would not open, and what follows: T1 and T3.

use super::days::{MIDDLE, down, longer, shorter};
use crate::support::builders::with;
use crate::support::hand::{
    ENDS, STARTS, change, code, door, kinds, lock, offline, online, recalculate, span, spare, trip,
};
use latchstring::rules::{DoorAction, NoticeKind, Reason, Route};
use serde_json::{Value, json};

#[test]
fn t1_a_lock_without_schedules_covers_until_the_code_is_removed() {
    let plain = with(down(), &json!({ "nativeSchedule": null }));
    let endless = with(
        code(STARTS, ENDS),
        &json!({ "onLock": { "startsAt": null, "endsAt": null } }),
    );
    let door = door(&change(MIDDLE, longer(), plain, &[endless]));
    assert!(door.uncovered.is_empty());
    assert_eq!(door.access.route, Route::ExistingCode);
}

#[test]
fn t1_while_a_change_is_pending_only_what_both_windows_cover_counts() {
    // The lock still has the window of two days; the code was to be moved to the second and third.
    let pending = with(
        code(STARTS, ENDS),
        &json!({ "wanted": { "startsAt": "2026-05-02T13:00:00Z", "endsAt": "2026-05-04T09:30:00Z" } }),
    );
    let mut input = change(
        "2026-05-01T10:00:00Z",
        json!({ "arrival": "2026-05-02", "departure": "2026-05-04" }),
        lock(offline("2026-05-01T09:59:00Z")),
        &[pending],
    );
    input["before"] = trip(
        1,
        json!({ "arrival": "2026-05-02", "departure": "2026-05-04" }),
    );
    let door = door(&input);
    assert_eq!(
        door.uncovered.windows(),
        [span(ENDS, "2026-05-04T09:30:00Z")]
    );
}

#[test]
fn t1_both_ends_of_a_longer_stay_are_uncovered() {
    let both = json!({ "arrival": "2026-04-30", "departure": "2026-05-04" });
    let door = door(&change(
        "2026-04-29T10:00:00Z",
        both,
        lock(online("2026-04-29T09:59:00Z")),
        &[code(STARTS, ENDS)],
    ));
    assert_eq!(
        door.uncovered.windows(),
        [
            span("2026-04-30T13:00:00Z", STARTS),
            span(ENDS, "2026-05-04T09:30:00Z")
        ]
    );
}

#[test]
fn t3_a_shorter_stay_on_a_silent_lock_needs_nothing_and_says_for_how_long_it_opens_too_long() {
    let change = recalculate(&change(
        MIDDLE,
        shorter(),
        down(),
        &[code(STARTS, ENDS), spare("b1", "730264")],
    ));
    let door = &change.doors[0];
    assert_eq!(
        (door.action, door.access.route),
        (DoorAction::Keep, Route::ExistingCode)
    );
    assert!(door.uncovered.is_empty());
    assert!(
        door.because
            .contains(&Reason::NarrowLater { minutes: 17 * 60 })
    );
    assert_eq!(kinds(&change), [NoticeKind::AccessChanged]);
}

#[test]
fn t3_a_trip_that_only_gets_shorter_makes_no_backup_urgent() {
    // The code never reached the lock, which is silent, a day before.
    let absent = with(
        code(STARTS, ENDS),
        &json!({ "onLock": { "state": "absent", "startsAt": null, "endsAt": null } }),
    );
    let day_before = |changes: Value| {
        let lock = lock(offline("2026-04-30T09:59:00Z"));
        door(&change(
            "2026-04-30T10:00:00Z",
            changes,
            lock,
            &[absent.clone(), spare("b1", "730264")],
        ))
        .access
        .route
    };
    assert_eq!(day_before(json!({})), Route::Wait);
    assert_eq!(
        day_before(json!({ "departure": "2026-05-02" })),
        Route::Wait
    );
    assert_eq!(day_before(longer()), Route::BackupCode);
}

#[test]
fn t3_an_uncovered_night_on_a_silent_lock_is_left_to_access_selection() {
    let change = recalculate(&change(
        MIDDLE,
        longer(),
        down(),
        &[code(STARTS, ENDS), spare("b1", "730264")],
    ));
    let door = &change.doors[0];
    assert_eq!(door.action, DoorAction::MoveWindow);
    assert_eq!(
        (door.access.route, door.access.code_id.as_deref()),
        (Route::BackupCode, Some("b1"))
    );
    assert_eq!(
        kinds(&change),
        [NoticeKind::AccessChanged, NoticeKind::BackupTold]
    );
}
