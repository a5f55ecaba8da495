//! What holds of every decision and of every changed trip, over random worlds (T, A, I3).

use crate::access::RUNGS;
use crate::access_world::{Asked, World};
use crate::door::{Code, Want, Whose};
use crate::draw::{BASE, DAY, Draw, Seeded, TICK, instant};
use crate::minimal::check_all;
use latchstring::model::OnLockState;
use latchstring::rules::{ExplainInput, Reason, Route, explain, select_access};
use std::sync::atomic::{AtomicU64, Ordering};

pub const CASES: u64 = 5_000;

pub fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap()
}

pub fn route(world: &World, now: i64) -> Route {
    select_access(&world.input(now)).unwrap().route
}

pub fn tells_a_spare(route: Route) -> bool {
    matches!(route, Route::BackupCode | Route::EmergencyCode)
}

pub fn holds(what: &str, holds: bool) -> Result<(), String> {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

#[test]
fn d1_the_same_input_gives_the_same_bytes_in_any_order_of_codes() {
    check_all(CASES, World::draw, |world| {
        let once = json(&select_access(&world.input(0)).unwrap());
        let again = json(&select_access(&world.input(0)).unwrap());
        let mut other = world.clone();
        other.codes.reverse();
        let reversed = json(&select_access(&other.input(0)).unwrap());
        if let Some(first) = (!other.codes.is_empty()).then(|| other.codes.remove(0)) {
            other.codes.push(first);
        }
        let rotated = json(&select_access(&other.input(0)).unwrap());
        holds(
            &format!("{once}\n{again}\n{reversed}\n{rotated}"),
            once == again && once == reversed && once == rotated,
        )
    });
}

/// `until` is later than now, and the first instant at which the answer is another one.
#[test]
fn a_a_wait_ends_when_the_answer_changes() {
    let met = AtomicU64::new(0);
    check_all(CASES, World::draw, |world| {
        let decision = select_access(&world.input(0)).unwrap();
        let is_over = [[Reason::StayOver], [Reason::BookingOnHold]]
            .iter()
            .any(|over| decision.because == over);
        if decision.route != Route::Wait || is_over {
            let is_for_now = decision.route == Route::ExistingCode;
            return holds(
                "until without a wait",
                is_for_now || decision.until.is_none(),
            );
        }
        met.fetch_add(1, Ordering::Relaxed);
        let until = decision.until.ok_or("a wait for nothing")?.unix_seconds() - BASE;
        holds("a wait into the past", until > 0)?;
        // As time passes, what the guest says now was said before.
        let mut later = world.clone();
        if later.asked == Asked::Now {
            later.asked = Asked::At(0);
        }
        // A stay that comes before this one may have begun.
        if later.other_until.is_some() {
            later.other_running = Some(true);
        }
        holds("nothing new then", route(&later, until) != Route::Wait)?;
        holds("new before", route(&later, until - 1) == Route::Wait)
    });
    println!("{} waits", met.load(Ordering::Relaxed));
    assert!(met.load(Ordering::Relaxed) > CASES / 20);
}

#[test]
fn a_a_covering_code_comes_before_all_else() {
    check_all(CASES, World::draw, |world| {
        let ask = world.ask();
        let covered = ask.uncovered(0).is_empty() && ask.is_usable() && world.end > 0;
        let decision = select_access(&world.input(0)).unwrap();
        if world.hold {
            // Nothing is told, and nothing passed over: what the guest knows opens, or they wait.
            let known = decision.route == Route::ExistingCode;
            let waits = decision.route == Route::Wait && decision.passed_over.is_empty();
            return holds(&format!("{decision:#?}"), (known && covered) || waits);
        }
        // What an algorithm made may open for now, and not for all of the stay (A3b).
        let is_for_now = decision.until.is_some();
        let existing = decision.route == Route::ExistingCode && !is_for_now;
        holds(&format!("{decision:#?}"), covered == existing)?;
        holds(
            "passed something over",
            !existing || decision.passed_over.is_empty(),
        )
    });
}

/// The place of a route on the ladder.
fn rank(route: Route) -> Option<usize> {
    RUNGS.iter().position(|&rung| rung == route)
}

#[test]
fn a3_fresher_evidence_that_a_lock_answers_never_moves_the_decision_down() {
    check_all(CASES, World::draw, |world| {
        // A silent lock is time for a code of its algorithm, and an answering one is not (A3b).
        let mut world = world.clone();
        world.door.makes = false;
        let mut said = world.clone();
        if world.door.reach.is_none() {
            said.door.usable = None;
            said.door.failures.clear();
        }
        said.door.reach = Some(latchstring::model::Reachability::Online);
        said.door.reported = Some(0);
        // The platform says so, and the lock itself has answered.
        let mut answered = said.clone();
        answered.door.failures.clear();
        never_down(route(&world, 0), route(&said, 0))?;
        never_down(route(&said, 0), route(&answered, 0))
    });
}

fn never_down(before: Route, after: Route) -> Result<(), String> {
    let down = match (rank(before), rank(after)) {
        (Some(before), Some(after)) => after > before,
        // What waits comes to no rung below those that a lock which answers has.
        (None, Some(after)) => after > 1,
        (_, None) => false,
    };
    holds(&format!("{before:?} to {after:?}"), !down)
}

/// Where the lock does not say that codes of its algorithm are made, the algorithm changes no way
/// in.
#[test]
fn f41_a3b_what_a_locks_algorithm_knows_changes_no_decision() {
    let met = AtomicU64::new(0);
    check_all(CASES, World::draw, |world| {
        let mut with = world.clone();
        with.door.makes = false;
        let mut without = with.clone();
        without.door.algorithm = None;
        let [given, wanted] =
            [&with, &without].map(|world| select_access(&world.input(0)).unwrap());
        if world.door.algorithm.is_some() {
            met.fetch_add(1, Ordering::Relaxed);
        }
        holds(
            &format!("{given:#?} not {wanted:#?}"),
            (
                given.route,
                given.code_id,
                given.at,
                given.until,
                given.because,
            ) == (
                wanted.route,
                wanted.code_id,
                wanted.at,
                wanted.until,
                wanted.because,
            ),
        )
    });
    assert!(met.load(Ordering::Relaxed) > CASES / 10);
}

/// The sentence has at most 25 words and two reasons, all of them the decision's; the ladder has
/// each reason; no PIN is in either.
#[test]
fn p9_a_decision_is_explained_in_one_sentence_without_a_pin() {
    check_all(CASES, World::draw, |world| {
        let decision = select_access(&world.input(0)).unwrap();
        let ask = |ladder| ExplainInput {
            decision: decision.clone(),
            time_zone: Some("Europe/Paris".parse().unwrap()),
            ladder: Some(ladder),
        };
        let (sentence, ladder) = (explain(&ask(false)), explain(&ask(true)));
        let words = sentence.split_whitespace().count();
        holds(&format!("{words} words: {sentence}"), words <= 25)?;
        holds(
            &sentence,
            !sentence.contains("Z,") && !sentence.contains("Z."),
        )?;
        let all = decision.because.iter().chain(
            decision
                .passed_over
                .iter()
                .flat_map(|passed| &passed.because),
        );
        let shown = |reason: &Reason| match reason {
            Reason::RetryLater { .. } => "the next attempt is on ".to_owned(),
            reason => reason.sentence(),
        };
        let all: Vec<String> = all.map(shown).collect();
        let said = all.iter().filter(|reason| sentence.contains(*reason));
        let mut said: Vec<&String> = said.collect();
        said.sort();
        said.dedup();
        holds(&sentence, (1..=2).contains(&said.len()))?;
        for passed in &decision.passed_over {
            for reason in &passed.because {
                // No reader would see why an answering lock speaks against sending a code.
                let is_late =
                    passed.route == Route::Program && passed.because.contains(&Reason::LockAnswers);
                let words = if is_late {
                    "there is no time left to wait for it".to_owned()
                } else {
                    shown(reason)
                };
                let is_shown = ladder.contains(&words)
                    // The battery says it.
                    || (*reason == Reason::LockOffline
                        && passed.because.contains(&Reason::BatteryDied));
                holds(&format!("{reason:?}: {ladder}"), is_shown)?;
            }
        }
        let one = sentence.ends_with('.') && !sentence.trim_end_matches('.').contains('.');
        holds(
            &sentence,
            one && !sentence.contains("49281") && !json(&decision).contains("49281"),
        )
    });
}

/// Stays come and go, locks fall silent and answer, guests complain: whoever is told a spare is the
/// only one, and goes by it from then on (I3, A5).
#[test]
fn i3_a5_a_spare_is_told_to_one_stay_and_is_its_code_from_then_on() {
    let seeded = Seeded::new();
    let mut told = 0;
    for number in 0..150 {
        let mut draw = Draw(seeded.branch(number));
        told += one_history(&mut draw);
    }
    println!("{told} tellings");
    assert!(told > 50, "{told}");
}

/// One lock with its spares and three stays, each of which asks at every step; returns how many
/// spares were told.
fn one_history(draw: &mut Draw) -> usize {
    let mut world = World::draw(draw);
    world.door.usable = None;
    world.door.frame = None;
    world.numbers.pool = 2;
    let spare = |place: usize, whose| Code {
        id: format!("s{place}"),
        lock: 0,
        whose,
        told_me: None,
        told_other: None,
        pin: Some(u8::try_from(place).unwrap()),
        offline: false,
        on: OnLockState::Confirmed,
        from: None,
        until: None,
        at: Some(-DAY / 2),
        guaranteed_window: None,
        made: Some(-DAY / 2),
        used: None,
        refused: false,
        want: Want::Held(None, None),
    };
    world.codes = vec![
        spare(0, Whose::Backup),
        spare(1, Whose::Backup),
        spare(2, Whose::Emergency),
    ];
    let mut rows: Vec<_> = world.codes.iter().map(Code::row).collect();
    let mut windows: Vec<(i64, i64)> = (0..3)
        .map(|_| (draw.number(0, 120) * TICK, draw.number(121, 240) * TICK))
        .collect();
    let mut said: Vec<Option<i64>> = vec![None; 3];
    let mut tellings = 0;
    for now in (0..80).map(|tick| tick * 3 * TICK) {
        match draw.number(0, 9) {
            0 => {
                world.door = crate::door::Door {
                    usable: None,
                    frame: None,
                    native: world.door.native,
                    ..crate::door::Door::draw(draw)
                };
                world.door.reported = world.door.reported.map(|at| at + now);
                for at in &mut world.door.failures {
                    *at += now;
                }
            }
            1 => said[usize::try_from(draw.number(0, 2)).unwrap()] = Some(now),
            2 => {
                windows[usize::try_from(draw.number(0, 2)).unwrap()].1 +=
                    draw.number(-20, 40) * TICK
            }
            _ => {}
        }
        for stay in 0..3 {
            let (start, end) = windows[stay];
            if start >= end {
                continue;
            }
            let name = format!("stay{stay}");
            let stay_world = World {
                start,
                end,
                asked: said[stay].map_or(Asked::Never, Asked::At),
                ..world.clone()
            };
            let mut input = stay_world.input(now);
            input.reservation_id = name.parse().unwrap();
            input.codes.clone_from(&rows);
            let decision = select_access(&input).unwrap();
            if !tells_a_spare(decision.route) {
                continue;
            }
            assert_eq!(decision.at, None, "a spare is told when it is time");
            let row = rows
                .iter_mut()
                .find(|row| Some(&row.id) == decision.code_id.as_ref())
                .unwrap();
            assert!(
                row.told_to.is_none(),
                "{} was told twice: {decision:#?}",
                row.id
            );
            row.told_to = Some(vec![latchstring::model::Told::new(
                name.parse().unwrap(),
                instant(now),
            )]);
            tellings += 1;
            input.codes.clone_from(&rows);
            let again = select_access(&input).unwrap();
            assert_eq!(
                (again.route, again.code_id),
                (Route::ExistingCode, decision.code_id),
                "asked again"
            );
        }
    }
    tellings
}

/// Figures at the edge of what can be said at all give an answer or an error.
#[test]
fn i12_no_input_panics() {
    let odd = |draw: &mut Draw| {
        draw.one(&[
            -BASE,
            -BASE + 1,
            -1,
            0,
            1,
            DAY * 400,
            7_258_118_399 - BASE,
            7_258_118_398 - BASE,
        ])
    };
    let seeded = Seeded::new();
    for number in 0..CASES {
        let draw = &mut Draw(seeded.branch(number));
        let mut world = World::draw(draw);
        (world.start, world.end) = (odd(draw), odd(draw));
        if world.start >= world.end {
            continue;
        }
        world.booked = world.booked.map(|_| odd(draw));
        world.changed = world.changed.map(|_| odd(draw));
        world.door.reported = world.door.reported.map(|_| odd(draw));
        world.door.failures = (0..draw.number(0, 64)).map(|_| odd(draw)).collect();
        world.door.frame = world.door.frame.map(|_| (0, u32::MAX));
        world.door.algorithm = world
            .door
            .algorithm
            .map(|_| (draw.one(&[0, u32::MAX]), u32::MAX));
        for code in &mut world.codes {
            (code.from, code.until, code.at) = (Some(odd(draw)), Some(odd(draw)), Some(odd(draw)));
            code.told_me = code.told_me.map(|_| odd(draw));
        }
        world.numbers.change_hours = draw.one(&[0, 8760, u32::MAX]);
        world.numbers.soon = draw.one(&[0, 1440, u32::MAX]);
        world.numbers.deadline = draw.one(&[0, 1440, u32::MAX]);
        world.numbers.stay_attempts = draw.one(&[0, 20, u32::MAX]);
        world.numbers.stay_over_seconds = draw.one(&[0, 86_400, u32::MAX]);
        world.numbers.stale = draw.one(&[0, 1, 10_080, u32::MAX]);
        world.numbers.reveal_hours = draw.one(&[0, 8760, u32::MAX]);
        world.numbers.activation = draw.one(&[0, 1440, u32::MAX]);
        let now = odd(draw);
        if let Ok(decision) = select_access(&world.input(now)) {
            let asked = ExplainInput {
                decision: decision.clone(),
                time_zone: None,
                ladder: None,
            };
            assert!(!explain(&asked).is_empty());
            let decided: latchstring::rules::Decision =
                latchstring::decode(&json(&decision)).unwrap();
            assert_eq!(decided, decision);
        }
    }
}
