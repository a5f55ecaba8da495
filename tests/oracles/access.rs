//! Access selection (A) against an oracle that walks through half minutes, and what holds of every
//! decision.

use crate::access_oracle::{Ask, Known};
use crate::access_world::World;
use crate::draw::{HOUR, MINUTE, instant};
use crate::minimal::{check_all, same};
use latchstring::rules::{Decision, Reason, Route, select_access};

/// The ladder of ways in, best first. To wait is no rung.
pub const RUNGS: [Route; 7] = [
    Route::ExistingCode,
    Route::Program,
    Route::OfflineCode,
    Route::BackupCode,
    Route::EmergencyCode,
    Route::EntryMethod,
    Route::ContactHost,
];

/// 100,000 stays, locks and histories: the same route, code, time to do it and time to look again.
#[test]
fn a_the_decision_is_the_oracles() {
    check_all(100_000, World::draw, |world| {
        let decision = select_access(&world.input(0)).unwrap();
        let ask = world.ask();
        let judged = ask.judge(0);
        same("route", decision.route, judged.route, &decision)?;
        match decision.route {
            Route::Wait => {
                let until = if judged.over { None } else { ask.changes_at(0) };
                same("until", decision.until, until.map(instant), &decision)?;
                if !judged.over && until.is_none() {
                    return Err(format!("waits for nothing: {decision:#?}"));
                }
            }
            Route::Program | Route::ContactHost => {
                same("at", decision.at, judged.at.map(instant), &decision)?
            }
            Route::OfflineCode => {
                let given: Vec<String> = decision.code_id.iter().map(ToString::to_string).collect();
                if given.is_empty() != judged.ids.is_empty()
                    || given.iter().any(|id| !judged.ids.contains(id))
                {
                    return Err(format!("wanted one of {:?}: {decision:#?}", judged.ids));
                }
            }
            Route::ExistingCode | Route::BackupCode | Route::EmergencyCode => {
                let code_id = decision
                    .code_id
                    .as_deref()
                    .map(str::to_owned)
                    .unwrap_or_default();
                let at = if judged.route == Route::ExistingCode {
                    ask.told_at(0, &code_id)
                } else {
                    None
                };
                same("at", decision.at, at.map(instant), &decision)?;
                same(
                    "until",
                    decision.until,
                    judged.until.map(instant),
                    &decision,
                )?;
                if !judged.ids.contains(&code_id) {
                    return Err(format!("wanted one of {:?}: {decision:#?}", judged.ids));
                }
            }
            _ => {}
        }
        for because in [&decision.because]
            .into_iter()
            .chain(decision.passed_over.iter().map(|passed| &passed.because))
        {
            for reason in because {
                if !is_true(*reason, &ask) {
                    return Err(format!("{reason:?} is not true: {decision:#?}"));
                }
            }
        }
        whole_ladder(&decision)
    });
}

/// Every rung above the taken one is passed over exactly once, in order and with a reason.
fn whole_ladder(decision: &Decision) -> Result<(), String> {
    let above: Vec<Route> = decision
        .passed_over
        .iter()
        .map(|passed| passed.route)
        .collect();
    let stay_over =
        decision.because == [Reason::StayOver] || decision.because == [Reason::BookingOnHold];
    let wanted: Vec<Route> = RUNGS
        .into_iter()
        .filter(|rung| *rung < decision.route && *rung != Route::ContactHost && !stay_over)
        .collect();
    same("passed over", above, wanted, decision)?;
    let reasoned = |because: &[Reason]| !because.is_empty();
    if reasoned(&decision.because)
        && decision
            .passed_over
            .iter()
            .all(|passed| reasoned(&passed.because))
    {
        return Ok(());
    }
    Err(format!("no reason: {decision:#?}"))
}

/// Whether what a reason says is so, as far as a single instant shows it.
fn is_true(reason: Reason, ask: &Ask<'_>) -> bool {
    let uncovered = ask.uncovered(0);
    let first = uncovered.first().copied();
    let moment = ask.moment(0, first.unwrap_or(0));
    let own = || ask.codes.iter().filter(|code| code.is_own());
    let spares = |whose| ask.spares(whose, &uncovered);
    use crate::door::Whose::{Backup, Emergency};
    match reason {
        Reason::ConfirmedOnLock | Reason::UnverifiableOnLock => {
            own().any(|code| code.is_sure() || code.guaranteed_window.is_some())
        }
        Reason::CoversStay => uncovered.is_empty(),
        Reason::LockOffline => moment.known == Known::Silent,
        Reason::WorksOffline => {
            moment.known == Known::Silent
                || !ask
                    .made(|code| code.opens(ask.door.native, ask.start.max(0)))
                    .is_empty()
        }
        Reason::NoCode => own().count() == 0,
        Reason::NotConfirmed => own().any(|code| !code.is_sure()),
        Reason::DoesNotCover => own().any(|code| code.is_sure() && !code.is_discredited(ask.said)),
        Reason::GuestCannotGetIn => ask.said.is_some(),
        Reason::UsedJustBefore => ask.said.is_none() && own().any(|code| code.used.is_some()),
        Reason::NextOnOrder => {
            let is_spare = |whose| matches!(whose, Backup | Emergency);
            ask.codes.iter().any(|code| is_spare(code.whose))
        }
        Reason::LockAnswers => moment.known == Known::Answers,
        Reason::LockUnknown | Reason::TryOnce => moment.known == Known::Unsure,
        Reason::RetryLater { at } => {
            at > instant(0) && at <= instant(4 * MINUTE) && !ask.door.failures.is_empty()
        }
        Reason::NoRemotePath => !ask.door.remote,
        Reason::LockFull => ask.door.capacity.is_some(),
        Reason::WindowInfeasible => {
            !ask.is_storable() || first.is_none_or(|first| !ask.is_makeable(first, 0))
        }
        Reason::LockUnusable => !ask.is_usable(),
        Reason::LockStillUsable => ask.is_usable() && !moment.time,
        Reason::ProgrammedAtActivation => !ask.door.native && first.is_some_and(|first| first > 0),
        Reason::NoOfflineCodes => !ask.door.makes && ask.door.algorithm.is_none(),
        Reason::OfflineCodesNotMade => !ask.door.makes && ask.door.algorithm.is_some(),
        Reason::OfflineCodeCanBeMade => {
            ask.door.makes && first.is_some_and(|first| ask.is_makeable(first, 0))
        }
        Reason::OfflineCodeUnderWay => !ask.made(|code| ask.is_awaited(code)).is_empty(),
        Reason::OfflineCodeFailed => !ask.made(|code| code.refused).is_empty(),
        Reason::NotTimeYet => !moment.time,
        Reason::CheckedIn => moment.running,
        Reason::BeginsWithin { minutes } => {
            minutes == ask.numbers.soon && moment.ahead <= i64::from(minutes) * MINUTE
        }
        Reason::TripChangedWithin { hours } => {
            hours == ask.numbers.change_hours
                && moment.ahead <= i64::from(hours) * HOUR
                && ask.changed.is_some()
        }
        Reason::BookedWithin { hours } => hours == ask.numbers.change_hours && moment.late,
        Reason::DeadlineReached => moment.deadline,
        Reason::AnotherStayRunning => !moment.running && ask.other.is_some(),
        Reason::AnotherStayBefore => ask.other.is_some() && !moment.time,
        Reason::CodeRefused => ask.is_refused(),
        Reason::UnspentBackup => !spares(Backup).is_empty(),
        Reason::NoUnspentBackup => spares(Backup).is_empty(),
        Reason::EmergencyReady => !spares(Emergency).is_empty(),
        Reason::NoEmergencyCode => spares(Emergency).is_empty(),
        Reason::EmergencyOnOrder => ask
            .codes
            .iter()
            .any(|code| code.whose == Emergency && code.told_other.is_some()),
        Reason::RotationDue => {
            spares(Emergency).is_empty() && ask.codes.iter().any(|code| code.whose == Emergency)
        }
        Reason::NoEntryMethod => !ask.entry,
        Reason::GuestHasNotAsked => ask.said.is_none(),
        Reason::StayNotRunning => !moment.running,
        Reason::NothingLeft => {
            moment.time
                || !ask.is_usable()
                || !ask.is_programmable()
                || first.is_some_and(|first| ask.is_hopeless(&uncovered, first, 0))
        }
        Reason::TimeLeft => !moment.time,
        Reason::StayOver => ask.end <= 0,
        Reason::BookingOnHold => ask.hold,
        _ => false,
    }
}

/// An oracle that never sees a route or a reason shows nothing.
#[test]
fn a_every_rung_and_reason_is_met() {
    let seeded = crate::draw::Seeded::new();
    let mut met = std::collections::BTreeMap::<String, u32>::new();
    for number in 0..20_000 {
        let world = World::draw(&mut crate::draw::Draw(seeded.branch(number)));
        let decision = select_access(&world.input(0)).unwrap();
        let word = |debug: String| debug.split_whitespace().next().unwrap().to_owned();
        let all = decision.because.iter().chain(
            decision
                .passed_over
                .iter()
                .flat_map(|passed| &passed.because),
        );
        for name in all
            .map(|reason| word(format!("{reason:?}")))
            .chain([format!("-> {:?}", decision.route)])
        {
            *met.entry(name).or_default() += 1;
        }
    }
    for rung in RUNGS.iter().chain([&Route::Wait]) {
        let times = met.get(&format!("-> {rung:?}")).copied().unwrap_or(0);
        assert!(times >= 100, "{rung:?} of {met:#?}");
    }
    for name in [
        "AnotherStayBefore",
        "AnotherStayRunning",
        "BeginsWithin",
        "BookedWithin",
        "CheckedIn",
        "CodeRefused",
        "ConfirmedOnLock",
        "CoversStay",
        "DeadlineReached",
        "DoesNotCover",
        "EmergencyReady",
        "GuestCannotGetIn",
        "GuestHasNotAsked",
        "LockAnswers",
        "LockFull",
        "LockOffline",
        "LockUnknown",
        "LockUnusable",
        "NoCode",
        "NoEmergencyCode",
        "NoEntryMethod",
        "NoOfflineCodes",
        "NoRemotePath",
        "NoUnspentBackup",
        "NotConfirmed",
        "NotTimeYet",
        "NothingLeft",
        "OfflineCodeCanBeMade",
        "OfflineCodeFailed",
        "OfflineCodeUnderWay",
        "OfflineCodesNotMade",
        "ProgrammedAtActivation",
        "RetryLater",
        "RotationDue",
        "StayNotRunning",
        "StayOver",
        "TimeLeft",
        "TripChangedWithin",
        "TryOnce",
        "UnspentBackup",
        "UnverifiableOnLock",
        "WindowInfeasible",
        "WorksOffline",
    ] {
        assert!(met.contains_key(name), "{name} of {met:#?}");
    }
}
