//! The small sites that are looked at: which stays, what may become of them, and what may go wrong.

use latchstring::code::Pin;
use latchstring::time::Instant;
use serde_json::{Value, json};

use crate::broken::Broken;

/// 2026-01-05T00:00:00Z.
const EPOCH: i64 = 1_767_571_200;
pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 3600;
const DAY: i64 = 86_400;
pub const LOCK: &str = "door";
pub const STAYS: [&str; 2] = ["stay-a", "stay-b"];

/// One revision of one booking.
pub struct Booking {
    pub stay: usize,
    pub revision: u32,
    pub confirmed: bool,
    pub starts_at: i64,
    pub ends_at: i64,
}

/// A site, and all that may happen to it.
pub struct Plan {
    /// Whether the lock stores windows itself.
    pub native_schedule: bool,
    /// The hour at which stays begin, in a house that keeps UTC.
    pub check_in: i64,
    pub check_out: i64,
    /// Each is told once, in any order, at any instant at which somebody looks.
    pub bookings: Vec<Booking>,
    /// Instants at which something may be told though the engine does not ask to be called.
    pub moments: Vec<i64>,
    /// How much may be lost: a command, its answer, or the way to the lock for a while.
    pub losses: u8,
    pub crashes: u8,
    /// Whether the lock may fall silent.
    pub silence: bool,
    /// A PIN that somebody typed in at the door before all this.
    pub typed_in: Option<Pin>,
    /// Whether the platform makes codes of the lock's own algorithm (A3b).
    pub offline_codes: bool,
    /// The last of the lock's places, which is kept for the emergency code (S1).
    pub slots: Option<u32>,
    /// Whether the cloud accepts what shall be written, and confirms it or fails later (C7).
    pub accepts: bool,
    /// How the engine's steps are altered on their way out, to see that it is noticed.
    pub broken: Option<Broken>,
}

pub fn instant(seconds: i64) -> String {
    Instant::from_unix_seconds(seconds).to_string()
}

/// A PIN as a state names it.
pub fn reveal(pin: Option<Pin>) -> String {
    pin.map(|pin| pin.reveal()).unwrap_or_default()
}

impl Plan {
    /// Two stays, one after the other, of a night each.
    pub fn new(native_schedule: bool, check_in: i64, check_out: i64) -> Self {
        let mut plan = Self {
            native_schedule,
            check_in,
            check_out,
            bookings: Vec::new(),
            moments: Vec::new(),
            losses: 2,
            crashes: 1,
            silence: false,
            typed_in: None,
            offline_codes: false,
            slots: None,
            accepts: false,
            broken: None,
        };
        plan.bookings = vec![plan.booking(0, 1), plan.booking(1, 1)];
        let (a, b) = (&plan.bookings[0], &plan.bookings[1]);
        plan.moments = vec![
            // Before anybody may see a code, in the last five minutes before each stay, in the
            // first one, and after all.
            a.starts_at - 20 * HOUR,
            a.starts_at - 3 * MINUTE,
            a.starts_at + HOUR,
            b.starts_at - 3 * MINUTE,
            b.ends_at + 2 * HOUR,
        ];
        plan
    }

    pub fn booking(&self, stay: usize, revision: u32) -> Booking {
        let day = EPOCH + (10 + i64::try_from(stay).unwrap()) * DAY;
        Booking {
            stay,
            revision,
            confirmed: true,
            starts_at: day + self.check_in * HOUR,
            ends_at: day + DAY + self.check_out * HOUR,
        }
    }

    pub fn fact(&self, number: usize) -> Value {
        let booking = &self.bookings[number];
        json!({ "type": "reservation", "reservation": {
            "id": STAYS[booking.stay], "revision": booking.revision, "listingId": "flat",
            "status": if booking.confirmed { "confirmed" } else { "cancelled" },
            "guest": { "name": STAYS[booking.stay] },
            "arrival": &instant(booking.starts_at)[..10], "departure": &instant(booking.ends_at)[..10],
            "checkIn": &instant(booking.starts_at)[11..16], "checkOut": &instant(booking.ends_at)[11..16],
        } })
    }

    pub fn site(&self) -> Value {
        let mut lock = json!({ "id": LOCK, "name": LOCK, "nativeSchedule": self.native_schedule });
        if self.offline_codes {
            lock["offlineCodes"] = json!(true);
            lock["timeFrames"] = json!({ "offline": [{ "stepMinutes": 60 }] });
        }
        if let Some(last) = self.slots {
            lock["slots"] = json!({ "from": 1, "to": last, "reserved": last });
        }
        json!({
            "id": "site",
            "listings": [{ "id": "flat", "name": "Flat", "timeZone": "UTC", "checkIn": "15:00", "checkOut": "11:00",
                           "locks": [LOCK] }],
            "locks": [lock],
            "policy": { "backups": { "poolSize": 1 }, "notices": { "revealHours": 2 },
                        // A silent lock is tried every half day, so that its silence is not all
                        // there is to look at.
                        "commands": { "perMinutes": if self.silence { 720 } else { 30 } } },
        })
    }

    pub fn starts(&self) -> i64 {
        self.moments[0]
    }

    /// From when on nothing happens any more.
    pub fn ends(&self) -> i64 {
        *self.moments.last().unwrap()
    }
}
