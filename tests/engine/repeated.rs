//! The same event once more is no news, whatever its clock says and whatever came in between: D2, D4, I7.

use serde_json::{Value, json};

use crate::house::House;
use crate::support::builders::{lock_report, with};
use crate::support::steps::{is_empty, list};

fn known(house: &mut House) -> Value {
    house.site()["locks"][0]["lastStatus"].clone()
}

fn report(id: &str, state: &Value, at: &str) -> Value {
    lock_report("door", &json!({ "id": id, "state": state }), at)
}

#[test]
fn d4_i7_events_of_a_clock_that_is_ahead_count_once() {
    let (ahead, now, later) = (
        "2026-05-01T13:10:00Z",
        "2026-05-01T13:06:00Z",
        "2026-05-01T13:08:00Z",
    );
    let state = json!({ "reachability": "offline" });
    let event = |kind: &str, over: &Value| {
        let base = json!({ "type": kind, "id": kind, "at": ahead, "lockId": "door" });
        with(base, over)
    };
    let code = json!({ "codeId": "k1-1" });
    let events = [
        report("word", &state, ahead),
        House::moved_in().report("door", ahead),
        event("code_used", &code),
        event("guest_locked_out", &json!({ "reservationId": "stay" })),
    ];
    for one in events {
        let mut house = House::moved_in();
        house.settle(std::slice::from_ref(&one), now);
        let after = house.site();
        for again in [now, later, ahead, "2026-05-01T13:12:00Z"] {
            house.take(&[], again);
            let before = house.site();
            let step = house.take(std::slice::from_ref(&one), again);
            assert!(is_empty(&step), "{} at {again}: {step}", one["type"]);
            assert_eq!(house.site(), before);
        }
        assert_ne!(after, House::moved_in().site());
    }
}

#[test]
fn d4_i7_of_several_reports_of_one_second_none_counts_twice() {
    let mut house = House::moved_in();
    let at = "2026-05-01T13:06:00Z";
    let offline = report("first", &json!({ "reachability": "offline" }), at);
    let online = report(
        "second",
        &json!({ "reachability": "online", "batteryPercent": 80 }),
        at,
    );
    house.settle(&[offline.clone(), online.clone()], at);
    assert_eq!(known(&mut house)["reachability"], "online");
    for again in [offline, online] {
        assert!(is_empty(&house.take(&[again], "2026-05-01T13:07:00Z")));
    }
    assert_eq!(known(&mut house)["reachability"], "online");
    // What is known since makes them old: their ids are kept no longer.
    let newer = report(
        "third",
        &json!({ "reachability": "online" }),
        "2026-05-01T13:08:00Z",
    );
    for now in ["2026-05-01T13:08:00Z", "2026-05-01T13:09:00Z"] {
        let id = json!(now);
        house.settle(&[with(newer.clone(), &json!({ "id": id, "at": now }))], now);
    }
    let site = house.site();
    let heard = list(&site["locks"][0], "recentEvents");
    assert_eq!(heard.len(), 2, "{heard:?}");
}
