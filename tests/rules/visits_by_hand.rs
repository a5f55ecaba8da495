//! Visits by hand: gaps that vanish, turnovers, rotation, and what is refused (V1, V2, V3).

use crate::visits::WEEKDAYS;
use latchstring::ErrorCode;
use latchstring::model::{CodeWindow, Listing, Policy, Reservation, Visit, VisitKind};
use latchstring::rules::{
    Stay, VisitCase, VisitNow, stays_of, visit_now, visit_rotation_at, visit_rotation_due,
};
use latchstring::time::{Duration, Instant, Zone};
use serde_json::{Value, json};

fn utc(text: &str) -> Instant {
    text.parse().unwrap()
}

/// What joins two spans of a week in a clock change does so in two weeks in a row at most: as far
/// as the rules look.
#[test]
fn v1_w2_no_zone_changes_its_clocks_three_times_within_two_weeks() {
    let begin = utc("2019-12-18T00:00:00Z");
    for zone in Zone::all() {
        let mut changes = vec![];
        let mut at = begin;
        while let Some(next) = zone
            .next_clock_change(at)
            .filter(|&next| zone.is_exact_at(next))
        {
            changes.push(next);
            at = next;
        }
        for three in changes.windows(3) {
            assert!(three[2] - three[0] > Duration::days(15), "{zone} {three:?}");
        }
    }
}

/// A gap of the week that a clock change closes joins two weeks; one span stays one span, whenever
/// it is asked for.
#[test]
fn v1_w2_a_gap_that_vanishes_in_a_clock_change_joins_two_weeks() {
    let visit: Visit = serde_json::from_value(json!({
        "id": "v", "revision": 1, "listingId": "flat", "visitor": "Vera", "purpose": "owner", "kind": "recurring",
        "status": "active", "weekly": [
            { "days": ["sunday"], "from": "02:45", "to": "02:15" },
            { "days": ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday"],
                "from": "02:15", "to": "02:15" },
        ],
    }))
    .unwrap();
    let case = VisitCase {
        visit: &visit,
        stays: &[],
        zone: "Europe/Paris".parse().unwrap(),
        used_at: None,
    };
    // On 2026-03-29 the clock jumps over 02:15 to 02:45.
    let joined = CodeWindow {
        starts_at: Some(utc("2026-03-22T01:45:00Z")),
        ends_at: Some(utc("2026-04-05T00:15:00Z")),
    };
    for at in [
        "2026-03-22T01:15:00Z",
        "2026-03-29T01:00:00Z",
        "2026-04-05T00:14:59Z",
    ] {
        assert_eq!(visit_now(&case, None, utc(at)).wanted, Some(joined), "{at}");
    }
    let next = visit_now(&case, None, utc("2026-04-05T00:15:00Z"))
        .wanted
        .unwrap();
    assert_eq!(next.starts_at, Some(utc("2026-04-05T00:45:00Z")));
}

/// V1: a week without a gap is one span without end, or as long as the visit lasts.
#[test]
fn v1_a_week_without_a_gap_is_one_span() {
    let all_day = |from: &str| json!([{ "days": WEEKDAYS, "from": from, "to": from }]);
    let one_more = json!([
        { "days": WEEKDAYS, "from": "08:00", "to": "08:00" },
        { "days": ["monday"], "from": "00:00", "to": "00:01" },
    ]);
    for weekly in [all_day("00:00"), all_day("02:30"), one_more] {
        let mut visit: Visit = serde_json::from_value(json!({
            "id": "v", "revision": 1, "lockIds": ["gate"], "visitor": "Vera", "purpose": "owner", "kind": "recurring",
            "status": "active", "weekly": weekly,
        }))
        .unwrap();
        let zone = "Europe/Paris".parse().unwrap();
        for day in 0..60 {
            let now = utc("2026-03-01T12:00:00Z") + Duration::days(day);
            let ask = |visit: &Visit| {
                let case = VisitCase {
                    visit,
                    stays: &[],
                    zone,
                    used_at: None,
                };
                visit_now(&case, Some(0), now)
            };
            visit.ends_at = None;
            assert_eq!(
                ask(&visit),
                VisitNow {
                    wanted: Some(CodeWindow::default()),
                    next_change: None
                }
            );
            visit.ends_at = Some(utc("2030-01-01T00:00:00Z"));
            assert_eq!(ask(&visit).next_change, visit.ends_at);
        }
    }
}

/// V1: a visit that begins in years is found at once: nothing is walked through until then.
#[test]
fn v1_a_visit_in_years_is_found_at_once() {
    let visit: Visit = serde_json::from_value(json!({
        "id": "v", "revision": 1, "lockIds": ["gate"], "visitor": "Vera", "purpose": "cleaning", "kind": "recurring",
        "status": "active", "startsAt": "2098-01-01T00:00:00Z", "weekly": [{ "days": ["friday"],
            "from": "09:00", "to": "10:00" }],
    }))
    .unwrap();
    let zone = "Asia/Tokyo".parse().unwrap();
    let case = VisitCase {
        visit: &visit,
        stays: &[],
        zone,
        used_at: None,
    };
    let given = visit_now(&case, None, utc("2026-01-01T00:00:00Z"));
    // The first Friday of 2098 is the third of January.
    assert_eq!(
        given.wanted.and_then(|held| held.starts_at),
        Some(utc("2098-01-03T00:00:00Z"))
    );
    assert_eq!(given.next_change, Some(utc("2098-01-03T01:00:00Z")));
}

fn listing() -> Listing {
    serde_json::from_value(json!({
        "id": "flat", "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
        "checkOut": "11:00", "locks": ["gate"],
    }))
    .unwrap()
}

fn booked(bookings: &[(&str, &str, &str, &str)]) -> Vec<Stay> {
    let bookings = bookings.iter().map(|&(id, guest, arrival, departure)| {
        let booking = json!({
            "id": id, "revision": 1, "listingId": "flat", "status": "confirmed",
            "guest": { "id": guest, "name": guest },
            "arrival": arrival, "departure": departure,
        });
        serde_json::from_value(booking).unwrap()
    });
    let bookings: Vec<Reservation> = bookings.collect();
    stays_of(&listing(), &bookings, &Policy::default()).stays
}

/// V1, W4, W8: nobody comes to clean between one guest's bookings, and the grace of a guest who
/// left is no stay.
#[test]
fn v1_w4_w8_turnovers_lie_between_the_stays_of_different_guests() {
    let visit: Visit = serde_json::from_value(json!({
        "id": "v", "revision": 1, "listingId": "flat", "visitor": "Cleo", "purpose": "cleaning",
        "kind": "turnover", "status": "active",
    }))
    .unwrap();
    let zone = "Europe/Paris".parse().unwrap();
    let now = |stays: &[Stay], at: &str| {
        let case = VisitCase {
            visit: &visit,
            stays: &[stays],
            zone,
            used_at: None,
        };
        visit_now(&case, None, utc(at)).wanted
    };
    let weeks = booked(&[
        ("a", "ada", "2026-05-01", "2026-05-08"),
        ("b", "ada", "2026-05-08", "2026-05-15"),
        ("c", "bea", "2026-05-15", "2026-05-20"),
    ]);
    let between = CodeWindow {
        starts_at: Some(utc("2026-05-15T09:00:00Z")),
        ends_at: Some(utc("2026-05-15T13:00:00Z")),
    };
    assert_eq!(now(&weeks, "2026-05-08T10:00:00Z"), Some(between));
    // After the last one the next check-in is not known yet.
    let open = CodeWindow {
        starts_at: Some(utc("2026-05-20T09:00:00Z")),
        ends_at: None,
    };
    assert_eq!(now(&weeks, "2026-05-15T13:00:00Z"), Some(open));
    assert_eq!(now(&[], "2026-05-15T13:00:00Z"), None);
}

/// V3: what ends by itself is not replaced; the rest is when its days are over, to the second.
#[test]
fn v3_recurring_turnover_and_permanent_codes_are_replaced_after_ninety_days() {
    let policy = Policy::default().visits;
    let made_at = utc("2026-01-01T12:00:00Z");
    let due_at = utc("2026-04-01T12:00:00Z");
    for kind in [
        VisitKind::Recurring,
        VisitKind::Turnover,
        VisitKind::Permanent,
    ] {
        assert_eq!(visit_rotation_at(kind, made_at, &policy), Some(due_at));
        assert!(visit_rotation_due(kind, made_at, &policy, due_at));
        assert!(!visit_rotation_due(
            kind,
            made_at,
            &policy,
            due_at - Duration::seconds(1)
        ));
    }
    for kind in [VisitKind::TimeBound, VisitKind::OneTime] {
        assert_eq!(visit_rotation_at(kind, made_at, &policy), None);
        assert!(!visit_rotation_due(kind, made_at, &policy, Instant::MAX));
    }
    let weekly = latchstring::model::VisitsPolicy {
        rotate_days: 7,
        ..latchstring::model::VisitsPolicy::default()
    };
    assert_eq!(
        visit_rotation_at(VisitKind::Recurring, made_at, &weekly),
        Some(utc("2026-01-08T12:00:00Z"))
    );
}

/// V1, V2: what contradicts itself is refused, with the place where it does; what does not is
/// taken.
#[test]
fn v1_v2_a_visit_that_contradicts_itself_is_refused() {
    let row = json!({ "days": ["monday"], "from": "09:00", "to": "12:00" });
    let (start, end) = ("2026-05-01T08:00:00Z", "2026-05-01T12:00:00Z");
    let good = [
        json!({ "kind": "time_bound", "startsAt": start, "endsAt": end }),
        json!({ "kind": "one_time" }),
        json!({ "kind": "one_time", "startsAt": start, "endsAt": end }),
        json!({ "kind": "recurring", "weekly": [row] }),
        json!({ "kind": "recurring", "weekly": [row], "startsAt": start, "endsAt": end }),
        json!({ "kind": "turnover" }),
        json!({ "kind": "permanent" }),
        json!({ "kind": "permanent", "startsAt": start, "lockIds": ["gate"] }),
        json!({ "kind": "permanent", "listingId": null, "lockIds": ["gate"] }),
    ];
    let bad = [
        (
            json!({ "kind": "permanent", "listingId": null }),
            ErrorCode::MissingKey,
            "listingId",
        ),
        (
            json!({ "kind": "turnover", "listingId": null, "lockIds": ["gate"] }),
            ErrorCode::MissingKey,
            "listingId",
        ),
        (
            json!({ "kind": "permanent", "lockIds": [] }),
            ErrorCode::InvalidValue,
            "lockIds",
        ),
        (
            json!({ "kind": "time_bound", "endsAt": end }),
            ErrorCode::MissingKey,
            "startsAt",
        ),
        (
            json!({ "kind": "time_bound", "startsAt": start }),
            ErrorCode::MissingKey,
            "endsAt",
        ),
        (
            json!({ "kind": "permanent", "endsAt": end }),
            ErrorCode::InvalidValue,
            "endsAt",
        ),
        (
            json!({ "kind": "one_time", "startsAt": end, "endsAt": start }),
            ErrorCode::EmptyWindow,
            "endsAt",
        ),
        (
            json!({ "kind": "turnover", "startsAt": end, "endsAt": end }),
            ErrorCode::EmptyWindow,
            "endsAt",
        ),
        (
            json!({ "kind": "one_time", "startsAt": "2019-05-01T08:00:00Z" }),
            ErrorCode::YearOutOfRange,
            "startsAt",
        ),
        (
            json!({ "kind": "one_time", "endsAt": "2101-05-01T08:00:00Z" }),
            ErrorCode::YearOutOfRange,
            "endsAt",
        ),
        (
            json!({ "kind": "recurring" }),
            ErrorCode::MissingKey,
            "weekly",
        ),
        (
            json!({ "kind": "recurring", "weekly": [] }),
            ErrorCode::InvalidValue,
            "weekly",
        ),
        (
            json!({ "kind": "recurring", "weekly": [row, { "days": [], "from": "09:00", "to": "12:00" }] }),
            ErrorCode::InvalidValue,
            "weekly[1].days",
        ),
        (
            json!({ "kind": "turnover", "weekly": [row] }),
            ErrorCode::InvalidValue,
            "weekly",
        ),
        (
            json!({ "kind": "permanent", "weekly": [row] }),
            ErrorCode::InvalidValue,
            "weekly",
        ),
    ];
    let visit = |what: &Value| {
        let mut visit = json!({
            "id": "v", "revision": 1, "listingId": "flat", "visitor": "Vera", "purpose": "visitor", "status": "active",
        });
        for (key, value) in what.as_object().unwrap() {
            if value.is_null() {
                visit.as_object_mut().unwrap().remove(key);
            } else {
                visit[key] = value.clone();
            }
        }
        latchstring::decode::<Visit>(&visit.to_string())
            .unwrap()
            .check()
    };
    for what in &good {
        assert_eq!(visit(what), Ok(()), "{what}");
    }
    for (what, code, path) in &bad {
        let error = visit(what).unwrap_err();
        assert_eq!((error.code, error.path.as_str()), (*code, *path), "{what}");
    }
}
