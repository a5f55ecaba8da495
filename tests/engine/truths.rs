//! What people are told agrees with what was decided, and with what is known: N1, A7.

use serde_json::{Value, json};

use crate::house::House;
use crate::rendered::text_of;
use crate::support::builders::{
    APRIL, REVEAL, booking, cannot_get_in, door_is, failed, listing, lock, lock_report, neighbour,
    one_door, site_of, stay, visit, visit_fact, with,
};
use crate::support::steps::{is_empty, list, only_command, text};

/// The notices of a kind to somebody.
pub fn notices<'a>(step: &'a Value, to: &str, kind: &str) -> Vec<&'a Value> {
    let all = list(step, "notices").iter();
    all.filter(|one| one["to"] == to && one["kind"] == kind)
        .collect()
}

/// The text of the only notice of a kind to somebody.
#[track_caller]
pub fn only_text(step: &Value, to: &str, kind: &str) -> String {
    let [notice] = notices(step, to, kind)[..] else {
        panic!("{to} {kind}: {step}");
    };
    text_of(notice).unwrap()
}

/// The text of the only notice with a key.
#[track_caller]
fn text_about(step: &Value, key: &str) -> String {
    let mut all = list(step, "notices").iter();
    let notice = all.find(|one| one["key"] == key);
    text_of(notice.unwrap_or_else(|| panic!("{key}: {step}"))).unwrap()
}

fn no_backups() -> Value {
    json!({ "backups": { "poolSize": 0 } })
}

const DEAD: &str = "2026-04-28T12:00:00Z";

fn dead(now: &str) -> Value {
    let state = json!({ "reachability": "online", "usable": false });
    lock_report("door", &json!({ "state": state }), now)
}

#[test]
fn n1_a7_a_guest_of_a_dead_lock_is_told_that_the_code_may_not_open_though_it_is_confirmed() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[dead(DEAD)], DEAD);
    let step = house.take(&[], REVEAL);
    let text = only_text(&step, "guest", "access_ready");
    assert!(
        text.contains("door: this code may not open yet. Your host knows"),
        "{text}"
    );
    // The host is called, and reads from when.
    let call = only_text(&step, "host", "lock_unreachable");
    assert!(
        call.contains("They need one from Fri 1 May, 15:00 on"),
        "{call}"
    );
    // A lock that was mended lets them in, and they hear so.
    let mended = "2026-04-29T12:00:00Z";
    let back = json!({ "state": { "usable": true, "reachability": "online" } });
    let step = house.settle(&[lock_report("door", &back, mended)], mended);
    let text = only_text(&step, "guest", "access_changed");
    assert!(!text.contains("may not open"), "{text}");
}

#[test]
fn n1_a7_a_message_about_something_else_says_that_a_told_code_may_not_open_any_more() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.move_in();
    let now = "2026-05-01T15:00:00Z";
    // They hear it at once, and in every message after that.
    let step = house.take(&[dead(now)], now);
    let text = only_text(&step, "guest", "access_changed");
    assert!(text.contains("door: this code may not open yet"), "{text}");
    let now = "2026-05-01T15:10:00Z";
    let longer = stay(&json!({ "revision": 2, "departure": "2026-05-04" }));
    let step = house.take(&[longer], now);
    let text = only_text(&step, "guest", "access_changed");
    assert!(text.contains("Check-out is now"), "{text}");
    assert!(text.contains("door: this code may not open yet"), "{text}");
}

/// The code that is on the lock opens until the old check-out.
#[test]
fn n1_a7_a_call_for_a_part_of_the_stay_that_lies_ahead_says_from_when() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.move_in();
    let now = "2026-05-01T15:00:00Z";
    house.take(&[door_is("offline", now)], now);
    let now = "2026-05-02T00:30:00Z";
    let longer = stay(&json!({ "revision": 2, "departure": "2026-05-04" }));
    let step = house.take(&[longer, door_is("offline", now)], now);
    let call = only_text(&step, "host", "lock_unreachable");
    assert!(
        call.contains("They need one from Sun 3 May, 11:30 on"),
        "{call}"
    );
    assert!(!call.contains(" now"), "{call}");
    let access = &notices(&step, "host", "lock_unreachable")[0]["values"]["access"];
    assert_eq!(access["at"], "2026-05-03T09:30:00Z");
    let told = only_text(&step, "guest", "access_changed");
    assert!(
        told.contains("door (from Sun 3 May, 11:30 on): then this code may not open"),
        "{told}"
    );
}

/// A guest who said so once, and was told a backup since, has said nothing of what comes later.
#[test]
fn n1_a7_a_complaint_that_was_answered_is_not_the_reason_of_a_later_call() {
    let mut house = House::one_door(&json!({}), &json!({ "backups": { "poolSize": 1 } }));
    house.move_in();
    let now = "2026-05-01T14:00:00Z";
    let said = cannot_get_in("stay", now);
    let step = house.take(&[door_is("offline", now), said], now);
    assert_eq!(notices(&step, "host", "backup_told").len(), 1, "{step}");
    let now = "2026-05-01T20:00:00Z";
    let step = house.take(&[dead(now)], now);
    let call = only_text(&step, "host", "lock_unreachable");
    assert!(!call.contains("can't get in"), "{call}");
    assert!(call.contains("needs a way in"), "{call}");
}

fn plumber(starts_at: &str, ends_at: &str) -> Value {
    visit(
        "plumber",
        "time_bound",
        &json!({ "visitor": "Bob", "purpose": "service", "startsAt": starts_at, "endsAt": ends_at }),
    )
}

/// A stay until the day on which the next one comes, on a lock with one place.
fn full_house(policy: &Value) -> House {
    let mut house = House::one_door(&json!({ "capacity": 1 }), policy);
    let before = ("2026-04-28", "2026-05-01");
    house.settle(&[booking("before", before, &json!({}))], APRIL);
    house.settle(&[], "2026-04-28T14:00:00Z");
    house
}

#[test]
fn s_n1_the_host_hears_who_waits_for_a_place_and_that_one_is_free_in_time() {
    let mut house = full_house(&no_backups());
    let now = "2026-04-29T12:00:00Z";
    let step = house.settle(&[stay(&json!({}))], now);
    let text = only_text(&step, "host", "capacity");
    assert_eq!(
        text.lines().next().unwrap(),
        "stay (flat, Fri 1 May, 15:00 – Sun 3 May, 11:00): door has no place for their code yet. One \
         is free on Fri 1 May, 11:30, before they need it: you need to do nothing."
    );
    // The guest who is in stays on: now somebody has to make a place, and the host hears that once.
    let longer = booking(
        "before",
        ("2026-04-28", "2026-05-02"),
        &json!({ "revision": 2, "listingId": "flat" }),
    );
    let step = house.take(&[longer], "2026-04-29T13:00:00Z");
    house.settle_commands(&step, "2026-04-29T13:00:00Z");
    let text = only_text(&step, "host", "capacity");
    assert!(text.contains("Please delete a code there"), "{text}");
    assert!(
        text.contains("They need it from Fri 1 May, 15:00 on."),
        "{text}"
    );
    for hour in 14..24 {
        let step = house.settle(&[], &format!("2026-04-29T{hour}:00:00Z"));
        assert_eq!(notices(&step, "host", "capacity").len(), 0, "{step}");
    }
}

#[test]
fn s_a_visit_that_runs_gets_a_free_place_before_a_stay_that_comes_later() {
    let mut house = full_house(&no_backups());
    let now = "2026-05-01T10:00:00Z";
    let later = ("2026-05-03", "2026-05-05");
    let visit = visit_fact(&plumber("2026-05-01T09:00:00Z", "2026-05-01T18:00:00Z"));
    let step = house.settle(
        &[visit, booking("later", later, &json!({}))],
        "2026-05-01T09:20:00Z",
    );
    let text = text_about(&step, "capacity:door:visit:plumber");
    let bob = "Bob (flat, Fri 1 May, 11:00–20:00): door has no place for their code.";
    assert!(
        text.starts_with(bob) && text.contains("They need it now."),
        "{text}"
    );
    house.settle(&[], now);
    let held = house.codes(&json!({ "visitId": "plumber" }));
    assert_eq!(held[0]["onLock"]["state"], "confirmed", "{held:?}");
}

#[test]
fn s_n1_one_place_that_comes_free_is_promised_to_one_of_two_who_wait() {
    // In the order of their times, and with the earlier one booked later.
    for early_first in [true, false] {
        let mut house = full_house(&no_backups());
        let early = plumber("2026-05-02T09:00:00Z", "2026-05-02T10:00:00Z");
        let late = plumber("2026-05-02T09:30:00Z", "2026-05-02T10:30:00Z");
        let late = with(late, &json!({ "id": "painter", "visitor": "Pat" }));
        let mut visits = [visit_fact(&early), visit_fact(&late)];
        if !early_first {
            visits.reverse();
        }
        let times = ["2026-04-29T12:00:00Z", "2026-04-29T12:10:00Z"];
        let mut keys = Vec::new();
        let mut hear = |step: &Value| {
            let all = notices(step, "host", "capacity").into_iter();
            keys.extend(all.map(|notice| text(&notice["key"])));
        };
        for (visit, now) in visits.into_iter().zip(times) {
            hear(&house.settle(&[visit], now));
        }
        for minute in 20..60 {
            hear(&house.settle(&[], &format!("2026-04-29T12:{minute}:00Z")));
        }
        // Who was promised the place first hears that it went to the other.
        let outdated = ["capacity:door:visit:painter:in_time"];
        keys.retain(|key| early_first || !outdated.contains(&key.as_str()));
        keys.sort();
        assert_eq!(
            keys,
            [
                "capacity:door:visit:painter",
                "capacity:door:visit:plumber:in_time",
            ]
        );
    }
}

/// A stay in the house that grows until 10 May, one that comes after it, and a plumber on 4 May.
fn plumber_at_a_full_house() -> (House, Value) {
    let lock = json!({ "capacity": 1, "nativeSchedule": false });
    let mut house = House::one_door(&lock, &no_backups());
    let short = booking("before", ("2026-04-28", "2026-05-03"), &json!({}));
    house.settle(&[short], APRIL);
    house.settle(&[], "2026-04-28T14:00:00Z");
    let later = booking("later", ("2026-05-10", "2026-05-12"), &json!({}));
    let visit = visit_fact(&plumber("2026-05-04T09:00:00Z", "2026-05-04T12:00:00Z"));
    house.settle(&[visit, later], "2026-04-28T20:00:00Z");
    let over = json!({ "revision": 2, "listingId": "flat" });
    let longer = booking("before", ("2026-04-28", "2026-05-10"), &over);
    let step = house.settle(&[longer], "2026-04-28T20:10:00Z");
    (house, step)
}

#[test]
fn s_n1_d3_the_host_hears_of_a_visit_without_a_place_though_a_later_stay_waits_too() {
    let (mut house, mut step) = plumber_at_a_full_house();
    // The stay comes first in the order of work, and is due long after the visit.
    assert_eq!(notices(&step, "host", "capacity").len(), 0, "{step}");
    let start = "2026-05-04T09:00:00Z";
    let mut calls = 0;
    while notices(&step, "host", "capacity").is_empty() {
        let wake = text(&step["wakeAt"]);
        assert!(wake.as_str() <= start, "nobody was told before {wake}");
        step = house.settle(&[], &wake);
        calls += 1;
    }
    let text = text_about(&step, "capacity:door:visit:plumber");
    assert!(text.contains("They need it now."), "{text}");
    assert!(calls < 20, "{calls} calls");
    // D3: a second call at once says nothing more.
    assert!(is_empty(&house.take(&[], start)));
}

#[test]
fn s_d3_nothing_wakes_a_site_for_a_place_of_which_the_host_has_heard() {
    // Three places: for the emergency code, a weekly visitor and a guest.
    let policy = json!({ "emergency": { "enabled": true }, "backups": { "poolSize": 0 } });
    let mut house = House::one_door(&json!({ "capacity": 2 }), &policy);
    let stays_in = booking("before", ("2026-04-28", "2026-05-01"), &json!({}));
    house.settle(&[stays_in], APRIL);
    house.settle(&[], "2026-04-28T14:00:00Z");
    let turnover = visit("cleaner", "turnover", &json!({ "visitor": "Eve" }));
    let step = house.settle(&[visit_fact(&turnover)], "2026-04-29T12:00:00Z");
    text_about(&step, "capacity:door:visit:cleaner");
    // The stay is longer: the turnover comes later, and its place, too.
    let longer = booking(
        "before",
        ("2026-04-28", "2026-05-08"),
        &json!({ "revision": 2, "listingId": "flat" }),
    );
    let mut now = "2026-04-29T13:00:00Z".to_owned();
    let mut step = house.settle(&[longer], &now);
    while now.as_str() < "2026-05-08T09:00:00Z" {
        now = text(&step["wakeAt"]);
        step = house.take(&[], &now);
        assert!(!is_empty(&step), "an idle call at {now}: {step}");
        step = house.settle_commands(&step, &now);
    }
}

#[test]
fn s_a_visit_that_runs_gets_a_place_before_an_emergency_code_that_nobody_needs_yet() {
    let policy = json!({ "emergency": { "enabled": true }, "backups": { "poolSize": 0 } });
    let mut house = House::one_door(&json!({ "capacity": 1 }), &policy);
    let visit = visit_fact(&plumber("2026-04-01T09:00:00Z", "2026-04-01T18:00:00Z"));
    let step = house.take(&[visit], APRIL);
    assert_eq!(house.holder_of(&only_command(&step)), "plumber");
}

#[test]
fn b7_n1_the_host_hears_why_no_backup_is_on_a_lock() {
    let policy = json!({ "backups": { "poolSize": 1 } });
    // Silent, and its only backup is told.
    let mut house = House::one_door(&json!({}), &policy);
    house.move_in();
    let now = "2026-05-01T14:00:00Z";
    let said = cannot_get_in("stay", now);
    let step = house.take(&[door_is("offline", now), said], now);
    let text = only_text(&step, "host", "pool_empty");
    assert!(text.contains("none can be put on it"), "{text}");
    assert!(text.contains("The lock does not answer"), "{text}");
    assert!(
        text.contains("Backup codes that guests were told: 1"),
        "{text}"
    );
    // Refused.
    let mut house = House::one_door(&json!({}), &policy);
    let program = only_command(&house.take(&[], APRIL));
    let step = house.take(&[failed(&program, "unauthorized", APRIL)], APRIL);
    let text = only_text(&step, "host", "pool_empty");
    assert!(text.contains("please sign in to it again"), "{text}");
    // Full of somebody's codes.
    let mut house = House::one_door(&json!({ "capacity": 1 }), &policy);
    let theirs = json!({ "codes": [{ "externalId": "theirs", "pin": "135791" }] });
    let step = house.take(&[lock_report("door", &theirs, APRIL)], APRIL);
    let text = only_text(&step, "host", "pool_empty");
    assert!(text.contains("The lock has no place left"), "{text}");
}

#[test]
fn a5_n1_the_host_reads_for_which_doors_the_entry_instructions_were_told() {
    let locks = ["street", "flat"].map(|id| lock(id, &json!({})));
    let mut site = site_of(&locks, &no_backups());
    site["listings"][0] = with(listing("flat", &json!(["street", "flat"])), &neighbour());
    let mut house = House::new(site);
    house.move_in();
    let now = "2026-05-01T15:00:00Z";
    let dead = ["street", "flat"].map(|id| {
        let state = json!({ "reachability": "online", "usable": false });
        lock_report(id, &json!({ "state": state }), now)
    });
    house.take(&dead, now);
    let now = "2026-05-01T16:00:00Z";
    let said = cannot_get_in("stay", now);
    let text = only_text(&house.take(&[said], now), "host", "entry_method");
    assert!(
        text.contains("your entry instructions for street, flat."),
        "{text}"
    );
}

#[test]
fn v4_n1_a_review_counts_each_code_once() {
    let policy = json!({ "backups": { "poolSize": 0 }, "review": { "everyDays": 40 } });
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &policy);
    house.move_in();
    let mut step = json!({ "wakeAt": "2026-05-03T09:30:00Z" });
    // Its code is over and to be removed, and the lock is silent.
    let mut texts = Vec::new();
    while let Some(now) = step.get("wakeAt").map(text) {
        if now.as_str() > "2026-05-20" {
            break;
        }
        let silence = house.silence(&now);
        step = house.take(&silence, &now);
        let due = notices(&step, "host", "review_due").into_iter();
        texts.extend(due.map(|one| text_of(one).unwrap()));
    }
    let [text] = &texts[..] else {
        panic!("{texts:?}")
    };
    assert!(text.contains("Codes still to be removed: 1"), "{text}");
}

/// One that failed to answer often is asked seldom: what it said long ago is too old to count.
#[test]
fn b5_n1_a_code_whose_removal_failed_is_on_the_lock_and_not_perhaps() {
    for (failure, words) in [
        ("offline", "Please delete code"),
        ("timeout", "may still be on door"),
    ] {
        let mut house = House::one_door(&json!({ "nativeSchedule": false }), &no_backups());
        house.move_in();
        let mut step = json!({ "wakeAt": "2026-05-03T09:30:00Z" });
        let mut texts = Vec::new();
        while let Some(now) = step.get("wakeAt").map(text) {
            if now.as_str() > "2026-05-04" {
                break;
            }
            let commands = house.site()["commands"].clone();
            let commands = commands.as_array().unwrap();
            let answers: Vec<Value> = commands
                .iter()
                .map(|one| failed(one, failure, &now))
                .collect();
            step = house.take(&answers, &now);
            let asked = notices(&step, "host", "removal_by_hand").into_iter();
            texts.extend(asked.map(|one| text_of(one).unwrap()));
        }
        let [text] = &texts[..] else {
            panic!("{texts:?}")
        };
        assert!(text.contains(words), "{failure}: {text}");
    }
}

#[test]
fn n1_a_lock_that_was_asked_just_now_is_not_said_to_be_silent() {
    let mut house = House::one_door(&json!({}), &no_backups());
    let mut step = house.take(&[stay(&json!({}))], "2026-05-01T14:00:00Z");
    let mut calls = Vec::new();
    while let Some(now) = step.get("wakeAt").map(text) {
        if now.as_str() > "2026-05-01T14:02:00Z" {
            break;
        }
        step = house.take(&[], &now);
        let called = notices(&step, "host", "lock_unreachable").into_iter();
        calls.extend(called.map(|one| text_of(one).unwrap()));
    }
    assert!(!calls.is_empty());
    for text in calls {
        assert!(!text.contains("does not answer"), "{text}");
    }
}

/// They know another way in: nobody has to come and let them in.
#[test]
fn a5_n1_a_host_who_was_called_is_not_called_to_a_guest_who_has_the_entry_instructions() {
    let mut site = one_door(&json!({}), &no_backups());
    site["policy"]["validation"] = json!({ "lowBattery": "warn" });
    site["listings"][0] = with(listing("flat", &json!(["door"])), &neighbour());
    let mut house = House::new(site);
    house.move_in();
    let low = json!({ "reachability": "online", "batteryPercent": 5 });
    let now = "2026-05-01T15:00:00Z";
    house.settle(&[lock_report("door", &json!({ "state": low }), now)], now);
    let mut texts = Vec::new();
    for (now, said) in [
        ("2026-05-01T15:20:00Z", true),
        ("2026-05-02T09:00:00Z", false),
    ] {
        let mut facts = vec![door_is("offline", now)];
        let word =
            json!({ "type": "guest_locked_out", "id": now, "at": now, "reservationId": "stay" });
        facts.extend(Some(word).filter(|_| said));
        let step = house.take(&facts, now);
        let calls = notices(&step, "host", "lock_unreachable").into_iter();
        texts.extend(calls.map(|one| text_of(one).unwrap()));
    }
    assert!(!texts.is_empty());
    for text in texts {
        assert!(!text.contains("let them in"), "{text}");
    }
}

#[test]
fn c6_n1_the_host_reads_that_a_code_can_not_be_taken_off() {
    let mut house = House::one_door(&json!({ "nativeSchedule": false }), &no_backups());
    house.move_in();
    let remove = only_command(&house.take(&[], "2026-05-03T09:30:00Z"));
    assert_eq!(remove["kind"], "remove_code");
    let now = "2026-05-03T09:30:02Z";
    let step = house.take(&[failed(&remove, "unauthorized", now)], now);
    let text = only_text(&step, "host", "code_failed");
    assert!(
        text.contains("their code is to be taken off door, and is still there"),
        "{text}"
    );
    assert!(text.contains("please sign in to it again"), "{text}");
}

#[test]
fn n1_n5_a_guest_whose_booking_moves_to_an_unknown_listing_reads_that_their_code_ends() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEAL);
    let moved = stay(&json!({ "revision": 2, "listingId": "not there yet" }));
    let step = house.take(&[moved], "2026-04-29T12:00:00Z");
    let text = only_text(&step, "guest", "access_ended");
    assert!(
        text.contains("your access has ended, so your code is no longer valid"),
        "{text}"
    );
}
