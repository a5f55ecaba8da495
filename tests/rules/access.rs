//! Access selection (A1 to A5) and what the field reported of it, each by hand.

use crate::support::builders::{at, with};
use crate::support::hand::{
    ENDS, STARTS, code, emergency, lock, offline, online, question, route, select, spare, told_to,
    why_not,
};
use latchstring::rules::{Reason, Route};
use serde_json::{Value, json};

/// A guest without a code, on a lock with one spare.
pub fn without_code(now: &str, state: Value) -> Value {
    question(now, lock(state), &[spare("b1", "730264")])
}

pub fn with_algorithm() -> Value {
    json!({ "timeFrames": { "offline": [{ "minMinutes": 60, "maxMinutes": 525_600 }] } })
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
