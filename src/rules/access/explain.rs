//! A decision in words that a host understands.

use serde::Deserialize;

use super::decision::{Decision, Route};
use crate::rules::reasons::Reason;
use crate::time::{Instant, Locale, Zone};

/// What `explain` is asked.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct ExplainInput {
    /// The decision.
    pub decision: Decision,
    /// The zone of the house, in which times are shown; absent: UTC.
    pub time_zone: Option<Zone>,
    /// Whether each better way follows, with the reason against it; absent is `false`.
    pub ladder: Option<bool>,
}

/// How a sentence shows an instant.
type ShowTime<'a> = &'a dyn Fn(Instant) -> String;

/// One English sentence of at most 25 words, with at most two reasons. With `ladder`, a line for
/// each better way follows.
///
/// ```
/// use latchstring::rules::{ExplainInput, explain};
/// let input: ExplainInput = latchstring::decode(r#"{ "decision": { "route": "backup_code", "codeId": "b1",
///     "because": [{ "kind": "lock_offline" }, { "kind": "checked_in" }, { "kind": "unspent_backup" }],
///     "passedOver": [{ "route": "existing_code", "because": [{ "kind": "does_not_cover" }] }] } }"#)?;
/// assert_eq!(
///     explain(&input),
///     "The guest gets a backup code: the lock does not answer, and the guest's code does not open \
///      for all of the stay."
/// );
/// assert_eq!(
///     explain(&ExplainInput { ladder: Some(true), ..input }).lines().nth(1),
///     Some("Not the code on the lock: the guest's code does not open for all of the stay.")
/// );
/// # Ok::<(), latchstring::Error>(())
/// ```
#[must_use]
pub fn explain(input: &ExplainInput) -> String {
    let show = |at: Instant| match input.time_zone {
        Some(zone) => shown_in(zone, at),
        None => at.to_string(),
    };
    let mut lines = vec![explain_briefly(&input.decision, show)];
    if input.ladder == Some(true) {
        let passed = input.decision.passed_over.iter();
        lines.extend(passed.map(|passed| {
            let why = why_passed(&input.decision, passed.route, &passed.because, &show);
            format!("Not {}: {why}.", passed_words(passed.route))
        }));
    }
    lines.join("\n")
}

/// Why a better way was not taken. That a lock answers is no reason against sending a code: there
/// is no time left to see it there.
fn why_passed(decision: &Decision, route: Route, because: &[Reason], show: ShowTime<'_>) -> String {
    let is_possible = route == Route::Program && because.contains(&Reason::LockAnswers);
    if is_possible && decision.because.contains(&Reason::HostAsked) {
        return "you are asked first".to_owned();
    }
    if is_possible {
        return "there is no time left to wait for it".to_owned();
    }
    joined(because.iter(), show)
}

/// An instant on a house's clock, as in `Sat 24 Oct, 15:00`.
fn shown_in(zone: Zone, at: Instant) -> String {
    Locale::En.day_and_time(zone.day_at(at), zone.time_of_day_at(at))
}

/// A decision in one sentence, with at most two reasons.
pub(crate) fn explain_briefly(decision: &Decision, show: impl Fn(Instant) -> String) -> String {
    let reasons = telling(decision);
    let what = what(decision, &show);
    let say = |count: usize| match joined(reasons.iter().take(count).copied(), &show) {
        why if why.is_empty() => format!("{what}."),
        why => format!("{what}: {why}."),
    };
    // A sentence that two reasons make too long keeps the more telling one.
    let both = say(2);
    if both.split_whitespace().count() > MAX_WORDS {
        say(1)
    } else {
        both
    }
}

/// A host reads no more in one sentence.
const MAX_WORDS: usize = 25;

/// What is done.
fn what(decision: &Decision, show: ShowTime<'_>) -> String {
    let at = decision.at.map(|at| format!(" on {}", show(at)));
    let at = at.unwrap_or_default();
    match decision.route {
        Route::ExistingCode if decision.at.is_some() => {
            format!("The guest is told the code on the lock{at}")
        }
        Route::ExistingCode => "The guest uses the code on the lock".to_owned(),
        Route::Program if decision.at.is_some() => format!("The code goes on the lock{at}"),
        Route::Program => "The code is sent to the lock".to_owned(),
        Route::OfflineCode if decision.code_id.is_some() => {
            "The guest gets an offline code".to_owned()
        }
        Route::OfflineCode => "The lock's platform is asked for an offline code".to_owned(),
        Route::BackupCode => "The guest gets a backup code".to_owned(),
        Route::EmergencyCode => "The guest gets the emergency code".to_owned(),
        Route::EntryMethod => "The guest gets the listing's entry instructions".to_owned(),
        Route::ContactHost => what_to_do(decision, show),
        Route::Wait if decision.because.contains(&Reason::BookingOnHold) => {
            "The guest is told nothing new".to_owned()
        }
        // Nothing gets a place, or is taken, while the lock is silent.
        Route::Wait if has(decision, Reason::LockFull) && !has(decision, Reason::LockOffline) => {
            format!(
                "A code on the lock has to end or be deleted{}",
                by(decision, show)
            )
        }
        Route::Wait if has(decision, Reason::CodeRefused) => {
            format!("Please {CHECK_ACCOUNT}{}", by(decision, show))
        }
        Route::Wait => match decision.until {
            Some(until) => format!("Nothing to do until {}", show(until)),
            None => "Nothing to do now".to_owned(),
        },
    }
}

/// By when that is, where it is known.
fn by(decision: &Decision, show: ShowTime<'_>) -> String {
    let by = decision.until.map(|until| format!(" by {}", show(until)));
    by.unwrap_or_default()
}

const CHECK_ACCOUNT: &str = "check the account of the lock's platform";

const MAKE_ROOM: &str = "delete a code on the lock that nobody needs";

/// What a host does for a guest without a way in: what may mend it, else the guest is let in.
fn what_to_do(decision: &Decision, show: ShowTime<'_>) -> String {
    let has = |reason| has(decision, reason);
    let mends = [
        (Reason::LockUnusable, "mend the lock"),
        (Reason::BatteryDied, "change the lock's battery"),
        (
            Reason::NoRemotePath,
            "put the guest's code on the lock by hand",
        ),
        (Reason::CodeRefused, CHECK_ACCOUNT),
        (Reason::LockOffline, "check the lock's power and internet"),
        (Reason::LockFull, MAKE_ROOM),
        (Reason::LockUnknown, "check the lock's power and internet"),
    ];
    let mend = mends.into_iter().find(|(reason, _)| has(*reason));
    let mend = mend.map(|(_, mend)| mend);
    let is_ahead = has(Reason::StayNotRunning);
    match (mend, decision.needed_from().map(show)) {
        (Some(mend), Some(from)) => format!("Please {mend} by {from}"),
        (None, Some(from)) => format!("Please plan to let the guest in from {from} on"),
        (Some(mend), None) if is_ahead => format!("Please {mend} before check-in"),
        (Some(mend), None) => format!("Please {mend}, or let the guest in"),
        (None, None) if is_ahead => "Please plan to let the guest in".to_owned(),
        (None, None) => "Please call the guest or let them in".to_owned(),
    }
}

fn has(decision: &Decision, reason: Reason) -> bool {
    all_reasons(decision).any(|one| *one == reason)
}

fn all_reasons(decision: &Decision) -> impl Iterator<Item = &Reason> {
    let passed = decision.passed_over.iter().flat_map(|over| &over.because);
    decision.because.iter().chain(passed)
}

fn passed_words(route: Route) -> &'static str {
    match route {
        Route::ExistingCode => "the code on the lock",
        Route::Program => "sending a code now",
        Route::OfflineCode => "an offline code",
        Route::BackupCode => "a backup code",
        Route::EmergencyCode => "the emergency code",
        Route::EntryMethod => "the entry instructions",
        Route::ContactHost => "asking the host",
        Route::Wait => "waiting",
    }
}

/// "a", "a, and b", "a, b, and c"; none twice.
fn joined<'a>(reasons: impl Iterator<Item = &'a Reason>, show: ShowTime<'_>) -> String {
    let reasons: Vec<&Reason> = reasons.collect();
    // That the lock is silent is part of what a died battery says.
    let is_said =
        |reason: &Reason| *reason == Reason::LockOffline && reasons.contains(&&Reason::BatteryDied);
    let mut said: Vec<String> = Vec::new();
    for reason in reasons.iter().filter(|reason| !is_said(reason)) {
        let sentence = reason.sentence_with(show);
        if !said.contains(&sentence) {
            said.push(sentence);
        }
    }
    match said.pop() {
        Some(last) if said.is_empty() => last,
        Some(last) => format!("{}, and {last}", said.join(", ")),
        None => String::new(),
    }
}

/// What a reason is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    /// What guest or host said.
    People,
    /// The lock and its platform.
    Lock,
    /// The guest's own code.
    Code,
    /// What else there is, or is not.
    Spare,
    /// What the host may order.
    Offer,
    /// The time.
    Time,
    /// It says nothing that the way in does not say.
    Nothing,
}

/// At most two reasons: the most telling of two kinds, or of one where there is no other.
fn telling(decision: &Decision) -> Vec<&Reason> {
    if decision.route == Route::ExistingCode {
        // What the guest said led to it.
        let mut own: Vec<&Reason> = decision.because.iter().collect();
        own.sort_by_key(|reason| kind(reason) != About::People);
        own.truncate(2);
        return own;
    }
    let order: &[About] = match decision.route {
        Route::Program => &[About::People, About::Code, About::Time, About::Lock],
        Route::ContactHost | Route::EntryMethod => &[
            About::People,
            About::Lock,
            About::Offer,
            About::Code,
            About::Spare,
        ],
        Route::Wait => &[About::Time, About::People, About::Lock, About::Code],
        _ => &[About::People, About::Lock, About::Code, About::Time],
    };
    let mut all: Vec<&Reason> = all_reasons(decision).collect();
    // No time helps a code that the lock refuses, and that it is not there says no more.
    if all.contains(&&Reason::CodeRefused) {
        let says_less = [Reason::TimeLeft, Reason::NotConfirmed, Reason::NoCode];
        all.retain(|reason| !says_less.contains(reason));
    }
    if decision.route == Route::Wait && all.contains(&&Reason::LockFull) {
        all.retain(|reason| **reason != Reason::TimeLeft);
    }
    all.sort_by_key(|reason| weight(reason));
    let most_telling = |about: &About| all.iter().find(|reason| kind(reason) == *about).copied();
    let mut found: Vec<&Reason> = order.iter().filter_map(most_telling).take(2).collect();
    if let [only] = found[..] {
        let others = all.iter().copied();
        found.extend(
            others
                .filter(|one| kind(one) == kind(only) && *one != only)
                .take(1),
        );
    }
    if found.is_empty() {
        found.extend(decision.because.first());
    }
    found
}

/// Of reasons of one kind, the smallest says most.
fn weight(reason: &Reason) -> u8 {
    match reason {
        Reason::HostOrder
        | Reason::BookingOnHold
        | Reason::LockUnusable
        | Reason::BatteryDied
        | Reason::StayOver => 0,
        Reason::GuestCannotGetIn | Reason::CodeRefused | Reason::WindowInfeasible => 1,
        Reason::NoRemotePath | Reason::HostAsked => 2,
        Reason::LockOffline | Reason::DoesNotCover | Reason::NoCode => 3,
        Reason::LockFull => 4,
        _ => 5,
    }
}

fn kind(reason: &Reason) -> About {
    match reason {
        Reason::HostOrder
        | Reason::BookingOnHold
        | Reason::GuestCannotGetIn
        | Reason::HostAsked
        | Reason::UsedJustBefore
        | Reason::EnoughCodesTold
        | Reason::NewCodesStopped => About::People,
        Reason::LockUnusable
        | Reason::BatteryDied
        | Reason::CodeRefused
        | Reason::WindowInfeasible
        | Reason::NoRemotePath
        | Reason::LockFull
        | Reason::LockOffline
        | Reason::LockUnknown
        | Reason::TryOnce
        | Reason::LowBattery
        | Reason::RetryLater { .. }
        | Reason::ProgrammedAtActivation => About::Lock,
        Reason::NotConfirmed
        | Reason::DoesNotCover
        | Reason::NoCode
        | Reason::CodeUnderWay
        | Reason::ConfirmedOnLock
        | Reason::UnverifiableOnLock => About::Code,
        Reason::NoUnspentBackup
        | Reason::NoEmergencyCode
        | Reason::RotationDue
        | Reason::NoEntryMethod
        | Reason::EntryMethodTold => About::Spare,
        Reason::EmergencyOnOrder | Reason::NextOnOrder => About::Offer,
        Reason::DeadlineReached
        | Reason::BeginsWithin { .. }
        | Reason::TripChangedWithin { .. }
        | Reason::BookedWithin { .. }
        | Reason::CheckedIn
        | Reason::AnotherStayRunning
        | Reason::AnotherStayBefore
        | Reason::StayOver
        | Reason::TimeLeft => About::Time,
        _ => About::Nothing,
    }
}
