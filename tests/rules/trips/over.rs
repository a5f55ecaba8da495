//! Stays that are cancelled, moved or back again, and what can never be taken off from afar: T5 and
//! T7.

use super::days::{MIDDLE, down, longer, up};
use crate::support::builders::with;
use crate::support::hand::{
    ENDS, STARTS, change, code, door, kinds, listing, lock, online, recalculate, spare, told_to,
    trip,
};
use latchstring::rules::{DoorAction, NoticeKind, Reason};
use serde_json::{Value, json};

#[test]
fn t5_a_cancelled_stay_loses_its_code_and_a_told_backup_is_burned() {
    let cancelled = json!({ "status": "cancelled" });
    let online_change = recalculate(&change(
        MIDDLE,
        cancelled.clone(),
        up(),
        &[code(STARTS, ENDS)],
    ));
    assert_eq!(online_change.doors[0].action, DoorAction::Remove);
    assert_eq!(online_change.doors[0].because, [Reason::StayCancelled]);
    assert_eq!(
        (online_change.window_after, kinds(&online_change)),
        (None, vec![NoticeKind::AccessEnded])
    );
    let told = with(
        spare("b1", "730264"),
        &json!({ "toldTo": told_to("stay", STARTS) }),
    );
    let silent = recalculate(&change(MIDDLE, cancelled, down(), &[told]));
    assert_eq!(
        silent.doors[0].because,
        [
            Reason::StayCancelled,
            Reason::RemovalByHand,
            Reason::BackupBurned
        ]
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
        &json!({ "toldTo": told_to("stay", STARTS) }),
    );
    let codes = [code(STARTS, ENDS), told, spare("b2", "615038")];
    let cancelled = |lock: Value| {
        recalculate(&change(
            MIDDLE,
            json!({ "status": "cancelled" }),
            lock,
            &codes,
        ))
    };
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
        crate::support::hand::door(&crate::support::hand::change(
            MIDDLE,
            longer(),
            down(),
            &codes
        ))
        .also_remove,
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
    input["after"]["listing"] = with(listing(), &json!({ "id": "loft", "locks": ["loft door"] }));
    let loft = with(
        lock(online("2026-04-30T09:59:00Z")),
        &json!({ "id": "loft door" }),
    );
    input["locks"].as_array_mut().unwrap().push(loft);
    let change = recalculate(&input);
    let actions: Vec<_> = change
        .doors
        .iter()
        .map(|door| (&*door.lock_id, door.action))
        .collect();
    assert_eq!(
        actions,
        [
            ("door", DoorAction::Remove),
            ("loft door", DoorAction::Issue)
        ]
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
        &json!({ "wanted": "removed", "onLock": { "state": "absent", "startsAt": null, "endsAt": null } }),
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
        [
            Reason::StayReinstated,
            Reason::CodeMissing,
            Reason::PinTriedFirst
        ]
    );
}

#[test]
fn t7_what_can_never_be_taken_off_from_afar_is_the_hosts_task() {
    // An algorithm's code on a lock that a bridge reaches: its platform can't take it off.
    let algorithmic = with(
        code(STARTS, ENDS),
        &json!({ "method": "offline", "onLock": { "state": "unverifiable" } }),
    );
    let igloo = with(up(), &json!({ "profile": "igloohome", "remote": true }));
    let cancelled = recalculate(&change(
        MIDDLE,
        json!({ "status": "cancelled" }),
        igloo,
        std::slice::from_ref(&algorithmic),
    ));
    assert!(cancelled.doors[0].because.contains(&Reason::RemovalByHand));
    assert!(kinds(&cancelled).contains(&NoticeKind::RemovalByHand));
    // One without a way to be reached at all.
    let alone = with(up(), &json!({ "remote": false }));
    let cancelled = recalculate(&change(
        MIDDLE,
        json!({ "status": "cancelled" }),
        alone,
        &[algorithmic],
    ));
    assert!(cancelled.doors[0].because.contains(&Reason::RemovalByHand));
}
