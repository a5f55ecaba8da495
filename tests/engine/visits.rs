//! Codes of visitors in the engine: V1, V2, V3, F7, D3 and T6.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booking, failed, listing, lock, lock_report, order, with,
};
use crate::support::calls::ask;
use crate::support::steps::{commanded, is_empty, list, noticed, text};

pub fn house() -> House {
    House::new(json!({
        "locks": [lock("door", &json!({})), lock("street", &json!({}))],
        "listings": [listing("flat", &json!(["door", "street"]))],
    }))
}

pub fn visit(over: &Value) -> Value {
    let base = json!({
        "id": "cleo", "revision": 1, "listingId": "flat", "visitor": "Cleo", "purpose": "cleaning",
        "kind": "time_bound",
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

pub fn kind(kind: &str, over: &Value) -> Value {
    visit(&with(
        json!({ "kind": kind, "startsAt": null, "endsAt": null }),
        over,
    ))
}

/// The windows on the street door.
pub fn windows(house: &House) -> Vec<(Option<String>, Option<String>)> {
    house
        .locks
        .get("street")
        .into_iter()
        .flatten()
        .map(|(_, held)| (held.1.clone(), held.2.clone()))
        .collect()
}

pub fn some(from: &str, to: &str) -> (Option<String>, Option<String>) {
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
    let used = |lock: &str, at: &str| {
        json!({ "type": "code_used", "id": at, "at": at,
            "lockId": lock, "pin": pins[0] })
    };
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
fn v1_a_visit_that_contradicts_itself_is_rejected_by_path() {
    let mut house = house();
    let step = house.step(&[kind("time_bound", &json!({}))], APRIL);
    assert_eq!(
        step["rejected"][0]["because"]["path"],
        "facts[0].visit.startsAt"
    );
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
    let order = json!({ "type": "host_order", "id": "o1", "at": APRIL, "order": { "kind": "rotate",
        "visitId": "cleo" } });
    let step = house.settle(&[order], APRIL);
    let now = noticed(&step);
    let site = house.site();
    let told = &site["visits"][0]["toldDoors"][0];
    assert!(told["uncertain"].is_null(), "{now:?} {told}");
    assert_eq!(told["pin"], json!(house.pins_on("door")[0]));
}

/// What was refused once and is not on its lock yet opens nothing, although nobody refuses it any
/// more.
#[test]
fn a7_f57_v2_a_refused_code_is_said_to_open_when_its_lock_keeps_it_for_the_next_visit() {
    let mut house = House::one_door(&json!({}), &json!({}));
    let weekly = json!({ "weekly": [{ "days": ["thursday"], "from": "10:00", "to": "12:00" }] });
    let first = house.take(&[kind("recurring", &weekly)], APRIL);
    let command = list(&first, "commands")[0].clone();
    house.take(&[failed(&command, "rejected", APRIL)], APRIL);
    // The host mends the lock after the first visit; the next one is a week later.
    let later = "2026-04-02T12:00:00Z";
    let retry = order(&json!({ "kind": "retry", "lockId": "door" }), later);
    let step = house.take(&[retry], later);
    let to_visitor = |step: &Value| {
        let notices = list(step, "notices").iter();
        let them = notices.filter(|notice| notice["to"] == "visitor");
        them.map(|notice| notice["values"]["changed"].clone())
            .collect::<Vec<_>>()
    };
    assert_eq!(to_visitor(&step), [json!(null); 0], "{step}");
    let command = list(&step, "commands")[0].clone();
    let confirmed = house.confirm(&command, later);
    let step = house.take(&[confirmed], later);
    assert_eq!(to_visitor(&step), [json!(["opens_now"])], "{step}");
}

/// A notice in English, where the host has written nothing.
fn text_of(notice: &Value) -> String {
    let kind = json!({ "kind": notice["kind"], "to": notice["to"] });
    let template = ask("defaultTemplate", &kind).unwrap();
    let input = json!({ "template": template, "values": notice["values"] });
    text(&ask("renderMessage", &input).unwrap())
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
