//! What a lock confirmed is read back: C3, A2, F52.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, STAY, booking, door_is, failed, one_backup, result, stay, with,
};
use crate::support::steps::{commanded, list, noticed, only_command, text};

/// What a driver does with a code: it calls it confirmed and does nothing, or does it and forgets.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Driver {
    ConfirmsNothing,
    ForgetsAt(&'static str),
}

/// Every wake from `span.0` until `span.1`. The PINs of the guest's notices in their order, and the
/// commands with their instants.
fn live(
    house: &mut House,
    facts: &[Value],
    span: (&str, &str),
    driver: Driver,
) -> (Vec<String>, Vec<(String, String)>) {
    let (mut now, mut facts) = (span.0.to_owned(), facts.to_vec());
    let (mut told, mut given) = (Vec::new(), Vec::new());
    loop {
        let step = house.take(&facts, &now);
        for notice in list(&step, "notices")
            .iter()
            .filter(|one| one["to"] == "guest")
        {
            told.extend(
                list(&notice["values"], "doors")
                    .iter()
                    .map(|door| text(&door["code"])),
            );
        }
        facts.clear();
        for command in list(&step, "commands") {
            given.push((now.clone(), text(&command["kind"])));
            let is_guests =
                command["kind"] == "program_code" && text(&command["name"]).starts_with("Guest");
            if is_guests && driver == Driver::ConfirmsNothing {
                facts.push(with(
                    result(command, "confirmed", &now),
                    &json!({ "id": format!("nothing-{}", text(&command["id"])) }),
                ));
            } else {
                facts.extend(house.answers(command, &now));
            }
        }
        if facts.is_empty() {
            match step.get("wakeAt").map(text) {
                Some(next) if next.as_str() <= span.1 => now = next,
                _ => return (told, given),
            }
            if let Driver::ForgetsAt(at) = driver
                && now.as_str() > at
            {
                let own = house.codes(&json!({ "reservationId": "stay" }));
                let own: Vec<String> = own
                    .iter()
                    .filter(|one| one["holder"] == "reservation")
                    .map(|one| text(&one["code"]))
                    .collect();
                if let Some(held) = house.locks.get_mut("door") {
                    held.retain(|_, (pin, _, _)| !own.contains(pin));
                }
            }
        }
    }
}

fn opens(house: &House, pin: &str) -> bool {
    house.pins_on("door").contains(&pin.to_owned())
}

#[test]
fn c3_f52_what_a_driver_called_confirmed_and_is_not_there_is_found_at_t_5_and_the_guest_has_a_way_in()
 {
    for over in [
        json!({ "nativeSchedule": false }),
        json!({}),
        json!({ "profile": "yale" }),
        json!({ "profile": "schlage" }),
        json!({ "canUpdate": false }),
        json!({ "changesBy": "replace" }),
    ] {
        for driver in [
            Driver::ConfirmsNothing,
            Driver::ForgetsAt("2026-05-01T12:52:00Z"),
        ] {
            let mut house = House::one_door(&over, &one_backup());
            house.settle(&[], APRIL);
            let (told, given) = live(&mut house, &[stay(&json!({}))], (APRIL, STAY), driver);
            let last = told
                .last()
                .unwrap_or_else(|| panic!("{over} {driver:?}: nothing told"));
            assert!(opens(&house, last), "{over} {driver:?}: {told:?} {given:?}");
            let writes = given
                .iter()
                .filter(|(_, kind)| kind == "program_code")
                .count();
            assert!(writes < 20, "{over} {driver:?}: {given:?}");
        }
    }
}

#[test]
fn c3_f52_a_code_that_went_after_the_reading_of_t_15_is_found_at_t_5_and_put_back() {
    for pools in [json!({}), one_backup()] {
        let mut house = House::one_door(&json!({}), &pools);
        house.settle(&[], APRIL);
        let gone = Driver::ForgetsAt("2026-05-01T12:52:00Z");
        let (told, given) = live(&mut house, &[stay(&json!({}))], (APRIL, STAY), gone);
        let reads: Vec<&str> = given
            .iter()
            .filter(|(_, kind)| kind == "read_lock")
            .map(|(now, _)| now.as_str())
            .collect();
        assert_eq!(
            reads,
            [
                "2026-05-01T12:45:00Z",
                "2026-05-01T12:55:00Z",
                "2026-05-01T12:55:00Z",
                "2026-05-01T12:55:00Z"
            ],
            "T9: two lists show it, and what was put back is read back"
        );
        assert_eq!(told.len(), 1, "the guest keeps their PIN: {told:?}");
        assert!(opens(&house, &told[0]), "{given:?}");
    }
}

#[test]
fn c3_at_t_5_a_lock_that_does_not_answer_is_read_a_few_times_and_its_word_counts() {
    let mut house = House::one_door(&json!({}), &one_backup());
    house.settle(&[stay(&json!({}))], APRIL);
    for now in ["2026-04-28T13:00:00Z", "2026-05-01T12:45:00Z"] {
        house.settle(&[], now);
    }
    let (mut now, mut reads, mut kinds) = ("2026-05-01T12:50:00Z".to_owned(), 0, Vec::new());
    let mut facts = Vec::new();
    while now.as_str() < "2026-05-01T13:30:00Z" {
        let step = house.take(&facts, &now);
        reads += commanded(&step).len();
        kinds.extend(noticed(&step));
        facts = list(&step, "commands")
            .iter()
            .map(|one| failed(one, "offline", &now))
            .collect();
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    assert!((1..=5).contains(&reads), "{reads}");
    assert!(
        !kinds.iter().any(|key| key.starts_with("backup_told")),
        "A: the code works on a silent lock: {kinds:?}"
    );
}

#[test]
fn c3_at_t_5_the_lock_is_read_once_for_all_that_was_written_since() {
    for native in [true, false] {
        let mut house = House::one_door(&json!({ "nativeSchedule": native }), &one_backup());
        house.settle(&[stay(&json!({}))], APRIL);
        // Nothing has to be asked about the lock's health.
        for now in ["2026-04-28T13:00:00Z", "2026-05-01T12:44:00Z"] {
            house.settle(&[door_is("online", now)], now);
        }
        let mut house_wakes = Vec::new();
        let mut now = "2026-05-01T12:44:30Z".to_owned();
        while now.as_str() < STAY {
            let step = house.take(&[], &now);
            house_wakes.extend(commanded(&step).into_iter().map(|kind| (now.clone(), kind)));
            house.settle_commands(&step, &now);
            let step = house.take(&[], &now);
            now = text(&step["wakeAt"]);
        }
        let reads: Vec<&str> = house_wakes
            .iter()
            .filter(|(_, kind)| kind == "read_lock")
            .map(|(now, _)| now.as_str())
            .collect();
        assert_eq!(reads, ["2026-05-01T12:55:00Z"], "{native}");
        assert!(
            !house.site().to_string().contains("unread"),
            "the backups were read, too"
        );
    }
}

#[test]
fn c3_a_walk_in_is_read_back_after_its_code() {
    let now = "2026-05-01T14:00:00Z";
    for over in [json!({}), json!({ "nativeSchedule": false })] {
        let mut house = House::one_door(&over, &one_backup());
        house.settle(&[], APRIL);
        let facts = [
            door_is("online", now),
            booking("stay", MAY, &json!({ "bookedAt": now })),
        ];
        let program = only_command(&house.take(&facts, now));
        let soon = "2026-05-01T14:00:03Z";
        let answers = house.answers(&program, soon);
        let step = house.take(&answers, soon);
        assert_eq!(noticed(&step), ["access_ready:stay:1"]);
        assert_eq!(commanded(&step), ["read_lock"], "{over}");
        let answers = house.answers(&only_command(&step), soon);
        assert_eq!(commanded(&house.take(&answers, soon)), Vec::<String>::new());
        // One that is not there: the guest has a backup a minute later at the latest.
        let mut house = House::one_door(&over, &one_backup());
        house.settle(&[], APRIL);
        let (told, _) = live(
            &mut house,
            &facts,
            (now, "2026-05-01T14:01:30Z"),
            Driver::ConfirmsNothing,
        );
        assert!(
            told.last().is_some_and(|pin| opens(&house, pin)),
            "{over}: {told:?}"
        );
    }
    // Nobody can read it: the lock's word counts.
    let mut house = House::one_door(&json!({ "canReadBack": false }), &one_backup());
    house.settle(&[], APRIL);
    let facts = [
        door_is("online", now),
        booking("stay", MAY, &json!({ "bookedAt": now })),
    ];
    let step = house.settle(&facts, now);
    assert_eq!(commanded(&step), Vec::<String>::new());
}

#[test]
fn c3_c6_a_lock_that_gives_no_list_is_not_asked_without_end() {
    let mut house = House::one_door(&json!({}), &one_backup());
    house.settle(&[stay(&json!({}))], APRIL);
    let mut now = "2026-05-01T12:44:00Z".to_owned();
    let mut facts = vec![door_is("online", &now)];
    let mut reads = 0;
    while now.as_str() < "2026-05-02T13:00:00Z" {
        let step = house.take(&facts, &now);
        facts = list(&step, "commands")
            .iter()
            .map(|one| result(one, "confirmed", &now))
            .collect();
        reads += commanded(&step)
            .iter()
            .filter(|kind| *kind == "read_lock")
            .count();
        if facts.is_empty() {
            now = text(&step["wakeAt"]);
        }
    }
    assert!(reads <= 6, "{reads}");
}

#[test]
fn f52_c6_a_code_that_vanishes_after_each_success_is_bounded_and_the_guest_has_a_way_in() {
    // The lock lists it before it deletes it, or does not.
    for is_seen in [false, true] {
        let mut house = House::one_door(&json!({ "profile": "yale" }), &one_backup());
        let start = "2026-05-01T09:00:00Z";
        house.settle(&[], APRIL);
        house.settle(&[stay(&json!({}))], start);
        let (mut told, mut programs, mut to_host) = (Vec::new(), 0, 0);
        let mut minutes = 0;
        let clock = |minutes: u32, seconds: u32| {
            format!(
                "2026-05-01T{:02}:{:02}:{seconds:02}Z",
                9 + minutes / 60,
                minutes % 60
            )
        };
        while minutes < 4 * 60 + 30 {
            minutes += 2;
            let now = clock(minutes, 0);
            let mut facts = Vec::new();
            if is_seen {
                facts.push(house.report("door", &now));
            }
            let mut at = now.clone();
            for turn in 0..40 {
                let step = house.take(&facts, &at);
                to_host += list(&step, "notices")
                    .iter()
                    .filter(|one| one["to"] == "host")
                    .count();
                for notice in list(&step, "notices")
                    .iter()
                    .filter(|one| one["to"] == "guest")
                {
                    told.extend(
                        list(&notice["values"], "doors")
                            .iter()
                            .map(|door| text(&door["code"])),
                    );
                }
                let commands = list(&step, "commands").clone();
                programs += commands
                    .iter()
                    .filter(|one| {
                        one["kind"] == "program_code" && text(&one["name"]).starts_with("Guest")
                    })
                    .count();
                facts = commands
                    .iter()
                    .flat_map(|one| house.answers(one, &at))
                    .collect();
                if facts.is_empty() {
                    if at >= clock(minutes, 30) {
                        break;
                    }
                    at = clock(minutes, 30);
                    let own: Vec<String> = house
                        .codes(&json!({ "reservationId": "stay" }))
                        .iter()
                        .filter(|one| one["holder"] == "reservation")
                        .map(|one| text(&one["code"]))
                        .collect();
                    house
                        .locks
                        .get_mut("door")
                        .unwrap()
                        .retain(|_, (pin, _, _)| !own.contains(pin));
                    facts = vec![house.report("door", &at)];
                }
                assert!(turn < 39, "endless at {at}");
            }
        }
        assert!(
            told.iter().any(|pin| opens(&house, pin)),
            "{is_seen}: {told:?}"
        );
        assert!(to_host > 0, "{is_seen}");
        assert!(programs < 60, "{is_seen}: {programs}");
    }
}
