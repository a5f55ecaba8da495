//! What should be: for every stay that is not over, a window on every door of its listing.

use std::collections::BTreeSet;

use crate::Id;
use crate::model::{Abilities, Held, Listing, Policy, abilities};
use crate::rules::{CodeFailure, FitAnswer, Opening, Stay, automated, fit, stays_of};
use crate::site::evaluation::{Evaluation, HostCondition, Timer};
use crate::site::orders::{Subject, is_revoked_at_door, last, paused_since, standing};
use crate::site::state::{HostOrderKind, State};
use crate::time::{Instant, Zone};

/// A stay of one guest with the doors that it shall open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StayPlan {
    pub(crate) listing_id: Id,
    /// The listing's calendar.
    pub(crate) zone: Zone,
    pub(crate) stay: Stay,
    /// Whether codes are made here; those that are there already are kept up in any case (L).
    pub(crate) automated: bool,
    /// Until when no code is made for it, since the host made automation rest.
    pub(crate) rests_until: Option<Instant>,
    /// Those that are not over.
    pub(crate) doors: Vec<Door>,
}

impl StayPlan {
    /// Whether a code is made now where one is missing.
    pub(crate) fn issues(&self) -> bool {
        self.automated && self.rests_until.is_none()
    }
}

/// One lock for one stay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Door {
    pub(crate) lock_id: Id,
    /// The window that the lock shall keep, or that the engine keeps for it. None where the lock can't store it:
    /// no code is made then, and one that is there stays as it is, so that nobody is locked out.
    pub(crate) wanted: Option<Held>,
    /// When the code is needed.
    pub(crate) starts_at: Instant,
    /// When it is over, and a code that is there is taken off.
    pub(crate) ends_at: Instant,
    /// From when a code may be on the lock.
    pub(crate) opening: Opening,
    /// Whether the window of a code that is on the lock can't be changed (T7).
    pub(crate) is_fixed: bool,
}

/// The stays of a listing that are not over at `now`, by start.
pub(crate) fn plan(
    state: &State,
    listing_id: &Id,
    now: Instant,
    evaluation: &mut Evaluation,
) -> Vec<StayPlan> {
    let Some(listing) = state.listings.get(listing_id) else {
        return Vec::new();
    };
    let policy = &state.header.policy;
    let made = stays_of(listing, standing(state, listing_id), policy);
    let automated = automated(listing, policy);
    let mut conditions = Vec::new();
    for (reservation_id, error) in made.impossible {
        let because = CodeFailure::Window {
            code: error.code,
            message: error.message,
        };
        conditions.extend(HostCondition::failed(&reservation_id, None, because, None));
    }
    let mut planned = Vec::new();
    for stay in made.stays {
        conditions.extend(conflicts(&stay, now));
        let doors = doors(state, listing, &stay, now, &mut conditions);
        if doors.is_empty() {
            continue;
        }
        for door in &doors {
            evaluation.refresh.set(Timer::CodeWindowEnds, door.ends_at);
        }
        let rests_until = rests_until(state, &listing.id, &stay, now);
        if let Some(until) = rests_until {
            evaluation.refresh.set(Timer::AutomationResumes, until);
        }
        planned.push(StayPlan {
            listing_id: listing.id.clone(),
            zone: listing.time_zone,
            rests_until,
            stay,
            automated,
            doors,
        });
    }
    if automated {
        evaluation.conditions = conditions;
    }
    planned
}

/// Until when automation rests for a stay: at most until the health check before its start, so that nobody stands outside,
/// and not where its host has ordered a new PIN since.
fn rests_until(state: &State, listing_id: &Id, stay: &Stay, now: Instant) -> Option<Instant> {
    let since = paused_since(state, Some(listing_id))?;
    let minutes = i64::from(state.header.policy.validation.health_minutes);
    let until = stay.window.starts_at().plus_minutes(minutes.saturating_neg());
    let ordered = stay.reservation_ids.iter().any(|id| {
        let order = last(state, HostOrderKind::Reissue, Subject::Reservation(id, None));
        order.is_some_and(|order| order.at > since)
    });
    (until > now && !ordered).then_some(until)
}

fn conflicts(stay: &Stay, now: Instant) -> impl Iterator<Item = HostCondition> {
    let until = stay.window.ends_at();
    stay.overlaps
        .iter()
        .filter(move |_| until > now)
        .filter_map(move |other| HostCondition::conflict(stay.holder()?, other, until))
}

/// The doors of a stay that are not over, one per lock.
fn doors(
    state: &State,
    listing: &Listing,
    stay: &Stay,
    now: Instant,
    conditions: &mut Vec<HostCondition>,
) -> Vec<Door> {
    let mut seen = BTreeSet::new();
    let mut doors = Vec::with_capacity(listing.locks.len());
    for lock_id in listing.locks.iter().filter(|id| seen.insert(*id)) {
        // A lock that is not known yet is waited for (L).
        let Some(row) = state.locks.get(lock_id) else {
            continue;
        };
        let Ok(abilities) = abilities(&row.lock) else {
            continue;
        };
        if is_revoked_at_door(state, &stay.reservation_ids, lock_id) {
            continue;
        }
        let zone = row.lock.time_zone.unwrap_or(listing.time_zone);
        let door = door(lock_id, &abilities, zone, stay, &state.header.policy);
        if door.ends_at <= now {
            continue;
        }
        if door.wanted.is_none()
            && let Some(holder) = stay.holder()
        {
            let because = CodeFailure::window_infeasible();
            let failed = HostCondition::failed(holder, Some(lock_id), because, Some(door.ends_at));
            conditions.extend(failed);
        }
        doors.push(door);
    }
    doors
}

fn door(lock_id: &Id, abilities: &Abilities, zone: Zone, stay: &Stay, policy: &Policy) -> Door {
    let wanted = if abilities.native_schedule {
        fitted(stay, abilities, zone)
    } else {
        Some(Held::from(stay.window))
    };
    Door {
        lock_id: lock_id.clone(),
        wanted,
        starts_at: stay.window.starts_at(),
        ends_at: wanted
            .and_then(|held| held.ends_at)
            .unwrap_or(stay.window.ends_at()),
        opening: Opening::of(stay.window, stay.neighbours, policy),
        is_fixed: abilities.native_schedule && !abilities.can_update,
    }
}

/// The stay's window as the platform can store it; a neighbour's stay is never entered (W6, W7).
fn fitted(stay: &Stay, abilities: &Abilities, zone: Zone) -> Option<Held> {
    // A lead is looked at when the command goes out: what is wanted doesn't change with the clock.
    let fit = fit(stay.window, &abilities.online_frames, zone, None, stay.neighbours);
    fit.window
        .filter(|_| fit.answer != FitAnswer::Infeasible)
        .map(Held::from)
}
