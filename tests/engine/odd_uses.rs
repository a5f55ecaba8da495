//! Uses of codes that the host hears of: arrivals, and what was not to be expected (A9).

use serde_json::{Value, json};

use crate::complaints::{moved_in, notice};
use crate::denied::read;
use crate::house::House;
use crate::support::builders::{
    APRIL, STAY, booked_early, cancelled, lock_report, stay, visit, visit_fact, with,
};
use crate::support::steps::{list, noticed, text};

fn used(over: &Value, at: &str) -> Value {
    with(
        json!({ "type": "code_used", "id": format!("use-{at}"), "at": at, "lockId": "door" }),
        over,
    )
}

fn pin(pin: &str) -> Value {
    json!({ "pin": pin })
}

fn told(step: &Value) -> Vec<String> {
    let kinds = ["guest_arrived", "unexpected_use"];
    for notice in list(step, "notices")
        .iter()
        .filter(|one| kinds.iter().any(|kind| one["kind"] == *kind))
    {
        read(notice);
    }
    noticed(step)
        .into_iter()
        .filter(|key| kinds.iter().any(|kind| key.starts_with(kind)))
        .collect()
}

#[test]
fn a9_the_first_use_in_a_stay_is_the_arrival_once_and_only_where_the_host_wants_to_hear_it() {
    let policy = json!({ "notices": { "guestArrived": true } });
    let mut house = moved_in(&policy, &json!({}));
    let own = house.pin("stay", "door");
    let step = house.take(
        &[used(&pin(&own), "2026-05-01T14:00:00Z")],
        "2026-05-01T14:00:05Z",
    );
    assert_eq!(told(&step), ["guest_arrived:stay"]);
    let values = &notice(&step, "guest_arrived")["values"];
    assert_eq!(values["happenedAt"], "2026-05-01T16:00:00+02:00");
    assert_eq!(values["guestName"], "stay");
    for now in ["2026-05-01T18:00:00Z", "2026-05-02T18:00:00Z"] {
        assert_eq!(
            told(&house.take(&[used(&pin(&own), now)], now)),
            Vec::<String>::new()
        );
    }
    // A use that is heard late is no second arrival.
    let late = house.take(
        &[used(&pin(&own), "2026-05-01T13:30:00Z")],
        "2026-05-02T18:00:01Z",
    );
    assert_eq!(told(&late), Vec::<String>::new());
    let mut quiet = moved_in(&json!({}), &json!({}));
    let step = quiet.take(
        &[used(&pin(&own), "2026-05-01T14:00:00Z")],
        "2026-05-01T14:00:05Z",
    );
    assert_eq!(told(&step), Vec::<String>::new());
    // A visitor is no guest.
    let mut house = House::one_door(&json!({}), &policy);
    let weekly = json!({ "weekly": [{ "days": ["friday"], "from": "10:00", "to": "12:00" }] });
    house.settle(&[visit_fact(&visit("cleo", "recurring", &weekly))], APRIL);
    let cleo = house.pin_on("door");
    let now = "2026-05-01T08:30:00Z";
    assert_eq!(
        told(&house.take(&[used(&pin(&cleo), now)], now)),
        Vec::<String>::new()
    );
    let now = "2026-05-01T10:30:00Z";
    let step = house.take(&[used(&pin(&cleo), now)], now);
    assert_eq!(
        notice(&step, "unexpected_use")["values"]["cause"],
        "too_late"
    );
    assert_eq!(notice(&step, "unexpected_use")["visitId"], "cleo");
}

#[test]
fn a9_a_use_outside_of_every_window_is_told_once_in_a_quarter_of_an_hour() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], "2026-04-28T13:00:00Z");
    let own = house.pin("stay", "door");
    let step = house.take(
        &[used(&pin(&own), "2026-05-01T10:00:00Z")],
        "2026-05-01T10:00:00Z",
    );
    let early = notice(&step, "unexpected_use");
    assert_eq!(
        (&early["values"]["cause"], &early["values"]["minutes"]),
        (&json!("too_early"), &json!(180))
    );
    assert_eq!(early["reservationId"], "stay");
    let soon = house.take(
        &[used(&pin(&own), "2026-05-01T10:10:00Z")],
        "2026-05-01T10:10:00Z",
    );
    assert_eq!(told(&soon), Vec::<String>::new());
    // The same use, told twice.
    let twice = with(
        used(&pin(&own), "2026-05-01T10:10:00Z"),
        &json!({ "id": "again" }),
    );
    assert_eq!(
        told(&house.take(&[twice], "2026-05-01T10:20:00Z")),
        Vec::<String>::new()
    );
    let later = house.take(
        &[used(&pin(&own), "2026-05-01T10:30:00Z")],
        "2026-05-01T10:30:00Z",
    );
    assert_eq!(told(&later).len(), 1);
    // C3: a code is put on a lock some minutes before its time.
    let now = "2026-05-01T12:52:00Z";
    assert_eq!(
        told(&house.take(&[used(&pin(&own), now)], now)),
        Vec::<String>::new()
    );
    house.settle(&[], "2026-05-01T12:55:00Z");
    house.settle(&[], STAY);
    for (now, count) in [
        ("2026-05-02T10:00:00Z", 0),
        // W4: in the grace.
        ("2026-05-03T09:20:00Z", 0),
    ] {
        house.settle(&[], now);
        assert_eq!(
            told(&house.take(&[used(&pin(&own), now)], now)).len(),
            count,
            "{now}"
        );
    }
    // Its removal has no answer yet.
    house.take(&[], "2026-05-03T09:30:00Z");
    let now = "2026-05-03T09:50:00Z";
    let late = house.take(&[used(&pin(&own), now)], now);
    assert_eq!(told(&late).len(), 1);
    let values = &notice(&late, "unexpected_use")["values"];
    assert_eq!(
        (&values["cause"], &values["minutes"]),
        (&json!("too_late"), &json!(20))
    );
    // Once it is off, it is an old code that opens all the same.
    house.settle(&[], "2026-05-03T10:00:00Z");
    let now = "2026-05-03T10:30:00Z";
    let ghost = house.take(&[used(&pin(&own), now)], now);
    assert_eq!(told(&ghost).len(), 1);
    assert_eq!(
        notice(&ghost, "unexpected_use")["values"]["cause"],
        "retired_code"
    );
}

#[test]
fn a9_an_old_code_or_a_code_that_nobody_holds_is_unexpected_and_a_late_word_is_not() {
    let mut house = moved_in(&json!({ "emergency": { "enabled": true } }), &json!({}));
    let own = house.pin("stay", "door");
    let site = house.site();
    let code = |kind: &str| {
        let codes = list(&site, "accessCodes").iter();
        let mut codes = codes.filter(|code| code["holder"]["kind"] == kind);
        text(&codes.next().unwrap()["pin"])
    };
    let (backup, emergency) = (code("backup"), code("emergency"));
    let now = "2026-05-01T14:00:00Z";
    for typed in [&backup, &emergency] {
        let fact = with(used(&pin(typed), now), &json!({ "id": typed }));
        let step = house.take(&[fact], now);
        assert_eq!(
            notice(&step, "unexpected_use")["values"]["cause"],
            "nobody_told"
        );
        assert_eq!(told(&step).len(), 1, "E2: once");
        house.settle_commands(&step, now);
    }
    // The lock shows all of its PINs, and this is none of them.
    let strange = house.take(&[used(&pin("8888888"), now)], now);
    let notice_of = notice(&strange, "unexpected_use");
    assert_eq!(notice_of["values"]["cause"], "unknown_pin");
    assert_eq!(notice_of["values"]["lockName"], "door");
    assert_eq!(told(&strange).len(), 1);
    let again = with(used(&pin("8888888"), "2026-05-01T14:05:00Z"), &json!({}));
    assert_eq!(
        told(&house.take(&[again], "2026-05-01T14:05:00Z")),
        Vec::<String>::new()
    );
    // A code that somebody else made, in its own time, was reported when it was seen (F16).
    let listed = json!({ "codes": [{ "externalId": "x9", "pin": "777777", "name": "Owner" }] });
    let report = with(
        lock_report("door", &listed, "2026-05-01T14:30:00Z"),
        &json!({ "codesOf": ["x9"] }),
    );
    house.take(&[report], "2026-05-01T14:30:00Z");
    let now = "2026-05-01T14:31:00Z";
    assert_eq!(
        told(&house.take(&[used(&pin("777777"), now)], now)),
        Vec::<String>::new()
    );
    // A door that was opened by no code at all.
    assert_eq!(
        told(&house.take(
            &[used(&json!({}), "2026-05-01T15:00:00Z")],
            "2026-05-01T15:00:00Z"
        ))
        .len(),
        0
    );
    // Cancelled: the code is off, and opens all the same.
    let now = "2026-05-01T16:00:00Z";
    house.settle(
        &[booked_early(
            "stay",
            crate::support::builders::MAY,
            &cancelled(2),
        )],
        now,
    );
    let now = "2026-05-01T16:40:00Z";
    let step = house.take(&[used(&pin(&own), now)], now);
    assert_eq!(told(&step).len(), 1);
    assert_eq!(
        notice(&step, "unexpected_use")["values"]["cause"],
        "retired_code"
    );
    // A use in the stay that is heard of days later.
    let mut house = moved_in(&json!({}), &json!({}));
    for now in [
        "2026-05-03T09:30:00Z",
        "2026-05-03T10:30:00Z",
        "2026-05-05T10:00:00Z",
    ] {
        house.settle(&[], now);
    }
    let late = house.take(
        &[used(&pin(&own), "2026-05-02T10:00:00Z")],
        "2026-05-05T10:00:01Z",
    );
    assert_eq!(told(&late), Vec::<String>::new());
}
