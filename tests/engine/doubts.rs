//! Lists that show something else than the lock confirmed: T8, T9, P7, F36, F38, F39.

use serde_json::{Value, json};

use crate::house::{House, house};
use crate::support::builders::{
    APRIL, JUNE, MAY, STAY, booking, failed, lock_report, result, with,
};
use crate::support::steps::{
    assert_no_command, commanded, is_empty, list, noticed, only_command, text,
};

const LATER: &str = "2026-04-02T12:00:00Z";

fn code(house: &mut House, id: &str) -> Value {
    let site = house.site();
    let mut codes = list(&site, "accessCodes").iter();
    codes.find(|code| code["id"] == id).unwrap().clone()
}

fn confirmed() -> House {
    let mut house = house();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    house
}

/// What the lock lists, each code changed so.
fn listed(house: &House, over: &Value, now: &str) -> Value {
    let mut report = house.report("door", now);
    for code in report["codes"].as_array_mut().unwrap() {
        *code = with(code.clone(), over);
    }
    report["id"] = json!(format!("odd-{now}"));
    report
}

fn nothing(now: &str) -> Value {
    with(
        lock_report("door", &json!({ "codes": [] }), now),
        &json!({ "id": format!("none-{now}") }),
    )
}

#[test]
fn t9_f39_one_list_without_a_confirmed_code_proves_nothing_and_the_lock_is_read() {
    let mut house = confirmed();
    let read = only_command(&house.take(&[nothing(LATER)], LATER));
    assert_eq!(read["kind"], "read_lock");
    assert_eq!(code(&mut house, "k1-1")["onLock"]["state"], "confirmed");
    // The lock shows the code: nothing is sent, and nobody hears of it.
    let answers = house.answers(&read, LATER);
    let step = house.take(&answers, LATER);
    assert_no_command(&step);
    assert_eq!(noticed(&step), Vec::<String>::new());
    assert_eq!(code(&mut house, "k1-1")["onLock"]["state"], "confirmed");
}

#[test]
fn t9_a_second_list_counts_where_it_answers_a_reading_or_comes_a_minute_later() {
    // It answers the reading that was given out since.
    let mut house = confirmed();
    let read = only_command(&house.take(&[nothing(LATER)], LATER));
    let at = "2026-04-02T12:00:02Z";
    let step = house.take(&[nothing(at), result(&read, "confirmed", at)], at);
    assert_eq!(commanded(&step), ["program_code"]);
    // It was not asked for: 59 seconds are too few, and 60 are enough.
    for (at, kinds) in [
        ("2026-04-02T12:00:59Z", vec!["read_lock"]),
        ("2026-04-02T12:01:00Z", vec!["program_code"]),
    ] {
        let mut house = confirmed();
        let read = only_command(&house.take(&[nothing(LATER)], LATER));
        house.take(&[failed(&read, "busy", LATER)], LATER);
        let step = house.take(&[nothing(at)], at);
        assert_eq!(commanded(&step), kinds, "{at}");
    }
}

#[test]
fn t9_f39_a_pin_that_was_ours_there_stays_ours_when_lists_deny_it_and_the_lock_refuses_it() {
    let mut house = confirmed();
    house.settle(&[], STAY);
    let pin = house.pin("stay", "door");
    let now = "2026-05-01T14:00:00Z";
    let read = only_command(&house.take(&[nothing(now)], now));
    let at = "2026-05-01T14:00:02Z";
    let again = only_command(&house.take(&[nothing(at), result(&read, "confirmed", at)], at));
    assert_eq!(
        (&again["kind"], text(&again["pin"])),
        (&json!("program_code"), pin.clone())
    );
    let at = "2026-05-01T14:00:04Z";
    let step = house.take(&[failed(&again, "duplicate_code", at)], at);
    // The lock is read. Its window is what it was, so that the guest is not without a code.
    let read = only_command(&step);
    assert_eq!(read["kind"], "read_lock");
    assert_eq!(noticed(&step), Vec::<String>::new());
    assert_eq!(house.pin("stay", "door"), pin);
    // The list denies it once more: that the PIN is taken says more. Its window is set to be sure.
    let at = "2026-05-01T14:00:06Z";
    let change = only_command(&house.take(&[nothing(at), result(&read, "confirmed", at)], at));
    assert_eq!(
        (&change["kind"], &change["pin"]),
        (&json!("change_window"), &json!(pin))
    );
    let step = house.take(&[result(&change, "confirmed", at)], at);
    assert_eq!(noticed(&step), Vec::<String>::new());
    // C3: the lock is read once more. What it shows then is not what it denies.
    let read = only_command(&step);
    assert_eq!(read["kind"], "read_lock");
    house.take(&[failed(&read, "unauthorized", at)], at);
    // At the end it is taken off, whatever the lists say.
    let removal = only_command(&house.take(&[], "2026-05-03T09:30:00Z"));
    assert_eq!(
        (&removal["kind"], &removal["pin"]),
        (&json!("remove_code"), &json!(pin))
    );
}

#[test]
fn t8_what_is_the_same_in_effect_is_not_sent_again() {
    // A backup that opens from 2000 to 2099 is as good as one without end.
    let policy = json!({ "backups": { "poolSize": 1 } });
    let mut house = House::one_door(&json!({}), &policy);
    house.settle(&[], APRIL);
    for end in [
        "2099-11-30T19:00:00Z",
        "2038-01-19T03:14:07Z",
        "2199-12-31T23:59:59Z",
    ] {
        let over = json!({ "startsAt": "2000-01-01T07:00:00Z", "endsAt": end });
        let step = house.take(&[listed(&house, &over, LATER)], LATER);
        assert_no_command(&step);
        assert_eq!(noticed(&step), Vec::<String>::new());
        let backup = code(&mut house, "k1-1");
        assert_eq!(
            (backup.get("doubt"), backup["onLock"].get("endsAt")),
            (None, None)
        );
    }
    // A lock that keeps whole hours.
    let hours = json!({ "timeFrames": { "online": [{ "stepMinutes": 60 }] } });
    let mut house = House::one_door(&hours, &json!({}));
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let over = json!({ "endsAt": "2026-05-03T09:01:00Z" });
    assert_no_command(&house.take(&[listed(&house, &over, LATER)], LATER));
    assert_eq!(code(&mut house, "k1-1").get("doubt"), None);
}

#[test]
fn t8_f38_a_lock_that_keeps_another_window_is_sent_it_five_times_and_the_host_hears_once() {
    let mut house = confirmed();
    let over = json!({ "endsAt": "2026-05-03T09:00:00Z" });
    let mut now = String::from(LATER);
    let mut facts = vec![listed(&house, &over, &now)];
    let (mut changes, mut notices) = (0, Vec::new());
    for _ in 0..200 {
        let step = house.take(&facts, &now);
        notices.extend(noticed(&step));
        facts.clear();
        for command in list(&step, "commands") {
            if command["kind"] == "read_lock" {
                facts.push(with(
                    listed(&house, &over, &now),
                    &json!({ "id": command["id"] }),
                ));
                facts.push(result(command, "confirmed", &now));
            } else {
                changes += 1;
                facts.push(house.confirm(command, &now));
            }
        }
        if facts.is_empty() {
            // Every five minutes a list that was not asked for.
            now = crate::model::instant(crate::model::seconds(&now) + 300);
            if now.as_str() > "2026-04-02T12:30:00Z" {
                break;
            }
            facts.push(listed(&house, &over, &now));
        }
    }
    assert!((2..=5).contains(&changes), "{changes}");
    assert_eq!(notices, ["code_failed:stay:door"]);
    // T1: what the lock really keeps is what it opens.
    let known = code(&mut house, "k1-1");
    assert_eq!(known["wanted"]["endsAt"], "2026-05-03T09:30:00Z");
}

#[test]
fn t8_lists_that_take_turns_are_read_again_five_times_and_the_host_hears_once() {
    let mut house = confirmed();
    let over = json!({ "endsAt": "2026-05-03T09:00:00Z" });
    let (mut kinds, mut notices) = (Vec::new(), Vec::new());
    for hour in 0..12 {
        let now = format!("2026-04-02T{hour:02}:00:00Z");
        let step = house.take(&[listed(&house, &over, &now)], &now);
        notices.extend(noticed(&step));
        for command in list(&step, "commands") {
            kinds.push(text(&command["kind"]));
            let answers = house.answers(command, &now);
            assert_no_command(&house.take(&answers, &now));
        }
    }
    assert_eq!(kinds, ["read_lock"; 5]);
    assert_eq!(notices, ["code_failed:stay:door"]);
}

#[test]
fn t8_the_same_difference_on_three_codes_is_the_readers_zone() {
    let mut house = confirmed();
    let more = [
        booking("next", ("2026-05-03", "2026-05-05"), &json!({})),
        booking("third", JUNE, &json!({})),
    ];
    house.settle(&more, APRIL);
    let mut report = house.report("door", LATER);
    for code in report["codes"].as_array_mut().unwrap() {
        for edge in ["startsAt", "endsAt"] {
            let at = crate::model::seconds(&text(&code[edge])) + 3_600;
            code[edge] = json!(crate::model::instant(at));
        }
    }
    let step = house.take(&[report], LATER);
    assert_no_command(&step);
    assert_eq!(noticed(&step), ["code_failed:door"]);
    assert_eq!(
        step["notices"][0]["values"]["because"]["kind"],
        "clock_or_zone"
    );
    let known = code(&mut house, "k1-1");
    assert_eq!(known["onLock"]["startsAt"], known["wanted"]["startsAt"]);
    // The next list is right: the notice is over.
    let now = "2026-04-02T13:00:00Z";
    house.take(&[house.report("door", now)], now);
    assert_eq!(house.conditions(), json!([]));
}

#[test]
fn p7_f36_a_code_that_is_listed_after_its_removal_is_asked_for_and_removed_again() {
    let mut house = confirmed();
    let there = house.report("door", APRIL)["codes"][0].clone();
    let cancelled = json!({ "revision": 2, "status": "cancelled" });
    house.settle(&[booking("stay", MAY, &cancelled)], LATER);
    let shown = |now: &str| {
        let report = lock_report("door", &json!({ "codes": [there] }), now);
        with(report, &json!({ "id": format!("ghost-{now}") }))
    };
    // Two minutes later it may be an old list of the cloud's.
    let now = "2026-04-02T12:02:00Z";
    let step = house.take(&[shown(now)], now);
    assert_no_command(&step);
    assert_eq!(noticed(&step), Vec::<String>::new());
    assert_eq!(step["wakeAt"], "2026-04-02T12:10:00Z");
    let now = "2026-04-02T12:10:00Z";
    let read = only_command(&house.take(&[], now));
    assert_eq!(read["kind"], "read_lock");
    let removal = only_command(&house.take(&[shown(now), result(&read, "confirmed", now)], now));
    assert_eq!(
        (&removal["kind"], &removal["externalId"]),
        (&json!("remove_code"), &there["externalId"])
    );
    let kinds: Vec<Value> = list(&house.site(), "accessCodes")
        .iter()
        .map(|code| code["holder"]["kind"].clone())
        .collect();
    assert_eq!(kinds, ["reservation"], "it is never unknown");
    // It is gone now.
    house.take(&[result(&removal, "confirmed", now)], now);
    let now = "2026-04-02T12:30:00Z";
    assert_no_command(&house.take(&[nothing(now)], now));
    assert_eq!(code(&mut house, "k1-1").get("tries"), None);
}

#[test]
fn p7_a_strangers_code_with_the_pin_of_a_code_that_is_gone_is_unknown() {
    let mut house = confirmed();
    let there = house.report("door", APRIL)["codes"][0].clone();
    let cancelled = json!({ "revision": 2, "status": "cancelled" });
    house.settle(&[booking("stay", MAY, &cancelled)], LATER);
    let now = "2026-04-02T13:00:00Z";
    let theirs = with(there, &json!({ "externalId": "theirs" }));
    let step = house.take(
        &[lock_report("door", &json!({ "codes": [theirs] }), now)],
        now,
    );
    assert_no_command(&step);
    assert_eq!(noticed(&step), ["unknown_code:k1-2"]);
}

#[test]
fn d2_t9_a_list_that_comes_once_more_days_later_says_no_more_of_a_doubt_than_it_did() {
    let mut house = confirmed();
    house.settle(&[nothing(LATER)], LATER);
    // Another list shows the code, and that there was doubt is remembered for a day.
    let now = "2026-04-02T13:00:00Z";
    let list = with(house.report("door", now), &json!({ "id": "list" }));
    house.settle(std::slice::from_ref(&list), now);
    for again in ["2026-04-02T13:01:00Z", "2026-04-05T13:00:00Z"] {
        house.settle(&[], again);
        let step = house.take(std::slice::from_ref(&list), again);
        assert!(is_empty(&step), "{again}: {step}");
    }
}
