//! A house for tests: a site that is kept open, and a platform that does what it is told.

use std::collections::BTreeMap;

use latchstring::api::{JsonText, Runtime, call};
use latchstring::code::Entropy;
use latchstring::{Error, ErrorCode};
use serde_json::{Value, json};

pub const MAY: (&str, &str) = ("2026-05-01", "2026-05-03");
pub const JUNE: (&str, &str) = ("2026-06-01", "2026-06-03");
pub const APRIL: &str = "2026-04-01T12:00:00Z";
pub const KEY: &str = "0123456789abcdef0123456789abcdef";

/// A site draws no random bytes (P3).
struct NoEntropy;

impl Entropy for NoEntropy {
    fn fill(&mut self, _: &mut [u8]) -> Result<(), Error> {
        Err(Error::new(ErrorCode::NoEntropy, "a site drew a random byte", ""))
    }
}

pub fn ask(name: &str, input: &Value) -> Result<Value, Value> {
    answer(&mut Runtime::new(NoEntropy), name, input)
}

fn answer(runtime: &mut Runtime, name: &str, input: &Value) -> Result<Value, Value> {
    match call(name, &input.to_string(), runtime, &mut JsonText) {
        Ok(text) => Ok(serde_json::from_str(&text).unwrap()),
        Err(error) => Err(serde_json::to_value(error).unwrap()),
    }
}

/// What a lock of the simulated platform holds: by its own id, the PIN and the window of a code.
pub type Held = BTreeMap<String, (String, Option<String>, Option<String>)>;

pub struct House {
    runtime: Runtime,
    handle: Value,
    key: String,
    /// What the platform's locks hold, by lock.
    pub locks: BTreeMap<String, Held>,
    /// Whether a command for a PIN that is there already is the engine's mistake; else the platform refuses it.
    pub no_duplicates: bool,
    /// What a host has stored: rows by table and id, from the `changes` of each step.
    stored: BTreeMap<(String, String), Value>,
    results: u32,
}

/// The tables of a site, by their names in `changes`, with their keys in its JSON.
const TABLES: [(&str, &str); 9] = [
    ("access_codes", "accessCodes"),
    ("commands", "commands"),
    ("listings", "listings"),
    ("locks", "locks"),
    ("notices", "notices"),
    ("orders", "orders"),
    ("reservations", "reservations"),
    ("trips", "trips"),
    ("visits", "visits"),
];

fn rows_of(site: &Value) -> BTreeMap<(String, String), Value> {
    let header = (
        ("header".to_owned(), text(&site["header"]["id"])),
        site["header"].clone(),
    );
    let rows = TABLES.iter().flat_map(|(table, key)| {
        let rows = site.get(key).and_then(Value::as_array);
        rows.into_iter().flatten().map(|row| {
            let id = row
                .get("id")
                .or(row.get("key"))
                .unwrap_or_else(|| row.get("visit").map_or(&row["lock"]["id"], |visit| &visit["id"]));
            (((*table).to_owned(), text(id)), row.clone())
        })
    });
    rows.chain([header]).collect()
}

impl House {
    /// `site` as `createSite` takes it; its id may be left out.
    pub fn new(mut site: Value) -> Self {
        if site.get("id").is_none() {
            site["id"] = json!("house");
        }
        // Spares and reviews are a matter of their own tests.
        for (section, key, off) in [
            ("backups", "poolSize", json!(0)),
            ("emergency", "enabled", json!(false)),
            ("review", "everyDays", json!(3650)),
        ] {
            let section = &mut site["policy"][section];
            if section.get(key).is_none() {
                section[key] = off;
            }
        }
        Self::reopened(&ask("createSite", &site).unwrap())
    }

    pub fn reopened(site: &Value) -> Self {
        Self::under(KEY, site)
    }

    /// [`House::reopened`], with another key.
    pub fn under(key: &str, site: &Value) -> Self {
        let mut runtime = Runtime::new(NoEntropy);
        let handle = answer(&mut runtime, "openSite", &json!({ "site": site, "key": key })).unwrap();
        Self {
            runtime,
            handle,
            key: key.to_owned(),
            locks: BTreeMap::new(),
            no_duplicates: true,
            stored: rows_of(site),
            results: 0,
        }
    }

    /// One listing over these locks: check-in at 15:00, check-out at 11:00, in Paris.
    pub fn with_locks(locks: Value) -> Self {
        let ids: Vec<Value> = locks
            .as_array()
            .unwrap()
            .iter()
            .map(|lock| lock["id"].clone())
            .collect();
        Self::new(json!({ "locks": locks, "listings": [listing("flat", &json!(ids))] }))
    }

    pub fn try_step(&mut self, facts: &[Value], now: &str) -> Result<Value, Value> {
        // D5: what is kept from step to step changes no byte.
        let fresh = json!({ "site": self.site(), "facts": facts, "now": now, "key": self.key });
        let fresh = ask("advance", &fresh);
        let input = json!({ "handle": self.handle, "facts": facts, "now": now });
        let step = answer(&mut self.runtime, "site.advance", &input);
        let mut anew = fresh.clone();
        if let Ok(anew) = &mut anew {
            anew.as_object_mut().unwrap().remove("site");
        }
        assert_eq!(
            step, anew,
            "D5: an open site decides as one that was just opened, at {now} of {facts:?}"
        );
        let step = step?;
        assert_eq!(self.site(), fresh?["site"]);
        for change in list(&step, "changes") {
            let place = (text(&change["table"]), text(&change["id"]));
            match text(&change["op"]).as_str() {
                "put" => self.stored.insert(place, change["row"].clone()),
                _ => self.stored.remove(&place),
            };
        }
        Ok(step)
    }

    /// What is stored from `changes` alone is the site.
    pub fn check_stored(&mut self) {
        let site = self.site();
        assert_eq!(self.stored, rows_of(&site));
    }

    pub fn step(&mut self, facts: &[Value], now: &str) -> Value {
        self.try_step(facts, now).unwrap()
    }

    /// One step in which every fact is taken.
    pub fn take(&mut self, facts: &[Value], now: &str) -> Value {
        let step = self.step(facts, now);
        assert_eq!(step["rejected"], json!([]), "of {facts:?}");
        step
    }

    pub fn site(&mut self) -> Value {
        answer(
            &mut self.runtime,
            "site.toJSON",
            &json!({ "handle": self.handle }),
        )
        .unwrap()
    }

    pub fn codes(&mut self, filter: &Value) -> Vec<Value> {
        let mut input = filter.clone();
        input["handle"] = self.handle.clone();
        let codes = answer(&mut self.runtime, "site.accessCodes", &input).unwrap();
        codes.as_array().unwrap().clone()
    }

    /// The PIN of a booking on a lock, as `accessCodes` shows it.
    pub fn pin(&mut self, reservation: &str, lock: &str) -> String {
        let codes = self.codes(&json!({ "reservationId": reservation, "lockId": lock }));
        assert_eq!(codes.len(), 1, "codes of {reservation} on {lock}: {codes:?}");
        text(&codes[0]["code"])
    }

    /// The platform does a command at once; the result that it reports.
    pub fn confirm(&mut self, command: &Value, now: &str) -> Value {
        let lock = self.locks.entry(text(&command["lockId"])).or_default();
        let name = |command: &Value| match command.get("externalId") {
            Some(id) => Some(text(id)),
            None => lock
                .iter()
                .find(|(_, (pin, _, _))| command.get("pin") == Some(&json!(pin)))
                .map(|(id, _)| id.clone()),
        };
        let mut result = self::result(command, "confirmed", now);
        self.results += 1;
        result["id"] = json!(format!("result-{}", self.results));
        let window = |edge: &str| command["window"].get(edge).map(text);
        match command["kind"].as_str().unwrap() {
            "program_code" => {
                let pin = command
                    .get("pin")
                    .map_or_else(|| format!("77{:04}", self.results), text);
                if command.get("pin").is_none() {
                    result["pin"] = json!(pin);
                }
                let id = format!("x{}", text(&command["id"]));
                result["externalId"] = json!(id);
                if lock.values().any(|held| held.0 == pin) {
                    assert!(!self.no_duplicates, "I4: two codes of one PIN: {command}");
                    return failed(command, "duplicate_code", now);
                }
                lock.insert(id, (pin, window("startsAt"), window("endsAt")));
            }
            "change_window" => {
                let id = name(command).expect("a window is changed of a code that is there");
                let held = lock
                    .get_mut(&id)
                    .expect("a window is changed of a code that is there");
                (held.1, held.2) = (window("startsAt"), window("endsAt"));
            }
            "remove_code" => {
                if let Some(id) = name(command) {
                    lock.remove(&id);
                }
            }
            // What it reads comes as a report.
            "read_lock" => {}
            other => panic!("no command {other}"),
        }
        result
    }

    /// What a lock of the platform lists.
    pub fn report(&self, lock: &str, now: &str) -> Value {
        let codes: Vec<Value> = self
            .locks
            .get(lock)
            .into_iter()
            .flatten()
            .map(|(id, (pin, starts_at, ends_at))| {
                let mut code = json!({ "externalId": id, "pin": pin });
                for (edge, at) in [("startsAt", starts_at), ("endsAt", ends_at)] {
                    if let Some(at) = at {
                        code[edge] = json!(at);
                    }
                }
                code
            })
            .collect();
        lock_report(lock, &json!({ "codes": codes }), now)
    }

    /// What a platform that does everything at once answers to a command.
    pub fn answers(&mut self, command: &Value, now: &str) -> Vec<Value> {
        let read = command["kind"] == "read_lock";
        self.results += 1;
        let id = json!(format!("read-{}", self.results));
        let report = read.then(|| with(self.report(&text(&command["lockId"]), now), &json!({ "id": id })));
        report.into_iter().chain([self.confirm(command, now)]).collect()
    }

    /// Steps at `now` until nothing is left to do, on a platform that confirms everything at once. The last step.
    pub fn settle(&mut self, facts: &[Value], now: &str) -> Value {
        let mut step = self.take(facts, now);
        for _ in 0..400 {
            let commands = step["commands"].as_array().unwrap().clone();
            if commands.is_empty() {
                return step;
            }
            let results: Vec<Value> = commands
                .iter()
                .flat_map(|command| self.answers(command, now))
                .collect();
            step = self.take(&results, now);
        }
        panic!("never quiet at {now}: {step}");
    }

    /// [`House::settle`], of the commands of a step that was taken.
    pub fn settle_commands(&mut self, step: &Value, now: &str) -> Value {
        let answers: Vec<Value> = list(step, "commands")
            .iter()
            .flat_map(|command| self.answers(command, now))
            .collect();
        self.settle(&answers, now)
    }

    /// The one PIN on a lock of the platform.
    pub fn pin_on(&self, lock: &str) -> String {
        let pins = self.pins_on(lock);
        assert_eq!(pins.len(), 1, "on {lock}: {pins:?}");
        pins[0].clone()
    }

    /// The PINs on a lock of the platform, in order.
    pub fn pins_on(&self, lock: &str) -> Vec<String> {
        let mut pins: Vec<String> = self
            .locks
            .get(lock)
            .into_iter()
            .flatten()
            .map(|(_, held)| held.0.clone())
            .collect();
        pins.sort();
        pins
    }
}

pub fn text(value: &Value) -> String {
    value
        .as_str()
        .unwrap_or_else(|| panic!("{value} is no text"))
        .to_owned()
}

pub fn list<'a>(step: &'a Value, key: &str) -> &'a Vec<Value> {
    step[key].as_array().unwrap()
}

/// Whether a step did nothing at all (D3).
pub fn is_empty(step: &Value) -> bool {
    ["commands", "notices", "audit", "changes", "rejected"]
        .iter()
        .all(|key| list(step, key).is_empty())
}

/// `base` with the keys of `over`.
pub fn with(mut base: Value, over: &Value) -> Value {
    for (key, value) in over.as_object().unwrap() {
        base[key] = value.clone();
    }
    base
}

pub fn listing(id: &str, locks: &Value) -> Value {
    json!({ "id": id, "name": id, "timeZone": "Europe/Paris", "checkIn": "15:00", "checkOut": "11:00", "locks": locks })
}

pub fn listing_fact(listing: &Value) -> Value {
    json!({ "type": "listing", "listing": listing })
}

/// A lock that stores windows, with the keys of `over`.
pub fn lock(id: &str, over: &Value) -> Value {
    with(json!({ "id": id, "name": id, "nativeSchedule": true }), over)
}

pub fn lock_fact(lock: &Value) -> Value {
    json!({ "type": "lock", "lock": lock })
}

/// A confirmed booking of `flat`, first revision, with the keys of `over`.
pub fn booking(id: &str, days: (&str, &str), over: &Value) -> Value {
    let base = json!({
        "id": id, "revision": 1, "listingId": "flat", "status": "confirmed", "guest": { "name": id },
        "arrival": days.0, "departure": days.1,
    });
    json!({ "type": "reservation", "reservation": with(base, over) })
}

/// [`booking`], of another listing.
pub fn booked(id: &str, listing: &str, days: (&str, &str), over: &Value) -> Value {
    booking(id, days, &with(json!({ "listingId": listing }), over))
}

/// A report of a lock, with the keys of `over`.
pub fn lock_report(lock: &str, over: &Value, now: &str) -> Value {
    let base =
        json!({ "type": "lock_report", "id": format!("report-{lock}-{now}"), "at": now, "lockId": lock });
    with(base, over)
}

/// An order of the host.
pub fn order(order: &Value, at: &str) -> Value {
    json!({ "type": "host_order", "id": format!("order-{}-{at}", order["kind"]), "at": at, "order": order })
}

/// What became of a notice.
pub fn notice_result(key: &str, outcome: &str, at: &str) -> Value {
    json!({ "type": "notice_result", "id": format!("{key}-{outcome}"), "at": at, "key": key, "outcome": outcome })
}

/// What stands of a step's audit rows: their kinds.
pub fn audited(step: &Value) -> Vec<String> {
    list(step, "audit").iter().map(|row| text(&row["kind"])).collect()
}

/// The keys of a step's notices.
pub fn noticed(step: &Value) -> Vec<String> {
    list(step, "notices")
        .iter()
        .map(|notice| text(&notice["key"]))
        .collect()
}

/// The message of the one fact that a step did not take.
pub fn refusal(step: &Value) -> String {
    let rejected = list(step, "rejected");
    assert_eq!(rejected.len(), 1, "{rejected:?}");
    format!(
        "{}: {}",
        text(&rejected[0]["because"]["path"]),
        text(&rejected[0]["because"]["message"])
    )
}

pub fn result(command: &Value, outcome: &str, now: &str) -> Value {
    let id = format!("{}-{outcome}", text(&command["id"]));
    json!({ "type": "command_result", "id": id, "at": now, "commandId": command["id"], "outcome": outcome })
}

pub fn failed(command: &Value, failure: &str, now: &str) -> Value {
    with(result(command, "failed", now), &json!({ "failure": failure }))
}
