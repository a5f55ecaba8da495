//! Random histories of everything that may be told to a site: each fact counts once, at once or
//! late, and nothing happens before `wakeAt` (D2, D3, D4, I7).

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::house::House;
use crate::model::{EPOCH, instant, seconds};
use crate::random::cases;
use crate::support::builders::{
    booking, listing, lock, lock_fact, lock_report, notice_result, order, with,
};
use crate::support::steps::{is_empty, list, text};

/// What may happen, and numbers out of which its particulars are drawn.
type Happening = (u32, u8, u8, u8);

const KINDS: u8 = 18;
const LOCKS: [&str; 3] = ["annex", "back", "front"];

/// Quarter hours until it happens.
fn happenings() -> impl Strategy<Value = Vec<Happening>> {
    prop::collection::vec((1_u32..300, 0..KINDS, any::<u8>(), any::<u8>()), 1..40)
}

struct History {
    house: House,
    now: i64,
    wake: Option<i64>,
    /// Everything that was taken, in order, and when.
    told: Vec<(i64, Value)>,
    keys: BTreeSet<String>,
    revisions: [u32; 6],
    replaced: bool,
}

fn day(number: i64) -> String {
    instant(EPOCH + number * 86_400)[..10].to_owned()
}

fn pick(rows: &[Value], number: u8) -> Option<&Value> {
    rows.get(usize::from(number).checked_rem(rows.len())?)
}

impl History {
    fn new() -> Self {
        let locks = [
            lock("annex", &json!({ "nativeSchedule": false })),
            lock("back", &json!({ "capacity": 6 })),
            lock("front", &json!({})),
        ];
        let house = House::new(json!({
            "locks": locks,
            "listings": [listing("flat", &json!(["back", "front"])), listing("shed", &json!(["annex", "front"]))],
            "policy": { "backups": { "poolSize": 1 }, "emergency": { "enabled": true } },
        }));
        let mut history = Self {
            house,
            now: EPOCH,
            wake: None,
            told: Vec::new(),
            keys: BTreeSet::new(),
            revisions: [0; 6],
            replaced: false,
        };
        history.house.no_duplicates = false;
        history.settle(&[]);
        history
    }

    /// Tells facts, and has the platform do what comes of them. Whether they were taken.
    fn settle(&mut self, facts: &[Value]) -> bool {
        let mut step = self.house.step(facts, &instant(self.now));
        let is_taken = list(&step, "rejected").is_empty();
        for _ in 0..400 {
            self.keys.extend(
                list(&step, "notices")
                    .iter()
                    .map(|notice| text(&notice["key"])),
            );
            self.wake = step.get("wakeAt").map(|at| seconds(at.as_str().unwrap()));
            let commands = list(&step, "commands").clone();
            if commands.is_empty() {
                return is_taken;
            }
            self.now += 1;
            let now = instant(self.now);
            let answers: Vec<Value> = commands
                .iter()
                .flat_map(|command| self.house.answers(command, &now))
                .collect();
            step = self.house.step(&answers, &now);
        }
        panic!("never quiet: {step}");
    }

    /// Lets time pass, with the calls that the site asked for.
    fn until(&mut self, at: i64) {
        while let Some(wake) = self.wake.filter(|wake| *wake < at) {
            self.now = wake.max(self.now);
            let before = self.house.site();
            self.settle(&[]);
            assert!(
                before != self.house.site(),
                "D3: nothing to do at {}",
                instant(self.now)
            );
        }
        self.now = at.max(self.now);
    }

    fn rise(&mut self, which: usize) -> u32 {
        self.revisions[which] += 1;
        self.revisions[which]
    }

    fn code(&mut self, number: u8, is_it: impl Fn(&Value) -> bool) -> Option<Value> {
        let codes: Vec<Value> = self
            .house
            .codes(&json!({}))
            .into_iter()
            .filter(is_it)
            .collect();
        pick(&codes, number).cloned()
    }

    /// The fact that a happening is; none where there is nothing that it could be about.
    fn fact(&mut self, (_, kind, a, b): Happening) -> Option<Value> {
        let now = instant(self.now);
        let lock_id = LOCKS[usize::from(a) % 3];
        let stay = format!("stay-{}", a % 3);
        let ordered = |what: Value| Some(order(&what, &now));
        match kind {
            0..=4 => {
                let number = a % 3;
                // Nobody changes a trip that has been over for days.
                if self.now > EPOCH + (i64::from(number) * 4 + 13) * 86_400 {
                    return None;
                }
                let revision = self.rise(usize::from(number));
                let first = i64::from(number) * 4 + i64::from(b % 3);
                let status = if b % 16 == 15 {
                    "cancelled"
                } else {
                    "confirmed"
                };
                let listing = if number == 2 { "shed" } else { "flat" };
                let over = json!({ "revision": revision, "status": status, "listingId": listing });
                let days = (day(8 + first), day(8 + first + 1 + i64::from(b / 16 % 4)));
                Some(booking(&stay, (&days.0, &days.1), &over))
            }
            5 => {
                let word = ["online", "offline", "unknown"][usize::from(b) % 3];
                let state = json!({ "state": { "reachability": word, "batteryPercent": b % 100,
                    "usable": b % 7 > 0 } });
                Some(lock_report(lock_id, &state, &now))
            }
            6 => {
                let code = self.code(b, |code| code.get("code").is_some())?;
                Some(
                    json!({ "type": "code_used", "id": format!("used-{now}"), "at": now, "lockId": code["lockId"],
                             "pin": code["code"] }),
                )
            }
            7 => Some(
                json!({ "type": "guest_locked_out", "id": format!("outside-{now}"), "at": now,
                              "reservationId": stay, "lockId": lock_id }),
            ),
            8 => match b % 3 {
                0 => ordered(json!({ "kind": "revoke", "reservationId": stay })),
                1 => ordered(json!({ "kind": "revoke", "visitId": "cleo" })),
                _ => {
                    let code = self.code(b, |code| code["holder"] != "unknown")?;
                    ordered(json!({ "kind": "revoke", "codeId": code["codeId"] }))
                }
            },
            9 => ordered(json!({ "kind": "reissue", "reservationId": stay })),
            10 => {
                let code = self.code(b, |code| {
                    code["holder"] == "backup" || code["holder"] == "emergency"
                })?;
                ordered(json!({ "kind": "rotate", "codeId": code["codeId"] }))
            }
            11 => ordered(json!({ "kind": if b % 2 == 0 { "pause" } else { "resume" } })),
            12 => ordered(json!({ "kind": "retry", "lockId": lock_id })),
            13 => {
                let held = self.house.locks.entry(lock_id.to_owned()).or_default();
                held.insert(
                    format!("typed-{now}"),
                    (format!("90{:04}", self.now / 60 % 10_000), None, None),
                );
                Some(self.house.report(lock_id, &now))
            }
            14 => {
                let code = self.code(b, |code| code["holder"] == "unknown")?;
                let kind = if b % 2 == 0 {
                    "remove_unknown"
                } else {
                    "adopt_unknown"
                };
                let mut what = json!({ "kind": kind, "codeId": code["codeId"] });
                if b % 2 == 1 {
                    what["reservationId"] = json!(stay);
                }
                ordered(what)
            }
            15 => {
                let revision = self.rise(4);
                let (from, hours) = (self.now + i64::from(a) * 3600, i64::from(b % 9) + 1);
                Some(json!({ "type": "visit", "visit": {
                    "id": "cleo", "revision": revision, "listingId": "flat", "visitor": "Cleo", "purpose": "cleaning",
                    "kind": "time_bound", "startsAt": instant(from), "endsAt": instant(from + hours * 3600),
                    "status": if b % 5 == 0 { "cancelled" } else { "active" } } }))
            }
            16 => {
                let keys: Vec<Value> = self.keys.iter().map(|key| json!(key)).collect();
                let outcome = ["delivered", "failed"][usize::from(a) % 2];
                Some(notice_result(&text(pick(&keys, b)?), outcome, &now))
            }
            _ if !self.replaced => {
                self.replaced = true;
                let new = lock_fact(&lock("new", &json!({})));
                self.told.push((self.now, new.clone()));
                self.settle(&[new]);
                ordered(json!({ "kind": "replace_lock", "lockId": "back", "by": "new" }))
            }
            _ => None,
        }
    }

    /// What was told comes once more: nothing follows but what time alone brings.
    fn repeat(&mut self, facts: &[Value]) {
        let (site, now) = (self.house.site(), instant(self.now));
        let step = |facts| {
            let step = House::reopened(&site).step(facts, &now);
            // What is not taken is not taken again.
            with(step, &json!({ "rejected": [] }))
        };
        let (again, alone) = (step(facts), step(&[]));
        let rows = |step: &Value, key: &str| list(step, key).iter().map(brief).collect::<Vec<_>>();
        for key in ["commands", "notices", "audit", "changes"] {
            assert_eq!(
                rows(&again, key),
                rows(&alone, key),
                "I7: {key} at {now}, of {facts:?}"
            );
        }
        assert_eq!(
            again["wakeAt"], alone["wakeAt"],
            "I7: at {now}, of {facts:?}"
        );
    }
}

/// A row without what says little.
fn brief(row: &Value) -> String {
    let mut row = row.clone();
    if row["table"] == "header" {
        row["row"] = json!(null);
    }
    row.to_string()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn d2_d3_d4_i7_each_fact_counts_once_whenever_it_comes_again(happenings in happenings()) {
        let mut history = History::new();
        for happening in happenings {
            history.until(history.now + i64::from(happening.0) * 900);
            let Some(fact) = history.fact(happening) else { continue };
            let told_at = history.now;
            let is_taken = history.settle(std::slice::from_ref(&fact));
            let step = history.house.step(std::slice::from_ref(&fact), &instant(history.now));
            prop_assert!(is_empty(&with(step.clone(), &json!({ "rejected": [] }))), "D4: {} again: {}", fact, step);
            // What came too early may be taken later.
            history.told.extend(is_taken.then_some((told_at, fact)));
            history.house.check_stored();
        }
        // What is over is remembered for a week.
        let since = history.now - 6 * 86_400;
        let told: Vec<Value> =
            history.told.iter().filter(|(at, _)| *at >= since).map(|(_, fact)| fact.clone()).collect();
        for fact in &told {
            history.repeat(std::slice::from_ref(fact));
        }
        history.repeat(&told);
    }
}
