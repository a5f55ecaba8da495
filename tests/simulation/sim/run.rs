//! Many seasons, and what must hold in each.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use latchstring::virtual_lock::{Habit, Quirk};

use crate::broken::Broken;
use crate::characters::{Character, Characters};
use crate::faults::{Fault, Faults};
use crate::known::{is_wide, news};
use crate::measures::Measures;
use crate::progress::Progress;
use crate::seeded::Seeded;
use crate::world::{Season, World};

/// A number that the caller set.
pub fn number_from(name: &str) -> Option<u64> {
    let text = std::env::var(name).ok()?;
    Some(text.parse().expect("a number"))
}

/// Seasons of twelve trips in a run of the suite.
const SEASONS: u64 = 40;
/// Seasons between two notes of how far a long run has come.
const PART: u64 = 200;

#[test]
fn i1_to_i10_d3_d4_hold_in_whole_seasons() {
    let trips = number_from("SIM_TRIPS");
    let seasons = number_from("SIM_SEASONS").unwrap_or(SEASONS);
    let mut progress = if trips.is_some() {
        Progress::long()
    } else {
        Progress::short()
    };
    let began = Instant::now();
    let goes_on = |progress: &Progress| match trips {
        Some(trips) => progress.measures.trips < trips,
        None => progress.seasons < seasons,
    };
    let seed = progress.seed;
    let on = Characters::on();
    let wide = is_wide();
    let hard = number_from("SIM_HARD");
    let play = |number: u64| {
        let dice = seed.branch(number);
        // Every second season has some of the faults, and every other one all. After the first
        // `SIM_HARD` seasons all have some, and none is wide: they cost less.
        let is_hard = hard.is_none_or(|first| number < first);
        let faults = if is_hard && number.is_multiple_of(2) {
            Faults::all()
        } else {
            Faults::drawn(dice.branch(3))
        };
        // Visitors and orders are drawn for the usual house.
        let (visitors, orders) = (number.is_multiple_of(9), number % 7 == 3);
        let has_others = visitors || orders;
        let season = Season {
            visitors,
            orders,
            algorithms: number % 5 == 1,
            characters: if has_others {
                Characters::NONE
            } else {
                on.drawn(dice, is_hard && number % 5 == 4 && wide)
            },
            each_second: number.is_multiple_of(200),
            ..Season::of(faults)
        };
        World::new(dice, season).run()
    };
    // What is mended by now has to show it.
    let failed = progress.failed_seasons();
    if !failed.is_empty() {
        progress.played_again(run_all(&failed, play).1);
    }
    while goes_on(&progress) {
        let part = if trips.is_some() { PART } else { seasons };
        let numbers: Vec<u64> = match number_from("SIM_ONLY") {
            Some(only) => vec![only],
            None => (progress.seasons..progress.seasons + part).collect(),
        };
        let (measures, found) = run_all(&numbers, play);
        progress.add(part, &measures, found);
    }
    let all = progress.measures;
    let took: Duration = began.elapsed();
    println!("{all}in {} ms", took.as_millis());
    let failed = &progress.failed;
    let mut by_invariant = BTreeMap::<&str, Vec<&str>>::new();
    for (what, line) in failed
        .iter()
        .filter_map(|line| Some((line.split(": ").nth(1)?, line)))
    {
        by_invariant.entry(what).or_default().push(line);
    }
    for (what, lines) in &by_invariant {
        println!(
            "{what}: {} failures, such as\n  {}",
            lines.len(),
            lines[..lines.len().min(8)].join("\n  ")
        );
    }
    let played = if number_from("SIM_ONLY").is_some() {
        0
    } else {
        progress.seasons
    };
    let news = news(failed, played);
    assert!(news.is_empty(), "{news:#?}");
    // What never happens proves nothing.
    assert!(all.spares_told > 0 && all.failed_tries > 0 && all.exposed_offline_seconds > 0);
}

/// Runs seasons on all cores; what does not hold, in the order of the seasons.
pub fn run_all(
    numbers: &[u64],
    run: impl Fn(u64) -> (Measures, Vec<String>) + Sync,
) -> (Measures, Vec<String>) {
    let next = AtomicUsize::new(0);
    let done = Mutex::new(BTreeMap::new());
    let cores = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..cores {
            scope.spawn(|| {
                while let Some(&number) = numbers.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let played = catch_unwind(AssertUnwindSafe(|| run(number)));
                    let result = played.unwrap_or_else(|_| {
                        let what = "D5: it panicked, as its thread says".to_owned();
                        (Measures::default(), vec![what])
                    });
                    done.lock().unwrap().insert(number, result);
                }
            });
        }
    });
    let mut all = Measures::default();
    let mut failed = Vec::new();
    for (number, (measures, found)) in done.into_inner().unwrap() {
        all.add(&measures);
        failed.extend(
            found
                .into_iter()
                .map(|what| format!("season {number}: {what}")),
        );
    }
    (all, failed)
}

#[test]
fn i1_to_i10_hold_with_each_fault_by_itself_and_without_any() {
    let seed = Seeded::new();
    let alone = Fault::ALL.map(|fault| (format!("{fault:?}"), Faults::NONE.with(fault)));
    for (name, faults) in alone.into_iter().chain([("none".to_owned(), Faults::NONE)]) {
        let numbers: Vec<u64> = (0..8).collect();
        let (all, failed) = run_all(&numbers, |number| {
            World::new(seed.branch(number), Season::of(faults)).run()
        });
        println!("{name}: {all}");
        assert!(failed.is_empty(), "{name}: {failed:#?}");
        assert!(all.trips > 60, "{name}");
        if faults == Faults::NONE {
            // Where all is well, a code stays for no longer than its removal takes.
            let trips = i64::try_from(all.trips).unwrap();
            assert_eq!((all.exposed_offline_seconds, all.mistyped), (0, 0));
            assert!(all.exposed_online_seconds < 60 * trips, "{all}");
        }
    }
}

/// Those that are off among others are played, too.
#[test]
fn i1_to_i10_i13_i14_hold_with_each_character_by_itself() {
    let seed = Seeded::new();
    let on = Characters::each();
    // Each character gets a share of the seasons, which is small beside all of them.
    let seasons = number_from("SIM_SEASONS").map_or(6, |all| (all / 100).clamp(6, 20));
    let mut all_failed = Vec::new();
    for character in Character::ALL.into_iter().filter(|one| on.has(*one)) {
        let numbers: Vec<u64> =
            number_from("SIM_ONLY").map_or_else(|| (0..seasons).collect(), |only| vec![only]);
        let (_, failed) = run_all(&numbers, |number| {
            // Half of them with nothing else that goes wrong.
            let faults = if number.is_multiple_of(2) {
                Faults::NONE
            } else {
                Faults::all()
            };
            let season = Season {
                characters: Characters::NONE.with(character),
                ..Season::of(faults)
            };
            World::new(seed.branch(number), season).run()
        });
        let name = character.name();
        println!("{name}: {} failures", failed.len());
        for what in failed.iter().take(3) {
            println!("    {what}");
        }
        all_failed.extend(failed);
    }
    assert!(all_failed.is_empty(), "{} failures", all_failed.len());
}

/// A broken engine is caught by the check that is named, in a season in which the whole one is not.
fn is_caught(broken: Broken, by: &str) {
    let seed = Seeded::new();
    for number in 0..400 {
        let season = broken.season();
        let is_found = |season: Season| {
            let (_, found) = World::new(seed.branch(number), season).run();
            found.iter().any(|what| what.starts_with(by))
        };
        let whole = Season {
            broken: None,
            ..season
        };
        if is_found(season) && !is_found(whole) {
            println!("{broken:?}: season {number}, {by}");
            return;
        }
    }
    panic!("nobody noticed {broken:?}");
}

#[test]
fn i1_catches_an_engine_that_tells_no_backup() {
    is_caught(Broken::KeepsBackupsToItself, "I1:");
}

#[test]
fn i1_f41_catches_an_engine_that_stops_at_codes_that_nobody_makes() {
    is_caught(Broken::StopsAtOfflineCodes, "I1:");
}

#[test]
fn i2_and_i5_catch_an_engine_that_takes_no_code_off() {
    is_caught(Broken::TakesNothingOff, "I2:");
    is_caught(Broken::TakesNothingOff, "I5:");
}

#[test]
fn i3_catches_an_engine_that_tells_a_backup_twice() {
    is_caught(Broken::TellsBackupsTwice, "I3:");
}

#[test]
fn i4_catches_an_engine_that_programs_a_pin_that_is_there() {
    is_caught(Broken::ProgramsTakenPins, "I4:");
}

#[test]
fn i6_catches_an_engine_that_adds_no_backup() {
    is_caught(Broken::AddsNoBackup, "I6:");
}

#[test]
fn i8_catches_an_engine_that_tells_the_host_nothing() {
    is_caught(Broken::HidesBackupsFromHost, "I8:");
}

#[test]
fn i10_catches_an_engine_that_removes_what_it_does_not_know() {
    is_caught(Broken::RemovesTheUnknown, "I10:");
}

#[test]
fn d4_catches_an_engine_that_repeats_a_command() {
    is_caught(Broken::RepeatsCommands, "D4:");
}

#[test]
fn i9_catches_an_engine_that_moves_the_code_of_a_guest_who_is_in() {
    is_caught(Broken::MovesActiveCodes, "I9:");
}

#[test]
fn i1_c8_catches_an_engine_that_trusts_every_clock() {
    is_caught(Broken::TrustsEveryClock, "I1:");
}

#[test]
fn i9_catches_an_engine_that_uses_the_reserved_slot() {
    is_caught(Broken::UsesTheReservedSlot, "I9:");
}

#[test]
fn v1_and_i2_catch_engines_that_forget_visitors_and_keep_them() {
    is_caught(Broken::ForgetsVisitors, "V1:");
    is_caught(Broken::KeepsVisitors, "I2: a visitor's");
}

#[test]
fn v2_catches_engines_that_forget_turnovers_and_tell_them_twice() {
    is_caught(Broken::ForgetsTurnovers, "V2: a turnover is not told");
    is_caught(Broken::RepeatsTurnovers, "V2: turnovers are told twice");
}

#[test]
fn t5_catches_an_engine_that_tells_nobody_of_the_end_of_their_code() {
    is_caught(Broken::TellsNobodyOfTheEnd, "T5:");
}

#[test]
fn i1_a2_catches_an_engine_that_waits_for_complaints() {
    is_caught(Broken::WaitsForComplaints, "I1:");
}

#[test]
fn a7_catches_an_engine_that_calls_no_host() {
    is_caught(Broken::CallsNoHost, "A7:");
}

#[test]
fn e2_catches_an_engine_that_keeps_told_emergency_codes() {
    is_caught(Broken::KeepsEmergencyCodes, "I5:");
}

#[test]
fn i13_catches_an_engine_that_storms_guests() {
    is_caught(Broken::StormsGuests, "I13:");
}

#[test]
fn i14_catches_an_engine_that_tells_an_old_pin_again() {
    is_caught(Broken::BringsPinsBack, "I14:");
}

#[test]
fn i2_catches_an_engine_that_leaves_a_guest_s_code_in_another_s_stay() {
    is_caught(Broken::TakesNothingOff, "I2 in another's stay:");
}

#[test]
fn c6_catches_an_engine_that_never_tires() {
    is_caught(Broken::NeverTires, "C6:");
}

#[test]
fn d3_catches_an_engine_that_oversleeps() {
    is_caught(Broken::Oversleeps, "D3:");
}

#[test]
fn i1_t1_catches_an_engine_that_misses_extensions() {
    is_caught(Broken::MissesExtensions, "I1:");
}

#[test]
fn i5_p7_catches_an_engine_that_overlooks_ghosts() {
    is_caught(Broken::OverlooksGhosts, "I5:");
}

#[test]
fn s1_catches_an_engine_that_mistakes_places() {
    is_caught(Broken::MistakesPlaces, "I9:");
}

#[test]
fn n4_catches_an_engine_that_overlooks_holds() {
    is_caught(Broken::OverlooksHolds, "N4:");
}

/// Where nothing goes wrong nobody needs a spare, whatever the cloud is like: one list that leaves
/// a code out, an answer that comes later, or a window that is rounded burns none (A2, T1, T8, T9).
#[test]
fn a2_b2_t1_t8_t9_no_spare_is_told_where_nothing_goes_wrong() {
    let seed = Seeded::new();
    let calm = [
        Character::House,
        Character::Grace,
        Character::Joined,
        Character::Strangers,
        Character::Odd(Quirk::HourSteps),
        Character::Cloud(Habit::AcceptsFirst),
        Character::Cloud(Habit::ListsEarly),
        Character::Cloud(Habit::LeavesOneOut),
        Character::Cloud(Habit::Rounds),
        Character::Cloud(Habit::SpeaksPrecisely),
    ];
    let mut all_failed = Vec::new();
    for character in calm {
        let numbers: Vec<u64> =
            number_from("SIM_ONLY").map_or_else(|| (0..6).collect(), |only| vec![only]);
        let (all, failed) = run_all(&numbers, |number| {
            let season = Season {
                characters: Characters::NONE.with(character),
                ..Season::of(Faults::NONE.with(Fault::Changes))
            };
            let (measures, mut found) = World::new(seed.branch(number), season).run();
            if measures.spares_told > 0 {
                found.push(format!("A2: {} spares are told", measures.spares_told));
            }
            (measures, found)
        });
        println!("{}: {} trips", character.name(), all.trips);
        all_failed.extend(
            failed
                .iter()
                .map(|what| format!("{}: {what}", character.name())),
        );
    }
    assert!(all_failed.is_empty(), "{all_failed:#?}");
}
