//! One step is one message, and one cause one notice with its own word: N1, N4, W8, A3b, B5, V2.

use serde_json::{Value, json};

use crate::house::House;
use crate::rendered::text_of;
use crate::support::builders::{
    APRIL, STAY, booked_early, cancelled, door_is, failed, listing, lock, lock_report, order,
    result, site_of, stay, visit, visit_fact, with,
};
use crate::support::calls::ask;
use crate::support::steps::{is_empty, list, text};
use crate::truths::{notices, only_text};

fn no_spares() -> Value {
    json!({ "backups": { "poolSize": 0 } })
}

#[test]
fn n1_a_move_to_another_listing_in_the_stay_is_one_message_with_all_doors() {
    let locks = ["street", "a", "b"].map(|id| lock(id, &json!({})));
    let mut site = site_of(&locks, &no_spares());
    site["listings"] = json!([
        listing("flat", &json!(["street", "a"])),
        listing("two", &json!(["street", "b"])),
    ]);
    let mut house = House::new(site);
    house.move_in();
    let now = "2026-05-02T10:00:00Z";
    let step = house.take(&[stay(&json!({ "revision": 2, "listingId": "two" }))], now);
    assert_eq!(
        notices(&step, "guest", "access_changed").len(),
        0,
        "it waits: {step}"
    );
    let now = "2026-05-02T10:00:03Z";
    let commands = list(&step, "commands").iter();
    let answers = commands
        .flat_map(|one| house.answers(one, now))
        .collect::<Vec<Value>>();
    let step = house.take(&answers, now);
    let told = only_text(&step, "guest", "access_changed");
    assert!(told.contains("These are all your doors now."), "{told}");
    assert!(told.contains("street: ") && told.contains("b: "), "{told}");
}

#[test]
fn n1_a_message_about_new_doors_does_not_wait_longer_than_their_chance() {
    let locks = ["street", "a", "b"].map(|id| lock(id, &json!({})));
    let mut site = site_of(&locks, &no_spares());
    site["listings"] = json!([
        listing("flat", &json!(["street", "a"])),
        listing("two", &json!(["street", "b"])),
    ]);
    let mut house = House::new(site);
    house.move_in();
    let now = "2026-05-02T10:00:00Z";
    let mut step = house.take(&[stay(&json!({ "revision": 2, "listingId": "two" }))], now);
    let mut now = text(&step["wakeAt"]);
    while now.as_str() < "2026-05-02T10:02:00Z" {
        step = house.take(&[], &now);
        if !notices(&step, "guest", "access_changed").is_empty() {
            return;
        }
        now = text(&step["wakeAt"]);
    }
    panic!("nothing was told: {step}");
}

fn ada(id: &str, days: (&str, &str), over: &Value) -> Value {
    let guest = json!({ "guest": { "id": "ada", "name": "Ada" } });
    booked_early(id, days, &with(guest, over))
}

/// Two bookings of one guest, told three days ahead: from the first day to the second, and from
/// there to the third.
fn joined([from, between, until]: [&str; 3]) -> House {
    let mut house = House::one_door(&json!({}), &no_spares());
    let first = ada("stay", (from, between), &json!({}));
    let second = ada("second", (between, until), &json!({}));
    house.settle(&[first, second], APRIL);
    house.settle(&[], "2026-04-28T13:00:00Z");
    house
}

#[test]
fn w8_n1_a_guest_of_joined_bookings_hears_once_where_the_first_one_is_cancelled() {
    let mut house = joined(["2026-05-01", "2026-05-03", "2026-05-05"]);
    let pin = house.pin("stay", "door");
    let now = "2026-05-01T12:00:00Z";
    let off = ada("stay", ("2026-05-01", "2026-05-03"), &cancelled(2));
    let step = house.take(&[off], now);
    house.settle_commands(&step, now);
    let told: Vec<&Value> = list(&step, "notices")
        .iter()
        .filter(|one| one["to"] == "guest")
        .collect();
    assert_eq!(told.len(), 1, "{told:#?}");
    let told = only_text(&step, "guest", "access_changed");
    assert!(told.contains("Check-in is now Sun 3 May, 15:00."), "{told}");
    assert!(told.contains(&pin) && !told.contains("new code"), "{told}");
}

/// Long before the other booking nothing of it may be told (N3).
#[test]
fn w8_n3_before_the_reveal_of_what_is_left_the_guest_hears_of_the_cancellation() {
    let mut house = joined(["2026-05-01", "2026-05-08", "2026-05-10"]);
    let off = ada("stay", ("2026-05-01", "2026-05-08"), &cancelled(2));
    let now = "2026-04-29T12:00:00Z";
    let step = house.take(&[off], now);
    house.settle_commands(&step, now);
    assert!(only_text(&step, "guest", "access_ended").contains("was cancelled"));
    let step = house.take(&[], "2026-05-05T13:00:00Z");
    only_text(&step, "guest", "access_ready");
}

fn card(house: &mut House, now: &str) -> Value {
    let input = json!({ "site": house.site(), "reservationId": "stay", "now": now });
    ask("guestCard", &input).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn n4_the_card_of_a_booking_on_hold_shows_the_days_that_were_told() {
    let mut house = House::one_door(&json!({}), &no_spares());
    house.settle(&[stay(&json!({}))], APRIL);
    house.settle(&[], "2026-04-28T13:00:00Z");
    let later = json!({ "revision": 2, "hold": true, "checkIn": "18:00", "checkOut": "09:00" });
    let now = "2026-04-30T12:00:00Z";
    house.settle(&[stay(&later)], now);
    let shown = card(&mut house, now);
    assert_eq!(shown["checkIn"], "2026-05-01T15:00:00+02:00", "{shown}");
    assert_eq!(shown["checkOut"], "2026-05-03T11:00:00+02:00", "{shown}");
    assert_eq!(shown["state"], "before_check_in");
    assert_eq!(card(&mut house, "2026-05-01T14:00:00Z")["state"], "staying");
}

/// A keypad that fails and works again, every minute.
#[test]
fn n1_a_cause_that_is_back_within_minutes_calls_nobody_again() {
    let mut house = House::one_door(&json!({}), &no_spares());
    house.move_in();
    let mut keys = Vec::new();
    let mut word = |house: &mut House, usable: bool, now: &str| {
        let state = json!({ "reachability": "online", "usable": usable });
        let fact = lock_report("door", &json!({ "state": state }), now);
        let step = house.take(&[fact], now);
        let calls = notices(&step, "host", "lock_unreachable").into_iter();
        keys.extend(calls.map(|one| text(&one["key"])));
        // D3: what goes on is settled in its own step.
        assert!(is_empty(&house.take(&[], now)), "{now}");
    };
    for minute in 0..8 {
        word(
            &mut house,
            minute % 2 == 1,
            &format!("2026-05-01T14:{minute:02}:00Z"),
        );
    }
    // It was well for longer than that.
    word(&mut house, false, "2026-05-01T14:30:00Z");
    assert_eq!(
        keys,
        [
            "lock_unreachable:stay:door",
            "lock_unreachable:stay:door::2"
        ]
    );
}

#[test]
fn n1_c6_a_backup_that_is_refused_twice_is_told_once_with_flat_and_days_and_once_more_after_a_retry()
 {
    let mut house = House::moved_in();
    let refuse = |house: &mut House, step: Value, now: &str| {
        let mut told = Vec::new();
        let mut step = step;
        for second in 1..30 {
            let at = format!("{}{second:02}Z", &now[..17]);
            let commands = list(&step, "commands").to_vec();
            let answers: Vec<Value> = commands
                .iter()
                .map(|one| failed(one, "unauthorized", &at))
                .collect();
            step = house.take(&answers, &at);
            let all = notices(&step, "host", "code_failed").into_iter();
            told.extend(all.map(|one| (text(&one["key"]), text_of(one).unwrap())));
        }
        told
    };
    let now = "2026-05-02T10:00:00Z";
    let said = json!({ "type": "guest_locked_out", "id": "s", "at": now, "reservationId": "stay" });
    let step = house.take(&[said], now);
    let told = refuse(&mut house, step, now);
    let backup: Vec<_> = told
        .iter()
        .filter(|(_, text)| text.contains("Backup 100001"))
        .collect();
    let [(_, words)] = &backup[..] else {
        panic!("{told:#?}")
    };
    assert!(
        words.contains("stay (flat, Fri 1 May, 15:00 – Sun 3 May, 11:00) was told this code."),
        "{words}"
    );
    // The host had it tried again, and hears that it did not help.
    let now = "2026-05-02T10:05:00Z";
    let again = order(&json!({ "kind": "retry", "lockId": "door" }), now);
    let step = house.take(&[again], now);
    let told = refuse(&mut house, step, now);
    assert!(
        told.iter().any(|(key, _)| key.ends_with("::2")),
        "{told:#?}"
    );
}

fn offline_house() -> (House, Vec<String>) {
    let lock = json!({ "profile": "ttlock", "offlineCodes": true, "remote": false });
    let mut house = House::one_door(&lock, &no_spares());
    let mut step = house.take(
        &[stay(&json!({ "departure": "2026-05-07" }))],
        "2026-04-30T08:00:00Z",
    );
    let mut pins = Vec::new();
    let mut now = "2026-04-30T08:00:00Z".to_owned();
    while now.as_str() < "2026-05-03T12:00:00Z" {
        let asked = list(&step, "commands").to_vec();
        let made = asked
            .iter()
            .filter(|one| one["kind"] == "issue_offline_code");
        let made: Vec<Value> = made
            .map(|one| {
                let pin = format!("61765{:04}", 2979 + 1234 * pins.len());
                pins.push(text(&one["codeId"]));
                with(result(one, "confirmed", &now), &json!({ "pin": pin }))
            })
            .collect();
        if made.is_empty() {
            now = text(&step["wakeAt"]);
        }
        step = house.take(&made, &now);
    }
    (house, pins)
}

#[test]
fn a3b_b5_the_host_hears_of_each_code_that_was_made_offline_and_until_when_it_may_open() {
    let (mut house, made) = offline_house();
    assert!(made.len() > 1, "{made:?}");
    let now = "2026-05-03T18:00:00Z";
    let off = stay(&with(cancelled(2), &json!({ "departure": "2026-05-07" })));
    let step = house.take(&[off], now);
    let told = notices(&step, "host", "removal_by_hand");
    let named: Vec<String> = told.iter().map(|one| text(&one["codeId"])).collect();
    assert_eq!(named, made, "{told:#?}");
    for notice in told {
        let words = text_of(notice).unwrap();
        assert!(words.contains("until Thu 7 May, 1"), "{words}");
    }
}

#[test]
fn t5_n1_a_code_that_is_needed_again_says_so_as_its_cause() {
    let mut house = House::one_door(&json!({}), &no_spares());
    house.move_in();
    let now = "2026-05-02T09:00:00Z";
    let step = house.take(&[door_is("offline", now), stay(&cancelled(2))], now);
    assert_eq!(
        notices(&step, "host", "removal_by_hand")[0]["values"]["cause"],
        "cancelled"
    );
    let now = "2026-05-02T09:10:00Z";
    let step = house.take(
        &[door_is("offline", now), stay(&json!({ "revision": 3 }))],
        now,
    );
    let [withdrawn] = notices(&step, "host", "removal_withdrawn")[..] else {
        panic!("{step}");
    };
    assert_eq!(withdrawn["values"]["cause"], "needed_again");
    assert!(text_of(withdrawn).unwrap().contains("needs it again"));
}

#[test]
fn v2_a_cleaner_of_listings_with_different_times_gets_one_message_a_day_at_the_time_it_says() {
    let locks = ["a", "b"].map(|id| lock(id, &json!({})));
    let mut site = site_of(&locks, &no_spares());
    let noon = json!({ "policy": { "visits": { "turnoverMessageAt": "12:00" } } });
    site["listings"] = json!([
        listing("flat", &json!(["a"])),
        with(listing("two", &json!(["b"])), &noon),
    ]);
    let mut house = House::new(site);
    let stays = ["flat", "two"].map(|id| {
        booked_early(
            &format!("in-{id}"),
            ("2026-05-01", "2026-05-04"),
            &json!({ "listingId": id }),
        )
    });
    house.settle(&stays, APRIL);
    let cleaner = json!({ "listingId": null, "listingIds": ["flat", "two"] });
    let now = "2026-05-02T10:00:00Z";
    let step = house.take(&[visit_fact(&visit("cleo", "turnover", &cleaner))], now);
    house.settle_commands(&step, now);
    let first = only_text(&step, "visitor", "access_ready");
    assert!(first.contains("each day at 12:00"), "{first}");
    let mut told = Vec::new();
    let mut now = "2026-05-02T10:00:00Z".to_owned();
    while now.as_str() < "2026-05-04T06:00:00Z" {
        let step = house.take(&[], &now);
        let all = notices(&step, "visitor", "turnovers_ahead").into_iter();
        told.extend(all.map(|one| (now.clone(), text_of(one).unwrap())));
        let step = house.settle_commands(&step, &now);
        now = text(&step["wakeAt"]);
    }
    let [(at, words)] = &told[..] else {
        panic!("{told:#?}")
    };
    assert_eq!(at, "2026-05-03T10:00:00Z");
    assert!(
        words.contains("flat: ") && words.contains("two: "),
        "{words}"
    );
}

/// A joiner, a mark or a blank shows nothing: it is as good as no name.
#[test]
fn n2_a_name_that_shows_nothing_is_none_wherever_it_stands() {
    for nothing in ["", " ", "\u{200f}", "\u{200b}", "\u{2028}"] {
        let mut site = site_of(&[lock("door", &json!({ "name": nothing }))], &no_spares());
        site["listings"][0] = with(
            listing("flat", &json!(["door"])),
            &json!({ "name": nothing }),
        );
        let mut house = House::new(site);
        let guest = json!({ "guest": { "name": nothing } });
        house.settle(&[stay(&guest)], APRIL);
        let step = house.settle(&[], "2026-04-28T13:00:00Z");
        let told = only_text(&step, "guest", "access_ready");
        assert!(
            told.starts_with("Hello,\n\nyour access to flat:\n\ndoor: "),
            "{told:?}"
        );
        let dead = json!({ "state": { "reachability": "online", "usable": false } });
        let dead = lock_report("door", &dead, STAY);
        let step = house.take(&[dead], STAY);
        let call = only_text(&step, "host", "lock_unreachable");
        assert!(call.starts_with("The guest (flat, Fri 1 May"), "{call}");
    }
}
