//! Visits: an owner's, cleaners' of one listing and of two, a parcel's, a friend's; when they are,
//! and how they change (V1).

use std::collections::BTreeMap;

use latchstring::decode;
use latchstring::model::{Listing, Visit, VisitKind};
use latchstring::rules::{Stay, VisitCase, stays_of, visit_spans, visit_turnovers};
use latchstring::time::{Instant, Intervals};
use serde_json::{Value, json};

use crate::plan::{DAY, EPOCH, HOUR, below, instant};
use crate::visitors::Call;
use crate::world::{Event, World};

/// Somebody who is no guest, with the last revision of their visit that was told.
pub struct Visitor {
    pub visit: Value,
    /// The same, read.
    read: Visit,
    pub listings: Vec<usize>,
    doors: Vec<usize>,
    /// When this revision was told, or an order about it; none before the first.
    pub told_at: Option<i64>,
    /// What they were last told, by door.
    pub knows: BTreeMap<usize, String>,
    /// The turnovers that they were told.
    pub turnovers: Vec<Turnover>,
    /// Whether a parcel was brought.
    pub is_done: bool,
    /// Whether the host took a code of theirs away, which is none of theirs from then on.
    pub has_lost_one: bool,
}

/// A turnover, as a visitor was told it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turnover {
    pub listing: String,
    pub starts_at: i64,
    pub ends_at: i64,
    /// When it was told.
    pub told_at: i64,
}

impl World {
    /// Draws who comes in a season.
    pub fn plan_visitors(&mut self) {
        let over = self.over_at() - 2 * DAY;
        let kinds = [
            ("owner", "permanent", "owner", vec![0], vec![0, 1]),
            ("cleaner", "turnover", "cleaning", vec![1], vec![0, 2]),
            ("guard", "recurring", "service", vec![0], vec![0, 1]),
            ("parcel", "one_time", "delivery", vec![], vec![0]),
            ("friend", "time_bound", "visitor", vec![1], vec![0, 2]),
            ("maid", "turnover", "cleaning", vec![0, 1], vec![0, 1, 2]),
        ];
        for (number, (id, kind, purpose, listings, doors)) in kinds.into_iter().enumerate() {
            let mut visit = json!({ "id": id, "revision": 1, "visitor": id, "purpose": purpose, "kind": kind,
                                    "status": "active" });
            let ids: Vec<String> = listings
                .iter()
                .map(|one| format!("listing-{one}"))
                .collect();
            match &*ids {
                [] => visit["lockIds"] = json!(["door-0"]),
                [one] => visit["listingId"] = json!(one),
                all => visit["listingIds"] = json!(all),
            }
            match kind {
                "recurring" => visit["weekly"] = self.some_nights(),
                "one_time" | "time_bound" => self.draw_span(&mut visit),
                _ => {}
            }
            self.visitors.all.push(Visitor {
                read: read(&visit),
                visit,
                listings,
                doors,
                told_at: None,
                knows: BTreeMap::new(),
                turnovers: Vec::new(),
                is_done: false,
                has_lost_one: false,
            });
            let mut at = EPOCH + below(&mut self.dice, 3 * DAY);
            while at < over {
                self.at(at, Event::Visit { visitor: number });
                at += 1 + below(&mut self.dice, 12 * DAY);
            }
            self.at(over, Event::VisitOver { visitor: number });
        }
    }

    /// Times of a week, some of them over midnight.
    fn some_nights(&mut self) -> Value {
        let from = 12 + self.dice.below(12);
        let to = (from + 1 + self.dice.below(14)) % 24;
        json!([{ "days": ["monday", "wednesday", "thursday", "saturday"], "from": format!("{from:02}:00"),
                 "to": format!("{to:02}:30") }])
    }

    fn draw_span(&mut self, visit: &mut Value) {
        let starts_at = self.now.max(EPOCH) + below(&mut self.dice, 12 * DAY);
        let ends_at = starts_at + HOUR + below(&mut self.dice, 2 * DAY);
        (visit["startsAt"], visit["endsAt"]) = (json!(instant(starts_at)), json!(instant(ends_at)));
    }

    /// A visit is told, or changed, or its code is made anew by the host's order.
    pub fn visit(&mut self, number: usize) {
        let mut visit = self.visitors.all[number].visit.clone();
        if self.visitors.all[number].told_at.is_some() {
            let kind = visit["kind"].as_str().unwrap().to_owned();
            let is_active = visit["status"] == "active";
            let drawn = self.dice.below(6);
            if drawn == 0 && is_active {
                let fact = json!({ "type": "host_order", "id": self.fact_id(), "at": instant(self.now),
                                   "order": { "kind": "rotate", "visitId": visit["id"] } });
                self.visitors.all[number].told_at = Some(self.now);
                self.visitors.all[number].has_lost_one = true;
                return self.tell(fact);
            }
            visit["revision"] = json!(visit["revision"].as_u64().unwrap() + 1);
            match (drawn, &*kind) {
                (1, _) => {
                    visit["status"] = json!("revoked");
                    self.visitors.all[number].has_lost_one = true;
                }
                (2.., "recurring") => visit["weekly"] = self.some_nights(),
                (2.., "one_time" | "time_bound") => self.draw_span(&mut visit),
                _ => {}
            }
            if drawn > 1 {
                visit["status"] = json!("active");
            }
        }
        self.tell_visit(number, visit);
    }

    /// It is over for good.
    pub fn end_visit(&mut self, number: usize) {
        let mut visit = self.visitors.all[number].visit.clone();
        visit["revision"] = json!(visit["revision"].as_u64().unwrap() + 1);
        visit["status"] = json!("revoked");
        self.tell_visit(number, visit);
    }

    fn tell_visit(&mut self, number: usize, visit: Value) {
        let visitor = &mut self.visitors.all[number];
        visitor.read = read(&visit);
        visitor.visit = visit.clone();
        visitor.told_at = Some(self.now);
        let doors = visitor.doors.clone();
        self.tell(json!({ "type": "visit", "visit": visit }));
        for door in doors {
            if self.visitors.coming.insert((number, door)) {
                self.come(Call {
                    visitor: number,
                    door,
                    since: None,
                });
            }
        }
    }

    /// The stays of those of a visitor's listings that have a door. Only turnovers go by them.
    fn stays_at(&self, number: usize, door: usize) -> Vec<(String, Vec<Stay>)> {
        let visitor = &self.visitors.all[number];
        let rows = &self.host.rows;
        let is_turnover = visitor.read.kind == VisitKind::Turnover;
        // The street door is that of both, and each has one of its own.
        let here = visitor
            .listings
            .iter()
            .filter(|&&one| door == 0 || door == one + 1);
        let listings = here.filter_map(|one| rows.listings.get(&*format!("listing-{one}")));
        let stays = |listing: &Listing| {
            let bookings = rows
                .reservations
                .values()
                .filter(|one| one.listing_id == listing.id && !self.is_revoked(&one.id));
            let made = stays_of(listing, bookings, &rows.header.policy);
            (listing.name.to_string(), made.stays)
        };
        listings.filter(|_| is_turnover).map(stays).collect()
    }

    /// The turnovers at a door that run now, as they should have been told.
    pub fn turnovers_now(&self, number: usize, door: usize) -> Vec<Turnover> {
        let now = Instant::from_unix_seconds(self.now);
        let visit = &self.visitors.all[number].read;
        let of = |(listing, stays): (String, Vec<Stay>)| {
            let spans = visit_turnovers(visit, &stays);
            let mut all = spans.windows().iter();
            let span = all.find(|span| span.contains(now))?;
            Some(Turnover {
                listing,
                starts_at: span.starts_at().unix_seconds(),
                ends_at: span.ends_at().unix_seconds(),
                told_at: 0,
            })
        };
        self.stays_at(number, door)
            .into_iter()
            .filter_map(of)
            .collect()
    }

    /// When a visitor may come through a door, from some instant until another.
    pub fn spans(&self, number: usize, door: usize, from: i64, until: i64) -> Intervals {
        let visitor = &self.visitors.all[number];
        let stays = self.stays_at(number, door);
        let stays: Vec<&[Stay]> = stays.iter().map(|(_, stays)| stays.as_slice()).collect();
        let case = VisitCase {
            visit: &visitor.read,
            stays: &stays,
            zone: "UTC".parse().unwrap(),
            used_at: None,
        };
        visit_spans(
            &case,
            Instant::from_unix_seconds(from),
            Instant::from_unix_seconds(until),
        )
    }
}

fn read(visit: &Value) -> Visit {
    decode(&visit.to_string()).unwrap()
}
