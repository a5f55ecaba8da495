//! Trip changes (T) against an oracle that walks through half minutes, door by door.

use crate::door::lock_id;
use crate::draw::instant;
use crate::minimal::{check_all, same};
use crate::trip_oracle::DoorJudged;
use crate::trip_world::TripWorld;
use latchstring::Id;
use latchstring::rules::{NoticeKind, Route, TripChange, recalculate_trip};
use latchstring::time::Window;

fn window((start, end): (i64, i64)) -> Window {
    Window::new(instant(start), instant(end)).unwrap()
}

/// 100,000 trips, locks and histories: per door the same action, window, uncovered part and access;
/// the same notices.
#[test]
fn t_the_change_is_the_oracles() {
    check_all(100_000, TripWorld::draw, |world| {
        let change = recalculate_trip(&world.input()).unwrap();
        let judged = world.judge();
        same(
            "before",
            change.window_before,
            world.window_before().map(window),
            &change,
        )?;
        same(
            "after",
            change.window_after,
            world.window_after().map(window),
            &change,
        )?;
        same("doors", change.doors.len(), judged.len(), &change)?;
        for (place, judged) in judged.iter().enumerate() {
            same_door(&change, place, judged)?;
        }
        same_notices(&change, world, &judged)
    });
}

fn same_door(change: &TripChange, place: usize, judged: &DoorJudged) -> Result<(), String> {
    let door = &change.doors[place];
    same("lock", &door.lock_id, &lock_id(judged.lock), change)?;
    same(
        "code",
        door.code_id.as_deref(),
        judged.code.as_deref(),
        change,
    )?;
    same("window", door.window, judged.window.map(window), change)?;
    let uncovered: Vec<Window> = judged.uncovered.iter().copied().map(window).collect();
    same("uncovered", door.uncovered.windows(), &uncovered, change)?;
    same("action", door.action, judged.action, change)?;
    let others: Vec<&str> = door
        .also_remove
        .iter()
        .flatten()
        .map(|code| &**code)
        .collect();
    same(
        "others",
        &others,
        &judged.others.iter().map(|code| &**code).collect(),
        change,
    )?;
    same("has a reason", door.because.is_empty(), false, change)?;
    // An edge that there was not moves by nothing that could be counted: it is set.
    let by_nothing = door.because.iter().any(|reason| {
        let words = format!("{reason:?}");
        words.contains("minutes: 0 ")
    });
    same("moves by nothing", by_nothing, false, change)?;
    let Some(access) = &judged.access else {
        same("access", door.access.route, Route::Wait, change)?;
        return same(
            "denied",
            door.access.because.first().copied(),
            judged.denied,
            change,
        );
    };
    same("route", door.access.route, access.route, change)?;
    match access.route {
        Route::Program => same("at", door.access.at, access.at.map(instant), change),
        Route::Wait => same(
            "until",
            door.access.until,
            judged.until.map(instant),
            change,
        ),
        Route::ExistingCode | Route::BackupCode | Route::EmergencyCode => {
            let given = door.access.code_id.as_deref().unwrap_or_default();
            same(
                "told",
                access.ids.iter().any(|code| code == given),
                true,
                change,
            )
        }
        _ => Ok(()),
    }
}

fn same_notices(
    change: &TripChange,
    world: &TripWorld,
    judged: &[DoorJudged],
) -> Result<(), String> {
    type Told = (NoticeKind, Option<Id>, Option<String>);
    let by_hand = |kind: NoticeKind| kind == NoticeKind::RemovalByHand;
    let mut given: Vec<Told> = change
        .notices
        .iter()
        .map(|notice| {
            let code = notice.code_id.as_deref().map(str::to_owned);
            (
                notice.kind,
                notice.lock_id.clone(),
                code.filter(|_| by_hand(notice.kind)),
            )
        })
        .collect();
    let mut wanted: Vec<Told> = world
        .notices(judged)
        .into_iter()
        .map(|(kind, lock, code)| (kind, lock.map(lock_id), code))
        .collect();
    given.sort();
    wanted.sort();
    same("notices", given, wanted, change)?;
    let keys: Vec<&str> = change.notices.iter().map(|notice| &*notice.key).collect();
    same(
        "order of keys",
        keys.windows(2).all(|pair| pair[0] < pair[1]),
        true,
        change,
    )
}

#[test]
fn t_every_action_and_notice_is_met() {
    let seeded = crate::draw::Seeded::new();
    let mut met = std::collections::BTreeMap::<String, u32>::new();
    for number in 0..10_000 {
        let world = TripWorld::draw(&mut crate::draw::Draw(seeded.branch(number)));
        let change = recalculate_trip(&world.input()).unwrap();
        let word = |debug: String| debug.split_whitespace().next().unwrap().to_owned();
        for door in &change.doors {
            *met.entry(format!("-> {:?}", door.action)).or_default() += 1;
            for reason in &door.because {
                *met.entry(word(format!("{reason:?}"))).or_default() += 1;
            }
        }
        for notice in change.notices {
            *met.entry(format!("{:?}!", notice.kind)).or_default() += 1;
        }
    }
    for name in [
        "-> Issue",
        "-> Keep",
        "-> MoveWindow",
        "-> Remove",
        "-> Replace",
        "AccessChanged!",
        "AccessEnded!",
        "AccessReady!",
        "BackupTold!",
        "CodeFailed!",
        "Conflict!",
        "EmergencyTold!",
        "LockUnreachable!",
        "RemovalByHand!",
        "AnotherGuest",
        "AutomationOff",
        "BackupBurned",
        "CannotUpdateDuringStay",
        "CodeMissing",
        "EndSet",
        "EndsEarlier",
        "EndsLater",
        "HostOrder",
        "ListingChanged",
        "LockLinked",
        "LockUnlinked",
        "MadeAgain",
        "NarrowLater",
        "NarrowLaterEndless",
        "NothingChanged",
        "PinStays",
        "PinTriedFirst",
        "RemovalByHand",
        "RivalOnLock",
        "RuleBroken",
        "StartSet",
        "StartsEarlier",
        "StartsLater",
        "StayCancelled",
        "StayOver",
        "StayReinstated",
        "WindowInfeasible",
    ] {
        assert!(met.contains_key(name), "{name} of {met:#?}");
    }
}
