//! What is forgotten of stays that are over: D7.

use serde_json::{Value, json};

use crate::house::House;
use crate::rendered::text_of;
use crate::support::builders::{
    APRIL, REVEAL, booked_early, cannot_get_in, door_is, lock_report, one_backup, order, stay,
};
use crate::support::steps::{audited, is_empty, list, noticed, text};

/// The stay in May has ended, with its grace.
const AFTER: &str = "2026-05-04T12:00:00Z";
/// 400 days after the stay in May, and a day before that.
const LONG_AFTER: &str = "2027-06-09T12:00:00Z";
const NOT_YET: &str = "2027-06-07T08:00:00Z";

fn bookings(house: &mut House) -> Vec<String> {
    let rows = house.site();
    rows["reservations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| text(&row["id"]))
        .collect()
}

fn next_stay(number: u32, days: (&str, &str)) -> Value {
    booked_early(&format!("next-{number}"), days, &json!({}))
}

/// A house whose stay in May was over long ago.
fn lived_in() -> House {
    let mut house = House::moved_in();
    for now in [AFTER, "2026-05-10T12:00:00Z", "2026-12-01T12:00:00Z"] {
        house.settle(&[], now);
    }
    house
}

#[test]
fn d7_a_stay_leaves_400_days_after_its_end_with_all_that_only_it_needs() {
    let mut house = lived_in();
    house.settle(&[next_stay(1, ("2027-07-01", "2027-07-03"))], NOT_YET);
    assert_eq!(bookings(&mut house), ["next-1", "stay"]);
    // The lock is read after the removal of an old backup (P7).
    house.settle(&[], "2027-06-07T09:00:00Z");
    // Time alone forgets nothing: nothing happens that no fact brought about (D3).
    let step = house.take(&[], LONG_AFTER);
    assert!(is_empty(&step), "{step}");
    house.settle(&[next_stay(2, ("2027-07-04", "2027-07-06"))], LONG_AFTER);
    assert_eq!(bookings(&mut house), ["next-1", "next-2"]);
    let site = house.site().to_string();
    assert!(!site.contains(r#""stay""#), "{site}");
    house.check_stored();
}

#[test]
fn d7_nothing_is_forgotten_of_a_code_that_may_still_be_on_its_lock() {
    let mut house = House::moved_in();
    let now = "2026-05-02T12:00:00Z";
    house.settle(&[door_is("offline", now)], now);
    // The removals are answered by nobody.
    house.take(&[], AFTER);
    house.take(&[], "2026-05-04T13:00:00Z");
    house.take(&[next_stay(1, ("2027-07-01", "2027-07-03"))], LONG_AFTER);
    assert_eq!(bookings(&mut house), ["next-1", "stay"]);
}

#[test]
fn d7_a_booking_that_ended_long_ago_is_ignored_with_a_note_and_so_is_a_late_revision() {
    let mut house = lived_in();
    house.settle(&[next_stay(1, ("2027-07-01", "2027-07-03"))], LONG_AFTER);
    for late in [
        stay(&json!({ "revision": 7, "status": "cancelled" })),
        booked_early("older", ("2026-02-01", "2026-02-03"), &json!({})),
    ] {
        let before = house.site();
        let step = house.take(&[late], LONG_AFTER);
        let note = &list(&step, "notes")[0];
        assert_eq!(
            (&note["kind"], &note["path"]),
            (&json!("ignored"), &json!("facts[0].reservation"))
        );
        assert!(text(&note["message"]).contains("400 days"), "{note}");
        assert_eq!(list(&step, "commands").len() + noticed(&step).len(), 0);
        assert_eq!(house.site(), before);
    }
}

#[test]
fn d7_a_site_grows_with_the_bookings_of_a_year_and_not_with_its_age() {
    let policy = json!({ "retention": { "stayDays": 60 }, "codes": { "retireDays": 30 } });
    let mut house = House::one_door(&json!({}), &policy);
    let mut sizes = Vec::new();
    for month in 1..=24_u32 {
        let (year, month) = (2027 + (month - 1) / 12, (month - 1) % 12 + 1);
        let day = |day: u32| format!("{year}-{month:02}-{day:02}");
        let booked = next_stay(year * 100 + month, (&day(3), &day(6)));
        house.settle(&[booked], &format!("{}T09:00:00Z", day(1)));
        for at in [3, 6, 8] {
            house.settle(&[], &format!("{}T13:00:00Z", day(at)));
        }
        sizes.push(bookings(&mut house).len());
    }
    assert_eq!(sizes.iter().max(), Some(&3), "{sizes:?}");
}

fn forget() -> Value {
    json!({ "kind": "forget_guest", "reservationId": "stay" })
}

#[test]
fn d7_a_guest_is_forgotten_after_the_stay_and_later_revisions_stay_nameless() {
    let named =
        json!({ "guest": { "id": "g-7", "name": "Ada Lovelace", "phoneLastDigits": "4711" } });
    let mut house = House::one_door(&json!({}), &one_backup());
    house.settle(&[stay(&named)], APRIL);
    for now in ["2026-04-20T12:00:00Z", "2026-05-02T12:00:00Z"] {
        let refused = house.step(&[order(&forget(), now)], now);
        let because = &list(&refused, "rejected")[0]["because"];
        assert_eq!(
            (&because["code"], &because["path"]),
            (
                &json!("stay_not_over"),
                &json!("facts[0].order.reservationId")
            )
        );
    }
    house.settle(&[], AFTER);
    let orders = [order(&forget(), AFTER)];
    let step = house.take(&orders, AFTER);
    assert_eq!(audited(&step), ["host_ordered"]);
    let is_gone = |house: &mut House| {
        let site = house.site().to_string();
        assert!(
            !site.contains("Lovelace") && !site.contains("4711"),
            "{site}"
        );
        assert_eq!(house.site()["reservations"][0]["guest"]["id"], "g-7");
    };
    is_gone(&mut house);
    // Again, now or later, and the booking as it was: nothing comes of it (D4, T6).
    for later in [AFTER, "2026-05-20T12:00:00Z"] {
        house.settle(&[], later);
        let step = house.take(&[orders[0].clone(), stay(&named)], later);
        assert!(is_empty(&step), "{step}");
        is_gone(&mut house);
    }
    let raised = crate::support::builders::with(named, &json!({ "revision": 9 }));
    house.settle(&[stay(&raised)], "2026-06-01T12:00:00Z");
    is_gone(&mut house);
    house.check_stored();
}

#[test]
fn d7_the_guest_of_a_cancelled_booking_may_be_forgotten_at_once() {
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[stay(&json!({ "guest": { "name": "Ada" } }))], APRIL);
    house.settle(
        &[stay(
            &json!({ "guest": { "name": "Ada" }, "revision": 2, "status": "cancelled" }),
        )],
        APRIL,
    );
    house.settle(&[order(&forget(), APRIL)], APRIL);
    assert_eq!(house.site()["reservations"][0]["guest"]["name"], "");
}

#[test]
fn d7_t2_whoever_comes_under_the_booking_of_a_forgotten_guest_gets_another_pin() {
    let named = |name: &str, over: &Value| {
        let guest = json!({ "guest": { "name": name } });
        stay(&crate::support::builders::with(guest, over))
    };
    let mut house = House::one_door(&json!({}), &json!({}));
    house.settle(&[named("Ada", &json!({}))], APRIL);
    let known = house.pin("stay", "door");
    // Nobody takes the code off in between.
    let cancelled = json!({ "revision": 2, "status": "cancelled" });
    house.take(&[named("Ada", &cancelled)], APRIL);
    house.take(&[order(&forget(), APRIL)], APRIL);
    house.take(&[named("Eve", &json!({ "revision": 3 }))], APRIL);
    assert_ne!(house.pin("stay", "door"), known);
    house.check_stored();
}

#[test]
fn d7_the_label_that_somebody_wrote_on_a_forgotten_guests_code_goes_too_also_where_it_is_listed_again()
 {
    let mut house = House::one_door(&json!({}), &json!({ "backups": { "poolSize": 0 } }));
    let entry = json!({ "externalId": "old-7", "pin": "739281", "name": "Grace Hopper",
        "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-03T09:30:00Z" });
    let listed = |now: &str| lock_report("door", &json!({ "codes": [entry] }), now);
    let step = house.take(&[listed(APRIL)], APRIL);
    let keys = noticed(&step).into_iter();
    let mut unknown = keys.filter_map(|key| key.strip_prefix("unknown_code:").map(str::to_owned));
    let adopt = json!({
        "kind": "adopt_unknown", "codeId": unknown.next().unwrap(), "reservationId": "stay",
    });
    let adopted = "2026-04-02T08:00:00Z";
    house.take(&[stay(&json!({})), order(&adopt, adopted)], adopted);
    let names = |house: &mut House| house.site().to_string().contains("Hopper");
    assert!(names(&mut house));
    house.take(&[order(&forget(), AFTER)], AFTER);
    assert!(!names(&mut house), "{}", house.site());
    // The lock has not taken it off yet.
    let later = "2026-05-04T12:10:00Z";
    house.take(&[listed(later)], later);
    assert!(!names(&mut house), "{}", house.site());
}

#[test]
fn d7_n2_a_booking_without_a_name_becomes_a_text_also_where_its_guest_was_forgotten() {
    let nameless = json!({ "guest": { "name": "\u{200f}" } });
    let mut house = House::one_door(&json!({ "name": "" }), &one_backup());
    house.settle(&[stay(&nameless)], APRIL);
    let mut texts = Vec::new();
    let mut hear = |step: &Value| {
        let all = list(step, "notices").iter();
        texts.extend(all.map(|notice| text_of(notice).unwrap()));
    };
    hear(&house.settle(&[], REVEAL));
    let outside = "2026-05-02T12:00:00Z";
    hear(&house.take(&[cannot_get_in("stay", outside)], outside));
    house.settle(&[], AFTER);
    house.take(&[order(&forget(), AFTER)], AFTER);
    let again = json!({ "revision": 9, "arrival": "2026-05-20", "departure": "2026-05-22" });
    house.settle(&[stay(&again)], "2026-05-16T12:00:00Z");
    hear(&house.take(&[], "2026-05-18T13:00:00Z"));
    let starts = |start: &str| texts.iter().filter(|text| text.starts_with(start)).count();
    assert_eq!(starts("Hello,\n"), 3, "{texts:#?}");
    // The door is called by its id, and the guest by what they are.
    let host = "The guest (flat, Fri 1 May, 15:00 – Sun 3 May, 11:00) was told backup code";
    assert_eq!(starts(host), 1, "{texts:#?}");
    assert!(
        texts.iter().any(|text| text.contains("for door.")),
        "{texts:#?}"
    );
}
