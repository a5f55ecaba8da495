//! A house for tests: a site that is kept open, and a platform that does what it is told.

use std::collections::BTreeMap;

use latchstring::api::Runtime;
use serde_json::{Value, json};

use crate::support::builders::{
    APRIL, KEY, STAY, door_is, failed, lock, lock_report, one_backup, one_door, result, site_of,
    stay, with,
};
use crate::support::calls::{NoEntropy, ask, ask_in};
use crate::support::steps::{list, text};

/// What a lock of the simulated platform holds: by its own id, the PIN and the window of a code.
pub type Held = BTreeMap<String, (String, Option<String>, Option<String>)>;

pub struct House {
    runtime: Runtime,
    handle: Value,
    key: String,
    /// What the platform's locks hold, by lock.
    pub locks: BTreeMap<String, Held>,
    /// Whether a command for a PIN that is there already is the engine's mistake; else the platform
    /// refuses it.
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
            let id = row.get("id").or(row.get("key")).unwrap_or_else(|| {
                row.get("visit")
                    .map_or(&row["lock"]["id"], |visit| &visit["id"])
            });
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
        let handle = ask_in(
            &mut runtime,
            "openSite",
            &json!({ "site": site, "key": key }),
        )
        .unwrap();
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

    /// A flat behind one door.
    pub fn one_door(lock_over: &Value, policy: &Value) -> Self {
        Self::new(one_door(lock_over, policy))
    }

    /// A flat behind these locks.
    pub fn with_locks(locks: &[Value]) -> Self {
        Self::new(site_of(locks, &json!({})))
    }

    /// A flat behind one door, with a backup, while the stay in May runs.
    pub fn moved_in() -> Self {
        let mut house = Self::one_door(&json!({}), &one_backup());
        house.move_in();
        house
    }

    /// Goes on until the guest of the stay in May is in.
    pub fn move_in(&mut self) {
        self.settle(&[stay(&json!({}))], APRIL);
        for now in ["2026-04-28T13:00:00Z", "2026-05-01T12:45:00Z", STAY] {
            self.settle(&[], now);
        }
    }

    pub fn try_step(&mut self, facts: &[Value], now: &str) -> Result<Value, Value> {
        // D5: what is kept from step to step changes no byte.
        let fresh = json!({ "site": self.site(), "facts": facts, "now": now, "key": self.key });
        let fresh = ask("advance", &fresh);
        let input = json!({ "handle": self.handle, "facts": facts, "now": now });
        let step = ask_in(&mut self.runtime, "site.advance", &input);
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

    /// What a refused entry was.
    pub fn diagnose(&mut self, fact: &Value) -> Value {
        let input = json!({ "handle": self.handle, "fact": fact });
        ask_in(&mut self.runtime, "site.diagnoseEntry", &input).unwrap()
    }

    pub fn site(&mut self) -> Value {
        ask_in(
            &mut self.runtime,
            "site.toJSON",
            &json!({ "handle": self.handle }),
        )
        .unwrap()
    }

    /// The stored conditions that the host knows and that are not over.
    pub fn conditions(&mut self) -> Value {
        let site = self.site();
        let rows = site["notices"].as_array().unwrap().iter();
        rows.filter(|row| row["endedAt"].is_null())
            .cloned()
            .collect()
    }

    /// Whether the host knows a condition whose key begins like this.
    pub fn knows(&mut self, key: &str) -> bool {
        let known = self.conditions();
        let mut keys = known
            .as_array()
            .unwrap()
            .iter()
            .map(|row| text(&row["key"]));
        keys.any(|known| known.starts_with(key))
    }

    pub fn codes(&mut self, filter: &Value) -> Vec<Value> {
        let mut input = filter.clone();
        input["handle"] = self.handle.clone();
        let codes = ask_in(&mut self.runtime, "site.accessCodes", &input).unwrap();
        codes.as_array().unwrap().clone()
    }

    /// The PIN of a booking on a lock, as `accessCodes` shows it.
    pub fn pin(&mut self, reservation: &str, lock: &str) -> String {
        let codes = self.codes(&json!({ "reservationId": reservation, "lockId": lock }));
        assert_eq!(
            codes.len(),
            1,
            "codes of {reservation} on {lock}: {codes:?}"
        );
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
        let mut result = result(command, "confirmed", now);
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
        let report = read.then(|| {
            with(
                self.report(&text(&command["lockId"]), now),
                &json!({ "id": id }),
            )
        });
        report
            .into_iter()
            .chain([self.confirm(command, now)])
            .collect()
    }

    /// Steps with what a platform answers that does everything but take a code: it says that the
    /// PIN is there already.
    pub fn refuses_as_taken(&mut self, command: &Value, now: &str) -> Value {
        let facts = if command["kind"] == "program_code" {
            vec![failed(command, "duplicate_code", now)]
        } else {
            self.answers(command, now)
        };
        self.take(&facts, now)
    }

    /// Steps at `now` until nothing is left to do, on a platform that confirms everything at once.
    /// The last step.
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

    /// The only code on a lock of the platform: its PIN and its window.
    pub fn only_code(&self, lock: &str) -> (String, String, String) {
        let held: Vec<_> = self.locks[lock].values().cloned().collect();
        assert_eq!(held.len(), 1, "{held:?}");
        let (pin, starts_at, ends_at) = held[0].clone();
        (pin, starts_at.unwrap(), ends_at.unwrap())
    }

    /// Whose code a command is about, as the site knows it.
    pub fn holder_of(&mut self, command: &Value) -> String {
        let site = self.site();
        let mut codes = list(&site, "accessCodes").iter();
        let code = codes.find(|code| code["id"] == command["codeId"]).unwrap();
        text(&code["holder"]["id"])
    }

    /// What a silent lock's platform answers to every command under way.
    pub fn silence(&mut self, now: &str) -> Vec<Value> {
        let site = self.site();
        let commands = list(&site, "commands").iter();
        commands
            .map(|command| failed(command, "offline", now))
            .collect()
    }

    /// [`House::silence`], and the platform's word that `door` is silent.
    pub fn silence_and_word(&mut self, now: &str) -> Vec<Value> {
        let mut facts = self.silence(now);
        facts.push(door_is("offline", now));
        facts
    }
}

/// A flat behind one door.
pub fn house() -> House {
    House::one_door(&json!({}), &json!({}))
}

/// A flat behind two doors.
pub fn two_doors() -> House {
    House::with_locks(&["back", "front"].map(|id| lock(id, &json!({}))))
}
