//! Access selection (A1 to A5) and what the field reported of it, each by hand.

use crate::support::builders::{at, with};
use crate::support::hand::{
    ENDS, STARTS, code, emergency, lock, offline, online, question, route, select, spare, told_to,
    why_not,
};
use latchstring::rules::{Reason, Route};
use serde_json::{Value, json};

/// A guest without a code, on a lock with one spare.
fn without_code(now: &str, state: Value) -> Value {
    question(now, lock(state), &[spare("b1", "730264")])
}

#[test]
fn a_a_lock_that_is_offline_at_check_in_needs_no_backup_where_the_code_is_on_it() {
    let input = question(
        STARTS,
        lock(offline("2026-05-01T12:58:00Z")),
        &[code(STARTS, ENDS), spare("b1", "730264")],
    );
    let decision = select(&input);
    assert_eq!(decision.route, Route::ExistingCode);
    assert_eq!(decision.code_id.as_deref(), Some("k1"));
    assert!(decision.because.contains(&Reason::WorksOffline));
    assert!(decision.passed_over.is_empty());
}

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
fn a2_the_code_accepted_by_a_cloud_is_not_confirmed_on_the_lock_f20() {
    let accepted = with(
        code(STARTS, ENDS),
        &json!({ "onLock": { "state": "accepted" } }),
    );
    let input = question(
        "2026-05-01T12:55:00Z",
        lock(online("2026-05-01T12:54:00Z")),
        &[accepted, spare("b1", "730264")],
    );
    let decision = select(&input);
    assert_eq!(decision.route, Route::BackupCode);
    assert_eq!(
        why_not(&decision, Route::ExistingCode),
        [Reason::NotConfirmed]
    );
    assert_eq!(
        why_not(&decision, Route::Program),
        [Reason::LockAnswers, Reason::DeadlineReached]
    );
}

#[test]
fn a2_without_a_spare_a_lock_that_was_never_tried_is_tried_before_the_host_is_asked() {
    let never = question(
        "2026-05-01T18:00:00Z",
        json!({ "id": "door", "name": "Front door" }),
        &[],
    );
    let decision = select(&never);
    assert_eq!(decision.route, Route::Program);
    assert!(decision.because.contains(&Reason::TryOnce));
    let failed = json!({ "reachability": "unknown", "failures": ["2026-05-01T17:59:45Z"] });
    assert_eq!(
        route(&question("2026-05-01T18:00:00Z", lock(failed), &[])),
        Route::ContactHost
    );
}

#[test]
fn a3_unknown_is_not_offline_and_a_stale_report_is_unknown() {
    let stale = without_code("2026-05-01T12:45:00Z", offline("2026-05-01T12:14:59Z"));
    let decision = select(&stale);
    assert_eq!(decision.route, Route::Program);
    assert_eq!(decision.because, [Reason::LockUnknown, Reason::TryOnce]);
    let fresh = without_code("2026-05-01T12:45:00Z", offline("2026-05-01T12:15:00Z"));
    assert_eq!(route(&fresh), Route::BackupCode);
}

#[test]
fn a3_three_failed_attempts_over_five_minutes_confirm_it_two_during_a_stay() {
    let after = |failures: Value| json!({ "reachability": "unknown", "failures": failures });
    let three = after(json!([
        "2026-05-01T12:40:00Z",
        "2026-05-01T12:42:00Z",
        "2026-05-01T12:45:00Z"
    ]));
    assert_eq!(
        route(&without_code("2026-05-01T12:46:00Z", three)),
        Route::BackupCode
    );
    let hasty = after(json!([
        "2026-05-01T12:40:01Z",
        "2026-05-01T12:42:00Z",
        "2026-05-01T12:45:00Z"
    ]));
    assert_eq!(
        route(&without_code("2026-05-01T12:46:00Z", hasty)),
        Route::Wait
    );
    // During a stay two over half a minute are enough: here the stay was made longer, and its
    // second part is open.
    let mut longer = question(
        "2026-05-02T12:00:00Z",
        lock(after(json!([
            "2026-05-02T11:59:00Z",
            "2026-05-02T11:59:30Z"
        ]))),
        &[code(STARTS, ENDS), spare("b1", "730264")],
    );
    longer["window"]["endsAt"] = json!("2026-05-04T09:30:00Z");
    let decision = select(&longer);
    assert_eq!(decision.route, Route::BackupCode);
    assert_eq!(
        decision.because[..2],
        [Reason::LockOffline, Reason::CheckedIn]
    );
}

#[test]
fn a3_f32_failed_attempts_weigh_more_than_a_platform_that_says_online() {
    let state = json!({
        "reachability": "online", "reportedAt": "2026-05-01T12:46:00Z",
        "failures": ["2026-05-01T12:40:00Z", "2026-05-01T12:42:00Z", "2026-05-01T12:45:30Z"],
    });
    assert_eq!(
        route(&without_code("2026-05-01T12:46:30Z", state)),
        Route::BackupCode
    );
    // One failed attempt is a doubt, not a proof.
    let doubt = json!({
        "reachability": "online", "reportedAt": "2026-05-01T12:46:00Z", "failures": ["2026-05-01T12:46:00Z"],
    });
    let decision = select(&without_code("2026-05-01T12:46:10Z", doubt));
    assert_eq!(
        (decision.route, decision.until),
        (Route::Wait, Some(at("2026-05-01T12:46:30Z")))
    );
}

#[test]
fn a3_f21_a_busy_gateway_is_no_evidence_of_a_silent_lock() {
    let busy = with(
        code(STARTS, ENDS),
        &json!({ "onLock": { "state": "unknown" }, "failure": "busy" }),
    );
    let input = question(
        "2026-05-01T12:45:00Z",
        lock(online("2026-05-01T12:44:00Z")),
        &[busy, spare("b1", "730264")],
    );
    assert_eq!(route(&input), Route::Program);
}

#[test]
fn a4_f20_a_guest_who_cannot_get_in_is_told_another_code_until_theirs_is_read_back() {
    let now = "2026-05-01T14:00:00Z";
    let stuck = |mine: Value| {
        with(
            question(
                now,
                lock(online("2026-05-01T13:59:00Z")),
                &[mine, spare("b1", "730264")],
            ),
            &json!({ "guestLockedOut": "2026-05-01T13:55:00Z" }),
        )
    };
    let decision = select(&stuck(code(STARTS, ENDS)));
    assert_eq!(
        (decision.route, decision.code_id.as_deref()),
        (Route::BackupCode, Some("b1"))
    );
    assert_eq!(
        why_not(&decision, Route::ExistingCode),
        [Reason::GuestCannotGetIn]
    );
    let read_back = with(
        code(STARTS, ENDS),
        &json!({ "onLock": { "at": "2026-05-01T13:56:00Z" } }),
    );
    assert_eq!(route(&stuck(read_back)), Route::ExistingCode);
    // Success by a device that can't be asked is no reading back.
    let sent = json!({ "onLock": { "state": "unverifiable", "at": "2026-05-01T13:56:00Z" } });
    assert_eq!(
        route(&stuck(with(code(STARTS, ENDS), &sent))),
        Route::BackupCode
    );
}

#[test]
fn a5_a_told_backup_is_the_stays_code_and_one_complaint_spends_one_backup() {
    let now = "2026-05-01T14:01:00Z";
    let told = with(
        spare("b1", "730264"),
        &json!({ "toldTo": told_to("stay", "2026-05-01T13:55:00Z") }),
    );
    let input = with(
        question(
            now,
            lock(offline("2026-05-01T13:59:00Z")),
            &[code(STARTS, ENDS), told.clone(), spare("b2", "615038")],
        ),
        &json!({ "guestLockedOut": "2026-05-01T13:55:00Z" }),
    );
    let decision = select(&input);
    assert_eq!(
        (decision.route, decision.code_id.as_deref()),
        (Route::ExistingCode, Some("b1"))
    );
    // Another complaint after that is about this one, too.
    let again = with(input, &json!({ "guestLockedOut": "2026-05-01T14:00:30Z" }));
    assert_eq!(select(&again).code_id.as_deref(), Some("b2"));
}

#[test]
fn b2_a_backup_that_anybody_was_told_is_told_to_nobody_else() {
    let told = with(
        spare("b1", "730264"),
        &json!({ "toldTo": told_to("other", "2026-04-10T13:00:00Z") }),
    );
    let input = question(
        STARTS,
        lock(offline("2026-05-01T12:58:00Z")),
        &[told, emergency()],
    );
    let decision = select(&input);
    assert_eq!(
        (decision.route, decision.code_id.as_deref()),
        (Route::EmergencyCode, Some("e1"))
    );
    assert_eq!(
        why_not(&decision, Route::BackupCode),
        [Reason::NoUnspentBackup]
    );
}

#[test]
fn s_f20_a_backup_whose_removal_may_come_yet_is_told_after_all_that_stay() {
    let told = |codes: &[Value]| {
        let silent = lock(offline("2026-05-01T12:58:00Z"));
        select(&question(STARTS, silent, codes)).code_id.unwrap()
    };
    let tried = |failure: Option<&str>| {
        let mut tries = json!({
            "kind": "remove_code", "count": 3, "failedAt": "2026-05-01T12:55:00Z",
            "notBefore": "2026-05-01T13:25:00Z",
        });
        if let Some(failure) = failure {
            tries["failure"] = json!(failure);
        }
        with(spare("b1", "730264"), &json!({ "tries": [tries] }))
    };
    let later = with(
        spare("b2", "614903"),
        &json!({ "onLock": { "at": "2026-04-20T08:00:00Z" } }),
    );
    // A cloud took the removal, or did not answer: it may do it still.
    for failure in [None, Some("timeout")] {
        assert_eq!(&*told(&[tried(failure), later.clone(), emergency()]), "b2");
        assert_eq!(&*told(&[tried(failure), emergency()]), "e1");
        assert_eq!(&*told(&[tried(failure)]), "b1");
    }
    // What a platform said it had not done, it will not do.
    for failure in ["offline", "busy"] {
        assert_eq!(&*told(&[tried(Some(failure)), later.clone()]), "b1");
    }
}

#[test]
fn b2_a_backup_whose_pin_nobody_knows_can_be_told_to_nobody() {
    let masked = with(spare("b1", "730264"), &json!({ "pin": null }));
    let input = question(STARTS, lock(offline("2026-05-01T12:58:00Z")), &[masked]);
    assert_eq!(route(&input), Route::ContactHost);
}

#[test]
fn e2_an_emergency_code_is_told_to_nobody_while_its_replacement_is_due() {
    let asked = |over: &Value| {
        let silent = lock(offline("2026-05-01T12:58:00Z"));
        select(&question(STARTS, silent, &[with(emergency(), over)]))
    };
    let due = asked(&json!({ "lastUsedAt": "2026-04-01T13:00:00Z" }));
    assert_eq!(due.route, Route::ContactHost);
    assert_eq!(why_not(&due, Route::EmergencyCode), [Reason::RotationDue]);
    // One that only grew old serves until the new one is there (F17).
    for made_at in ["2026-01-31T13:00:01Z", "2026-01-31T13:00:00Z"] {
        let old = asked(&json!({ "madeAt": made_at }));
        assert_eq!(old.route, Route::EmergencyCode);
    }
}

#[test]
fn f22_a_last_minute_booking_while_the_internet_is_down_gets_a_backup_at_once() {
    let booked = json!({ "bookedAt": "2026-05-01T08:00:00Z" });
    let now = "2026-05-01T08:00:00Z";
    let state = offline("2026-05-01T07:59:00Z");
    let plain = with(without_code(now, state.clone()), &booked.clone());
    assert_eq!(route(&plain), Route::BackupCode);
    let clever = with(lock(state), &with_algorithm());
    let decision = select(&with(
        question(now, clever, &[spare("b1", "730264")]),
        &booked,
    ));
    assert_eq!(decision.route, Route::BackupCode);
    assert_eq!(
        why_not(&decision, Route::OfflineCode),
        [Reason::OfflineCodesNotMade]
    );
}

fn with_algorithm() -> Value {
    json!({ "timeFrames": { "offline": [{ "minMinutes": 60, "maxMinutes": 525_600 }] } })
}

#[test]
fn f41_h_a_lock_without_a_remote_path_is_the_hosts_from_booking_on_also_where_it_has_an_algorithm()
{
    let no_remote =
        json!({ "id": "door", "name": "Front door", "nativeSchedule": true, "remote": false });
    let asked = |lock: &Value, now: &str, more: Value| {
        select(&with(question(now, lock.clone(), &[]), &more))
    };
    let key = json!({ "entryMethod": { "instructions": "A key is in the lockbox." } });
    let inside = "2026-05-01T14:00:00Z";
    let locked_out = with(key, &json!({ "guestLockedOut": inside }));
    for lock in [&no_remote, &with(no_remote.clone(), &with_algorithm())] {
        let at_booking = asked(lock, "2026-04-01T10:00:00Z", json!({}));
        assert_eq!(
            (at_booking.route, at_booking.because),
            (
                Route::ContactHost,
                vec![
                    Reason::NoRemotePath,
                    Reason::NothingLeft,
                    Reason::StayNotRunning
                ]
            ),
            "{lock}"
        );
        let outside = asked(lock, inside, locked_out.clone());
        assert_eq!(outside.route, Route::EntryMethod, "{lock}");
    }
}

#[test]
fn f41_a4_a_code_that_an_algorithm_made_is_a_way_in_until_the_guest_says_otherwise() {
    let made = with(
        code(STARTS, ENDS),
        &json!({ "method": "offline", "onLock": { "state": "unverifiable", "startsAt": STARTS, "endsAt": ENDS } }),
    );
    for remote in [true, false] {
        let clever = with(
            with(lock(offline("2026-05-01T12:59:00Z")), &with_algorithm()),
            &json!({ "remote": remote }),
        );
        let input = question(STARTS, clever, &[made.clone(), spare("b1", "730264")]);
        let decision = select(&input);
        assert_eq!(
            (decision.route, decision.code_id.as_deref()),
            (Route::ExistingCode, Some("k1"))
        );
        let outside = select(&with(input, &json!({ "guestLockedOut": true })));
        assert_eq!(
            (outside.route, outside.code_id.as_deref()),
            (Route::BackupCode, Some("b1"))
        );
    }
}

#[test]
fn f25_an_unknown_outcome_is_no_code_on_the_lock() {
    let lost = with(
        code(STARTS, ENDS),
        &json!({ "onLock": { "state": "unknown" } }),
    );
    let decision = select(&question(
        "2026-05-01T10:00:00Z",
        lock(online("2026-05-01T09:59:00Z")),
        &[lost],
    ));
    assert_eq!(decision.route, Route::Program);
    assert_eq!(
        why_not(&decision, Route::ExistingCode),
        [Reason::NotConfirmed]
    );
}

#[test]
fn f27_a_pool_of_none_tells_no_backup_even_if_one_is_left_on_the_lock() {
    let input = with(
        without_code(STARTS, offline("2026-05-01T12:58:00Z")),
        &json!({ "policy": { "backups": { "poolSize": 0 } } }),
    );
    let decision = select(&input);
    assert_eq!(decision.route, Route::ContactHost);
    assert_eq!(
        why_not(&decision, Route::BackupCode),
        [Reason::NoUnspentBackup]
    );
}

#[test]
fn a_a_dead_lock_needs_another_way_in_which_is_for_guests_who_say_so_during_their_stay() {
    let dead =
        json!({ "reachability": "online", "reportedAt": "2026-05-01T12:58:00Z", "usable": false });
    let codes = [code(STARTS, ENDS), spare("b1", "730264")];
    let key = json!({ "entryMethod": { "instructions": "A key is in the lockbox." } });
    let asked = |now: &str, changes: Value| {
        select(&with(
            with(question(now, lock(dead.clone()), &codes), &key.clone()),
            &changes,
        ))
    };
    let silent = asked(STARTS, json!({}));
    assert_eq!(silent.route, Route::ContactHost);
    assert_eq!(
        why_not(&silent, Route::ExistingCode),
        [Reason::LockUnusable]
    );
    assert_eq!(why_not(&silent, Route::BackupCode), [Reason::LockUnusable]);
    assert_eq!(
        why_not(&silent, Route::EntryMethod),
        [Reason::GuestHasNotAsked]
    );
    assert_eq!(
        asked(STARTS, json!({ "guestLockedOut": true })).route,
        Route::EntryMethod
    );
    let early = asked("2026-05-01T12:59:59Z", json!({ "guestLockedOut": true }));
    assert_eq!(
        why_not(&early, Route::EntryMethod),
        [Reason::StayNotRunning]
    );
    assert_eq!(
        asked(
            STARTS,
            json!({ "guestLockedOut": true, "entryMethod": null })
        )
        .route,
        Route::ContactHost
    );
}

#[test]
fn a_while_a_usable_lock_can_still_be_tried_the_entry_method_is_told_to_nobody() {
    // The code was read back after the complaint; only the night that was added is open, and one
    // attempt has failed.
    let doubt = json!({ "reachability": "unknown", "failures": ["2026-05-02T11:59:45Z"] });
    let shown = with(
        code(STARTS, ENDS),
        &json!({ "onLock": { "at": "2026-05-02T08:00:00Z" } }),
    );
    let mut input = question("2026-05-02T12:00:00Z", lock(doubt), &[shown]);
    input["window"]["endsAt"] = json!("2026-05-04T09:30:00Z");
    input["guestLockedOut"] = json!("2026-05-02T07:00:00Z");
    input["entryMethod"] = json!({ "instructions": "A key is in the lockbox." });
    let decision = select(&input);
    assert_eq!(
        (decision.route, decision.until),
        (Route::Wait, Some(at("2026-05-02T12:00:15Z")))
    );
    assert_eq!(
        why_not(&decision, Route::EntryMethod),
        [Reason::LockStillUsable]
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
fn s_a_code_of_an_algorithm_takes_no_place_on_the_lock() {
    let other = json!({
        "id": "o1", "lockId": "door", "holder": { "kind": "reservation", "id": "other" }, "pin": "815203",
        "method": "offline", "wanted": {}, "onLock": { "state": "unverifiable" },
    });
    let small = with(
        lock(online("2026-05-01T09:59:00Z")),
        &json!({ "capacity": 1 }),
    );
    assert_eq!(
        route(&question(
            "2026-05-01T10:00:00Z",
            small.clone(),
            std::slice::from_ref(&other)
        )),
        Route::Program
    );
    let stored = with(other, &json!({ "method": "programmed" }));
    assert_eq!(
        route(&question("2026-05-01T10:00:00Z", small, &[stored])),
        Route::Wait
    );
}

#[test]
fn a1_f50_a_late_booking_waits_for_the_stay_in_between_and_no_longer_than_the_deadline() {
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

#[test]
fn a4_f58_a_complaint_outside_of_the_stay_says_nothing_of_the_codes() {
    let early = "2026-04-29T10:00:00Z";
    let said = |now: &str| {
        let question = question(
            now,
            lock(online(now)),
            &[code(STARTS, ENDS), spare("b1", "730264")],
        );
        let entry = json!({ "instructions": "Ask at number 4." });
        with(
            question,
            &json!({ "guestLockedOut": early, "entryMethod": entry }),
        )
    };
    assert_eq!(route(&said("2026-04-29T10:01:00Z")), Route::ExistingCode);
    assert_eq!(route(&said("2026-05-01T14:00:00Z")), Route::ExistingCode);
    // Nothing opens in the stay: the guest has not said so since it began.
    let mut nothing = said("2026-05-01T14:00:00Z");
    nothing["codes"] = json!([]);
    nothing["lock"]["state"]["usable"] = json!(false);
    let decision = select(&nothing);
    assert_eq!(decision.route, Route::ContactHost);
    assert_eq!(
        why_not(&decision, Route::EntryMethod),
        [Reason::GuestHasNotAsked]
    );
}
