//! The stays that bookings make (W5, W8).

use latchstring::model::{Listing, Policy, Reservation};
use latchstring::rules::{Stays, stays_of};
use serde_json::json;

fn stays(bookings: &[(&str, &str, &str, &str, &str)]) -> Stays {
    let listing: Listing = serde_json::from_value(json!({
        "id": "loft", "name": "Loft", "timeZone": "Europe/Paris", "checkIn": "15:00", "checkOut": "11:00", "locks": [],
    }))
    .unwrap();
    let bookings: Vec<Reservation> = bookings
        .iter()
        .map(|&(id, guest, arrival, departure, status)| {
            let booking = json!({
                "id": id, "revision": 1, "listingId": "loft", "status": status,
                "guest": { "id": guest, "name": guest }, "arrival": arrival, "departure": departure,
            });
            serde_json::from_value(booking).unwrap()
        })
        .collect();
    stays_of(&listing, &bookings, &Policy::default())
}

/// Holder, start and end of each stay.
fn spans(stays: &Stays) -> Vec<(String, String, String)> {
    let stays = stays.stays.iter();
    stays
        .map(|stay| {
            let (from, until) = (stay.window.starts_at(), stay.window.ends_at());
            (
                stay.holder().unwrap().to_string(),
                from.to_string(),
                until.to_string(),
            )
        })
        .collect()
}

const WEEKS: [(&str, &str, &str, &str, &str); 3] = [
    ("w3", "ada", "2026-05-15", "2026-05-22", "confirmed"),
    ("w1", "ada", "2026-05-01", "2026-05-08", "confirmed"),
    ("w2", "ada", "2026-05-08", "2026-05-15", "confirmed"),
];

#[test]
fn f5_w8_weekly_bookings_of_one_guest_are_one_stay_with_one_code() {
    let made = stays(&WEEKS);
    let whole = ("w1", "2026-05-01T13:00:00Z", "2026-05-22T09:30:00Z");
    assert_eq!(
        spans(&made),
        [(whole.0.into(), whole.1.into(), whole.2.into())]
    );
    assert_eq!(made.stays[0].reservation_ids.len(), 3);
}

#[test]
fn w8_a_cancelled_week_at_either_end_shrinks_the_stay() {
    for (cancelled, holder, from, until) in [
        ("w3", "w1", "2026-05-01T13:00:00Z", "2026-05-15T09:30:00Z"),
        ("w1", "w2", "2026-05-08T13:00:00Z", "2026-05-22T09:30:00Z"),
    ] {
        let mut weeks = WEEKS;
        for week in &mut weeks {
            if week.0 == cancelled {
                week.4 = "cancelled";
            }
        }
        assert_eq!(
            spans(&stays(&weeks)),
            [(holder.into(), from.into(), until.into())]
        );
    }
}

#[test]
fn w8_a_cancelled_week_in_the_middle_leaves_two_stays() {
    let mut weeks = WEEKS;
    weeks[2].4 = "cancelled";
    let holders: Vec<String> = spans(&stays(&weeks))
        .into_iter()
        .map(|span| span.0)
        .collect();
    assert_eq!(holders, ["w1", "w3"]);
}

#[test]
fn w8_another_guest_back_to_back_is_another_stay() {
    let mut weeks = WEEKS;
    weeks[2].1 = "bea";
    let made = stays(&weeks);
    assert_eq!(made.stays.len(), 3);
    // Four hours lie between check-out and check-in: nothing clips the half hour of grace (W4, W5).
    assert_eq!(
        made.stays[0].window.ends_at().to_string(),
        "2026-05-08T09:30:00Z"
    );
}
