//! The question of which way in a guest has at one lock, from plain data (A).

use serde::Deserialize;

use super::access_case::AccessCase;
use super::decision::Decision;
use super::locked_out::LockedOut;
use super::own_code::OwnCode;
use crate::json::at_most;
use crate::model::{AccessCode, EntryMethod, Lock, Policy, abilities};
use crate::rules::lock::all_failures;
use crate::rules::windows::Neighbours;
use crate::time::{Duration, Instant, Window};
use crate::{Error, Id};

/// What [`select_access`] takes: one stay and one lock.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS), ts(optional_fields))]
pub struct SelectAccessInput {
    /// The stay.
    pub reservation_id: Id,
    /// When its code shall open, as `validityWindow` gives it.
    #[cfg_attr(
        feature = "types",
        ts(type = "{ startsAt: Timestamp, endsAt: Timestamp }")
    )]
    pub window: Window,
    /// The lock, with its last known state.
    pub lock: Lock,
    /// The codes that are or may be on the lock, whoever holds them, in any order, at most 2,000.
    #[serde(deserialize_with = "at_most::<2000, _, _, _>")]
    pub codes: Vec<AccessCode>,
    /// When the stay was booked.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub booked_at: Option<Instant>,
    /// When the trip was last changed.
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub changed_at: Option<Instant>,
    /// Whether another stay of the listing is running.
    pub other_stay_running: Option<bool>,
    /// Until when the other stays of the listing last that run now or come before this one; absent:
    /// there is none, or its end is not known (A1, F50).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub other_stay_until: Option<Instant>,
    /// The listing's way in that needs no lock.
    pub entry_method: Option<EntryMethod>,
    /// Whether, or when, the guest last said that they cannot get in.
    pub guest_locked_out: Option<LockedOut>,
    /// When they said so before, at this lock: a complaint shortly after a code was used counts
    /// from the second time on (A4).
    #[cfg_attr(feature = "types", ts(optional, type = "Timestamp"))]
    pub guest_locked_out_before: Option<Instant>,
    /// Whether the booking is on hold: nothing is told then; absent is `false` (N4).
    pub hold: Option<bool>,
    /// What the host decided for the stay; what is left out has its default. The lock's own policy
    /// is laid over it (D8).
    #[cfg_attr(feature = "types", ts(optional, type = "PartialPolicy"))]
    pub policy: Option<Policy>,
    /// The current time.
    #[cfg_attr(feature = "types", ts(type = "Timestamp"))]
    pub now: Instant,
}

/// When another stay of the listing is, as far as it is known.
fn other_stay(input: &SelectAccessInput) -> Option<Window> {
    let runs = input.other_stay_running == Some(true);
    // A stay that does not run begins at any time from now on.
    let from = if runs {
        Instant::MIN
    } else {
        input.now + Duration::seconds(1)
    };
    match input.other_stay_until {
        Some(until) => Window::between(from, until),
        None => runs.then_some(Window::ALWAYS),
    }
}

/// Which way in a guest has at one lock (A).
///
/// A lock that can never be given the code (no remote path, or times that its platform can't keep)
/// is not waited for: where no backup will help, the host is called at once. On a lock that stores
/// no times, a stay that follows another one without a gap has its code programmed at its start and
/// not ahead of it (C3), and nothing is told while the other one runs (A1). At its start nothing is
/// confirmed yet, so a backup is told there and then (A2), though the lock answers; without one,
/// the code is programmed. A house that wants to save its backups leaves as many minutes between
/// check-out and check-in as `validation.activationMinutes` says.
///
/// # Errors
/// Those of [`Lock::check`] at `lock` and of [`Policy::check`] at `policy`.
///
/// ```
/// use latchstring::rules::{Route, select_access};
/// let input = latchstring::decode(r#"{
///     "reservationId": "stay", "now": "2026-05-01T13:00:00Z",
///     "window": { "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-04T09:30:00Z" },
///     "lock": { "id": "door", "name": "Door", "nativeSchedule": true,
///               "state": { "reachability": "offline", "reportedAt": "2026-05-01T12:55:00Z" } },
///     "codes": [{ "id": "k1", "lockId": "door", "holder": { "kind": "reservation", "id": "stay" },
///         "wanted": { "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-04T09:30:00Z" },
///         "onLock": { "state": "confirmed",
///             "startsAt": "2026-05-01T13:00:00Z", "endsAt": "2026-05-04T09:30:00Z" } }] }"#)?;
/// // The lock is offline, but keeps the code and its times itself: the guest needs nothing else (A).
/// assert_eq!(select_access(&input)?.route, Route::ExistingCode);
/// # Ok::<(), latchstring::Error>(())
/// ```
pub fn select_access(input: &SelectAccessInput) -> Result<Decision, Error> {
    input.lock.check().map_err(|error| error.at("lock"))?;
    let policy = input.policy.clone().unwrap_or_default();
    policy.check().map_err(|error| error.at("policy"))?;
    let policy = input.lock.policy_over(&policy);
    let abilities = abilities(&input.lock).map_err(|error| error.at("lock"))?;
    let on_it = |code: &&AccessCode| code.lock_id == input.lock.id;
    let codes: Vec<_> = input.codes.iter().filter(on_it).collect();
    let own = OwnCode::all(&codes, &input.reservation_id, abilities.native_schedule);
    let said = input.guest_locked_out.and_then(|said| said.at(input.now));
    let said_before = input.guest_locked_out_before.filter(|_| said.is_some());
    let mut complaints: Vec<Instant> = said_before.into_iter().chain(said).collect();
    complaints.sort();
    Ok(AccessCase {
        reservation_id: &input.reservation_id,
        window: input.window,
        check_in: input.window.starts_at(),
        known: input.lock.state.as_ref(),
        abilities: &abilities,
        zone: input.lock.time_zone.unwrap_or_default(),
        failures: input.lock.state.as_ref().and_then(all_failures),
        codes: &codes,
        own: &own,
        booked_at: input.booked_at,
        changed_at: input.changed_at,
        neighbours: Neighbours::default(),
        other_stays: other_stay(input).as_slice(),
        entry_method: input.entry_method.is_some(),
        complaints: &complaints,
        entry_told_at: None,
        stopped_at: None,
        kept: None,
        tellings_known: false,
        suspended_since: None,
        another_guest: false,
        on_hold: input.hold == Some(true),
        policy: &policy,
        now: input.now,
    }
    .decide())
}
