//! Which code is whose: every door that should be open has one, every code that nobody should hold ends.

use std::collections::{BTreeMap, BTreeSet};

use super::doors::{Door, StayDoors};
use super::issue::{issue, needs_pin};
use super::memo::Look;
use super::order::HostOrderKind;
use super::place::Place;
use super::reissue::{asked, is_outdated, not_needed_any_more, outdated_at, still_needed, why_anew};
use super::standing::{generation, is_outdated_by, is_revoked, is_revoked_at_door};
use super::state::State;
use super::step::{AuditKind, AuditReason, AuditRow};
use crate::Id;
use crate::code::Key;
use crate::model::{AccessCode, Holder, HolderKind, Wanted};
use crate::time::Instant;
use std::cmp::Reverse;

/// A door without a code, or with one that needs a PIN.
pub(super) struct Missing<'a> {
    pub(super) door: &'a Door,
    pub(super) code_id: Option<Id>,
    /// The generation that it shall have (P3).
    pub(super) asked: u32,
    /// Why a new one is made.
    pub(super) because: AuditReason,
}

impl Missing<'_> {
    /// Whether it takes the place of one whose window can't be changed (T7).
    pub(super) fn is_stuck(&self) -> bool {
        self.because == AuditReason::WindowChanged
    }
}

/// For each stay of a listing the code of each of its doors.
pub(super) type Claims = Vec<Vec<Option<Id>>>;

/// The codes that the doors of a listing's stays have already, or had; those that no stay holds end.
pub(super) fn end_unclaimed(
    state: &mut State,
    listing_id: &Id,
    stays: &[StayDoors],
    now: Instant,
    audit: &mut Vec<AuditRow>,
) -> Claims {
    let claims = claim(state, listing_id, stays, now);
    let mut kept = BTreeSet::new();
    for (each, claimed) in stays.iter().zip(&claims) {
        kept.extend(claimed.iter().flatten().cloned());
        kept.extend(still_needed(state, each, claimed, now));
    }
    let unclaimed = codes_of(state, listing_id)
        .filter(|code| rank(code) == Rank::Held && !kept.contains(&code.id))
        .cloned()
        .collect();
    end(state, unclaimed, now, audit);
    claims
}

/// Codes of bookings that are not there, or that are another guest's now.
pub(super) fn end_orphans(state: &mut State, now: Instant, audit: &mut Vec<AuditRow>) {
    let is_orphan = |code: &&AccessCode| {
        let booked = code.holder.id.as_ref().and_then(|id| state.reservations.get(id));
        code.holder.kind == HolderKind::Reservation && rank(code) == Rank::Held && booked.is_none()
    };
    let orphans = state.access_codes.values().filter(is_orphan).cloned().collect();
    end(state, orphans, now, audit);
}

/// Gives the codes of a listing's stays the holders and windows that they should have, and makes those that lack.
pub(super) fn assign(
    state: &mut State,
    stays: &[StayDoors],
    claims: Claims,
    now: Instant,
    key: &Key,
    audit: &mut Vec<AuditRow>,
    look: &mut Look,
) {
    for (each, claimed) in stays.iter().zip(claims) {
        let mut missing = Vec::new();
        for (door, code_id) in each.doors.iter().zip(claimed) {
            let kept = code_id
                .as_ref()
                .is_some_and(|id| keep(state, id, each, door, now, audit));
            if kept {
                look.alarm.set(door.ends_at);
            }
            let outdated = outdated_at(state, each, door, now);
            // One that came back may end too early on its lock (T7).
            let code_id = code_id.filter(|id| !outdated.contains(id));
            let kept = kept && code_id.is_some();
            for id in &outdated {
                if is_held(state, id) {
                    keep(state, id, each, door, now, audit);
                    look.alarm.set(door.ends_at);
                }
            }
            if !kept || code_id.as_ref().is_some_and(|id| needs_pin(state, id)) {
                missing.push(Missing {
                    door,
                    asked: asked(state, each, door, now),
                    because: why_anew(state, each, &outdated, code_id.is_none()),
                    code_id,
                });
            }
        }
        missing.retain(|one| one.door.wanted.is_some());
        if !each.automated || missing.is_empty() {
            continue;
        }
        if let Some(until) = each.rests_until {
            look.alarm.set(until);
        } else {
            issue(state, each, &missing, now, key, audit, look);
        }
    }
}

/// The codes that bookings of a listing hold.
fn codes_of<'a>(state: &'a State, listing_id: &Id) -> impl Iterator<Item = &'a AccessCode> + use<'a> {
    let booked = state.reservations.about(&Place::Listing(listing_id.clone()));
    booked.flat_map(move |booked| {
        let codes = state.access_codes.about(&Place::Stay(booked.id.clone()));
        codes.filter(|code| code.holder.reservation_id() == Some(&booked.id))
    })
}

/// The code that each door has already, or had.
pub(super) fn claim(state: &State, listing_id: &Id, stays: &[StayDoors], now: Instant) -> Claims {
    let mut of_holder = BTreeMap::<(&Id, &Id), &AccessCode>::new();
    let mut orphans = BTreeMap::<&Id, &AccessCode>::new();
    for code in codes_of(state, listing_id) {
        if let Some(holder) = &code.holder.id {
            let place = (&code.lock_id, holder);
            if of_holder.get(&place).is_none_or(|best| order(code) < order(best)) {
                of_holder.insert(place, code);
            }
        }
        if rank(code) == Rank::Held {
            orphans.insert(&code.id, code);
        }
    }
    let own = |each: &StayDoors, door: &Door| {
        let latest = each
            .stay
            .reservation_ids
            .iter()
            .filter_map(|id| of_holder.get(&(&door.lock_id, id)).copied())
            .min_by_key(|code| order(code))?;
        Some(not_needed_any_more(state, each, door, latest, now).unwrap_or(latest))
    };
    for each in stays {
        for door in &each.doors {
            if let Some(code) = own(each, door) {
                orphans.remove(&code.id);
            }
        }
    }
    let mut claim_one = |each: &StayDoors, door: &Door| {
        let own = own(each, door);
        if own.is_some_and(|code| rank(code) == Rank::Held) {
            return own.map(|code| code.id.clone());
        }
        let inherited = orphans
            .values()
            .find(|code| inherits(state, each, door, code))
            .map(|code| code.id.clone());
        if let Some(id) = &inherited {
            orphans.remove(id);
        }
        inherited.or_else(|| own.map(|code| code.id.clone()))
    };
    let is_current = |each: &StayDoors, door: &Door, id: &Id| {
        let code = state.access_codes.get(id);
        code.is_none_or(|code| !is_outdated(state, each, door, code, now))
    };
    stays
        .iter()
        .map(|each| {
            let claimed = each.doors.iter().map(|door| {
                let id = claim_one(each, door);
                id.filter(|id| is_current(each, door, id))
            });
            claimed.collect()
        })
        .collect()
}

fn is_held(state: &State, code_id: &Id) -> bool {
    let code = state.access_codes.get(code_id);
    code.is_some_and(|code| rank(code) == Rank::Held)
}

/// Which of several codes of one holder on one lock is the holder's.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Held,
    Ending,
    Gone,
}

/// Of several codes of one rank the latest generation is the holder's (P3).
pub(super) fn order(code: &AccessCode) -> (Rank, Reverse<u32>) {
    (rank(code), Reverse(code.holder.generation.unwrap_or(0)))
}

pub(super) fn rank(code: &AccessCode) -> Rank {
    if code.is_gone() {
        Rank::Gone
    } else if code.wanted == Some(Wanted::REMOVED) {
        Rank::Ending
    } else {
        Rank::Held
    }
}

/// Whether a code without a stay was that of a cancelled booking of this stay's guest and covered part of this
/// stay: then the stay goes on with it (W8).
fn inherits(state: &State, each: &StayDoors, door: &Door, code: &AccessCode) -> bool {
    let Some(Wanted::Held(held)) = code.wanted else {
        return false;
    };
    let booked = code.holder.id.as_ref().and_then(|id| state.reservations.get(id));
    code.lock_id == door.lock_id
        && held.overlaps(each.stay.stay)
        && booked.is_some_and(|booked| {
            booked.guest.id.is_some()
                && booked.guest.id == each.stay.guest.id
                && booked.listing_id == each.listing_id
        })
}

/// Gives a code the holder and the window that it should have; `false` where it is off its lock, so that its PIN
/// has to be looked at first, or where no code is to be made.
fn keep(
    state: &mut State,
    code_id: &Id,
    each: &StayDoors,
    door: &Door,
    now: Instant,
    audit: &mut Vec<AuditRow>,
) -> bool {
    let (Some(code), Some(holder)) = (state.access_codes.get(code_id), each.stay.holder()) else {
        return false;
    };
    let ended = rank(code) != Rank::Held;
    let comes_back = each.issues() && door.wanted.is_some() && rank(code) == Rank::Ending;
    if ended && !comes_back {
        return false;
    }
    let wanted = door.wanted.map(Wanted::Held).or(code.wanted);
    let same_holder = code.holder.id.as_ref() == Some(holder);
    if code.wanted == wanted && same_holder {
        return true;
    }
    let (kind, reason) = match (ended, same_holder) {
        (true, _) => (AuditKind::CodeIssued, AuditReason::StayConfirmed),
        (false, true) => (AuditKind::WindowMoved, AuditReason::WindowChanged),
        (false, false) => (AuditKind::WindowMoved, AuditReason::SameGuest),
    };
    let code = AccessCode {
        holder: Holder {
            id: Some(holder.clone()),
            ..code.holder.clone()
        },
        // What was refused may be taken with another window.
        failure: if code.wanted == wanted { code.failure } else { None },
        wanted,
        ..code.clone()
    };
    audit.push(audit_row(state, kind, &code, reason, now));
    state.access_codes.put(code_id, code);
    true
}

fn end(state: &mut State, ended: Vec<AccessCode>, now: Instant, audit: &mut Vec<AuditRow>) {
    for code in ended {
        let over =
            matches!(code.wanted, Some(Wanted::Held(held)) if held.ends_at.is_some_and(|end| end <= now));
        let reason = if over {
            AuditReason::WindowOver
        } else {
            ordered_end(state, &code).unwrap_or(AuditReason::NoLongerEntitled)
        };
        audit.push(audit_row(state, AuditKind::CodeEnded, &code, reason, now));
        state.access_codes.put(&code.id.clone(), code.ended(now));
    }
}

/// The host's order that ended the code of a stay, if one did.
fn ordered_end(state: &State, code: &AccessCode) -> Option<AuditReason> {
    let booked = state.reservations.get(code.holder.reservation_id()?)?;
    let ids = std::slice::from_ref(&booked.id);
    let order = if is_revoked(state, booked) || is_revoked_at_door(state, ids, &code.lock_id) {
        HostOrderKind::Revoke
    } else if is_outdated_by(code, generation(state, ids, Some(&code.lock_id))) {
        HostOrderKind::Reissue
    } else {
        return None;
    };
    Some(AuditReason::HostOrdered { order })
}

pub(super) fn audit_row(
    state: &mut State,
    kind: AuditKind,
    code: &AccessCode,
    reason: AuditReason,
    now: Instant,
) -> AuditRow {
    AuditRow {
        code_id: Some(code.id.clone()),
        reservation_id: code.holder.reservation_id().cloned(),
        ..AuditRow::new(state, kind, Some(reason), now)
    }
}
