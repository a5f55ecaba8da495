//! Stays and their windows against an oracle that walks through every minute (W1, W2, W4 to W6).

use crate::walk::{Walk, ZONES, instant, regressions};
use latchstring::ErrorCode;
use latchstring::model::WindowPolicy;
use latchstring::rules::{Neighbours, rounded, stay_window, validity_window, with_grace};
use latchstring::time::{Edge, Instant, StepMinutes, Window, Zone};
use proptest::prelude::*;

const DAY: i64 = 1440;
const STEPS: [u32; 12] = [1, 5, 12, 15, 20, 30, 45, 60, 90, 120, 480, 1440];

fn text(wall: i64) -> (String, String) {
    let text = latchstring::time::Day::from_days_since_epoch(wall.div_euclid(DAY)).to_string();
    let minutes = wall.rem_euclid(DAY);
    (text, format!("{:02}:{:02}", minutes / 60, minutes % 60))
}

/// W2 word by word: the first minute at which the wall clock has reached the time.
fn first_reached(walk: &Walk, wall: i64) -> i64 {
    walk.minutes()
        .find(|&minute| walk.wall(minute) >= wall)
        .unwrap()
}

/// W2 word by word: the last instant at which the wall clock has not passed the time.
fn last_not_passed(walk: &Walk, wall: i64) -> i64 {
    let last = walk
        .minutes()
        .rfind(|&minute| walk.wall(minute) <= wall)
        .unwrap();
    if walk.wall(last) == wall {
        last
    } else {
        last + 1
    }
}

#[derive(Clone, Debug)]
struct Case {
    zone: &'static str,
    /// What the wall shows at arrival and departure.
    arrival: i64,
    departure: i64,
    before: u32,
    after: u32,
    /// In seconds since 1970.
    previous: Option<i64>,
    next: Option<i64>,
    step: Option<u32>,
    first: i64,
}

/// Stays of up to four days with an edge near a clock change, neighbours near their edges.
fn cases() -> impl Strategy<Value = Case> {
    let near = |range: i64| prop_oneof![-range..range, -150_i64..150, -10_i64..10];
    let neighbour = || {
        proptest::option::of(prop_oneof![
            -7200_i64..7200,
            (-120_i64..120).prop_map(|m| m * 60)
        ])
    };
    (
        (0..ZONES.len(), 2020_i16..2099, 0_usize..4),
        (near(2 * DAY), prop_oneof![1_i64..4 * DAY, 1_i64..180]),
        (
            prop_oneof![Just(0_u32), 0_u32..1440, 0_u32..90],
            prop_oneof![Just(30_u32), 0_u32..1440, 0_u32..90],
        ),
        (neighbour(), neighbour()),
        proptest::option::of(proptest::sample::select(STEPS.to_vec())),
    )
        .prop_map(
            |((zone, year, pick), (shift, length), (before, after), (previous, next), step)| {
                let zone = ZONES[zone];
                let anchor = Walk::near_a_change(zone, year, pick);
                let walk = Walk::new(zone, anchor + shift, 1);
                let arrival = walk.wall(anchor + shift);
                let departure = arrival + length;
                Case {
                    zone,
                    arrival,
                    departure,
                    before,
                    after,
                    previous: previous.map(|seconds| (anchor + shift) * 60 + seconds),
                    next: next.map(|seconds| (anchor + shift + length) * 60 + seconds),
                    step,
                    first: anchor + shift - 4 * DAY,
                }
            },
        )
}

/// What `validityWindow` should answer: edges in seconds, and notes as text; or the error's code
/// and path.
fn oracle(case: &Case) -> Result<(i64, i64, Vec<String>), (ErrorCode, &'static str)> {
    let walk = Walk::new(case.zone, case.first, 13 * DAY);
    let (start, end) = (
        first_reached(&walk, case.arrival),
        last_not_passed(&walk, case.departure),
    );
    if start >= end {
        return Err((ErrorCode::EmptyWindow, "checkOut"));
    }
    let mut notes = Vec::new();
    for (wall, edge) in [(case.arrival, "start"), (case.departure, "end")] {
        let shown: Vec<i64> = walk
            .minutes()
            .filter(|&minute| walk.wall(minute) == wall)
            .collect();
        match shown.as_slice() {
            [_] => {}
            [] => {
                let jump = first_reached(&walk, wall);
                notes.push(format!(
                    "skipped_hour {edge} {}",
                    walk.wall(jump) - walk.wall(jump - 1) - 1
                ));
            }
            [first, .., last] => notes.push(format!("repeated_hour {edge} {}", last - first)),
        }
    }
    let (start, end) = (start * 60, end * 60);
    let minutes = |seconds: i64| (seconds + 59) / 60;
    let earliest = start - i64::from(case.before) * 60;
    let latest = end + i64::from(case.after) * 60;
    // A second belongs to the grace unless a neighbour's stay, which goes on outside of ours, has
    // it.
    let from = (earliest..=start)
        .find(|&second| case.previous.is_none_or(|previous| second >= previous))
        .unwrap_or(start);
    // A stay that began before and goes on has all that comes after ours (W5).
    let goes_on = case.previous.is_some_and(|previous| previous > end);
    let until = (end..=latest)
        .rfind(|&second| !goes_on && case.next.is_none_or(|next| second <= next))
        .unwrap_or(end);
    if let Some(previous) = case.previous.filter(|&previous| previous > start) {
        notes.push(format!(
            "overlaps_previous_stay start {}",
            minutes(previous.min(end) - start)
        ));
    }
    if from > earliest {
        notes.push(format!("grace_clipped start {}", minutes(from - earliest)));
    }
    if let Some(next) = case.next.filter(|&next| next < end) {
        notes.push(format!(
            "overlaps_next_stay end {}",
            minutes(end - next.max(start))
        ));
    }
    if until < latest {
        notes.push(format!("grace_clipped end {}", minutes(latest - until)));
    }
    let Some(step) = case.step.map(i64::from) else {
        return Ok((from, until, notes));
    };
    let on_step = |minute: &i64| walk.wall(*minute).rem_euclid(step) == 0;
    let down = walk
        .minutes()
        .filter(on_step)
        .rfind(|minute| minute * 60 <= from)
        .unwrap()
        * 60;
    let up = walk
        .minutes()
        .filter(on_step)
        .find(|minute| minute * 60 >= until)
        .unwrap()
        * 60;
    let reaches = |second: i64| {
        let before = second < from && case.previous.is_some_and(|previous| second < previous);
        let taken = goes_on || case.next.is_some_and(|next| second > next);
        let after = second > until && taken;
        before || after
    };
    if reaches(down) || reaches(up) {
        return Err((ErrorCode::WindowInfeasible, "roundToMinutes"));
    }
    if down < from {
        notes.push(format!("rounded start {}", minutes(from - down)));
    }
    if up > until {
        notes.push(format!("rounded end {}", minutes(up - until)));
    }
    Ok((down, up, notes))
}

fn input(case: &Case) -> serde_json::Value {
    let ((arrival, check_in), (departure, check_out)) = (text(case.arrival), text(case.departure));
    let mut input = serde_json::json!({
        "timeZone": case.zone, "arrival": arrival, "checkIn": check_in, "departure": departure, "checkOut": check_out,
        "policy": { "window": { "beforeCheckInMinutes": case.before, "afterCheckOutMinutes": case.after } },
    });
    for (key, seconds) in [
        ("previousEndsAt", case.previous),
        ("nextStartsAt", case.next),
    ] {
        if let Some(seconds) = seconds {
            input[key] = Instant::from_unix_seconds(seconds).to_string().into();
        }
    }
    if let Some(step) = case.step {
        input["roundToMinutes"] = step.into();
    }
    input
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: regressions(), ..ProptestConfig::default() })]

    #[test]
    fn w1_w2_w4_w5_w6_the_window_is_what_a_walk_finds(case in cases()) {
        let input = latchstring::decode(&input(&case).to_string()).unwrap();
        let ours = validity_window(&input)
            .map(|window| {
                let notes = window.notes.iter().map(|note| {
                    let note = serde_json::to_value(note).unwrap();
                    format!("{} {} {}", note["kind"].as_str().unwrap(), note["edge"].as_str().unwrap(), note["minutes"])
                });
                // What people read is the same instant.
                assert_eq!(window.starts_at_local.parse::<Instant>(), Ok(window.starts_at));
                assert_eq!(window.ends_at_local.parse::<Instant>(), Ok(window.ends_at));
                (window.starts_at.unix_seconds(), window.ends_at.unix_seconds(), notes.collect::<Vec<_>>())
            })
            .map_err(|error| (error.code, error.path));
        let wanted = oracle(&case).map_err(|(code, path)| (code, path.to_owned()));
        prop_assert_eq!(ours, wanted);
    }

    #[test]
    fn w5_grace_cuts_no_stay_and_takes_none_of_a_neighbours(
        start in 26_500_000_i64..40_000_000, length in 1_i64..20_000, before in 0_u32..=1440, after in 0_u32..=1440,
        previous in proptest::option::of(-3000_i64..3000), next in proptest::option::of(-3000_i64..3000),
    ) {
        let stay = Window::new(instant(start), instant(start + length)).unwrap();
        let policy = WindowPolicy { before_check_in_minutes: before, after_check_out_minutes: after };
        let neighbours = Neighbours {
            previous_ends_at: previous.map(|minutes| instant(start + minutes)),
            next_starts_at: next.map(|minutes| instant(start + length + minutes)),
        };
        let window = with_grace(stay, &policy, neighbours).window;
        prop_assert!(window.covers(stay));
        prop_assert_eq!(neighbours.reached_by(stay, window), None);
    }

    #[test]
    fn w6_a_rounded_window_covers_and_stays_as_it_is(
        zone in 0..ZONES.len(), start in 26_500_000_i64..68_000_000, length in 1_i64..20_000, step in 0..STEPS.len(),
    ) {
        let zone: Zone = ZONES[zone].parse().unwrap();
        let step = StepMinutes::new(STEPS[step]).unwrap();
        let window = Window::new(instant(start), instant(start + length)).unwrap();
        let once = rounded(window, zone, step, Neighbours::default()).unwrap();
        prop_assert!(once.covers(window));
        for edge in [once.starts_at(), once.ends_at()] {
            prop_assert_eq!(zone.time_of_day_at(edge).minutes() % step.minutes(), 0);
        }
        prop_assert_eq!(rounded(once, zone, step, Neighbours::default()), Ok(once));
    }

    /// Every stay of the supported years has a window, at most an hour or two off its length on the
    /// wall.
    #[test]
    fn w1_every_stay_of_the_supported_years_has_a_window(
        zone in 0..598_usize, arrival in 18_262_i64..47_482, nights in 1_i64..=1100,
        check_in in 0_u16..1440, check_out in 0_u16..1440,
    ) {
        let zone = Zone::all().nth(zone).unwrap();
        let day = latchstring::time::Day::from_days_since_epoch;
        let time = |minutes| latchstring::time::TimeOfDay::from_minutes(minutes).unwrap();
        let departure = (arrival + nights).min(47_481);
        prop_assume!(arrival < departure);
        let stay = stay_window(zone, day(arrival), day(departure), time(check_in), time(check_out)).unwrap();
        let wall = (departure - arrival) * DAY + i64::from(check_out) - i64::from(check_in);
        let passed = stay.length().in_seconds() / 60;
        prop_assert!((passed - wall).abs() <= 360, "{} {}", passed, wall);
    }
}

/// W2: other years are an error that says so.
#[test]
fn w2_other_years_are_refused() {
    let zone: Zone = "Europe/Paris".parse().unwrap();
    let stay = |arrival: &str, departure: &str| {
        stay_window(
            zone,
            arrival.parse().unwrap(),
            departure.parse().unwrap(),
            "15:00".parse().unwrap(),
            "11:00".parse().unwrap(),
        )
    };
    assert!(stay("2020-01-01", "2020-01-02").is_ok());
    assert!(stay("2099-12-30", "2099-12-31").is_ok());
    for (arrival, departure, path) in [
        ("2019-12-31", "2020-01-02", "arrival"),
        ("2099-12-31", "2100-01-01", "departure"),
        ("0001-01-01", "0001-01-02", "arrival"),
    ] {
        let error = stay(arrival, departure).unwrap_err();
        assert_eq!(
            (error.code, error.path.as_str()),
            (ErrorCode::YearOutOfRange, path)
        );
    }
    assert_eq!(
        stay("2026-05-01", "2029-05-06").unwrap_err().code,
        ErrorCode::OutOfRange
    );
    assert!(stay("2026-05-01", "2029-05-05").is_ok());
    assert_eq!(
        stay("2026-05-02", "2026-05-01").unwrap_err().path,
        "departure"
    );
    assert_eq!(
        stay("2026-05-01", "2026-05-01").unwrap_err().path,
        "checkOut"
    );
}

/// W6: the engine matches on the edge at which rounding fails.
#[test]
fn w6_the_edge_that_reaches_into_a_neighbours_stay_is_named() {
    let zone: Zone = "Europe/Paris".parse().unwrap();
    let window = Window::new(
        "2026-05-01T13:20:00Z".parse().unwrap(),
        "2026-05-03T09:40:00Z".parse().unwrap(),
    )
    .unwrap();
    let step = StepMinutes::new(60).unwrap();
    let before = |text: &str| Neighbours {
        previous_ends_at: Some(text.parse().unwrap()),
        ..Neighbours::default()
    };
    let after = |text: &str| Neighbours {
        next_starts_at: Some(text.parse().unwrap()),
        ..Neighbours::default()
    };
    assert_eq!(
        rounded(window, zone, step, before("2026-05-01T13:00:01Z")),
        Err(Edge::Start)
    );
    assert!(rounded(window, zone, step, before("2026-05-01T13:00:00Z")).is_ok());
    assert_eq!(
        rounded(window, zone, step, after("2026-05-03T09:59:59Z")),
        Err(Edge::End)
    );
    assert!(rounded(window, zone, step, after("2026-05-03T10:00:00Z")).is_ok());
}
