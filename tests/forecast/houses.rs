//! Random houses, and what may befall them.

use latchstring::decode;
use latchstring::site::{Site, create_site};
use serde_json::{Value, json};

use crate::support::builders::{KEY, booking, listing, lock, order, visit, visit_fact};
use crate::support::seeded::Seeded;

pub fn key() -> latchstring::code::Key {
    KEY.parse().unwrap()
}

pub fn read<T: serde::de::DeserializeOwned>(value: &Value) -> T {
    decode(&value.to_string()).unwrap()
}

/// A house of one to three flats, each behind a door of its own, and some behind a street door.
pub struct House {
    pub site: Site,
    pub facts: Vec<Value>,
    pub locks: Vec<String>,
    pub flats: u64,
}

const BRANDS: [fn() -> Value; 6] = [
    || json!({}),
    || json!({ "nativeSchedule": false }),
    || json!({ "nativeSchedule": false, "canReadBack": false }),
    || json!({ "canUpdate": false }),
    || json!({ "slots": { "from": 1, "to": 9 } }),
    || json!({ "capacity": 5 }),
];

pub fn house(random: &mut Seeded) -> House {
    let flats = 1 + random.below(3);
    let has_street = random.below(2) == 0;
    let mut names: Vec<String> = (0..flats).map(|flat| format!("door-{flat}")).collect();
    if has_street {
        names.push("street".to_owned());
    }
    let locks: Vec<Value> = names
        .iter()
        .map(|name| lock(name, &BRANDS[random.below(BRANDS.len() as u64) as usize]()))
        .collect();
    let listings: Vec<Value> = (0..flats)
        .map(|flat| {
            let mut doors = vec![format!("door-{flat}")];
            doors.extend(has_street.then(|| "street".to_owned()));
            let mut made = listing(&format!("flat-{flat}"), &json!(doors));
            if random.below(4) == 0 {
                made["entryMethod"] = json!({ "instructions": "Ask the neighbour." });
            }
            made
        })
        .collect();
    let policy = json!({ "backups": { "poolSize": random.below(3) },
                         "emergency": { "enabled": random.below(2) == 0 } });
    let site = json!({ "id": "house", "locks": locks, "listings": listings, "policy": policy });
    let mut facts = Vec::new();
    for flat in 0..flats {
        let mut day = 1 + random.below(3);
        for stay in 0..1 + random.below(3) {
            let nights = 1 + random.below(3);
            facts.push(stay_of(flat, stay, 1, day, nights, &json!({})));
            day += nights + random.below(2);
        }
    }
    if random.below(3) == 0 {
        let window = json!({ "listingId": "flat-0", "startsAt": "2026-05-02T08:00:00Z",
            "endsAt": "2026-05-02T12:00:00Z" });
        facts.push(visit_fact(&visit("cleo", "time_bound", &window)));
    }
    House {
        site: create_site(read(&site)).unwrap(),
        facts,
        locks: names,
        flats,
    }
}

fn stay_of(flat: u64, stay: u64, revision: u64, day: u64, nights: u64, over: &Value) -> Value {
    let mut more = over.clone();
    more["listingId"] = json!(format!("flat-{flat}"));
    more["revision"] = json!(revision);
    more["bookedAt"] = json!("2026-03-01T00:00:00Z");
    let [from, to] = [day, day + nights].map(|day| format!("2026-05-{day:02}"));
    booking(&format!("stay-{flat}-{stay}"), (&from, &to), &more)
}

/// An instant of the first days of May, to the minute.
fn some_instant(random: &mut Seeded) -> String {
    let (day, hour, minute) = (1 + random.below(5), random.below(24), random.below(60));
    format!("2026-05-{day:02}T{hour:02}:{minute:02}:00Z")
}

/// Troubles, and facts that come in between.
pub fn assumptions(random: &mut Seeded, house: &House) -> Vec<Value> {
    let mut all = Vec::new();
    for _ in 0..random.below(4) {
        let place = random.below(house.locks.len() as u64) as usize;
        let kinds = [
            "silent",
            "silent",
            "battery_dies",
            "loses_answers",
            "keypad_broken",
        ];
        let kind = kinds[random.below(5) as usize];
        let (one, two) = (some_instant(random), some_instant(random));
        let mut trouble = json!({ "lockId": house.locks[place], "kind": kind, "from": one.clone().min(two.clone()) });
        if one != two && random.below(3) > 0 {
            trouble["to"] = json!(one.max(two));
        }
        all.push(trouble);
    }
    for _ in 0..random.below(3) {
        let flat = random.below(house.flats);
        let at = some_instant(random);
        all.push(match random.below(5) {
            0 => json!({ "type": "guest_locked_out", "id": format!("out-{at}"), "at": at,
                         "reservationId": format!("stay-{flat}-0") }),
            1 => stay_of(flat, 0, 2, 1, 4, &json!({})),
            2 => stay_of(flat, 0, 2, 2, 2, &json!({ "status": "cancelled" })),
            3 => json!({ "type": "lock_reset", "id": format!("reset-{at}"), "at": at, "lockId": "door-0" }),
            _ => order(&json!({ "kind": "reissue", "reservationId": format!("stay-{flat}-0") }), &at),
        });
    }
    all
}
