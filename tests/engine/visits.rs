//! Codes of visitors in the engine: V1, V2, V3, F7, D3 and T6.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booking, failed, listing, lock, lock_report, order, with,
};
use crate::support::calls::ask;
use crate::support::steps::{commanded, is_empty, list, noticed, text};

fn house() -> House {
    House::new(json!({
        "locks": [lock("door", &json!({})), lock("street", &json!({}))],
        "listings": [listing("flat", &json!(["door", "street"]))],
    }))
}

fn visit(over: &Value) -> Value {
    let base = json!({
        "id": "cleo", "revision": 1, "listingId": "flat", "visitor": "Cleo", "purpose": "cleaning", "kind": "time_bound",
        "startsAt": "2026-04-10T08:00:00Z", "endsAt": "2026-04-10T12:00:00Z", "status": "active",
    });
    let mut visit = with(base, over);
    for edge in ["startsAt", "endsAt"] {
        if visit[edge].is_null() {
            visit.as_object_mut().unwrap().remove(edge);
        }
    }
    json!({ "type": "visit", "visit": visit })
}

fn kind(kind: &str, over: &Value) -> Value {
    visit(&with(
        json!({ "kind": kind, "startsAt": null, "endsAt": null }),
        over,
    ))
}

/// The windows on the street door.
fn windows(house: &House) -> Vec<(Option<String>, Option<String>)> {
    house
        .locks
        .get("street")
        .into_iter()
        .flatten()
        .map(|(_, held)| (held.1.clone(), held.2.clone()))
        .collect()
}

fn some(from: &str, to: &str) -> (Option<String>, Option<String>) {
    (Some(from.to_owned()), Some(to.to_owned()))
}

#[test]
fn v1_v2_a_time_bound_visit_has_one_pin_on_its_doors_from_its_start_to_its_end() {
    let mut house = house();
    let first = house.take(&[visit(&json!({}))], APRIL);
    assert_eq!(noticed(&first), ["access_ready:visit:cleo:1"]);
    let notice = &first["notices"][0];
    assert_eq!(
        (&notice["to"], &notice["visitId"]),
        (&json!("visitor"), &json!("cleo"))
    );
    assert_eq!(
        [
            &notice["values"]["nextStartsAt"],
            &notice["values"]["nextEndsAt"]
        ],
        ["2026-04-10T10:00:00+02:00", "2026-04-10T14:00:00+02:00"],
        "V2: on the house's clock"
    );
    house.settle(&[], "2026-04-01T12:01:00Z");
    house.settle(&[], "2026-04-01T12:02:00Z");
    assert_eq!(
        windows(&house),
        [some("2026-04-10T08:00:00Z", "2026-04-10T12:00:00Z")]
    );
    assert_eq!(house.pins_on("door"), house.pins_on("street"), "P1");
    assert_eq!(
        json!(house.pins_on("door")[0]),
        notice["values"]["doors"][0]["code"]
    );
    assert!(is_empty(&house.take(&[], "2026-04-10T11:59:59Z")), "D3");
    let step = house.settle(&[], "2026-04-10T12:00:00Z");
    assert!(
        house.pins_on("door").is_empty() && house.pins_on("street").is_empty(),
        "{step}"
    );
}

#[test]
fn v2_t6_a_visit_can_be_moved_and_revoked_at_any_time_and_the_visitor_hears_of_it() {
    let mut house = house();
    house.settle(&[visit(&json!({}))], APRIL);
    let moved = visit(&json!({ "revision": 2, "endsAt": "2026-04-10T14:00:00Z" }));
    let step = house.take(std::slice::from_ref(&moved), APRIL);
    assert_eq!(noticed(&step), ["access_changed:visit:cleo:2"]);
    // What was not answered is read back, and done.
    for minute in 5..8 {
        house.settle(&[], &format!("2026-04-01T12:{minute:02}:00Z"));
    }
    assert_eq!(
        windows(&house),
        [some("2026-04-10T08:00:00Z", "2026-04-10T14:00:00Z")]
    );
    assert!(
        is_empty(&house.take(&[moved], "2026-04-01T12:08:00Z")),
        "T6: the same revision changes nothing"
    );
    let revoked = visit(&json!({ "revision": 3, "status": "revoked" }));
    let step = house.take(&[revoked], "2026-04-10T09:00:00Z");
    assert_eq!(noticed(&step), ["access_ended:visit:cleo:3"]);
    for minute in 2..5 {
        house.settle(&[], &format!("2026-04-10T09:{minute:02}:00Z"));
    }
    assert!(house.pins_on("street").is_empty());
}

#[test]
fn v1_a_one_time_code_goes_when_it_was_used() {
    let mut house = house();
    house.settle(&[kind("one_time", &json!({}))], APRIL);
    let pins = house.pins_on("street");
    let used = |lock: &str, at: &str| json!({ "type": "code_used", "id": at, "at": at, "lockId": lock, "pin": pins[0] });
    // Who came in from the street opens the flat, too, and hears nothing of that.
    let now = "2026-04-03T09:00:00Z";
    let step = house.take(&[used("street", now)], now);
    assert_eq!(noticed(&step), Vec::<String>::new());
    house.settle(&[], "2026-04-03T09:01:00Z");
    house.settle(&[], "2026-04-03T09:02:00Z");
    assert!(house.pins_on("street").is_empty());
    assert_eq!(house.pins_on("door"), pins);
    // What nobody uses then goes a day later.
    let mut unused = House::reopened(&house.site());
    let step = unused.take(&[], "2026-04-04T09:00:00Z");
    assert_eq!(noticed(&step), ["access_ended:visit:cleo:2"]);
    assert!(commanded(&step).contains(&"remove_code".to_owned()));
    let now = "2026-04-03T09:05:00Z";
    let step = house.take(&[used("door", now)], now);
    assert_eq!(noticed(&step), ["access_ended:visit:cleo:2"]);
    house.settle(&[], "2026-04-03T09:06:00Z");
    house.settle(&[], "2026-04-03T09:07:00Z");
    assert!(house.pins_on("street").is_empty() && house.pins_on("door").is_empty());
}

#[test]
fn v1_a_recurring_visit_opens_week_by_week_and_overnight() {
    let mut house = house();
    // April 1st of 2026 is a Wednesday.
    let weekly = json!({ "weekly": [{ "days": ["thursday"], "from": "22:00", "to": "02:00" }] });
    let step = house.settle(&[kind("recurring", &weekly)], APRIL);
    assert_eq!(
        windows(&house),
        [some("2026-04-02T20:00:00Z", "2026-04-03T00:00:00Z")]
    );
    assert_eq!(step["wakeAt"], "2026-04-03T00:00:00Z");
    let pin = house.pins_on("street");
    let step = house.settle(&[], "2026-04-03T00:00:00Z");
    assert_eq!(
        windows(&house),
        [some("2026-04-09T20:00:00Z", "2026-04-10T00:00:00Z")]
    );
    assert_eq!(
        (house.pins_on("street"), noticed(&step)),
        (pin, vec![]),
        "the same code, and nothing to tell"
    );
}

#[test]
fn v1_w5_a_turnover_opens_between_the_stays() {
    let mut house = house();
    let stays = [
        booking("first", MAY, &json!({})),
        booking("next", ("2026-05-04", "2026-05-06"), &json!({})),
    ];
    house.settle(&stays, APRIL);
    house.settle(&[kind("turnover", &json!({}))], APRIL);
    let cleaner = house
        .codes(&json!({ "lockId": "street" }))
        .into_iter()
        .find(|code| code["holder"] == "visit")
        .unwrap();
    assert_eq!(
        (&cleaner["startsAt"], &cleaner["endsAt"]),
        (
            &json!("2026-05-03T09:00:00Z"),
            &json!("2026-05-04T13:00:00Z")
        )
    );
}

#[test]
fn v3_f7_what_has_no_end_is_replaced_after_ninety_days_by_a_pin_that_nobody_has() {
    let mut house = house();
    house.settle(&[booking("stay", MAY, &json!({}))], APRIL);
    let step = house.settle(&[kind("permanent", &json!({ "purpose": "owner" }))], APRIL);
    assert_eq!(step["wakeAt"], "2026-04-28T13:00:00Z", "the guest's reveal");
    let before = house.pins_on("street");
    assert_eq!(before.len(), 2, "F7");
    let now = "2026-06-30T12:00:00Z";
    house.settle(&[], "2026-05-03T09:30:00Z");
    let owner = house.pins_on("street");
    let step = house.settle(&[], now);
    assert!(is_empty(&house.take(&[], now)), "{step}");
    let after = house.pins_on("street");
    assert_eq!(after.len(), 1);
    assert!(!before.contains(&after[0]) && owner != after, "V3");
}

#[test]
fn v3_t4_the_old_code_goes_when_the_new_one_works_and_the_visitor_hears_once() {
    let mut house = house();
    house.settle(&[kind("permanent", &json!({ "purpose": "owner" }))], APRIL);
    let old = house.pin_on("door");
    let now = "2026-06-30T12:00:00Z";
    let step = house.take(&[], now);
    let commands = list(&step, "commands").clone();
    assert!(commands.iter().all(|one| one["kind"] == "program_code") && commands.len() == 2);
    assert_eq!(noticed(&step), [""; 0], "the old one works still");
    let first = house.confirm(&commands[0], now);
    let step = house.take(&[first], now);
    assert_eq!((noticed(&step), list(&step, "commands").len()), (vec![], 0));
    let second = house.confirm(&commands[1], now);
    let step = house.take(&[second], now);
    assert_eq!(noticed(&step), ["access_changed:visit:cleo:2"]);
    let told = list(&step["notices"][0]["values"], "doors");
    assert!(
        told.iter().all(|door| door["code"] == commands[0]["pin"]),
        "{told:?}"
    );
    house.settle_commands(&step, now);
    assert!(house.pins_on("door") == house.pins_on("street") && house.pin_on("door") != old);
}

#[test]
fn v3_t4_on_a_lock_that_does_not_answer_the_old_code_stays_the_visitors() {
    let mut house = house();
    house.settle(&[kind("permanent", &json!({ "purpose": "owner" }))], APRIL);
    let old = house.pin_on("door");
    let now = "2026-06-30T12:00:00Z";
    let commands = list(&house.take(&[], now), "commands").clone();
    assert_eq!(commands[0]["lockId"], "door");
    let street = house.confirm(&commands[1], now);
    let step = house.take(&[failed(&commands[0], "offline", now), street], now);
    // One door has the new PIN, the other one the old.
    let told = list(&step["notices"][0]["values"], "doors");
    assert_eq!(
        (&told[0]["code"], &told[1]["code"]),
        (&json!(old), &commands[1]["pin"])
    );
    house.settle_commands(&step, now);
    assert_eq!(house.pins_on("door"), std::slice::from_ref(&old));
    let later = "2026-06-30T12:10:00Z";
    let online = lock_report(
        "door",
        &json!({ "state": { "reachability": "online" } }),
        later,
    );
    house.settle(&[online], later);
    assert_eq!(house.pins_on("door"), house.pins_on("street"));
    assert!(house.pin_on("door") != old && is_empty(&house.take(&[], later)));
    // While it lasts, the old one follows its visit, and ends with it.
    let much_later = "2026-09-28T12:00:00Z";
    let commands = list(&house.take(&[], much_later), "commands").clone();
    let street = house.confirm(&commands[1], much_later);
    let step = house.take(
        &[failed(&commands[0], "offline", much_later), street],
        much_later,
    );
    house.settle_commands(&step, much_later);
    let ended = kind(
        "permanent",
        &json!({ "purpose": "owner", "revision": 2, "status": "revoked" }),
    );
    house.settle(&[ended], much_later);
    house.settle(&[], "2026-09-28T12:01:00Z");
    assert_eq!(
        (house.pins_on("door"), house.pins_on("street")),
        (vec![], vec![])
    );
}

#[test]
fn v1_a_visit_that_contradicts_itself_is_rejected_by_path() {
    let mut house = house();
    let step = house.step(&[kind("time_bound", &json!({}))], APRIL);
    assert_eq!(
        step["rejected"][0]["because"]["path"],
        "facts[0].visit.startsAt"
    );
}

#[test]
fn f9_c6_a_visits_pin_that_is_taken_on_its_lock_gives_way_to_another_and_the_visitor_hears_of_it() {
    let mut house = house();
    let step = house.take(&[kind("permanent", &json!({ "purpose": "owner" }))], APRIL);
    let first = list(&step, "commands")[0].clone();
    assert_eq!(
        (&first["lockId"], noticed(&step)),
        (&json!("door"), vec!["access_ready:visit:cleo:1".into()])
    );
    let step = house.take(&[failed(&first, "duplicate_code", APRIL)], APRIL);
    assert_eq!(noticed(&step), ["access_changed:visit:cleo:2"], "{step}");
    let second = list(&step, "commands")
        .iter()
        .find(|command| command["lockId"] == "door")
        .unwrap_or_else(|| panic!("{step}"));
    assert_eq!(second["kind"], "program_code");
    assert_ne!(second["pin"], first["pin"]);
}

#[test]
fn v3_d3_a_code_that_was_just_made_is_to_be_replaced_in_ninety_days() {
    // Locks that get their codes shortly before they are needed: after a stay in August.
    let locks = ["door", "street"].map(|id| lock(id, &json!({ "nativeSchedule": false })));
    let mut house = House::new(json!({
        "locks": locks, "listings": [listing("flat", &json!(["door", "street"]))],
    }));
    house.settle(
        &[booking("stay", ("2026-08-01", "2026-08-03"), &json!({}))],
        APRIL,
    );
    let step = house.take(&[kind("turnover", &json!({}))], APRIL);
    assert_eq!(step["wakeAt"], "2026-06-30T12:00:00Z");
    assert!(is_empty(&house.take(&[], APRIL)));
}

#[test]
fn f57_v2_a_visitor_hears_that_a_told_code_was_refused_and_that_it_opens_at_last() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let first = house.take(&[visit(&json!({}))], APRIL);
    assert_eq!(noticed(&first), ["access_ready:visit:cleo:1"]);
    let command = list(&first, "commands")[0].clone();
    let step = house.take(&[failed(&command, "rejected", APRIL)], APRIL);
    let to_visitor: Vec<&Value> = list(&step, "notices")
        .iter()
        .filter(|notice| notice["to"] == "visitor")
        .collect();
    assert_eq!(to_visitor.len(), 1, "{step}");
    assert_eq!(to_visitor[0]["values"]["changed"], json!(["uncertain"]));
    assert_eq!(to_visitor[0]["values"]["doors"][0]["isUncertain"], true);
    // The host orders a new code, and the lock takes that one.
    let order = json!({ "type": "host_order", "id": "o1", "at": APRIL, "order": { "kind": "rotate", "visitId": "cleo" } });
    let step = house.settle(&[order], APRIL);
    let now = noticed(&step);
    let site = house.site();
    let told = &site["visits"][0]["toldDoors"][0];
    assert!(told["uncertain"].is_null(), "{now:?} {told}");
    assert_eq!(told["pin"], json!(house.pins_on("door")[0]));
}

#[test]
fn v2_a_visit_without_a_name_goes_by_its_purpose() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let mut nameless = visit(&json!({}));
    nameless["visit"].as_object_mut().unwrap().remove("visitor");
    let step = house.take(std::slice::from_ref(&nameless), APRIL);
    let (notice, command) = (&step["notices"][0], &step["commands"][0]);
    assert_eq!(noticed(&step), ["access_ready:visit:cleo:1"]);
    assert!(notice["values"]["visitorName"].is_null(), "{notice}");
    assert_eq!(command["name"], "Cleaning k1-1");
    assert!(text_of(notice).starts_with("Hello,\n"), "{notice}");
    let seen = &house.codes(&json!({ "visitId": "cleo" }))[0];
    assert!(seen["visitorName"].is_null() && seen["purpose"] == "cleaning");
    // The host reads who it is.
    let step = house.take(&[failed(command, "rejected", APRIL)], APRIL);
    let to_host = |notice: &&Value| notice["to"] == "host";
    let host = list(&step, "notices").iter().find(to_host).unwrap();
    assert!(
        text_of(host).starts_with("The cleaner (flat, Fri 10 Apr, 10:00–14:00): the code for door"),
        "{}",
        text_of(host)
    );
    // With neither a name nor a purpose nobody could tell who it is.
    nameless["visit"].as_object_mut().unwrap().remove("purpose");
    let step = house.step(&[nameless], APRIL);
    let because = &step["rejected"][0]["because"];
    assert_eq!(
        [&because["code"], &because["path"], &because["hint"]],
        [
            "missing_key",
            "facts[0].visit.purpose",
            "add `purpose`: visitor, service, delivery, cleaning or owner"
        ]
    );
}

/// A notice in English, where the host has written nothing.
fn text_of(notice: &Value) -> String {
    let kind = json!({ "kind": notice["kind"], "to": notice["to"] });
    let template = ask("defaultTemplate", &kind).unwrap();
    let input = json!({ "template": template, "values": notice["values"] });
    text(&ask("renderMessage", &input).unwrap())
}

/// P3: what a visit's former visitor, or its former days and doors, knew never opens again.
fn told_pins(step: &Value) -> Vec<String> {
    let doors = list(&step["notices"][0]["values"], "doors").iter();
    let mut pins: Vec<String> = doors.map(|door| text(&door["code"])).collect();
    pins.dedup();
    pins
}

#[test]
fn p3_v2_a_revoked_visit_that_is_given_back_gets_a_new_pin_also_at_another_door() {
    let revoke = order(
        &json!({ "kind": "revoke", "visitId": "cleo" }),
        "2026-04-02T12:00:00Z",
    );
    let rotate = order(
        &json!({ "kind": "rotate", "visitId": "cleo" }),
        "2026-04-03T12:00:00Z",
    );
    let active = |revision: u32, over: &Value| {
        kind("permanent", &with(json!({ "revision": revision }), over))
    };
    let elsewhere = json!({ "lockIds": ["street"] });
    for (end, back) in [
        (vec![revoke.clone()], vec![rotate.clone()]),
        (vec![revoke], vec![active(3, &elsewhere)]),
        (
            vec![active(2, &json!({ "status": "revoked" }))],
            vec![active(3, &json!({}))],
        ),
        (
            vec![active(2, &json!({ "status": "revoked" }))],
            vec![active(3, &elsewhere)],
        ),
    ] {
        let mut house = house();
        house.settle(&[active(1, &json!({ "lockIds": ["door"] }))], APRIL);
        let old = house.pin_on("door");
        house.settle(&end, "2026-04-02T12:00:00Z");
        let step = house.take(&back, "2026-04-03T12:00:00Z");
        assert_eq!(noticed(&step), ["access_ready:visit:cleo:3"], "{back:?}");
        assert!(told_pins(&step).iter().all(|pin| *pin != old), "{back:?}");
        assert_eq!(told_pins(&step).len(), 1, "one PIN for all doors");
    }
}

#[test]
fn p3_v2_another_person_gets_a_new_pin_and_is_told_as_a_new_one() {
    for (before, after, is_another) in [
        (json!("Cleo"), json!("Bob"), true),
        (json!("Cleo"), json!(" CLEO "), false),
        (json!("Cleo"), json!(null), false),
        (json!(null), json!("Cleo"), false),
    ] {
        let named = |revision: u32, name: &Value| {
            let mut fact = kind("permanent", &json!({ "revision": revision }));
            fact["visit"] = with(fact["visit"].take(), &json!({ "visitor": name }));
            fact
        };
        let mut house = house();
        house.settle(&[named(1, &before)], APRIL);
        let old = house.pin_on("street");
        let step = house.take(&[named(2, &after)], "2026-04-02T12:00:00Z");
        if is_another {
            assert_eq!(noticed(&step), ["access_ready:visit:cleo:2"]);
            assert!(!told_pins(&step).contains(&old));
            house.settle_commands(&step, "2026-04-02T12:00:00Z");
            assert!(house.pins_on("street").len() == 1 && house.pin_on("door") != old);
        } else {
            assert!(noticed(&step).is_empty(), "{before} {after} {step}");
        }
    }
    // Nobody is named: another purpose is another person.
    let mut house = house();
    let of = |revision: u32, purpose: &str| {
        let mut fact = kind(
            "permanent",
            &json!({ "revision": revision, "purpose": purpose }),
        );
        fact["visit"] = with(fact["visit"].take(), &json!({ "visitor": null }));
        fact
    };
    house.settle(&[of(1, "cleaning")], APRIL);
    let old = house.pin_on("street");
    house.settle(&[of(2, "service")], APRIL);
    assert_ne!(house.pin_on("street"), old);
}

#[test]
fn p3_v2_a_visit_that_moves_to_other_days_or_doors_gets_a_new_pin_and_else_keeps_it() {
    let on_may = json!({ "startsAt": "2026-05-10T08:00:00Z", "endsAt": "2026-05-10T12:00:00Z" });
    for (over, changed, is_new) in [
        (on_may, json!(["codes", "times"]), true),
        (json!({ "lockIds": ["street"] }), json!(["doors"]), true),
        (
            json!({ "endsAt": "2026-04-11T12:00:00Z" }),
            json!(["times"]),
            false,
        ),
        (
            json!({ "lockIds": ["street", "door"] }),
            json!(["doors"]),
            false,
        ),
    ] {
        let mut house = house();
        let doors = json!({ "lockIds": ["door"] });
        house.settle(&[visit(&doors)], APRIL);
        let old = house.pin_on("door");
        let moved = visit(&with(with(doors, &json!({ "revision": 2 })), &over));
        let step = house.take(&[moved], "2026-04-02T12:00:00Z");
        assert_eq!(noticed(&step), ["access_changed:visit:cleo:2"], "{over}");
        assert_eq!(step["notices"][0]["values"]["changed"], changed, "{over}");
        assert_eq!(told_pins(&step) != [old], is_new, "{over}");
    }
}

/// While automation rests, no new code would take the place of the old one.
#[test]
fn p3_v2_a_visit_that_moves_while_automation_rests_keeps_its_code() {
    let mut house = house();
    house.settle(&[visit(&json!({}))], APRIL);
    let old = house.pin_on("door");
    house.settle(&[order(&json!({ "kind": "pause" }), APRIL)], APRIL);
    let on_may = json!({ "revision": 2, "startsAt": "2026-05-10T08:00:00Z", "endsAt": "2026-05-10T12:00:00Z" });
    let step = house.take(&[visit(&on_may)], "2026-04-02T12:00:00Z");
    assert_eq!(told_pins(&step), [old]);
}

/// B5: a code whose visit is another person's now is the host's task where its lock is silent.
#[test]
fn b5_v2_a_former_visitors_code_on_a_silent_lock_is_the_hosts_task_at_once() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[kind("permanent", &json!({}))], APRIL);
    let now = "2026-04-02T12:00:00Z";
    house.settle(
        &[lock_report(
            "door",
            &json!({ "state": { "reachability": "offline" } }),
            now,
        )],
        now,
    );
    let other = kind("permanent", &json!({ "revision": 2, "visitor": "Bob" }));
    let step = house.take(&[other], now);
    assert!(
        noticed(&step).contains(&"removal_by_hand:k1-1".to_owned()),
        "{step}"
    );
}
