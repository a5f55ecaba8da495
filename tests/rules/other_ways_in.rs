//! Ways in beside a code that was sent to the lock: codes of its own algorithm, and entry methods
//! without it (A, A3b, A5, F41).

use crate::access::with_algorithm;
use crate::support::builders::{at, with};
use crate::support::hand::{
    ENDS, STARTS, code, lock, offline, online, question, route, select, spare, why_not,
};
use latchstring::rules::{Reason, Route};
use serde_json::{Value, json};

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
