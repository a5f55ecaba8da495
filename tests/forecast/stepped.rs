//! A forecast beside the engine and the virtual locks, stepped by hand.

use latchstring::forecast::{Forecast, forecast};
use latchstring::site::Site;
use latchstring::time::{Duration, Instant};
use serde_json::{Value, json};

use crate::by_hand::{ByHand, lived};
use crate::houses::{assumptions, house, key, read};
use crate::support::seeded::Seeded;
use crate::support::steps::text;

const UNTIL: &str = "2026-05-06T12:00:00Z";

/// A random house at some instant, and what is assumed.
fn some_case(random: &mut Seeded) -> (Site, String, Vec<Value>) {
    let mut house = house(random);
    let now = format!(
        "2026-05-0{}T{:02}:{:02}:07Z",
        1 + random.below(2),
        random.below(24),
        random.below(60)
    );
    let taken = house.facts.len() as u64 - random.below(2).min(house.facts.len() as u64 - 1);
    let later = house.facts.split_off(taken as usize);
    let site = lived(
        house.site.clone(),
        &key(),
        &house.facts,
        "2026-04-27T12:00:00Z",
        &now,
    );
    let mut assume = assumptions(random, &house);
    assume.extend(later);
    (site, now, assume)
}

fn seen(site: &Site, now: &str, assume: &[Value], with_key: bool) -> Forecast {
    let input = json!({ "now": now, "until": UNTIL, "assume": assume });
    forecast(site.clone(), read(&input), with_key.then(key)).unwrap()
}

/// The same text with every PIN masked: digits and placeholders of the length of a PIN.
pub fn without_pins(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .map(|(name, value)| {
                let is_pin = name == "pin" || (name == "code" && value.is_string());
                let length = value
                    .as_str()
                    .map_or(0, |text| text.trim_start_matches('~').len());
                let value = if is_pin {
                    json!(length)
                } else {
                    without_pins(value)
                };
                (name.clone(), value)
            })
            .collect(),
        Value::Array(items) => items.iter().map(without_pins).collect(),
        other => other.clone(),
    }
}

/// Every string field at a path that may hold a PIN of a code that was made in the forecast.
#[test]
fn forecast_equals_the_engine_stepped_by_hand_and_without_a_key_but_for_pins() {
    let random = Seeded::new();
    let count = if std::env::var_os("LONG").is_some() {
        10_000
    } else {
        200
    };
    let mut tally = Tally::default();
    for case in 0..count {
        let mut random = random.branch(case);
        let (site, now, assume) = some_case(&mut random);
        let mut by_hand = ByHand::new(site.clone(), key(), now.parse().unwrap(), &assume);
        let mut walk = Walk::default();
        by_hand.run(
            now.parse().unwrap(),
            UNTIL.parse().unwrap(),
            &mut |world, from, to| {
                // The walk takes longer than all else.
                if case % 4 == 0 {
                    walk.look(world, from, to);
                }
            },
        );
        let foreseen = seen(&site, &now, &assume, true);
        let shown = serde_json::to_value(&foreseen).unwrap();
        let about = format!("case {case}, now {now}, assuming {}", json!(assume));
        assert_eq!(
            shown["commands"].to_string(),
            json!(by_hand.commands).to_string(),
            "{about}"
        );
        assert_eq!(
            shown["notices"].to_string(),
            json!(by_hand.notices).to_string(),
            "{about}"
        );
        if case % 4 == 0 {
            walk.compare(&shown, &about);
        }
        tally.count(&shown, by_hand.steps);
        let keyless = serde_json::to_value(seen(&site, &now, &assume, false)).unwrap();
        let mut both = [without_pins(&shown), without_pins(&keyless)];
        for one in &mut both {
            for lane in one["preview"]["lanes"].as_array_mut().unwrap() {
                for span in lane["spans"].as_array_mut().unwrap() {
                    span.as_object_mut().unwrap().shift_remove("code");
                }
            }
        }
        assert_eq!(
            both[0].to_string(),
            both[1].to_string(),
            "without a key: {about}"
        );
    }
    tally.check();
}

/// That the cases are no easy ones.
#[derive(Debug, Default)]
struct Tally {
    steps: usize,
    outside: usize,
    over_open: usize,
    backups: usize,
    visits: usize,
}

impl Tally {
    fn count(&mut self, shown: &Value, steps: usize) {
        let lanes = shown["preview"]["lanes"].as_array().unwrap().iter();
        let kinds: Vec<String> = lanes
            .flat_map(|lane| lane["spans"].as_array().unwrap())
            .map(|span| text(&span["kind"]))
            .collect();
        let of = |kind: &str| kinds.iter().filter(|one| *one == kind).count();
        self.steps += steps;
        self.outside += of("uncovered");
        self.over_open += of("over_open");
        self.backups += of("backup") + of("emergency");
        self.visits += of("visit");
    }

    fn check(&self) {
        println!("{self:?}");
        let all = [self.outside, self.over_open, self.backups, self.visits];
        assert!(all.iter().all(|&count| count > 0), "{self:?}");
    }
}

/// What a walk saw, minute by minute.
#[derive(Default)]
struct Walk {
    minutes: Vec<Minute>,
}

struct Minute {
    at: Instant,
    /// Booking and lock of each guest who has a stay and is outside.
    outside: Vec<(String, String)>,
    /// The codes that open: lock and code.
    open: Vec<(String, String)>,
}

impl Walk {
    fn look(&mut self, world: &ByHand, from: Instant, to: Instant) {
        let minute = Duration::minutes(1);
        let mut at = from + minute - from_minute(from);
        if from_minute(from) == Duration::ZERO {
            at = from;
        }
        if at >= to {
            return;
        }
        let site = world.site();
        while at < to {
            self.minutes.push(Minute {
                at,
                outside: outside(world, &site, at),
                open: open(world, &site, at),
            });
            at = at + minute;
        }
    }

    fn compare(&self, shown: &Value, about: &str) {
        let lanes = shown["preview"]["lanes"].as_array().unwrap();
        let spans: Vec<(String, Instant, Instant, &Value)> = lanes
            .iter()
            .flat_map(|lane| {
                let spans = lane["spans"].as_array().unwrap().iter();
                spans.map(|span| {
                    let edge = |key: &str| text(&span[key]).parse().unwrap();
                    (text(&lane["lockId"]), edge("from"), edge("to"), span)
                })
            })
            .collect();
        for minute in &self.minutes {
            let at = minute.at;
            let here: Vec<_> = spans
                .iter()
                .filter(|(_, from, to, _)| *from <= at && at < *to)
                .collect();
            let mut outside: Vec<(String, String)> = here
                .iter()
                .filter(|(_, _, _, span)| span["kind"] == "uncovered")
                .map(|(lock, _, _, span)| (text(&span["reservationId"]), lock.clone()))
                .collect();
            outside.sort();
            assert_eq!(outside, minute.outside, "outside at {at}: {about}");
            let mut open: Vec<(String, String)> = here
                .iter()
                .filter(|(_, _, _, span)| span.get("codeId").is_some())
                .map(|(lock, _, _, span)| (lock.clone(), text(&span["codeId"])))
                .collect();
            open.sort();
            open.dedup();
            assert_eq!(open, minute.open, "open at {at}: {about}");
        }
        let listed = shown["outside"].as_array().unwrap().len();
        let has_any = self.minutes.iter().any(|minute| !minute.outside.is_empty());
        assert!(listed > 0 || !has_any, "{about}");
    }
}

fn from_minute(at: Instant) -> Duration {
    Duration::of(at.unix_seconds().rem_euclid(60))
}

/// Check-in at 15:00 and check-out at 11:00 in Paris, in May.
fn is_booked(booking: &Value, at: Instant) -> bool {
    let edge = |day: &str, time: &str| {
        format!("{}T{time}Z", text(&booking[day]))
            .parse::<Instant>()
            .unwrap()
    };
    edge("arrival", "13:00:00") <= at && at < edge("departure", "09:00:00")
}

fn rows<'a>(site: &'a Value, table: &str) -> &'a [Value] {
    site.get(table)
        .and_then(Value::as_array)
        .map_or(&[], Vec::as_slice)
}

fn outside(world: &ByHand, site: &Value, at: Instant) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for booking in rows(site, "reservations") {
        if booking["status"] != "confirmed" || !is_booked(booking, at) {
            continue;
        }
        let listing = rows(site, "listings")
            .iter()
            .find(|one| one["id"] == booking["listingId"])
            .unwrap();
        let trip = rows(site, "trips")
            .iter()
            .find(|trip| trip["id"] == booking["id"]);
        if trip.is_some_and(|trip| trip.get("entryToldAt").is_some()) {
            continue;
        }
        for lock in listing["locks"].as_array().unwrap().iter().map(text) {
            let told = trip.and_then(|trip| trip.get("toldAccess"));
            let told = told
                .and_then(|told| told["doors"].as_array())
                .into_iter()
                .flatten();
            let mut pins: Vec<String> = told
                .filter(|door| door["lockId"] == lock.as_str())
                .map(|door| text(&door["pin"]))
                .collect();
            for code in rows(site, "accessCodes") {
                let told = code
                    .get("toldTo")
                    .and_then(Value::as_array)
                    .into_iter()
                    .flatten();
                if code["lockId"] == lock.as_str()
                    && told
                        .into_iter()
                        .any(|told| told["reservationId"] == booking["id"])
                {
                    pins.extend(code.get("pin").map(text));
                }
            }
            if !pins.iter().any(|pin| world.opens(&lock, pin, at)) {
                all.push((text(&booking["id"]), lock));
            }
        }
    }
    all.sort();
    all
}

/// The codes that a guest, a visitor or nobody else should know, and that open.
fn open(world: &ByHand, site: &Value, at: Instant) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for code in rows(site, "accessCodes") {
        let lock = text(&code["lockId"]);
        let held = world.locks[&lock]
            .codes
            .iter()
            .chain(world.locks[&lock].offline_codes.iter().flatten());
        let mut held = held.filter(|held| {
            held.code_id.as_ref().map(ToString::to_string) == Some(text(&code["id"]))
        });
        let opens = held.any(|held| world.locks[&lock].opens_for(held, at));
        let is_told = code.get("toldTo").is_some();
        let is_own = ["reservation", "visit"].contains(&code["holder"]["kind"].as_str().unwrap());
        if opens && (is_told || (is_own && is_meant(site, code, at))) {
            all.push((lock, text(&code["id"])));
        }
    }
    all.sort();
    all
}

/// Whether somebody may know a code, or it is its time.
fn is_meant(site: &Value, code: &Value, at: Instant) -> bool {
    let trip = rows(site, "trips")
        .iter()
        .find(|trip| trip["id"] == code["holder"]["id"]);
    let told = trip.and_then(|trip| trip.get("toldAccess"));
    let told = told
        .and_then(|told| told["doors"].as_array())
        .into_iter()
        .flatten();
    let is_known = told
        .into_iter()
        .any(|door| door["lockId"] == code["lockId"] && Some(&door["pin"]) == code.get("pin"));
    let wanted = &code["wanted"];
    let edge = |key: &str| {
        wanted
            .get(key)
            .map(|at| text(at).parse::<Instant>().unwrap())
    };
    let is_time = edge("startsAt").is_none_or(|start| start - Duration::minutes(10) <= at)
        && edge("endsAt").is_none_or(|end| at < end + Duration::minutes(1));
    is_known || code["holder"]["kind"] == "visit" || (wanted.is_object() && is_time)
}
