//! How the cost of a changed stay grows with its site: milliseconds of the first step, and
//! microseconds of one changed stay on an open site. `cargo bench --bench growth` measures all
//! sites, and `-- LOCKS FLATS BOOKINGS` measures one.

use std::time::{Duration, Instant};

use latchstring::site::{OpenSite, create_site};
use latchstring::{Json, decode};
use serde_json::{Value, json};

const KEY: &str = "0123456789abcdef0123456789abcdef";
/// Steps that are measured; the quickest counts, since other work shares the machine.
const STEPS: u32 = 30;

/// A site: each flat is behind one of the locks.
struct Size {
    locks: u32,
    flats: u32,
    bookings: u32,
}

fn main() {
    let asked: Vec<u32> = std::env::args()
        .filter_map(|arg| arg.parse().ok())
        .collect();
    if let [locks, flats, bookings] = asked[..] {
        return measure(&Size {
            locks,
            flats,
            bookings,
        });
    }
    for (locks, flats, bookings) in [
        (10, 10, 100),
        (100, 100, 1_000),
        (1_000, 1_000, 10_000),
        (1, 10, 100),
        (1, 100, 1_000),
        (1, 500, 5_000),
        (1, 1, 100),
        (1, 1, 1_000),
        (1, 1, 5_000),
    ] {
        measure(&Size {
            locks,
            flats,
            bookings,
        });
    }
}

fn measure(size: &Size) {
    let mut open = OpenSite::open(
        create_site(read(&site(size))).unwrap(),
        KEY.parse().unwrap(),
    )
    .unwrap();
    let facts: Vec<Json> = (0..size.bookings)
        .map(|at| read(&booking(size, at, 1)))
        .collect();
    let now: latchstring::time::Instant = "2026-04-01T12:00:00Z".parse().unwrap();
    let began = Instant::now();
    open.advance(&facts, now).unwrap();
    let first = began.elapsed();
    open.advance(&[], now).unwrap();
    let mut best = Duration::MAX;
    for revision in 2..2 + STEPS {
        let fact = [read(&booking(size, size.bookings / 2, revision))];
        let began = Instant::now();
        let step = open.advance(&fact, now).unwrap();
        best = best.min(began.elapsed());
        assert!(!step.changes.is_empty());
    }
    let row = json!({ "locks": size.locks, "flats": size.flats, "bookings": size.bookings,
                      "firstStepMs": first.as_millis(), "changedStayUs": best.as_micros() });
    println!("{row}");
}

fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    decode(&value.to_string()).unwrap()
}

fn site(size: &Size) -> Value {
    let locks: Vec<Value> = (0..size.locks)
        .map(|at| json!({ "id": format!("door-{at}"), "name": "Door", "nativeSchedule": true }))
        .collect();
    let listings: Vec<Value> = (0..size.flats)
        .map(|at| {
            json!({ "id": format!("flat-{at}"), "name": "Flat", "timeZone": "Europe/Paris", "checkIn": "15:00",
                    "checkOut": "11:00", "locks": [format!("door-{}", at % size.locks)] })
        })
        .collect();
    json!({ "id": "site", "locks": locks, "listings": listings })
}

/// One night after the other in each flat, with a day between; each revision leaves another time.
fn booking(size: &Size, at: u32, revision: u32) -> Value {
    let (flat, number) = (at % size.flats, at / size.flats);
    let day = |days: u32| {
        let seconds = (20_580 + i64::from(days)) * 86_400;
        latchstring::time::Instant::from_unix_seconds(seconds).to_string()[..10].to_owned()
    };
    json!({ "type": "reservation", "reservation": {
        "id": format!("stay-{at}"), "revision": revision, "listingId": format!("flat-{flat}"), "status": "confirmed",
        "guest": { "name": "Ada" }, "arrival": day(3 * number), "departure": day(3 * number + 1 + revision % 2) } })
}
