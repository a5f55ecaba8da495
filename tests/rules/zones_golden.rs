//! Time zones against a second, independent source: `golden/zones.py` wrote `golden/zones.txt` with
//! Python's zoneinfo.

use std::collections::BTreeMap;

use latchstring::time::{Duration, Edge, Instant, Zone, tzdata_release};

const GOLDEN: &str = include_str!("../golden/zones.txt");

/// 2019-12-01 and 2100-02-01, as in the script.
const FROM: i64 = 1_575_158_400;
const UNTIL: i64 = 4_105_123_200;

fn at(seconds: i64) -> Instant {
    Instant::from_unix_seconds(seconds)
}

/// Every change of a zone's clocks within the golden span, as the script writes it.
fn history(zone: Zone) -> String {
    let mut text = zone.offset_minutes_at(at(FROM)).to_string();
    let mut now = at(FROM);
    while let Some(change) = zone
        .next_clock_change(now)
        .filter(|change| *change < at(UNTIL))
    {
        assert_eq!(
            zone.offset_minutes_at(change - Duration::seconds(1)),
            zone.offset_minutes_at(now)
        );
        let (minutes, offset) = (change.unix_seconds() / 60, zone.offset_minutes_at(change));
        text.push_str(&format!(" {minutes}:{offset}"));
        now = change;
    }
    text
}

#[test]
fn w2_every_change_of_every_zone_is_that_of_python() {
    let mut lines = GOLDEN.lines();
    assert_eq!(
        lines.next(),
        Some(format!("release {}", tzdata_release()).as_str()),
        "run golden/zones.py again"
    );
    let mut golden = BTreeMap::new();
    while let Some(names) = lines.next().and_then(|line| line.strip_prefix("zones ")) {
        let history = lines.next().unwrap();
        golden.extend(names.split(' ').map(|name| (name, history)));
    }
    let ours: Vec<&str> = Zone::all().map(Zone::name).collect();
    assert_eq!(ours, golden.keys().copied().collect::<Vec<_>>());
    let mut changes = 0;
    for zone in Zone::all() {
        let history = history(zone);
        assert_eq!(history, golden[zone.name()], "{zone}");
        changes += history.matches(':').count();
    }
    println!("{} zones, {changes} clock changes", ours.len());
}

#[test]
fn w2_edges_are_those_of_a_walk_through_every_minute() {
    let mut edges = 0;
    for line in GOLDEN
        .lines()
        .filter_map(|line| line.strip_prefix("edges "))
    {
        let parts: Vec<&str> = line.split(' ').collect();
        let &[zone, day, time, start, end] = parts.as_slice() else {
            panic!("{line}")
        };
        let zone: Zone = zone.parse().unwrap();
        for (edge, minutes) in [(Edge::Start, start), (Edge::End, end)] {
            let resolved = zone.resolve(day.parse().unwrap(), time.parse().unwrap(), edge);
            let wanted = at(minutes.parse::<i64>().unwrap() * 60);
            assert_eq!(resolved.instant, wanted, "{line}, {edge:?}");
            edges += 1;
        }
    }
    println!("{edges} edges");
    assert!(edges > 3000);
}
