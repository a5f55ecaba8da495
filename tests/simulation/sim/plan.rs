//! A season: which stays are booked, and how their trips change.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::seeded::Seeded;

/// 2026-03-16T00:00:00Z, a Monday.
pub const EPOCH: i64 = 1_773_619_200;
/// 2026-03-29T01:00:00Z: the clocks of Europe go forward.
pub const CLOCK_CHANGE: i64 = 1_774_746_000;
pub const MINUTE: i64 = 60;
pub const HOUR: i64 = 3600;
pub const DAY: i64 = 86_400;
/// 15:00 and 11:00, in a house that keeps UTC.
pub const CHECK_IN: &str = "15:00";
pub const CHECK_OUT: &str = "11:00";

/// A booking, in its last revision that was told.
#[derive(Clone, Debug)]
pub struct Stay {
    pub id: String,
    pub listing: usize,
    /// The first of the stays of this guest.
    pub guest: usize,
    /// Whether that guest has several.
    pub books_again: bool,
    /// The doors of its listing.
    pub doors: Vec<usize>,
    /// Days since [`EPOCH`] that nobody else books: from the first to the last.
    first_day: i64,
    last_day: i64,
    pub arrival: i64,
    pub departure: i64,
    pub revision: u32,
    pub cancelled: bool,
    /// Whether it is on hold (N4).
    pub on_hold: bool,
    /// When this revision was told, or an order about it; none before the first.
    pub told_at: Option<i64>,
    /// Whether the host ended it by an order.
    pub revoked: bool,
    /// The doors at which the host ended it.
    pub revoked_doors: BTreeSet<usize>,
    /// Whether there is an order about it.
    pub has_orders: bool,
    /// PINs that ended by an order, by door.
    pub forgone: BTreeSet<(usize, String)>,
}

impl Stay {
    pub fn starts_at(&self) -> i64 {
        EPOCH + self.arrival * DAY + 15 * HOUR
    }

    pub fn ends_at(&self) -> i64 {
        EPOCH + self.departure * DAY + 11 * HOUR
    }

    /// When it is over at the latest.
    pub fn last_end(&self) -> i64 {
        EPOCH + self.last_day * DAY + 11 * HOUR
    }

    pub fn is_confirmed(&self) -> bool {
        self.told_at.is_some() && !self.cancelled && !self.revoked
    }

    /// Whether its guest has a right to a door.
    pub fn is_let_in_at(&self, door: usize) -> bool {
        self.is_confirmed() && !self.revoked_doors.contains(&door)
    }

    pub fn runs(&self, now: i64) -> bool {
        self.is_confirmed() && self.starts_at() <= now && now < self.ends_at()
    }

    pub fn fact(&self) -> Value {
        let mut fact = json!({ "type": "reservation", "reservation": {
            "id": self.id, "revision": self.revision, "listingId": format!("listing-{}", self.listing),
            "status": if self.cancelled { "cancelled" } else { "confirmed" },
            "guest": self.guest_json(), "arrival": day(self.arrival), "departure": day(self.departure),
        } });
        if self.on_hold {
            fact["reservation"]["hold"] = json!(true);
        }
        fact
    }

    /// The revision that puts it on hold, or releases it; it is otherwise the same.
    pub fn hold(&mut self, on_hold: bool) {
        self.revision += 1;
        // Orders to end it were about the revision before.
        self.revoked = false;
        self.revoked_doors.clear();
        self.on_hold = on_hold;
    }

    /// Who books once has no id here.
    fn guest_json(&self) -> Value {
        let mut guest = json!({ "name": self.id });
        if self.books_again {
            guest["id"] = json!(format!("guest-{}", self.guest));
        }
        guest
    }

    /// Whether another booking is of the same guest (W8).
    pub fn is_with(&self, other: &Self) -> bool {
        self.books_again && other.books_again && self.guest == other.guest
    }

    /// The time between the first of two bookings of one guest and the next day's (W8).
    pub fn gap_before(&self, other: &Self) -> Option<(i64, i64)> {
        let is_next = self.is_with(other) && self.is_confirmed() && other.is_confirmed();
        let joins = is_next && self.arrival < other.arrival && other.arrival <= self.departure;
        joins.then(|| (self.starts_at(), other.ends_at()))
    }

    /// Its next revision.
    pub fn change(&mut self, dice: &mut Seeded) {
        self.revision += 1;
        // Orders to end it were about the revision before.
        self.revoked = false;
        self.revoked_doors.clear();
        if self.cancelled {
            self.cancelled = dice.below(2) == 0;
            return;
        }
        match dice.below(8) {
            0 => self.cancelled = true,
            1..=3 if self.departure < self.last_day => self.departure += 1,
            4 | 5 if self.departure > self.arrival + 1 => self.departure -= 1,
            6 if self.departure < self.last_day => {
                self.arrival += 1;
                self.departure += 1;
            }
            7 if self.arrival > self.first_day => self.arrival -= 1,
            // Nothing that bears on the door.
            _ => {}
        }
    }
}

fn day(number: i64) -> String {
    instant(EPOCH + number * DAY)[..10].to_owned()
}

pub fn instant(seconds: i64) -> String {
    latchstring::time::Instant::from_unix_seconds(seconds).to_string()
}

/// A season of one listing, one stay after the other.
pub fn season(listing: usize, doors: &[usize], stays: usize, dice: &mut Seeded) -> Vec<Stay> {
    let mut day = 2;
    (0..stays)
        .map(|number| {
            let first_day = day;
            let arrival = first_day + below(dice, 2);
            let departure = arrival + 1 + below(dice, 4);
            let last_day = departure + below(dice, 2);
            day = last_day;
            Stay {
                id: format!("stay-{listing}-{number}"),
                listing,
                guest: 0,
                books_again: false,
                doors: doors.to_vec(),
                first_day,
                last_day,
                arrival,
                departure,
                revision: 1,
                cancelled: false,
                on_hold: false,
                told_at: None,
                revoked: false,
                revoked_doors: BTreeSet::new(),
                has_orders: false,
                forgone: BTreeSet::new(),
            }
        })
        .collect()
}

/// Some guests have the next booking, too.
pub fn join(stays: &mut [Stay], dice: &mut Seeded) {
    for at in 0..stays.len() {
        let is_one = at > 0 && stays[at - 1].listing == stays[at].listing && dice.below(2) == 0;
        stays[at].guest = if is_one { stays[at - 1].guest } else { at };
    }
    for at in 0..stays.len() {
        let guest = stays[at].guest;
        let many = stays.iter().filter(|stay| stay.guest == guest).count();
        stays[at].books_again = many > 1;
    }
}

/// How long before check-in a stay is booked, in seconds; after it where that is negative.
pub fn lead(dice: &mut Seeded) -> i64 {
    match dice.below(10) {
        0 => -below(dice, 3 * HOUR),
        1 | 2 => below(dice, 2 * HOUR),
        3 | 4 => below(dice, 2 * DAY),
        _ => below(dice, 20 * DAY),
    }
}

/// A number from 0 to `limit - 1`.
pub fn below(dice: &mut Seeded, limit: i64) -> i64 {
    i64::try_from(dice.below(u64::try_from(limit).unwrap())).unwrap()
}
