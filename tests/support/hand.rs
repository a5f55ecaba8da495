//! One house by hand: a flat in Paris behind one door, a stay from the first to the third of May
//! 2026, and a code that the lock has confirmed. Each test changes what it is about.

use latchstring::rules::{
    Decision, DoorAction, DoorPlan, NoticeKind, PassedOver, Reason, Route, TripChange,
    recalculate_trip, select_access,
};
use latchstring::time::Window;
use serde_json::{Value, json};

use super::builders::{self, MAY, at, with};

/// Check-in 15:00 and check-out 11:00 in Paris, which is two hours ahead; half an hour of grace at
/// the end.
pub const STARTS: &str = "2026-05-01T13:00:00Z";
pub const CHECK_OUT: &str = "2026-05-03T09:00:00Z";
pub const ENDS: &str = "2026-05-03T09:30:00Z";

pub fn span(from: &str, until: &str) -> Window {
    Window::new(at(from), at(until)).unwrap()
}

/// A lock that stores windows itself.
pub fn lock(state: Value) -> Value {
    builders::lock("door", &json!({ "name": "Front door", "state": state }))
}

pub fn online(reported_at: &str) -> Value {
    json!({ "reachability": "online", "reportedAt": reported_at })
}

pub fn offline(reported_at: &str) -> Value {
    json!({ "reachability": "offline", "reportedAt": reported_at })
}

/// The guest's code, confirmed on the lock for a window.
pub fn code(starts_at: &str, ends_at: &str) -> Value {
    json!({
        "id": "k1", "lockId": "door", "holder": { "kind": "reservation", "id": "stay" }, "pin": "492817",
        "wanted": { "startsAt": starts_at, "endsAt": ends_at },
        "toldTo": [{ "reservationId": "stay", "at": "2026-04-28T13:00:00Z" }],
        "onLock": { "state": "confirmed", "startsAt": starts_at, "endsAt": ends_at, "at": "2026-04-20T08:00:00Z" },
    })
}

pub fn spare(id: &str, pin: &str) -> Value {
    json!({
        "id": id, "lockId": "door", "holder": { "kind": "backup", "id": "905172" }, "pin": pin, "wanted": {},
        "madeAt": "2026-04-01T08:00:00Z", "onLock": { "state": "confirmed", "at": "2026-04-01T08:00:00Z" },
    })
}

pub fn emergency() -> Value {
    with(
        spare("e1", "860413"),
        &json!({ "holder": { "kind": "emergency", "id": null }, "slot": 15 }),
    )
}

pub fn told_to(stay: &str, at: &str) -> Value {
    json!([{ "reservationId": stay, "at": at }])
}

/// What `selectAccess` is asked for this stay.
pub fn question(now: &str, lock: Value, codes: &[Value]) -> Value {
    json!({
        "reservationId": "stay", "window": { "startsAt": STARTS, "endsAt": ENDS }, "lock": lock, "codes": codes,
        "bookedAt": "2026-04-01T10:00:00Z", "now": now,
    })
}

pub fn select(input: &Value) -> Decision {
    let decision = select_access(&latchstring::decode(&input.to_string()).unwrap()).unwrap();
    println!("{decision:?}");
    decision
}

pub fn route(input: &Value) -> Route {
    select(input).route
}

/// Why a rung was passed over.
pub fn why_not(decision: &Decision, rung: Route) -> &[Reason] {
    let passed = |passed: &&PassedOver| passed.route == rung;
    &decision.passed_over.iter().find(passed).unwrap().because
}

pub fn reservation(revision: u32) -> Value {
    let over = json!({
        "revision": revision, "guest": { "id": "ada", "name": "Ada" }, "bookedAt": "2026-04-01T10:00:00Z",
    });
    builders::reservation("stay", MAY, &over)
}

pub fn listing() -> Value {
    with(
        builders::listing("flat", &json!(["door"])),
        &json!({ "name": "Flat" }),
    )
}

pub fn trip(revision: u32, changes: Value) -> Value {
    json!({ "reservation": with(reservation(revision), &changes), "listing": listing() })
}

/// What `recalculateTrip` is asked when the stay's reservation changes so.
pub fn change(now: &str, changes: Value, lock: Value, codes: &[Value]) -> Value {
    json!({
        "before": trip(1, json!({})), "after": trip(2, changes), "locks": [lock], "codes": codes, "now": now,
    })
}

pub fn recalculate(input: &Value) -> TripChange {
    recalculate_trip(&latchstring::decode(&input.to_string()).unwrap()).unwrap()
}

/// The one door of a change.
pub fn door(input: &Value) -> DoorPlan {
    let mut doors = recalculate(input).doors;
    assert_eq!(doors.len(), 1);
    doors.remove(0)
}

pub fn action(input: &Value) -> DoorAction {
    door(input).action
}

pub fn kinds(change: &TripChange) -> Vec<NoticeKind> {
    change.notices.iter().map(|notice| notice.kind).collect()
}
