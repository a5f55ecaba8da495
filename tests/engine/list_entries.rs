//! Each code of a list is read by itself: F18, F62, P7.

use serde_json::{Value, json};

use crate::house::{House, house};
use crate::support::builders::{APRIL, JUNE, MAY, booking, failed, lock_report, result, with};
use crate::support::steps::{commanded, list, noticed, only_command, refusal, text};

const LATER: &str = "2026-04-02T12:00:00Z";

/// A house whose cloud has taken the code of a stay, and the code as its lock lists it.
fn accepted() -> (House, Value) {
    let mut house = house();
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let result = with(
        house.confirm(&program, APRIL),
        &json!({ "outcome": "accepted" }),
    );
    house.take(&[result], APRIL);
    let own = house.report("door", LATER)["codes"][0].clone();
    (house, own)
}

fn states(house: &mut House) -> Vec<(String, String)> {
    let site = house.site();
    let codes = list(&site, "accessCodes").iter();
    codes
        .map(|code| {
            (
                text(&code["holder"]["kind"]),
                text(&code["onLock"]["state"]),
            )
        })
        .collect()
}

#[test]
fn f62_one_odd_code_costs_no_other_and_the_step_names_it() {
    for (key, value, kind) in [
        ("name", json!("Ann\tB"), "cleaned"),
        ("name", json!("x".repeat(2001)), "cleaned"),
        ("slot", json!(-1), "unknown"),
        ("slot", json!(4_294_967_296_u64), "unknown"),
        ("externalId", json!("x".repeat(129)), "unknown"),
        ("externalId", json!(""), "unknown"),
        ("startsAt", json!("yesterday"), "unknown"),
        ("endsAt", json!("2200-01-01T00:00:00Z"), "unknown"),
    ] {
        let (mut house, own) = accepted();
        let stranger = with(json!({ "pin": "777123" }), &json!({ key: value }));
        let report = lock_report("door", &json!({ "codes": [own, stranger] }), LATER);
        let step = house.take(&[report], LATER);
        let notes = list(&step, "notes");
        assert_eq!(
            (notes.len(), &notes[0]["index"], &notes[0]["kind"]),
            (1, &json!(0), &json!(kind))
        );
        assert_eq!(notes[0]["path"], format!("facts[0].codes[1].{key}"));
        assert_eq!(commanded(&step), Vec::<String>::new());
        assert_eq!(noticed(&step), ["unknown_code:k1-2"]);
        let known = states(&mut house);
        assert_eq!(
            known,
            [("reservation", "confirmed"), ("unknown", "confirmed")]
                .map(|(kind, state)| (kind.to_owned(), state.to_owned()))
        );
        // P9: what is odd is not repeated, since it may hold a PIN.
        assert!(!text(&notes[0]["message"]).contains("777123"));
    }
}

#[test]
fn f62_an_edge_that_cannot_be_read_leaves_the_window_as_it_is_known() {
    let (mut house, own) = accepted();
    let confirmed = house.report("door", LATER);
    house.take(&[confirmed], LATER);
    let odd = with(own, &json!({ "endsAt": "0000-00-00" }));
    let now = "2026-04-03T12:00:00Z";
    let step = house.take(&[lock_report("door", &json!({ "codes": [odd] }), now)], now);
    assert_eq!(commanded(&step), Vec::<String>::new());
    let on_lock = house.site()["accessCodes"][0]["onLock"].clone();
    assert_eq!(
        (&on_lock["state"], &on_lock["endsAt"], &on_lock["at"]),
        (
            &json!("confirmed"),
            &json!("2026-05-03T09:30:00Z"),
            &json!(now)
        )
    );
}

/// A host keeps the window of a command as it was sent, with its wall times, and gives it back.
#[test]
fn t1_c3_a_list_and_a_result_may_give_back_the_window_of_a_command() {
    let mut house = House::one_door(&json!({ "nativeSchedule": true }), &json!({}));
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let window = &program["window"];
    assert_eq!(
        [&window["startsAtLocal"], &window["timeZone"]],
        ["2026-05-01T15:00:00", "Europe/Paris"]
    );
    let given_back = json!({ "window": window });
    let confirmed = with(house.confirm(&program, APRIL), &given_back);
    house.take(&[confirmed], APRIL);
    let listed = house.report("door", LATER)["codes"][0].clone();
    let listed = with(listed, window);
    let report = lock_report("door", &json!({ "codes": [listed] }), LATER);
    let step = house.take(&[report], LATER);
    assert_eq!(commanded(&step), Vec::<String>::new());
    let on_lock = house.site()["accessCodes"][0]["onLock"].clone();
    assert_eq!(
        [&on_lock["at"], &on_lock["endsAt"]],
        [LATER, "2026-05-03T09:30:00Z"]
    );
}

#[test]
fn f62_what_the_hosts_software_writes_wrongly_is_refused_as_in_any_fact() {
    let (mut house, own) = accepted();
    for (over, path) in [
        (json!({ "slot": "5" }), "facts[0].codes[0].slot"),
        (json!({ "label": "Ann" }), "facts[0].codes[0].label"),
        (json!({ "name": 5 }), "facts[0].codes[0].name"),
    ] {
        let odd = with(own.clone(), &over);
        let step = house.step(
            &[lock_report("door", &json!({ "codes": [odd] }), LATER)],
            LATER,
        );
        assert!(refusal(&step).starts_with(path), "{}", refusal(&step));
        assert!(step.get("notes").is_none());
    }
}

#[test]
fn p7_f18_a_hidden_entry_without_our_label_is_a_strangers_where_the_list_shows_labels() {
    for (own_name, stranger_name, is_ours) in [
        (true, None, false),
        (true, Some("Ann"), false),
        (false, Some("Ann"), false),
        // Nothing can be compared: the code may be there, and is not written again.
        (false, None, true),
    ] {
        let mut house = house();
        let first = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
        let done = house.confirm(&first, APRIL);
        let next = booking("next", JUNE, &json!({}));
        let second = only_command(&house.take(&[done.clone(), next], APRIL));
        house.take(&[result(&second, "unknown", APRIL)], APRIL);
        let entry = |id: &Value, name: Option<&Value>| {
            let entry = json!({ "externalId": id, "pin": "****" });
            name.map_or(entry.clone(), |name| with(entry, &json!({ "name": name })))
        };
        let own = entry(&done["externalId"], own_name.then_some(&first["name"]));
        let stranger_name = stranger_name.map(|name| json!(name));
        let stranger = entry(&json!("x99"), stranger_name.as_ref());
        let report = lock_report("door", &json!({ "codes": [own, stranger] }), LATER);
        let step = house.take(&[report], LATER);
        assert_eq!(noticed(&step), ["unknown_code:k1-3"]);
        let is_written = list(&step, "commands")
            .iter()
            .any(|one| (&one["kind"], &one["codeId"]) == (&json!("program_code"), &json!("k1-2")));
        assert_eq!(is_written, !is_ours, "{step}");
        let is_unverifiable = states(&mut house)[1].1 == "unverifiable";
        assert_eq!(is_unverifiable, is_ours);
    }
}

#[test]
fn p7_an_entry_with_a_hidden_pin_and_the_label_of_one_code_is_not_another_one_of_that_place() {
    let mut house = house();
    let program = only_command(&house.take(&[booking("stay", MAY, &json!({}))], APRIL));
    let done = with(result(&program, "confirmed", APRIL), &json!({ "slot": 1 }));
    house.take(&[done], APRIL);
    // Two lists show nothing, and the lock takes the code no more.
    let none = |now: &str| lock_report("door", &json!({ "codes": [] }), now);
    let now = "2026-04-01T13:00:00Z";
    let read = only_command(&house.take(&[none(now)], now));
    let now = "2026-04-01T13:00:02Z";
    let facts = [none(now), result(&read, "confirmed", now)];
    let program = only_command(&house.take(&facts, now));
    assert_eq!(program["kind"], "program_code");
    house.take(&[failed(&program, "rejected", now)], now);
    // Another code was put in that place, and its answer is lost.
    let program = only_command(&house.take(&[booking("next", JUNE, &json!({}))], now));
    let mut step = house.take(&[result(&program, "unknown", now)], now);
    let mut now = now.to_owned();
    while commanded(&step).is_empty() {
        now = text(&step["wakeAt"]);
        step = house.take(&[], &now);
    }
    let read = only_command(&step);
    assert_eq!(read["kind"], "read_lock");
    let entry = json!({ "externalId": "x9", "pin": "****", "slot": 1, "name": program["name"] });
    let report = lock_report("door", &json!({ "codes": [entry] }), &now);
    house.take(&[report, result(&read, "confirmed", &now)], &now);
    let site = house.site();
    let of = |id: &Value| {
        let mut codes = list(&site, "accessCodes").iter();
        codes.find(|code| code["id"] == *id).unwrap().clone()
    };
    assert_eq!(of(&program["codeId"])["externalId"], "x9");
    assert_ne!(of(&json!("k1-1"))["externalId"], "x9");
    assert_eq!(of(&json!("k1-1"))["onLock"]["state"], "absent");
}
