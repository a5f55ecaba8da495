//! Who was told a code hears that it may not open, and of the code that takes its place: A3b, A4,
//! A7, F10, N1, O1, V2.

use serde_json::{Value, json};

use crate::complaints::{notice, says};
use crate::house::House;
use crate::offline_codes::{first_asked, made, silent, told};
use crate::rendered::text_of;
use crate::support::builders::{
    APRIL, REVEAL, cancelled, door_is, order, stay, visit, visit_fact, with,
};
use crate::support::steps::{audited, list, noticed, text};

const SOON: &str = "2026-05-01T12:45:00Z";
const BEGUN: &str = "2026-05-01T13:00:00Z";

fn no_backups() -> Value {
    json!({ "backups": { "poolSize": 0 } })
}

fn reissue(now: &str) -> Value {
    order(&json!({ "kind": "reissue", "reservationId": "stay" }), now)
}

/// The changes that a step's messages to guests and visitors say.
fn news(step: &Value) -> Vec<Value> {
    let notices = list(step, "notices").iter();
    let people = notices.filter(|one| one["to"] != "host");
    people.map(|one| one["values"]["changed"].clone()).collect()
}

/// How many times a step calls the host to the lock.
fn calls(step: &Value) -> usize {
    let keys = noticed(step).into_iter();
    keys.filter(|key| key.starts_with("lock_unreachable"))
        .count()
}

#[test]
fn f10_p3_a3b_after_a_reissue_the_guest_is_told_the_code_that_the_platform_makes() {
    let mut house = silent(&json!({}));
    let now = "2026-04-21T12:00:00Z";
    house.take(&[door_is("offline", now), reissue(now)], now);
    let (now, command) = first_asked(&mut house);
    let step = house.take(&[made(&command, "73104628", &now)], &now);
    assert_eq!(told(&step), ["73104628"]);
    // A complaint leads to the next one.
    let now = "2026-05-01T14:10:00Z";
    let step = house.take(&[door_is("offline", now), says(now, &json!({}))], now);
    let command = list(&step, "commands")[0].clone();
    let step = house.take(&[made(&command, "84215739", now)], now);
    assert_eq!(told(&step), ["84215739"]);
}

#[test]
fn f10_t4_a3b_a_reissue_ends_a_code_of_the_algorithm_once_the_next_one_opens() {
    let mut house = silent(&json!({ "profile": "igloohome" }));
    let (now, first) = first_asked(&mut house);
    house.take(&[made(&first, "731046", &now)], &now);
    let now = "2026-05-01T16:00:00Z";
    let step = house.take(&[door_is("offline", now), reissue(now)], now);
    // Nothing else opens for the guest yet.
    assert!(!audited(&step).contains(&"code_ended".to_owned()), "{step}");
    let now = "2026-05-01T16:10:00Z";
    let step = house.take(&[door_is("offline", now), says(now, &json!({}))], now);
    let next = list(&step, "commands")[0].clone();
    assert_eq!(next["kind"], "issue_offline_code", "{step}");
    let step = house.take(&[made(&next, "842157", now)], now);
    assert_eq!(told(&step), ["842157"]);
    let key = format!("removal_by_hand:stay:{}", text(&first["codeId"]));
    assert!(noticed(&step).contains(&key), "{:?}", noticed(&step));
    assert_eq!(
        notice(&step, "removal_by_hand")["values"]["cause"],
        "made_offline"
    );
}

#[test]
fn f10_t4_a3b_a_reissue_ends_a_code_of_the_algorithm_once_the_new_pin_is_on_the_lock() {
    let mut house = silent(&json!({ "profile": "igloohome" }));
    let (now, first) = first_asked(&mut house);
    house.take(&[made(&first, "731046", &now)], &now);
    let mut now = "2026-05-01T16:00:00Z".to_owned();
    let mut step = house.take(&[door_is("online", &now), reissue(&now)], &now);
    let (mut heard, mut pins) = (noticed(&step), Vec::new());
    let key = format!("removal_by_hand:stay:{}", text(&first["codeId"]));
    // The lock failed before, and is tried again a while later.
    for _ in 0..60 {
        pins.extend(told(&step));
        let commands = list(&step, "commands").clone();
        if commands.is_empty() && !heard.contains(&key) {
            now = text(&step["wakeAt"]);
        }
        let answers: Vec<Value> = commands
            .iter()
            .flat_map(|command| house.answers(command, &now))
            .collect();
        step = house.take(&answers, &now);
        heard.extend(noticed(&step));
    }
    assert!(heard.contains(&key), "{heard:?}");
    let of_stay = house.codes(&json!({ "reservationId": "stay" }));
    let held = of_stay.iter().filter(|code| code["ending"] != true);
    let held: Vec<String> = held.map(|code| text(&code["code"])).collect();
    assert_eq!(pins.last(), held.first());
}

/// A guest who was told a code that is not on its lock, which does not answer.
fn told_early() -> House {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[], APRIL);
    house.take(&[door_is("offline", APRIL), stay(&json!({}))], APRIL);
    let step = house.take(&[door_is("offline", REVEAL)], REVEAL);
    assert_eq!(noticed(&step), ["access_ready:stay:1"], "{step}");
    house
}

#[test]
fn a7_who_was_told_a_code_early_hears_once_that_it_may_not_open_when_the_host_is_called() {
    let mut house = told_early();
    let step = house.take(&[door_is("offline", SOON)], SOON);
    assert_eq!(news(&step), [json!(["uncertain"])]);
    assert_eq!(calls(&step), 1);
    let said = text_of(notice(&step, "access_changed")).unwrap();
    assert!(said.contains("may not open yet"), "{said}");
    // The host is called once more when the stay begins, and the guest knows.
    let step = house.take(&[door_is("offline", BEGUN)], BEGUN);
    assert_eq!((calls(&step), news(&step)), (1, Vec::new()));
    // At last it opens, and that is news, too.
    let later = "2026-05-01T14:00:00Z";
    let step = house.take(&[door_is("online", later)], later);
    let command = list(&step, "commands")[0].clone();
    let answers = house.answers(&command, later);
    let step = house.settle(&answers, later);
    let doors = house.site()["trips"][0]["toldAccess"]["doors"].clone();
    assert!(doors[0]["uncertain"].is_null(), "{step} {doors}");
}

#[test]
fn a7_n1_i13_a_lock_that_comes_and_goes_makes_one_message_an_hour_at_most() {
    let mut house = House::one_door(&json!({}), &no_backups());
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], REVEAL);
    let usable = |is: bool, now: &str| {
        let state = json!({ "state": { "reachability": "online", "usable": is } });
        crate::support::builders::lock_report("door", &state, now)
    };
    let mut said = 0;
    for minute in 0..40 {
        let now = format!("2026-05-02T12:{minute:02}:00Z");
        let step = house.take(&[usable(minute % 2 == 1, &now)], &now);
        said += news(&step)
            .iter()
            .filter(|one| one[0] == "uncertain")
            .count();
    }
    assert_eq!(said, 1);
}

#[test]
fn v2_n1_a_weekly_visitor_hears_once_that_the_code_may_not_open_and_the_host_is_called_twice() {
    // A lock that keeps no times gets the code shortly before each visit.
    let lock = json!({ "nativeSchedule": false });
    let mut house = House::one_door(&lock, &no_backups());
    house.settle(&[], APRIL);
    let weekly = json!({ "weekly": [{ "days": ["thursday"], "from": "10:00", "to": "12:00" }] });
    let step = house.settle(&[visit_fact(&visit("cleo", "recurring", &weekly))], APRIL);
    assert_eq!(noticed(&step), ["access_ready:visit:cleo:1"]);
    let (mut heard, mut called) = (Vec::new(), 0);
    // Five Thursdays, from early morning to night.
    for day in ["02", "09", "16", "23", "30"] {
        for hour in [7, 8, 9, 10, 11, 20] {
            for minute in ["00", "20", "45"] {
                let now = format!("2026-04-{day}T{hour:02}:{minute}:00Z");
                let step = house.take(&[door_is("offline", &now)], &now);
                heard.extend(news(&step));
                called += calls(&step);
            }
        }
    }
    assert_eq!(heard, [json!(["uncertain"])]);
    assert_eq!(called, 2, "ahead, and when the first visit begins");
}

#[test]
fn a4_a_complaint_after_the_access_was_ended_is_answered_with_that() {
    let revoke = |now: &str| order(&json!({ "kind": "revoke", "reservationId": "stay" }), now);
    let cancel = |_: &str| stay(&cancelled(2));
    for cause in ["cancelled", "withdrawn"] {
        let end = |now: &str| {
            if cause == "cancelled" {
                cancel(now)
            } else {
                revoke(now)
            }
        };
        let mut house = House::moved_in();
        let now = "2026-05-02T12:00:00Z";
        let step = house.take(&[end(now)], now);
        assert_eq!(notice(&step, "access_ended")["values"]["cause"], cause);
        let now = "2026-05-02T12:30:00Z";
        let step = house.take(&[says(now, &json!({}))], now);
        let answer = notice(&step, "access_ended");
        assert_eq!(answer["values"]["cause"], cause);
        assert_eq!(answer["values"]["checkIn"], "2026-05-01T15:00:00+02:00");
        // The same is not said again and again.
        let now = "2026-05-02T12:40:00Z";
        let step = house.take(&[says(now, &json!({}))], now);
        assert_eq!(noticed(&step), Vec::<String>::new());
        let now = "2026-05-02T13:40:00Z";
        let step = house.take(&[says(now, &json!({}))], now);
        assert_eq!(notice(&step, "access_ended")["values"]["cause"], cause);
        house.check_stored();
    }
    // What was said before the end is over with it.
    let mut house = House::moved_in();
    let now = "2026-05-02T12:00:00Z";
    house.settle(&[says(now, &json!({}))], now);
    let now = "2026-05-02T12:20:00Z";
    house.settle(&[cancel(now)], now);
    let step = house.settle(&[], "2026-05-02T12:30:00Z");
    assert_eq!(noticed(&step), Vec::<String>::new());
}

#[test]
fn o1_a_first_use_is_asked_for_before_the_code_ends() {
    let mut house = silent(&json!({}));
    let (now, command) = first_asked(&mut house);
    let window = json!({ "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-01T20:00:00Z" });
    let answer = with(
        made(&command, "73104628", &now),
        &json!({ "window": window }),
    );
    let step = house.take(&[answer], &now);
    let doors = &notice(&step, "access_changed")["values"]["doors"];
    assert_eq!(doors[0]["useBy"], "2026-05-01T22:00:00+02:00", "{step}");
}
