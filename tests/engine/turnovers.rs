//! Visitors of several listings, and what visitors of kind turnover are told: V1, V2, F57, D3, D5.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{
    APRIL, MAY, booking, listing, lock, order, visit, visit_fact, with,
};
use crate::support::calls::ask;
use crate::support::steps::{is_empty, list, noticed, text};

/// One flat behind a street door.
pub fn flat() -> House {
    House::new(json!({
        "locks": [lock("door", &json!({})), lock("street", &json!({}))],
        "listings": [listing("flat", &json!(["street", "door"]))],
    }))
}

/// Two flats behind one street door.
pub fn two_flats() -> House {
    let locks = ["door-a", "door-b", "street"].map(|id| lock(id, &json!({})));
    House::new(json!({
        "locks": locks,
        "listings": [listing("a", &json!(["street", "door-a"])), listing("b", &json!(["street", "door-b"]))],
    }))
}

pub fn cleaner(over: &Value) -> Value {
    visit_fact(&visit("cleo", "turnover", over))
}

pub fn of_both(over: &Value) -> Value {
    let both = json!({ "listingId": null, "listingIds": ["a", "b"] });
    cleaner(&with(both, over))
}

/// Takes facts and goes on from wake to wake; each notice to the visitor with its instant.
pub fn go_on(house: &mut House, facts: &[Value], now: &str, until: &str) -> Vec<(String, Value)> {
    let (mut told, mut now, mut facts) = (Vec::new(), now.to_owned(), facts.to_vec());
    for _ in 0..2_000 {
        let step = house.take(&facts, &now);
        let to_visitor = list(&step, "notices").iter();
        let to_visitor = to_visitor.filter(|notice| notice["to"] == "visitor");
        told.extend(to_visitor.map(|notice| (now.clone(), notice.clone())));
        let commands = list(&step, "commands").iter();
        facts = commands.flat_map(|one| house.answers(one, &now)).collect();
        if facts.is_empty() {
            match step["wakeAt"].as_str().filter(|at| *at < until) {
                Some(at) => at.clone_into(&mut now),
                None => return told,
            }
        }
    }
    panic!("never quiet: {told:?}");
}

/// When which notice came.
pub fn keys(told: &[(String, Value)]) -> Vec<(&str, String)> {
    told.iter()
        .map(|(at, notice)| (at.as_str(), text(&notice["kind"])))
        .collect()
}

/// The turnovers of a notice, as `listing from/to`.
pub fn turnovers(notice: &Value) -> Vec<String> {
    let row = |row: &Value| {
        let time = |key: &str| row[key].as_str().map_or("", |at| &at[5..16]).to_owned();
        let off = if row["isOff"] == true { "off " } else { "" };
        format!(
            "{off}{} {}/{}",
            text(&row["listingName"]),
            time("startsAt"),
            time("endsAt")
        )
    };
    list(&notice["values"], "turnovers")
        .iter()
        .map(row)
        .collect()
}

pub fn message(notice: &Value) -> String {
    let kind = json!({ "kind": notice["kind"], "to": notice["to"] });
    let template = ask("defaultTemplate", &kind).unwrap();
    let input = json!({ "template": template, "values": notice["values"] });
    text(&ask("renderMessage", &input).unwrap())
}

pub fn window(house: &mut House, lock: &str) -> (Value, Value) {
    let codes = house.codes(&json!({ "lockId": lock, "visitId": "cleo" }));
    assert_eq!(codes.len(), 1, "{codes:?}");
    (codes[0]["startsAt"].clone(), codes[0]["endsAt"].clone())
}

#[test]
fn v2_turnovers_are_told_at_six_on_the_evening_before_and_on_no_other_day() {
    let mut house = flat();
    let facts = [
        booking("first", MAY, &json!({})),
        booking("next", ("2026-05-04", "2026-05-08"), &json!({})),
        cleaner(&json!({})),
    ];
    let told = go_on(&mut house, &facts, APRIL, "2026-05-20T00:00:00Z");
    assert_eq!(
        keys(&told),
        [
            (APRIL, "access_ready".to_owned()),
            ("2026-05-02T16:00:00Z", "turnovers_ahead".to_owned()),
            ("2026-05-07T16:00:00Z", "turnovers_ahead".to_owned()),
        ]
    );
    let pin = house.pins_on("door")[0].clone();
    assert_eq!(
        message(&told[0].1),
        format!(
            "Hello Cleo,\n\nyour access:\nPlace: flat\n\ndoor: {pin}\nstreet: {pin}\n\n\
             Your code opens from each check-out to the next check-in.\n\
             You get a message with the turnovers of the next day, each day at 18:00.\n\
             Next: flat: Sun 3 May, 11:00 – Mon 4 May, 15:00"
        )
    );
    assert_eq!(
        message(&told[1].1),
        format!(
            "Hello Cleo,\n\nyour next turnovers:\n\n\
             flat: Sun 3 May, 11:00 – Mon 4 May, 15:00\n  street: {pin}\n  door: {pin}"
        )
    );
    assert_eq!(turnovers(&told[2].1), ["flat 05-08T11:00/"]);
}

/// A visit that is made when the evening of a turnover is over says it in its first message.
#[test]
fn v2_a_late_visit_hears_of_tomorrow_at_once_and_only_once() {
    let mut house = flat();
    house.settle(&[booking("first", MAY, &json!({}))], APRIL);
    let told = go_on(
        &mut house,
        &[cleaner(&json!({}))],
        "2026-05-02T18:30:00Z",
        "2026-05-10T00:00:00Z",
    );
    assert_eq!(
        keys(&told),
        [("2026-05-02T18:30:00Z", "access_ready".to_owned())]
    );
    assert_eq!(turnovers(&told[0].1), ["flat 05-03T11:00/"]);
}

#[test]
fn v2_f57_a_change_of_a_told_turnover_is_told_at_once_and_once() {
    let mut house = flat();
    let first = |revision: u32, departure: &str| {
        booking(
            "first",
            (MAY.0, departure),
            &json!({ "revision": revision }),
        )
    };
    let told = go_on(
        &mut house,
        &[first(1, MAY.1), cleaner(&json!({}))],
        APRIL,
        "2026-05-02T17:00:00Z",
    );
    assert_eq!(told.len(), 2, "{told:?}");
    // The guest stays a day longer.
    let at = "2026-05-02T17:00:00Z";
    let told = go_on(
        &mut house,
        &[first(2, "2026-05-04")],
        at,
        "2026-05-04T08:00:00Z",
    );
    assert_eq!(
        keys(&told),
        [
            (at, "access_changed".to_owned()),
            ("2026-05-03T16:00:00Z", "turnovers_ahead".to_owned())
        ]
    );
    assert_eq!(told[0].1["values"]["changed"], json!(["turnovers"]));
    assert_eq!(turnovers(&told[0].1), ["flat 05-04T11:00/"]);
    assert!(
        message(&told[0].1).contains(
            "Your turnovers have changed.\nNew or changed: flat: from Mon 4 May, 11:00 on\n"
        ),
        "{}",
        message(&told[0].1)
    );
    // A guest is found for the fifth: the running turnover has an end from then on.
    let at = "2026-05-04T10:00:00Z";
    let next = booking("next", ("2026-05-05", "2026-05-06"), &json!({}));
    let told = go_on(&mut house, &[next], at, "2026-05-05T12:00:00Z");
    assert_eq!(keys(&told), [(at, "access_changed".to_owned())]);
    assert_eq!(turnovers(&told[0].1), ["flat 05-04T11:00/05-05T15:00"]);
    // And goes again: there is no turnover on the sixth, and the running one has no end.
    let at = "2026-05-05T12:00:00Z";
    let gone = booking(
        "next",
        ("2026-05-05", "2026-05-06"),
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let told = go_on(&mut house, &[gone], at, "2026-05-07T12:00:00Z");
    assert_eq!(keys(&told), [(at, "access_changed".to_owned())]);
    assert_eq!(turnovers(&told[0].1), ["flat 05-04T11:00/"]);
}

/// What was told as coming next, long before its evening, is told to be off, too.
#[test]
fn v2_a_turnover_that_goes_before_its_evening_is_off_if_it_was_told() {
    let mut house = flat();
    go_on(
        &mut house,
        &[booking("first", MAY, &json!({})), cleaner(&json!({}))],
        APRIL,
        "2026-04-10T00:00:00Z",
    );
    let next = booking("early", ("2026-04-20", "2026-04-22"), &json!({}));
    let told = go_on(
        &mut house,
        &[next],
        "2026-04-10T00:00:00Z",
        "2026-04-21T15:00:00Z",
    );
    assert_eq!(
        keys(&told),
        [],
        "a turnover that was not told needs no word before its evening"
    );
    let gone = booking(
        "first",
        MAY,
        &json!({ "revision": 2, "status": "cancelled" }),
    );
    let told = go_on(
        &mut house,
        &[gone],
        "2026-04-21T15:00:00Z",
        "2026-05-10T00:00:00Z",
    );
    assert_eq!(
        keys(&told),
        [
            ("2026-04-21T15:00:00Z", "access_changed".to_owned()),
            ("2026-04-21T16:00:00Z", "turnovers_ahead".to_owned())
        ]
    );
    assert_eq!(turnovers(&told[0].1), ["flat 04-22T11:00/"]);
}

#[test]
fn v2_w9_the_evening_is_the_listings_on_a_day_of_a_clock_change_too() {
    for (departure, at) in [
        ("2026-10-25", "2026-10-24T16:00:00Z"),
        ("2026-10-26", "2026-10-25T17:00:00Z"),
        ("2027-03-28", "2027-03-27T17:00:00Z"),
        ("2027-03-29", "2027-03-28T16:00:00Z"),
    ] {
        let mut house = flat();
        let arrival = if departure < "2027" {
            "2026-10-20"
        } else {
            "2027-03-20"
        };
        let facts = [
            booking("stay", (arrival, departure), &json!({})),
            cleaner(&json!({})),
        ];
        let told = go_on(
            &mut house,
            &facts,
            "2026-10-01T00:00:00Z",
            "2027-04-10T00:00:00Z",
        );
        let evening: Vec<&str> = told
            .iter()
            .filter(|(_, notice)| notice["kind"] == "turnovers_ahead")
            .map(|(at, _)| at.as_str())
            .collect();
        assert_eq!(evening, [at]);
    }
}

#[test]
fn v2_the_host_chooses_the_time_of_the_message() {
    let mut house = House::one_door(
        &json!({}),
        &json!({ "visits": { "turnoverMessageAt": "20:30" } }),
    );
    let facts = [booking("first", MAY, &json!({})), cleaner(&json!({}))];
    let told = go_on(&mut house, &facts, APRIL, "2026-05-20T00:00:00Z");
    assert_eq!(told[1].0, "2026-05-02T18:30:00Z");
    assert!(message(&told[0].1).contains("each day at 20:30."));
}

#[test]
fn v2_d3_no_call_before_an_evening_with_something_to_say() {
    let mut house = flat();
    house.settle(&[booking("first", MAY, &json!({}))], APRIL);
    house.settle(&[], "2026-05-01T13:00:00Z");
    let step = house.settle(&[cleaner(&json!({}))], "2026-05-01T13:01:00Z");
    assert_eq!(step["wakeAt"], "2026-05-02T16:00:00Z");
    assert!(is_empty(&house.take(&[], "2026-05-02T15:59:59Z")));
    let step = house.settle(&[], "2026-05-02T16:00:00Z");
    assert_eq!(noticed(&step), ["turnovers_ahead:visit:cleo:2"]);
    assert_eq!(
        step["wakeAt"], "2026-05-03T09:30:00Z",
        "the end of the stay"
    );
}

/// A turnover of today that nobody could know of yesterday is told as soon as it is there.
#[test]
fn v2_a_turnover_that_comes_up_after_its_evening_is_told_at_once() {
    let mut house = flat();
    let next = |revision: u32, departure: &str| {
        let over = json!({ "revision": revision });
        booking("next", ("2026-05-03", departure), &over)
    };
    let facts = [
        booking("first", MAY, &json!({})),
        next(1, "2026-05-06"),
        cleaner(&json!({})),
    ];
    let early = "2026-05-04T10:00:00Z";
    go_on(&mut house, &facts, APRIL, early);
    let told = go_on(
        &mut house,
        &[next(2, "2026-05-04")],
        early,
        "2026-05-09T00:00:00Z",
    );
    assert_eq!(keys(&told), [(early, "turnovers_ahead".to_owned())]);
    assert_eq!(turnovers(&told[0].1), ["flat 05-04T11:00/"]);
}

/// What changes in the step of the evening's message goes into one message with it.
#[test]
fn v2_f57_one_message_a_step() {
    let mut house = flat();
    let facts = [booking("first", MAY, &json!({})), cleaner(&json!({}))];
    go_on(&mut house, &facts, APRIL, "2026-05-02T10:00:00Z");
    let old = house.pins_on("door")[0].clone();
    let at = "2026-05-02T16:00:00Z";
    let rotate = order(&json!({ "kind": "rotate", "visitId": "cleo" }), at);
    let told = go_on(&mut house, &[rotate], at, "2026-05-20T00:00:00Z");
    assert_eq!(keys(&told), [(at, "access_changed".to_owned())]);
    assert_eq!(told[0].1["values"]["changed"], json!(["codes"]));
    assert_eq!(turnovers(&told[0].1), ["flat 05-03T11:00/"]);
    assert!(!told[0].1["values"]["doors"].to_string().contains(&old));
}

/// Another person was told nothing: their first message says what comes next, and the evening's
/// message comes as ever.
#[test]
fn v2_p3_another_cleaner_is_told_from_the_beginning() {
    let mut house = flat();
    let facts = [booking("first", MAY, &json!({})), cleaner(&json!({}))];
    go_on(&mut house, &facts, APRIL, "2026-05-02T10:00:00Z");
    let bob = cleaner(&json!({ "revision": 2, "visitor": "Bob" }));
    let told = go_on(
        &mut house,
        &[bob],
        "2026-05-02T10:00:00Z",
        "2026-05-20T00:00:00Z",
    );
    assert_eq!(
        keys(&told),
        [
            ("2026-05-02T10:00:00Z", "access_ready".to_owned()),
            ("2026-05-02T16:00:00Z", "turnovers_ahead".to_owned())
        ]
    );
}
