//! Trip changes (T1 to T7) and what the field reported of them, each by hand.

#![cfg(not(target_arch = "wasm32"))]

mod hand;

use hand::{
    CHECK_OUT, ENDS, STARTS, action, at, change, code, door, kinds, listing, lock, offline, online,
    recalculate, span, spare, told_to, trip, with,
};
use latchstring::model::CommandKind;
use latchstring::rules::{DoorAction, NoticeKind, Reason, Route};
use serde_json::{Value, json};

const MIDDLE: &str = "2026-05-02T10:00:00Z";

fn up() -> Value {
    lock(online("2026-05-02T09:59:00Z"))
}

fn down() -> Value {
    lock(offline("2026-05-02T09:59:00Z"))
}

fn longer() -> Value {
    json!({ "departure": "2026-05-04" })
}

fn shorter() -> Value {
    json!({ "departure": "2026-05-02", "checkOut": "18:00" })
}

#[test]
fn f1_an_extended_stay_extends_its_code_and_the_pin_stays() {
    let change = recalculate(&change(MIDDLE, longer(), up(), &[code(STARTS, ENDS)]));
    let door = &change.doors[0];
    assert_eq!(door.action, DoorAction::MoveWindow);
    assert_eq!(door.steps, [CommandKind::ChangeWindow]);
    assert_eq!(door.window, Some(span(STARTS, "2026-05-04T09:30:00Z")));
    assert_eq!(door.uncovered.windows(), [span(ENDS, "2026-05-04T09:30:00Z")]);
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
            let action = action(&change(MIDDLE, changes.clone(), lock, &[code(STARTS, ENDS)]));
            assert!(
                matches!(action, DoorAction::Keep | DoorAction::MoveWindow),
                "{changes} {action:?}"
            );
        }
    }
}

#[test]
fn f2_t2_a_shorter_stay_on_a_lock_that_cannot_update_keeps_its_pin_to_the_new_end() {
    let fixed = with(up(), json!({ "canUpdate": false }));
    let door = door(&change(MIDDLE, shorter(), fixed, &[code(STARTS, ENDS)]));
    assert_eq!(
        (door.action, door.access.route),
        (DoorAction::Keep, Route::ExistingCode)
    );
    // From 16:30 UTC, half an hour after check-out at 18:00 in Paris, to the code's own end.
    assert!(door.because.contains(&Reason::NarrowLater { minutes: 17 * 60 }));
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
    let early = with(input, json!({ "now": "2026-04-10T10:00:00Z" }));
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
    assert_eq!(door.uncovered.windows(), [span("2026-04-30T13:00:00Z", STARTS)]);
    assert_eq!(door.because[0], Reason::StartsEarlier { minutes: 1440 });
}

#[test]
fn f5_another_week_of_the_same_guest_moves_the_end_and_deletes_nothing() {
    // Back to back the weeks are one stay, of which the first booking holds the code (W8).
    let listing = latchstring::decode(&listing().to_string()).unwrap();
    let week = |id: &str, arrival: &str, departure: &str| {
        with(
            hand::reservation(1),
            json!({ "id": id, "arrival": arrival, "departure": departure }),
        )
    };
    let weeks = json!([
        week("stay", "2026-05-01", "2026-05-08"),
        week("more", "2026-05-08", "2026-05-15")
    ]);
    let weeks: Vec<latchstring::model::Reservation> = latchstring::decode(&weeks.to_string()).unwrap();
    let made = latchstring::rules::stays_of(&listing, &weeks, &latchstring::model::Policy::default());
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
    for state in ["unknown", "accepted", "pending", "unverifiable", "confirmed"] {
        for lock in [up(), down(), lock(json!({ "reachability": "unknown" }))] {
            let unsure = with(code(STARTS, ENDS), json!({ "onLock": { "state": state } }));
            let door = door(&change(MIDDLE, json!({}), lock, &[unsure]));
            assert_eq!((door.action, door.steps.len()), (DoorAction::Keep, 0), "{state}");
        }
    }
}

#[test]
fn f20_a_code_that_only_a_cloud_took_leaves_the_stay_uncovered() {
    let accepted = with(code(STARTS, ENDS), json!({ "onLock": { "state": "accepted" } }));
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
    assert_eq!(kinds(&change), [NoticeKind::AccessReady, NoticeKind::BackupTold]);
    assert_eq!(change.notices[1].code_id.as_deref(), Some("b1"));
}

#[test]
fn f23_t4_t7_during_a_stay_the_new_pin_comes_before_the_old_one_goes() {
    let fixed = with(up(), json!({ "canUpdate": false }));
    let during = door(&change(MIDDLE, longer(), fixed.clone(), &[code(STARTS, ENDS)]));
    assert_eq!(during.action, DoorAction::Replace);
    assert_eq!(during.steps, [CommandKind::ProgramCode, CommandKind::RemoveCode]);
    assert!(during.because.contains(&Reason::CannotUpdateDuringStay));
    // Before the stay it is removed first and made again with the same PIN (T7).
    let before = door(&change(
        "2026-04-25T10:00:00Z",
        longer(),
        with(fixed, json!({ "state": online("2026-04-25T09:59:00Z") })),
        &[code(STARTS, ENDS)],
    ));
    assert_eq!(before.action, DoorAction::MoveWindow);
    assert_eq!(before.steps, [CommandKind::RemoveCode, CommandKind::ProgramCode]);
    assert!(before.because.contains(&Reason::MadeAgain) && before.because.contains(&Reason::PinStays));
}

#[test]
fn f25_a_lost_answer_makes_no_second_pin() {
    let lost = with(
        code(STARTS, ENDS),
        json!({ "onLock": { "state": "unknown" }, "failure": "timeout" }),
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
        json!({ "policy": { "backups": { "poolSize": 0 } } }),
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

#[test]
fn t1_a_lock_without_schedules_covers_until_the_code_is_removed() {
    let plain = with(down(), json!({ "nativeSchedule": null }));
    let endless = with(
        code(STARTS, ENDS),
        json!({ "onLock": { "startsAt": null, "endsAt": null } }),
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
        json!({ "wanted": { "startsAt": "2026-05-02T13:00:00Z", "endsAt": "2026-05-04T09:30:00Z" } }),
    );
    let mut input = change(
        "2026-05-01T10:00:00Z",
        json!({ "arrival": "2026-05-02", "departure": "2026-05-04" }),
        lock(offline("2026-05-01T09:59:00Z")),
        &[pending],
    );
    input["before"] = trip(1, json!({ "arrival": "2026-05-02", "departure": "2026-05-04" }));
    let door = door(&input);
    assert_eq!(door.uncovered.windows(), [span(ENDS, "2026-05-04T09:30:00Z")]);
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
fn t2_the_five_causes_change_the_pin() {
    let mine = [code(STARTS, ENDS)];
    // Another guest.
    let guest = change(
        "2026-04-25T10:00:00Z",
        json!({ "guest": { "id": "grace", "name": "Grace" } }),
        lock(online("2026-04-25T09:59:00Z")),
        &mine,
    );
    let other = door(&guest);
    assert_eq!(
        (other.action, &other.because[..]),
        (DoorAction::Replace, &[Reason::AnotherGuest][..])
    );
    assert_eq!(other.access.passed_over[0].because, [Reason::AnotherGuest]);
    // The host's order.
    let ordered = with(
        change(MIDDLE, json!({}), up(), &mine),
        json!({ "newCodeOrdered": true }),
    );
    assert_eq!(door(&ordered).because, [Reason::HostOrder]);
    // A rule that is broken now, and a rival: both on a lock that does not have the code yet.
    let absent = with(
        code(STARTS, ENDS),
        json!({ "onLock": { "state": "absent", "startsAt": null, "endsAt": null } }),
    );
    let short = with(up(), json!({ "rules": { "lengths": [4] } }));
    assert_eq!(
        door(&change(MIDDLE, json!({}), short, std::slice::from_ref(&absent))).because,
        [Reason::RuleBroken]
    );
    let rival = json!({
        "id": "v1", "lockId": "door", "holder": { "kind": "visit", "id": "cleaner" }, "pin": "492817", "wanted": {},
        "onLock": { "state": "confirmed" },
    });
    let found = door(&change(MIDDLE, json!({}), up(), &[absent, rival.clone()]));
    assert_eq!(
        (found.action, &found.because[..]),
        (DoorAction::Replace, &[Reason::RivalOnLock][..])
    );
    // What is on the lock and works is left alone.
    assert_eq!(
        action(&change(MIDDLE, json!({}), up(), &[code(STARTS, ENDS), rival])),
        DoorAction::Keep
    );
    // The fifth, a platform that can't update during a stay, is F23's.
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
    assert!(door.because.contains(&Reason::NarrowLater { minutes: 17 * 60 }));
    assert_eq!(kinds(&change), [NoticeKind::AccessChanged]);
}

#[test]
fn t3_a_trip_that_only_gets_shorter_makes_no_backup_urgent() {
    // The code never reached the lock, which is silent, a day before.
    let absent = with(
        code(STARTS, ENDS),
        json!({ "onLock": { "state": "absent", "startsAt": null, "endsAt": null } }),
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
    assert_eq!(day_before(json!({ "departure": "2026-05-02" })), Route::Wait);
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

#[test]
fn t5_a_cancelled_stay_loses_its_code_and_a_told_backup_is_burned() {
    let cancelled = json!({ "status": "cancelled" });
    let online_change = recalculate(&change(MIDDLE, cancelled.clone(), up(), &[code(STARTS, ENDS)]));
    assert_eq!(online_change.doors[0].action, DoorAction::Remove);
    assert_eq!(online_change.doors[0].because, [Reason::StayCancelled]);
    assert_eq!(
        (online_change.window_after, kinds(&online_change)),
        (None, vec![NoticeKind::AccessEnded])
    );
    let told = with(
        spare("b1", "730264"),
        json!({ "toldTo": told_to("stay", STARTS) }),
    );
    let silent = recalculate(&change(MIDDLE, cancelled, down(), &[told]));
    assert_eq!(
        silent.doors[0].because,
        [Reason::StayCancelled, Reason::RemovalByHand, Reason::BackupBurned]
    );
    assert_eq!(
        kinds(&silent),
        [NoticeKind::AccessEnded, NoticeKind::RemovalByHand]
    );
}

#[test]
fn t5_all_codes_of_a_cancelled_stay_go_also_the_one_that_a_backup_stands_in_for() {
    let told = with(
        spare("b1", "730264"),
        json!({ "toldTo": told_to("stay", STARTS) }),
    );
    let codes = [code(STARTS, ENDS), told, spare("b2", "615038")];
    let cancelled =
        |lock: Value| recalculate(&change(MIDDLE, json!({ "status": "cancelled" }), lock, &codes));
    let change = cancelled(down());
    let door = &change.doors[0];
    assert_eq!(
        (door.action, door.code_id.as_deref()),
        (DoorAction::Remove, Some("b1"))
    );
    let others: Vec<&str> = door.also_remove.iter().flatten().map(|id| &**id).collect();
    assert_eq!(others, ["k1"]);
    let by_hand: Vec<_> = change
        .notices
        .iter()
        .filter_map(|notice| notice.code_id.as_deref())
        .collect();
    assert_eq!(by_hand, ["b1", "k1"]);
    // On a lock that answers nobody has to do anything by hand.
    assert_eq!(kinds(&cancelled(up())), [NoticeKind::AccessEnded]);
    // While the stay goes on, its first code runs to its own end (B4).
    assert_eq!(
        hand::door(&hand::change(MIDDLE, longer(), down(), &codes)).also_remove,
        None
    );
}

#[test]
fn t5_a_stay_moved_to_another_listing_gets_its_pin_there_and_loses_it_here() {
    let mut input = change(
        "2026-04-30T10:00:00Z",
        json!({ "listingId": "loft" }),
        lock(online("2026-04-30T09:59:00Z")),
        &[code(STARTS, ENDS)],
    );
    input["after"]["listing"] = with(listing(), json!({ "id": "loft", "locks": ["loft door"] }));
    let loft = with(lock(online("2026-04-30T09:59:00Z")), json!({ "id": "loft door" }));
    input["locks"].as_array_mut().unwrap().push(loft);
    let change = recalculate(&input);
    let actions: Vec<_> = change
        .doors
        .iter()
        .map(|door| (&*door.lock_id, door.action))
        .collect();
    assert_eq!(
        actions,
        [("door", DoorAction::Remove), ("loft door", DoorAction::Issue)]
    );
    assert!(change.doors[1].because.contains(&Reason::PinTriedFirst));
    assert!(
        change
            .doors
            .iter()
            .all(|door| door.because[0] == Reason::ListingChanged)
    );
}

#[test]
fn t5_a_reinstated_stay_tries_the_pin_that_it_was_told_before() {
    let removed = with(
        code(STARTS, ENDS),
        json!({ "wanted": "removed", "onLock": { "state": "absent", "startsAt": null, "endsAt": null } }),
    );
    let mut input = change(
        "2026-04-30T10:00:00Z",
        json!({}),
        lock(online("2026-04-30T09:59:00Z")),
        &[removed],
    );
    input["before"] = trip(1, json!({ "status": "cancelled" }));
    let door = door(&input);
    assert_eq!(door.action, DoorAction::Issue);
    assert_eq!(
        door.because,
        [Reason::StayReinstated, Reason::CodeMissing, Reason::PinTriedFirst]
    );
}

#[test]
fn t6_two_different_reservations_are_no_change_of_one() {
    let input = change(MIDDLE, json!({ "id": "other" }), up(), &[]);
    let error =
        latchstring::rules::recalculate_trip(&latchstring::decode(&input.to_string()).unwrap()).unwrap_err();
    assert_eq!(error.path, "after.reservation.id");
}

/// Through the engine: facts carry revisions there.
#[test]
fn t6_an_older_revision_changes_nothing_and_another_story_of_the_same_one_is_rejected() {
    let mut site = serde_json::from_str::<Value>(&call(
        "createSite",
        &json!({
            "id": "house", "listings": [listing()], "locks": [up()],
        }),
    ))
    .unwrap();
    let mut tell = |reservation: Value| {
        let step = call(
            "advance",
            &json!({
                "site": site, "facts": [{ "type": "reservation", "reservation": reservation }], "now": "2026-04-20T10:00:00Z",
                "key": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
            }),
        );
        let step: Value = serde_json::from_str(&step).unwrap();
        site = step["site"].clone();
        step
    };
    let first = tell(hand::reservation(2));
    assert_eq!(first["commands"].as_array().unwrap().len(), 1);
    let older = tell(with(hand::reservation(1), longer()));
    assert!(
        older["commands"].as_array().unwrap().is_empty() && older["changes"].as_array().unwrap().is_empty()
    );
    assert!(older["rejected"].as_array().unwrap().is_empty());
    let other = tell(with(hand::reservation(2), longer()));
    assert_eq!(other["rejected"].as_array().unwrap().len(), 1);
}

fn call(name: &str, input: &Value) -> String {
    struct None;
    impl latchstring::code::Entropy for None {
        fn fill(&mut self, _: &mut [u8]) -> Result<(), latchstring::Error> {
            unreachable!("all PINs are derived")
        }
    }
    let mut runtime = latchstring::api::Runtime::new(None);
    latchstring::api::call(
        name,
        &input.to_string(),
        &mut runtime,
        &mut latchstring::api::JsonText,
    )
    .unwrap()
}

#[test]
fn t7_what_can_never_be_taken_off_from_afar_is_the_hosts_task() {
    // An algorithm's code on a lock that a bridge reaches: its platform can't take it off.
    let algorithmic = with(
        code(STARTS, ENDS),
        json!({ "method": "offline", "onLock": { "state": "unverifiable" } }),
    );
    let igloo = with(up(), json!({ "profile": "igloohome", "remote": true }));
    let cancelled = recalculate(&change(
        MIDDLE,
        json!({ "status": "cancelled" }),
        igloo,
        std::slice::from_ref(&algorithmic),
    ));
    assert!(cancelled.doors[0].because.contains(&Reason::RemovalByHand));
    assert!(kinds(&cancelled).contains(&NoticeKind::RemovalByHand));
    // One without a way to be reached at all.
    let alone = with(up(), json!({ "remote": false }));
    let cancelled = recalculate(&change(
        MIDDLE,
        json!({ "status": "cancelled" }),
        alone,
        &[algorithmic],
    ));
    assert!(cancelled.doors[0].because.contains(&Reason::RemovalByHand));
}

#[test]
fn w5_stays_that_overlap_both_get_their_codes_and_the_host_hears_of_it() {
    let mut input = change(
        "2026-04-30T10:00:00Z",
        json!({}),
        lock(online("2026-04-30T09:59:00Z")),
        &[code(STARTS, ENDS)],
    );
    for trip in ["before", "after"] {
        input[trip]["nextStartsAt"] = json!("2026-05-03T08:00:00Z");
    }
    let change = recalculate(&input);
    assert_eq!(change.window_after, Some(span(STARTS, CHECK_OUT)));
    assert_eq!(kinds(&change), [NoticeKind::Conflict]);
    assert_eq!(
        change.notices[0].values.other_starts_at,
        Some(at("2026-05-03T08:00:00Z"))
    );
}

#[test]
fn l_where_automation_is_off_no_code_is_issued_and_one_that_there_is_goes_on() {
    let off = |codes: &[Value]| {
        let mut input = change(MIDDLE, longer(), up(), codes);
        input["after"]["listing"]["automation"] = json!(false);
        action(&input)
    };
    assert_eq!(off(&[]), DoorAction::Keep);
    assert_eq!(off(&[code(STARTS, ENDS)]), DoorAction::MoveWindow);
    let mut abroad = change(MIDDLE, longer(), up(), &[]);
    abroad["after"]["listing"]["region"] = json!("FR");
    abroad["policy"] = json!({ "regions": ["US"] });
    assert_eq!(action(&abroad), DoorAction::Keep);
}

#[test]
fn w7_a_code_whose_new_window_cannot_be_stored_goes_if_it_would_open_outside_of_the_stay() {
    let days = with(
        lock(online("2026-04-25T09:59:00Z")),
        json!({ "timeFrames": { "online": [{ "maxMinutes": 4320 }] } }),
    );
    let stored = |changes: Value| {
        let door = door(&change(
            "2026-04-25T10:00:00Z",
            changes,
            days.clone(),
            &[code(STARTS, ENDS)],
        ));
        assert_eq!(
            (door.window, door.because.contains(&Reason::WindowInfeasible)),
            (None, true)
        );
        door.action
    };
    assert_eq!(stored(json!({ "departure": "2026-05-06" })), DoorAction::Keep);
    assert_eq!(
        stored(json!({ "arrival": "2026-06-01", "departure": "2026-06-06" })),
        DoorAction::Remove
    );
    let other = json!({ "departure": "2026-05-06", "guest": { "id": "grace", "name": "Grace" } });
    assert_eq!(stored(other), DoorAction::Remove);
    // A code that the host wants gone covers nothing any more.
    let longer = change(
        "2026-04-25T10:00:00Z",
        json!({ "departure": "2026-05-06" }),
        days.clone(),
        &[code(STARTS, ENDS)],
    );
    let ordered = door(&with(longer, json!({ "newCodeOrdered": true })));
    assert_eq!(ordered.action, DoorAction::Remove);
    assert_eq!(
        ordered.uncovered.windows(),
        [span(STARTS, "2026-05-06T09:30:00Z")]
    );
}
