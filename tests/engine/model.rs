//! A naive model of what every lock should hold, for random small sites: W4, W5, W6, W8, C3.

use std::collections::{BTreeMap, BTreeSet};

use latchstring::time::Instant;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{booking, listing, listing_fact, with};
use crate::support::calls::ask;
use crate::support::steps::text;

/// 2026-03-26T00:00:00Z: three days before the clocks change in Europe.
pub const EPOCH: i64 = 1_774_483_200;
const DAYS: i64 = 12;
const ZONES: [&str; 2] = ["Europe/Paris", "America/New_York"];

/// Kinds of locks, by the number that stands in the id.
pub const KINDS: usize = 7;

pub fn lock(kind: usize) -> Value {
    let own = match kind {
        0 => json!({}),
        1 => json!({ "profile": "nuki" }),
        2 => json!({ "profile": "kwikset" }),
        3 => json!({ "profile": "schlage_be469", "rules": { "lengths": [4] } }),
        4 => json!({ "nativeSchedule": true, "timeFrames": { "online": [{ "stepMinutes": 60 }] } }),
        5 => json!({ "profile": "salto_ks" }),
        _ => json!({ "profile": "ttlock" }),
    };
    with(
        json!({ "id": format!("lock-{kind}"), "name": "Door" }),
        &own,
    )
}

fn is_native(kind: usize) -> bool {
    !matches!(kind, 0 | 3)
}

/// What happens to one booking or one listing.
#[derive(Clone, Debug)]
pub enum Happening {
    Booked {
        number: usize,
        listing: usize,
        guest: usize,
        arrival: i64,
        nights: i64,
        check_in: Option<u32>,
        cancelled: bool,
    },
    Linked {
        listing: usize,
        locks: BTreeSet<usize>,
    },
}

fn some_locks() -> impl Strategy<Value = BTreeSet<usize>> {
    prop::collection::btree_set(0..KINDS, 0..4)
}

fn happening() -> impl Strategy<Value = Happening> {
    let booked = (
        0..5_usize,
        0..2_usize,
        0..3_usize,
        0..DAYS - 2,
        0..4_i64,
        prop::option::of(0..6_u32),
        prop::bool::weighted(0.2),
    )
        .prop_map(
            |(number, listing, guest, arrival, nights, check_in, cancelled)| Happening::Booked {
                number,
                listing,
                guest,
                arrival,
                nights,
                check_in,
                cancelled,
            },
        );
    let linked = (0..2_usize, some_locks())
        .prop_map(|(listing, locks)| Happening::Linked { listing, locks });
    prop_oneof![6 => booked, 1 => linked]
}

#[derive(Clone, Debug)]
pub struct Plan {
    pub zone: usize,
    pub grace_before: u32,
    pub locks: [BTreeSet<usize>; 2],
    /// Each with its minute.
    pub happenings: Vec<(i64, Happening)>,
}

pub fn plan() -> impl Strategy<Value = Plan> {
    let happenings = prop::collection::vec((0..DAYS * 24 * 60, happening()), 1..9);
    (
        0..2_usize,
        prop::sample::select(vec![0_u32, 45]),
        [some_locks(), some_locks()],
        happenings,
    )
        .prop_map(|(zone, grace_before, locks, mut happenings)| {
            happenings.sort_by_key(|(minute, _)| *minute);
            Plan {
                zone,
                grace_before,
                locks,
                happenings,
            }
        })
}

pub fn instant(seconds: i64) -> String {
    Instant::from_unix_seconds(seconds).to_string()
}

pub fn seconds(instant: &str) -> i64 {
    instant.parse::<Instant>().unwrap().unix_seconds()
}

fn day(offset: i64) -> String {
    instant(EPOCH + offset * 86_400)[..10].to_owned()
}

fn ids(locks: &BTreeSet<usize>) -> Value {
    json!(
        locks
            .iter()
            .map(|kind| format!("lock-{kind}"))
            .collect::<Vec<_>>()
    )
}

/// A booking as the model knows it: seconds, and days since [`EPOCH`].
#[derive(Clone, Debug)]
struct Booked {
    id: String,
    listing: usize,
    guest: usize,
    arrival: i64,
    departure: i64,
    starts_at: i64,
    ends_at: i64,
}

/// What is known so far, beside the engine.
pub struct Model {
    plan: Plan,
    revision: u32,
    locks: [BTreeSet<usize>; 2],
    booked: BTreeMap<usize, Option<Booked>>,
}

/// What one stay should have on one lock.
#[derive(Debug)]
struct Expected {
    holder: String,
    starts_at: i64,
    ends_at: i64,
    /// From when it may be there without a schedule.
    open_from: i64,
    /// Whether its lock can store the window at all.
    feasible: bool,
}

impl Model {
    pub fn new(plan: &Plan) -> Self {
        Self {
            plan: plan.clone(),
            revision: 0,
            locks: plan.locks.clone(),
            booked: BTreeMap::new(),
        }
    }

    pub fn site(&self) -> Value {
        json!({
            "locks": (0..KINDS).map(lock).collect::<Vec<_>>(),
            "listings": [self.listing(0), self.listing(1)],
            "policy": { "window": { "beforeCheckInMinutes": self.plan.grace_before } },
        })
    }

    fn listing(&self, number: usize) -> Value {
        let over = json!({ "timeZone": ZONES[self.plan.zone], "revision": self.revision });
        with(
            listing(&format!("listing-{number}"), &ids(&self.locks[number])),
            &over,
        )
    }

    /// Notes a happening, and tells it as a fact.
    pub fn take(&mut self, happening: &Happening) -> Value {
        self.revision += 1;
        match happening {
            Happening::Linked { listing, locks } => {
                self.locks[*listing].clone_from(locks);
                listing_fact(&self.listing(*listing))
            }
            Happening::Booked {
                number,
                listing,
                guest,
                arrival,
                nights,
                check_in,
                cancelled,
            } => {
                let id = format!("stay-{number}");
                let days = (day(*arrival), day(arrival + nights));
                // Stays by day, and arrivals from the very minute of check-out to half an hour
                // later.
                let check_in =
                    check_in.map_or("15:00".to_owned(), |step| format!("11:{:02}", step * 6));
                let check_out = if *nights == 0 { "19:00" } else { "11:00" };
                let window = ask(
                    "validityWindow",
                    &json!({
                        "timeZone": ZONES[self.plan.zone], "arrival": days.0, "departure": days.1,
                        "checkIn": check_in, "checkOut": check_out,
                        "policy": { "window": { "afterCheckOutMinutes": 0 } },
                    }),
                )
                .unwrap();
                self.booked.insert(
                    *number,
                    (!cancelled).then(|| Booked {
                        id: id.clone(),
                        listing: *listing,
                        guest: *guest,
                        arrival: *arrival,
                        departure: arrival + nights,
                        starts_at: seconds(&text(&window["startsAt"])),
                        ends_at: seconds(&text(&window["endsAt"])),
                    }),
                );
                let mut over = json!({
                    "revision": self.revision, "listingId": format!("listing-{listing}"),
                    "guest": { "name": "Guest" }, "checkIn": check_in, "checkOut": check_out,
                    "status": if *cancelled { "cancelled" } else { "confirmed" },
                });
                // Guest 0 is somebody else each time.
                if *guest > 0 {
                    over["guest"]["id"] = json!(format!("guest-{guest}"));
                }
                booking(&id, (&days.0, &days.1), &over)
            }
        }
    }

    /// W8, pair by pair: bookings of one guest that touch, with nobody else's stay beginning in
    /// between.
    fn stays(&self, listing: usize) -> Vec<Vec<Booked>> {
        let mut booked: Vec<Booked> = self
            .booked
            .values()
            .flatten()
            .filter(|one| one.listing == listing)
            .cloned()
            .collect();
        booked.sort_by(|a, b| (a.starts_at, &a.id).cmp(&(b.starts_at, &b.id)));
        let same = |a: &Booked, b: &Booked| a.guest > 0 && a.guest == b.guest;
        let linked = |a: &Booked, b: &Booked| {
            same(a, b)
                && b.arrival <= a.departure
                && !booked.iter().any(|other| {
                    !same(other, a) && a.ends_at <= other.starts_at && other.starts_at < b.starts_at
                })
        };
        let mut group: Vec<usize> = (0..booked.len()).collect();
        for _ in 0..booked.len() {
            for b in 0..booked.len() {
                for a in 0..b {
                    if linked(&booked[a], &booked[b]) {
                        let lower = group[a].min(group[b]);
                        (group[a], group[b]) = (lower, lower);
                    }
                }
            }
        }
        (0..booked.len())
            .map(|number| {
                (0..booked.len())
                    .filter(|&at| group[at] == number)
                    .map(|at| booked[at].clone())
                    .collect()
            })
            .filter(|stay: &Vec<Booked>| !stay.is_empty())
            .collect()
    }

    /// What should be on a lock, now or later (W4, W5, W6).
    fn expected(&self, kind: usize) -> Vec<Expected> {
        let mut expected = Vec::new();
        for listing in (0..2).filter(|&listing| self.locks[listing].contains(&kind)) {
            let spans: Vec<(i64, i64, String)> = self
                .stays(listing)
                .iter()
                .map(|stay| {
                    let ends_at = stay.iter().map(|one| one.ends_at).max().unwrap();
                    (stay[0].starts_at, ends_at, stay[0].id.clone())
                })
                .collect();
            for (at, (start, end, holder)) in spans.iter().enumerate() {
                let before = spans[..at].iter().map(|span| span.1).max();
                let before = before.unwrap_or(i64::MIN);
                let previous = before.min(*start);
                let next = spans.get(at + 1).map_or(i64::MAX, |span| span.0).max(*end);
                // A stay that began before and goes on takes all of the grace.
                let next = if before > *end { *end } else { next };
                let mut starts_at = (start - i64::from(self.plan.grace_before) * 60).max(previous);
                let mut ends_at = (end + 30 * 60).min(next);
                let mut feasible = true;
                if kind == 4 {
                    // Both zones are whole hours away from UTC.
                    starts_at = starts_at.div_euclid(3600) * 3600;
                    ends_at = (ends_at + 3599).div_euclid(3600) * 3600;
                    feasible = starts_at >= previous && ends_at <= next;
                }
                let open_from =
                    previous.min(starts_at.max(start - i64::from(self.plan.grace_before) * 60));
                expected.push(Expected {
                    holder: holder.clone(),
                    starts_at,
                    ends_at,
                    open_from,
                    feasible,
                });
            }
        }
        expected
    }

    /// Every lock holds what it should at `now`, and nothing else.
    pub fn check(&self, house: &mut House, now: i64) {
        for kind in 0..KINDS {
            let id = format!("lock-{kind}");
            let shown: BTreeMap<String, String> = house
                .codes(&json!({ "lockId": id }))
                .iter()
                .filter_map(|code| {
                    Some((text(code.get("code")?), text(code.get("reservationId")?)))
                })
                .collect();
            let held = house.locks.get(&id).cloned().unwrap_or_default();
            let mut on_lock: BTreeMap<String, (Option<i64>, Option<i64>)> = BTreeMap::new();
            for (pin, from, to) in held.values() {
                let holder = shown
                    .get(pin)
                    .unwrap_or_else(|| panic!("{id} holds {pin}, which is nobody's"));
                let twice = on_lock.insert(
                    holder.clone(),
                    (from.as_deref().map(seconds), to.as_deref().map(seconds)),
                );
                assert!(twice.is_none(), "{holder} has two codes on {id}");
            }
            if kind == 3 {
                let four: BTreeSet<&str> = held.values().map(|(pin, _, _)| &pin[..4]).collect();
                assert_eq!(four.len(), held.len(), "P7: first four digits");
            }
            for one in self.expected(kind) {
                let place = format!("{} on {id} at {}: {one:?}", one.holder, instant(now));
                let found = on_lock.remove(&one.holder);
                let lead = if kind == 2 { 15 * 60 } else { 10 * 60 };
                let due_from = if is_native(kind) {
                    i64::MIN
                } else {
                    (one.starts_at - lead).max(one.open_from)
                };
                let due = due_from <= now && now < one.ends_at;
                // A start that comes too late waits for the stay before to end.
                let may_wait = kind == 2 && now < one.open_from && one.starts_at < now + lead;
                if found.is_some() != due {
                    assert!(one.feasible || now < one.ends_at, "{place}: over");
                    assert!(
                        may_wait || !one.feasible,
                        "{place}: due is {due}, found {found:?}"
                    );
                    continue;
                }
                let Some((from, to)) = found else { continue };
                // What can't be changed stays as long as it lets the guest in.
                let works = kind == 6
                    && from.is_some_and(|from| one.starts_at.max(from) <= now)
                    && to.is_some_and(|to| now < to);
                if is_native(kind) && one.feasible && !works {
                    assert_eq!(to, Some(one.ends_at), "{place}");
                    let opens_at_once = from.is_none() && kind == 2;
                    // Two starts that are past are one in effect.
                    let is_past = from.is_some_and(|from| from <= now) && one.starts_at <= now;
                    assert!(
                        opens_at_once || is_past || from == Some(one.starts_at),
                        "{place}: from {from:?}"
                    );
                    assert!(
                        !opens_at_once || now >= one.open_from && now > one.starts_at - lead,
                        "{place}: opens too early",
                    );
                }
            }
            assert!(
                on_lock.is_empty(),
                "{id} at {}: {on_lock:?} should be gone",
                instant(now)
            );
        }
    }
}

#[test]
fn the_model_itself_knows_the_first_stay() {
    let plan = Plan {
        zone: 0,
        grace_before: 45,
        locks: [BTreeSet::from([1]), BTreeSet::new()],
        happenings: Vec::new(),
    };
    let mut model = Model::new(&plan);
    model.take(&Happening::Booked {
        number: 0,
        listing: 0,
        guest: 1,
        arrival: 2,
        nights: 1,
        check_in: None,
        cancelled: false,
    });
    let expected = model.expected(1);
    assert_eq!(expected.len(), 1);
    // 28 March is winter time, 29 March summer time.
    assert_eq!(instant(expected[0].starts_at), "2026-03-28T13:15:00Z");
    assert_eq!(instant(expected[0].ends_at), "2026-03-29T09:30:00Z");
}
