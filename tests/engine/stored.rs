//! Sites as earlier releases stored them, kept for ever: each has to load, and to go on (D6).
//!
//! `golden/stored/site-1.json` is of version 1: two flats behind a street door that is silent, with
//! a row in every table.

use latchstring::site::{OpenSite, STATE_VERSION, Site};
use latchstring::{Json, decode};
use serde_json::Value;

use crate::support::builders::{KEY, at};

const VERSION_1: &str = include_str!("../golden/stored/site-1.json");
fn rows(site: &Value, table: &str) -> usize {
    site[table].as_array().map_or(0, Vec::len)
}

const TABLES: [&str; 9] = [
    "listings",
    "locks",
    "reservations",
    "accessCodes",
    "commands",
    "visits",
    "trips",
    "notices",
    "orders",
];

#[test]
fn d6_a_site_of_version_1_loads_and_nothing_of_it_is_lost() {
    let stored: Value = serde_json::from_str(VERSION_1).unwrap();
    let site: Site = decode(VERSION_1).unwrap();
    let open = OpenSite::open(site, KEY.parse().unwrap()).unwrap();
    let loaded: Value = serde_json::to_value(open.to_site()).unwrap();
    assert_eq!(loaded["header"]["state"], STATE_VERSION);
    for table in TABLES {
        assert!(rows(&stored, table) > 0, "{table} shows nothing");
        assert_eq!(rows(&loaded, table), rows(&stored, table), "{table}");
    }
    // As long as this is the version, it is the same to the letter.
    if STATE_VERSION == 1 {
        assert_eq!(loaded, stored);
    }
}

#[test]
fn d6_a_site_of_version_1_goes_on() {
    let mut open = OpenSite::open(decode(VERSION_1).unwrap(), KEY.parse().unwrap()).unwrap();
    let facts: Vec<Json> = decode(
        r#"[{ "type": "lock_report", "id": "r1", "at": "2026-05-02T09:00:00Z", "lockId": "street",
              "state": { "reachability": "online" } },
            { "type": "reservation", "reservation": { "id": "stay", "revision": 3, "listingId": "flat",
              "status": "cancelled", "guest": { "id": "ada", "name": "Ada" },
              "arrival": "2026-05-01", "departure": "2026-05-04" } }]"#,
    )
    .unwrap();
    let step = open.advance(&facts, at("2026-05-02T09:00:00Z")).unwrap();
    assert_eq!(step.rejected, []);
    assert!(!step.commands.is_empty(), "the cancelled stay's codes go");
    assert!(step.wake_at.is_some());
    let codes = open.access_codes(&decode(r#"{ "reservationId": "stay" }"#).unwrap());
    assert!(!codes.is_empty() && codes.iter().all(|code| code.ending));
}
