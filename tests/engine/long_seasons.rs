//! What long and wide seasons of the simulator have shown: A4, B4, C6, C7, C8, D3, I1, I9, T8.

use serde_json::{Value, json};

use crate::early_backups::{ANSWERS, others_stay, told_early};
use crate::hosts_hand::later;
use crate::house::House;
use crate::support::builders::{
    APRIL, booked_early, booking, door_is, failed, lock_report, result, stay, visit, visit_fact,
    with,
};
use crate::support::steps::{commanded, is_empty, list, noticed, only_command, text};
use crate::told_backups::backup;

/// An hour into the stay in May.
const NOW: &str = "2026-05-01T14:00:00Z";

fn no_backups() -> Value {
    json!({ "backups": { "poolSize": 0 } })
}

fn complaint(now: &str) -> Value {
    json!({ "type": "guest_locked_out", "id": format!("said-{now}"), "at": now, "reservationId": "stay" })
}

/// A guest who is in, at a lock that can't be read. Nobody answered when their code was sent first,
/// and the lock refused its PIN then.
fn refused_before(native: bool) -> House {
    let lock = json!({ "canReadBack": false, "nativeSchedule": native });
    let mut house = House::one_door(&lock, &no_backups());
    house.no_duplicates = false;
    let mut facts = vec![stay(&json!({}))];
    let mut now = APRIL.to_owned();
    let (mut sent, mut refused) = (0, 0);
    while now.as_str() < "2026-05-01T13:10:00Z" {
        let step = house.take(&facts, &now);
        facts.clear();
        for command in list(&step, "commands") {
            let answer = house.confirm(command, &now);
            sent += usize::from(command["kind"] == "program_code");
            let is_lost = command["kind"] == "program_code" && sent == 1;
            refused += usize::from(answer["failure"] == "duplicate_code");
            facts.extend((!is_lost).then_some(answer));
        }
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    assert_eq!(refused, 1, "native {native}");
    house
}

/// The commands of a step that brings a guest's word.
fn tried_for(house: &mut House, now: &str) -> Vec<String> {
    let step = house.take(&[complaint(now)], now);
    let kinds = commanded(&step);
    house.settle_commands(&step, &later(now, 2));
    kinds
}

/// The refusal was no answer to the guest: their code may open, and somebody may have mistyped.
#[test]
fn a4_i9_a_refusal_before_a_guests_first_word_takes_no_code_off() {
    for native in [true, false] {
        let mut house = refused_before(native);
        assert_eq!(tried_for(&mut house, NOW), ["program_code"], "{native}");
        // Now it was one.
        let again = later(NOW, 180);
        assert_eq!(tried_for(&mut house, &again), ["remove_code"], "{native}");
    }
}

#[test]
fn a4_i9_a_use_after_the_refusal_shows_that_the_code_opens() {
    for native in [true, false] {
        let mut house = refused_before(native);
        let pin = house.pin_on("door");
        assert_eq!(tried_for(&mut house, NOW), ["program_code"], "{native}");
        let used = later(NOW, 300);
        let used_it =
            json!({ "type": "code_used", "id": "used", "at": used, "lockId": "door", "pin": pin });
        house.settle(&[used_it], &used);
        let again = later(NOW, 3_600);
        assert_eq!(tried_for(&mut house, &again), ["program_code"], "{native}");
    }
}

/// A walk-in's lock is silent until it is left alone for half an hour, by tries and readings. What
/// a cloud takes after that begins anew, though the code alone was not tried so often.
#[test]
fn c6_i1_tries_at_a_silent_lock_are_forgotten_when_a_command_is_taken_after_its_pause() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[], APRIL);
    let mut facts = vec![stay(&json!({}))];
    let mut now = NOW.to_owned();
    // The cloud takes commands before the lock is back.
    let (cloud, back) = (later(NOW, 70 * 60), later(NOW, 130 * 60));
    let (mut silent, mut tried) = (0, Vec::new());
    while now < later(NOW, 180 * 60) {
        let step = house.take(&facts, &now);
        facts.clear();
        for command in list(&step, "commands") {
            let is_try = command["kind"] == "program_code";
            if now < cloud || (now < back && !is_try) {
                silent += usize::from(is_try);
                facts.push(failed(command, "timeout", &now));
            } else if is_try {
                // A cloud takes it, and the lock never gets it.
                tried.push(now.clone());
                facts.push(result(command, "accepted", &now));
            } else {
                facts.extend(house.answers(command, &now));
            }
        }
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    assert!(silent < 5, "{silent}");
    assert_eq!(tried.len(), 5, "after {silent}: {tried:?}");
}

/// A code is on a lock that can't be asked, by a late answer. That a cloud takes the next try says
/// nothing against it.
#[test]
fn c7_i6_what_a_late_answer_confirmed_stays_so_when_a_cloud_takes_the_next_try() {
    let mut house = House::one_door(&json!({ "canReadBack": false }), &no_backups());
    let first = only_command(&house.take(&[stay(&json!({}))], APRIL));
    let step = house.take(&[], &text(&first["deadline"]));
    let retry = text(&step["wakeAt"]);
    let second = only_command(&house.take(&[], &retry));
    let now = later(&retry, 5);
    let answers = [
        with(
            result(&first, "confirmed", &now),
            &json!({ "externalId": "x1" }),
        ),
        result(&second, "accepted", &now),
    ];
    house.take(&answers, &now);
    let site = house.site();
    let code = &list(&site, "accessCodes")[0];
    assert_eq!(
        (&code["onLock"]["state"], &code["externalId"]),
        (&json!("confirmed"), &json!("x1"))
    );
}

/// Somebody changed the PIN of a guest's code at a lock that hides its PINs, and its platform does
/// not take the code off.
#[test]
fn a4_t8_t9_where_a_code_cannot_be_made_anew_its_guest_gets_another_pin() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.move_in();
    house.settle(&[], "2026-05-01T13:05:00Z");
    let pin = house.pin_on("door");
    for held in house.locks.get_mut("door").unwrap().values_mut() {
        held.0 = "111222".to_owned();
    }
    let go_on = |house: &mut House, said: &str| {
        let mut facts = vec![complaint(said)];
        let (mut now, mut given, mut told) = (said.to_owned(), Vec::new(), Vec::new());
        for _ in 0..20 {
            let step = house.take(&facts, &now);
            told.extend(list(&step, "notices").clone());
            facts.clear();
            now = later(&now, 2);
            for command in list(&step, "commands") {
                let is_first_removal = command["kind"] == "remove_code"
                    && !given
                        .iter()
                        .any(|one: &Value| one["kind"] == "program_code");
                let mut answers = if is_first_removal {
                    vec![failed(command, "rejected", &now)]
                } else {
                    house.answers(command, &now)
                };
                for code in answers[0]
                    .get_mut("codes")
                    .and_then(Value::as_array_mut)
                    .into_iter()
                    .flatten()
                {
                    code["pin"] = json!("****");
                }
                facts.extend(answers);
                given.push(command.clone());
            }
        }
        (given, told)
    };
    go_on(&mut house, NOW);
    let (given, told) = go_on(&mut house, &later(NOW, 120));
    let kinds: Vec<&Value> = given.iter().map(|command| &command["kind"]).collect();
    assert_eq!(kinds[..2], ["remove_code", "program_code"], "{given:#?}");
    let new = text(&given[1]["pin"]);
    assert_ne!(new, pin);
    assert!(house.pins_on("door").contains(&new));
    let changed = told
        .iter()
        .find(|notice| notice["kind"] == "access_changed");
    let doors = list(&changed.unwrap()["values"], "doors");
    assert_eq!(doors[0]["code"], json!(new));
    // What is left of the first one goes.
    assert!(kinds[2..].contains(&&json!("remove_code")), "{given:#?}");
    assert_eq!(house.pins_on("door"), [new]);
}

/// The clocks of Paris go back an hour.
const CHANGE: &str = "2026-10-25T01:00:00Z";

/// A stay that runs begins a day earlier by its booking, and its lock keeps the old start. The last
/// hour of the stay is in doubt once the clocks change: its code is needed from then on.
#[test]
fn d3_c8_a_site_is_woken_when_a_clock_change_makes_a_code_needed() {
    let lock = json!({ "clockSuspect": true, "canUpdate": false });
    let mut house = House::one_door(&lock, &no_backups());
    house.settle(
        &[booked_early(
            "stay",
            ("2026-10-24", "2026-10-26"),
            &json!({}),
        )],
        APRIL,
    );
    for now in ["2026-10-24T12:45:00Z", "2026-10-24T12:55:00Z"] {
        house.settle(&[], now);
    }
    let now = "2026-10-24T15:00:00Z";
    let earlier = json!({ "revision": 2 });
    let step = house.settle(
        &[booked_early("stay", ("2026-10-23", "2026-10-26"), &earlier)],
        now,
    );
    assert_eq!(step["wakeAt"], CHANGE);
    assert!(is_empty(&house.take(&[], "2026-10-25T00:59:59Z")));
    house.settle(&[], CHANGE);
    let site = house.site();
    let code = &list(&site, "accessCodes")[0];
    assert_eq!(code["awaited"]["since"], CHANGE);
    assert!(is_empty(&house.take(&[], "2026-10-25T02:00:00Z")));
}

/// A cloud took the removal of a told backup that shall come back with its window, and its lock
/// lists it still.
#[test]
fn d3_b4_a_site_is_woken_when_a_told_backup_may_be_taken_off_once_more() {
    let mut house = told_early(&json!({ "canUpdate": false }), Some(others_stay()));
    let code_id = text(&backup(&mut house)["id"]);
    let mut facts = vec![door_is("online", ANSWERS)];
    let (mut now, mut is_taken) = (ANSWERS.to_owned(), false);
    let step = loop {
        let step = house.take(&facts, &now);
        facts.clear();
        let commands = list(&step, "commands").clone();
        if commands.is_empty() {
            break step;
        }
        now = later(&now, 1);
        for command in &commands {
            if command["kind"] == "remove_code" && command["codeId"] == json!(code_id) {
                is_taken = true;
                facts.push(result(command, "accepted", &now));
            } else {
                facts.extend(house.answers(command, &now));
            }
        }
    };
    assert!(is_taken);
    let next = text(&step["wakeAt"]);
    assert!(next < later(&now, 60), "{next}");
    let removal = only_command(&house.take(&[], &next));
    assert_eq!(
        (&removal["kind"], &removal["codeId"]),
        (&json!("remove_code"), &json!(code_id))
    );
}

/// A platform refuses to be sent a window again after a clock change.
#[test]
fn c6_c8_a_window_that_is_refused_at_a_clock_change_is_sent_once() {
    let mut house = House::one_door(&json!({ "clockSuspect": true }), &no_backups());
    house.settle(
        &[booked_early(
            "stay",
            ("2026-10-27", "2026-10-29"),
            &json!({}),
        )],
        APRIL,
    );
    let again = only_command(&house.take(&[], CHANGE));
    assert_eq!(again["kind"], "change_window");
    let step = house.take(&[failed(&again, "rejected", CHANGE)], CHANGE);
    assert!(
        noticed(&step)
            .iter()
            .any(|key| key.starts_with("code_failed:"))
    );
    assert_eq!(commanded(&step), [""; 0]);
    assert!(is_empty(&house.take(&[], "2026-10-25T03:00:00Z")));
    // A list is newer evidence.
    let now = "2026-10-25T04:00:00Z";
    let listed = with(house.report("door", now), &json!({ "id": "listed" }));
    assert_eq!(commanded(&house.take(&[listed], now)), ["change_window"]);
}

/// Where no window can be changed, a code is taken off and made again with its PIN.
#[test]
fn c8_t4_t7_a_coming_stays_code_is_made_again_after_a_clock_change_and_a_running_stays_is_left() {
    let lock = json!({ "clockSuspect": true, "canUpdate": false });
    let mut house = House::one_door(&lock, &no_backups());
    let stays = [
        booked_early("over", ("2026-10-24", "2026-10-26"), &json!({})),
        booked_early("after", ("2026-10-27", "2026-10-29"), &json!({})),
    ];
    house.settle(&stays, APRIL);
    for now in ["2026-10-24T12:45:00Z", "2026-10-24T12:55:00Z"] {
        house.settle(&[], now);
    }
    let pin = house.pin("after", "door");
    let removal = only_command(&house.take(&[], CHANGE));
    assert_eq!(removal["kind"], "remove_code");
    assert_eq!(house.holder_of(&removal), "after");
    let answers = house.answers(&removal, CHANGE);
    let program = only_command(&house.take(&answers, CHANGE));
    assert_eq!(
        (&program["kind"], &program["pin"]),
        (&json!("program_code"), &json!(pin))
    );
    let answers = house.answers(&program, CHANGE);
    house.settle(&answers, CHANGE);
    // By the new clock nothing is in doubt.
    let now = "2026-10-27T13:30:00Z";
    house.settle(
        &[lock_report(
            "door",
            &json!({ "state": { "reachability": "offline" } }),
            now,
        )],
        now,
    );
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    let code = codes.find(|code| code["holder"]["id"] == "after").unwrap();
    assert_eq!(code["onLock"]["state"], "confirmed");
    assert_eq!(code.get("awaited"), None);
}

/// A stay moves to later days. The removal of its code had no answer, and a cloud takes the code
/// anew: the old window may open still.
#[test]
fn c3_i2_what_a_cloud_takes_after_a_removal_without_an_answer_is_read_back() {
    let mut house = House::one_door(&json!({ "canUpdate": false }), &no_backups());
    house.settle(&[stay(&json!({}))], APRIL);
    let now = "2026-04-20T12:00:00Z";
    let moved = booking(
        "stay",
        ("2026-05-11", "2026-05-13"),
        &json!({ "revision": 2 }),
    );
    let removal = only_command(&house.take(&[moved], now));
    assert_eq!(removal["kind"], "remove_code");
    // Neither the removal nor a reading is answered.
    let mut now = now.to_owned();
    let mut facts = vec![result(&removal, "unknown", &now)];
    let taken = loop {
        let step = house.take(&facts, &now);
        facts.clear();
        let command = list(&step, "commands").first().cloned();
        match command {
            Some(command) if command["kind"] == "program_code" => break command,
            Some(command) => facts.push(failed(&command, "timeout", &now)),
            None => now = text(&step["wakeAt"]),
        }
    };
    let mut step = house.take(&[result(&taken, "accepted", &now)], &now);
    let mut given = Vec::new();
    for _ in 0..6 {
        let next = text(&step["wakeAt"]);
        if next.as_str() > "2026-04-21T12:00:00Z" {
            break;
        }
        now = next;
        step = house.take(&[], &now);
        while let Some(command) = list(&step, "commands").first().cloned() {
            given.push(text(&command["kind"]));
            let answers = house.answers(&command, &now);
            step = house.take(&answers, &now);
        }
    }
    // The list shows the old window: the code is taken off again.
    assert_eq!(given, ["read_lock", "remove_code", "program_code"]);
    let (_, starts_at, _) = house.only_code("door");
    assert_eq!(starts_at, "2026-05-11T13:00:00Z");
}

/// A lock was silent for hours, and refuses a PIN as taken once it is back: the tries before say
/// nothing of it.
#[test]
fn c6_v1_tries_at_a_silent_lock_are_forgotten_when_it_refuses_a_pin_as_taken() {
    let mut house = House::one_door(&json!({ "canReadBack": false }), &no_backups());
    house.no_duplicates = false;
    let mut facts = vec![stay(&json!({}))];
    let mut now = APRIL.to_owned();
    let mut silent = 0;
    while silent < 8 {
        let step = house.take(&facts, &now);
        facts.clear();
        for command in list(&step, "commands") {
            silent += 1;
            // The first one is done.
            if silent == 1 {
                house.confirm(command, &now);
            }
            facts.push(failed(command, "timeout", &now));
        }
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    let step = house.take(&facts, &now);
    now = text(&step["wakeAt"]);
    let again = only_command(&house.take(&[], &now));
    let answer = house.confirm(&again, &now);
    assert_eq!(answer["failure"], "duplicate_code");
    house.take(&[answer], &now);
    let site = house.site();
    let tries = &list(&site, "accessCodes")[0]["tries"][0];
    assert_eq!(
        (&tries["count"], &tries["failure"]),
        (&json!(1), &json!("duplicate_code"))
    );
}

/// A lock is full. A stay that is far ahead comes before a visit that is near, and both wait.
#[test]
fn d3_s_a_visit_has_a_place_when_it_begins_though_a_stay_that_is_far_ahead_waits_too() {
    let lock = json!({ "capacity": 3 });
    let mut house = House::one_door(&lock, &json!({ "backups": { "poolSize": 2 } }));
    house.settle(
        &[booking("stay", ("2026-04-02", "2026-04-10"), &json!({}))],
        APRIL,
    );
    assert_eq!(house.pins_on("door").len(), 3);
    let far = booking("far", ("2026-04-20", "2026-04-22"), &json!({}));
    let begins = "2026-04-03T08:00:00Z";
    let over = json!({ "listingId": "flat", "startsAt": begins, "endsAt": "2026-04-03T12:00:00Z" });
    let visit = visit_fact(&visit("kim", "time_bound", &over));
    let mut now = "2026-04-03T06:00:00Z".to_owned();
    let mut step = house.settle(&[far, visit], &now);
    for _ in 0..20 {
        let next = text(&step["wakeAt"]);
        if next.as_str() > begins {
            break;
        }
        // A call at `wakeAt` finds something to do (D3).
        step = house.take(&[], &next);
        assert!(!is_empty(&step), "{next}: {step}");
        step = house.settle_commands(&step, &next);
        now = next;
    }
    let held = house.codes(&json!({ "visitId": "kim" }));
    assert_eq!(held[0]["onLock"]["state"], "confirmed", "{now}: {held:?}");
}

/// A lock is silent when its clock changes, and a cloud takes the code anew. What a list shows is
/// what was there before.
#[test]
fn c8_f20_what_a_cloud_takes_after_a_removal_without_an_answer_may_be_there_by_the_old_clock() {
    let lock = json!({ "clockSuspect": true, "canUpdate": false });
    let mut house = House::one_door(&lock, &no_backups());
    let days = ("2026-10-27", "2026-10-29");
    house.settle(&[booked_early("stay", days, &json!({}))], APRIL);
    let removal = only_command(&house.take(&[], CHANGE));
    assert_eq!(removal["kind"], "remove_code");
    let mut now = CHANGE.to_owned();
    let mut facts = vec![result(&removal, "unknown", &now)];
    let taken = loop {
        let step = house.take(&facts, &now);
        facts.clear();
        match list(&step, "commands").first() {
            Some(command) if command["kind"] == "program_code" => break command.clone(),
            Some(command) => facts.push(failed(command, "timeout", &now)),
            None => now = text(&step["wakeAt"]),
        }
    };
    let step = house.take(&[result(&taken, "accepted", &now)], &now);
    let now = text(&step["wakeAt"]);
    let read = only_command(&house.take(&[], &now));
    assert_eq!(read["kind"], "read_lock");
    let answers = house.answers(&read, &now);
    let step = house.take(&answers, &now);
    // The code is still in doubt, and taken off once more.
    let again = list(&step, "commands").first().cloned();
    let again = again.unwrap_or_else(|| only_command(&house.take(&[], &text(&step["wakeAt"]))));
    assert_eq!(
        (&again["kind"], &again["codeId"]),
        (&json!("remove_code"), &removal["codeId"])
    );
}
