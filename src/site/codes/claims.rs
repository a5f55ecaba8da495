//! The code that each door of a stay has already; those that no stay holds end.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use super::rank::{Rank, order, rank};
use super::reissue::{is_outdated, not_needed_any_more};
use super::replacing::still_needed;
use crate::Id;
use crate::model::{AccessCode, Desired, HolderKind};
use crate::site::orders::{generation, is_outdated_by, is_revoked, is_revoked_at_door};
use crate::site::plan::{Door, StayPlan};
use crate::site::state::{AuditKind, AuditReason, AuditRow, HostOrderKind, RowKey, State, audit_row};
use crate::time::Instant;

/// For each stay of a listing the code of each of its doors.
pub(crate) type Claims = Vec<Vec<Option<Id>>>;

/// The codes that the doors of a listing's stays have already, or had; those that no stay holds end.
pub(crate) fn end_unclaimed(
    state: &mut State,
    listing_id: &Id,
    stays: &[StayPlan],
    now: Instant,
    audit: &mut Vec<AuditRow>,
) -> Claims {
    let claims = claim(state, listing_id, stays, now);
    let mut kept = BTreeSet::new();
    for (plan, claimed) in stays.iter().zip(&claims) {
        kept.extend(claimed.iter().flatten().cloned());
        kept.extend(still_needed(state, plan, claimed, now));
    }
    let unclaimed = codes_of(state, listing_id)
        .filter(|code| rank(code) == Rank::Held && !kept.contains(&code.id))
        .cloned()
        .collect();
    end(state, unclaimed, now, audit);
    claims
}

/// Codes of bookings that are not there, or that are another guest's now.
pub(crate) fn end_orphans(state: &mut State, now: Instant, audit: &mut Vec<AuditRow>) {
    let is_orphan = |code: &&AccessCode| {
        let booked = code.holder.id.as_ref().and_then(|id| state.reservations.get(id));
        code.holder.kind == HolderKind::Reservation && rank(code) == Rank::Held && booked.is_none()
    };
    let orphans = state.access_codes.values().filter(is_orphan).cloned().collect();
    end(state, orphans, now, audit);
}

/// The codes that bookings of a listing hold.
fn codes_of<'a>(state: &'a State, listing_id: &Id) -> impl Iterator<Item = &'a AccessCode> + use<'a> {
    let booked = state.reservations.about(&RowKey::Listing(listing_id.clone()));
    booked.flat_map(move |booked| {
        let codes = state.access_codes.about(&RowKey::Stay(booked.id.clone()));
        codes.filter(|code| code.holder.reservation_id() == Some(&booked.id))
    })
}

/// The code that each door has already, or had.
pub(crate) fn claim(state: &State, listing_id: &Id, stays: &[StayPlan], now: Instant) -> Claims {
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
    let own = |plan: &StayPlan, door: &Door| {
        let latest = plan
            .stay
            .reservation_ids
            .iter()
            .filter_map(|id| of_holder.get(&(&door.lock_id, id)).copied())
            .min_by_key(|code| order(code))?;
        Some(not_needed_any_more(state, plan, door, latest, now).unwrap_or(latest))
    };
    for plan in stays {
        for door in &plan.doors {
            if let Some(code) = own(plan, door) {
                orphans.remove(&code.id);
            }
        }
    }
    let mut claim_one = |plan: &StayPlan, door: &Door| {
        let own = own(plan, door);
        if own.is_some_and(|code| rank(code) == Rank::Held) {
            return own.map(|code| code.id.clone());
        }
        let inherited = orphans
            .values()
            .find(|code| inherits(state, plan, door, code))
            .map(|code| code.id.clone());
        if let Some(id) = &inherited {
            orphans.remove(id);
        }
        inherited.or_else(|| own.map(|code| code.id.clone()))
    };
    let is_current = |plan: &StayPlan, door: &Door, id: &Id| {
        let code = state.access_codes.get(id);
        code.is_none_or(|code| !is_outdated(state, plan, door, code, now))
    };
    stays
        .iter()
        .map(|plan| {
            let claimed = plan.doors.iter().map(|door| {
                let id = claim_one(plan, door);
                id.filter(|id| is_current(plan, door, id))
            });
            claimed.collect()
        })
        .collect()
}

/// Whether a code without a stay was that of a cancelled booking of this stay's guest and covered part of this
/// stay: then the stay goes on with it (W8).
fn inherits(state: &State, plan: &StayPlan, door: &Door, code: &AccessCode) -> bool {
    let Some(Desired::Window(held)) = code.wanted else {
        return false;
    };
    let booked = code.holder.id.as_ref().and_then(|id| state.reservations.get(id));
    code.lock_id == door.lock_id
        && held.overlaps(plan.stay.booked)
        && booked.is_some_and(|booked| {
            booked.guest.id.is_some()
                && booked.guest.id == plan.stay.guest.id
                && booked.listing_id == plan.listing_id
        })
}

fn end(state: &mut State, ended: Vec<AccessCode>, now: Instant, audit: &mut Vec<AuditRow>) {
    for code in ended {
        let over =
            matches!(code.wanted, Some(Desired::Window(held)) if held.ends_at.is_some_and(|end| end <= now));
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
