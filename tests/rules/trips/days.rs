//! The days of the trips that are changed here, and the locks they meet.

use crate::support::hand::{lock, offline, online};
use serde_json::{Value, json};

pub const MIDDLE: &str = "2026-05-02T10:00:00Z";

pub fn up() -> Value {
    lock(online("2026-05-02T09:59:00Z"))
}

pub fn down() -> Value {
    lock(offline("2026-05-02T09:59:00Z"))
}

pub fn longer() -> Value {
    json!({ "departure": "2026-05-04" })
}

pub fn shorter() -> Value {
    json!({ "departure": "2026-05-02", "checkOut": "18:00" })
}
