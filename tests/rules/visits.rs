//! Visits against an oracle that asks of every minute whether the code shall open (V1, V2, W2).

use crate::walk::{Walk, ZONES, instant, regressions};
use latchstring::model::{CodeWindow, Visit};
use latchstring::rules::{Stay, VisitCase, VisitNow, visit_now, visit_spans};
use latchstring::time::{Duration, Instant, Intervals, Window};
use proptest::prelude::*;
use serde_json::json;

const DAY: i64 = 1440;
pub const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];
const KINDS: [&str; 5] = [
    "time_bound",
    "one_time",
    "recurring",
    "turnover",
    "permanent",
];

/// A row of a week: the days as bits from Monday on, and minutes of the day.
#[derive(Clone, Debug)]
struct Row {
    days: u8,
    from: i64,
    to: i64,
}

/// A visit with its surroundings; all edges in minutes since 1970.
#[derive(Clone, Debug)]
struct Case {
    zone: &'static str,
    kind: &'static str,
    revoked: bool,
    starts_at: Option<i64>,
    ends_at: Option<i64>,
    used_at: Option<i64>,
    rows: Vec<Row>,
    stays: Vec<(i64, i64)>,
    from: i64,
    until: i64,
}

fn clock(minutes: i64) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

impl Case {
    fn visit(&self) -> Visit {
        let mut visit = json!({
            "id": "v", "revision": 1, "listingId": "flat", "visitor": "Vera", "purpose": "service",
            "kind": self.kind, "status": if self.revoked { "revoked" } else { "active" },
        });
        for (key, minute) in [("startsAt", self.starts_at), ("endsAt", self.ends_at)] {
            if let Some(minute) = minute {
                visit[key] = instant(minute).to_string().into();
            }
        }
        if self.kind == "recurring" {
            let rows = self.rows.iter().map(|row| {
                let days = (0..7).filter(|day| row.days >> day & 1 == 1);
                let days: Vec<&str> = days.map(|day| WEEKDAYS[day]).collect();
                json!({ "days": days, "from": clock(row.from), "to": clock(row.to) })
            });
            visit["weekly"] = rows.collect();
        }
        serde_json::from_value(visit).unwrap()
    }

    fn stays(&self) -> Vec<Stay> {
        let stays = self.stays.iter().map(|&(from, until)| {
            let stay = Window::new(instant(from), instant(until)).unwrap();
            Stay {
                reservation_ids: Vec::new(),
                guest: serde_json::from_value(json!({ "name": "Ada" })).unwrap(),
                booked: stay,
                // The grace is no matter of a turnover.
                window: stay.widened_to(
                    stay.starts_at() - Duration::hours(1),
                    stay.ends_at() + Duration::hours(1),
                ),
                notes: Vec::new(),
                neighbours: latchstring::rules::Neighbours::default(),
                overlaps: Vec::new(),
                on_hold: Vec::new(),
            }
        });
        stays.collect()
    }

    /// Calls `ask` with the case as the rules want it.
    fn ask<T>(&self, ask: impl FnOnce(&VisitCase<'_>) -> T) -> T {
        let (visit, stays) = (self.visit(), self.stays());
        visit.check().unwrap();
        ask(&VisitCase {
            visit: &visit,
            stays: &[&stays],
            zone: self.zone.parse().unwrap(),
            used_at: self.used_at.map(instant),
        })
    }
}

/// What the wall shows, day by day, word by word as W2 has it: nothing here but looking at minutes.
struct Oracle<'a> {
    case: &'a Case,
    walk: Walk,
    /// Whether the rows of the week let somebody in, minute by minute.
    weekly: Vec<bool>,
}

impl<'a> Oracle<'a> {
    fn new(case: &'a Case, first: i64, minutes: i64) -> Self {
        let walk = Walk::new(case.zone, first, minutes);
        let mut weekly = vec![false; usize::try_from(minutes).unwrap()];
        let days =
            walk.wall(first).div_euclid(DAY)..=walk.wall(first + minutes - 1).div_euclid(DAY);
        for day in days {
            // 1970-01-01 was a Thursday.
            let weekday = (day + 3).rem_euclid(7);
            for row in case.rows.iter().filter(|row| row.days >> weekday & 1 == 1) {
                let begin = day * DAY + row.from;
                let mut end = day * DAY + row.to;
                if end <= begin {
                    end += DAY;
                }
                // From the first minute that shows `begin` or more until the last one that shows
                // less than `end`. No clock is a whole day away from UTC.
                let (earliest, latest) = (walk.minutes().start, walk.minutes().end);
                let near: Vec<i64> =
                    ((begin - DAY).max(earliest)..(end + DAY).min(latest)).collect();
                let reached = near.iter().position(|&minute| walk.wall(minute) >= begin);
                let passed = near.iter().rposition(|&minute| walk.wall(minute) < end);
                // `end` itself, shown again later, is the last instant not passed.
                let again = near.iter().rposition(|&minute| walk.wall(minute) == end);
                let (Some(reached), Some(passed)) = (reached, passed) else {
                    continue;
                };
                let stop = (passed + 1).max(again.unwrap_or(0));
                for &minute in near.get(reached..stop).unwrap_or_default() {
                    weekly[usize::try_from(minute - first).unwrap()] = true;
                }
            }
        }
        Self { case, walk, weekly }
    }

    /// Whether the code shall open in the minute that begins here.
    fn opens(&self, minute: i64) -> bool {
        let case = self.case;
        if case.revoked
            || case.starts_at.is_some_and(|start| minute < start)
            || case.ends_at.is_some_and(|end| minute >= end)
        {
            return false;
        }
        match case.kind {
            "time_bound" | "permanent" => true,
            "one_time" => case.used_at.is_none_or(|used| minute < used),
            "recurring" => {
                self.weekly[usize::try_from(minute - self.walk.minutes().start).unwrap()]
            }
            _ => {
                let left = case.stays.iter().any(|&(_, until)| until <= minute);
                let taken = case
                    .stays
                    .iter()
                    .any(|&(from, until)| from <= minute && minute < until);
                left && !taken
            }
        }
    }
}

fn set(windows: &Intervals) -> Vec<(i64, i64)> {
    let edges = windows.windows().iter();
    edges
        .map(|window| {
            (
                window.starts_at().unix_seconds(),
                window.ends_at().unix_seconds(),
            )
        })
        .collect()
}

/// The runs of minutes for which `opens` holds, in seconds.
fn runs(from: i64, until: i64, opens: impl Fn(i64) -> bool) -> Vec<(i64, i64)> {
    let mut found: Vec<(i64, i64)> = Vec::new();
    for minute in (from..until).filter(|&minute| opens(minute)) {
        match found.last_mut() {
            Some(last) if last.1 == minute * 60 => last.1 += 60,
            _ => found.push((minute * 60, (minute + 1) * 60)),
        }
    }
    found
}

fn rows() -> impl Strategy<Value = Vec<Row>> {
    // Many of them at the hours at which clocks change.
    let time = || {
        prop_oneof![
            0..DAY,
            0_i64..240,
            (0_i64..24).prop_map(|hour| hour * 60),
            Just(0)
        ]
    };
    let days = prop_oneof![1_u8..128, Just(127), (0_u8..7).prop_map(|day| 1 << day)];
    let row = (days, time(), time()).prop_map(|(days, from, to)| Row { days, from, to });
    prop_oneof![
        3 => prop::collection::vec(row.clone(), 1..5),
        // Almost the whole week: what is left may vanish in a clock change.
        1 => (row, 0_i64..240, 0_i64..90).prop_map(|(row, from, gap)| {
            vec![Row { days: 127, from: from + gap, to: from }, row]
        }),
    ]
}

fn cases() -> impl Strategy<Value = Case> {
    (
        (
            0..ZONES.len(),
            2020_i16..2099,
            0_usize..4,
            -3 * DAY..3 * DAY,
        ),
        (
            prop_oneof![2 => Just(2_usize), 1 => 0_usize..5],
            prop::bool::weighted(0.05),
        ),
        (
            prop::option::of(-12 * DAY..8 * DAY),
            prop::option::of(1_i64..16 * DAY),
            prop::option::of(-12 * DAY..12 * DAY),
        ),
        rows(),
        prop::collection::vec((-14 * DAY..14 * DAY, 1_i64..6 * DAY), 0..6),
        (-6 * DAY..0_i64, 1_i64..12 * DAY),
    )
        .prop_map(
            |(place, (kind, revoked), (start, length, used), rows, stays, (from, horizon))| {
                let (zone, year, pick, shift) = place;
                let zone = ZONES[zone];
                let anchor = Walk::near_a_change(zone, year, pick) + shift;
                let kind = KINDS[kind];
                let (mut starts_at, mut ends_at) = (start.map(|start| anchor + start), None);
                if kind == "time_bound" {
                    starts_at = starts_at.or(Some(anchor));
                }
                if kind != "permanent" && (kind == "time_bound" || length.is_some()) {
                    ends_at = Some(starts_at.unwrap_or(anchor) + length.unwrap_or(DAY));
                }
                Case {
                    zone,
                    kind,
                    revoked,
                    starts_at,
                    ends_at,
                    used_at: used.map(|used| anchor + used),
                    rows,
                    stays: stays
                        .into_iter()
                        .map(|(from, length)| (anchor + from, anchor + from + length))
                        .collect(),
                    from: anchor + from,
                    until: anchor + from + horizon,
                }
            },
        )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: regressions(), ..ProptestConfig::default() })]

    #[test]
    fn v1_v2_w2_the_code_opens_in_the_minutes_in_which_it_should(case in cases()) {
        let first = case.from - 4 * DAY;
        let oracle = Oracle::new(&case, first, case.until + 4 * DAY - first);
        let ours = case.ask(|asked| visit_spans(asked, instant(case.from), instant(case.until)));
        prop_assert_eq!(set(&ours), runs(case.from, case.until, |minute| oracle.opens(minute)));
    }

    /// What a lock shall hold now follows from the minutes: it is the run of them around now, or
    /// the next one.
    #[test]
    fn v1_the_span_that_a_lock_holds_is_the_run_of_minutes_around_now_or_the_next(
        case in cases(), ahead in prop_oneof![Just(None), Just(Some(0)), (0_u32..3000).prop_map(Some)],
    ) {
        let now = case.from;
        // No run is longer than three weeks but one that never ends, and none begins later than
        // three weeks on.
        let (first, until) = (now - 24 * DAY, now + 46 * DAY);
        let oracle = Oracle::new(&case, first - 4 * DAY, until + 4 * DAY - (first - 4 * DAY));
        let runs = runs(first, until, |minute| oracle.opens(minute));
        let found = runs.iter().find(|&&(_, end)| end > now * 60);
        let wanted = found.map(|&(start, end)| CodeWindow {
            starts_at: Some(Instant::from_unix_seconds(start)),
            ends_at: Some(Instant::from_unix_seconds(end)),
        });
        // What begins before or ends after all that is looked at may have any such edge.
        let cut = |held: CodeWindow| CodeWindow {
            starts_at: held.starts_at.filter(|&at| at > instant(first)),
            ends_at: held.ends_at.filter(|&at| at < instant(until)),
        };
        let opens_at = found.map_or(i64::MAX, |&(start, _)| start - i64::from(ahead.unwrap_or(0)) * 60);
        let too_early = ahead.is_some() && opens_at > now * 60;
        let given = case.ask(|asked| visit_now(asked, ahead, instant(now)));
        if found.is_none() {
            prop_assert_eq!(given, VisitNow::default());
        } else if too_early {
            prop_assert_eq!(given, VisitNow { wanted: None, next_change: Some(Instant::from_unix_seconds(opens_at)) });
        } else {
            prop_assert_eq!(given.wanted.map(cut), wanted.map(cut));
            prop_assert_eq!(given.next_change, given.wanted.and_then(|held| held.ends_at));
        }
    }

    /// D3: between now and the next change nothing else is wanted, and at it something is.
    #[test]
    fn v1_d3_what_is_wanted_changes_when_it_is_said_and_not_before(
        case in cases(), ahead in prop_oneof![Just(None), (0_u32..3000).prop_map(Some)],
        later in prop::collection::vec(0_i64..30 * DAY * 60, 8),
    ) {
        let now = instant(case.from);
        case.ask(|asked| {
            let given = visit_now(asked, ahead, now);
            for seconds in later {
                let at = now + Duration::of(seconds);
                if given.next_change.is_none_or(|change| at < change) {
                    prop_assert_eq!(visit_now(asked, ahead, at), given, "{}", at);
                }
            }
            if let Some(change) = given.next_change {
                prop_assert!(change > now);
                prop_assert_eq!(visit_now(asked, ahead, change - Duration::seconds(1)), given);
                prop_assert_ne!(visit_now(asked, ahead, change), given);
            }
            Ok(())
        })?;
    }
}
