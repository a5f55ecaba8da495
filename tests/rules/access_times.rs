//! When a backup is told, and when a code: A1, A2, C3, N3 and F50, each by hand.

use crate::access::without_code;
use crate::support::builders::{at, with};
use crate::support::hand::{
    ENDS, STARTS, code, lock, offline, online, question, route, select, spare, why_not,
};
use latchstring::rules::{Reason, Route};
use serde_json::json;

#[test]
fn a1_a_backup_is_told_from_15_minutes_before_on_while_the_lock_is_confirmed_offline() {
    let early = select(&without_code(
        "2026-05-01T12:44:59Z",
        offline("2026-05-01T12:40:00Z"),
    ));
    assert_eq!(
        (early.route, early.until),
        (Route::Wait, Some(at("2026-05-01T12:45:00Z")))
    );
    let decision = select(&without_code(
        "2026-05-01T12:45:00Z",
        offline("2026-05-01T12:40:00Z"),
    ));
    assert_eq!(
        (decision.route, decision.code_id.as_deref()),
        (Route::BackupCode, Some("b1"))
    );
    assert!(
        decision
            .because
            .contains(&Reason::BeginsWithin { minutes: 15 })
    );
    assert_eq!(why_not(&decision, Route::Program), [Reason::LockOffline]);
}

#[test]
fn a1_within_48_hours_after_a_trip_change_or_a_late_booking_it_is_time_at_once() {
    let quiet = without_code("2026-04-29T14:00:00Z", offline("2026-04-29T13:59:00Z"));
    assert_eq!(route(&quiet), Route::Wait);
    let changed = with(
        quiet.clone(),
        &json!({ "changedAt": "2026-04-29T14:00:00Z" }),
    );
    assert_eq!(
        select(&changed).because[1],
        Reason::TripChangedWithin { hours: 48 }
    );
    // 47 hours before check-in, and 48 hours before it: the second is not late.
    let late = with(
        quiet.clone(),
        &json!({ "bookedAt": "2026-04-29T13:00:01Z" }),
    );
    assert_eq!(select(&late).because[1], Reason::BookedWithin { hours: 48 });
    let in_time = with(
        quiet.clone(),
        &json!({ "bookedAt": "2026-04-29T13:00:00Z" }),
    );
    assert_eq!(route(&in_time), Route::Wait);
    // A change of a stay that is still far away can wait.
    let far = with(
        without_code("2026-04-28T14:00:00Z", offline("2026-04-28T13:59:00Z")),
        &json!({ "changedAt": "2026-04-28T14:00:00Z" }),
    );
    let decision = select(&far);
    // Its report gets too old first: then the lock is tried.
    assert_eq!(
        (decision.route, decision.until),
        (Route::Wait, Some(at("2026-04-28T14:29:01Z")))
    );
}

#[test]
fn a1_never_while_another_stay_of_the_listing_runs_but_at_once_when_the_own_stay_does() {
    let busy = |now: &str| {
        with(
            without_code(now, offline("2026-05-01T12:50:00Z")),
            &json!({ "otherStayRunning": true }),
        )
    };
    let decision = select(&busy("2026-05-01T12:59:59Z"));
    assert_eq!(
        (decision.route, decision.until),
        (Route::Wait, Some(at(STARTS)))
    );
    assert_eq!(
        why_not(&decision, Route::BackupCode),
        [Reason::AnotherStayRunning]
    );
    assert_eq!(route(&busy(STARTS)), Route::BackupCode);
}

#[test]
fn a2_five_minutes_before_a_backup_is_told_for_whatever_reason() {
    let states = [
        online("2026-05-01T12:54:00Z"),
        offline("2026-05-01T12:54:00Z"),
        json!({ "reachability": "unknown" }),
    ];
    for state in states {
        let decision = select(&without_code("2026-05-01T12:55:00Z", state.clone()));
        assert_eq!(decision.route, Route::BackupCode, "{state}");
    }
    let full = with(
        lock(online("2026-05-01T12:54:00Z")),
        &json!({ "capacity": 1 }),
    );
    let decision = select(&question(
        "2026-05-01T12:55:00Z",
        full,
        &[spare("b1", "730264")],
    ));
    assert_eq!(decision.route, Route::BackupCode);
    assert_eq!(why_not(&decision, Route::Program), [Reason::LockFull]);
    // A second before, a lock that answers gets the code itself.
    assert_eq!(
        route(&without_code(
            "2026-05-01T12:54:59Z",
            online("2026-05-01T12:54:00Z")
        )),
        Route::Program
    );
}

#[test]
fn n3_a_code_is_told_at_the_reveal_time_and_no_backup_before_it() {
    let untold = with(code(STARTS, ENDS), &json!({ "toldTo": null }));
    let decision = select(&question(
        "2026-04-20T10:00:00Z",
        lock(online("2026-04-20T09:59:00Z")),
        &[untold],
    ));
    assert_eq!(
        (decision.route, decision.at),
        (Route::ExistingCode, Some(at("2026-04-28T13:00:00Z")))
    );
    let secret = json!({ "changedAt": "2026-05-01T08:00:00Z", "policy": { "notices": { "revealHours": 1 } } });
    let early = select(&with(
        without_code("2026-05-01T11:45:00Z", offline("2026-05-01T11:44:00Z")),
        &secret.clone(),
    ));
    assert_eq!(
        (early.route, early.until),
        (Route::Wait, Some(at("2026-05-01T12:00:00Z")))
    );
    let revealed = with(
        without_code("2026-05-01T12:00:00Z", offline("2026-05-01T11:44:00Z")),
        &secret,
    );
    assert_eq!(route(&revealed), Route::BackupCode);
}

#[test]
fn c3_a_lock_that_stores_no_times_gets_its_code_ten_minutes_before() {
    let plain =
        json!({ "id": "door", "name": "Front door", "state": online("2026-05-01T09:59:00Z") });
    let decision = select(&question("2026-05-01T10:00:00Z", plain.clone(), &[]));
    assert_eq!(
        (decision.route, decision.at),
        (Route::Program, Some(at("2026-05-01T12:50:00Z")))
    );
    let busy = with(
        question("2026-05-01T10:00:00Z", plain, &[]),
        &json!({ "otherStayRunning": true }),
    );
    assert_eq!(select(&busy).at, Some(at(STARTS)));
}

#[test]
fn a1_f50_a_late_booking_waits_for_the_stay_in_between_and_no_longer_than_the_last_moment() {
    let asked = |now: &str, until: &str| {
        with(
            without_code(now, offline(now)),
            &json!({ "bookedAt": now, "otherStayUntil": until }),
        )
    };
    let now = "2026-04-30T10:00:00Z";
    let decision = select(&asked(now, "2026-05-01T09:00:00Z"));
    assert_eq!(decision.route, Route::Wait);
    assert_eq!(
        why_not(&decision, Route::BackupCode),
        [Reason::AnotherStayBefore]
    );
    // That stay is over: then, as ever, it is time at once.
    let decision = select(&asked(now, now));
    assert_eq!(decision.route, Route::BackupCode);
    assert_eq!(decision.because[1], Reason::BookedWithin { hours: 48 });
    // It ends with the start of this one. Five minutes before that, A2 counts; a stay that runs
    // holds it back until then.
    let turnover = asked("2026-05-01T12:55:00Z", STARTS);
    assert_eq!(route(&turnover), Route::BackupCode);
    let runs = with(turnover, &json!({ "otherStayRunning": true }));
    assert_eq!(route(&runs), Route::Wait);
}
