//! What holds of every changed trip, over random worlds (T, D1).

use crate::access_world::World;
use crate::decisions::{CASES, holds, json, route, tells_a_spare};
use crate::door::{Want, Whose};
use crate::draw::{Draw, MINUTE, TICK};
use crate::minimal::check_all;
use crate::trip_world::TripWorld;
use latchstring::model::{CommandKind, OnLockState};
use latchstring::rules::{DoorAction, Reason, RecalculateTripInput, Route, recalculate_trip};
use std::sync::atomic::{AtomicU64, Ordering};

/// What is decided, with the doors of each message in one order.
fn without_order(input: &RecalculateTripInput) -> String {
    let mut change = recalculate_trip(input).unwrap();
    for notice in &mut change.notices {
        if let Some(doors) = &mut notice.values.doors {
            doors.sort_by_key(json);
        }
    }
    json(&change)
}

#[test]
fn d1_the_same_trip_gives_the_same_bytes_in_any_order_of_codes_and_locks() {
    check_all(CASES, TripWorld::draw, |world| {
        let input = world.input();
        let once = json(&recalculate_trip(&input).unwrap());
        let again = json(&recalculate_trip(&input).unwrap());
        let mut other = world.input();
        other.codes.reverse();
        other.locks.reverse();
        let reversed = json(&recalculate_trip(&other).unwrap());
        holds(
            &format!("{once}\n{again}\n{reversed}"),
            once == again && once == reversed,
        )?;
        // A guest reads the doors in the listing's order (N2). Nothing else follows from it.
        for trip in [&mut other.before, &mut other.after].into_iter().flatten() {
            trip.listing.locks.reverse();
        }
        let [once, turned] = [&input, &other].map(without_order);
        holds(&format!("{once}\n{turned}"), once == turned)
    });
}

#[test]
fn t3_a_shorter_stay_never_releases_a_spare() {
    let met = AtomicU64::new(0);
    let draw = |draw: &mut Draw| {
        let mut world = World::draw(draw);
        // Windows that a platform can store only while they are long are another matter.
        world.door.frame = None;
        for code in &mut world.codes {
            if matches!(code.whose, Whose::Backup | Whose::Emergency) {
                (code.from, code.until, code.guaranteed_window) = (None, None, None);
                code.want = Want::Held(None, None);
            }
        }
        let longest = (world.end - world.start) / TICK - 1;
        let cut = draw.number(0, longest);
        let later = if draw.chance(40) {
            draw.number(0, longest - cut)
        } else {
            0
        };
        let shorter = World {
            start: world.start + later * TICK,
            end: world.end - cut * TICK,
            ..world.clone()
        };
        Pair(world, shorter)
    };
    check_all(CASES, draw, |Pair(world, shorter)| {
        let (before, after) = (route(world, 0), route(shorter, 0));
        if tells_a_spare(before) {
            met.fetch_add(1, Ordering::Relaxed);
        }
        holds(
            &format!("{before:?} to {after:?}"),
            // The algorithm may have no window that is so short (W7, A3b).
            tells_a_spare(before) || before == Route::OfflineCode || !tells_a_spare(after),
        )
    });
    assert!(met.load(Ordering::Relaxed) > CASES / 100);
}

#[derive(Clone, Debug)]
struct Pair(World, World);

impl crate::minimal::Smaller for Pair {
    fn smaller(&self) -> Vec<Self> {
        let world = |world: World| {
            Self(
                world.clone(),
                World {
                    start: self.1.start,
                    end: self.1.end,
                    ..world
                },
            )
        };
        crate::minimal::Smaller::smaller(&self.0)
            .into_iter()
            .map(world)
            .collect()
    }
}

#[test]
fn t3_a_trip_that_only_gets_shorter_never_releases_a_spare() {
    let draw = |draw: &mut Draw| {
        let mut world = TripWorld::draw(draw);
        let Some(before) = world.before.clone() else {
            return world;
        };
        let mut after = before.clone();
        let longest = (before.end - before.start) / MINUTE - 1;
        let cut = draw.number(0, longest);
        after.end -= cut * MINUTE;
        after.start += if draw.chance(40) {
            draw.number(0, longest - cut) * MINUTE
        } else {
            0
        };
        world.after = Some(after);
        world.ordered = None;
        // A platform or an algorithm may have no window that is so short (W7).
        for door in &mut world.doors {
            door.frame = None;
            door.makes = false;
        }
        for code in &mut world.codes {
            if matches!(code.whose, Whose::Backup | Whose::Emergency) {
                (code.from, code.until, code.guaranteed_window) = (None, None, None);
                code.want = Want::Held(None, None);
            }
        }
        world
    };
    check_all(CASES, draw, |world| {
        let routes = |world: &TripWorld| -> Vec<(String, Route)> {
            let change = recalculate_trip(&world.input()).unwrap();
            change
                .doors
                .iter()
                .map(|door| (door.lock_id.to_string(), door.access.route))
                .collect()
        };
        let unchanged = TripWorld {
            after: world.before.clone(),
            ..world.clone()
        };
        if world.before.is_none() {
            return Ok(());
        }
        let before = routes(&unchanged);
        for (lock, after) in routes(world) {
            let before = before.iter().find(|(id, _)| *id == lock);
            let before = before.map(|(_, route)| *route);
            holds(
                &format!("{lock}: {before:?} to {after:?}"),
                before.is_some_and(tells_a_spare) || !tells_a_spare(after),
            )?;
        }
        Ok(())
    });
}

#[test]
fn t2_the_pin_stays_unless_one_of_five_causes_holds() {
    check_all(CASES, TripWorld::draw, |world| {
        let change = recalculate_trip(&world.input()).unwrap();
        for door in &change.doors {
            let place: usize = door.lock_id.trim_start_matches('d').parse().unwrap();
            let Some(code) = world.code_at(place) else {
                continue;
            };
            let rivals = world.codes.iter().filter(|other| {
                other.lock == place
                    && other.id != code.id
                    && other.pin == code.pin
                    && other.pin.is_some()
            });
            let absent = code.on == OnLockState::Absent;
            let during = world
                .window_after()
                .is_some_and(|(start, end)| start <= 0 && 0 < end);
            let cause = door.because.iter().find_map(|reason| match reason {
                Reason::HostOrder => Some(world.ordered == Some(true)),
                Reason::AnotherGuest => Some(world.is_another_guest()),
                Reason::RivalOnLock => Some(absent && rivals.clone().count() > 0),
                Reason::RuleBroken => Some(absent && world.doors[place].short),
                Reason::CannotUpdateDuringStay => {
                    Some(during && (!world.doors[place].can_update || code.offline))
                }
                _ => None,
            });
            let replaced = door.action == DoorAction::Replace;
            holds(&format!("{door:#?}"), !replaced || cause == Some(true))?;
            holds("a cause that is not so", cause != Some(false))?;
        }
        Ok(())
    });
}

#[test]
fn t4_no_step_takes_a_working_code_from_a_running_stay() {
    check_all(CASES, TripWorld::draw, |world| {
        let change = recalculate_trip(&world.input()).unwrap();
        for door in &change.doors {
            let place: usize = door.lock_id.trim_start_matches('d').parse().unwrap();
            let native = world.doors[place].native;
            let running = world
                .window_after()
                .is_some_and(|(start, end)| start <= 0 && 0 < end);
            let works = world
                .code_at(place)
                .is_some_and(|code| code.opens(native, 0));
            let leaves = door.action == DoorAction::Remove;
            let gap = door.steps.first() == Some(&CommandKind::RemoveCode) && door.steps.len() > 1;
            holds(&format!("{door:#?}"), !(running && works && !leaves && gap))?;
            // Before the stay, a lock without schedules gives a code back that would let its guest
            // in too early (I2).
            let ends = door.steps == [CommandKind::RemoveCode];
            holds(
                &format!("{door:#?}"),
                !ends || leaves || (!native && !running),
            )?;
        }
        Ok(())
    });
}
