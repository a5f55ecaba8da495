//! Places on a lock: S, C3, F13, F14, F15, F16, I9, and D3 of each.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, booked_early, failed, listing, lock_report, one_door, result, with,
};
use crate::support::steps::{is_empty, list, noticed, text};

fn full_house(capacity: u32, over: &Value, policy: &Value) -> House {
    let own = with(json!({ "capacity": capacity }), over);
    let mut site = one_door(&own, policy);
    let loft = listing("loft", &json!(["door"]));
    site["listings"].as_array_mut().unwrap().push(loft);
    House::new(site)
}

/// Three days of May from this one on.
fn three_days(id: &str, day: u32, over: &Value) -> Value {
    let days = (
        format!("2026-05-{day:02}"),
        format!("2026-05-{:02}", day + 3),
    );
    booked_early(id, (&days.0, &days.1), over)
}

/// Who is on the lock, as the site knows it.
fn holders(house: &mut House) -> Vec<String> {
    let site = house.site();
    let mut holders: Vec<String> = list(&site, "accessCodes")
        .iter()
        .filter(|code| code["onLock"]["state"] != "absent")
        .map(|code| {
            code["holder"]
                .get("id")
                .map_or_else(|| text(&code["holder"]["kind"]), text)
        })
        .collect();
    holders.sort();
    holders
}

/// Every wake from `now` until `until`: what was done, by instant.
fn all_until(house: &mut House, from: &str, until: &str) -> Vec<String> {
    let (mut now, mut done) = (from.to_owned(), Vec::new());
    loop {
        let before = house.site();
        let mut step = house.take(&[], &now);
        while !list(&step, "commands").is_empty() {
            let command = list(&step, "commands")[0].clone();
            let site = house.site();
            let code = list(&site, "accessCodes")
                .iter()
                .find(|code| command.get("codeId") == Some(&code["id"]));
            if let Some(code) = code {
                let holder = code["holder"]
                    .get("id")
                    .map_or_else(|| text(&code["holder"]["kind"]), text);
                done.push(format!(
                    "{} {} {holder}",
                    &now[5..16],
                    text(&command["kind"])
                ));
            }
            let answers = house.answers(&command, &now);
            step = house.take(&answers, &now);
        }
        assert!(
            now == from || before != house.site(),
            "D3: nothing to do at {now}"
        );
        assert!(is_empty(&house.take(&[], &now)), "D3");
        match step.get("wakeAt").map(text) {
            Some(next) if next.as_str() <= until => now = next,
            _ => return done,
        }
    }
}

#[test]
fn c3_f14_where_places_are_few_codes_go_on_the_lock_three_days_ahead_and_the_soonest_stay_wins() {
    let mut house = full_house(2, &json!({}), &json!({}));
    let booked: Vec<Value> = [("c", 20), ("b", 10), ("a", 1)]
        .iter()
        .map(|(id, day)| three_days(id, *day, &json!({})))
        .collect();
    // In whatever order they were booked.
    let step = house.settle(&booked, APRIL);
    assert_eq!((holders(&mut house), noticed(&step)), (vec![], vec![]));
    let done = all_until(&mut house, APRIL, "2026-05-30T00:00:00Z");
    assert_eq!(
        done,
        [
            "04-28T13:00 program_code a",
            "05-04T09:30 remove_code a",
            "05-04T09:30 program_code b",
            "05-04T09:30 program_code c",
            "05-13T09:30 remove_code b",
            "05-23T09:30 remove_code c"
        ],
        "with two left there are places enough"
    );
}

#[test]
fn s_f14_f15_a_sooner_stay_takes_the_place_of_a_backup_that_nobody_was_told_once_it_is_clear() {
    let mut house = full_house(1, &json!({}), &json!({ "backups": { "poolSize": 1 } }));
    house.settle(&[], APRIL);
    assert_eq!(holders(&mut house), ["100001"]);
    let now = "2026-05-01T09:00:00Z";
    let step = house.take(&[three_days("soon", 1, &json!({}))], now);
    let removal = step["commands"][0].clone();
    assert_eq!(
        (&removal["kind"], list(&step, "commands").len()),
        (&json!("remove_code"), 1)
    );
    // Nobody knows whether it is clear: nothing is put there.
    let step = house.take(&[result(&removal, "unknown", now)], now);
    assert_eq!(step["commands"], json!([]));
    let again = "2026-05-01T09:00:30Z";
    let step = house.take(&[], again);
    let answers: Vec<Value> = house.answers(&step["commands"][0].clone(), again);
    house.settle(&answers, again);
    all_until(&mut house, again, "2026-05-01T09:10:00Z");
    assert_eq!(holders(&mut house), ["soon"]);
    // After the stay it comes back: it was told to nobody.
    all_until(&mut house, "2026-05-01T09:10:00Z", "2026-05-05T00:00:00Z");
    assert_eq!(holders(&mut house), ["100001"]);
}

#[test]
fn s_f13_a_started_stay_and_an_active_visit_never_move_a_later_one_does() {
    let mut house = full_house(1, &json!({}), &json!({}));
    house.settle(&[three_days("later", 4, &json!({}))], APRIL);
    assert_eq!(holders(&mut house), ["later"], "there is a place for it");
    let now = "2026-05-01T09:00:00Z";
    house.settle(
        &[three_days("soon", 1, &json!({ "listingId": "loft" }))],
        now,
    );
    assert_eq!(holders(&mut house), ["soon"]);
    // It has begun: who comes an hour later finds no place, and the host hears of it once.
    let now = "2026-05-01T14:00:00Z";
    let other = three_days("other", 1, &json!({ "checkIn": "17:00" }));
    let step = house.settle(&[other], now);
    assert!(
        house.conditions().to_string().contains("capacity:door"),
        "{step}"
    );
    assert_eq!(holders(&mut house), ["soon"], "checked-in stays never lose");
    assert!(is_empty(&house.take(&[], now)), "D3");
    // When there is a place, the notice is gone.
    house.settle(&[], "2026-05-04T09:30:00Z");
    house.settle(&[], "2026-05-04T09:31:00Z");
    assert!(!house.conditions().to_string().contains("capacity"));
    assert_eq!(holders(&mut house), ["later"]);
}

#[test]
fn s_a_stay_comes_before_a_visit_that_has_not_begun() {
    let mut house = full_house(1, &json!({}), &json!({}));
    let visit = json!({ "type": "visit", "visit": {
        "id": "plumber", "revision": 1, "listingId": "flat", "visitor": "Plumber", "purpose": "service",
        "kind": "time_bound", "startsAt": "2026-05-01T10:00:00Z", "endsAt": "2026-05-01T12:00:00Z",
        "status": "active" } });
    house.settle(&[visit], APRIL);
    assert_eq!(holders(&mut house), ["plumber"]);
    let begun = "2026-05-01T10:30:00Z";
    let mut other = House::reopened(&house.site());
    other.locks = house.locks.clone();
    house.settle(&[three_days("soon", 1, &json!({}))], "2026-05-01T09:00:00Z");
    assert_eq!(holders(&mut house), ["soon"]);
    other.settle(&[three_days("soon", 1, &json!({}))], begun);
    assert_eq!(
        holders(&mut other),
        ["plumber"],
        "F13: an active code never moves"
    );
}

#[test]
fn i9_f16_the_emergency_codes_place_is_kept_for_it_and_unknown_codes_count() {
    let mut house = full_house(2, &json!({}), &json!({ "emergency": { "enabled": true } }));
    let two = [
        three_days("a", 1, &json!({})),
        three_days("b", 1, &json!({ "listingId": "loft" })),
    ];
    house.settle(&two, "2026-04-30T12:00:00Z");
    let held = holders(&mut house);
    assert!(
        held.contains(&"100001".to_owned()) && held.len() == 2,
        "{held:?}"
    );
    assert!(house.conditions().to_string().contains("capacity:door"));
    // Somebody's code takes the only place.
    let mut house = full_house(1, &json!({}), &json!({}));
    let strange = json!({ "codes": [{ "externalId": "strange", "pin": "135791", "slot": 1 }] });
    house.take(&[lock_report("door", &strange, APRIL)], APRIL);
    let step = house.take(&[three_days("soon", 1, &json!({}))], "2026-04-30T12:00:00Z");
    assert_eq!(step["commands"], json!([]), "I10");
    assert!(noticed(&step).contains(&"capacity:door:soon".to_owned()));
}

#[test]
fn c3_s_on_a_lock_that_stores_no_times_a_place_is_cleared_with_the_first_check() {
    let mut house = full_house(
        1,
        &json!({ "nativeSchedule": false }),
        &json!({ "backups": { "poolSize": 1 } }),
    );
    house.settle(&[], APRIL);
    let done = {
        house.settle(&[three_days("soon", 1, &json!({}))], "2026-04-20T12:00:00Z");
        all_until(&mut house, "2026-04-28T13:00:00Z", "2026-05-01T13:30:00Z")
    };
    assert_eq!(
        done,
        [
            "05-01T12:45 remove_code 100001",
            "05-01T12:50 program_code soon"
        ]
    );
}

#[test]
fn f25_s_a_code_that_may_be_on_a_full_lock_has_its_place_there() {
    let mut house = full_house(1, &json!({ "canReadBack": false }), &json!({}));
    let step = house.take(&[three_days("first", 1, &json!({}))], APRIL);
    let program = step["commands"][0].clone();
    assert_eq!(program["kind"], "program_code");
    // Nobody answers: it is tried again, though it may be the one code for which there is room.
    let step = house.take(&[], &text(&program["deadline"]));
    let step = house.take(&[], &text(&step["wakeAt"]));
    let again = step["commands"][0].clone();
    assert_eq!(
        (&again["kind"], &again["pin"]),
        (&json!("program_code"), &program["pin"])
    );
}

#[test]
fn s_of_two_visits_that_come_the_sooner_one_has_the_place_and_keeps_it() {
    let visit = |id: &str, day: u32| {
        json!({ "type": "visit", "visit": { "id": id, "revision": 1, "lockIds": ["door"],
            "visitor": id, "purpose": "visitor",
            "kind": "time_bound", "startsAt": format!("2026-05-{day:02}T08:00:00Z"),
            "endsAt": format!("2026-05-{day:02}T18:00:00Z"), "status": "active" } })
    };
    let mut house = full_house(1, &json!({}), &json!({}));
    let now = "2026-05-01T12:00:00Z";
    house.settle(&[visit("later", 4)], now);
    assert_eq!(holders(&mut house), ["later"]);
    // Two days ahead the place is cleared, and it is not taken by the one who gave it up.
    let then = "2026-05-01T13:00:00Z";
    house.settle(&[visit("sooner", 3)], then);
    assert_eq!(holders(&mut house), ["sooner"]);
}

#[test]
fn s_f16_a_stay_that_found_no_place_beside_a_strangers_code_has_it_before_the_one_who_gives_it_up()
{
    let mut house = full_house(2, &json!({}), &json!({}));
    let now = "2026-05-02T12:00:00Z";
    house.settle(&[three_days("later", 4, &json!({}))], now);
    // Somebody has typed a code in, which nobody knows of until the lock is full.
    let held = house.locks.get_mut("door").unwrap();
    held.insert("strange".to_owned(), ("135791".to_owned(), None, None));
    let step = house.take(&[three_days("sooner", 3, &json!({}))], now);
    let program = list(&step, "commands")[0].clone();
    let full = failed(&program, "no_space", now);
    let report = house.report("door", now);
    let step = house.take(&[full, report], now);
    house.settle_commands(&step, now);
    assert_eq!(holders(&mut house), ["sooner", "unknown"]);
}

#[test]
fn s_f16_f34_where_the_lock_alone_says_that_it_is_full_a_later_stay_gives_its_place_up_before_others_are_tried()
 {
    let mut house = full_house(9, &json!({}), &json!({}));
    house.settle(&[three_days("last", 20, &json!({}))], APRIL);
    // Somebody has filled the lock by hand, of which nobody has heard.
    let now = "2026-05-01T13:05:00Z";
    let both = [
        three_days("now", 1, &json!({})),
        three_days("next", 5, &json!({})),
    ];
    let step = house.take(&both, now);
    let program = list(&step, "commands")[0].clone();
    assert_eq!(holders(&mut house), ["last", "now"]);
    let step = house.take(&[failed(&program, "no_space", now)], now);
    let at = "2026-05-01T13:05:30Z";
    let removal = list(&step, "commands")[0].clone();
    assert_eq!(removal["kind"], "remove_code");
    let gone = house.confirm(&removal, at);
    let step = house.take(&[gone], at);
    let again = list(&step, "commands")[0].clone();
    assert_eq!(
        (&again["kind"], &again["pin"]),
        (&program["kind"], &program["pin"])
    );
}

#[test]
fn s_c6_f34_a_backup_that_finds_no_place_holds_up_no_guest_and_is_tried_again_after_six_hours() {
    let mut house = full_house(9, &json!({}), &json!({ "backups": { "poolSize": 1 } }));
    let now = "2026-05-01T12:00:00Z";
    let step = house.take(&[], now);
    let backup = list(&step, "commands")[0].clone();
    let step = house.take(&[failed(&backup, "no_space", now)], now);
    assert_eq!(list(&step, "commands"), &Vec::<Value>::new());
    assert_eq!(step["wakeAt"], "2026-05-01T18:00:00Z");
    let at = "2026-05-01T12:00:05Z";
    let step = house.take(&[three_days("now", 1, &json!({}))], at);
    let program = list(&step, "commands")[0].clone();
    assert_eq!(program["kind"], "program_code");
    let done = house.confirm(&program, at);
    house.settle(&[done], at);
    for now in ["2026-05-01T12:45:00Z", "2026-05-01T12:55:00Z"] {
        house.settle(&[], now);
    }
    let step = house.take(&[], "2026-05-01T18:00:00Z");
    assert_eq!(list(&step, "commands")[0]["pin"], backup["pin"]);
}

#[test]
fn a2_b2_s_on_a_full_lock_the_next_backup_has_the_place_of_a_code_that_is_not_needed_for_three_days()
 {
    let outside = |at: &str| {
        json!({ "type": "guest_locked_out", "id": at, "at": at,
            "reservationId": "now", "lockId": "door" })
    };
    for (day, has_place) in [(6, true), (4, false)] {
        let mut house = full_house(4, &json!({}), &json!({ "backups": { "poolSize": 1 } }));
        let next = three_days("next", 2, &json!({ "listingId": "loft" }));
        house.settle(
            &[
                three_days("now", 1, &json!({})),
                next,
                three_days("last", day, &json!({})),
            ],
            APRIL,
        );
        all_until(&mut house, APRIL, "2026-05-01T13:00:00Z");
        let online = |now: &str| {
            lock_report(
                "door",
                &json!({ "state": { "reachability": "online" } }),
                now,
            )
        };
        let first = "2026-05-01T14:00:00Z";
        house.settle(&[online(first), outside(first)], first);
        let again = "2026-05-01T14:10:00Z";
        // Neither their own code nor the backup: while the host is on the way, another backup is.
        let step = house.take(&[outside(again)], again);
        assert_eq!(noticed(&step), ["lock_unreachable:now:door"]);
        house.settle_commands(&step, again);
        let told = house.codes(&json!({ "reservationId": "now", "lockId": "door" }));
        assert_eq!(told.len(), if has_place { 3 } else { 2 }, "{told:?}");
        assert_eq!(holders(&mut house).contains(&"last".to_owned()), !has_place);
        // Whoever gave up a place has it again in time.
        all_until(&mut house, again, "2026-05-05T09:30:00Z");
        assert!(holders(&mut house).contains(&"last".to_owned()));
    }
}
