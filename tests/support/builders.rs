//! Sites, facts and what they are made of, as JSON: each test changes what it is about.

use latchstring::time::Instant;
use serde_json::{Value, json};

pub const KEY: &str = "0123456789abcdef0123456789abcdef";
/// When most bookings are told.
pub const APRIL: &str = "2026-04-01T12:00:00Z";
/// The days of most stays, from arrival to departure.
pub const MAY: (&str, &str) = ("2026-05-01", "2026-05-03");
pub const JUNE: (&str, &str) = ("2026-06-01", "2026-06-03");
/// When the stay in May may see its code.
pub const REVEAL: &str = "2026-04-28T13:00:00Z";
/// When the stay in May begins.
pub const STAY: &str = "2026-05-01T13:00:00Z";

pub fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// `base` with the keys of `over`, also inside of objects. Null takes a key away.
pub fn with(mut base: Value, over: &Value) -> Value {
    for (key, value) in over.as_object().unwrap() {
        let inside = base.get(key).is_some_and(Value::is_object) && value.is_object();
        if value.is_null() {
            base.as_object_mut().unwrap().shift_remove(key);
        } else if inside {
            base[key] = with(base[key].take(), value);
        } else {
            base[key] = value.clone();
        }
    }
    base
}

/// A site of one flat behind one door, as `createSite` takes it.
pub fn one_door(lock_over: &Value, policy: &Value) -> Value {
    site_of(&[lock("door", lock_over)], policy)
}

/// A site of one flat behind these locks.
pub fn site_of(locks: &[Value], policy: &Value) -> Value {
    let ids: Vec<&Value> = locks.iter().map(|lock| &lock["id"]).collect();
    json!({ "locks": locks, "listings": [listing("flat", &json!(ids))], "policy": policy })
}

/// A policy of one backup on each lock.
pub fn one_backup() -> Value {
    json!({ "backups": { "poolSize": 1 } })
}

/// A listing in Paris: check-in at 15:00, check-out at 11:00.
pub fn listing(id: &str, locks: &Value) -> Value {
    json!({
        "id": id, "name": id, "timeZone": "Europe/Paris", "checkIn": "15:00", "checkOut": "11:00",
        "locks": locks,
    })
}

/// What lets a guest in where no code does.
pub fn neighbour() -> Value {
    json!({ "entryMethod": { "instructions": "Ask the neighbour at number 4." } })
}

/// A lock that stores windows.
pub fn lock(id: &str, over: &Value) -> Value {
    with(
        json!({ "id": id, "name": id, "nativeSchedule": true }),
        over,
    )
}

/// The first revision of a confirmed booking of `flat`.
pub fn reservation(id: &str, days: (&str, &str), over: &Value) -> Value {
    let base = json!({
        "id": id, "revision": 1, "listingId": "flat", "status": "confirmed", "guest": { "name": id },
        "arrival": days.0, "departure": days.1,
    });
    with(base, over)
}

/// The revision that cancels a booking.
pub fn cancelled(revision: u32) -> Value {
    json!({ "revision": revision, "status": "cancelled" })
}

/// The first revision of a visit to `flat`.
pub fn visit(id: &str, kind: &str, over: &Value) -> Value {
    let base = json!({
        "id": id, "revision": 1, "listingId": "flat", "visitor": "Cleo", "purpose": "cleaning", "kind": kind,
        "status": "active",
    });
    with(base, over)
}

pub fn listing_fact(listing: &Value) -> Value {
    json!({ "type": "listing", "listing": listing })
}

pub fn lock_fact(lock: &Value) -> Value {
    json!({ "type": "lock", "lock": lock })
}

pub fn visit_fact(visit: &Value) -> Value {
    json!({ "type": "visit", "visit": visit })
}

/// The fact of a [`reservation`].
pub fn booking(id: &str, days: (&str, &str), over: &Value) -> Value {
    json!({ "type": "reservation", "reservation": reservation(id, days, over) })
}

/// A [`booking`] of another listing.
pub fn booked(id: &str, listing: &str, days: (&str, &str), over: &Value) -> Value {
    booking(id, days, &with(json!({ "listingId": listing }), over))
}

/// A [`booking`] that was made in March, so that it is not a late one.
pub fn booked_early(id: &str, days: (&str, &str), over: &Value) -> Value {
    booking(
        id,
        days,
        &with(json!({ "bookedAt": "2026-03-01T00:00:00Z" }), over),
    )
}

/// The stay in May, booked early.
pub fn stay(over: &Value) -> Value {
    booked_early("stay", MAY, over)
}

pub fn lock_report(lock: &str, over: &Value, now: &str) -> Value {
    let id = format!("report-{lock}-{now}");
    with(
        json!({ "type": "lock_report", "id": id, "at": now, "lockId": lock }),
        over,
    )
}

/// A report of `door` that says whether it can be reached.
pub fn door_is(reachability: &str, now: &str) -> Value {
    lock_report(
        "door",
        &json!({ "state": { "reachability": reachability } }),
        now,
    )
}

/// A guest says that they can't get in.
pub fn cannot_get_in(reservation: &str, now: &str) -> Value {
    json!({ "type": "guest_locked_out", "id": format!("said-{now}"), "at": now,
        "reservationId": reservation })
}

/// An order of the host.
pub fn order(order: &Value, at: &str) -> Value {
    json!({ "type": "host_order", "id": format!("order-{}-{at}", order["kind"]), "at": at, "order": order })
}

/// What became of a notice.
pub fn notice_result(key: &str, outcome: &str, at: &str) -> Value {
    json!({ "type": "notice_result", "id": format!("{key}-{outcome}"), "at": at, "key": key, "outcome": outcome })
}

/// What became of a command.
pub fn result(command: &Value, outcome: &str, now: &str) -> Value {
    let id = format!("{}-{outcome}", command["id"].as_str().unwrap());
    json!({ "type": "command_result", "id": id, "at": now, "commandId": command["id"], "outcome": outcome })
}

pub fn failed(command: &Value, failure: &str, now: &str) -> Value {
    with(
        result(command, "failed", now),
        &json!({ "failure": failure }),
    )
}
