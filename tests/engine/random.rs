//! Random small sites against the naive model: D3, D4, I2, I4, I5 and I7.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::{Value, json};

use crate::house::House;
use crate::model::{EPOCH, KINDS, Model, instant, lock, plan, seconds};
use crate::support::builders::{lock_fact, result, with};
use crate::support::long;
use crate::support::steps::{is_empty, text};

/// An instant strictly between two, as far along as `part` of 256 says.
fn between(from: i64, to: i64, part: u8) -> Option<i64> {
    let at = from + (to - from) * i64::from(part) / 256;
    (from < at && at < to).then_some(at)
}

fn wake_of(step: &Value) -> Option<i64> {
    step.get("wakeAt").map(|at| seconds(at.as_str().unwrap()))
}

/// A few, or as many as `PROPTEST_CASES` says. A failure prints its seed and the smallest plan that
/// shows it.
pub fn cases() -> u32 {
    let asked = std::env::var("PROPTEST_CASES").ok();
    asked.map_or_else(|| long::cases(16), |cases| cases.parse().expect("a number"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn i2_i4_i5_every_lock_always_holds_what_the_model_says(plan in plan(), part in any::<u8>()) {
        let mut model = Model::new(&plan);
        let mut house = House::new(model.site());
        let mut happenings = plan.happenings.iter().peekable();
        let (mut now, mut wake) = (EPOCH, None);
        for turn in 0.. {
            prop_assert!(turn < 500, "never over");
            let told = happenings.peek().map(|(minute, _)| EPOCH + minute * 60);
            let Some(next) = told.into_iter().chain(wake).min() else { break };
            if let Some(meanwhile) = between(now, next, part) {
                // D3: nothing happens before wakeAt.
                let step = house.step(&[], &instant(meanwhile));
                prop_assert!(is_empty(&step), "{} {}", instant(meanwhile), step);
                prop_assert_eq!(wake_of(&step), wake);
                model.check(&mut house, meanwhile);
            }
            now = next;
            let mut facts = Vec::new();
            while let Some((_, happening)) = happenings.next_if(|(minute, _)| EPOCH + minute * 60 == now) {
                facts.push(model.take(happening));
            }
            if facts.is_empty() {
                let before = house.site();
                wake = wake_of(&house.settle(&[], &instant(now)));
                prop_assert!(before != house.site(), "D3: nothing to do at {}", instant(now));
            } else {
                wake = wake_of(&house.settle(&facts, &instant(now)));
            }
            model.check(&mut house, now);
            house.check_stored();
        }
        // I5: when all is over, nothing is left, not even what is remembered of PINs.
        prop_assert!(house.locks.values().all(BTreeMap::is_empty));
        prop_assert_eq!(&house.site()["accessCodes"], &json!([]));
        prop_assert_eq!(&house.conditions(), &json!([]));
    }

    #[test]
    fn d3_d4_i7_whatever_platforms_answer_it_ends_well(plan in plan(), part in any::<u8>(),
        luck in prop::collection::vec(any::<u8>(), 1..40)) {
        let mut model = Model::new(&plan);
        let mut house = House::new(model.site());
        house.no_duplicates = false;
        let luck = RefCell::new(luck.into_iter().cycle());
        let mut happenings = plan.happenings.iter().peekable();
        let (mut now, mut wake) = (EPOCH, None);
        for _ in 0..120 {
            let told = happenings.peek().map(|(minute, _)| EPOCH + minute * 60);
            if told.is_none() { break }
            let Some(next) = told.into_iter().chain(wake).min() else { break };
            if let Some(meanwhile) = between(now, next, part) {
                let step = house.step(&[], &instant(meanwhile));
                prop_assert!(is_empty(&step), "{} {}", instant(meanwhile), step);
                prop_assert_eq!(wake_of(&step), wake);
            }
            now = next;
            let mut facts = Vec::new();
            while let Some((_, happening)) = happenings.next_if(|(minute, _)| EPOCH + minute * 60 == now) {
                facts.push(model.take(happening));
            }
            if facts.is_empty() {
                let before = house.site();
                house.step(&[], &instant(now));
                prop_assert!(before != house.site(), "D3: nothing to do at {}", instant(now));
                // What that step commanded is answered below: nobody runs a command twice.
            }
            let mut step = house.take(&facts, &instant(now));
            for turn in 0.. {
                prop_assert!(turn < 100, "F9, F19: endless work at {}", instant(now));
                let commands: Vec<Value> = house.site()["commands"].as_array().unwrap().clone();
                if commands.is_empty() { break }
                let locks: BTreeSet<String> = commands.iter().map(|command| text(&command["lockId"])).collect();
                prop_assert_eq!(locks.len(), commands.len(), "D4: two in flight on one lock");
                let answers: Vec<Value> = commands
                    .iter()
                    .flat_map(|command| unreliable(&mut house, command, &instant(now),
                        luck.borrow_mut().next().unwrap()))
                    .collect();
                step = house.take(&answers, &instant(now));
            }
            wake = wake_of(&step);
            house.check_stored();
        }
        // From now on every lock does what it is told.
        let mended: Vec<Value> =
            (0..KINDS).map(|kind| lock_fact(&with(lock(kind), &json!({ "revision": 1 })))).collect();
        // What a lock was asked a moment before is given its time first (C7).
        let mended_at = now;
        for _ in 0..200 {
            wake = wake_of(&house.settle(&mended, &instant(now)));
            if now > mended_at + 60 {
                model.check(&mut house, now);
            }
            let Some(next) = wake else { break };
            now = next;
        }
        prop_assert_eq!(wake, None);
        prop_assert!(house.locks.values().all(BTreeMap::is_empty));
    }
}

/// A platform that may fail, and may keep to itself what it did.
fn unreliable(house: &mut House, command: &Value, now: &str, luck: u8) -> Vec<Value> {
    let answer = unreliable_answer(house, command, now, luck);
    let read = command["kind"] == "read_lock" && answer["outcome"] == "confirmed";
    let report = read.then(|| house.report(&text(&command["lockId"]), now));
    report.into_iter().chain([answer]).collect()
}

fn unreliable_answer(house: &mut House, command: &Value, now: &str, luck: u8) -> Value {
    let failed = |failure: &str| {
        with(
            result(command, "failed", now),
            &json!({ "failure": failure }),
        )
    };
    let held = house.locks.entry(text(&command["lockId"])).or_default();
    let is_there = |pin: &Value| held.values().any(|(held, _, _)| pin == held);
    let known = command
        .get("externalId")
        .map(text)
        .is_some_and(|id| held.contains_key(&id));
    let found = known || command.get("pin").is_some_and(is_there);
    match text(&command["kind"]).as_str() {
        "change_window" if !found => return failed("rejected"),
        _ => {}
    }
    // Where the platform makes the PIN, what it keeps to itself can't be found again.
    let silent = if command.get("pin").is_none() && text(&command["kind"]) == "program_code" {
        4
    } else {
        8
    };
    match luck % silent {
        0 => failed("busy"),
        1 => failed("rejected"),
        4 => failed("timeout"),
        5 => result(command, "unknown", now),
        6 => {
            house.confirm(command, now);
            failed("timeout")
        }
        7 => {
            house.confirm(command, now);
            result(command, "unknown", now)
        }
        _ => house.confirm(command, now),
    }
}
