//! When a changed trip changes a PIN, and when it changes nothing: T2, T6, L, W5 and W7.

use super::days::{MIDDLE, longer, up};
use crate::support::builders::with;
use crate::support::hand::{
    CHECK_OUT, ENDS, STARTS, action, change, code, door, kinds, listing, lock, online, recalculate,
    span,
};
use latchstring::rules::{DoorAction, NoticeKind, Reason};
use serde_json::{Value, json};

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
        &json!({ "newCodeOrdered": true }),
    );
    assert_eq!(door(&ordered).because, [Reason::HostOrder]);
    // A rule that is broken now, and a rival: both on a lock that does not have the code yet.
    let absent = with(
        code(STARTS, ENDS),
        &json!({ "onLock": { "state": "absent", "startsAt": null, "endsAt": null } }),
    );
    let short = with(up(), &json!({ "rules": { "lengths": [4] } }));
    assert_eq!(
        door(&change(
            MIDDLE,
            json!({}),
            short,
            std::slice::from_ref(&absent)
        ))
        .because,
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
        action(&change(
            MIDDLE,
            json!({}),
            up(),
            &[code(STARTS, ENDS), rival]
        )),
        DoorAction::Keep
    );
    // The fifth, a platform that can't update during a stay, is F23's.
}

#[test]
fn t6_two_different_reservations_are_no_change_of_one() {
    let input = change(MIDDLE, json!({ "id": "other" }), up(), &[]);
    let error =
        latchstring::rules::recalculate_trip(&latchstring::decode(&input.to_string()).unwrap())
            .unwrap_err();
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
                "site": site, "facts": [{ "type": "reservation", "reservation": reservation }],
                "now": "2026-04-20T10:00:00Z",
                "key": "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff",
            }),
        );
        let step: Value = serde_json::from_str(&step).unwrap();
        site = step["site"].clone();
        step
    };
    let first = tell(crate::support::hand::reservation(2));
    assert_eq!(first["commands"].as_array().unwrap().len(), 1);
    let older = tell(with(crate::support::hand::reservation(1), &longer()));
    assert!(
        older["commands"].as_array().unwrap().is_empty()
            && older["changes"].as_array().unwrap().is_empty()
    );
    assert!(older["rejected"].as_array().unwrap().is_empty());
    let other = tell(with(crate::support::hand::reservation(2), &longer()));
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
    latchstring::api::call(name, &input.to_string(), &mut runtime).unwrap()
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
        change.notices[0].values.other_check_in.as_deref(),
        Some("2026-05-03T10:00:00+02:00")
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
        &json!({ "timeFrames": { "online": [{ "maxMinutes": 4320 }] } }),
    );
    let stored = |changes: Value| {
        let door = door(&change(
            "2026-04-25T10:00:00Z",
            changes,
            days.clone(),
            &[code(STARTS, ENDS)],
        ));
        assert_eq!(
            (
                door.window,
                door.because.contains(&Reason::WindowInfeasible)
            ),
            (None, true)
        );
        door.action
    };
    assert_eq!(
        stored(json!({ "departure": "2026-05-06" })),
        DoorAction::Keep
    );
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
    let ordered = door(&with(longer, &json!({ "newCodeOrdered": true })));
    assert_eq!(ordered.action, DoorAction::Remove);
    assert_eq!(
        ordered.uncovered.windows(),
        [span(STARTS, "2026-05-06T09:30:00Z")]
    );
}
