//! Tries count until their effect is seen, by code and kind of command: C6, C7, F46, F47, F61.

use serde_json::{Value, json};

use crate::house::{House, house};
use crate::support::builders::{
    APRIL, JUNE, MAY, booking, door_is, failed, lock_report, result, visit, visit_fact, with,
};
use crate::support::steps::{commanded, list, noticed, only_command, text};

/// What a platform says to a command.
type Answer<'a> = &'a mut dyn FnMut(&mut House, &Value, &str) -> Vec<Value>;

/// What a house did until an instant: its commands with their times of day, and its notices.
#[derive(Default)]
struct Run {
    commands: Vec<(String, Value)>,
    notices: Vec<String>,
}

impl Run {
    /// The times of the commands of one kind, about one code.
    fn times(&self, kind: &str, code_id: Option<&str>) -> Vec<&str> {
        let is_it = |command: &Value| {
            command["kind"] == kind && code_id.is_none_or(|id| command["codeId"] == id)
        };
        let all = self.commands.iter().filter(|(_, command)| is_it(command));
        all.map(|(at, _)| &at[11..19]).collect()
    }
}

/// Follows `wakeAt` until an instant, on a platform that answers at once.
fn follow(house: &mut House, facts: &[Value], until: &str, answer: Answer<'_>) -> Run {
    let mut run = Run::default();
    let mut now = APRIL.to_owned();
    let mut facts = facts.to_vec();
    for _ in 0..1_000 {
        let step = house.take(&facts, &now);
        run.notices.extend(noticed(&step));
        facts.clear();
        for command in list(&step, "commands") {
            run.commands.push((now.clone(), command.clone()));
            facts.extend(answer(house, command, &now));
        }
        if facts.is_empty() {
            match step.get("wakeAt").map(text) {
                Some(at) if at.as_str() <= until => now = at,
                _ => return run,
            }
        }
    }
    panic!("never quiet: {} commands", run.commands.len());
}

fn state_of(house: &mut House, id: &str) -> Value {
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    codes.find(|code| code["id"] == id).unwrap()["onLock"]["state"].clone()
}

const HALF_AN_HOUR: &str = "2026-04-01T12:30:00Z";

#[test]
fn c6_f46_writes_that_time_out_while_reads_answer_are_tried_five_times_and_others_go_on() {
    let mut house = house();
    let facts = [
        booking("stay", MAY, &json!({})),
        booking("next", JUNE, &json!({})),
    ];
    let run = follow(
        &mut house,
        &facts,
        HALF_AN_HOUR,
        &mut |house, command, now| {
            if command["codeId"] == "k1-1" {
                return vec![failed(command, "timeout", now)];
            }
            house.answers(command, now)
        },
    );
    // Again after 30 s, 1, 2 and 4 min; then the code's work is suspended and reported.
    assert_eq!(
        run.times("program_code", Some("k1-1")),
        ["12:00:00", "12:00:30", "12:01:30", "12:03:30", "12:07:30"]
    );
    let holder = text(&house.site()["accessCodes"][0]["holder"]["id"]);
    assert_eq!(run.notices, [format!("code_failed:{holder}:door")]);
    assert_eq!(state_of(&mut house, "k1-2"), "confirmed");
}

#[test]
fn c6_f46_what_is_seen_at_last_ends_the_tries_and_the_notice() {
    let mut house = house();
    let facts = [booking("stay", MAY, &json!({}))];
    let mut tries = 0;
    let run = follow(
        &mut house,
        &facts,
        "2026-04-01T13:10:00Z",
        &mut |house, command, now| {
            tries += usize::from(command["kind"] == "program_code");
            if command["kind"] == "program_code" {
                // The sixth one is done, and nobody says so.
                if tries == 6 {
                    house.confirm(command, now);
                }
                return vec![failed(command, "timeout", now)];
            }
            house.answers(command, now)
        },
    );
    assert_eq!(tries, 6);
    assert_eq!(run.notices, ["code_failed:stay:door"]);
    let code = house.site()["accessCodes"][0].clone();
    assert_eq!(
        (&code["onLock"]["state"], code.get("tries")),
        (&json!("confirmed"), None)
    );
    assert_eq!(house.conditions(), json!([]));
}

#[test]
fn c6_f61_readings_without_a_new_list_are_bounded_and_reported_and_other_codes_go_on() {
    for behind in ["no list", "2026-04-01T11:00:00Z"] {
        let mut house = house();
        house.no_duplicates = false;
        let facts = [
            booking("stay", MAY, &json!({})),
            booking("next", JUNE, &json!({})),
        ];
        let mut lost = false;
        let run = follow(
            &mut house,
            &facts,
            HALF_AN_HOUR,
            &mut |house, command, now| {
                if command["kind"] == "read_lock" {
                    let report = with(house.report("door", now), &json!({ "at": behind }));
                    let done = result(command, "confirmed", now);
                    return if behind == "no list" {
                        vec![done]
                    } else {
                        vec![report, done]
                    };
                }
                let done = house.confirm(command, now);
                if command["codeId"] == "k1-1" && !std::mem::replace(&mut lost, true) {
                    // It is there, and the answer is lost.
                    return vec![result(command, "unknown", now)];
                }
                vec![done]
            },
        );
        // The PIN is taken: that is our own code, which gets its window to be sure.
        assert_eq!(
            run.times("program_code", Some("k1-1")),
            ["12:00:00", "12:01:00"]
        );
        assert!(run.commands.len() < 12, "{behind}: {:?}", run.commands);
        assert_eq!(state_of(&mut house, "k1-1"), "confirmed", "{behind}");
        assert_eq!(state_of(&mut house, "k1-2"), "confirmed", "{behind}");
    }
}

#[test]
fn c6_f61_a_removal_that_the_lock_shows_to_be_in_vain_is_tried_five_times_in_half_an_hour() {
    let mut house = house();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let gone = json!({ "revision": 2, "status": "cancelled" });
    let facts = [booking("stay", MAY, &gone)];
    let run = follow(
        &mut house,
        &facts,
        HALF_AN_HOUR,
        &mut |house, command, now| {
            if command["kind"] == "read_lock" {
                return house.answers(command, now);
            }
            vec![result(command, "accepted", now)]
        },
    );
    let removals = run.times("remove_code", None).len();
    assert_eq!(removals, 5, "{:?}", run.commands);
    assert_eq!(run.notices, ["code_failed:stay:door"]);
}

#[test]
fn c6_s_a_removal_that_makes_room_and_is_not_done_is_tried_five_times_in_half_an_hour() {
    // A cloud takes it, or says nothing, and lists show that the code is there.
    for (is_taken, until, most) in [
        (true, HALF_AN_HOUR, 5),
        (false, HALF_AN_HOUR, 5),
        (true, "2026-04-02T12:00:00Z", 12),
        (false, "2026-04-02T12:00:00Z", 52),
    ] {
        let mut house = House::one_door(&json!({ "capacity": 1 }), &json!({}));
        house.settle(&[booking("later", JUNE, &json!({}))], APRIL);
        let facts = [booking("stay", ("2026-04-01", "2026-04-03"), &json!({}))];
        let run = follow(&mut house, &facts, until, &mut |house, command, now| {
            if command["kind"] != "remove_code" {
                return house.answers(command, now);
            }
            if is_taken {
                vec![result(command, "accepted", now)]
            } else {
                vec![failed(command, "timeout", now)]
            }
        });
        let removals = run.times("remove_code", None).len();
        assert!((5..=most).contains(&removals), "{:?}", run.commands);
        // The host hears once that there is no place (N1).
        let told = run
            .notices
            .iter()
            .filter(|key| key.starts_with("capacity:door:stay"));
        assert!(told.count() <= 1, "{:?}", run.notices);
    }
}

#[test]
fn c7_f47_a_late_confirmation_counts_beside_an_older_reading() {
    let mut house = house();
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    house.take(&[], "2026-04-01T12:01:00Z");
    let now = "2026-04-01T12:01:20Z";
    let listed = lock_report("door", &json!({ "codes": [] }), "2026-04-01T12:01:05Z");
    let mut done = house.confirm(&program, now);
    done["at"] = json!("2026-04-01T12:01:10Z");
    let step = house.take(&[listed, done], now);
    assert_eq!(commanded(&step), Vec::<String>::new());
    assert_eq!(state_of(&mut house, "k1-1"), "confirmed");
}

#[test]
fn c7_a_result_comes_after_its_command_whatever_its_clock_says() {
    let mut house = house();
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let now = "2026-04-01T12:00:05Z";
    let mut done = house.confirm(&program, now);
    done["at"] = json!("2026-04-01T11:57:00Z");
    // This list was read before the command left.
    let listed = lock_report("door", &json!({ "codes": [] }), "2026-04-01T11:59:00Z");
    house.take(&[done, listed], now);
    let code = house.site()["accessCodes"][0]["onLock"].clone();
    assert_eq!(
        (&code["state"], &code["at"]),
        (&json!("confirmed"), &json!(APRIL))
    );
}

#[test]
fn c6_f20_pauses_while_a_lock_was_silent_do_not_double_once_it_answers() {
    for over in [json!({}), json!({ "nativeSchedule": false })] {
        let mut house = House::one_door(&over, &json!({}));
        let visit = visit_fact(&visit("kim", "permanent", &json!({})));
        house.settle(std::slice::from_ref(&visit), APRIL);
        let gone = with(
            visit,
            &json!({ "visit": { "revision": 2, "status": "revoked" } }),
        );
        let mut taken_at = None;
        let run = follow(
            &mut house,
            &[gone],
            "2026-04-01T20:00:00Z",
            &mut |house, command, now| {
                if now < "2026-04-01T16:00:00Z" {
                    return vec![failed(command, "offline", now)];
                }
                if taken_at.is_none() && command["kind"] == "remove_code" {
                    // A cloud takes it, and does nothing.
                    taken_at = Some(now.to_owned());
                    return vec![result(command, "accepted", now)];
                }
                house.answers(command, now)
            },
        );
        let removals = run.times("remove_code", None);
        let taken_at = taken_at.unwrap();
        // The list shows that it is there. It answers by now: that is no half an hour, and not six.
        let after = removals.iter().find(|at| **at > &taken_at[11..19]).copied();
        assert_eq!(
            (&taken_at[11..19], after),
            ("16:07:30", Some("16:08:30")),
            "{over}"
        );
        assert_eq!(house.pins_on("door"), Vec::<String>::new());
    }
}

#[test]
fn c6_a2_after_a_long_silence_what_the_lock_shows_to_be_in_vain_counts_anew() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let visit = visit_fact(&visit("kim", "permanent", &json!({})));
    house.settle(std::slice::from_ref(&visit), APRIL);
    let gone = json!({ "visit": { "revision": 2, "status": "revoked" } });
    let mut taken = Vec::new();
    let run = follow(
        &mut house,
        &[with(visit, &gone)],
        "2026-04-01T20:00:00Z",
        &mut |house, command, now| {
            if now < "2026-04-01T16:00:00Z" {
                return vec![failed(command, "offline", now)];
            }
            if taken.len() < 2 && command["kind"] == "remove_code" {
                // A cloud takes it, and does nothing.
                taken.push(now.to_owned());
                return vec![result(command, "accepted", now)];
            }
            house.answers(command, now)
        },
    );
    let last = run.times("remove_code", None).last().copied();
    assert_eq!((taken.len(), last), (2, Some("16:09:30")), "{taken:?}");
    assert_eq!(house.pins_on("door"), Vec::<String>::new());
}

#[test]
fn c6_f61_readings_without_an_answer_are_silence_which_word_of_the_lock_ends() {
    for outcome in ["unknown", "accepted"] {
        let mut house = house();
        follow(
            &mut house,
            &[booking("stay", MAY, &json!({}))],
            "2026-04-01T18:00:00Z",
            &mut |_, command, now| {
                let is_read = command["kind"] == "read_lock";
                let outcome = if is_read { outcome } else { "unknown" };
                vec![result(command, outcome, now)]
            },
        );
        let now = "2026-04-01T18:00:01Z";
        let step = house.take(&[door_is("online", now)], now);
        assert_eq!(commanded(&step).len(), 1, "{outcome}");
    }
}

#[test]
fn c6_f61_readings_that_a_cloud_takes_and_never_answers_are_bounded() {
    let mut house = house();
    house.no_duplicates = false;
    let run = follow(
        &mut house,
        &[booking("stay", MAY, &json!({}))],
        HALF_AN_HOUR,
        &mut |house, command, now| {
            if command["kind"] == "read_lock" {
                return vec![result(command, "accepted", now)];
            }
            let done = house.confirm(command, now);
            vec![with(done, &json!({ "outcome": "accepted" }))]
        },
    );
    let readings = run.times("read_lock", None);
    assert!(readings.len() <= 5, "{readings:?}");
}
