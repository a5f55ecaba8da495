//! What releases of the time zone data changed for guests, one window for each changed history
//! (W2).
//!
//! From `golden/zones.txt` of one release and of the next: every name whose offsets differ from
//! 2020 to 2099.

use latchstring::time::{Edge, Instant, Zone};

fn utc(zone: &str, day: &str, time: &str, edge: Edge) -> String {
    let zone: Zone = zone.parse().unwrap();
    let resolved = zone.resolve(day.parse().unwrap(), time.parse().unwrap(), edge);
    assert_eq!(resolved.change, None, "{zone} {day} {time} {edge:?}");
    resolved.instant.to_string()
}

/// The names of 2026f whose offsets 2026e had otherwise: both of Cuba, and none besides.
const CHANGED_IN_2026F: [&str; 2] = ["America/Havana", "Cuba"];

#[test]
fn w2_havana_is_four_hours_behind_in_the_winter_of_2026() {
    for zone in CHANGED_IN_2026F {
        let start = utc(zone, "2026-12-03", "15:00", Edge::Start);
        let end = utc(zone, "2026-12-05", "11:30", Edge::End);
        assert_eq!(start, "2026-12-03T19:00:00Z", "{zone}");
        assert_eq!(end, "2026-12-05T15:30:00Z", "{zone}");
    }
}

/// Both clock changes are gone: no midnight comes twice in November, and March has all of its
/// hours.
#[test]
fn w2_havana_changes_no_clock_from_march_2026_to_november_2027() {
    for zone in CHANGED_IN_2026F {
        let midnight = utc(zone, "2026-11-01", "00:00", Edge::End);
        let skipped_by_2026e = utc(zone, "2027-03-14", "00:30", Edge::Start);
        assert_eq!(midnight, "2026-11-01T04:00:00Z", "{zone}");
        assert_eq!(skipped_by_2026e, "2027-03-14T04:30:00Z", "{zone}");

        let zone: Zone = zone.parse().unwrap();
        let changes: Vec<String> = std::iter::successors(
            Some("2026-03-01T00:00:00Z".parse::<Instant>().unwrap()),
            |now| zone.next_clock_change(*now),
        )
        .skip(1)
        .take(3)
        .map(|change| change.to_string())
        .collect();
        let wanted = [
            "2026-03-08T05:00:00Z",
            "2027-11-07T05:00:00Z",
            "2028-03-12T05:00:00Z",
        ];
        assert_eq!(changes, wanted, "{zone}");
    }
}
