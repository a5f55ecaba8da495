//! What platforms accept, against an oracle that searches minute by minute (W6, W7).

use crate::walk::{Walk, ZONES, instant, regressions};
use latchstring::rules::{Fit, FitAnswer, FitReasonKind, FittedWindow, Neighbours, fit};
use latchstring::time::{TimeFrame, TimeOfDay, TimePair, Window, Zone};
use proptest::prelude::*;
use proptest::strategy::ValueTree;

const DAY: i64 = 1440;
const STEPS: [u32; 8] = [1, 15, 20, 30, 60, 120, 720, 1440];

/// All in minutes since 1970.
#[derive(Clone, Debug)]
struct Case {
    zone: &'static str,
    start: i64,
    end: i64,
    frames: Vec<TimeFrame>,
    now: Option<i64>,
    previous: Option<i64>,
    next: Option<i64>,
}

fn frames() -> impl Strategy<Value = TimeFrame> {
    let pair = (0..24_u16, 0..24_u16, proptest::bool::ANY);
    (
        proptest::option::of(prop_oneof![0_u32..300, 0..10_000_u32]),
        proptest::option::of(prop_oneof![1_u32..300, 1..10_000_u32]),
        proptest::option::of(proptest::sample::select(STEPS.to_vec())),
        proptest::option::weighted(0.4, proptest::bool::ANY),
        proptest::option::weighted(0.3, proptest::collection::vec(pair, 1..4)),
        proptest::option::of(0_u32..400),
    )
        .prop_map(|(min, max, step, same, pairs, lead)| {
            let hours = |hours: u16| TimeOfDay::from_minutes(hours * 60).unwrap();
            let pair = |(from, to, alike)| TimePair {
                from: hours(from),
                to: hours(if alike { from } else { to }),
            };
            let pairs: Option<Vec<TimePair>> =
                pairs.map(|pairs| pairs.into_iter().map(pair).collect());
            let frame = TimeFrame {
                name: None,
                min_minutes: min,
                max_minutes: max.map(|max| max.max(min.unwrap_or(0))),
                step_minutes: step,
                same_time_of_day: same,
                pairs,
                lead_minutes: lead,
            };
            if frame.check().is_ok() {
                frame
            } else {
                TimeFrame {
                    pairs: None,
                    ..frame
                }
            }
        })
}

fn cases() -> impl Strategy<Value = Case> {
    let near = || prop_oneof![-400_i64..400, -3..3_i64];
    (
        (0..ZONES.len(), 2020_i16..2099, 0_usize..4),
        (
            prop_oneof![-3 * DAY..3 * DAY, (-72_i64..72).prop_map(|hour| hour * 60)],
            prop_oneof![
                1..5 * DAY,
                (1_i64..120).prop_map(|hour| hour * 60),
                (1_i64..5).prop_map(|day| day * DAY)
            ],
        ),
        proptest::collection::vec(frames(), 1..4),
        proptest::option::weighted(0.9, prop_oneof![-500_i64..500, -3 * DAY..6 * DAY]),
        (
            proptest::option::weighted(0.3, near()),
            proptest::option::weighted(0.3, near()),
        ),
    )
        .prop_map(
            |((zone, year, pick), (shift, length), frames, now, (previous, next))| {
                let zone = ZONES[zone];
                let start = Walk::near_a_change(zone, year, pick) + shift;
                let end = start + length;
                Case {
                    zone,
                    start,
                    end,
                    frames,
                    now: now.map(|minutes| start + minutes),
                    previous: previous.map(|minutes| start + minutes),
                    next: next.map(|minutes| end + minutes),
                }
            },
        )
}

/// A frame with one of its pairs, read as plain conditions on minutes.
struct Conditions<'a> {
    case: &'a Case,
    walk: &'a Walk,
    frame: &'a TimeFrame,
    pair: Option<TimePair>,
}

type Edges = (Option<i64>, i64);

impl Conditions<'_> {
    fn on_step(&self, minute: i64) -> bool {
        self.frame
            .step_minutes
            .is_none_or(|step| self.walk.wall(minute).rem_euclid(i64::from(step)) == 0)
    }

    fn time(&self, minute: i64) -> i64 {
        self.walk.wall(minute).rem_euclid(DAY)
    }

    fn may_start(&self, minute: i64) -> bool {
        self.on_step(minute)
            && self
                .pair
                .is_none_or(|pair| self.time(minute) == i64::from(pair.from.minutes()))
    }

    fn may_end(&self, from: Option<i64>, minute: i64) -> bool {
        self.on_step(minute)
            && self
                .pair
                .is_none_or(|pair| self.time(minute) == i64::from(pair.to.minutes()))
            && (!self.same() || from.is_none_or(|from| self.time(minute) == self.time(from)))
    }

    fn same(&self) -> bool {
        self.frame.same_time_of_day == Some(true)
    }

    fn long_enough(&self, from: i64, until: i64) -> bool {
        self.length(from, until) >= i64::from(self.frame.min_minutes.unwrap_or(0))
    }

    fn short_enough(&self, from: i64, until: i64) -> bool {
        self.frame
            .max_minutes
            .is_none_or(|max| self.length(from, until) <= i64::from(max))
    }

    fn length(&self, from: i64, until: i64) -> i64 {
        if self.same() {
            self.walk.wall(until) - self.walk.wall(from)
        } else {
            until - from
        }
    }

    fn leads(&self, start: i64) -> bool {
        match (self.case.now, self.frame.lead_minutes) {
            (Some(now), Some(lead)) => start - now >= i64::from(lead),
            _ => true,
        }
    }

    /// Whether opening from there takes of the stay before no more than what was asked for.
    fn starts_apart(&self, from: i64) -> bool {
        from >= self.case.start || self.case.previous.is_none_or(|previous| from >= previous)
    }

    fn ends_apart(&self, until: i64) -> bool {
        // A stay that began before ours and goes on has all the time after ours (W5).
        let goes_on = self
            .case
            .previous
            .is_some_and(|previous| previous > self.case.end);
        until <= self.case.end || (!goes_on && self.case.next.is_none_or(|next| until <= next))
    }

    /// How much the edges are off; of two alike, a window without a start is further off.
    fn off(&self, (start, end): Edges) -> (i64, bool) {
        let case = self.case;
        let start_off = match start {
            Some(start) => (start - case.start).abs(),
            None => (case.start - case.now.unwrap()).max(0),
        };
        (start_off + (end - case.end).abs(), start.is_none())
    }

    /// The start said to the platform, and from when on the code opens; nothing where all is over.
    fn opening(&self) -> Option<Edges> {
        let case = self.case;
        let mut earlier = self.walk.back_from(case.start);
        let start = earlier.find(|&minute| self.may_start(minute)).unwrap();
        if self.leads(start) {
            return Some((Some(start), start));
        }
        let now = case.now.unwrap();
        if now >= case.end {
            None
        } else if self.same() || self.pair.is_some() {
            Some((Some(start), start))
        } else {
            Some((None, now))
        }
    }

    fn accepted(&self) -> Option<Edges> {
        let (start, from) = self.opening()?;
        let mut later = self.walk.from(self.case.end);
        let end = later.find(|&minute| self.may_end(start, minute)).unwrap();
        let fine = start.is_none_or(|start| self.leads(start))
            && self.starts_apart(from)
            && self.ends_apart(end)
            && self.long_enough(from, end)
            && self.short_enough(from, end);
        fine.then_some((start, end))
    }

    fn nearest(&self) -> Option<Edges> {
        let case = self.case;
        let (start, from) = self.opening()?;
        let (start, from) = if start.is_none() && self.starts_apart(from) {
            (None, from)
        } else {
            let fine = |minute: &i64| {
                self.may_start(*minute) && self.leads(*minute) && self.starts_apart(*minute)
            };
            let not_after = self.walk.back_from(case.start).find(fine);
            let start = not_after.or_else(|| self.walk.from(case.start + 1).find(fine))?;
            (Some(start), start)
        };
        let fine = |until: &i64| {
            *until > from
                && self.may_end(start, *until)
                && self.ends_apart(*until)
                && self.long_enough(from, *until)
                && self.short_enough(from, *until)
        };
        let not_before = self.walk.from(case.end).find(fine);
        let end = not_before.or_else(|| self.walk.back_from(case.end - 1).find(fine))?;
        (from < case.end && case.start < end).then_some((start, end))
    }
}

/// W7 word by word.
fn oracle(case: &Case, walk: &Walk) -> (FitAnswer, Option<Edges>, Option<u32>) {
    let mut accepted: Option<((i64, bool), Edges, u32)> = None;
    let mut nearest: Option<((i64, bool), Edges, u32)> = None;
    for (at, frame) in case.frames.iter().enumerate() {
        let at = u32::try_from(at).unwrap();
        let pairs: Vec<Option<TimePair>> = match &frame.pairs {
            Some(pairs) => pairs.iter().copied().map(Some).collect(),
            None => vec![None],
        };
        for pair in pairs {
            let conditions = Conditions {
                case,
                walk,
                frame,
                pair,
            };
            if let Some(edges) = conditions.accepted() {
                let off = conditions.off(edges);
                if accepted.is_none_or(|(least, ..)| off < least) {
                    accepted = Some((off, edges, at));
                }
            } else if let Some(edges) = conditions.nearest() {
                let off = conditions.off(edges);
                if nearest.is_none_or(|(least, ..)| off < least) {
                    nearest = Some((off, edges, at));
                }
            }
        }
    }
    match (accepted, nearest) {
        (Some((_, edges, at)), _) if edges == (Some(case.start), case.end) => {
            (FitAnswer::Fits, Some(edges), Some(at))
        }
        (Some((_, edges, at)), _) => (FitAnswer::Rounded, Some(edges), Some(at)),
        (None, Some((_, edges, at))) => (FitAnswer::Infeasible, Some(edges), Some(at)),
        (None, None) => (FitAnswer::Infeasible, None, None),
    }
}

fn ask(case: &Case) -> Fit {
    let window = Window::new(instant(case.start), instant(case.end)).unwrap();
    let neighbours = Neighbours {
        previous_ends_at: case.previous.map(instant),
        next_starts_at: case.next.map(instant),
    };
    fit(
        window,
        &case.frames,
        case.zone.parse().unwrap(),
        case.now.map(instant),
        neighbours,
    )
}

fn edges(window: FittedWindow) -> Edges {
    (
        window.starts_at.map(|at| at.unix_seconds() / 60),
        window.ends_at.unix_seconds() / 60,
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: regressions(), ..ProptestConfig::default() })]

    #[test]
    fn w7_the_answer_is_what_a_search_finds(case in cases()) {
        let walk = Walk::new(case.zone, case.start - 4 * DAY, 18 * DAY);
        let fit = ask(&case);
        prop_assert_eq!((fit.answer, fit.window.map(edges), fit.frame), oracle(&case, &walk));
        // Every frame that stands in the way says why, and nothing is changed without a reason.
        match fit.answer {
            FitAnswer::Fits => prop_assert!(fit.because.is_empty()),
            FitAnswer::Rounded => prop_assert!(fit.because.iter().all(|reason| Some(reason.frame) == fit.frame)),
            FitAnswer::Infeasible => {}
        }
        if fit.answer == FitAnswer::Infeasible {
            for at in 0..u32::try_from(case.frames.len()).unwrap() {
                prop_assert!(fit.because.iter().any(|reason| reason.frame == at), "{:?}", fit.because);
            }
        }
        if fit.answer == FitAnswer::Rounded {
            prop_assert!(!fit.because.is_empty());
        }
    }

    /// D6: frames come out of the state as they went in.
    #[test]
    fn w7_a_frame_is_read_back_as_it_was_written(frame in frames()) {
        let text = serde_json::to_string(&frame).unwrap();
        prop_assert_eq!(latchstring::decode::<TimeFrame>(&text), Ok(frame));
    }

    /// What was answered is accepted as it stands when it is asked for.
    #[test]
    fn w7_what_is_offered_fits(case in cases()) {
        let fit = ask(&case);
        let offered = fit.window.zip(fit.frame);
        if let Some((FittedWindow { starts_at: Some(starts_at), ends_at }, at)) = offered {
            let frames = &case.frames[at as usize..=at as usize];
            let window = Window::new(starts_at, ends_at).unwrap();
            let zone: Zone = case.zone.parse().unwrap();
            let again = fit_alone(window, frames, zone, case.now.map(instant));
            prop_assert_eq!(again.answer, FitAnswer::Fits);
        }
    }
}

fn fit_alone(
    window: Window,
    frames: &[TimeFrame],
    zone: Zone,
    now: Option<latchstring::time::Instant>,
) -> Fit {
    fit(window, frames, zone, now, Neighbours::default())
}

/// Every kind of reason is met by the cases above: an oracle that never sees one shows nothing.
#[test]
fn w7_every_kind_of_reason_is_met() {
    let mut runner = proptest::test_runner::TestRunner::deterministic();
    let mut met = std::collections::BTreeMap::new();
    for _ in 0..600 {
        let case = cases().new_tree(&mut runner).unwrap().current();
        let fit = ask(&case);
        *met.entry(format!("{:?}", fit.answer)).or_insert(0) += 1;
        for reason in fit.because {
            *met.entry(format!("{:?}", reason.kind)).or_insert(0) += 1;
        }
    }
    println!("{met:?}");
    for kind in [
        FitReasonKind::Step,
        FitReasonKind::SameTimeOfDay,
        FitReasonKind::Pair,
        FitReasonKind::Lead,
        FitReasonKind::TooShort,
        FitReasonKind::TooLong,
        FitReasonKind::ReachesPreviousStay,
        FitReasonKind::ReachesNextStay,
        FitReasonKind::AlreadyOver,
    ] {
        assert!(
            met.get(&format!("{kind:?}"))
                .is_some_and(|&count| count >= 3),
            "{kind:?}: {met:?}"
        );
    }
    assert!(
        met["Fits"] >= 3 && met["Rounded"] >= 30 && met["Infeasible"] >= 30,
        "{met:?}"
    );
}
