//! One trip and its change at up to three locks: what `recalculateTrip` is asked.

use crate::access_world::Asked;
use crate::door::{Code, Door, Numbers, lock_id};
use crate::draw::{BASE, Draw, MINUTE, id, instant};
use crate::minimal::{Smaller, variants};
use latchstring::model::{EntryMethod, Listing, Reservation, ReservationStatus};
use latchstring::rules::{RecalculateTripInput, Trip};
use latchstring::time::TimeOfDay;
use std::sync::LazyLock;

/// Who stays, by numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guest {
    pub id: Option<u8>,
    pub name: u8,
    pub phone: Option<u8>,
}

/// A trip at one revision: a stay within the first of May 2026, in UTC.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub home: u8,
    pub confirmed: bool,
    /// Check-in and check-out, without grace.
    pub start: i64,
    pub end: i64,
    pub guest: Guest,
    pub booked: Option<i64>,
    pub previous: Option<i64>,
    pub next: Option<i64>,
    pub entry: bool,
    pub automation: bool,
    /// The places of its locks.
    pub locks: Vec<usize>,
}

/// All of it happens at 0.
#[derive(Clone, Debug)]
pub struct TripWorld {
    pub before: Option<Plan>,
    pub after: Option<Plan>,
    pub doors: Vec<Door>,
    pub codes: Vec<Code>,
    pub asked: Asked,
    pub ordered: Option<bool>,
    pub numbers: Numbers,
}

static RESERVATION: LazyLock<Reservation> = LazyLock::new(|| {
    latchstring::decode(
        r#"{"id":"stay","revision":1,"listingId":"home0","status":"confirmed","guest":{"name":"Ada"},
            "arrival":"2026-05-01","departure":"2026-05-01"}"#,
    )
    .unwrap()
});
static LISTING: LazyLock<Listing> = LazyLock::new(|| {
    latchstring::decode(
        r#"{"id":"home0","name":"Home","timeZone":"UTC","checkIn":"15:00","checkOut":"11:00","locks":[]}"#,
    )
    .unwrap()
});

/// Whole minutes.
fn minutes(draw: &mut Draw, from: i64, to: i64) -> i64 {
    draw.number(from, to) * MINUTE
}

impl Plan {
    fn draw(draw: &mut Draw, doors: usize) -> Self {
        let (from, to) = draw.one(&[(-60, 0), (-60, 0), (0, 30), (0, 120), (-120, -30)]);
        let start = minutes(draw, from, to);
        let end = start + minutes(draw, 1, 60);
        Self {
            home: 0,
            confirmed: draw.chance(90),
            start,
            end,
            guest: Guest {
                id: draw.maybe(40, |_| 1),
                name: 1,
                phone: draw.maybe(40, |_| 1),
            },
            booked: draw.maybe(40, |draw| draw.ago(600)),
            previous: draw.maybe(30, |draw| start + minutes(draw, -20, 5)),
            next: draw.maybe(30, |draw| end + minutes(draw, -5, 20)),
            entry: draw.chance(50),
            automation: draw.chance(95),
            locks: (0..doors).filter(|_| draw.chance(85)).collect(),
        }
    }

    /// One of the changes that happen to trips.
    fn change(&mut self, draw: &mut Draw, doors: usize) {
        match draw.number(0, 11) {
            0 | 1 => self.end += minutes(draw, 1, 60),
            2 => self.end = (self.start + MINUTE).max(self.end - minutes(draw, 1, 40)),
            3 => self.start -= minutes(draw, 1, 40),
            4 => self.start = (self.end - MINUTE).min(self.start + minutes(draw, 1, 40)),
            5 => {
                let by = minutes(draw, -90, 90);
                self.start += by;
                self.end += by;
            }
            6 => {
                self.guest = Guest {
                    id: draw.maybe(40, |draw| draw.one(&[1, 2])),
                    name: draw.one(&[1, 2, 2]),
                    phone: draw.maybe(40, |draw| draw.one(&[1, 2])),
                }
            }
            7 => self.home = 1 - self.home,
            8 => self.locks = (0..doors).filter(|_| draw.chance(50)).collect(),
            9 => self.confirmed = !self.confirmed,
            10 => self.next = draw.maybe(50, |draw| self.end + minutes(draw, -5, 20)),
            _ => {}
        }
    }

    pub fn trip(&self, revision: u32) -> Trip {
        let home = format!("home{}", self.home);
        let time = |at: i64| {
            let minute = (BASE + at).rem_euclid(86_400) / 60;
            TimeOfDay::from_minutes(u16::try_from(minute).unwrap()).unwrap()
        };
        let digits = |phone: u8| format!("555{phone}").parse().unwrap();
        let mut reservation = RESERVATION.clone();
        reservation.revision = revision;
        reservation.listing_id = id(&home);
        reservation.status = if self.confirmed {
            ReservationStatus::Confirmed
        } else {
            ReservationStatus::Cancelled
        };
        reservation.check_in = Some(time(self.start));
        reservation.check_out = Some(time(self.end));
        reservation.guest.id = self.guest.id.map(|guest| id(&format!("guest{guest}")));
        reservation.guest.name = ["Ada", "Grace", "Joan"][usize::from(self.guest.name)]
            .parse()
            .unwrap();
        reservation.guest.phone_last_digits = self.guest.phone.map(digits);
        reservation.booked_at = self.booked.map(instant);
        let mut listing = LISTING.clone();
        listing.id = id(&home);
        listing.locks = self.locks.iter().map(|&place| lock_id(place)).collect();
        listing.entry_method = self.entry.then(|| EntryMethod {
            instructions: "Key safe".parse().unwrap(),
        });
        listing.automation = (!self.automation).then_some(false);
        Trip {
            reservation,
            listing,
            previous_ends_at: self.previous.map(instant),
            next_starts_at: self.next.map(instant),
        }
    }

    fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        variants!(self, booked = None, all);
        variants!(self, previous = None, all);
        variants!(self, next = None, all);
        variants!(self, entry = false, all);
        variants!(self, automation = true, all);
        variants!(
            self,
            guest = Guest {
                id: None,
                name: 1,
                phone: None
            },
            all
        );
        for place in 0..self.locks.len() {
            let mut other = self.clone();
            other.locks.remove(place);
            all.push(other);
        }
        all
    }
}

impl TripWorld {
    pub fn draw(draw: &mut Draw) -> Self {
        let doors = usize::try_from(draw.one(&[1, 1, 2, 3])).unwrap();
        let numbers = Numbers::draw(draw);
        let plan = Plan::draw(draw, doors);
        let mut after = plan.clone();
        for _ in 0..draw.number(0, 3) {
            after.change(draw, doors);
        }
        // Codes lie around the window that there was, or around the one that there is.
        let around = if draw.chance(85) { &plan } else { &after };
        let start = around.start - Numbers::seconds(numbers.grace_before);
        let end = around.end + Numbers::seconds(numbers.grace_after);
        let codes = (0..usize::try_from(draw.number(0, 5)).unwrap())
            .map(|place| {
                let lock =
                    usize::try_from(draw.number(0, i64::try_from(doors).unwrap() - 1)).unwrap();
                Code::draw(draw, place, lock, start, end)
            })
            .collect();
        Self {
            doors: (0..doors).map(|_| Door::draw(draw)).collect(),
            codes,
            asked: Asked::draw(draw),
            ordered: draw.maybe(15, |draw| draw.chance(60)),
            before: draw.maybe(88, |_| plan),
            after: draw.maybe(95, |_| after),
            numbers,
        }
    }

    pub fn input(&self) -> RecalculateTripInput {
        RecalculateTripInput {
            before: self.before.as_ref().map(|plan| plan.trip(1)),
            after: self.after.as_ref().map(|plan| plan.trip(2)),
            locks: self
                .doors
                .iter()
                .enumerate()
                .map(|(place, door)| door.row(place))
                .collect(),
            codes: self.codes.iter().map(Code::row).collect(),
            guest_locked_out: self.asked.input(),
            new_code_ordered: self.ordered,
            policy: Some(self.numbers.policy()),
            now: instant(0),
        }
    }
}

impl Smaller for TripWorld {
    fn smaller(&self) -> Vec<Self> {
        let mut all = Vec::new();
        for place in 0..self.codes.len() {
            let mut other = self.clone();
            other.codes.remove(place);
            all.push(other);
        }
        for (before, after) in [(true, false), (false, true)] {
            let plan = if before { &self.before } else { &self.after };
            for smaller in plan.iter().flat_map(Plan::smaller) {
                let mut other = self.clone();
                if before {
                    other.before = Some(smaller);
                } else if after {
                    other.after = Some(smaller);
                }
                all.push(other);
            }
        }
        variants!(self, asked = Asked::Never, all);
        variants!(self, ordered = None, all);
        for (place, door) in self.doors.iter().enumerate() {
            for door in door.smaller() {
                let mut other = self.clone();
                other.doors[place] = door;
                all.push(other);
            }
        }
        for (place, code) in self.codes.iter().enumerate() {
            for code in code.smaller() {
                let mut other = self.clone();
                other.codes[place] = code;
                all.push(other);
            }
        }
        all
    }
}
